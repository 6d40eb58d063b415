//! Graded tests from outside: building those of many exercises so that none hurts another, running them, and reading
//! the verdicts they wrote. For the overview, the workbook's own checks, and the tools.

mod stopper;

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use stopper::Started;
pub use stopper::Stopper;

use crate::catalog::Exercise;
use crate::report::Colour;
use crate::verdict::Outcome;
use crate::words::Lang;

/// What came of building the graded tests of one exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Built {
    /// The executable with the graded tests.
    Ready(PathBuf),
    /// What the compiler said, as it said it.
    DidNotCompile(String),
}

/// Why nothing could be built at all.
#[derive(Debug)]
pub enum BuildError {
    /// What cargo said, or why it could not be started.
    Failed(String),
    /// A [`Stopper`] ended it.
    Stopped,
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BuildError::Failed(said) => f.write_str(said),
            BuildError::Stopped => f.write_str("stopped"),
        }
    }
}

impl std::error::Error for BuildError {}

/// How a build goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// This crate is compiled.
    Compiled(&'a str),
    /// Another cargo builds in the same folder, and is waited for.
    Waiting,
}

/// What one cargo call built: executables by package folder, and what the compiler said about each folder.
#[derive(Debug, Default)]
pub struct CargoOutput {
    /// `(package folder, kind of target, executable)`
    pub executables: Vec<(PathBuf, String, PathBuf)>,
    /// `(package folder, level, rendered message)`
    pub messages: Vec<(PathBuf, String, String)>,
    pub stderr: String,
    pub success: bool,
}

/// Runs cargo with these arguments and takes in what it says in JSON.
///
/// # Errors
/// cargo cannot be started.
pub fn cargo(args: &[&str], workspace: &Path, target: &Path) -> Result<CargoOutput, BuildError> {
    cargo_until(&Stopper::unused(), args, workspace, target, Colour::Plain, &|_| ())
}

/// The same, until it is stopped; messages are rendered in this way, and `on_step` hears how it goes on.
fn cargo_until(
    stopper: &Stopper,
    args: &[&str],
    workspace: &Path,
    target: &Path,
    colour: Colour,
    on_step: &(dyn Fn(Step) + Sync),
) -> Result<CargoOutput, BuildError> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(&program);
    let format = match colour {
        Colour::Plain => "--message-format=json",
        Colour::Coloured => "--message-format=json-diagnostic-rendered-ansi",
    };
    command.args(args).arg(format).arg("--target-dir").arg(target).current_dir(workspace);
    let failed =
        |error: io::Error| BuildError::Failed(format!("could not start {}: {error}", Path::new(&program).display()));
    let started = stopper.start(&mut command).map_err(failed)?;
    let Started { id, stdout, stderr } = started.ok_or(BuildError::Stopped)?;
    let mut read = CargoOutput::default();
    std::thread::scope(|scope| {
        let errors = scope.spawn(|| {
            let mut said = String::new();
            for line in lines(stderr) {
                if line.trim_start().starts_with("Blocking waiting") {
                    on_step(Step::Waiting);
                }
                said.push_str(&line);
                said.push('\n');
            }
            said
        });
        lines(stdout).for_each(|line| read.take_in(&line, on_step));
        read.stderr = errors.join().expect("reading lines does not panic");
    });
    let status = stopper.wait(id).map_err(failed)?;
    if stopper.is_stopped() {
        return Err(BuildError::Stopped);
    }
    read.success = status.is_some_and(|status| status.success());
    Ok(read)
}

/// The lines of an output, whatever is in them.
fn lines(output: impl Read) -> impl Iterator<Item = String> {
    let line = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).trim_end_matches('\r').to_owned();
    BufReader::new(output).split(b'\n').map_while(Result::ok).map(line)
}

impl CargoOutput {
    /// Takes in one of cargo's messages.
    fn take_in(&mut self, line: &str, on_step: &(dyn Fn(Step) + Sync)) {
        let Ok(message) = serde_json::from_str::<Value>(line) else { return };
        let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        let folder = Path::new(&text("/manifest_path")).parent().unwrap_or(Path::new("")).to_owned();
        match text("/reason").as_str() {
            "compiler-artifact" => {
                if message.get("fresh") != Some(&Value::Bool(true)) {
                    on_step(Step::Compiled(&text("/target/name")));
                }
                if !text("/executable").is_empty() {
                    self.executables.push((folder, text("/target/kind/0"), text("/executable").into()));
                }
            }
            "compiler-message" => self.messages.push((folder, text("/message/level"), text("/message/rendered"))),
            _ => {}
        }
    }
}

