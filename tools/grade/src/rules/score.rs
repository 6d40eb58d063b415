//! The points of one submission.

use enchufe::verdict::Outcome;

use super::Rules;
use super::misplaced::misplaced;
use crate::points::Points;
use crate::result::{ExerciseResult, State, Submission, Text};
use crate::words::rules as words;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Score {
    /// Exercises that count and were judged, by number.
    pub exercises: Vec<ExerciseScore>,
    /// Before what lateness costs. Where the lab could not judge a whole exercise, the others count for more.
    pub raw: Points,
    pub late_penalty: Points,
    /// Days begun after the due date; 0 in time, or without a due date.
    pub days_late: u32,
    /// `raw` less `late_penalty`.
    pub points: Points,
    /// The same for everybody.
    pub max: Points,
    /// Why a person must look at it before the points stand; empty for nearly all.
    pub needs_a_person: Vec<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExerciseScore {
    pub slug: String,
    pub points: Points,
    /// 0 if nothing of the exercise could be judged, and it counts neither way.
    pub max: Points,
}

impl Score {
    pub fn exercise(&self, slug: &str) -> Option<&ExerciseScore> {
        self.exercises.iter().find(|exercise| exercise.slug == slug)
    }
}

impl Rules {
    pub fn score(&self, submission: &Submission) -> Score {
        let mut score = Score::default();
        let tampered = |slug: &str| {
            submission.tampering.iter().any(|sign| sign.exercise.as_deref().is_none_or(|exercise| exercise == slug))
        };
        for result in submission.exercises.iter().filter(|result| self.counts(&result.slug)) {
            let max = self.max(&result.slug);
            score.max = score.max + max;
            let share = if tampered(&result.slug) { Some((0, 1)) } else { self.share(result) };
            score.exercises.push(match share {
                Some((hold, of)) => ExerciseScore { slug: result.slug.clone(), points: max.share(hold, of), max },
                None => ExerciseScore { slug: result.slug.clone(), points: Points::ZERO, max: Points::ZERO },
            });
        }
        let got: Points = score.exercises.iter().map(|exercise| exercise.points).sum();
        let of: Points = score.exercises.iter().map(|exercise| exercise.max).sum();
        score.raw = if of == Points::ZERO { Points::ZERO } else { score.max.share(got.0, of.0) };
        let submitted = self.submitted(&submission.student, submission.submitted.as_deref());
        let due = self.due(&submission.student);
        let mut late_by = None;
        if let (Some(late), Some(due), Some(submitted)) = (&self.late, due, submitted) {
            let (days, penalty) = (late.days(due, submitted), late.penalty(due, submitted, score.raw));
            let clock = self.clock(submission);
            if penalty > Points::ZERO && late.is_doubtful(due, submitted, clock) {
                late_by = Some((clock, penalty));
            } else {
                (score.days_late, score.late_penalty) = (days, penalty);
            }
        }
        score.points = score.raw.saturating_sub(score.late_penalty);
        score.needs_a_person = self.doubts(submission);
        // Whoever has all points has lost none by what was not taken, and whoever has none can lose none by being late.
        score.needs_a_person.extend(misplaced(submission, score.raw < score.max));
        if due.is_some() && got > Points::ZERO {
            score.needs_a_person.extend(self.untimed(submission, submitted.is_some()));
        }
        if let Some((clock, penalty)) = late_by {
            score.needs_a_person.push(Text::said(|lang| (words(lang).late_by)(clock, penalty)));
        }
        score
    }

    /// The weight of the rules that hold, and of those that count. `None` if nothing could be judged.
    fn share(&self, result: &ExerciseResult) -> Option<(u64, u64)> {
        match result.state {
            State::NotSubmitted | State::DidNotCompile { .. } => return Some((0, 1)),
            State::LabError { .. } => return None,
            State::Judged => {}
        }
        let (mut hold, mut count) = (0, 0);
        for test in &result.tests {
            let weight = u64::from(self.weight(&result.slug, &test.rule));
            match test.outcome() {
                // Neither is the student's: it counts neither way.
                Outcome::Skipped | Outcome::LabError => {}
                Outcome::Passed => (hold, count) = (hold + weight, count + weight),
                _ => count += weight,
            }
        }
        (count > 0).then_some((hold, count))
    }

    fn doubts(&self, submission: &Submission) -> Vec<Text> {
        let mut doubts = Vec::new();
        for sign in &submission.tampering {
            doubts.push(Text::said(|lang| {
                (words(lang).tampering)(sign.exercise.as_deref().unwrap_or_default(), sign.text.get(lang))
            }));
        }
        for result in submission.exercises.iter().filter(|result| self.counts(&result.slug)) {
            if let State::LabError { text } = &result.state {
                doubts.push(Text::said(|lang| (words(lang).not_judged)(&result.slug, text.get(lang))));
            }
            let failed = result.tests.iter().filter(|test| test.outcome() == Outcome::LabError);
            let rules: Vec<&str> = failed.map(|test| test.rule.as_str()).collect();
            if !rules.is_empty() {
                doubts.push(Text::said(|lang| (words(lang).lab_errors)(&result.slug, &rules.join(", "))));
            }
        }
        doubts
    }

    /// What is doubtful about when it was handed in, unless somebody knows it.
    fn untimed(&self, submission: &Submission, has_time: bool) -> Option<Text> {
        if !has_time {
            return Some(Text::said(|lang| words(lang).no_time.to_owned()));
        }
        let is_listed = self.people.get(&submission.student).is_some_and(|listed| listed.submitted.is_some());
        let mut counting = submission.handed_in.iter().filter(|(slug, _)| self.counts(slug));
        let is_changed = !is_listed && counting.any(|(_, handed_in)| handed_in.is_changed);
        is_changed.then(|| Text::said(|lang| words(lang).changed.to_owned()))
    }
}
