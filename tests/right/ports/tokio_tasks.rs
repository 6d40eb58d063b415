//! tokio: a task for each port, and a semaphore that lets 128 of them through.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpStream, lookup_host};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::timeout;

fn port(text: &str) -> Option<u16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten().filter(|port| *port > 0)
}

/// What a port is, and its line if it is open.
async fn look(addresses: Arc<Vec<SocketAddr>>, port: u16, limit: Duration) -> (u16, &'static str, String) {
    let mut verdict = "closed";
    for address in addresses.iter() {
        let address = SocketAddr::new(address.ip(), port);
        match timeout(limit, TcpStream::connect(address)).await {
            Err(_) => verdict = "silent",
            Ok(Err(_)) => {}
            Ok(Ok(stream)) => {
                let local = stream.local_addr().expect("a connection has two ends");
                return (port, "open", format!("{port}\t{local}\t{address}"));
            }
        }
    }
    (port, verdict, String::new())
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let ms = args.get(3).and_then(|ms| ms.parse().ok()).unwrap_or(2000);
    let [host, range, ..] = &args[..] else { return ExitCode::from(2) };
    let ends: Option<Vec<u16>> = range.split('-').map(port).collect();
    let (first, last) = match ends.as_deref() {
        Some([first, last]) if first <= last => (*first, *last),
        _ => {
            eprintln!("ports: bad range");
            return ExitCode::from(2);
        }
    };
    let addresses: Vec<SocketAddr> = match lookup_host(format!("{host}:0")).await {
        Ok(addresses) => addresses.collect(),
        Err(error) => {
            eprintln!("ports: unknown name: {error}");
            return ExitCode::FAILURE;
        }
    };
    let (addresses, places) = (Arc::new(addresses), Arc::new(Semaphore::new(128)));
    let mut tasks = JoinSet::new();
    for port in first..=last {
        let place = Arc::clone(&places).acquire_owned().await.expect("the semaphore is never closed");
        let addresses = Arc::clone(&addresses);
        tasks.spawn(async move {
            let found = look(addresses, port, Duration::from_millis(ms)).await;
            drop(place);
            found
        });
    }
    let mut found = tasks.join_all().await;
    found.sort_unstable();
    found.iter().filter(|(_, verdict, _)| *verdict == "open").for_each(|(_, _, line)| println!("{line}"));
    let count = |wanted| found.iter().filter(|(_, verdict, _)| *verdict == wanted).count();
    eprintln!("{} open, {} closed, {} silent", count("open"), count("closed"), count("silent"));
    ExitCode::SUCCESS
}
