//! How an exercise stands, as far as hints have to know: whether it is solved, and whether the last report is still
//! about the program as it is.

use enchufe::catalog::Exercise;
use enchufe::grading::{self, Verdict};
use enchufe::verdict::Outcome;

use crate::explain;
use crate::lab::Lab;
use crate::progress::{self, Progress, State};
use crate::words;

/// Whether an exercise is solved, by the last verdicts: those of `cargo lab`, or of `cargo test`. What another program
/// keeps is nothing that the student's file does.
pub fn is_solved(lab: &Lab, progress: &Progress, exercise: &Exercise) -> bool {
    let state = progress.state(exercise);
    let verdicts = grading::last_verdicts(&lab.reports(), exercise);
    let is_own = !verdicts.iter().any(Verdict::is_replaced);
    let is_unchanged = || !verdicts.iter().any(|verdict| has_changed_since(lab, progress, exercise, verdict));
    let is_there = exercise.source().is_file();
    let is_right = || keeps_all_rules(exercise, &verdicts);
    is_there && (state == State::Solved || (state == State::Unknown && is_own && is_right() && is_unchanged()))
}

fn keeps_all_rules(exercise: &Exercise, verdicts: &[Verdict]) -> bool {
    let passes = verdicts.iter().any(|verdict| verdict.outcome == Outcome::Passed);
    verdicts.len() == exercise.rules.len() && verdicts.iter().all(Verdict::is_fine) && passes
}

/// What to say of the program that may not be the one that was judged.
pub fn notes(lab: &Lab, exercise: &Exercise, named: Option<&Verdict>) -> Vec<String> {
    let words = words::hint(lab.lang);
    let progress = Progress::load(lab);
    let mut notes = Vec::new();
    let verdicts = grading::last_verdicts(&lab.reports(), exercise);
    if named.is_some_and(Verdict::is_replaced) {
        notes.push((words.of_another)(&lab.short(&exercise.source())));
    } else if named.is_some_and(|verdict| has_changed_since(lab, &progress, exercise, verdict)) {
        notes.push((words.has_changed)(&lab.short(&exercise.source())));
    } else if verdicts.iter().any(Verdict::is_replaced) && keeps_all_rules(exercise, &verdicts) {
        notes.push(words.another_is_right.to_owned());
    }
    if progress.state(exercise) == State::DidNotCompile {
        notes.push(words.does_not_compile.to_owned());
    }
    notes
}

/// Whether the program has changed since this verdict. A file that was saved and is the same as when it was graded has
/// not.
fn has_changed_since(lab: &Lab, progress: &Progress, exercise: &Exercise, verdict: &Verdict) -> bool {
    let Some(report) = explain::written(lab, exercise, &verdict.rule) else { return false };
    let saved = |path: std::path::PathBuf| path.metadata().and_then(|metadata| metadata.modified()).ok();
    let is_newer = progress::sources(exercise).into_iter().filter_map(saved).any(|time| time > report);
    let is_as_graded = progress.record(exercise).is_some() && progress.state(exercise) != State::DidNotCompile;
    is_newer && !is_as_graded
}
