//! A correct client of another build: a thread reads from the network and hands pieces over a channel, the main thread
//! waits for each with a limit. The reply's bytes are pulled out of the pieces as they are needed.

use std::io::{ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

type Outcome<T> = Result<T, &'static str>;

/// What a reply has said about the end of its body.
enum Framing {
    Nothing,
    Chunks,
    Length(u64),
    Close,
}

/// The bytes of a connection, in order.
struct Source {
    pieces: Receiver<Outcome<Vec<u8>>>,
    silence: Duration,
    ready: Vec<u8>,
}

impl Source {
    /// Waits for at least one byte. `false`: the stream has ended.
    fn refill(&mut self) -> Outcome<bool> {
        if !self.ready.is_empty() {
            return Ok(true);
        }
        match self.pieces.recv_timeout(self.silence) {
            Ok(piece) => self.ready = piece?,
            Err(RecvTimeoutError::Timeout) => return Err("timed out"),
            Err(RecvTimeoutError::Disconnected) => return Ok(false),
        }
        Ok(true)
    }

    /// At least one byte and at most `most`; nothing at the end of the stream.
    fn some(&mut self, most: u64) -> Outcome<Vec<u8>> {
        self.refill()?;
        let most = usize::try_from(most).unwrap_or(usize::MAX).min(self.ready.len());
        let rest = self.ready.split_off(most);
        Ok(std::mem::replace(&mut self.ready, rest))
    }

    /// Appends to `line` up to and with LF, and then takes the line's end off.
    fn line(&mut self, line: &mut Vec<u8>, budget: &mut usize) -> Outcome<()> {
        loop {
            if !self.refill()? {
                return Err("closed early");
            }
            let end = self.ready.iter().position(|byte| *byte == b'\n');
            let wanted = end.map_or(self.ready.len(), |end| end + 1);
            let taken = wanted.min(*budget);
            line.extend(self.ready.drain(..taken));
            *budget -= taken;
            if taken < wanted || (*budget == 0 && end.is_none()) {
                return Err("too long");
            }
            if end.is_some() {
                line.pop();
                if line.last() == Some(&b'\r') {
                    line.pop();
                }
                return Ok(());
            }
        }
    }
}

pub fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1)).cloned();
    let Some(url) = args.first() else {
        eprintln!("HOST is missing");
        return ExitCode::from(2);
    };
    let (authority, path) = match url.split_once('/') {
        Some((authority, path)) => (authority.to_string(), format!("/{path}")),
        None => (url.clone(), "/".to_string()),
    };
    let with_port = authority.rsplit(']').next().unwrap_or("").contains(':');
    let connect = option("--connect").unwrap_or(if with_port { authority.clone() } else { format!("{authority}:80") });
    let timeout = option("--timeout").and_then(|ms| ms.parse().ok()).unwrap_or(2000);
    match fetch(&authority, &path, &connect, Duration::from_millis(timeout)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(token) => {
            eprintln!("{url}: {token}");
            ExitCode::FAILURE
        }
    }
}

fn fetch(authority: &str, path: &str, connect: &str, timeout: Duration) -> Outcome<()> {
    let mut stream = Err("unknown name");
    for addr in connect.to_socket_addrs().map_err(|_| "unknown name")? {
        stream = TcpStream::connect_timeout(&addr, timeout).map_err(|error| word(&error));
        if stream.is_ok() {
            break;
        }
    }
    let mut stream = stream?;
    let request = format!("GET {path} HTTP/1.1\r\nAccept: */*\r\nHost: {authority}\r\n\r\n");
    stream.write_all(request.as_bytes()).map_err(|error| word(&error))?;

    let (sender, pieces) = sync_channel(4);
    std::thread::spawn(move || {
        let mut buffer = vec![0; 16 * 1024];
        loop {
            let piece = match stream.read(&mut buffer) {
                Ok(0) => return,
                Ok(count) => Ok(buffer[..count].to_vec()),
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => Err(word(&error)),
            };
            let last = piece.is_err();
            if sender.send(piece).is_err() || last {
                return;
            }
        }
    });
    let mut source = Source { pieces, silence: timeout, ready: Vec::new() };

    let (status, lines) = loop {
        let (status, lines) = head(&mut source)?;
        if !(100..=199).contains(&status) {
            break (status, lines);
        }
    };
    print(&lines.join(&b'\n'))?;
    print(b"\n\n")?;
    let headers: Vec<(String, String)> = lines[1..]
        .iter()
        .map(|line| String::from_utf8_lossy(line).into_owned())
        .filter_map(|line| line.split_once(':').map(|(name, value)| (name.to_lowercase(), value.trim().to_string())))
        .collect();

    let mut left = 16 << 20;
    match framing(status, &headers)? {
        Framing::Nothing => {}
        Framing::Length(length) => pass_on(&mut source, length, &mut left)?,
        Framing::Chunks => chunks(&mut source, &mut left)?,
        Framing::Close => loop {
            let piece = source.some(left.max(1))?;
            if piece.is_empty() {
                break;
            }
            if left == 0 {
                return Err("too long");
            }
            left -= piece.len() as u64;
            print(&piece)?;
        },
    }

    let target = headers.iter().find(|(name, _)| name == "location");
    if let (301..=303 | 307..=308, Some((_, target))) = (status, target) {
        eprintln!("redirect to {target}{}", if target.starts_with("https:") { " (needs TLS)" } else { "" });
    }
    Ok(())
}

