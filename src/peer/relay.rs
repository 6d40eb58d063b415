//! A UDP path between two ends that loses, doubles, swaps and delays datagrams, as a plan says.
//!
//! It knows addresses and counts datagrams; what is in them only its plan may look at. What it does stands in the
//! transcript.

use std::io;
use std::net::{SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::{any_ipv6_loopback_port, any_loopback_port, cannot, udp};
use crate::session;
pub use crate::transcript::Fate;
use crate::transcript::{Label, Payload, Transcript, What};
use crate::verdict::Action;

/// How long it sleeps when nothing happens, before it looks whether it is still wanted. It is woken when it is not.
const IDLE: Duration = Duration::from_secs(1);

/// The way that a datagram goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Towards the address that the relay was made for.
    There,
    /// From that address back to whoever spoke to the relay last.
    Back,
}

/// A relay: whoever sends to its address speaks to the address behind it, and is answered through it. It works on a
/// thread for each direction, and ends when it goes out of scope.
///
/// ```text
/// // The third datagram towards the receiver is lost, everything else arrives.
/// let relay = Relay::new(receiver, |direction, index, _| match (direction, index) {
///     (Direction::There, 2) => Fate::Drop,
///     _ => Fate::Pass,
/// });
/// // As bad as seed 7 makes it.
/// let relay = Relay::new(receiver, Odds::BAD.seeded(7));
/// ```
pub struct Relay {
    addr: SocketAddr,
    shared: Arc<Shared>,
    /// The socket of each thread, by which it can be woken.
    threads: Vec<(UdpSocket, JoinHandle<io::Result<()>>)>,
}

/// The fate of a datagram: its direction, which of that direction it is, from 0, and its bytes. It is asked once for
/// each, in the order in which they come.
pub trait Plan: FnMut(Direction, usize, &[u8]) -> Fate + Send + 'static {}

impl<F: FnMut(Direction, usize, &[u8]) -> Fate + Send + 'static> Plan for F {}

/// What both threads know.
struct Shared {
    plan: Mutex<Box<dyn Plan>>,
    fates: Mutex<Vec<(Direction, Fate)>>,
    /// Who spoke to the relay last.
    caller: Mutex<Option<SocketAddr>>,
    over: AtomicBool,
    transcript: Transcript,
}

impl Relay {
    /// A relay to `to`, which is a loopback address, at a port of the same kind of address that the system chooses.
    pub fn new(to: SocketAddr, plan: impl Plan) -> Relay {
        let family = if to.is_ipv6() { any_ipv6_loopback_port() } else { None };
        Relay::at(family.unwrap_or_else(any_loopback_port), to, plan)
    }

    /// The same at an address of one's choice. Both ends of the relay are bound to its host.
    pub fn at(at: SocketAddr, to: SocketAddr, plan: impl Plan) -> Relay {
        let session = session::current();
        let bind = |addr: SocketAddr| {
            let socket = UdpSocket::bind(addr).unwrap_or_else(|error| cannot(Action::Listen, addr, &error));
            let addr = socket.local_addr().unwrap_or_else(|error| cannot(Action::Prepare, addr, &error));
            let label = session.next_label();
            session.transcript.record(Some(label), What::Listening { at: addr });
            End { socket, addr, label }
        };
        let (near, far) = (bind(at), bind(SocketAddr::new(at.ip(), 0)));
        let addr = near.addr;
        let shared = Arc::new(Shared {
            plan: Mutex::new(Box::new(plan)),
            fates: Mutex::default(),
            caller: Mutex::default(),
            over: AtomicBool::new(false),
            transcript: session.transcript.clone(),
        });
        let ways = [(Direction::There, near.share(), far.share()), (Direction::Back, far, near)];
        let threads = ways.into_iter().map(|(direction, from, via)| {
            let waker = from.share().socket;
            let way = Way { direction, from, via, to, shared: Arc::clone(&shared), held: Vec::new(), overtaken: None };
            (waker, std::thread::spawn(move || way.carry()))
        });
        Relay { addr, threads: threads.collect(), shared }
    }

    /// Where to send what is meant for the address behind it.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// What became of the datagrams of one direction so far, in the order in which they came.
    pub fn fates(&self, direction: Direction) -> Vec<Fate> {
        let fates = lock(&self.shared.fates);
        fates.iter().filter(|(way, _)| *way == direction).map(|(_, fate)| *fate).collect()
    }
}

impl Drop for Relay {
    /// Ends both directions. What is still held back is lost.
    fn drop(&mut self) {
        self.shared.over.store(true, Ordering::Release);
        for (waker, thread) in self.threads.drain(..) {
            let awake = waker.local_addr().and_then(|addr| waker.send_to(&[], addr));
            let outcome = thread.join();
            if let (Err(error), false) = (awake.map(drop).and(outcome.unwrap_or(Ok(()))), std::thread::panicking()) {
                cannot(Action::Receive, self.addr, &error);
            }
        }
    }
}

/// One end of the relay.
struct End {
    socket: UdpSocket,
    addr: SocketAddr,
    label: Label,
}

impl End {
    fn share(&self) -> End {
        let socket = self.socket.try_clone().unwrap_or_else(|error| cannot(Action::Prepare, self.addr, &error));
        End { socket, ..*self }
    }
}

