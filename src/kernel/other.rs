//! Systems whose kernel is not asked: everything is "not measured".

use std::fs::File;
use std::net::SocketAddr;
use std::process::{ChildStdin, Command, Stdio};
use std::time::Duration;

use super::{Finding, SocketState, Transport};

pub(crate) fn has_read_everything(_: Transport, _: SocketAddr, _: SocketAddr, _: u64) -> Option<bool> {
    None
}

pub(crate) fn unread(_: SocketAddr, _: SocketAddr) -> Option<usize> {
    None
}

pub(crate) fn unheard(_: SocketAddr, _: SocketAddr) -> Option<usize> {
    None
}

pub(crate) fn segments(_: SocketAddr, _: SocketAddr) -> Option<u32> {
    None
}

pub(crate) fn not_accepted(_: SocketAddr) -> Option<usize> {
    None
}

pub(crate) fn make_segments_small(_: &socket2::Socket) {}

pub(crate) fn unread_in_pipe(_: &ChildStdin) -> Option<usize> {
    None
}

pub(crate) fn pipe_of_packets() -> Option<(File, Stdio)> {
    None
}

pub(crate) fn processor_time(_: u32) -> Option<Duration> {
    None
}

pub(crate) fn time_in_queue(_: u32) -> Option<Duration> {
    None
}

pub(crate) fn own_time_in_queue() -> Option<Duration> {
    None
}

/// Here no program has a launcher that stays.
#[cfg(unix)]
pub(crate) fn program_itself(pid: u32) -> u32 {
    pid
}

#[cfg(unix)]
pub(crate) fn is_stopped(_: u32) -> Option<bool> {
    None
}

pub(crate) fn peak_memory(_: u32) -> Option<u64> {
    None
}

pub(crate) fn limit_memory(_: u32, _: u64) -> Option<()> {
    None
}

pub(crate) fn open_files_allowed() -> Option<u64> {
    None
}

pub(crate) fn descriptors(_: u32) -> Option<usize> {
    None
}

pub(crate) fn threads(_: u32) -> Option<usize> {
    None
}

pub(crate) fn sockets(_: u32) -> Option<Vec<SocketState>> {
    None
}

pub(crate) fn findings(_: u32) -> Vec<Finding> {
    Vec::new()
}

/// Here a program ends with its test unless the test's process is killed.
pub(crate) fn die_with_this_thread(_: &mut Command) {}

/// Here only the program itself is ended, not what it started.
pub(crate) fn end_marked(_: &str) {}

/// Here an interrupt reaches the programs only as far as the system passes it on.
pub(crate) fn take_along_when_interrupted(_: &'static str) {}
