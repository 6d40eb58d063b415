//! Tokio: every wait is a future with a time limit around it.

use std::io::{self, ErrorKind};
use std::process::ExitCode;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, lookup_host};
use tokio::time;

enum Problem {
    UnknownName(io::Error),
    Network(io::Error),
    TooLong,
}

impl From<time::error::Elapsed> for Problem {
    fn from(_: time::error::Elapsed) -> Problem {
        Problem::TooLong
    }
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Problem {
        if error.kind() == ErrorKind::TimedOut { Problem::TooLong } else { Problem::Network(error) }
    }
}

async fn connect(addr: &str, limit: Duration) -> Result<TcpStream, Problem> {
    let candidates = lookup_host(addr).await.map_err(Problem::UnknownName)?;
    let mut problem = Problem::UnknownName(ErrorKind::NotFound.into());
    for candidate in candidates {
        match time::timeout(limit, TcpStream::connect(candidate)).await {
            Ok(Ok(conn)) => return Ok(conn),
            Ok(Err(error)) => problem = error.into(),
            Err(elapsed) => problem = elapsed.into(),
        }
    }
    Err(problem)
}

async fn run(addr: &str, limit: Duration) -> Result<(), Problem> {
    let mut conn = connect(addr, limit).await?;
    let mut stdout = tokio::io::stdout();
    let mut buffer = vec![0; 8192];
    loop {
        let count = time::timeout(limit, conn.read(&mut buffer)).await??;
        if count == 0 {
            return Ok(());
        }
        stdout.write_all(&buffer[..count]).await?;
        // Tokio's stdout writes in the background: what is not flushed can be lost when the program ends.
        stdout.flush().await?;
    }
}

async fn report(addr: String, limit: Duration) -> ExitCode {
    match run(&addr, limit).await {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Problem::TooLong) => eprintln!("{addr}: timed out after {limit:?}"),
        Err(Problem::UnknownName(error)) => eprintln!("{addr}: unknown name: {error}"),
        Err(Problem::Network(error)) => match error.kind() {
            ErrorKind::ConnectionRefused => eprintln!("{addr}: connection refused"),
            ErrorKind::ConnectionReset => eprintln!("{addr}: connection reset"),
            _ => eprintln!("{addr}: {error}"),
        },
    }
    ExitCode::FAILURE
}

pub fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let (mut addr, mut ms) = (None, 2000);
    while let Some(arg) = args.next() {
        if arg == "--timeout" {
            ms = args.next().and_then(|ms| ms.parse().ok()).unwrap_or(0);
        } else {
            addr = Some(arg);
        }
    }
    let Some(addr) = addr.filter(|_| ms > 0) else {
        eprintln!("usage: tcp-client ADDR [--timeout MS]");
        return ExitCode::from(2);
    };
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("no runtime: {error}");
            return ExitCode::FAILURE;
        }
    };
    runtime.block_on(report(addr, Duration::from_millis(ms)))
}
