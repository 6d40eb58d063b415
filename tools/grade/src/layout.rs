//! `grade layout`: what was taken of each submission, in folders that JPlag and Dolos take as they are.
//!
//! A folder for each exercise: JPlag gives up when somebody lacks the part that it is to compare. It compares the folders
//! below `submissions`, and leaves out what they have in common with `base`. Dolos compares single files, listed in
//! `info.csv` with who handed them in, and when.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use enchufe::catalog::Exercise;

use crate::intake::{self, Intake, Known, Prepared};
use crate::problem::Problem;
use crate::rules::Rules;
use crate::words::{general, handout as words_of, spoken};
use crate::workbook::Workbook;

/// Writes it into a new folder, and returns the command lines that work with it.
///
/// # Errors
/// The submissions cannot be found; the folder is not new, or cannot be written.
pub fn write(workbook: &Workbook, submissions: &Path, out: &Path, rules: &Rules) -> Result<String, Problem> {
    let cannot_write = |error| Problem::new((general(spoken()).cannot_write)(out, &error));
    let entries = intake::entries(submissions)?.entries;
    crate::handout::check_new(out)?;
    fs::create_dir_all(out).map_err(cannot_write)?;
    let scratch = tempfile::tempdir_in(out).map_err(cannot_write)?;
    let known = Known::of(&workbook.root);
    let intake = Intake { exercises: &workbook.exercises, known: &known, taken: scratch.path(), zone: rules.zone };
    let taken: Vec<Prepared> = entries.iter().map(|entry| intake.take(entry)).collect::<Result<_, _>>()?;
    let names = folder_names(&taken);
    let mut rows: BTreeMap<&str, Vec<Row>> = BTreeMap::new();
    for (prepared, name) in taken.iter().zip(&names) {
        for file in &prepared.files {
            let (exercise, below_src) = split(file);
            let place = format!("submissions/{name}/{below_src}");
            copy(&prepared.folder.join(file), &out.join(exercise).join(&place)).map_err(cannot_write)?;
            rows.entry(exercise).or_default().push(Row { file: place, prepared });
        }
    }
    for (exercise, rows) in &rows {
        let list = out.join(exercise).join("info.csv");
        write_list(&list, rows, rules).map_err(|error| cannot_write(io::Error::other(error)))?;
    }
    for exercise in &workbook.exercises {
        let folder = out.join(exercise.folder.file_name().unwrap_or_default());
        // An exercise that nobody handed in needs no comparing.
        if folder.is_dir() {
            base(workbook, exercise, &folder.join("base")).map_err(cannot_write)?;
        }
    }
    let first = rows.keys().next().copied().unwrap_or("03-tcp-client");
    Ok((words_of(spoken()).layout)(out, first, names.len()))
}

struct Row<'a> {
    file: String,
    prepared: &'a Prepared,
}

/// The exercise's folder, and what is below its `src`, of `exercises/03-tcp-client/src/main.rs`.
fn split(file: &str) -> (&str, &str) {
    let inside = file.strip_prefix("exercises/").unwrap_or(file);
    inside.split_once("/src/").unwrap_or((inside, ""))
}

/// A folder's name for each student that no tool and no shell trips over; different for each.
fn folder_names(taken: &[Prepared]) -> Vec<String> {
    let mut used = BTreeSet::new();
    let mut name = |student: &str| {
        let is_plain = |c: char| c.is_alphanumeric() || "-_.".contains(c);
        let plain: String = student.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
        let plain = plain.trim_start_matches(['-', '.']).to_owned();
        let plain = if plain.is_empty() { "_".to_owned() } else { plain };
        let numbered = (1..).map(|number| if number == 1 { plain.clone() } else { format!("{plain}-{number}") });
        let free = numbered.into_iter().find(|name| used.insert(name.to_lowercase()));
        free.expect("there is always another number")
    };
    taken.iter().map(|prepared| name(&prepared.student)).collect()
}

fn write_list(path: &Path, rows: &[Row], rules: &Rules) -> Result<(), csv::Error> {
    let people = rules.people();
    let mut list = csv::Writer::from_path(path)?;
    list.write_record(["filename", "label", "created_at", "full_name"])?;
    for row in rows {
        let student = &row.prepared.student;
        let person = people.get(student);
        let name = person.and_then(|person| person.name.as_ref()).unwrap_or(student);
        let group = person.and_then(|person| person.group.as_deref()).unwrap_or_default();
        let submitted = rules.submitted(student, row.prepared.submitted.as_deref());
        let submitted = submitted.map_or(String::new(), |time| time.strftime("%Y-%m-%d %H:%M:%S +0000").to_string());
        list.write_record([&row.file, &guarded(group), &submitted, &guarded(name)])?;
    }
    list.flush()?;
    Ok(())
}

/// A name that a spreadsheet would take for a formula is none with a quote before it.
fn guarded(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

/// What everybody received: the program as it comes.
fn base(workbook: &Workbook, exercise: &Exercise, to: &Path) -> io::Result<()> {
    crate::handout::given(workbook, exercise)?.iter().try_for_each(|file| copy(&file.from, &to.join(&file.below_src)))
}

fn copy(from: &Path, to: &PathBuf) -> io::Result<()> {
    fs::create_dir_all(to.parent().unwrap_or(Path::new("")))?;
    fs::copy(from, to).map(drop)
}
