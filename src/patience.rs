//! How long a wait may last. Every wait of the harness ends, and asks here when.
//!
//! Deadlines only ever decide that something failed. What passes, passes by the order of events.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use crate::session;
use crate::verdict::Problem;

/// How long the harness waits for one event, before `ENCHUFE_PATIENCE` is applied.
const WAIT: Duration = Duration::from_secs(10);

/// The same once a program of this test process has hung: the verdict on the exercise is known, the rest may be brief.
const WAIT_AFTER_A_HANG: Duration = Duration::from_secs(1);

/// So often a thread of the lab looks at the clock, to know whether the machine stands still.
const TICK: Duration = Duration::from_millis(50);

/// Who comes later than this was not only in the queue for a processor, however busy the machine is.
const STANDSTILL: Duration = Duration::from_secs(1);

static HUNG: AtomicBool = AtomicBool::new(false);

/// The variable that says how many times as long as usual the harness waits. A slow machine sets 5.
pub const PATIENCE: &str = "ENCHUFE_PATIENCE";

/// The number that [`PATIENCE`] holds, 1 unless it is set.
///
/// # Errors
/// [`Problem::Patience`]: what the variable holds is not a number above 0 and up to 1000.
pub fn patience() -> Result<f64, Problem> {
    let Some(value) = std::env::var_os(PATIENCE) else { return Ok(1.0) };
    patience_in(&value.to_string_lossy())
}

/// The number in a value of [`PATIENCE`].
///
/// # Errors
/// As [`patience`].
pub fn patience_in(value: &str) -> Result<f64, Problem> {
    let number = value.parse().ok().filter(|number| *number > 0.0 && *number <= 1000.0);
    number.ok_or_else(|| Problem::Patience { value: value.to_owned() })
}

/// The same, read once.
pub(crate) fn factor() -> Result<f64, Problem> {
    static FACTOR: OnceLock<Result<f64, Problem>> = OnceLock::new();
    FACTOR.get_or_init(patience).clone()
}

/// What a rule allows a program, on a machine that is as slow as `ENCHUFE_PATIENCE` says. Never shorter than that.
pub fn with_patience(time: Duration) -> Duration {
    time.mul_f64(factor().unwrap_or(1.0).max(1.0))
}

/// A wait is put off in such steps, parts of itself, for a program that gets no processor, and for so many of them at
/// most.
const STEPS: u32 = 10;
const MOST_STEPS: u32 = 2 * STEPS;

/// Until when an event that was asked for now may take.
///
/// A busy machine is no silence of the program's. The lab, which may itself have come too late to look, looks once more
/// after the time is up; and as long as the program is ready to run and others have the processors, it goes on waiting.
pub(crate) struct Deadline {
    at: Instant,
    step: Duration,
    steps: u32,
    is_last_look: bool,
    /// The time that the lab had lost up to now: it puts the end off.
    lost: Duration,
    /// How long the program had stood in the queue for a processor when the present step began.
    queued: Option<Duration>,
}

impl Deadline {
    /// Of a wait that lasts as long as waits do at present.
    pub(crate) fn of_a_wait() -> Deadline {
        Deadline::after(wait())
    }

    pub(crate) fn after(wait: Duration) -> Deadline {
        let at = Instant::now() + wait;
        Deadline { at, step: wait / STEPS, steps: 0, is_last_look: false, lost: time_lost(), queued: None }
    }

    /// Whether the wait is over. Asked before each look at what is waited for.
    pub(crate) fn has_passed(&mut self) -> bool {
        let lost = time_lost();
        self.at += lost.saturating_sub(self.lost);
        self.lost = lost;
        if Instant::now() < self.at {
            return false;
        }
        if !self.is_last_look {
            self.is_last_look = true;
            return false;
        }
        let is_in_the_queue = self.steps < MOST_STEPS && self.is_in_the_queue();
        if is_in_the_queue {
            self.at = Instant::now() + self.step;
            self.steps += 1;
            self.is_last_look = false;
        }
        !is_in_the_queue
    }

    /// Whether a program of this test is ready to run, and, once that was so for a step, had to queue for most of it: one
    /// that spins is ready to run, too, and gets what it wants.
    fn is_in_the_queue(&mut self) -> bool {
        let Some(queued) = session::time_in_queue_of_the_ready() else { return false };
        let before = self.queued.replace(queued);
        before.is_none_or(|before| queued.saturating_sub(before) > self.step / 2)
    }
}

/// What is known of the times in which nothing went on here.
struct Standstills {
    /// When the clock was last looked at. `None` where no thread looks at it: then nothing is known.
    looked: Option<Instant>,
    lost: Duration,
}

impl Standstills {
    /// The time since the last look in which there should have been another.
    fn late(&self, now: Instant) -> Duration {
        let late = self.looked.map_or(Duration::ZERO, |looked| now.duration_since(looked).saturating_sub(TICK));
        if late > STANDSTILL { late } else { Duration::ZERO }
    }

    fn look(&mut self) {
        let now = Instant::now();
        self.lost += self.late(now);
        self.looked = Some(now);
    }
}

/// How long, in all, this process has got nowhere: the machine was asleep, or stopped from outside, or read back from a
/// slow disk what it had put away. Measured since it was first asked for.
pub(crate) fn time_lost() -> Duration {
    static STANDSTILLS: Mutex<Standstills> = Mutex::new(Standstills { looked: None, lost: Duration::ZERO });
    static WATCHED: Once = Once::new();
    let standstills = || STANDSTILLS.lock().expect("no holder panics");
    WATCHED.call_once(|| {
        let watch = move || {
            loop {
                standstills().look();
                thread::park_timeout(TICK);
            }
        };
        // Where no thread can be had such times count as the program's, as all others do.
        let _ = thread::Builder::new().name("clock".to_owned()).spawn(watch);
    });
    let standstills = standstills();
    // Whoever asks may be awake before the thread is.
    standstills.lost + standstills.late(Instant::now())
}

/// How long one wait lasts at present.
pub(crate) fn wait() -> Duration {
    let wait = if HUNG.load(Ordering::Relaxed) { WAIT_AFTER_A_HANG } else { WAIT };
    wait.mul_f64(factor().unwrap_or(1.0))
}

/// Remembers that a program hung, so that the waits of its remaining tests are short.
pub(crate) fn a_program_hung() {
    HUNG.store(true, Ordering::Relaxed);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patience_is_a_number_above_0_and_up_to_1000() {
        for (value, patience) in [("5", 5.0), ("0.2", 0.2), ("1000", 1000.0)] {
            assert_eq!(patience_in(value), Ok(patience));
        }
        for value in ["", "mucha", "0", "-1", "1001", "NaN", "inf"] {
            assert_eq!(patience_in(value), Err(Problem::Patience { value: value.to_owned() }));
        }
    }
}
