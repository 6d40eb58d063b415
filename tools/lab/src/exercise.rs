//! `cargo lab run`: the student's program, by hand. It reads the student's keyboard and gets the student's ctrl-c, as
//! if it had been started without us.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use enchufe::catalog::Exercise;

use crate::handover::{self, hand_over, typed};
use crate::lab::Lab;
use crate::problem::Problem;
use crate::terminal;
use crate::words::{exercise as words_of, general};

pub fn run(lab: &Lab, args: Vec<OsString>) -> Result<ExitCode, Problem> {
    let words = words_of(lab.lang);
    let Some((exercise, args)) = read(lab, args)? else {
        terminal::print(words.help);
        return Ok(ExitCode::SUCCESS);
    };
    if !exercise.source().is_file() {
        let gone = (words.gone)(&lab.short(&exercise.source()));
        return Err(Problem::new(gone).advise(format!("cargo lab reset {}", exercise.slug)));
    }
    terminal::complain(&format!("{}\n", (words.plainly)(&plain_command(lab, exercise, &args))));
    let target = lab.kept().join("build").join("lab");
    let mut command = handover::cargo();
    command.arg("run");
    if handover::program(&target, &exercise.slug).exists() {
        // A rebuild takes no time that is worth a word. Warnings and errors are shown all the same.
        command.arg("--quiet");
    }
    command.arg("--manifest-path").arg(lab.root.join("Cargo.toml"));
    command.args(["--package", &exercise.slug, "--bin", &exercise.slug]);
    command.arg("--target-dir").arg(target).arg("--").args(args);
    let cannot_start = |error| (general(lab.lang).cannot_start)("cargo", &error);
    hand_over(&mut command).map_err(|error| Problem::new(cannot_start(error)).advise("cargo lab doctor"))
}

/// The exercise, and the arguments of its program. `None`: help is asked for.
fn read(lab: &Lab, args: Vec<OsString>) -> Result<Option<(&Exercise, Vec<OsString>)>, Problem> {
    let words = words_of(lab.lang);
    let misuse = |what: String| Problem::new(what).advise("cargo lab run --help");
    let mut args = args.into_iter();
    let name = match args.next() {
        Some(name) if name == "--help" || name == "-h" => return Ok(None),
        Some(name) if name.to_string_lossy().starts_with('-') => {
            return Err(misuse((general(lab.lang).not_expected)(&name.to_string_lossy())));
        }
        Some(name) => name.to_string_lossy().into_owned(),
        None => return Err(misuse(words.which_exercise.to_owned())),
    };
    let exercise = lab.find(&name)?;
    let mut rest: Vec<OsString> = args.collect();
    match rest.first().and_then(|first| first.to_str()) {
        Some("--") => {
            rest.remove(0);
        }
        Some(option) if option.starts_with('-') => {
            let again = typed(rest.iter().map(OsString::as_os_str));
            return Err(Problem::new((words.whose_option)(option, &exercise.slug))
                .advise(format!("cargo lab run {} -- {again}", exercise.slug)));
        }
        _ => {}
    }
    Ok(Some((exercise, rest)))
}

/// The cargo command that does the same, but for the folder in which it builds.
fn plain_command(lab: &Lab, exercise: &Exercise, args: &[OsString]) -> String {
    let mut words: Vec<&OsStr> = ["cargo", "run", "-p", &exercise.slug].map(OsStr::new).to_vec();
    let manifest = lab.root.join("Cargo.toml");
    if !is_in_the_workspace(lab) {
        words.extend([OsStr::new("--manifest-path"), manifest.as_os_str()]);
    }
    if !args.is_empty() {
        words.push(OsStr::new("--"));
        words.extend(args.iter().map(OsString::as_os_str));
    }
    typed(words)
}

/// Whether cargo, where the student is, takes the exercises for its workspace. Inside the workbook lie others.
fn is_in_the_workspace(lab: &Lab) -> bool {
    let Ok(here) = std::env::current_dir() else { return false };
    let is_workspace = |folder: &&Path| {
        fs::read_to_string(folder.join("Cargo.toml")).is_ok_and(|text| text.lines().any(|line| line == "[workspace]"))
    };
    let canonical = |path: &Path| fs::canonicalize(path).ok();
    here.ancestors().find(is_workspace).and_then(canonical) == canonical(&lab.root)
}
