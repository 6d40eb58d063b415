//! `cargo lab test`.

mod support;

use std::fs::{self, File};

use fs4::fs_std::FileExt;
use support::terminal::Terminal;
use support::workbook::Workbook;

const TCP_CLIENT: &str = "03-tcp-client";

#[test]
fn an_exercise_that_is_not_begun_says_where_its_task_stands() {
    let workbook = Workbook::fresh();
    let (said, code) = workbook.says(&["test", "3"]);
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("Not written yet. The task stands at the top of exercises/03-tcp-client/src/main.rs."),
        "{said}"
    );
    assert!(!said.contains("panicked"), "nobody has to read that the stub is a stub:\n{said}");
}

#[test]
fn a_solved_exercise_shows_its_rules_and_ends_with_0() {
    let workbook = Workbook::fresh();
    workbook.solve(TCP_CLIENT);
    let (said, code) = workbook.says(&["test", "tcp-client"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("✓ prints every byte until the server closes"), "{said}");
    assert!(said.contains("Solved: all"), "{said}");
}

#[test]
fn a_rule_that_was_skipped_says_why_and_that_nobody_has_tested_it() {
    let workbook = Workbook::fresh();
    workbook.skips_a_rule();
    workbook.solve(TCP_CLIENT);
    let why = [
        ("en", "skipped: localhost stands for only one address on this machine, so a second one cannot be tried."),
        (
            "es",
            "omitida: en este computador localhost tiene una sola dirección, así que no hay una segunda que probar.",
        ),
    ];
    for ((lang, why), check) in why.into_iter().zip(["skipped, not tested: check", "no probada"]) {
        let mut command = workbook.lab(&["--lang", lang, "test", "tcp-client"]);
        let (code, screen) = Terminal::start(command.env("NO_COLOR", "1"), 80, 60).ends();
        assert_eq!(code, 0, "{screen}");
        let (_, after) = screen.split_once("  – ").expect("a rule is skipped");
        let reason: Vec<&str> = after.lines().skip(1).take_while(|line| line.starts_with("    ")).collect();
        assert!(reason.len() > 1, "it is not broken between words:\n{screen}");
        assert_eq!(reason.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" "), why, "{screen}");
        assert!(screen.contains(check), "{screen}");
    }
}

#[test]
fn a_wrong_program_shows_the_report_that_helps_most() {
    let workbook = Workbook::fresh();
    let wrong = workbook.solution(TCP_CLIENT).replacen(
        "        out.flush()?;\n    }",
        "        out.flush()?;\n        break;\n    }",
        1,
    );
    workbook.save(TCP_CLIENT, &wrong);
    let (said, code) = workbook.says(&["--lang", "es", "test", "tcp-client"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("Se quedó con el primer pedazo."), "{said}");
    assert!(said.contains("Se cumplen "), "{said}");
}

#[test]
fn what_does_not_compile_shows_what_the_compiler_says() {
    let workbook = Workbook::fresh();
    workbook.save(TCP_CLIENT, &format!("{}\nfn wrong() -> u8 {{ \"\" }}\n", workbook.solution(TCP_CLIENT)));
    let (said, code) = workbook.says(&["test", "tcp-client"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("error[E0308]: mismatched types"), "{said}");
    assert!(said.contains("It does not compile yet: exercises/03-tcp-client/src/main.rs."), "{said}");
}

#[test]
fn a_program_in_another_language_is_graded_and_leaves_the_progress_alone() {
    let Ok(python) = std::process::Command::new("python3").arg("--version").output() else {
        println!("skipped: there is no python3");
        return;
    };
    assert!(python.status.success());
    let workbook = Workbook::fresh();
    let program = "import socket, sys\nhost, port = sys.argv[1].rsplit(':', 1)\ns = socket.create_connection((host, int(port)))\n\
                   sys.stdout.buffer.write(s.recv(4096))\n";
    std::fs::write(workbook.root.join("client.py"), program).expect("it can be written");
    let (said, code) = workbook.says(&["test", "tcp-client", "--with", "python3 client.py"]);
    std::fs::remove_file(workbook.root.join("client.py")).expect("it is there");
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("It stopped after the first piece."), "{said}");
    assert!(workbook.says(&["list"]).0.contains("03 tcp-client      A TCP client"), "{said}");
    assert!(workbook.says(&["list"]).0.contains("0 of 13 exercises solved"));
}

#[cfg(unix)]
#[test]
fn a_program_in_another_language_that_is_not_there_is_said_to_be_missing() {
    let workbook = Workbook::fresh();
    for command in ["pyhton3 client.py", "\"./my client\" x"] {
        let (said, code) = workbook.says(&["test", "tcp-client", "--with", command]);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("there is no such program"), "{said}");
    }
    assert!(workbook.says(&["test", "tcp-client", "--with", "pyhton3 client.py"]).0.starts_with("--with pyhton3:"));
}

