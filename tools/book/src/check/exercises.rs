//! Exercises, hints and mistakes have their places: each exercise in its chapter, each hint's reading in a chapter, each
//! mistake within reach of a reader.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use enchufe::catalog::Exercise;
use enchufe::hints;
use enchufe::words::Lang;

use super::Looked;
use super::outline::{Book, Outline};
use super::rendered::{How, Leads, Site};
use crate::blocks::Kind;
use crate::site::Fault;
use crate::words::check as words_of;

pub fn look(root: &Path, book: &Book, exercises: &[Exercise], site: Option<&Site>) -> Looked {
    let mut faults = Vec::new();
    for (lang, exercise) in
        Lang::ALL.into_iter().flat_map(|lang| exercises.iter().map(move |exercise| (lang, exercise)))
    {
        let chapter = PathBuf::from(format!("{}.md", exercise.chapter));
        match book.of(lang).get(&chapter) {
            None => faults.push(Fault::new(
                manifest(root, exercise),
                None,
                (words_of().no_chapter)(lang, &exercise.chapter),
            )),
            Some(page) => {
                faults.extend(card(page, exercise));
                faults.extend(reading(root, page, exercise));
            }
        }
    }
    let mistakes = |page: &&Outline| page.path.starts_with("mistakes");
    let count = book.en.values().filter(mistakes).count();
    if let Some(site) = site {
        let linked = linked_from_outside(site);
        let lonely = book.all().filter(mistakes).filter(|page| !linked.contains(&rendered(page)));
        faults.extend(lonely.map(|page| page.fault(None, words_of().mistake_not_linked)));
    }
    Looked { looked: (words_of().exercises_looked_at)(exercises.len(), count), faults }
}

fn manifest(root: &Path, exercise: &Exercise) -> PathBuf {
    let path = exercise.folder.join("Cargo.toml");
    path.strip_prefix(root).unwrap_or(&path).to_owned()
}

/// The exercise's card stands in its chapter, once.
fn card(page: &Outline, exercise: &Exercise) -> Option<Fault> {
    let slug = |block: &super::outline::Block| block.table.get("slug").and_then(toml::Value::as_str).map(str::to_owned);
    let cards = page.blocks.iter().filter(|block| block.kind == Kind::Exercise);
    let lines: Vec<usize> =
        cards.filter(|block| slug(block).as_ref() == Some(&exercise.slug)).map(|block| block.line).collect();
    match lines[..] {
        [] => Some(page.fault(None, (words_of().no_card)(&exercise.slug))),
        [_] => None,
        [_, second, ..] => Some(page.fault(second, (words_of().card_twice)(&exercise.slug))),
    }
}

/// What the hints tell a reader to read is a heading of the chapter, and is called so.
fn reading(root: &Path, page: &Outline, exercise: &Exercise) -> Option<Fault> {
    let words = words_of();
    let path = hints::path(&exercise.slug, page.lang);
    // The builder says what is wrong with a page of hints.
    let wanted = hints::page(root, &exercise.slug, page.lang).ok()?.the_section;
    let heading = page.headings.iter().find(|heading| heading.id.as_ref() == Some(&wanted.id));
    let said = match heading {
        _ if page.path != Path::new(&format!("{}.md", wanted.chapter)) => {
            (words.hint_elsewhere)(&wanted.chapter, &page.file())
        }
        None => (words.no_heading)(&page.file(), &wanted.id),
        Some(heading) if plain(&heading.text) != plain(&wanted.heading) => {
            (words.heading_differs)(&wanted.heading, &heading.text, &page.file(), heading.line)
        }
        Some(_) => return None,
    };
    Some(Fault::new(path, None, said))
}

fn plain(text: &str) -> String {
    text.replace('`', "")
}

/// The pages that the text of any page but a mistake's links to.
fn linked_from_outside(site: &Site) -> BTreeSet<PathBuf> {
    let is_outside = |path: &Path| {
        !path.ends_with("print.html") && !path.ends_with("toc.html") && path.iter().nth(1) != Some("mistakes".as_ref())
    };
    let pages = site.pages.iter().filter(|(path, _)| is_outside(path));
    let links = pages.flat_map(|(path, page)| page.refers.iter().map(move |reference| (path, reference)));
    let links = links.filter(|(_, reference)| reference.how == How::Link && reference.in_main);
    let target = |(path, reference): (&PathBuf, &super::rendered::Reference)| match site.leads(path, &reference.to) {
        Leads::To(page) | Leads::NoSuchId(page) => Some(page),
        Leads::Nowhere => None,
    };
    links.filter_map(target).collect()
}

fn rendered(page: &Outline) -> PathBuf {
    Path::new(page.lang.code()).join(page.path.with_extension("html"))
}
