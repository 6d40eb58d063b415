//! `cargo lab book`, `play` and `grade`: tools with a workspace of their own, so that nobody compiles them who does not
//! use them. This is the door; what is behind it reads its own command line.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::SystemTime;

use crate::handover::{self, hand_over};
use crate::lab::Lab;
use crate::problem::Problem;
use crate::terminal;
use crate::words::{door as words_of, general};

pub fn book(lab: &Lab, args: Vec<OsString>) -> Result<ExitCode, Problem> {
    open(lab, "book", args)
}

pub fn play(lab: &Lab, args: Vec<OsString>) -> Result<ExitCode, Problem> {
    open(lab, "play", args)
}

pub fn grade(lab: &Lab, args: Vec<OsString>) -> Result<ExitCode, Problem> {
    open(lab, "grade", args)
}

/// Builds a tool if that is needed, and becomes it.
fn open(lab: &Lab, tool: &str, args: Vec<OsString>) -> Result<ExitCode, Problem> {
    let words = words_of(lab.lang);
    let folder = lab.root.join("tools").join(tool);
    let manifest = folder.join("Cargo.toml");
    if !manifest.is_file() {
        return Err(Problem::new((words.not_in_this_copy)(tool)).advise((words.instead)(tool)));
    }
    let target = lab.kept().join("build").join(tool);
    let program = handover::program(&target, tool);
    let mut command = handover::cargo();
    command.arg("run");
    if is_up_to_date(&program, &folder) {
        command.arg("--quiet");
    } else {
        let is_first = !program.exists();
        let says = if is_first { words.compiles_first } else { words.compiles_again };
        terminal::complain(&format!("{}\n", says(&lab.short(&folder))));
    }
    command.arg("--manifest-path").arg(manifest).arg("--target-dir").arg(target).arg("--").args(args);
    // What the system speaks a tool finds out itself, and the page of `play` rather asks the browser. What the variable
    // says is there already.
    if lab.lang_was_given {
        command.env("ENCHUFE_LANG", lab.lang.code());
    }
    let cannot_start = |error| (general(lab.lang).cannot_start)("cargo", &error);
    hand_over(&mut command).map_err(|error| Problem::new(cannot_start(error)).advise("cargo lab doctor"))
}

/// Whether a tool was built with the crates that it names now. If not, building takes a while; anything else is quick.
fn is_up_to_date(program: &Path, folder: &Path) -> bool {
    let changed = |path: &Path| fs::metadata(path).and_then(|file| file.modified()).ok();
    let Some(built) = changed(program) else { return false };
    let is_older = |at: SystemTime| at <= built;
    ["Cargo.toml", "Cargo.lock"].iter().all(|name| changed(&folder.join(name)).is_none_or(is_older))
}
