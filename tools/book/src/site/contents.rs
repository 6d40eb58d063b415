//! The table of contents of one language: what `SUMMARY.md` names, and below the catalogue of mistakes a page for each.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use enchufe::mistake;
use enchufe::words::Lang;
use regex::Regex;

use super::fault::Fault;
use crate::words::site as words_of;

/// The page below which the mistakes stand.
pub const CATALOGUE: &str = "mistakes.md";

/// One line of the table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// The heading of several pages.
    Part(String),
    Page(Listed),
}

/// A page of the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// As the table of contents calls it.
    pub name: String,
    /// Inside `book/<lang>`.
    pub path: PathBuf,
    /// `None` for a page before the first part.
    pub number: Option<u32>,
    pub below: Vec<Listed>,
    /// Whether the page is there; one that is not stands in the table of contents without a link.
    pub is_there: bool,
}

/// Reads it. Besides come faults that leave the rest usable: with drafts a book is made all the same.
pub fn read(root: &Path, lang: Lang) -> Result<(Vec<Entry>, Vec<Fault>), Fault> {
    let words = words_of();
    let folder = Path::new("book").join(lang.code());
    let summary = folder.join("SUMMARY.md");
    let text = fs::read_to_string(root.join(&summary))
        .map_err(|error| Fault::new(&summary, None, (words.unreadable)(&error.to_string())))?;
    let (mut entries, mut faults) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for (line, text) in (1..).zip(text.lines()).skip_while(|(_, text)| text.trim().is_empty()).skip(1) {
        let Some(entry) = entry(text) else {
            if !text.trim().is_empty() {
                return Err(Fault::new(&summary, line, (words.bad_summary)(text)));
            }
            continue;
        };
        match entry {
            Entry::Page(mut page) => {
                let name = page.path.display().to_string();
                page.is_there = root.join(&folder).join(&page.path).is_file();
                if !page.is_there {
                    faults.push(Fault::new(&summary, line, (words.no_page)(&name)));
                }
                if !seen.insert(page.path.clone()) {
                    return Err(Fault::new(&summary, line, (words.twice_in_summary)(&name)));
                }
                entries.push(Entry::Page(page));
            }
            part @ Entry::Part(_) => entries.push(part),
        }
    }
    faults.extend(forgotten(root, &folder, &seen));
    add_mistakes(root, lang, &mut entries, &mut faults);
    number(&mut entries);
    Ok((entries, faults))
}

/// `# Part`, `[Name](page.md)`, or `- [Name](page.md)`.
fn entry(line: &str) -> Option<Entry> {
    static LINK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(- )?\[([^\]]+)\]\(([a-z0-9-]+\.md)\)$").expect("a pattern"));
    let line = line.trim_end();
    if let Some(part) = line.strip_prefix("# ") {
        return Some(Entry::Part(part.to_owned()));
    }
    let found = LINK.captures(line)?;
    let number = found.get(1).map(|_| 0);
    let (name, path) = (found[2].to_owned(), PathBuf::from(&found[3]));
    Some(Entry::Page(Listed { name, path, number, below: Vec::new(), is_there: false }))
}

/// Pages that lie in the folder and that the table of contents does not name.
fn forgotten(root: &Path, folder: &Path, named: &BTreeSet<PathBuf>) -> Vec<Fault> {
    let names = fs::read_dir(root.join(folder)).into_iter().flatten().flatten().map(|entry| entry.file_name());
    let pages = names.map(PathBuf::from).filter(|name| name.extension().is_some_and(|kind| kind == "md"));
    let mut pages: Vec<PathBuf> =
        pages.filter(|page| page != Path::new("SUMMARY.md") && !named.contains(page)).collect();
    pages.sort();
    pages.into_iter().map(|page| Fault::new(folder.join(page), None, words_of().not_in_summary)).collect()
}

/// Puts a page for each mistake below the catalogue, in alphabetical order of their titles.
fn add_mistakes(root: &Path, lang: Lang, entries: &mut [Entry], faults: &mut Vec<Fault>) {
    let catalogue = entries.iter_mut().find_map(|entry| match entry {
        Entry::Page(page) if page.path == Path::new(CATALOGUE) => Some(page),
        _ => None,
    });
    let Some(catalogue) = catalogue else { return };
    for slug in mistake::slugs(root, lang).unwrap_or_default() {
        match mistake::page(root, &slug, lang) {
            Ok(page) => catalogue.below.push(Listed {
                name: page.title,
                path: Path::new("mistakes").join(format!("{slug}.md")),
                number: Some(0),
                below: Vec::new(),
                is_there: true,
            }),
            Err(error) => faults.push(Fault::new(mistake::path(&slug, lang), None, error.to_string())),
        }
    }
    catalogue.below.sort_by_key(|page| alphabetical(&page.name));
}

/// By what titles are put in order: their letters, without accents, capitals and signs.
pub fn alphabetical(title: &str) -> String {
    let plain = |letter: char| match letter {
        'á' => 'a',
        'é' => 'e',
        'í' => 'i',
        'ó' => 'o',
        'ú' | 'ü' => 'u',
        other => other,
    };
    let letters = title.to_lowercase().replace('ñ', "n~");
    letters.chars().map(plain).filter(|letter| letter.is_alphanumeric() || " ~".contains(*letter)).collect()
}

fn number(entries: &mut [Entry]) {
    let pages = entries.iter_mut().filter_map(|entry| match entry {
        Entry::Page(page) if page.number.is_some() => Some(page),
        _ => None,
    });
    for (number, page) in (1..).zip(pages) {
        page.number = Some(number);
        for (number, below) in (1..).zip(&mut page.below) {
            below.number = Some(number);
        }
    }
}

/// All pages that are there, in the order of the book.
pub fn pages(entries: &[Entry]) -> impl Iterator<Item = &Listed> {
    let pages = entries.iter().filter_map(|entry| match entry {
        Entry::Page(page) => Some(page),
        Entry::Part(_) => None,
    });
    pages.flat_map(|page| [page].into_iter().chain(&page.below)).filter(|page| page.is_there)
}
