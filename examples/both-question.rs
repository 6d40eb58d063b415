//! Says one text, closes its half of the connection, and prints the answer.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

/// The longest answer that is read, in bytes.
const LONGEST: u64 = 1_000;

fn main() -> io::Result<()> {
    let mut args = std::env::args().skip(1);
    let addr = args.next().unwrap_or_else(|| "127.0.0.1:9001".to_owned());
    let text = args.next().unwrap_or_default();
    let mut conn = TcpStream::connect(addr)?;
    conn.set_read_timeout(Some(Duration::from_secs(10)))?;
    // ANCHOR: half
    conn.write_all(text.as_bytes())?;
    // "I have no more to say." The other direction stays open.
    conn.shutdown(Shutdown::Write)?;
    let mut answer = Vec::new();
    conn.take(LONGEST).read_to_end(&mut answer)?;
    // ANCHOR_END: half
    io::stdout().write_all(&answer)
}
