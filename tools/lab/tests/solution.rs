//! `cargo lab solution`: who is not there yet is asked, and what differs is the program, not the task.

mod support;

use std::fs;

use support::terminal::Terminal;
use support::workbook::Workbook;

const EXERCISE: &str = "03-tcp-client";

#[test]
fn nothing_is_shown_where_nobody_can_be_asked() {
    let workbook = Workbook::with_solutions();
    for more in [&[][..], &["--whole"]] {
        let (said, code) = workbook.says(&[&["solution", "tcp-client"], more].concat());
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("--yes") && !said.contains("set_read_timeout"), "{said}");
    }
}

#[test]
fn a_person_is_asked_and_may_say_no() {
    let workbook = Workbook::with_solutions();
    let mut terminal = Terminal::start(&workbook.lab(&["solution", "tcp-client"]), 80, 24);
    let screen = terminal.shows("[y/N]");
    assert!(screen.contains("you have not written anything yet"), "{screen}");
    terminal.press("n\r");
    let (code, screen) = terminal.ends();
    assert_eq!(code, 1, "{screen}");
    assert!(screen.contains("cargo lab hint tcp-client") && !screen.contains("set_read_timeout"), "{screen}");
}

#[test]
fn a_person_who_says_yes_sees_it() {
    let workbook = Workbook::with_solutions();
    workbook.save(EXERCISE, "fn main() {}\n");
    let mut terminal = Terminal::start(&workbook.lab(&["solution", "tcp-client"]), 100, 200);
    let screen = terminal.shows("[y/N]");
    assert!(screen.contains("has not been graded yet"), "{screen}");
    terminal.press("y\r");
    let (code, screen) = terminal.ends();
    assert_eq!(code, 0, "{screen}");
    assert!(screen.contains("set_read_timeout"), "{screen}");
}

#[test]
fn of_an_untouched_exercise_only_the_hole_differs() {
    let workbook = Workbook::with_solutions();
    let (said, code) = workbook.says(&["solution", "tcp-client", "--yes"]);
    assert_eq!(code, 0, "{said}");
    let removed: Vec<&str> = said.lines().filter(|line| line.contains(" - ") && line.contains("todo!")).collect();
    assert_eq!(removed.len(), 1, "{said}");
    // Neither the task, nor Spanish comments, nor what is given in both.
    for text in ["Escribe un programa", "Se conecta a", "─── Given", "for you to call", "is not a number"] {
        assert!(!said.contains(text), "{text}:\n{said}");
    }
}

#[test]
fn both_files_are_named_with_their_signs() {
    let workbook = Workbook::with_solutions();
    let (said, _) = workbook.says(&["solution", "framing", "--yes"]);
    let line = |sign: &str, file: &str| said.lines().any(|line| line.trim().starts_with(sign) && line.ends_with(file));
    assert!(line("- yours", "exercises/11-framing/src/lib.rs"), "{said}");
    assert!(line("+ the solution", "solutions/11-framing/src/lib.rs"), "{said}");
}

#[test]
fn the_solution_itself_differs_in_nothing() {
    let workbook = Workbook::with_solutions();
    for exercise in fs::read_dir(workbook.root.join("solutions")).expect("it is there").flatten() {
        let name = exercise.file_name().into_string().expect("it is text");
        if exercise.path().is_dir() && !name.starts_with('.') && name != "target" {
            workbook.solve(&name);
            let (said, code) = workbook.says(&["solution", &name, "--yes"]);
            assert!(code == 0 && said.contains("No difference"), "{name}: {said}");
        }
    }
}

#[test]
fn numbers_are_those_of_the_files() {
    let workbook = Workbook::with_solutions();
    let (said, _) = workbook.says(&["solution", "tcp-client", "--yes"]);
    let stub = fs::read_to_string(workbook.source(EXERCISE)).expect("it is there");
    let hole = stub.lines().position(|line| line.contains("todo!")).expect("a stub has one") + 1;
    let line = said.lines().find(|line| line.contains("todo!")).expect("it differs");
    assert!(line.starts_with(&format!("{hole} ")), "{line}");
}

#[test]
fn a_changed_word_is_marked_where_there_are_colours() {
    let workbook = Workbook::with_solutions();
    let mine = workbook.solution(EXERCISE).replace("Some(timeout)", "Some(patience)");
    workbook.save(EXERCISE, &mine);
    let coloured = workbook.lab(&["solution", "3", "--yes"]).env("CLICOLOR_FORCE", "1").output().expect("it starts");
    let said = String::from_utf8_lossy(&coloured.stdout).into_owned();
    let line = said.lines().find(|line| line.contains("patience")).expect("it differs");
    let (before, after) = line.split_once("patience").expect("it is there");
    assert!(before.ends_with('m') && after.starts_with("\x1b[0m"), "{line:?}");
    let (plain, _) = workbook.says(&["solution", "3", "--yes"]);
    assert!(!plain.contains('\x1b'), "{plain}");
}

#[test]
fn the_whole_solution_is_printed_byte_by_byte() {
    let workbook = Workbook::with_solutions();
    let mut command = workbook.lab(&["solution", "tcp-client", "--whole", "--yes"]);
    let output = command.env("LC_ALL", "C").output().expect("it starts");
    assert_eq!(String::from_utf8_lossy(&output.stdout), workbook.solution(EXERCISE));
}

#[cfg(target_os = "linux")]
#[test]
fn a_solution_that_could_not_be_written_is_no_success() {
    let workbook = Workbook::with_solutions();
    let mut command = workbook.lab(&["solution", "tcp-client", "--whole", "--yes"]);
    let full = fs::File::options().write(true).open("/dev/full").expect("Linux has it");
    let output = command.stdout(full).output().expect("it starts");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("could not write") && said.contains("No space left"), "{said}");
}

#[test]
fn a_narrow_terminal_breaks_long_lines() {
    let workbook = Workbook::with_solutions();
    let mut command = workbook.lab(&["solution", "tcp-client", "--yes"]);
    command.env("NO_COLOR", "1");
    let (code, screen) = Terminal::start(&command, 40, 300).ends();
    assert_eq!(code, 0, "{screen}");
    let row = screen.lines().position(|line| line.contains("// The limit holds for each")).expect("it is there");
    let next = screen.lines().nth(row + 1).expect("it goes on");
    assert!(next.starts_with("      + ") && next.trim_start_matches([' ', '+']).len() > 10, "{screen}");
}

#[test]
fn a_hand_out_says_what_to_do_without_solutions() {
    let workbook = Workbook::fresh();
    let (said, code) = workbook.says(&["solution", "tcp-client"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("has no solutions") && said.contains("cargo lab hint tcp-client"), "{said}");
}

#[test]
fn without_a_program_there_is_nothing_to_compare() {
    let workbook = Workbook::with_solutions();
    fs::remove_file(workbook.source(EXERCISE)).expect("it is there");
    let (said, code) = workbook.says(&["solution", "tcp-client", "--yes"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("cargo lab reset tcp-client") && said.contains("--whole"), "{said}");
}

#[test]
fn a_program_that_is_not_text_is_compared_all_the_same() {
    let workbook = Workbook::with_solutions();
    fs::write(workbook.source(EXERCISE), b"\xff\xfe\n\0\x1b[2J\n").expect("it can be written");
    let (said, code) = workbook.says(&["solution", "tcp-client", "--yes"]);
    assert_eq!(code, 0, "{said}");
    assert!(!said.contains('\x1b'), "what a file holds does not reach the terminal: {said:?}");
}