/// Builds the graded tests of these exercises of a workspace. An exercise that does not compile hurts no other.
///
/// # Errors
/// cargo cannot be started, or fails for another reason than an exercise: what it said.
pub fn build(workspace: &Path, target: &Path, exercises: &[&Exercise]) -> Result<BTreeMap<String, Built>, BuildError> {
    build_until(&Stopper::unused(), workspace, target, exercises, Colour::Plain, &|_| ())
}

/// The same, until it is stopped; what the compiler says is rendered in this way, and `on_step` hears how it goes on.
///
/// # Errors
/// As above; and [`BuildError::Stopped`].
pub fn build_until(
    stopper: &Stopper,
    workspace: &Path,
    target: &Path,
    exercises: &[&Exercise],
    colour: Colour,
    on_step: &(dyn Fn(Step) + Sync),
) -> Result<BTreeMap<String, Built>, BuildError> {
    // Not `cargo test --no-run`: that stops at the first exercise that does not compile, and leaves the programs of others
    // as they were before they were changed.
    let mut args = vec!["build", "--tests", "--keep-going"];
    for exercise in exercises {
        args.extend(["-p", &exercise.slug]);
    }
    let output = cargo_until(stopper, &args, workspace, target, colour, on_step)?;
    let mut built = BTreeMap::new();
    for exercise in exercises {
        let folder = fs::canonicalize(&exercise.folder).unwrap_or_else(|_| exercise.folder.clone());
        let is_its = |path: &Path| fs::canonicalize(path).is_ok_and(|path| path == folder);
        let errors: String = output
            .messages
            .iter()
            .filter(|(path, level, _)| level == "error" && is_its(path))
            .map(|(_, _, rendered)| rendered.as_str())
            .collect();
        let tests = output.executables.iter().find(|(path, kind, _)| kind == "test" && is_its(path));
        let result = match tests {
            Some((_, _, executable)) if errors.is_empty() => Built::Ready(executable.clone()),
            None if errors.is_empty() => return Err(BuildError::Failed(output.stderr)),
            _ => Built::DidNotCompile(errors),
        };
        built.insert(exercise.slug.clone(), result);
    }
    Ok(built)
}

/// How graded tests are run.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Where the reports go.
    pub reports: PathBuf,
    /// Further environment variables, such as `ENCHUFE_PROGRAM_TCP_CLIENT`.
    pub environment: Vec<(String, String)>,
    /// How many tests run at the same time; as many as there are processors if this is `None`.
    pub threads: Option<usize>,
    /// The rules that are tested; all of them if this is empty.
    pub only: Vec<String>,
}

/// The verdict on one rule, read from its report.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    pub rule: String,
    pub outcome: Outcome,
    pub mistake: Option<String>,
    report: Value,
}

impl Verdict {
    /// Whether the rule holds, or cannot be tested here.
    pub fn is_fine(&self) -> bool {
        matches!(self.outcome, Outcome::Passed | Outcome::Skipped)
    }

    /// Whether a variable had put another program in the exercise's place: nothing follows for the student's own.
    pub fn is_replaced(&self) -> bool {
        self.report.get("replaced") == Some(&Value::Bool(true))
    }

    fn read(rule: &str, path: &Path) -> Verdict {
        let report = fs::read(path).ok().and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
        let report = report.unwrap_or(Value::Null);
        let outcome = report.get("outcome").and_then(Value::as_str).and_then(Outcome::from_slug);
        Verdict {
            rule: rule.to_owned(),
            // A test that is on the list and said nothing has failed, and not through the student's fault.
            outcome: outcome.unwrap_or(Outcome::LabError),
            mistake: report.get("mistake").and_then(Value::as_str).map(str::to_owned),
            report,
        }
    }

    /// The report for a person.
    pub fn text(&self, lang: Lang) -> &str {
        let text = self.report.pointer(&format!("/text/{}", lang.code())).and_then(Value::as_str);
        text.unwrap_or(lang.words().no_report)
    }

    /// Why the rule was not tested, if it was skipped: the last paragraph of its report.
    pub fn reason(&self, lang: Lang) -> Option<String> {
        let is_told = self.outcome == Outcome::Skipped && self.report.get("text").is_some();
        let paragraph = self.text(lang).trim().rsplit("\n\n").next().filter(|_| is_told)?;
        let words: Vec<&str> = paragraph.split_whitespace().collect();
        Some(words.join(" "))
    }

    /// The conversation of the test, as [`Transcript::to_json`](crate::transcript::Transcript::to_json) says.
    pub fn transcript(&self) -> Option<&Value> {
        self.report.get("transcript")
    }

    /// What happened, in a line.
    pub fn headline(&self, lang: Lang) -> &str {
        let headline = self.report.pointer(&format!("/headline/{}", lang.code())).and_then(Value::as_str);
        headline.unwrap_or(lang.words().no_report)
    }
}

