//! The files that a recording was made from, and whether they are still what they were.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::conversation::{Conversation, Program};
use super::wanted::entries;
use crate::words::record as words_of;

/// Files, by their path from the workbook's folder, each with the number that stands for what is in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources(BTreeMap<String, String>);

impl Sources {
    /// Those of a figure: the program's, and the graded test's.
    ///
    /// # Errors
    /// There is no such exercise or program.
    pub fn of_conversation(root: &Path, conversation: &Conversation) -> Result<Sources, String> {
        let Conversation { exercise, program, .. } = conversation;
        let mut paths = match program {
            Program::Solution => of_solution(root, exercise)?,
            Program::Wrong(name) => {
                let path = program_file(root, "wrong", exercise, name)?;
                let is_edit = path.extension().is_some_and(|extension| extension == "edit");
                let edited = if is_edit { of_solution(root, exercise)? } else { Vec::new() };
                [vec![path], edited].concat()
            }
            Program::Right(name) => vec![program_file(root, "right", exercise, name)?],
        };
        let name = exercise.replace('-', "_");
        with_modules(&root.join("tests").join("graded").join(format!("{name}.rs")), &mut paths);
        Ok(Sources::read(root, paths))
    }

    /// Reads the files.
    pub fn read(root: &Path, paths: impl IntoIterator<Item = PathBuf>) -> Sources {
        // Without the detours that a manifest's `../` makes.
        let whole = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let root = whole(root);
        let entry = |path: PathBuf| {
            let path = whole(&path);
            let name = path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            Some((name, number(&fs::read(&path).ok()?)))
        };
        Sources(paths.into_iter().filter_map(entry).collect())
    }

    /// The file that has changed since, if one has. A file that this copy of the workbook does not have cannot be
    /// compared: a class's copy has no solutions.
    pub fn changed(&self, root: &Path) -> Option<&str> {
        let is_changed = |(name, known): &(&String, &String)| {
            let path = root.join(name.as_str());
            match fs::read(&path) {
                Ok(bytes) => number(&bytes) != **known,
                Err(_) => path.parent().is_some_and(Path::is_dir),
            }
        };
        self.0.iter().find(is_changed).map(|(name, _)| name.as_str())
    }

    pub fn to_json(&self) -> Value {
        let entry = |(name, number): (&String, &String)| (name.clone(), Value::from(number.as_str()));
        Value::Object(self.0.iter().map(entry).collect::<Map<_, _>>())
    }

    pub fn from_json(json: &Value) -> Option<Sources> {
        let entry = |(name, number): (&String, &Value)| Some((name.clone(), number.as_str()?.to_owned()));
        json.as_object()?.iter().map(entry).collect::<Option<_>>().map(Sources)
    }
}

/// The sources of an exercise's solution, and of the library that it is built on.
pub fn of_solution(root: &Path, exercise: &str) -> Result<Vec<PathBuf>, String> {
    let is_its = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.split_once('-').is_some_and(|(_, slug)| slug == exercise)
    };
    let folder = entries(&root.join("solutions")).into_iter().find(is_its);
    let folder = folder.ok_or_else(|| (words_of().no_solution)(exercise))?;
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    let manifest: toml::Table = manifest.parse().unwrap_or_default();
    let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table).cloned().unwrap_or_default();
    let paths = dependencies.values().filter_map(|dependency| dependency.get("path")?.as_str());
    let libraries = paths.flat_map(|path| rust_files(&folder.join(path).join("src"))).collect();
    Ok([rust_files(&folder.join("src")), libraries].concat())
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let is_rust = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "rs");
    let below = |path: PathBuf| if path.is_dir() { rust_files(&path) } else { vec![path] };
    entries(folder).into_iter().flat_map(below).filter(is_rust).collect()
}

/// The file of a wrong or right program.
pub fn program_file(root: &Path, kind: &str, exercise: &str, name: &str) -> Result<PathBuf, String> {
    let folder = root.join("tests").join(kind).join(exercise);
    let paths = ["edit", "rs", "py", "mjs"].map(|ending| folder.join(format!("{name}.{ending}")));
    paths.into_iter().find(|path| path.is_file()).ok_or_else(|| (words_of().no_such_program)(kind, exercise, name))
}

/// Adds a Rust file, and the modules that it names with their paths.
fn with_modules(path: &Path, paths: &mut Vec<PathBuf>) {
    let Ok(text) = fs::read_to_string(path) else { return };
    paths.push(path.to_owned());
    let named = |line: &str| line.strip_prefix("#[path = \"")?.strip_suffix("\"]").map(str::to_owned);
    let folder = path.parent().unwrap_or(Path::new(""));
    for module in text.lines().filter_map(named).collect::<BTreeSet<_>>() {
        with_modules(&folder.join(module), paths);
    }
}

/// A number that stands for what is in a file, however its lines end: FNV-1a of 64 bits. Nobody means to
/// deceive it.
pub fn number(bytes: &[u8]) -> String {
    let letters = bytes.iter().filter(|byte| **byte != b'\r');
    let mix = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    format!("{:016x}", letters.fold(0xcbf2_9ce4_8422_2325, mix))
}
