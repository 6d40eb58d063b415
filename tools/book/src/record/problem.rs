//! What is wrong with a recording, and where it is named.

use std::fmt;

use super::wanted::Place;
use crate::site::Fault;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What it is about: a figure, a session, a file.
    pub about: String,
    pub said: String,
    /// The pages that name it.
    pub places: Vec<Place>,
}

impl Problem {
    pub fn new(about: impl fmt::Display, said: impl Into<String>) -> Problem {
        Problem { about: about.to_string(), said: said.into(), places: Vec::new() }
    }

    #[must_use]
    pub fn named_by(mut self, places: &[Place]) -> Problem {
        self.places = places.to_vec();
        self
    }
}

/// The book's fault, at the first page that names the recording.
impl From<Problem> for Fault {
    fn from(problem: Problem) -> Fault {
        let what = format!("{}: {}", problem.about, problem.said.trim_end());
        match problem.places.first() {
            Some(place) => Fault::new(&place.path, place.line, what),
            None => Fault::new("tools/book/recordings", None, what),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.about, self.said.trim_end().replace('\n', "\n    "))?;
        self.places.iter().try_for_each(|place| write!(f, "\n    ({place})"))
    }
}
