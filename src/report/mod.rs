//! A verdict told: to a person at a terminal 80 columns wide, and to a tool as JSON. Runs nothing.

pub mod conversation;
pub mod escape;
pub mod frames;
mod page;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::capture;
use crate::catalog::{self, Exercise};
use crate::mistake;
use crate::program::typed_in;
use crate::transcript::Transcript;
use crate::verdict::{Awaited, Failure, Outcome};
use crate::words::Lang;

/// How many columns a report has.
pub const WIDTH: usize = 80;

/// Where the reports of graded tests go: the folder in `ENCHUFE_REPORTS`, else `enchufe/reports` in a target directory. A
/// part of a path counts from the folder in which somebody typed it.
pub fn folder(target: &Path) -> PathBuf {
    let Some(given) = std::env::var_os("ENCHUFE_REPORTS") else { return target.join("enchufe").join("reports") };
    typed_in().unwrap_or_default().join(given)
}

/// Whether a report has colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    Plain,
    Coloured,
}

impl Colour {
    /// `NO_COLOR` and `CLICOLOR_FORCE` decide, else whether stdout is a terminal.
    pub fn of_stdout() -> Colour {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let forced = std::env::var_os("CLICOLOR_FORCE").is_some_and(|value| value != "0");
        let coloured = !set("NO_COLOR") && (forced || std::io::stdout().is_terminal());
        if coloured { Colour::Coloured } else { Colour::Plain }
    }
}

/// Everything that one test has to tell.
pub struct Report {
    /// The exercise's slug.
    pub exercise: String,
    /// The test's name.
    pub test: String,
    pub failure: Failure,
    pub transcript: Transcript,
    catalogued: Option<Exercise>,
    /// Another program answered for the exercise.
    replaced: bool,
}

impl Report {
    pub fn new(exercise: Option<Exercise>, test: &str, failure: Failure, transcript: Transcript) -> Report {
        let slug = exercise.as_ref().map_or_else(|| "?".to_owned(), |exercise| exercise.slug.clone());
        Report { exercise: slug, test: test.to_owned(), failure, transcript, catalogued: exercise, replaced: false }
    }

    /// The exercise that has to be finished first, if that is what the failure is about.
    fn foundation(&self) -> Option<Exercise> {
        let Awaited::Foundation(slug) = self.failure.awaited else { return None };
        let exercises = catalog::exercises(self.catalogued.as_ref()?.folder.parent()?).ok()?;
        exercises.into_iter().find(|exercise| exercise.slug == slug)
    }

    /// Says that another program than the built one was judged.
    #[must_use]
    pub fn replaced(mut self, replaced: bool) -> Report {
        self.replaced = replaced;
        self
    }

    pub fn outcome(&self) -> Outcome {
        self.failure.outcome
    }

    /// The rule that the test checks, in words.
    pub fn rule(&self, lang: Lang) -> String {
        match &self.catalogued {
            Some(exercise) => exercise.rule_text(&self.test, lang),
            None => catalog::in_words(&self.test),
        }
    }

    /// What happened, in a line: the mistake's title if it has a name.
    pub fn headline(&self, lang: Lang, root: &Path) -> String {
        let page = self.failure.mistake.and_then(|slug| mistake::page(root, slug, lang).ok());
        page.map_or_else(
            || (lang.words().happened)(self.failure.outcome, self.failure.awaited),
            |page| format!("{}.", page.title.trim_end_matches('.')),
        )
    }

    /// The first words of the test's name that no other test's name holds, at least three. Where that is more than `room`
    /// letters, the shortest words of it one after the other, at least two, of which the same is true.
    fn shortest_filter(&self, room: usize) -> String {
        let rules = self.catalogued.iter().flat_map(|exercise| &exercise.rules);
        let others: Vec<&str> = rules.map(|rule| rule.name.as_str()).filter(|name| *name != self.test).collect();
        let words: Vec<&str> = self.test.split('_').collect();
        let candidates = (3..words.len()).map(|count| words[..count].join("_"));
        let unique = |start: &String| !others.is_empty() && others.iter().all(|other| !other.contains(start.as_str()));
        let first = candidates.into_iter().find(unique).unwrap_or_else(|| self.test.clone());
        if first.len() <= room {
            return first;
        }
        let ends = |start: usize| (start + 2..=words.len()).map(move |end| (start, end));
        let parts = (0..words.len()).flat_map(ends).map(|(start, end)| words[start..end].join("_"));
        parts.filter(unique).min_by_key(String::len).unwrap_or(first)
    }

    /// The report for a person. `root` is the workbook's folder, where the pages of the mistakes are.
    pub fn to_text(&self, lang: Lang, root: &Path, colour: Colour) -> String {
        page::render(self, lang, root, colour)
    }

    /// The report for a tool.
    ///
    /// `schema` is 1. `outcome` is one of the closed list, `mistake` a slug or null, `text` the report for a person in
    /// each language, `transcript` as `Transcript::to_json` says.
    pub fn to_json(&self, root: &Path) -> Value {
        let text = |lang: Lang| self.to_text(lang, root, Colour::Plain);
        let headline = |lang: Lang| self.headline(lang, root);
        json!({
            "schema": 1,
            "exercise": self.exercise,
            "number": self.catalogued.as_ref().map(|exercise| exercise.number),
            "test": self.test,
            "outcome": self.failure.outcome.slug(),
            "mistake": self.failure.mistake,
            "replaced": self.replaced,
            "rule": { "en": self.rule(Lang::En), "es": self.rule(Lang::Es) },
            "headline": { "en": headline(Lang::En), "es": headline(Lang::Es) },
            "text": { "en": text(Lang::En), "es": text(Lang::Es) },
            "transcript": self.transcript.to_json(),
        })
    }

    /// The conversation as a capture for Wireshark.
    pub fn to_pcapng(&self) -> Vec<u8> {
        capture::pcapng(&self.transcript.events())
    }
}
