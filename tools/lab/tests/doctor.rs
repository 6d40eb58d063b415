//! `cargo lab doctor`: what is there, what is missing, and what to do about it; soon, and whatever is missing.

mod support;

use std::fs;
use std::net::TcpListener;
use std::process::Command;

use serde_json::Value;
use support::terminal::Terminal;
use support::workbook::Workbook;

/// The findings, and the exit code.
fn examine(command: &mut Command) -> (Vec<Value>, i32) {
    let output = command.output().expect("it can be started");
    let stdout = String::from_utf8_lossy(&output.stdout);
    let report: Value = serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{error}: {stdout}"));
    assert_eq!(report["schema"], 1);
    let findings = report["findings"].as_array().expect("there is a list").clone();
    (findings, output.status.code().expect("it ended by itself"))
}

/// The first finding of a check.
fn finding<'f>(findings: &'f [Value], check: &str) -> &'f Value {
    let found = findings.iter().find(|finding| finding["check"] == check);
    found.unwrap_or_else(|| panic!("no {check} in {findings:#?}"))
}

fn says(finding: &Value) -> &str {
    finding["says"].as_str().expect("it says something")
}

fn doctor(workbook: &Workbook) -> Command {
    let mut command = workbook.lab(&["doctor", "--json"]);
    // Deadlines are for what never comes.
    command.env("ENCHUFE_PATIENCE", "20");
    command
}

#[test]
fn what_is_tried_in_earnest_works_here() {
    let workbook = Workbook::fresh();
    let (findings, code) = examine(&mut doctor(&workbook));
    for check in ["tcp", "udp", "complete", "writable"] {
        assert_eq!(finding(&findings, check)["level"], "ok", "{findings:#?}");
    }
    assert_eq!(code, 0, "{findings:#?}");
    assert!(says(finding(&findings, "complete")).contains("13 exercises"), "{findings:#?}");
    assert!(says(finding(&findings, "solutions")).contains("hand-out"), "{findings:#?}");
    let left: Vec<_> = fs::read_dir(workbook.root.join("target/enchufe")).expect("it is there").flatten().collect();
    assert!(left.iter().all(|entry| !entry.file_name().to_string_lossy().starts_with("doctor")), "{left:?}");
}

#[test]
fn everything_but_ok_comes_with_advice() {
    let workbook = Workbook::fresh();
    let mut command = doctor(&workbook);
    let (findings, _) = examine(command.env_remove("CARGO").env("PATH", "").env("LC_ALL", "C"));
    for finding in findings {
        assert!(finding["level"] == "ok" || finding["advice"].is_string(), "{finding:#?}");
    }
}

#[test]
fn programs_that_are_not_there_are_named_and_only_rust_is_needed() {
    let workbook = Workbook::fresh();
    let mut command = doctor(&workbook);
    let (findings, code) = examine(command.env_remove("CARGO").env_remove("RUSTC").env("PATH", ""));
    assert_eq!(code, 1);
    for (check, level) in
        [("rust", "problem"), ("cargo", "problem"), ("git", "note"), ("python", "note"), ("wireshark", "note")]
    {
        let finding = finding(&findings, check);
        assert_eq!(finding["level"], level, "{finding:#?}");
        assert!(says(finding).contains("found"), "{finding:#?}");
    }
}

#[cfg(unix)]
#[test]
fn an_old_rust_is_a_problem_and_a_program_that_hangs_is_given_up() {
    use std::os::unix::fs::PermissionsExt;
    let workbook = Workbook::fresh();
    let bin = workbook.root.join("target/bin");
    fs::create_dir_all(&bin).expect("the folder can be made");
    let program = |name: &str, script: &str| {
        fs::write(bin.join(name), format!("#!/bin/sh\n{script}\n")).expect("the file can be written");
        fs::set_permissions(bin.join(name), fs::Permissions::from_mode(0o755)).expect("it is ours");
    };
    program("rustc", "echo rustc 1.84.1 '(e71f9a9a9 2025-01-27)'");
    let pid = bin.join("pid");
    program("git", &format!("echo $$ > '{}'\nexec /bin/sleep 300", pid.display()));
    program("python3", "echo Python 2.7.18");
    program("python", "echo Python 3.13.0");
    let mut command = doctor(&workbook);
    let (findings, code) = examine(command.env_remove("RUSTC").env("PATH", &bin).env("ENCHUFE_PATIENCE", "2"));
    let rust = finding(&findings, "rust");
    assert!(rust["level"] == "problem" && says(rust).contains("1.84.1") && says(rust).contains("1.85"), "{rust:#?}");
    assert_eq!(code, 1);
    let git = finding(&findings, "git");
    assert!(git["level"] == "note" && says(git).contains("time"), "{git:#?}");
    let python = finding(&findings, "python");
    assert!(python["level"] == "note" && says(python).contains("`python`"), "{python:#?}");
    // What had to be waited for was ended.
    let pid = fs::read_to_string(pid).expect("it was started");
    let is_there = Command::new("kill").args(["-0", pid.trim()]).output().expect("there is kill");
    assert!(!is_there.status.success(), "{pid} sleeps on");
}

