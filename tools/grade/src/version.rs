//! What judged: the tests, the pages of the mistakes, the harness, the grader, the compiler, and how long was waited.
//! Verdicts of different versions are not mixed.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use sha2::{Digest, Sha256};

use crate::intake::hex;
use crate::patience::Patience;
use crate::problem::Problem;
use crate::words::{general, spoken};

/// What a verdict depends on, from the workbook's folder. The book's other pages, the exercises' own programs and the
/// other tools do not matter; of the grader's words, only those that are kept in verdicts.
const PARTS: [&str; 14] = [
    "Cargo.lock",
    "Cargo.toml",
    "book/en/mistakes",
    "book/es/mistakes",
    "exercises",
    "src",
    "tests/graded",
    "tools/grade/Cargo.lock",
    "tools/grade/src/judge",
    "tools/grade/src/patience.rs",
    "tools/grade/src/result.rs",
    "tools/grade/src/sandbox",
    "tools/grade/src/words/judge.rs",
    "tools/lab/stubs",
];

/// The version in hexadecimal. Patience is a part of it because of the programs that hang: who waits longer may see them
/// answer, and nobody can tell of a verdict whether it would have been another.
///
/// # Errors
/// A file cannot be read; there is no compiler.
pub fn version(root: &Path, patience: Patience) -> Result<String, Problem> {
    let mut hash = Sha256::new();
    for part in PARTS {
        let path = root.join(part);
        add(&mut hash, root, &path).map_err(|error| Problem::new((general(spoken()).cannot_read)(&path, &error)))?;
    }
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let said = Command::new(&rustc).arg("-vV").current_dir(root).output().map_err(|error| {
        Problem::new((general(spoken()).cannot_start)("rustc", &error)).advise(general(spoken()).install_rust)
    })?;
    hash.update(&said.stdout);
    hash.update(patience.to_string());
    Ok(hex(&hash.finalize()[..16]))
}

fn add(hash: &mut Sha256, root: &Path, path: &Path) -> io::Result<()> {
    if path.is_dir() {
        let mut entries = fs::read_dir(path)?.collect::<io::Result<Vec<_>>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name();
            // An exercise's program in the instructor's copy is nobody's submission; builds lie in `target`.
            let is_program = name == "src" && path.parent() == Some(&root.join("exercises"));
            if !is_program && name != "target" {
                add(hash, root, &entry.path())?;
            }
        }
    } else if path.is_file() {
        let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
        let bytes = fs::read(path)?;
        for part in [name.as_bytes(), &bytes] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a mended file makes a workbook another version.
    fn counts(file: &str) -> bool {
        let root = tempfile::tempdir().expect("a folder");
        let path = root.path().join(file);
        fs::create_dir_all(path.parent().expect("it has one")).expect("folders are made");
        let after = |text: &str| {
            fs::write(&path, text).expect("it is written");
            version(root.path(), Patience::default()).expect("there is a compiler")
        };
        after("one") != after("another")
    }

    #[test]
    fn what_judges_counts_and_what_only_tells_of_verdicts_does_not() {
        assert!(counts("tests/graded/tcp_client.rs") && counts("tools/grade/src/judge/even/order.rs"));
        assert!(counts("tools/grade/src/words/judge.rs"), "its sentences are kept in verdicts");
        assert!(!counts("tools/grade/src/words/report.rs") && !counts("tools/grade/src/words/rules.rs"));
        assert!(!counts("tools/grade/src/report/page.rs") && !counts("exercises/03-tcp-client/src/main.rs"));
    }

    #[test]
    fn who_waits_longer_is_another_version() {
        let root = tempfile::tempdir().expect("a folder");
        let of = |patience| version(root.path(), Patience(patience)).expect("there is a compiler");
        assert_ne!(of(1.0), of(5.0));
    }
}
