//! Where everything lies: the workbook's folder, and what the workbook keeps on this machine.

use std::fs;
use std::path::{Path, PathBuf};

/// The files that the browser gets, and those that take the place of mdBook's own.
pub fn page_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("page")
}

/// The workbook in whose folder, or in a folder of which, this program was started; else the one it was built for.
pub fn root() -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    let is_workbook = |folder: &&Path| {
        folder.join("book").is_dir()
            && fs::read_to_string(folder.join("Cargo.toml")).is_ok_and(|text| text.contains("name = \"enchufe\""))
    };
    here.ancestors().find(is_workbook).map_or_else(|| enchufe::root().to_owned(), Path::to_owned)
}

/// The folder where the workbook keeps what it makes: `enchufe` in cargo's target directory.
pub fn kept(root: &Path) -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    // `target/enchufe/build/book/debug/book` was built for this workbook, or for another one.
    let its_own = program.ancestors().nth(4).filter(|folder| root == enchufe::root() && folder.ends_with("enchufe"));
    its_own.map_or_else(|| root.join("target").join("enchufe"), Path::to_owned)
}

/// Where the reports of graded tests go: `ENCHUFE_REPORTS`, as for the tests themselves, else a folder beside the rest
/// that is kept. A whole path: the tests run in another folder than the one where somebody typed a part of it.
pub fn reports(root: &Path) -> PathBuf {
    let given = std::env::var_os("ENCHUFE_REPORTS").map(PathBuf::from);
    let whole = given.map(|given| std::path::absolute(&given).unwrap_or(given));
    whole.unwrap_or_else(|| kept(root).join("reports"))
}

/// A path as a person in the workbook's folder would write it.
pub fn short(root: &Path, path: &Path) -> PathBuf {
    path.strip_prefix(root).unwrap_or(path).to_owned()
}
