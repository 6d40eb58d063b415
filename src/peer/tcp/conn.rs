//! One connection between the lab and a program: what the lab says on it, how, and what it hears.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use socket2::SockRef;

use crate::kernel::{self, Transport};
use crate::patience::{self, Deadline};
use crate::peer::{SLICE, cannot, does_not_read, let_time_pass, wait_until_read};
use crate::session;
use crate::transcript::{Label, Payload, What};
use crate::verdict::{Action, Awaited, Check, Heard, Outcome, Place, Shown, Then};

/// Whoever sends so many bytes more than it should may never stop.
const SURPLUS: usize = 1024 * 1024;

/// So much is heard where nobody says how much should come. Whoever sends more may never stop.
const MOST: usize = 64 * 1024 * 1024;

/// One connection between the lab and the program.
pub struct Conn {
    stream: TcpStream,
    label: Label,
    lab: SocketAddr,
    you: SocketAddr,
    /// How many bytes the lab has sent on it.
    sent: u64,
    /// The program's end is gone: further bytes are refused.
    refused: bool,
    /// How long the lab listens in vain, where its patience is shorter.
    at_least: Duration,
}

impl Conn {
    pub(super) fn new(stream: TcpStream, label: Label, lab: SocketAddr, you: SocketAddr) -> Conn {
        let ready = stream
            .set_nonblocking(false)
            .and_then(|()| stream.set_nodelay(true))
            .and_then(|()| stream.set_read_timeout(Some(SLICE)))
            .and_then(|()| stream.set_write_timeout(Some(SLICE)));
        // Setting an option fails on some systems when the other end has reset already. Reading will tell.
        drop(ready);
        Conn { stream, label, lab, you, sent: 0, refused: false, at_least: Duration::ZERO }
    }

    /// The lab's address.
    pub fn lab(&self) -> SocketAddr {
        self.lab
    }

    /// The program's address.
    pub fn you(&self) -> SocketAddr {
        self.you
    }

    pub fn label(&self) -> Label {
        self.label
    }

    /// In how many segments with data everything came that the program has sent so far: a short message that leaves in
    /// one write is one. A busy machine may make the kernel repeat one. `None` where it does not say.
    pub fn segments(&self) -> Option<u32> {
        kernel::segments(self.lab, self.you)
    }

    /// Listens for at least this long before it gives up, also where the lab's patience is shorter: for programs that
    /// may take their time.
    #[must_use]
    pub fn listens_at_least(mut self, time: Duration) -> Conn {
        self.at_least = time;
        self
    }

    /// Whether the program left while the lab still had bytes for it.
    pub fn was_refused(&self) -> bool {
        self.refused
    }

    /// Sends all bytes, in one write if they fit. What the program's end refuses is written down; the test goes on, and
    /// hears about it from the program. Fails if the program takes nothing for as long as the lab waits.
    pub fn send(&mut self, bytes: &[u8]) {
        let taken = self.offer(bytes, patience::wait());
        if taken < bytes.len() && !self.refused {
            does_not_read(self.label, bytes.len() - taken).fail();
        }
    }

    /// Sends bytes as long as they are taken, and gives up after a pause of `patience`. Returns how many were taken.
    pub fn offer(&mut self, bytes: &[u8], patience: Duration) -> usize {
        let mut taken = 0;
        let mut deadline = Deadline::after(patience);
        while taken < bytes.len() && !self.refused && !deadline.has_passed() {
            let at = session::clock();
            match self.stream.write(&bytes[taken..]) {
                Ok(count) => {
                    let (lab, you, part) = (self.lab, self.you, Payload::new(&bytes[taken..taken + count]));
                    let what = What::Sent { lab, you, bytes: part, datagram: false };
                    session::current().transcript.record_since(at, Some(self.label), what);
                    taken += count;
                    self.sent += count as u64;
                    deadline = Deadline::after(patience);
                }
                Err(error) if is_pause(&error) => {}
                Err(_) => {
                    self.record(What::Refused { bytes: Payload::new(&bytes[taken..]) });
                    self.refused = true;
                }
            }
        }
        taken
    }

