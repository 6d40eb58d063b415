//! The real book, built into a folder of its own: what its readers get.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::program::run;

pub struct RealBook {
    folder: TempDir,
}

impl RealBook {
    /// What is missing in it fails `cargo lab book check`, and hides nothing here.
    pub fn build() -> RealBook {
        let folder = TempDir::new().expect("a folder");
        let out = folder.path().join("out");
        let said = run(enchufe::root(), &["build", "--drafts", "--out", &out.display().to_string()]);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
        RealBook { folder }
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    /// Where it lies, as a browser says it, with a slash at the end.
    pub fn url(&self) -> String {
        format!("file://{}/", self.out().display())
    }

    /// The HTML of a page such as `en/ports.html`.
    pub fn read(&self, page: &str) -> String {
        fs::read_to_string(self.out().join(page)).unwrap_or_else(|error| panic!("{page}: {error}"))
    }

    /// The pages in a folder such as `en/mistakes`, in alphabetical order.
    pub fn pages(&self, folder: &str) -> Vec<String> {
        let entries =
            fs::read_dir(self.out().join(folder)).expect("a folder").map(|entry| entry.expect("an entry").path());
        let is_page = |path: &PathBuf| path.extension().is_some_and(|kind| kind == "html");
        let name = |path: PathBuf| Some(Path::new(folder).join(path.file_name()?).display().to_string());
        let mut pages: Vec<String> = entries.filter(is_page).filter_map(name).collect();
        pages.sort();
        pages
    }
}
