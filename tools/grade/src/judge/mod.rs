//! One submission met by the graded tests: a pristine tree, the compiler, the tests' reports, the verdicts.
//!
//! [`bench`] is made once. Each submission is judged in a process of its own ([`lane`]): [`compile`] makes the programs,
//! [`blame`] tells a program that does not compile from a machine that cannot, [`hearing`] lets the tests meet them,
//! [`planted`] tries the judge himself.

mod bench;
mod blame;
mod compile;
pub mod entrance;
mod even;
mod foundation;
mod hall;
mod hearing;
pub mod lane;
mod planted;
#[cfg(target_os = "linux")]
mod scratch;
mod watch;

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use enchufe::catalog::Exercise;
use enchufe::words::Lang;

use self::bench::Bench;
use self::lane::{Answer, Request};
use crate::intake::Prepared;
use crate::patience::Patience;
use crate::problem::Problem;
use crate::result::{ExerciseResult, State, Submission, Text, Tier};
use crate::rules::Rules;
use crate::sandbox::trial::{self, Found};
use crate::sandbox::user::User;
use crate::sandbox::{self, LAUNCHER};
use crate::words::{
    bench as bench_words, general, judge as words, sandbox as sandbox_words, spoken, store as store_words,
};

/// So long one submission may take in all. What takes longer is the lab's fault: each exercise has its own limit.
const LONGEST: Duration = Duration::from_secs(3600);

/// How many exercises of one submission are heard at the same time, and how many tests of each: most of the time they
/// wait.
const EXERCISES_AT_ONCE: usize = 2;
const TESTS_AT_ONCE: usize = 8;

/// What is the same for every submission of a run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The workbook's folder.
    pub root: PathBuf,
    /// What the workbook keeps on this machine, `target/enchufe`: the graded tests are built below it.
    pub kept: PathBuf,
    /// A folder for what passes, on a disk with space: empty when the run begins, removed when it ends.
    pub scratch: PathBuf,
    /// The catalogue, by number.
    pub exercises: Vec<Exercise>,
    /// Slugs of those that are to be judged, by number; the others are not in a [`Submission`]. What they are built on
    /// is taken from the submission all the same.
    pub judged: Vec<String>,
    pub rules: Rules,
    pub patience: Patience,
    /// The language of pages for students.
    pub lang: Lang,
    /// How many submissions are judged at the same time; if this is `None`, as many as there are processors, or fewer
    /// where there are not as many users for them.
    pub jobs: Option<usize>,
    pub require_tier: Option<Tier>,
    pub stop: Stop,
}

/// Told once, from any thread: end what runs, begin nothing.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    pub fn stop(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    pub fn is_stopped(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// The graded tests, built and trusted, and the sandbox that this machine can give.
#[derive(Debug)]
pub struct Court {
    settings: Settings,
    bench: Bench,
    found: Found,
    /// One for each lane.
    users: Vec<User>,
}

impl Court {
    /// Builds the graded tests once and finds the tier. The list of tests is fixed from here on.
    ///
    /// # Errors
    /// The tests cannot be built; the tier is below the one that is required; a program that does nothing passes.
    pub fn open(settings: Settings) -> Result<Court, Problem> {
        let words = sandbox_words(spoken());
        let found = trial::find().map_err(|error| Problem::new((words.no_trial)(&error)))?;
        if let Some(required) = settings.require_tier.filter(|required| *required > found.tier) {
            return Err(Problem::new((words.too_low)(required, found.tier)).advise(words.too_low_advice));
        }
        entrance::check(found.tier, &settings.scratch, &settings.kept)?;
        let users = users(settings.jobs)?;
        let bench = bench::build(&settings)?;
        let mut court = Court { settings, bench, found, users };
        court.bench.planted = court.find_planted()?;
        Ok(court)
    }

    pub fn tier(&self) -> Tier {
        self.found.tier
    }

    /// How many submissions can be judged at the same time.
    pub fn lanes(&self) -> usize {
        self.users.len()
    }

    /// What the sandbox of this machine holds back, for a person: a few lines, with their ends.
    pub fn describe(&self) -> String {
        self.found.told(sandbox_words(spoken()))
    }

    /// Judges one submission. `lane` is below `jobs`: no two submissions are in the same lane at the same time.
    /// `None` if it was stopped.
    ///
    /// # Errors
    /// The lab itself cannot go on, for this submission or any other: no space on the disk, for example.
    pub fn judge(&self, prepared: &Prepared, lane: usize) -> Result<Option<Submission>, Problem> {
        self.judge_these(prepared, &self.settings.judged, lane)
    }

