//! UDP: sockets of the lab that send datagrams to programs and hear theirs.

use std::collections::BTreeSet;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::time::{Duration, Instant};

use socket2::SockRef;

use super::{SLICE, any_ipv6_loopback_port, any_loopback_port, cannot, does_not_read, wait_until_read};
use crate::kernel::{self, Transport};
use crate::patience::{self, Deadline};
use crate::session;
use crate::transcript::{Label, Payload, What};
use crate::verdict::{Action, Awaited, Check, Failure, Measure, Outcome, Place, Shown};

/// The most that a datagram carries over IPv4: 65,535 less the headers of IP (20) and UDP (8).
pub const LARGEST_DATAGRAM: usize = 65_507;

/// How many small datagrams may lie unread together: a quarter of what the usual queue of a socket holds.
const UNREAD_TOGETHER: usize = 64;

/// A datagram that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Datagram {
    pub from: SocketAddr,
    pub bytes: Vec<u8>,
}

/// A UDP socket of the lab.
pub struct Socket {
    socket: UdpSocket,
    label: Label,
    addr: SocketAddr,
}

impl Socket {
    /// A socket on 127.0.0.1, at a port that the system chooses.
    pub fn bind() -> Socket {
        Socket::bind_to(any_loopback_port())
    }

    /// A socket on `::1`, or `None` where this machine has no IPv6.
    pub fn bind_ipv6() -> Option<Socket> {
        any_ipv6_loopback_port().map(Socket::bind_to)
    }

    /// A socket at an address.
    pub fn bind_to(addr: SocketAddr) -> Socket {
        let session = session::current();
        let socket = UdpSocket::bind(addr).unwrap_or_else(|error| cannot(Action::Listen, addr, &error));
        socket.set_read_timeout(Some(SLICE)).unwrap_or_else(|error| cannot(Action::Prepare, addr, &error));
        let addr = socket.local_addr().unwrap_or_else(|error| cannot(Action::Prepare, addr, &error));
        let label = session.next_label();
        session.transcript.record(Some(label), What::Listening { at: addr });
        Socket { socket, label, addr }
    }

    /// Binds with the same port at each of these addresses of this machine, once. The system chooses which port.
    pub fn bind_at_each(addresses: &[IpAddr]) -> Vec<Socket> {
        let addresses: BTreeSet<&IpAddr> = addresses.iter().collect();
        let mut others = addresses.iter().map(|address| **address);
        let Some(first) = others.next() else { return Vec::new() };
        loop {
            let first = Socket::bind_to((first, 0).into());
            let port = first.addr().port();
            // Somebody may have that port at another of them.
            if others.clone().all(|other| UdpSocket::bind((other, port)).is_ok()) {
                let others = others.map(|other| Socket::bind_to((other, port).into()));
                return std::iter::once(first).chain(others).collect();
            }
        }
    }

    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    pub fn label(&self) -> Label {
        self.label
    }

    /// Makes room for many answers: a burst must not be lost on the lab's own side.
    pub fn grow_buffer(&self) {
        // A kernel that refuses keeps its limit; the lab then reads between the datagrams it sends.
        let _ = SockRef::from(&self.socket).set_recv_buffer_size(4 << 20);
    }

    /// Sends one datagram.
    pub fn send(&self, to: SocketAddr, bytes: &[u8]) {
        let at = session::clock();
        match self.try_send(to, bytes) {
            Ok(_) => {}
            // The kernel tells of an earlier datagram that found nobody. This one was not sent yet.
            Err(error) if error.kind() == ErrorKind::ConnectionRefused => {
                self.try_send(to, bytes).unwrap_or_else(|error| cannot(Action::Send, to, &error));
            }
            Err(error) => cannot(Action::Send, to, &error),
        }
        let (lab, bytes) = (self.addr, Payload::new(bytes));
        let what = What::Sent { lab, you: to, bytes, datagram: true };
        session::current().transcript.record_since(at, Some(self.label), what);
    }

    fn try_send(&self, to: SocketAddr, bytes: &[u8]) -> io::Result<usize> {
        // After `come_back_for` the socket has a partner: macOS wants no address then.
        let has_partner = self.socket.peer_addr().is_ok_and(|partner| partner == to);
        if has_partner { self.socket.send(bytes) } else { self.socket.send_to(bytes, to) }
    }

    /// Sends many small datagrams at once. It holds back only where so many lie unread, as the kernel says, that more
    /// could be lost, and in all for no longer than a quarter of a wait. Whether they are answered is another question.
    pub fn burst(&self, to: SocketAddr, datagrams: &[Vec<u8>]) {
        let deadline = Instant::now() + patience::wait() / 4;
        for (index, chunk) in datagrams.chunks(UNREAD_TOGETHER).enumerate() {
            let unread = || kernel::has_read_everything(Transport::Udp, self.addr, to, 0) == Some(false);
            while index > 0 && unread() && Instant::now() < deadline {
                std::thread::park_timeout(Duration::from_micros(20));
            }
            chunk.iter().for_each(|bytes| self.send(to, bytes));
        }
    }

