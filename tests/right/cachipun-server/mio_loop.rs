//! One thread, one loop: nothing ever waits but the poll.

use std::collections::HashMap;
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::time::{Duration, Instant};

use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token, Waker};
use serde_json::{Value, json};

const DOOR: Token = Token(0);
const KEYBOARD: Token = Token(1);
/// What may lie unwritten for one client.
const BACKLOG: usize = 256 * 1024;

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Nobody,
    Old,
    New,
}

struct Conn {
    stream: TcpStream,
    input: Vec<u8>,
    output: Vec<u8>,
    /// Closes when everything is written, or cannot be.
    closing: bool,
    kind: Kind,
    name: Option<String>,
    seat: Option<usize>,
    playing: bool,
    kept: Option<u8>,
}

struct Table {
    seats: [usize; 2],
    moves: [Option<u8>; 2],
    wins: [u32; 2],
    round: u32,
    until: Option<Instant>,
}

struct Server {
    poll: Poll,
    max: usize,
    limit: Duration,
    next: usize,
    conns: HashMap<usize, Conn>,
    tables: HashMap<usize, Table>,
    waiting: Option<usize>,
}

fn move_from(word: &str) -> Option<u8> {
    match word {
        "piedra" => Some(0),
        "papel" => Some(1),
        "tijera" => Some(2),
        _ => None,
    }
}

fn word_for(choice: u8) -> &'static str {
    match choice {
        0 => "piedra",
        1 => "papel",
        _ => "tijera",
    }
}

impl Server {
    fn send(&mut self, id: usize, status: &str, data: Value) {
        let Some(conn) = self.conns.get_mut(&id) else { return };
        if conn.kind != Kind::New && status != "result" {
            return;
        }
        let text = json!({ "status": status, "data": data }).to_string();
        conn.output.extend((text.len() as u32).to_be_bytes());
        conn.output.extend(text.bytes());
    }

    fn error(&mut self, id: usize, code: &str) {
        self.send(id, "error", json!({ "codigo": code, "mensaje": "" }));
    }

    fn place(&self, id: usize) -> Option<(usize, usize)> {
        let table = self.conns.get(&id)?.seat?;
        Some((table, usize::from(self.tables[&table].seats[1] == id)))
    }

    fn arrive(&mut self, id: usize) {
        self.conns.get_mut(&id).expect("it spoke").playing = true;
        self.seek(id);
    }

    fn seek(&mut self, id: usize) {
        let Some(first) = self.waiting.take() else {
            self.waiting = Some(id);
            return self.send(id, "espera", Value::Null);
        };
        let seats = [first, id];
        let moves = seats.map(|id| self.conns.get_mut(&id).and_then(|conn| conn.kept.take()));
        let table = self.next;
        self.next += 1;
        for (index, id) in seats.into_iter().enumerate() {
            let name = self.conns[&seats[1 - index]].name.clone();
            self.conns.get_mut(&id).expect("it waits").seat = Some(table);
            self.send(id, "comienza", json!({ "oponente": name }));
        }
        self.tables.insert(table, Table { seats, moves, wins: [0; 2], round: 1, until: None });
        self.judge(table);
    }

    fn judge(&mut self, number: usize) {
        let limit = self.limit;
        let table = self.tables.get_mut(&number).expect("it was just used");
        let (first, second) = match table.moves {
            [Some(first), Some(second)] => (first, second),
            [None, None] => return,
            _ => {
                table.until = Some(Instant::now() + limit);
                return;
            }
        };
        (table.moves, table.until) = ([None, None], None);
        let round = table.round;
        table.round += 1;
        let results = match (first + 3 - second) % 3 {
            0 => ["Empate", "Empate"],
            1 => ["Gana", "Pierde"],
            _ => ["Pierde", "Gana"],
        };
        for (index, result) in results.into_iter().enumerate() {
            table.wins[index] += u32::from(result == "Gana");
        }
        let (seats, wins) = (table.seats, table.wins);
        for (index, id) in seats.into_iter().enumerate() {
            let [own, other] = if index == 0 { [first, second] } else { [second, first] };
            let (own, other) = (word_for(own), word_for(other));
            let data = match self.conns[&id].kind {
                Kind::New => json!({
                    "ronda": round, "marcador": [wins[index], wins[1 - index]],
                    "eleccion_1": own, "eleccion_2": other, "res": results[index],
                }),
                _ => json!({ "eleccion_1": own, "eleccion_2": other, "res": results[index] }),
            };
            self.send(id, "result", data);
        }
    }

