//! The exercises: number, slug, title, chapter, points, what must be finished first, and the rules that are tested.
//!
//! Read from `[package.metadata.enchufe]` in each exercise's manifest. The catalogue knows nothing of how to test.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use crate::words::Lang;

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub en: String,
    pub es: String,
}

impl Text {
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Es => &self.es,
        }
    }
}

/// One rule of an exercise: one graded test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The name of the test.
    pub name: String,
    /// The rule in words. In English it is the test's name.
    pub text: Text,
}

/// One exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exercise {
    /// Its place in the book, from the folder's name: `03-tcp-client` is 3.
    pub number: u32,
    /// The package's name: `tcp-client`.
    pub slug: String,
    pub title: Text,
    /// The slug of the chapter it belongs to.
    pub chapter: String,
    pub points: u32,
    /// Slugs of exercises that must be finished first.
    pub needs: Vec<String>,
    /// In the order in which they are shown.
    pub rules: Vec<Rule>,
    /// The folder with its manifest.
    pub folder: PathBuf,
    /// The one file that a student edits, inside that folder: `src/main.rs` unless the manifest names another.
    source: PathBuf,
}

impl Exercise {
    /// The one file that a student edits.
    pub fn source(&self) -> PathBuf {
        self.folder.join(&self.source)
    }

    /// The rule that a test checks, in words.
    pub fn rule_text(&self, test: &str, lang: Lang) -> String {
        let known = self.rules.iter().find(|rule| rule.name == test);
        known.map_or_else(|| in_words(test), |rule| rule.text.get(lang).to_owned())
    }
}

/// Why an exercise's manifest cannot be used.
#[derive(Debug)]
pub struct CatalogError {
    path: PathBuf,
    problem: String,
}

impl fmt::Display for CatalogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.problem)
    }
}

impl std::error::Error for CatalogError {}

/// All exercises of a folder such as `exercises/`, by number.
///
/// # Errors
/// The folder cannot be read, or a manifest in it cannot be used.
pub fn exercises(folder: &Path) -> Result<Vec<Exercise>, CatalogError> {
    let entries = fs::read_dir(folder).map_err(|error| problem(folder, &error))?;
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| problem(folder, &error))?.path();
        if path.join("Cargo.toml").is_file() {
            found.push(exercise(&path)?);
        }
    }
    found.sort_by_key(|exercise| exercise.number);
    Ok(found)
}

/// The exercise of one folder such as `exercises/03-tcp-client`.
///
/// # Errors
/// The manifest cannot be read, or something is missing in its `[package.metadata.enchufe]`.
pub fn exercise(folder: &Path) -> Result<Exercise, CatalogError> {
    let manifest = folder.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).map_err(|error| problem(&manifest, &error))?;
    let table: Table = text.parse().map_err(|error| problem(&manifest, &error))?;
    let mut exercise =
        from_table(folder, &table).map_err(|missing| CatalogError { path: manifest, problem: missing })?;
    // A table has no order of its own; the manifest is written in the order in which rules are shown.
    exercise.rules.sort_by_key(|rule| text.find(&format!("\n{} = ", rule.name)));
    Ok(exercise)
}

fn from_table(folder: &Path, manifest: &Table) -> Result<Exercise, String> {
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let number = name.split('-').next().and_then(|digits| digits.parse().ok());
    let package = manifest.get("package").and_then(Value::as_table).ok_or("no [package]")?;
    let metadata = package.get("metadata").and_then(|metadata| metadata.get("enchufe")).and_then(Value::as_table);
    let metadata = metadata.ok_or("no [package.metadata.enchufe]")?;
    let text = |key: &str| metadata.get(key).and_then(Value::as_str).map(str::to_owned);
    let title = metadata.get("title").ok_or("no title")?;
    let rules = metadata.get("rules").and_then(Value::as_table).ok_or("no [package.metadata.enchufe.rules]")?;
    Ok(Exercise {
        number: number.ok_or("the folder's name does not begin with a number and a dash")?,
        slug: package.get("name").and_then(Value::as_str).ok_or("no name")?.to_owned(),
        title: Text { en: said(title, "en")?, es: said(title, "es")? },
        chapter: text("chapter").ok_or("no chapter")?,
        points: metadata
            .get("points")
            .and_then(Value::as_integer)
            .and_then(|n| n.try_into().ok())
            .ok_or("no points")?,
        needs: strings(metadata.get("needs").ok_or("no needs")?),
        rules: rules.iter().map(|(name, text)| rule(name, text)).collect::<Result<_, _>>()?,
        folder: folder.to_owned(),
        source: text("source").unwrap_or_else(|| "src/main.rs".to_owned()).into(),
    })
}

fn rule(name: &str, text: &Value) -> Result<Rule, String> {
    Ok(Rule { name: name.to_owned(), text: Text { en: in_words(name), es: said(text, "es")? } })
}

fn said(value: &Value, lang: &str) -> Result<String, String> {
    value.get(lang).and_then(Value::as_str).map(str::to_owned).ok_or_else(|| format!("a text has no `{lang}`"))
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

/// A test's name as a sentence.
pub(crate) fn in_words(test: &str) -> String {
    test.replace('_', " ")
}

fn problem(path: &Path, error: &dyn fmt::Display) -> CatalogError {
    CatalogError { path: path.to_owned(), problem: error.to_string() }
}
