//! How many crates a student's machine gets from the registry and compiles.

use std::collections::BTreeSet;
use std::error::Error;

use super::row::{Figure, Promise, Row};
use crate::workshop::EXERCISES;

const TEST: usize = 40;
const LAB: usize = 90;

pub fn count() -> Result<Vec<Row>, Box<dyn Error>> {
    // `cargo test` at the root builds the harness with its tests, and then the graded tests of each exercise.
    let mut of_tests = vec!["--package", "enchufe"];
    of_tests.extend(EXERCISES.iter().flat_map(|exercise| ["--package", &exercise.slug]));
    let row = |what, count, most| Row {
        what,
        floor: None,
        measured: Ok(Figure::Crates(count)),
        ratio: None,
        promise: Promise::AtMost(Figure::Crates(most)),
    };
    Ok(vec![
        row("crates of cargo test", registry_crates(&of_tests, "normal,build,dev")?, TEST),
        row("crates of cargo lab", registry_crates(&["--package", "lab"], "normal,build")?, LAB),
    ])
}

/// The crates that these packages of the student's workspace need, directly or not, and that do not lie in it.
fn registry_crates(packages: &[&str], edges: &str) -> Result<usize, Box<dyn Error>> {
    let mut arguments = vec!["tree", "--quiet", "--locked", "--prefix", "none", "--format", "{p}", "--edges", edges];
    arguments.extend(packages);
    let said = super::cargo(enchufe::root(), &arguments)?;
    // Behind the version stands the folder of what lies in the workspace, `(*)` of what was listed already, or
    // `(proc-macro)`.
    let is_local = |line: &str| line.contains(enchufe::root().to_string_lossy().as_ref());
    let name_and_version = |line: &str| line.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    let crates: BTreeSet<String> =
        said.lines().filter(|line| !line.is_empty() && !is_local(line)).map(name_and_version).collect();
    Ok(crates.len())
}
