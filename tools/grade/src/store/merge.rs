//! The REPORTs of all shards of a class, made one.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{About, Store, results};
use crate::problem::Problem;
use crate::result::Submission;
use crate::shard::Shard;
use crate::words::{general, spoken, store};

/// Merges `reports` into `out`, which may be graded on from there.
///
/// # Errors
/// They are not of the same class, tests and exercises; one is missing, given twice, or not finished.
pub fn merge(reports: &[PathBuf], out: &Path) -> Result<(Store, About, Vec<Submission>), Problem> {
    let words = store(spoken());
    let mut shards: BTreeMap<Shard, &Path> = BTreeMap::new();
    let mut whole: Option<(&Path, About)> = None;
    let mut submissions = Vec::new();
    for report in reports {
        let about = About::read(report)?;
        let mut about = about.ok_or_else(|| Problem::new((words.no_results)(report)).advise(words.grade_first))?;
        let shard = about.shard.ok_or_else(|| Problem::new((words.no_shard)(report)).advise(words.shard_first))?;
        if let Some(other) = shards.insert(shard, report) {
            return Err(Problem::new((words.shard_twice)(shard, other, report)).advise(words.each_once));
        }
        let own = results(report)?;
        let count = about.own().count();
        if own.len() < count {
            let missing = about.own().find(|student| own.iter().all(|submission| submission.student != **student));
            return Err(Problem::new((words.unfinished)(
                report,
                shard,
                count - own.len(),
                missing.unwrap_or_default(),
            ))
            .advise(words.finish_it));
        }
        submissions.extend(own);
        about.shard = None;
        match &whole {
            None => whole = Some((report, about)),
            Some((first, other)) => {
                let differs = if about.students != other.students {
                    words.students
                } else if about.version != other.version {
                    words.version
                } else if about.exercises != other.exercises {
                    words.exercises
                } else {
                    continue;
                };
                return Err(Problem::new((words.not_together)(first, report, differs)).advise(words.same_everywhere));
            }
        }
    }
    let (_, about) = whole.ok_or_else(|| Problem::new(words.nothing_to_merge))?;
    let count = shards.keys().next().expect("there is one").count;
    if let Some(other) = shards.keys().find(|shard| shard.count != count) {
        return Err(Problem::new((words.other_count)(count, *other)).advise(words.same_everywhere));
    }
    let missing = (1..=count).map(|index| Shard { index, count }).filter(|shard| !shards.contains_key(shard));
    let missing: Vec<String> = missing.map(|shard| shard.to_string()).collect();
    if !missing.is_empty() {
        return Err(Problem::new((words.missing_shards)(&missing.join(", "))).advise(words.give_all));
    }
    submissions.sort_by(|one, other| one.student.cmp(&other.student));
    let store = Store::open(out, &about.students)?;
    for report in reports {
        for folder in ["kept", "taken"] {
            let to = store.report().join(folder);
            copy(&report.join(folder), &to)
                .map_err(|error| Problem::new((general(spoken()).cannot_write)(&to, &error)))?;
        }
    }
    Ok((store, about, submissions))
}

/// Students with the same sources whose verdicts differ, because two shards judged them: one of each pair has met a test
/// that does not always say the same.
pub fn disagreeing(submissions: &[Submission]) -> Vec<(&str, &str)> {
    let mut first: BTreeMap<&str, &Submission> = BTreeMap::new();
    let mut pairs = Vec::new();
    for submission in submissions {
        let other = first.entry(&submission.sources).or_insert(submission);
        if other.verdicts().exercises != submission.verdicts().exercises {
            pairs.push((other.student.as_str(), submission.student.as_str()));
        }
    }
    pairs
}

/// Copies what is not there yet. Two verdicts under one name are the same, and the evidence of one is as good.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let place = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &place)?;
        } else if !place.exists() {
            super::write_whole(&place, &fs::read(entry.path())?)?;
        }
    }
    Ok(())
}
