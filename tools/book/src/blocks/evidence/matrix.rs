//! The matrix of mistakes: which graded tests fail for which wrong program, and which of them name its mistake. Kept by
//! `tools/evidence`; a class's copy has none.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use toml::{Table, Value};

use crate::words::blocks as words_of;

const KEPT: &str = "tools/evidence/kept/matrix.toml";

/// What is kept of one exercise.
#[derive(Default)]
pub struct Kept {
    pub right: usize,
    /// Each wrong program, such as `single-read.2`, with the tests that fail for it.
    pub wrong: BTreeMap<String, Failed>,
}

/// The tests that fail for some program, or for some programs. What fails in some runs only is none of them.
#[derive(Default, Clone)]
pub struct Failed {
    pub tests: BTreeSet<String>,
    /// Those that name the mistake.
    pub explained: BTreeSet<String>,
}

/// By exercise; `None` where there are no wrong programs either.
///
/// # Errors
/// It is missing, or is none.
pub fn read(root: &Path) -> Result<Option<BTreeMap<String, Kept>>, String> {
    let text = match fs::read_to_string(root.join(KEPT)) {
        Ok(text) => text,
        Err(_) if !root.join("tests").join("wrong").exists() => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err((words_of().no_matrix)(KEPT)),
        Err(error) => return Err(format!("{KEPT}: {error}")),
    };
    let table: Table = text.parse().map_err(|error| format!("{KEPT}: {error}"))?;
    from_table(&table).map(Some).ok_or_else(|| (words_of().bad_matrix)(KEPT))
}

fn from_table(table: &Table) -> Option<BTreeMap<String, Kept>> {
    let mut exercises: BTreeMap<String, Kept> = BTreeMap::new();
    for (exercise, count) in table.get("right")?.as_table()? {
        exercises.entry(exercise.clone()).or_default().right = usize::try_from(count.as_integer()?).ok()?;
    }
    for (exercise, programs) in table.get("wrong")?.as_table()? {
        let kept = exercises.entry(exercise.clone()).or_default();
        for (program, tests) in programs.as_table()? {
            kept.wrong.insert(program.clone(), failed(tests)?);
        }
    }
    Some(exercises)
}

fn failed(tests: &Value) -> Option<Failed> {
    let mut failed = Failed::default();
    for (test, how) in tests.as_table()? {
        match how.as_str()? {
            "explained" => failed.explained.insert(test.clone()),
            "seen" => true,
            "unsteady" => continue,
            _ => return None,
        };
        failed.tests.insert(test.clone());
    }
    Some(failed)
}

impl Kept {
    /// By mistake: how many programs make it, and what fails for any of them.
    pub fn mistakes(&self) -> BTreeMap<&str, (usize, Failed)> {
        let mut mistakes: BTreeMap<&str, (usize, Failed)> = BTreeMap::new();
        for (program, failed) in &self.wrong {
            let (count, all) = mistakes.entry(program.split('.').next().unwrap_or_default()).or_default();
            *count += 1;
            all.tests.extend(failed.tests.iter().cloned());
            all.explained.extend(failed.explained.iter().cloned());
        }
        mistakes
    }
}
