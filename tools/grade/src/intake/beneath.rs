//! Opening files beneath a folder without ever following a link, or waiting for a pipe.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::Path;

/// What stands under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    File {
        /// How many names the file has.
        links: u64,
        size: u64,
        modified: Option<i64>,
    },
    Folder,
    Symlink,
    Special,
    Unreadable,
}

#[cfg(unix)]
pub(super) use unix::Beneath;

#[cfg(not(unix))]
pub(super) use other::Beneath;

#[cfg(unix)]
mod unix {
    use std::os::fd::OwnedFd;
    use std::os::unix::ffi::OsStrExt as _;

    use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, fstat, openat, statat};

    use super::{File, Found, OsString, Path, io};

    const FOLDER: OFlags =
        OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC).union(OFlags::NONBLOCK);
    const FILE: OFlags = OFlags::RDONLY.union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC).union(OFlags::NONBLOCK);

    pub struct Beneath(OwnedFd);

    impl Beneath {
        pub fn open(path: &Path) -> io::Result<Beneath> {
            Ok(Beneath(openat(CWD, path, FOLDER, Mode::empty())?))
        }

        /// Opened name by name: a folder that is replaced by a link meanwhile leads nowhere.
        fn folder(&self, names: &[OsString]) -> io::Result<OwnedFd> {
            let mut folder = openat(&self.0, c".", FOLDER, Mode::empty())?;
            for name in names {
                folder = openat(&folder, name.as_bytes(), FOLDER, Mode::empty())?;
            }
            Ok(folder)
        }

        /// By name, and at most one more than `most`.
        pub fn list(&self, names: &[OsString], most: usize) -> io::Result<Vec<(OsString, Found)>> {
            let folder = self.folder(names)?;
            let mut entries = Vec::new();
            for entry in Dir::read_from(&folder)? {
                let entry = entry?;
                let name = entry.file_name();
                if name == c"." || name == c".." {
                    continue;
                }
                let found = match statat(&folder, name, AtFlags::SYMLINK_NOFOLLOW) {
                    Ok(stat) => found(&stat),
                    Err(_) => Found::Unreadable,
                };
                entries.push((std::ffi::OsStr::from_bytes(name.to_bytes()).to_owned(), found));
                if entries.len() > most {
                    break;
                }
            }
            entries.sort_by(|(one, _), (other, _)| one.cmp(other));
            Ok(entries)
        }

        /// `None` if it is no regular file with one name.
        pub fn file(&self, names: &[OsString]) -> io::Result<Option<File>> {
            let Some((name, folders)) = names.split_last() else { return Ok(None) };
            let file = openat(self.folder(folders)?, name.as_bytes(), FILE, Mode::empty())?;
            let is_plain = matches!(found(&fstat(&file)?), Found::File { links: 0..=1, .. });
            Ok(is_plain.then(|| File::from(file)))
        }
    }

    // The widths of these numbers differ between systems.
    #[allow(clippy::useless_conversion, clippy::unnecessary_cast)]
    fn found(stat: &rustix::fs::Stat) -> Found {
        match FileType::from_raw_mode(stat.st_mode) {
            FileType::RegularFile => Found::File {
                links: stat.st_nlink as u64,
                size: u64::try_from(stat.st_size).unwrap_or(u64::MAX),
                modified: Some(stat.st_mtime as i64),
            },
            FileType::Directory => Found::Folder,
            FileType::Symlink => Found::Symlink,
            _ => Found::Special,
        }
    }
}

/// Systems without these calls: practice only, so a check before opening is enough.
#[cfg(not(unix))]
mod other {
    use std::fs;
    use std::path::PathBuf;
    use std::time::UNIX_EPOCH;

    use super::{File, Found, OsString, Path, io};

    pub struct Beneath(PathBuf);

    impl Beneath {
        pub fn open(path: &Path) -> io::Result<Beneath> {
            match fs::symlink_metadata(path)?.is_dir() {
                true => Ok(Beneath(path.to_owned())),
                false => Err(io::ErrorKind::NotADirectory.into()),
            }
        }

        fn path(&self, names: &[OsString]) -> PathBuf {
            names.iter().fold(self.0.clone(), |path, name| path.join(name))
        }

        pub fn list(&self, names: &[OsString], most: usize) -> io::Result<Vec<(OsString, Found)>> {
            let mut entries = Vec::new();
            for entry in fs::read_dir(self.path(names))?.take(most + 1) {
                let entry = entry?;
                entries.push((entry.file_name(), found(&entry.path())));
            }
            entries.sort_by(|(one, _), (other, _)| one.cmp(other));
            Ok(entries)
        }

        pub fn file(&self, names: &[OsString]) -> io::Result<Option<File>> {
            let path = self.path(names);
            match found(&path) {
                Found::File { .. } => File::open(path).map(Some),
                _ => Ok(None),
            }
        }
    }

    fn found(path: &Path) -> Found {
        let Ok(metadata) = fs::symlink_metadata(path) else { return Found::Unreadable };
        let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        match metadata.file_type() {
            kind if kind.is_symlink() => Found::Symlink,
            kind if kind.is_dir() => Found::Folder,
            kind if kind.is_file() => Found::File {
                links: 1,
                size: metadata.len(),
                modified: modified.and_then(|time| i64::try_from(time.as_secs()).ok()),
            },
            _ => Found::Special,
        }
    }
}
