//! `report.html`, a page per student, `grades.csv`; where somebody is missing from them, or from the list of people,
//! `grades.notes.txt` says so.

mod chart;
mod detail;
pub mod files;
pub mod formula;
pub mod gradebook;
mod grades;
pub mod html;
mod matrix;
mod mistakes;
mod misunderstood;
pub(crate) mod names;
mod page;
pub mod standing;
mod stuck;
mod student;
pub mod told;

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use enchufe::words::Lang;

use self::gradebook::Gradebook;
use crate::class::Class;
use crate::problem::Problem;
use crate::words::{general, run, spoken};

/// Writes all of it into the folder REPORT, each file whole or not at all. `results.jsonl` is there already.
///
/// # Errors
/// A file cannot be written.
pub fn write(out: &Path, class: &Class) -> Result<(), Problem> {
    write_in(out, class, spoken())
}

/// The same in a language. Students' pages are in theirs.
///
/// # Errors
/// A file cannot be written.
pub fn write_in(out: &Path, class: &Class, lang: Lang) -> Result<(), Problem> {
    let book = Gradebook::new(class);
    files::write(&out.join("grades.csv"), &grades::table(&book, lang))?;
    note(&out.join("grades.notes.txt"), class, lang)?;
    let students = out.join("students");
    for (place, file) in book.files.iter().enumerate() {
        files::write(&students.join(format!("{file}.html")), student::page(&book, place).as_bytes())?;
    }
    remove_strangers(&students, &book);
    files::write(&out.join("report.html"), page::page(&book, lang).as_bytes())
}

/// Says beside the table who is not in it, or not on the list of people: in the table itself it would be a grade of
/// somebody.
fn note(path: &Path, class: &Class, lang: Lang) -> Result<(), Problem> {
    let missing = Some(&class.missing).filter(|missing| !missing.is_empty());
    let missing = missing.map(|missing| run(lang).missing_from(missing));
    let notes: String = missing.into_iter().chain(class.apart(lang)).map(|said| said + "\n").collect();
    if !notes.is_empty() {
        return files::write(path, notes.as_bytes());
    }
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(Problem::new((general(spoken()).cannot_write)(path, &error)))
        }
        _ => Ok(()),
    }
}

/// Removes the pages of students who are no longer in the class: an older page must not be handed back.
fn remove_strangers(folder: &Path, book: &Gradebook) {
    let ours: BTreeSet<String> = book.files.iter().map(|file| format!("{file}.html")).collect();
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.ends_with(".html") && !ours.contains(name.as_ref()) {
            // It stays where it cannot be removed; nothing leads to it.
            let _ = fs::remove_file(entry.path());
        }
    }
}
