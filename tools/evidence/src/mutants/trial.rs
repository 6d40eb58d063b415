//! The trial of a mutant by the graded tests of its exercise, up to the first that fails.

use std::path::Path;

use enchufe::catalog::Exercise;
use enchufe::grading::{self, Stopper};
use enchufe::verdict::Outcome;

use crate::workshop::{Candidate, SOLUTIONS, is_fine, quoted};

/// For mutants that hang: a second instead of ten, to find a test that might catch it.
const SHORT_PATIENCE: f64 = 0.1;

/// The test that catches a program, if any does. `killer` is the one that caught it the last time.
pub fn judge(exercise: &'static Exercise, program: &Path, killer: Option<String>) -> Result<Option<String>, String> {
    let candidate =
        Candidate { exercise, name: exercise.slug.clone(), command: Some(quoted(program)), multicall: None };
    // A busy machine may make a short wait too short: only what fails with all patience counts.
    let suspicion = if killer.is_some() { killer } else { first_failure(&candidate, &[], SHORT_PATIENCE)? };
    if let Some(test) = suspicion
        && first_failure(&candidate, std::slice::from_ref(&test), 1.0)?.is_some()
    {
        return Ok(Some(test));
    }
    first_failure(&candidate, &[], 1.0)
}

/// The first of these tests that fails, of all if none is named. A fault of the lab is no failure of the program.
fn first_failure(candidate: &Candidate, tests: &[String], patience: f64) -> Result<Option<String>, String> {
    let failed = |error: std::io::Error| format!("the graded tests of {}: {error}", candidate.name);
    let reports = tempfile::tempdir().map_err(failed)?;
    let (stopper, mut failure) = (Stopper::default(), None);
    let mut hear = |verdict: grading::Verdict| {
        if failure.is_none() && !is_fine(&verdict) && verdict.outcome != Outcome::LabError {
            failure = Some(verdict.rule);
            stopper.stop();
        }
    };
    let settings = candidate.settings(reports.path(), tests, patience);
    grading::run_until(&stopper, &SOLUTIONS[&candidate.exercise.slug], candidate.exercise, &settings, &mut hear)
        .map_err(failed)?;
    Ok(failure)
}
