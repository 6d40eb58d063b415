//! tokio: the two halves of the connection are two tasks. Its standard input is a thread in disguise, so the runtime is
//! left without waiting for it.

use std::io::{self, ErrorKind};
use std::process::ExitCode;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, lookup_host};
use tokio::runtime::Builder;
use tokio::time::timeout;

pub fn main() -> ExitCode {
    let (addr, limit) = arguments();
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime can be built");
    let result = runtime.block_on(talk(&addr, limit));
    runtime.shutdown_background();
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", word(&error));
            ExitCode::FAILURE
        }
    }
}

async fn talk(addr: &str, limit: Duration) -> io::Result<()> {
    let (mut ear, mut mouth) = connect(addr, limit).await?.into_split();
    tokio::spawn(async move {
        if tokio::io::copy(&mut tokio::io::stdin(), &mut mouth).await.is_ok() {
            let _ = mouth.shutdown().await;
        }
        // Dropping this half would close it; when the peer is gone that is of no use to anybody.
    });
    let (mut screen, mut buffer) = (tokio::io::stdout(), vec![0; 32 * 1024]);
    loop {
        match ear.read(&mut buffer).await? {
            0 => return Ok(()),
            count => {
                screen.write_all(&buffer[..count]).await?;
                screen.flush().await?;
            }
        }
    }
}

async fn connect(addr: &str, limit: Duration) -> io::Result<TcpStream> {
    let mut result = Err(ErrorKind::NotFound.into());
    for candidate in lookup_host(addr).await.map_err(|error| io::Error::new(ErrorKind::NotFound, error))? {
        result = timeout(limit, TcpStream::connect(candidate)).await.unwrap_or(Err(ErrorKind::TimedOut.into()));
        if result.is_ok() {
            break;
        }
    }
    result
}

fn arguments() -> (String, Duration) {
    let (mut addr, mut timeout, mut args) = (String::new(), 2000, std::env::args().skip(1));
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--timeout" => timeout = args.next().and_then(|ms| ms.parse().ok()).unwrap_or(2000),
            _ => addr = arg,
        }
    }
    (addr, Duration::from_millis(timeout))
}

fn word(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::ConnectionRefused => "connection refused",
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => "connection reset",
        ErrorKind::TimedOut | ErrorKind::WouldBlock => "timed out",
        ErrorKind::NotFound => "unknown name",
        _ => "failed",
    }
}
