//! Code that a chapter shows is cut from a program that runs. Commands may stand in a page; so may plain text.

use std::collections::BTreeSet;

use super::Looked;
use super::outline::Book;
use crate::words::check as words_of;

/// Languages whose fences must be cut from a file.
const CODE: [&str; 2] = ["rust", "python"];

pub fn look(book: &Book) -> Looked {
    let words = words_of();
    let mut faults = Vec::new();
    let mut files = BTreeSet::new();
    let mut listings = 0;
    for page in book.chapters() {
        for fence in page.fences.iter().filter(|fence| CODE.contains(&fence.language.as_str())) {
            listings += 1;
            let lines: Vec<&str> = fence.body.lines().filter(|line| !line.trim().is_empty()).collect();
            let is_cut = |line: &&str| line.trim_start().starts_with("{{#include ");
            if lines.is_empty() || !lines.iter().all(is_cut) {
                faults.push(page.fault(fence.line, words.not_cut));
            }
        }
        for include in &page.includes {
            let file = include.what.split(':').next().unwrap_or_default();
            files.insert(file.to_owned());
            // A class's copy has no solutions, and a chapter gives none away.
            if file.split('/').any(|part| part == "solutions") {
                faults.push(page.fault(include.line, words.cut_from_a_solution));
            }
        }
    }
    Looked { looked: (words.listings_looked_at)(listings, files.len()), faults }
}
