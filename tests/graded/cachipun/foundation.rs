//! What cachipún needs of the student's own `framing`: in a few strokes, not the whole of that exercise.

use std::io::{self, ErrorKind, IoSlice, Read, Write};

/// Whether frames that come in any pieces are read, ends are told apart, and a frame leaves in one write.
pub fn framing_holds() -> bool {
    let two = b"\0\0\0\x02{}\0\0\0\0";
    let mut pieces = OneByteAtATime(two);
    let mut read = || framing::read_frame(&mut pieces);
    let whole = matches!(read(), Ok(Some(first)) if first == b"{}")
        && matches!(read(), Ok(Some(second)) if second.is_empty())
        && matches!(read(), Ok(None));
    let fails_with =
        |mut bytes: &[u8], kind| matches!(framing::read_frame(&mut bytes), Err(error) if error.kind() == kind);
    let ends = fails_with(b"\0\0", ErrorKind::UnexpectedEof)
        && fails_with(b"\0\0\0\x03ab", ErrorKind::UnexpectedEof)
        && fails_with(b"\0\x01\0\x01", ErrorKind::InvalidData);
    let mut writes = Writes::default();
    whole && ends && framing::write_frame(&mut writes, b"{}").is_ok() && writes.0 == [b"\0\0\0\x02{}"]
}

/// A stream that gives a byte for each read.
struct OneByteAtATime(&'static [u8]);

impl Read for OneByteAtATime {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = buffer.len().min(1);
        self.0.read(&mut buffer[..count])
    }
}

/// Each write by itself.
#[derive(Default)]
struct Writes(Vec<Vec<u8>>);

impl Write for Writes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.push(bytes.to_vec());
        Ok(bytes.len())
    }

    /// Several slices in one call are one write.
    fn write_vectored(&mut self, slices: &[IoSlice]) -> io::Result<usize> {
        self.write(&slices.iter().flat_map(|slice| slice.to_vec()).collect::<Vec<u8>>())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
