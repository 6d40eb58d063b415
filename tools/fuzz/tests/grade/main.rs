//! The grader: what a class hands in, what an instructor writes, what other systems export, what a REPORT holds.

mod archives;
mod command_line;
mod folders;
#[path = "../../../grade/tests/made_up/class.rs"]
#[allow(dead_code, reason = "the tests of the grader use all of it")]
mod made_up;
mod reports;
mod rules;
mod sheets;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use enchufe::catalog::{self, Exercise};
use grade::class::Class;
use grade::result::Submission;

/// The catalogue.
static EXERCISES: LazyLock<Vec<Exercise>> =
    LazyLock::new(|| catalog::exercises(&enchufe::root().join("exercises")).expect("the catalogue"));

/// A class of these students, who handed nothing in.
fn class(students: &[&str]) -> Class {
    let students: Vec<String> = students.iter().map(|student| (*student).to_owned()).collect();
    let mut class = made_up::class(&students);
    for Submission { sources, submitted, ignored, exercises, tampering, .. } in &mut class.submissions {
        *sources = "0".repeat(64);
        *submitted = None;
        ignored.clear();
        exercises.clear();
        tampering.clear();
    }
    class
}

/// Every file below a folder, with its bytes; and every link, with where it leads.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("the folder can be read") {
            let path = entry.expect("an entry").path();
            let kind = fs::symlink_metadata(&path).expect("it is there").file_type();
            let name = path.strip_prefix(folder).expect("it was found there").to_string_lossy().into_owned();
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_symlink() {
                let to = fs::read_link(&path).expect("a link");
                found.insert(name, to.as_os_str().as_encoded_bytes().to_vec());
            } else {
                found.insert(name, fs::read(&path).expect("it can be read"));
            }
        }
    }
    found
}
