//! What the tests share: a workbook of one's own to write in, and `cargo lab` in a terminal of one's own.

#![allow(dead_code, reason = "each test uses a part of it")]

pub mod piped;
pub mod reports;
pub mod terminal;
pub mod workbook;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Waits for something that happens without a sign.
pub fn until(what: &str, happened: impl Fn() -> bool) {
    within(Duration::from_secs(60), what, happened);
}

/// The same, where after some time it would happen anyway.
pub fn within(time: Duration, what: &str, happened: impl Fn() -> bool) {
    let deadline = Instant::now() + time;
    while !happened() {
        assert!(Instant::now() < deadline, "in vain waited until {what}");
        std::thread::park_timeout(Duration::from_millis(5));
    }
}

/// The programs whose working folder is in this one.
#[cfg(target_os = "linux")]
pub fn running_in(folder: &Path) -> Vec<PathBuf> {
    let processes = std::fs::read_dir("/proc").expect("Linux has it").filter_map(Result::ok);
    let folders = processes.filter_map(|process| std::fs::read_link(process.path().join("cwd")).ok());
    folders.filter(|cwd| cwd.starts_with(folder)).collect()
}
