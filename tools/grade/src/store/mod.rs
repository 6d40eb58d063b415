//! A REPORT's folder, and what is kept in it: every submission that was judged, in a file of its own, whole or not at
//! all. Whatever ends the grader, what is here was finished, and is not judged again.

mod about;
mod lock;
mod merge;
mod whole;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub use about::{About, digest};
pub use merge::{disagreeing, merge};
pub use whole::write_whole;

use crate::problem::Problem;
use crate::result::{Clock, Submission};
use crate::words::{general, spoken, store};
use lock::Lock;

/// An open REPORT, and nobody else's until it is dropped.
#[derive(Debug)]
pub struct Store {
    report: PathBuf,
    _lock: Lock,
}

impl Store {
    /// Opens a REPORT for this class, and makes it if there is none.
    ///
    /// # Errors
    /// It cannot be written; it is of another class, or something else; another grader has it.
    pub fn open(report: &Path, students: &[String]) -> Result<Store, Problem> {
        let words = store(spoken());
        let cannot_write =
            |error| Problem::new((general(spoken()).cannot_write)(report, &error)).advise(words.choose_another_folder);
        fs::create_dir_all(report).map_err(cannot_write)?;
        let is_ours = |name: &str| [about::FINISHED, about::BEGUN, ".lock"].contains(&name);
        let mut names =
            fs::read_dir(report).map_err(cannot_write)?.filter_map(Result::ok).map(|entry| entry.file_name());
        let (is_empty, has_ours) = names
            .by_ref()
            .fold((true, false), |(_, has_ours), name| (false, has_ours || name.to_str().is_some_and(is_ours)));
        if !is_empty && !has_ours {
            return Err(Problem::new((words.not_a_report)(report)).advise(words.choose_another_folder));
        }
        let lock = Lock::take(report)?;
        let of_others = About::last(report)?.and_then(|about| {
            about.students.first().cloned().filter(|_| !about.students.iter().any(|it| students.contains(it)))
        });
        if let Some(student) = of_others {
            return Err(Problem::new((words.another_class)(report, &student)).advise(words.choose_another_folder));
        }
        let opened = Store { report: report.to_owned(), _lock: lock };
        for folder in [opened.kept(), opened.taken(), opened.before()] {
            fs::create_dir_all(folder).map_err(cannot_write)?;
        }
        for folder in [report, &opened.kept(), &opened.taken()] {
            opened.tidy_up(folder);
        }
        Ok(opened)
    }

    pub fn report(&self) -> &Path {
        &self.report
    }

    /// Where what was taken of the submissions is kept by its content.
    pub fn taken(&self) -> PathBuf {
        self.report.join("taken")
    }

    /// For what passes while submissions are judged.
    pub fn scratch(&self) -> PathBuf {
        self.report.join(".scratch")
    }

    fn kept(&self) -> PathBuf {
        self.report.join("kept")
    }

    /// What was kept of those that are graded again, until the new verdict is there to be compared.
    fn before(&self) -> PathBuf {
        self.kept().join("before")
    }

    fn path(&self, key: &str) -> PathBuf {
        path_of(&self.kept(), key)
    }

