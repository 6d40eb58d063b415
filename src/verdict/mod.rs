//! The words of an expectation, its failure, and the closed list of outcomes.
//!
//! A `Check` is an expectation that was looked at. It may still be explained (`or_if`), and fails when it goes out of
//! scope. This room knows no exercise: which mistake a failure is, the graded test says.

mod check;
mod evidence;

use std::net::SocketAddr;
use std::time::Duration;

pub use check::Check;
pub use evidence::{Effort, Ended, Heard, TOKENS, Then};

use crate::kernel::Finding;
use crate::session;
use crate::transcript::Label;

/// How a test came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    Passed,
    /// The program stopped at a `todo!`.
    NotWrittenYet,
    DidNotCompile,
    /// It ended while something was awaited from it.
    EndedEarly,
    Panicked,
    /// A server that never printed its readiness line.
    NeverSaidWhereItListens,
    /// It closed, reset or refused a connection that should have gone on.
    ClosedTooSoon,
    WrongBytes,
    /// It ended as it should not have: another exit code, or another error than the one that happened.
    WrongEnd,
    /// Time on the processor, memory, descriptors.
    TooMuch,
    Hangs,
    Skipped,
    /// Never the student's fault.
    LabError,
}

impl Outcome {
    pub const ALL: [Outcome; 13] = [
        Outcome::Passed,
        Outcome::NotWrittenYet,
        Outcome::DidNotCompile,
        Outcome::EndedEarly,
        Outcome::Panicked,
        Outcome::NeverSaidWhereItListens,
        Outcome::ClosedTooSoon,
        Outcome::WrongBytes,
        Outcome::WrongEnd,
        Outcome::TooMuch,
        Outcome::Hangs,
        Outcome::Skipped,
        Outcome::LabError,
    ];

    /// The name in JSON and in file names.
    pub fn slug(self) -> &'static str {
        match self {
            Outcome::Passed => "passed",
            Outcome::NotWrittenYet => "not-written-yet",
            Outcome::DidNotCompile => "did-not-compile",
            Outcome::EndedEarly => "ended-early",
            Outcome::Panicked => "panicked",
            Outcome::NeverSaidWhereItListens => "never-said-where-it-listens",
            Outcome::ClosedTooSoon => "closed-too-soon",
            Outcome::WrongBytes => "wrong-bytes",
            Outcome::WrongEnd => "wrong-end",
            Outcome::TooMuch => "too-much",
            Outcome::Hangs => "hangs",
            Outcome::Skipped => "skipped",
            Outcome::LabError => "lab-error",
        }
    }

    /// The outcome with this name.
    pub fn from_slug(slug: &str) -> Option<Outcome> {
        Outcome::ALL.into_iter().find(|outcome| outcome.slug() == slug)
    }
}

/// What was awaited from the program when it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Awaited {
    /// Nothing in particular.
    Nothing,
    Connection,
    /// That a connection to it is taken.
    BeingServed,
    Bytes,
    /// A message of a protocol that was read as such.
    Message,
    EndOfStream,
    Datagram,
    /// A datagram that asks, of a client.
    Question,
    /// That it sends a datagram which answers nothing: the next of many, or the same again.
    Sending,
    /// That a file holds what was sent.
    File,
    /// That it waits as long as the rule says, and no longer.
    Pause,
    /// That it reads what was sent.
    Reading,
    ReadinessLine,
    Output,
    End,
    /// That it goes on running.
    Life,
    /// That it answers from the address that was asked.
    Sender,
    /// That it listens where it was told to.
    Address,
    /// The exercise with this slug, on which the program is built.
    Foundation(&'static str),
}

/// What two lines of a comparison are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Stdout,
    Stderr,
    ExitCode,
    /// What came from the program on a connection, or to a socket.
    From(Label),
    /// Where a datagram came from.
    SenderOf(Label),
    Measure(Measure),
    /// What a file holds that the program writes.
    File,
    /// What the file holds that the program's file replaces, as another name of it shows.
    OlderFile,
    /// The address a server is bound to.
    ListensAt,
    /// What came of this argument of the program.
    Argument(&'static str),
}

/// Something that is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    ProcessorTime,
    Memory,
    Descriptors,
    Threads,
    Time,
    Connections,
    Datagrams,
    /// How many writes its output took.
    Writes,
    /// Segments with data that came from the program.
    Segments,
}

