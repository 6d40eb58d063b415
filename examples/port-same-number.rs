//! Takes one number several times: over TCP, once more over TCP, over UDP, and at another address.

use std::io::{self, ErrorKind};
use std::net::{TcpListener, UdpSocket};

fn main() -> io::Result<()> {
    let Some(port) = std::env::args().nth(1).and_then(|argument| argument.parse().ok()) else {
        eprintln!("usage: port-same-number PORT");
        std::process::exit(2);
    };
    // ANCHOR: take
    // The names keep them alive. A socket that is dropped gives its port back, and would be in nobody's way.
    let first = TcpListener::bind(("127.0.0.1", port));
    println!("TCP 127.0.0.1  {}", said(&first));
    let second = TcpListener::bind(("127.0.0.1", port));
    println!("TCP 127.0.0.1  {}", said(&second));
    let datagrams = UdpSocket::bind(("127.0.0.1", port));
    println!("UDP 127.0.0.1  {}", said(&datagrams));
    let elsewhere = TcpListener::bind(("127.0.0.2", port));
    println!("TCP 127.0.0.2  {}", said(&elsewhere));
    // ANCHOR_END: take
    Ok(())
}

fn said<T>(socket: &io::Result<T>) -> String {
    match socket {
        Ok(_) => "it is yours".into(),
        Err(error) if error.kind() == ErrorKind::AddrInUse => "address in use".into(),
        Err(error) => error.to_string(),
    }
}
