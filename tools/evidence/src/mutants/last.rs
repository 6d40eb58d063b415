//! What became of each mutant the last time, so that survivors are judged first, and the others by the test that caught
//! them. It lies among the builds, and may be gone.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::mutant::Mutant;
use super::tally::Fate;

/// By exercise and name: the test that caught it, or `None` if none did.
pub struct Last {
    killers: BTreeMap<String, Option<String>>,
}

impl Last {
    pub fn read() -> Last {
        let text = std::fs::read(path()).unwrap_or_default();
        Last { killers: serde_json::from_slice(&text).unwrap_or_default() }
    }

    pub fn survived(&self, mutant: &Mutant) -> bool {
        self.killers.get(&key(mutant)).is_some_and(Option::is_none)
    }

    /// The test that caught it, if the exercise still has it.
    pub fn killer(&self, mutant: &Mutant) -> Option<String> {
        let killer = self.killers.get(&key(mutant)).cloned().flatten();
        killer.filter(|killer| mutant.exercise.rules.iter().any(|rule| rule.name == *killer))
    }

    /// Remembers it at once: a run takes long, and may be ended.
    pub fn remember(&mut self, mutant: &Mutant, fate: &Fate) -> Result<(), String> {
        match fate {
            Fate::DoesNotCompile => self.killers.remove(&key(mutant)),
            Fate::CaughtBy(test) => self.killers.insert(key(mutant), Some(test.clone())),
            Fate::Survived => self.killers.insert(key(mutant), None),
        };
        let text = serde_json::to_vec(&self.killers).expect("names can be written");
        std::fs::write(path(), text).map_err(|error| format!("{}: {error}", path().display()))
    }
}

fn path() -> PathBuf {
    crate::target("mutants").join("last.json")
}

fn key(mutant: &Mutant) -> String {
    format!("{}: {}", mutant.exercise.slug, mutant.name)
}
