//! A thread reads, the main thread prints: the clock of the silence is the channel between them.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::sync::mpsc::{self, RecvTimeoutError, SyncSender};
use std::thread;
use std::time::Duration;

enum News {
    Bytes(Vec<u8>),
    End,
    Failed(io::Error),
}

/// Reads until there is nothing more to say. At most a few pieces wait in the channel: a full one stops the reading.
fn read_all(mut conn: TcpStream, news: SyncSender<News>) {
    let mut buffer = vec![0; 4096];
    loop {
        let piece = match conn.read(&mut buffer) {
            Ok(0) => News::End,
            Ok(count) => News::Bytes(buffer[..count].to_vec()),
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => News::Failed(error),
        };
        let last = !matches!(piece, News::Bytes(_));
        if news.send(piece).is_err() || last {
            return;
        }
    }
}

fn connect(addr: &str, timeout: Duration) -> Result<TcpStream, String> {
    let candidates = addr.to_socket_addrs().map_err(|error| format!("unknown name ({error})"))?;
    let mut reason = String::from("unknown name (it has no address)");
    for candidate in candidates {
        match TcpStream::connect_timeout(&candidate, timeout) {
            Ok(conn) => return Ok(conn),
            Err(error) => reason = words(&error),
        }
    }
    Err(reason)
}

fn run(addr: &str, timeout: Duration) -> Result<(), String> {
    let conn = connect(addr, timeout)?;
    let (sender, news) = mpsc::sync_channel(4);
    // Nobody joins this thread: after a silence it still sleeps in its read, and ends with the process.
    thread::spawn(move || read_all(conn, sender));

    let mut stdout = io::stdout().lock();
    loop {
        match news.recv_timeout(timeout) {
            Ok(News::Bytes(piece)) => {
                stdout.write_all(&piece).and_then(|()| stdout.flush()).map_err(|error| format!("stdout: {error}"))?
            }
            Ok(News::End) => return Ok(()),
            Ok(News::Failed(error)) => return Err(words(&error)),
            Err(RecvTimeoutError::Timeout) => return Err(format!("timed out: nothing for {timeout:?}")),
            Err(RecvTimeoutError::Disconnected) => return Err("the reader is gone".to_string()),
        }
    }
}

fn words(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::ConnectionRefused => "connection refused".to_string(),
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => "connection reset".to_string(),
        ErrorKind::TimedOut => "timed out: no connection".to_string(),
        _ => error.to_string(),
    }
}

pub fn main() -> ExitCode {
    let mut addr = None;
    let mut timeout = Some(2000);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--timeout" => timeout = args.next().and_then(|ms| ms.parse().ok()).filter(|&ms| ms > 0),
            _ => addr = Some(arg),
        }
    }
    let (Some(addr), Some(ms)) = (addr, timeout) else {
        eprintln!("usage: tcp-client ADDR [--timeout MS]");
        return ExitCode::from(2);
    };
    match run(&addr, Duration::from_millis(ms)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("tcp-client: {reason}");
            ExitCode::FAILURE
        }
    }
}
