//! Passes standard input on in chunks, as a server does that does not know yet how long its page will be.

use std::io::{self, Read, Write};

fn main() -> io::Result<()> {
    let (mut page, mut wire) = (io::stdin().lock(), io::stdout().lock());

    // ANCHOR: chunks
    let mut piece = [0; 16];
    loop {
        let count = page.read(&mut piece)?;
        if count == 0 {
            break;
        }
        // The size in hexadecimal digits, the bytes, and a line end behind each of them.
        write!(wire, "{count:x}\r\n")?;
        wire.write_all(&piece[..count])?;
        wire.write_all(b"\r\n")?;
    }
    // A chunk of size 0 is the last. The empty line behind it belongs to the body too.
    wire.write_all(b"0\r\n\r\n")?;
    // ANCHOR_END: chunks
    wire.flush()
}
