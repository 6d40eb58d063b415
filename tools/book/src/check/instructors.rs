//! What instructors are told of exercises is what the manifests say: numbers, points, rules, what comes first.

use std::path::Path;
use std::sync::LazyLock;

use enchufe::catalog::Exercise;
use regex::Regex;

use super::Looked;
use super::outline::{Book, Outline};
use crate::site::Fault;
use crate::words::check as words_of;

pub fn look(book: &Book, exercises: &[Exercise]) -> Looked {
    let pages: Vec<&Outline> = book.all().filter(|page| page.path == Path::new("instructors.md")).collect();
    let faults = pages.iter().flat_map(|page| on_page(page, exercises)).collect();
    Looked { looked: (words_of().rows_looked_at)(exercises.len(), pages.len()), faults }
}

fn on_page(page: &Outline, exercises: &[Exercise]) -> Vec<Fault> {
    static ROW: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\| *\d\d *\|").expect("a pattern"));
    let words = words_of();
    let lines = (1..).zip(page.text.lines()).skip_while(|(_, line)| !ROW.is_match(line));
    let rows: Vec<(usize, &str)> = lines.take_while(|(_, line)| line.starts_with('|')).collect();
    let mut faults = Vec::new();
    for (place, exercise) in exercises.iter().enumerate() {
        let right = row(exercise, exercises);
        match rows.get(place) {
            Some((_, row)) if cells(row) == cells(&right) => {}
            Some((line, _)) => faults.push(page.fault(*line, (words.row_is)(&right))),
            None => faults.push(page.fault(None, (words.row_missing)(&right))),
        }
    }
    let more = rows.iter().skip(exercises.len());
    faults.extend(more.map(|(line, _)| page.fault(*line, words.row_of_nothing)));
    let total: u32 = exercises.iter().map(|exercise| exercise.points).sum();
    let says_total = Regex::new(&format!(r"\b{total}\b")).is_ok_and(|total| total.is_match(&page.text));
    if !says_total {
        faults.push(page.fault(None, (words.total_is)(total)));
    }
    faults
}

/// The row of an exercise.
fn row(exercise: &Exercise, all: &[Exercise]) -> String {
    let needed = all.iter().filter(|other| exercise.needs.contains(&other.slug));
    let needed: Vec<String> = needed.map(|other| format!("{:02}", other.number)).collect();
    let Exercise { number, slug, chapter, points, rules, .. } = exercise;
    format!("| {number:02} | [{slug}]({chapter}.md) | {points} | {} | {} |", rules.len(), needed.join(", "))
}

fn cells(row: &str) -> Vec<&str> {
    row.trim().trim_matches('|').split('|').map(str::trim).collect()
}
