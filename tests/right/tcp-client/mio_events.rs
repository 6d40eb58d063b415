//! Non-blocking: one socket that never makes the program wait, and mio, which tells when it is worth a try.

use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, ToSocketAddrs};
use std::process::ExitCode;
use std::time::{Duration, Instant};

const SERVER: Token = Token(0);

/// Sleeps until something happens to the socket, at most until `deadline`.
fn wait(poll: &mut Poll, deadline: Instant) -> io::Result<()> {
    let mut events = Events::with_capacity(8);
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        match poll.poll(&mut events, Some(left)) {
            Ok(()) if events.is_empty() => continue,
            Ok(()) => return Ok(()),
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        }
    }
}

/// A connect that does not block has only begun. Once the socket is writable it has worked or failed.
fn connect(poll: &mut Poll, candidate: SocketAddr, timeout: Duration) -> io::Result<TcpStream> {
    let deadline = Instant::now() + timeout;
    let mut conn = TcpStream::connect(candidate)?;
    poll.registry().register(&mut conn, SERVER, Interest::READABLE | Interest::WRITABLE)?;
    loop {
        wait(poll, deadline)?;
        if let Some(error) = conn.take_error()? {
            return Err(error);
        }
        match conn.peer_addr() {
            Ok(_) => return Ok(conn),
            Err(error) if error.kind() == ErrorKind::NotConnected => continue,
            Err(error) => return Err(error),
        }
    }
}

fn connect_to_any(poll: &mut Poll, addr: &str, timeout: Duration) -> io::Result<TcpStream> {
    let unknown = |why: String| io::Error::new(ErrorKind::NotFound, why);
    let mut result = Err(unknown("no address".to_string()));
    for candidate in addr.to_socket_addrs().map_err(|error| unknown(error.to_string()))? {
        result = connect(poll, candidate, timeout);
        if result.is_ok() {
            break;
        }
    }
    result
}

fn run(addr: &str, timeout: Duration) -> io::Result<()> {
    let mut poll = Poll::new()?;
    let mut conn = connect_to_any(&mut poll, addr, timeout)?;
    poll.registry().reregister(&mut conn, SERVER, Interest::READABLE)?;
    let mut stdout = io::stdout().lock();
    let mut buffer = [0; 32 * 1024];
    let mut deadline = Instant::now() + timeout;
    loop {
        // mio speaks up once for each arrival: read until there is nothing left, only then sleep again.
        match conn.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => {
                stdout.write_all(&buffer[..count])?;
                stdout.flush()?;
                deadline = Instant::now() + timeout;
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => wait(&mut poll, deadline)?,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

pub fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (addr, ms) = match &args[..] {
        [addr] => (addr, Ok(2000)),
        [addr, option, ms] if option == "--timeout" => (addr, ms.parse()),
        [option, ms, addr] if option == "--timeout" => (addr, ms.parse()),
        _ => (&String::new(), Ok(0)),
    };
    let Some(ms) = ms.ok().filter(|&ms: &u64| ms > 0) else {
        eprintln!("usage: tcp-client ADDR [--timeout MS]");
        return ExitCode::from(2);
    };
    let Err(error) = run(addr, Duration::from_millis(ms)) else {
        return ExitCode::SUCCESS;
    };
    let words = match error.kind() {
        ErrorKind::NotFound => "unknown name",
        ErrorKind::ConnectionRefused => "connection refused",
        ErrorKind::ConnectionReset => "connection reset",
        ErrorKind::TimedOut => "timed out",
        _ => "error",
    };
    eprintln!("tcp-client: {words}: {error}");
    ExitCode::FAILURE
}
