//! Counts what two clients say, both at the same time: a thread for each client.

use std::io::{self, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

const CLIENTS: usize = 2;

/// The longest silence.
const PATIENCE: Duration = Duration::from_secs(60);

fn main() -> io::Result<()> {
    let addr = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:9001".to_owned());
    let listener = TcpListener::bind(addr)?;
    println!("listening on {}", listener.local_addr()?);
    // ANCHOR: spawn
    let mut talks = Vec::new();
    for _ in 0..CLIENTS {
        match listener.accept() {
            // `move`: from here on the connection belongs to the new thread.
            Ok((conn, _)) => talks.push(thread::spawn(move || count(&conn))),
            Err(error) => eprintln!("nobody accepted: {error}"),
        }
    }
    // ANCHOR_END: spawn
    // ANCHOR: join
    let mut total = 0;
    for talk in talks {
        match talk.join() {
            Ok(Ok(bytes)) => total += bytes,
            Ok(Err(error)) => eprintln!("a client went wrong: {error}"),
            Err(_) => eprintln!("a thread panicked"),
        }
    }
    println!("{total} bytes from all together");
    // ANCHOR_END: join
    Ok(())
}

/// Listens until the client has no more to say, and answers how many bytes that were.
fn count(mut conn: &TcpStream) -> io::Result<u64> {
    conn.set_read_timeout(Some(PATIENCE))?;
    conn.set_write_timeout(Some(PATIENCE))?;
    // Reads to the end, keeps nothing, and returns the sum of all reads.
    let bytes = io::copy(&mut conn, &mut io::sink())?;
    conn.write_all(format!("{bytes} bytes\n").as_bytes())?;
    Ok(bytes)
}
