//! Which conversation a figure shows: a graded test of an exercise, and the program that held it.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::words::record as words_of;

/// The program of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Program {
    Solution,
    /// A file of `tests/wrong/<exercise>`, without its ending.
    Wrong(String),
    /// A file of `tests/right/<exercise>`, without its ending.
    Right(String),
}

/// A test and its program.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conversation {
    pub exercise: String,
    /// The name of the graded test.
    pub rule: String,
    pub program: Program,
}

impl Program {
    fn parse(name: &str) -> Option<Program> {
        match name.split_once('/') {
            None if name == "solution" => Some(Program::Solution),
            Some(("wrong", name)) if is_plain(name) => Some(Program::Wrong(name.to_owned())),
            Some(("right", name)) if is_plain(name) => Some(Program::Right(name.to_owned())),
            _ => None,
        }
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Program::Solution => f.write_str("solution"),
            Program::Wrong(name) => write!(f, "wrong/{name}"),
            Program::Right(name) => write!(f, "right/{name}"),
        }
    }
}

impl Conversation {
    /// The conversation that a figure names: `tcp-client/prints_every_byte` and `wrong/single-read`.
    ///
    /// # Errors
    /// The names cannot be those of a test and a program.
    pub fn parse(test: &str, program: &str) -> Result<Conversation, String> {
        let words = words_of();
        let (exercise, rule) = test
            .split_once('/')
            .filter(|(exercise, rule)| is_plain(exercise) && is_plain(rule))
            .ok_or_else(|| (words.no_test)(test))?;
        let program = Program::parse(program).ok_or_else(|| (words.no_program)(program))?;
        Ok(Conversation { exercise: exercise.to_owned(), rule: rule.to_owned(), program })
    }

    /// Where it is recorded.
    pub fn recording(&self, root: &Path) -> PathBuf {
        let folder = super::folder(root).join("figures").join(&self.exercise).join(self.program.to_string());
        folder.join(format!("{}.json", self.rule))
    }
}

impl fmt::Display for Conversation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{} ({})", self.exercise, self.rule, self.program)
    }
}

/// Whether a name is one that a file of the workbook can have: it leads nowhere else.
pub fn is_plain(name: &str) -> bool {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    name.starts_with(|letter: char| letter.is_ascii_alphanumeric()) && name.chars().all(is_letter)
}
