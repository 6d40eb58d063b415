//! What the two pages at the top of the workbook say to a class: nothing of what its copy does not have.

use std::fs;
use std::path::Path;

use crate::problem::Problem;
use crate::words::{general, handout as words_of, spoken};

const PAGES: [&str; 2] = ["README.md", "LEEME.md"];

/// What stands between lines that begin like these is for the whole workbook alone. A reader of the page sees no comments.
const FROM: &str = "<!-- whole workbook";
const TO: &str = "<!-- /whole workbook";

/// Lines that begin like these go too: in a table and among commands there is no place for a comment.
const LINES: [&str; 2] = ["cargo test --test selfcheck", "| `cargo lab grade` "];

/// Cuts the pages of a hand-out.
pub(super) fn cut(handout: &Path) -> Result<(), Problem> {
    for path in PAGES.map(|name| handout.join(name)).iter().filter(|path| path.exists()) {
        let text =
            fs::read_to_string(path).map_err(|error| Problem::new((general(spoken()).cannot_read)(path, &error)))?;
        let words = words_of(spoken());
        let rest = without_marked(&text)
            .ok_or_else(|| Problem::new((words.mark_not_closed)(path, FROM, TO)).advise(words.restore))?;
        fs::write(path, rest).map_err(|error| Problem::new((general(spoken()).cannot_write)(path, &error)))?;
    }
    Ok(())
}

/// `None` where a mark has no other.
fn without_marked(text: &str) -> Option<String> {
    let mut kept: Vec<&str> = Vec::new();
    let mut is_marked = false;
    for line in text.lines() {
        if line.starts_with(if is_marked { TO } else { FROM }) {
            is_marked = !is_marked;
        } else if line.starts_with(if is_marked { FROM } else { TO }) {
            return None;
        } else if !is_marked && !LINES.iter().any(|start| line.starts_with(start)) {
            // Of the empty lines around what is gone, one stays.
            let is_doubled = line.is_empty() && kept.last().is_none_or(|last| last.is_empty());
            if !is_doubled {
                kept.push(line);
            }
        }
    }
    (!is_marked).then(|| kept.join("\n") + "\n")
}

#[cfg(test)]
mod tests {
    use super::without_marked;

    #[test]
    fn what_is_marked_goes_with_its_marks_and_leaves_no_gap() {
        let page = "# A\n\n<!-- whole workbook: why -->\n## B\n\ntext\n<!-- /whole workbook -->\n\n## C\n";
        assert_eq!(without_marked(page).as_deref(), Some("# A\n\n## C\n"));
    }

    #[test]
    fn a_command_that_a_class_does_not_have_goes_from_lists_and_tables() {
        let page =
            "cargo lab\ncargo test --test selfcheck  # all\n\n| `cargo lab book` | a |\n| `cargo lab grade` | b |\n";
        assert_eq!(without_marked(page).as_deref(), Some("cargo lab\n\n| `cargo lab book` | a |\n"));
    }

    #[test]
    fn a_mark_without_its_end_cuts_nothing_and_is_an_error() {
        let [from, to] = ["<!-- whole workbook -->", "<!-- /whole workbook -->"];
        for page in [format!("{from}\nrest\n"), format!("rest\n{to}\n"), format!("{from}\n{from}\n{to}\n")] {
            assert_eq!(without_marked(&page), None, "{page}");
        }
    }
}
