//! How much fits into one datagram: tried with a socket that sends to itself.

use std::io;
use std::net::UdpSocket;

fn main() -> io::Result<()> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    let itself = socket.local_addr()?;
    for size in [0, 1_472, 65_507, 65_508] {
        match socket.send_to(&vec![b'x'; size], itself) {
            Ok(_) => println!("{size:6}: {} came", socket.recv(&mut [0; 65_535])?),
            Err(error) => println!("{size:6}: {error}"),
        }
    }
    Ok(())
}
