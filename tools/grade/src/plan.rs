//! What is to be judged: submissions with the same sources are one job, and a job whose verdicts are kept is done.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::intake::{Prepared, hex};
use crate::result::Tier;

/// What a verdict depends on besides the sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conditions {
    pub version: String,
    pub tier: Tier,
    /// The exercises that are judged, by number.
    pub exercises: Vec<String>,
}

impl Conditions {
    /// The name under which verdicts are kept. Which exercises are judged is not in it: each is heard by itself, so that
    /// what a run over one of them found out holds for a run over all.
    pub fn key(&self, sources: &str) -> String {
        let mut hash = Sha256::new();
        for part in [sources, &self.version, &self.tier.to_string()] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        hex(&hash.finalize())
    }
}

/// One source, judged once.
#[derive(Debug, Clone)]
pub struct Job<'a> {
    pub key: String,
    /// The first of those who have it.
    pub prepared: &'a Prepared,
    /// Everybody who has it, by name.
    pub students: Vec<&'a str>,
    /// The exercises on which there is to be a verdict, by number.
    pub exercises: Vec<String>,
}

/// The jobs of these submissions, in the order of their first students.
pub fn jobs<'a>(submissions: &'a [Prepared], conditions: &Conditions) -> Vec<Job<'a>> {
    let mut jobs: Vec<Job> = Vec::new();
    let mut places = BTreeMap::new();
    for prepared in submissions {
        let place = *places.entry(prepared.sources.as_str()).or_insert_with(|| {
            let (key, exercises) = (conditions.key(&prepared.sources), conditions.exercises.clone());
            jobs.push(Job { key, prepared, students: Vec::new(), exercises });
            jobs.len() - 1
        });
        jobs[place].students.push(&prepared.student);
    }
    jobs
}
