//! Servers of the game to play against: the solution's, one that says what a test tells it to, and one with the habits
//! of 2019.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};

use super::patience;

/// The solution's server, or the program in `ENCHUFE_PROGRAM_CACHIPUN_SERVER`, as in the graded tests.
pub struct GameServer {
    child: Child,
    pub addr: SocketAddr,
}

impl GameServer {
    /// Starts it at any port. `None`, with the reason printed, where there is none: a hand-out has no solutions.
    pub fn start() -> Option<GameServer> {
        GameServer::start_at("127.0.0.1:0", &[])
    }

    pub fn start_at(addr: &str, options: &[&str]) -> Option<GameServer> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../solutions/12-cachipun-server");
        let mut command = if let Ok(program) = std::env::var("ENCHUFE_PROGRAM_CACHIPUN_SERVER") {
            let mut words = program.split_whitespace().map(str::to_owned);
            let mut command = Command::new(words.next().expect("the variable names a program"));
            command.args(words);
            command
        } else if folder.join("Cargo.toml").is_file() {
            let mut command = Command::new(env!("CARGO"));
            command.args(["run", "--quiet", "--"]).current_dir(folder);
            command
        } else {
            println!("skipped: there is no solution of cachipun-server here");
            return None;
        };
        let mut child = command
            .arg(addr)
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server can be started");
        let mut stdout = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut line = String::new();
        stdout.read_line(&mut line).expect("its first line");
        thread::spawn(move || std::io::copy(&mut stdout, &mut std::io::sink()));
        let addr = line.trim_end().strip_prefix("listening on ").and_then(|addr| addr.parse().ok());
        let Some(addr) = addr else {
            let _ = child.kill();
            let _ = child.wait();
            panic!("the server did not say where it listens, but: {line:?}");
        };
        Some(GameServer { child, addr })
    }

    /// It stops with a word to everybody.
    pub fn say_goodbye(mut self) {
        self.child.stdin.as_mut().expect("it is piped").write_all(b"cerrar\n").expect("it reads");
        self.child.wait().expect("it ends");
    }

    /// It is gone without a word.
    pub fn die(self) {}
}

impl Drop for GameServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A server that says what the test tells it to.
pub struct Scripted(TcpListener);

impl Scripted {
    pub fn bind() -> Scripted {
        Scripted(TcpListener::bind("127.0.0.1:0").expect("a port"))
    }

    /// Where there was one before.
    pub fn bind_at(addr: SocketAddr) -> Scripted {
        Scripted(TcpListener::bind(addr).expect("its port is free again"))
    }

    pub fn addr(&self) -> SocketAddr {
        self.0.local_addr().expect("it has one")
    }

    /// The next connection.
    pub fn accept(&self) -> Conn {
        let (stream, _) = self.0.accept().expect("a connection");
        stream.set_nodelay(true).expect("it can be set");
        stream.set_read_timeout(Some(patience())).expect("a deadline can be set");
        Conn(stream)
    }

    /// The next connection, and the name in its greeting.
    pub fn accept_greeting(&self) -> (Conn, String) {
        let mut conn = self.accept();
        let hello = conn.hear();
        assert_eq!(hello["status"], "hola");
        assert_eq!(hello["data"]["version"], 2);
        let name = hello["data"]["nombre"].as_str().expect("a name").to_owned();
        (conn, name)
    }
}

/// A server's connection.
pub struct Conn(pub TcpStream);

impl Conn {
    pub fn raw(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).expect("it is taken");
    }

    pub fn say(&mut self, status: &str, data: Value) {
        let frame = frame(json!({"status": status, "data": data}).to_string().as_bytes());
        self.raw(&frame);
    }

    /// The next frame, as bytes.
    pub fn payload(&mut self) -> Vec<u8> {
        let mut length = [0; 4];
        self.0.read_exact(&mut length).expect("a length");
        let mut payload = vec![0; u32::from_be_bytes(length) as usize];
        self.0.read_exact(&mut payload).expect("a payload");
        payload
    }

    /// The next frame, as JSON.
    pub fn hear(&mut self) -> Value {
        serde_json::from_slice(&self.payload()).expect("JSON")
    }

    /// Waits until the other side has left.
    pub fn see_it_leave(&mut self) {
        match self.0.read(&mut [0; 64]) {
            Ok(0) => {}
            Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
            other => panic!("it did not leave: {other:?}"),
        }
    }
}

pub fn frame(payload: &[u8]) -> Vec<u8> {
    [&(payload.len() as u32).to_be_bytes(), payload].concat()
}

/// A server with the habits of 2019. It takes two connections ever and pairs them; reads a length with a single read of
/// 4, the body in blocks of 256, and loses what came behind it in the same block; ignores all but an `eleccion`, and
/// the second one of a round; and says nothing but the result.
pub struct Server2019 {
    pub addr: SocketAddr,
    /// Every body that it read, as text, by the number of the connection.
    pub heard: Arc<Mutex<Vec<(usize, String)>>>,
}

struct Table {
    players: Vec<TcpStream>,
    moves: [Option<String>; 2],
}

impl Server2019 {
    pub fn start() -> Server2019 {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let addr = listener.local_addr().expect("it has one");
        let heard = Arc::new(Mutex::new(Vec::new()));
        let notes = Arc::clone(&heard);
        thread::spawn(move || {
            let table = Arc::new(Mutex::new(Table { players: Vec::new(), moves: [None, None] }));
            for number in 0..2 {
                let Ok((stream, _)) = listener.accept() else { return };
                table.lock().unwrap().players.push(stream.try_clone().expect("a second handle"));
                let (table, notes) = (Arc::clone(&table), Arc::clone(&notes));
                thread::spawn(move || listen_to(number, stream, &table, &notes));
            }
        });
        Server2019 { addr, heard }
    }
}

fn listen_to(number: usize, mut stream: TcpStream, table: &Mutex<Table>, notes: &Mutex<Vec<(usize, String)>>) {
    loop {
        let mut length = [0; 4];
        match stream.read(&mut length) {
            Ok(1..) => {}
            _ => return,
        }
        let length = u32::from_be_bytes(length) as usize;
        let mut body = Vec::new();
        while body.len() < length {
            let mut block = [0; 256];
            match stream.read(&mut block) {
                Ok(count @ 1..) => body.extend_from_slice(&block[..count]),
                _ => return,
            }
        }
        body.truncate(length);
        notes.lock().unwrap().push((number, String::from_utf8_lossy(&body).into_owned()));
        // The original would die of what is no JSON.
        let message: Value = serde_json::from_slice(&body).expect("JSON");
        if message["status"] == "eleccion" {
            table.lock().unwrap().take_move(number, message["data"].as_str().expect("text"));
        }
    }
}

impl Table {
    fn take_move(&mut self, number: usize, chosen: &str) {
        self.moves[number].get_or_insert_with(|| chosen.to_owned());
        let [Some(first), Some(second)] = self.moves.clone() else { return };
        self.moves = [None, None];
        for (player, own, other) in [(0, &first, &second), (1, &second, &first)] {
            // As Python writes it: this order, a blank after each colon and comma.
            let text = format!(
                r#"{{"status": "result", "data": {{"eleccion_1": "{own}", "eleccion_2": "{other}", "res": "{}"}}}}"#,
                outcome(own, other)
            );
            let _ = self.players[player].write_all(&frame(text.as_bytes()));
        }
    }
}

fn outcome(own: &str, other: &str) -> &'static str {
    match (own, other) {
        _ if own == other => "Empate",
        ("piedra", "tijera") | ("papel", "piedra") | ("tijera", "papel") => "Gana",
        _ => "Pierde",
    }
}
