//! What tests of the grader share: a class in a folder of its own, archives of every kind, and a judge that only looks at
//! the sources.

#![allow(dead_code, reason = "each test file uses its part")]

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, UNIX_EPOCH};

use enchufe::catalog::Exercise;
use flate2::Compression;
use flate2::write::GzEncoder;
use grade::intake::{Intake, Known, Prepared, Reason, entries};
use grade::judge::{Settings, Stop};
use grade::options::Grade;
use grade::problem::Problem;
use grade::result::{ExerciseResult, State, Submission, TestResult, Text, Tier};
use grade::run::{self, Judge};
use grade::workbook::Workbook;
use jiff::tz::Offset;
use tempfile::TempDir;
use zip::write::SimpleFileOptions;

pub const CLIENT: &str = "exercises/03-tcp-client/src/main.rs";

/// What the workbook has besides exercises, read once.
static KNOWN: LazyLock<Known> = LazyLock::new(|| Known::of(enchufe::root()));

pub fn workbook() -> Workbook {
    let root = enchufe::root().to_owned();
    Workbook::at(root.clone(), root.join("target/enchufe")).expect("the workbook's own exercises read")
}

/// A folder of submissions and a REPORT beside it.
pub struct Class {
    pub folder: TempDir,
}

impl Class {
    pub fn new() -> Class {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("class")).expect("a folder in it");
        Class { folder }
    }

    /// A class of folders, each with one program.
    pub fn of(programs: &[(&str, &str)]) -> Class {
        let class = Class::new();
        for (student, program) in programs {
            class.file(&format!("{student}/{CLIENT}"), program);
        }
        class
    }

    pub fn submissions(&self) -> PathBuf {
        self.folder.path().join("class")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn file(&self, path: &str, text: &str) -> PathBuf {
        let path = self.submissions().join(path);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("folders are made");
        fs::write(&path, text).expect("the file is written");
        // So that what is graded twice was handed in at the same time.
        let time = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        File::options().write(true).open(&path).and_then(|file| file.set_modified(time)).expect("its time is set");
        path
    }

    pub fn grade(&self, out: &str) -> Grade {
        Grade { submissions: self.submissions(), out: self.path(out), jobs: Some(2), ..Grade::default() }
    }

    /// A zip with these entries, written as they are named.
    pub fn zip(&self, name: &str, entries: &[(&str, &[u8])]) {
        self.zip_with(name, |zip| {
            for (path, bytes) in entries {
                zip.start_file(*path, SimpleFileOptions::default()).expect("an entry begins");
                zip.write_all(bytes).expect("its bytes are written");
            }
        });
    }

    pub fn zip_with(&self, name: &str, fill: impl FnOnce(&mut zip::ZipWriter<File>)) {
        let file = File::create(self.submissions().join(name)).expect("the archive is made");
        let mut zip = zip::ZipWriter::new(file);
        fill(&mut zip);
        zip.finish().expect("the archive is finished");
    }

    /// A tar with these members, compressed if its name says so.
    pub fn tar(&self, name: &str, members: &[Member]) {
        let path = self.submissions().join(name);
        let file = File::create(&path).expect("the archive is made");
        if name.ends_with("gz") {
            let mut packed = GzEncoder::new(file, Compression::default());
            fill_tar(&mut packed, members);
            packed.finish().expect("the archive is finished");
        } else {
            fill_tar(&mut { file }, members);
        }
    }

    pub fn take(&self, student: &str) -> Prepared {
        let workbook = workbook();
        self.take_with(student, &workbook.exercises)
    }

    fn take_with(&self, student: &str, exercises: &[Exercise]) -> Prepared {
        let taken = self.path("taken");
        fs::create_dir_all(&taken).expect("a folder for what is taken");
        let found = entries(&self.submissions()).expect("there are submissions");
        let entry = found.entries.iter().find(|entry| entry.student == student).expect("the student is there");
        Intake { exercises, known: &KNOWN, taken: &taken, zone: Offset::UTC }.take(entry).expect("it is taken in")
    }
}

/// A member of a tar, as raw as it gets.
pub struct Member {
    pub path: Vec<u8>,
    pub kind: tar::EntryType,
    pub bytes: Vec<u8>,
    pub link: String,
    pub modified: u64,
}

