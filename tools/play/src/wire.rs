//! Frames on the game's TCP connection: a 4-byte big-endian length, then that many bytes. Used by the bridge. What the
//! bytes mean is the page's business.

use std::io::{self, ErrorKind, Read, Write};

/// The longest payload of a frame, in bytes.
pub const LONGEST: usize = 65_536;

/// Why no further frame will come.
#[derive(Debug)]
pub enum Ending {
    /// The stream ended between two frames.
    Closed,
    /// The stream ended inside a frame. `seen` is all of it that came, its length included.
    Inside { seen: Vec<u8> },
    /// A length above [`LONGEST`] was announced. Nothing after it was read.
    TooLong { header: [u8; 4] },
    /// The connection failed.
    Failed(ErrorKind),
}

/// Reads one frame and gives its payload. Memory grows with what came, not with what was announced.
pub fn read_frame(from: &mut impl Read) -> Result<Vec<u8>, Ending> {
    let mut seen = Vec::new();
    take(from, 4, &mut seen)?;
    let Ok(header) = <[u8; 4]>::try_from(&seen[..]) else {
        return Err(if seen.is_empty() { Ending::Closed } else { Ending::Inside { seen } });
    };
    // Compared as u32: a usize may be as short as 16 bits.
    let length = u32::from_be_bytes(header);
    if length > LONGEST as u32 {
        return Err(Ending::TooLong { header });
    }
    take(from, length as usize, &mut seen)?;
    if seen.len() < 4 + length as usize {
        return Err(Ending::Inside { seen });
    }
    Ok(seen.split_off(4))
}

/// Appends `count` bytes to `into`, or fewer when the stream ends before.
fn take(from: &mut impl Read, count: usize, into: &mut Vec<u8>) -> Result<(), Ending> {
    match from.by_ref().take(count as u64).read_to_end(into) {
        Ok(_) => Ok(()),
        // A reset inside a frame: what came before it is worth showing.
        Err(_) if !into.is_empty() => Ok(()),
        Err(error) => Err(Ending::Failed(error.kind())),
    }
}

/// The bytes of one frame: the length, then the payload.
///
/// `payload` must not be longer than [`LONGEST`].
pub fn frame(payload: &[u8]) -> Vec<u8> {
    debug_assert!(payload.len() <= LONGEST, "whoever sends has checked the length");
    [&(payload.len() as u32).to_be_bytes(), payload].concat()
}

/// Writes one frame in a single write: a program of 2019 reads the length with a single read.
pub fn write_frame(to: &mut impl Write, payload: &[u8]) -> io::Result<()> {
    to.write_all(&frame(payload))
}
