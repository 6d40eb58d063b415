//! How far a student is. All of it can be found out again: what is kept is only what the last verdicts were, when, and on
//! which text of the program, so that nobody has to wait for what has not changed.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use enchufe::catalog::Exercise;
use enchufe::grading::Verdict;
use enchufe::verdict::Outcome;
use serde_json::{Value, json};

use crate::lab::Lab;

/// Where an exercise stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The file is as it came.
    Untouched,
    /// Nobody knows: it was never graded, or has changed since.
    Unknown,
    DidNotCompile,
    /// Graded, and not every rule holds.
    Begun,
    Solved,
}

/// The last verdict on an exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What was graded: the exercise's files, those it is built on, and its tests.
    fingerprint: u64,
    pub at: SystemTime,
    /// Rules that hold; that were skipped; and of how many.
    pub passed: usize,
    pub skipped: usize,
    pub all: usize,
    compiled: bool,
    /// Every rule says "not written yet".
    unwritten: bool,
}

/// The last verdicts on all exercises.
pub struct Progress<'l> {
    lab: &'l Lab,
    records: BTreeMap<String, Record>,
}

impl<'l> Progress<'l> {
    /// Reads what is kept. Where nothing is, or nothing that can be read, nothing is known.
    pub fn load(lab: &'l Lab) -> Progress<'l> {
        let text = fs::read_to_string(path(lab)).unwrap_or_default();
        let kept: Value = serde_json::from_str(&text).unwrap_or_default();
        let record = |exercise: &Exercise| Some((exercise.slug.clone(), read(kept.get(&exercise.slug)?)?));
        Progress { lab, records: lab.exercises.iter().filter_map(record).collect() }
    }

    /// The last verdict, if it is about what the files say now.
    pub fn record(&self, exercise: &Exercise) -> Option<&Record> {
        self.records.get(&exercise.slug).filter(|record| record.fingerprint == fingerprint(self.lab, exercise))
    }

    pub fn state(&self, exercise: &Exercise) -> State {
        match self.record(exercise) {
            Some(record) if !record.compiled => State::DidNotCompile,
            Some(record) if record.passed > 0 && record.passed + record.skipped == record.all => State::Solved,
            _ if is_as_it_came(self.lab, exercise) => State::Untouched,
            Some(record) if record.unwritten => State::Untouched,
            Some(_) => State::Begun,
            None => State::Unknown,
        }
    }

    /// The first exercise that is not solved; `None` if all are.
    pub fn next(&self) -> Option<&'l Exercise> {
        self.lab.exercises.iter().find(|exercise| self.state(exercise) != State::Solved)
    }

    pub fn solved(&self) -> usize {
        self.lab.exercises.iter().filter(|exercise| self.state(exercise) == State::Solved).count()
    }

    /// Remembers a verdict on what the files said when `fingerprint` was taken. `None`: it did not compile.
    ///
    /// # Errors
    /// It cannot be written down; in this process it is remembered.
    pub fn remember(&mut self, exercise: &Exercise, fingerprint: u64, verdicts: Option<&[Verdict]>) -> io::Result<()> {
        let all = verdicts.unwrap_or_default();
        let count = |outcome: Outcome| all.iter().filter(|verdict| verdict.outcome == outcome).count();
        let (passed, skipped) = (count(Outcome::Passed), count(Outcome::Skipped));
        let record = Record {
            fingerprint,
            at: SystemTime::now(),
            passed,
            skipped,
            all: exercise.rules.len(),
            compiled: verdicts.is_some(),
            unwritten: count(Outcome::NotWrittenYet) > 0
                && count(Outcome::NotWrittenYet) + skipped + count(Outcome::LabError) == all.len(),
        };
        // Another `cargo lab` may have graded another exercise meanwhile.
        let others = Progress::load(self.lab).records;
        self.records.extend(others.into_iter().filter(|(slug, _)| *slug != exercise.slug));
        self.records.insert(exercise.slug.clone(), record);
        self.save()
    }

