//! Judging many submissions at the same time. One that goes wrong stops no other.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::progress::Progress;
use crate::intake::Prepared;
use crate::judge::{Court, Stop, processors};
use crate::plan::Job;
use crate::problem::Problem;
use crate::result::{Submission, Tier};
use crate::store::Store;
use crate::words::{run as words_of, sandbox as sandbox_words, spoken};

/// Whoever judges one submission.
pub trait Judge: Sync {
    fn tier(&self) -> Tier;

    /// What holds programs back, for a person: a few lines, with their ends.
    fn describe(&self) -> String {
        (sandbox_words(spoken()).walls)(self.tier().into())
    }

    /// How many submissions it can judge at the same time, where so many were asked for.
    fn lanes(&self, asked: Option<usize>) -> usize {
        asked.unwrap_or_else(processors)
    }

    /// Judges these exercises of it. `None` if it was stopped. `lane` is below the number of jobs; no two submissions are
    /// in the same at a time.
    ///
    /// # Errors
    /// The machine cannot go on.
    fn judge(&self, prepared: &Prepared, exercises: &[String], lane: usize) -> Result<Option<Submission>, Problem>;
}

impl Judge for Court {
    fn tier(&self) -> Tier {
        self.tier()
    }

    fn describe(&self) -> String {
        self.describe()
    }

    fn lanes(&self, _: Option<usize>) -> usize {
        self.lanes()
    }

    fn judge(&self, prepared: &Prepared, exercises: &[String], lane: usize) -> Result<Option<Submission>, Problem> {
        self.judge_these(prepared, exercises, lane)
    }
}

/// What came of it.
#[derive(Debug, Default)]
pub(super) struct Done {
    /// How many were judged now.
    pub judged: usize,
    pub was_stopped: bool,
    /// Submissions at which the grader itself failed; they have no verdict.
    pub failures: Vec<String>,
}

/// Judges these, each in a lane of its own, and keeps every verdict at once. `kept` submissions have theirs already.
pub(super) fn judge_all(
    wanted: &[&Job],
    kept: usize,
    judge: &impl Judge,
    store: &Store,
    lanes: usize,
    stop: &Stop,
) -> Result<Done, Problem> {
    let progress = Progress::new(wanted, kept, lanes);
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Done::default());
    let fatal = Mutex::new(None);
    let work = |lane: usize| {
        while !stop.is_stopped() {
            let Some(job) = wanted.get(next.fetch_add(1, Ordering::Relaxed)) else { return };
            let judged = catch_unwind(AssertUnwindSafe(|| judge.judge(job.prepared, &job.exercises, lane)));
            let outcome = match judged {
                Ok(Ok(Some(submission))) => store.keep(&job.key, &submission).map(|()| true),
                Ok(Ok(None)) => return,
                Ok(Err(problem)) => Err(problem),
                Err(_) => Ok(false),
            };
            match outcome {
                Ok(true) => {
                    done.lock().expect("no holder panics").judged += 1;
                    progress.judged(job);
                }
                Ok(false) => {
                    let failure = (words_of(spoken()).failed)(&job.students.join(", "));
                    done.lock().expect("no holder panics").failures.push(failure);
                }
                // It would go wrong for all others as well.
                Err(problem) => {
                    stop.stop();
                    fatal.lock().expect("no holder panics").get_or_insert(problem);
                }
            }
        }
    };
    std::thread::scope(|scope| {
        for lane in 0..lanes.min(wanted.len()) {
            let work = &work;
            scope.spawn(move || work(lane));
        }
    });
    progress.end();
    if let Some(problem) = fatal.into_inner().expect("no holder panics") {
        return Err(problem);
    }
    let mut done = done.into_inner().expect("no holder panics");
    done.was_stopped = stop.is_stopped();
    done.failures.sort();
    Ok(done)
}
