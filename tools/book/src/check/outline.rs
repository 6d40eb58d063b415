//! What a page is made of, as far as two languages can be compared: headings, includes, blocks, links, fences, tables.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use enchufe::words::Lang;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use regex::Regex;

use crate::blocks::Kind;
use crate::site::Fault;

/// Something on a page: where, and what it is in a word that is the same in every language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// From 1.
    pub line: usize,
    pub what: String,
}

/// A heading.
#[derive(Debug)]
pub struct Heading {
    pub line: usize,
    pub level: HeadingLevel,
    pub id: Option<String>,
    /// Its words, without marks.
    pub text: String,
}

/// A fence that is no block of the book's own.
#[derive(Debug)]
pub struct Fence {
    /// Of the opening fence.
    pub line: usize,
    /// The first word after the opening fence.
    pub language: String,
    pub body: String,
}

/// A block of the book's own, whose body could be read.
#[derive(Debug)]
pub struct Block {
    pub line: usize,
    pub kind: Kind,
    pub table: toml::Table,
}

/// A page as it lies in `book/<lang>`.
#[derive(Debug)]
pub struct Outline {
    pub lang: Lang,
    /// Inside `book/<lang>`.
    pub path: PathBuf,
    pub text: String,
    pub headings: Vec<Heading>,
    pub includes: Vec<Item>,
    pub blocks: Vec<Block>,
    pub links: Vec<Item>,
    pub fences: Vec<Fence>,
    pub tables: Vec<usize>,
    /// For each line from 0 whether it is prose: no fence, no table.
    pub is_prose: Vec<bool>,
}

/// All pages of both languages, with the table of contents, the mistakes and the hints, by their paths.
pub struct Book {
    pub en: BTreeMap<PathBuf, Outline>,
    pub es: BTreeMap<PathBuf, Outline>,
}

impl Book {
    /// Reads it. A page that is no text is told by whoever builds the book.
    pub fn read(root: &Path) -> Book {
        let [en, es] = Lang::ALL.map(|lang| {
            let folder = root.join("book").join(lang.code());
            let outline = |path: PathBuf| {
                let text = fs::read_to_string(&path).ok()?.replace("\r\n", "\n");
                let inside = path.strip_prefix(&folder).ok()?.to_owned();
                Some((inside.clone(), Outline::of(lang, inside, text)))
            };
            pages(&folder).into_iter().filter_map(outline).collect()
        });
        Book { en, es }
    }

    pub fn of(&self, lang: Lang) -> &BTreeMap<PathBuf, Outline> {
        match lang {
            Lang::En => &self.en,
            Lang::Es => &self.es,
        }
    }

    pub fn all(&self) -> impl Iterator<Item = &Outline> {
        self.en.values().chain(self.es.values())
    }

    /// Pages that teach: neither mistakes, nor hints, nor the table of contents.
    pub fn chapters(&self) -> impl Iterator<Item = &Outline> {
        self.all().filter(|page| page.path.components().count() == 1 && page.path != Path::new("SUMMARY.md"))
    }
}

/// Markdown files below a folder.
fn pages(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            found.extend(pages(&path));
        } else if path.extension().is_some_and(|kind| kind == "md") {
            found.push(path);
        }
    }
    found
}

impl Outline {
    pub fn of(lang: Lang, path: PathBuf, text: String) -> Outline {
        let is_prose = vec![true; text.lines().count()];
        let (headings, includes, blocks, links) = (Vec::new(), includes(&text), Vec::new(), Vec::new());
        let (fences, tables) = (Vec::new(), Vec::new());
        let mut outline = Outline { lang, path, text, headings, includes, blocks, links, fences, tables, is_prose };
        outline.read();
        outline
    }

    /// Where the page lies, from the workbook's folder.
    pub fn file(&self) -> PathBuf {
        Path::new("book").join(self.lang.code()).join(&self.path)
    }

    pub fn fault(&self, line: impl Into<Option<usize>>, what: impl Into<String>) -> Fault {
        Fault::new(self.file(), line, what)
    }

    fn read(&mut self) {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_HEADING_ATTRIBUTES;
        let text = self.text.clone();
        let line = |at: usize| text[..at].matches('\n').count() + 1;
        let mut heading: Option<Heading> = None;
        let mut fence: Option<(String, String)> = None;
        for (event, range) in Parser::new_ext(&text, options).into_offset_iter() {
            match event {
                Event::Start(Tag::Heading { level, id, .. }) => {
                    let id = id.map(|id| id.to_string());
                    heading = Some(Heading { line: line(range.start), level, id, text: String::new() });
                }
                Event::End(TagEnd::Heading(_)) => self.headings.extend(heading.take()),
                Event::Start(Tag::CodeBlock(kind)) => {
                    let info = match kind {
                        CodeBlockKind::Fenced(info) => info.to_string(),
                        CodeBlockKind::Indented => String::new(),
                    };
                    fence = Some((info, String::new()));
                    self.no_prose(line(range.start), &text[range]);
                }
                Event::End(TagEnd::CodeBlock) => {
                    let (info, body) = fence.take().expect("a fence ends after it began");
                    self.fence(line(range.start), &info, body);
                }
                Event::Text(words) | Event::Code(words) => {
                    if let Some((_, body)) = &mut fence {
                        body.push_str(&words);
                    } else if let Some(heading) = &mut heading {
                        heading.text.push_str(&words);
                    }
                }
                Event::Start(Tag::Table(_)) => {
                    self.tables.push(line(range.start));
                    self.no_prose(line(range.start), &text[range]);
                }
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    self.links.push(Item { line: line(range.start), what: dest_url.to_string() });
                }
                _ => {}
            }
        }
    }

    /// Lines from `line` on, as many as `text` has, are no prose.
    fn no_prose(&mut self, line: usize, text: &str) {
        let lines = Range { start: line - 1, end: (line - 1 + text.lines().count()).min(self.is_prose.len()) };
        self.is_prose[lines].fill(false);
    }

    fn fence(&mut self, line: usize, info: &str, body: String) {
        let language = info.split([',', ' ']).next().unwrap_or_default().to_owned();
        match (Kind::from_name(info.trim()), body.parse::<toml::Table>()) {
            (Some(kind), Ok(table)) => {
                for text in texts(&table) {
                    let links = Parser::new(text).filter_map(|event| match event {
                        Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.to_string()),
                        _ => None,
                    });
                    self.links.extend(links.map(|what| Item { line, what }));
                }
                self.blocks.push(Block { line, kind, table });
            }
            // The builder says what is wrong with it.
            (Some(_), Err(_)) => {}
            (None, _) => self.fences.push(Fence { line, language, body }),
        }
    }
}

/// All texts of a table, and of the tables in it.
pub fn texts(table: &toml::Table) -> Vec<&str> {
    fn inside(value: &toml::Value) -> Vec<&str> {
        match value {
            toml::Value::String(text) => vec![text],
            toml::Value::Array(values) => values.iter().flat_map(inside).collect(),
            toml::Value::Table(table) => texts(table),
            _ => Vec::new(),
        }
    }
    table.values().flat_map(inside).collect()
}

/// What the page takes from files.
fn includes(text: &str) -> Vec<Item> {
    static INCLUDE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(\\?)\{\{\s*#include\s+([^}\n]*?)\s*\}\}").expect("a pattern"));
    let included = |(line, text): (usize, &str)| {
        let found = INCLUDE.captures_iter(text).filter(|found| found[1].is_empty());
        found.map(|found| Item { line, what: found[2].to_owned() }).collect::<Vec<_>>()
    };
    (1..).zip(text.lines()).flat_map(included).collect()
}