    /// What a grader that was killed left half-written.
    fn tidy_up(&self, folder: &Path) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(".new-") {
                let path = entry.path();
                // What cannot be removed is in nobody's way.
                let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
            }
        }
    }

    /// What is kept under a key, if there is a verdict on each of these exercises: on those, in this order. A file that does
    /// not read, after a disk failed, is as good as none.
    pub fn get(&self, key: &str, exercises: &[String]) -> Option<Submission> {
        read_kept(&self.kept(), key)?.only(exercises)
    }

    /// The exercises among these on which there is no verdict.
    pub fn lacking(&self, key: &str, exercises: &[String]) -> Vec<String> {
        let kept = read_kept(&self.kept(), key);
        let is_there = |slug: &String| kept.as_ref().is_some_and(|kept| kept.exercise(slug).is_some());
        exercises.iter().filter(|slug| !is_there(slug)).cloned().collect()
    }

    /// Keeps verdicts beside those on other exercises, without what belongs to the student and not to the sources.
    ///
    /// # Errors
    /// The disk is full, for example.
    pub fn keep(&self, key: &str, submission: &Submission) -> Result<(), Problem> {
        let mut shared = Submission {
            student: String::new(),
            submitted: None,
            clock: Clock::default(),
            handed_in: BTreeMap::new(),
            ignored: Vec::new(),
            lang: String::new(),
            ..submission.clone()
        };
        if let Some(before) = read_kept(&self.kept(), key) {
            shared.add(before);
        }
        let bytes = serde_json::to_vec(&shared).expect("it has only texts and numbers");
        self.write(&self.path(key), &bytes)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), Problem> {
        let words = store(spoken());
        write_whole(path, bytes)
            .map_err(|error| Problem::new((general(spoken()).cannot_write)(path, &error)).advise(words.make_room))
    }

    /// Puts the verdicts on these exercises aside, so that they are judged again. An earlier call that was not finished
    /// goes on: what it had judged again already stays.
    ///
    /// # Errors
    /// A file cannot be moved.
    pub fn regrade(&self, keys: &[&str], exercises: &[String]) -> Result<(), Problem> {
        let is_unfinished = fs::read_dir(self.before()).is_ok_and(|mut entries| entries.next().is_some());
        for key in keys {
            let (path, before) = (self.path(key), path_of(&self.before(), key));
            if is_unfinished && before.exists() {
                continue;
            }
            match fs::rename(&path, &before) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(Problem::new((general(spoken()).cannot_write)(&path, &error)));
                }
                _ => {}
            }
            if let Some(others) = read_kept(&self.before(), key).and_then(|before| before.without(exercises)) {
                self.keep(key, &others)?;
            }
        }
        Ok(())
    }

    /// Ends grading again: whether each of these has other verdicts on these exercises than before; `None` where there
    /// were none before.
    pub fn compare(&self, keys: &[&str], exercises: &[String]) -> Vec<Option<bool>> {
        let differs = |key: &&str| {
            let before = read_kept(&self.before(), key)?.only(exercises)?;
            Some(self.get(key, exercises).is_none_or(|now| now.verdicts() != before.verdicts()))
        };
        let compared = keys.iter().map(differs).collect();
        for key in keys {
            // Not there, in most cases.
            let _ = fs::remove_file(path_of(&self.before(), key));
        }
        compared
    }

    /// Writes `results.jsonl`, the verdicts on each submission in a line, and then `class.json`, which says of which
    /// results it is: a run that ends in between leaves two files that do not belong together, and whoever reads sees it.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn finish(&self, about: &About, submissions: &[Submission]) -> Result<(), Problem> {
        let lines = lines(submissions);
        self.write(&self.report.join("results.jsonl"), &lines)?;
        about.finish(&self.report, &lines)
    }
}

/// The submissions of a REPORT, by the students' names, with the evidence that is kept.
///
/// # Errors
/// There is no such REPORT, or it does not read; `class.json` is of another run.
pub fn results(report: &Path) -> Result<Vec<Submission>, Problem> {
    let words = store(spoken());
    let path = report.join("results.jsonl");
    let text = fs::read_to_string(&path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Problem::new((words.no_results)(report)).advise(words.grade_first),
        _ => Problem::new((general(spoken()).cannot_read)(&path, &error)),
    })?;
    let about = About::read(report)?;
    let about = about.ok_or_else(|| Problem::new((words.no_results)(report)).advise(words.grade_first))?;
    if !about.belongs_to(text.as_bytes()) {
        return Err(Problem::new((words.of_two_runs)(report)).advise(words.grade_again));
    }
    let read = |(number, line): (usize, &str)| {
        let fault = |error| Problem::new((words.bad_line)(&path, number + 1, &error)).advise(words.grade_again);
        let mut submission: Submission = serde_json::from_str(line).map_err(fault)?;
        let key = about.conditions(submission.tier).key(&submission.sources);
        if let Some(kept) = read_kept(&report.join("kept"), &key) {
            submission.take_evidence(kept);
        }
        Ok(submission)
    };
    text.lines().enumerate().map(read).collect()
}

fn path_of(folder: &Path, key: &str) -> PathBuf {
    folder.join(format!("{key}.json"))
}

fn read_kept(folder: &Path, key: &str) -> Option<Submission> {
    serde_json::from_slice(&fs::read(path_of(folder, key)).ok()?).ok()
}

fn lines(submissions: &[Submission]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for submission in submissions {
        bytes.extend(serde_json::to_vec(&submission.verdicts()).expect("it has only texts and numbers"));
        bytes.push(b'\n');
    }
    bytes
}
