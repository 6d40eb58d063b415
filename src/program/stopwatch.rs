//! What a program takes its time for.

use std::time::Duration;

use super::Running;
use crate::kernel;
use crate::patience::with_patience;
use crate::session;
use crate::verdict::{Awaited, Check, Failure, Measure, Outcome, Place, Shown};

/// So many times what a rule allows is let pass: a machine may be busy in ways that nobody measures.
const LENIENCE: u32 = 3;

/// Measures how long a program takes for something that a rule gives it a time for. It is made by [`Running::is_timed`].
///
/// While others have the processors, a program gets nowhere, and neither does the lab that looks at it. The time in which
/// either was ready to run and had to wait for its turn is not counted, where the kernel tells it.
pub struct Stopwatch<'a> {
    running: &'a Running,
    since: Duration,
    queued: Duration,
}

impl Running {
    /// Starts a stopwatch: what it is for begins now.
    pub fn is_timed(&self) -> Stopwatch<'_> {
        self.keeps_time_in_queue();
        Stopwatch { running: self, since: session::clock(), queued: time_in_queue(self) }
    }
}

impl Stopwatch<'_> {
    /// Expects that what it was started for, and is over now, took no longer than the rule allows.
    pub fn took_at_most(self, limit: Duration) -> Check<Duration> {
        let until = session::clock();
        self.took_at_most_until(limit, until)
    }

    /// The same for something that was over at this time of the test's clock: when the program ended, say.
    pub fn took_at_most_until(self, limit: Duration, until: Duration) -> Check<Duration> {
        let queued = time_in_queue(self.running).saturating_sub(self.queued);
        let took = until.saturating_sub(self.since).saturating_sub(queued);
        let failure = (took > with_patience(limit * LENIENCE)).then(|| {
            let shown = |time: Duration| format!("{} ms", time.as_millis());
            let failure = Failure::new(Outcome::TooMuch, Awaited::Nothing);
            failure.compare(Place::Measure(Measure::Time), Shown::AtMost(shown(limit)), Shown::Amount(shown(took)))
        });
        Check::new(took, failure)
    }
}

/// How long the program, and this thread of the lab, have been ready to run without getting a processor.
fn time_in_queue(running: &Running) -> Duration {
    let times = [running.time_in_queue(), kernel::own_time_in_queue()];
    times.into_iter().flatten().sum()
}
