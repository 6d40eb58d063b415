//! A thread for each client; all of them are joined before the program ends. Every thread has its own deadline.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

pub fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let Some(addr) = args.next() else {
        eprintln!("usage: tcp-server ADDR [--clients N]");
        return ExitCode::from(2);
    };
    let clients = match (args.next().as_deref(), args.next().map(|n| n.parse::<usize>())) {
        (Some("--clients"), Some(Ok(number))) => number,
        (None, _) => 5,
        _ => return ExitCode::from(2),
    };
    match run(&addr, clients) {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            eprintln!("tcp-server: {words}");
            ExitCode::FAILURE
        }
    }
}

fn run(addr: &str, clients: usize) -> Result<(), String> {
    let found: Vec<SocketAddr> = addr.to_socket_addrs().map_err(|_| format!("{addr}: unknown name"))?.collect();
    let listener = TcpListener::bind(found.as_slice()).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => format!("{addr}: address in use"),
        _ => error.to_string(),
    })?;
    println!("listening on {}", listener.local_addr().map_err(|error| error.to_string())?);

    thread::scope(|scope| {
        for client in listener.incoming().flatten().take(clients) {
            scope.spawn(move || thank(client));
        }
    });
    Ok(())
}

fn thank(mut client: TcpStream) -> io::Result<()> {
    client.write_all(b"Gracias por conectarte\n")?;
    client.shutdown(Shutdown::Write)?;
    let end = Instant::now() + Duration::from_millis(900);
    let mut scrap = vec![0; 16 * 1024];
    while let Some(left) = end.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) {
        client.set_read_timeout(Some(left))?;
        if client.read(&mut scrap)? == 0 {
            break;
        }
    }
    Ok(())
}
