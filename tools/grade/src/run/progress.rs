//! How far it is: a bar in a terminal, a line for each submission elsewhere.

use std::io::{IsTerminal, Write, stderr};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use crate::plan::Job;
use crate::words::{run as words_of, spoken};

const WIDTH: usize = 24;

pub(super) struct Progress {
    started: Instant,
    /// Sources that are to be judged: the time goes there.
    sources: usize,
    /// Submissions that have a verdict at the end. An instructor counts those, also where several have the same source.
    of: usize,
    kept: usize,
    /// So many are judged at the same time.
    lanes: usize,
    is_terminal: bool,
    judged: Mutex<Count>,
}

/// What has been judged.
#[derive(Debug, Default)]
struct Count {
    sources: usize,
    submissions: usize,
}

impl Progress {
    /// These are to be judged, so many at the same time; `kept` submissions were before.
    pub fn new(wanted: &[&Job], kept: usize, lanes: usize) -> Progress {
        let progress = Progress {
            started: Instant::now(),
            sources: wanted.len(),
            of: kept + wanted.iter().map(|job| job.students.len()).sum::<usize>(),
            kept,
            lanes,
            is_terminal: stderr().is_terminal(),
            judged: Mutex::default(),
        };
        if kept > 0 {
            progress.say(&(words_of(spoken()).kept)(kept));
        }
        progress.draw(&progress.count());
        progress
    }

    fn count(&self) -> MutexGuard<'_, Count> {
        self.judged.lock().expect("no holder panics")
    }

    pub fn judged(&self, job: &Job) {
        let mut count = self.count();
        count.sources += 1;
        count.submissions += job.students.len();
        if self.is_terminal {
            self.draw(&count);
        } else {
            tell(&format!("{}/{}  {}\n", self.kept + count.submissions, self.of, job.students.join(", ")));
        }
    }

    /// Says a line above the bar.
    pub fn say(&self, line: &str) {
        let count = self.count();
        if self.is_terminal {
            tell("\r\x1b[K");
        }
        tell(&format!("{line}\n"));
        self.draw(&count);
    }

    pub fn end(&self) {
        if self.is_terminal && self.sources > 0 {
            tell("\n");
        }
    }

    fn draw(&self, count: &Count) {
        if !self.is_terminal || self.sources == 0 {
            return;
        }
        let done = self.kept + count.submissions;
        let full = WIDTH * done / self.of;
        let left = time_left(self.started.elapsed(), count.sources, self.sources, self.lanes);
        let left = left.map_or(String::new(), |left| (words_of(spoken()).left)(left));
        let bar = "█".repeat(full) + &"░".repeat(WIDTH - full);
        tell(&format!("\r\x1b[K{bar} {done}/{}  {left}", self.of));
    }
}

/// Nobody is told when nobody can be.
fn tell(text: &str) {
    let mut out = stderr().lock();
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}

/// What is left, if it goes on as it did. Of the last ones, which have all begun, each takes as long as it takes: how long
/// the others took says nothing of it, and what was said would stand until the end.
fn time_left(passed: Duration, done: usize, of: usize, lanes: usize) -> Option<Duration> {
    let each = passed.checked_div(u32::try_from(done).ok()?)?;
    let left = of.checked_sub(done).filter(|&left| left > lanes)?;
    Some(each * u32::try_from(left).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::Prepared;
    use crate::plan::{Conditions, jobs};
    use crate::result::{Clock, Tier};

    #[test]
    fn submissions_are_counted_also_where_several_have_the_same_source() {
        let prepared = |student: &str, sources: &str| Prepared {
            student: student.into(),
            sources: sources.into(),
            folder: std::path::PathBuf::new(),
            files: Vec::new(),
            submitted: None,
            clock: Clock::default(),
            handed_in: std::collections::BTreeMap::new(),
            ignored: Vec::new(),
        };
        let class = [prepared("ana", "same"), prepared("bea", "other"), prepared("cam", "same")];
        let conditions = Conditions { version: String::new(), tier: Tier::Limits, exercises: Vec::new() };
        let jobs = jobs(&class, &conditions);
        let progress = Progress::new(&jobs.iter().collect::<Vec<_>>(), 4, 1);
        assert_eq!((progress.sources, progress.of), (2, 7));
        progress.judged(&jobs[0]);
        let count = progress.count();
        assert_eq!((count.sources, count.submissions), (1, 2));
    }

    #[test]
    fn no_time_is_told_when_all_that_are_left_have_begun() {
        let left = |done| time_left(Duration::from_secs(60), done, 14, 2);
        assert_eq!(left(0), None, "nobody knows yet");
        assert_eq!(left(6), Some(Duration::from_secs(80)));
        assert_eq!(left(11), Some(Duration::from_secs(60) / 11 * 3));
        assert_eq!((left(12), left(13), left(14)), (None, None, None));
    }
}
