//! The finished exercises, built.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

/// The program of an exercise, or the one in `ENCHUFE_PROGRAM_…`, as in the graded tests. `None`, with the reason
/// printed, where there is none: a hand-out has no solutions.
pub fn program(exercise: &str) -> Option<PathBuf> {
    let variable = format!("ENCHUFE_PROGRAM_{}", exercise.replace('-', "_").to_uppercase());
    if let Some(program) = std::env::var_os(variable) {
        return Some(program.into());
    }
    let folder = enchufe::root().join("solutions");
    if !folder.join("Cargo.toml").is_file() {
        println!("skipped: there is no solution of {exercise} here");
        return None;
    }
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--message-format", "json", "--package", exercise])
        .current_dir(folder)
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo can be started");
    assert!(built.status.success(), "the solution of {exercise} does not compile");
    let output = String::from_utf8(built.stdout).expect("JSON is UTF-8");
    let messages = output.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let executables = messages.filter(|message| message["target"]["name"] == exercise);
    let path = executables.filter_map(|message| message["executable"].as_str().map(PathBuf::from)).next();
    Some(path.unwrap_or_else(|| panic!("cargo built no program {exercise}")))
}
