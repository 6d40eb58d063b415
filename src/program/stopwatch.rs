//! A program's own time, and what it takes it for.

use std::time::Duration;

use super::Running;
use crate::kernel;
use crate::patience::{time_lost, with_patience};
use crate::peer::let_time_pass;
use crate::session;
use crate::verdict::{Awaited, Check, Failure, Outcome};

/// So many times what a rule allows is let pass: a machine may be busy in ways that nobody measures.
const LENIENCE: u32 = 3;

/// So many times a program is let do what it has to do in a time, before that it was late is held against it.
const TRIES: u32 = 3;

/// At least this part of all time is a program's own: many threads stand in the queue for many times as long as it takes.
const LEAST_PART: u32 = 10;

/// Between two looks at what is waited for.
const GLANCE: Duration = Duration::from_millis(5);

/// Measures how long a program takes for something that a rule gives it a time for. It is made by [`Running::stopwatch`].
///
/// While others have the processors, a program gets nowhere, and neither does the lab that looks at it. The time in which
/// either was ready to run and had to wait for its turn is not counted, where the kernel tells it, nor is the time in which
/// the machine stood still.
pub struct Stopwatch<'a> {
    running: &'a Running,
    since: Duration,
    queued: Duration,
    lost: Duration,
}

impl Running {
    /// Starts a stopwatch: what it is for begins now.
    pub fn stopwatch(&self) -> Stopwatch<'_> {
        self.keeps_time_in_queue();
        Stopwatch { running: self, since: session::clock(), queued: time_in_queue(self), lost: time_lost() }
    }

    /// Waits until something holds, at most for so much of the program's own time. Whether it came to hold.
    pub fn within(&self, time: Duration, mut holds: impl FnMut() -> bool) -> bool {
        let watch = self.stopwatch();
        loop {
            // Whoever looked too late looks once more.
            let is_over = watch.time() >= time;
            if holds() {
                return true;
            }
            if is_over {
                return false;
            }
            let_time_pass(GLANCE);
        }
    }
}

impl Stopwatch<'_> {
    /// The program's own time since then.
    pub fn time(&self) -> Duration {
        self.time_until(session::clock())
    }

    /// The program's own time between then and something that was over at this time of the test's clock: when the program
    /// ended, say.
    pub fn time_until(&self, until: Duration) -> Duration {
        let queued = time_in_queue(self.running).saturating_sub(self.queued);
        let lost = time_lost().saturating_sub(self.lost);
        let all = until.saturating_sub(self.since);
        all.saturating_sub(queued.max(lost)).max(all / LEAST_PART)
    }

    /// Expects that what it was started for, and is over now, took no longer than the rule allows.
    pub fn took_at_most(self, limit: Duration) -> Check<Duration> {
        let until = session::clock();
        self.took_at_most_until(limit, until)
    }

    /// The same for something that was over at this time of the test's clock.
    pub fn took_at_most_until(self, limit: Duration, until: Duration) -> Check<Duration> {
        took_at_most(self.time_until(until), limit)
    }
}

/// Expects that so much of a program's own time is no more than a rule allows.
pub fn took_at_most(took: Duration, limit: Duration) -> Check<Duration> {
    let is_late = took > with_patience(limit * LENIENCE);
    let failure = is_late.then(|| Failure::new(Outcome::TooMuch, Awaited::Nothing).too_late(took, limit));
    Check::new(took, failure)
}

/// Lets a program do three times what a rule gives it a time for, or until it is done within twice that time once: then
/// there is nothing to judge. Otherwise it is how long it took the last time.
///
/// A moment in which the machine stood still is not told from the program's time. Who is late is late each time.
pub fn late_each_time(limit: Duration, mut time_taken: impl FnMut() -> Duration) -> Option<Duration> {
    let mut last = Duration::ZERO;
    for _ in 0..TRIES {
        last = time_taken();
        if last < limit * 2 {
            return None;
        }
    }
    Some(last)
}

/// How long the program, and this thread of the lab, have been ready to run without getting a processor.
fn time_in_queue(running: &Running) -> Duration {
    let times = [running.time_in_queue(), kernel::own_time_in_queue()];
    times.into_iter().flatten().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often something was tried that took these times, one after the other, and whether it was late each time.
    fn tried(times: &[u64]) -> (usize, Option<Duration>) {
        let mut tries = 0;
        let late = late_each_time(Duration::from_millis(100), || {
            tries += 1;
            Duration::from_millis(times[tries - 1])
        });
        (tries, late)
    }

    #[test]
    fn who_was_late_once_is_tried_again() {
        assert_eq!(tried(&[199]), (1, None));
        assert_eq!(tried(&[900, 120]), (2, None));
        assert_eq!(tried(&[900, 900, 120]), (3, None));
        assert_eq!(tried(&[900, 900, 200]), (3, Some(Duration::from_millis(200))));
    }
}
