//! Where a rendering goes: a file that is not there yet, or standard output.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

use enchufe::words::Lang;

use crate::problem::Problem;
use crate::stopping;
use crate::words::{general, trace};

/// A place that a person named.
pub enum Place {
    Stdout,
    File(PathBuf),
}

impl Place {
    /// `-` is standard output.
    pub fn new(given: PathBuf) -> Place {
        if given.as_os_str() == "-" { Place::Stdout } else { Place::File(given) }
    }

    /// Writes all of it there. A file that exists stays as it is, unless `force` says otherwise.
    ///
    /// # Errors
    /// It exists, or cannot be written.
    pub fn write(&self, bytes: &[u8], force: bool, lang: Lang) -> Result<(), Problem> {
        match self {
            Place::Stdout => {
                let mut out = io::stdout().lock();
                match out.write_all(bytes).and_then(|()| out.flush()) {
                    // Whoever listened has heard enough.
                    Err(error) if error.kind() == ErrorKind::BrokenPipe => stopping::leave(0),
                    result => {
                        result.map_err(|error| Problem::new((general(lang).cannot_write)(Path::new("-"), &error)))
                    }
                }
            }
            Place::File(path) => write_file(path, bytes, force, lang),
        }
    }

    /// Whether bytes that are no text would go to a terminal.
    pub fn is_a_terminal(&self) -> bool {
        matches!(self, Place::Stdout) && io::stdout().is_terminal()
    }
}

fn write_file(path: &Path, bytes: &[u8], force: bool, lang: Lang) -> Result<(), Problem> {
    let words = trace(lang);
    if path.is_dir() {
        return Err(Problem::new((words.is_a_folder)(path)));
    }
    let mut options = OpenOptions::new();
    // Looked at and made in one step: nobody else's file comes in between.
    if force {
        options.create(true).truncate(true)
    } else {
        options.create_new(true)
    };
    let opened: io::Result<File> = options.write(true).open(path);
    let written = match opened {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(Problem::new((words.is_there)(path)).advise(words.use_force));
        }
        Err(error) => Err(error),
        Ok(mut file) => file.write_all(bytes).and_then(|()| file.flush()).inspect_err(|_| {
            // Half of it helps nobody, and would stand in the way of the next try.
            if !force {
                let _ = std::fs::remove_file(path);
            }
        }),
    };
    written.map_err(|error| Problem::new((general(lang).cannot_write)(path, &error)))
}
