//! One loop over mio: a connection that never blocks, with a buffer for each direction, and a thread at the keyboard
//! that wakes the loop.

use std::collections::VecDeque;
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::net::{SocketAddr, ToSocketAddrs};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token, Waker};
use serde_json::{Value, json};

const SERVER: Token = Token(0);
const KEYBOARD: Token = Token(1);

enum Key {
    Move(&'static str),
    Leave,
    End,
}

enum Link {
    /// Until this moment nothing is tried.
    Resting(Instant),
    Connecting(TcpStream, Instant),
    Up(TcpStream),
}

struct Player {
    candidates: Vec<SocketAddr>,
    next: usize,
    pause: Duration,
    timeout: Duration,
    give_up: Instant,
    link: Link,
    incoming: Vec<u8>,
    outgoing: Vec<u8>,
    moves: VecDeque<&'static str>,
    old: bool,
    open: bool,
    ended: bool,
    goodbye: bool,
}

pub fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let value = |key: &str| args.iter().position(|arg| arg == key).and_then(|at| args.get(at + 1));
    let addr = args.first().filter(|arg| !arg.starts_with("--")).map_or("127.0.0.1:1238", String::as_str);
    let timeout = Duration::from_millis(value("--timeout").and_then(|ms| ms.parse().ok()).unwrap_or(2000));
    let old = args.iter().any(|arg| arg == "--wire-2019");
    let name = value("--name").map_or("mio", String::as_str);
    match run(addr, timeout, old, name) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let words = match error.kind() {
                ErrorKind::ConnectionRefused => "connection refused",
                ErrorKind::ConnectionReset | ErrorKind::BrokenPipe => "connection reset",
                ErrorKind::TimedOut => "timed out",
                ErrorKind::UnexpectedEof => "closed early",
                ErrorKind::InvalidData => "bad reply",
                ErrorKind::NotFound => "unknown name",
                _ => "trouble",
            };
            eprintln!("{addr}: {words}");
            ExitCode::FAILURE
        }
    }
}

fn run(addr: &str, timeout: Duration, old: bool, name: &str) -> io::Result<()> {
    let mut poll = Poll::new()?;
    // It is kept here as well: a waker that is dropped takes along what it has just said.
    let waker = Arc::new(Waker::new(poll.registry(), KEYBOARD)?);
    let keys = keyboard(Arc::clone(&waker));
    let candidates: Vec<SocketAddr> = addr.to_socket_addrs().map_err(|_| ErrorKind::NotFound)?.collect();
    let now = Instant::now();
    let mut player = Player {
        candidates,
        next: 0,
        pause: Duration::from_millis(15),
        timeout,
        give_up: now + timeout,
        link: Link::Resting(now),
        incoming: Vec::new(),
        outgoing: if old { Vec::new() } else { frame("hola", &json!({"version": 2, "nombre": name})) },
        moves: VecDeque::new(),
        old,
        open: false,
        ended: false,
        goodbye: false,
    };
    let mut events = Events::with_capacity(8);
    loop {
        while let Ok(key) = keys.try_recv() {
            match key {
                Key::Move(choice) => player.moves.push_back(choice),
                Key::Leave => return Ok(()),
                Key::End => player.ended = true,
            }
        }
        player.connect(&poll)?;
        player.exchange()?;
        while (!player.old || !player.open) && !player.moves.is_empty() {
            let choice = player.moves.pop_front().unwrap();
            player.outgoing.extend(frame("eleccion", &json!(choice)));
            player.open = true;
            player.exchange()?;
        }
        if player.ended && !player.open {
            return Ok(());
        }
        let until = match &player.link {
            Link::Resting(until) | Link::Connecting(_, until) => Some(*until),
            Link::Up(_) => None,
        };
        let wait = until.map(|until| until.saturating_duration_since(Instant::now()) + Duration::from_millis(1));
        match poll.poll(&mut events, wait) {
            Err(error) if error.kind() != ErrorKind::Interrupted => return Err(error),
            _ => {}
        }
    }
}

fn keyboard(waker: Arc<Waker>) -> Receiver<Key> {
    let (send, keys) = mpsc::channel();
    std::thread::spawn(move || {
        let mut input = io::stdin().lock();
        loop {
            let mut line = Vec::new();
            let key = match input.read_until(b'\n', &mut line) {
                Ok(1..) => match String::from_utf8_lossy(&line).trim() {
                    "piedra" | "1" => Key::Move("piedra"),
                    "papel" | "2" => Key::Move("papel"),
                    "tijera" | "3" => Key::Move("tijera"),
                    "salir" => Key::Leave,
                    other => {
                        eprintln!("no entiendo {other:?}");
                        continue;
                    }
                },
                _ => Key::End,
            };
            let last = matches!(key, Key::End);
            if send.send(key).is_err() || waker.wake().is_err() || last {
                return;
            }
        }
    });
    keys
}

