//! One non-blocking socket, mio's poll, and a state that is changed by two events: a datagram came, or time is up.

use mio::net::UdpSocket;
use mio::{Events, Interest, Poll, Token};
use std::collections::HashMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// What a side wants after an event.
enum Next {
    Until(Option<Instant>),
    Done,
    TimedOut,
}

trait Side {
    fn datagram(&mut self, socket: &UdpSocket, bytes: &[u8], from: SocketAddr) -> io::Result<Next>;
    fn time_is_up(&mut self, socket: &UdpSocket) -> io::Result<Next>;
    fn tally(&self) -> [usize; 3];
}

fn run(mut socket: UdpSocket, mut next: Next, side: &mut dyn Side) -> io::Result<[usize; 3]> {
    let mut poll = Poll::new()?;
    poll.registry().register(&mut socket, Token(0), Interest::READABLE)?;
    let (mut events, mut buffer) = (Events::with_capacity(4), [0; 1500]);
    loop {
        let until = match next {
            Next::Until(until) => until,
            Next::Done => return Ok(side.tally()),
            Next::TimedOut => return Err(ErrorKind::TimedOut.into()),
        };
        next = match socket.recv_from(&mut buffer) {
            Ok((count, from)) => side.datagram(&socket, &buffer[..count], from)?,
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                let left = until.map(|until| until.saturating_duration_since(Instant::now()));
                if left == Some(Duration::ZERO) {
                    side.time_is_up(&socket)?
                } else {
                    match poll.poll(&mut events, left) {
                        Err(error) if error.kind() != ErrorKind::Interrupted => return Err(error),
                        _ => Next::Until(until),
                    }
                }
            }
            Err(_) => Next::Until(until),
        };
    }
}

fn pack(kind: u8, number: u32, payload: &[u8]) -> Vec<u8> {
    let (length, number) = ((payload.len() as u16).to_be_bytes(), number.to_be_bytes());
    [b"ENCH", &[kind, 0][..], &length, &number, payload].concat()
}

fn unpack(bytes: &[u8]) -> Option<(u8, u32, &[u8])> {
    let [b'E', b'N', b'C', b'H', kind @ 1..=3, 0, l1, l2, a, b, c, d, payload @ ..] = bytes else { return None };
    let length = usize::from(*l1) << 8 | usize::from(*l2);
    let most = if *kind == 1 { 1024 } else { 0 };
    (length == payload.len() && length <= most).then_some((*kind, u32::from_be_bytes([*a, *b, *c, *d]), payload))
}

struct Giving {
    peer: SocketAddr,
    parts: Vec<Vec<u8>>,
    ms: Duration,
    tries: u32,
    first: u32,
    at: usize,
    tried: u32,
    sent: usize,
    until: Option<Instant>,
}

impl Giving {
    fn number(&self) -> u32 {
        self.first.wrapping_add(self.at as u32)
    }

    fn give(&mut self, socket: &UdpSocket) -> io::Result<Next> {
        let datagram = match self.parts.get(self.at) {
            Some(part) => pack(1, self.number(), part),
            None => pack(3, self.number(), b""),
        };
        let _ = socket.send_to(&datagram, self.peer);
        self.until = Some(Instant::now() + self.ms * [1, 2, 4, 8][(self.tried as usize).min(3)]);
        self.tried += 1;
        self.sent += 1;
        Ok(Next::Until(self.until))
    }
}

impl Side for Giving {
    fn datagram(&mut self, socket: &UdpSocket, bytes: &[u8], from: SocketAddr) -> io::Result<Next> {
        if from != self.peer || unpack(bytes) != Some((2, self.number(), b"")) {
            return Ok(Next::Until(self.until));
        }
        if self.at == self.parts.len() {
            return Ok(Next::Done);
        }
        (self.at, self.tried) = (self.at + 1, 0);
        self.give(socket)
    }

    fn time_is_up(&mut self, socket: &UdpSocket) -> io::Result<Next> {
        if self.tried == self.tries { Ok(Next::TimedOut) } else { self.give(socket) }
    }

    fn tally(&self) -> [usize; 3] {
        [self.parts.iter().map(Vec::len).sum(), self.sent, self.sent - self.parts.len() - 1]
    }
}

