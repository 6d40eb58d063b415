//! What keeps the grader from doing its work, as it is told to a person.

use std::fmt;
use std::process::ExitCode;

use crate::words::{general, spoken};

/// What was tried, on what, and what came back; and what to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    what: String,
    advice: Option<String>,
}

impl Problem {
    pub fn new(what: impl Into<String>) -> Problem {
        Problem { what: what.into(), advice: None }
    }

    /// Adds what to do next: a command to type, or a sentence.
    #[must_use]
    pub fn advise(mut self, advice: impl Into<String>) -> Problem {
        self.advice = Some(advice.into());
        self
    }

    /// Tells it on standard error.
    pub fn tell(&self) -> ExitCode {
        eprintln!("{self}");
        ExitCode::from(2)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        match &self.advice {
            Some(advice) => write!(f, "\n{}", (general(spoken()).advice)(advice)),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Problem {}
