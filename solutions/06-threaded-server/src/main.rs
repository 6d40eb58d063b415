//! The solution of `threaded-server`: one thread accepts, and every client gets a thread of its own.
//!
//! Read it after your own program passes. The comments stand where the mistakes live.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// The most bytes that a line may have, its LF counted.
const LONGEST_LINE: usize = 65_536;

/// How long we listen to a client that we have sent away.
const FAREWELL: Duration = Duration::from_millis(500);

/// Listens on `addr`, says so on `out`, and echoes the lines of up to `clients` clients at the same time, for ever.
fn serve(addr: &str, clients: usize, timeout: Duration, out: &mut impl Write) -> io::Result<()> {
    let listener = TcpListener::bind(&resolve(addr)?[..])?;
    writeln!(out, "listening on {}", listener.local_addr()?)?;
    out.flush()?;

    // Each client's thread owns a clone of this until it ends, however it ends: who counts clones counts clients.
    let door = Arc::new(());
    loop {
        let mut conn = match listener.accept() {
            Ok((conn, _)) => conn,
            Err(error) => {
                // A client that gave up in the queue, or no descriptor left. A pause, so as not to ask in circles.
                eprintln!("nobody accepted: {error}");
                thread::sleep(Duration::from_millis(10));
                continue;
            }
        };
        if Arc::strong_count(&door) > clients {
            // Five bytes always fit into the kernel's buffer, so this cannot hold us up.
            let _ = conn.write_all(b"full\n");
            continue;
        }
        let place = Arc::clone(&door);
        let talk = move || {
            // Trouble with one client concerns nobody else: we note it, and the client is gone.
            if let Err(error) = echo(&conn, timeout) {
                eprintln!("a client went wrong: {error}");
            }
            // The connection first: who hears the end may count on the place soon.
            drop((conn, place));
        };
        if let Err(error) = thread::Builder::new().spawn(talk) {
            eprintln!("no thread for a client: {error}");
        }
    }
}

/// Gives a client its lines back until it has no more. An error, a limit of time included, ends the client.
fn echo(mut conn: &TcpStream, timeout: Duration) -> io::Result<()> {
    // Both limits are for each call that waits, so every byte that comes or goes starts the clock anew.
    conn.set_read_timeout(Some(timeout))?;
    conn.set_write_timeout(Some(timeout))?;
    // One buffer for the whole conversation: it may hold the beginning of the next line.
    let mut input = BufReader::new(conn);
    let mut line = Vec::new();
    loop {
        line.clear();
        // One byte more than allowed is enough to know that a line is too long, and all that it can cost us.
        let count = input.by_ref().take(LONGEST_LINE as u64 + 1).read_until(b'\n', &mut line)?;
        if count == 0 {
            return Ok(());
        }
        if count > LONGEST_LINE {
            return send_away(conn);
        }
        // A whole line, or the rest that came before the end of the stream.
        conn.write_all(&line)?;
    }
}

/// Says `too long` and closes so that the client can hear it.
fn send_away(mut conn: &TcpStream) -> io::Result<()> {
    conn.write_all(b"too long\n")?;
    conn.shutdown(Shutdown::Write)?;
    // Closing while something lies unread would be a reset. So we throw away what still comes, for a while.
    let end = Instant::now() + FAREWELL;
    conn.set_read_timeout(Some(FAREWELL))?;
    while conn.read(&mut [0; 8 * 1024])? > 0 && Instant::now() < end {}
    Ok(())
}

// ─── Given: the same in the exercise ─────────────────────────────────────────────────────────────────────────────────

fn main() -> ExitCode {
    let (addr, clients, timeout) = match arguments(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("{problem}\nusage: threaded-server ADDR [--clients N] [--timeout MS]");
            return ExitCode::from(2);
        }
    };
    match serve(&addr, clients, timeout, &mut io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("threaded-server: {addr}: {} ({error})", token(&error));
            ExitCode::FAILURE
        }
    }
}

/// The address, how many clients at once, and the longest silence. 64 and a minute unless told otherwise.
fn arguments(mut args: impl Iterator<Item = String>) -> Result<(String, usize, Duration), String> {
    let (mut addr, mut clients, mut timeout) = (None, 64, Duration::from_secs(60));
    while let Some(arg) = args.next() {
        if arg == "--clients" || arg == "--timeout" {
            let number = args.next().unwrap_or_default();
            match number.parse::<u32>() {
                Ok(number @ 1..) if arg == "--clients" => clients = number as usize,
                Ok(number @ 1..) => timeout = Duration::from_millis(number.into()),
                _ => return Err(format!("{arg} {number}: not a number above 0")),
            }
        } else if arg.starts_with("--") || addr.is_some() {
            return Err(format!("{arg}: not expected here"));
        } else {
            addr = Some(arg);
        }
    }
    Ok((addr.ok_or("ADDR is missing")?, clients, timeout))
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
