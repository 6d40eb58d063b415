//! The machine itself: what it is, its processors, its clock; and the terminal in which we speak.

use std::fs;
use std::io::{self, IsTerminal};
use std::time::SystemTime;

use chrono::Local;
use enchufe::report::Colour;

use super::finding::Finding;
use crate::lab::Lab;
use crate::terminal::{self, Charset};
use crate::words::doctor as words_of;

/// Narrower or lower than this, things are cut.
const COLUMNS: usize = 80;
const ROWS: usize = 24;

/// The system in a few words: `linux x86_64 (WSL)`.
pub fn system() -> String {
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default().to_lowercase();
    let wsl = if kernel.contains("microsoft") { " (WSL)" } else { "" };
    format!("{} {}{wsl}", std::env::consts::OS, std::env::consts::ARCH)
}

/// How many programs run at the same time here.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, Into::into)
}

pub fn processors(lab: &Lab) -> Vec<Finding> {
    let words = words_of(lab.lang);
    let (system, cores) = (system(), cores());
    if cores == 1 {
        return vec![Finding::note((words.one_core)(&system), words.be_patient)];
    }
    vec![Finding::ok((words.cores)(&system, cores))]
}

/// The clock cannot be right if it shows a time before this program was built.
pub fn clock(lab: &Lab) -> Vec<Finding> {
    let words = words_of(lab.lang);
    let built = std::env::current_exe().and_then(fs::metadata).and_then(|file| file.modified());
    let now = Local::now().format("%Y-%m-%d %H:%M:%S %:z").to_string();
    if built.is_ok_and(|built| built > SystemTime::now()) {
        return vec![Finding::note((words.clock_behind)(&now), words.set_clock)];
    }
    vec![Finding::ok((words.clock)(&now))]
}

pub fn size(lab: &Lab) -> Vec<Finding> {
    let words = words_of(lab.lang);
    if !io::stdout().is_terminal() {
        return vec![Finding::ok(words.no_terminal)];
    }
    let (columns, rows) = terminal::size();
    let name = std::env::var("TERM").unwrap_or_else(|_| "?".to_owned());
    if name == "dumb" {
        return vec![Finding::note(words.dumb, words.use_another_terminal)];
    }
    if columns < COLUMNS || rows < ROWS {
        return vec![Finding::note((words.small)(columns, rows), words.enlarge)];
    }
    vec![Finding::ok((words.size)(columns, rows, &name))]
}

pub fn letters(lab: &Lab) -> Vec<Finding> {
    let words = words_of(lab.lang);
    vec![match Charset::current() {
        Charset::Unicode => Finding::ok(words.unicode),
        Charset::Ascii => Finding::note(words.ascii, words.set_utf8),
    }]
}

pub fn colours(lab: &Lab) -> Vec<Finding> {
    let words = words_of(lab.lang);
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let why = ["NO_COLOR", "CLICOLOR_FORCE"].into_iter().find(|name| is_set(name));
    let is_coloured = Colour::of_stdout() == Colour::Coloured;
    vec![Finding::ok((words.colours)(is_coloured, why))]
}
