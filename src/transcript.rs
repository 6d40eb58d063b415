//! What happened in one test, in order, on one list: programs, connections, bytes and datagrams.
//!
//! Peers and programs write here; reports, JSON and captures are read from here. A transcript knows no expectations.

mod json;

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

pub use json::{Flaw, JsonError};

/// How many bytes of one event are kept from its beginning.
const KEPT_HEAD: usize = 16 * 1024;
/// How many bytes of one event are kept from its end, when it is longer than that.
const KEPT_TAIL: usize = 256;
/// From this size on, neighbouring events of the same kind are counted as one: a flood is not a thousand lines.
const BULK: usize = 2 * 1024;
/// Pieces of this size are a flood, and so many floods may go on at the same time.
const FLOOD: usize = 8 * 1024;
const FLOODS: usize = 8;
/// What follows within this time on stderr belongs to the same line.
const SOON: Duration = Duration::from_millis(2);

/// One of the lab's ends of the wire. The first is A, the second B.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Label(pub usize);

impl std::fmt::Display for Label {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let letter = char::from(b'A' + (self.0 % 26) as u8);
        match self.0 / 26 {
            0 => write!(f, "{letter}"),
            round => write!(f, "{letter}{round}"),
        }
    }
}

/// The two outputs of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    Stdout,
    Stderr,
}

impl Stream {
    pub fn name(self) -> &'static str {
        match self {
            Stream::Stdout => "stdout",
            Stream::Stderr => "stderr",
        }
    }
}

/// Bytes of an event: all of them, or the beginning and the end of very many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload {
    /// How many bytes there were.
    pub len: usize,
    /// The first of them; all, if `tail` is empty.
    pub head: Vec<u8>,
    /// The last of them, when the middle was dropped.
    pub tail: Vec<u8>,
}

impl Payload {
    pub fn new(bytes: &[u8]) -> Payload {
        let mut payload = Payload { len: 0, head: Vec::new(), tail: Vec::new() };
        payload.append(bytes);
        payload
    }

    /// Adds bytes at the end, and drops from the middle what is too much to keep.
    fn append(&mut self, bytes: &[u8]) {
        self.len += bytes.len();
        let room = if self.tail.is_empty() { KEPT_HEAD - self.head.len() } else { 0 };
        let (head, rest) = bytes.split_at(room.min(bytes.len()));
        self.head.extend_from_slice(head);
        self.tail.extend_from_slice(&rest[rest.len().saturating_sub(KEPT_TAIL)..]);
        let surplus = self.tail.len().saturating_sub(KEPT_TAIL);
        self.tail.drain(..surplus);
    }
}

/// What a relay does with one datagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Goes on at once.
    Pass,
    /// Is lost.
    Drop,
    /// Goes on at once, twice.
    Double,
    /// Goes on after so long.
    Delay(Duration),
    /// Goes on right after the next of its direction that does.
    Swap,
}

