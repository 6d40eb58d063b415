//! How an exercise of a student stands, in one of a few words: a cell of the table.

use enchufe::verdict::Outcome;

use crate::class::Class;
use crate::result::{State, Submission, Tampering, TestResult};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    Solved,
    /// Some rules hold.
    Part,
    /// None holds.
    NoRule,
    /// The stub.
    Untouched,
    NotCompiled,
    NotSubmitted,
    /// The lab failed: a person must look.
    LabError,
    /// Somebody tried to trick the grader, as it seems: a person must look.
    Doubtful,
}

impl Standing {
    pub const ALL: [Standing; 8] = [
        Standing::Solved,
        Standing::Part,
        Standing::NoRule,
        Standing::Untouched,
        Standing::NotCompiled,
        Standing::NotSubmitted,
        Standing::LabError,
        Standing::Doubtful,
    ];

    pub fn of(submission: &Submission, exercise: &str) -> Standing {
        let concerns = |sign: &Tampering| sign.exercise.as_deref().is_none_or(|slug| slug == exercise);
        let Some(result) = submission.exercise(exercise) else { return Standing::NotSubmitted };
        if result.state == State::Judged && submission.tampering.iter().any(concerns) {
            return Standing::Doubtful;
        }
        match &result.state {
            State::NotSubmitted => return Standing::NotSubmitted,
            State::DidNotCompile { .. } => return Standing::NotCompiled,
            State::LabError { .. } => return Standing::LabError,
            State::Judged => {}
        }
        let counts = |test: &&TestResult| test.outcome() != Outcome::Skipped;
        let outcomes: Vec<Outcome> = result.tests.iter().filter(counts).map(TestResult::outcome).collect();
        let holding = outcomes.iter().filter(|outcome| **outcome == Outcome::Passed).count();
        if outcomes.contains(&Outcome::LabError) {
            Standing::LabError
        } else if holding == outcomes.len() {
            Standing::Solved
        } else if holding > 0 {
            Standing::Part
        } else if outcomes.iter().all(|outcome| *outcome == Outcome::NotWrittenYet) {
            Standing::Untouched
        } else {
            Standing::NoRule
        }
    }

    /// The sign that says it without colours.
    pub fn sign(self) -> char {
        match self {
            Standing::Solved => '✓',
            Standing::Part => '◐',
            Standing::NoRule => '✗',
            Standing::Untouched => '○',
            Standing::NotCompiled => '⊘',
            Standing::NotSubmitted => '–',
            Standing::LabError => '!',
            Standing::Doubtful => '?',
        }
    }

    /// The class in the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Standing::Solved => "good",
            Standing::Part => "part",
            Standing::NoRule | Standing::NotCompiled => "bad",
            Standing::Untouched | Standing::NotSubmitted => "none",
            Standing::LabError | Standing::Doubtful => "odd",
        }
    }
}

/// How many rules hold, and how many count.
pub fn held(tests: &[&TestResult]) -> (usize, usize) {
    let counts = |test: &&&TestResult| !matches!(test.outcome(), Outcome::Skipped | Outcome::LabError);
    let counting = tests.iter().filter(counts);
    (counting.clone().filter(|test| test.outcome() == Outcome::Passed).count(), counting.count())
}

/// Whether a rule was looked at and does not hold.
pub fn fails(test: &TestResult) -> bool {
    !matches!(test.outcome(), Outcome::Passed | Outcome::Skipped | Outcome::LabError)
}

/// Whether a student is not told of a rule.
pub fn is_hidden(class: &Class, exercise: &str, test: &TestResult) -> bool {
    test.hidden || class.rules.is_hidden(exercise, &test.rule)
}
