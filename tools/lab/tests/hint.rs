//! `cargo lab hint`: help in stages.

mod support;

use std::fs;
use std::time::{Duration, SystemTime};

use support::reports;
use support::terminal::Terminal;
use support::workbook::Workbook;

const RULE: &str = "prints_every_byte_until_the_server_closes";
const QUESTION: &str = "Who tells you that the other side has nothing more to say?";

fn with_report() -> Workbook {
    let workbook = Workbook::fresh();
    reports::leave(&workbook, "tcp-client", RULE, "wrong-bytes", Some("single-read"));
    workbook
}

#[test]
fn a_hint_begins_with_the_question_and_each_call_gives_one_stage_more() {
    let workbook = with_report();
    let hints: Vec<String> = (0..5).map(|_| workbook.says(&["hint", "tcp-client"]).0).collect();
    assert!(hints[0].contains(QUESTION) && hints[0].contains("3 more hints"), "{}", hints[0]);
    assert!(hints[1].contains("TCP carries a stream") && hints[1].contains("2 more hints"), "{}", hints[1]);
    assert!(hints[2].contains("The task stands at the top of your file"), "{}", hints[2]);
    assert!(hints[2].contains("prints every byte until the server closes"), "{}", hints[2]);
    assert!(hints[3].contains("fn how_much") && hints[3].contains("That was the last hint"), "{}", hints[3]);
    assert_eq!(hints[4], hints[3], "the last one stays");
    for (at, hint) in hints[1..4].iter().enumerate() {
        assert!(!hint.contains(QUESTION), "hint {} has the question again: {hint}", at + 2);
    }
}

#[test]
fn a_file_that_is_gone_is_not_solved() {
    let workbook = Workbook::fresh();
    workbook.solve("03-tcp-client");
    workbook.says(&["test", "tcp-client"]);
    assert!(workbook.says(&["hint", "tcp-client"]).0.contains("is solved"));
    fs::remove_file(workbook.source("03-tcp-client")).expect("it is there");
    let (said, _) = workbook.says(&["hint", "tcp-client"]);
    assert!(!said.contains("is solved"), "{said}");
}

#[test]
fn while_no_report_names_a_mistake_the_hints_say_how_to_begin() {
    let workbook = Workbook::fresh();
    let page = fs::read_to_string(workbook.root.join("book/en/hints/udp-echo.md")).expect("there is a page");
    reports::leave(&workbook, "udp-echo", "answers_with_the_same_bytes", "not-written-yet", None);
    let (said, code) = workbook.says(&["hint", "9"]);
    assert_eq!(code, 0, "{said}");
    let question = page.split("\n\n").nth(2).expect("the question comes third");
    assert!(said.replace("\n  ", " ").contains(&question.replace('\n', " ")), "{said}");
    assert!(said.contains("no report of yours names a mistake"), "{said}");
}

#[test]
fn hints_begin_again_when_the_mistake_is_another() {
    let workbook = with_report();
    workbook.says(&["hint", "tcp-client"]);
    workbook.says(&["hint", "tcp-client"]);
    reports::leave(&workbook, "tcp-client", RULE, "wrong-bytes", Some("lossy-text"));
    let (said, _) = workbook.says(&["hint", "tcp-client"]);
    assert!(said.contains("hint 1 of 4") && said.contains("(`lossy-text`)"), "{said}");
}

#[test]
fn hints_of_one_exercise_are_not_those_of_another() {
    let workbook = with_report();
    workbook.says(&["hint", "tcp-client"]);
    assert!(workbook.says(&["hint", "netcat"]).0.contains("hint 1 of 4"));
    assert!(workbook.says(&["hint", "tcp-client"]).0.contains("hint 2 of 4"));
}

#[test]
fn again_starts_over_and_all_shows_all_without_counting() {
    let workbook = with_report();
    workbook.says(&["hint", "tcp-client"]);
    let (all, code) = workbook.says(&["hint", "tcp-client", "--all"]);
    assert_eq!(code, 0, "{all}");
    for text in [QUESTION, "TCP carries a stream", "The task stands", "fn how_much"] {
        assert!(all.contains(text), "{text} is not in\n{all}");
    }
    assert!(workbook.says(&["hint", "tcp-client"]).0.contains("hint 2 of 4"));
    assert!(workbook.says(&["hint", "tcp-client", "--again"]).0.contains("hint 1 of 4"));
    assert!(workbook.says(&["hint", "tcp-client"]).0.contains("hint 2 of 4"));
}

