//! Evidence that the graded tests deserve trust. For whoever changes them; a class needs none of it.
//!
//! ```text
//! cd tools/evidence
//! cargo run -- matrix          # which test catches which wrong program, under which name
//! cargo run -- mutants         # the solutions with one operator changed: which are not caught
//! cargo run -- rounds 100      # right programs, again and again: how often one fails
//! cargo run -- surroundings    # the same on machines with something missing
//! cargo run -- speed           # the promises about time, each as a ratio to its floor
//! ```

#[path = "../../../tests/selfcheck/candidates.rs"]
mod candidates;
mod matrix;
mod mutants;
mod rounds;
mod speed;
mod surroundings;
#[path = "../../../tests/selfcheck/workshop.rs"]
mod workshop;

use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::prelude::*;

const USAGE: &str = "\
usage: cargo run -- COMMAND [OPTIONS]

  matrix         which test catches which wrong program, under which name
  mutants        the solutions with one operator changed: which are not caught
  rounds N       right programs, N times each: how often one fails
  surroundings   the same on machines with something missing
  speed          the promises about time, each as a ratio to its floor

COMMAND --help tells its options.
";

/// Where the workbook's own builds go.
fn target(part: &str) -> PathBuf {
    enchufe::root().join("target").join("enchufe").join("build").join(part)
}

fn main() -> ExitCode {
    let mut arguments = lexopt::Parser::from_env();
    let command = match arguments.next() {
        Ok(Some(Value(command))) => command.to_string_lossy().into_owned(),
        Ok(Some(Long("help") | Short('h'))) => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    let outcome = match command.as_str() {
        "matrix" => matrix::run(arguments),
        "mutants" => mutants::run(arguments),
        "rounds" => rounds::run(arguments),
        "surroundings" => surroundings::run(arguments),
        "speed" => speed::run(arguments),
        _ => {
            eprint!("no command {command:?}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}
