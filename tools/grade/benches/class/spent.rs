//! What some work took: time on the clock, and time of the processors.

use std::ops::{AddAssign, Sub};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeVal;
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Spent {
    pub wall: Duration,
    /// User and system, of all processes that were started and ended, with all that they started.
    pub cpu: Duration,
}

impl Spent {
    pub fn each(self, count: usize) -> Spent {
        let count = u32::try_from(count.max(1)).unwrap_or(u32::MAX);
        Spent { wall: self.wall / count, cpu: self.cpu / count }
    }
}

impl Sub for Spent {
    type Output = Spent;

    fn sub(self, other: Spent) -> Spent {
        Spent { wall: self.wall.saturating_sub(other.wall), cpu: self.cpu.saturating_sub(other.cpu) }
    }
}

impl AddAssign for Spent {
    fn add_assign(&mut self, other: Spent) {
        self.wall += other.wall;
        self.cpu += other.cpu;
    }
}

/// Does something that starts processes and waits for them.
pub fn spent<T>(work: impl FnOnce() -> T) -> (T, Spent) {
    let (began, before) = (Instant::now(), of_children());
    let done = work();
    let wall = began.elapsed();
    gather_orphans();
    (done, Spent { wall, cpu: of_children().saturating_sub(before) })
}

/// From here on, what a program leaves behind is this process's to wait for, and so is counted.
pub fn adopt_orphans() {
    #[cfg(target_os = "linux")]
    if let Err(error) = nix::sys::prctl::set_child_subreaper(true) {
        eprintln!("processes that are left behind are not counted: {error}");
    }
}

fn gather_orphans() {
    while waitpid(None, Some(WaitPidFlag::WNOHANG)).is_ok_and(|status| status != WaitStatus::StillAlive) {}
}

fn of_children() -> Duration {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("every system knows this");
    let micros = |time: TimeVal| u64::try_from(time.tv_sec() * 1_000_000 + time.tv_usec()).unwrap_or_default();
    Duration::from_micros(micros(usage.user_time()) + micros(usage.system_time()))
}
