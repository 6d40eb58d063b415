//! Waiting for a process, no longer than it may take.

use std::io;
use std::process::{Child, ExitStatus};
use std::time::{Duration, Instant};

/// Waits for its end. `None` if it was ended because it took too long.
///
/// # Errors
/// It cannot be waited for.
pub fn wait(child: &mut Child, longest: Duration) -> io::Result<Option<ExitStatus>> {
    wait_until(child, longest, || false)
}

/// The same; it is also ended as soon as `is_over`.
///
/// # Errors
/// As above.
pub fn wait_until(child: &mut Child, longest: Duration, is_over: impl Fn() -> bool) -> io::Result<Option<ExitStatus>> {
    let deadline = Instant::now() + longest;
    let mut pause = Duration::from_micros(500);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= deadline || is_over() {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::park_timeout(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}