fn head(source: &mut Source) -> Outcome<(u16, Vec<Vec<u8>>)> {
    let mut budget = 64 * 1024;
    let mut line = Vec::new();
    let outcome = source.line(&mut line, &mut budget);
    let common = line.len().min(5);
    if line[..common] != b"HTTP/"[..common] {
        return Err("bad reply");
    }
    outcome?;
    let mut words = line.splitn(3, |byte| *byte == b' ');
    let code = words.nth(1).unwrap_or(b"");
    if code.len() != 3 || !code.iter().all(u8::is_ascii_digit) {
        return Err("bad reply");
    }
    let status = code.iter().fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0'));
    let mut lines = Vec::new();
    while !line.is_empty() {
        lines.push(std::mem::take(&mut line));
        source.line(&mut line, &mut budget)?;
    }
    Ok((status, lines))
}

fn framing(status: u16, headers: &[(String, String)]) -> Outcome<Framing> {
    let all = |wanted: &'static str| headers.iter().filter(move |(name, _)| name == wanted).map(|(_, value)| value);
    if status == 204 || status == 304 {
        return Ok(Framing::Nothing);
    }
    if all("transfer-encoding").any(|value| value.to_lowercase().ends_with("chunked")) {
        return Ok(Framing::Chunks);
    }
    let lengths: Vec<&String> = all("content-length").collect();
    match lengths.first() {
        None => Ok(Framing::Close),
        Some(first) if lengths.iter().all(|length| length == first) => Ok(Framing::Length(digits(first, 10)?)),
        Some(_) => Err("bad reply"),
    }
}

/// A number of digits only, as large as they say or as large as a `u64` can be.
fn digits(text: &str, base: u32) -> Outcome<u64> {
    let mut number = 0_u64;
    for letter in text.chars() {
        let digit = letter.to_digit(base).ok_or("bad reply")?;
        number = number.saturating_mul(base.into()).saturating_add(digit.into());
    }
    if text.is_empty() { Err("bad reply") } else { Ok(number) }
}

fn chunks(source: &mut Source, left: &mut u64) -> Outcome<()> {
    loop {
        let (mut line, mut budget) = (Vec::new(), 64 * 1024);
        source.line(&mut line, &mut budget)?;
        let line = String::from_utf8_lossy(&line).into_owned();
        let size = digits(line.split_once(';').map_or(&line[..], |(size, _)| size).trim(), 16)?;
        if size == 0 {
            let mut trailer = vec![b' '];
            while !trailer.is_empty() {
                trailer.clear();
                source.line(&mut trailer, &mut budget)?;
            }
            return Ok(());
        }
        pass_on(source, size, left)?;
        let mut end = source.some(1)?;
        if end == b"\r" {
            end = source.some(1)?;
        }
        match &end[..] {
            b"\n" => {}
            b"" => return Err("closed early"),
            _ => return Err("bad reply"),
        }
    }
}

fn pass_on(source: &mut Source, mut count: u64, left: &mut u64) -> Outcome<()> {
    while count > 0 {
        if *left == 0 {
            return Err("too long");
        }
        let piece = source.some(count.min(*left))?;
        if piece.is_empty() {
            return Err("closed early");
        }
        count -= piece.len() as u64;
        *left -= piece.len() as u64;
        print(&piece)?;
    }
    Ok(())
}

fn print(bytes: &[u8]) -> Outcome<()> {
    let mut stdout = std::io::stdout();
    stdout.write_all(bytes).and_then(|()| stdout.flush()).map_err(|_| "standard output is gone")
}

fn word(error: &std::io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::ConnectionRefused => "connection refused",
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => "connection reset",
        ErrorKind::TimedOut | ErrorKind::WouldBlock => "timed out",
        _ => "failed",
    }
}
