//! No page loads anything from another host, and links lead to few of them: each is in `hosts.toml`, with what it is for.
//! Nothing is asked of any of them here.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

use super::Looked;
use super::links::{is_elsewhere, once, place, urls};
use super::outline::Book;
use super::rendered::{How, Site};
use crate::site::Fault;
use crate::words::check as words_of;

/// mdBook's own script asks this host to run a listing, where a page has an element of this class.
const RUNS_LISTINGS: (&str, &str) = ("https://play.rust-lang.org/", "playground");

/// The hosts that links may lead to, and what each is for. From the workbook's folder.
const FILE: &str = "tools/book/src/check/hosts.toml";

pub fn look(root: &Path, book: &Book, site: &Site) -> Looked {
    let words = words_of();
    let mut faults = Vec::new();
    let known = known(root).unwrap_or_else(|why| {
        faults.push(Fault::new(FILE, None, (words.no_hosts)(&why)));
        toml::Table::new()
    });
    let mut led_to: BTreeSet<&str> = BTreeSet::new();
    let mut count = 0;
    for (path, page) in &site.pages {
        for reference in page.refers.iter().filter(|reference| is_elsewhere(&reference.to)) {
            let to = reference.to.as_str();
            // What the page holds itself.
            if reference.how == How::Load && to.starts_with("data:") {
                continue;
            }
            if reference.how == How::Load {
                faults.push(place(book, path, to, (words.loads)(to)));
                continue;
            }
            count += 1;
            match host(to) {
                None => faults.push(place(book, path, to, (words.no_web_address)(to))),
                Some(host) if !known.contains_key(host) => {
                    faults.push(place(book, path, to, (words.unknown_host)(host)))
                }
                Some(host) => drop(led_to.insert(host)),
            }
        }
        let styled = urls(&page.styles).filter(|to| is_elsewhere(to) && !to.starts_with("data:"));
        let asked = strings_of_other_hosts(&page.scripts);
        faults.extend(styled.chain(asked).map(|to| place(book, path, to, (words.loads)(to))));
    }
    let runs_listings = site.pages.values().any(|page| page.classes.contains(RUNS_LISTINGS.1));
    let is_asked = |to: &&str| runs_listings || !to.starts_with(RUNS_LISTINGS.0);
    for (file, text) in &site.texts {
        faults.extend(
            loaded_by(file, text).into_iter().filter(is_asked).map(|to| Fault::new(file, None, (words.loads)(to))),
        );
    }
    let unused = known.keys().filter(|host| !led_to.contains(host.as_str()));
    faults.extend(unused.map(|host| Fault::new(FILE, None, (words.host_unused)(host))));
    Looked { looked: (words.hosts_looked_at)(count, led_to.len(), site.files.len()), faults: once(faults) }
}

fn known(root: &Path) -> Result<toml::Table, String> {
    let text = fs::read_to_string(root.join(FILE)).map_err(|error| error.to_string())?;
    text.parse().map_err(|error: toml::de::Error| error.to_string())
}

/// What a style sheet or a script takes from another host.
fn loaded_by<'a>(file: &Path, text: &'a str) -> Vec<&'a str> {
    match file.extension().and_then(|kind| kind.to_str()) {
        Some("css") => urls(text).filter(|to| is_elsewhere(to) && !to.starts_with("data:")).collect(),
        // It holds the book's text, and asks for nothing.
        _ if file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("searchindex")) => Vec::new(),
        _ => strings_of_other_hosts(text).collect(),
    }
}

/// The host of `https://host/…`; `None` for an address of another kind.
fn host(address: &str) -> Option<&str> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    rest.split(['/', '?', '#', ':']).next().filter(|host| !host.is_empty())
}

/// Addresses in a script's strings. A script could ask for any of them; the names of XML's vocabularies alone are no
/// addresses.
fn strings_of_other_hosts(script: &str) -> impl Iterator<Item = &str> {
    static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"["'`]((?:(?:https?|wss?|ftp):)?//[a-zA-Z0-9$\[][^"'`\s]*)["'`]"#).expect("a pattern")
    });
    let found = ADDRESS.captures_iter(script).filter_map(|found| found.get(1)).map(|found| found.as_str());
    found.filter(|address| !address.starts_with("http://www.w3.org/"))
}
