//! The recordings that are kept: a file is written only when more than chance has changed, so that recording twice gives
//! the same files.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::problem::Problem;
use super::wanted::entries;
use crate::terminal;
use crate::words::record as words_of;

/// The folder of recordings, and what became of it in one run.
pub struct Kept<'r> {
    root: &'r Path,
    /// Nothing is written: it is only said what would be.
    is_check: bool,
    pub same: usize,
    pub changed: usize,
    pub removed: usize,
    pub problems: Vec<Problem>,
}

impl Kept<'_> {
    pub fn new(root: &Path, is_check: bool) -> Kept<'_> {
        Kept { root, is_check, same: 0, changed: 0, removed: 0, problems: Vec::new() }
    }

    /// Keeps a recording at a path, unless what is there differs from it by nothing but chance. `difference` says how
    /// what is there differs.
    pub fn keep(&mut self, path: &Path, json: &Value, difference: impl Fn(&Value) -> Option<String>) {
        let words = words_of();
        let earlier = read(path);
        let said = match &earlier {
            None => Some(words.missing.to_owned()),
            Some(earlier) => difference(earlier),
        };
        let shown = path.strip_prefix(self.root).unwrap_or(path).display().to_string();
        if let Some(said) = said {
            self.changed += 1;
            if self.is_check {
                self.problems.push(Problem::new(shown, said));
                return;
            }
            self.write(path, json);
            terminal::say((words.written)(&shown));
            return;
        }
        self.same += 1;
        // The same conversation, made from files that have changed otherwise.
        let made_from = json.get("made_from");
        let earlier = earlier.filter(|earlier| earlier.get("made_from") != made_from);
        if let (Some(mut earlier), Some(made_from), false) = (earlier, made_from, self.is_check) {
            earlier["made_from"] = made_from.clone();
            self.write(path, &earlier);
        }
    }

    fn write(&mut self, path: &Path, json: &Value) {
        let folder = path.parent().unwrap_or(path);
        let written = fs::create_dir_all(folder).and_then(|()| fs::write(path, in_lines(json)));
        if let Err(error) = written {
            self.problems.push(Problem::new(path.display(), (words_of().cannot_write)(&error)));
        }
    }

    /// Removes recordings that belong to nothing.
    pub fn remove_others(&mut self, paths: &[PathBuf]) {
        let folder = super::folder(self.root);
        for path in files(&folder).into_iter().filter(|path| !paths.contains(path)) {
            let shown = path.strip_prefix(self.root).unwrap_or(&path).display().to_string();
            self.removed += 1;
            if self.is_check {
                self.problems.push(Problem::new(shown, words_of().named_nowhere));
                continue;
            }
            if let Err(error) = fs::remove_file(&path) {
                self.problems.push(Problem::new(shown, (words_of().cannot_write)(&error)));
                continue;
            }
            terminal::say((words_of().removed)(&shown));
            // A folder that others are in stays.
            path.ancestors().skip(1).take_while(|it| *it != folder).for_each(|it| drop(fs::remove_dir(it)));
        }
    }
}

/// A recording that is kept, if there is one.
pub fn read(path: &Path) -> Option<Value> {
    fs::read(path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let below = |path: PathBuf| if path.is_dir() { files(&path) } else { vec![path] };
    entries(folder).into_iter().flat_map(below).collect()
}

/// JSON with a line for each key, and for each thing in a list: a change shows where it is.
fn in_lines(json: &Value) -> String {
    let Some(keys) = json.as_object() else { return format!("{json}\n") };
    let value = |value: &Value| match value {
        Value::Array(list) if !list.is_empty() => {
            let lines: Vec<String> = list.iter().map(|item| format!("    {item}")).collect();
            format!("[\n{}\n  ]", lines.join(",\n"))
        }
        Value::Object(object) if !object.is_empty() => {
            let line = |(key, value): (&String, &Value)| format!("    {}: {value}", Value::from(key.as_str()));
            let lines: Vec<String> = object.iter().map(line).collect();
            format!("{{\n{}\n  }}", lines.join(",\n"))
        }
        other => other.to_string(),
    };
    let line = |(key, it): (&String, &Value)| format!("  {}: {}", Value::from(key.as_str()), value(it));
    format!("{{\n{}\n}}\n", keys.iter().map(line).collect::<Vec<_>>().join(",\n"))
}
