//! Counts what two clients say, one client after the other: a server with a single thread.

use std::io::{self, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

const CLIENTS: usize = 2;

/// The longest silence.
const PATIENCE: Duration = Duration::from_secs(60);

fn main() -> io::Result<()> {
    let addr = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:9001".to_owned());
    let listener = TcpListener::bind(addr)?;
    println!("listening on {}", listener.local_addr()?);
    // ANCHOR: loop
    for _ in 0..CLIENTS {
        match listener.accept().and_then(|(conn, _)| count(&conn)) {
            Ok(bytes) => println!("a client said {bytes} bytes"),
            Err(error) => eprintln!("a client went wrong: {error}"),
        }
    }
    // ANCHOR_END: loop
    Ok(())
}

// ANCHOR: count
/// Listens until the client has no more to say, and answers how many bytes that were.
fn count(mut conn: &TcpStream) -> io::Result<u64> {
    conn.set_read_timeout(Some(PATIENCE))?;
    conn.set_write_timeout(Some(PATIENCE))?;
    // Reads to the end, keeps nothing, and returns the sum of all reads.
    let bytes = io::copy(&mut conn, &mut io::sink())?;
    conn.write_all(format!("{bytes} bytes\n").as_bytes())?;
    Ok(bytes)
}
// ANCHOR_END: count
