//! Tasks of tokio: one reads frames, one writes them, and one `select!` looks at the keyboard and at what they bring.

use std::collections::VecDeque;
use std::io::{self, ErrorKind};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::time::{Instant, sleep, timeout_at};

pub fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let code = runtime.block_on(async {
        match run().await {
            Ok(()) => 0,
            Err(error) => {
                eprintln!("{}", error);
                1
            }
        }
    });
    // A runtime that is dropped waits for the thread that reads the keyboard.
    std::process::exit(code);
}

async fn run() -> Result<(), String> {
    let (mut addr, mut name, mut old, mut ms) = ("127.0.0.1:1238".to_owned(), "tokio".to_owned(), false, 2000);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--wire-2019" => old = true,
            "--name" => name = args.next().ok_or("usage: --name NAME")?,
            "--timeout" => ms = args.next().and_then(|ms| ms.parse().ok()).ok_or("usage: --timeout MS")?,
            _ => addr = arg,
        }
    }
    let (to_server, outbox) = mpsc::unbounded_channel();
    let (tell, mut said) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let end = talk(&addr, Duration::from_millis(ms), outbox, &tell).await;
        let _ = tell.send(Err(end));
    });
    if !old {
        let _ = to_server.send(json!({"status": "hola", "data": {"version": 2, "nombre": name}}));
    }
    let (mut moves, mut open, mut ended, mut goodbye) = (VecDeque::new(), false, false, false);
    let (mut stdin, mut line) = (BufReader::new(tokio::io::stdin()), Vec::new());
    let mut stdout = tokio::io::stdout();
    loop {
        tokio::select! {
            count = stdin.read_until(b'\n', &mut line), if !ended => {
                match (count, line.trim_ascii()) {
                    (Ok(0) | Err(_), _) => ended = true,
                    (_, b"salir") => return Ok(()),
                    (_, b"piedra" | b"1") => moves.push_back("piedra"),
                    (_, b"papel" | b"2") => moves.push_back("papel"),
                    (_, b"tijera" | b"3") => moves.push_back("tijera"),
                    (_, other) => eprintln!("not a move: {}", other.escape_ascii()),
                }
                line.clear();
            }
            news = said.recv() => {
                let message: Value = match news {
                    Some(Ok(message)) => message,
                    _ if goodbye => return Ok(()),
                    Some(Err(why)) => return Err(why),
                    None => return Ok(()),
                };
                let status = message["status"].as_str().ok_or("bad reply: no status")?;
                let line = shown(status, &message["data"]).ok_or_else(|| format!("bad reply: {message}"))?;
                let printed = stdout.write_all(line.as_bytes()).await.and(stdout.flush().await);
                printed.map_err(|error| error.to_string())?;
                goodbye |= status == "cierre";
                let settled = ["result", "abandono", "error"].contains(&status) && line != "error jugada-repetida\n";
                open &= !settled;
            }
        }
        while !moves.is_empty() && !(old && open) {
            let _ = to_server.send(json!({"status": "eleccion", "data": moves.pop_front()}));
            open = true;
        }
        if ended && !open {
            return Ok(());
        }
    }
}

fn shown(status: &str, data: &Value) -> Option<String> {
    let line = match status {
        "comienza" => format!("comienza {}", data["oponente"].as_str().unwrap_or("(2019)")),
        "aceptada" => format!("aceptada {}", data["ronda"].as_u64()?),
        "error" => format!("error {}", data["codigo"].as_str()?),
        "result" => {
            let outcome = data["res"].as_str()?.to_ascii_lowercase();
            let score = data.get("marcador").map(|score| format!(" {}-{}", score[0], score[1])).unwrap_or_default();
            format!("resultado {} {} {outcome}{score}", data["eleccion_1"].as_str()?, data["eleccion_2"].as_str()?)
        }
        "espera" | "abandono" | "cierre" => status.to_owned(),
        // Newer than this program: nothing to show.
        _ => return Some(String::new()),
    };
    Some(line + "\n")
}

/// Carries frames both ways. Returns why that ended.
async fn talk(
    addr: &str,
    patience: Duration,
    mut outbox: UnboundedReceiver<Value>,
    tell: &UnboundedSender<Result<Value, String>>,
) -> String {
    if tokio::net::lookup_host(addr).await.is_err() {
        return "unknown name".to_owned();
    }
    let stream = match find(addr, patience).await {
        Ok(stream) => stream,
        Err(error) if error.kind() == ErrorKind::ConnectionRefused => return "connection refused".to_owned(),
        Err(error) if error.kind() == ErrorKind::TimedOut => return "timed out".to_owned(),
        Err(error) => return format!("no server: {error}"),
    };
    let (mut from, mut to) = stream.into_split();
    tokio::spawn(async move {
        while let Some(message) = outbox.recv().await {
            let payload = message.to_string();
            let frame = [&(payload.len() as u32).to_be_bytes(), payload.as_bytes()].concat();
            if to.write_all(&frame).await.is_err() {
                break;
            }
        }
        // The half is kept, since dropping it would close it.
        std::future::pending::<()>().await;
        drop(to);
    });
    loop {
        let Ok(length) = from.read_u32().await else { return "closed early".to_owned() };
        if length > 65_536 {
            return "too long".to_owned();
        }
        let mut payload = vec![0; length as usize];
        if from.read_exact(&mut payload).await.is_err() {
            return "closed early".to_owned();
        }
        match serde_json::from_slice(&payload) {
            Ok(message) => drop(tell.send(Ok(message))),
            Err(error) => return format!("bad reply: {error}"),
        }
    }
}

async fn find(addr: &str, patience: Duration) -> io::Result<TcpStream> {
    let deadline = Instant::now() + patience;
    let mut pause = Duration::from_millis(5);
    loop {
        let error = match timeout_at(deadline, TcpStream::connect(addr)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => error,
            Err(_) => return Err(ErrorKind::TimedOut.into()),
        };
        if Instant::now() + pause >= deadline {
            return Err(error);
        }
        sleep(pause).await;
        pause *= 2;
    }
}
