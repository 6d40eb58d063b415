//! As much HTTP/1.1 as a page needs: one request a connection, its head bounded in size and time, and the check that it
//! comes from our own page. What is served is none of its business.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{IpAddr, Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// The longest head of a request, in bytes.
const LONGEST_HEAD: usize = 8 * 1024;

/// The most header fields of a request.
const MOST_FIELDS: usize = 64;

const PLAIN: (&str, &str) = ("content-type", "text/plain; charset=utf-8");

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    Malformed,
    /// It was not sent to an address of ours, or not by a page of ours.
    Stranger,
    NotFound,
    Method,
    TooSlow,
    TooLarge,
    /// The page's wire speaks WebSocket and nothing else.
    NoUpgrade,
    TooMany,
}

impl Refusal {
    fn status(self) -> &'static str {
        match self {
            Refusal::Malformed => "400 Bad Request",
            Refusal::Stranger => "403 Forbidden",
            Refusal::NotFound => "404 Not Found",
            Refusal::Method => "405 Method Not Allowed",
            Refusal::TooSlow => "408 Request Timeout",
            Refusal::NoUpgrade => "426 Upgrade Required",
            Refusal::TooLarge => "431 Request Header Fields Too Large",
            Refusal::TooMany => "503 Service Unavailable",
        }
    }

    fn fields(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Refusal::Method => &[PLAIN, ("allow", "GET, HEAD")],
            Refusal::NoUpgrade => &[PLAIN, ("upgrade", "websocket")],
            _ => &[PLAIN],
        }
    }
}

/// The head of a request.
#[derive(Debug)]
pub struct Request {
    pub method: String,
    /// Without the query.
    pub path: String,
    fields: Vec<(String, String)>,
    /// What came after the head.
    pub rest: Vec<u8>,
}

impl Request {
    /// The value of a field, by its name in small letters. `None` when it is missing, or there twice: then nobody can
    /// say which one holds.
    pub fn field(&self, name: &str) -> Option<&str> {
        let mut values = self.fields.iter().filter(|(field, _)| field == name).map(|(_, value)| value.as_str());
        let first = values.next()?;
        values.next().is_none().then_some(first)
    }

    /// The same request as the crate `http` has it, for the WebSocket handshake.
    pub fn for_handshake(&self) -> Option<tungstenite::handshake::server::Request> {
        let mut request = tungstenite::http::Request::builder().method(self.method.as_str()).uri(self.path.as_str());
        for (name, value) in &self.fields {
            request = request.header(name, value);
        }
        request.body(()).ok()
    }

    /// Whether it was sent to the address `at` on which it arrived. A page of another site that has its name resolved
    /// to this machine (DNS rebinding) sends that name.
    pub fn is_for(&self, at: SocketAddr) -> bool {
        let Some(host) = self.field("host") else { return false };
        if let Ok(address) = host.parse::<SocketAddr>() {
            return address.ip().to_canonical() == at.ip().to_canonical() && address.port() == at.port();
        }
        // A browser leaves out the port that is usual for http.
        let (name, port) = host.rsplit_once(':').unwrap_or((host, "80"));
        let same_host = match name.parse::<IpAddr>() {
            Ok(ip) => ip.to_canonical() == at.ip().to_canonical(),
            Err(_) => name.eq_ignore_ascii_case("localhost") && at.ip().to_canonical().is_loopback(),
        };
        same_host && port.parse() == Ok(at.port())
    }

    /// Whether a page of ours sent it: its origin is where the request went.
    pub fn is_from_our_page(&self) -> bool {
        match (self.field("origin"), self.field("host")) {
            (Some(origin), Some(host)) => origin.strip_prefix("http://") == Some(host),
            _ => false,
        }
    }
}

