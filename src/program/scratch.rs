//! A folder for the files that one test gives to programs, or gets from them.

use std::fs;
use std::io::ErrorKind;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::session::{self, lab_error};
use crate::verdict::Problem;

/// A folder that belongs to one test and goes away with it, after the test's programs.
#[derive(Clone)]
pub struct Scratch(Rc<Folder>);

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed lies in cargo's folder for temporary files, and harms nobody.
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Scratch {
    /// A new folder in `parent`, remembered by the test on this thread.
    pub(super) fn new(parent: &Path) -> Scratch {
        static FOLDERS: AtomicU64 = AtomicU64::new(0);
        let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let path = parent.join(format!("scratch-{}-{number}", std::process::id()));
        // One that an earlier process of this number left behind is not taken over.
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap_or_else(|error| cannot(&path, &error));
        let scratch = Scratch(Rc::new(Folder(path)));
        session::current().keep(scratch.clone());
        scratch
    }

    /// The full path of a file here, whether there is one or not.
    pub fn path(&self, name: &str) -> String {
        format!("{}{name}", self.prefix())
    }

    /// Writes a file, and gives its full path.
    pub fn put(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap_or_else(|error| cannot(Path::new(&path), &error));
        path
    }

    /// What a file holds at this moment. `None` if there is none of this name. A link to a file is none: a program could
    /// show the lab anything by it.
    pub fn get(&self, name: &str) -> Option<Vec<u8>> {
        let path = self.path(name);
        let is_file = fs::symlink_metadata(&path).map(|data| data.is_file());
        match is_file.and_then(|is_file| if is_file { fs::read(&path) } else { Err(ErrorKind::NotFound.into()) }) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => cannot(Path::new(&path), &error),
        }
    }

    /// What every path here begins with.
    pub(crate) fn prefix(&self) -> String {
        format!("{}{MAIN_SEPARATOR}", self.0.0.display())
    }
}

fn cannot(path: &Path, error: &std::io::Error) -> ! {
    lab_error(Problem::Folder { path: path.display().to_string(), error: error.to_string() })
}
