//! What the last runs of graded tests left behind: which conversations there are, and one of them as events.

use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

use enchufe::capture;
use enchufe::catalog::Exercise;
use enchufe::grading::{self, Verdict};
use enchufe::transcript::{Event, Transcript};
use enchufe::verdict::Outcome;

use crate::lab::Lab;
use crate::problem::Problem;
use crate::words::trace;

/// The last verdicts on one exercise, in the order of its rules. There is at least one.
pub struct Recorded<'l> {
    lab: &'l Lab,
    pub exercise: &'l Exercise,
    pub verdicts: Vec<Verdict>,
}

/// The conversation of one test.
pub struct Record<'l> {
    pub exercise: &'l Exercise,
    pub verdict: Verdict,
    pub events: Vec<Event>,
    /// The report's file.
    path: PathBuf,
    /// When it was written.
    pub at: SystemTime,
    /// The student's file was saved later.
    pub is_outdated: bool,
}

impl<'l> Recorded<'l> {
    /// Reads what is recorded of an exercise.
    ///
    /// # Errors
    /// Nothing is.
    pub fn of(lab: &'l Lab, exercise: &'l Exercise) -> Result<Recorded<'l>, Problem> {
        let verdicts = grading::last_verdicts(&lab.reports(), exercise);
        if verdicts.is_empty() {
            let words = trace(lab.lang);
            return Err(Problem::new((words.not_recorded)(&exercise.slug)).advise((words.record_one)(&exercise.slug)));
        }
        Ok(Recorded { lab, exercise, verdicts })
    }

    /// Where a rule stands among those that are recorded.
    pub fn position(&self, rule: &str) -> Option<usize> {
        self.verdicts.iter().position(|verdict| verdict.rule == rule)
    }

    /// The one that has most to tell: the first failure with a name, else the first failure, else the first of all.
    pub fn most_telling(&self) -> usize {
        let first = |is_it: &dyn Fn(&Verdict) -> bool| self.verdicts.iter().position(is_it);
        let named = first(&|verdict| !verdict.is_fine() && verdict.mistake.is_some());
        named.or_else(|| first(&|verdict| !verdict.is_fine())).unwrap_or(0)
    }

    /// The conversation at a place.
    ///
    /// # Errors
    /// The report has none, or one that cannot be understood.
    pub fn record(&self, place: usize) -> Result<Record<'l>, Problem> {
        let words = trace(self.lab.lang);
        let verdict = &self.verdicts[place];
        let path = report_path(self.lab, self.exercise, &verdict.rule);
        let advice = (words.test_it_again)(&self.exercise.slug);
        let Some(transcript) = verdict.transcript() else {
            return Err(Problem::new((words.no_conversation)(&self.lab.short(&path))).advise(advice));
        };
        let transcript = Transcript::from_json(transcript).map_err(|error| {
            Problem::new((words.not_understood)(&self.lab.short(&path), &error.to_string())).advise(advice)
        })?;
        let at = written_at(&path).unwrap_or(SystemTime::UNIX_EPOCH);
        let is_outdated = written_at(&self.exercise.source()).is_some_and(|saved| saved > at);
        let (exercise, verdict, events) = (self.exercise, verdict.clone(), transcript.events());
        Ok(Record { exercise, verdict, events, path, at, is_outdated })
    }
}

impl Record<'_> {
    /// The conversation as a capture: the one that the test wrote beside its report, or one made from the events.
    pub fn capture(&self) -> Vec<u8> {
        fs::read(self.path.with_extension("pcapng")).unwrap_or_else(|_| capture::pcapng(&self.events))
    }

    /// How many seconds ago it was written.
    pub fn age(&self) -> u64 {
        // A clock that was set back makes it new.
        SystemTime::now().duration_since(self.at).unwrap_or_default().as_secs()
    }

    /// `03 tcp-client · the rule`
    pub fn title(&self, lab: &Lab) -> String {
        let rule = self.exercise.rule_text(&self.verdict.rule, lab.lang);
        format!("{:02} {} · {rule}", self.exercise.number, self.exercise.slug)
    }
}

/// `✓` where a rule holds, `✗` where it does not, `○` where nothing is known of it.
pub fn sign(outcome: Outcome) -> char {
    match outcome {
        Outcome::Passed => '✓',
        Outcome::Skipped | Outcome::NotWrittenYet => '○',
        _ => '✗',
    }
}

/// The exercises of which something is recorded, the one that was tested last first.
pub fn newest_first(lab: &Lab) -> Vec<&Exercise> {
    let written = |exercise: &'_ Exercise| {
        exercise.rules.iter().filter_map(|rule| written_at(&report_path(lab, exercise, &rule.name))).max()
    };
    let mut found: Vec<(SystemTime, &Exercise)> =
        lab.exercises.iter().filter_map(|exercise| Some((written(exercise)?, exercise))).collect();
    // Of two at the same time, the later in the book.
    found.sort_by_key(|(at, exercise)| std::cmp::Reverse((*at, exercise.number)));
    found.into_iter().map(|(_, exercise)| exercise).collect()
}

/// Whether the conversation of a test is recorded.
pub fn is_recorded(lab: &Lab, exercise: &Exercise, rule: &str) -> bool {
    report_path(lab, exercise, rule).is_file()
}

fn report_path(lab: &Lab, exercise: &Exercise, rule: &str) -> PathBuf {
    lab.reports().join(&exercise.slug).join(format!("{rule}.json"))
}

fn written_at(path: &std::path::Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}
