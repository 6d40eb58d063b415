//! `cargo test` at the root, and the other ways to run the graded tests.

use std::process::Command;

use assert_cmd::assert::OutputAssertExt;
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;

use crate::target;
use crate::workshop::EXERCISES;

/// cargo in the student's workspace, with a target directory that the checks share.
fn cargo(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.args(args).env("CARGO_TARGET_DIR", target("stubs")).current_dir(enchufe::root());
    command.env("ENCHUFE_LANG", "en").env("NO_COLOR", "1");
    command
}

#[test]
fn a_fresh_clone_says_that_nothing_is_written_where_to_start_and_fits_a_screen() {
    let output = cargo(&["test", "-q"]).output().expect("cargo starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.lines().count() <= 24 && text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let first = EXERCISES.first().expect("there are exercises");
    let start = contains(format!("Start with {:02} {}", first.number, first.slug)).and(contains("main.rs"));
    let says_ok = contains("ok").or(contains("passed"));
    output.assert().failure().stdout(contains("not written yet").count(EXERCISES.len()).and(start).and(says_ok.not()));
}

#[test]
fn the_overview_speaks_spanish() {
    let output = cargo(&["test", "-q"]).env("ENCHUFE_LANG", "es").output().expect("cargo starts");
    output.assert().failure().stdout(contains("sin escribir todavía").and(contains("Empieza con")));
}

#[test]
fn one_exercise_of_the_overview_can_be_chosen_as_nextest_does() {
    let list = cargo(&["test", "-q", "--test", "exercises", "--", "--list", "--format", "terse"]).output();
    list.expect("cargo starts").assert().success().stdout(contains("e03_tcp_client: test\n"));
    let one = cargo(&["test", "-q", "--test", "exercises", "--", "e03_tcp_client", "--exact", "--nocapture"]).output();
    one.expect("cargo starts").assert().failure().stdout(contains("tcp-client").and(contains("udp-echo").not()));
}

#[test]
fn an_exercise_that_is_not_written_fails_in_its_own_package_too() {
    for exercise in EXERCISES.iter() {
        let output = cargo(&["test", "-p", &exercise.slug]).output().expect("cargo starts");
        output.assert().failure().stdout(contains("0 passed").and(contains("Not written yet")));
    }
}