    fn depart(&mut self, id: usize) {
        if self.waiting == Some(id) {
            self.waiting = None;
        }
        let place = self.place(id);
        if let Some(conn) = self.conns.get_mut(&id) {
            (conn.playing, conn.name, conn.seat, conn.closing) = (false, None, None, true);
        }
        let Some((number, index)) = place else { return };
        let table = self.tables.remove(&number).expect("somebody sat there");
        let left = table.seats[1 - index];
        let conn = self.conns.get_mut(&left).expect("it plays");
        conn.seat = None;
        conn.kept = table.moves[1 - index].filter(|_| conn.kind == Kind::Old);
        self.send(left, "abandono", Value::Null);
        self.seek(left);
    }

    fn dismiss(&mut self, id: usize, code: &str) {
        self.error(id, code);
        self.depart(id);
    }

    fn understand(&mut self, id: usize, frame: &[u8]) {
        let full = self.conns.values().filter(|conn| conn.playing).count() >= self.max;
        let Ok(Value::Object(message)) = serde_json::from_slice(frame) else {
            return self.error(id, "mensaje-invalido");
        };
        let conn = self.conns.get_mut(&id).expect("it spoke");
        match (message.get("status").and_then(Value::as_str), message.get("data")) {
            (Some("eleccion"), Some(Value::String(word))) => {
                let Some(choice) = move_from(word) else { return self.error(id, "jugada-invalida") };
                if conn.kind == Kind::Nobody {
                    if full {
                        return self.depart(id);
                    }
                    (conn.kind, conn.kept) = (Kind::Old, Some(choice));
                    return self.arrive(id);
                }
                self.play(id, choice);
            }
            (Some("hola"), Some(data)) if !conn.playing => {
                conn.kind = Kind::New;
                let taken = |name: &str| self.conns.values().any(|conn| conn.name.as_deref() == Some(name));
                match (&data["version"], data["nombre"].as_str()) {
                    (Value::Number(version), _) if version.as_u64() != Some(2) => self.dismiss(id, "version"),
                    (Value::Number(_), Some(name)) => {
                        let letters: Vec<char> = name.chars().collect();
                        let bad = letters.iter().any(|c| c.is_control() || ['\u{2028}', '\u{2029}'].contains(c));
                        if letters.is_empty() || letters.len() > 20 || bad {
                            self.error(id, "nombre-invalido");
                        } else if taken(name) {
                            self.error(id, "nombre-ocupado");
                        } else if full {
                            self.dismiss(id, "lleno");
                        } else {
                            self.conns.get_mut(&id).expect("it spoke").name = Some(name.to_owned());
                            self.arrive(id);
                        }
                    }
                    _ => self.error(id, "mensaje-invalido"),
                }
            }
            _ => self.error(id, "mensaje-invalido"),
        }
    }

    fn play(&mut self, id: usize, choice: u8) {
        let place = self.place(id);
        let conn = self.conns.get_mut(&id).expect("it spoke");
        let Some((number, index)) = place else {
            if conn.kind == Kind::Old {
                conn.kept.get_or_insert(choice);
            }
            return self.error(id, "sin-oponente");
        };
        let table = self.tables.get_mut(&number).expect("it sits there");
        if table.moves[index].is_some() {
            return self.error(id, "jugada-repetida");
        }
        table.moves[index] = Some(choice);
        let round = table.round;
        self.send(id, "aceptada", json!({ "ronda": round }));
        self.judge(number);
    }

