//! The solution of `netcat`: two directions, each with a thread, that share one connection and nothing else.
//!
//! Read it after your own program passes. The comments stand where the mistakes live.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

/// Connects to `addr`; sends what `input` gives and copies what comes to `out`, both at once, until the other end
/// closes.
fn talk(addr: &str, timeout: Duration, input: impl Read + Send + 'static, out: &mut impl Write) -> io::Result<()> {
    let conn = connect(addr, timeout)?;

    // A second handle of the same connection: whoever waits for the keyboard must not keep the wire waiting, and whoever
    // waits for the wire must not keep the keyboard waiting. So each waits on a thread of its own.
    let sending = conn.try_clone()?;
    thread::spawn(move || {
        // Trouble in this direction is no news: if the other end is gone, the reading below ends too and says how.
        let _ = send_all(input, sending);
    });

    // Nobody waits for that thread. It may sit in a read of the keyboard for ever; the end of `main` is its end.
    receive_all(conn, out)
}

/// Sends everything that `input` gives, as it comes, and then says that there is no more.
fn send_all(mut input: impl Read, mut conn: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 16 * 1024];
    loop {
        match input.read(&mut buffer) {
            // Only the writing half is closed: the answer may be still to come.
            Ok(0) => return conn.shutdown(Shutdown::Write),
            // What one read of a keyboard gives is a line; of a pipe, what there is. It goes out now.
            Ok(count) => conn.write_all(&buffer[..count])?,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        }
    }
}

/// Copies what comes to `out` until the other end closes.
fn receive_all(mut conn: TcpStream, out: &mut impl Write) -> io::Result<()> {
    let mut buffer = [0; 16 * 1024];
    loop {
        match conn.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => {
                out.write_all(&buffer[..count])?;
                // Somebody may be waiting for just these words before they type the next.
                out.flush()?;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        }
    }
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
            eprintln!("{problem}\nusage: netcat ADDR [--timeout MS]");
            return ExitCode::from(2);
        }
    };
    match talk(&addr, timeout, io::stdin(), &mut io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("netcat: {addr}: {} ({error})", token(&error));
            ExitCode::FAILURE
        }
    }
}

/// The address, and the longest time to connect. Two seconds unless `--timeout` says otherwise.
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
