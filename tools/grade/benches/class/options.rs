//! What may be typed after `cargo bench --profile dev -- `.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::prelude::*;

pub const USAGE: &str = "\
  --sizes 10,50,100,200   how many students have handed in, one after the other
  --beside 5              so many of them are also compiled by rustc alone and tested by hand
  --seed 1                another class
  --jobs N                submissions at the same time (as many as processors)
  --keep DIR              a new folder, in which the class and its report stay";

#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    /// Each larger than the one before.
    pub sizes: Vec<usize>,
    pub beside: usize,
    pub seed: u64,
    pub jobs: usize,
    pub keep: Option<PathBuf>,
}

/// # Errors
/// What is wrong with them.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Options, String> {
    let jobs = std::thread::available_parallelism().map_or(2, usize::from);
    let mut options = Options { sizes: vec![10, 50, 100, 200], beside: 5, seed: 1, jobs, keep: None };
    let mut parser = lexopt::Parser::from_args(args);
    while let Some(arg) = parser.next().map_err(|error| error.to_string())? {
        let name = match &arg {
            // What cargo adds.
            Long("bench") => continue,
            Long(name) => format!("--{name}"),
            _ => return Err(arg.unexpected().to_string()),
        };
        let mut value = || parser.value().map_err(|error| error.to_string());
        match name.as_str() {
            "--sizes" => options.sizes = sizes(&value()?.to_string_lossy())?,
            "--beside" => options.beside = number(&name, value()?)?,
            "--seed" => options.seed = number(&name, value()?)?,
            "--jobs" => options.jobs = number(&name, value()?)?,
            "--keep" => options.keep = Some(value()?.into()),
            _ => return Err(format!("there is no option {name}")),
        }
    }
    if options.jobs == 0 {
        return Err("--jobs wants at least 1".to_owned());
    }
    match &options.keep {
        Some(folder) if folder.exists() => Err(format!("--keep: {} is there already", folder.display())),
        _ => Ok(options),
    }
}

fn sizes(text: &str) -> Result<Vec<usize>, String> {
    let sizes = text.split(',').map(|size| size.trim().parse().ok().filter(|&size| size > 0));
    let sizes: Option<Vec<usize>> = sizes.collect();
    sizes.filter(|sizes| sizes.is_sorted_by(|one, next| one < next)).ok_or_else(|| {
        format!("--sizes wants whole numbers with commas between, each larger than the one before, not {text}")
    })
}

fn number<T: std::str::FromStr>(option: &str, text: OsString) -> Result<T, String> {
    let text = text.to_string_lossy();
    text.parse().map_err(|_| format!("{option} wants a whole number, not {text}"))
}
