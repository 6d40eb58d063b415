//! What is wrong with the book, and where.

use std::fmt;
use std::path::{Path, PathBuf};

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// From the workbook's folder.
    pub path: PathBuf,
    /// From 1; `None` where the whole file is meant.
    pub line: Option<usize>,
    pub what: String,
}

impl Fault {
    pub fn new(path: impl AsRef<Path>, line: impl Into<Option<usize>>, what: impl Into<String>) -> Fault {
        Fault { path: path.as_ref().to_owned(), line: line.into(), what: what.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.path.display(), self.what),
            None => write!(f, "{}: {}", self.path.display(), self.what),
        }
    }
}
