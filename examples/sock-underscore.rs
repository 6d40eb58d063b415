//! Two names for a value that nobody needs, and what they do to a connection.

use std::io::{self, ErrorKind, Read};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let addr = listener.local_addr()?;

    // ANCHOR: names
    let _ = TcpStream::connect(addr)?;
    println!("let _      {}", state_of_the_next(&listener)?);

    let _guest = TcpStream::connect(addr)?;
    println!("let _guest {}", state_of_the_next(&listener)?);
    // ANCHOR_END: names
    Ok(())
}

/// What the server sees of the next client.
fn state_of_the_next(listener: &TcpListener) -> io::Result<&'static str> {
    let (mut conn, _) = listener.accept()?;
    conn.set_read_timeout(Some(Duration::from_millis(300)))?;
    match conn.read(&mut [0; 16]) {
        Ok(0) => Ok("the client has closed"),
        Ok(_) => Ok("the client said something"),
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
            Ok("the client is there, and silent")
        }
        Err(error) => Err(error),
    }
}
