//! The most memory that a program and all that it started took at a time, as `/proc` tells it five times a second.

use std::collections::BTreeMap;
use std::fs;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

const EVERY: Duration = Duration::from_millis(200);

/// In KiB.
#[derive(Debug, Clone, Copy, Default)]
pub struct Peak {
    /// Of the program itself, whenever it was: the system remembers it.
    pub itself: u64,
    /// Of it and all its descendants together, when it was looked at. Only what is their own: pages of executables and
    /// libraries are shared by all who run them, and the system can drop them.
    pub all: u64,
}

/// Looks until `over` is closed.
pub fn watch(program: u32, over: &Receiver<()>) -> Peak {
    let mut peak = Peak::default();
    while over.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
        peak.itself = peak.itself.max(field(program, &["VmHWM:"]));
        peak.all =
            peak.all.max(descendants(program).into_iter().map(|one| field(one, &["RssAnon:", "RssShmem:"])).sum());
    }
    peak
}

/// It, and whatever it started, and so on.
fn descendants(program: u32) -> Vec<u32> {
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(process) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        // One that has ended meanwhile takes nothing any more.
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
        // The name in brackets may hold anything; after it come the state and the parent.
        let parent = stat.rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(1)?.parse().ok());
        children.entry(parent.unwrap_or_default()).or_default().push(process);
    }
    let mut found = vec![program];
    let mut next = 0;
    while let Some(process) = found.get(next) {
        found.extend(children.remove(process).unwrap_or_default());
        next += 1;
    }
    found
}

/// The sum of these fields of a process, in KiB.
fn field(process: u32, names: &[&str]) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let value = |line: &str| {
        let (name, rest) = line.split_once('\t')?;
        names.contains(&name).then(|| rest.trim().trim_end_matches(" kB").parse::<u64>().ok())?
    };
    status.lines().filter_map(value).sum()
}
