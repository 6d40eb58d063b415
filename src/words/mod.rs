//! Every sentence the harness says, in every language it speaks. One struct, filled once per language, so that the
//! compiler finds a missing translation.

mod en;
mod es;

use crate::transcript::Fate;
use crate::verdict::{Awaited, Outcome, Place, Problem, Reason};

/// A language that the workbook speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    En,
    Es,
}

impl Lang {
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Es];

    /// The language of this run: `ENCHUFE_LANG`, else the system's locale, else English.
    pub fn current() -> Lang {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let locale = ["ENCHUFE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).unwrap_or_default();
        if locale.to_ascii_lowercase().starts_with("es") { Lang::Es } else { Lang::En }
    }

    /// `en` or `es`: the name of the language's folder in the book.
    pub fn code(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Es => "es",
        }
    }

    pub fn words(self) -> &'static Words {
        match self {
            Lang::En => &en::WORDS,
            Lang::Es => &es::WORDS,
        }
    }
}

/// The sentences of one language. Functions take what has to be filled in.
pub struct Words {
    /// What stands before the decimals of a number.
    pub decimal_mark: char,
    /// An outcome in a few words, for lists.
    pub outcome: fn(Outcome) -> &'static str,
    /// The first line of a report whose mistake has no name: what happened, and what was awaited then.
    pub happened: fn(Outcome, Awaited) -> String,
    /// Why a test was skipped.
    pub reason: fn(Reason) -> String,
    /// What is wrong with the lab.
    pub problem: fn(&Problem) -> String,
    /// What two lines of a comparison are about.
    pub place: fn(Place) -> String,
    pub from_you: &'static str,
    pub its_sender: &'static str,

    // The two sides of a comparison.
    pub expected: &'static str,
    pub got: &'static str,
    pub bytes: fn(usize) -> String,
    pub nothing: &'static str,
    pub end_of_stream: &'static str,
    pub a_reset: &'static str,
    pub still_open: &'static str,
    pub still_running: &'static str,
    pub a_line: &'static str,
    pub readiness_line: fn(&str) -> String,
    pub code: fn(i32) -> String,
    pub signal: fn(i32) -> String,
    pub with_words: fn(&str) -> String,
    pub no_words: &'static str,
    pub several: fn(usize, &str) -> String,
    pub another_than: fn(&str) -> String,
    pub at_most: fn(&str) -> String,
    pub at_least: fn(&str) -> String,
    pub contains: fn(&str) -> String,
    pub contains_once: fn(&str) -> String,
    pub contains_no: fn(&str) -> String,
    pub caret_missing: &'static str,
    pub caret_differs: &'static str,
    pub caret_surplus: &'static str,

    // The conversation.
    pub legend: &'static str,
    pub legend_of_input: &'static str,
    pub lab: &'static str,
    pub you: &'static str,
    pub started: fn(&str) -> String,
    pub listening_on: fn(&str) -> String,
    pub silent_at: fn(&str) -> String,
    pub uses: fn(&str) -> String,
    pub connected_from: fn(&str) -> String,
    pub connected_to: fn(&str) -> String,
    /// What a relay did with a datagram; the name of its end where it leaves.
    pub relayed: fn(&str, Fate) -> String,
    pub refused_nobody_reading: &'static str,
    pub left_unread: fn(usize) -> String,
    pub half_closed: &'static str,
    pub closed: &'static str,
    pub aborted: &'static str,
    pub input_ended: &'static str,
    pub ended_with_code: fn(i32) -> String,
    pub ended_by_signal: fn(i32) -> String,
    pub nothing_came: fn(&str) -> String,
    /// What stands before a frame that is shown as what is in it, and before several.
    pub frame: &'static str,
    pub frames: fn(usize) -> String,
    pub events_left_out: fn(usize) -> String,

    // The conversation as a diagram.
    pub relay: &'static str,
    /// What `#` and `$` stand for.
    pub printed: &'static str,
    pub typed: &'static str,
    /// How long nothing happened.
    pub pause: fn(&str) -> String,
    pub twice: &'static str,
    /// A datagram that a relay had held back.
    pub goes_on: &'static str,
    pub to_you_from: fn(&str) -> String,
    pub you_to: fn(&str) -> String,
    /// Through both ends of a relay.
    pub through: fn(&str, &str) -> String,

    // What the kernel sees.
    pub sleeps_in: fn(&str, Option<&str>) -> String,
    pub is_busy: &'static str,
    pub not_accepted: fn(usize) -> String,
    pub unread: fn(&str, usize) -> String,

    // The labels of a report's last lines.
    pub program_now: &'static str,
    pub program_said: &'static str,
    pub ask_yourself: &'static str,
    pub read: &'static str,
    pub run_again: &'static str,
    pub edit: &'static str,
    pub grade_it: &'static str,
    pub lab_error_advice: &'static str,
    pub skipped_line: fn(&str, &str, &str) -> String,
    pub report_not_written: fn(&str, &std::io::Error) -> String,

    // The overview of all exercises.
    pub no_report: &'static str,
    pub overview_title: fn(usize, usize) -> String,
    pub solved: &'static str,
    pub rules_hold: fn(usize, usize) -> String,
    pub rules_skipped: fn(usize) -> String,
    pub first_failure: &'static str,
    pub all_its_rules: &'static str,
    pub start_with: fn(&str) -> String,
    pub go_on_with: fn(&str) -> String,
    pub all_solved: &'static str,
    pub building: &'static str,
    pub build_failed: &'static str,
}

impl Words {
    /// A number with so many decimals, as it is written in this language.
    pub fn decimal(&self, number: f64, decimals: usize) -> String {
        format!("{number:.decimals$}").replace('.', &self.decimal_mark.to_string())
    }
}
