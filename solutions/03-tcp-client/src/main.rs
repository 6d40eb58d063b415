//! The solution of `tcp-client`: one connection, copied to standard output until the server closes.
//!
//! Read it after your own program passes. The comments stand where the mistakes live.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::time::Duration;

/// Connects to `addr`, and copies what comes to `out` until the server closes.
fn copy_until_closed(addr: &str, timeout: Duration, out: &mut impl Write) -> io::Result<()> {
    let mut conn = connect(addr, timeout)?;
    // The limit holds for each read: it is the longest silence, not the longest conversation.
    conn.set_read_timeout(Some(timeout))?;

    // A read gives what has arrived, from one byte to a full buffer. Nothing in it says "this was all": only a read of
    // no bytes does, because that is how the end of the stream shows.
    let mut buffer = [0; 8 * 1024];
    loop {
        let count = match conn.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            // What had come before is in `out` already, since we pass every piece on at once.
            Err(error) => return Err(error),
        };
        // Only the first `count` bytes are news. They are bytes: we do not ask whether they are text.
        out.write_all(&buffer[..count])?;
        out.flush()?;
    }
    Ok(())
}

/// A connection to the first address that answers, each tried for at most `timeout`.
fn connect(addr: &str, timeout: Duration) -> io::Result<TcpStream> {
    let mut last_error = io::Error::new(ErrorKind::NotFound, "the name has no address");
    for candidate in resolve(addr)? {
        match TcpStream::connect_timeout(&candidate, timeout) {
            Ok(conn) => return Ok(conn),
            Err(error) => last_error = error,
        }
    }
    Err(last_error)
}

// ─── Given: the same in the exercise ─────────────────────────────────────────────────────────────────────────────────

fn main() -> ExitCode {
    let (addr, timeout) = match arguments(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("{problem}\nusage: tcp-client ADDR [--timeout MS]");
            return ExitCode::from(2);
        }
    };
    match copy_until_closed(&addr, timeout, &mut io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tcp-client: {addr}: {} ({error})", token(&error));
            ExitCode::FAILURE
        }
    }
}

/// The address, and the longest silence. Two seconds unless `--timeout` says otherwise.
fn arguments(mut args: impl Iterator<Item = String>) -> Result<(String, Duration), String> {
    let (mut addr, mut timeout) = (None, Duration::from_secs(2));
    while let Some(arg) = args.next() {
        if arg == "--timeout" {
            let ms = args.next().ok_or("--timeout needs a number of milliseconds")?;
            timeout = match ms.parse() {
                Ok(ms) if ms > 0 => Duration::from_millis(ms),
                _ => return Err(format!("--timeout {ms}: not a number of milliseconds above 0")),
            };
        } else if arg.starts_with("--") || addr.is_some() {
            return Err(format!("{arg}: not expected here"));
        } else {
            addr = Some(arg);
        }
    }
    Ok((addr.ok_or("ADDR is missing")?, timeout))
}

/// The addresses behind `HOST:PORT`, in the order to try them. A name that nobody knows is `ErrorKind::NotFound`.
///
/// *Las direcciones detrás de `HOST:PUERTO`, en el orden en que hay que probarlas. Un nombre que nadie conoce es
/// `ErrorKind::NotFound`.*
fn resolve(addr: &str) -> io::Result<Vec<SocketAddr>> {
    match addr.to_socket_addrs() {
        Ok(found) => Ok(found.collect()),
        Err(error) => Err(io::Error::new(ErrorKind::NotFound, error)),
    }
}

/// The words of this workbook for an error. A read that ran into its time limit is `WouldBlock` on Linux and macOS, and
/// `TimedOut` on Windows.
///
/// *Las palabras de este cuaderno para un error. Una lectura a la que se le acabó el tiempo es `WouldBlock` en Linux y
/// macOS, y `TimedOut` en Windows.*
fn token(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::ConnectionRefused => "connection refused",
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => "connection reset",
        ErrorKind::TimedOut | ErrorKind::WouldBlock => "timed out",
        ErrorKind::NotFound => "unknown name",
        _ => "failed",
    }
}
