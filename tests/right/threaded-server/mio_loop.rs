//! One thread and no blocking call but `poll`: a table of clients, each with what it still has to say and to hear.

use std::collections::{HashMap, HashSet};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, ToSocketAddrs};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};

const LISTENER: Token = Token(0);
const LONGEST: usize = 65_536;

enum Phase {
    Talking,
    /// The client has said all.
    Ended,
    /// The client's line was too long, and the last word is on its way.
    SentAway,
    /// The last word is out.
    Draining,
}

/// What becomes of a client after its turn.
enum Next {
    Waits,
    More,
    Done,
}

struct Client {
    conn: TcpStream,
    input: Vec<u8>,
    output: Vec<u8>,
    sent: usize,
    phase: Phase,
    until: Instant,
}

pub fn main() -> ExitCode {
    let (mut addr, mut places, mut limit) = (None, 64, 60_000);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--clients" => places = args.next().and_then(|number| number.parse().ok()).unwrap_or(places),
            "--timeout" => limit = args.next().and_then(|number| number.parse().ok()).unwrap_or(limit),
            _ => addr = Some(arg),
        }
    }
    let Some(addr) = addr else { return ExitCode::from(2) };
    match serve(&addr, places, Duration::from_millis(limit)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let words = match error.kind() {
                ErrorKind::AddrInUse => "address in use",
                ErrorKind::NotFound => "unknown name",
                _ => "trouble",
            };
            eprintln!("{words}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn serve(addr: &str, places: usize, limit: Duration) -> io::Result<()> {
    let candidates = addr.to_socket_addrs().map_err(|error| io::Error::new(ErrorKind::NotFound, error))?;
    let mut listener = Err(io::Error::new(ErrorKind::NotFound, "no address"));
    for candidate in candidates {
        listener = TcpListener::bind(candidate);
        if listener.is_ok() {
            break;
        }
    }
    let mut listener = listener?;
    let mut poll = Poll::new()?;
    poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
    println!("listening on {}", listener.local_addr()?);

    let mut clients: HashMap<Token, Client> = HashMap::new();
    let mut next_token = 1;
    let mut ready = HashSet::new();
    let mut events = Events::with_capacity(1024);
    loop {
        let next = clients.values().map(|client| client.until).min();
        let wait = next.map(|until| until.saturating_duration_since(Instant::now()) + Duration::from_millis(1));
        match poll.poll(&mut events, if ready.is_empty() { wait } else { Some(Duration::ZERO) }) {
            Err(error) if error.kind() != ErrorKind::Interrupted => return Err(error),
            _ => {}
        }
        ready.extend(events.iter().map(|event| event.token()));
        for token in std::mem::take(&mut ready) {
            match clients.get_mut(&token).map(|client| client.go_on(limit).unwrap_or(Next::Done)) {
                Some(Next::Done) => drop(clients.remove(&token)),
                Some(Next::More) => drop(ready.insert(token)),
                Some(Next::Waits) | None => {}
            }
        }
        clients.retain(|_, client| client.until > Instant::now());
        // Whoever left has made room by now.
        loop {
            let mut conn = match listener.accept() {
                Ok((conn, _)) => conn,
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::ConnectionAborted => continue,
                Err(_) => break,
            };
            if clients.len() >= places {
                let _ = conn.write(b"full\n");
                continue;
            }
            let token = Token(next_token);
            next_token += 1;
            if poll.registry().register(&mut conn, token, Interest::READABLE | Interest::WRITABLE).is_ok() {
                let (input, output) = (Vec::new(), Vec::new());
                let until = Instant::now() + limit;
                clients.insert(token, Client { conn, input, output, sent: 0, phase: Phase::Talking, until });
            }
        }
    }
}

impl Client {
    /// Does what can be done without waiting, as long as it is not too much: the others want their turn as well.
    fn go_on(&mut self, limit: Duration) -> io::Result<Next> {
        for _ in 0..50 {
            while self.sent < self.output.len() {
                match self.conn.write(&self.output[self.sent..]) {
                    Ok(count) => {
                        self.sent += count;
                        self.until = Instant::now() + limit;
                    }
                    Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(Next::Waits),
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
            self.output.clear();
            self.sent = 0;
            match self.phase {
                Phase::Talking => {}
                Phase::Ended => return Ok(Next::Done),
                Phase::SentAway => {
                    self.conn.shutdown(Shutdown::Write)?;
                    self.phase = Phase::Draining;
                    self.until = Instant::now() + Duration::from_millis(700);
                }
                Phase::Draining => {}
            }
            if self.next_line() {
                continue;
            }
            let mut piece = [0; 4096];
            match self.conn.read(&mut piece) {
                Ok(0) if matches!(self.phase, Phase::Draining) => return Ok(Next::Done),
                Ok(0) => {
                    self.output = std::mem::take(&mut self.input);
                    self.phase = Phase::Ended;
                }
                Ok(_) if matches!(self.phase, Phase::Draining) => {
                    if Instant::now() > self.until {
                        return Ok(Next::Done);
                    }
                }
                Ok(count) => {
                    self.input.extend_from_slice(&piece[..count]);
                    self.until = Instant::now() + limit;
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(Next::Waits),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Next::More)
    }

    /// Moves a whole line from what came to what goes, or the word for one that is too long.
    fn next_line(&mut self) -> bool {
        let len = self.input.iter().position(|byte| *byte == b'\n').map(|end| end + 1);
        if len.unwrap_or(self.input.len()) > LONGEST {
            self.output = b"too long\n".to_vec();
            self.input = Vec::new();
            self.phase = Phase::SentAway;
            return true;
        }
        let Some(len) = len else { return false };
        self.output = self.input.drain(..len).collect();
        true
    }
}
