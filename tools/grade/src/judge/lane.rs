//! One submission judged from its first file to its last verdict, in a process of its own: what happens to this process
//! happens to no other submission.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, mpsc};

use enchufe::catalog::{self, Exercise};
use enchufe::verdict::Outcome;
use serde::{Deserialize, Serialize};

use super::bench::{Bench, Package};
use super::compile::{Compiled, Compiler};
use super::hall::Hall;
use super::hearing::Hearing;
use super::{foundation, planted};
use crate::result::{ExerciseResult, State, Tampering, Text, Tier};
use crate::sandbox::trial;

/// What a lane is asked.
#[derive(Debug, Serialize, Deserialize)]
pub struct Request {
    pub bench: Bench,
    /// The workbook's folder.
    pub root: PathBuf,
    pub tier: Tier,
    /// The number of the user as whom programs run.
    pub user: u32,
    /// An empty folder for this submission.
    pub folder: PathBuf,
    /// The student's files, and the folder that holds them.
    pub files: Vec<String>,
    pub sources: PathBuf,
    /// Slugs of the exercises that are judged.
    pub judged: Vec<String>,
    /// How many exercises are heard at the same time, and how many tests of each.
    pub exercises_at_once: usize,
    pub tests_at_once: usize,
    /// Asked once, before there is a submission: only for rules that a program which does nothing breaks.
    pub finds_planted: bool,
}

/// What a lane answers.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Answer {
    pub exercises: Vec<ExerciseResult>,
    pub tampering: Vec<Tampering>,
    pub planted: BTreeMap<String, String>,
    /// Why nothing could be judged.
    pub error: Option<String>,
    /// Whether that is a disk without space, on which no other submission can be judged either.
    pub is_full: bool,
}

/// Reads the request from stdin, and writes the answer to stdout.
pub fn serve() -> ExitCode {
    let answer = match ask().and_then(|request| judge(&request)) {
        Ok(answer) => answer,
        Err(error) => {
            let is_full = error.kind() == io::ErrorKind::StorageFull;
            Answer { error: Some(error.to_string()), is_full, ..Answer::default() }
        }
    };
    let written =
        serde_json::to_vec(&answer).map_err(io::Error::other).and_then(|bytes| io::stdout().write_all(&bytes));
    if written.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn ask() -> io::Result<Request> {
    let mut request = Vec::new();
    io::stdin().read_to_end(&mut request)?;
    Ok(serde_json::from_slice(&request)?)
}

fn judge(request: &Request) -> io::Result<Answer> {
    let bench = &request.bench;
    // Before there is a second thread.
    let identity = trial::identity(request.tier, request.user)?;
    let hall =
        Hall::new(request.folder.clone(), request.tier, identity, bench.toolchain.clone(), bench.libraries.clone())?;
    if let Some(linker) = bench.linker.as_ref().filter(|_| request.tier != Tier::Namespaces) {
        hall.show_linker(linker)?;
    }
    #[cfg(target_os = "linux")]
    super::scratch::prepare(&hall, &bench.temporary)?;
    // After that: whoever becomes somebody else forgets this.
    #[cfg(target_os = "linux")]
    nix::sys::prctl::set_pdeathsig(nix::sys::signal::Signal::SIGKILL)?;
    write_tree(request, &hall)?;
    let mut exercises = catalog::exercises(&request.root.join("exercises")).map_err(io::Error::other)?;
    exercises.retain(|exercise| request.judged.contains(&exercise.slug));
    if request.finds_planted {
        return Ok(Answer { planted: planted::rules(bench, &hall, &exercises)?, ..Answer::default() });
    }
    hear(request, &hall, &exercises)
}

/// The pristine files, and the student's over them.
fn write_tree(request: &Request, hall: &Hall) -> io::Result<()> {
    let tree = hall.outside("tree");
    let put = |name: &str, from: &Path| {
        let to = tree.join(name);
        fs::create_dir_all(to.parent().unwrap_or(&tree))?;
        fs::copy(from, &to)
    };
    for package in &request.bench.packages {
        for (name, from) in &package.given {
            put(&format!("{}/{name}", package.folder), from)?;
        }
    }
    for name in &request.files {
        put(name, &request.sources.join(name))?;
    }
    foundation::write(&request.root, &tree)
}

/// A program that is ready to be heard, or why there is none.
struct Case<'e> {
    exercise: &'e Exercise,
    compiled: io::Result<Compiled>,
    wanting: String,
}

/// A program that was heard, and the exercises whose library it brings along unfinished.
type Program<'e> = (&'e Exercise, PathBuf, String);