/// Reads the head of a request, all of it within `time`.
///
/// # Errors
///
/// `Some(Refusal)` when the sender should be told why; `None` when there is nobody left to tell.
pub fn read_request(from: &mut TcpStream, time: Duration) -> Result<Request, Option<Refusal>> {
    let deadline = Instant::now() + time;
    let mut head = Vec::new();
    let mut piece = [0; 1024];
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Some(Refusal::TooSlow));
        }
        from.set_read_timeout(Some(left)).map_err(|_| None)?;
        match from.read(&mut piece) {
            Ok(0) => return Err(None),
            Ok(count) => head.extend_from_slice(&piece[..count]),
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) if is_timeout(&error) => return Err(Some(Refusal::TooSlow)),
            Err(_) => return Err(None),
        }
        if let Some(request) = parse(&head)? {
            return Ok(request);
        }
        if head.len() > LONGEST_HEAD {
            return Err(Some(Refusal::TooLarge));
        }
    }
}

/// The request whose head `bytes` begins with, or `None` while it is not complete.
fn parse(bytes: &[u8]) -> Result<Option<Request>, Option<Refusal>> {
    let mut fields = [httparse::EMPTY_HEADER; MOST_FIELDS];
    let mut request = httparse::Request::new(&mut fields);
    let length = match request.parse(bytes) {
        Ok(httparse::Status::Partial) => return Ok(None),
        Ok(httparse::Status::Complete(length)) => length,
        Err(httparse::Error::TooManyHeaders) => return Err(Some(Refusal::TooLarge)),
        Err(_) => return Err(Some(Refusal::Malformed)),
    };
    if length > LONGEST_HEAD {
        return Err(Some(Refusal::TooLarge));
    }
    let target = request.path.unwrap_or_default();
    let path = target.split_once('?').map_or(target, |(path, _)| path);
    let fields = request
        .headers
        .iter()
        .map(|field| Some((field.name.to_ascii_lowercase(), std::str::from_utf8(field.value).ok()?.trim().to_owned())));
    Ok(Some(Request {
        method: request.method.unwrap_or_default().to_owned(),
        path: path.to_owned(),
        fields: fields.collect::<Option<_>>().ok_or(Some(Refusal::Malformed))?,
        rest: bytes[length..].to_vec(),
    }))
}

/// Whether a read or write took longer than it may. Systems call it by two names.
pub fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

/// A response with its status, fields and body.
pub struct Response<'a> {
    pub status: &'a str,
    pub fields: &'a [(&'a str, &'a str)],
    pub body: &'a [u8],
    /// For HEAD: the length is said, the body is not sent.
    pub head_only: bool,
}

impl Response<'_> {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = format!("HTTP/1.1 {}\r\n", self.status).into_bytes();
        let length = self.body.len().to_string();
        for (name, value) in [("connection", "close"), ("content-length", &length)].iter().chain(self.fields) {
            bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        }
        bytes.extend_from_slice(b"\r\n");
        if !self.head_only {
            bytes.extend_from_slice(self.body);
        }
        bytes
    }
}

/// Says at once that there are too many connections, and waits for nobody.
pub fn turn_away(mut stream: TcpStream) {
    let status = Refusal::TooMany.status();
    let response = Response { status, fields: &[PLAIN], body: b"too many connections\n", head_only: false };
    if stream.set_nonblocking(true).is_ok() {
        let _ = stream.write_all(&response.bytes());
    }
}

/// Sends a response and closes so that it arrives.
pub fn respond(mut to: TcpStream, response: &Response) -> io::Result<()> {
    to.write_all(&response.bytes())?;
    to.shutdown(Shutdown::Write)?;
    // To close while something lies unread is to reset, and a reset may cost the other side what it has not read yet.
    let deadline = Instant::now() + Duration::from_secs(1);
    let mut scrap = [0; 4096];
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(());
        }
        to.set_read_timeout(Some(left))?;
        match to.read(&mut scrap) {
            Ok(1..) => continue,
            _ => return Ok(()),
        }
    }
}

/// Says why a request is refused.
pub fn refuse(to: TcpStream, refusal: Refusal) -> io::Result<()> {
    let status = refusal.status();
    let body = format!("{status}\n");
    respond(to, &Response { status, fields: refusal.fields(), body: body.as_bytes(), head_only: false })
}
