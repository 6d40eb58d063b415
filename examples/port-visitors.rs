//! Listens at an address, and says of each connection what its two ends are. Ends after three.

use std::io::{self, ErrorKind};
use std::net::{TcpListener, TcpStream};

const VISITORS: usize = 3;

fn main() -> io::Result<()> {
    let Some(address) = std::env::args().nth(1) else {
        eprintln!("usage: port-visitors HOST:PORT");
        std::process::exit(2);
    };
    let listener = TcpListener::bind(&address)?;
    // What was asked for may have been port 0. Only the listener knows what it got.
    println!("listening on {}", listener.local_addr()?);
    // ANCHOR: visitors
    // As long as a connection stands in here it stays open.
    let mut visitors: Vec<TcpStream> = Vec::new();
    while visitors.len() < VISITORS {
        match listener.accept() {
            Ok((conn, other_end)) => {
                println!("my end {}, the other end {other_end}", conn.local_addr()?);
                visitors.push(conn);
            }
            // Somebody who left before we came to the door is no reason to stop.
            Err(error) if error.kind() == ErrorKind::ConnectionAborted => {}
            Err(error) => return Err(error),
        }
    }
    // ANCHOR_END: visitors
    Ok(())
}
