//! What the pages of both languages name: figures and sessions, and where.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use enchufe::words::Lang;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::conversation::{Conversation, is_plain};
use super::problem::Problem;
use crate::words::record as words_of;

/// Where a page names something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// From the workbook's folder.
    pub path: PathBuf,
    /// From 1.
    pub line: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.path.display(), self.line)
    }
}

/// All that is named.
#[derive(Debug, Default)]
pub struct Wanted {
    pub conversations: BTreeMap<Conversation, Vec<Place>>,
    pub sessions: BTreeMap<String, Vec<Place>>,
    /// Blocks that name nothing.
    pub problems: Vec<Problem>,
}

impl Wanted {
    /// Reads all pages.
    pub fn of(root: &Path) -> Wanted {
        let mut wanted = Wanted::default();
        for lang in Lang::ALL {
            for path in pages(&root.join("book").join(lang.code())) {
                let Ok(text) = fs::read_to_string(&path) else { continue };
                let path = path.strip_prefix(root).unwrap_or(&path);
                for (kind, body, line) in blocks(&text) {
                    wanted.take_in(&kind, &body, Place { path: path.to_owned(), line });
                }
            }
        }
        wanted
    }

    fn take_in(&mut self, kind: &str, body: &str, place: Place) {
        let words = words_of();
        let table = match body.parse::<toml::Table>() {
            Ok(table) => table,
            Err(error) => return self.problems.push(Problem::new(place, error.message())),
        };
        let text = |key: &str| table.get(key).and_then(toml::Value::as_str).unwrap_or_default();
        if kind == "figure" {
            match Conversation::parse(text("test"), text("program")) {
                Ok(conversation) => self.conversations.entry(conversation).or_default().push(place),
                Err(said) => self.problems.push(Problem::new(place, said)),
            }
        } else if is_plain(text("name")) {
            self.sessions.entry(text("name").to_owned()).or_default().push(place);
        } else {
            self.problems.push(Problem::new(place, (words.no_session)(text("name"))));
        }
    }
}

/// The figures and sessions of a page: the kind, the body, and the line of the opening fence.
fn blocks(text: &str) -> Vec<(String, String, usize)> {
    let mut found = Vec::new();
    let mut open: Option<(String, String, usize)> = None;
    for (event, range) in Parser::new_ext(text, Options::all()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if ["figure", "session"].contains(&&*info) => {
                let line = text[..range.start].matches('\n').count() + 1;
                open = Some((info.to_string(), String::new(), line));
            }
            Event::Text(body) => {
                if let Some((_, all, _)) = &mut open {
                    all.push_str(&body);
                }
            }
            Event::End(TagEnd::CodeBlock) => found.extend(open.take()),
            _ => {}
        }
    }
    found
}

/// The pages below a folder, in alphabetical order.
fn pages(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in entries(folder) {
        if path.is_dir() {
            found.extend(pages(&path));
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
    found
}

/// What a folder holds, in alphabetical order; nothing where there is none.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}
