//! The look of the sources, and words that the book does not use.

use std::sync::LazyLock;

use regex::Regex;

use super::Looked;
use super::outline::{Book, Outline, texts};
use crate::site::Fault;
use crate::words::check as words_of;

/// Letters in a line of prose, without what a link leads to.
const LONGEST: usize = 120;

/// The words, and why each is one of them.
const WORDS: &str = include_str!("style.toml");

/// A word that is not used in a language.
struct Word {
    lang: String,
    pattern: Regex,
    /// What is no such word, although it holds one.
    unless: Option<Regex>,
    why: String,
}

static UNWANTED: LazyLock<Vec<Word>> = LazyLock::new(|| {
    let table: toml::Table = WORDS.parse().expect("style.toml is a table");
    let words = table["word"].as_array().expect("style.toml has a list of words");
    let word = |word: &toml::Value| {
        let text = |key: &str| word[key].as_str().expect("a word has lang, pattern and why").to_owned();
        let pattern = Regex::new(&format!(r"(?i)\b(?:{})\b", text("pattern"))).expect("a pattern");
        let unless = word.get("unless").map(|_| Regex::new(&text("unless")).expect("a pattern"));
        Word { lang: text("lang"), pattern, unless, why: text("why") }
    };
    words.iter().map(word).collect()
});

pub fn look(book: &Book) -> Looked {
    let faults = book.all().flat_map(on_page).collect();
    let lines = book.all().map(|page| page.is_prose.len()).sum();
    Looked { looked: (words_of().lines_looked_at)(lines, UNWANTED.len()), faults }
}

fn on_page(page: &Outline) -> Vec<Fault> {
    let words = words_of();
    let mut faults = Vec::new();
    for ((number, line), is_prose) in (1..).zip(page.text.lines()).zip(&page.is_prose) {
        if line.ends_with([' ', '\t']) {
            faults.push(page.fault(number, words.trailing_blanks));
        }
        if *is_prose && length(line) > LONGEST {
            faults.push(page.fault(number, (words.long_line)(length(line), LONGEST)));
        }
        if *is_prose {
            faults.extend(unwanted(page, number, line));
        }
    }
    if !page.text.ends_with('\n') || page.text.ends_with("\n\n") {
        faults.push(page.fault(page.is_prose.len(), words.last_line));
    }
    for block in &page.blocks {
        faults.extend(texts(&block.table).into_iter().flat_map(|text| unwanted(page, block.line, text)));
    }
    // A table is no prose, and full of words.
    for (number, line) in (1..).zip(page.text.lines()).filter(|(_, line)| line.starts_with('|')) {
        faults.extend(unwanted(page, number, line));
    }
    faults
}

/// An address cannot be broken, nor can an id.
fn length(line: &str) -> usize {
    static LINK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\]\([^)\s]*\)|<https?://[^>]*>|\s*\{#[a-z0-9-]+\}").expect("a pattern"));
    LINK.replace_all(line, "").chars().count()
}

fn unwanted(page: &Outline, line: usize, text: &str) -> Vec<Fault> {
    static CODE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"`[^`]*`|\]\([^)]*\)|\{#[^}]*\}").expect("a pattern"));
    let text = CODE.replace_all(text, "``");
    let of_lang = UNWANTED.iter().filter(|word| word.lang == page.lang.code());
    let found = of_lang.filter_map(|word| {
        let text = word.unless.as_ref().map_or(text.clone(), |unless| unless.replace_all(&text, ""));
        Some((word, word.pattern.find(&text)?.as_str().to_owned()))
    });
    found.map(|(word, found)| page.fault(line, (words_of().unwanted)(&found, &word.why))).collect()
}
