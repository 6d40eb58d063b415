//! A correct asynchronous client: tokio, with a time limit around each read. It sends `Host` with the port also when
//! the port is 80, which RFC 9110 §7.2 allows.

use std::io::{self, ErrorKind};
use std::process::ExitCode;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, Stdout};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

const HEAD: usize = 64 * 1024;
const BODY: u64 = 16 * 1024 * 1024;

enum Failure {
    BadReply,
    ClosedEarly,
    TooLong,
    UnknownName,
    Io(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Io(error)
    }
}

impl Failure {
    fn token(&self) -> &'static str {
        match self {
            Failure::BadReply => "bad reply",
            Failure::ClosedEarly => "closed early",
            Failure::TooLong => "too long",
            Failure::UnknownName => "unknown name",
            Failure::Io(error) => match error.kind() {
                ErrorKind::ConnectionRefused => "connection refused",
                ErrorKind::ConnectionReset | ErrorKind::BrokenPipe => "connection reset",
                ErrorKind::TimedOut => "timed out",
                _ => "failed",
            },
        }
    }
}

struct Client {
    stream: TcpStream,
    silence: Duration,
    /// Read from the network, and not yet used.
    ahead: Vec<u8>,
    stdout: Stdout,
    /// How much more body is allowed.
    room: u64,
}

pub fn main() -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("no runtime: {error}");
            return ExitCode::FAILURE;
        }
    };
    let code = runtime.block_on(start());
    // A name that is still being looked up must not hold us.
    runtime.shutdown_background();
    code
}

