//! What an expectation is judged by: how a program ended, and what the lab heard from it.

use std::time::Duration;

use super::{Awaited, Check, Failure, Outcome, Place, Shown};
use crate::session;
use crate::transcript::{Label, Stream};

/// How a program ended, and everything it said.
#[derive(Debug, Clone, PartialEq)]
pub struct Ended {
    /// `None` if a signal ended it, or if it did not end.
    pub code: Option<i32>,
    pub signal: Option<i32>,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
    /// It did not end: the lab waited in vain, and ended it.
    pub hung: bool,
    /// The part of one processor that it used while the lab waited in vain, from 0 to 1 and more; or would have used, if
    /// it waited for nothing but a processor.
    pub busy: Option<f64>,
    /// How long after the test began it ended.
    pub at: Duration,
}

impl Ended {
    /// Whether a stream of the program holds this text.
    pub fn said(&self, stream: Stream, text: &str) -> bool {
        let bytes = if stream == Stream::Stdout { &self.stdout } else { &self.stderr };
        String::from_utf8_lossy(bytes).to_lowercase().contains(&text.to_lowercase())
    }

    /// The words for errors that stderr holds, each once.
    pub fn tokens(&self) -> Vec<&'static str> {
        TOKENS.into_iter().filter(|token| self.said(Stream::Stderr, token)).collect()
    }

    /// It hung, and was not waiting for anything much of that time.
    pub fn spun(&self) -> bool {
        self.hung && self.busy.is_some_and(|busy| busy > 0.2)
    }

    pub fn panicked(&self) -> bool {
        self.said(Stream::Stderr, "panicked at")
    }

    /// It stopped at a `todo!`.
    pub fn not_written_yet(&self) -> bool {
        self.panicked() && self.said(Stream::Stderr, "not yet implemented")
    }

    /// The failure of a program that ended like this while something was awaited from it.
    pub(crate) fn as_failure(&self, awaited: Awaited) -> Failure {
        let outcome = if self.hung {
            Outcome::Hangs
        } else if self.not_written_yet() {
            Outcome::NotWrittenYet
        } else if self.panicked() && self.code != Some(0) {
            Outcome::Panicked
        } else {
            Outcome::EndedEarly
        };
        let mut failure = Failure::new(outcome, awaited);
        failure.said = self.last_words();
        failure
    }

    /// The end of what it wrote to stderr: at most six lines.
    pub fn last_words(&self) -> String {
        let text = String::from_utf8_lossy(&self.stderr);
        let is_news = |line: &&str| !line.trim().is_empty() && !line.starts_with("note: run with `RUST_BACKTRACE");
        let lines: Vec<&str> = text.lines().filter(is_news).collect();
        lines[lines.len().saturating_sub(6)..].join("\n")
    }
}

/// The words that a program's error line uses, one per kind of failure.
pub const TOKENS: [&str; 8] = [
    "connection refused",
    "connection reset",
    "timed out",
    "closed early",
    "unknown name",
    "address in use",
    "too long",
    "bad reply",
];

/// What one end of a connection, or a socket, heard from the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    pub label: Label,
    pub bytes: Vec<u8>,
    pub then: Then,
}

/// What came after the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// The stream ended.
    Closed,
    /// The connection was reset.
    Reset,
    /// Nothing more came, for as long as the lab waited.
    Silence,
    /// More may come: the lab had heard enough.
    More,
}

impl Then {
    pub(crate) fn shown(self) -> Shown {
        match self {
            Then::Closed => Shown::EndOfStream,
            Then::Reset => Shown::Reset,
            Then::Silence | Then::More => Shown::StillOpen,
        }
    }
}

impl Heard {
    /// Expects that exactly these bytes were heard, so far.
    pub fn is(self, expected: &[u8]) -> Check<Heard> {
        let holds = self.bytes == expected;
        self.judge(holds, Shown::Bytes(expected.to_vec()))
    }

    /// Expects that these bytes occur in what was heard.
    pub fn contains(self, expected: &[u8]) -> Check<Heard> {
        let holds = count(&self.bytes, expected) > 0;
        self.judge(holds, Shown::Contains(expected.to_vec()))
    }

    /// Expects that these bytes occur exactly once in what was heard.
    pub fn contains_once(self, expected: &[u8]) -> Check<Heard> {
        let holds = count(&self.bytes, expected) == 1;
        self.judge(holds, Shown::ContainsOnce(expected.to_vec()))
    }

    /// Expects that these bytes do not occur in what was heard.
    pub fn contains_no(self, unwanted: &[u8]) -> Check<Heard> {
        let holds = count(&self.bytes, unwanted) == 0;
        self.judge(holds, Shown::ContainsNo(unwanted.to_vec()))
    }

    /// Expects what the test found out itself, and shows it as `expected`.
    pub fn judge(self, holds: bool, expected: Shown) -> Check<Heard> {
        if holds {
            return Check::held(self);
        }
        let outcome = match self.then {
            _ if !self.bytes.is_empty() => Outcome::WrongBytes,
            Then::Closed | Then::Reset => Outcome::ClosedTooSoon,
            Then::Silence => Outcome::Hangs,
            Then::More => Outcome::WrongBytes,
        };
        let got = if self.bytes.is_empty() { Shown::Nothing } else { Shown::Bytes(self.bytes.clone()) };
        let failure = session::current().blame(outcome, Awaited::Bytes).compare(Place::From(self.label), expected, got);
        Check::failed(self, failure)
    }
}

/// How often `part` occurs in `whole`, overlaps included.
fn count(whole: &[u8], part: &[u8]) -> usize {
    whole.windows(part.len().max(1)).filter(|window| *window == part).count()
}

/// The effort of a program over a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    pub processor_time: Duration,
    pub over: Duration,
}