    /// Sends each byte by itself, and the next only when the program has surely read the one before. Returns what the
    /// program had got when its first read was over: where the kernel tells, one byte.
    pub fn drip(&mut self, bytes: &[u8]) -> Vec<u8> {
        for byte in bytes {
            self.send(&[*byte]);
            self.wait_until_read();
        }
        bytes[..bytes.len().min(1)].to_vec()
    }

    /// Sends bytes in two pieces, cut at `cut`, the second only when the program has surely read the first.
    pub fn split(&mut self, bytes: &[u8], cut: usize) {
        let (first, second) = bytes.split_at(cut);
        self.send(first);
        self.wait_until_read();
        self.send(second);
    }

    /// Waits until the program has read all that was sent. Fails if it does not.
    pub fn wait_until_read(&mut self) {
        if !self.refused && !wait_until_read(Transport::Tcp, self.lab, self.you, self.sent) {
            does_not_read(self.label, 0).fail();
        }
    }

    /// Sends `len` bytes of noise, as fast as they are taken. Returns those that were.
    pub fn flood(&mut self, seed: u64, len: usize) -> Vec<u8> {
        let mut bytes = crate::peer::noise(seed, len);
        let taken = self.offer(&bytes, patience::wait());
        bytes.truncate(taken);
        bytes
    }

    /// Makes the lab's buffers small, so that little of what the program sends disappears in them.
    pub fn shrink_buffers(&self) {
        self.shrink_buffers_to(4 * 1024);
    }

    /// The same with buffers of about this many bytes. Much goes fast through 256 KiB, and very slowly through 4.
    pub fn shrink_buffers_to(&self, bytes: usize) {
        let socket = SockRef::from(&self.stream);
        // A kernel that refuses keeps its buffers: the test then shows less, and nothing wrong.
        let _ = socket.set_recv_buffer_size(bytes).and_then(|()| socket.set_send_buffer_size(bytes));
    }

    /// How many bytes of what was sent have arrived at the program and lie unread. `None` where the kernel does not
    /// say, or the program's end is gone.
    pub fn unread(&self) -> Option<usize> {
        kernel::unread(self.you, self.lab)
    }

    /// How many bytes the program has written that the lab has not listened to, on either side. Those on their way may
    /// count twice for a moment. `None` where the kernel does not say, or the program's end is gone.
    pub fn unheard(&self) -> Option<usize> {
        kernel::unheard(self.lab, self.you)
    }

    /// Expects exactly these bytes next, and waits for no more.
    pub fn hears(&mut self, expected: &[u8]) -> Check<Heard> {
        let mut heard = self.heard();
        while heard.then == Then::More && heard.bytes.len() < expected.len() && expected.starts_with(&heard.bytes) {
            self.hear_more(&mut heard, expected.len());
        }
        heard.is(expected)
    }

    /// Listens until what was heard is enough, or the stream ends, or nothing more comes, or `limit` bytes have. Takes
    /// in whole what came together, so that it may be more than enough.
    pub fn hear_enough(&mut self, enough: impl Fn(&[u8]) -> bool, limit: usize) -> Heard {
        let mut heard = self.heard();
        while heard.then == Then::More && heard.bytes.len() < limit && !enough(&heard.bytes) {
            self.hear_more(&mut heard, limit);
        }
        heard
    }

    /// Listens until the stream ends, or nothing more comes, or more has come than anybody should send.
    pub fn hear_to_end(&mut self) -> Heard {
        self.hear_enough(|_| false, MOST)
    }

    /// Listens to the end as slowly as it can: `piece` bytes, then a pause, and again.
    pub fn hear_slowly(&mut self, piece: usize, pause: Duration) -> Heard {
        let mut heard = self.heard();
        while heard.then == Then::More && heard.bytes.len() < MOST {
            let total = heard.bytes.len() + piece;
            self.hear_more(&mut heard, total);
            let_time_pass(pause);
        }
        heard
    }

    /// Sends back what comes, as it comes, until the stream ends, or nothing moves any more, or more than `most` bytes
    /// have come. As long as it cannot send it reads nothing, as most echo servers do.
    pub fn echo(&mut self, most: usize) -> Heard {
        let mut heard = self.heard();
        while heard.then == Then::More && heard.bytes.len() <= most {
            let before = heard.bytes.len();
            self.hear_more(&mut heard, most + 1);
            let news = heard.bytes[before..].to_vec();
            if self.offer(&news, patience::wait()) < news.len() {
                heard.then = if self.refused { Then::Reset } else { Then::Silence };
            }
        }
        heard
    }

