//! Two handles of one connection: what the other end sees when one is dropped, and when one is shut down.

use std::io::{self, ErrorKind, Read};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::time::Duration;

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let conn = TcpStream::connect(listener.local_addr()?)?;
    let (mut other_end, _) = listener.accept()?;
    other_end.set_read_timeout(Some(Duration::from_millis(200)))?;
    // ANCHOR: clone
    let second = conn.try_clone()?;
    drop(second);
    println!("dropped one of two:    {}", look(&mut other_end));
    let third = conn.try_clone()?;
    third.shutdown(Shutdown::Write)?;
    println!("shut down one of two:  {}", look(&mut other_end));
    // ANCHOR_END: clone
    Ok(())
}

/// What a read at the other end says.
fn look(other_end: &mut TcpStream) -> String {
    match other_end.read(&mut [0; 16]) {
        Ok(0) => "the end of the stream".to_owned(),
        Ok(count) => format!("{count} bytes"),
        // Windows calls it `TimedOut`.
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => "nothing yet".to_owned(),
        Err(error) => error.to_string(),
    }
}
