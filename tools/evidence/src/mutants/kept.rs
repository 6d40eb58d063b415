//! `kept/mutants.toml`: the survivors that nobody need catch, each with the reason, and the figures of the last full
//! look. The reasons are written by hand, the figures with `--keep`.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::tally::Row;

/// Stands at the top of the file.
const HEADER: &str = "\
# Mutants of the solutions that the graded tests do not catch, and why they need not.
# `cargo run -- mutants` in tools/evidence compares; with --keep it writes the figures.

";

#[derive(Deserialize, Serialize)]
pub struct Kept {
    #[serde(rename = "cargo-mutants")]
    version: String,
    figures: BTreeMap<String, Row>,
    #[serde(default)]
    survivors: Vec<Survivors>,
}

/// Mutants that survive for one reason.
#[derive(Deserialize, Serialize)]
struct Survivors {
    exercise: String,
    reason: String,
    mutants: Vec<String>,
}

impl Kept {
    pub fn read() -> Result<Kept, Box<dyn Error>> {
        let told = |error: &dyn Error| format!("{}: {error}", path().display());
        let text = std::fs::read_to_string(path()).map_err(|error| told(&error))?;
        Ok(toml::from_str(&text).map_err(|error| told(&error))?)
    }

    /// The names of an exercise's mutants that are listed here.
    pub fn explained<'k>(&'k self, exercise: &'k str) -> impl Iterator<Item = &'k str> {
        let of_it = self.survivors.iter().filter(move |survivors| survivors.exercise == exercise);
        of_it.flat_map(|survivors| survivors.mutants.iter().map(String::as_str))
    }

    /// Writes down the figures of these exercises; those of others stay.
    pub fn write<'r>(
        &mut self,
        version: String,
        rows: impl Iterator<Item = (&'r str, Row)>,
    ) -> Result<(), Box<dyn Error>> {
        self.version = version;
        self.figures.extend(rows.map(|(exercise, row)| (exercise.to_owned(), row)));
        let text = format!("{HEADER}{}", toml::to_string_pretty(self)?);
        Ok(std::fs::write(path(), text)?)
    }
}

fn path() -> PathBuf {
    enchufe::root().join("tools/evidence/kept/mutants.toml")
}
