//! How the exercises stand on this machine: what the last grading of each left behind, whoever started it.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use enchufe::catalog::{self, Exercise};
use enchufe::grading::{self, Verdict};
use enchufe::verdict::Outcome;
use serde_json::{Value, json};

use crate::workbook;

/// A list with an entry for each exercise: `slug`, `chapter`, `state` (`untouched`, `begun`, `solved`, or `replaced`:
/// another program answered), how many rules of `all` have `passed`, and whether the student's file has `changed` since.
pub fn progress(root: &Path) -> Value {
    let reports = workbook::reports(root);
    let exercises = catalog::exercises(&root.join("exercises")).unwrap_or_default();
    exercises.iter().map(|exercise| of(exercise, &reports)).collect()
}

fn of(exercise: &Exercise, reports: &Path) -> Value {
    let (replaced, own): (Vec<_>, Vec<_>) =
        grading::last_verdicts(reports, exercise).into_iter().partition(Verdict::is_replaced);
    // What another program keeps says nothing about the reader's own, and is told where nothing is known of that.
    let is_replaced = own.is_empty() && !replaced.is_empty();
    let verdicts = if is_replaced { replaced } else { own };
    let count = |outcome: Outcome| verdicts.iter().filter(|verdict| verdict.outcome == outcome).count();
    let (passed, skipped, all) = (count(Outcome::Passed), count(Outcome::Skipped), exercise.rules.len());
    let says_nothing = count(Outcome::NotWrittenYet) + skipped + count(Outcome::LabError);
    let state = if says_nothing == verdicts.len() {
        "untouched"
    } else if is_replaced {
        "replaced"
    } else if passed > 0 && passed + skipped == all {
        "solved"
    } else {
        "begun"
    };
    let graded = last_written(&reports.join(&exercise.slug));
    let saved = fs::metadata(exercise.source()).and_then(|file| file.modified()).ok();
    let changed = matches!(state, "begun" | "solved") && saved > graded;
    json!({
        "slug": exercise.slug, "chapter": exercise.chapter, "state": state,
        "passed": passed, "all": all, "changed": changed,
    })
}

/// When the newest file of a folder was written.
fn last_written(folder: &Path) -> Option<SystemTime> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.metadata().ok()?.modified().ok()).max()
}
