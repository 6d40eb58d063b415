//! A buffer that reads ahead holds bytes that nobody else can find any more.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

fn main() -> io::Result<()> {
    // ANCHOR: one
    let mut conn = BufReader::new(a_server_that_says(b"head\nbody\n")?);
    let (mut head, mut body) = (String::new(), String::new());
    conn.read_line(&mut head)?;
    conn.read_to_string(&mut body)?;
    println!("one buffer:    {head:?} {body:?}");
    // ANCHOR_END: one

    // ANCHOR: two
    let mut conn = a_server_that_says(b"head\nbody\n")?;
    let (mut head, mut body) = (String::new(), String::new());
    BufReader::new(&mut conn).read_line(&mut head)?;
    conn.read_to_string(&mut body)?;
    println!("dropped early: {head:?} {body:?}");
    // ANCHOR_END: two
    Ok(())
}

/// A connection to a server that says this, all at once, and closes.
fn a_server_that_says(text: &[u8]) -> io::Result<TcpStream> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let client = TcpStream::connect(listener.local_addr()?)?;
    let (mut conn, _) = listener.accept()?;
    conn.write_all(text)?;
    Ok(client)
}
