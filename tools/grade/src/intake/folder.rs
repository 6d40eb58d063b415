//! A submission that is a folder. Nothing in it is followed: each step is opened beneath the one before, without links.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::path::Path;

use super::Reason;
use super::beneath::{Beneath, Found};
use super::member::{Kind, Listing, MOST_ENTRIES, Member, Source, read_whole};

/// Where nothing is judged and much may lie.
const NOT_ENTERED: [&str; 4] = ["target", ".git", "node_modules", "__MACOSX"];
const DEEPEST: usize = 14;

pub(super) struct Folder {
    root: Beneath,
    /// The names from the root on, for each member of the list.
    paths: Vec<Vec<OsString>>,
}

impl Folder {
    pub fn open(path: &Path) -> Result<Folder, Reason> {
        Ok(Folder { root: Beneath::open(path).map_err(|_| Reason::Unreadable)?, paths: Vec::new() })
    }
}

impl Source for Folder {
    fn list(&mut self) -> Listing {
        let mut listing = Listing::default();
        self.paths.clear();
        let mut folders = VecDeque::from([Vec::new()]);
        while let Some(folder) = folders.pop_front() {
            // A folder that cannot be listed is there once more, also where the list was full before.
            let entries = match self.root.list(&folder, MOST_ENTRIES.saturating_sub(self.paths.len())) {
                Ok(entries) => entries,
                Err(_) => {
                    // What is below cannot be known, so it is said.
                    let path = bytes(&folder);
                    let kind = Kind::Not(Reason::Unreadable);
                    listing.members.push(Member { path, kind, size: 0, modified: None, is_local: false });
                    self.paths.push(folder);
                    continue;
                }
            };
            for (name, found) in entries {
                if self.paths.len() >= MOST_ENTRIES {
                    listing.cut = Some(Reason::TooManyEntries);
                    return listing;
                }
                let mut path = folder.clone();
                path.push(name);
                let (mut kind, size, modified) = match found {
                    Found::File { links, size, modified } if links <= 1 => (Kind::File, size, modified),
                    Found::File { .. } => (Kind::Not(Reason::HardLink), 0, None),
                    Found::Folder => (Kind::Folder, 0, None),
                    Found::Symlink => (Kind::Not(Reason::Symlink), 0, None),
                    Found::Special => (Kind::Not(Reason::Special), 0, None),
                    Found::Unreadable => (Kind::Not(Reason::Unreadable), 0, None),
                };
                if kind == Kind::Folder {
                    let is_entered = path.last().is_none_or(|name| NOT_ENTERED.iter().all(|&no| name != no));
                    match (is_entered, path.len() < DEEPEST) {
                        (true, true) => folders.push_back(path.clone()),
                        (true, false) => kind = Kind::Not(Reason::TooDeep),
                        (false, _) => kind = Kind::Not(Reason::NotJudged),
                    }
                }
                listing.members.push(Member { path: bytes(&path), kind, size, modified, is_local: false });
                self.paths.push(path);
            }
        }
        listing
    }

    fn read(&mut self, wanted: &[usize], take: &mut dyn FnMut(usize, Result<Vec<u8>, Reason>)) {
        for &index in wanted {
            let bytes = match self.root.file(&self.paths[index]) {
                Ok(Some(file)) => read_whole(file),
                Ok(None) => Err(Reason::Special),
                Err(_) => Err(Reason::Unreadable),
            };
            take(index, bytes);
        }
    }
}

fn bytes(path: &[OsString]) -> Vec<u8> {
    let names: Vec<&[u8]> = path.iter().map(|name| name.as_encoded_bytes()).collect();
    names.join(&b'/')
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs::{self, File, Permissions};
    use std::os::unix::fs::PermissionsExt as _;
    use std::thread;

    use nix::unistd::{Uid, setfsuid};

    use super::*;

    #[test]
    fn folders_that_cannot_be_listed_are_named_also_where_the_list_is_full() {
        let class = tempfile::tempdir().expect("a folder");
        fs::set_permissions(class.path(), Permissions::from_mode(0o755)).expect("it is ours");
        for name in ["one", "other"] {
            let path = class.path().join(name);
            fs::create_dir(&path).expect("a folder in it");
            fs::set_permissions(&path, Permissions::from_mode(0o000)).expect("it is ours");
        }
        for number in 2..MOST_ENTRIES {
            File::create(class.path().join(format!("{number}.txt"))).expect("a file");
        }
        let listing = || {
            // Root reads what is closed to others. It is this thread alone that is nobody then.
            if Uid::effective().is_root() {
                setfsuid(Uid::from_raw(65_534));
            }
            Folder::open(class.path()).expect("it can be listed").list()
        };
        let listed = thread::scope(|scope| scope.spawn(listing).join());
        for name in ["one", "other"] {
            // So that the folder can be removed.
            fs::set_permissions(class.path().join(name), Permissions::from_mode(0o755)).expect("it is ours");
        }
        let listing = listed.expect("it does not panic");
        let unreadable = |member: &&Member| member.kind == Kind::Not(Reason::Unreadable);
        assert_eq!(listing.members.iter().filter(unreadable).count(), 2);
        assert_eq!((listing.members.len(), listing.cut), (MOST_ENTRIES + 2, None));
    }
}
