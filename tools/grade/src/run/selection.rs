//! What `--only` and `--regrade` choose of a class.

use std::path::Path;

use crate::handout::real;
use crate::options::Grade;
use crate::plan::Job;
use crate::problem::Problem;
use crate::words::{run as words_of, spoken};
use crate::workbook::Workbook;

pub(super) struct Selection {
    /// Slugs; all that count if this is `None`.
    pub exercises: Option<Vec<String>>,
    /// All if this is `None`.
    students: Option<Vec<String>>,
    /// None of them if this is `None`, all if it is empty.
    again: Option<Vec<String>>,
}

impl Selection {
    pub fn of(grade: &Grade, workbook: &Workbook, students: &[String]) -> Result<Selection, Problem> {
        let (mut chosen, mut exercises) = (Vec::new(), Vec::new());
        for name in &grade.only {
            // A student may be called as an exercise is.
            if students.contains(name) {
                chosen.push(name.clone());
            } else if let Some(exercise) = workbook.exercise(name) {
                exercises.push(exercise.slug.clone());
            } else {
                return Err(nobody(name));
            }
        }
        if let Some(stranger) = grade.regrade.iter().flatten().find(|name| !students.contains(name)) {
            return Err(nobody(stranger));
        }
        let some = |names: Vec<String>| if names.is_empty() { None } else { Some(names) };
        Ok(Selection { exercises: some(exercises), students: some(chosen), again: grade.regrade.clone() })
    }

    pub fn wants(&self, job: &Job) -> bool {
        let is_one = |names: &Vec<String>| job.students.iter().any(|student| names.iter().any(|name| name == student));
        self.students.as_ref().is_none_or(is_one)
    }

    /// The keys of those that are judged again.
    pub fn regraded<'a>(&self, jobs: &'a [Job]) -> Vec<&'a str> {
        let Some(names) = &self.again else { return Vec::new() };
        let is_one = |job: &&Job| {
            names.is_empty() || job.students.iter().any(|student| names.iter().any(|name| name == student))
        };
        jobs.iter().filter(is_one).filter(|job| self.wants(job)).map(|job| job.key.as_str()).collect()
    }
}

fn nobody(name: &str) -> Problem {
    let words = words_of(spoken());
    Problem::new((words.nobody)(name)).advise(words.names_are)
}

/// REPORT in the folder of submissions would be a submission the next time.
pub(super) fn check_places(submissions: &Path, out: &Path) -> Result<(), Problem> {
    let words = words_of(spoken());
    if real(out).starts_with(real(submissions)) {
        return Err(Problem::new((words.inside)(out, submissions)).advise(words.outside));
    }
    Ok(())
}
