//! `cargo lab explain`: the page of a mistake, and the list of all.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Stdio;

use support::reports;
use support::terminal::Terminal;
use support::workbook::Workbook;

#[test]
fn a_page_has_its_sections_and_the_exercises_that_name_the_mistake() {
    let workbook = Workbook::fresh();
    let (said, code) = workbook.says(&["explain", "single-read"]);
    assert_eq!(code, 0, "{said}");
    let places = [
        "It stopped after the first piece ",
        "\n\nWhat you see\n\n  The program prints",
        "\n\nThe rule\n\n  TCP carries",
        "<https://www.rfc-editor.org/rfc/rfc9293#section-3.7>, ",
        "\n\nAsk yourself\n\n  Who tells you",
        "\n\nA relative of the problem, solved\n\n  Water",
        "\n\n    use std::io::Read;\n\n    fn how_much(",
        "\n        let mut cup = [0; 16];\n",
        "\n\nNamed in        03 tcp-client, ",
        "\nThis page       book/en/mistakes/single-read.md\n",
    ];
    let found: Vec<Option<usize>> = places.iter().map(|place| said.replace(">,\n  ", ">, ").find(place)).collect();
    assert!(found.iter().all(Option::is_some) && found.is_sorted(), "{found:?}\n{said}");
}

