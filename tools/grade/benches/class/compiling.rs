//! What compiling alone takes: inside the grader, and by rustc alone with the same arguments.
//!
//! The grader's own library judges here, and this program is the executable that it starts for each submission. That
//! one tells the real grader that there are no tests: what is left is the pristine tree, the sandbox and the compiler.
//! While everything still lies in its place, rustc is called once more for each program, as the grader called it, with
//! nothing around it.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use enchufe::words::Lang;
use grade::intake::{Intake, Known, Prepared, entries};
use grade::judge::lane::Request;
use grade::judge::{Court, Settings, Stop};
use grade::patience::Patience;
use grade::problem::Problem;
use grade::rules::Rules;
use grade::sandbox::plan::Plan;
use grade::sandbox::{self, LAUNCHER};
use grade::workbook::Workbook;
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

use crate::spent::{Spent, spent};

/// What compiling one submission took.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Compiling {
    pub graded: Spent,
    pub bare: Spent,
}

/// Where it is told, in the folder for what passes.
const TOLD: &str = "compiling.json";

/// Compiles each of these submissions, one after the other; `scratch` is a new folder.
///
/// # Errors
/// They cannot be taken in, or not be compiled through no fault of theirs.
pub fn compile(workbook: &Workbook, submissions: &Path, scratch: &Path) -> Result<Vec<Compiling>, Problem> {
    let taken = scratch.join("taken");
    fs::create_dir_all(&taken).map_err(cannot(&taken))?;
    let known = Known::of(&workbook.root);
    let intake = Intake { exercises: &workbook.exercises, known: &known, taken: &taken, zone: Offset::UTC };
    let found = entries(submissions)?.entries;
    let prepared: Vec<Prepared> = found.iter().map(|entry| intake.take(entry)).collect::<Result<_, _>>()?;
    let court = Court::open(Settings {
        root: workbook.root.clone(),
        kept: workbook.kept.clone(),
        scratch: scratch.to_owned(),
        exercises: workbook.exercises.clone(),
        judged: workbook.exercises.iter().map(|exercise| exercise.slug.clone()).collect(),
        rules: Rules::of_catalogue(&workbook.exercises),
        patience: Patience::default(),
        lang: Lang::En,
        jobs: Some(1),
        require_tier: None,
        stop: Stop::default(),
    })?;
    let told = scratch.join(TOLD);
    let took = |prepared: &Prepared| {
        court.judge(prepared, 0)?;
        let bytes = fs::read(&told).map_err(cannot(&told))?;
        serde_json::from_slice(&bytes).map_err(|error| cannot(&told)(error.into()))
    };
    prepared.iter().map(took).collect()
}

/// What this program does when the grader's library starts it as its launcher.
pub fn launch(args: Vec<OsString>) -> ExitCode {
    if args.first().is_none_or(|part| part != "lane") {
        return sandbox::launch(args);
    }
    match stand_in() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn stand_in() -> io::Result<()> {
    let mut question = Vec::new();
    io::stdin().read_to_end(&mut question)?;
    let mut request: Request = serde_json::from_slice(&question)?;
    // Before there is a submission: rules that a program which does nothing breaks are needed to begin at all.
    if request.finds_planted {
        return io::stdout().write_all(&ask(&question)?);
    }
    request.bench.tests.clear();
    request.bench.planted.clear();
    let question = serde_json::to_vec(&request)?;
    let (answer, graded) = spent(|| ask(&question));
    let (done, bare) = spent(|| rustc_alone(&request.folder));
    done?;
    let scratch = request.folder.parent().unwrap_or(&request.folder);
    fs::write(scratch.join(TOLD), serde_json::to_vec(&Compiling { graded, bare })?)?;
    io::stdout().write_all(&answer?)
}

/// Asks the real grader for one submission.
fn ask(question: &[u8]) -> io::Result<Vec<u8>> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_grade"));
    let mut child = command.args([LAUNCHER, "lane"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    // It reads all of it before it answers.
    child.stdin.take().expect("it is piped").write_all(question)?;
    Ok(child.wait_with_output()?.stdout)
}

/// Calls rustc as it was called for the submission in this folder. What it refused, it refuses again.
fn rustc_alone(folder: &Path) -> io::Result<()> {
    let mut plans = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(".compile.json") {
            plans.push(Plan::read(&path)?);
        }
    }
    // Libraries before the programs that use them.
    plans.sort_by_key(|plan| !plan.args.iter().any(|arg| arg == "--crate-type=lib"));
    for plan in plans {
        let ways = ways_out(&plan, folder)?;
        let outside = |text: &str| outside(text, &ways);
        let mut command = Command::new(outside(&plan.program.to_string_lossy()));
        command.args(plan.args.iter().map(|arg| outside(arg)));
        command.env_clear().envs(plan.environment.iter().map(|(key, value)| (key, outside(value))));
        command.current_dir(outside(&plan.folder.to_string_lossy())).stdin(Stdio::null()).stderr(Stdio::null());
        command.status()?;
    }
    Ok(())
}

/// Folders as the sandbox shows them, and where they lie.
fn ways_out(plan: &Plan, folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut ways = Vec::new();
    for door in plan.doors.iter().filter(|door| door.at != door.from) {
        let (at, from) = match door.at.strip_prefix("/linker") {
            // The linker has another name in there.
            Ok(name) => (Path::new("/linker"), renamed(&door.from, &folder.join("bare"), name)?),
            Err(_) => (door.at.as_path(), door.from.clone()),
        };
        ways.push((at.to_string_lossy().into_owned(), from));
    }
    Ok(ways)
}

/// A folder in which a file has this name.
fn renamed(file: &Path, folder: &Path, name: &Path) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    match std::os::unix::fs::symlink(file, folder.join(name)) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(folder.to_owned()),
    }
}

/// An argument with the one path of the sandbox in it as it is outside: at its beginning, or behind what names it.
fn outside(text: &str, ways: &[(String, PathBuf)]) -> String {
    for (at, from) in ways {
        if let Some((before, after)) = text.split_once(at.as_str())
            && (before.is_empty() || before.ends_with(['=', 'B']))
            && (after.is_empty() || after.starts_with(['/', '=']))
        {
            return format!("{before}{}{after}", from.display());
        }
    }
    text.to_owned()
}

fn cannot(path: &Path) -> impl Fn(io::Error) -> Problem {
    let path = path.display().to_string();
    move |error| Problem::new(format!("{path}: {error}"))
}
