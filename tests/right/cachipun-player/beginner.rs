//! Threads that share a table behind a lock: the keyboard writes moves down, the writer carries them off, the main
//! thread reads and prints. Whoever sees that the game is over ends the program where it stands.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::process::exit;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

#[derive(Default)]
struct Table {
    moves: VecDeque<&'static str>,
    open: bool,
    input_ended: bool,
}

type Shared = Arc<(Mutex<Table>, Condvar)>;

pub fn main() {
    let (mut addr, mut name, mut old, mut ms) = ("127.0.0.1:1238".to_string(), "alguien".to_string(), false, 2000);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--wire-2019" => old = true,
            "--name" => name = args.next().unwrap_or_default(),
            "--timeout" => ms = args.next().and_then(|ms| ms.parse().ok()).unwrap_or(2000),
            _ => addr = arg,
        }
    }
    let shared = Shared::default();
    let for_keyboard = Arc::clone(&shared);
    std::thread::spawn(move || keyboard(&for_keyboard));
    let error = match find(&addr, Duration::from_millis(ms)) {
        Ok(stream) => game(stream, &shared, old, &name),
        Err(error) => error,
    };
    let words = match error.kind() {
        ErrorKind::ConnectionRefused => "connection refused",
        ErrorKind::ConnectionReset => "connection reset",
        ErrorKind::TimedOut => "timed out",
        ErrorKind::NotFound => "unknown name",
        ErrorKind::UnexpectedEof => "closed early",
        ErrorKind::InvalidInput => "bad reply",
        _ => "trouble",
    };
    eprintln!("{words}: {error}");
    exit(1);
}

fn keyboard(shared: &Shared) {
    let (table, changed) = &**shared;
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        match io::BufRead::read_until(&mut io::stdin().lock(), b'\n', &mut bytes) {
            Ok(1..) => {}
            _ => break,
        }
        let choice = match bytes.trim_ascii() {
            b"piedra" | b"1" => "piedra",
            b"papel" | b"2" => "papel",
            b"tijera" | b"3" => "tijera",
            b"salir" => exit(0),
            _ => {
                eprintln!("eso no es una jugada");
                continue;
            }
        };
        table.lock().unwrap().moves.push_back(choice);
        changed.notify_one();
    }
    let mut table = table.lock().unwrap();
    table.input_ended = true;
    if !table.open && table.moves.is_empty() {
        exit(0);
    }
}

fn find(addr: &str, patience: Duration) -> io::Result<TcpStream> {
    let start = Instant::now();
    let mut pause = Duration::from_millis(10);
    loop {
        let mut why = io::Error::from(ErrorKind::NotFound);
        for candidate in addr.to_socket_addrs().map_err(|_| ErrorKind::NotFound)? {
            match TcpStream::connect_timeout(&candidate, patience) {
                Ok(stream) => return Ok(stream),
                Err(error) => why = error,
            }
        }
        if start.elapsed() + pause > patience {
            return Err(why);
        }
        std::thread::sleep(pause);
        pause = pause * 3 / 2;
    }
}

/// Plays until the server ends it, and says why.
fn game(mut stream: TcpStream, shared: &Shared, old: bool, name: &str) -> io::Error {
    let writer = stream.try_clone().unwrap();
    let (for_writer, name) = (Arc::clone(shared), name.to_string());
    std::thread::spawn(move || write_moves(writer, &for_writer, old, &name));
    let mut goodbye = false;
    loop {
        let frame = match framing::read_frame(&mut stream) {
            Ok(Some(frame)) => frame,
            _ if goodbye => exit(0),
            Ok(None) => return ErrorKind::UnexpectedEof.into(),
            Err(error) => return error,
        };
        let Ok(message) = serde_json::from_slice::<Value>(&frame) else {
            return io::Error::new(ErrorKind::InvalidInput, "not JSON");
        };
        let data = &message["data"];
        let text = |value: &Value| value.as_str().unwrap_or("?").to_string();
        let (line, settles) = match message["status"].as_str() {
            Some("espera") => ("espera".to_string(), false),
            Some("comienza") => (format!("comienza {}", text(&data["oponente"])), false),
            Some("aceptada") => (format!("aceptada {}", data["ronda"]), false),
            Some("error") => (format!("error {}", text(&data["codigo"])), data["codigo"] != "jugada-repetida"),
            Some("abandono") => ("abandono".to_string(), true),
            Some("cierre") => {
                goodbye = true;
                ("cierre".to_string(), false)
            }
            Some("result") => {
                let res = text(&data["res"]).to_lowercase();
                let line = format!("resultado {} {} {res}", text(&data["eleccion_1"]), text(&data["eleccion_2"]));
                match data["marcador"].as_array().map(Vec::as_slice) {
                    Some([own, other]) => (format!("{line} {own}-{other}"), true),
                    _ => (line, true),
                }
            }
            _ => continue,
        };
        println!("{line}");
        if settles {
            let (table, changed) = &**shared;
            let mut table = table.lock().unwrap();
            table.open = false;
            if table.input_ended && table.moves.is_empty() {
                exit(0);
            }
            changed.notify_one();
        }
    }
}

fn write_moves(mut stream: TcpStream, shared: &Shared, old: bool, name: &str) -> io::Result<()> {
    if !old {
        let hello = json!({"status": "hola", "data": {"nombre": name, "version": 2}});
        framing::write_frame(&mut stream, hello.to_string().as_bytes())?;
    }
    let (table, changed) = &**shared;
    loop {
        let mut table = table.lock().unwrap();
        while table.moves.is_empty() || (old && table.open) {
            table = changed.wait(table).unwrap();
        }
        table.open = true;
        let choice = table.moves.pop_front().unwrap();
        // Nobody waits for the lock while this thread waits for the server.
        drop(table);
        let mut frame = Vec::new();
        framing::write_frame(&mut frame, json!({"status": "eleccion", "data": choice}).to_string().as_bytes())?;
        stream.write_all(&frame)?;
    }
}
