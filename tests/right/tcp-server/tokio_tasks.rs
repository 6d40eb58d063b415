//! Tokio: a task for each client, collected in a `JoinSet`, on one thread.

use std::io::{self, ErrorKind};
use std::process::ExitCode;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, lookup_host};
use tokio::task::JoinSet;
use tokio::time::timeout;

pub fn main() -> ExitCode {
    let mut addr = None;
    let mut clients = 5u32;
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--clients" => clients = args.next().and_then(|n| n.parse().ok()).unwrap_or(clients),
            _ => addr = Some(arg),
        }
    }
    let Some(addr) = addr else {
        return ExitCode::from(2);
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    match runtime.block_on(serve(&addr, clients)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            eprintln!("{addr}: {words}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(addr: &str, clients: u32) -> Result<(), String> {
    let found: Vec<_> = lookup_host(addr).await.map_err(|_| "unknown name")?.collect();
    let listener = TcpListener::bind(&found[..]).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => "address in use".to_string(),
        _ => error.to_string(),
    })?;
    println!("listening on {}", listener.local_addr().map_err(|error| error.to_string())?);

    let mut greetings = JoinSet::new();
    for _ in 0..clients {
        let (client, _) = listener.accept().await.map_err(|error| error.to_string())?;
        greetings.spawn(thank(client));
        while greetings.try_join_next().is_some() {}
    }
    while greetings.join_next().await.is_some() {}
    Ok(())
}

async fn thank(mut client: TcpStream) -> io::Result<()> {
    client.write_all(b"Gracias por conectarte\n").await?;
    client.shutdown().await?;
    let mut scrap = [0; 4096];
    let drain = async {
        while client.read(&mut scrap).await? > 0 {}
        io::Result::Ok(())
    };
    timeout(Duration::from_millis(700), drain).await.unwrap_or(Ok(()))
}
