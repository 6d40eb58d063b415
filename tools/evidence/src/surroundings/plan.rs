//! What is done in a surrounding, and what came of it: written down, since it is done in a process of its own.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// What is done.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Plan {
    /// Of the graded tests and the programs that they start.
    pub environment: Vec<(String, String)>,
    /// Where reports are written; a temporary folder unless it is told.
    pub reports: Option<PathBuf>,
    pub solutions: Solutions,
    pub programs: Vec<Program>,
    /// What a student types there.
    pub typed: Vec<Typed>,
}

/// The graded tests, which are built with the solutions.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Solutions {
    /// By exercise.
    Ready(BTreeMap<String, PathBuf>),
    /// To be built there, as a part of what is tried.
    ToBeBuilt { workspace: PathBuf, target: PathBuf },
}

/// A program that is judged by the graded tests.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Program {
    pub exercise: String,
    pub name: String,
    /// As in `workshop::Candidate`.
    pub command: Option<String>,
    pub multicall: Option<String>,
}

/// A command line, and what it must do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Typed {
    pub folder: PathBuf,
    pub words: Vec<String>,
    pub environment: Vec<(String, String)>,
    pub ends_with: i32,
    /// On stdout or stderr, in any letters.
    pub says: String,
    /// A folder in which something must lie afterwards.
    pub leaves: Option<PathBuf>,
}

/// What came of it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Found {
    /// What shows that the surrounding is what it should be.
    pub seen: String,
    pub passed: usize,
    pub failed: Vec<Failed>,
    /// How many tests were skipped for which reason.
    pub skipped: BTreeMap<String, usize>,
    /// How many command lines were typed.
    pub typed: usize,
    /// Those of them that did something else.
    pub misbehaved: Vec<Failed>,
}

/// A test, or a command line, that did not do what it should.
#[derive(Debug, Serialize, Deserialize)]
pub struct Failed {
    pub what: String,
    pub report: String,
}
