//! A workbook in a folder of its own, as a student has it: nothing that a test does there is seen by another.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use fs4::fs_std::FileExt;

/// What a hand-out consists of, as far as `cargo lab` and cargo need it.
const PARTS: [&str; 9] = [
    ".cargo",
    "Cargo.toml",
    "Cargo.lock",
    "src",
    "exercises",
    "tests/graded",
    "tests/exercises.rs",
    "book",
    "tools/lab",
];

/// The workbook of one test. The folder stays for another test, so that not each of them compiles the harness anew.
pub struct Workbook {
    pub root: PathBuf,
    /// Locked as long as a test uses the folder, in this process or in another.
    _lock: File,
}

impl Workbook {
    /// A fresh workbook.
    pub fn fresh() -> Workbook {
        let (root, lock) = free_folder();
        let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        for part in PARTS {
            bring(&original.join(part), &root.join(part));
        }
        let _ = fs::remove_dir_all(root.join("solutions"));
        // A test target must exist for cargo to read the manifest; nobody builds it here.
        fs::write(root.join("tests/selfcheck.rs"), "").expect("the folder is there");
        // What another test has brought or left.
        remove_all_but(&root.join("tools"), "lab");
        remove_all_but(&root.join("target/enchufe"), "build");
        // The stubs are as they came, whatever the exercises of this copy of the project hold.
        copy_over(&root.join("tools/lab/stubs"), &root.join("exercises"));
        Workbook { root, _lock: lock }
    }

    /// A workbook with solutions.
    pub fn with_solutions() -> Workbook {
        let workbook = Workbook::fresh();
        let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../solutions");
        bring(&original, &workbook.root.join("solutions"));
        workbook
    }

    /// The student's file of an exercise, such as `03-tcp-client`.
    pub fn source(&self, exercise: &str) -> PathBuf {
        let file = if exercise.ends_with("framing") { "lib.rs" } else { "main.rs" };
        self.root.join("exercises").join(exercise).join("src").join(file)
    }

    /// The solution's text of that file.
    pub fn solution(&self, exercise: &str) -> String {
        let source = self.source(exercise);
        let inside = source.strip_prefix(self.root.join("exercises")).expect("it lies there");
        let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../solutions").join(inside);
        fs::read_to_string(&original).unwrap_or_else(|error| panic!("{}: {error}", original.display()))
    }

    /// Solves an exercise.
    pub fn solve(&self, exercise: &str) {
        self.save(exercise, &self.solution(exercise));
    }

    /// Saves a text as the student's file.
    pub fn save(&self, exercise: &str, text: &str) {
        fs::write(self.source(exercise), text).expect("the file can be written");
    }

    /// Makes a rule of `tcp-client` one that is skipped, as where `localhost` has one address.
    pub fn skips_a_rule(&self) {
        let path = self.root.join("tests/graded/tcp_client.rs");
        let tests = fs::read_to_string(&path).expect("it is there");
        let skips = tests.replacen("    if others.is_empty() {\n        skip(", "    {\n        skip(", 1);
        assert_ne!(skips, tests, "the graded tests have another text than this one knows");
        fs::write(&path, skips).expect("it can be written");
    }

    /// `cargo lab` with these arguments, without a terminal; in English unless `ENCHUFE_LANG` is set.
    pub fn lab(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lab"));
        command.args(args).current_dir(&self.root).env("ENCHUFE_LANG", "en").env("LANG", "en_US.UTF-8");
        command.env_remove("LC_ALL").env_remove("ENCHUFE_REPORTS").env_remove("CARGO_TARGET_DIR");
        command
    }

    /// What it says, and its exit code.
    pub fn says(&self, args: &[&str]) -> (String, i32) {
        let Output { stdout, stderr, status } = self.lab(args).output().expect("it can be started");
        let said = format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
        (said, status.code().expect("it ended by itself"))
    }
}

/// Brings a file or folder, and leaves alone what is the same: cargo then sees nothing to do.
fn bring(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).expect("the folder can be made");
        for entry in fs::read_dir(from).expect("the folder can be read") {
            let name = entry.expect("the folder can be read").file_name();
            if name != "target" {
                bring(&from.join(&name), &to.join(&name));
            }
        }
        // What a test left behind there, or what the project has no more.
        for entry in fs::read_dir(to).expect("the folder can be read") {
            let name = entry.expect("the folder can be read").file_name();
            if name != "target" && !from.join(&name).exists() {
                let surplus = to.join(&name);
                let _ = fs::remove_dir_all(&surplus);
                let _ = fs::remove_file(&surplus);
            }
        }
    } else {
        let text = fs::read(from).unwrap_or_else(|error| panic!("{}: {error}", from.display()));
        fs::create_dir_all(to.parent().expect("it has a folder")).expect("the folder can be made");
        if fs::read(to).ok().as_ref() != Some(&text) {
            fs::write(to, text).expect("the file can be written");
        }
    }
}

/// Empties a folder, but for one entry.
fn remove_all_but(folder: &Path, kept: &str) {
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        if entry.file_name() != kept {
            let _ = fs::remove_dir_all(entry.path());
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Copies every file of a folder to the same place in another.
fn copy_over(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        let place = to.join(path.file_name().expect("it has a name"));
        if path.is_dir() { copy_over(&path, &place) } else { bring(&path, &place) }
    }
}

/// A folder that no other test uses.
fn free_folder() -> (PathBuf, File) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("workbooks");
    fs::create_dir_all(&folder).expect("the folder can be made");
    let free = (0..).find_map(|number| {
        let lock = File::create(folder.join(format!("{number}.lock"))).expect("the file can be made");
        let is_free = FileExt::try_lock_exclusive(&lock).unwrap_or(false);
        is_free.then(|| (folder.join(number.to_string()), lock))
    });
    free.expect("there is always another number")
}
