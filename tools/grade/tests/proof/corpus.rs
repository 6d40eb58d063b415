//! The submissions of `tests/hostile/`, each a folder with a `case.toml`:
//!
//! ```toml
//! tries = "Reads the passwords of the machine while it runs."   # a sentence
//! kind = "harm"              # cheat: wants points; harm: wants something else; honest
//! threat = "reading-while-run"   # one of THREATS; not of honest ones
//! exercise = "addresses"
//! verdict = "no-points"      # the default of hostile ones; "did-not-compile", or "full", the default of honest ones
//! blocked-from = 2           # the lowest tier that must hold it; 1 unless it is said
//! outcomes = ["hangs"]       # optional: what every rule must come to
//! says = "unsafe"            # optional: what the compiler must say
//! arch = "x86_64"            # optional: other processors cannot have it
//! baseline = true            # optional: harmless enough to be compiled and run without a sandbox, see forgery.rs
//! [drops]                    # optional: further files of the submission, by path
//! [ignored]                  # optional: files that must not be taken, and why
//! [files]                    # optional: files of the workbook that are handed in, by path in the submission
//! ```
//!
//! A program whose attack can succeed without anybody seeing it does what the exercise asks if, and only if, the attack
//! succeeded: then a point is a breach.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use enchufe::root;
use serde::Deserialize;

/// What is tried, in the order of the table. Each must have a case, or an archive in `archives.rs`.
pub const THREATS: [&str; 29] = [
    "exit-codes",
    "forged-output",
    "forged-reports",
    "recognition",
    "code-before-main",
    "own-memory",
    "reading-while-compiled",
    "build-scripts",
    "manifests",
    "cargo-settings",
    "toolchains",
    "build-results",
    "archives",
    "reading-while-run",
    "writing-outside",
    "other-processes",
    "other-programs",
    "orphans",
    "processes",
    "memory",
    "disk",
    "output",
    "time",
    "compiler",
    "reports",
    "loopback",
    "unix-sockets",
    "outside",
    "covert-channels",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Cheat,
    Harm,
    Honest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    NoPoints,
    DidNotCompile,
    Full,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Case {
    #[serde(skip)]
    pub name: String,
    pub tries: String,
    pub kind: Kind,
    #[serde(default)]
    pub threat: String,
    pub exercise: String,
    pub verdict: Option<Verdict>,
    #[serde(default = "one")]
    pub blocked_from: u8,
    #[serde(default)]
    pub outcomes: Vec<String>,
    pub says: Option<String>,
    pub arch: Option<String>,
    #[serde(default)]
    pub baseline: bool,
    #[serde(default)]
    pub drops: BTreeMap<String, String>,
    #[serde(default)]
    pub ignored: BTreeMap<String, String>,
    #[serde(default)]
    pub files: BTreeMap<String, String>,
}

fn one() -> u8 {
    1
}

/// Where the cases lie.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile")
}

/// Every case that this processor can have, by name.
pub fn cases() -> Vec<Case> {
    let entries = fs::read_dir(folder()).expect("the corpus is there").flatten();
    let folders = entries.map(|entry| entry.path()).filter(|path| path.join("case.toml").is_file());
    let mut cases: Vec<Case> = folders.map(|folder| Case::read(&folder)).collect();
    cases.sort_by(|one, other| one.name.cmp(&other.name));
    cases.retain(|case| case.arch.as_deref().is_none_or(|arch| arch == std::env::consts::ARCH));
    cases
}

impl Case {
    fn read(folder: &Path) -> Case {
        let path = folder.join("case.toml");
        let text = fs::read_to_string(&path).expect("it can be read");
        let case: Case = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Case { name: folder.file_name().expect("it has one").to_string_lossy().into_owned(), ..case }
    }

    pub fn is_hostile(&self) -> bool {
        self.kind != Kind::Honest
    }

    pub fn verdict(&self) -> Verdict {
        self.verdict.unwrap_or(if self.is_hostile() { Verdict::NoPoints } else { Verdict::Full })
    }

    /// The folder of its exercise: `exercises/01-addresses`.
    pub fn exercise_folder(&self) -> String {
        let exercises = fs::read_dir(root().join("exercises")).expect("the workbook is there").flatten();
        let mut names = exercises.map(|entry| entry.file_name().to_string_lossy().into_owned());
        let name = names.find(|name| name.split_once('-').is_some_and(|(_, slug)| slug == self.exercise));
        format!("exercises/{}", name.unwrap_or_else(|| panic!("{}: no exercise {}", self.name, self.exercise)))
    }

    /// Everything it hands in, by path.
    pub fn submission(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let source = |name: &str| format!("{}/src/{name}", self.exercise_folder());
        add(&folder().join(&self.name).join("src"), "", &mut |name, bytes| drop(files.insert(source(name), bytes)));
        let text: String = files.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
        let shared = [
            ("right", root().join("tests/right/addresses/methods.rs")),
            ("call", folder().join("shared/call.rs")),
            ("search", folder().join("shared/search.rs")),
        ];
        for (name, path) in shared {
            if text.contains(&format!("mod {name};")) {
                files.insert(source(&format!("{name}.rs")), fs::read(path).expect("it can be read"));
            }
        }
        for (path, from) in &self.files {
            let from = root().join(from);
            let bytes = fs::read(&from).unwrap_or_else(|error| panic!("{}: {}: {error}", self.name, from.display()));
            files.insert(path.clone(), bytes);
        }
        files.extend(self.drops.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())));
        files
    }

    /// Hands it in: a folder of its name in `submissions`.
    pub fn hand_in(&self, submissions: &Path) {
        write_all(&submissions.join(&self.name), &self.submission());
    }
}

/// Writes files, by path, below a folder.
pub fn write_all(folder: &Path, files: &BTreeMap<String, Vec<u8>>) {
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("a folder can be made");
        fs::write(path, bytes).expect("a file can be written");
    }
}

fn add(folder: &Path, below: &str, put: &mut impl FnMut(&str, Vec<u8>)) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            add(&entry.path(), &format!("{name}/"), put);
        } else {
            put(&name, fs::read(entry.path()).expect("it can be read"));
        }
    }
}
