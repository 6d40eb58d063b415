//! Listens, and accepts nobody before Enter is pressed.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::time::Duration;

fn main() -> io::Result<()> {
    let addr = std::env::args().nth(1).unwrap_or("127.0.0.1:9001".to_string());

    // ANCHOR: listen
    let listener = TcpListener::bind(addr)?;
    println!("listening on {}", listener.local_addr()?);
    // ANCHOR_END: listen

    println!("Enter accepts one client");
    io::stdin().read_line(&mut String::new())?;

    // ANCHOR: accept
    let (mut conn, client) = listener.accept()?;
    // ANCHOR_END: accept
    // A stranger may be silent, or never end the line: neither is waited for without a limit.
    conn.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut line = Vec::new();
    BufReader::new(&conn).take(1024).read_until(b'\n', &mut line)?;
    println!("{client} had said \"{}\"", line.escape_ascii());
    conn.write_all(b"you waited\n")
}
