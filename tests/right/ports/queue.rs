//! Thirty-two threads, a queue of ports, a channel for the answers, and a map that keeps them in order.

use std::collections::BTreeMap;
use std::io::Write;
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

const THREADS: usize = 32;

fn number(text: &str) -> Option<u16> {
    let digits_only = !text.is_empty() && text.chars().all(|letter| letter.is_ascii_digit());
    if digits_only { text.parse().ok().filter(|number| *number != 0) } else { None }
}

fn arguments() -> Result<(String, Vec<u16>, Duration), String> {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    let mut timeout = 2000;
    if let Some(place) = words.iter().position(|word| word == "--timeout") {
        timeout = words.get(place + 1).and_then(|ms| ms.parse().ok()).ok_or("bad timeout")?;
        words.drain(place..place + 2);
    }
    let [host, range] = &words[..] else { return Err("usage: ports HOST FIRST-LAST [--timeout MS]".into()) };
    let ends: Vec<Option<u16>> = range.split('-').map(number).collect();
    match ends[..] {
        [Some(first), Some(last)] if first <= last => {
            Ok((host.clone(), (first..=last).collect(), Duration::from_millis(timeout)))
        }
        _ => Err(format!("bad range: {range}")),
    }
}

enum Found {
    Open(String),
    Closed,
    Silent,
}

fn look(addresses: &[SocketAddr], port: u16, timeout: Duration) -> Found {
    let mut answered = true;
    for mut address in addresses.iter().copied() {
        address.set_port(port);
        match TcpStream::connect_timeout(&address, timeout) {
            Ok(stream) => {
                let (here, there) = (stream.local_addr().unwrap(), stream.peer_addr().unwrap_or(address));
                return Found::Open(format!("{port}\t{here}\t{there}\n"));
            }
            Err(error) => answered &= error.kind() != std::io::ErrorKind::TimedOut,
        }
    }
    if answered { Found::Closed } else { Found::Silent }
}

pub fn main() -> ExitCode {
    let (host, ports, timeout) = match arguments() {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::from(2);
        }
    };
    let addresses: Vec<SocketAddr> = match format!("{host}:0").to_socket_addrs() {
        Ok(addresses) => addresses.collect(),
        Err(error) => {
            eprintln!("{host}: unknown name ({error})");
            return ExitCode::FAILURE;
        }
    };
    let (work, queue) = mpsc::channel();
    ports.iter().for_each(|port| work.send(*port).unwrap());
    drop(work);
    let (queue, addresses) = (Arc::new(Mutex::new(queue)), Arc::new(addresses));
    let (answer, answers) = mpsc::channel();
    for _ in 0..THREADS {
        let (queue, addresses, answer) = (Arc::clone(&queue), Arc::clone(&addresses), answer.clone());
        std::thread::spawn(move || {
            loop {
                let next = queue.lock().unwrap().recv();
                let Ok(port) = next else { break };
                answer.send((port, look(&addresses, port, timeout))).unwrap();
            }
        });
    }
    drop(answer);
    let found: BTreeMap<u16, Found> = answers.into_iter().collect();
    let mut lines = String::new();
    let (mut closed, mut silent) = (0, 0);
    for answer in found.values() {
        match answer {
            Found::Open(line) => lines += line,
            Found::Closed => closed += 1,
            Found::Silent => silent += 1,
        }
    }
    std::io::stdout().write_all(lines.as_bytes()).unwrap();
    eprintln!("scan of {host} done: {} open, {closed} closed, {silent} silent.", lines.lines().count());
    ExitCode::SUCCESS
}
