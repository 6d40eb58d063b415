//! What is shown of programs was recorded from them, and recently; and nothing is recorded, or lies among the examples,
//! that no page shows.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use enchufe::words::Lang;
use regex::Regex;

use super::Looked;
use super::outline::{Block, Book};
use crate::blocks::Kind;
use crate::record::{self, Conversation, session};
use crate::site::Fault;
use crate::words::check as words_of;
use crate::workbook::short;

pub fn look(root: &Path, book: &Book) -> Looked {
    let words = words_of();
    let mut faults: Vec<Fault> = record::stale(root).into_iter().map(Fault::from).collect();
    let shown = |kind: Kind, key: &str| {
        let blocks = book.all().flat_map(|page| &page.blocks).filter(|block| block.kind == kind);
        let names = blocks.filter_map(|block| block.table.get(key).and_then(toml::Value::as_str).map(str::to_owned));
        names.collect::<BTreeSet<String>>()
    };
    let sessions = shown(Kind::Session, "name");
    let scripts = entries(root, "book/sessions", "toml");
    let unused = scripts.iter().filter(|path| !sessions.contains(&stem(path)));
    faults.extend(unused.map(|path| Fault::new(path, None, words.session_unused)));

    let named = named_recordings(root, book);
    let strays = recorded(root).into_iter().filter(|path| !named.contains(path));
    faults.extend(strays.map(|path| Fault::new(short(root, &path), None, words.recording_unused)));

    let commands: String = scripts.iter().filter_map(|path| fs::read_to_string(root.join(path)).ok()).collect();
    let examples = [entries(root, "examples", "rs"), entries(root, "examples/python", "py")].concat();
    let not_run = examples.iter().filter(|path| !is_run(path, &commands));
    faults.extend(not_run.map(|path| Fault::new(path, None, (words.example_not_run)(&stem(path)))));
    let looked = (words.recordings_looked_at)(sessions.len(), figures(book), examples.len());
    Looked { looked, faults }
}

/// The recordings of figures and sessions that the pages name.
fn named_recordings(root: &Path, book: &Book) -> BTreeSet<PathBuf> {
    let recordings = |block: &Block| {
        let text = |key: &str| block.table.get(key).and_then(toml::Value::as_str).unwrap_or_default();
        match block.kind {
            Kind::Session => Lang::ALL.map(|lang| session::recording(root, text("name"), lang)).into(),
            Kind::Figure => {
                Conversation::parse(text("test"), text("program")).map_or(Vec::new(), |it| vec![it.recording(root)])
            }
            _ => Vec::new(),
        }
    };
    book.all().flat_map(|page| &page.blocks).flat_map(recordings).collect()
}

/// The recordings of figures and sessions that there are.
fn recorded(root: &Path) -> Vec<PathBuf> {
    fn below(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        entries.flat_map(|path| if path.is_dir() { below(&path) } else { vec![path] }).collect()
    }
    let mut found =
        [below(&record::folder(root).join("figures")), below(&record::folder(root).join("sessions"))].concat();
    found.sort();
    found
}

fn figures(book: &Book) -> usize {
    book.en.values().flat_map(|page| &page.blocks).filter(|block| block.kind == Kind::Figure).count()
}

/// Whether a session runs an example.
fn is_run(example: &Path, commands: &str) -> bool {
    let name = stem(example);
    let by = match example.extension().and_then(|kind| kind.to_str()) {
        Some("py") => format!(r"\bexamples/python/{}\.py\b", regex::escape(&name)),
        _ => format!(r"--example[ =]{}(?:[^\w-]|$)", regex::escape(&name)),
    };
    Regex::new(&by).is_ok_and(|by| by.is_match(commands))
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The files of a kind in a folder, from the workbook's folder, in alphabetical order.
fn entries(root: &Path, folder: &str, kind: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root.join(folder)).into_iter().flatten().flatten().map(|entry| entry.path());
    let is_of_kind = |path: &PathBuf| path.extension().is_some_and(|extension| extension == kind);
    let mut found: Vec<PathBuf> =
        entries.filter(is_of_kind).filter_map(|path| Some(Path::new(folder).join(path.file_name()?))).collect();
    found.sort();
    found
}
