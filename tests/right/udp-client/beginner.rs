//! As a careful beginner writes it: one socket for anybody, and a look at the sender of each datagram.

use std::io::Write;
use std::net::{SocketAddr, ToSocketAddrs, UdpSocket};
use std::process::exit;
use std::time::{Duration, Instant};

fn fail(words: &str) -> ! {
    eprintln!("{words}");
    exit(1)
}

/// The answer from `target`, if it comes in time.
fn wait_for(socket: &UdpSocket, target: SocketAddr, time: Duration) -> Option<Vec<u8>> {
    let begin = Instant::now();
    let mut buffer = vec![0u8; 70_000];
    while begin.elapsed() < time {
        let left = time.saturating_sub(begin.elapsed()).max(Duration::from_millis(1));
        socket.set_read_timeout(Some(left)).unwrap();
        // Errors are silence: the time ran out, or somebody says that the port is closed.
        if let Ok((count, sender)) = socket.recv_from(&mut buffer) {
            if sender == target {
                return Some(buffer[..count].to_vec());
            }
        }
    }
    None
}

pub fn main() {
    let mut words = Vec::new();
    let (mut timeout, mut tries) = (2000, 4);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--timeout" => timeout = args.next().and_then(|ms| ms.parse().ok()).unwrap_or(timeout),
            "--tries" => tries = args.next().and_then(|tries| tries.parse().ok()).unwrap_or(tries),
            _ => words.push(arg),
        }
    }
    let [addr, text] = &words[..] else {
        eprintln!("usage: udp-client ADDR TEXT [--timeout MS] [--tries N]");
        exit(2)
    };
    let Some(target) = addr.to_socket_addrs().ok().and_then(|mut found| found.next()) else { fail("unknown name") };
    let socket = match UdpSocket::bind(if target.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" }) {
        Ok(socket) => socket,
        Err(error) => fail(&error.to_string()),
    };
    for number in 0..tries {
        if let Err(error) = socket.send_to(text.as_bytes(), target) {
            if text.len() > 65_507 {
                fail("too long");
            }
            eprintln!("try {number}: {error}");
        }
        if let Some(answer) = wait_for(&socket, target, Duration::from_millis(timeout << number)) {
            let mut stdout = std::io::stdout();
            if stdout.write_all(&answer).and_then(|()| stdout.flush()).is_err() {
                fail("standard output is closed");
            }
            return;
        }
    }
    fail("timed out")
}
