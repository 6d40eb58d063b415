//! What is said in the terminal, and what becomes of that where nobody can hear it.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};

/// A line on standard output. Whoever has closed it, as `| head -1` does, has heard enough, and the game goes on.
///
/// # Errors
/// It cannot be written: the disk is full, for one.
pub fn say(line: impl Display) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match writeln!(out, "{line}").and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        said => said,
    }
}

/// A line on standard error. Where that cannot be written, there is nobody to be told so.
pub fn complain(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}
