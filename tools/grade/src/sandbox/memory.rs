//! How much memory programs have in use. The kernel limits what a process reserves, and not what it uses; and where it
//! counts by groups of processes, those are seldom ours to make.

use std::fs;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, SysconfVar, sysconf};

/// Ends each child of this process that has more bytes of memory in use.
pub fn ends_who_takes_more(parent: Pid, most: u64) {
    let page = sysconf(SysconfVar::PAGE_SIZE).ok().flatten().unwrap_or(4096) as u64;
    // The second number of `proc_pid_statm(5)`. Who is gone takes nothing.
    let resident = |pid: &i32| -> Option<u64> {
        let numbers = fs::read_to_string(format!("/proc/{pid}/statm")).ok()?;
        Some(numbers.split_whitespace().nth(1)?.parse::<u64>().ok()? * page)
    };
    let children = fs::read_to_string(format!("/proc/{parent}/task/{parent}/children")).unwrap_or_default();
    for child in children.split_whitespace().filter_map(|number| number.parse().ok()) {
        if resident(&child).is_some_and(|bytes| bytes > most) {
            let _ = kill(Pid::from_raw(child), Signal::SIGKILL);
        }
    }
}

/// The most memory, in bytes, that one process ever had in use, of all for which this one has waited and for which those
/// did in turn.
pub fn most_of_one() -> Option<u64> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).ok()?;
    // In kilobytes, `getrusage(2)`.
    Some(u64::try_from(usage.max_rss()).ok()? * 1024)
}
