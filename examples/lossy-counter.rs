//! Adds up what it is told, each order once, however often it comes: `lossy-counter ADDR`.
//!
//! An order is a datagram like `1 +500`: its number and an amount. The answer is `1 ok`.

use std::env;
use std::io;
use std::net::UdpSocket;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(addr) = env::args().nth(1) else {
        eprintln!("usage: lossy-counter ADDR");
        return ExitCode::from(2);
    };
    match serve(&addr) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("lossy-counter: {addr}: {error}");
            ExitCode::FAILURE
        }
    }
}

// ANCHOR: serve
fn serve(addr: &str) -> io::Result<()> {
    let socket = UdpSocket::bind(addr)?;
    println!("listening on {}", socket.local_addr()?);

    let (mut total, mut last) = (0_i64, 0_u32);
    let mut buffer = [0; 65_507];
    loop {
        let (count, sender) = match socket.recv_from(&mut buffer) {
            Ok(received) => received,
            Err(error) => {
                eprintln!("receiving: {error}");
                continue;
            }
        };
        // Not an order: as if it had never come.
        let Some((number, amount)) = order(&buffer[..count]) else { continue };
        // Ahead of its turn: without an answer it will come again.
        if number - 1 > last {
            continue;
        }
        if number - 1 == last {
            total = total.saturating_add(amount);
            last = number;
            println!("{number}: total {total}");
        } else {
            println!("{number}: again, total {total}");
        }
        // Also for one that was there before: perhaps it is our answer that was lost.
        if let Err(error) = socket.send_to(format!("{number} ok").as_bytes(), sender) {
            eprintln!("answering {sender}: {error}");
        }
    }
}
// ANCHOR_END: serve

/// Number and amount of `1 +500`, or `None` if it is anything else. Numbers begin at 1.
fn order(bytes: &[u8]) -> Option<(u32, i64)> {
    let (number, amount) = std::str::from_utf8(bytes).ok()?.split_once(" +")?;
    // Digits alone: `parse` would take a sign too.
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(number) || !is_number(amount) {
        return None;
    }
    let number = number.parse().ok().filter(|number| *number > 0)?;
    Some((number, amount.parse().ok()?))
}