/// One direction: what comes to `from` leaves at `via`.
struct Way {
    direction: Direction,
    from: End,
    via: End,
    /// The address behind the relay.
    to: SocketAddr,
    shared: Arc<Shared>,
    /// What is delayed, and until when.
    held: Vec<(Instant, Vec<u8>)>,
    /// What waits for the next to overtake it.
    overtaken: Option<Vec<u8>>,
}

impl Way {
    /// Passes datagrams on until the relay is over.
    fn carry(mut self) -> io::Result<()> {
        let mut buffer = vec![0; 1 << 16];
        loop {
            let pause = self.forward_what_is_due();
            self.from.socket.set_read_timeout(Some(pause))?;
            let came = self.from.socket.recv_from(&mut buffer);
            if self.shared.over.load(Ordering::Acquire) {
                return Ok(());
            }
            match came {
                Ok((count, from)) => self.take(from, &buffer[..count]),
                Err(error) if udp::is_no_datagram(&error) => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Sends on what was held back long enough. How long the next still is.
    fn forward_what_is_due(&mut self) -> Duration {
        let now = Instant::now();
        self.held.sort_by_key(|(until, _)| *until);
        let due = self.held.iter().take_while(|(until, _)| *until <= now).count();
        for (_, bytes) in self.held.drain(..due).collect::<Vec<_>>() {
            self.forward_late(&bytes);
        }
        let next = self.held.first().map_or(IDLE, |(until, _)| *until - now);
        next.clamp(Duration::from_millis(1), IDLE)
    }

    /// Does with a datagram what the plan says. One that has nobody to go to is not part of the conversation.
    fn take(&mut self, you: SocketAddr, bytes: &[u8]) {
        if self.direction == Direction::There {
            *lock(&self.shared.caller) = Some(you);
        } else if you != self.to {
            return;
        }
        let Some(to) = self.destination() else { return };
        let mut fates = lock(&self.shared.fates);
        let index = fates.iter().filter(|(direction, _)| *direction == self.direction).count();
        let mut fate = (lock(&self.shared.plan))(self.direction, index, bytes);
        if fate == Fate::Swap && self.overtaken.is_some() {
            // It is the next that the other one waits for.
            fate = Fate::Pass;
        }
        fates.push((self.direction, fate));
        drop(fates);
        let (lab, via, payload) = (self.from.addr, self.via.addr, Payload::new(bytes));
        // Before it goes on: what it causes stands behind it.
        self.record(&self.from, What::Relayed { lab, you, via, to, bytes: payload, fate });
        match fate {
            Fate::Pass => self.forward(bytes),
            Fate::Double => (0..2).for_each(|_| self.forward(bytes)),
            Fate::Drop => return,
            Fate::Delay(time) => return self.held.push((Instant::now() + time, bytes.to_vec())),
            Fate::Swap => return self.overtaken = Some(bytes.to_vec()),
        }
        if let Some(bytes) = self.overtaken.take() {
            self.forward_late(&bytes);
        }
    }

    fn forward_late(&self, bytes: &[u8]) {
        if let Some(you) = self.destination() {
            let what = What::Sent { lab: self.via.addr, you, bytes: Payload::new(bytes), datagram: true };
            self.record(&self.via, what);
            self.forward(bytes);
        }
    }

    fn forward(&self, bytes: &[u8]) {
        if let Some(to) = self.destination() {
            // What cannot be sent is lost: that is what this path is for.
            let _ = self.via.socket.send_to(bytes, to);
        }
    }

    fn destination(&self) -> Option<SocketAddr> {
        if self.direction == Direction::There { Some(self.to) } else { *lock(&self.shared.caller) }
    }

    fn record(&self, end: &End, what: What) {
        self.shared.transcript.record(Some(end.label), what);
    }
}

/// How often a path is bad, each in percent of all datagrams, and how long a delay can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Odds {
    pub drop: u8,
    pub double: u8,
    pub swap: u8,
    pub delay: u8,
    /// Delays are from 1 ms to this.
    pub longest: Duration,
}

impl Odds {
    /// A path on which nothing works that does not expect the worst.
    pub const BAD: Odds = Odds { drop: 20, double: 10, swap: 10, delay: 10, longest: Duration::from_millis(15) };

    /// The plan of a seed: always the same fate for the datagram with this index of a direction, whatever is in it and
    /// whenever it comes. Every third, the one with index 2, 5, 8 …, is neither dropped nor swapped, so that nobody
    /// loses more than two in a row.
    pub fn seeded(self, seed: u64) -> impl Plan {
        move |direction: Direction, index: usize, _: &[u8]| {
            let number = draw(seed ^ draw(2 * index as u64 + u64::from(direction == Direction::Back)));
            let spared = index % 3 == 2;
            let delay = Duration::from_millis(1 + (number >> 32) % self.longest.as_millis().max(1) as u64);
            let odds = [
                (self.drop, if spared { Fate::Pass } else { Fate::Drop }),
                (self.swap, if spared { Fate::Pass } else { Fate::Swap }),
                (self.double, Fate::Double),
                (self.delay, Fate::Delay(delay)),
            ];
            let mut left = number % 100;
            for (percent, fate) in odds {
                match left.checked_sub(percent.into()) {
                    None => return fate,
                    Some(rest) => left = rest,
                }
            }
            Fate::Pass
        }
    }
}

/// A number that looks like chance, always the same for the same `seed`: splitmix64.
fn draw(seed: u64) -> u64 {
    let mut mixed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// The content, also where the other thread ended with it: a plan that panics ends its own direction only.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
