//! Tokio: a task for each client on one thread, and a semaphore that knows how many places are free.

use std::io;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::WriteHalf;
use tokio::net::{TcpListener, TcpStream, lookup_host};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

const LONGEST: usize = 65_536;

pub fn main() -> ExitCode {
    let (mut addr, mut clients, mut limit) = (None, 64, 60_000);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--clients" => clients = args.next().and_then(|n| n.parse().ok()).unwrap_or(clients),
            "--timeout" => limit = args.next().and_then(|n| n.parse().ok()).unwrap_or(limit),
            _ => addr = Some(arg),
        }
    }
    let Some(addr) = addr else {
        return ExitCode::from(2);
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let Err(words) = runtime.block_on(serve(&addr, clients, Duration::from_millis(limit)));
    eprintln!("{addr}: {words}");
    ExitCode::FAILURE
}

async fn serve(addr: &str, clients: usize, limit: Duration) -> Result<std::convert::Infallible, String> {
    let found: Vec<_> = lookup_host(addr).await.map_err(|_| "unknown name")?.collect();
    let listener = TcpListener::bind(&found[..]).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => "address in use".to_string(),
        _ => error.to_string(),
    })?;
    println!("listening on {}", listener.local_addr().map_err(|error| error.to_string())?);
    let places = Arc::new(Semaphore::new(clients));
    loop {
        let Ok((mut conn, _)) = listener.accept().await else {
            sleep(Duration::from_millis(10)).await;
            continue;
        };
        match Arc::clone(&places).try_acquire_owned() {
            Ok(place) => drop(tokio::spawn(async move {
                let _ = talk(&mut conn, limit).await;
                drop(conn);
                drop(place);
            })),
            Err(_) => drop(conn.write_all(b"full\n").await),
        }
    }
}

async fn talk(conn: &mut TcpStream, limit: Duration) -> io::Result<()> {
    let (input, mut output) = conn.split();
    let mut input = BufReader::new(input);
    let mut line = Vec::new();
    loop {
        let piece = timeout(limit, input.fill_buf()).await??;
        if piece.is_empty() {
            send(&mut output, &line, limit).await?;
            return output.shutdown().await;
        }
        let end = piece.iter().position(|byte| *byte == b'\n').map_or(piece.len(), |at| at + 1);
        line.extend_from_slice(&piece[..end]);
        input.consume(end);
        if line.len() > LONGEST {
            send(&mut output, b"too long\n", limit).await?;
            output.shutdown().await?;
            let mut scrap = vec![0; 16 * 1024];
            let drain = async { while input.read(&mut scrap).await.is_ok_and(|count| count > 0) {} };
            let _ = timeout(Duration::from_millis(500), drain).await;
            return Ok(());
        }
        if line.ends_with(b"\n") {
            send(&mut output, &line, limit).await?;
            line.clear();
        }
    }
}

/// Sends all of it, as long as some of it is taken within the limit.
async fn send(output: &mut WriteHalf<'_>, mut bytes: &[u8], limit: Duration) -> io::Result<()> {
    while !bytes.is_empty() {
        let count = timeout(limit, output.write(bytes)).await??;
        bytes = &bytes[count..];
    }
    Ok(())
}
