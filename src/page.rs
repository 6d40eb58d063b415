//! A page of the book with fixed headings: a title that carries the page's slug, then sections with ids, in order.
//!
//! For the pages of mistakes and of hints. What the sections mean is theirs to know.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// Why a page cannot be used.
#[derive(Debug)]
pub struct PageError {
    path: PathBuf,
    problem: String,
}

impl PageError {
    pub(crate) fn new(path: &Path, problem: impl Into<String>) -> PageError {
        PageError { path: path.to_owned(), problem: problem.into() }
    }
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.problem)
    }
}

impl std::error::Error for PageError {}

/// A page with `N` sections.
pub(crate) struct FixedPage<const N: usize> {
    pub title: String,
    /// In the order of their ids. None is empty.
    pub sections: [Section; N],
}

pub(crate) struct Section {
    /// The heading as a reader sees it, without its id.
    pub heading: String,
    /// What stands under it, in Markdown.
    pub text: String,
}

/// The slugs of all pages in a folder, in alphabetical order.
pub(crate) fn slugs(folder: &Path) -> Result<Vec<String>, PageError> {
    let problem = |error: std::io::Error| PageError::new(folder, error.to_string());
    let mut slugs = Vec::new();
    for entry in fs::read_dir(folder).map_err(problem)? {
        let path = entry.map_err(problem)?.path();
        if path.extension().is_some_and(|extension| extension == "md") {
            slugs.extend(path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned));
        }
    }
    slugs.sort();
    Ok(slugs)
}

/// Reads a page whose title carries `slug`, and whose sections have these ids, in this order.
pub(crate) fn read<const N: usize>(path: &Path, slug: &str, ids: [&str; N]) -> Result<FixedPage<N>, PageError> {
    let text = fs::read_to_string(path).map_err(|error| PageError::new(path, error.to_string()))?;
    parse(&text, slug, ids).map_err(|problem| PageError::new(path, problem))
}

fn parse<const N: usize>(text: &str, slug: &str, ids: [&str; N]) -> Result<FixedPage<N>, String> {
    let mut title = None;
    let mut sections: Vec<(&str, Section)> = Vec::new();
    let mut in_code = false;
    for line in text.lines() {
        in_code ^= line.starts_with("```");
        if in_code || !line.starts_with('#') {
            match sections.last_mut() {
                Some((_, section)) => section.text.extend([line, "\n"]),
                None if line.trim().is_empty() => {}
                None => return Err(format!("text before the first section: {line}")),
            }
            continue;
        }
        let (heading, id) = heading(line).ok_or_else(|| format!("a heading without text or {{#id}}: {line}"))?;
        if title.is_none() {
            if id != slug {
                return Err(format!("the first heading must carry {{#{slug}}}: {line}"));
            }
            title = Some(heading.to_owned());
        } else {
            sections.push((id, Section { heading: heading.to_owned(), text: String::new() }));
        }
    }
    if !sections.iter().map(|(id, _)| *id).eq(ids) {
        return Err(format!("the sections must be {}", ids.map(|id| format!("{{#{id}}}")).join(", ")));
    }
    let trimmed =
        sections.into_iter().map(|(_, Section { heading, text })| Section { heading, text: text.trim().into() });
    let sections: Vec<Section> = trimmed.filter(|section| !section.text.is_empty()).collect();
    Ok(FixedPage {
        title: title.ok_or("no title")?,
        sections: sections.try_into().map_err(|_| "a section has nothing under it")?,
    })
}

/// The text and the id of a heading that carries one, such as `## The rule {#the-rule}`.
fn heading(line: &str) -> Option<(&str, &str)> {
    let (text, id) = line.trim_start_matches('#').trim().strip_suffix('}')?.split_once("{#")?;
    let text = text.trim();
    (!text.is_empty() && !id.is_empty()).then_some((text, id))
}
