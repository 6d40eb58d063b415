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

/// A program that panics when nothing went wrong: when the server has closed.
fn panics_at_the_end(workbook: &Workbook) -> String {
    let solution = workbook.solution(TCP_CLIENT);
    let wrong = solution.replacen("Ok(0) => break", "Ok(0) => panic!(\"no more\")", 1);
    assert_ne!(wrong, solution, "the solution has another text than this test knows");
    wrong
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
fn the_praise_says_that_a_skipped_rule_was_not_tested_and_the_rules_say_why() {
    let workbook = Workbook::fresh();
    workbook.skips_a_rule();
    workbook.solve(TCP_CLIENT);
    let mut command = workbook.lab(&["tcp-client"]);
    let mut terminal = Terminal::start(command.env("ENCHUFE_LANG", "es"), 80, 40);
    let screen = terminal.shows("✓ resuelto");
    assert!(screen.contains("no probada"), "{screen}");
    let words: Vec<&str> = screen.split_whitespace().collect();
    assert!(
        words.join(" ").contains("omitida: en este computador localhost tiene una sola dirección, así"),
        "{screen}"
    );
    assert!(screen.contains("probar.\n"), "the end is cut:\n{screen}");
    terminal.press("q");
    assert_eq!(terminal.ends().0, 0);
}

#[test]
fn after_a_panic_the_keys_of_mistakes_and_hints_say_that_it_has_no_page() {
    let workbook = Workbook::fresh();
    let mut terminal = watching(&workbook);
    workbook.save(TCP_CLIENT, &panics_at_the_end(&workbook));
    terminal.shows("It panicked.");
    terminal.press("e");
    terminal.shows("The report says where and why; a panic has no page.");
    terminal.press("q");
    terminal.shows("It panicked.");
    terminal.press("h");
    let screen = terminal.shows("What follows is how to");
    assert!(screen.contains("Your program panicked") && !screen.contains("no report"), "{screen}");
    terminal.press("q");
    quits(terminal);
}

#[test]
fn the_keys_say_where_the_chapter_is() {
    let workbook = Workbook::fresh();
    let mut terminal = watching(&workbook);
    terminal.press("?");
    terminal.shows("the chapter: book/en/tcp-client.md, or cargo lab book");
    terminal.press("q");
    terminal.shows("not written yet");
    quits(terminal);
}

#[test]
fn the_end_of_a_page_is_reached_where_its_lines_are_broken() {
    let workbook = Workbook::fresh();
    let mut terminal = watching(&workbook);
    terminal.press("?");
    terminal.shows("the chapter:");
    terminal.resize(30, 12);
    terminal.press("\x1b[F");
    terminal.shows("cargo lab book");
    // The next key counts from there.
    terminal.press("k");
    terminal.wait_for("the line before", |screen| !screen.contains("cargo lab book"));
    terminal.press("q");
    terminal.wait_for("the main screen", |screen| !screen.contains("q back"));
    quits(terminal);
}

#[test]
fn the_solution_is_a_page_like_the_others_and_who_is_not_there_yet_is_asked_first() {
    let workbook = Workbook::with_solutions();
    let mut terminal = watching(&workbook);
    terminal.press("s");
    terminal.shows("[y/N]");
    terminal.press("n\r");
    terminal.shows("not written yet");
    workbook.save(TCP_CLIENT, &single_read(&workbook));
    terminal.shows("rules hold");
    terminal.press("s");
    // The first question still stands there, above this one.
    terminal.wait_for("the second question", |screen| {
        screen.split("not all tests pass yet").nth(1).is_some_and(|asked| asked.contains("[y/N]"))
    });
    terminal.press("y\r");
    let screen = terminal.shows("q back");
    assert!(screen.starts_with("03 tcp-client · ") && screen.contains("+ the solution"), "{screen}");
    terminal.press("q");
    terminal.shows("rules hold");
    workbook.solve(TCP_CLIENT);
    terminal.shows("✓ solved");
    terminal.press("s");
    terminal.shows("No difference");
    terminal.press("q");
    terminal.shows("✓ solved");
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

#[cfg(unix)]
#[test]
fn a_polite_wish_to_end_leaves_no_folder_of_what_is_looked_at_again() {
    let workbook = Workbook::fresh();
    // Of this one nobody knows how it stands, and its grading takes seconds.
    workbook.save(TCP_CLIENT, &hanging(&workbook));
    let mut terminal = Terminal::start(&workbook.lab(&["udp-echo"]), 80, 24);
    let looked_again = workbook.root.join("target/enchufe/looked-again");
    let count = || fs::read_dir(&looked_again).map_or(0, Iterator::count);
    support::until("a first verdict is written", || count() > 0);
    let told = std::process::Command::new("kill").arg(terminal.pid().to_string()).status();
    assert!(told.expect("there is a kill").success());
    assert_eq!(terminal.ends().0, 130);
    assert_eq!(count(), 0, "reports that nobody asked for are still there");
}

/// Says that it is there, and waits until somebody ends it.
#[cfg(unix)]
const WAITS: &str = "fn main() {\n    println!(\"it runs\");\n    loop {\n        std::thread::park();\n    }\n}\n";

#[cfg(unix)]
#[test]
fn ctrl_c_for_a_program_run_by_hand_is_for_that_program_alone() {
    let workbook = Workbook::fresh();
    workbook.save(TCP_CLIENT, WAITS);
    let mut terminal = Terminal::start(&workbook.lab(&["tcp-client"]), 80, 60);
    terminal.shows("03 tcp-client");
    for round in 1..=5 {
        // What was said in earlier rounds is still there.
        let once_more = |text: &'static str| move |screen: &str| screen.matches(text).count() == round;
        terminal.press("r");
        terminal.shows("tcp-client, arguments:");
        terminal.press("\r");
        terminal.wait_for("the program", once_more("it runs"));
        terminal.press("\x03");
        terminal.wait_for("its end", once_more("Press enter to go back."));
        terminal.press("\r");
        terminal.shows("? keys");
    }
    quits(terminal);
}

#[cfg(unix)]
#[test]
fn a_polite_wish_to_end_reaches_a_program_run_by_hand_too() {
    let workbook = Workbook::fresh();
    workbook.save(TCP_CLIENT, WAITS);
    let mut terminal = Terminal::start(&workbook.lab(&["tcp-client"]), 80, 24);
    terminal.shows("03 tcp-client");
    terminal.press("r");
    terminal.shows("tcp-client, arguments:");
    terminal.press("\r");
    terminal.shows("it runs");
    let told = std::process::Command::new("kill").arg(terminal.pid().to_string()).status();
    assert!(told.expect("there is a kill").success());
    // The terminal is over when nobody has it any more, neither of the two.
    assert_eq!(terminal.ends().0, 130);
}

#[test]
fn what_nobody_knows_is_found_out_while_there_is_nothing_else_to_do() {
    let workbook = Workbook::fresh();
    workbook.solve("01-addresses");
    workbook.solve(TCP_CLIENT);
    workbook.says(&["test"]);
    fs::remove_file(workbook.root.join("target/enchufe/progress.json")).expect("it was kept");
    assert!(workbook.says(&["list"]).0.contains("0 of 13 exercises solved"));
    let terminal = Terminal::start(&workbook.lab(&["udp-echo"]), 80, 24);
    terminal.shows("2 of 13 solved");
    quits(terminal);
    // The last report is still the one that somebody waited for.
    let (trace, _) = workbook.says(&["trace"]);
    assert!(trace.starts_with("09 udp-echo"), "{trace}");
}

#[test]
fn in_40_columns_nothing_is_cut_that_somebody_has_to_read() {
    let workbook = Workbook::fresh();
    let mut terminal = Terminal::start(&workbook.lab(&["tcp-client"]), 40, 24);
    let screen = terminal.shows("not written yet");
    assert!(screen.contains("exercises/03-tcp-client/src/main.rs\n"), "{screen}");
    assert!(screen.contains("03 tcp-client · A TCP client\n"), "{screen}");
    assert!(screen.lines().next().is_some_and(|path| path.ends_with("0 of 13 solved")), "{screen}");
    terminal.press("hhhh");
    let screen = terminal.shows("fn count_commas");
    assert!(screen.contains("q back"), "{screen}");
    terminal.press("qr");
    terminal.shows("tcp-client, arguments:");
    terminal.press("127.0.0.1:9001 --timeout 2500");
    let screen = terminal.shows("2500█");
    assert!(screen.lines().all(|line| line.chars().count() <= 40), "{screen}");
    terminal.press("\x1b");
    terminal.shows("? keys");
    terminal.resize(36, 24);
    terminal.wait_for("the numbers alone", |screen| screen.lines().next().is_some_and(|path| path.ends_with("0/13")));
    quits(terminal);
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

#[test]
fn without_a_terminal_what_was_changed_meanwhile_counts_as_it_is_now() {
    let workbook = Workbook::fresh();
    workbook.solve("01-addresses");
    let (said, code) = workbook.says(&["tcp-client"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("03 tcp-client · A TCP client"), "{said}");
    assert!(said.trim_end().ends_with("12 exercises are not finished."), "{said}");
}