impl Member {
    pub fn file(path: &str, bytes: &[u8]) -> Member {
        Member {
            path: path.into(),
            kind: tar::EntryType::Regular,
            bytes: bytes.to_vec(),
            link: String::new(),
            modified: 1_700_000_000,
        }
    }

    pub fn of_kind(path: &str, kind: tar::EntryType, link: &str) -> Member {
        Member { kind, link: link.into(), ..Member::file(path, b"") }
    }
}

fn fill_tar(out: &mut impl Write, members: &[Member]) {
    for member in members {
        let mut header = tar::Header::new_ustar();
        // Set as bytes: what builds archives refuses most of what is tried here.
        let name = &mut header.as_ustar_mut().expect("it is one").name;
        assert!(member.path.len() <= name.len(), "short names only");
        name[..member.path.len()].copy_from_slice(&member.path);
        header.set_entry_type(member.kind);
        header.set_size(member.bytes.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(member.modified);
        header.as_ustar_mut().expect("it is one").linkname[..member.link.len()].copy_from_slice(member.link.as_bytes());
        header.set_cksum();
        out.write_all(header.as_bytes()).expect("a header");
        out.write_all(&member.bytes).expect("its bytes");
        let padding = (512 - member.bytes.len() % 512) % 512;
        out.write_all(&vec![0; padding]).expect("its padding");
    }
    out.write_all(&[0; 1024]).expect("the end");
}

/// The reason that is given for a path.
pub fn reason(prepared: &Prepared, path: &str) -> Option<Reason> {
    prepared.ignored.iter().find(|ignored| ignored.path == path).map(|ignored| ignored.reason)
}

pub fn content(prepared: &Prepared, path: &str) -> String {
    fs::read_to_string(prepared.folder.join(path)).expect("what was taken is there")
}

/// Passes a program whose text holds `right`, and fails any other.
pub struct Glance {
    pub settings: Settings,
}

impl Glance {
    pub fn open(settings: Settings) -> Result<Glance, Problem> {
        Ok(Glance { settings })
    }

    pub fn look(&self, prepared: &Prepared, exercises: &[String]) -> Submission {
        let of = |slug: &String| {
            let exercise = self.settings.exercises.iter().find(|exercise| exercise.slug == *slug).expect("it is known");
            let folder = exercise.folder.file_name().expect("a name").to_string_lossy();
            let file = prepared.files.iter().find(|file| file.contains(&*folder));
            let Some(file) = file else {
                return ExerciseResult { slug: slug.clone(), state: State::NotSubmitted, tests: Vec::new() };
            };
            let outcome = if content(prepared, file).contains("right") { "passed" } else { "wrong-bytes" };
            let test = |rule: &enchufe::catalog::Rule| TestResult {
                rule: rule.name.clone(),
                outcome: outcome.into(),
                mistake: None,
                text: Some(Text { en: "what was seen".into(), es: "lo que se vio".into() }),
                transcript: None,
                hidden: false,
                retries: 0,
            };
            let tests = exercise.rules.iter().map(test).collect();
            ExerciseResult { slug: slug.clone(), state: State::Judged, tests }
        };
        Submission {
            student: prepared.student.clone(),
            sources: prepared.sources.clone(),
            submitted: prepared.submitted.clone(),
            clock: prepared.clock,
            handed_in: prepared.handed_in.clone(),
            ignored: prepared.ignored.clone(),
            tier: self.tier(),
            exercises: exercises.iter().map(of).collect(),
            tampering: Vec::new(),
            lang: "en".into(),
        }
    }
}

impl Judge for Glance {
    fn tier(&self) -> Tier {
        Tier::Namespaces
    }

    fn judge(&self, prepared: &Prepared, exercises: &[String], _: usize) -> Result<Option<Submission>, Problem> {
        Ok(Some(self.look(prepared, exercises)))
    }
}

/// Grades with that judge.
pub fn grade(grade: &Grade) -> Result<std::process::ExitCode, Problem> {
    run::run_with(grade, &workbook(), &Stop::default(), Glance::open)
}

pub fn results(report: &Path) -> String {
    fs::read_to_string(report.join("results.jsonl")).expect("the results are there")
}