    /// Takes what is there already, without waiting.
    pub fn hear_now(&mut self) -> Heard {
        let mut heard = self.heard();
        if self.stream.set_nonblocking(true).is_ok() {
            while heard.then == Then::More && heard.bytes.len() < MOST {
                let before = heard.bytes.len();
                self.read_once(&mut heard, MOST);
                if heard.bytes.len() == before {
                    break;
                }
            }
            let _ = self.stream.set_nonblocking(false);
        }
        heard
    }

    /// Expects that the program sends exactly these bytes and then ends the stream. A program that goes on sending is
    /// not waited for.
    pub fn hears_then_end(&mut self, expected: &[u8]) -> Check<Heard> {
        let most = expected.len() + SURPLUS;
        let (mut heard, mut surplus) = (self.heard(), None);
        while heard.then == Then::More && heard.bytes.len() < most {
            self.hear_more(&mut heard, most);
            // What is more than expected has one wait in all: it may come for ever, and slowly.
            if heard.bytes.len() > expected.len() && surplus.get_or_insert_with(Deadline::of_a_wait).has_passed() {
                break;
            }
        }
        if heard.bytes != expected || heard.then == Then::Closed {
            return heard.is(expected);
        }
        let outcome = if heard.then == Then::Reset { Outcome::ClosedTooSoon } else { Outcome::Hangs };
        let failure = session::current().blame(outcome, Awaited::EndOfStream).compare(
            Place::From(self.label),
            Shown::EndOfStream,
            heard.then.shown(),
        );
        Check::failed(heard, failure)
    }

    /// Says that the lab has nothing more to send, and keeps listening.
    pub fn half_close(&mut self) {
        self.record(What::HalfClosed);
        self.refused |= self.stream.shutdown(Shutdown::Write).is_err();
    }

    /// Closes the connection as a program does that has read what came: the other end sees the end of the stream.
    pub fn close(mut self) {
        // What lies unread would turn the close into a reset.
        self.hear_now();
        self.record(What::Closed);
    }

    /// Aborts the connection: the other end gets a reset, now.
    pub fn abort(self) {
        self.record(What::Aborted);
        let aborts = SockRef::from(&self.stream).set_linger(Some(Duration::ZERO));
        aborts.unwrap_or_else(|error| cannot(Action::Prepare, self.you, &error));
    }

    fn heard(&self) -> Heard {
        Heard { label: self.label, bytes: Vec::new(), then: Then::More }
    }

    /// Listens for the next bytes, up to `total` in all. Every byte that arrives starts the lab's patience anew.
    fn hear_more(&mut self, heard: &mut Heard, total: usize) {
        let (before, start) = (heard.bytes.len(), Instant::now());
        let mut deadline = Deadline::after(patience::wait().max(self.at_least));
        while heard.then == Then::More && heard.bytes.len() == before {
            if deadline.has_passed() {
                self.record(What::NothingCame { waited: start.elapsed() });
                heard.then = Then::Silence;
            } else {
                self.read_once(heard, total);
            }
        }
    }

    fn read_once(&mut self, heard: &mut Heard, total: usize) {
        let mut buffer = [0; 16 * 1024];
        let room = buffer.len().min(total.saturating_sub(heard.bytes.len())).max(1);
        match self.stream.read(&mut buffer[..room]) {
            Ok(0) => {
                self.record(What::YouClosed);
                heard.then = Then::Closed;
            }
            Ok(count) => {
                let (lab, you, bytes) = (self.lab, self.you, Payload::new(&buffer[..count]));
                self.record(What::Received { lab, you, bytes, datagram: false });
                heard.bytes.extend_from_slice(&buffer[..count]);
            }
            Err(error) if is_pause(&error) => {}
            Err(_) => {
                self.record(What::YouReset);
                heard.then = Then::Reset;
            }
        }
    }

    fn record(&self, what: What) {
        session::current().transcript.record(Some(self.label), what);
    }
}

/// A call that ran into its slice of time.
fn is_pause(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted)
}
