//! A class judged: what reports and exports are made of.

use std::collections::BTreeMap;

use enchufe::catalog::Exercise;
use enchufe::words::Lang;

use crate::result::{Submission, Tier};
use crate::rules::{Rules, Score};
use crate::words::rules;

/// All of it, in memory.
#[derive(Debug, Clone)]
pub struct Class {
    /// By the names that are shown, as people order them.
    pub submissions: Vec<Submission>,
    /// Who handed in and has no verdict: this is not the whole class, or shard.
    pub missing: Vec<String>,
    /// Who is on the list of people, and has handed in nothing under this name.
    pub strangers: Vec<String>,
    /// Who has handed in, and is not on the list of people.
    pub unlisted: Vec<String>,
    /// By student; not every student is in it.
    pub people: BTreeMap<String, Person>,
    /// The catalogue, by number.
    pub exercises: Vec<Exercise>,
    pub rules: Rules,
    /// Which tests, rules that matter and compiler judged: in hexadecimal.
    pub version: String,
    /// The lowest one that a submission was judged at.
    pub tier: Tier,
}

/// What the instructor's lists say of a student.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The name that is shown; the submission's own name if this is `None`.
    pub name: Option<String>,
    pub group: Option<String>,
}

impl Class {
    /// The name that is shown of a student.
    pub fn name<'a>(&'a self, student: &'a str) -> &'a str {
        self.people.get(student).and_then(|person| person.name.as_deref()).unwrap_or(student)
    }

    pub fn group(&self, student: &str) -> Option<&str> {
        self.people.get(student)?.group.as_deref()
    }

    /// What is said of those who are only on the list of people, or only among the submissions.
    pub fn apart(&self, lang: Lang) -> Vec<String> {
        let words = rules(lang);
        let sides = [(&self.strangers, words.strangers), (&self.unlisted, words.unlisted)];
        let are_any = sides.into_iter().filter(|(names, _)| !names.is_empty());
        are_any.map(|(names, say)| say(&names.join(", "))).collect()
    }

    pub fn score(&self, submission: &Submission) -> Score {
        self.rules.score(submission)
    }

    pub fn exercise(&self, slug: &str) -> Option<&Exercise> {
        self.exercises.iter().find(|exercise| exercise.slug == slug)
    }
}
