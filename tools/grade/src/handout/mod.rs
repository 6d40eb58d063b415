//! `grade handout`: what a class receives. The workbook without solutions, wrong and right programs, the grader, and the
//! tests that the rules hide; every exercise as it comes.

mod hidden;
mod readme;
mod whole;

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use enchufe::catalog::Exercise;

use crate::problem::Problem;
use crate::rules::Rules;
use crate::words::{general, handout as words_of, spoken};
use crate::workbook::Workbook;

/// What is handed out, from the workbook's folder. Anything else that lies there, such as submissions, is not.
const HANDED_OUT: [&str; 21] = [
    ".cargo",
    ".gitattributes",
    ".gitignore",
    ".vscode",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LEEME.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "book",
    "examples",
    "exercises",
    "rustfmt.toml",
    "src",
    "tests",
    "tools/book",
    "tools/lab",
    "tools/play",
];

/// What is not, although it lies in one of those.
const KEPT_BACK: [&str; 2] = ["tests/wrong", "tests/right"];

/// A file that students receive in an exercise.
pub(crate) struct Given {
    pub from: PathBuf,
    pub below_src: PathBuf,
}

/// Writes it into a new folder, and returns what is to be said.
///
/// # Errors
/// The folder is not new, or cannot be written; a stub or a hidden test is not where it should be; something that is
/// handed out needs what is not.
pub fn write(workbook: &Workbook, to: &Path, rules: &Rules) -> Result<String, Problem> {
    let words = words_of(spoken());
    check_new(to)?;
    if real(to).starts_with(&workbook.root) && !real(to).starts_with(workbook.root.join("target")) {
        return Err(Problem::new((words.inside_workbook)(to)).advise(words.outside));
    }
    let cannot_write = |error| Problem::new((general(spoken()).cannot_write)(to, &error));
    let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(cannot_write)?;
    let fresh = tempfile::Builder::new().prefix(".handout-").tempdir_in(parent).map_err(cannot_write)?;
    let mut files = 0;
    for name in HANDED_OUT {
        let from = workbook.root.join(name);
        if from.exists() {
            copy(workbook, &from, &fresh.path().join(name), &mut files).map_err(cannot_write)?;
        }
    }
    for exercise in &workbook.exercises {
        let folder = fresh.path().join("exercises").join(exercise.folder.file_name().unwrap_or_default());
        let src = folder.join("src");
        for file in given(workbook, exercise).map_err(|error| no_stub(exercise, &error))? {
            let place = src.join(&file.below_src);
            fs::create_dir_all(place.parent().unwrap_or(&src)).map_err(cannot_write)?;
            fs::copy(&file.from, place).map_err(cannot_write)?;
            files += 1;
        }
        let hidden: Vec<&str> = rules.hidden(&exercise.slug).collect();
        hidden::cut(fresh.path(), &folder, exercise, &hidden)?;
    }
    readme::cut(fresh.path())?;
    let told = hidden::still_named(fresh.path(), workbook, rules).map_err(cannot_write)?;
    whole::check(fresh.path())?;
    make_readable(fresh.path()).map_err(cannot_write)?;
    // An empty folder was given.
    let _ = fs::remove_dir(to);
    fs::rename(fresh.keep(), to).map_err(cannot_write)?;
    Ok((words.handed_out)(to, files, &told))
}

/// A folder that is not there, or empty.
pub(crate) fn check_new(folder: &Path) -> Result<(), Problem> {
    let words = words_of(spoken());
    let is_new = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    };
    if is_new { Ok(()) } else { Err(Problem::new((words.not_new)(folder)).advise(words.give_new)) }
}

/// The files of an exercise as it comes: the stub in the place of what a student edits.
pub(crate) fn given(workbook: &Workbook, exercise: &Exercise) -> io::Result<Vec<Given>> {
    let folder = exercise.folder.file_name().unwrap_or_default();
    let stubs = workbook.root.join("tools/lab/stubs").join(folder);
    let src = exercise.folder.join("src");
    let source = exercise.source();
    let mut files = Vec::new();
    for path in below(&src)? {
        let inside = path.strip_prefix(&exercise.folder).unwrap_or(&path);
        let from = if path == source { stubs.join(inside) } else { path.clone() };
        files.push(Given { below_src: path.strip_prefix(&src).unwrap_or(&path).to_owned(), from });
    }
    match files.iter().find(|file| !file.from.is_file()) {
        Some(missing) => Err(io::Error::new(io::ErrorKind::NotFound, missing.from.display().to_string())),
        None => Ok(files),
    }
}

fn no_stub(exercise: &Exercise, error: &io::Error) -> Problem {
    Problem::new((words_of(spoken()).no_stub)(&exercise.slug, error)).advise(words_of(spoken()).restore)
}

/// All files below a folder.
fn below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        if entry.file_type()?.is_dir() {
            files.extend(below(&entry.path())?);
        } else {
            files.push(entry.path());
        }
    }
    Ok(files)
}

/// Copies what is handed out of a file or a folder: no links, no builds, and no exercise's program.
fn copy(workbook: &Workbook, from: &Path, to: &Path, files: &mut usize) -> io::Result<()> {
    let kind = fs::symlink_metadata(from)?.file_type();
    let inside = from.strip_prefix(&workbook.root).unwrap_or(from);
    let is_program = workbook.exercises.iter().any(|exercise| from == exercise.folder.join("src"));
    let is_junk = |name: &OsStr| name == "target" || name == ".DS_Store" || name.to_string_lossy().ends_with('~');
    if is_program || KEPT_BACK.iter().any(|back| inside == Path::new(back)) || from.file_name().is_some_and(is_junk) {
        return Ok(());
    }
    if kind.is_dir() {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let name = entry?.file_name();
            copy(workbook, &from.join(&name), &to.join(&name), files)?;
        }
    } else if kind.is_file() {
        fs::create_dir_all(to.parent().unwrap_or(Path::new("")))?;
        fs::copy(from, to)?;
        *files += 1;
    }
    Ok(())
}

/// A temporary folder is its owner's alone; a hand-out is for everybody.
#[cfg(unix)]
fn make_readable(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_readable(_: &Path) -> io::Result<()> {
    Ok(())
}

/// A path without links, as far as it exists.
pub(crate) fn real(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or(path.to_owned());
    let there = path.ancestors().find_map(|above| Some((above, fs::canonicalize(above).ok()?)));
    let Some((above, real)) = there else { return path };
    path.strip_prefix(above).map_or(path.clone(), |rest| real.join(rest))
}
