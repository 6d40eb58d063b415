//! What is said in the terminal, and what becomes of that where nobody can hear it.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};

use crate::stopping;
use crate::words::general;

/// A line on standard output. Whoever has closed it, as `| head -1` does, has heard enough, and everything else goes on:
/// a book is served, a check finds its exit code. Otherwise what cannot be said ends this program with 2.
pub fn say(line: impl Display) {
    let mut out = io::stdout().lock();
    let said = writeln!(out, "{line}").and_then(|()| out.flush());
    drop(out);
    if let Err(error) = said
        && error.kind() != ErrorKind::BrokenPipe
    {
        complain((general().unsaid)(&error));
        stopping::leave(2);
    }
}

/// A line on standard error. Where that cannot be written, there is nobody to be told so.
pub fn complain(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}
