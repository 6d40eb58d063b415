//! The game between two clients, as the solution of `cachipun-server` plays it: every message to each, byte for byte.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::{draw, golden, solutions};

/// What happens in a game: who does it, and what. `2` and `2019` come in the version of that name.
const SCRIPTS: [&str; 8] = [
    "a2 b2 apiedra btijera bpapel apapel asalir a2 btijera atijera",
    "a2019 b2019 apiedra bpapel apapel apapel btijera",
    "a2019 apiedra apapel b2 bpapel bpiedra apapel",
    "a2 apiedra b2019 btijera apapel bsalir apiedra b2019 bpiedra",
    "a2 b2 apiedra asalir bpapel a2 bpapel atijera",
    "a2019 apiedra b2 bpapel bsalir apapel b2 btijera",
    "a2019 b2 bsalir b2019 asalir bpiedra a2 asalir a2019 atijera",
    "a2 b2 apiedra apiedra bpiedra apapel bpapel atijera bpapel btijera apiedra",
];

#[test]
fn cachipun_game() {
    if !cfg!(target_os = "linux") {
        println!("skipped: only Linux says when a server has done all it was asked for");
        return;
    }
    let Some(program) = solutions::program("cachipun-server") else { return };
    let scripts = SCRIPTS.iter().map(|script| script.split(' ').map(str::to_owned).collect());
    let scripts: Vec<Vec<String>> = scripts.chain((0..14).map(by_chance)).collect();
    let cases: Vec<Value> = scripts
        .iter()
        .map(|script| {
            let mut game = Game::start(&program);
            let told: Vec<Value> = script.iter().map(|event| game.event(event)).collect();
            json!({"script": script.join(" "), "told": told})
        })
        .collect();
    golden::check("cachipun-game", &cases);
}

/// A game that chance plays: mostly moves.
fn by_chance(seed: u64) -> Vec<String> {
    let mut is_there = HashMap::new();
    let mut pick = (0..).map(|index| draw(seed << 32 | index) >> 16);
    let mut events = Vec::new();
    while events.len() < 12 {
        let who = ["a", "b"][pick.next().unwrap_or(0) as usize % 2];
        let choice = pick.next().unwrap_or(0) as usize;
        let there = is_there.entry(who).or_insert(false);
        let what = match *there {
            true => ["piedra", "papel", "tijera", "piedra", "papel", "tijera", "salir"][choice % 7],
            false => ["2", "2019"][choice % 2],
        };
        *there = what != "salir";
        events.push(format!("{who}{what}"));
    }
    events
}

/// A server and its clients.
struct Game {
    server: Child,
    addr: SocketAddr,
    clients: HashMap<char, TcpStream>,
}

impl Game {
    fn start(program: &std::path::Path) -> Game {
        let mut server = Command::new(program)
            .arg("127.0.0.1:0")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        BufReader::new(server.stdout.as_mut().expect("it is piped")).read_line(&mut line).expect("its first line");
        let addr = line.trim_end().strip_prefix("listening on ").and_then(|addr| addr.parse().ok());
        Game { server, addr: addr.expect("an address"), clients: HashMap::new() }
    }

    /// Lets it happen; then what each is told because of it.
    fn event(&mut self, event: &str) -> Value {
        let (who, what) = event.split_at(1);
        let who = who.chars().next().expect("a letter");
        match what {
            "2" | "2019" => {
                let client = TcpStream::connect(self.addr).expect("it listens");
                client.set_nonblocking(true).expect("an option of every socket");
                self.clients.insert(who, client);
                if what == "2" {
                    let nombre = if who == 'a' { "Ana" } else { "Beto" };
                    self.say(who, &json!({"status": "hola", "data": {"version": 2, "nombre": nombre}}));
                }
            }
            "salir" => drop(self.clients.remove(&who)),
            choice => self.say(who, &json!({"status": "eleccion", "data": choice})),
        }
        self.settle();
        let mut added = HashMap::new();
        for (who, client) in &mut self.clients {
            let mut bytes = Vec::new();
            let end = client.read_to_end(&mut bytes).expect_err("the server closes nobody here");
            assert_eq!(end.kind(), ErrorKind::WouldBlock, "{end}");
            added.insert(*who, texts(&bytes));
        }
        json!({"a": added.remove(&'a').unwrap_or_default(), "b": added.remove(&'b').unwrap_or_default()})
    }

    fn say(&mut self, who: char, message: &Value) {
        let text = message.to_string();
        let frame = [&(text.len() as u32).to_be_bytes()[..], text.as_bytes()].concat();
        self.clients.get_mut(&who).expect("it is connected").write_all(&frame).expect("it is open");
    }

    /// Waits until the server has done everything: nothing lies unread, all its threads sleep, and none of them has
    /// woken between two looks.
    fn settle(&self) {
        let mut before = None;
        loop {
            let now = (self.unread() == 0).then(|| self.naps()).flatten();
            if now.is_some() && now == before {
                return;
            }
            before = now;
            std::thread::yield_now();
        }
    }

    /// What lies unread at the server, connections that it has not accepted included (`proc(5)`, `/proc/net/tcp`).
    fn unread(&self) -> u64 {
        let table = fs::read_to_string("/proc/net/tcp").expect("Linux has it");
        let port = format!(":{:04X}", self.addr.port());
        let sockets = table.lines().skip(1).map(|line| line.split_whitespace().collect::<Vec<_>>());
        let own = sockets.filter(|socket| socket[1].ends_with(&port));
        own.map(|socket| u64::from_str_radix(&socket[4][9..], 16).expect("a number")).sum()
    }

    /// How often its threads have gone to sleep so far. `None` if one is awake.
    fn naps(&self) -> Option<Vec<(String, String)>> {
        let mut naps = Vec::new();
        for thread in fs::read_dir(format!("/proc/{}/task", self.server.id())).ok()?.flatten() {
            let status = fs::read_to_string(thread.path().join("status")).ok()?;
            let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
            if !field("State:")?.starts_with('S') {
                return None;
            }
            let name = thread.file_name().to_string_lossy().into_owned();
            naps.push((name, field("voluntary_ctxt_switches:")?.to_owned()));
        }
        naps.sort_unstable();
        Some(naps)
    }
}

impl Drop for Game {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The payloads of complete frames.
fn texts(mut bytes: &[u8]) -> Vec<String> {
    let mut texts = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk() {
        let (text, rest) = rest.split_at(u32::from_be_bytes(*length) as usize);
        texts.push(String::from_utf8(text.to_vec()).expect("JSON is UTF-8"));
        bytes = rest;
    }
    texts
}