#[test]
fn each_missing_file_is_named_with_the_way_to_get_it_back() {
    let workbook = Workbook::fresh();
    let gone = [
        "exercises/03-tcp-client/src/main.rs",
        "exercises/12-cachipun-server/src/messages.rs",
        "tools/lab/stubs/04-http-get/src/main.rs",
        "tests/graded/cachipun/wire.rs",
        "book/es/mistakes/single-read.md",
    ];
    for path in gone {
        fs::remove_file(workbook.root.join(path)).expect("it is there");
    }
    let (findings, code) = examine(&mut doctor(&workbook));
    assert_eq!(code, 1);
    for path in gone {
        let said = findings.iter().find(|finding| says(finding) == format!("{path} is missing"));
        let said = said.unwrap_or_else(|| panic!("{path}: {findings:#?}"));
        let advice = said["advice"].as_str().expect("there is advice");
        let back =
            if path == gone[0] { "cargo lab reset tcp-client".to_owned() } else { format!("git checkout -- {path}") };
        assert!(advice.starts_with(&back), "{advice}");
    }
}

#[test]
fn an_exercise_of_which_only_the_stub_is_left_is_missing() {
    let workbook = Workbook::fresh();
    fs::remove_dir_all(workbook.root.join("exercises/07-netcat")).expect("it is there");
    let (findings, code) = examine(&mut doctor(&workbook));
    assert!(says(finding(&findings, "complete")).contains("exercises/07-netcat/Cargo.toml"), "{findings:#?}");
    assert_eq!(code, 1);
}

#[test]
fn a_folder_that_cannot_be_written_to_is_a_problem() {
    let workbook = Workbook::fresh();
    let kept = workbook.root.join("target/enchufe");
    // What earlier tests built in this folder, if there were any.
    if kept.exists() {
        fs::remove_dir_all(&kept).expect("it is ours");
    }
    fs::create_dir_all(workbook.root.join("target")).expect("the folder can be made");
    fs::write(&kept, "a file where the folder should be").expect("it can be written");
    let (findings, code) = examine(&mut doctor(&workbook));
    fs::remove_file(&kept).expect("it is there");
    let writable = finding(&findings, "writable");
    assert!(writable["level"] == "problem" && says(writable).contains("target/enchufe"), "{writable:#?}");
    assert_eq!(code, 1);
}

#[test]
fn a_port_that_is_taken_is_a_note() {
    let workbook = Workbook::fresh();
    // Ours, or somebody else's: taken it is.
    let _listener = TcpListener::bind(("127.0.0.1", 1238));
    let (findings, code) = examine(&mut doctor(&workbook));
    let port = finding(&findings, "ports");
    assert!(port["level"] == "note" && says(port).contains("1238"), "{port:#?}");
    assert_eq!(code, 0, "{findings:#?}");
}

#[test]
fn variables_are_explained() {
    let workbook = Workbook::fresh();
    let set = [
        ("ENCHUFE_LANG", "en", "ok"),
        ("ENCHUFE_PATIENCE", "never", "problem"),
        ("ENCHUFE_PROGRAM_TCP_CLIENT", "python3 client.py", "note"),
        ("ENCHUFE_PROGRAM_TCP_CLEINT", "python3 client.py", "note"),
        ("ENCHUFE_PATIENSE", "5", "note"),
    ];
    let (findings, code) = examine(doctor(&workbook).envs(set.map(|(name, value, _)| (name, value))));
    assert_eq!(code, 1);
    for (name, value, level) in set {
        let said = findings.iter().find(|finding| says(finding).starts_with(&format!("{name}={value}: ")));
        assert_eq!(said.unwrap_or_else(|| panic!("{name}: {findings:#?}"))["level"], level, "{name}");
    }
}

#[test]
fn it_is_told_to_a_person_in_both_languages_at_any_width() {
    let workbook = Workbook::fresh();
    for (lang, title) in [("en", "The workbook"), ("es", "El cuaderno")] {
        for columns in [80, 40] {
            let mut command = workbook.lab(&["--lang", lang, "doctor"]);
            command.env("ENCHUFE_PATIENCE", "20");
            let (code, screen) = Terminal::start(&command, columns, 200).ends();
            assert_eq!(code, 0, "{screen}");
            assert!(screen.contains(title) && screen.contains("cargo lab doctor --json"), "{screen}");
            // A word that has no place would stand at the beginning of a row.
            let broken = screen.lines().find(|line| line.starts_with(char::is_lowercase) && columns == 80);
            assert!(broken.is_none(), "{broken:?} in\n{screen}");
        }
    }
}

#[test]
fn a_name_of_a_person_is_not_in_the_report() {
    let workbook = Workbook::fresh();
    let mut command = doctor(&workbook);
    command.env("HOME", workbook.root.parent().expect("it has one"));
    command.env("ENCHUFE_REPORTS", workbook.root.join("reports-elsewhere"));
    let output = command.output().expect("it can be started");
    let said = String::from_utf8_lossy(&output.stdout);
    let folder = workbook.root.file_name().expect("it has a name").to_string_lossy();
    assert!(said.contains(&format!("ENCHUFE_REPORTS=~/{folder}/reports-elsewhere")), "{said}");
}
