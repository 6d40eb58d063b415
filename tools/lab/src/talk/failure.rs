//! Why a conversation did not end in order, in the workbook's words for errors.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::time::Duration;

use crate::words::talk::Words;

#[derive(Debug)]
pub enum Failure {
    /// Nobody listens there.
    Refused(SocketAddr),
    /// A datagram found no program; the system said so.
    NoSuchPort(SocketAddr),
    /// No answer when connecting, within so long.
    NoAnswer(SocketAddr, Duration),
    /// Silence for so long.
    Silence(Duration),
    Reset,
    UnknownName(String, io::Error),
    InUse(SocketAddr),
    /// A datagram of so many bytes.
    TooLong(usize),
    /// Something else, and what it was tried on.
    Other(String, io::Error),
}

impl Failure {
    /// What the system says about an attempt at an address.
    pub fn of(error: io::Error, addr: SocketAddr, timeout: Duration) -> Failure {
        match error.kind() {
            ErrorKind::ConnectionRefused => Failure::Refused(addr),
            ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => Failure::Reset,
            ErrorKind::TimedOut | ErrorKind::WouldBlock => Failure::NoAnswer(addr, timeout),
            ErrorKind::AddrInUse => Failure::InUse(addr),
            _ => Failure::Other(addr.to_string(), error),
        }
    }

    pub fn text(&self, words: &Words) -> String {
        match self {
            Failure::Refused(addr) => (words.refused)(*addr),
            Failure::NoSuchPort(addr) => (words.no_such_port)(*addr),
            Failure::NoAnswer(addr, time) => (words.no_answer)(*addr, *time),
            Failure::Silence(time) => (words.silence)(*time),
            Failure::Reset => words.reset.to_owned(),
            Failure::UnknownName(name, error) => (words.unknown_name)(name, error),
            Failure::InUse(addr) => (words.address_in_use)(*addr),
            Failure::TooLong(bytes) => (words.too_long)(*bytes),
            Failure::Other(what, error) => format!("{what}: {error}"),
        }
    }
}
