//! The solution of `udp-client`: one socket that belongs to one server, and a deadline for each try.
//!
//! Read it after your own program passes. The comments stand where the mistakes live.

use std::io::{self, ErrorKind, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs, UdpSocket};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// What a UDP datagram can carry over IPv4: 65,535 bytes of packet, less 20 for the IP header and 8 for UDP's.
const LARGEST: usize = 65_507;

/// Asks `addr` by sending `text`, again and again with growing gaps, and writes the answer to `out`.
fn ask(addr: &str, text: &str, timeout: Duration, tries: u32, out: &mut impl Write) -> io::Result<()> {
    if text.len() > LARGEST {
        return Err(io::Error::new(ErrorKind::FileTooLarge, format!("a datagram carries {LARGEST} bytes")));
    }
    // One socket for all tries: an answer to the first may still come while we wait for one to the third.
    let socket = socket_to(addr)?;
    let mut buffer = [0; LARGEST];
    let (mut wait, mut always_refused) = (timeout, true);
    for _ in 0..tries {
        send(&socket, text.as_bytes())?;
        // The deadline stays where it is, whatever comes in between: each receive gets only what is left of the time.
        let deadline = Instant::now() + wait;
        let mut refused = false;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            socket.set_read_timeout(Some(left))?;
            match socket.recv(&mut buffer) {
                // A count of 0 is an answer without bytes: silence is an error, not a count.
                Ok(count) => {
                    out.write_all(&buffer[..count])?;
                    return out.flush();
                }
                // Nobody has the port now. Somebody may have it at the next try, so we wait as if we had not heard.
                Err(error) if is_refusal(&error) => refused = true,
                Err(error) if is_silence(&error) => {}
                Err(error) => return Err(error),
            }
        }
        always_refused &= refused;
        wait *= 2;
    }
    Err(if always_refused { ErrorKind::ConnectionRefused } else { ErrorKind::TimedOut }.into())
}

/// A socket at a port that the system chose, for `addr` only. No datagram is sent by this `connect`: from here on the
/// system passes on what comes from exactly that address and port, and tells us when nobody is there.
fn socket_to(addr: &str) -> io::Result<UdpSocket> {
    let mut last_error = io::Error::new(ErrorKind::NotFound, "the name has no address");
    for candidate in resolve(addr)? {
        // A socket speaks the version of IP of its own address.
        let any: IpAddr = if candidate.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
        match UdpSocket::bind((any, 0)).and_then(|socket| socket.connect(candidate).map(|()| socket)) {
            Ok(socket) => return Ok(socket),
            Err(error) => last_error = error,
        }
    }
    Err(last_error)
}

/// Sends one datagram. An error about an earlier one may be told instead of sending: then this one still has to go.
fn send(socket: &UdpSocket, bytes: &[u8]) -> io::Result<()> {
    match socket.send(bytes) {
        Err(error) if is_refusal(&error) => socket.send(bytes).map(drop),
        sent => sent.map(drop),
    }
}

/// Nobody has the port: Windows calls it a reset.
fn is_refusal(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset)
}

/// Nothing came within the time, or something else woke us up.
fn is_silence(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted)
}

// ─── Given: the same in the exercise ─────────────────────────────────────────────────────────────────────────────────

fn main() -> ExitCode {
    let (addr, text, timeout, tries) = match arguments(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("{problem}\nusage: udp-client ADDR TEXT [--timeout MS] [--tries N]");
            return ExitCode::from(2);
        }
    };
    match ask(&addr, &text, timeout, tries, &mut io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("udp-client: {addr}: {} ({error})", token(&error));
            ExitCode::FAILURE
        }
    }
}

/// The address, the text, the first wait and the number of tries: two seconds and four unless told otherwise.
fn arguments(mut args: impl Iterator<Item = String>) -> Result<(String, String, Duration, u32), String> {
    let (mut words, mut timeout, mut tries) = (Vec::new(), Duration::from_secs(2), 4);
    while let Some(arg) = args.next() {
        if arg == "--timeout" || arg == "--tries" {
            let value = args.next().ok_or(format!("{arg} needs a number"))?;
            let number = value.parse().ok().filter(|&number: &u32| number > 0);
            let number = number.ok_or(format!("{arg} {value}: not a number above 0"))?;
            if arg == "--tries" { tries = number } else { timeout = Duration::from_millis(number.into()) }
        } else if arg.starts_with("--") || words.len() == 2 {
            return Err(format!("{arg}: not expected here"));
        } else {
            words.push(arg);
        }
    }
    let [addr, text] = words.try_into().map_err(|_| "ADDR or TEXT is missing")?;
    Ok((addr, text, timeout, tries))
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

/// The words of this workbook for an error. A receive that ran into its time limit is `WouldBlock` on Linux and macOS,
/// and `TimedOut` on Windows.
///
/// *Las palabras de este cuaderno para un error. Una recepción a la que se le acabó el tiempo es `WouldBlock` en Linux
/// y macOS, y `TimedOut` en Windows.*
fn token(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset => "connection refused",
        ErrorKind::TimedOut | ErrorKind::WouldBlock => "timed out",
        ErrorKind::NotFound => "unknown name",
        ErrorKind::FileTooLarge => "too long",
        _ => "failed",
    }
}
