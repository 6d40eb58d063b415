//! Non-blocking: mio tells when something came, and a deadline bounds each sleep. The socket is not connected.

use mio::net::UdpSocket;
use mio::{Events, Interest, Poll, Token};
use std::io::{self, ErrorKind, Write};
use std::net::{SocketAddr, ToSocketAddrs};
use std::process::ExitCode;
use std::time::{Duration, Instant};

const SOCKET: Token = Token(0);

struct Asking {
    poll: Poll,
    socket: UdpSocket,
    server: SocketAddr,
    buffer: Vec<u8>,
}

impl Asking {
    fn new(server: SocketAddr) -> io::Result<Asking> {
        let any: SocketAddr = if server.is_ipv4() { ([0; 4], 0).into() } else { ([0u16; 8], 0).into() };
        let (poll, mut socket) = (Poll::new()?, UdpSocket::bind(any)?);
        poll.registry().register(&mut socket, SOCKET, Interest::READABLE)?;
        Ok(Asking { poll, socket, server, buffer: vec![0; 65_507] })
    }

    /// What lies there from the server. Everything else that lies there is thrown away.
    fn answer(&mut self) -> Option<usize> {
        loop {
            match self.socket.recv_from(&mut self.buffer) {
                Ok((count, from)) if from == self.server => return Some(count),
                Ok(_) => continue,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return None,
                Err(_) => continue,
            }
        }
    }

    /// Sleeps until the answer is there, at most until `deadline`.
    fn wait(&mut self, deadline: Instant) -> io::Result<Option<usize>> {
        let mut events = Events::with_capacity(4);
        loop {
            if let Some(count) = self.answer() {
                return Ok(Some(count));
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(None);
            }
            match self.poll.poll(&mut events, Some(left)) {
                Err(error) if error.kind() != ErrorKind::Interrupted => return Err(error),
                _ => {}
            }
        }
    }
}

fn run(addr: &str, text: &[u8], mut wait: Duration, tries: u32) -> io::Result<()> {
    let unknown = |_| io::Error::new(ErrorKind::NotFound, "unknown name");
    let found = addr.to_socket_addrs().map_err(unknown)?.next();
    let mut asking = Asking::new(found.ok_or(io::Error::new(ErrorKind::NotFound, "unknown name"))?)?;
    for _ in 0..tries {
        asking.socket.send_to(text, asking.server)?;
        if let Some(count) = asking.wait(Instant::now() + wait)? {
            let mut stdout = io::stdout().lock();
            stdout.write_all(&asking.buffer[..count])?;
            return stdout.flush();
        }
        wait += wait;
    }
    Err(io::Error::new(ErrorKind::TimedOut, "timed out"))
}

pub fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str, default: u32| {
        let place = args.iter().position(|arg| arg == name);
        place.and_then(|place| args.get(place + 1)?.parse().ok()).unwrap_or(default)
    };
    let (Some(addr), Some(text)) = (args.first(), args.get(1)) else {
        eprintln!("usage: udp-client ADDR TEXT [--timeout MS] [--tries N]");
        return ExitCode::from(2);
    };
    if text.len() > 65_507 {
        eprintln!("too long: {} bytes", text.len());
        return ExitCode::FAILURE;
    }
    let timeout = Duration::from_millis(number("--timeout", 2000).into());
    match run(addr, text.as_bytes(), timeout, number("--tries", 4)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{addr}: {error}");
            ExitCode::FAILURE
        }
    }
}
