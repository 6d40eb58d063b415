//! The fenced blocks of the book's own: a body of TOML that becomes HTML, one file per kind.
//!
//! What a block gives survives Markdown as one block of HTML: its opening tag stands on a line of its own, and no line of
//! it is empty. It works without JavaScript, printed, and under any address.

mod evidence;
mod exercise;
pub mod explorable;
mod figure;
mod html;
mod keys;
mod mistakes;
mod quiz;
mod session;

use std::path::Path;

use enchufe::words::Lang;

use crate::words::page as words_of_page;

pub use explorable::{files as explorable_files, names as explorable_names};
pub use html::{escape, escape_lines, inline, markdown};

/// A fenced block of the book's own: its kind, its TOML, and where it stands.
pub struct Block<'a> {
    pub kind: Kind,
    pub table: toml::Table,
    pub page: &'a Page<'a>,
    /// Of the opening fence, from 1.
    pub line: usize,
}

/// The page that is being made.
pub struct Page<'a> {
    /// The workbook's folder.
    pub root: &'a Path,
    pub lang: Lang,
    /// Inside `book/<lang>`, such as `mistakes/single-read.md`.
    pub path: &'a Path,
}

impl Page<'_> {
    /// `../` as often as it takes to come from this page to the language's first folder.
    pub fn to_root(&self) -> String {
        let folders = self.path.components().count().saturating_sub(1);
        "../".repeat(folders)
    }
}

/// What a block shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Quiz,
    Exercise,
    Figure,
    Session,
    Explorable,
    Mistakes,
    Evidence,
}

impl Kind {
    pub const ALL: [Kind; 7] =
        [Kind::Quiz, Kind::Exercise, Kind::Figure, Kind::Session, Kind::Explorable, Kind::Mistakes, Kind::Evidence];

    /// The word after the opening fence.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Quiz => "quiz",
            Kind::Exercise => "exercise",
            Kind::Figure => "figure",
            Kind::Session => "session",
            Kind::Explorable => "explorable",
            Kind::Mistakes => "mistakes",
            Kind::Evidence => "evidence",
        }
    }

    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// HTML that stands in the page.
///
/// # Errors
/// What is wrong with the block, in the language that the tool speaks. It is shown with page and line, and fails the
/// build.
pub fn render(block: &Block) -> Result<String, String> {
    match block.kind {
        Kind::Quiz => quiz::render(block),
        Kind::Exercise => exercise::render(block),
        Kind::Figure => folded(block, figure::render(block)?),
        Kind::Session => folded(block, session::render(block)?),
        Kind::Explorable => explorable::render(block),
        Kind::Mistakes => mistakes::render(block),
        Kind::Evidence => evidence::render(block),
    }
}

/// What a reader predicts first stands behind a line to open, where `folded = true` says so.
fn folded(block: &Block, html: String) -> Result<String, String> {
    if !block.is_set("folded")? {
        return Ok(html);
    }
    let summary = escape(words_of_page(block.page.lang).look);
    Ok(format!("<details class=\"look\">\n<summary>{summary}</summary>\n{html}\n</details>"))
}
