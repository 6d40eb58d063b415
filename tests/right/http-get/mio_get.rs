//! A correct non-blocking client: mio, and a parser that is fed pieces of any size and never asks for one. A state says
//! what the next byte belongs to, so that a piece may end anywhere.

use std::io::{self, ErrorKind, Read, Write};
use std::net::ToSocketAddrs;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};

const MAX_HEAD: usize = 65_536;
const MAX_BODY: usize = 16_777_216;

/// Where in the reply the next byte stands.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Head,
    Counted(u64),
    UntilClose,
    ChunkSize,
    Chunk(u64),
    ChunkEnd,
    Trailers,
    Done,
}

/// Eats the bytes of a reply, and remembers what is to be printed.
struct Reply {
    state: State,
    /// The line that is being collected, of whatever part.
    line: Vec<u8>,
    /// Bytes of the lines of this part so far.
    line_bytes: usize,
    status: u16,
    head: Vec<Vec<u8>>,
    body_bytes: usize,
    print: Vec<u8>,
}

impl Reply {
    fn new() -> Reply {
        Reply {
            state: State::Head,
            line: Vec::new(),
            line_bytes: 0,
            status: 0,
            head: Vec::new(),
            body_bytes: 0,
            print: Vec::new(),
        }
    }

    /// Takes a piece. An error is one of the words of the exercise.
    fn eat(&mut self, mut piece: &[u8]) -> Result<(), &'static str> {
        while !piece.is_empty() && self.state != State::Done {
            let taken = match self.state {
                State::Counted(left) | State::Chunk(left) => {
                    let count = self.body(&piece[..piece.len().min(usize::try_from(left).unwrap_or(usize::MAX))])?;
                    let left = left - count as u64;
                    self.state = match self.state {
                        State::Chunk(_) if left == 0 => State::ChunkEnd,
                        State::Chunk(_) => State::Chunk(left),
                        _ if left == 0 => State::Done,
                        _ => State::Counted(left),
                    };
                    count
                }
                State::UntilClose => self.body(piece)?,
                _ => {
                    self.line_byte(piece[0])?;
                    1
                }
            };
            piece = &piece[taken..];
        }
        Ok(())
    }

    fn body(&mut self, bytes: &[u8]) -> Result<usize, &'static str> {
        let count = bytes.len().min(MAX_BODY - self.body_bytes);
        self.print.extend_from_slice(&bytes[..count]);
        self.body_bytes += count;
        if count < bytes.len() { Err("too long") } else { Ok(count) }
    }

    fn line_byte(&mut self, byte: u8) -> Result<(), &'static str> {
        self.line_bytes += 1;
        let in_status_line = self.state == State::Head && self.head.is_empty();
        if in_status_line && self.line.len() < 5 && byte != b"HTTP/"[self.line.len()] {
            return Err("bad reply");
        }
        if self.line_bytes > MAX_HEAD {
            return Err("too long");
        }
        if byte != b'\n' {
            self.line.push(byte);
            return Ok(());
        }
        if self.line.last() == Some(&b'\r') {
            self.line.pop();
        }
        let line = std::mem::take(&mut self.line);
        let text = String::from_utf8_lossy(&line).into_owned();
        match self.state {
            State::Head if self.head.is_empty() => {
                let code = text.split(' ').nth(1).unwrap_or("");
                self.status = number(code, 10).filter(|_| code.len() == 3).ok_or("bad reply")? as u16;
                self.head.push(line);
            }
            State::Head if line.is_empty() => self.head_is_complete()?,
            State::Head => self.head.push(line),
            State::ChunkSize => {
                let size = text.split(';').next().unwrap_or("").trim();
                self.state = match number(size, 16).ok_or("bad reply")? {
                    0 => State::Trailers,
                    size => State::Chunk(size),
                };
                self.line_bytes = 0;
            }
            State::ChunkEnd if line.is_empty() => self.state = State::ChunkSize,
            State::ChunkEnd => return Err("bad reply"),
            State::Trailers if line.is_empty() => self.state = State::Done,
            _ => {}
        }
        Ok(())
    }

    fn values(&self, wanted: &str) -> Vec<String> {
        let mut found = Vec::new();
        for line in &self.head[1..] {
            let line = String::from_utf8_lossy(line);
            let (name, value) = line.split_once(':').unwrap_or((&line, ""));
            if name.eq_ignore_ascii_case(wanted) {
                found.push(value.trim().to_string());
            }
        }
        found
    }

    fn head_is_complete(&mut self) -> Result<(), &'static str> {
        self.line_bytes = 0;
        if self.status / 100 == 1 {
            self.head.clear();
            return Ok(());
        }
        for line in &self.head {
            self.print.extend_from_slice(line);
            self.print.push(b'\n');
        }
        self.print.push(b'\n');
        let lengths = self.values("content-length");
        self.state = if self.status == 204 || self.status == 304 {
            State::Done
        } else if self.values("transfer-encoding").iter().any(|coding| coding.eq_ignore_ascii_case("chunked")) {
            State::ChunkSize
        } else if let Some(length) = lengths.first() {
            if lengths.iter().any(|other| other != length) {
                return Err("bad reply");
            }
            match number(length, 10).ok_or("bad reply")? {
                0 => State::Done,
                length => State::Counted(length),
            }
        } else {
            State::UntilClose
        };
        Ok(())
    }

    /// The server has closed.
    fn end(&mut self) -> Result<(), &'static str> {
        match self.state {
            State::UntilClose | State::Done => {
                self.state = State::Done;
                Ok(())
            }
            _ => Err("closed early"),
        }
    }
}