fn frame(status: &str, data: &Value) -> Vec<u8> {
    let payload = json!({"status": status, "data": data}).to_string();
    [&(payload.len() as u32).to_be_bytes(), payload.as_bytes()].concat()
}

impl Player {
    /// Goes on with the attempt to connect, as far as that goes without waiting.
    fn connect(&mut self, poll: &Poll) -> io::Result<()> {
        let now = Instant::now();
        match &mut self.link {
            Link::Up(_) => Ok(()),
            Link::Resting(until) if now < *until => Ok(()),
            Link::Resting(_) => {
                let mut stream = match TcpStream::connect(self.candidates[self.next]) {
                    Ok(stream) => stream,
                    Err(error) => return self.failed(error),
                };
                poll.registry().register(&mut stream, SERVER, Interest::READABLE | Interest::WRITABLE)?;
                self.link = Link::Connecting(stream, now + self.timeout);
                Ok(())
            }
            Link::Connecting(stream, until) => {
                if let Some(error) = stream.take_error()? {
                    return self.failed(error);
                }
                if stream.peer_addr().is_ok() {
                    let Link::Connecting(stream, _) = std::mem::replace(&mut self.link, Link::Resting(now)) else {
                        unreachable!()
                    };
                    self.link = Link::Up(stream);
                    return Ok(());
                }
                if now >= *until { self.failed(ErrorKind::TimedOut.into()) } else { Ok(()) }
            }
        }
    }

    fn failed(&mut self, error: io::Error) -> io::Result<()> {
        let now = Instant::now();
        self.next = (self.next + 1) % self.candidates.len();
        if now >= self.give_up {
            return Err(error);
        }
        self.link = Link::Resting(if self.next == 0 { now + self.pause } else { now });
        self.pause *= 2;
        Ok(())
    }

    /// Writes and reads what can be written and read now.
    fn exchange(&mut self) -> io::Result<()> {
        let Link::Up(stream) = &mut self.link else { return Ok(()) };
        while !self.outgoing.is_empty() {
            match stream.write(&self.outgoing) {
                Ok(count) => drop(self.outgoing.drain(..count)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                // What the server said before it left is still to be read.
                Err(_) => self.outgoing.clear(),
            }
        }
        let mut closed = false;
        let mut piece = [0; 4096];
        loop {
            match stream.read(&mut piece) {
                Ok(0) => {
                    closed = true;
                    break;
                }
                Ok(count) => self.incoming.extend_from_slice(&piece[..count]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(_) if self.goodbye => {
                    closed = true;
                    break;
                }
                Err(error) => return Err(error),
            }
        }
        while let Some((length, rest)) = self.incoming.split_first_chunk() {
            let length = u32::from_be_bytes(*length) as usize;
            let Some(payload) = rest.get(..length) else { break };
            let message: Value = serde_json::from_slice(payload).map_err(|_| ErrorKind::InvalidData)?;
            self.incoming.drain(..4 + length);
            self.hear(&message)?;
        }
        if closed && self.goodbye {
            (self.ended, self.open) = (true, false);
            self.moves.clear();
        } else if closed {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }

    fn hear(&mut self, message: &Value) -> io::Result<()> {
        let data = &message["data"];
        let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        let line = match message["status"].as_str().ok_or(ErrorKind::InvalidData)? {
            "comienza" => format!("comienza {}", text(&data["oponente"])),
            "aceptada" => format!("aceptada {}", data["ronda"]),
            "result" => {
                self.open = false;
                let moves = format!("{} {}", text(&data["eleccion_1"]), text(&data["eleccion_2"]));
                let score = data["marcador"].as_array().map(|score| format!(" {}-{}", score[0], score[1]));
                format!("resultado {moves} {}{}", text(&data["res"]).to_lowercase(), score.unwrap_or_default())
            }
            "error" => {
                self.open &= data["codigo"] == "jugada-repetida";
                format!("error {}", text(&data["codigo"]))
            }
            "abandono" => {
                self.open = false;
                "abandono".to_owned()
            }
            "cierre" => {
                self.goodbye = true;
                "cierre".to_owned()
            }
            "espera" => "espera".to_owned(),
            // Newer than this program.
            _ => return Ok(()),
        };
        let mut out = io::stdout().lock();
        writeln!(out, "{line}")?;
        out.flush()
    }
}