/// Why a test could not be held here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    NoIpv6,
    /// A process may have too few sockets open at the same time here.
    FewOpenFiles,
    /// This system cannot make a connection attempt that surely hangs.
    NoFullBacklog,
    NotMeasured(Measure),
    /// The resolver does not know `localhost`.
    NoLocalhost,
    /// This system has one loopback address only.
    OneLoopbackAddress,
    /// `localhost` stands for one address here: whether a program tries a second one does not show.
    OneAddressOfLocalhost,
    /// Programs cannot be given arguments as long as a datagram.
    ShortCommandLine,
    /// Programs cannot be stopped for a moment here.
    NoPause,
    /// A connection cannot be a program's input here.
    NoConnectionForInput,
}

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    Bytes(Vec<u8>),
    /// These bytes somewhere, any number of times; exactly once; never.
    Contains(Vec<u8>),
    ContainsOnce(Vec<u8>),
    ContainsNo(Vec<u8>),
    Nothing,
    EndOfStream,
    Reset,
    StillOpen,
    StillRunning,
    /// A line, whatever is in it.
    Line,
    /// The readiness line of a server that was told to listen at this address, with a port that the system chose.
    ReadinessLine(String),
    Ended {
        code: Option<i32>,
        signal: Option<i32>,
    },
    /// Words of an error line, such as `timed out`.
    Tokens(Vec<String>),
    Address(SocketAddr),
    /// Any address but this one.
    AnotherAddress(SocketAddr),
    AtMost(String),
    AtLeast(String),
    Amount(String),
}

/// A comparison: what was expected somewhere, and what came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    pub place: Place,
    pub expected: Shown,
    pub got: Shown,
}

impl Comparison {
    pub fn bytes(place: Place, expected: &[u8], got: &[u8]) -> Comparison {
        Comparison { place, expected: Shown::Bytes(expected.to_vec()), got: Shown::Bytes(got.to_vec()) }
    }
}

/// What is wrong with the lab, or with the way it was called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// One of the lab's sockets: what it could not do, with which address, and what the system said.
    Socket {
        action: Action,
        addr: SocketAddr,
        error: String,
    },
    /// A program could not be started.
    Start {
        program: String,
        error: String,
    },
    /// A variable that should name a program names none.
    NoProgram {
        variable: String,
    },
    /// `ENCHUFE_PATIENCE` holds something that is not a number above 0 and up to 1000.
    Patience {
        value: String,
    },
    NoFreePort {
        error: String,
    },
    /// This machine does not reach itself: no loopback interface, or a firewall on it.
    NoLoopback {
        error: String,
    },
    /// A folder for the files of a test: where, and what the system said.
    Folder {
        path: String,
        error: String,
    },
    /// Whether a program has ended could not be asked.
    Wait {
        error: String,
    },
    /// The machine was too slow for the test to prove anything.
    TooBusy,
    /// The harness or a graded test panicked.
    Panic {
        message: String,
    },
}

/// What a socket of the lab could not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Listen,
    Accept,
    Connect,
    Send,
    Receive,
    /// Setting an option, or asking for the address.
    Prepare,
}

/// A failed expectation, or a test that could not be held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub outcome: Outcome,
    pub awaited: Awaited,
    /// The slug of the mistake that the evidence points to.
    pub mistake: Option<&'static str>,
    pub comparisons: Vec<Comparison>,
    /// What the kernel saw of the program when it did not go on.
    pub findings: Vec<Finding>,
    /// The last lines of what the program wrote to stderr, or what the compiler said.
    pub said: String,
    /// Why the test was skipped.
    pub reason: Option<Reason>,
    /// What is wrong with the lab.
    pub problem: Option<Problem>,
}

impl Failure {
    pub fn new(outcome: Outcome, awaited: Awaited) -> Failure {
        Failure {
            outcome,
            awaited,
            mistake: None,
            comparisons: Vec::new(),
            findings: Vec::new(),
            said: String::new(),
            reason: None,
            problem: None,
        }
    }

    #[must_use]
    pub fn compare(mut self, place: Place, expected: Shown, got: Shown) -> Failure {
        self.comparisons.push(Comparison { place, expected, got });
        self
    }

    #[must_use]
    pub fn compare_bytes(mut self, place: Place, expected: &[u8], got: &[u8]) -> Failure {
        self.comparisons.push(Comparison::bytes(place, expected, got));
        self
    }

    /// Adds how long something took that was to take at least so long.
    #[must_use]
    pub fn too_soon(self, took: Duration, least: Duration) -> Failure {
        self.compare(Place::Measure(Measure::Time), Shown::AtLeast(in_ms(least)), Shown::Amount(in_ms(took)))
    }

    /// Adds how long something took that was to take at most so long.
    #[must_use]
    pub fn too_late(self, took: Duration, most: Duration) -> Failure {
        self.compare(Place::Measure(Measure::Time), Shown::AtMost(in_ms(most)), Shown::Amount(in_ms(took)))
    }

    #[must_use]
    pub fn named(mut self, slug: &'static str) -> Failure {
        self.mistake = Some(slug);
        self
    }

    /// Tells the failure and ends the test.
    pub fn fail(self) -> ! {
        session::fail(self)
    }
}

fn in_ms(time: Duration) -> String {
    format!("{} ms", time.as_millis())
}