#[test]
fn while_another_cargo_builds_it_says_so_in_letters_that_the_terminal_has() {
    let workbook = Workbook::fresh();
    let folder = workbook.root.join("target/enchufe/build/lab/debug");
    fs::create_dir_all(&folder).expect("the folder can be made");
    let lock = File::create(folder.join(".cargo-lock")).expect("the file can be made");
    lock.lock_exclusive().expect("nobody builds there");
    let mut command = workbook.lab(&["test", "tcp-client"]);
    command.env("LANG", "C").env("ENCHUFE_LANG", "es");
    let mut terminal = Terminal::start(&command, 80, 24);
    let screen = terminal.shows("otro cargo esta compilando");
    assert!(screen.is_ascii(), "{screen}");
    FileExt::unlock(&lock).expect("it was locked");
    terminal.ends();
}

#[test]
fn all_exercises_are_graded_though_one_does_not_compile() {
    let workbook = Workbook::fresh();
    workbook.solve("01-addresses");
    workbook.save(TCP_CLIENT, "fn main( {");
    let (said, code) = workbook.says(&["test"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("✓ 01 addresses") && said.contains("did not compile"), "{said}");
    assert!(said.contains("What does not hold: cargo lab test tcp-client"), "{said}");
}

#[test]
fn no_program_is_graded_as_it_was_before_though_another_does_not_compile() {
    let workbook = Workbook::fresh();
    let exercises = ["01-addresses", "03-tcp-client", "08-udp-client"];
    exercises.iter().for_each(|exercise| workbook.solve(exercise));
    let (said, _) = workbook.says(&["test"]);
    assert!(said.contains("3 of 13 exercises solved"), "{said}");
    exercises.iter().for_each(|exercise| workbook.save(exercise, "fn main() {}\n"));
    workbook.save("02-ports", "fn main( {");
    let mut command = workbook.lab(&["test"]);
    // One after the other: what comes behind the one that does not compile is built all the same.
    command.env("CARGO_BUILD_JOBS", "1");
    let said = command.output().expect("it can be started");
    let said = String::from_utf8_lossy(&said.stdout);
    assert!(said.contains("0 of 13 exercises solved") && said.contains("did not compile"), "{said}");
}

#[test]
fn ctrl_c_ends_a_program_that_hangs_and_leaves_nothing() {
    let workbook = Workbook::fresh();
    let hangs = "fn main() {\n    loop {\n        std::thread::park();\n    }\n}\n";
    workbook.save(TCP_CLIENT, hangs);
    let mut terminal = Terminal::start(&workbook.lab(&["test", "tcp-client"]), 80, 24);
    #[cfg(target_os = "linux")]
    support::until("a program runs", || !support::running_in(&workbook.root.join("exercises")).is_empty());
    terminal.shows("testing (");
    let reports = workbook.root.join("target/enchufe/reports");
    let count = || fs::read_dir(&reports).map_or(0, Iterator::count);
    support::until("a first verdict is written", || count() > 0);
    terminal.press("\x03");
    let (code, screen) = terminal.ends();
    assert_eq!(code, 130);
    assert_eq!(count(), 0, "what was not finished is still there");
    assert!(!screen.contains("testing"), "the sign of life is still there:\n{screen}");
    #[cfg(target_os = "linux")]
    support::until("the programs are gone", || support::running_in(&workbook.root.join("exercises")).is_empty());
}

#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_ends_the_programs_of_all_exercises() {
    if std::thread::available_parallelism().is_ok_and(|processors| processors.get() < 2) {
        println!("skipped: one exercise after the other is graded here");
        return;
    }
    let workbook = Workbook::fresh();
    let hangs = "fn main() {\n    loop {\n        std::thread::park();\n    }\n}\n";
    let exercises = ["01-addresses", "02-ports"];
    exercises.iter().for_each(|exercise| workbook.save(exercise, hangs));
    let running = |exercise: &str| support::running_in(&workbook.root.join("exercises").join(exercise)).len();
    let mut command = workbook.lab(&["test"]);
    // None of them ends by itself while this test looks.
    let mut terminal = Terminal::start(command.env("ENCHUFE_PATIENCE", "1000"), 80, 24);
    // The graded tests, and a program at least; before that, everything is built.
    let built = std::time::Duration::from_secs(300);
    support::within(built, "both are graded", || exercises.iter().all(|exercise| running(exercise) > 1));
    terminal.press("\x03");
    assert_eq!(terminal.ends().0, 130);
    // Graded tests that nobody ends notice after a minute that nobody hears them.
    let soon = std::time::Duration::from_secs(20);
    support::within(soon, "all are gone", || exercises.iter().all(|exercise| running(exercise) == 0));
}

#[test]
fn a_folder_for_reports_counts_from_where_one_types() {
    let workbook = Workbook::fresh();
    workbook.solve("01-addresses");
    let mut command = workbook.lab(&["test", "addresses"]);
    command.env("ENCHUFE_REPORTS", "my reports").current_dir(workbook.root.join("target"));
    let output = command.output().expect("it can be started");
    let reports = workbook.root.join("target/my reports");
    let written = fs::read_dir(reports.join("addresses")).map_or(0, Iterator::count);
    let _ = fs::remove_dir_all(&reports);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(written > 0, "the reports are elsewhere");
}
