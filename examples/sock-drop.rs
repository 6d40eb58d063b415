//! A connection closes when the value that owns it goes out of scope.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};

// ANCHOR: drop
/// Owns the connection, so the connection ends where this function ends: also at a `?` in its middle.
fn greet(mut conn: TcpStream) -> io::Result<()> {
    conn.write_all(b"hola\n")?;
    Ok(())
}
// ANCHOR_END: drop

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let mut client = TcpStream::connect(listener.local_addr()?)?;
    let (conn, _) = listener.accept()?;

    greet(conn)?;
    println!("greet has returned");

    // This waits for the end of what the server says. It would wait for ever if `conn` were still open.
    let mut heard = String::new();
    client.read_to_string(&mut heard)?;
    println!("the client heard {heard:?}, and then the end");
    Ok(())
}
