//! How far a student is. All of it can be found out again: what is kept is only what the last verdicts were, when, and on
//! which text of the program, so that nobody has to wait for what has not changed.

use std::cell::OnceCell;
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

/// The last verdicts on all exercises, beside what the files say. Each file is looked at once, when something about it is
/// asked first: whoever wants to know anew loads anew.
pub struct Progress<'l> {
    lab: &'l Lab,
    records: BTreeMap<String, Record>,
    /// By the exercises' places in the list.
    looked_at: Vec<LookedAt>,
}

/// What an exercise's files say.
#[derive(Default)]
struct LookedAt {
    fingerprint: OnceCell<u64>,
    is_as_it_came: OnceCell<bool>,
}

impl<'l> Progress<'l> {
    /// Reads what is kept. Where nothing is, or nothing that can be read, nothing is known.
    pub fn load(lab: &'l Lab) -> Progress<'l> {
        let text = fs::read_to_string(path(lab)).unwrap_or_default();
        let kept: Value = serde_json::from_str(&text).unwrap_or_default();
        let record = |exercise: &Exercise| Some((exercise.slug.clone(), read(kept.get(&exercise.slug)?)?));
        let records = lab.exercises.iter().filter_map(record).collect();
        Progress { lab, records, looked_at: lab.exercises.iter().map(|_| LookedAt::default()).collect() }
    }

    fn looked_at(&self, exercise: &Exercise) -> &LookedAt {
        let place = self.lab.exercises.iter().position(|other| other.slug == exercise.slug);
        &self.looked_at[place.expect("an exercise of this workbook")]
    }

    /// The last verdict, if it is about what the files say.
    pub fn record(&self, exercise: &Exercise) -> Option<&Record> {
        let record = self.records.get(&exercise.slug)?;
        let says = self.looked_at(exercise).fingerprint.get_or_init(|| fingerprint(self.lab, exercise));
        (record.fingerprint == *says).then_some(record)
    }

    fn is_as_it_came(&self, exercise: &Exercise) -> bool {
        *self.looked_at(exercise).is_as_it_came.get_or_init(|| is_as_it_came(self.lab, exercise))
    }

    pub fn state(&self, exercise: &Exercise) -> State {
        match self.record(exercise) {
            Some(record) if !record.compiled => State::DidNotCompile,
            Some(record) if record.passed > 0 && record.passed + record.skipped == record.all => State::Solved,
            _ if self.is_as_it_came(exercise) => State::Untouched,
            Some(record) if record.unwritten => State::Untouched,
            Some(_) => State::Begun,
            None => State::Unknown,
        }
    }

    /// The exercise to work on: of those that are begun and not solved the one that was saved last, else the first that
    /// is not solved; `None` if all are.
    pub fn next(&self) -> Option<&'l Exercise> {
        let saved = |exercise: &Exercise| exercise.source().metadata().and_then(|about| about.modified()).ok();
        let open = self.lab.exercises.iter().map(|exercise| (exercise, self.state(exercise)));
        let open: Vec<_> = open.filter(|(_, state)| *state != State::Solved).collect();
        let begun = open.iter().filter(|(_, state)| *state != State::Untouched);
        // Of two that were saved at the same moment, as another branch brings them, the first.
        let last = begun.rev().max_by_key(|(exercise, _)| saved(exercise));
        last.or(open.first()).map(|(exercise, _)| *exercise)
    }

    /// Whether there is a verdict at all, be it on an older text.
    pub fn was_graded(&self, exercise: &Exercise) -> bool {
        self.records.contains_key(&exercise.slug)
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

/// The Rust files of a folder and of those in it, in alphabetical order; none where there is no such folder. What an
/// editor puts beside them while it saves is hidden.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths = Vec::new();
    for entry in entries.filter_map(Result::ok) {
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        // A link to a folder could lead round in a circle.
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            paths.extend(files(&path));
        } else if name.ends_with(".rs") {
            paths.push(path);
        }
    }
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
    let Ok(came) = fs::read(as_it_came(lab, exercise)) else { return false };
    let Ok(is) = fs::read(exercise.source()) else { return false };
    // Git may have turned the line ends into those of the system.
    let plain = |bytes: &[u8]| bytes.iter().copied().filter(|byte| *byte != b'\r').collect::<Vec<u8>>();
    came == is || plain(&came) == plain(&is)
}