/// The verdicts that the last run left in the folder of reports, whoever started it; in the order of the rules.
pub fn last_verdicts(reports: &Path, exercise: &Exercise) -> Vec<Verdict> {
    let folder = reports.join(&exercise.slug);
    let path = |name: &str| folder.join(format!("{name}.json"));
    let written = exercise.rules.iter().map(|rule| rule.name.as_str()).filter(|name| path(name).is_file());
    written.map(|name| Verdict::read(name, &path(name))).collect()
}

/// Runs the graded tests of an exercise, and returns a verdict for each of its rules that was tested, in order. The
/// reports replace those of an earlier run as a whole; two runs at the same time do not disturb each other.
///
/// # Errors
/// The executable cannot be started, or the reports cannot be put in their place.
pub fn run(executable: &Path, exercise: &Exercise, settings: &Settings) -> io::Result<Vec<Verdict>> {
    let verdicts = run_until(&Stopper::unused(), executable, exercise, settings, &mut |_| ())?;
    Ok(verdicts.expect("nobody stops it"))
}

/// The same, until it is stopped: then there are no verdicts, and the earlier reports stay. `on_verdict` hears each
/// verdict when it is there.
///
/// # Errors
/// As above.
pub fn run_until(
    stopper: &Stopper,
    executable: &Path,
    exercise: &Exercise,
    settings: &Settings,
    on_verdict: &mut dyn FnMut(Verdict),
) -> io::Result<Option<Vec<Verdict>>> {
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    let run = RUNS.fetch_add(1, Ordering::Relaxed);
    let fresh = settings.reports.join(format!(".run-{}-{run}", std::process::id()));
    let mut command = Command::new(executable);
    command.env("ENCHUFE_REPORTS", &fresh).envs(settings.environment.iter().cloned());
    if let Some(threads) = settings.threads {
        command.arg(format!("--test-threads={threads}"));
    }
    if !settings.only.is_empty() {
        command.arg("--exact").args(&settings.only);
    }
    command.current_dir(&exercise.folder);
    stopper.begins(&fresh);
    let Some(Started { id, stdout, stderr }) = stopper.start(&mut command)? else { return Ok(None) };
    let written = fresh.join(&exercise.slug);
    let verdict = |name: &str| Verdict::read(name, &written.join(format!("{name}.json")));
    std::thread::scope(|scope| {
        // Nothing is expected there, and nothing may stand in the way of what comes.
        scope.spawn(|| lines(stderr).for_each(drop));
        lines(stdout).filter_map(|line| ended_test(&line)).for_each(|name| on_verdict(verdict(&name)));
    });
    stopper.wait(id)?;
    if !stopper.finishes(&fresh) {
        remove_if_there(&fresh)?;
        return Ok(None);
    }
    let is_tested = |name: &String| settings.only.is_empty() || settings.only.contains(name);
    let tested = exercise.rules.iter().map(|rule| &rule.name).filter(|name| is_tested(name));
    let verdicts = tested.map(|name| verdict(name)).collect();
    if written.exists() {
        put_in_place(&written, &settings.reports.join(&exercise.slug), &fresh.join("earlier"))?;
    }
    remove_if_there(&fresh)?;
    Ok(Some(verdicts))
}

/// The test that ended, if a line of libtest says so: `test its_name ... ok`.
fn ended_test(line: &str) -> Option<String> {
    let (name, result) = line.strip_prefix("test ")?.rsplit_once(" ... ")?;
    ["ok", "FAILED"].contains(&result).then(|| name.to_owned())
}

/// Replaces a folder as a whole, and moves what was there to `earlier`: an old verdict must not stand for a test that
/// does not run any more. Another run may do the same at the same time; the later one wins. Moving is done at once, so
/// that nobody meets half a folder; removing is not.
fn put_in_place(written: &Path, place: &Path, earlier: &Path) -> io::Result<()> {
    let mut tries = 100;
    loop {
        remove_if_there(earlier)?;
        match fs::rename(place, earlier) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        match fs::rename(written, place) {
            Err(_) if place.exists() && tries > 0 => tries -= 1,
            result => return result,
        }
    }
}

fn remove_if_there(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Does something for each item, on `per_processor` threads for each processor: more than one where the work is mostly
/// waiting. The results are in the items' order.
pub fn in_parallel<T: Sync, R: Send>(items: &[T], per_processor: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let processors = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let workers = (processors * per_processor).min(items.len().max(1));
    let next = AtomicUsize::new(0);
    let mut results: Vec<(usize, R)> = std::thread::scope(|scope| {
        let worker = || {
            let mut done = Vec::new();
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                match items.get(index) {
                    Some(item) => done.push((index, work(item))),
                    None => return done,
                }
            }
        };
        let handles: Vec<_> = (0..workers).map(|_| scope.spawn(worker)).collect();
        handles.into_iter().flat_map(|handle| handle.join().expect("the work does not panic")).collect()
    });
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