    /// The same, of some of the exercises.
    ///
    /// # Errors
    /// As above.
    pub fn judge_these(
        &self,
        prepared: &Prepared,
        exercises: &[String],
        lane: usize,
    ) -> Result<Option<Submission>, Problem> {
        let mut answer = None;
        for _ in 0..2 {
            let request =
                Request { judged: exercises.to_vec(), ..self.request(lane, &prepared.files, &prepared.folder)? };
            match self.ask(&request) {
                Ok(None) => return Ok(None),
                Ok(Some(given)) if given.is_full => return Err(full(&request.folder)),
                Ok(Some(given)) if given.error.is_none() => {
                    answer = Some(given);
                    break;
                }
                Ok(Some(given)) => answer = Some(given),
                Err(error) if error.kind() == io::ErrorKind::StorageFull => return Err(full(&request.folder)),
                Err(error) => answer = Some(Answer { error: Some(error.to_string()), ..Answer::default() }),
            }
        }
        let answer = answer.unwrap_or_default();
        let exercises = match &answer.error {
            None => answer.exercises,
            Some(error) => exercises.iter().map(|slug| lab_error(slug, error)).collect(),
        };
        Ok(Some(Submission {
            student: prepared.student.clone(),
            sources: prepared.sources.clone(),
            submitted: prepared.submitted.clone(),
            clock: prepared.clock,
            handed_in: prepared.handed_in.clone(),
            ignored: prepared.ignored.clone(),
            tier: self.found.tier,
            exercises,
            tampering: answer.tampering,
            lang: self.settings.lang.code().to_owned(),
        }))
    }

    fn find_planted(&self) -> Result<std::collections::BTreeMap<String, String>, Problem> {
        let request = self.request(0, &[], Path::new(""))?;
        let request = Request { finds_planted: true, ..request };
        let answer = self.ask(&request).map_err(|error| cannot(&request.folder, &error))?.unwrap_or_default();
        if let Some(error) = answer.error {
            return Err(Problem::new(error));
        }
        let without = |slug: &&String| !answer.planted.contains_key(*slug);
        match self.settings.judged.iter().find(without).filter(|_| !self.settings.stop.is_stopped()) {
            Some(slug) => Err(Problem::new((bench_words(spoken()).no_planted_rule)(slug))),
            None => Ok(answer.planted),
        }
    }

    fn request(&self, lane: usize, files: &[String], sources: &Path) -> Result<Request, Problem> {
        let folder = self.settings.scratch.join(format!("lane-{lane}"));
        remove(&folder).and_then(|()| fs::create_dir_all(&folder)).map_err(|error| cannot(&folder, &error))?;
        Ok(Request {
            bench: self.bench.clone(),
            root: self.settings.root.clone(),
            tier: self.found.tier,
            user: self.users[lane].number(),
            folder,
            files: files.to_vec(),
            sources: sources.to_owned(),
            judged: self.settings.judged.clone(),
            exercises_at_once: EXERCISES_AT_ONCE,
            tests_at_once: TESTS_AT_ONCE,
            finds_planted: false,
        })
    }

    /// `None` if it was stopped.
    fn ask(&self, request: &Request) -> io::Result<Option<Answer>> {
        let mut command = self.found.judge(&self.bench.launcher, [&*request.folder, &self.bench.temporary])?;
        command.args([LAUNCHER, "lane"]).env("ENCHUFE_LANG", spoken().code());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn()?;
        let result = self.converse(request, &mut child);
        // Whatever it was: nothing of it stays.
        sandbox::sweep(request.user);
        remove(&request.folder)?;
        result
    }

    fn converse(&self, request: &Request, child: &mut Child) -> io::Result<Option<Answer>> {
        let mut stdin = child.stdin.take().expect("it is piped");
        let mut stdout = child.stdout.take().expect("it is piped");
        let question = serde_json::to_vec(request)?;
        let writer = std::thread::spawn(move || stdin.write_all(&question));
        let reader = std::thread::spawn(move || {
            let mut answer = Vec::new();
            stdout.read_to_end(&mut answer).map(|_| answer)
        });
        let ended =
            watch::wait_until(child, self.settings.patience.stretched(LONGEST), || self.settings.stop.is_stopped())?;
        if self.settings.stop.is_stopped() {
            return Ok(None);
        }
        writer.join().expect("writing does not panic")?;
        let answer = reader.join().expect("reading does not panic")?;
        let died = || io::Error::other(words(spoken()).judge_died);
        ended.filter(std::process::ExitStatus::success).ok_or_else(died)?;
        Ok(Some(serde_json::from_slice(&answer)?))
    }
}

/// How many submissions are judged at the same time if nobody says it and there are users for them.
pub fn processors() -> usize {
    std::thread::available_parallelism().map_or(2, std::num::NonZero::get)
}

/// A user for each of so many lanes, which nobody else has; if nobody said how many, for as many as there are.
fn users(jobs: Option<usize>) -> Result<Vec<User>, Problem> {
    let words = sandbox_words(spoken());
    let mut users = Vec::new();
    for _ in 0..jobs.unwrap_or_else(processors).max(1) {
        match User::claim() {
            Ok(user) => users.push(user),
            Err(_) if jobs.is_none() && !users.is_empty() => break,
            Err(error) => {
                let problem = Problem::new((words.no_user)(&error));
                return Err(problem.advise((words.fewer_lanes)(users.len(), &std::env::temp_dir())));
            }
        }
    }
    Ok(users)
}

fn lab_error(slug: &str, error: &str) -> ExerciseResult {
    let text = Text::said(|lang| (words(lang).lab)(error));
    ExerciseResult { slug: slug.to_owned(), state: State::LabError { text }, tests: Vec::new() }
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Nobody can be judged there, and nothing is kept of who was tried.
fn full(folder: &Path) -> Problem {
    let error = io::Error::from(io::ErrorKind::StorageFull);
    Problem::new((general(spoken()).cannot_write)(folder, &error)).advise(store_words(spoken()).make_room)
}

fn cannot(path: &Path, error: &dyn std::fmt::Display) -> Problem {
    Problem::new(format!("{}: {error}", path.display()))
}
