//! `cargo lab`: the screen that grades whenever a file is saved.

mod support;

use std::fs;

use support::terminal::Terminal;
use support::workbook::Workbook;

const TCP_CLIENT: &str = "03-tcp-client";

/// The solution with the loop left out: it stops after the first piece.
fn single_read(workbook: &Workbook) -> String {
    let solution = workbook.solution(TCP_CLIENT);
    let wrong = solution.replacen("        out.flush()?;\n    }", "        out.flush()?;\n        break;\n    }", 1);
    assert_ne!(wrong, solution, "the solution has another text than this test knows");
    wrong
}

/// A program that connects and never says or prints anything: its first verdicts take seconds.
fn hanging(workbook: &Workbook) -> String {
    let solution = workbook.solution(TCP_CLIENT);
    let wrong = solution.replacen(
        "fn main() -> ExitCode {\n",
        "fn main() -> ExitCode {\n    loop { std::thread::park() }\n",
        1,
    );
    assert_ne!(wrong, solution, "the solution has another text than this test knows");
    format!("#![allow(unreachable_code)]\n{wrong}")
}

/// The watch screen of `tcp-client`, once its first verdict is there.
fn watching(workbook: &Workbook) -> Terminal {
    let terminal = Terminal::start(&workbook.lab(&["tcp-client"]), 80, 24);
    terminal.shows("not written yet");
    terminal
}

fn quits(mut terminal: Terminal) {
    terminal.press("q");
    let (code, screen) = terminal.ends();
    assert_eq!(code, 0);
    assert!(screen.contains("not finished"), "{screen}");
    assert!(!terminal.is_taken() && terminal.shows_the_cursor(), "the terminal is not as it was");
}

#[test]
fn a_save_is_graded_and_the_report_or_the_praise_is_shown() {
    let workbook = Workbook::fresh();
    let terminal = watching(&workbook);
    workbook.save(TCP_CLIENT, &single_read(&workbook));
    let screen = terminal.shows("It stopped after the first piece.");
    assert!(screen.contains("of 19 rules hold"), "{screen}");
    workbook.solve(TCP_CLIENT);
    let screen = terminal.shows("✓ solved");
    assert!(screen.contains("[✓]") && screen.contains("1 of 13 solved"), "{screen}");
    quits(terminal);
}

#[test]
fn what_the_compiler_says_is_shown() {
    let workbook = Workbook::fresh();
    let terminal = watching(&workbook);
    workbook.save(TCP_CLIENT, &format!("{}\nfn unfinished( {{\n", workbook.solution(TCP_CLIENT)));
    let screen = terminal.shows("does not compile");
    assert!(screen.contains("unclosed delimiter"), "{screen}");
    quits(terminal);
}

#[test]
fn a_burst_of_saves_gives_the_verdict_on_the_last() {
    let workbook = Workbook::fresh();
    let terminal = watching(&workbook);
    let (wrong, right) = (single_read(&workbook), workbook.solution(TCP_CLIENT));
    for _ in 0..20 {
        workbook.save(TCP_CLIENT, &wrong);
        workbook.save(TCP_CLIENT, &right);
    }
    terminal.shows("✓ solved");
    quits(terminal);
    let (list, _) = workbook.says(&["list"]);
    assert!(list.contains("18/19") || list.contains("19/19"), "{list}");
}

#[test]
fn a_save_while_a_program_hangs_ends_it_and_is_graded_at_once() {
    let workbook = Workbook::fresh();
    let terminal = watching(&workbook);
    workbook.save(TCP_CLIENT, &hanging(&workbook));
    terminal.shows("testing");
    workbook.solve(TCP_CLIENT);
    terminal.shows("✓ solved");
    quits(terminal);
}

#[test]
fn leaving_while_a_program_hangs_leaves_no_process() {
    let workbook = Workbook::fresh();
    let mut terminal = watching(&workbook);
    workbook.save(TCP_CLIENT, &hanging(&workbook));
    terminal.shows("testing");
    terminal.press("\x03");
    assert_eq!(terminal.ends().0, 0);
    assert!(!terminal.is_taken() && terminal.shows_the_cursor(), "the terminal is not as it was");
    #[cfg(target_os = "linux")]
    support::until("the programs are gone", || support::running_in(&workbook.root.join("exercises")).is_empty());
}

#[cfg(unix)]
#[test]
fn a_polite_wish_to_end_leaves_the_terminal_as_it_was() {
    let workbook = Workbook::fresh();
    let mut terminal = watching(&workbook);
    assert!(terminal.is_taken());
    let told = std::process::Command::new("kill").arg(terminal.pid().to_string()).status();
    assert!(told.expect("there is a kill").success());
    assert_eq!(terminal.ends().0, 130);
    assert!(!terminal.is_taken() && terminal.shows_the_cursor(), "the terminal is not as it was");
}