async fn start() -> ExitCode {
    let (mut url, mut connect, mut ms) = (String::new(), None, 2000);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--connect" => connect = args.next(),
            "--timeout" => ms = args.next().and_then(|ms| ms.parse().ok()).unwrap_or(ms),
            _ => url = arg,
        }
    }
    let cut = url.find('/').unwrap_or(url.len());
    let (mut host, path) = (url[..cut].to_string(), if cut < url.len() { &url[cut..] } else { "/" });
    if host.ends_with(']') || !host.contains(':') {
        host.push_str(":80");
    }
    let connect = connect.unwrap_or_else(|| host.clone());
    match get(&host, path, &connect, Duration::from_millis(ms)).await {
        Ok(Some(target)) if target.starts_with("https:") => eprintln!("redirect to {target} (needs TLS)"),
        Ok(Some(target)) => eprintln!("redirect to {target}"),
        Ok(None) => {}
        Err(failure) => {
            eprintln!("http-get {url}: {}", failure.token());
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// Limits how long `action` may take.
async fn within<T>(limit: Duration, action: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    timeout(limit, action).await.unwrap_or_else(|_| Err(ErrorKind::TimedOut.into()))
}

async fn get(host: &str, path: &str, connect: &str, silence: Duration) -> Result<Option<String>, Failure> {
    let mut connected = Err(Failure::UnknownName);
    for addr in lookup_host(connect).await.map_err(|_| Failure::UnknownName)? {
        connected = within(silence, TcpStream::connect(addr)).await.map_err(Failure::Io);
        if connected.is_ok() {
            break;
        }
    }
    let mut client = Client { stream: connected?, silence, ahead: Vec::new(), stdout: tokio::io::stdout(), room: BODY };
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: tokio-get/1\r\n\r\n");
    client.stream.write_all(request.as_bytes()).await?;
    let outcome = client.reply().await;
    client.stdout.flush().await?;
    outcome
}

impl Client {
    /// Reads once more. `false`: the server has closed.
    async fn more(&mut self) -> Result<bool, Failure> {
        let Client { stream, ahead, silence, .. } = self;
        // `read_buf` fills what the vector has free, and that alone would be little.
        ahead.reserve(64 * 1024);
        Ok(within(*silence, stream.read_buf(ahead)).await? > 0)
    }

    /// The next line without its end; at most `budget` bytes, from which it is subtracted.
    async fn line(&mut self, budget: &mut usize) -> Result<Vec<u8>, Failure> {
        let mut searched = 0;
        loop {
            if let Some(at) = self.ahead[searched..].iter().position(|byte| *byte == b'\n') {
                let count = searched + at + 1;
                *budget = budget.checked_sub(count).ok_or(Failure::TooLong)?;
                let mut line: Vec<u8> = self.ahead.drain(..count).collect();
                line.pop();
                if line.ends_with(b"\r") {
                    line.pop();
                }
                return Ok(line);
            }
            searched = self.ahead.len();
            if searched > *budget {
                return Err(Failure::TooLong);
            }
            if !self.more().await? {
                return Err(Failure::ClosedEarly);
            }
        }
    }

    async fn reply(&mut self) -> Result<Option<String>, Failure> {
        let (status, lines) = loop {
            let (status, lines) = self.head().await?;
            if status / 100 != 1 {
                break (status, lines);
            }
        };
        for line in &lines {
            self.stdout.write_all(line).await?;
            self.stdout.write_all(b"\n").await?;
        }
        self.stdout.write_all(b"\n").await?;

        let (mut chunked, mut length, mut location) = (false, None, None);
        for line in lines.iter().skip(1) {
            let line = String::from_utf8_lossy(line);
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "transfer-encoding" => chunked |= value.eq_ignore_ascii_case("chunked"),
                "content-length" if length.as_deref().is_some_and(|before| before != value) => {
                    return Err(Failure::BadReply);
                }
                "content-length" => length = Some(value.to_string()),
                "location" => location = location.or(Some(value.to_string())),
                _ => {}
            }
        }
        match (status, chunked, length) {
            (204 | 304, _, _) => {}
            (_, true, _) => self.chunks().await?,
            (_, false, Some(length)) => self.pass(digits(&length, 10)?).await?,
            (_, false, None) => self.rest().await?,
        }
        Ok(location.filter(|_| [301, 302, 303, 307, 308].contains(&status)))
    }

    async fn head(&mut self) -> Result<(u16, Vec<Vec<u8>>), Failure> {
        // Enough to see whether this is HTTP, before a line's end is waited for.
        while self.ahead.len() < 5 && b"HTTP/".starts_with(&self.ahead) {
            if !self.more().await? {
                return Err(Failure::ClosedEarly);
            }
        }
        if !self.ahead.starts_with(b"HTTP/") {
            return Err(Failure::BadReply);
        }
        let mut budget = HEAD;
        let first = self.line(&mut budget).await?;
        let text = String::from_utf8_lossy(&first);
        let code = text.split(' ').nth(1).unwrap_or("");
        if code.len() != 3 {
            return Err(Failure::BadReply);
        }
        let status = digits(code, 10)? as u16;
        let mut lines = vec![first];
        loop {
            let line = self.line(&mut budget).await?;
            if line.is_empty() {
                return Ok((status, lines));
            }
            lines.push(line);
        }
    }

    async fn chunks(&mut self) -> Result<(), Failure> {
        loop {
            let line = self.line(&mut { HEAD }).await?;
            let line = String::from_utf8_lossy(&line);
            let (size, _extension) = line.split_once(';').unwrap_or((&line, ""));
            match digits(size.trim(), 16)? {
                0 => break,
                size => self.pass(size).await?,
            }
            while self.ahead.len() < 2 && self.ahead != b"\n" {
                if !self.more().await? {
                    return Err(Failure::ClosedEarly);
                }
            }
            let end = if self.ahead[0] == b'\n' { 1 } else { 2 };
            if !matches!(&self.ahead[..end], b"\n" | b"\r\n") {
                return Err(Failure::BadReply);
            }
            self.ahead.drain(..end);
        }
        let mut budget = HEAD;
        while !self.line(&mut budget).await?.is_empty() {}
        Ok(())
    }

    /// Passes `count` bytes of body on to standard output.
    async fn pass(&mut self, mut count: u64) -> Result<(), Failure> {
        while count > 0 {
            if self.ahead.is_empty() && !self.more().await? {
                return Err(Failure::ClosedEarly);
            }
            if self.room == 0 {
                return Err(Failure::TooLong);
            }
            let most = count.min(self.room).min(self.ahead.len() as u64);
            self.stdout.write_all(&self.ahead[..most as usize]).await?;
            self.ahead.drain(..most as usize);
            self.room -= most;
            count -= most;
            if self.room == 0 && count > 0 {
                return Err(Failure::TooLong);
            }
        }
        Ok(())
    }

    /// Passes everything on until the server closes.
    async fn rest(&mut self) -> Result<(), Failure> {
        loop {
            if self.ahead.is_empty() && !self.more().await? {
                return Ok(());
            }
            if self.room == 0 {
                return Err(Failure::TooLong);
            }
            let most = self.room.min(self.ahead.len() as u64);
            self.stdout.write_all(&self.ahead[..most as usize]).await?;
            self.ahead.drain(..most as usize);
            self.room -= most;
        }
    }
}

fn digits(text: &str, radix: u32) -> Result<u64, Failure> {
    if text.is_empty() || text.chars().any(|letter| !letter.is_digit(radix)) {
        return Err(Failure::BadReply);
    }
    Ok(u64::from_str_radix(text, radix).unwrap_or(u64::MAX))
}
