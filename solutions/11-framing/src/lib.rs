//! The solution of `framing`: a length in front of each message says where it ends.
//!
//! Read it after your own functions pass. The comments stand where the mistakes live.

use std::io::{self, ErrorKind, Read, Write};

/// The longest payload, in bytes.
const LIMIT: usize = 65_536;

/// Reads one frame and gives its payload; `None` where the stream ends between two frames.
pub fn read_frame(from: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    // Only here, before the first byte of a frame, is the end of the stream an ordinary end. So this byte is asked for
    // by itself: `read_exact` could not tell us whether the end came before the length or inside it.
    let mut length = [0; 4];
    loop {
        match from.read(&mut length[..1]) {
            Ok(0) => return Ok(None),
            Ok(_) => break,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        }
    }

    // A read gives what has come so far, perhaps one byte of three. `read_exact` asks again until all are there, and
    // takes nothing beyond. An end before that is `UnexpectedEof`.
    from.read_exact(&mut length[1..])?;
    let length = u32::from_be_bytes(length) as usize;

    // The length is a stranger's word: nothing is reserved or read before it was looked at.
    if length > LIMIT {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut payload = vec![0; length];
    from.read_exact(&mut payload)?;
    Ok(Some(payload))
}

/// Writes one frame around `payload`, in one write, and flushes.
pub fn write_frame(to: &mut impl Write, payload: &[u8]) -> io::Result<()> {
    if payload.len() > LIMIT {
        return Err(ErrorKind::InvalidData.into());
    }
    // Put together first, so that length and payload leave together.
    let mut frame = Vec::with_capacity(4 + payload.len());
    frame.extend_from_slice(&(payload.len() as u32).to_be_bytes());
    frame.extend_from_slice(payload);
    to.write_all(&frame)?;
    // The stream may have a buffer of its own, and whoever waits for this frame must not wait for it to fill.
    to.flush()
}
