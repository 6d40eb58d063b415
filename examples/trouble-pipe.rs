//! Writes many lines to a standard output that may be closed: `trouble-pipe | head -n 1`.
//!
//! With `--println` it uses `println!`, which panics then.

use std::env;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    if env::args().nth(1).as_deref() == Some("--println") {
        for number in 0..100_000 {
            println!("{number}");
        }
        return ExitCode::SUCCESS;
    }
    match numbers() {
        Ok(()) => ExitCode::SUCCESS,
        // Nobody wants more: that is no failure of ours.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("trouble-pipe: {error}");
            ExitCode::FAILURE
        }
    }
}

// ANCHOR: numbers
fn numbers() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for number in 0..100_000 {
        writeln!(out, "{number}")?;
    }
    out.flush()
}
// ANCHOR_END: numbers
