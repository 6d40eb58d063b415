//! The solution of `http-get`: one request, and the reply up to where it ends.
//!
//! Read it after your own program passes. The comments stand where the mistakes live.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::time::Duration;

/// Asks for what `request` names, and writes the reply to `out`.
fn get(request: &Request, timeout: Duration, out: &mut impl Write) -> io::Result<()> {
    // Everything is read through this one buffer: when the head ends, it may hold the beginning of the body already.
    let mut conn = BufReader::new(connect(&request.connect, timeout)?);

    // The address brought us to a machine; only `Host` tells it which of its sites we want.
    let port = if request.port == 80 { String::new() } else { format!(":{}", request.port) };
    let text = format!("GET {} HTTP/1.1\r\nHost: {}{port}\r\n\r\n", request.path, request.host);
    conn.get_mut().write_all(text.as_bytes())?;

    let (mut status, mut head) = read_head(&mut conn)?;
    while status / 100 == 1 {
        // "Continue", "Early Hints": the reply to our request is still to come.
        (status, head) = read_head(&mut conn)?;
    }
    out.write_all(&head)?;
    copy_body(&mut conn, status, &head, out)?;

    if let (301 | 302 | 303 | 307 | 308, Some(target)) = (status, values(&head, "location").first()) {
        let tls = if target.starts_with("https:") { " (needs TLS)" } else { "" };
        eprintln!("redirect to {target}{tls}");
    }
    Ok(())
}

/// The status, and the lines up to the empty one, each ended with LF.
fn read_head(conn: &mut impl BufRead) -> io::Result<(u64, Vec<u8>)> {
    let (mut room, mut line, mut head) = (MAX_HEAD, Vec::new(), Vec::new());
    let outcome = read_line(conn, &mut room, &mut line);
    // What does not begin like HTTP is not HTTP, whether it then closes, falls silent or never ends its line.
    if line.iter().zip(b"HTTP/").any(|(came, wanted)| came != wanted) {
        return Err(ErrorKind::InvalidData.into());
    }
    outcome?;
    // The second word counts. The reason behind it may be anything, also nothing.
    let status = number(String::from_utf8_lossy(&line).split(' ').nth(1).unwrap_or(""), 10)?;
    while !line.is_empty() {
        head.append(&mut line);
        head.push(b'\n');
        read_line(conn, &mut room, &mut line)?;
    }
    head.push(b'\n');
    Ok((status, head))
}

/// The values of every header of this name, which is given in small letters.
fn values(head: &[u8], name: &str) -> Vec<String> {
    let text = String::from_utf8_lossy(head);
    let headers = text.lines().skip(1).filter_map(|line| line.split_once(':'));
    headers.filter(|header| header.0.eq_ignore_ascii_case(name)).map(|header| header.1.trim().to_string()).collect()
}

/// Copies the body to `out`, and stops where it ends: the first of these rules that fits says where that is.
fn copy_body(conn: &mut impl BufRead, status: u64, head: &[u8], out: &mut impl Write) -> io::Result<()> {
    let mut room = MAX_BODY;
    if matches!(status, 204 | 304) {
        return Ok(());
    }
    if values(head, "transfer-encoding").iter().any(|coding| coding.eq_ignore_ascii_case("chunked")) {
        return copy_chunks(conn, &mut room, out);
    }
    let mut lengths = values(head, "content-length");
    lengths.dedup();
    match &lengths[..] {
        [length] => copy_exactly(conn, number(length, 10)?, &mut room, out),
        [_, ..] => Err(ErrorKind::InvalidData.into()),
        [] => {
            io::copy(&mut conn.take(room), out)?;
            if conn.fill_buf()?.is_empty() { Ok(()) } else { Err(ErrorKind::FileTooLarge.into()) }
        }
    }
}

fn copy_chunks(conn: &mut impl BufRead, room: &mut u64, out: &mut impl Write) -> io::Result<()> {
    let (mut size, mut line) = (1, Vec::new());
    while size > 0 {
        let mut line_room = MAX_HEAD;
        read_line(conn, &mut line_room, &mut line)?;
        // Sixteen is written "10" here. What stands behind a semicolon is for others.
        size = number(String::from_utf8_lossy(&line).split(';').next().unwrap_or("").trim(), 16)?;
        copy_exactly(conn, size, room, out)?;
        // Each chunk has a line end of its own. After the last chunk, the empty one, trailers may stand before it.
        read_line(conn, &mut line_room, &mut line)?;
        while size == 0 && !line.is_empty() {
            read_line(conn, &mut line_room, &mut line)?;
        }
        if !line.is_empty() {
            return Err(ErrorKind::InvalidData.into());
        }
    }
    Ok(())
}

