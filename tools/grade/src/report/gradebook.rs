//! A class with its points: what the pages and the table are made of.

use enchufe::catalog::Exercise;

use super::mistakes::Mistakes;
use super::names::file_names;
use super::standing::{Standing, fails};
use crate::class::Class;
use crate::result::{ExerciseResult, Submission, TestResult};
use crate::rules::Score;

pub struct Gradebook<'c> {
    pub class: &'c Class,
    /// One for each submission, as the following two.
    pub scores: Vec<Score>,
    /// The names of the students' files, without ending.
    pub files: Vec<String>,
    pub mistakes: Mistakes,
    /// The exercises that count, by number.
    pub exercises: Vec<&'c Exercise>,
}

impl<'c> Gradebook<'c> {
    pub fn new(class: &'c Class) -> Gradebook<'c> {
        let students = class.submissions.iter().map(|submission| submission.student.as_str());
        Gradebook {
            class,
            scores: class.submissions.iter().map(|submission| class.score(submission)).collect(),
            files: file_names(students),
            mistakes: Mistakes::of(class),
            exercises: class.exercises.iter().filter(|exercise| class.rules.counts(&exercise.slug)).collect(),
        }
    }

    /// The submissions with their places.
    pub fn submissions(&self) -> impl Iterator<Item = (usize, &'c Submission)> + use<'c> {
        self.class.submissions.iter().enumerate()
    }

    /// The name that is shown of the student at a place.
    pub fn name(&self, place: usize) -> &str {
        self.class.name(&self.class.submissions[place].student)
    }

    pub fn standing(&self, place: usize, exercise: &str) -> Standing {
        Standing::of(&self.class.submissions[place], exercise)
    }

    /// What came of an exercise, at each place where it was handed in.
    pub fn results(&self, exercise: &str) -> impl Iterator<Item = (usize, &'c ExerciseResult)> {
        let result = move |(place, submission): (usize, &'c Submission)| Some((place, submission.exercise(exercise)?));
        self.submissions().filter_map(result)
    }
}

/// The first rule, in the catalogue's order, that does not hold.
pub fn first_failure(result: &ExerciseResult) -> Option<&TestResult> {
    result.tests.iter().find(|test| fails(test))
}

/// `03 tcp-client`
pub fn label(exercise: &Exercise) -> String {
    format!("{:02} {}", exercise.number, exercise.slug)
}
