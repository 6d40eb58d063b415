//! Plain std, written with iterators, a `BufReader` and an error type of its own.

use std::fmt;
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::time::Duration;

enum Failure {
    UnknownName,
    Refused,
    Reset,
    TimedOut,
    Other(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        match error.kind() {
            ErrorKind::ConnectionRefused => Failure::Refused,
            ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => Failure::Reset,
            ErrorKind::TimedOut | ErrorKind::WouldBlock => Failure::TimedOut,
            _ => Failure::Other(error),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::UnknownName => f.write_str("unknown name"),
            Failure::Refused => f.write_str("connection refused"),
            Failure::Reset => f.write_str("connection reset"),
            Failure::TimedOut => f.write_str("timed out"),
            Failure::Other(error) => write!(f, "{error}"),
        }
    }
}

struct Options {
    addr: String,
    timeout: Duration,
}

impl Options {
    fn from_args() -> Option<Options> {
        let args: Vec<String> = std::env::args().skip(1).collect();
        let words: Vec<&str> = args.iter().map(String::as_str).collect();
        let (addr, ms) = match words[..] {
            [addr] => (addr, "2000"),
            [addr, "--timeout", ms] | ["--timeout", ms, addr] => (addr, ms),
            _ => return None,
        };
        let ms: u64 = ms.parse().ok().filter(|&ms| ms > 0)?;
        Some(Options { addr: addr.to_string(), timeout: Duration::from_millis(ms) })
    }
}

fn connect(options: &Options) -> Result<TcpStream, Failure> {
    let candidates = options.addr.to_socket_addrs().map_err(|_| Failure::UnknownName)?;
    let try_one =
        |candidate: SocketAddr| TcpStream::connect_timeout(&candidate, options.timeout).map_err(Failure::from);
    candidates.fold(Err(Failure::UnknownName), |so_far, candidate| so_far.or_else(|_| try_one(candidate)))
}

fn copy(conn: TcpStream, out: &mut impl Write) -> Result<u64, Failure> {
    let mut reader = BufReader::with_capacity(16 * 1024, conn);
    let mut total = 0;
    loop {
        let piece = match reader.fill_buf() {
            Ok([]) => return Ok(total),
            Ok(piece) => piece,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error.into()),
        };
        let count = piece.len();
        out.write_all(piece).and_then(|()| out.flush()).map_err(Failure::Other)?;
        reader.consume(count);
        total += count as u64;
    }
}

fn run(options: &Options) -> Result<u64, Failure> {
    let conn = connect(options)?;
    conn.set_read_timeout(Some(options.timeout))?;
    copy(conn, &mut io::stdout().lock())
}

pub fn main() -> ExitCode {
    let Some(options) = Options::from_args() else {
        eprintln!("usage: tcp-client ADDR [--timeout MS]");
        return ExitCode::from(2);
    };
    match run(&options) {
        Ok(total) => {
            eprintln!("{total} bytes from {}", options.addr);
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("{}: {failure}", options.addr);
            ExitCode::FAILURE
        }
    }
}
