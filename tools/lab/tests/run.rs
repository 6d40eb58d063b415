//! `cargo lab run`: the student's program by hand, as if nobody stood between.

mod support;

use std::fs;
use std::io::Write;
use std::process::{Command, Output, Stdio};

use support::terminal::Terminal;
use support::workbook::Workbook;

/// Says where it is and what it was given, copies its input, and ends with 7.
const TALKS: &str = r#"
use std::io::Read;
fn main() {
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input).unwrap();
    let here = std::env::current_dir().unwrap();
    println!("{:?} in {} read {input:?}", std::env::args().skip(1).collect::<Vec<_>>(), here.display());
    eprintln!("on standard error");
    std::process::exit(7);
}
"#;

/// Waits until somebody ends it.
const WAITS: &str = r#"
fn main() {
    println!("ready");
    loop {
        std::thread::park();
    }
}
"#;

fn workbook(exercise: &str, program: &str) -> Workbook {
    let workbook = Workbook::fresh();
    // Nothing of an earlier run, nor of another test's workbook.
    let build = workbook.root.join("target/enchufe/build");
    let _ = fs::remove_file(&build);
    let _ = fs::remove_dir_all(&build);
    workbook.save(exercise, program);
    workbook
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn with_input(mut command: Command, input: &str) -> Output {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it can be started");
    child.stdin.take().expect("it is piped").write_all(input.as_bytes()).expect("it is read");
    child.wait_with_output().expect("it was started")
}

#[test]
fn folder_arguments_input_and_exit_code_are_the_program_s_own() {
    let workbook = workbook("01-addresses", TALKS);
    let folder = workbook.root.join("exercises/01-addresses");
    let mut command = workbook.lab(&["run", "addresses", "--", "-x", "two words", "--", "ñ"]);
    command.current_dir(&folder);
    let output = with_input(command, "hola");
    let expected = format!("[\"-x\", \"two words\", \"--\", \"ñ\"] in {} read \"hola\"\n", folder.display());
    let stderr = text(&output.stderr);
    assert_eq!(text(&output.stdout).as_str(), expected.replace("/tools/lab/../..", ""), "{stderr}");
    assert_eq!(output.status.code(), Some(7));
    assert!(stderr.starts_with("→ cargo run -p addresses -- -x 'two words' -- ñ\n"), "{stderr}");
    assert!(stderr.contains("Compiling addresses") && stderr.ends_with("on standard error\n"), "{stderr}");
    // Once it is built, nothing is said of building.
    let again = with_input(workbook.lab(&["run", "1", "a", "--b"]), "");
    assert_eq!(text(&again.stderr), "→ cargo run -p addresses -- a --b\non standard error\n");
    assert!(text(&again.stdout).starts_with("[\"a\", \"--b\"]"), "{}", text(&again.stdout));
    // An error of the compiler is shown as cargo shows it.
    workbook.save("01-addresses", "fn main() { nonsense }\n");
    let broken = with_input(workbook.lab(&["run", "addresses"]), "");
    assert_eq!(broken.status.code(), Some(101));
    assert!(text(&broken.stderr).contains("cannot find value `nonsense`"), "{}", text(&broken.stderr));
}

#[test]
fn framing_has_a_program_too() {
    let workbook =
        workbook("11-framing", &fs::read_to_string(Workbook::fresh().source("11-framing")).expect("it is there"));
    let output = with_input(workbook.lab(&["run", "framing"]), "");
    assert!(text(&output.stderr).contains("read the length, then the payload"), "{}", text(&output.stderr));
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_program() {
    let workbook = workbook("01-addresses", WAITS);
    let mut terminal = Terminal::start(&workbook.lab(&["run", "addresses"]), 80, 24);
    terminal.shows("ready");
    terminal.press("\x03");
    let (code, screen) = terminal.ends();
    assert_ne!(code, 0, "{screen}");
}

#[test]
fn an_option_without_two_dashes_is_asked_about() {
    let workbook = workbook("07-netcat", "");
    let (said, code) = workbook.says(&["run", "netcat", "--timeout", "1 2"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("cargo lab run netcat -- --timeout '1 2'"), "{said}");
}

#[test]
fn the_plain_command_says_where_the_workbook_is_when_it_must() {
    let workbook = workbook("01-addresses", TALKS);
    let other = workbook.root.join("target/other");
    fs::create_dir_all(&other).expect("the folder can be made");
    fs::write(other.join("Cargo.toml"), "[workspace]\n").expect("the file can be written");
    let mut command = workbook.lab(&["run", "addresses"]);
    command.current_dir(&other);
    let stderr = text(&with_input(command, "").stderr);
    assert!(stderr.starts_with("→ cargo run -p addresses --manifest-path "), "{stderr}");
}

#[test]
fn a_program_that_is_gone_is_said_to_be() {
    let workbook = workbook("01-addresses", "");
    fs::remove_file(workbook.source("01-addresses")).expect("it is there");
    let (said, code) = workbook.says(&["run", "addresses"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("cargo lab reset addresses"), "{said}");
}

#[test]
fn the_help_of_every_command_here_fits_into_78_columns() {
    let workbook = Workbook::fresh();
    for (command, lang) in
        ["run", "reset", "solution", "doctor"].into_iter().flat_map(|name| [(name, "en"), (name, "es")])
    {
        let (said, code) = workbook.says(&["--lang", lang, command, "--help"]);
        assert_eq!(code, 0, "{said}");
        assert!(said.starts_with(&format!("cargo lab {command}")), "{said}");
        let long = said.lines().find(|line| line.chars().count() > 78);
        assert!(long.is_none(), "{command} {lang}: {long:?}");
    }
}

#[test]
fn without_cargo_it_says_whom_to_ask() {
    let workbook = workbook("01-addresses", TALKS);
    let mut command = workbook.lab(&["run", "addresses"]);
    command.env_remove("CARGO").env("PATH", workbook.root.join("nothing"));
    let output = command.output().expect("it can be started");
    let stderr = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("could not start cargo") && stderr.contains("cargo lab doctor"), "{stderr}");
}
