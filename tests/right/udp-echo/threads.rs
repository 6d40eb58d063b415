//! Four threads that read from one socket, so that answers may overtake each other.

use std::error::Error;
use std::io::{self, ErrorKind, Write};
use std::net::{SocketAddr, ToSocketAddrs, UdpSocket};
use std::process::ExitCode;
use std::thread;

fn answer_all(socket: &UdpSocket, greet: bool) -> ! {
    let mut buffer = vec![0; 65_536];
    loop {
        let Ok((count, sender)) = socket.recv_from(&mut buffer) else { continue };
        let sent = if greet {
            socket.send_to(format!("Aquí va mi respuesta para {}.", sender.ip()).as_bytes(), sender)
        } else {
            socket.send_to(&buffer[..count], sender)
        };
        if let Err(error) = sent {
            eprintln!("{sender}: {error}");
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let (options, addresses): (Vec<_>, Vec<_>) = std::env::args().skip(1).partition(|arg| arg.starts_with("--"));
    let greet = options.iter().any(|option| option == "--greet");
    let addr = addresses.first().ok_or("usage: udp-echo ADDR [--greet]")?;

    let found = addr.to_socket_addrs().map_err(|error| format!("unknown name: {addr}: {error}"))?;
    let found: Vec<SocketAddr> = found.collect();
    let socket = UdpSocket::bind(&found[..]).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => format!("address in use: {addr}"),
        _ => format!("{addr}: {error}"),
    })?;
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "listening on {}", socket.local_addr()?)?;
    stdout.flush()?;
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| answer_all(&socket, greet));
        }
    });
    Ok(())
}

pub fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
