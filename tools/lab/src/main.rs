//! `cargo lab`: the student's companion, and the door to the workbook's other tools.
//!
//! Each command is a module with a function `run`. This file only chooses among them.

mod doctor;
mod door;
mod exercise;
mod explain;
mod grader;
mod handover;
mod hint;
mod lab;
mod list;
mod markdown;
mod overview;
mod peer;
mod problem;
mod progress;
mod report;
mod reset;
mod solution;
mod stopping;
mod talk;
mod terminal;
mod test;
mod trace;
mod watch;
mod words;

use std::collections::VecDeque;
use std::ffi::OsString;
use std::process::ExitCode;

use enchufe::words::Lang;

use crate::lab::Lab;
use crate::problem::Problem;
use crate::words::general;

/// A command: the rest of the command line, to an exit code. 0: done; 1: done, and the answer is no; 2: not done.
type Run = fn(&Lab, Vec<OsString>) -> Result<ExitCode, Problem>;

const COMMANDS: [(&str, Run); 14] = [
    ("list", list::run),
    ("test", test::run),
    ("hint", hint::run),
    ("explain", explain::run),
    ("trace", trace::run),
    ("run", exercise::run),
    ("peer", peer::run),
    ("talk", talk::run),
    ("reset", reset::run),
    ("solution", solution::run),
    ("doctor", doctor::run),
    ("book", door::book),
    ("play", door::play),
    ("grade", door::grade),
];

fn main() -> ExitCode {
    stopping::watch();
    let mut args: VecDeque<OsString> = std::env::args_os().skip(1).collect();
    let given = match language(&mut args) {
        Ok(given) => given,
        Err(problem) => return problem.tell(Lang::current()),
    };
    let lang = given.unwrap_or_else(Lang::current);
    let result = match args.front().and_then(|first| first.to_str()) {
        Some("--help" | "-h" | "help") => {
            terminal::print(general(lang).help);
            Ok(ExitCode::SUCCESS)
        }
        Some("--version" | "-V") => {
            terminal::print(concat!("enchufe ", env!("CARGO_PKG_VERSION"), "\n"));
            Ok(ExitCode::SUCCESS)
        }
        _ => Lab::open(given).and_then(|lab| run(&lab, args)),
    };
    stopping::no_further_while_leaving();
    result.unwrap_or_else(|problem| problem.tell(lang))
}

/// Takes `--lang en|es` from the beginning of the command line.
fn language(args: &mut VecDeque<OsString>) -> Result<Option<Lang>, Problem> {
    let first = args.front().and_then(|first| first.to_str()).unwrap_or_default();
    let given = match first.strip_prefix("--lang=") {
        Some(given) => given.to_owned(),
        None if first == "--lang" => {
            args.pop_front();
            args.front().and_then(|given| given.to_str()).unwrap_or_default().to_owned()
        }
        None => return Ok(None),
    };
    args.pop_front();
    let words = general(Lang::current());
    let known = Lang::ALL.into_iter().find(|lang| lang.code() == given);
    known.map(Some).ok_or_else(|| Problem::new((words.no_such_language)(&given)))
}

fn run(lab: &Lab, mut args: VecDeque<OsString>) -> Result<ExitCode, Problem> {
    let Some(first) = args.front().and_then(|first| first.to_str()) else {
        return watch::run(lab, args.into());
    };
    match COMMANDS.iter().find(|(name, _)| *name == first) {
        Some((_, command)) => {
            args.pop_front();
            command(lab, args.into())
        }
        // `cargo lab tcp-client`: the path through the exercises, from this one on.
        None if first.starts_with('-') || lab.find(first).is_ok() => watch::run(lab, args.into()),
        None => Err(Problem::new((general(lab.lang).no_such_command)(first)).advise("cargo lab --help")),
    }
}
