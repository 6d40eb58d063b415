//! `cargo lab book`, `play` and `grade`: tools with a workspace of their own, so that nobody compiles them who does not
//! use them. This is the door; what is behind it reads its own command line.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

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
    let cargo = |verb: &str| {
        let mut command = handover::cargo();
        command.arg(verb).arg("--manifest-path").arg(&manifest).arg("--target-dir").arg(&target);
        command
    };
    let cannot_start =
        |error| Problem::new((general(lab.lang).cannot_start)("cargo", &error)).advise("cargo lab doctor");
    let built_with = target.join("built-with");
    let program = handover::program(&target, tool);
    if !program.exists() || fs::read(&built_with).ok() != Some(crates(&folder)) {
        let says = if program.exists() { words.compiles_again } else { words.compiles_first };
        terminal::complain(&format!("{}\n", says(&lab.short(&folder))));
        let built = cargo("build").status().map_err(cannot_start)?;
        if !built.success() {
            return Ok(ExitCode::from(built.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)));
        }
        // After it: building writes a missing lock file. What cannot be written is said again at the next start.
        let _ = fs::write(built_with, crates(&folder));
    }
    let mut command = cargo("run");
    command.args(["--quiet", "--"]).args(args);
    // What the system speaks a tool finds out itself, and the page of `play` rather asks the browser. What the variable
    // says is there already.
    if lab.lang_was_given {
        command.env("ENCHUFE_LANG", lab.lang.code());
    }
    hand_over(&mut command).map_err(cannot_start)
}

/// What says which crates a tool is built with. Where they are others, building takes a while; anything else is quick.
fn crates(folder: &Path) -> Vec<u8> {
    ["Cargo.toml", "Cargo.lock"].iter().flat_map(|name| fs::read(folder.join(name)).unwrap_or_default()).collect()
}
