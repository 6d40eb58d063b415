//! Tokio: every wait is a future with a timeout around it, and the receiver writes through an asynchronous file.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;
use tokio::net::{UdpSocket, lookup_host};
use tokio::time::{Instant, timeout_at};

struct Options {
    ms: Duration,
    tries: u32,
    first: u32,
}

fn encode(kind: u8, number: u32, payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(12 + payload.len());
    bytes.extend(0x454e4348u32.to_be_bytes());
    bytes.extend(u16::from_be_bytes([kind, 0]).to_be_bytes());
    bytes.extend((payload.len() as u16).to_be_bytes());
    bytes.extend(number.to_be_bytes());
    bytes.extend(payload);
    bytes
}

fn decode(bytes: &[u8]) -> Option<(u8, u32, &[u8])> {
    let (magic, rest) = bytes.split_first_chunk::<4>()?;
    let ([kind, zero], rest) = rest.split_first_chunk::<2>()?;
    let (length, rest) = rest.split_first_chunk::<2>()?;
    let (number, payload) = rest.split_first_chunk::<4>()?;
    let fits = usize::from(u16::from_be_bytes(*length)) == payload.len()
        && payload.len() <= if *kind == 1 { 1024 } else { 0 }
        && (1..=3).contains(kind);
    (magic == b"ENCH" && *zero == 0 && fits).then(|| (*kind, u32::from_be_bytes(*number), payload))
}

async fn acknowledged(socket: &UdpSocket, peer: SocketAddr, number: u32) {
    let mut buffer = [0; 64];
    loop {
        if let Ok((count, from)) = socket.recv_from(&mut buffer).await {
            if from == peer && decode(&buffer[..count]) == Some((2, number, &[])) {
                return;
            }
        }
    }
}

async fn find(addr: &str) -> io::Result<SocketAddr> {
    let mut found = lookup_host(addr).await.map_err(|_| ErrorKind::NotFound)?;
    Ok(found.next().ok_or(ErrorKind::NotFound)?)
}

async fn send(file: &str, addr: &str, options: &Options) -> io::Result<(usize, usize, usize)> {
    let content = std::fs::read(file)?;
    let peer = find(addr).await?;
    let here = if peer.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
    let socket = UdpSocket::bind(here).await?;
    let (mut number, mut count, mut repeated) = (options.first, 0, 0);
    let parts = content.chunks(1000).map(|part| (1, part)).chain([(3, &[][..])]);
    'parts: for (kind, part) in parts {
        let datagram = encode(kind, number, part);
        for turn in 0..options.tries {
            socket.send_to(&datagram, peer).await?;
            count += 1;
            repeated += usize::from(turn > 0);
            let until = Instant::now() + options.ms * (1 << turn.min(3));
            if timeout_at(until, acknowledged(&socket, peer, number)).await.is_ok() {
                number = number.wrapping_add(1);
                continue 'parts;
            }
        }
        return Err(ErrorKind::TimedOut.into());
    }
    Ok((content.len(), count, repeated))
}

/// The next data or end, from the sender if there is one already.
async fn next(socket: &UdpSocket, sender: Option<SocketAddr>) -> (u8, u32, Vec<u8>, SocketAddr) {
    let mut buffer = [0; 2048];
    loop {
        let Ok((count, from)) = socket.recv_from(&mut buffer).await else { continue };
        if sender.is_none_or(|sender| sender == from) {
            if let Some((kind @ (1 | 3), number, payload)) = decode(&buffer[..count]) {
                return (kind, number, payload.to_vec(), from);
            }
        }
    }
}

async fn receive(addr: &str, file: &str, options: &Options) -> io::Result<(usize, usize, usize)> {
    let socket = UdpSocket::bind(find(addr).await?).await?;
    println!("listening on {}", socket.local_addr()?);
    let (mut content, mut places, mut count, mut repeated) = (Vec::new(), 0u32, 0, 0);
    let mut datagram = next(&socket, None).await;
    let sender = datagram.3;
    loop {
        let mut until = Instant::now() + options.ms * 30;
        let over = loop {
            let (kind, number, payload, _) = &datagram;
            let place = number.wrapping_sub(options.first);
            if place <= places {
                count += 1;
                repeated += usize::from(place < places);
                if place == places {
                    places += 1;
                    content.extend_from_slice(payload);
                }
                let is_end = place + 1 == places && *kind == 3;
                if is_end {
                    let beside = format!("{file}.new");
                    tokio::task::block_in_place(|| {
                        std::fs::write(&beside, &content).and_then(|()| std::fs::rename(&beside, file))
                    })?;
                }
                let _ = socket.send_to(&encode(2, *number, &[]), sender).await;
                break is_end;
            }
            match timeout_at(until, next(&socket, Some(sender))).await {
                Ok(came) => datagram = came,
                Err(_) => return Err(ErrorKind::TimedOut.into()),
            }
        };
        if over {
            break;
        }
        until = until.max(Instant::now() + options.ms * 30);
        datagram = timeout_at(until, next(&socket, Some(sender))).await.map_err(|_| ErrorKind::TimedOut)?;
    }
    // The end again, and whatever else is late.
    let until = Instant::now() + options.ms * 2;
    while let Ok((_, number, ..)) = timeout_at(until, next(&socket, Some(sender))).await {
        if number.wrapping_sub(options.first) < places {
            (count, repeated) = (count + 1, repeated + 1);
            let _ = socket.send_to(&encode(2, number, &[]), sender).await;
        }
    }
    Ok((content.len(), count, repeated))
}

pub fn main() -> ExitCode {
    let mut options = Options { ms: Duration::from_secs(2), tries: 10, first: 0 };
    let mut words = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut number = || args.next().and_then(|number| number.parse::<u32>().ok()).unwrap_or(1);
        match arg.as_str() {
            "--timeout" => options.ms = Duration::from_millis(number().into()),
            "--tries" => options.tries = number(),
            "--first" => options.first = number(),
            _ => words.push(arg),
        }
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.expect("a runtime can be built");
    let outcome = runtime.block_on(async {
        match &words[..] {
            [side, file, addr] if side == "send" => send(file, addr, &options).await,
            [side, addr, file] if side == "receive" => receive(addr, file, &options).await,
            _ => Err(ErrorKind::InvalidInput.into()),
        }
    });
    match outcome {
        Ok((bytes, datagrams, repeated)) => {
            eprintln!("{bytes} bytes, {datagrams} datagrams, {repeated} repeated");
            ExitCode::SUCCESS
        }
        Err(error) => {
            let words = match error.kind() {
                ErrorKind::TimedOut => "timed out",
                ErrorKind::AddrInUse => "address in use",
                ErrorKind::NotFound => "unknown name",
                _ => "failed",
            };
            eprintln!("{words}: {error}");
            ExitCode::FAILURE
        }
    }
}
