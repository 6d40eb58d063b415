//! What keeps a command from doing its work, as it is told to a person.

use std::process::ExitCode;

use enchufe::words::Lang;

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

    /// A command line that cannot be understood, as `lexopt` saw it.
    pub fn usage(error: &lexopt::Error, command: &str, lang: Lang) -> Problem {
        let words = general(lang);
        let what = match error {
            lexopt::Error::MissingValue { option } => (words.needs_a_value)(option.as_deref().unwrap_or_default()),
            lexopt::Error::UnexpectedOption(option) => (words.not_expected)(option),
            lexopt::Error::UnexpectedArgument(argument) => (words.not_expected)(&argument.to_string_lossy()),
            lexopt::Error::UnexpectedValue { option, .. } => (words.takes_no_value)(option),
            other => other.to_string(),
        };
        let help = ["cargo", "lab", command, "--help"].into_iter().filter(|word| !word.is_empty());
        Problem::new(what).advise(help.collect::<Vec<_>>().join(" "))
    }

    /// What a person reads: a line or two.
    pub fn to_text(&self, lang: Lang) -> String {
        let advice = self.advice.as_ref().map(|advice| format!("\n{}", (general(lang).advice)(advice)));
        format!("{}{}", self.what, advice.unwrap_or_default())
    }

    /// Tells it on standard error.
    pub fn tell(&self, lang: Lang) -> ExitCode {
        terminal::complain(&format!("{}\n", self.to_text(lang)));
        ExitCode::from(2)
    }
}