#[test]
fn a_program_that_has_changed_since_its_report_is_said_and_one_that_has_not_is_not() {
    let workbook = with_report();
    let source = workbook.source("03-tcp-client");
    let set = |time| fs::File::options().append(true).open(&source).and_then(|file| file.set_modified(time));
    let now = SystemTime::now();
    set(now - Duration::from_secs(60)).expect("the time can be set");
    assert!(!workbook.says(&["hint", "tcp-client"]).0.contains("has changed"));
    set(now + Duration::from_secs(60)).expect("the time can be set");
    let (said, _) = workbook.says(&["hint", "tcp-client"]);
    assert!(said.contains("`exercises/03-tcp-client/src/main.rs` has changed since that report."), "{said}");
}

#[test]
fn what_to_read_is_a_paragraph_of_the_task_with_its_line() {
    let workbook = Workbook::fresh();
    let source = fs::read_to_string(workbook.source("03-tcp-client")).expect("there is a file");
    let line = 1 + source.lines().position(|line| line.contains("- Send nothing.")).expect("the task says it");
    let (said, _) = workbook.says(&["hint", "tcp-client", "--all"]);
    assert!(said.contains(&format!("`exercises/03-tcp-client/src/main.rs:{line}`:")), "{said}");
    assert!(said.contains("│ Send nothing. Copy every byte"), "{said}");
    assert!(said.contains("In the book: A TCP client, under *A read is not a message*."), "{said}");
    // A copy may have come without the chapter.
    fs::remove_file(workbook.root.join("book/en/tcp-client.md")).expect("it is there");
    let (said, _) = workbook.says(&["hint", "tcp-client", "--all"]);
    assert!(said.contains("│ Send nothing. Copy every byte"), "{said}");
    assert!(!said.contains("cargo lab book"), "the chapter is not there: {said}");
    // A student may have thrown the task away.
    workbook.save("03-tcp-client", "fn main() {}\n");
    let (said, _) = workbook.says(&["hint", "tcp-client", "--all"]);
    assert!(said.contains("`exercises/03-tcp-client/src/main.rs`:") && said.contains("│ Send nothing."), "{said}");
}

#[test]
fn what_to_read_is_a_section_of_the_chapter() {
    let workbook = Workbook::fresh();
    let chapter = "# The client {#tcp-client}\n\n```sh\n# no heading {#a-read-is-not-a-message}\n```\n\n\
        ## Reads {#a-read-is-not-a-message}\n\n## Usually wrong {#wrong}\n\n- [x](mistakes/single-read.md)\n";
    fs::write(workbook.root.join("book/en/tcp-client.md"), chapter).expect("it can be written");
    let (said, _) = workbook.says(&["hint", "tcp-client", "--all"]);
    assert!(said.contains("In the book: The client, under *Reads*."), "{said}");
    assert!(said.contains("`book/en/tcp-client.md:7`, or in the browser: `cargo lab book`"), "{said}");
    reports::leave(&workbook, "tcp-client", RULE, "wrong-bytes", Some("single-read"));
    let (said, _) = workbook.says(&["hint", "tcp-client", "--all"]);
    assert!(said.contains("In the book: The client, under *Usually wrong*."), "{said}");
    reports::leave(&workbook, "tcp-client", RULE, "wrong-bytes", Some("lossy-text"));
    let (said, _) = workbook.says(&["hint", "tcp-client", "--all"]);
    assert!(said.contains("In the book: The client, under *Reads*."), "no section links to it: {said}");
}

#[test]
fn without_an_exercise_it_is_the_first_that_is_not_solved() {
    let workbook = Workbook::fresh();
    let (said, code) = workbook.says(&["hint"]);
    assert_eq!((said.starts_with("01 addresses "), code), (true, 0), "{said}");
}

