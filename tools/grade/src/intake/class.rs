//! The folder with the submissions: one entry for each student.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::owner::owners;
use super::path::shown;
use crate::problem::Problem;
use crate::words::{general, intake, spoken};

/// What one student handed in, not opened yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The name of the folder, or of the archive without its ending; of several, that of the first.
    pub student: String,
    /// By name. There is one, except where a learning platform hands out a student's files apart.
    pub(super) parts: Vec<Part>,
}

/// A folder or an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub path: PathBuf,
    pub is_folder: bool,
}

impl Part {
    /// The name under which it lies there, as bytes.
    pub fn name(&self) -> &[u8] {
        self.path.file_name().unwrap_or_default().as_encoded_bytes()
    }
}

/// What is in the folder.
#[derive(Debug, Default)]
pub struct Entries {
    /// By the students' names, as bytes.
    pub entries: Vec<Entry>,
    /// The names of those who have several there.
    pub together: Vec<String>,
    /// Names of what is no submission.
    pub left_out: Vec<String>,
}

/// Finds the submissions.
///
/// # Errors
/// There is no such folder, or no submission in it; it is a submission itself; two have the same student's name.
pub fn entries(submissions: &Path) -> Result<Entries, Problem> {
    let words = intake(spoken());
    if !submissions.is_dir() {
        return Err(Problem::new((words.no_such_folder)(submissions)).advise(words.give_the_folder));
    }
    let is_one = |folder: &Path| folder.join("exercises").is_dir();
    if is_one(submissions) {
        return Err(Problem::new((words.is_one_submission)(submissions)).advise(words.give_its_parent));
    }
    let cannot_read = |error| Problem::new((general(spoken()).cannot_read)(submissions, &error));
    let mut found: BTreeMap<String, Part> = BTreeMap::new();
    let mut left_out = Vec::new();
    for entry in fs::read_dir(submissions).map_err(cannot_read)? {
        let entry = entry.map_err(cannot_read)?;
        let (name, path) = (entry.file_name(), entry.path());
        let kind = entry.file_type().map_err(cannot_read)?;
        let Some(student) = student(&name, kind).filter(|_| !kind.is_symlink()) else {
            left_out.push(shown(name.as_encoded_bytes()));
            continue;
        };
        if let Some(other) = found.insert(student.clone(), Part { path, is_folder: kind.is_dir() }) {
            let mut both = [&other, &found[&student]].map(|part| shown(part.name()));
            both.sort();
            let [one, other] = &both;
            return Err(Problem::new((words.same_student)(&student, one, other)).advise(words.keep_one));
        }
    }
    left_out.sort();
    if found.is_empty() {
        return Err(Problem::new((words.nothing_there)(submissions)).advise(words.what_a_submission_is));
    }
    let entries = by_student(found);
    let together = entries.iter().filter(|entry| entry.parts.len() > 1).map(|entry| entry.student.clone()).collect();
    Ok(Entries { entries, together, left_out })
}

/// An entry for each student, in the order of their names.
fn by_student(found: BTreeMap<String, Part>) -> Vec<Entry> {
    let owners = owners(found.keys().map(String::as_str));
    let owners: BTreeMap<String, String> = owners.into_iter().map(|(name, owner)| (name.to_owned(), owner)).collect();
    let mut entries: Vec<Entry> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (student, part) in found {
        let first = owners.get(&student).map(|owner| *places.entry(owner.clone()).or_insert(entries.len()));
        match first.and_then(|place| entries.get_mut(place)) {
            Some(entry) => entry.parts.push(part),
            None => entries.push(Entry { student, parts: vec![part] }),
        }
    }
    entries
}

/// The student that an entry belongs to, if it is a submission.
fn student(name: &OsStr, kind: fs::FileType) -> Option<String> {
    let name = shown(name.as_encoded_bytes());
    if name.starts_with('.') || name == "__MACOSX" {
        return None;
    }
    if kind.is_dir() {
        return Some(name);
    }
    let lower = name.to_ascii_lowercase();
    let endings = [".tar.gz", ".tar.xz", ".tar.bz2", ".tar.zst", ".tgz", ".tar", ".zip", ".7z", ".rar"];
    let ending = endings.iter().find(|ending| lower.ends_with(**ending))?;
    (kind.is_file() && name.len() > ending.len()).then(|| name[..name.len() - ending.len()].to_owned())
}
