//! Frames with a single byte of length in front. With words as arguments it writes a frame for each of them to standard
//! output; without, it reads frames from standard input until the end.

use std::io::{self, ErrorKind, Read, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match if words.is_empty() { read_all(&mut io::stdin().lock()) } else { write_all(&words) } {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("frame-short: {error}");
            ExitCode::FAILURE
        }
    }
}

fn read_all(from: &mut impl Read) -> io::Result<()> {
    // `println!` would panic if nobody reads what it prints; `writeln!` says it.
    let mut out = io::stdout();
    while let Some(payload) = read_short(from)? {
        writeln!(out, "{} bytes  \"{}\"", payload.len(), payload.escape_ascii())?;
    }
    writeln!(out, "the end, between two frames")
}

// ANCHOR: read
/// The payload of the next frame; `None` if the stream ends before it.
fn read_short(from: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0];
    loop {
        match from.read(&mut length) {
            // Nothing of a frame has come yet: this is an ordinary end.
            Ok(0) => return Ok(None),
            Ok(_) => break,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        }
    }
    // From here on an end is an error: `read_exact` calls it `UnexpectedEof`.
    let mut payload = vec![0; usize::from(length[0])];
    from.read_exact(&mut payload)?;
    Ok(Some(payload))
}
// ANCHOR_END: read

fn write_all(words: &[String]) -> io::Result<()> {
    let mut to = io::stdout().lock();
    for word in words {
        write_short(&mut to, word.as_bytes())?;
    }
    Ok(())
}

// ANCHOR: write
fn write_short(to: &mut impl Write, payload: &[u8]) -> io::Result<()> {
    let Ok(length) = u8::try_from(payload.len()) else {
        return Err(io::Error::new(ErrorKind::InvalidData, "a payload has at most 255 bytes"));
    };
    // Length and payload together, in one write.
    to.write_all(&[&[length], payload].concat())?;
    to.flush()
}
// ANCHOR_END: write
