//! A beginner's correct client: one byte at a time from a buffered reader, a comment for every thought, and a polite
//! request with more headers than it needs, `host` among them in small letters.

use std::collections::HashMap;
use std::io::{self, BufReader, ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::process::exit;
use std::time::Duration;

/// Everything that can go wrong, in the words that the exercise wants.
enum Problem {
    Token(&'static str),
    Io(io::Error),
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        Problem::Io(error)
    }
}

impl Problem {
    fn words(&self) -> String {
        match self {
            Problem::Token(token) => token.to_string(),
            Problem::Io(error) => match error.kind() {
                ErrorKind::ConnectionRefused => "connection refused".to_string(),
                ErrorKind::ConnectionReset | ErrorKind::BrokenPipe => "connection reset".to_string(),
                ErrorKind::TimedOut | ErrorKind::WouldBlock => "timed out".to_string(),
                other => format!("failed: {other:?}"),
            },
        }
    }
}

type Conn = BufReader<TcpStream>;

pub fn main() {
    // First the arguments.
    let mut url = String::new();
    let mut connect_to = String::new();
    let mut timeout = 2000;
    let arguments: Vec<String> = std::env::args().collect();
    let mut i = 1;
    while i < arguments.len() {
        if arguments[i] == "--connect" && i + 1 < arguments.len() {
            connect_to = arguments[i + 1].clone();
            i += 2;
        } else if arguments[i] == "--timeout" && i + 1 < arguments.len() {
            timeout = arguments[i + 1].parse().unwrap_or(2000);
            i += 2;
        } else {
            url = arguments[i].clone();
            i += 1;
        }
    }
    // Then the parts of the address: everything before the first slash is the host and the port.
    let slash = url.find('/').unwrap_or(url.len());
    let host_and_port = url[..slash].to_string();
    let path = if slash < url.len() { url[slash..].to_string() } else { "/".to_string() };
    // An IPv6 address has colons inside its brackets. Only a colon after the bracket begins a port.
    let after_bracket = host_and_port.find(']').unwrap_or(0);
    let has_port = host_and_port[after_bracket..].contains(':');
    if connect_to.is_empty() {
        connect_to = if has_port { host_and_port.clone() } else { format!("{host_and_port}:80") };
    }

    let result = run(&host_and_port, &path, &connect_to, Duration::from_millis(timeout));
    // `exit` does not flush anything for us.
    let _ = io::stdout().flush();
    if let Err(problem) = result {
        eprintln!("http-get could not finish: {}", problem.words());
        exit(1);
    }
}

fn run(host: &str, path: &str, connect_to: &str, timeout: Duration) -> Result<(), Problem> {
    // Go through the addresses until one answers.
    let addresses = connect_to.to_socket_addrs().map_err(|_| Problem::Token("unknown name"))?;
    let mut stream = Err(Problem::Token("unknown name"));
    for address in addresses {
        stream = TcpStream::connect_timeout(&address, timeout).map_err(Problem::Io);
        if stream.is_ok() {
            break;
        }
    }
    let mut stream = stream?;
    stream.set_read_timeout(Some(timeout))?;

    // The whole request in one String and one write.
    let mut request = String::new();
    request.push_str(&format!("GET {path} HTTP/1.1\r\n"));
    request.push_str("user-agent: byte-by-byte\r\n");
    request.push_str("accept: */*\r\n");
    request.push_str(&format!("host:{host}\r\n"));
    request.push_str("connection: close\r\n");
    request.push_str("\r\n");
    stream.write_all(request.as_bytes())?;

    // Read heads until one is not of the 1xx family.
    let mut conn = BufReader::new(stream);
    let mut output = io::stdout().lock();
    loop {
        let (status, headers, text) = head(&mut conn)?;
        if (100..200).contains(&status) {
            continue;
        }
        output.write_all(&text)?;
        body(&mut conn, status, &headers, &mut output)?;
        // Redirects are only told.
        if [301, 302, 303, 307, 308].contains(&status) && headers.contains_key("location") {
            let target = &headers["location"][0];
            eprint!("redirect to {target}");
            if target.starts_with("https:") {
                eprint!(" (needs TLS)");
            }
            eprintln!();
        }
        return Ok(());
    }
}

/// One more byte, or `None` at the end of the stream.
fn byte(conn: &mut Conn) -> Result<Option<u8>, Problem> {
    let mut one = [0];
    loop {
        match conn.read(&mut one) {
            Ok(0) => return Ok(None),
            Ok(_) => return Ok(Some(one[0])),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// One line, without its end. `budget` is how many bytes it may take.
fn line(conn: &mut Conn, budget: &mut usize) -> Result<Vec<u8>, Problem> {
    let mut text = Vec::new();
    loop {
        if *budget == 0 {
            return Err(Problem::Token("too long"));
        }
        match byte(conn)? {
            None => return Err(Problem::Token("closed early")),
            Some(b'\n') => break,
            Some(other) => text.push(other),
        }
        *budget -= 1;
    }
    if text.last() == Some(&b'\r') {
        text.pop();
    }
    Ok(text)
}

type Headers = HashMap<String, Vec<String>>;

fn head(conn: &mut Conn) -> Result<(u32, Headers, Vec<u8>), Problem> {
    // The first five bytes are always the same. If they are not, it is not HTTP.
    for wanted in *b"HTTP/" {
        match byte(conn)? {
            None => return Err(Problem::Token("closed early")),
            Some(came) if came != wanted => return Err(Problem::Token("bad reply")),
            Some(_) => {}
        }
    }
    let mut budget = 64 * 1024 - 5;
    let first = line(conn, &mut budget)?;
    let words: Vec<String> = first.split(|b| *b == b' ').map(|w| String::from_utf8_lossy(w).into_owned()).collect();
    let is_status = words.len() > 1 && words[1].len() == 3 && words[1].chars().all(|c| c.is_ascii_digit());
    if !is_status {
        return Err(Problem::Token("bad reply"));
    }
    let status = words[1].parse().expect("three digits are a number");
    let mut text = b"HTTP/".to_vec();
    text.extend(&first);
    text.push(b'\n');
    let mut headers = Headers::new();
    loop {
        let next = line(conn, &mut budget)?;
        text.extend(&next);
        text.push(b'\n');
        if next.is_empty() {
            return Ok((status, headers, text));
        }
        if let Some(colon) = next.iter().position(|b| *b == b':') {
            let name = String::from_utf8_lossy(&next[..colon]).to_lowercase();
            let value = String::from_utf8_lossy(&next[colon + 1..]).trim().to_string();
            headers.entry(name).or_default().push(value);
        }
    }
}

/// Copies `count` bytes, but never more than are left of the 16 MiB.
fn copy(conn: &mut Conn, mut count: u64, left: &mut u64, output: &mut impl Write) -> Result<(), Problem> {
    let mut buffer = [0; 5000];
    while count > 0 {
        if *left == 0 {
            return Err(Problem::Token("too long"));
        }
        let wanted = count.min(*left).min(buffer.len() as u64) as usize;
        match conn.read(&mut buffer[..wanted]) {
            Ok(0) => return Err(Problem::Token("closed early")),
            Ok(came) => {
                output.write_all(&buffer[..came])?;
                count -= came as u64;
                *left -= came as u64;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn body(conn: &mut Conn, status: u32, headers: &Headers, output: &mut impl Write) -> Result<(), Problem> {
    let mut left = 16 * 1024 * 1024;
    if status == 204 || status == 304 {
        return Ok(());
    }
    let chunked = match headers.get("transfer-encoding") {
        Some(codings) => codings.iter().any(|coding| coding.to_lowercase().contains("chunked")),
        None => false,
    };
    if chunked {
        loop {
            let size = line(conn, &mut 4096)?;
            let size = String::from_utf8_lossy(&size).to_string();
            let digits = size.split(';').next().unwrap_or("").trim_end();
            // `from_str_radix` would take a plus sign.
            if digits.is_empty() || digits.chars().any(|c| !c.is_ascii_hexdigit()) {
                return Err(Problem::Token("bad reply"));
            }
            let size = u64::from_str_radix(digits, 16).map_err(|_| Problem::Token("too long"))?;
            if size == 0 {
                break;
            }
            copy(conn, size, &mut left, output)?;
            // The end of the chunk: LF, or CR and LF.
            match byte(conn)? {
                Some(b'\n') => {}
                Some(b'\r') if byte(conn)? == Some(b'\n') => {}
                None => return Err(Problem::Token("closed early")),
                Some(_) => return Err(Problem::Token("bad reply")),
            }
        }
        // The trailers.
        let mut budget = 64 * 1024;
        while !line(conn, &mut budget)?.is_empty() {}
        return Ok(());
    }
    if let Some(lengths) = headers.get("content-length") {
        if lengths.iter().any(|length| length != &lengths[0]) {
            return Err(Problem::Token("bad reply"));
        }
        if lengths[0].is_empty() || lengths[0].chars().any(|c| !c.is_ascii_digit()) {
            return Err(Problem::Token("bad reply"));
        }
        // A number that does not fit is too long for certain.
        let length = lengths[0].parse().unwrap_or(u64::MAX);
        return copy(conn, length, &mut left, output);
    }
    match copy(conn, u64::MAX, &mut left, output) {
        // Here the end of the stream is the end of the body.
        Err(Problem::Token("closed early")) => Ok(()),
        // Exactly 16 MiB are allowed: it is too long only when there is one more.
        Err(Problem::Token("too long")) if byte(conn)?.is_none() => Ok(()),
        other => other,
    }
}
