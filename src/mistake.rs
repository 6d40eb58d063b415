//! The catalogue of mistakes: a slug each. Title and texts come from the book's own pages, in both languages.
//!
//! What makes a failure *this* mistake is said in the graded tests, not here.

use std::path::{Path, PathBuf};

use crate::page;
use crate::words::Lang;

pub use crate::page::PageError;

/// A mistake's page, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub slug: String,
    /// What the program did, in a few words.
    pub title: String,
    /// The headings of the four sections, as a reader sees them.
    pub headings: [String; 4],
    /// `{#what-you-see}`
    pub what_you_see: String,
    /// `{#the-rule}`
    pub the_rule: String,
    /// `{#ask-yourself}`: one question.
    pub ask_yourself: String,
    /// `{#a-relative}`: a relative of the problem, solved.
    pub a_relative: String,
}

/// Where a mistake's page stands, from the root of the workbook.
pub fn path(slug: &str, lang: Lang) -> PathBuf {
    ["book", lang.code(), "mistakes", &format!("{slug}.md")].iter().collect()
}

/// All slugs that have a page in a language, in alphabetical order.
///
/// # Errors
/// The folder of pages cannot be read.
pub fn slugs(root: &Path, lang: Lang) -> Result<Vec<String>, PageError> {
    page::slugs(&root.join("book").join(lang.code()).join("mistakes"))
}

/// Reads a mistake's page.
///
/// # Errors
/// There is no such page, or a heading is missing, unknown, out of order, or has nothing under it.
pub fn page(root: &Path, slug: &str, lang: Lang) -> Result<Page, PageError> {
    let ids = ["what-you-see", "the-rule", "ask-yourself", "a-relative"];
    let page = page::read(&root.join(path(slug, lang)), slug, ids)?;
    let headings = page.sections.each_ref().map(|section| section.heading.clone());
    let [what_you_see, the_rule, ask_yourself, a_relative] = page.sections.map(|section| section.text);
    let slug = slug.to_owned();
    Ok(Page { slug, title: page.title, headings, what_you_see, the_rule, ask_yourself, a_relative })
}
