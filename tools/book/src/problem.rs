//! What keeps a command from doing its work, as it is told to a person.

use std::process::ExitCode;

use crate::terminal;
use crate::words::general;

/// What was tried, on what, and what came back; and what to do next.
#[derive(Debug)]
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
        terminal::complain(&self.what);
        if let Some(advice) = &self.advice {
            terminal::complain((general().advice)(advice));
        }
        ExitCode::from(2)
    }
}
