//! As much HTTP/1.1 as a book needs: one request a connection, its head bounded in size and time, and the check that it was
//! sent here. What is served is none of its business.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// The longest head of a request, in bytes.
const LONGEST_HEAD: usize = 16 * 1024;

/// The most header fields of a request.
const MOST_FIELDS: usize = 64;

/// How long a request may take to come, and an answer to be taken.
const TIME: Duration = Duration::from_secs(10);

/// A request that may be answered.
pub struct Request {
    pub is_head: bool,
    /// Without the query, as it was sent.
    pub path: String,
}

/// An answer's head.
pub struct Head<'a> {
    pub status: &'static str,
    pub kind: &'a str,
    pub fields: &'a [(&'a str, &'a str)],
}

impl Head<'_> {
    /// A few words, when there is nothing better.
    pub fn plain(status: &'static str) -> Head<'static> {
        Head { status, kind: "text/plain; charset=utf-8", fields: &[] }
    }
}

/// Nothing from anywhere else is loaded into a page, and nobody may frame it but itself. mdBook's own scripts and styles
/// stand in the page in part.
const POLICY: &str = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; \
                      img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// Reads a request. Only GET and HEAD, sent to an address of this machine, are let through: a page of another site that
/// has its name resolved to here (DNS rebinding) sends that name.
///
/// # Errors
/// The status of the refusal; `None` when there is nobody left to tell.
pub fn read(from: &mut TcpStream) -> Result<Request, Option<&'static str>> {
    let at = from.local_addr().map_err(|_| None)?;
    let deadline = Instant::now() + TIME;
    let mut head = Vec::new();
    let mut piece = [0; 2048];
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Some("408 Request Timeout"));
        }
        from.set_read_timeout(Some(left)).map_err(|_| None)?;
        match from.read(&mut piece) {
            Ok(0) => return Err(None),
            Ok(count) => head.extend_from_slice(&piece[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => continue,
            Err(_) => return Err(None),
        }
        if let Some(request) = parse(&head, at)? {
            return Ok(request);
        }
        if head.len() > LONGEST_HEAD {
            return Err(Some("431 Request Header Fields Too Large"));
        }
    }
}

/// `None` if the head is not whole yet.
fn parse(head: &[u8], at: SocketAddr) -> Result<Option<Request>, Option<&'static str>> {
    let mut fields = [httparse::EMPTY_HEADER; MOST_FIELDS];
    let mut parsed = httparse::Request::new(&mut fields);
    match parsed.parse(head) {
        Ok(httparse::Status::Complete(_)) => {}
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(_) => return Err(Some("400 Bad Request")),
    }
    let mut hosts = parsed.headers.iter().filter(|field| field.name.eq_ignore_ascii_case("host"));
    let host = match (hosts.next(), hosts.next()) {
        (Some(host), None) => std::str::from_utf8(host.value).unwrap_or_default(),
        _ => return Err(Some("400 Bad Request")),
    };
    if !is_here(host, at) {
        return Err(Some("403 Forbidden"));
    }
    let is_head = match parsed.method {
        Some("GET") => false,
        Some("HEAD") => true,
        _ => return Err(Some("405 Method Not Allowed")),
    };
    let target = parsed.path.unwrap_or_default();
    Ok(Some(Request { is_head, path: target.split(['?', '#']).next().unwrap_or_default().to_owned() }))
}

fn is_here(host: &str, at: SocketAddr) -> bool {
    // A browser leaves out the port that is usual for http.
    let (name, port) = host.rsplit_once(':').unwrap_or((host, "80"));
    let is_name = name.eq_ignore_ascii_case("localhost") || name.parse() == Ok(at.ip());
    is_name && port.parse() == Ok(at.port())
}

/// Sends an answer; of one to a HEAD only its head.
pub fn send(to: &mut TcpStream, head: &Head, body: &[u8], is_head: bool) -> io::Result<()> {
    begin(to, head, Some(body.len()))?;
    if !is_head {
        to.write_all(body)?;
    }
    to.flush()?;
    // What was sent after the request is read, so that closing does not become a reset that takes the answer along.
    to.shutdown(Shutdown::Write)?;
    to.set_read_timeout(Some(Duration::from_millis(200)))?;
    let mut rest = [0; 1024];
    while matches!(to.read(&mut rest), Ok(count) if count > 0) {}
    Ok(())
}

/// Sends the head of an answer. Without a length it goes on until the connection ends.
pub fn begin(to: &mut TcpStream, head: &Head, length: Option<usize>) -> io::Result<()> {
    to.set_write_timeout(Some(TIME))?;
    let mut text = format!("HTTP/1.1 {}\r\ncontent-type: {}\r\n", head.status, head.kind);
    if let Some(length) = length {
        text += &format!("content-length: {length}\r\n");
    }
    if head.status.starts_with("405") {
        text += "allow: GET, HEAD\r\n";
    }
    for (name, value) in head.fields {
        text += &format!("{name}: {value}\r\n");
    }
    text += &format!("content-security-policy: {POLICY}\r\n");
    text += "x-content-type-options: nosniff\r\nreferrer-policy: no-referrer\r\ncache-control: no-cache\r\n";
    text += "connection: close\r\n\r\n";
    to.write_all(text.as_bytes())
}
