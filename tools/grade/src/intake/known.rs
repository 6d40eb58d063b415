//! The Rust files of the workbook itself: whoever hands in the whole of it has put none of them in a wrong place.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

/// Where the workbook has Rust files besides the exercises. Whatever else lies in its folder, such as a class's
/// submissions, is none of it.
const FOLDERS: [&str; 6] = ["book", "examples", "solutions", "src", "tests", "tools"];

/// By path and by content.
#[derive(Debug, Clone, Default)]
pub struct Known {
    paths: BTreeSet<String>,
    contents: BTreeSet<[u8; 32]>,
}

impl Known {
    /// Those of the workbook in this folder. What cannot be read is not known: then a person looks once too often.
    pub fn of(root: &Path) -> Known {
        let mut known = Known::default();
        FOLDERS.iter().for_each(|folder| known.add(root, &root.join(folder)));
        known
    }

    fn add(&mut self, root: &Path, folder: &Path) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && name != "target" && name != "node_modules" => self.add(root, &path),
                Ok(kind) if kind.is_file() && path.extension().is_some_and(|ending| ending == "rs") => {
                    let inside = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                    self.contents.extend(fs::read(&path).ok().map(|bytes| content(&bytes)));
                    // A class's copy has no such folder: who makes one puts programs of their own into it.
                    if !inside.starts_with("solutions/") {
                        self.paths.insert(inside);
                    }
                }
                _ => {}
            }
        }
    }

    /// Whether the workbook has a file at this path, from its folder on.
    pub(super) fn has_path(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// Whether the workbook has this content at any path.
    pub(super) fn has_content(&self, content: &[u8; 32]) -> bool {
        self.contents.contains(content)
    }
}

/// What a text says, whichever way its lines end.
pub(super) fn content(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(without_returns(bytes)).into()
}

pub(super) fn without_returns(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().copied().filter(|&byte| byte != b'\r').collect()
}
