//! Files that are there whole or not at all. What is kept of verdicts must also be on the disk at once; a report need not:
//! the same command makes it again.

use std::fs;
use std::io::Write;
use std::path::Path;

use tempfile::NamedTempFile;

use crate::problem::Problem;
use crate::words::{general, spoken};

/// Writes a file, in a folder that is made if it is not there. One of that name is replaced at once.
///
/// # Errors
/// It cannot be written.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let whole = || {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let mut file = NamedTempFile::new_in(folder)?;
        file.write_all(bytes)?;
        // A temporary file is its owner's alone; a report is as readable as any other file.
        #[cfg(unix)]
        file.as_file().set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    whole().map_err(|error| Problem::new((general(spoken()).cannot_write)(path, &error)))
}
