//! `grade.toml`: what the instructor decides over the catalogue. What counts, how much, until when, and who is who.
//! Points are made of verdicts here, and nowhere else.

mod example;
mod late;
mod misplaced;
mod people;
mod read;
mod score;
mod table;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use enchufe::catalog::Exercise;
use enchufe::words::Lang;
use jiff::Timestamp;
use jiff::tz::Offset;

pub use example::example;
pub use late::Late;
pub use score::{ExerciseScore, Score};

use crate::class::Person;
use crate::points::Points;
use crate::problem::Problem;
use crate::result::{Clock, Submission};
use crate::store::write_whole;
use crate::words::{general, spoken};

/// What `--rules` takes for the catalogue alone, whatever a REPORT keeps. A file of this name is `./none`.
const CATALOGUE: &str = "none";

/// What counts, and how much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// The title of the class, for reports.
    pub title: Option<String>,
    /// The language of the students' pages, if the rules name one.
    pub lang: Option<Lang>,
    pub late: Option<Late>,
    /// What local times without a zone mean.
    pub zone: Offset,
    exercises: BTreeMap<String, ExerciseRules>,
    people: BTreeMap<String, Listed>,
    files: Files,
}

/// What was read, so that a REPORT can keep it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Files {
    rules: Option<String>,
    people: Option<String>,
}

/// What counts of one exercise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct ExerciseRules {
    points: Points,
    counts: bool,
    /// The weight of each rule that does not have 1.
    weights: BTreeMap<String, u32>,
    hidden: BTreeSet<String>,
}

/// What the list of people says of a student.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Listed {
    person: Person,
    lang: Option<Lang>,
    /// When it was handed in, if somebody knows it better than the submission.
    submitted: Option<Timestamp>,
    /// A due date of the student's own.
    due: Option<Timestamp>,
}

impl Rules {
    /// The rules of the catalogue alone.
    pub fn of_catalogue(exercises: &[Exercise]) -> Rules {
        let of = |exercise: &Exercise| {
            let rules =
                ExerciseRules { points: Points::whole(exercise.points), counts: true, ..ExerciseRules::default() };
            (exercise.slug.clone(), rules)
        };
        Rules {
            title: None,
            lang: None,
            late: None,
            zone: Offset::UTC,
            exercises: exercises.iter().map(of).collect(),
            people: BTreeMap::new(),
            files: Files::default(),
        }
    }

    /// What `--rules` names: the rules of a `grade.toml` over the catalogue, with the list of people that it names, or
    /// `none`, the catalogue alone.
    ///
    /// # Errors
    /// A file cannot be read, or holds what is not understood: with its line.
    pub fn read(path: &Path, exercises: &[Exercise]) -> Result<Rules, Problem> {
        if path == Path::new(CATALOGUE) { Ok(Rules::of_catalogue(exercises)) } else { read::read(path, exercises) }
    }

    /// The rules that a REPORT was made with.
    ///
    /// # Errors
    /// As above.
    pub fn kept(report: &Path, exercises: &[Exercise]) -> Result<Rules, Problem> {
        match kept_in(report) {
            Some(path) => read::read_kept(&path, exercises),
            None => Ok(Rules::of_catalogue(exercises)),
        }
    }

    /// Whether a REPORT was made with rules of its own.
    pub fn are_kept(report: &Path) -> bool {
        kept_in(report).is_some()
    }