fn hear(request: &Request, hall: &Hall, exercises: &[Exercise]) -> io::Result<Answer> {
    let submitted: Vec<(&Exercise, &Package)> = exercises
        .iter()
        .filter_map(|exercise| Some((exercise, request.bench.package(&exercise.slug)?)))
        .filter(|(_, package)| {
            let folder = format!("{}/", package.folder);
            request.files.iter().any(|file| file.starts_with(&folder))
        })
        .collect();
    let (ready, cases) = mpsc::channel();
    let cases = Mutex::new(cases);
    let heard: Mutex<Vec<ExerciseResult>> = Mutex::new(Vec::new());
    let programs: Mutex<Vec<Program>> = Mutex::new(Vec::new());
    // While one exercise is compiled, those before it are heard.
    std::thread::scope(|scope| {
        scope.spawn(|| compile(request, hall, &submitted, ready));
        for _ in 0..request.exercises_at_once {
            scope.spawn(|| {
                loop {
                    let next = cases.lock().expect("no holder panics").recv();
                    let Ok(case) = next else { break };
                    let result = hear_one(request, hall, &case);
                    if let Ok(Compiled::Ready(program)) = case.compiled {
                        programs.lock().expect("no holder panics").push((case.exercise, program, case.wanting));
                    }
                    heard.lock().expect("no holder panics").push(result);
                }
            });
        }
    });
    let mut heard = heard.into_inner().expect("nobody panics");
    let mut programs = programs.into_inner().expect("nobody panics");
    again_alone(request, hall, &submitted, &mut heard, &mut programs)?;
    for (exercise, program, wanting) in &programs {
        let Some(result) = heard.iter_mut().find(|result| result.slug == exercise.slug) else { continue };
        if result.tests.iter().any(|test| test.outcome() == Outcome::LabError)
            && let Err(error) = hearing(request, hall, exercise, program, wanting).again(&mut result.tests)
        {
            result.state = lab_error(&error);
        }
    }
    let judged: Vec<&Exercise> = programs.iter().map(|(exercise, _, _)| *exercise).collect();
    let tampering = planted::check(&request.bench, hall, &judged)?;
    let result = |exercise: &Exercise| {
        let place = heard.iter().position(|result| result.slug == exercise.slug);
        place.map_or_else(|| not_submitted(&exercise.slug), |place| heard[place].clone())
    };
    Ok(Answer { exercises: exercises.iter().map(result).collect(), tampering, ..Answer::default() })
}

fn compile<'e>(request: &Request, hall: &Hall, submitted: &[(&'e Exercise, &Package)], ready: mpsc::Sender<Case<'e>>) {
    let mut compiler = Compiler::new(&request.bench, hall);
    let mut checked = foundation::Checked::default();
    for (exercise, package) in submitted {
        if ready.send(case(request, hall, &mut compiler, &mut checked, exercise, package)).is_err() {
            break;
        }
    }
}

fn case<'e>(
    request: &Request,
    hall: &Hall,
    compiler: &mut Compiler,
    checked: &mut foundation::Checked,
    exercise: &'e Exercise,
    package: &Package,
) -> Case<'e> {
    let compiled = compiler.program(package);
    let wanting = match &compiled {
        Ok(Compiled::Ready(_)) => checked.wanting(compiler, &request.bench, hall, package),
        _ => Ok(String::new()),
    };
    match wanting {
        Ok(wanting) => Case { exercise, compiled, wanting },
        Err(error) => Case { exercise, compiled: Err(error), wanting: String::new() },
    }
}

/// Tries once more, alone, where the lab failed at a whole exercise: now no program of this submission has anything that
/// another one lacks.
///
/// # Errors
/// There is no space on the disk.
fn again_alone<'e>(
    request: &Request,
    hall: &Hall,
    submitted: &[(&'e Exercise, &Package)],
    heard: &mut [ExerciseResult],
    programs: &mut Vec<Program<'e>>,
) -> io::Result<()> {
    let mut compiler = Compiler::new(&request.bench, hall);
    let mut checked = foundation::Checked::default();
    for (exercise, package) in submitted {
        let mut results = heard.iter_mut().filter(|result| result.slug == exercise.slug);
        let Some(result) = results.find(|result| matches!(result.state, State::LabError { .. })) else { continue };
        let case = case(request, hall, &mut compiler, &mut checked, exercise, package);
        *result = hear_one(request, hall, &case);
        match case.compiled {
            Err(error) if error.kind() == io::ErrorKind::StorageFull => return Err(error),
            Ok(Compiled::Ready(program)) => {
                programs.retain(|(of, _, _)| of.slug != exercise.slug);
                programs.push((exercise, program, case.wanting));
            }
            _ => {}
        }
    }
    Ok(())
}

fn hear_one(request: &Request, hall: &Hall, case: &Case) -> ExerciseResult {
    let slug = case.exercise.slug.clone();
    match &case.compiled {
        Err(error) => ExerciseResult { slug, state: lab_error(error), tests: Vec::new() },
        Ok(Compiled::Refused(message)) => {
            ExerciseResult { slug, state: State::DidNotCompile { message: message.clone() }, tests: Vec::new() }
        }
        Ok(Compiled::Ready(program)) => {
            match hearing(request, hall, case.exercise, program, &case.wanting).hold(request.tests_at_once) {
                Ok(tests) => ExerciseResult { slug, state: State::Judged, tests },
                Err(error) => ExerciseResult { slug, state: lab_error(&error), tests: Vec::new() },
            }
        }
    }
}

fn hearing<'a>(
    request: &'a Request,
    hall: &'a Hall,
    exercise: &'a Exercise,
    program: &'a Path,
    wanting: &'a str,
) -> Hearing<'a> {
    let (bench, name) = (&request.bench, exercise.slug.clone());
    Hearing { bench, hall, exercise, program, args: Vec::new(), name, wanting }
}

fn not_submitted(slug: &str) -> ExerciseResult {
    ExerciseResult { slug: slug.to_owned(), state: State::NotSubmitted, tests: Vec::new() }
}

fn lab_error(error: &io::Error) -> State {
    State::LabError { text: Text::said(|lang| (crate::words::judge(lang).lab)(&error.to_string())) }
}
