//! Sends a text over TCP, and shows all that comes back: `py-tcp-client HOST PORT TEXT`.

use std::env;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::time::Duration;

// ANCHOR: talk
fn talk(host: &str, port: u16, text: &str) -> io::Result<String> {
    let mut stream = connect(host, port)?;
    stream.set_read_timeout(Some(Duration::from_secs(2)))?;
    stream.write_all(text.as_bytes())?;
    // "That was all." Reading stays open.
    stream.shutdown(Shutdown::Write)?;
    let mut bytes = Vec::new();
    // Reads until the end of the stream, however many pieces it comes in.
    stream.read_to_end(&mut bytes)?;
    // Whole, and only now: a piece may end inside a letter.
    String::from_utf8(bytes).map_err(|_| ErrorKind::InvalidData.into())
}

/// Tries each address of the name, and gives up on one after two seconds.
fn connect(host: &str, port: u16) -> io::Result<TcpStream> {
    let mut last_error = io::Error::new(ErrorKind::NotFound, "the name has no address");
    for addr in (host, port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&addr, Duration::from_secs(2)) {
            Ok(stream) => return Ok(stream),
            Err(error) => last_error = error,
        }
    }
    Err(last_error)
}
// ANCHOR_END: talk

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let [host, port, text] = &args[..] else {
        eprintln!("usage: py-tcp-client HOST PORT TEXT");
        return ExitCode::from(2);
    };
    let Ok(port) = port.parse() else {
        eprintln!("{port}: not a port");
        return ExitCode::from(2);
    };
    // ANCHOR: errors
    match talk(host, port, text) {
        Ok(answer) => print!("{answer}"),
        Err(error) => {
            match error.kind() {
                ErrorKind::WouldBlock | ErrorKind::TimedOut => eprintln!("{host}:{port}: timed out"),
                ErrorKind::InvalidData => eprintln!("{host}:{port}: the answer is no text"),
                _ => eprintln!("{host}:{port}: {error}"),
            }
            return ExitCode::FAILURE;
        }
    }
    // ANCHOR_END: errors
    ExitCode::SUCCESS
}