struct Taking {
    file: String,
    ms: Duration,
    first: u32,
    from: Option<SocketAddr>,
    parts: Vec<Vec<u8>>,
    over: bool,
    until: Option<Instant>,
    came: usize,
    again: usize,
}

impl Side for Taking {
    fn datagram(&mut self, socket: &UdpSocket, bytes: &[u8], from: SocketAddr) -> io::Result<Next> {
        let wanted = unpack(bytes).filter(|(kind, ..)| *kind != 2).filter(|_| *self.from.get_or_insert(from) == from);
        let Some((kind, number, payload)) = wanted else { return Ok(Next::Until(self.until)) };
        let have = self.parts.len() + usize::from(self.over);
        match number.wrapping_sub(self.first) as usize {
            place if place < have => self.again += 1,
            place if place > have || self.over => return Ok(Next::Until(self.until)),
            _ if kind == 1 => self.parts.push(payload.to_vec()),
            _ => {
                let beside = format!("{}.part", self.file);
                fs::write(&beside, self.parts.concat())?;
                fs::rename(&beside, &self.file)?;
                self.over = true;
                self.until = Some(Instant::now() + self.ms * 2);
            }
        }
        self.came += 1;
        if !self.over {
            self.until = Some(Instant::now() + self.ms * 30);
        }
        let _ = socket.send_to(&pack(2, number, b""), from);
        Ok(Next::Until(self.until))
    }

    fn time_is_up(&mut self, _: &UdpSocket) -> io::Result<Next> {
        Ok(if self.over { Next::Done } else { Next::TimedOut })
    }

    fn tally(&self) -> [usize; 3] {
        [self.parts.iter().map(Vec::len).sum(), self.came, self.again]
    }
}

fn work(words: &[String], options: &HashMap<String, u32>) -> io::Result<[usize; 3]> {
    let option = |name: &str, usual: u32| options.get(name).copied().unwrap_or(usual);
    let (ms, first) = (Duration::from_millis(option("--timeout", 2000).into()), option("--first", 0));
    let addr = |text: &str| {
        let found = text.to_socket_addrs().ok().and_then(|mut found| found.next());
        found.ok_or(io::Error::from(ErrorKind::NotFound))
    };
    match words {
        [side, file, to] if side == "send" => {
            let parts = fs::read(file)?.chunks(1024).map(<[u8]>::to_vec).collect();
            let (peer, tries) = (addr(to)?, option("--tries", 10));
            let any = if peer.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
            let socket = UdpSocket::bind(SocketAddr::new(any, 0))?;
            let mut side = Giving { peer, parts, ms, tries, first, at: 0, tried: 0, sent: 0, until: None };
            let next = side.give(&socket)?;
            run(socket, next, &mut side)
        }
        [side, at, file] if side == "receive" => {
            let socket = UdpSocket::bind(addr(at)?)?;
            println!("listening on {}", socket.local_addr()?);
            let (file, parts) = (file.clone(), Vec::new());
            let mut side =
                Taking { file, ms, first, from: None, parts, over: false, until: None, came: 0, again: 0 };
            run(socket, Next::Until(None), &mut side)
        }
        _ => Err(ErrorKind::InvalidInput.into()),
    }
}

pub fn main() -> ExitCode {
    let (mut words, mut options, mut name) = (Vec::new(), HashMap::new(), None);
    for arg in std::env::args().skip(1) {
        match name.take() {
            Some(name) => drop(options.insert(name, arg.parse().unwrap_or_default())),
            None if arg.starts_with("--") => name = Some(arg),
            None => words.push(arg),
        }
    }
    match work(&words, &options) {
        Ok([bytes, datagrams, repeated]) => {
            eprintln!("{bytes} bytes, {datagrams} datagrams, {repeated} repeated");
            ExitCode::SUCCESS
        }
        Err(error) => {
            let words = match error.kind() {
                ErrorKind::TimedOut => "timed out",
                ErrorKind::AddrInUse => "address in use",
                ErrorKind::NotFound => "unknown name",
                _ => "failed",
            };
            eprintln!("{words}: {error:?}");
            ExitCode::FAILURE
        }
    }
}
