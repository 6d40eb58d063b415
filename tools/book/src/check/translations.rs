//! Which English text each Spanish page was written from, so that a page whose English has changed since is known by name.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Looked;
use super::outline::Book;
use crate::record::number;
use crate::site::Fault;
use crate::words::check as words_of;

/// From the workbook's folder.
pub const FILE: &str = "book/es/written-from.toml";

/// By page, the number of the English text.
type Known = BTreeMap<String, String>;

pub fn look(root: &Path, book: &Book) -> Looked {
    let words = words_of();
    let looked = (words.pages_compared)(book.es.len());
    let known = match read(root) {
        Ok(known) => known,
        Err(fault) => return Looked { looked, faults: vec![fault] },
    };
    let mut faults = Vec::new();
    for (path, page) in &book.es {
        let (Some(english), name) = (book.en.get(path), name(path)) else { continue };
        match known.get(&name) {
            None => faults.push(page.fault(None, (words.not_written_from)(&name))),
            Some(number) if *number != number_of(&english.text) => {
                faults.push(page.fault(None, (words.english_changed)(&english.file(), &name)));
            }
            Some(_) => {}
        }
    }
    let gone = known.keys().filter(|page| !book.es.contains_key(Path::new(page)));
    faults.extend(gone.map(|page| Fault::new(FILE, None, (words.page_gone)(page))));
    Looked { looked, faults }
}

/// Notes that Spanish pages say what their English pages say now; all of them with `None`. Gives how many.
///
/// # Errors
/// There is no such page in both languages, or the file cannot be read or written.
pub fn note(root: &Path, book: &Book, pages: Option<&[String]>) -> Result<usize, Fault> {
    let is_there = |path: &Path| book.en.contains_key(path) && book.es.contains_key(path);
    let mut known = read(root)?;
    let pages: Vec<PathBuf> = match pages {
        Some(pages) => pages.iter().map(|page| wanted(page)).collect(),
        None => {
            known.clear();
            book.es.keys().filter(|path| is_there(path)).cloned().collect()
        }
    };
    for path in &pages {
        if !is_there(path) {
            return Err(Fault::new(path, None, words_of().no_such_page));
        }
        known.insert(name(path), number_of(&book.en[path].text));
    }
    known.retain(|page, _| is_there(Path::new(page)));
    let lines = known.iter().map(|(page, number)| format!("\"{page}\" = \"{number}\"\n"));
    let text = format!("{HEAD}{}", lines.collect::<String>());
    fs::write(root.join(FILE), text)
        .map_err(|error| Fault::new(FILE, None, (words_of().not_written)(&error.to_string())))?;
    Ok(pages.len())
}

const HEAD: &str = "\
# Each Spanish page with a number that stands for the English text it was written from. `cargo lab book check` names the
# pages whose English text has changed since; once such a page says it too, `cargo lab book translated PAGE` notes so.
";

/// A page as a person names it: from the workbook's folder, from the language's, with or without its ending.
fn wanted(page: &str) -> PathBuf {
    let inside = ["book/en/", "book/es/"].into_iter().find_map(|folder| page.strip_prefix(folder)).unwrap_or(page);
    Path::new(inside).with_extension("md")
}

fn name(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Empty where there is no file yet.
fn read(root: &Path) -> Result<Known, Fault> {
    let fault = |what: &str| Fault::new(FILE, None, (words_of().not_readable)(what));
    let text = match fs::read_to_string(root.join(FILE)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Known::new()),
        read => read.map_err(|error| fault(&error.to_string()))?,
    };
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| fault(error.message()))?;
    let entry = |(page, number): (String, toml::Value)| match number {
        toml::Value::String(number) => Ok((page, number)),
        _ => Err(fault(&page)),
    };
    table.into_iter().map(entry).collect()
}

/// A number that stands for the words of a text, however they are broken into lines.
fn number_of(text: &str) -> String {
    number(text.split_whitespace().collect::<Vec<_>>().join(" ").as_bytes())
}
