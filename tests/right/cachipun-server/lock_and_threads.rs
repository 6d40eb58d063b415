//! Plain std: one lock around all rooms, a thread per client that reads, one that writes, and one thread with a clock.

use std::collections::BTreeMap;
use std::io::{self, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

const CHOICES: [&str; 3] = ["piedra", "papel", "tijera"];

struct Shared {
    game: Mutex<Game>,
    changed: Condvar,
}

struct Game {
    max: usize,
    limit: Duration,
    next: usize,
    clients: BTreeMap<usize, Client>,
    /// In order of arrival.
    lobby: Vec<usize>,
    rooms: BTreeMap<usize, Room>,
    /// Each thread that writes holds a copy: when the last is gone, all is written. `None` once nobody is let in any more.
    writing: Option<Sender<()>>,
}

struct Client {
    stream: TcpStream,
    post: Sender<Vec<u8>>,
    unwritten: Arc<AtomicUsize>,
    wire: Wire,
    room: Option<usize>,
    kept: Option<usize>,
}

#[derive(PartialEq)]
enum Wire {
    Unknown,
    Old,
    Nameless,
    New(String),
}

struct Room {
    players: [usize; 2],
    moves: [Option<usize>; 2],
    score: [u64; 2],
    round: u64,
    deadline: Option<Instant>,
}

impl Client {
    fn tell(&self, status: &str, data: Value) {
        let understands = matches!(self.wire, Wire::New(_) | Wire::Nameless);
        if !understands && status != "result" {
            return;
        }
        let body = json!({ "data": data, "status": status }).to_string();
        let frame = [&(body.len() as u32).to_be_bytes(), body.as_bytes()].concat();
        if self.unwritten.fetch_add(1, Ordering::SeqCst) > 2_000 {
            let _ = self.stream.shutdown(Shutdown::Both);
        }
        let _ = self.post.send(frame);
    }

    fn error(&self, code: &str) {
        self.tell("error", json!({ "codigo": code, "mensaje": "eso no se puede" }));
    }

    fn plays(&self) -> bool {
        matches!(self.wire, Wire::New(_) | Wire::Old)
    }
}

impl Game {
    fn is_full(&self) -> bool {
        self.clients.values().filter(|client| client.plays()).count() >= self.max
    }

    fn enter(&mut self, id: usize) {
        self.lobby.push(id);
        if !self.pair() {
            self.clients[&id].tell("espera", Value::Null);
        }
    }

    fn pair(&mut self) -> bool {
        if self.lobby.len() < 2 {
            return false;
        }
        let players = [self.lobby.remove(0), self.lobby.remove(0)];
        let number = self.next;
        self.next += 1;
        let names = players.map(|id| match &self.clients[&id].wire {
            Wire::New(name) => json!(name),
            _ => Value::Null,
        });
        let moves = players.map(|id| self.clients.get_mut(&id).expect("it waits").kept.take());
        for (place, id) in players.into_iter().enumerate() {
            let client = self.clients.get_mut(&id).expect("it waits");
            client.room = Some(number);
            client.tell("comienza", json!({ "oponente": names[1 - place] }));
        }
        self.rooms.insert(number, Room { players, moves, score: [0, 0], round: 1, deadline: None });
        self.look_at(number);
        true
    }

    fn look_at(&mut self, number: usize) {
        let room = self.rooms.get_mut(&number).expect("somebody has just moved in it");
        room.deadline = room.moves.iter().any(Option::is_some).then(|| Instant::now() + self.limit);
        let [Some(first), Some(second)] = room.moves else { return };
        let winner = match (3 + first - second) % 3 {
            0 => None,
            1 => Some(0),
            _ => Some(1),
        };
        if let Some(winner) = winner {
            room.score[winner] += 1;
        }
        for (place, id) in room.players.into_iter().enumerate() {
            let client = &self.clients[&id];
            let own = [first, second][place];
            let other = [second, first][place];
            let res = winner.map_or("Empate", |winner| if winner == place { "Gana" } else { "Pierde" });
            let mut data = json!({ "eleccion_1": CHOICES[own], "eleccion_2": CHOICES[other], "res": res });
            if client.wire != Wire::Old {
                data["ronda"] = json!(room.round);
                data["marcador"] = json!([room.score[place], room.score[1 - place]]);
            }
            client.tell("result", data);
        }
        room.round += 1;
        room.moves = [None, None];
        room.deadline = None;
    }

    fn play(&mut self, id: usize, choice: usize) {
        let client = self.clients.get_mut(&id).expect("it has just spoken");
        let Some(number) = client.room else {
            if client.wire == Wire::Old {
                client.kept.get_or_insert(choice);
            } else {
                client.error("sin-oponente");
            }
            return;
        };
        let room = self.rooms.get_mut(&number).expect("players have a room");
        let place = usize::from(room.players[1] == id);
        if room.moves[place].is_some() {
            return client.error("jugada-repetida");
        }
        room.moves[place] = Some(choice);
        client.tell("aceptada", json!({ "ronda": room.round }));
        self.look_at(number);
    }

    fn dismiss(&mut self, id: usize, code: &str) {
        if let Some(client) = self.clients.get(&id) {
            client.error(code);
        }
        self.forget(id);
    }

    fn forget(&mut self, id: usize) {
        let Some(client) = self.clients.remove(&id) else { return };
        self.lobby.retain(|other| *other != id);
        let Some(room) = client.room.and_then(|number| self.rooms.remove(&number)) else { return };
        let place = usize::from(room.players[0] == id);
        let left = room.players[place];
        let other = self.clients.get_mut(&left).expect("it plays");
        other.room = None;
        if other.wire == Wire::Old {
            other.kept = room.moves[place];
        }
        other.tell("abandono", Value::Null);
        // Arrival is what the numbers say.
        self.lobby.push(left);
        self.lobby.sort_unstable();
        if !self.pair() {
            self.clients[&left].tell("espera", Value::Null);
        }
    }

    fn hear(&mut self, id: usize, body: &[u8]) {
        let is_full = self.is_full();
        let Some(client) = self.clients.get_mut(&id) else { return };
        let message: Value = serde_json::from_slice(body).unwrap_or(Value::Null);
        let data = &message["data"];
        match message["status"].as_str() {
            Some("eleccion") if data.is_string() => {
                let Some(choice) = CHOICES.iter().position(|choice| data == choice) else {
                    return client.error("jugada-invalida");
                };
                match client.wire {
                    Wire::Unknown if is_full => self.forget(id),
                    Wire::Unknown => {
                        (client.wire, client.kept) = (Wire::Old, Some(choice));
                        self.enter(id);
                    }
                    _ => self.play(id, choice),
                }
            }
            Some("hola") if !client.plays() => {
                if client.wire == Wire::Unknown {
                    client.wire = Wire::Nameless;
                }
                match (data["version"].as_i64(), data["nombre"].as_str()) {
                    (Some(2), Some(name)) => self.hello(id, name.to_owned(), is_full),
                    (Some(version), _) if version != 2 => self.dismiss(id, "version"),
                    _ => client.error("mensaje-invalido"),
                }
            }
            _ => client.error("mensaje-invalido"),
        }
    }

    fn hello(&mut self, id: usize, name: String, is_full: bool) {
        let breaks = |c: char| c.is_control() || c == '\u{2028}' || c == '\u{2029}';
        let is_taken = self.clients.values().any(|other| other.wire == Wire::New(name.clone()));
        if name.is_empty() || name.chars().count() > 20 || name.contains(breaks) {
            self.clients[&id].error("nombre-invalido");
        } else if is_taken {
            self.clients[&id].error("nombre-ocupado");
        } else if is_full {
            self.dismiss(id, "lleno");
        } else {
            self.clients.get_mut(&id).expect("it has just spoken").wire = Wire::New(name);
            self.enter(id);
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Game> {
        self.game.lock().expect("no holder panics")
    }

    /// Does something with the game, and wakes whoever watches the clock.
    fn with(&self, act: impl FnOnce(&mut Game)) {
        act(&mut self.lock());
        self.changed.notify_all();
    }

    fn watch_the_clock(&self) {
        let mut game = self.lock();
        loop {
            let next = game.rooms.values().filter_map(|room| room.deadline).min();
            let Some(next) = next else {
                game = self.changed.wait(game).expect("no holder panics");
                continue;
            };
            let now = Instant::now();
            if now < next {
                game = self.changed.wait_timeout(game, next - now).expect("no holder panics").0;
                continue;
            }
            let is_over = |room: &&Room| room.deadline.is_some_and(|deadline| deadline <= now);
            let room = game.rooms.values().find(is_over).expect("its time is over");
            let late = room.players[usize::from(room.moves[0].is_some())];
            game.dismiss(late, "tiempo");
        }
    }
}

fn read_frame(stream: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    stream.read_exact(&mut length)?;
    let length = u32::from_be_bytes(length);
    if length > 65_536 {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut body = Vec::new();
    stream.by_ref().take(length.into()).read_to_end(&mut body)?;
    if body.len() < length as usize { Err(ErrorKind::UnexpectedEof.into()) } else { Ok(body) }
}

fn welcome(stream: TcpStream, shared: &Arc<Shared>) -> io::Result<()> {
    let (post, letters) = channel::<Vec<u8>>();
    let unwritten = Arc::new(AtomicUsize::new(0));
    let (mut reads, mut writes) = (stream.try_clone()?, stream.try_clone()?);
    let mut game = shared.lock();
    let Some(writing) = game.writing.clone() else { return Ok(()) };
    let id = game.next;
    game.next += 1;
    let waits = Arc::clone(&unwritten);
    let client = Client { stream, post, unwritten, wire: Wire::Unknown, room: None, kept: None };
    game.clients.insert(id, client);
    drop(game);
    thread::spawn(move || {
        for letter in letters {
            if writes.write_all(&letter).is_err() {
                break;
            }
            waits.fetch_sub(1, Ordering::SeqCst);
        }
        let _ = writes.shutdown(Shutdown::Both);
        drop(writing);
    });
    let shared = Arc::clone(shared);
    thread::spawn(move || {
        let mut buffered = BufReader::new(&mut reads);
        loop {
            match read_frame(&mut buffered) {
                Ok(body) => shared.with(|game| game.hear(id, &body)),
                Err(error) if error.kind() == ErrorKind::InvalidData => {
                    break shared.with(|game| game.dismiss(id, "marco-muy-grande"));
                }
                Err(_) => break shared.with(|game| game.forget(id)),
            }
        }
    });
    Ok(())
}

/// Why it cannot listen: somebody else does at this port, or nobody knows the name.
fn in_words(error: io::Error) -> io::Error {
    io::Error::other(if error.kind() == ErrorKind::AddrInUse { "address in use" } else { "unknown name" })
}

pub fn main() -> io::Result<()> {
    let mut args = std::env::args().skip(1);
    let (mut addr, mut max, mut limit) = ("127.0.0.1:1238".to_owned(), 200, 30_000);
    while let Some(arg) = args.next() {
        let mut number = || args.next().and_then(|number| number.parse().ok()).expect("a number");
        match arg.as_str() {
            "--max-players" => max = number() as usize,
            "--move-timeout" => limit = number(),
            _ => addr = arg,
        }
    }
    let listener = TcpListener::bind(&addr).map_err(in_words)?;
    println!("listening on {}", listener.local_addr()?);
    let (clients, lobby, rooms, limit) = (BTreeMap::new(), Vec::new(), BTreeMap::new(), Duration::from_millis(limit));
    let (writing, written) = channel();
    let game = Mutex::new(Game { max, limit, next: 0, clients, lobby, rooms, writing: Some(writing) });
    let shared = Arc::new(Shared { game, changed: Condvar::new() });
    let clock = Arc::clone(&shared);
    thread::spawn(move || clock.watch_the_clock());
    let door = Arc::clone(&shared);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let _ = welcome(stream, &door);
        }
    });
    for line in io::stdin().lines() {
        if line.is_ok_and(|line| line.trim() == "cerrar") {
            let mut game = shared.lock();
            for client in game.clients.values() {
                client.tell("cierre", Value::Null);
            }
            game.clients.clear();
            game.writing = None;
            drop(game);
            // Not longer for those who do not read: all is over within a second.
            let _ = written.recv_timeout(Duration::from_millis(500));
            std::process::exit(0);
        }
    }
    loop {
        thread::park();
    }
}
