//! Takes in datagrams from anybody, and says whose they are: `udp-inbox ADDR`. It answers nobody.

use std::env;
use std::io;
use std::net::UdpSocket;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(addr) = env::args().nth(1) else {
        eprintln!("usage: udp-inbox ADDR");
        return ExitCode::from(2);
    };
    match take_in(&addr) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("udp-inbox: {addr}: {error}");
            ExitCode::FAILURE
        }
    }
}

// ANCHOR: take-in
fn take_in(addr: &str) -> io::Result<()> {
    let socket = UdpSocket::bind(addr)?;
    // The address that we really have: the port we asked for can be 0.
    println!("listening on {}", socket.local_addr()?);

    let mut buffer = [0; 65_507];
    loop {
        match socket.recv_from(&mut buffer) {
            Ok((count, sender)) => {
                // Only the first `count` bytes are of this datagram: behind them lies
                // what is left of a longer one.
                let text = String::from_utf8_lossy(&buffer[..count]);
                println!("{sender}  {count:3} B  {text:?}");
            }
            // The trouble of one sender is not the end of the service.
            Err(error) => eprintln!("receiving: {error}"),
        }
    }
}
// ANCHOR_END: take-in
