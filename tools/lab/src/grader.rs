//! Grading: builds exercises, runs their graded tests, remembers the verdicts. Shows nothing.

use std::fs;
use std::path::{Path, PathBuf};

use enchufe::catalog::Exercise;
use enchufe::grading::{self, BuildError, Built, Settings, Step, Stopper, Verdict};
use enchufe::report::Colour;

use crate::lab::Lab;
use crate::problem::Problem;
use crate::progress::{Progress, fingerprint};
use crate::stopping;
use crate::words::general;

/// How many graded tests run at the same time: all of an exercise. They mostly wait, some of them for a silence that they
/// have to see, and those that wait longest should not begin last.
const AT_ONCE: usize = 64;

/// How a grading goes on.
#[derive(Debug)]
pub enum News {
    /// This crate is compiled.
    Compiled(String),
    /// Another cargo builds in the same folder.
    Waiting,
    /// The program is built, and its tests run.
    Runs,
    /// The verdict on one rule.
    Verdict(Verdict),
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Grade {
    /// What the compiler said.
    DidNotCompile(String),
    /// A verdict for each rule, in order.
    Verdicts(Vec<Verdict>),
}

impl Grade {
    pub fn verdicts(&self) -> &[Verdict] {
        match self {
            Grade::Verdicts(verdicts) => verdicts,
            Grade::DidNotCompile(_) => &[],
        }
    }

    /// Whether another program than the exercise's own answered: nothing follows from it for the student's file.
    pub fn is_of_another_program(&self) -> bool {
        self.verdicts().iter().any(Verdict::is_replaced)
    }

    /// The verdict whose report is shown: one that knows the mistake helps more than one that only shows it.
    pub fn most_telling(&self) -> Option<&Verdict> {
        let broken = || self.verdicts().iter().filter(|verdict| !verdict.is_fine());
        broken().find(|verdict| verdict.mistake.is_some()).or_else(|| broken().next())
    }
}

/// Where the companion builds. A folder of its own: an editor's check does not hold it up.
pub fn target(lab: &Lab) -> PathBuf {
    lab.kept().join("build").join("lab")
}

/// Grades exercises, each when all are built. `None` if it was stopped.
///
/// `with` is a command line that answers for the exercises instead of what was built.
///
/// # Errors
/// cargo fails for another reason than an exercise, or the tests cannot be run.
pub fn grade<'e>(
    lab: &Lab,
    exercises: &[&'e Exercise],
    with: Option<&str>,
    stopper: &Stopper,
    on_news: &(dyn Fn(&Exercise, News) + Sync),
) -> Result<Option<Vec<(&'e Exercise, Grade)>>, Problem> {
    let graded = grade_into(lab, &lab.reports(), exercises, with, stopper, on_news);
    stopping::no_further_while_leaving();
    graded
}

/// Finds out how an exercise stands that nobody has asked about: the last reports stay those that somebody waited for.
///
/// # Errors
/// As above.
pub fn look_again(lab: &Lab, exercise: &Exercise, stopper: &Stopper) -> Result<(), Problem> {
    let reports = lab.kept().join("looked-again").join(std::process::id().to_string());
    stopper.begins(&reports);
    let graded = grade_into(lab, &reports, &[exercise], None, stopper, &|_, _| ());
    // What is left of it is in nobody's way.
    let _ = fs::remove_dir_all(&reports);
    stopping::no_further_while_leaving();
    graded.map(drop)
}

fn grade_into<'e>(
    lab: &Lab,
    reports: &Path,
    exercises: &[&'e Exercise],
    with: Option<&str>,
    stopper: &Stopper,
    on_news: &(dyn Fn(&Exercise, News) + Sync),
) -> Result<Option<Vec<(&'e Exercise, Grade)>>, Problem> {
    let words = general(lab.lang);
    if let Some(gone) = exercises.iter().find(|exercise| !exercise.source().is_file()) {
        let what = (words.file_is_gone)(&lab.short(&gone.source()));
        return Err(Problem::new(what).advise(format!("cargo lab reset {}", gone.slug)));
    }
    let fingerprints: Vec<u64> = exercises.iter().map(|exercise| fingerprint(lab, exercise)).collect();
    let on_step = |step: Step| {
        let news = match step {
            Step::Compiled(name) => News::Compiled(name.to_owned()),
            Step::Waiting => News::Waiting,
        };
        on_news(exercises[0], news);
    };
    let built = match grading::build_until(stopper, &lab.root, &target(lab), exercises, Colour::of_stdout(), &on_step) {
        Ok(built) => built,
        Err(BuildError::Stopped) => return Ok(None),
        Err(error) => return Err(Problem::new((words.cargo_failed)(&error.to_string())).advise("cargo lab doctor")),
    };
    let grades = grading::in_parallel(exercises, 1, |exercise| match &built[&exercise.slug] {
        Built::DidNotCompile(errors) => Ok(Some(Grade::DidNotCompile(errors.clone()))),
        Built::Ready(executable) => {
            on_news(exercise, News::Runs);
            let settings = settings(lab, reports, exercise, with);
            let verdicts = grading::run_until(stopper, executable, exercise, &settings, &mut |verdict| {
                on_news(exercise, News::Verdict(verdict));
            });
            let cannot = |error| Problem::new((words.cannot_start)(&lab.short(executable), &error));
            Ok(verdicts.map_err(cannot)?.map(Grade::Verdicts))
        }
    });
    let mut graded = Vec::new();
    let mut progress = Progress::load(lab);
    for ((exercise, fingerprint), grade) in exercises.iter().zip(fingerprints).zip(grades) {
        let Some(grade) = grade? else { return Ok(None) };
        // A variable may have put another program there just as well.
        if with.is_none() && !grade.is_of_another_program() {
            let verdicts = if let Grade::Verdicts(verdicts) = &grade { Some(&verdicts[..]) } else { None };
            let kept = progress.remember(exercise, fingerprint, verdicts);
            kept.map_err(|error| Problem::new((words.cannot_write)(&lab.kept(), &error)))?;
        }
        graded.push((*exercise, grade));
    }
    Ok(Some(graded))
}

fn settings(lab: &Lab, reports: &Path, exercise: &Exercise, with: Option<&str>) -> Settings {
    let mut environment = vec![("ENCHUFE_LANG".to_owned(), lab.lang.code().to_owned())];
    if let Some(command) = with {
        environment
            .push((format!("ENCHUFE_PROGRAM_{}", exercise.slug.to_uppercase().replace('-', "_")), command.to_owned()));
        // Paths in it count from the folder in which it was typed. A shell says which that is, other systems do not.
        let here = std::env::current_dir().unwrap_or_default().display().to_string();
        environment.push(("PWD".to_owned(), here));
    }
    Settings { reports: reports.to_owned(), environment, threads: Some(AT_ONCE), only: Vec::new() }
}
