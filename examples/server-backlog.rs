//! How many clients can connect to a server that accepts nobody?

use std::io;
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

fn main() -> io::Result<()> {
    // ANCHOR: backlog
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let addr = listener.local_addr()?;

    let mut connected = Vec::new();
    let problem = loop {
        match TcpStream::connect_timeout(&addr, Duration::from_millis(500)) {
            Ok(client) => connected.push(client),
            Err(problem) => break problem,
        }
    };
    println!("{} clients are connected, nobody was accepted", connected.len());
    println!("the next one, after half a second: {:?}", problem.kind());
    // ANCHOR_END: backlog
    Ok(())
}