/// Copies `count` bytes, piece by piece as they come: the count is only a claim, nothing is reserved for it.
fn copy_exactly(conn: &mut impl BufRead, count: u64, room: &mut u64, out: &mut impl Write) -> io::Result<()> {
    let copied = io::copy(&mut conn.take(count.min(*room)), out)?;
    *room -= copied;
    match copied {
        _ if copied == count => Ok(()),
        _ if *room == 0 => Err(ErrorKind::FileTooLarge.into()),
        _ => Err(ErrorKind::UnexpectedEof.into()),
    }
}

/// Reads a line into `line`, without its end, which is CRLF or LF alone. What it takes is subtracted from `room`.
fn read_line(conn: &mut impl BufRead, room: &mut u64, line: &mut Vec<u8>) -> io::Result<()> {
    line.clear();
    let count = conn.take(*room).read_until(b'\n', line)?;
    *room -= count as u64;
    if !line.ends_with(b"\n") {
        return Err(if *room == 0 { ErrorKind::FileTooLarge.into() } else { ErrorKind::UnexpectedEof.into() });
    }
    line.pop();
    if line.ends_with(b"\r") {
        line.pop();
    }
    Ok(())
}

/// A number written in digits alone. One that fits no `u64` is larger than every limit, which is all we need to know.
fn number(digits: &str, radix: u32) -> io::Result<u64> {
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return Err(ErrorKind::InvalidData.into());
    }
    Ok(u64::from_str_radix(digits, radix).unwrap_or(u64::MAX))
}

/// A connection to the first address that answers, each tried for at most `timeout`.
fn connect(addr: &str, timeout: Duration) -> io::Result<TcpStream> {
    let mut last_error = io::Error::new(ErrorKind::NotFound, "the name has no address");
    for candidate in resolve(addr)? {
        match TcpStream::connect_timeout(&candidate, timeout) {
            Ok(conn) => {
                conn.set_read_timeout(Some(timeout))?;
                return Ok(conn);
            }
            Err(error) => last_error = error,
        }
    }
    Err(last_error)
}

// ─── Given: the same in the exercise ─────────────────────────────────────────────────────────────────────────────────

/// At most this many bytes of headers, and of body.
const MAX_HEAD: u64 = 64 * 1024;
const MAX_BODY: u64 = 16 * 1024 * 1024;

/// What the arguments ask for: `HOST[:PORT][/PATH] [--connect ADDR]`.
struct Request {
    /// An IPv6 address stands in brackets.
    host: String,
    port: u16,
    /// Begins with `/`.
    path: String,
    /// `HOST:PORT` to connect to.
    connect: String,
}

fn main() -> ExitCode {
    let (request, timeout) = match arguments(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("{problem}\nusage: http-get HOST[:PORT][/PATH] [--connect ADDR] [--timeout MS]");
            return ExitCode::from(2);
        }
    };
    match get(&request, timeout, &mut io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("http-get: {}: {} ({error})", request.connect, token(&error));
            ExitCode::FAILURE
        }
    }
}

/// The request, and the longest silence. Two seconds unless `--timeout` says otherwise.
fn arguments(mut args: impl Iterator<Item = String>) -> Result<(Request, Duration), String> {
    let (mut url, mut connect, mut timeout) = (None, None, Duration::from_secs(2));
    while let Some(arg) = args.next() {
        if arg == "--timeout" {
            let ms = args.next().ok_or("--timeout needs a number of milliseconds")?;
            timeout = match ms.parse() {
                Ok(ms) if ms > 0 => Duration::from_millis(ms),
                _ => return Err(format!("--timeout {ms}: not a number of milliseconds above 0")),
            };
        } else if arg == "--connect" {
            connect = Some(args.next().ok_or("--connect needs an address")?);
        } else if arg.starts_with("--") || url.is_some() || !arg.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(format!("{arg:?}: not expected here"));
        } else {
            url = Some(arg);
        }
    }
    let url = url.ok_or("HOST is missing")?;
    let (authority, path) = url.split_at(url.find('/').unwrap_or(url.len()));
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (authority, "80"),
    };
    let port = port.parse().map_err(|_| format!("{port:?}: not a port"))?;
    let connect = connect.unwrap_or(format!("{host}:{port}"));
    let path = if path.is_empty() { "/" } else { path };
    Ok((Request { host: host.to_string(), port, path: path.to_string(), connect }, timeout))
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
        ErrorKind::UnexpectedEof => "closed early",
        ErrorKind::InvalidData => "bad reply",
        ErrorKind::FileTooLarge => "too long",
        _ => "failed",
    }
}
