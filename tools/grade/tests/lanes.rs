//! How many submissions are judged at the same time: each lane needs a user whom no other grader of the machine has.

mod classroom;
mod proof;

use std::fs::{self, File};

use classroom::Class;
use proof::grader::Grader;

/// systemd's list of user numbers, as far as the grader takes them.
const NUMBERS: std::ops::Range<u32> = 60_578..60_706;

/// A grader that finds all numbers but so many taken by others, who have them as long as this lives.
fn with_free_numbers(class: &Class, free: usize) -> (Grader, Vec<File>) {
    let folder = class.path("claims");
    fs::create_dir(&folder).expect("a folder");
    let claim = |number| {
        let path = folder.join(format!("enchufe-grade-user-{number}.lock"));
        let claim = File::create(path).expect("it is made");
        claim.lock().expect("nobody has it");
        claim
    };
    let claims = NUMBERS.skip(free).map(claim).collect();
    let grader = Grader::new(&class.submissions(), &class.path("report")).args(&["--only", "addresses"]);
    (grader.env("TMPDIR", &folder.to_string_lossy()), claims)
}

fn class() -> Class {
    let class = Class::new();
    class.file("ana/exercises/01-addresses/src/main.rs", "fn main() { no_program }");
    class
}

#[test]
fn where_there_are_fewer_users_than_processors_fewer_are_judged_at_the_same_time() {
    let class = class();
    // On a machine with one processor there is nothing to see.
    let (grader, _claims) = with_free_numbers(&class, 1);
    let graded = grader.run();
    assert_eq!(graded.submissions.len(), 1, "{}", graded.said);
}

#[test]
fn more_at_the_same_time_than_there_are_users_is_refused_with_what_is_possible() {
    let class = class();
    let (grader, _claims) = with_free_numbers(&class, 3);
    let output = grader.args(&["--jobs", "4"]).output();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.ends_with("→ --jobs 3 is the most that is possible here now\n"), "{said}");
}
