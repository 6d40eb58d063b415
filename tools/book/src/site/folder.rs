//! The folder that a book is written to: made beside and moved there when it is whole, so that nobody meets half a book,
//! and nothing that is not a book of ours is written over. What else somebody keeps in that folder is never touched.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use std::sync::Mutex;

use tempfile::TempDir;

use crate::problem::Problem;
use crate::words::{general, site as words_of};
use crate::{stopping, terminal};

/// By this a book of ours is known.
const MARK: &str = ".enchufe-book";

/// Where a book is being made at this moment.
static BEING_MADE: Mutex<Option<PathBuf>> = Mutex::new(None);

/// From now on, when this program is told to stop, what it was making goes, and it ends with `code`.
pub fn tidy_up_when_stopped(code: i32) {
    if let Err(error) = ctrlc::set_handler(move || stopping::leave(code)) {
        terminal::complain((general().no_handler)(&error.to_string()));
    }
}

/// Removes what is being made.
pub fn tidy_up() {
    if let Some(folder) = BEING_MADE.lock().ok().and_then(|mut folder| folder.take()) {
        // Another file may be written meanwhile.
        let _ = fs::remove_dir_all(&folder).or_else(|_| fs::remove_dir_all(&folder));
    }
}

/// A book that is being made.
pub struct Folder {
    out: PathBuf,
    beside: TempDir,
}

impl Folder {
    /// A place beside `out`, in which the book is made.
    ///
    /// # Errors
    /// `out` holds something else than a book of ours, or cannot be written.
    pub fn prepare(out: &Path) -> Result<Folder, Problem> {
        let words = words_of();
        let out = std::path::absolute(out).map_err(|error| cannot(out, &error))?;
        if out.exists() && !out.is_dir() {
            return Err(Problem::new((words.not_a_folder)(&out)).advise(words.choose_another));
        }
        let mut entries = fs::read_dir(&out).into_iter().flatten();
        if !out.join(MARK).is_file() && entries.next().is_some() {
            return Err(Problem::new((words.not_ours)(&out)).advise(words.choose_another));
        }
        let parent = out.parent().unwrap_or(&out);
        fs::create_dir_all(parent).map_err(|error| cannot(&out, &error))?;
        let name = out.file_name().unwrap_or_default().to_string_lossy();
        let beside = tempfile::Builder::new()
            .prefix(&format!(".{name}-"))
            .tempdir_in(parent)
            .map_err(|error| cannot(&out, &error))?;
        fs::write(beside.path().join(MARK), "").map_err(|error| cannot(&out, &error))?;
        Ok(Folder::of(out, beside))
    }

    /// A place for a book that nobody keeps.
    ///
    /// # Errors
    /// There is no room for temporary files.
    pub fn temporary() -> Result<Folder, Problem> {
        let place = std::env::temp_dir();
        let beside = tempfile::tempdir_in(&place).map_err(|error| cannot(&place, &error))?;
        Ok(Folder::of(place, beside))
    }

    fn of(out: PathBuf, beside: TempDir) -> Folder {
        if let Ok(mut being_made) = BEING_MADE.lock() {
            *being_made = Some(beside.path().to_owned());
        }
        Folder { out, beside }
    }

    /// Where the book is made.
    pub fn path(&self) -> &Path {
        self.beside.path()
    }

    /// Puts the book in its place. The book that was there goes; whatever else lies there stays where it is.
    ///
    /// # Errors
    /// It cannot be moved there. Then the old book stays.
    pub fn finish(self) -> Result<PathBuf, Problem> {
        let Folder { out, beside } = self;
        // Whoever stops this program meanwhile waits for the renames: what was made is not taken from under them.
        let stopping_waits = BEING_MADE.lock();
        if out.exists() {
            replace(beside.path(), &out).map_err(|error| cannot(&out, &error))?;
        } else {
            open_to_others(beside.path()).map_err(|error| cannot(&out, &error))?;
            fs::rename(beside.path(), &out).map_err(|error| cannot(&out, &error))?;
            // It has moved: there is nothing left to be tidied up.
            let _ = beside.keep();
        }
        drop(stopping_waits);
        Ok(out)
    }
}

/// Moves everything in `made` to `out`, and what `out` has by the same names to a folder in `made`. When that fails, all of
/// it goes back.
fn replace(made: &Path, out: &Path) -> io::Result<()> {
    let mut names =
        fs::read_dir(made)?.map(|entry| entry.map(|entry| entry.file_name())).collect::<io::Result<Vec<OsString>>>()?;
    // By the mark the next build knows the folder again, wherever this one is interrupted: it comes first, and never goes.
    names.sort_by_key(|name| name != MARK);
    names.retain(|name| name != MARK || !out.join(MARK).exists());
    let old = made.join("old");
    fs::create_dir(&old)?;
    let mut moved = Vec::new();
    for name in &names {
        let steps = [(out.join(name), old.join(name)), (made.join(name), out.join(name))];
        for (from, to) in steps.into_iter().filter(|(from, _)| fs::symlink_metadata(from).is_ok()) {
            if let Err(error) = fs::rename(&from, &to) {
                for (from, to) in moved.iter().rev() {
                    let _ = fs::rename(to, from);
                }
                return Err(error);
            }
            moved.push((from, to));
        }
    }
    Ok(())
}

/// A temporary folder is for its owner alone; a book is for whoever serves it.
#[cfg(unix)]
fn open_to_others(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn open_to_others(_folder: &Path) -> io::Result<()> {
    Ok(())
}

fn cannot(out: &Path, error: &io::Error) -> Problem {
    let words = words_of();
    Problem::new((words.not_writable)(out, &error.to_string())).advise(words.choose_another)
}
