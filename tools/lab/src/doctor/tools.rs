//! The programs that the workbook needs or can make use of: Rust, git, Python, a reader for captures, a browser.

use std::fs;

use super::finding::Finding;
use super::program::{Answer, ask, find};
use crate::lab::Lab;
use crate::words::doctor as words_of;

/// Rust against what the workbook's manifest asks for.
pub fn rust(lab: &Lab) -> Vec<Finding> {
    let words = words_of(lab.lang);
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let said = match ask(rustc, &["--version"], &lab.root) {
        Answer::Said(said) => said,
        Answer::Failed(said) => return vec![Finding::problem((words.fails)("rustc --version", &said), words.get_rust)],
        Answer::Absent => return vec![Finding::problem(words.no_rust, words.get_rust)],
        Answer::Silent => return vec![Finding::note((words.silent)("rustc --version"), words.ask_it_yourself)],
    };
    let is = said.split(' ').nth(1).unwrap_or(&said);
    let Some(needed) = rust_version(lab) else { return vec![Finding::ok((words.rust)(is))] };
    if parsed(is).is_some_and(|is| Some(is) < parsed(&needed)) {
        let update = if find(&["rustup"]).is_some() { "rustup update stable" } else { words.get_rust };
        return vec![Finding::problem((words.old_rust)(is, &needed), update)];
    }
    vec![Finding::ok((words.new_enough_rust)(is, &needed))]
}

/// The oldest Rust that the workbook takes, as its manifest says.
fn rust_version(lab: &Lab) -> Option<String> {
    let manifest = fs::read_to_string(lab.root.join("Cargo.toml")).ok()?;
    let value = manifest.lines().find_map(|line| line.strip_prefix("rust-version")?.split('"').nth(1))?;
    Some(value.to_owned())
}

/// `1.95.0-nightly` is (1, 95).
fn parsed(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.split(['.', '-']).map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??))
}

pub fn cargo(lab: &Lab) -> Vec<Finding> {
    let words = words_of(lab.lang);
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let found = match ask(cargo, &["--version"], &lab.root) {
        Answer::Said(said) => Finding::ok((words.is_there)(&without_hash(&said))),
        Answer::Failed(said) => Finding::problem((words.fails)("cargo --version", &said), words.get_rust),
        Answer::Absent => Finding::problem(words.no_cargo, words.get_rust),
        Answer::Silent => Finding::note((words.silent)("cargo --version"), words.ask_it_yourself),
    };
    vec![found]
}

pub fn git(lab: &Lab) -> Vec<Finding> {
    let words = words_of(lab.lang);
    let found = match ask("git", &["--version"], &lab.root) {
        Answer::Said(said) => Finding::ok((words.is_there)(&said.replace(" version", ""))),
        Answer::Failed(said) => Finding::note((words.fails)("git --version", &said), words.get_git),
        Answer::Absent => Finding::note(words.no_git, words.get_git),
        Answer::Silent => Finding::note((words.silent)("git --version"), words.ask_it_yourself),
    };
    vec![found]
}

/// The tests judge programs in any language; Python is what most will try.
pub fn python(lab: &Lab) -> Vec<Finding> {
    let words = words_of(lab.lang);
    let found = match ask("python3", &["--version"], &lab.root) {
        Answer::Said(said) if said.starts_with("Python 3") => Finding::ok((words.python)(&said)),
        Answer::Silent => Finding::note((words.silent)("python3 --version"), words.ask_it_yourself),
        // On Windows the name is another one, or leads to a shop.
        _ => match ask("python", &["--version"], &lab.root) {
            Answer::Said(said) if said.starts_with("Python 3") => {
                Finding::note((words.python_of_another_name)(&said), words.use_that_name)
            }
            _ => Finding::note(words.no_python, words.get_python),
        },
    };
    vec![found]
}

/// Something to read captures with. Only looked for: starting one takes longer than all the rest.
pub fn wireshark(lab: &Lab) -> Vec<Finding> {
    let words = words_of(lab.lang);
    let found = match find(&["wireshark", "tshark"]) {
        Some((name, _)) => Finding::ok((words.wireshark)(name)),
        None => Finding::note(words.no_wireshark, words.get_wireshark),
    };
    vec![found]
}

/// The browser with which authors look at the window of cachipún.
pub fn chromium(lab: &Lab) -> Vec<Finding> {
    let words = words_of(lab.lang);
    let found = match find(&["chromium", "chromium-browser", "google-chrome", "chrome"]) {
        Some((name, _)) => Finding::ok((words.chromium)(name)),
        None => Finding::note(words.no_chromium, words.get_chromium),
    };
    vec![found]
}

/// `cargo 1.95.0 (f2d3ce0bd 2026-03-21)` without what nobody compares.
fn without_hash(said: &str) -> String {
    said.split(" (").next().unwrap_or(said).to_owned()
}

#[cfg(test)]
mod tests {
    use super::parsed;

    #[test]
    fn a_version_is_two_numbers() {
        assert_eq!(parsed("1.85"), Some((1, 85)));
        assert_eq!(parsed("1.100.0-nightly"), Some((1, 100)));
        assert!(parsed("1.9.0") < parsed("1.85"));
        assert_eq!(parsed("unknown"), None);
    }
}