#[test]
fn a_solved_exercise_says_so_and_shows_its_hints_all_the_same() {
    let workbook = Workbook::fresh();
    workbook.solve("09-udp-echo");
    for rule in reports::rules(&workbook, "09-udp-echo") {
        reports::leave(&workbook, "udp-echo", &rule, "passed", None);
    }
    let (said, code) = workbook.says(&["hint", "udp-echo"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("09 udp-echo is solved") && said.contains("cargo lab hint udp-echo --all"), "{said}");
    assert!(workbook.says(&["hint", "udp-echo", "--all"]).0.contains("fn answer("));
}

#[test]
fn what_another_program_keeps_does_not_solve_the_exercise() {
    let workbook = Workbook::fresh();
    workbook.save("03-tcp-client", "fn main() {}\n");
    for rule in reports::rules(&workbook, "03-tcp-client") {
        reports::leave_of_another(&workbook, "tcp-client", &rule, "passed", None);
    }
    let (said, code) = workbook.says(&["hint", "tcp-client"]);
    assert_eq!(code, 0, "{said}");
    assert!(!said.contains("is solved") && said.contains("hint 1 of 4"), "{said}");
    assert!(
        said.replace('\n', " ").contains("The last verdict is about another program than yours: it keeps all"),
        "{said}"
    );
}

#[test]
fn a_mistake_of_another_program_has_its_hints_and_they_say_whose_it_is() {
    let workbook = Workbook::fresh();
    reports::leave_of_another(&workbook, "tcp-client", RULE, "wrong-bytes", Some("single-read"));
    let (said, code) = workbook.says(&["--lang", "es", "hint", "tcp-client"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("(`single-read`)") && said.contains("Ese informe trata de otro programa"), "{said}");
}

#[test]
fn a_mistake_without_a_page_does_not_stand_in_the_way_of_the_next() {
    let workbook = with_report();
    reports::leave(&workbook, "tcp-client", RULE, "wrong-bytes", Some("a-mistake-of-an-older-workbook"));
    assert!(workbook.says(&["hint", "tcp-client"]).0.contains("no report of yours"));
}

#[test]
fn what_is_kept_may_be_lost_and_may_be_rubbish() {
    let workbook = with_report();
    let kept = workbook.root.join("target/enchufe/hints.json");
    for rubbish in ["", "{", "[1]", "{\"tcp-client\": 7}", "{\"tcp-client\": {\"source\": \"mistake single-read\"}}"] {
        fs::write(&kept, rubbish).expect("it can be written");
        let (said, code) = workbook.says(&["hint", "tcp-client"]);
        assert_eq!((said.contains("hint 1 of 4"), code), (true, 0), "after {rubbish:?}: {said}");
    }
    fs::write(&kept, "{\"tcp-client\": {\"source\": \"mistake single-read\", \"stage\": 1000}}")
        .expect("it can be written");
    assert!(workbook.says(&["hint", "tcp-client"]).0.contains("hint 4 of 4"));
}

#[test]
fn a_hint_that_cannot_be_remembered_is_given_all_the_same() {
    let workbook = with_report();
    let kept = workbook.root.join("target/enchufe/hints.json");
    let _ = fs::remove_dir(&kept);
    fs::create_dir(&kept).expect("the folder can be made");
    let (said, code) = workbook.says(&["hint", "tcp-client"]);
    fs::remove_dir(&kept).expect("nothing is in it");
    assert_eq!(code, 2, "{said}");
    assert!(said.contains(QUESTION) && said.contains("could not write target/enchufe/hints.json"), "{said}");
    let kept: Vec<_> = fs::read_dir(workbook.root.join("target/enchufe")).expect("it is there").flatten().collect();
    let left: Vec<_> =
        kept.iter().map(fs::DirEntry::file_name).filter(|name| name.to_string_lossy().contains("hints")).collect();
    assert!(left.is_empty(), "left behind: {left:?}");
}

#[test]
fn what_is_not_understood_is_said_with_what_to_do() {
    let workbook = Workbook::fresh();
    for args in [&["hint", "--bogus"][..], &["hint", "3", "4"], &["hint", "--all=3"]] {
        let (said, code) = workbook.says(args);
        assert_eq!((said.contains("cargo lab hint --help"), code), (true, 2), "{args:?}: {said}");
    }
    let (said, code) = workbook.says(&["hint", "no-such"]);
    assert_eq!((said.contains("no-such: no such exercise"), code), (true, 2), "{said}");
}

#[test]
fn help_is_at_most_78_columns_wide_in_both_languages() {
    let workbook = Workbook::fresh();
    for (lang, command) in [("en", "hint"), ("es", "hint"), ("en", "explain"), ("es", "explain")] {
        let (said, code) = workbook.says(&["--lang", lang, command, "--help"]);
        assert_eq!(code, 0, "{said}");
        assert!(said.lines().all(|line| line.chars().count() <= 78), "{said}");
    }
}

#[test]
fn a_hint_fits_40_columns() {
    let workbook = with_report();
    let mut command = workbook.lab(&["--lang", "es", "hint", "tcp-client"]);
    let mut terminal = Terminal::start(command.env("NO_COLOR", "1"), 40, 24);
    let (code, screen) = terminal.ends();
    assert_eq!(code, 0, "{screen}");
    assert!(screen.starts_with("03 tcp-client               ayuda 1 de 4\n"), "{screen}");
    assert!(screen.contains("  ¿Quién te avisa que la otra parte no\n  tiene nada más que decir?\n"), "{screen}");
    assert!(screen.contains("Quedan 3 ayudas. La próxima:\n`cargo lab hint tcp-client`"), "{screen}");
}
