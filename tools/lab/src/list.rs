//! `cargo lab list`: all exercises, and how far the student is. Grades nothing.

use std::ffi::OsString;
use std::process::ExitCode;

use enchufe::report::Colour;
use lexopt::Arg::{Long, Short};

use crate::lab::Lab;
use crate::overview;
use crate::problem::Problem;
use crate::progress::Progress;
use crate::terminal;
use crate::words;

pub fn run(lab: &Lab, args: Vec<OsString>) -> Result<ExitCode, Problem> {
    let words = words::overview(lab.lang);
    let mut args = lexopt::Parser::from_args(args);
    let usage = |error: lexopt::Error| Problem::usage(&error, "list", lab.lang);
    if let Some(arg) = args.next().map_err(usage)? {
        return match arg {
            Long("help") | Short('h') => {
                terminal::print(words.help);
                Ok(ExitCode::SUCCESS)
            }
            other => Err(usage(other.unexpected())),
        };
    }
    let progress = Progress::load(lab);
    let lines = overview::lines(lab, &progress, terminal::text_width(), Colour::of_stdout());
    let next = progress.next().map(|exercise| (words.next)(&format!("{:02} {}", exercise.number, exercise.slug)));
    let next = next.map(|next| format!("\n{next}\n")).unwrap_or_default();
    terminal::print(&format!("{}\n\n{}\n{next}", overview::title(lab, &progress), lines.join("\n")));
    Ok(ExitCode::SUCCESS)
}
