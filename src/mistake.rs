//! The catalogue of mistakes: a slug each. Title and texts come from the book's own pages, in both languages.
//!
//! What makes a failure *this* mistake is said in the graded tests, not here.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use crate::words::Lang;

/// A mistake's page, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub slug: String,
    /// What the program did, in a few words.
    pub title: String,
    /// `{#what-you-see}`
    pub what_you_see: String,
    /// `{#the-rule}`
    pub the_rule: String,
    /// `{#ask-yourself}`: one question.
    pub ask_yourself: String,
    /// `{#a-relative}`: a relative of the problem, solved.
    pub a_relative: String,
}

/// Why a page cannot be used.
#[derive(Debug)]
pub struct PageError {
    path: PathBuf,
    problem: String,
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.problem)
    }
}

impl std::error::Error for PageError {}

/// Where a mistake's page stands, from the root of the workbook.
pub fn path(slug: &str, lang: Lang) -> PathBuf {
    ["book", lang.code(), "mistakes", &format!("{slug}.md")].iter().collect()
}

/// All slugs that have a page in a language, in alphabetical order.
///
/// # Errors
/// The folder of pages cannot be read.
pub fn slugs(root: &Path, lang: Lang) -> Result<Vec<String>, PageError> {
    let folder = root.join("book").join(lang.code()).join("mistakes");
    let problem = |error: std::io::Error| PageError { path: folder.clone(), problem: error.to_string() };
    let mut slugs = Vec::new();
    for entry in fs::read_dir(&folder).map_err(problem)? {
        let path = entry.map_err(problem)?.path();
        if path.extension().is_some_and(|extension| extension == "md") {
            slugs.extend(path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned));
        }
    }
    slugs.sort();
    Ok(slugs)
}

/// Reads a mistake's page.
///
/// # Errors
/// There is no such page, or a heading is missing, unknown, out of order, or has nothing under it.
pub fn page(root: &Path, slug: &str, lang: Lang) -> Result<Page, PageError> {
    let path = root.join(path(slug, lang));
    let text =
        fs::read_to_string(&path).map_err(|error| PageError { path: path.clone(), problem: error.to_string() })?;
    parse(slug, &text).map_err(|problem| PageError { path, problem })
}

/// The headings of a page: the title carries the slug, the sections these ids, in this order.
const SECTIONS: [&str; 4] = ["what-you-see", "the-rule", "ask-yourself", "a-relative"];

fn parse(slug: &str, text: &str) -> Result<Page, String> {
    let mut title = None;
    let mut bodies: Vec<(&str, String)> = Vec::new();
    let mut in_code = false;
    for line in text.lines() {
        in_code ^= line.starts_with("```");
        if in_code || !line.starts_with('#') {
            match bodies.last_mut() {
                Some((_, body)) => *body = format!("{body}{line}\n"),
                None if line.trim().is_empty() => {}
                None => return Err(format!("text before the first section: {line}")),
            }
            continue;
        }
        let (heading, id) = line
            .trim_start_matches('#')
            .trim()
            .strip_suffix('}')
            .and_then(|heading| heading.split_once("{#"))
            .ok_or_else(|| format!("a heading without {{#id}}: {line}"))?;
        if title.is_none() {
            if id != slug {
                return Err(format!("the first heading must carry {{#{slug}}}: {line}"));
            }
            title = Some(heading.trim().to_owned());
        } else {
            bodies.push((id, String::new()));
        }
    }
    if !bodies.iter().map(|(id, _)| *id).eq(SECTIONS) {
        return Err(format!("the sections must be {}", SECTIONS.map(|id| format!("{{#{id}}}")).join(", ")));
    }
    let mut texts = bodies.into_iter().map(|(_, body)| body.trim().to_owned());
    let mut next = || texts.next().filter(|body| !body.is_empty()).ok_or("a section has nothing under it");
    Ok(Page {
        slug: slug.to_owned(),
        title: title.ok_or("no title")?,
        what_you_see: next()?,
        the_rule: next()?,
        ask_yourself: next()?,
        a_relative: next()?,
    })
}