#[test]
fn a_file_that_an_editor_replaces_is_graded() {
    let workbook = Workbook::fresh();
    let terminal = watching(&workbook);
    let source = workbook.source(TCP_CLIENT);
    let beside = source.with_file_name(".main.rs.new");
    fs::write(&beside, workbook.solution(TCP_CLIENT)).expect("the file can be written");
    fs::rename(&beside, &source).expect("the file can be replaced");
    terminal.shows("✓ solved");
    quits(terminal);
}

#[test]
fn a_file_that_is_gone_is_said_and_one_that_comes_back_is_graded() {
    let workbook = Workbook::fresh();
    let terminal = watching(&workbook);
    fs::remove_file(workbook.source(TCP_CLIENT)).expect("the file can be removed");
    let screen = terminal.shows("is gone");
    assert!(screen.contains("cargo lab reset tcp-client"), "{screen}");
    workbook.solve(TCP_CLIENT);
    terminal.shows("✓ solved");
    quits(terminal);
}

#[test]
fn a_drive_without_notifications_is_looked_at_and_that_is_said() {
    let workbook = Workbook::fresh();
    let terminal = Terminal::start(&workbook.lab(&["--poll", "tcp-client"]), 80, 24);
    terminal.shows("sends no notifications");
    terminal.shows("not written yet");
    workbook.solve(TCP_CLIENT);
    terminal.shows("✓ solved");
    quits(terminal);
}

#[test]
fn saving_another_exercise_goes_there() {
    let workbook = Workbook::fresh();
    let terminal = watching(&workbook);
    workbook.solve("01-addresses");
    terminal.wait_for("the other exercise, solved", |screen| {
        screen.contains("01 addresses") && screen.contains("✓ solved")
    });
    quits(terminal);
}

#[test]
fn next_goes_to_the_next_exercise_and_the_list_to_any() {
    let workbook = Workbook::fresh();
    let mut terminal = watching(&workbook);
    terminal.press("n");
    terminal.shows("04 http-get");
    terminal.press("l");
    terminal.shows("▶  · 04 http-get");
    terminal.press("\x1b[H");
    terminal.shows("▶  · 01 addresses");
    terminal.press("\r");
    terminal.shows("01 addresses · ");
    quits(terminal);
}

#[test]
fn a_narrow_terminal_and_one_that_changes_are_filled() {
    let workbook = Workbook::fresh();
    let terminal = Terminal::start(&workbook.lab(&["tcp-client"]), 40, 12);
    let screen = terminal.shows("not written yet");
    assert!(screen.lines().all(|line| line.chars().count() <= 40), "{screen}");
    assert!(screen.contains("? keys"), "{screen}");
    terminal.resize(100, 40);
    let screen = terminal.shows("x reset");
    assert!(screen.lines().count() <= 40, "{screen}");
    quits(terminal);
}

#[test]
fn a_paste_of_a_thousand_keys_does_nothing_and_a_thousand_keys_are_one_picture() {
    let workbook = Workbook::fresh();
    let mut terminal = watching(&workbook);
    terminal.press(&format!("\x1b[200~{}\x1b[201~", "qxn".repeat(400)));
    terminal.press(&"jk".repeat(500));
    terminal.press("?");
    terminal.shows("quit. Your progress is kept.");
    terminal.press("q");
    terminal.shows("03 tcp-client");
    quits(terminal);
}

#[test]
fn two_of_them_see_the_same_verdict() {
    let workbook = Workbook::fresh();
    let (one, other) = (watching(&workbook), watching(&workbook));
    workbook.solve(TCP_CLIENT);
    one.shows("✓ solved");
    other.shows("✓ solved");
    quits(one);
    quits(other);
}

#[test]
fn letters_and_colours_are_those_that_the_terminal_has() {
    let workbook = Workbook::fresh();
    let mut command = workbook.lab(&["tcp-client"]);
    command.env("LANG", "C").env("LC_ALL", "C").env("ENCHUFE_LANG", "es").env("NO_COLOR", "1");
    let terminal = Terminal::start(&command, 80, 24);
    let screen = terminal.shows("sin escribir");
    assert!(screen.is_ascii(), "{screen}");
    assert!(screen.contains("capitulo"), "{screen}");
    terminal.resize(80, 24);
    let mut terminal = terminal;
    terminal.press("q");
    terminal.ends();
}

#[test]
fn without_a_terminal_the_same_is_said_once() {
    let workbook = Workbook::fresh();
    workbook.save(TCP_CLIENT, &single_read(&workbook));
    let (said, code) = workbook.says(&["tcp-client"]);
    assert!(said.contains("It stopped after the first piece."), "{said}");
    assert!(said.trim_end().ends_with("13 exercises are not finished."), "{said}");
    assert_eq!(code, 0);
}
