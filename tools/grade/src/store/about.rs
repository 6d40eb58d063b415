//! `class.json`: of which class a REPORT is, and what it was graded with. Tells whether two REPORTs belong together, and
//! whether `results.jsonl` beside it does. Of a run that has not ended, `begun.json` says the same.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::write_whole;
use crate::intake::hex;
use crate::plan::Conditions;
use crate::problem::Problem;
use crate::result::Tier;
use crate::shard::Shard;
use crate::words::{general, spoken, store};

/// The form of this file and of what is kept beside it.
const FORM: u32 = 1;

pub(super) const FINISHED: &str = "class.json";
pub(super) const BEGUN: &str = "begun.json";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    pub form: u32,
    /// Which tests, grader and compiler judged.
    pub version: String,
    /// The exercises that were judged, by number.
    pub exercises: Vec<String>,
    /// Everybody in the class, sorted; also those of other shards.
    pub students: Vec<String>,
    pub shard: Option<Shard>,
    /// SHA-256 of the `results.jsonl` that it belongs to, in hexadecimal; `None` while there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    results: Option<String>,
}

impl About {
    pub fn new(conditions: &Conditions, students: Vec<String>, shard: Option<Shard>) -> About {
        let Conditions { version, exercises, .. } = conditions.clone();
        About { form: FORM, version, exercises, students, shard, results: None }
    }

    /// What its verdicts depend on, of those that were reached at a tier.
    pub fn conditions(&self, tier: Tier) -> Conditions {
        Conditions { version: self.version.clone(), tier, exercises: self.exercises.clone() }
    }

    /// The students of this REPORT's shard, or all.
    pub fn own(&self) -> impl Iterator<Item = &str> {
        let is_own = |student: &&str| self.shard.is_none_or(|shard| shard.holds(student));
        self.students.iter().map(String::as_str).filter(is_own)
    }

    /// What is in a REPORT. `None` if no run has ended there.
    pub fn read(report: &Path) -> Result<Option<About>, Problem> {
        read(&report.join(FINISHED))
    }

    /// Of the last run in a REPORT, whether it ended or not. `None` if none began there.
    pub fn last(report: &Path) -> Result<Option<About>, Problem> {
        let begun = read(&report.join(BEGUN))?;
        if begun.is_some() { Ok(begun) } else { About::read(report) }
    }

    /// Notes what a run is about to do. What is in the REPORT still belongs to the run before.
    pub fn begin(&self, report: &Path) -> Result<(), Problem> {
        self.write(&report.join(BEGUN))
    }

    /// Writes `class.json` for these results, which are in the REPORT already. The run has ended.
    pub(super) fn finish(&self, report: &Path, results: &[u8]) -> Result<(), Problem> {
        About { results: Some(digest(results)), ..self.clone() }.write(&report.join(FINISHED))?;
        let begun = report.join(BEGUN);
        match fs::remove_file(&begun) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(Problem::new((general(spoken()).cannot_write)(&begun, &error)))
            }
            _ => Ok(()),
        }
    }

    /// Whether a `results.jsonl` is the one that was written with it.
    pub(super) fn belongs_to(&self, results: &[u8]) -> bool {
        self.results.as_ref() == Some(&digest(results))
    }

    fn write(&self, path: &Path) -> Result<(), Problem> {
        let mut text = serde_json::to_vec_pretty(self).expect("it has only texts and numbers");
        text.push(b'\n');
        write_whole(path, &text).map_err(|error| Problem::new((general(spoken()).cannot_write)(path, &error)))
    }
}

fn read(path: &Path) -> Result<Option<About>, Problem> {
    let words = store(spoken());
    let text = match fs::read(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        read => read.map_err(|error| Problem::new((general(spoken()).cannot_read)(path, &error)))?,
    };
    let about = serde_json::from_slice::<About>(&text).ok().filter(|about| about.form == FORM);
    about.map(Some).ok_or_else(|| Problem::new((words.other_form)(path)).advise(words.another_report))
}

/// What `class.json` says of the `results.jsonl` with these bytes.
pub fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}
