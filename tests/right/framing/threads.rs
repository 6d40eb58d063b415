//! A thread reads frames, another writes answers, and a channel of a few places lies between them.

use std::io::{self, ErrorKind, IoSlice, Read, Write};
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread;

const LIMIT: u32 = 1 << 16;

/// Fills the buffer. False if the stream ended before the first byte.
fn fill(from: &mut impl Read, buffer: &mut [u8]) -> io::Result<bool> {
    let mut filled = 0;
    while filled < buffer.len() {
        match from.read(&mut buffer[filled..]) {
            Ok(0) if filled == 0 => return Ok(false),
            Ok(0) => return Err(io::Error::other("closed early")),
            Ok(count) => filled += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

fn read_all(frames: SyncSender<Vec<u8>>) -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut length = [0; 4];
    while fill(&mut input, &mut length)? {
        let length = u32::from_be_bytes(length);
        if length > LIMIT {
            return Err(io::Error::other("too long"));
        }
        let mut payload = vec![0; length as usize];
        if length > 0 && !fill(&mut input, &mut payload)? {
            return Err(io::Error::other("closed early"));
        }
        if frames.send(payload).is_err() {
            break;
        }
    }
    Ok(())
}

fn write_all(frames: Receiver<Vec<u8>>) -> io::Result<()> {
    for payload in frames {
        let length = (payload.len() as u32).to_be_bytes();
        let reversed: Vec<u8> = payload.into_iter().rev().collect();
        // Two pieces of memory, one write.
        let mut stdout = io::stdout().lock();
        let written = stdout.write_vectored(&[IoSlice::new(&length), IoSlice::new(&reversed)])?;
        let all = [&length[..], &reversed].concat();
        stdout.write_all(&all[written..])?;
        stdout.flush()?;
    }
    Ok(())
}

pub fn main() -> ExitCode {
    let (sender, receiver) = mpsc::sync_channel(4);
    let writer = thread::spawn(move || write_all(receiver));
    let read = read_all(sender);
    // What came before an end of any kind is answered first.
    let written = writer.join().unwrap_or_else(|_| Err(io::Error::other("the writer is gone")));
    match read.and(written) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("framing: {error}");
            ExitCode::FAILURE
        }
    }
}
