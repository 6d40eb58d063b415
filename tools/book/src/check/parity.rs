//! Both languages have the same pages, made of the same parts in the same order: what a page teaches does not depend on
//! who reads it.

use std::collections::BTreeMap;
use std::path::Path;

use super::Looked;
use super::outline::{Block, Book, Heading, Item, Outline};
use crate::blocks::Kind;
use crate::site::Fault;
use crate::words::check as words_of;

pub fn look(book: &Book) -> Looked {
    let words = words_of();
    let mut faults = Vec::new();
    for (pages, others) in [(&book.en, &book.es), (&book.es, &book.en)] {
        let alone = pages.values().filter(|page| !others.contains_key(&page.path));
        faults.extend(alone.map(|page| page.fault(None, words.only_one_language)));
    }
    for page in book.en.values() {
        if let Some(spanish) = book.es.get(&page.path) {
            faults.extend(compare(page, spanish));
        }
    }
    faults.extend(quizzes_twice(book));
    Looked { looked: (words.pages_compared)(book.en.len()), faults }
}

fn compare(en: &Outline, es: &Outline) -> Vec<Fault> {
    let words = words_of();
    let items = |headings: &[Heading]| headings.iter().map(heading).collect::<Vec<_>>();
    let blocks = |blocks: &[Block]| blocks.iter().map(block).collect::<Vec<_>>();
    let fences = |page: &Outline| {
        let item = |fence: &super::outline::Fence| Item { line: fence.line, what: format!("```{}", fence.language) };
        page.fences.iter().map(item).collect::<Vec<_>>()
    };
    let tables = |page: &Outline| {
        page.tables.iter().map(|line| Item { line: *line, what: words.a_table.to_owned() }).collect::<Vec<_>>()
    };
    let in_order = [
        (items(&en.headings), items(&es.headings)),
        (includes(en), includes(es)),
        (blocks(&en.blocks), blocks(&es.blocks)),
        (fences(en), fences(es)),
        (tables(en), tables(es)),
    ];
    let mut faults: Vec<Fault> =
        in_order.iter().filter_map(|(one, other)| first_difference(en, es, one, other)).collect();
    faults.extend(links(en, es));
    faults
}

/// What the harness says in a language is kept in a file of that language: `wrong-bytes.es.txt`.
fn includes(page: &Outline) -> Vec<Item> {
    let lang = format!(".{}.", page.lang.code());
    let include = |include: &Item| Item { line: include.line, what: include.what.replace(&lang, ".<lang>.") };
    page.includes.iter().map(include).collect()
}

fn heading(heading: &Heading) -> Item {
    let id = heading.id.as_ref().map_or(String::new(), |id| format!(" {{#{id}}}"));
    Item { line: heading.line, what: format!("{}{id}", "#".repeat(heading.level as usize)) }
}

/// A block without what is said in a language.
fn block(block: &Block) -> Item {
    let text = |key: &str| block.table.get(key).and_then(toml::Value::as_str);
    let keys = |keys: &[&str]| {
        let given = keys.iter().filter_map(|key| Some(format!(" {key} = \"{}\"", text(key)?)));
        given.collect::<String>()
    };
    let what = match block.kind {
        Kind::Quiz => {
            let options = block.table.get("option").and_then(toml::Value::as_array).map_or(&[][..], Vec::as_slice);
            let is_right = |option: &toml::Value| option.get("right").and_then(toml::Value::as_bool) == Some(true);
            let right = options.iter().position(is_right).map_or(0, |place| place + 1);
            format!("{} {}", keys(&["id"]), (words_of().options)(options.len(), right))
        }
        Kind::Figure => keys(&["test", "program", "only"]),
        Kind::Session => keys(&["name", "steps"]),
        // The caption is said in a language; whatever else there is, is not.
        Kind::Explorable | Kind::Exercise | Kind::Mistakes | Kind::Evidence => {
            let parameters: toml::Table = block
                .table
                .iter()
                .filter(|(key, _)| *key != "caption")
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect();
            let shown = parameters.iter().map(|(key, value)| format!(" {key} = {value}"));
            shown.collect::<String>()
        }
    };
    Item { line: block.line, what: format!("{}{what}", block.kind.name()) }
}

/// Where two lists begin to differ. Said of the Spanish page, since it is the one that follows.
fn first_difference(en: &Outline, es: &Outline, one: &[Item], other: &[Item]) -> Option<Fault> {
    let words = words_of();
    let same = one.iter().zip(other).take_while(|(one, other)| one.what == other.what).count();
    let at = |item: &Item| format!("{}:{}", en.file().display(), item.line);
    match (one.get(same), other.get(same)) {
        (None, None) => None,
        (Some(one), Some(other)) => Some(es.fault(other.line, (words.differs)(&other.what, &one.what, &at(one)))),
        (Some(one), None) => Some(es.fault(None, (words.missing_here)(&one.what, &at(one)))),
        (None, Some(other)) => Some(es.fault(other.line, (words.only_here)(&other.what, &en.file()))),
    }
}

/// Links, whatever their order: it follows that of the words. The table of contents has an order.
fn links(en: &Outline, es: &Outline) -> Vec<Fault> {
    let words = words_of();
    if en.path == Path::new("SUMMARY.md") {
        return first_difference(en, es, &en.links, &es.links).into_iter().collect();
    }
    let mut left: BTreeMap<String, Vec<&Item>> = BTreeMap::new();
    for link in &es.links {
        left.entry(in_any_language(&link.what)).or_default().push(link);
    }
    let mut faults = Vec::new();
    for link in &en.links {
        match left.get_mut(&in_any_language(&link.what)).filter(|same| !same.is_empty()) {
            Some(same) => drop(same.remove(0)),
            None => {
                let at = format!("{}:{}", en.file().display(), link.line);
                faults.push(es.fault(None, (words.missing_here)(&link.what, &at)));
            }
        }
    }
    let only = left.into_values().flatten();
    faults.extend(only.map(|link| es.fault(link.line, (words.only_here)(&link.what, &en.file()))));
    faults
}

/// A page of another host that exists in both languages has two addresses.
fn in_any_language(link: &str) -> String {
    link.replacen("https://docs.python.org/es/", "https://docs.python.org/", 1)
}

/// A reader's answers are kept by the quiz's id.
fn quizzes_twice(book: &Book) -> Vec<Fault> {
    let mut faults = Vec::new();
    for pages in [&book.en, &book.es] {
        let mut first: BTreeMap<&str, String> = BTreeMap::new();
        for page in pages.values() {
            for block in page.blocks.iter().filter(|block| block.kind == Kind::Quiz) {
                let Some(id) = block.table.get("id").and_then(toml::Value::as_str) else { continue };
                let here = format!("{}:{}", page.file().display(), block.line);
                match first.get(id) {
                    Some(there) => faults.push(page.fault(block.line, (words_of().quiz_twice)(id, there))),
                    None => drop(first.insert(id, here)),
                }
            }
        }
    }
    faults
}
