//! One thread, no blocking call but `poll`: an event loop over mio, with a table of clients that are being seen off.

use std::collections::HashMap;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, ToSocketAddrs};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};

const LISTENER: Token = Token(0);
const LINGER: Duration = Duration::from_millis(600);

struct Leaving {
    conn: TcpStream,
    until: Instant,
}

pub fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = args.iter().position(|arg| arg == "--clients");
    let clients = number.and_then(|at| args.get(at + 1)).and_then(|n| n.parse().ok()).unwrap_or(5);
    let Some(addr) = args.first() else {
        return ExitCode::from(2);
    };
    match serve(addr, clients) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let words = match error.kind() {
                ErrorKind::AddrInUse => "address in use",
                ErrorKind::NotFound => "unknown name",
                _ => "trouble",
            };
            eprintln!("{words}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn serve(addr: &str, clients: usize) -> io::Result<()> {
    let candidates = addr.to_socket_addrs().map_err(|error| io::Error::new(ErrorKind::NotFound, error))?;
    let mut listener = Err(io::Error::new(ErrorKind::NotFound, "no address"));
    for candidate in candidates {
        listener = TcpListener::bind(candidate);
        if listener.is_ok() {
            break;
        }
    }
    let mut listener = listener?;
    let mut poll = Poll::new()?;
    poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
    println!("listening on {}", listener.local_addr()?);

    let (mut accepted, mut leaving) = (0, HashMap::new());
    let mut events = Events::with_capacity(64);
    while accepted < clients || !leaving.is_empty() {
        let next = leaving.values().map(|one: &Leaving| one.until).min();
        match poll.poll(&mut events, next.map(|until| until.saturating_duration_since(Instant::now()))) {
            Err(error) if error.kind() != ErrorKind::Interrupted => return Err(error),
            _ => {}
        }
        while accepted < clients {
            let mut conn = match listener.accept() {
                Ok((conn, _)) => conn,
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(_) => continue,
            };
            accepted += 1;
            let greeted = conn.write_all(b"Gracias por conectarte\n").and_then(|()| conn.shutdown(Shutdown::Write));
            if greeted.is_ok() && poll.registry().register(&mut conn, Token(accepted), Interest::READABLE).is_ok() {
                leaving.insert(Token(accepted), Leaving { conn, until: Instant::now() + LINGER });
            }
        }
        for event in &events {
            let gone = leaving.get_mut(&event.token()).is_some_and(|one| drained(one));
            if gone {
                leaving.remove(&event.token());
            }
        }
        leaving.retain(|_, one| one.until > Instant::now());
    }
    Ok(())
}

/// Throws away what came. True when nothing more will come, or when the client has had its time.
fn drained(one: &mut Leaving) -> bool {
    let mut scrap = [0; 4096];
    while Instant::now() < one.until {
        match one.conn.read(&mut scrap) {
            Ok(0) => return true,
            Ok(_) => {}
            Err(error) => return error.kind() != ErrorKind::WouldBlock,
        }
    }
    true
}
