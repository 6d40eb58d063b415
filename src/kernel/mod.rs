//! What the kernel knows about a program and its sockets, asked without any privilege.
//!
//! Every question may go without an answer: on other systems than Linux, in a container that forbids it, or because the
//! program has just gone. `None` means "not measured", and nobody is judged by it. This room reports facts only.

use std::net::SocketAddr;

#[cfg(target_os = "linux")]
mod diag;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub(crate) use linux::*;

#[cfg(not(target_os = "linux"))]
mod other;
#[cfg(not(target_os = "linux"))]
pub(crate) use other::*;

/// TCP or UDP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    Tcp,
    Udp,
}

/// A socket as the kernel sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SocketState {
    pub transport: Transport,
    pub local: SocketAddr,
    pub remote: SocketAddr,
    pub listens: bool,
    /// Bytes that lie unread; for a listening socket, connections that nobody has accepted.
    pub waiting: usize,
    /// Bytes of this TCP connection that were written, and that the other end has not taken in.
    pub undelivered: usize,
    /// How many bytes this TCP connection has taken in so far, read or not.
    pub received: Option<u64>,
    /// In how many segments with data they came.
    pub segments: Option<u32>,
    pub inode: u32,
}

/// The call in which a thread waits for another.
pub(crate) const FUTEX: &str = "futex()";

/// What the kernel sees of a program that does not go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// A thread sleeps in this call, on the connection to `peer` if it is one.
    Sleeps { call: &'static str, peer: Option<SocketAddr> },
    /// A thread is running, not waiting.
    Busy,
    /// Connections that were made to this listening address and not accepted.
    NotAccepted { at: SocketAddr, count: usize },
    /// Bytes from `from` that lie unread.
    Unread { from: SocketAddr, bytes: usize },
}
