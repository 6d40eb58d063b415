//! Those who want points without working: the grader gives them none. Beside it, what graders do that run a student's
//! code in the process of the tests: they believe the exit code of `cargo test`, or count the lines that libtest prints.
//!
//! The cheats that are marked `baseline` in the corpus do nothing but print and end, so that they can be built and run
//! here without a sandbox.

mod classroom;
mod proof;

use std::path::Path;
use std::process::{Command, Stdio};

use classroom::Class;
use enchufe::verdict::Outcome;
use grade::points::Points;
use proof::corpus::{self, Case, Kind, Verdict, write_all};
use proof::grader::{Graded, Grader};

/// The tests of a grader that calls the student's code. What is expected can never come.
const TESTS: &str = r#"
include!("../src/student.rs");

#[test]
fn prints_a_line_of_five_parts_for_each_address() {
    let answer = call_the_student();
    assert_eq!(answer, "what a cheat never says");
}

#[test]
fn ends_with_1_if_something_was_no_address() {
    let answer = call_the_student();
    assert_eq!(answer, "what a cheat never says");
}
"#;

const CALLS_A_PROGRAM: &str = "\nfn call_the_student() -> &'static str {\n    let _ = main();\n    \"\"\n}\n";
const CALLS_A_LIBRARY: &str =
    "\nfn call_the_student() -> &'static str {\n    let _ = read_frame(&mut std::io::empty());\n    \"\"\n}\n";

const MANIFEST: &str = "[package]\nname = \"addresses\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
    [[test]]\nname = \"graded\"\npath = \"tests/graded.rs\"\n";

/// Who was fooled by a cheat, of those who look at the process in which it ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fooled {
    by_exit_code: bool,
    by_lines: bool,
}

/// Builds the tests around a cheat as a course would, in a folder of its own, and runs them with `cargo test`.
fn in_one_process(case: &Case, folder: &Path) -> Fooled {
    let below = format!("{}/", case.exercise_folder());
    let files = case.submission();
    let of_exercise = |(name, bytes): (&String, &Vec<u8>)| Some((name.strip_prefix(&below)?.to_owned(), bytes.clone()));
    let mut files: std::collections::BTreeMap<String, Vec<u8>> = files.iter().filter_map(of_exercise).collect();
    let (source, call) = match files.remove("src/lib.rs") {
        Some(library) => (library, CALLS_A_LIBRARY),
        None => (files["src/main.rs"].clone(), CALLS_A_PROGRAM),
    };
    let student = [&source[..], call.as_bytes()].concat();
    files.insert("src/student.rs".to_owned(), student);
    files.insert("tests/graded.rs".to_owned(), TESTS.into());
    files.entry("src/main.rs".to_owned()).or_insert_with(|| b"fn main() {}".to_vec());
    files.entry("Cargo.toml".to_owned()).or_insert_with(|| MANIFEST.into());
    write_all(folder, &files);
    let mut command = Command::new(env!("CARGO"));
    command.args(["test", "--offline", "--test", "graded"]).current_dir(folder);
    command.env("CARGO_TARGET_DIR", folder.join("target")).env("RUSTFLAGS", "-Awarnings").stdin(Stdio::null());
    let output = command.output().expect("cargo can be started");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let passed = said.lines().filter(|line| line.starts_with("test ") && line.ends_with(" ... ok")).count();
    let failed = said.lines().filter(|line| line.starts_with("test ") && line.ends_with(" ... FAILED")).count();
    let json =
        said.lines().filter(|line| line.contains("\"type\": \"test\"") && line.contains("\"event\": \"ok\"")).count();
    Fooled { by_exit_code: output.status.success(), by_lines: passed + json > 0 && failed == 0 }
}

fn cheats() -> Vec<Case> {
    corpus::cases().into_iter().filter(|case| case.kind == Kind::Cheat).collect()
}

fn grade(cases: &[Case], class: &Class) -> Graded {
    cases.iter().for_each(|case| case.hand_in(&class.submissions()));
    let mut exercises: Vec<&str> = cases.iter().map(|case| case.exercise.as_str()).collect();
    exercises.sort_unstable();
    exercises.dedup();
    exercises.insert(0, "--only");
    Grader::new(&class.submissions(), &class.path("report")).args(&exercises).run()
}

#[test]
fn no_cheat_earns_a_point() {
    let class = Class::new();
    let cheats: Vec<Case> = cheats().into_iter().filter(|case| case.verdict() != Verdict::Full).collect();
    let graded = grade(&cheats, &class);
    let (mut by_exit_code, mut by_lines, mut tried) = (0, 0, 0);
    println!("{:<24}{:>10}{:>14}{:>16}", "cheat", "grade", "cargo test", "libtest lines");
    let mut fooled_us = Vec::new();
    for case in &cheats {
        let points = graded.all_points(&case.name);
        let said = |is_fooled: bool| if is_fooled { "fooled" } else { "-" };
        let (exit_code, lines) = if case.baseline {
            let fooled = in_one_process(case, &class.path(&format!("baseline/{}", case.name)));
            tried += 1;
            by_exit_code += usize::from(fooled.by_exit_code);
            by_lines += usize::from(fooled.by_lines);
            (said(fooled.by_exit_code), said(fooled.by_lines))
        } else {
            ("not run", "not run")
        };
        println!("{:<24}{:>10}{exit_code:>14}{lines:>16}", case.name, points.to_string());
        if points != Points::ZERO {
            fooled_us.push(&case.name);
        }
    }
    let of = |count: usize, of: usize| format!("{count}/{of}");
    let total = of(fooled_us.len(), cheats.len());
    println!("{:<24}{total:>10}{:>14}{:>16}", "fooled", of(by_exit_code, tried), of(by_lines, tried));
    assert!(fooled_us.is_empty(), "points for {fooled_us:?}");
    assert!(by_exit_code * 2 > tried, "the baseline is believed too seldom to compare with: {by_exit_code} of {tried}");
}

#[test]
fn what_a_cheat_prints_is_in_no_verdict() {
    let class = Class::new();
    let cheats: Vec<Case> = corpus::cases()
        .into_iter()
        .filter(|case| case.threat == "forged-output" || case.threat == "exit-codes")
        .collect();
    let graded = grade(&cheats, &class);
    for submission in &graded.submissions {
        for test in submission.exercises.iter().flat_map(|exercise| &exercise.tests) {
            let passed = test.outcome() == Outcome::Passed;
            assert!(!passed, "{}: {} holds", submission.student, test.rule);
        }
    }
}
