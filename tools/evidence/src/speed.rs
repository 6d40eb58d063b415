//! `speed`: what the workbook promises about time, each promise beside the least that the same work takes in the same run.
//!
//! Times are worth something only on a machine that does nothing else; the load at the beginning is said with them.

mod class;
mod companion;
mod crates;
mod graded;
mod row;

use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use lexopt::prelude::*;

const USAGE: &str = "\
usage: cargo run -- speed [--rounds N] [ROW…]

  --rounds N         edits per exercise, 5 unless it is said; all figures are medians

rows, all unless some are named:
  first-verdict      from a save to the first verdict on a rule, beside `cargo build -p`
  all-verdicts       the same to the verdicts on all rules
  compile-error      from the save of what does not compile to what the compiler says
  list               `cargo lab list`
  rustlings          all verdicts beside `rustlings run`, if that is installed
  graded-tests       all graded tests on all solutions, built
  waits              how long a single graded test waits for a clock
  crates             registry crates of a fresh `cargo test` and `cargo lab`
  submission         one more submission of a class, beside what rustc needs for its files
";

const ROWS: [&str; 9] = [
    "first-verdict",
    "all-verdicts",
    "compile-error",
    "list",
    "rustlings",
    "graded-tests",
    "waits",
    "crates",
    "submission",
];

/// What is to be measured.
struct Asked {
    rounds: usize,
    rows: Vec<String>,
}

impl Asked {
    fn wants(&self, row: &str) -> bool {
        self.rows.is_empty() || self.rows.iter().any(|asked| asked == row)
    }
}

pub fn run(mut arguments: lexopt::Parser) -> Result<bool, Box<dyn Error>> {
    let mut asked = Asked { rounds: 5, rows: Vec::new() };
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("help") | Short('h') => {
                print!("{USAGE}");
                return Ok(true);
            }
            Long("rounds") => asked.rounds = arguments.value()?.parse()?,
            Value(row) => asked.rows.push(row.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    if let Some(unknown) = asked.rows.iter().find(|row| !ROWS.contains(&row.as_str())) {
        return Err(format!("no row {unknown:?}\n\n{USAGE}").into());
    }
    if asked.rounds == 0 {
        return Err("--rounds: at least 1".into());
    }
    let processors = thread::available_parallelism()?;
    let load = std::fs::read_to_string("/proc/loadavg").ok();
    let load = load.as_deref().and_then(|load| load.split_whitespace().next()).unwrap_or("unknown");
    println!("{processors} processors, load {load} at the beginning; medians of {} edits\n", asked.rounds);
    let mut rows = companion::measure(&asked)?;
    rows.extend(graded::measure(&asked)?);
    if asked.wants("crates") {
        rows.extend(crates::count()?);
    }
    if asked.wants("submission") {
        rows.extend(class::measure()?);
    }
    Ok(row::tell(&rows))
}

/// What cargo says on stdout when it is called in a folder. What goes wrong is shown as it says it.
fn cargo(folder: &Path, arguments: &[&str]) -> Result<String, Box<dyn Error>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo).args(arguments).current_dir(folder).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("cargo {}: it failed", arguments.join(" ")).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
