//! Takes turns: a message of the server, then a line of the keyboard.
//!
//! fails: sends_moves_at_once_while_the_server_is_silent

use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use framing::{read_frame, write_frame};
use serde_json::{Value, json};

fn play(args: &Arguments, out: &mut impl Write) -> io::Result<()> {
    let mut server = connect(&args.addr, args.timeout)?;
    if !args.wire_2019 {
        write_frame(&mut server, &hello(&args.name))?;
    }
    let mut from_server = BufReader::new(server.try_clone()?);
    while let Some(frame) = read_frame(&mut from_server)? {
        let Some(event) = Event::read(&frame)? else { continue };
        writeln!(out, "{}", event.line)?;
        let mut line = Vec::new();
        if io::stdin().lock().read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        match understand(&line) {
            Some(Line::Move(choice)) => write_frame(&mut server, &eleccion(choice))?,
            Some(Line::Leave) => return Ok(()),
            None => eprintln!("that is no move"),
        }
    }
    Err(ErrorKind::UnexpectedEof.into())
}

fn connect(addr: &str, timeout: Duration) -> io::Result<TcpStream> {
    let deadline = Instant::now() + timeout;
    let mut pause = Duration::from_millis(20);
    loop {
        match TcpStream::connect(&resolve(addr)?[..]) {
            Ok(server) => return Ok(server),
            Err(error) if Instant::now() >= deadline => return Err(error),
            Err(_) => std::thread::sleep(pause),
        }
        pause *= 2;
    }
}

pub fn main() -> ExitCode {
    let args = match arguments(std::env::args().skip(1)) {
        Ok(args) => args,
        Err(problem) => {
            eprintln!("{problem}\nusage: cachipun-player [ADDR] [--name NAME] [--wire-2019] [--timeout MS]");
            return ExitCode::from(2);
        }
    };
    match play(&args, &mut io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cachipun-player: {}: {} ({error})", args.addr, token(&error));
            ExitCode::FAILURE
        }
    }
}

struct Arguments {
    addr: String,
    name: String,
    wire_2019: bool,
    timeout: Duration,
}

fn arguments(mut args: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let (mut addr, mut name) = (None, format!("jugador-{}", std::process::id()));
    let (mut wire_2019, mut timeout) = (false, Duration::from_secs(2));
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--wire-2019" => wire_2019 = true,
            "--name" => name = args.next().ok_or("--name needs a name")?,
            "--timeout" => {
                let ms = args.next().ok_or("--timeout needs a number of milliseconds")?;
                timeout = match ms.parse() {
                    Ok(ms) if ms > 0 => Duration::from_millis(ms),
                    _ => return Err(format!("--timeout {ms}: not a number of milliseconds above 0")),
                };
            }
            other if other.starts_with("--") || addr.is_some() => return Err(format!("{other}: not expected here")),
            _ => addr = Some(arg),
        }
    }
    Ok(Arguments { addr: addr.unwrap_or_else(|| "127.0.0.1:1238".to_owned()), name, wire_2019, timeout })
}

const MOVES: [&str; 3] = ["piedra", "papel", "tijera"];

enum Line {
    Move(&'static str),
    Leave,
}

fn understand(line: &[u8]) -> Option<Line> {
    match line.trim_ascii() {
        b"salir" => Some(Line::Leave),
        b"1" => Some(Line::Move(MOVES[0])),
        b"2" => Some(Line::Move(MOVES[1])),
        b"3" => Some(Line::Move(MOVES[2])),
        word => MOVES.into_iter().find(|choice| choice.as_bytes() == word).map(Line::Move),
    }
}

fn hello(name: &str) -> Vec<u8> {
    json!({ "status": "hola", "data": { "version": 2, "nombre": name } }).to_string().into_bytes()
}

fn eleccion(choice: &str) -> Vec<u8> {
    json!({ "status": "eleccion", "data": choice }).to_string().into_bytes()
}

struct Event {
    status: String,
    line: String,
}

impl Event {
    fn read(payload: &[u8]) -> io::Result<Option<Event>> {
        let message: Value = serde_json::from_slice(payload).map_err(io::Error::other)?;
        let (status, data) = (message["status"].as_str().unwrap_or_default(), &message["data"]);
        let line = match status {
            "espera" | "abandono" | "cierre" => Some(status.to_owned()),
            "comienza" => Some(format!("comienza {}", word(&data["oponente"]).as_deref().unwrap_or("-"))),
            "aceptada" => data["ronda"].as_u64().map(|round| format!("aceptada {round}")),
            "error" => word(&data["codigo"]).map(|code| format!("error {code}")),
            "result" => result(data),
            "" => None,
            _ => return Ok(None),
        };
        let line = line.ok_or_else(|| io::Error::other("a field is missing, or is not what it should be"))?;
        Ok(Some(Event { status: status.to_owned(), line }))
    }

    fn settles(&self) -> bool {
        // `jugada-repetida` is said of a second move: the first is still open.
        matches!(self.status.as_str(), "result" | "abandono" | "error") && self.line != "error jugada-repetida"
    }
}

fn result(data: &Value) -> Option<String> {
    let a_move = |key: &str| MOVES.into_iter().find(|choice| data[key] == *choice);
    let (own, other) = (a_move("eleccion_1")?, a_move("eleccion_2")?);
    let outcome = ["Gana", "Pierde", "Empate"].into_iter().find(|outcome| data["res"] == *outcome)?.to_lowercase();
    let score = data["marcador"][0].as_u64().zip(data["marcador"][1].as_u64());
    let score = score.map(|(mine, theirs)| format!(" {mine}-{theirs}")).unwrap_or_default();
    Some(format!("resultado {own} {other} {outcome}{score}"))
}

fn word(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.contains(char::is_control)).map(str::to_owned)
}

fn resolve(addr: &str) -> io::Result<Vec<SocketAddr>> {
    match addr.to_socket_addrs() {
        Ok(found) => Ok(found.collect()),
        Err(error) => Err(io::Error::new(ErrorKind::NotFound, error)),
    }
}

fn token(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::ConnectionRefused => "connection refused",
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => "connection reset",
        ErrorKind::TimedOut | ErrorKind::WouldBlock => "timed out",
        ErrorKind::NotFound => "unknown name",
        ErrorKind::UnexpectedEof => "closed early",
        ErrorKind::InvalidData => "too long",
        ErrorKind::Other => "bad reply",
        _ => "failed",
    }
}
