//! Taking hidden tests out of what a class receives: the test itself, and its line in the manifest.

use std::fs;
use std::io;
use std::path::Path;

use enchufe::catalog::Exercise;

use crate::problem::Problem;
use crate::rules::Rules;
use crate::words::{general, handout as words_of, spoken};
use crate::workbook::Workbook;

/// Takes these rules of an exercise out. `folder` is the exercise's in the hand-out.
pub(super) fn cut(handout: &Path, folder: &Path, exercise: &Exercise, hidden: &[&str]) -> Result<(), Problem> {
    if hidden.is_empty() {
        return Ok(());
    }
    let tests = handout.join("tests/graded").join(format!("{}.rs", exercise.slug.replace('-', "_")));
    edit(&tests, |text| hidden.iter().try_fold(text, |text, rule| without_test(&text, rule)))?;
    edit(&folder.join("Cargo.toml"), |text| {
        hidden.iter().try_fold(text, |text, rule| without_line(&text, &format!("{rule} = ")))
    })
}

fn edit(path: &Path, change: impl FnOnce(String) -> Option<String>) -> Result<(), Problem> {
    let words = words_of(spoken());
    let text = fs::read_to_string(path).map_err(|error| Problem::new((general(spoken()).cannot_read)(path, &error)))?;
    let changed = change(text).ok_or_else(|| Problem::new((words.test_not_found)(path)).advise(words.rustfmt))?;
    fs::write(path, changed).map_err(|error| Problem::new((general(spoken()).cannot_write)(path, &error)))
}

/// The text without a test, its attributes and its comment. It begins and ends as rustfmt writes it: at the left edge.
fn without_test(text: &str, name: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let head = format!("fn {name}(");
    let at = lines.iter().position(|line| line.starts_with(&head))?;
    let belongs = |line: &&str| line.starts_with("#[") || line.starts_with("//");
    let first = at - lines[..at].iter().rev().take_while(|line| belongs(line)).count();
    let last = at + lines[at..].iter().position(|line| *line == "}")?;
    // With the empty line that follows, so that none is doubled.
    let after = if lines.get(last + 1) == Some(&"") { last + 2 } else { last + 1 };
    let mut rest = [&lines[..first], &lines[after.min(lines.len())..]].concat().join("\n");
    while rest.ends_with('\n') {
        rest.pop();
    }
    Some(rest + "\n")
}

fn without_line(text: &str, start: &str) -> Option<String> {
    let is_other = |line: &&str| !line.starts_with(start);
    let rest: String = text.split_inclusive('\n').filter(is_other).collect();
    (rest.len() < text.len()).then_some(rest)
}

/// Files of the hand-out that name a hidden test all the same, such as a figure of the book: for a person to look at.
pub(super) fn still_named(handout: &Path, workbook: &Workbook, rules: &Rules) -> io::Result<Vec<String>> {
    let mut hidden = Vec::new();
    for exercise in &workbook.exercises {
        for rule in rules.hidden(&exercise.slug) {
            // Rules of several exercises may have one name; whoever means this one names the exercise as well.
            let has_it = |other: &&Exercise| other.rules.iter().any(|known| known.name == rule);
            let is_shared = workbook.exercises.iter().filter(has_it).count() > 1;
            hidden.push(if is_shared { format!("{}/{rule}", exercise.slug) } else { rule.to_owned() });
        }
    }
    if hidden.is_empty() {
        return Ok(Vec::new());
    }
    let mut naming = Vec::new();
    for file in super::below(handout)? {
        let name = file.strip_prefix(handout).unwrap_or(&file).to_string_lossy().into_owned();
        let text = fs::read(&file)?;
        let text = String::from_utf8_lossy(&text);
        if hidden.iter().any(|rule| text.contains(rule.as_str()) || name.contains(rule.as_str())) {
            naming.push(name);
        }
    }
    Ok(naming)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TESTS: &str = "\
use enchufe::Program;

/// Kept.
#[test]
fn kept() {
    if true {
    }
}

// Why.
#[test]
#[cfg(unix)]
fn hidden() {
    kept_too(|| {
    });
}

fn kept_too(f: impl Fn()) {}
";

    #[test]
    fn a_hidden_test_goes_with_its_comment_and_nothing_else_does() {
        let rest = without_test(TESTS, "hidden").expect("it is there");
        assert_eq!(
            rest,
            "use enchufe::Program;\n\n/// Kept.\n#[test]\nfn kept() {\n    if true {\n    }\n}\n\nfn kept_too(f: impl Fn()) {}\n"
        );
    }

    #[test]
    fn a_test_that_is_not_there_is_an_error() {
        assert_eq!(without_test(TESTS, "hid"), None);
    }
}
