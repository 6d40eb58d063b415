//! A machine that is short of something is no fault of a student's: what a compiler could not make for that reason is
//! compiled again, or not judged.

#![cfg(target_os = "linux")]

mod classroom;
mod proof;

use std::fs;
use std::process::{Child, Command};
use std::time::Duration;

use classroom::Class;
use grade::result::State;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use proof::below;
use proof::grader::{Graded, Grader, summary};

const PROGRAM: &str = "exercises/01-addresses/src/main.rs";

/// A class of one, who solved an exercise in a way that takes a compiler a while.
fn class() -> Class {
    let class = Class::new();
    let solution = fs::read_to_string(enchufe::root().join("solutions/01-addresses/src/main.rs")).expect("it is there");
    let tail: String =
        (0..3_000).map(|index| format!("pub fn tail_{index}() -> String {{ format!(\"{{}}\", {index}) }}\n")).collect();
    class.file(&format!("ana/{PROGRAM}"), &format!("{solution}\n{tail}"));
    class
}

fn graded_while(class: &Class, meanwhile: impl FnOnce(&mut Child)) -> Graded {
    let grader = Grader::new(&class.submissions(), &class.path("report")).args(&["--only", "addresses"]);
    let mut child = grader.spawn();
    meanwhile(&mut child);
    assert!(child.wait().expect("it ends").success());
    Graded::read(&class.path("report"), String::new())
}

/// Ends so many of its compilers, one after the other, as a kernel without memory does.
fn end_compilers(grader: &mut Child, most: usize) -> usize {
    let mut last = None;
    let mut ended = 0;
    while ended < most && grader.try_wait().expect("it is ours").is_none() {
        match below::with(grader, "--crate-name=addresses")
            .map(Pid::from_raw)
            .filter(|compiler| Some(*compiler) != last)
        {
            Some(compiler) if kill(compiler, Signal::SIGKILL).is_ok() => (last, ended) = (Some(compiler), ended + 1),
            _ => std::thread::park_timeout(Duration::from_millis(2)),
        }
    }
    ended
}

#[test]
fn a_compiler_that_was_killed_is_started_again() {
    let graded = graded_while(&class(), |grader| assert_eq!(end_compilers(grader, 1), 1));
    let result = graded.of("ana").exercise("addresses").expect("it was graded");
    assert!(result.tests.iter().all(|test| test.outcome == "passed"), "{}", summary(result));
    assert_eq!(result.state, State::Judged, "{}", summary(result));
}

#[test]
fn a_compiler_that_is_killed_every_time_is_no_fault_of_the_student_s() {
    // Two tries, and two more once nothing else of the submission runs.
    let graded = graded_while(&class(), |grader| assert_eq!(end_compilers(grader, 4), 4));
    let result = graded.of("ana").exercise("addresses").expect("it was graded");
    let State::LabError { text } = &result.state else { panic!("{}", summary(result)) };
    assert!(text.en.contains("SIGKILL"), "{}", text.en);
}

#[test]
fn on_a_disk_without_space_nobody_is_judged() {
    let class = Class::new();
    let solution = fs::read_to_string(enchufe::root().join("solutions/01-addresses/src/main.rs")).expect("it is there");
    let large = "#[used]\nstatic LARGE: [u8; 100 << 20] = [1; 100 << 20];\n";
    class.file(&format!("ana/{PROGRAM}"), &format!("{solution}\n{large}"));
    let (grader, out) = (env!("CARGO_BIN_EXE_grade"), class.path("small"));
    fs::create_dir(&out).expect("a folder");
    // For a copy of the grader, and all else that it needs to begin.
    let size = fs::metadata(grader).expect("it is there").len() + (64 << 20);
    let script = r#"
        mount -t tmpfs -o size="$1" none "$2" || exit 77
        mkdir "$2/report"
        "$3" "$4" --out "$2/report" --only addresses --lang en
        code=$?
        find "$2/report/kept" -name '*.json'
        exit $code"#;
    let mut command = Command::new("unshare");
    if !nix::unistd::geteuid().is_root() {
        command.arg("--map-root-user");
    }
    command.args(["--mount", "sh", "-c", script, "sh", &size.to_string()]).arg(&out);
    command.arg(grader).arg(class.submissions()).current_dir(enchufe::root());
    let output = command.output().expect("util-linux is everywhere");
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.code() == Some(77) || said.starts_with("unshare:") {
        println!("skipped: this machine gives no mounts of one's own: {said}");
        return;
    }
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("no storage space") && said.contains("make room"), "{said}");
    assert!(output.stdout.is_empty(), "a verdict was kept: {}", String::from_utf8_lossy(&output.stdout));
}
