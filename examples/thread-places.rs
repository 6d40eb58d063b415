//! Counts what clients say, of two at the same time and never of more: as many threads as there are places.

use std::io::{self, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

const PLACES: usize = 2;

/// The longest silence.
const PATIENCE: Duration = Duration::from_secs(60);

fn main() -> io::Result<()> {
    let addr = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:9001".to_owned());
    let listener = TcpListener::bind(addr)?;
    println!("listening on {}", listener.local_addr()?);
    // ANCHOR: places
    // A scope waits for all its threads. So they may borrow what lives outside of it.
    thread::scope(|scope| {
        for _ in 0..PLACES {
            scope.spawn(|| serve(&listener));
        }
    });
    // ANCHOR_END: places
    Ok(())
}

// ANCHOR: serve
/// One place: takes the next client, serves it to its end, takes the next.
fn serve(listener: &TcpListener) {
    loop {
        match listener.accept() {
            // Trouble with one client concerns nobody else.
            Ok((conn, _)) => {
                if let Err(error) = count(&conn) {
                    eprintln!("a client went wrong: {error}");
                }
            }
            // No descriptor left, perhaps. A pause, so as not to ask in circles.
            Err(error) => {
                eprintln!("nobody accepted: {error}");
                thread::sleep(Duration::from_millis(10));
            }
        }
    }
}
// ANCHOR_END: serve

/// Listens until the client has no more to say, and answers how many bytes that were.
fn count(mut conn: &TcpStream) -> io::Result<u64> {
    conn.set_read_timeout(Some(PATIENCE))?;
    conn.set_write_timeout(Some(PATIENCE))?;
    // Reads to the end, keeps nothing, and returns the sum of all reads.
    let bytes = io::copy(&mut conn, &mut io::sink())?;
    conn.write_all(format!("{bytes} bytes\n").as_bytes())?;
    Ok(bytes)
}
