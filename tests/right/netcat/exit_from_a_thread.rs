//! The other way round: the wire on a thread of its own, which ends the whole program when the peer closes.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream, ToSocketAddrs};
use std::process::{ExitCode, exit};
use std::thread;
use std::time::Duration;

pub fn main() -> ExitCode {
    let (addr, timeout) = arguments();
    let mut wire = match connect(&addr, timeout) {
        Ok(wire) => wire,
        Err(error) => {
            eprintln!("{}: {error}", word(&error));
            return ExitCode::FAILURE;
        }
    };
    let listening = match wire.try_clone() {
        Ok(listening) => listening,
        Err(error) => {
            eprintln!("{}: {error}", word(&error));
            return ExitCode::FAILURE;
        }
    };
    let ear = thread::spawn(move || listen(listening));
    let mut typed = [0; 4096];
    while let Ok(count @ 1..) = io::stdin().read(&mut typed) {
        if wire.write_all(&typed[..count]).is_err() {
            break;
        }
    }
    let _ = wire.shutdown(Shutdown::Write);
    // The other thread ends the program. Until then there is nothing to do here.
    let _ = ear.join();
    ExitCode::FAILURE
}

fn listen(mut wire: TcpStream) {
    let mut screen = io::stdout().lock();
    let mut heard = [0; 4096];
    loop {
        match wire.read(&mut heard) {
            Ok(0) => exit(0),
            Ok(count) => {
                if screen.write_all(&heard[..count]).and_then(|()| screen.flush()).is_err() {
                    exit(1);
                }
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => {
                eprintln!("{}: {error}", word(&error));
                exit(1);
            }
        }
    }
}

fn connect(addr: &str, timeout: Duration) -> io::Result<TcpStream> {
    let unknown = |error: io::Error| io::Error::new(ErrorKind::NotFound, error);
    let mut result = Err(ErrorKind::NotFound.into());
    for candidate in addr.to_socket_addrs().map_err(unknown)? {
        result = TcpStream::connect_timeout(&candidate, timeout);
        if result.is_ok() {
            break;
        }
    }
    result
}

fn arguments() -> (String, Duration) {
    let (mut addr, mut timeout, mut args) = (String::new(), 2000, std::env::args().skip(1));
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--timeout" => timeout = args.next().and_then(|ms| ms.parse().ok()).unwrap_or(2000),
            _ => addr = arg,
        }
    }
    (addr, Duration::from_millis(timeout))
}

fn word(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::ConnectionRefused => "connection refused",
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => "connection reset",
        ErrorKind::TimedOut | ErrorKind::WouldBlock => "timed out",
        ErrorKind::NotFound => "unknown name",
        _ => "failed",
    }
}
