//! Listings cut from files: `{{#include FILE}}` and `{{#include FILE:PART}}`, where a part stands between lines with
//! `ANCHOR: PART` and `ANCHOR_END: PART`.
//!
//! mdBook has the same, but shows an empty block where a part does not exist.

use std::fs;
use std::path::Path;

use crate::words::site as words_of;

/// The text that an include stands for. `folder` is where its page lies, `given` what stands after `#include`.
///
/// # Errors
/// What is wrong with it.
pub fn cut(folder: &Path, given: &str) -> Result<String, String> {
    let words = words_of();
    let (file, part) = match given.split_once(':') {
        Some((file, part)) => (file, Some(part)),
        None => (given, None),
    };
    if file.is_empty() || file.contains(char::is_whitespace) || part.is_some_and(|part| !is_name(part)) {
        return Err((words.bad_include)(&format!("{{{{#include {given}}}}}")));
    }
    let path = folder.join(file);
    let text = fs::read_to_string(&path).map_err(|_| (words.no_file)(file, &plain(&path)))?;
    let text = match part {
        Some(part) => between(&text, file, part)?,
        None => text,
    };
    let lines: Vec<&str> = text.lines().filter(|line| mark(line).is_none()).collect();
    let cut = without_indent(&lines);
    match part {
        Some(part) if cut.trim().is_empty() => Err((words.anchor_empty)(file, part)),
        _ => Ok(cut),
    }
}

fn is_name(part: &str) -> bool {
    !part.is_empty() && part.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter))
}

/// A path without `..` in the middle, as far as that can be said.
fn plain(path: &Path) -> std::path::PathBuf {
    let mut plain = std::path::PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => drop(plain.pop()),
            other => plain.push(other),
        }
    }
    plain
}

/// What a line that marks a part says: whether it begins or ends it, and its name.
fn mark(line: &str) -> Option<(bool, &str)> {
    let named = |after: &'static str| {
        let (before, name) = line.split_once(after)?;
        // `ANCHOR_END: x` is no `ANCHOR: x`.
        let stands_alone = before.chars().next_back().is_none_or(|letter| !letter.is_alphanumeric() && letter != '_');
        stands_alone.then(|| name.split_whitespace().next()).flatten()
    };
    named("ANCHOR: ").map(|name| (true, name)).or_else(|| named("ANCHOR_END: ").map(|name| (false, name)))
}

fn between(text: &str, file: &str, part: &str) -> Result<String, String> {
    let mut lines = text.lines();
    if !lines.any(|line| mark(line) == Some((true, part))) {
        return Err((words_of().no_anchor)(file, part));
    }
    let mut cut = Vec::new();
    for line in lines {
        if mark(line) == Some((false, part)) {
            return Ok(cut.join("\n"));
        }
        cut.push(line);
    }
    Err((words_of().anchor_open)(file, part))
}

/// The lines without what they all are indented by: the body of a function reads as if it stood alone.
fn without_indent(lines: &[&str]) -> String {
    let indent = |line: &&str| line.len() - line.trim_start_matches(' ').len();
    let least = lines.iter().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    let cut = |line: &&str| line.get(least..).unwrap_or_default().trim_end().to_owned();
    lines.iter().map(cut).collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROGRAM: &str = "fn main() {\n    // ANCHOR: read\n    let x = 1;\n\n        deep();\n    // ANCHOR: in\n    y();\n    // ANCHOR_END: in\n    // ANCHOR_END: read\n}\n";

    fn cut_from(text: &str, part: &str) -> Result<String, String> {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("x.rs"), text).expect("it can be written");
        cut(folder.path(), &format!("x.rs:{part}"))
    }

    #[test]
    fn a_part_stands_alone_without_marks_and_indent() {
        assert_eq!(cut_from(PROGRAM, "read").expect("it is there"), "let x = 1;\n\n    deep();\ny();");
        assert_eq!(cut_from(PROGRAM, "in").expect("it is there"), "y();");
    }

    #[test]
    fn a_part_that_is_missing_open_or_empty_is_named() {
        assert!(cut_from(PROGRAM, "reed").expect_err("it is missing").contains("`reed`"));
        assert!(cut_from("// ANCHOR: a\nx\n", "a").expect_err("it is open").contains("ANCHOR_END: a"));
        assert!(cut_from("// ANCHOR: a\n// ANCHOR_END: a\n", "a").is_err());
    }
}
