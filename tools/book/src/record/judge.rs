//! Graded tests run with a program of the workbook in the solution's place. What runs can be ended from another thread.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use enchufe::grading::{self, Settings, Stopper, Verdict};

use super::conversation::Program;
use super::sources::program_file;
use super::workshop::Workshop;
use crate::words::record as words_of;

/// What runs at the moment.
static RUNNING: Mutex<Vec<Stopper>> = Mutex::new(Vec::new());

/// Ends all that runs, and keeps it from going on.
pub fn end_all() {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner).iter().for_each(Stopper::stop);
}

/// The verdicts of these tests on a program of an exercise.
///
/// # Errors
/// There is no such exercise, test or program, or it cannot be run.
pub fn judge(
    root: &Path,
    workshop: &Workshop,
    exercise: &str,
    program: &Program,
    rules: &[String],
    patience: f64,
) -> Result<Vec<Verdict>, String> {
    let words = words_of();
    let catalogued = workshop.exercises.get(exercise).ok_or_else(|| (words.no_exercise)(exercise))?;
    let is_known = |rule: &&String| catalogued.rules.iter().any(|known| known.name == **rule);
    if let Some(unknown) = rules.iter().find(|rule| !is_known(rule)) {
        return Err((words.no_rule)(exercise, unknown));
    }
    let graded = workshop.graded(exercise)?;
    let reports = tempfile::tempdir().map_err(|error| (words.no_folder)(&error))?;
    let mut environment = replacement(root, workshop, exercise, program)?;
    environment.push(("NO_COLOR".to_owned(), "1".to_owned()));
    environment.push(("ENCHUFE_PATIENCE".to_owned(), patience.to_string()));
    let only = rules.to_vec();
    let settings = Settings { reports: reports.path().to_owned(), environment, threads: Some(1), only };
    let stopper = Stopper::default();
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner).push(stopper.clone());
    let verdicts = grading::run_until(&stopper, graded, catalogued, &settings, &mut |_| ());
    drop(stopper);
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner).retain(Stopper::is_held_elsewhere);
    let verdicts = verdicts.map_err(|error| (words.no_run)(&error))?;
    verdicts.ok_or_else(|| words.stopped.to_owned())
}

/// The variables that put a program in the place of the solution.
fn replacement(
    root: &Path,
    workshop: &Workshop,
    exercise: &str,
    program: &Program,
) -> Result<Vec<(String, String)>, String> {
    let variable = format!("ENCHUFE_PROGRAM_{}", exercise.to_uppercase().replace('-', "_"));
    let (kind, name) = match program {
        Program::Solution => return Ok(Vec::new()),
        Program::Wrong(name) => ("wrong", name),
        Program::Right(name) => ("right", name),
    };
    let file = program_file(root, kind, exercise, name)?;
    let interpreter = match file.extension().and_then(|extension| extension.to_str()) {
        Some("py") => Some("python3"),
        Some("mjs") => Some("node"),
        _ => None,
    };
    if let Some(interpreter) = interpreter {
        return Ok(vec![(variable, format!("{interpreter} \"{}\"", file.display()))]);
    }
    let multicall = workshop.multicall(kind)?;
    let module = ("ENCHUFE_MULTICALL".to_owned(), format!("{exercise}/{name}"));
    Ok(vec![(variable, format!("\"{}\"", multicall.display())), module])
}
