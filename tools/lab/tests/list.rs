//! `cargo lab list`, and what is known about a student's progress.

mod support;

use std::fs;

use support::terminal::Terminal;
use support::workbook::Workbook;

const TCP_CLIENT: &str = "03-tcp-client";
const ADDRESSES: &str = "01-addresses";

/// The line of an exercise in the list.
fn line(workbook: &Workbook, exercise: &str) -> String {
    let (said, code) = workbook.says(&["list"]);
    assert_eq!(code, 0, "{said}");
    said.lines().find(|line| line.contains(exercise)).unwrap_or_else(|| panic!("no {exercise} in\n{said}")).to_owned()
}

fn graded(workbook: &Workbook, exercise: &str) {
    let (said, _) = workbook.says(&["test", exercise]);
    assert!(said.contains("rules hold"), "{said}");
}

#[test]
fn nothing_is_begun_in_a_fresh_workbook() {
    let workbook = Workbook::fresh();
    let (said, code) = workbook.says(&["list"]);
    assert_eq!(code, 0);
    assert!(said.starts_with("Enchufe: 0 of 13 exercises solved"), "{said}");
    assert_eq!(said.matches("not begun").count(), 13, "{said}");
    assert!(said.contains("Next: 01 addresses."), "{said}");
}

#[test]
fn a_verdict_holds_for_the_text_that_was_graded() {
    let workbook = Workbook::fresh();
    workbook.solve(ADDRESSES);
    assert!(line(&workbook, "addresses").contains("? 01 addresses"), "it was never graded");
    assert!(line(&workbook, "addresses").contains("not graded"));
    graded(&workbook, "addresses");
    assert!(line(&workbook, "addresses").contains("✓ 01 addresses"));
    assert!(workbook.says(&["list"]).0.contains("1 of 13 exercises solved, 5 of"));

    // Another branch, another editor: whatever changed the file.
    let solved = workbook.solution(ADDRESSES);
    workbook.save(ADDRESSES, &solved.replacen("fn main", "/// Changed.\nfn main", 1));
    assert!(line(&workbook, "addresses").contains("? 01 addresses"));
    assert!(line(&workbook, "addresses").contains("changed since"));
    workbook.save(ADDRESSES, &solved);
    assert!(line(&workbook, "addresses").contains("✓ 01 addresses"), "the old text is back, and its verdict with it");
}

#[test]
fn a_verdict_on_another_program_is_not_one_on_the_students() {
    let workbook = Workbook::with_solutions();
    let stub = fs::read_to_string(workbook.source(ADDRESSES)).expect("it is there");
    workbook.solve(ADDRESSES);
    graded(&workbook, "addresses");
    let name = format!("addresses{}", std::env::consts::EXE_SUFFIX);
    let other = workbook.root.join("target/enchufe").join(&name);
    fs::copy(workbook.root.join("target/enchufe/build/lab/debug").join(&name), &other).expect("it was built");
    workbook.save(ADDRESSES, &stub);

    let mut command = workbook.lab(&["test", "addresses"]);
    command.env("ENCHUFE_PROGRAM_ADDRESSES", format!("\"{}\"", other.display()));
    let output = command.output().expect("it can be started");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("Another program answered"), "{said}");
    assert!(line(&workbook, "addresses").contains("· 01 addresses"), "{}", line(&workbook, "addresses"));
    let (said, code) = workbook.says(&["solution", "addresses"]);
    assert!(code == 2 && said.contains("--yes"), "{said}");
    workbook.solve(ADDRESSES);
    assert!(line(&workbook, "addresses").contains("✓ 01 addresses"), "what is known of the student's own is kept");
}

#[test]
fn a_program_may_lie_in_several_folders() {
    let workbook = Workbook::fresh();
    let part = workbook.source(ADDRESSES).with_file_name("part").join("mod.rs");
    fs::create_dir_all(part.parent().expect("it has a folder")).expect("the folder can be made");
    fs::write(&part, "pub const ANSWER: u8 = 42;\n").expect("the file can be written");
    workbook.save(ADDRESSES, &format!("{}\n#[allow(dead_code)]\nmod part;\n", workbook.solution(ADDRESSES)));
    graded(&workbook, "addresses");
    assert!(line(&workbook, "addresses").contains("✓ 01 addresses"));
    fs::write(&part, "pub const ANSWER: u8 = 43;\n").expect("the file can be written");
    assert!(line(&workbook, "addresses").contains("? 01 addresses"), "the verdict is about another text");
}

#[test]
fn what_was_saved_last_and_is_not_solved_comes_next() {
    let workbook = Workbook::fresh();
    workbook.solve(ADDRESSES);
    graded(&workbook, "addresses");
    let next = || workbook.says(&["list"]).0.lines().last().expect("it says something").to_owned();
    assert!(next().contains("Next: 02 ports."), "{}", next());
    // `ports` is left for later.
    workbook.save(TCP_CLIENT, "fn main() {}\n");
    assert!(next().contains("Next: 03 tcp-client."), "{}", next());
    workbook.solve(TCP_CLIENT);
    graded(&workbook, "tcp-client");
    assert!(next().contains("Next: 02 ports."), "{}", next());
}