    /// Keeps them in a REPORT.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn keep(&self, report: &Path) -> Result<(), Problem> {
        let folder = report.join("rules");
        let cannot_write = |error| Problem::new((general(spoken()).cannot_write)(&folder, &error));
        fs::create_dir_all(&folder).map_err(cannot_write)?;
        for (name, text) in [("grade.toml", &self.files.rules), ("people.csv", &self.files.people)] {
            let path = folder.join(name);
            match text {
                Some(text) => write_whole(&path, text.as_bytes()).map_err(cannot_write)?,
                None if path.exists() => fs::remove_file(&path).map_err(cannot_write)?,
                None => {}
            }
        }
        Ok(())
    }

    /// Whether an exercise counts.
    pub fn counts(&self, exercise: &str) -> bool {
        self.exercises.get(exercise).is_some_and(|rules| rules.counts)
    }

    /// Only these exercises count, whatever the file says.
    pub fn count_only(&mut self, slugs: &[String]) {
        for (slug, rules) in &mut self.exercises {
            rules.counts = slugs.contains(slug);
        }
    }

    /// What is not among these does not count.
    pub fn count_none_but(&mut self, slugs: &[String]) {
        for (slug, rules) in &mut self.exercises {
            rules.counts &= slugs.contains(slug);
        }
    }

    /// Whether students are kept from seeing a rule of an exercise.
    pub fn is_hidden(&self, exercise: &str, rule: &str) -> bool {
        self.exercises.get(exercise).is_some_and(|rules| rules.hidden.contains(rule))
    }

    /// The rules of an exercise that students are kept from seeing.
    pub fn hidden(&self, exercise: &str) -> impl Iterator<Item = &str> {
        self.exercises.get(exercise).into_iter().flat_map(|rules| rules.hidden.iter().map(String::as_str))
    }

    /// What counts of a rule within its exercise; 1 unless the file says otherwise.
    pub fn weight(&self, exercise: &str, rule: &str) -> u32 {
        self.exercises.get(exercise).and_then(|rules| rules.weights.get(rule)).copied().unwrap_or(1)
    }

    /// The most that an exercise gives.
    pub fn max(&self, exercise: &str) -> Points {
        self.exercises.get(exercise).filter(|rules| rules.counts).map_or(Points::ZERO, |rules| rules.points)
    }

    /// What the list of people says, by student.
    pub fn people(&self) -> BTreeMap<String, Person> {
        self.people.iter().map(|(student, listed)| (student.clone(), listed.person.clone())).collect()
    }

    /// The language of a student's page.
    pub fn lang_of(&self, student: &str) -> Option<Lang> {
        self.people.get(student).and_then(|listed| listed.lang).or(self.lang)
    }

    /// When a submission was handed in: as the list of people says, else as the submission itself does.
    pub fn submitted(&self, student: &str, by_itself: Option<&str>) -> Option<Timestamp> {
        let listed = self.people.get(student).and_then(|listed| listed.submitted);
        listed.or_else(|| by_itself?.parse().ok())
    }

    /// What that time is worth: whoever writes one into the list of people knows it.
    pub fn clock(&self, submission: &Submission) -> Clock {
        let is_listed = self.people.get(&submission.student).is_some_and(|listed| listed.submitted.is_some());
        if is_listed { Clock::Certain } else { submission.clock }
    }

    /// The same as a person reads it, in the zone of the due date.
    pub fn handed_in(&self, student: &str, by_itself: Option<&str>) -> Option<String> {
        self.submitted(student, by_itself).map(|time| self.shown(time))
    }

    fn shown(&self, time: Timestamp) -> String {
        let at = self.zone.to_datetime(time);
        let (sign, minutes) =
            (if self.zone.seconds() < 0 { '-' } else { '+' }, self.zone.seconds().unsigned_abs() / 60);
        let zone = format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60);
        format!("{} {:02}:{:02} ({zone})", at.date(), at.hour(), at.minute())
    }

    /// Students of the list who are none of these: a name that is written otherwise, or nothing handed in.
    pub fn people_without(&self, students: &BTreeSet<&str>) -> Vec<&str> {
        self.people.keys().map(String::as_str).filter(|student| !students.contains(student)).collect()
    }

    /// Students who are not on the list of people, if there is one.
    pub fn students_unlisted<'a>(&self, students: &BTreeSet<&'a str>) -> Vec<&'a str> {
        let is_unlisted = |student: &&str| !self.people.is_empty() && !self.people.contains_key(*student);
        students.iter().copied().filter(is_unlisted).collect()
    }

    /// The due date that holds for a student, as a person reads it.
    pub fn due_for(&self, student: &str) -> Option<String> {
        self.due(student).map(|due| self.shown(due))
    }

    fn due(&self, student: &str) -> Option<Timestamp> {
        let listed = self.people.get(student).and_then(|listed| listed.due);
        listed.or(self.late.as_ref().map(|late| late.due))
    }
}

/// The `grade.toml` that a REPORT keeps, if it was made with one.
fn kept_in(report: &Path) -> Option<PathBuf> {
    Some(report.join("rules").join("grade.toml")).filter(|path| path.is_file())
}