fn number(digits: &str, radix: u32) -> Option<u64> {
    let right = !digits.is_empty() && digits.bytes().all(|digit| char::from(digit).is_digit(radix));
    right.then(|| u64::from_str_radix(digits, radix).unwrap_or(u64::MAX))
}

pub fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let (mut url, mut connect, mut timeout) = (String::new(), None, Duration::from_secs(2));
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--connect" => connect = args.next(),
            "--timeout" => match args.next().and_then(|ms| ms.parse().ok()) {
                Some(ms) => timeout = Duration::from_millis(ms),
                None => return ExitCode::from(2),
            },
            _ => url = arg,
        }
    }
    let (host, path) = url.split_at(url.find('/').unwrap_or(url.len()));
    let bare = host.ends_with(']') || !host.contains(':');
    let connect = connect.unwrap_or(if bare { format!("{host}:80") } else { host.to_string() });
    let path = if path.is_empty() { "/" } else { path };
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n");
    let outcome = fetch(&connect, request.as_bytes(), timeout);
    if let Err(word) = outcome {
        eprintln!("{connect}: {word}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn fetch(connect: &str, request: &[u8], timeout: Duration) -> Result<(), &'static str> {
    let mut last = Err("unknown name");
    for addr in connect.to_socket_addrs().map_err(|_| "unknown name")? {
        let mut poll = Poll::new().map_err(|error| word(&error))?;
        last = TcpStream::connect(addr).map_err(|error| word(&error)).and_then(|mut stream| {
            let interest = Interest::READABLE | Interest::WRITABLE;
            poll.registry().register(&mut stream, Token(0), interest).map_err(|error| word(&error))?;
            wait_until_connected(&mut poll, &stream, timeout)?;
            Ok((poll, stream))
        });
        if last.is_ok() {
            break;
        }
    }
    let (mut poll, mut stream) = last?;
    let mut reply = Reply::new();
    let outcome = talk(&mut poll, &mut stream, request, timeout, &mut reply);
    show(&mut reply.print)?;
    outcome?;
    if let (301 | 302 | 303 | 307 | 308, Some(target)) = (reply.status, reply.values("location").first()) {
        let note = if target.starts_with("https:") { " (needs TLS)" } else { "" };
        eprintln!("redirect to {target}{note}");
    }
    Ok(())
}

fn wait_until_connected(poll: &mut Poll, stream: &TcpStream, timeout: Duration) -> Result<(), &'static str> {
    let (mut events, deadline) = (Events::with_capacity(4), Instant::now() + timeout);
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err("timed out");
        }
        wait(poll, &mut events, left)?;
        if let Ok(Some(error)) = stream.take_error() {
            return Err(word(&error));
        }
        if stream.peer_addr().is_ok() {
            return Ok(());
        }
    }
}

fn wait(poll: &mut Poll, events: &mut Events, limit: Duration) -> Result<(), &'static str> {
    match poll.poll(events, Some(limit)) {
        Err(error) if error.kind() != ErrorKind::Interrupted => Err(word(&error)),
        _ => Ok(()),
    }
}

/// Writes the request and feeds the reply, whatever is possible first.
fn talk(
    poll: &mut Poll,
    stream: &mut TcpStream,
    mut request: &[u8],
    timeout: Duration,
    reply: &mut Reply,
) -> Result<(), &'static str> {
    let (mut events, mut buffer) = (Events::with_capacity(4), [0; 10_000]);
    let mut deadline = Instant::now() + timeout;
    loop {
        while !request.is_empty() {
            match stream.write(request) {
                Ok(count) => request = &request[count..],
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(word(&error)),
            }
        }
        loop {
            match stream.read(&mut buffer) {
                Ok(0) => return reply.end(),
                Ok(count) => {
                    reply.eat(&buffer[..count])?;
                    show(&mut reply.print)?;
                    deadline = Instant::now() + timeout;
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(word(&error)),
            }
            if reply.state == State::Done {
                return Ok(());
            }
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err("timed out");
        }
        wait(poll, &mut events, left)?;
    }
}

fn show(bytes: &mut Vec<u8>) -> Result<(), &'static str> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes).and_then(|()| stdout.flush()).map_err(|_| "standard output is gone")?;
    bytes.clear();
    Ok(())
}

fn word(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::ConnectionRefused => "connection refused",
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => "connection reset",
        ErrorKind::TimedOut => "timed out",
        _ => "failed",
    }
}
