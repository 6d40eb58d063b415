//! The pages of mistakes and of hints, and the task of an exercise.

use std::fs;
use std::path::Path;

use enchufe::words::Lang;
use enchufe::{hints, mistake};
use fuzz::{MIB, each, text};
use proptest::prelude::any;
use proptest::sample::Index;

const WORDS: [&str; 8] = ["# ", "## ", "{#", "}", "```\n", "{#the-rule}", "](../", ".md#"];

/// A folder with room for a page.
fn place(path: &Path) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(root.path().join(path).parent().expect("a page lies in a folder")).expect("folders in it");
    root
}

#[test]
fn a_page_of_a_mistake_is_whole_or_named() {
    let pages = text::texts("book/en/mistakes", "single-read.md", 8 << 10);
    let (path, slug) = (mistake::path("single-read", Lang::En), "single-read");
    let root = place(&path);
    each(1500, 4 * MIB, text::mutated_text(pages, &WORDS), move |page| {
        fs::write(root.path().join(&path), &page).expect("written");
        match mistake::page(root.path(), slug, Lang::En) {
            Ok(read) => {
                let parts = [&read.title, &read.what_you_see, &read.the_rule, &read.ask_yourself, &read.a_relative];
                assert!(parts.into_iter().chain(&read.headings).all(|part| !part.trim().is_empty()), "{read:?}");
            }
            Err(error) => assert!(error.to_string().contains("single-read.md"), "{error}"),
        }
    });
}

#[test]
fn a_page_of_hints_is_whole_or_named() {
    let path = hints::path("tcp-client", Lang::Es);
    let pages = text::texts("book/es/hints", "tcp-client.md", 8 << 10);
    let root = place(&path);
    each(1500, 4 * MIB, text::mutated_text(pages, &WORDS), move |page| {
        fs::write(root.path().join(&path), &page).expect("written");
        match hints::page(root.path(), "tcp-client", Lang::Es) {
            Ok(read) => {
                let reading = &read.the_section;
                let parts = [&read.title, &read.the_question, &read.the_rule, &read.a_relative];
                let in_reading = [&reading.chapter, &reading.id, &reading.heading, &reading.task];
                assert!(parts.into_iter().chain(in_reading).all(|part| !part.trim().is_empty()), "{read:?}");
            }
            Err(error) => assert!(error.to_string().contains("tcp-client.md"), "{error}"),
        }
    });
}

#[test]
fn a_paragraph_of_a_task_is_found_where_it_stands() {
    let tasks = text::texts("exercises/03-tcp-client/src", "main.rs", 32 << 10);
    let sources = text::mutated_text(tasks, &["//! ", "//!\n", "//! - ", "//! 1. ", "**English.** ", "|"]);
    each(1500, 4 * MIB, (sources, any::<Index>()), |(source, place)| {
        let lines: Vec<&str> = source.lines().map_while(|line| line.strip_prefix("//!")).collect();
        let beginning = if lines.is_empty() { "" } else { *place.get(&lines) };
        if let Some((line, paragraph)) = hints::paragraph_of_task(&source, beginning) {
            assert!((1..=lines.len()).contains(&line), "line {line} of {}", lines.len());
            assert!(!paragraph.contains('\n'), "{paragraph}");
        }
    });
}
