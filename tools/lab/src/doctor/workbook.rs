//! The workbook as it lies on this machine: whether every file of it is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use enchufe::catalog::Exercise;
use enchufe::mistake;
use enchufe::words::Lang;

use super::finding::Finding;
use crate::lab::Lab;
use crate::progress;
use crate::words::doctor as words_of;

/// How many missing files are named one by one.
const NAMED: usize = 5;

/// Exercises with their manifests, programs, stubs and tests; the pages of the mistakes in both languages.
pub fn complete(lab: &Lab) -> Vec<Finding> {
    let words = words_of(lab.lang);
    let mut findings = Vec::new();
    let gone: Vec<&Exercise> = lab.exercises.iter().filter(|exercise| !exercise.source().is_file()).collect();
    for exercise in &gone {
        let advice = format!("cargo lab reset {}", exercise.slug);
        findings.push(Finding::problem((words.missing)(&lab.short(&exercise.source())), advice));
    }
    let sources: BTreeSet<PathBuf> = gone.iter().map(|exercise| exercise.source()).collect();
    let mut missing: BTreeSet<PathBuf> = lab.exercises.iter().flat_map(|exercise| missing_of(lab, exercise)).collect();
    missing.extend(exercises_without_a_folder(lab));
    missing.extend(pages_without_a_sister(lab));
    let missing: Vec<PathBuf> = missing.into_iter().filter(|path| !sources.contains(path)).collect();
    for path in missing.iter().take(NAMED) {
        findings.push(Finding::problem((words.missing)(&lab.short(path)), (words.restore)(&lab.short(path))));
    }
    if missing.len() > NAMED {
        findings.push(Finding::problem((words.more_missing)(missing.len() - NAMED), words.fresh_copy));
    }
    if findings.is_empty() {
        let pages = slugs(lab, lab.lang).len();
        findings.push(Finding::ok((words.complete)(lab.exercises.len(), pages)));
    }
    findings
}

/// Whether the copy is a hand-out. Worth knowing in a bug report, and nothing to be mended.
pub fn solutions(lab: &Lab) -> Vec<Finding> {
    let words = words_of(lab.lang);
    let is_there = lab.root.join("solutions").is_dir();
    vec![Finding::ok(if is_there { words.with_solutions } else { words.hand_out })]
}

/// The files that an exercise names and that are not there.
fn missing_of(lab: &Lab, exercise: &Exercise) -> Vec<PathBuf> {
    let stub = progress::as_it_came(lab, exercise);
    let mut needed = vec![exercise.source(), stub.clone()];
    let manifest = fs::read_to_string(exercise.folder.join("Cargo.toml")).unwrap_or_default();
    let paths = manifest.split("path = \"").skip(1).filter_map(|rest| rest.split('"').next());
    needed.extend(paths.map(|path| tidy(&exercise.folder.join(path))));
    let source = exercise.source();
    needed.extend(modules(&stub, source.parent().unwrap_or(&source)));
    let tests = lab.root.join("tests").join("graded");
    let graded = tests.join(format!("{}.rs", exercise.slug.replace('-', "_")));
    needed.extend(modules(&graded, &tests));
    needed.retain(|path| !path.exists());
    needed
}

/// The files of the modules that a program is made of: `mod messages;`, `#[path = "cachipun/wire.rs"]`.
fn modules(program: &Path, folder: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(program).unwrap_or_default();
    let mut found = Vec::new();
    let mut path = None;
    for line in text.lines() {
        if let Some(given) = line.strip_prefix("#[path = \"").and_then(|rest| rest.strip_suffix("\"]")) {
            path = Some(given.to_owned());
        } else if let Some(name) = line.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';')) {
            found.push(folder.join(path.take().unwrap_or_else(|| format!("{name}.rs"))));
        }
    }
    found
}

/// Exercises of which there is a stub and nothing else.
fn exercises_without_a_folder(lab: &Lab) -> Vec<PathBuf> {
    let stubs = fs::read_dir(lab.root.join("tools").join("lab").join("stubs")).into_iter().flatten().flatten();
    let manifest = |name| lab.root.join("exercises").join(name).join("Cargo.toml");
    stubs.map(|entry| manifest(entry.file_name())).filter(|path| !path.is_file()).collect()
}

/// Pages that are there in one language only, and a language without any.
fn pages_without_a_sister(lab: &Lab) -> Vec<PathBuf> {
    let [english, spanish] = Lang::ALL.map(|lang| slugs(lab, lang));
    let path = |slug: &String, lang| lab.root.join(mistake::path(slug, lang));
    let mut missing: Vec<PathBuf> = english.difference(&spanish).map(|slug| path(slug, Lang::Es)).collect();
    missing.extend(spanish.difference(&english).map(|slug| path(slug, Lang::En)));
    if english.is_empty() && spanish.is_empty() {
        missing.push(lab.root.join("book"));
    }
    missing
}

fn slugs(lab: &Lab, lang: Lang) -> BTreeSet<String> {
    mistake::slugs(&lab.root, lang).unwrap_or_default().into_iter().collect()
}

/// A path without `..` where that is possible.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir if tidy.file_name().is_some() => {
                tidy.pop();
            }
            other => tidy.push(other),
        }
    }
    tidy
}
