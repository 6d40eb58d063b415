//! tokio: a task for what each client says, one for what it hears, and one that owns the game.

use std::collections::{HashMap, HashSet};
use std::io::{self, ErrorKind};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout};

type Id = u32;

enum News {
    Came(TcpStream),
    Frame(Id, Vec<u8>),
    TooLong(Id),
    Gone(Id),
}

#[derive(Default)]
struct Player {
    version: u8,
    name: Option<String>,
    seated: bool,
    rival: Option<Id>,
    choice: Option<String>,
    round: u32,
    points: u32,
    late_at: Option<Instant>,
}

struct Game {
    max: usize,
    limit: Duration,
    players: HashMap<Id, Player>,
    outs: HashMap<Id, Sender<String>>,
    waiting: Vec<Id>,
    dropped: HashSet<Id>,
}

fn result_of(own: &str, other: &str) -> &'static str {
    match own {
        _ if own == other => "Empate",
        "piedra" if other == "tijera" => "Gana",
        "papel" if other == "piedra" => "Gana",
        "tijera" if other == "papel" => "Gana",
        _ => "Pierde",
    }
}

impl Game {
    fn say(&mut self, id: Id, status: &str, data: Value) {
        let Some(player) = self.players.get(&id) else { return };
        if player.version == 2 || status == "result" {
            let text = format!("{{ \"status\" : \"{status}\",\n \"data\" : {data} }}");
            if self.outs[&id].try_send(text).is_err() {
                self.dropped.insert(id);
            }
        }
    }

    fn complain(&mut self, id: Id, code: &str) {
        self.say(id, "error", json!({ "mensaje": code, "codigo": code }));
    }

    fn at(&mut self, id: Id) -> &mut Player {
        self.players.get_mut(&id).expect("it is connected")
    }

    fn seat(&mut self, id: Id) {
        self.at(id).seated = true;
        self.waiting.push(id);
        self.waiting.sort_unstable();
        let [first, second] = self.waiting[..] else { return self.say(id, "espera", Value::Null) };
        self.waiting.clear();
        for (id, rival) in [(first, second), (second, first)] {
            let name = self.at(rival).name.clone();
            let player = self.at(id);
            (player.rival, player.round, player.points) = (Some(rival), 1, 0);
            self.say(id, "comienza", json!({ "oponente": name }));
        }
        self.judge(first, second);
    }

    fn judge(&mut self, first: Id, second: Id) {
        let pair = [(first, second), (second, first)];
        let both = pair.iter().all(|(id, _)| self.players[id].choice.is_some());
        if !both {
            let late_at = Some(Instant::now() + self.limit);
            for (id, rival) in pair {
                let is_awaited = self.at(id).choice.is_none() && self.at(rival).choice.is_some();
                self.at(id).late_at = late_at.filter(|_| is_awaited);
            }
            return;
        }
        let choices = pair.map(|(id, _)| self.at(id).choice.take().unwrap_or_default());
        for (place, (id, _)) in pair.into_iter().enumerate() {
            let won = result_of(&choices[place], &choices[1 - place]) == "Gana";
            let player = self.at(id);
            player.points += u32::from(won);
            player.late_at = None;
        }
        for (place, (id, rival)) in pair.into_iter().enumerate() {
            let (own, other) = (&choices[place], &choices[1 - place]);
            let mut data = json!({ "eleccion_1": own, "eleccion_2": other, "res": result_of(own, other) });
            let theirs = self.at(rival).points;
            let player = self.at(id);
            if player.version == 2 {
                data["marcador"] = json!([player.points, theirs]);
                data["ronda"] = json!(player.round);
            }
            player.round += 1;
            self.say(id, "result", data);
        }
    }

    fn dismiss(&mut self, id: Id, code: &str) {
        self.complain(id, code);
        self.forget(id);
    }

    fn forget(&mut self, id: Id) {
        self.outs.remove(&id);
        let Some(player) = self.players.remove(&id) else { return };
        self.waiting.retain(|other| *other != id);
        if let Some(left) = player.rival {
            let player = self.at(left);
            (player.rival, player.late_at) = (None, None);
            if player.version == 2 {
                player.choice = None;
            }
            self.say(left, "abandono", Value::Null);
            self.seat(left);
        }
    }

    fn hear(&mut self, id: Id, bytes: &[u8]) {
        let full = self.players.values().filter(|player| player.seated).count() >= self.max;
        if !self.players.contains_key(&id) {
            return;
        }
        let message = serde_json::from_slice::<Value>(bytes).unwrap_or_default();
        let (Some(status), Some(data)) = (message["status"].as_str(), message.get("data")) else {
            return self.complain(id, "mensaje-invalido");
        };
        match (status, data) {
            ("hola", Value::Object(hello)) => self.hello(id, hello, full),
            ("eleccion", Value::String(choice)) => self.choose(id, choice, full),
            _ => self.complain(id, "mensaje-invalido"),
        }
    }

    fn choose(&mut self, id: Id, choice: &str, full: bool) {
        if !["piedra", "papel", "tijera"].contains(&choice) {
            return self.complain(id, "jugada-invalida");
        }
        let player = self.at(id);
        if player.version == 0 {
            if full {
                return self.forget(id);
            }
            (player.version, player.choice) = (1, Some(choice.to_owned()));
            return self.seat(id);
        }
        if player.choice.is_some() {
            return self.complain(id, "jugada-repetida");
        }
        if player.rival.is_none() && player.version == 2 {
            return self.complain(id, "sin-oponente");
        }
        player.choice = Some(choice.to_owned());
        let (round, rival) = (player.round, player.rival);
        self.say(id, "aceptada", json!({ "ronda": round }));
        if let Some(rival) = rival {
            self.judge(id, rival);
        }
    }

