//! `cargo lab test`.

mod support;

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
fn ctrl_c_ends_a_program_that_hangs_and_leaves_nothing() {
    let workbook = Workbook::fresh();
    let hangs = "fn main() {\n    loop {\n        std::thread::park();\n    }\n}\n";
    workbook.save(TCP_CLIENT, hangs);
    let mut terminal = Terminal::start(&workbook.lab(&["test", "tcp-client"]), 80, 24);
    #[cfg(target_os = "linux")]
    support::until("a program runs", || !support::running_in(&workbook.root.join("exercises")).is_empty());
    terminal.press("\x03");
    assert_eq!(terminal.ends().0, 130);
    #[cfg(target_os = "linux")]
    support::until("the programs are gone", || support::running_in(&workbook.root.join("exercises")).is_empty());
}
