//! Graded tests from outside: building those of many exercises so that none hurts another, running them, and reading
//! the verdicts they wrote. For the overview, the workbook's own checks, and the tools.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use crate::catalog::Exercise;
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
pub struct BuildError(String);

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BuildError {}

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
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(&program);
    command.args(args).arg("--message-format=json").arg("--target-dir").arg(target).current_dir(workspace);
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| BuildError(format!("could not start {}: {error}", Path::new(&program).display())))?;
    let mut read = CargoOutput {
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        success: output.status.success(),
        ..CargoOutput::default()
    };
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
        let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        let folder = Path::new(&text("/manifest_path")).parent().unwrap_or(Path::new("")).to_owned();
        match text("/reason").as_str() {
            "compiler-artifact" if !text("/executable").is_empty() => {
                read.executables.push((folder, text("/target/kind/0"), text("/executable").into()));
            }
            "compiler-message" => {
                read.messages.push((folder, text("/message/level"), text("/message/rendered")));
            }
            _ => {}
        }
    }
    Ok(read)
}

/// Builds the graded tests of these exercises of a workspace. An exercise that does not compile hurts no other.
///
/// # Errors
/// cargo cannot be started, or fails for another reason than an exercise: what it said.
pub fn build(workspace: &Path, target: &Path, exercises: &[&Exercise]) -> Result<BTreeMap<String, Built>, BuildError> {
    let mut args = vec!["test", "--no-run", "--no-fail-fast"];
    for exercise in exercises {
        args.extend(["-p", &exercise.slug]);
    }
    let output = cargo(&args, workspace, target)?;
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
            None if errors.is_empty() => return Err(BuildError(output.stderr)),
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

    /// What happened, in a line.
    pub fn headline(&self, lang: Lang) -> &str {
        let headline = self.report.pointer(&format!("/headline/{}", lang.code())).and_then(Value::as_str);
        headline.unwrap_or(lang.words().no_report)
    }
}

/// Runs the graded tests of an exercise, and returns a verdict for each of its rules that was tested, in order. The
/// reports replace those of an earlier run as a whole; two runs at the same time do not disturb each other.
///
/// # Errors
/// The executable cannot be started, or the reports cannot be put in their place.
pub fn run(executable: &Path, exercise: &Exercise, settings: &Settings) -> std::io::Result<Vec<Verdict>> {
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
    command.current_dir(&exercise.folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status()?;
    let written = fresh.join(&exercise.slug);
    let verdict = |name: &str| Verdict::read(name, &written.join(format!("{name}.json")));
    let is_tested = |name: &String| settings.only.is_empty() || settings.only.contains(name);
    let tested = exercise.rules.iter().map(|rule| &rule.name).filter(|name| is_tested(name));
    let verdicts = tested.map(|name| verdict(name)).collect();
    if written.exists() {
        put_in_place(&written, &settings.reports.join(&exercise.slug), &fresh.join("earlier"))?;
    }
    remove_if_there(&fresh)?;
    Ok(verdicts)
}

/// Replaces a folder as a whole, and moves what was there to `earlier`: an old verdict must not stand for a test that
/// does not run any more. Another run may do the same at the same time; the later one wins. Moving is done at once, so
/// that nobody meets half a folder; removing is not.
fn put_in_place(written: &Path, place: &Path, earlier: &Path) -> std::io::Result<()> {
    let mut tries = 100;
    loop {
        remove_if_there(earlier)?;
        match fs::rename(place, earlier) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        match fs::rename(written, place) {
            Err(_) if place.exists() && tries > 0 => tries -= 1,
            result => return result,
        }
    }
}

fn remove_if_there(folder: &Path) -> std::io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
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