    /// Waits until the program at `you` has taken all datagrams that were sent to it. Fails if it does not.
    pub fn wait_until_read(&self, you: SocketAddr) {
        if !wait_until_read(Transport::Udp, self.addr, you, 0) {
            does_not_read(self.label, 0).fail();
        }
    }

    /// Closes the port without giving it up: to whoever sends there the system reports that nobody has it.
    pub fn leave(&self) {
        // A socket that is connected gets what its partner sends, and the partner of this one is itself.
        self.socket.connect(self.addr).unwrap_or_else(|error| cannot(Action::Prepare, self.addr, &error));
        self.record(What::Closed);
    }

    /// Opens the port again after `leave`, for the program at `you` only.
    pub fn come_back_for(&self, you: SocketAddr) {
        self.socket.connect(you).unwrap_or_else(|error| cannot(Action::Prepare, you, &error));
        self.record(What::Listening { at: self.addr });
    }

    /// Waits for the next datagram; `None` if none comes, or the program is gone.
    pub fn hear(&self) -> Option<Datagram> {
        self.hear_amid(SLICE, || {})
    }

    /// The same amid a noise: `noise` is made at once and then after every `pause` in which nothing came.
    fn hear_amid(&self, pause: Duration, noise: impl Fn()) -> Option<Datagram> {
        let session = session::current();
        let start = Instant::now();
        let mut deadline = Deadline::of_a_wait();
        loop {
            // Asked before the socket is looked at: what it sent before it ended is there by then.
            let gone = session.ended_program().is_some();
            noise();
            if let Some(datagram) = self.hear_now(pause) {
                return Some(datagram);
            }
            if gone || deadline.has_passed() {
                self.record(What::NothingCame { waited: start.elapsed() });
                return None;
            }
        }
    }

    /// A datagram that is there, or comes within `pause`.
    pub fn hear_now(&self, pause: Duration) -> Option<Datagram> {
        let datagram = self.receive(pause)?;
        self.record_received(&datagram);
        Some(datagram)
    }

    /// The same, not written down.
    fn receive(&self, pause: Duration) -> Option<Datagram> {
        let mut buffer = vec![0; 1 << 16];
        self.socket.set_read_timeout(Some(pause)).unwrap_or_else(|error| cannot(Action::Prepare, self.addr, &error));
        match self.socket.recv_from(&mut buffer) {
            Ok((count, from)) => {
                buffer.truncate(count);
                Some(Datagram { from, bytes: buffer })
            }
            Err(error) if is_no_datagram(&error) => None,
            Err(error) => cannot(Action::Receive, self.addr, &error),
        }
    }

    /// Expects exactly this datagram next, from exactly this address.
    pub fn hears(&self, expected: &[u8], from: SocketAddr) -> Check<Option<Datagram>> {
        self.judge(self.hear(), expected, Some(from), Awaited::Datagram)
    }

    /// Expects that what was heard, if anything, is exactly this datagram, and from this address where one is known.
    pub fn judge(
        &self,
        heard: Option<Datagram>,
        expected: &[u8],
        from: Option<SocketAddr>,
        awaited: Awaited,
    ) -> Check<Option<Datagram>> {
        let failure = match &heard {
            None => Some(session::current().blame(Outcome::Hangs, awaited).compare(
                Place::From(self.label),
                Shown::Bytes(expected.to_vec()),
                Shown::Nothing,
            )),
            Some(datagram) => {
                let from = from.unwrap_or(datagram.from);
                let right = datagram.from == from && datagram.bytes == expected;
                (!right).then(|| differs(self.label, expected, from, datagram))
            }
        };
        Check::new(heard, failure)
    }

    /// Expects a datagram next, whatever is in it and wherever it comes from: a question of a client.
    pub fn is_asked(&self) -> Check<Option<Datagram>> {
        self.judge_question(self.hear(), None, None)
    }

    /// The same while somebody else does not keep quiet: `noise` is made at once and then after every `pause`.
    pub fn is_asked_amid(&self, pause: Duration, noise: impl Fn()) -> Check<Option<Datagram>> {
        self.judge_question(self.hear_amid(pause, noise), None, None)
    }

    /// Expects exactly this question next, from any address.
    pub fn is_asked_exactly(&self, question: &[u8]) -> Check<Option<Datagram>> {
        self.judge_question(self.hear(), Some(question), None)
    }

    /// Expects the same question next, from the same address.
    pub fn is_asked_again(&self, first: &Datagram) -> Check<Option<Datagram>> {
        self.judge_question(self.hear(), Some(&first.bytes), Some(first.from))
    }