    fn hello(&mut self, id: Id, hello: &serde_json::Map<String, Value>, full: bool) {
        let player = self.at(id);
        if player.seated {
            return self.complain(id, "mensaje-invalido");
        }
        player.version = 2;
        match (hello.get("version").and_then(Value::as_u64), hello.get("nombre").and_then(Value::as_str)) {
            (Some(2), Some(name)) => {
                let fits = (1..=20).contains(&name.chars().count());
                if full {
                    self.dismiss(id, "lleno");
                } else if !fits || name.chars().any(|c| c.is_control() || "\u{2028}\u{2029}".contains(c)) {
                    self.complain(id, "nombre-invalido");
                } else if self.players.values().any(|player| player.name.as_deref() == Some(name)) {
                    self.complain(id, "nombre-ocupado");
                } else {
                    self.at(id).name = Some(name.to_owned());
                    self.seat(id);
                }
            }
            (Some(version), _) if version != 2 => self.dismiss(id, "version"),
            _ => self.complain(id, "mensaje-invalido"),
        }
    }

    async fn run(mut self, mut news: Receiver<News>, tell: Sender<News>, mut keyboard: Receiver<()>) {
        let (mut next, mut writers) = (0, JoinSet::new());
        loop {
            let due = self.players.values().filter_map(|player| player.late_at).min();
            let alarm = async {
                match due {
                    Some(due) => sleep_until(due).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                Some(news) = news.recv() => match news {
                    News::Came(stream) => {
                        let (reads, writes) = stream.into_split();
                        let (out, letters) = channel(300);
                        self.players.insert(next, Player::default());
                        self.outs.insert(next, out);
                        writers.spawn(write(writes, letters));
                        tokio::spawn(read(next, reads, tell.clone()));
                        next += 1;
                    }
                    News::Frame(id, bytes) => self.hear(id, &bytes),
                    News::TooLong(id) => self.dismiss(id, "marco-muy-grande"),
                    News::Gone(id) => self.forget(id),
                },
                () = alarm => {
                    let now = Instant::now();
                    let is_late = |player: &Player| player.late_at.is_some_and(|at| at <= now);
                    let late = self.players.iter().find(|(_, player)| is_late(player)).map(|(id, _)| *id);
                    if let Some(late) = late {
                        self.dismiss(late, "tiempo");
                    }
                }
                Some(()) = keyboard.recv() => break,
            }
            while let Some(id) = self.dropped.iter().next().copied() {
                self.dropped.remove(&id);
                self.forget(id);
            }
        }
        for id in self.players.keys().copied().collect::<Vec<_>>() {
            self.say(id, "cierre", Value::Null);
        }
        self.outs.clear();
        let _ = timeout(Duration::from_millis(300), async { while writers.join_next().await.is_some() {} }).await;
    }
}

async fn read(id: Id, reads: OwnedReadHalf, tell: Sender<News>) {
    let mut reads = BufReader::new(reads);
    while let Ok(length) = reads.read_u32().await {
        if length > 65_536 {
            let _ = tell.send(News::TooLong(id)).await;
            return;
        }
        let mut bytes = Vec::new();
        let read = (&mut reads).take(length.into()).read_to_end(&mut bytes).await;
        if !read.is_ok_and(|read| read == length as usize) || tell.send(News::Frame(id, bytes)).await.is_err() {
            break;
        }
    }
    let _ = tell.send(News::Gone(id)).await;
}

async fn write(mut writes: OwnedWriteHalf, mut letters: Receiver<String>) {
    while let Some(letter) = letters.recv().await {
        let mut frame = (letter.len() as u32).to_be_bytes().to_vec();
        frame.extend_from_slice(letter.as_bytes());
        if writes.write_all(&frame).await.is_err() {
            return;
        }
    }
    let _ = writes.shutdown().await;
}

/// Why it cannot listen: somebody else does at this port, or nobody knows the name.
fn in_words(error: io::Error) -> io::Error {
    io::Error::other(if error.kind() == ErrorKind::AddrInUse { "address in use" } else { "unknown name" })
}

#[tokio::main(flavor = "current_thread")]
async fn serve(addr: String, max: usize, limit: Duration) -> io::Result<()> {
    let listener = TcpListener::bind(addr).await.map_err(in_words)?;
    println!("listening on {}", listener.local_addr()?);
    let (tell, news) = channel(64);
    let (word, keyboard) = channel(1);
    tokio::spawn(async move {
        let mut lines = BufReader::new(tokio::io::stdin()).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            if line.trim() == "cerrar" {
                let _ = word.send(()).await;
            }
        }
        // The end of the input is not the end: the sender is kept.
        word.closed().await;
    });
    let door = tell.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let _ = stream.set_nodelay(true);
            let _ = door.send(News::Came(stream)).await;
        }
    });
    let (players, outs, waiting, dropped) = (HashMap::new(), HashMap::new(), Vec::new(), HashSet::new());
    Game { max, limit, players, outs, waiting, dropped }.run(news, tell, keyboard).await;
    std::process::exit(0)
}

pub fn main() -> io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str, usual: u64| {
        let place = args.iter().position(|arg| arg == name);
        place.map_or(usual, |place| args[place + 1].parse().expect("a number"))
    };
    let addr = args.first().filter(|arg| !arg.starts_with("--")).cloned();
    let limit = Duration::from_millis(option("--move-timeout", 30_000));
    serve(addr.unwrap_or_else(|| "127.0.0.1:1238".to_owned()), option("--max-players", 200) as usize, limit)
}
