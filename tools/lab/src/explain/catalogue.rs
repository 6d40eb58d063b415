//! All mistakes, and the exercises whose tests name them.

use std::collections::BTreeSet;
use std::fs;

use anstyle::Style;
use enchufe::catalog::Exercise;
use enchufe::mistake;
use enchufe::report::Colour;

use super::name;
use crate::lab::Lab;
use crate::markdown::{self, Look};
use crate::problem::Problem;
use crate::terminal::{visible_width, wrap};
use crate::words;

/// A title that is given fewer columns than this stands under its slug.
const TITLE: usize = 30;

/// The mistakes of these exercises, slug and title. `is_all`: also those that no exercise names.
pub fn lines(lab: &Lab, exercises: &[&Exercise], is_all: bool, width: usize) -> Result<Vec<String>, Problem> {
    let words = words::explain(lab.lang);
    let slugs = slugs(lab)?;
    let (mut lines, mut shown) = (Vec::new(), BTreeSet::new());
    for exercise in exercises {
        let source = graded_source(lab, exercise);
        let group: Vec<&String> = slugs.iter().filter(|slug| names(&source, slug)).collect();
        shown.extend(group.iter().copied());
        lines.extend(group_lines(
            lab,
            &format!("{} · {}", name(exercise), exercise.title.get(lab.lang)),
            &group,
            width,
        ));
    }
    if is_all {
        let rest: Vec<&String> = slugs.iter().filter(|slug| !shown.contains(slug)).collect();
        lines.extend(group_lines(lab, words.others, &rest, width));
    }
    lines.extend(markdown::paragraph(words.read_one, Look { width, indent: 0, colour: Colour::of_stdout() }));
    Ok(lines)
}

/// The exercises whose graded tests name a mistake, by number.
pub fn exercises_naming<'l>(lab: &'l Lab, slug: &str) -> Vec<&'l Exercise> {
    lab.exercises.iter().filter(|exercise| names(&graded_source(lab, exercise), slug)).collect()
}

/// All mistakes, in alphabetical order.
pub fn slugs(lab: &Lab) -> Result<Vec<String>, Problem> {
    let found = mistake::slugs(&lab.root, lab.lang);
    found.map_err(|error| Problem::new(error.to_string()).advise(words::explain(lab.lang).restore_pages))
}

/// A mistake's title; nothing where the page cannot be used, which `explain` says when it is asked for the page.
pub fn title(lab: &Lab, slug: &str) -> String {
    mistake::page(&lab.root, slug, lab.lang).map_or_else(|_| String::new(), |page| page.title)
}

fn group_lines(lab: &Lab, heading: &str, slugs: &[&String], width: usize) -> Vec<String> {
    if slugs.is_empty() {
        return Vec::new();
    }
    let bold = Style::new().bold();
    let styled = |line: String| match Colour::of_stdout() {
        Colour::Plain => line,
        Colour::Coloured => format!("{bold}{line}{bold:#}"),
    };
    let mut lines: Vec<String> = wrap(heading, width).into_iter().map(styled).collect();
    lines.push(String::new());
    let titles: Vec<(&str, String)> = slugs.iter().map(|slug| (slug.as_str(), title(lab, slug))).collect();
    lines.extend(rows(&titles, width));
    lines.push(String::new());
    lines
}

/// Slugs and titles in two columns, or one under the other where that is too narrow.
pub fn rows(entries: &[(&str, String)], width: usize) -> Vec<String> {
    let column = 2 + entries.iter().map(|(slug, _)| visible_width(slug)).max().unwrap_or_default() + 2;
    let is_stacked = column + TITLE > width;
    let mut lines = Vec::new();
    for (slug, title) in entries {
        let start = format!("  {slug}");
        if is_stacked {
            lines.push(start);
            lines.extend(wrap(title, width.saturating_sub(4)).iter().map(|line| format!("    {line}")));
            continue;
        }
        let mut left = start;
        for line in wrap(title, width - column) {
            lines.push(format!("{left:<column$}{line}"));
            left.clear();
        }
        if !left.is_empty() {
            lines.push(left);
        }
    }
    lines
}

/// The sources of an exercise's graded tests: the file of its name, and the files that this one takes parts from.
fn graded_source(lab: &Lab, exercise: &Exercise) -> String {
    let folder = lab.root.join("tests").join("graded");
    let mut source =
        fs::read_to_string(folder.join(format!("{}.rs", exercise.slug.replace('-', "_")))).unwrap_or_default();
    let parts: Vec<String> = source
        .lines()
        .filter_map(|line| line.strip_prefix("#[path = \"")?.strip_suffix("\"]"))
        .filter_map(|part| fs::read_to_string(folder.join(part)).ok())
        .collect();
    parts.iter().for_each(|part| source.push_str(part));
    source
}

/// Whether tests name a mistake: nothing else in them is a text that is exactly its slug.
fn names(source: &str, slug: &str) -> bool {
    source.contains(&format!("\"{slug}\""))
}
