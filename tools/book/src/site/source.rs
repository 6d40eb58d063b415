//! A page as its writer wrote it, made ready for mdBook: listings cut in, blocks of the book's own turned into HTML, and
//! looked through for what mdBook would pass over.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::LazyLock;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use regex::Regex;

use super::fault::Fault;
use super::include;
use crate::blocks::{self, Block, Kind, Page, escape};
use crate::words::{blocks as words_of_blocks, site as words_of};

/// What the text of a fence may be in, beside the blocks of the book's own.
pub const LANGUAGES: [&str; 8] = ["rust", "python", "toml", "sh", "json", "http", "text", "console"];

/// A page that is ready for mdBook.
pub struct Prepared {
    pub markdown: String,
    pub faults: Vec<Fault>,
}

/// A piece of the text that is replaced.
type Edit = (Range<usize>, String);

/// What is found while a page is looked through.
struct Reading<'a> {
    text: &'a str,
    page: &'a Page<'a>,
    edits: Vec<Edit>,
    faults: Vec<Fault>,
}

/// Prepares a page. `text` is what its file says.
pub fn prepare(text: &str, page: &Page) -> Prepared {
    let mut reading = Reading { text, page, edits: Vec::new(), faults: Vec::new() };
    reading.headings_and_fences();
    reading.includes();
    let Reading { mut edits, faults, .. } = reading;
    edits.sort_by_key(|(range, _)| range.start);
    let mut markdown = text.to_owned();
    for (range, replacement) in edits.into_iter().rev() {
        markdown.replace_range(range, &replacement);
    }
    Prepared { markdown, faults }
}

impl Reading<'_> {
    fn fault(&mut self, at: usize, what: impl Into<String>) {
        let line = self.line(at);
        let path = Path::new("book").join(self.page.lang.code()).join(self.page.path);
        self.faults.push(Fault::new(path, line, what));
    }

    /// The number of the line, from 1.
    fn line(&self, at: usize) -> usize {
        self.text[..at].matches('\n').count() + 1
    }

    fn headings_and_fences(&mut self) {
        let words = words_of();
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_HEADING_ATTRIBUTES;
        let mut ids: BTreeMap<String, usize> = BTreeMap::new();
        let mut heading: Option<(usize, Option<String>, String)> = None;
        let mut has_title = false;
        for (event, range) in Parser::new_ext(self.text, options).into_offset_iter() {
            match event {
                Event::Start(Tag::Heading { level, id, .. }) => {
                    has_title |= level == HeadingLevel::H1;
                    if !has_title {
                        self.fault(range.start, words.no_title);
                        has_title = true;
                    }
                    heading = Some((range.start, id.map(|id| id.to_string()), String::new()));
                }
                Event::Text(text) | Event::Code(text) => {
                    if let Some((_, _, words)) = &mut heading {
                        words.push_str(&text);
                    }
                }
                Event::End(TagEnd::Heading(_)) => {
                    let (at, id, title) = heading.take().expect("a heading ends after it began");
                    match id {
                        None => self.fault(at, (words.no_id)(&title)),
                        Some(id) if !is_id(&id) => self.fault(at, (words.bad_id)(&id)),
                        Some(id) => match ids.get(&id) {
                            Some(line) => self.fault(at, (words.id_twice)(&id, *line)),
                            None => drop(ids.insert(id, self.line(at))),
                        },
                    }
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => self.fence(&info, range),
                _ => {}
            }
        }
        if !has_title {
            self.fault(0, words.no_title);
        }
    }

    fn fence(&mut self, info: &str, range: Range<usize>) {
        let name = info.split([',', ' ']).next().unwrap_or_default();
        let at = range.start;
        let fence = &self.text[range.clone()];
        let is_closed = fence.lines().count() > 1
            && fence.lines().next_back().is_some_and(|line| {
                let line = line.trim_start_matches(['>', ' ']);
                line.starts_with("```") || line.starts_with("~~~")
            });
        if !is_closed {
            return self.fault(at, words_of().fence_open);
        }
        let Some(kind) = Kind::from_name(info.trim()) else {
            if !name.is_empty() && !LANGUAGES.contains(&name) {
                let known: Vec<&str> = Kind::ALL.into_iter().map(Kind::name).chain(LANGUAGES).collect();
                self.fault(at, (words_of_blocks().unknown_kind)(name, &known.join(", ")));
            }
            return;
        };
        if at > 0 && !self.text[..at].ends_with('\n') {
            return self.fault(at, words_of().no_tab);
        }
        match self.block(kind, fence, at) {
            Ok(html) => self.edits.push((range, format!("\n{}\n", html.trim()))),
            Err((at, what)) => {
                self.edits.push((range, missing(&what)));
                self.fault(at, what);
            }
        }
    }

    /// The HTML of a block; or what is wrong with it, and where.
    fn block(&self, kind: Kind, fence: &str, at: usize) -> Result<String, (usize, String)> {
        let body_at = fence.find('\n').map_or(fence.len(), |end| end + 1);
        let body_end = fence.trim_end().rfind('\n').map_or(body_at, |end| (end + 1).max(body_at));
        let body = &fence[body_at..body_end];
        let table: toml::Table = body.parse().map_err(|error: toml::de::Error| {
            let inside = error.span().map_or(0, |span| span.start.min(body.len()));
            (at + body_at + inside, (words_of_blocks().not_toml)(error.message().trim()))
        })?;
        let block = Block { kind, table, page: self.page, line: self.line(at) };
        let html = blocks::render(&block).map_err(|what| (at, what))?;
        // An empty line would end the block of HTML, and Markdown would be seen in the rest of it.
        Ok(html.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n"))
    }

    fn includes(&mut self) {
        static INCLUDE: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r"\\?\{\{\s*#(\w+)\s*([^}\n]*?)\s*\}\}").expect("a pattern"));
        let folder = self.page.root.join("book").join(self.page.lang.code()).join(self.page.path);
        let folder = folder.parent().unwrap_or(self.page.root);
        for found in INCLUDE.captures_iter(self.text) {
            let whole = found.get(0).expect("a match has a whole");
            if self.edits.iter().any(|(range, _)| range.contains(&whole.start())) {
                continue;
            }
            if let Some(shown) = whole.as_str().strip_prefix('\\') {
                self.edits.push((whole.range(), shown.to_owned()));
                continue;
            }
            let cut = match &found[1] {
                "include" => include::cut(folder, &found[2]),
                _ => Err((words_of().bad_include)(whole.as_str())),
            };
            match cut {
                Ok(text) => self.edits.push((whole.range(), text)),
                Err(what) => {
                    self.edits.push((whole.range(), what.clone()));
                    self.fault(whole.start(), what);
                }
            }
        }
    }
}

/// What stands in a draft where something is missing.
fn missing(what: &str) -> String {
    format!("\n<p class=\"missing\">\n{}\n</p>\n", escape(what).replace("\n\n", "\n"))
}

/// Whether this can be the same in every language, in a link, and in a file's name.
pub fn is_id(text: &str) -> bool {
    let allowed = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    !text.is_empty() && text.chars().all(allowed) && !text.starts_with('-') && !text.ends_with('-')
}