    /// Reads what is there and acts on each frame in it.
    fn read(&mut self, id: usize) {
        let mut buffer = [0; 4096];
        loop {
            let Some(conn) = self.conns.get_mut(&id) else { return };
            match conn.stream.read(&mut buffer) {
                Ok(0) => return self.gone(id),
                Ok(_) if conn.closing => continue,
                Ok(count) => conn.input.extend(&buffer[..count]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(_) => return self.gone(id),
            }
            loop {
                let Some(conn) = self.conns.get_mut(&id).filter(|conn| !conn.closing) else { break };
                let Some(length) = conn.input.first_chunk().map(|length| u32::from_be_bytes(*length) as usize) else {
                    break;
                };
                if length > 65_536 {
                    self.dismiss(id, "marco-muy-grande");
                    break;
                }
                if conn.input.len() < 4 + length {
                    break;
                }
                let frame: Vec<u8> = conn.input.drain(..4 + length).skip(4).collect();
                self.understand(id, &frame);
            }
        }
    }

    fn gone(&mut self, id: usize) {
        self.depart(id);
        self.conns.remove(&id);
    }

    /// Writes what can be written, to everybody who has something to get.
    fn write_all(&mut self) {
        loop {
            let mut gone = Vec::new();
            for (id, conn) in &mut self.conns {
                while !conn.output.is_empty() {
                    match conn.stream.write(&conn.output) {
                        Ok(count) => drop(conn.output.drain(..count)),
                        Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                        Err(_) => {
                            gone.push(*id);
                            break;
                        }
                    }
                }
                if conn.output.len() > BACKLOG || conn.closing && conn.output.is_empty() {
                    gone.push(*id);
                }
            }
            if gone.is_empty() {
                return;
            }
            gone.into_iter().for_each(|id| self.gone(id));
        }
    }

    fn run(&mut self, listener: &TcpListener) -> io::Result<()> {
        let mut events = Events::with_capacity(256);
        loop {
            let due = self.tables.values().filter_map(|table| table.until).min();
            // The poll counts in whole milliseconds, and must not come too early.
            let wait = due.map(|due| due.saturating_duration_since(Instant::now()) + Duration::from_millis(1));
            match self.poll.poll(&mut events, wait) {
                Err(error) if error.kind() != ErrorKind::Interrupted => return Err(error),
                _ => {}
            }
            for event in &events {
                match event.token() {
                    KEYBOARD => {
                        for id in self.conns.keys().copied().collect::<Vec<_>>() {
                            self.send(id, "cierre", Value::Null);
                        }
                        self.write_all();
                        return Ok(());
                    }
                    DOOR => {
                        while let Ok((mut stream, _)) = listener.accept() {
                            let id = self.next;
                            self.next += 1;
                            let interest = Interest::READABLE | Interest::WRITABLE;
                            self.poll.registry().register(&mut stream, Token(id), interest)?;
                            let (input, output, kind) = (Vec::new(), Vec::new(), Kind::Nobody);
                            let (closing, playing, name, seat, kept) = (false, false, None, None, None);
                            let conn = Conn { stream, input, output, closing, kind, name, seat, playing, kept };
                            self.conns.insert(id, conn);
                        }
                    }
                    Token(id) => self.read(id),
                }
                self.write_all();
            }
            let now = Instant::now();
            let is_over = |table: &&Table| table.until.is_some_and(|until| until <= now);
            while let Some(table) = self.tables.values().find(is_over) {
                let late = table.seats[usize::from(table.moves[0].is_some())];
                self.dismiss(late, "tiempo");
            }
            self.write_all();
        }
    }
}

/// Why it cannot listen: somebody else does at this port, or nobody knows the name.
fn in_words(error: io::Error) -> io::Error {
    io::Error::other(if error.kind() == ErrorKind::AddrInUse { "address in use" } else { "unknown name" })
}

pub fn main() -> io::Result<()> {
    let (mut addr, mut numbers) = ("127.0.0.1:1238".to_owned(), HashMap::new());
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        if arg.starts_with("--") {
            numbers.insert(arg, args.next().and_then(|number| number.parse::<u64>().ok()).unwrap_or(1));
        } else {
            addr = arg;
        }
    }
    let listener = std::net::TcpListener::bind(addr).map_err(in_words)?;
    listener.set_nonblocking(true)?;
    let mut listener = TcpListener::from_std(listener);
    let poll = Poll::new()?;
    poll.registry().register(&mut listener, DOOR, Interest::READABLE)?;
    let waker = Waker::new(poll.registry(), KEYBOARD)?;
    std::thread::spawn(move || {
        for line in io::stdin().lock().split(b'\n') {
            if line.is_ok_and(|line| line.trim_ascii() == b"cerrar") {
                let _ = waker.wake();
            }
        }
        // The waker goes when nothing can be typed any more. That wakes nobody.
    });
    println!("listening on {}", listener.local_addr()?);
    let max = numbers.get("--max-players").map_or(200, |max| *max as usize);
    let limit = Duration::from_millis(numbers.get("--move-timeout").copied().unwrap_or(30_000));
    let (next, conns, tables, waiting) = (2, HashMap::new(), HashMap::new(), None);
    Server { poll, max, limit, next, conns, tables, waiting }.run(&listener)
}
