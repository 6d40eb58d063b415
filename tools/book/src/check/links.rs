//! Whatever a reader can follow leads somewhere, in the book as browsers get it: to a page that is there, and on it to an
//! element that is there.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use enchufe::words::Lang;
use regex::Regex;

use super::Looked;
use super::outline::Book;
use super::rendered::{How, Leads, Site};
use crate::site::Fault;
use crate::words::check as words_of;

pub fn look(book: &Book, site: &Site) -> Looked {
    let words = words_of();
    let mut faults = Vec::new();
    let mut count = 0;
    for (path, page) in &site.pages {
        for reference in page.refers.iter().filter(|reference| !is_elsewhere(&reference.to)) {
            count += 1;
            let wrong = match reference.how {
                How::Id => (!page.ids.contains(&reference.to)).then(|| (words.no_element)(&reference.to)),
                How::Link | How::Load => wrong(site, path, &reference.to),
            };
            faults.extend(wrong.map(|what| place(book, path, &reference.to, what)));
        }
        faults.extend(page.twice.iter().map(|id| place(book, path, id, (words.id_twice)(id))));
        faults.extend(page.nameless.iter().map(|tag| place(book, path, tag, (words.nameless)(tag))));
        if page.title.trim().is_empty() {
            faults.push(place(book, path, "", words.no_title.to_owned()));
        }
    }
    for (from, to, file) in made_by_scripts(site) {
        count += 1;
        faults.extend(wrong(site, &from, &to).map(|what| Fault::new(&file, None, what)));
    }
    for (file, text) in site.texts.iter().filter(|(file, _)| file.extension().is_some_and(|kind| kind == "css")) {
        for to in urls(text).filter(|to| !is_elsewhere(to)) {
            count += 1;
            faults.extend(wrong(site, file, to).map(|what| Fault::new(file, None, what)));
        }
    }
    let faults = once(faults);
    Looked { looked: (words.links_looked_at)(count, site.pages.len()), faults }
}

/// In order, and each once: the first page has two addresses, and all pages together are printed.
pub fn once(mut faults: Vec<Fault>) -> Vec<Fault> {
    let is_copy = |path: &Path| path.ends_with("print.html") || path.ends_with("index.html");
    let told: BTreeSet<String> =
        faults.iter().filter(|fault| !is_copy(&fault.path)).map(|fault| fault.what.clone()).collect();
    faults.retain(|fault| !is_copy(&fault.path) || !told.contains(&fault.what));
    faults.sort();
    faults.dedup();
    faults
}

/// What is wrong with an address on a page, or in a file.
fn wrong(site: &Site, from: &Path, to: &str) -> Option<String> {
    let words = words_of();
    match site.leads(from, to) {
        Leads::To(_) => None,
        Leads::Nowhere => Some((words.leads_nowhere)(to)),
        Leads::NoSuchId(page) => Some((words.no_such_id)(to, &page)),
    }
}

/// Whether an address is none of the book's: one with a scheme or a host.
pub fn is_elsewhere(to: &str) -> bool {
    static SCHEME: LazyLock<Regex> = LazyLock::new(|| Regex::new("^([a-zA-Z][a-zA-Z0-9+.-]*:|//)").expect("a pattern"));
    SCHEME.is_match(to)
}

/// Addresses that scripts put on pages, from where, and in which file they are: the contents in the sidebar, and what a
/// search finds.
fn made_by_scripts(site: &Site) -> Vec<(PathBuf, String, PathBuf)> {
    static HREF: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"href="([^"]+)""#).expect("a pattern"));
    let mut found = Vec::new();
    for (file, text) in &site.texts {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let Some(lang) = file.iter().next() else { continue };
        let from = Path::new(lang).join("index.html");
        if name.starts_with("toc-") {
            let to = HREF.captures_iter(text).map(|href| href[1].to_owned());
            found.extend(to.map(|to| (from.clone(), to, file.clone())));
        }
        if let Some(sections) = name.starts_with("searchindex").then(|| sections(text)).flatten() {
            found.extend(sections.into_iter().map(|to| (from.clone(), to, file.clone())));
        }
    }
    found
}

/// The addresses in a script that is one call with a list of sections, the address of each first.
fn sections(script: &str) -> Option<Vec<String>> {
    let list = script.get(script.find("([")? + 1..=script.rfind(']')?)?;
    let sections: Vec<Vec<String>> = serde_json::from_str(list).ok()?;
    sections.into_iter().map(|section| section.into_iter().next()).collect()
}

/// What a style sheet loads.
pub fn urls(css: &str) -> impl Iterator<Item = &str> {
    static URL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?:url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["'])"#).expect("a pattern")
    });
    let found = URL.captures_iter(css).filter_map(|found| found.get(1).or_else(|| found.get(2)));
    found.map(|found| found.as_str().trim())
}

/// A fault of a rendered page, at the place in the source that it comes from, as far as that can be known.
pub fn place(book: &Book, page: &Path, about: &str, what: String) -> Fault {
    let source = |lang: Lang| {
        let inside = page.strip_prefix(lang.code()).ok()?.with_extension("md");
        book.of(lang).get(&inside)
    };
    let Some(source) = Lang::ALL.into_iter().find_map(source) else { return Fault::new(page, None, what) };
    let written = if is_elsewhere(about) { about.to_owned() } else { about.replacen(".html", ".md", 1) };
    // HTML has its attributes in small letters, however they were written.
    let written = written.to_lowercase();
    let mut lines = (1..).zip(source.text.lines());
    let line = lines.find(|(_, line)| !written.is_empty() && line.to_lowercase().contains(&written));
    source.fault(line.map(|(number, _)| number), what)
}
