//! Where a mistake is made: which exercises have a test that names it. The wrong programs say so; a class's copy has none
//! of them, and then the graded tests do.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use enchufe::catalog::Exercise;
use regex::Regex;

/// For each mistake the slugs of the exercises.
pub type Places = BTreeMap<String, BTreeSet<String>>;

/// Finds them.
pub fn places(root: &Path, exercises: &[Exercise]) -> Places {
    let wrong = root.join("tests").join("wrong");
    let mut places = Places::new();
    for exercise in exercises {
        let slugs = match files(&wrong.join(&exercise.slug)) {
            programs if !programs.is_empty() => programs.iter().filter_map(|path| slug_of(path)).collect(),
            _ => named_in_tests(root, exercise),
        };
        for slug in slugs {
            places.entry(slug).or_default().insert(exercise.slug.clone());
        }
    }
    places
}

/// `single-read.2.edit` makes the mistake `single-read`.
fn slug_of(program: &Path) -> Option<String> {
    let name = program.file_name()?.to_str()?;
    let is_program = name.ends_with(".edit") || name.ends_with(".rs");
    is_program.then(|| name.split('.').next().unwrap_or_default().to_owned())
}

/// Whatever could be a mistake's name in the sources of an exercise's graded tests. Who asks for a mistake that has a page
/// is not misled by the rest.
fn named_in_tests(root: &Path, exercise: &Exercise) -> BTreeSet<String> {
    static NAME: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#""([a-z0-9]+(?:-[a-z0-9]+)+)""#).expect("a pattern"));
    let tests = root.join("tests").join("graded");
    let name = exercise.slug.replace('-', "_");
    let mut sources = vec![tests.join(format!("{name}.rs"))];
    for folder in [name.as_str(), name.split('_').next().unwrap_or_default()] {
        sources.extend(files(&tests.join(folder)));
    }
    let text: String = sources.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
    NAME.captures_iter(&text).map(|found| found[1].to_owned()).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}