/// What one event says. Directions are seen from the student: `Sent` goes to the student's program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The lab started the program with this command line.
    Started { command: String },
    /// The lab listens at an address, or owns a UDP socket there.
    Listening { at: SocketAddr },
    /// The lab gives no answer at all at an address, nor at the ports behind it up to `last`.
    Silent { at: SocketAddr, last: u16 },
    /// A connection stands. `lab` is the lab's address, `you` the program's.
    Connected { lab: SocketAddr, you: SocketAddr },
    /// Bytes, or a datagram, that the lab sent to the program.
    Sent { lab: SocketAddr, you: SocketAddr, bytes: Payload, datagram: bool },
    /// Bytes, or a datagram, that came from the program.
    Received { lab: SocketAddr, you: SocketAddr, bytes: Payload, datagram: bool },
    /// A datagram from `you` came to `lab`, one end of a relay, which sends it on from `via`, its other end, to `to`.
    /// One that is held back is written down as `Sent` when it goes on.
    Relayed { lab: SocketAddr, you: SocketAddr, via: SocketAddr, to: SocketAddr, bytes: Payload, fate: Fate },
    /// The lab had bytes to send and the connection was gone.
    Refused { bytes: Payload },
    /// These bytes were sent and the program did not read them in time.
    Unread { bytes: usize },
    /// The lab said that it has nothing more to send, and goes on reading.
    HalfClosed,
    /// The lab closed the connection.
    Closed,
    /// The lab aborted the connection: the program gets a reset.
    Aborted,
    /// The program has nothing more to send: a read gave no bytes.
    YouClosed,
    /// The program's end reset the connection.
    YouReset,
    /// The lab typed this on the program's input.
    Typed { bytes: Payload },
    /// The program's input ended.
    InputEnded,
    /// The program wrote to one of its outputs.
    Printed { stream: Stream, bytes: Payload },
    /// The program ended, with a code or by a signal.
    Ended { code: Option<i32>, signal: Option<i32> },
    /// The lab waited, and nothing came.
    NothingCame { waited: Duration },
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Since the test began.
    pub at: Duration,
    /// The lab's end of the wire it belongs to, if any.
    pub label: Option<Label>,
    pub what: What,
}

/// The list of one test. Clones are the same list.
#[derive(Clone)]
pub struct Transcript(Arc<Shared>);

struct Shared {
    begin: Instant,
    list: Mutex<Vec<Event>>,
    grown: Condvar,
    /// How many times something was written down.
    records: AtomicUsize,
}

impl Default for Transcript {
    fn default() -> Transcript {
        Transcript::new()
    }
}

impl Transcript {
    pub fn new() -> Transcript {
        let records = AtomicUsize::new(0);
        let shared = Shared { begin: Instant::now(), list: Mutex::default(), grown: Condvar::new(), records };
        Transcript(Arc::new(shared))
    }

    /// A transcript of events that were made elsewhere.
    pub fn from_events(events: Vec<Event>) -> Transcript {
        let transcript = Transcript::new();
        *transcript.lock() = events;
        transcript
    }

    /// Writes an event down, now.
    pub(crate) fn record(&self, label: Option<Label>, what: What) {
        self.record_since(self.now(), label, what);
    }

    /// Writes down an event that began at a time before now: what it caused may stand on the list already, and belongs
    /// behind it.
    pub(crate) fn record_since(&self, at: Duration, label: Option<Label>, what: What) {
        let mut list = self.lock();
        let place = list.iter().rposition(|event| event.at <= at).map_or(0, |last| last + 1);
        let is_last = place == list.len();
        let merged = is_last
            && list.last_mut().is_some_and(|last| {
                let soon = at.saturating_sub(last.at) < SOON;
                last.label == label && join(&mut last.what, &what, soon)
            });
        let merged = merged || is_last && join_a_flood(&mut list, label, &what);
        if !merged {
            list.insert(place, Event { at, label, what });
        }
        self.0.records.fetch_add(1, Ordering::Release);
        self.0.grown.notify_all();
    }

    /// Waits until something is written down, at most for `pause`.
    pub(crate) fn wait_for_more(&self, pause: Duration) {
        let list = self.lock();
        let before = self.progress();
        let unchanged = |_: &mut Vec<Event>| self.progress() == before;
        drop(self.0.grown.wait_timeout_while(list, pause, unchanged).expect("no writer panics"));
    }

    /// A number that changes whenever something happens.
    pub(crate) fn progress(&self) -> usize {
        self.0.records.load(Ordering::Acquire)
    }

    /// Everything so far, in order.
    pub fn events(&self) -> Vec<Event> {
        self.lock().clone()
    }

