//! Two threads for each client: one reads lines and one writes them, with a channel of one place between them.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

static INSIDE: AtomicUsize = AtomicUsize::new(0);

/// A client's place. It goes with the value.
struct Place;

impl Place {
    fn take(of: usize) -> Option<Place> {
        INSIDE.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |taken| (taken < of).then_some(taken + 1)).ok()?;
        Some(Place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        INSIDE.fetch_sub(1, Ordering::SeqCst);
    }
}

pub fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str, usual: u64| {
        let at = args.iter().position(|arg| arg == name);
        at.and_then(|at| args.get(at + 1)?.parse().ok()).unwrap_or(usual)
    };
    let (places, limit) = (option("--clients", 64), Duration::from_millis(option("--timeout", 60_000)));
    let Some(addr) = args.first() else { return ExitCode::from(2) };
    let Err(error) = serve(addr, places as usize, limit);
    let words = match error.kind() {
        ErrorKind::AddrInUse => "address in use",
        ErrorKind::NotFound => "unknown name",
        _ => "trouble",
    };
    eprintln!("{addr}: {words}");
    ExitCode::FAILURE
}

fn serve(addr: &str, places: usize, limit: Duration) -> Result<std::convert::Infallible, io::Error> {
    let found: Vec<_> = addr.to_socket_addrs().map_err(|error| io::Error::new(ErrorKind::NotFound, error))?.collect();
    let listener = TcpListener::bind(&found[..])?;
    println!("listening on {}", listener.local_addr()?);
    loop {
        let Ok((mut conn, _)) = listener.accept() else {
            thread::sleep(Duration::from_millis(20));
            continue;
        };
        match Place::take(places) {
            None => drop(conn.write_all(b"full\n")),
            Some(place) => drop(thread::spawn(move || {
                let _ = talk(&conn, limit);
                drop(conn);
                drop(place);
            })),
        }
    }
}

fn talk(conn: &TcpStream, limit: Duration) -> io::Result<()> {
    conn.set_read_timeout(Some(limit))?;
    conn.set_write_timeout(Some(limit))?;
    let (lines, queue) = sync_channel(1);
    thread::scope(|scope| {
        let writer = scope.spawn(move || write_lines(conn, queue));
        let read = read_lines(conn, lines);
        let written = writer.join().unwrap_or_else(|_| Err(ErrorKind::Other.into()));
        read.and(written)
    })
}

/// Every line, and a last one that may be without an end.
fn read_lines(conn: &TcpStream, lines: SyncSender<Vec<u8>>) -> io::Result<()> {
    let mut input = BufReader::with_capacity(1000, conn);
    loop {
        let mut line = Vec::with_capacity(100);
        input.by_ref().take(65_537).read_until(b'\n', &mut line)?;
        let is_too_long = line.len() > 65_536;
        if is_too_long {
            line = b"too long\n".to_vec();
        }
        // The writer is gone when it could not write.
        if line.is_empty() || lines.send(line).is_err() {
            return Ok(());
        }
        if is_too_long {
            drop(lines);
            return drain(conn);
        }
    }
}

/// Reads on for a moment: closing with something unread would be a reset.
fn drain(mut conn: &TcpStream) -> io::Result<()> {
    let begin = Instant::now();
    conn.set_read_timeout(Some(Duration::from_millis(300)))?;
    while begin.elapsed() < Duration::from_millis(600) && conn.read(&mut [0; 5000])? > 0 {}
    Ok(())
}

fn write_lines(mut conn: &TcpStream, queue: Receiver<Vec<u8>>) -> io::Result<()> {
    for line in queue {
        conn.write_all(&line).inspect_err(|_| drop(conn.shutdown(Shutdown::Both)))?;
    }
    conn.shutdown(Shutdown::Write)
}
