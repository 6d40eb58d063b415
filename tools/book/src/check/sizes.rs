//! A page is light: what a browser gets before the first word is read, and what each page adds to it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use enchufe::words::Lang;

use super::Looked;
use super::links::{is_elsewhere, place, urls};
use super::outline::Book;
use super::rendered::{How, Rendered, Site, resolve};
use crate::words::check as words_of;

/// The first page with all that it loads, in bytes. What is loaded when somebody searches is not part of it.
const FIRST_PAGE: u64 = 350_000;

/// What a page has of its own: its text, and files that not every page loads.
const OWN: u64 = 100_000;

/// So many of the largest are told.
const TOLD: usize = 5;

pub fn look(book: &Book, site: &Site) -> Looked {
    let words = words_of();
    let mut faults = Vec::new();
    let mut first = 0;
    for lang in Lang::ALL {
        let path = Path::new(lang.code()).join("index.html");
        let Some(page) = site.pages.get(&path) else { continue };
        let size = weigh(site, &loaded(site, &path, page)) + weigh(site, &BTreeSet::from([path.clone()]));
        first = first.max(size);
        if size > FIRST_PAGE {
            faults.push(place(book, &path, "", (words.first_page_heavy)(size, FIRST_PAGE)));
        }
    }
    let mut own: Vec<(u64, PathBuf)> = Vec::new();
    for lang in Lang::ALL {
        // All that is printed is on one page; the contents stand alone for browsers without scripts.
        let is_page =
            |path: &Path| path.starts_with(lang.code()) && !path.ends_with("print.html") && !path.ends_with("toc.html");
        let pages = site.pages.iter().filter(|(path, _)| is_page(path));
        let loads: Vec<(&PathBuf, &Rendered, BTreeSet<PathBuf>)> =
            pages.map(|(path, page)| (path, page, loaded(site, path, page))).collect();
        let shared =
            loads.iter().map(|(_, _, files)| files.clone()).reduce(|one, other| &one & &other).unwrap_or_default();
        own.extend(
            loads.iter().map(|(path, page, files)| (page.own + weigh(site, &(files - &shared)), (*path).clone())),
        );
    }
    own.sort_by(|one, other| other.cmp(one));
    for (size, path) in own.iter().filter(|(size, _)| *size > OWN) {
        faults.push(place(book, path, "", (words.page_heavy)(*size, OWN)));
    }
    let largest: Vec<String> = own.iter().take(TOLD).map(|(size, path)| (words.sized)(path, *size)).collect();
    Looked { looked: (words.sizes_looked_at)(first, own.len(), &largest.join(", ")), faults }
}

fn weigh(site: &Site, files: &BTreeSet<PathBuf>) -> u64 {
    files.iter().filter_map(|file| site.files.get(file)).sum()
}

/// The files that a page loads, and what its styles load, whether a browser needs it or not.
fn loaded(site: &Site, path: &Path, page: &Rendered) -> BTreeSet<PathBuf> {
    let here = |to: &str| (!is_elsewhere(to)).then(|| to.split(['#', '?']).next().unwrap_or_default().to_owned());
    let load = page.refers.iter().filter(|reference| reference.how == How::Load);
    let mut files: BTreeSet<PathBuf> = load.filter_map(|reference| resolve(path, &here(&reference.to)?)).collect();
    let styles: Vec<PathBuf> = files.iter().cloned().collect();
    for style in styles {
        let text = site.texts.get(&style).filter(|_| style.extension().is_some_and(|kind| kind == "css"));
        files.extend(text.into_iter().flat_map(|text| urls(text)).filter_map(|to| resolve(&style, &here(to)?)));
    }
    files
}
