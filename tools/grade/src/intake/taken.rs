//! What was taken, kept by its content: `taken/<sha256>/exercises/…`. Students with the same sources share a folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// Files by path, sorted.
pub(super) type Files = Vec<(String, Vec<u8>)>;

/// SHA-256 of the paths and the contents, in hexadecimal.
pub(super) fn hash(files: &Files) -> String {
    let mut hash = Sha256::new();
    for (path, bytes) in files {
        // With the lengths, so that nothing can move from one to the other.
        for part in [path.as_bytes(), bytes] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    hex(&hash.finalize())
}

/// Whether this is the hash of no file at all: nothing that was handed in lies where an exercise does.
pub fn is_nothing(sources: &str) -> bool {
    sources == hash(&Files::new())
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Puts the files into a folder of `taken`, whole or not at all.
pub(super) fn keep(taken: &Path, sources: &str, files: &Files) -> io::Result<PathBuf> {
    let place = taken.join(sources);
    if place.is_dir() {
        return Ok(place);
    }
    let fresh = tempfile::Builder::new().prefix(".new-").tempdir_in(taken)?;
    for (path, bytes) in files {
        let path = fresh.path().join(path);
        fs::create_dir_all(path.parent().unwrap_or(fresh.path()))?;
        fs::write(path, bytes)?;
    }
    match fs::rename(fresh.path(), &place) {
        // Another thread was faster with the same files.
        Err(_) if place.is_dir() => {}
        moved => {
            moved?;
            // It is not there any more.
            let _ = fresh.keep();
        }
    }
    Ok(place)
}
