//! Many programs in one: the one that `ENCHUFE_MULTICALL` names is run, with the arguments as they are.

// Programs that are wrong on purpose may leave things unused; clippy would mend what must stay broken.
#![allow(warnings, clippy::all)]

use std::process::{ExitCode, Termination};

include!(concat!(env!("OUT_DIR"), "/programs.rs"));

fn main() -> ExitCode {
    match std::env::var("ENCHUFE_MULTICALL") {
        Ok(name) => run(&name),
        Err(_) => unknown(""),
    }
}

/// Ends as a real `main` with this result would.
fn report(result: impl Termination) -> ExitCode {
    result.report()
}

fn unknown(name: &str) -> ExitCode {
    eprintln!("ENCHUFE_MULTICALL={name}: no such program; set it to EXERCISE/NAME");
    ExitCode::from(3)
}
