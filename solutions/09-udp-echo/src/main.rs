//! The solution of `udp-echo`: one socket, and an answer for every datagram that comes to it.
//!
//! Read it after your own program passes. The comments stand where the mistakes live.

use std::io::{self, ErrorKind, Write};
use std::net::{SocketAddr, ToSocketAddrs, UdpSocket};
use std::process::ExitCode;

/// What a UDP datagram can carry over IPv4: 65,535 bytes of packet, less 20 for the IP header and 8 for UDP's.
const LARGEST: usize = 65_507;

/// Listens at `addr`, says so on `out`, and answers every datagram to its sender.
fn serve(addr: &str, greet: bool, out: &mut impl Write) -> io::Result<()> {
    // `bind` tries the addresses in order. From here on the system keeps datagrams for us, so now we may say so, with
    // the port that we got: the one we asked for can be 0.
    let socket = UdpSocket::bind(&resolve(addr)?[..])?;
    writeln!(out, "listening on {}", socket.local_addr()?)?;
    out.flush()?;

    // A datagram is read in one go, and what does not fit into the buffer is lost: so it has room for the largest.
    let mut buffer = [0; LARGEST];
    loop {
        // A count of 0 is a datagram without bytes. UDP has no end of the stream, so it is answered like any other.
        let (count, sender) = match socket.recv_from(&mut buffer) {
            Ok(received) => received,
            // What fails here is about one datagram, often an older answer whose receiver is gone: the next is fine.
            Err(error) => {
                eprintln!("udp-echo: receiving: {error}");
                continue;
            }
        };
        // Only the first `count` bytes are of this datagram, the rest is left over. Whether they are text is not asked.
        let answer = if greet { greeting(sender).into_bytes() } else { buffer[..count].to_vec() };

        // The same socket for everybody: it answers from the port that was asked, and the sender is named each time.
        if let Err(error) = socket.send_to(&answer, sender) {
            eprintln!("udp-echo: answering {sender}: {error}");
        }
    }
}

/// The sentence for `sender`. Its address knows how to write itself, without port and without brackets.
fn greeting(sender: SocketAddr) -> String {
    format!("Aquí va mi respuesta para {}.", sender.ip())
}

// ─── Given: the same in the exercise ─────────────────────────────────────────────────────────────────────────────────

fn main() -> ExitCode {
    let (addr, greet) = match arguments(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("{problem}\nusage: udp-echo ADDR [--greet]");
            return ExitCode::from(2);
        }
    };
    match serve(&addr, greet, &mut io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("udp-echo: {addr}: {} ({error})", token(&error));
            ExitCode::FAILURE
        }
    }
}

/// The address, and whether to greet. With `--greet` the answer is a sentence, without it an echo.
fn arguments(args: impl Iterator<Item = String>) -> Result<(String, bool), String> {
    let (mut addr, mut greet) = (None, false);
    for arg in args {
        if arg == "--greet" {
            greet = true;
        } else if arg.starts_with("--") || addr.is_some() {
            return Err(format!("{arg}: not expected here"));
        } else {
            addr = Some(arg);
        }
    }
    Ok((addr.ok_or("ADDR is missing")?, greet))
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