#[test]
fn a_page_speaks_the_language_of_the_student() {
    let workbook = Workbook::fresh();
    let (said, code) = workbook.says(&["--lang", "es", "explain", "single-read"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.starts_with("Se quedó con el primer pedazo ") && said.contains("\n\nPregúntate\n\n"), "{said}");
}

#[test]
fn no_line_of_text_is_wider_than_80_columns() {
    let workbook = Workbook::fresh();
    let (said, _) = workbook.says(&["explain", "--list"]);
    let wide: Vec<&str> = said.lines().filter(|line| line.chars().count() > 80).collect();
    assert!(wide.is_empty(), "{wide:?}");
    let (said, _) = workbook.says(&["explain", "bytes-backwards"]);
    let wide: Vec<&str> = said.lines().filter(|line| line.chars().count() > 80 && !line.contains("<https:")).collect();
    assert!(wide.is_empty(), "{wide:?}");
}

#[test]
fn a_page_fits_40_columns() {
    let workbook = Workbook::fresh();
    let mut terminal = Terminal::start(&workbook.lab(&["explain", "hides-the-error"]), 40, 120);
    let (code, screen) = terminal.ends();
    assert_eq!(code, 0, "{screen}");
    assert!(
        screen.starts_with("It failed, but its exit code says\nsuccess                  hides-the-error\n"),
        "{screen}"
    );
    // Where a word would be broken by the terminal, the next line begins at its edge.
    let body = screen.lines().skip_while(|line| *line != "What you see").take_while(|line| !line.contains("fn "));
    for line in body.filter(|line| !line.is_empty()) {
        let is_heading = ["What you see", "The rule", "Ask yourself"].contains(&line) || line.starts_with("A relative");
        assert!(is_heading || line.starts_with("  "), "{line:?} in\n{screen}");
    }
}

#[test]
fn without_utf_8_only_ascii_is_written() {
    let workbook = Workbook::fresh();
    let mut command = workbook.lab(&["--lang", "es", "explain", "single-read"]);
    let output = command.env("LC_ALL", "C").output().expect("it can be started");
    assert!(output.stdout.is_ascii());
    assert!(String::from_utf8_lossy(&output.stdout).contains("RFC 9293 #3.7 <https"));
}

#[test]
fn colours_are_as_the_environment_says() {
    let workbook = Workbook::fresh();
    let says = |name: &str| {
        let mut command = workbook.lab(&["explain", "single-read"]);
        let output = command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env(name, "1").output();
        String::from_utf8(output.expect("it can be started").stdout).expect("it is text")
    };
    assert!(says("CLICOLOR_FORCE").contains("\x1b[36mrecv(2)\x1b[0m."), "{:?}", says("CLICOLOR_FORCE"));
    assert!(says("NO_COLOR").contains("`recv(2)`.") && !says("NO_COLOR").contains('\x1b'), "{:?}", says("NO_COLOR"));
}

#[test]
fn a_mistake_is_found_by_its_title_and_by_the_path_in_a_report() {
    let workbook = Workbook::fresh();
    let (page, _) = workbook.says(&["explain", "single-read"]);
    assert_eq!(workbook.says(&["explain", "It", "stopped", "after", "the", "first", "piece."]).0, page);
    assert_eq!(workbook.says(&["explain", "se quedó con el primer pedazo"]).0, page);
    assert_eq!(workbook.says(&["explain", "book/en/mistakes/single-read.md"]).0, page);
}

#[test]
fn a_mistake_that_is_not_known_gets_those_that_are_like_it() {
    let workbook = Workbook::fresh();
    let (said, code) = workbook.says(&["explain", "singel-read"]);
    assert_eq!(code, 2);
    assert!(said.contains("singel-read: no such mistake") && said.contains("  single-read  It stopped"), "{said}");
    let (said, _) = workbook.says(&["explain", "first", "piece"]);
    assert!(said.contains("  single-read "), "{said}");
    let (said, _) = workbook.says(&["explain", "tcp-client"]);
    assert!(said.contains("explain --list tcp-client"), "{said}");
    let (said, code) = workbook.says(&["explain", "zzzz"]);
    assert_eq!((said.contains("zzzz: no such mistake\n") && said.contains("--list"), code), (true, 2), "{said}");
}

#[test]
fn an_exercise_by_name_or_number_gets_its_chapter_and_its_list_whatever_is_like_it() {
    let workbook = Workbook::fresh();
    for (given, exercise) in [
        ("tcp-client", "tcp-client"),
        ("addresses", "addresses"),
        ("ports", "ports"),
        ("1", "addresses"),
        ("05", "tcp-server"),
    ] {
        for (lang, is) in [("en", "is an exercise.\nIts chapter:"), ("es", "es un ejercicio.\nSu capítulo:")] {
            let (said, code) = workbook.says(&["--lang", lang, "explain", given]);
            assert_eq!(code, 2, "{said}");
            assert!(said.starts_with(&format!("{exercise} {is} book/{lang}/{exercise}.md, o")), "{said}");
            assert!(said.contains(&format!("→ cargo lab explain --list {exercise}\n")), "{said}");
        }
    }
    // A mistake that is like a number or a name is found all the same.
    assert!(workbook.says(&["explain", "single", "read"]).0.starts_with("It stopped after the first piece"));
}

#[test]
fn after_a_panic_it_is_said_that_a_panic_has_no_page() {
    let workbook = Workbook::fresh();
    reports::leave(&workbook, "tcp-client", "prints_every_byte_until_the_server_closes", "panicked", None);
    let (said, code) = workbook.says(&["explain"]);
    assert_eq!((said.contains("a panic has no page"), code), (true, 2), "{said}");
    let (said, _) = workbook.says(&["--lang", "es", "hint", "tcp-client"]);
    assert!(said.contains("Tu programa entró en pánico"), "{said}");
    // A mistake with a page says more than a panic.
    reports::leave(&workbook, "udp-echo", "answers_with_the_same_bytes", "wrong-bytes", Some("single-read"));
    assert!(workbook.says(&["explain"]).0.contains("It stopped after the first piece"));
}

#[test]
fn without_a_mistake_it_is_the_one_that_the_last_report_named() {
    let workbook = Workbook::fresh();
    let (said, code) = workbook.says(&["explain"]);
    assert_eq!((said.contains("no report"), code), (true, 2), "{said}");
    reports::leave(&workbook, "udp-echo", "answers_with_the_same_bytes", "passed", None);
    reports::leave(
        &workbook,
        "tcp-client",
        "prints_every_byte_until_the_server_closes",
        "wrong-bytes",
        Some("single-read"),
    );
    // A later run that names nothing does not make it go away.
    reports::leave(&workbook, "framing", "answers_an_empty_frame", "not-written-yet", None);
    let (said, code) = workbook.says(&["explain"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.starts_with("Your last report named it: 03 tcp-client · prints every byte"), "{said}");
    assert!(said.contains("\n\nIt stopped after the first piece "), "{said}");
}

#[test]
fn the_list_of_an_exercise_has_the_mistakes_that_its_wrong_programs_make() {
    let workbook = Workbook::fresh();
    let wrong = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/wrong");
    let mut differences = Vec::new();
    for exercise in fs::read_dir(workbook.root.join("exercises")).expect("the folder can be read") {
        let folder = exercise.expect("the folder can be read").file_name().into_string().expect("it is text");
        let programs = wrong.join(&folder[3..]);
        let slug = |entry: std::io::Result<fs::DirEntry>| {
            let name = entry.expect("the folder can be read").file_name().into_string().expect("it is text");
            name.split('.').next().unwrap_or_default().to_owned()
        };
        let made: BTreeSet<String> = fs::read_dir(programs).expect("the folder can be read").map(slug).collect();
        let (said, _) = workbook.says(&["explain", "--list", &folder]);
        let first = |line: &str| line.strip_prefix("  ")?.split(' ').next().map(str::to_owned);
        let listed: BTreeSet<String> = said.lines().filter_map(first).filter(|slug| !slug.is_empty()).collect();
        if listed != made {
            differences.push(format!("{folder}: {:?}", listed.symmetric_difference(&made)));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn the_list_of_all_has_every_page() {
    let workbook = Workbook::fresh();
    let (said, code) = workbook.says(&["explain", "--list"]);
    assert_eq!(code, 0, "{said}");
    for page in fs::read_dir(workbook.root.join("book/en/mistakes")).expect("the folder can be read") {
        let name = page.expect("the folder can be read").file_name().into_string().expect("it is text");
        let slug = name.trim_end_matches(".md");
        assert!(said.contains(&format!("\n  {slug} ")), "{slug} is not listed");
    }
}

#[test]
fn whoever_stops_listening_is_no_trouble() {
    let workbook = Workbook::fresh();
    let mut child = workbook.lab(&["explain", "--list"]).stdout(Stdio::piped()).spawn().expect("it can be started");
    drop(child.stdout.take());
    assert!(child.wait().expect("it was started").success());
}

#[test]
fn a_page_that_is_broken_is_named_with_what_to_do() {
    let workbook = Workbook::fresh();
    fs::write(workbook.root.join("book/en/mistakes/single-read.md"), "# nothing\n").expect("it can be written");
    let (said, code) = workbook.says(&["explain", "single-read"]);
    assert_eq!(code, 2);
    assert!(said.contains("single-read.md: ") && said.contains("git checkout -- book"), "{said}");
}
