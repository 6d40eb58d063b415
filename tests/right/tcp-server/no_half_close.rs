//! Never closes one half: it greets, listens to the client for almost a second, then closes. Slower, but no less right.

use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::time::{Duration, Instant};

pub fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (addr, clients) = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [addr] => (addr, 5),
        [addr, "--clients", number] | ["--clients", number, addr] => (addr, number.parse().unwrap_or(5)),
        _ => return ExitCode::from(2),
    };
    let Ok(candidates) = addr.to_socket_addrs() else {
        eprintln!("unknown name");
        return ExitCode::FAILURE;
    };
    let mut words = "no address";
    for candidate in candidates {
        match TcpListener::bind(candidate) {
            Ok(listener) => return serve(&listener, clients),
            Err(error) if error.kind() == ErrorKind::AddrInUse => words = "address in use",
            Err(_) => words = "cannot listen",
        }
    }
    eprintln!("{words}");
    ExitCode::FAILURE
}

fn serve(listener: &TcpListener, clients: u64) -> ExitCode {
    if let Ok(here) = listener.local_addr() {
        println!("listening on {here}");
    }
    (0..clients).filter_map(|_| listener.accept().ok()).for_each(|(client, _)| thank(client));
    ExitCode::SUCCESS
}

fn thank(mut client: TcpStream) {
    if client.write_all("Gracias por conectarte\n".as_bytes()).is_err() {
        return;
    }
    let begin = Instant::now();
    let limit = Duration::from_millis(900);
    let mut scrap = [0; 2048];
    while begin.elapsed() < limit {
        let left = limit.saturating_sub(begin.elapsed()).max(Duration::from_millis(1));
        if client.set_read_timeout(Some(left)).is_err() || !matches!(client.read(&mut scrap), Ok(1..)) {
            break;
        }
    }
}