#[test]
fn the_stub_is_not_begun_whatever_was_there_before() {
    let workbook = Workbook::fresh();
    workbook.solve(ADDRESSES);
    graded(&workbook, "addresses");
    let stub = workbook.root.join("tools/lab/stubs").join(ADDRESSES).join("src/main.rs");
    fs::copy(stub, workbook.source(ADDRESSES)).expect("the stub is there");
    assert!(line(&workbook, "addresses").contains("not begun"));
}

#[test]
fn a_verdict_of_another_foundation_is_none() {
    let workbook = Workbook::fresh();
    workbook.solve("11-framing");
    workbook.solve("13-cachipun-player");
    graded(&workbook, "cachipun-player");
    assert!(line(&workbook, "cachipun-player").contains("✓ 13"));
    workbook.save("11-framing", &format!("{}\n// Another one.\n", workbook.solution("11-framing")));
    assert!(line(&workbook, "cachipun-player").contains("? 13"), "it is built on what has changed");
}

#[test]
fn what_is_kept_may_be_lost_or_rubbish_or_about_exercises_that_are_gone() {
    let workbook = Workbook::fresh();
    workbook.solve(ADDRESSES);
    graded(&workbook, "addresses");
    let kept = workbook.root.join("target/enchufe/progress.json");
    let text = fs::read_to_string(&kept).expect("it was kept");

    fs::write(&kept, text.replace("\"addresses\"", "\"an-older-name\"")).expect("it can be written");
    assert!(line(&workbook, "addresses").contains("not graded"));
    for rubbish in ["", "{", "[]", "{\"addresses\": 1}"] {
        fs::write(&kept, rubbish).expect("it can be written");
        assert!(line(&workbook, "addresses").contains("not graded"), "{rubbish}");
    }
    fs::remove_file(&kept).expect("it is there");
    assert!(line(&workbook, "addresses").contains("not graded"));
    graded(&workbook, "addresses");
    assert!(line(&workbook, "addresses").contains("✓ 01 addresses"));
}

#[test]
fn the_list_fits_80_and_40_columns_in_both_languages() {
    let workbook = Workbook::fresh();
    workbook.solve(TCP_CLIENT);
    graded(&workbook, "tcp-client");
    for lang in ["en", "es"] {
        for columns in [80, 40] {
            let (code, screen) = Terminal::start(&workbook.lab(&["--lang", lang, "list"]), columns, 40).ends();
            assert_eq!(code, 0);
            let rows = screen.lines().filter(|line| line.contains("cachipun") || line.contains("tcp-")).count();
            assert_eq!(rows, 4, "a row was broken:\n{screen}");
            let signs = screen.lines().filter(|line| line.starts_with(" ✓ ") || line.starts_with(" · ")).count();
            assert_eq!(signs, 13, "{screen}");
        }
    }
}

#[test]
fn a_blank_stands_before_the_age_however_long_it_is() {
    let workbook = Workbook::fresh();
    workbook.solve(ADDRESSES);
    graded(&workbook, "addresses");
    let kept = workbook.root.join("target/enchufe/progress.json");
    let progress = fs::read_to_string(&kept).expect("it was kept");
    let mut progress: serde_json::Value = serde_json::from_str(&progress).expect("it is JSON");
    let now = progress["addresses"]["at"].as_u64().expect("it is a time");
    for (seconds, en, es) in [(17 * 60, "17 min ago", "hace 17 min"), (17 * 86_400, "17 days ago", "hace 17 días")] {
        progress["addresses"]["at"] = (now - seconds).into();
        fs::write(&kept, progress.to_string()).expect("it can be written");
        for (lang, age) in [("en", en), ("es", es)] {
            let (_, screen) = Terminal::start(&workbook.lab(&["--lang", lang, "list"]), 80, 40).ends();
            let row = screen.lines().find(|line| line.contains("01 addresses")).expect("it is listed");
            assert!(row.ends_with(&format!("5 p {age}")) || row.ends_with(&format!("5 p  {age}")), "{row}");
        }
    }
}

#[test]
fn a_folder_deep_in_the_workbook_is_as_good_as_its_root() {
    let workbook = Workbook::fresh();
    let mut command = workbook.lab(&["list"]);
    command.current_dir(workbook.root.join("exercises/03-tcp-client/src"));
    let output = command.output().expect("it can be started");
    assert!(String::from_utf8_lossy(&output.stdout).contains("13 exercises solved"), "{output:?}");
}

#[test]
fn what_is_not_understood_is_said_with_what_to_do() {
    let workbook = Workbook::fresh();
    for (args, said) in [
        (&["list", "--all"][..], "--all: not expected here"),
        (&["lst"], "lst: neither a command nor an exercise"),
        (&["test", "tcp"], "tcp: this could be any of 03 tcp-client, 05 tcp-server"),
        (&["test", "14"], "14: no such exercise. There are: 01 addresses"),
        (&["test", "--with", "python3 client.py"], "which exercise"),
        (&["test", "3", "--with"], "--with needs a value"),
        (&["--lang", "pt", "list"], "--lang pt: en and es are there"),
    ] {
        let (told, code) = workbook.says(args);
        assert_eq!(code, 2, "{told}");
        assert!(told.contains(said), "{told}");
    }
}
