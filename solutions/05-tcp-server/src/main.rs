//! The solution of `tcp-server`: greets one client after the other, and lets none of them hold up the rest.
//!
//! Read it after your own program passes. The comments stand where the mistakes live.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// What every client gets.
const GREETING: &[u8] = b"Gracias por conectarte\n";

/// How long a client may keep us after its greeting. One second is allowed; more than half of it is for a busy machine.
const PATIENCE: Duration = Duration::from_millis(450);

/// Listens on `addr`, says so on `out`, and greets as many clients as `clients` says.
fn serve(addr: &str, clients: u32, out: &mut impl Write) -> io::Result<()> {
    // Binds, listens, and on Unix sets SO_REUSEADDR, so that connections of an earlier run do not hold the port.
    let listener = TcpListener::bind(&resolve(addr)?[..])?;

    // Only the listener knows which port it got, and only now can anybody connect. Whoever waits for this line must not
    // wait for a buffer to fill.
    writeln!(out, "listening on {}", listener.local_addr()?)?;
    out.flush()?;

    for _ in 0..clients {
        let conn = next_client(&listener)?;
        // Trouble with one client concerns nobody else: we note it, and the client has had its turn.
        if let Err(error) = greet(conn) {
            eprintln!("a client went wrong: {error}");
        }
    }
    Ok(())
}

/// The next connection. One that was given up while it waited in the queue is no reason to stop.
fn next_client(listener: &TcpListener) -> io::Result<TcpStream> {
    loop {
        match listener.accept() {
            Ok((conn, _)) => return Ok(conn),
            Err(error) if error.kind() == ErrorKind::ConnectionAborted => continue,
            Err(error) => return Err(error),
        }
    }
}

/// Sends the greeting and closes so that the greeting survives.
fn greet(mut conn: TcpStream) -> io::Result<()> {
    conn.write_all(GREETING)?;
    // The client sees the end of the stream now; what it has to say can still come.
    conn.shutdown(Shutdown::Write)?;

    // Closing while something lies unread makes the kernel send a reset, and a reset may cost the client what it has
    // not read yet. So we read until the client is done. It may never be: hence one deadline for all reads together.
    let deadline = Instant::now() + PATIENCE;
    let mut scrap = [0; 8 * 1024];
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(());
        }
        conn.set_read_timeout(Some(left))?;
        match conn.read(&mut scrap) {
            Ok(0) => return Ok(()),
            Ok(_) => continue,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => return Ok(()),
            Err(error) => return Err(error),
        }
    }
}

// ─── Given: the same in the exercise ─────────────────────────────────────────────────────────────────────────────────

fn main() -> ExitCode {
    let (addr, clients) = match arguments(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("{problem}\nusage: tcp-server ADDR [--clients N]");
            return ExitCode::from(2);
        }
    };
    match serve(&addr, clients, &mut io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tcp-server: {addr}: {} ({error})", token(&error));
            ExitCode::FAILURE
        }
    }
}

/// The address, and the number of clients. Five unless `--clients` says otherwise.
fn arguments(mut args: impl Iterator<Item = String>) -> Result<(String, u32), String> {
    let (mut addr, mut clients) = (None, 5);
    while let Some(arg) = args.next() {
        if arg == "--clients" {
            let number = args.next().ok_or("--clients needs a number")?;
            clients = match number.parse() {
                Ok(number) if number > 0 => number,
                _ => return Err(format!("--clients {number}: not a number above 0")),
            };
        } else if arg.starts_with("--") || addr.is_some() {
            return Err(format!("{arg}: not expected here"));
        } else {
            addr = Some(arg);
        }
    }
    Ok((addr.ok_or("ADDR is missing")?, clients))
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

/// The words of this workbook for an error.
///
/// *Las palabras de este cuaderno para un error.*
fn token(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::AddrInUse => "address in use",
        ErrorKind::NotFound => "unknown name",
        _ => "failed",
    }
}
