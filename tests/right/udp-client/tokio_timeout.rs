//! Tokio: the wait for the right datagram is a future, and each try gives it until a deadline.

use std::io::{self, ErrorKind, Write};
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;
use tokio::net::{UdpSocket, lookup_host};
use tokio::time::{Instant, timeout_at};

/// Waits until the partner of this socket has said something. That nobody has its port is noted, and no reason to stop.
async fn answer(socket: &UdpSocket, buffer: &mut [u8], refused: &mut bool) -> usize {
    loop {
        match socket.recv(buffer).await {
            Ok(count) => return count,
            Err(error) => *refused |= error.kind() == ErrorKind::ConnectionRefused,
        }
    }
}

async fn ask(addr: &str, text: &str, timeout: Duration, tries: u32) -> io::Result<Vec<u8>> {
    let unknown = || io::Error::new(ErrorKind::NotFound, "unknown name");
    let server = lookup_host(addr).await.map_err(|_| unknown())?.next().ok_or_else(unknown)?;
    let any = if server.is_ipv4() { SocketAddr::from(([0; 4], 0)) } else { SocketAddr::from(([0u16; 8], 0)) };
    let socket = UdpSocket::bind(any).await?;
    socket.connect(server).await?;
    let mut buffer = vec![0; 65_536];
    let (mut wait, mut refusals) = (timeout, 0);
    for _ in 0..tries {
        let mut refused = false;
        if let Err(error) = socket.send(text.as_bytes()).await {
            if error.kind() != ErrorKind::ConnectionRefused {
                return Err(error);
            }
            socket.send(text.as_bytes()).await?;
        }
        if let Ok(count) = timeout_at(Instant::now() + wait, answer(&socket, &mut buffer, &mut refused)).await {
            buffer.truncate(count);
            return Ok(buffer);
        }
        refusals += u32::from(refused);
        wait *= 2;
    }
    match refusals == tries {
        true => Err(io::Error::new(ErrorKind::ConnectionRefused, "connection refused")),
        false => Err(io::Error::new(ErrorKind::TimedOut, "timed out")),
    }
}

pub fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let (Some(addr), Some(text)) = (args.next(), args.next()) else {
        eprintln!("usage: udp-client ADDR TEXT [--timeout MS] [--tries N]");
        return ExitCode::from(2);
    };
    let (mut timeout, mut tries) = (2000, 4);
    while let (Some(option), Some(value)) = (args.next(), args.next()) {
        match (option.as_str(), value.parse()) {
            ("--timeout", Ok(ms)) => timeout = ms,
            ("--tries", Ok(number)) => tries = number,
            _ => return ExitCode::from(2),
        }
    }
    if text.len() > 65_507 {
        eprintln!("{addr}: too long");
        return ExitCode::FAILURE;
    }
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("failed: {error}");
            return ExitCode::FAILURE;
        }
    };
    let asked = runtime.block_on(ask(&addr, &text, Duration::from_millis(timeout.into()), tries));
    match asked.and_then(|bytes| io::stdout().write_all(&bytes).and_then(|()| io::stdout().flush())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{addr}: {error}");
            ExitCode::FAILURE
        }
    }
}
