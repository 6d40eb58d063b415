//! One non-blocking socket and mio's poll. An answer that the system does not take yet waits in a queue, and while it
//! waits nothing more is read.

use mio::net::UdpSocket;
use mio::{Events, Interest, Poll, Token};
use std::collections::VecDeque;
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, ToSocketAddrs};
use std::process::ExitCode;

const SOCKET: Token = Token(0);

fn bind(addr: &str) -> io::Result<UdpSocket> {
    let unknown = || io::Error::new(ErrorKind::NotFound, "unknown name");
    let mut last_error = unknown();
    for candidate in addr.to_socket_addrs().map_err(|_| unknown())? {
        match UdpSocket::bind(candidate) {
            Ok(socket) => return Ok(socket),
            Err(error) => last_error = error,
        }
    }
    Err(last_error)
}

fn serve(addr: &str, greet: bool) -> io::Result<()> {
    let mut socket = bind(addr)?;
    let mut poll = Poll::new()?;
    poll.registry().register(&mut socket, SOCKET, Interest::READABLE | Interest::WRITABLE)?;
    println!("listening on {}", socket.local_addr()?);

    let mut events = Events::with_capacity(8);
    let mut waiting: VecDeque<(Vec<u8>, SocketAddr)> = VecDeque::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match poll.poll(&mut events, None) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            outcome => outcome?,
        }
        // The events are edges, so we go on until the system has nothing more to give or to take.
        loop {
            if let Some((answer, sender)) = waiting.front() {
                match socket.send_to(answer, *sender) {
                    Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                    _ => drop(waiting.pop_front()),
                }
                continue;
            }
            match socket.recv_from(&mut buffer) {
                Ok((_, sender)) if greet => {
                    waiting.push_back((format!("Aquí va mi respuesta para {}.", sender.ip()).into(), sender))
                }
                Ok((count, sender)) => waiting.push_back((buffer[..count].to_vec(), sender)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(_) => continue,
            }
        }
    }
}

pub fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (addr, greet) = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [addr] => (addr, false),
        [addr, "--greet"] | ["--greet", addr] => (addr, true),
        _ => {
            eprintln!("usage: udp-echo ADDR [--greet]");
            return ExitCode::from(2);
        }
    };
    match serve(addr, greet) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            eprintln!("{addr}: address in use");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{addr}: {error}");
            ExitCode::FAILURE
        }
    }
}
