//! Tokio: one task that receives, and a task for each answer.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::net::{UdpSocket, lookup_host};

async fn serve(addr: &str, greet: bool) -> io::Result<()> {
    let found: Vec<SocketAddr> = lookup_host(addr).await.map_err(|_| ErrorKind::NotFound)?.collect();
    let socket = Arc::new(UdpSocket::bind(&found[..]).await?);
    println!("listening on {}", socket.local_addr()?);
    let mut buffer = vec![0; 65_507];
    loop {
        let Ok((count, sender)) = socket.recv_from(&mut buffer).await else { continue };
        let answer = match greet {
            true => format!("Aquí va mi respuesta para {}.", sender.ip()).into_bytes(),
            false => buffer[..count].to_vec(),
        };
        let socket = Arc::clone(&socket);
        tokio::spawn(async move {
            if let Err(error) = socket.send_to(&answer, sender).await {
                eprintln!("{sender}: {error}");
            }
        });
    }
}

pub fn main() -> ExitCode {
    let (mut addr, mut greet) = (None, false);
    for arg in std::env::args().skip(1) {
        if arg == "--greet" { greet = true } else { addr = Some(arg) }
    }
    let Some(addr) = addr else {
        eprintln!("usage: udp-echo ADDR [--greet]");
        return ExitCode::from(2);
    };
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_io().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("failed: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(serve(&addr, greet)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let words = match error.kind() {
                ErrorKind::AddrInUse => "address in use",
                ErrorKind::NotFound => "unknown name",
                _ => "failed",
            };
            eprintln!("{addr}: {words}: {error}");
            ExitCode::FAILURE
        }
    }
}
