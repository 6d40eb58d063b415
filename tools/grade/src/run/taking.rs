//! Taking the submissions of a class in, several at the same time. One at which the grader fails stops no other.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::intake::{Entry, Prepared};
use crate::judge::Stop;
use crate::plan::Conditions;
use crate::problem::Problem;
use crate::result::{Clock, ExerciseResult, State, Submission, Text};
use crate::words::run as words_of;

/// What came of it, by the students' names.
#[derive(Debug, Default)]
pub(super) struct TakenIn {
    pub prepared: Vec<Prepared>,
    /// Students at whose submissions the grader itself failed.
    pub failed: Vec<String>,
}

/// Takes these in, until it is stopped.
///
/// # Errors
/// The machine cannot go on.
pub(super) fn take_in(
    entries: &[Entry],
    stop: &Stop,
    take: impl Fn(&Entry) -> Result<Prepared, Problem> + Sync,
) -> Result<TakenIn, Problem> {
    let taken = enchufe::grading::in_parallel(entries, 1, |entry| {
        let take = || catch_unwind(AssertUnwindSafe(|| take(entry))).map_err(|_| entry.student.clone());
        (!stop.is_stopped()).then(take)
    });
    let mut all = TakenIn::default();
    for one in taken.into_iter().flatten() {
        match one {
            Ok(prepared) => all.prepared.push(prepared?),
            Err(student) => all.failed.push(student),
        }
    }
    Ok(all)
}

/// A submission that could not be taken in: a lab error in each exercise, since nobody knows what was handed in.
pub(super) fn lab_error(student: &str, conditions: &Conditions) -> Submission {
    let of = |slug: &String| ExerciseResult {
        slug: slug.clone(),
        state: State::LabError { text: Text::said(|lang| words_of(lang).failed_to_take.to_owned()) },
        tests: Vec::new(),
    };
    Submission {
        student: student.to_owned(),
        sources: String::new(),
        submitted: None,
        clock: Clock::default(),
        handed_in: std::collections::BTreeMap::new(),
        ignored: Vec::new(),
        tier: conditions.tier,
        exercises: conditions.exercises.iter().map(of).collect(),
        tampering: Vec::new(),
        lang: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::intake::entries;
    use crate::result::Tier;
    use crate::rules::Rules;

    fn conditions() -> Conditions {
        let exercises = vec!["addresses".into(), "ports".into()];
        Conditions { version: String::new(), tier: Tier::Limits, exercises }
    }

    #[test]
    fn one_submission_that_cannot_be_taken_in_stops_no_other() {
        let class = tempfile::tempdir().expect("a folder");
        for student in ["ana", "bea", "cam"] {
            fs::create_dir(class.path().join(student)).expect("a folder in it");
        }
        let take = |entry: &Entry| {
            assert_ne!(entry.student, "bea", "this is what is tried");
            Ok(Prepared {
                student: entry.student.clone(),
                sources: String::new(),
                folder: class.path().into(),
                files: Vec::new(),
                submitted: None,
                clock: Clock::default(),
                handed_in: std::collections::BTreeMap::new(),
                ignored: Vec::new(),
            })
        };
        let found = entries(class.path()).expect("a class").entries;
        let taken = take_in(&found, &Stop::default(), take).expect("the machine goes on");
        let students: Vec<&str> = taken.prepared.iter().map(|prepared| prepared.student.as_str()).collect();
        assert_eq!((&students[..], &taken.failed[..]), (&["ana", "cam"][..], &["bea".to_owned()][..]));
    }

    #[test]
    fn what_could_not_be_taken_in_waits_for_a_person_and_not_as_nothing_handed_in() {
        let submission = lab_error("bea", &conditions());
        let exercises = enchufe::catalog::exercises(&enchufe::root().join("exercises")).expect("they read");
        let score = Rules::of_catalogue(&exercises).score(&submission);
        let reasons: Vec<&str> = score.needs_a_person.iter().map(|text| text.en.as_str()).collect();
        let [one, other] = &reasons[..] else { panic!("one for each exercise: {reasons:?}") };
        assert!(one.contains("addresses could not be judged") && other.contains("ports could not be judged"));
        assert!(one.ends_with("the grader itself failed when it took the submission in"), "{one}");
    }
}
