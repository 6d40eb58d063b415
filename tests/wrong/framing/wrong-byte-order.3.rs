//! Leaves the order of the bytes to the machine, in both directions: it understands itself, and nobody else.
//!
//! fails: answers_a_frame_with_its_bytes_reversed, has_the_highest_byte_of_a_length_first

use std::io::{self, ErrorKind, Read, Write};
use std::process::ExitCode;

fn read_frame(from: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    if from.read(&mut length[..1])? == 0 {
        return Ok(None);
    }
    from.read_exact(&mut length[1..])?;
    // The machines of today have the lowest byte first.
    let length = u32::from_le_bytes(length) as usize;
    if length > 65_536 {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut payload = vec![0; length];
    from.read_exact(&mut payload)?;
    Ok(Some(payload))
}

fn write_frame(to: &mut impl Write, payload: &[u8]) -> io::Result<()> {
    let mut frame = (payload.len() as u32).to_le_bytes().to_vec();
    frame.extend_from_slice(payload);
    to.write_all(&frame)?;
    to.flush()
}

fn reverse_each(from: &mut impl Read, to: &mut impl Write) -> io::Result<()> {
    while let Some(mut payload) = read_frame(from)? {
        payload.reverse();
        write_frame(to, &payload)?;
    }
    Ok(())
}

pub fn main() -> ExitCode {
    match reverse_each(&mut io::stdin().lock(), &mut io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let words = match error.kind() {
                ErrorKind::UnexpectedEof => "closed early",
                ErrorKind::InvalidData => "too long",
                _ => "failed",
            };
            eprintln!("framing: {words} ({})", error.kind());
            ExitCode::FAILURE
        }
    }
}
