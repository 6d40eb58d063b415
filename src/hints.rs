//! Hints for somebody who does not know how to begin: a page for each exercise, in both languages, for as long as no
//! report has named a mistake.

use std::path::{Path, PathBuf};

use crate::page::{self, PageError};
use crate::words::Lang;

/// An exercise's page of hints, in one language: each section helps more than the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The exercise's.
    pub slug: String,
    pub title: String,
    /// `{#the-question}`: one question.
    pub the_question: String,
    /// `{#the-rule}`: a fact, with its source.
    pub the_rule: String,
    /// `{#the-section}`: what to read.
    pub the_section: Reading,
    /// `{#a-relative}`: a relative of the problem, solved.
    pub a_relative: String,
}

/// What to read: a section of the book, and a paragraph of the task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The slug of the chapter. It need not be written yet.
    pub chapter: String,
    /// The heading in the chapter: its id, and what it says.
    pub id: String,
    pub heading: String,
    /// How the paragraph of the task begins, at the top of the student's file.
    pub task: String,
}

/// Where an exercise's page of hints stands, from the root of the workbook.
pub fn path(slug: &str, lang: Lang) -> PathBuf {
    ["book", lang.code(), "hints", &format!("{slug}.md")].iter().collect()
}

/// All exercises that have a page of hints in a language, in alphabetical order.
///
/// # Errors
/// The folder of pages cannot be read.
pub fn slugs(root: &Path, lang: Lang) -> Result<Vec<String>, PageError> {
    page::slugs(&root.join("book").join(lang.code()).join("hints"))
}

/// Reads an exercise's page of hints.
///
/// # Errors
/// There is no such page; or a heading is missing, unknown, out of order, or has nothing under it; or the section
/// `{#the-section}` does not say what to read.
pub fn page(root: &Path, slug: &str, lang: Lang) -> Result<Page, PageError> {
    let ids = ["the-question", "the-rule", "the-section", "a-relative"];
    let path = root.join(path(slug, lang));
    let page = page::read(&path, slug, ids)?;
    let [the_question, the_rule, section, a_relative] = page.sections.map(|section| section.text);
    let the_section = reading(&section).map_err(|problem| PageError::new(&path, problem))?;
    Ok(Page { slug: slug.to_owned(), title: page.title, the_question, the_rule, the_section, a_relative })
}

/// A link `[What the heading says](../CHAPTER.md#id)`, and the beginning of the paragraph in lines that begin with `>`.
fn reading(section: &str) -> Result<Reading, String> {
    let link = section.split_once("](../").and_then(|(before, after)| {
        let (chapter, id) = after.split_once(')')?.0.split_once(".md#")?;
        let heading = before.rsplit_once('[')?.1;
        let is_whole = [heading, chapter, id].iter().all(|part| !part.trim().is_empty());
        is_whole.then_some((heading, chapter, id))
    });
    let (heading, chapter, id) =
        link.ok_or("{#the-section} must link to a heading of the chapter: [heading](../CHAPTER.md#id)")?;
    let quoted = section.lines().filter_map(|line| line.strip_prefix('>')).map(str::trim);
    let task = quoted.collect::<Vec<_>>().join(" ");
    if task.is_empty() {
        return Err("{#the-section} must say in lines with `>` how the paragraph of the task begins".to_owned());
    }
    // A heading that is long goes over two lines of the page.
    let heading = heading.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(Reading { chapter: chapter.to_owned(), id: id.to_owned(), heading, task })
}

/// Finds the paragraph of a task that begins so. A task stands at the top of a source file, in lines with `//!`.
/// Returns the number of its first line, from 1, and the paragraph in one line, without the mark of a list.
pub fn paragraph_of_task(source: &str, beginning: &str) -> Option<(usize, String)> {
    let lines: Vec<&str> = source.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim).collect();
    let wanted: Vec<&str> = beginning.split_whitespace().collect();
    let begins = |from: usize| {
        let words = lines[from..].iter().flat_map(|line| without_mark(line).split_whitespace());
        words.take(wanted.len()).eq(wanted.iter().copied())
    };
    let first = (0..lines.len()).find(|from| !lines[*from].is_empty() && begins(*from))?;
    let ends =
        |line: &str| line.is_empty() || line.starts_with('|') || line.starts_with("```") || without_mark(line) != line;
    let rest = lines[first + 1..].iter().take_while(|line| !ends(line));
    let paragraph: Vec<&str> = [without_mark(lines[first])].into_iter().chain(rest.copied()).collect();
    Some((first + 1, paragraph.join(" ")))
}

/// The line of a task without what makes it an item of a list, or the beginning of a language.
fn without_mark(line: &str) -> &str {
    let line = ["**English.** ", "**Español.** "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line);
    let (mark, rest) = line.split_once(' ').unwrap_or(("", line));
    let is_number = |mark: &str| mark.strip_suffix('.').is_some_and(|digits| digits.parse::<u8>().is_ok());
    if mark == "-" || is_number(mark) { rest.trim_start() } else { line }
}