    fn judge_question(
        &self,
        heard: Option<Datagram>,
        question: Option<&[u8]>,
        you: Option<SocketAddr>,
    ) -> Check<Option<Datagram>> {
        let session = session::current();
        let failure = match &heard {
            None => {
                let failure = session.blame(Outcome::Hangs, Awaited::Question);
                Some(match question {
                    Some(question) => {
                        let expected = Shown::Bytes(question.to_vec());
                        failure.compare(Place::From(self.label), expected, Shown::Nothing)
                    }
                    None => failure,
                })
            }
            Some(datagram) if question.is_some_and(|question| datagram.bytes != question) => {
                let failure = session.blame(Outcome::WrongBytes, Awaited::Question);
                Some(failure.compare_bytes(Place::From(self.label), question.unwrap_or_default(), &datagram.bytes))
            }
            Some(datagram) => you.filter(|you| datagram.from != *you).map(|you| {
                session.blame(Outcome::WrongBytes, Awaited::Sender).compare(
                    Place::SenderOf(self.label),
                    Shown::Address(you),
                    Shown::Address(datagram.from),
                )
            }),
        };
        Check::new(heard, failure)
    }

    /// Expects that nothing more has come from a program that has ended.
    pub fn hears_no_more(&self) -> Check<Option<Datagram>> {
        let more = self.hear_now(SLICE);
        let failure = more.as_ref().map(|datagram| {
            let failure = Failure::new(Outcome::WrongBytes, Awaited::Question);
            failure.compare(Place::From(self.label), Shown::Nothing, Shown::Bytes(datagram.bytes.clone()))
        });
        Check::new(more, failure)
    }

    /// Expects datagrams with these bytes, each once and in any order, from exactly this address. All of them have one
    /// wait together. The evidence is what came, the first that was not expected included.
    pub fn hears_each(&self, expected: &[&[u8]], from: SocketAddr) -> Check<Vec<Datagram>> {
        let mut deadline = Deadline::of_a_wait();
        let (mut heard, mut missing) = (Vec::new(), expected.to_vec());
        while let Some(first_missing) = missing.first().copied() {
            let next = if deadline.has_passed() { None } else { self.hear() };
            let Some(datagram) = next else {
                let count = |count: usize| Shown::Amount(count.to_string());
                let failure = session::current()
                    .blame(Outcome::Hangs, Awaited::Datagram)
                    .compare(Place::Measure(Measure::Datagrams), count(expected.len()), count(heard.len()))
                    .compare(Place::From(self.label), Shown::Bytes(first_missing.to_vec()), Shown::Nothing);
                return Check::failed(heard, failure);
            };
            let awaited = missing.iter().position(|bytes| datagram.from == from && datagram.bytes == *bytes);
            heard.push(datagram);
            match awaited {
                Some(place) => drop(missing.remove(place)),
                None => {
                    let failure = differs(self.label, first_missing, from, &heard[heard.len() - 1]);
                    return Check::failed(heard, failure);
                }
            }
        }
        Check::held(heard)
    }

    /// Sends a datagram and expects it back, many times one after the other: for what shows only after a while. The
    /// transcript keeps the first and the last exchange, and the one that failed. A slow program is given one wait in
    /// all: then there were fewer of them.
    pub fn exchanges(&self, to: SocketAddr, bytes: &[u8], times: usize) -> Check<Option<Datagram>> {
        let deadline = Instant::now() + patience::wait();
        for turn in 0..times {
            if Instant::now() >= deadline {
                break;
            }
            let shown = turn == 0 || turn + 1 == times;
            if shown || self.socket.send_to(bytes, to).is_err() {
                self.send(to, bytes);
            }
            let answer = if shown { None } else { self.receive(SLICE) };
            match answer {
                Some(answer) if answer.from == to && answer.bytes == bytes => {}
                Some(answer) => {
                    self.record_received(&answer);
                    let failure = differs(self.label, bytes, to, &answer);
                    return Check::failed(Some(answer), failure);
                }
                None => {
                    let check = self.hears(bytes, to);
                    if !check.holds() {
                        return check;
                    }
                }
            }
        }
        Check::held(None)
    }

    fn record_received(&self, datagram: &Datagram) {
        let bytes = Payload::new(&datagram.bytes);
        self.record(What::Received { lab: self.addr, you: datagram.from, bytes, datagram: true });
    }

    fn record(&self, what: What) {
        session::current().transcript.record(Some(self.label), what);
    }
}

/// The failure of a datagram that is not the expected one: it came from elsewhere, or has other bytes.
fn differs(label: Label, expected: &[u8], from: SocketAddr, got: &Datagram) -> Failure {
    let session = session::current();
    if got.from == from {
        let failure = session.blame(Outcome::WrongBytes, Awaited::Datagram);
        return failure.compare_bytes(Place::From(label), expected, &got.bytes);
    }
    session.blame(Outcome::WrongBytes, Awaited::Sender).compare(
        Place::SenderOf(label),
        Shown::Address(from),
        Shown::Address(got.from),
    )
}

/// Nothing came in time, or the kernel tells that an earlier datagram of ours found nobody.
pub(super) fn is_no_datagram(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::WouldBlock
            | ErrorKind::TimedOut
            | ErrorKind::Interrupted
            | ErrorKind::ConnectionRefused
            | ErrorKind::ConnectionReset
    )
}
