//! How long tests wait is said once, where the grader is started.

#![cfg(target_os = "linux")]

mod classroom;
mod proof;

use std::fs;
use std::time::Duration;

use classroom::Class;
use proof::below;
use proof::grader::{Graded, Grader};

#[test]
fn the_patience_of_whoever_grades_reaches_the_tests() {
    let class = Class::new();
    class.file("ana/exercises/01-addresses/src/main.rs", "fn main() { loop { std::thread::park() } }");
    let grader = Grader::new(&class.submissions(), &class.path("report")).args(&["--only", "addresses"]);
    let mut grader = grader.env("ENCHUFE_PATIENCE", "0.5").spawn();
    let mut seen = None;
    // Its tests wait for the program, and can be looked at meanwhile. The environment is there as soon as the command line.
    while seen.is_none() && grader.try_wait().expect("it is ours").is_none() {
        let tests = below::with(&grader, "--test-threads=8");
        seen = tests
            .and_then(|tests| fs::read_to_string(format!("/proc/{tests}/environ")).ok())
            .filter(|it| !it.is_empty());
        std::thread::park_timeout(Duration::from_millis(2));
    }
    assert!(grader.wait().expect("it ends").success());
    let seen = seen.expect("its tests were seen");
    assert!(seen.split('\0').any(|variable| variable == "ENCHUFE_PATIENCE=0.5"), "{seen}");
    let graded = Graded::read(&class.path("report"), String::new());
    let tests = &graded.of("ana").exercise("addresses").expect("it was graded").tests;
    assert!(tests.iter().all(|test| test.outcome == "hangs"), "{tests:?}");
}
