//! Given: sends each frame back with its bytes in reverse order. What is yours is in `lib.rs`.
//!
//! *Dado: devuelve cada marco con sus bytes en orden inverso. Lo tuyo está en `lib.rs`.*

use std::io::{self, ErrorKind, Read, Write};
use std::process::ExitCode;

use framing::{read_frame, write_frame};

fn main() -> ExitCode {
    match reverse_each(&mut io::stdin().lock(), &mut io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Only the kind of an error can be asked for by whoever calls your functions, so only the kind is told.
            eprintln!("framing: {} ({})", token(&error), error.kind());
            ExitCode::FAILURE
        }
    }
}

/// Answers each frame with its bytes in reverse order, until the input ends between two frames.
///
/// *Responde cada marco con sus bytes en orden inverso, hasta que la entrada termina entre dos marcos.*
fn reverse_each(from: &mut impl Read, to: &mut impl Write) -> io::Result<()> {
    while let Some(mut payload) = read_frame(from)? {
        payload.reverse();
        write_frame(to, &payload)?;
    }
    Ok(())
}

/// The words of this workbook for an error.
///
/// *Las palabras de este cuaderno para un error.*
fn token(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::UnexpectedEof => "closed early",
        ErrorKind::InvalidData => "too long",
        _ => "failed",
    }
}
