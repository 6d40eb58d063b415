//! Reads four times from a server, and says what each read gave.

use std::io::{self, Read};
use std::net::TcpStream;
use std::time::Duration;

fn main() -> io::Result<()> {
    let addr = std::env::args().nth(1).unwrap_or("127.0.0.1:9001".to_string());

    // ANCHOR: reads
    let mut conn = TcpStream::connect(addr)?;
    conn.set_read_timeout(Some(Duration::from_secs(5)))?;

    let mut buffer = [0; 4096];
    for turn in 1..=4 {
        let count = conn.read(&mut buffer)?;
        println!("read {turn}: {count:>4} B {}", shown(&buffer[..count]));
    }
    // ANCHOR_END: reads
    Ok(())
}

/// The bytes as in a Rust literal, if there are few.
fn shown(bytes: &[u8]) -> String {
    if bytes.len() <= 32 { format!("\"{}\"", bytes.escape_ascii()) } else { "…".to_string() }
}
