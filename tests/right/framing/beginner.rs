//! Byte by byte, with an iterator that knows when the input is over, and a buffer that makes one write of many.

use std::io::{self, BufWriter, Read, Write};
use std::process::exit;

/// The next byte. Whoever asks here is inside a frame, where the input must not end.
fn next_byte(bytes: &mut impl Iterator<Item = io::Result<u8>>) -> u8 {
    match bytes.next() {
        Some(Ok(byte)) => byte,
        Some(Err(error)) => give_up(&error.to_string()),
        None => give_up("closed early"),
    }
}

fn give_up(why: &str) -> ! {
    eprintln!("I have to stop: {why}");
    exit(1)
}

pub fn main() {
    let mut bytes = io::stdin().lock().bytes();
    while let Some(first) = bytes.next() {
        let mut length = match first {
            Ok(byte) => byte as u64,
            Err(error) => give_up(&error.to_string()),
        };
        for _ in 0..3 {
            length = length * 256 + next_byte(&mut bytes) as u64;
        }
        if length > 65536 {
            give_up("too long");
        }

        let mut payload = Vec::new();
        for _ in 0..length {
            payload.push(next_byte(&mut bytes));
        }
        payload.reverse();

        // The buffer has room for a whole frame, so all of it leaves when it is flushed.
        let mut out = BufWriter::with_capacity(70_000, io::stdout().lock());
        for place in [24, 16, 8, 0] {
            out.write_all(&[(length >> place) as u8]).expect("a buffer takes a byte");
        }
        out.write_all(&payload).expect("the buffer is large enough");
        if out.flush().is_err() {
            give_up("nobody reads my output");
        }
    }
}
