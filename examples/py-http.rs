//! Asks a web server for its first page, and shows the head of the reply: `py-http HOST PORT`.

use std::env;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::time::Duration;

/// No head is longer than this; one that is comes from somebody who means no good.
const LONGEST: u64 = 65_536;

// ANCHOR: head
fn head(host: &str, port: u16) -> io::Result<Vec<Vec<u8>>> {
    let mut stream = connect(host, port)?;
    stream.set_read_timeout(Some(Duration::from_secs(2)))?;
    // The port stands in Host unless it is 80. Every line ends with \r\n,
    // and one empty line ends the head.
    let name = if port == 80 { host.to_owned() } else { format!("{host}:{port}") };
    let request = format!("GET / HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    // HTTP is read as bytes, line by line: `BufReader` does the reading in pieces.
    let mut reply = BufReader::new(stream).take(LONGEST);
    let mut lines = Vec::new();
    loop {
        let mut line = Vec::new();
        reply.read_until(b'\n', &mut line)?;
        if !line.ends_with(b"\n") {
            let is_long = reply.limit() == 0;
            let problem = if is_long { "the head is too long" } else { "the head is cut off" };
            return Err(io::Error::new(ErrorKind::UnexpectedEof, problem));
        }
        let line = line.trim_ascii();
        if line.is_empty() {
            return Ok(lines);
        }
        lines.push(line.to_vec());
    }
}
// ANCHOR_END: head

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

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let [host, port] = &args[..] else {
        eprintln!("usage: py-http HOST PORT");
        return ExitCode::from(2);
    };
    let Ok(port) = port.parse() else {
        eprintln!("{port}: not a port");
        return ExitCode::from(2);
    };
    match head(host, port) {
        Ok(lines) => {
            for line in lines {
                println!("{}", String::from_utf8_lossy(&line));
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{host}:{port}: {error}");
            ExitCode::FAILURE
        }
    }
}
