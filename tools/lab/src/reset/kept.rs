//! The programs that a reset put aside: in a folder `kept` beside the exercise's `src`, each with its date in its name.
//!
//! Cargo looks for programs elsewhere, and git leaves the folder alone: `git clean` takes nothing from it, and no
//! commit grows by it. It knows nothing of stubs, nor of who asks.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{Local, NaiveDateTime};
use enchufe::catalog::Exercise;

/// The date in a name: 17 letters that sort as time does.
const DATE: &str = "%Y-%m-%d-%H%M%S";
const DATE_LENGTH: usize = 17;

/// The folder leaves itself out of git. This text is read by whoever wonders why.
const IGNORE: &str = "\
# `cargo lab reset` keeps programs here. Git leaves them alone, so that `git clean` does not take them.
# Aquí guarda programas `cargo lab reset`. Git no los toca, para que `git clean` no se los lleve.
*
";

/// A program that was put aside.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeptFile {
    /// The student's own clock.
    pub at: NaiveDateTime,
    /// Several within a second are counted.
    count: u32,
    pub path: PathBuf,
}

/// Where the programs of an exercise are kept.
pub fn folder(exercise: &Exercise) -> PathBuf {
    exercise.folder.join("kept")
}

/// All programs that are kept of an exercise, the oldest first.
pub fn list(exercise: &Exercise) -> Vec<KeptFile> {
    let entries = fs::read_dir(folder(exercise)).into_iter().flatten().flatten();
    let mut found: Vec<KeptFile> = entries.filter_map(|entry| kept_file(&entry.path(), exercise)).collect();
    found.sort();
    found
}

/// What the name says: `main-2026-03-31-153002.rs`, `main-2026-03-31-153002-2.rs`.
fn kept_file(path: &Path, exercise: &Exercise) -> Option<KeptFile> {
    let name = path.file_name()?.to_str()?;
    let rest = name.strip_prefix(&stem(exercise))?.strip_prefix('-')?.strip_suffix(".rs")?;
    let at = NaiveDateTime::parse_from_str(rest.get(..DATE_LENGTH)?, DATE).ok()?;
    let count = match rest.get(DATE_LENGTH..)? {
        "" => 1,
        more => more.strip_prefix('-')?.parse().ok()?,
    };
    Some(KeptFile { at, count, path: path.to_owned() })
}

fn stem(exercise: &Exercise) -> String {
    exercise.source().file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Puts a program aside and returns where it is. What is there already stays; a program that is there word for word is
/// not kept twice.
///
/// # Errors
/// The folder cannot be made, or not be written to. Then nothing has changed.
pub fn keep(source: &Path, exercise: &Exercise) -> io::Result<PathBuf> {
    let folder = folder(exercise);
    fs::create_dir_all(&folder)?;
    let ignore = folder.join(".gitignore");
    if !ignore.exists() {
        fs::write(&ignore, IGNORE)?;
    }
    let kept = link_under_a_free_name(source, &folder, &stem(exercise))?;
    let text = fs::read(&kept)?;
    let same = |earlier: &KeptFile| earlier.path != kept && fs::read(&earlier.path).is_ok_and(|other| other == text);
    let Some(earlier) = list(exercise).into_iter().find(same) else { return Ok(kept) };
    // Two resets at the same moment may each take the other's for the earlier one: only the later name goes.
    if kept_file(&kept, exercise).is_some_and(|kept| earlier < kept) {
        fs::remove_file(&kept)?;
        return Ok(earlier.path);
    }
    Ok(kept)
}

/// A second name for the file, in one step that never takes a name that is in use: what an editor saves into it until
/// the source is replaced is kept as well.
fn link_under_a_free_name(source: &Path, folder: &Path, stem: &str) -> io::Result<PathBuf> {
    let date = Local::now().format(DATE).to_string();
    let mut count = 1;
    loop {
        let more = if count == 1 { String::new() } else { format!("-{count}") };
        let path = folder.join(format!("{stem}-{date}{more}.rs"));
        // Not every file system has second names, and not every file may get one.
        let kept = match fs::hard_link(source, &path) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => copy_to_a_new_file(source, &path),
            other => other,
        };
        match kept {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => count += 1,
            Err(error) => return Err(error),
        }
    }
}

fn copy_to_a_new_file(source: &Path, path: &Path) -> io::Result<()> {
    let text = fs::read(source)?;
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(&text).and_then(|()| file.sync_all()).inspect_err(|_| {
        // Half a program is worse than none, and the whole one is still in its place.
        let _ = fs::remove_file(path);
    })
}

/// Writes a file so that whoever reads meets the old text or the new one, and a crash leaves one of them.
///
/// # Errors
/// The folder cannot be written to. Then the old text is still there.
pub fn write_at_once(path: &Path, text: &[u8]) -> io::Result<()> {
    static WRITES: AtomicU32 = AtomicU32::new(0);
    let write = WRITES.fetch_add(1, Ordering::Relaxed);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}-{write}.new", std::process::id()));
    let mut written =
        fs::File::create(&beside).and_then(|mut file| file.write_all(text).and_then(|()| file.sync_all()));
    if written.is_ok() {
        written = fs::rename(&beside, path);
    }
    written.inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })
}
