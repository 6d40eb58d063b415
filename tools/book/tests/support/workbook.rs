//! A small workbook in a folder of its own: three pages in each language, one exercise, and some of the real mistakes.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// The mistakes that it has.
pub const MISTAKES: [&str; 3] = ["single-read", "busy-wait", "hides-the-error"];

/// A workbook that ends with its test.
pub struct Workbook {
    root: PathBuf,
    _folder: TempDir,
}

impl Workbook {
    pub fn new() -> Workbook {
        Workbook::below("")
    }

    /// The same in a folder of that name.
    pub fn below(name: &str) -> Workbook {
        let folder = TempDir::new().expect("a folder");
        let book = Workbook { root: folder.path().join(name), _folder: folder };
        let real = enchufe::root();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"), book.root());
        for lang in ["en", "es"] {
            book.take(real, &format!("book/{lang}/hints/tcp-client.md"));
            for slug in MISTAKES {
                book.take(real, &format!("book/{lang}/mistakes/{slug}.md"));
            }
        }
        for file in ["Cargo.toml", "src/main.rs"] {
            book.take(real, &format!("exercises/03-tcp-client/{file}"));
        }
        book.write("Cargo.toml", "[package]\nname = \"enchufe\"\n");
        // In a class's copy there are no wrong programs; here they say where a mistake is made.
        book.write("tests/wrong/tcp-client/single-read.edit", "");
        book.write("tests/wrong/tcp-client/single-read.2.edit", "");
        book.write("tests/wrong/tcp-client/busy-wait.rs", "");
        let seen =
            r#"{"single-read": {"tcp-client": ["wrong-bytes"]}, "busy-wait": {"tcp-client": ["too-much", "hangs"]}}"#;
        book.write("tools/book/recordings/mistakes.json", seen);
        book
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn path(&self, inside: &str) -> PathBuf {
        self.root().join(inside)
    }

    pub fn read(&self, inside: &str) -> String {
        fs::read_to_string(self.path(inside)).unwrap_or_else(|error| panic!("{inside}: {error}"))
    }

    pub fn write(&self, inside: &str, text: &str) {
        let path = self.path(inside);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder");
        fs::write(path, text).expect("it can be written");
    }

    /// Puts `to` in place of `from`, which must be there.
    pub fn edit(&self, inside: &str, from: &str, to: &str) {
        let text = self.read(inside);
        assert!(text.contains(from), "{inside} has no {from:?}");
        self.write(inside, &text.replace(from, to));
    }

    fn take(&self, real: &Path, inside: &str) {
        self.write(inside, &fs::read_to_string(real.join(inside)).expect("the workbook has it"));
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let copied = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &copied);
        } else {
            fs::copy(&path, &copied).expect("it can be copied");
        }
    }
}
