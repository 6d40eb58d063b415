//! How long a wait may last. Every wait of the harness ends, and asks here when.
//!
//! Deadlines only ever decide that something failed. What passes, passes by the order of events.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::verdict::Problem;

/// How long the harness waits for one event, before `ENCHUFE_PATIENCE` is applied.
const WAIT: Duration = Duration::from_secs(10);

/// The same once a program of this test process has hung: the verdict on the exercise is known, the rest may be brief.
const WAIT_AFTER_A_HANG: Duration = Duration::from_secs(1);

static HUNG: AtomicBool = AtomicBool::new(false);

/// The number in `ENCHUFE_PATIENCE`, 1 unless it is set. A slow machine sets 5.
///
/// # Errors
/// What the variable holds, if that is not a number above 0 and up to 1000.
pub(crate) fn factor() -> Result<f64, Problem> {
    static FACTOR: OnceLock<Result<f64, Problem>> = OnceLock::new();
    FACTOR
        .get_or_init(|| match std::env::var("ENCHUFE_PATIENCE") {
            Err(_) => Ok(1.0),
            Ok(value) => match value.parse::<f64>() {
                Ok(factor) if factor > 0.0 && factor <= 1000.0 => Ok(factor),
                _ => Err(Problem::Patience { value }),
            },
        })
        .clone()
}

/// What a rule allows a program, on a machine that is as slow as `ENCHUFE_PATIENCE` says. Never shorter than that.
pub fn with_patience(time: Duration) -> Duration {
    time.mul_f64(factor().unwrap_or(1.0).max(1.0))
}

/// Until when an event that was asked for now may take.
pub(crate) fn deadline() -> Instant {
    Instant::now() + wait()
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
