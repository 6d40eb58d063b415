//! The standard library alone, as somebody writes it who says each step aloud.

use std::env;
use std::io::{self, ErrorKind, Write};
use std::net::{IpAddr, SocketAddr, ToSocketAddrs, UdpSocket};
use std::process::ExitCode;

pub fn main() -> ExitCode {
    // Look at the arguments. The first is the name of the program, so I skip it.
    let mut addr = String::new();
    let mut greet = false;
    for argument in env::args().skip(1) {
        if argument == "--greet" {
            greet = true;
        } else {
            addr = argument;
        }
    }
    if addr.is_empty() {
        eprintln!("usage: udp-echo ADDR [--greet]");
        return ExitCode::from(2);
    }

    // Find out which addresses are meant.
    let candidates: Vec<SocketAddr> = match addr.to_socket_addrs() {
        Ok(found) => found.collect(),
        Err(error) => {
            eprintln!("unknown name: {addr}: {error}");
            return ExitCode::from(1);
        }
    };

    // Take the first of them that I can have.
    let mut my_socket: Option<UdpSocket> = None;
    let mut reason = String::from("failed: no address");
    for candidate in candidates {
        match UdpSocket::bind(candidate) {
            Ok(socket) => {
                my_socket = Some(socket);
                break;
            }
            Err(error) if error.kind() == ErrorKind::AddrInUse => reason = format!("address in use: {candidate}"),
            Err(error) => reason = format!("failed: {candidate}: {error}"),
        }
    }
    let Some(socket) = my_socket else {
        eprintln!("{reason}");
        return ExitCode::from(1);
    };

    // Say where I am.
    match socket.local_addr() {
        Ok(here) => println!("listening on {here}"),
        Err(error) => {
            eprintln!("failed: {error}");
            return ExitCode::from(1);
        }
    }
    if io::stdout().flush().is_err() {
        return ExitCode::from(1);
    }

    // Answer, for ever. A new buffer each time costs little and keeps old bytes out.
    loop {
        let mut buffer = vec![0u8; 65_535];
        let received = socket.recv_from(&mut buffer);
        if received.is_err() {
            // Not my problem: whoever it was about will not miss the answer.
            continue;
        }
        let (how_many, who) = received.unwrap();
        buffer.truncate(how_many);

        if greet {
            let mut answer = String::new();
            answer.push_str("Aquí va mi respuesta para ");
            match who.ip() {
                IpAddr::V4(address) => answer.push_str(&address.to_string()),
                IpAddr::V6(address) => answer.push_str(&address.to_string()),
            }
            answer.push('.');
            let _ = socket.send_to(answer.as_bytes(), who);
        } else {
            let _ = socket.send_to(&buffer, who);
        }
    }
}
