//! A machine that is fed whatever has come, in pieces of any size, and gives out whole frames. It never waits itself.

use std::io::{self, ErrorKind, Read, Write};
use std::process::ExitCode;

const LIMIT: usize = 65_536;

#[derive(Default)]
struct Frames {
    /// What has come and belongs to no finished frame.
    waiting: Vec<u8>,
}

impl Frames {
    fn feed(&mut self, piece: &[u8]) {
        self.waiting.extend_from_slice(piece);
    }

    /// The next whole frame. `None` until more has come.
    fn next(&mut self) -> Result<Option<Vec<u8>>, &'static str> {
        let Some((length, rest)) = self.waiting.split_first_chunk() else { return Ok(None) };
        let length = u32::from_be_bytes(*length) as usize;
        if length > LIMIT {
            return Err("too long");
        }
        if rest.len() < length {
            return Ok(None);
        }
        let payload = rest[..length].to_vec();
        self.waiting.drain(..4 + length);
        Ok(Some(payload))
    }

    fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }
}

fn run() -> Result<(), String> {
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    let mut frames = Frames::default();
    let mut buffer = [0; 3000];
    loop {
        match input.read(&mut buffer) {
            Ok(0) if frames.is_empty() => return Ok(()),
            Ok(0) => return Err("closed early".to_string()),
            Ok(count) => frames.feed(&buffer[..count]),
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error.to_string()),
        }
        while let Some(payload) = frames.next()? {
            let length = (payload.len() as u32).to_be_bytes();
            let frame: Vec<u8> = length.into_iter().chain(payload.into_iter().rev()).collect();
            output.write_all(&frame).and_then(|()| output.flush()).map_err(|error| error.to_string())?;
        }
    }
}

pub fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}
