//! `class.json`: of which class a REPORT is, and what it was graded with. Tells whether two REPORTs belong together.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::write_whole;
use crate::plan::Conditions;
use crate::problem::Problem;
use crate::result::Tier;
use crate::shard::Shard;
use crate::words::{general, spoken, store};

/// The form of this file and of what is kept beside it.
const FORM: u32 = 1;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    pub form: u32,
    /// Which tests, grader and compiler judged.
    pub version: String,
    pub seed: u64,
    /// The exercises that were judged, by number.
    pub exercises: Vec<String>,
    /// Everybody in the class, sorted; also those of other shards.
    pub students: Vec<String>,
    pub shard: Option<Shard>,
}

impl About {
    pub fn new(conditions: &Conditions, students: Vec<String>, shard: Option<Shard>) -> About {
        let Conditions { version, seed, exercises, .. } = conditions.clone();
        About { form: FORM, version, seed, exercises, students, shard }
    }

    /// What its verdicts depend on, of those that were reached at a tier.
    pub fn conditions(&self, tier: Tier) -> Conditions {
        Conditions { version: self.version.clone(), seed: self.seed, tier, exercises: self.exercises.clone() }
    }

    /// The students of this REPORT's shard, or all.
    pub fn own(&self) -> impl Iterator<Item = &str> {
        let is_own = |student: &&str| self.shard.is_none_or(|shard| shard.holds(student));
        self.students.iter().map(String::as_str).filter(is_own)
    }

    /// `None` if there is none.
    pub fn read(report: &Path) -> Result<Option<About>, Problem> {
        let path = report.join("class.json");
        let words = store(spoken());
        let text = match fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            read => read.map_err(|error| Problem::new((general(spoken()).cannot_read)(&path, &error)))?,
        };
        let about = serde_json::from_slice::<About>(&text).ok().filter(|about| about.form == FORM);
        about.map(Some).ok_or_else(|| Problem::new((words.other_form)(&path)).advise(words.another_report))
    }

    pub fn write(&self, report: &Path) -> Result<(), Problem> {
        let path = report.join("class.json");
        let mut text = serde_json::to_vec_pretty(self).expect("it has only texts and numbers");
        text.push(b'\n');
        write_whole(&path, &text).map_err(|error| Problem::new((general(spoken()).cannot_write)(&path, &error)))
    }
}