    /// Since the test began.
    pub(crate) fn now(&self) -> Duration {
        self.0.begin.elapsed()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Event>> {
        self.0.list.lock().expect("no writer panics")
    }
}

/// Adds bytes to a flood that goes on among other floods, as when an echo comes back while the rest is still on its way:
/// what is between the two on the list are bytes too, and the order of so many pieces tells nobody anything.
fn join_a_flood(list: &mut [Event], label: Option<Label>, what: &What) -> bool {
    let is_data = |event: &&mut Event| event.what.payload().is_some();
    let is_flood = |what: &What| what.payload().is_some_and(|bytes| bytes.len >= FLOOD);
    let floods = list.iter_mut().rev().take(FLOODS).take_while(is_data);
    let mut same = floods.filter(|event| event.label == label && is_flood(&event.what));
    is_flood(what) && same.any(|event| join(&mut event.what, what, false))
}

/// Adds `next` to `last` when both are the same kind of bulk transfer, or pieces of one line on stderr, which nobody
/// buffers, or silent ports side by side.
fn join(last: &mut What, next: &What, soon: bool) -> bool {
    if let (What::Silent { at, last }, What::Silent { at: beside, last: beyond }) = (&mut *last, next) {
        let side_by_side = at.ip() == beside.ip() && last.checked_add(1) == Some(beside.port());
        *last = if side_by_side { *beyond } else { *last };
        return side_by_side;
    }
    let pieces = soon && matches!(next, What::Printed { stream: Stream::Stderr, .. });
    let same = match (&*last, next) {
        (What::Sent { lab: a, you: b, datagram: false, .. }, What::Sent { lab, you, datagram: false, .. })
        | (What::Received { lab: a, you: b, datagram: false, .. }, What::Received { lab, you, datagram: false, .. }) => {
            (a, b) == (lab, you)
        }
        (What::Printed { stream: a, .. }, What::Printed { stream: b, .. }) => a == b,
        (What::Typed { .. }, What::Typed { .. }) => true,
        _ => false,
    };
    match (last.payload_mut(), next.payload()) {
        (Some(all), Some(more)) if same && (pieces || all.len >= BULK || more.len >= BULK) => {
            let skipped = more.len - more.head.len() - more.tail.len();
            all.append(&more.head);
            all.append(&more.tail);
            all.len += skipped;
            true
        }
        _ => false,
    }
}

impl Fate {
    /// The name of this fate in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Fate::Pass => "passed",
            Fate::Drop => "dropped",
            Fate::Double => "doubled",
            Fate::Delay(_) => "delayed",
            Fate::Swap => "swapped",
        }
    }
}

impl What {
    /// The bytes of this event, if it has any.
    pub fn payload(&self) -> Option<&Payload> {
        match self {
            What::Sent { bytes, .. }
            | What::Received { bytes, .. }
            | What::Relayed { bytes, .. }
            | What::Refused { bytes }
            | What::Typed { bytes }
            | What::Printed { bytes, .. } => Some(bytes),
            _ => None,
        }
    }

    fn payload_mut(&mut self) -> Option<&mut Payload> {
        match self {
            What::Sent { bytes, .. }
            | What::Received { bytes, .. }
            | What::Relayed { bytes, .. }
            | What::Refused { bytes }
            | What::Typed { bytes }
            | What::Printed { bytes, .. } => Some(bytes),
            _ => None,
        }
    }

    /// The name of this kind of event in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            What::Started { .. } => "started",
            What::Listening { .. } => "listening",
            What::Silent { .. } => "silent",
            What::Connected { .. } => "connected",
            What::Sent { .. } => "sent",
            What::Received { .. } => "received",
            What::Relayed { .. } => "relayed",
            What::Refused { .. } => "refused",
            What::Unread { .. } => "unread",
            What::HalfClosed => "half-closed",
            What::Closed => "closed",
            What::Aborted => "aborted",
            What::YouClosed => "you-closed",
            What::YouReset => "you-reset",
            What::Typed { .. } => "typed",
            What::InputEnded => "input-ended",
            What::Printed { .. } => "printed",
            What::Ended { .. } => "ended",
            What::NothingCame { .. } => "nothing-came",
        }
    }
}