    fn save(&self) -> io::Result<()> {
        let entries = self.records.iter().map(|(slug, record)| (slug.clone(), written(record)));
        let kept = Value::Object(entries.collect());
        let path = path(self.lab);
        fs::create_dir_all(self.lab.kept())?;
        // Written beside and moved: whoever reads meets the old or the new, never half of one.
        let beside = path.with_extension(format!("{}", std::process::id()));
        fs::write(&beside, format!("{kept:#}\n"))?;
        fs::rename(&beside, &path)
    }
}

fn path(lab: &Lab) -> PathBuf {
    lab.kept().join("progress.json")
}

fn written(record: &Record) -> Value {
    let at = record.at.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    json!({
        "fingerprint": format!("{:016x}", record.fingerprint),
        "at": at,
        "passed": record.passed,
        "skipped": record.skipped,
        "all": record.all,
        "compiled": record.compiled,
        "unwritten": record.unwritten,
    })
}

fn read(kept: &Value) -> Option<Record> {
    let count = |key: &str| kept.get(key)?.as_u64()?.try_into().ok();
    let is = |key: &str| kept.get(key)?.as_bool();
    Some(Record {
        fingerprint: u64::from_str_radix(kept.get("fingerprint")?.as_str()?, 16).ok()?,
        at: UNIX_EPOCH.checked_add(Duration::from_secs(kept.get("at")?.as_u64()?))?,
        passed: count("passed")?,
        skipped: count("skipped")?,
        all: count("all")?,
        compiled: is("compiled")?,
        unwritten: is("unwritten")?,
    })
}

/// A number for all that a verdict depends on: the exercise's files, those of the exercises it is built on, and its
/// graded tests with the folders of their helpers. The same files give the same number; another file, or another text in one, gives another.
pub fn fingerprint(lab: &Lab, exercise: &Exercise) -> u64 {
    let mut hasher = DefaultHasher::new();
    let needed = lab.exercises.iter().filter(|other| exercise.needs.contains(&other.slug));
    for exercise in needed.chain([exercise]) {
        exercise.slug.hash(&mut hasher);
        hash_file(&exercise.folder.join("Cargo.toml"), &mut hasher);
        for path in sources(exercise) {
            path.strip_prefix(&exercise.folder).unwrap_or(&path).hash(&mut hasher);
            hash_file(&path, &mut hasher);
        }
    }
    let tests = lab.root.join("tests").join("graded");
    let name = exercise.slug.replace('-', "_");
    hash_file(&tests.join(format!("{name}.rs")), &mut hasher);
    for folder in [name.as_str(), name.split('_').next().unwrap_or_default()] {
        files(&tests.join(folder)).iter().for_each(|path| hash_file(path, &mut hasher));
    }
    hasher.finish()
}

/// The files of an exercise's program, in alphabetical order.
pub fn sources(exercise: &Exercise) -> Vec<PathBuf> {
    files(&exercise.folder.join("src"))
}

/// The Rust files of a folder, in alphabetical order; none where there is no such folder. What an editor puts beside
/// them while it saves is hidden.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let is_source = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".rs") && !name.starts_with('.')
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).filter(is_source).collect();
    paths.sort();
    paths
}

fn hash_file(path: &Path, hasher: &mut DefaultHasher) {
    fs::read(path).ok().hash(hasher);
}

/// The student's file of an exercise as the workbook brought it.
pub fn as_it_came(lab: &Lab, exercise: &Exercise) -> PathBuf {
    let folder = exercise.folder.file_name().unwrap_or_default();
    let source = exercise.source();
    let inside = source.strip_prefix(&exercise.folder).unwrap_or(&source);
    lab.root.join("tools").join("lab").join("stubs").join(folder).join(inside)
}

/// Whether the student has not written anything yet.
pub fn is_as_it_came(lab: &Lab, exercise: &Exercise) -> bool {
    let came = fs::read(as_it_came(lab, exercise)).ok();
    // Git may have turned the line ends into those of the system.
    let plain = |bytes: Vec<u8>| bytes.into_iter().filter(|byte| *byte != b'\r').collect::<Vec<u8>>();
    came.is_some() && came.map(plain) == fs::read(exercise.source()).ok().map(plain)
}
