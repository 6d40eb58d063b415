//! `cargo lab test`: grades one exercise, or all, and says what came of it.

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;

use enchufe::catalog::Exercise;
use enchufe::grading::Verdict;
use enchufe::report::Colour;
use enchufe::verdict::Outcome;
use lexopt::Arg::{Long, Short, Value};
use lexopt::ValueExt;

use crate::grader::{self, Grade, News};
use crate::lab::Lab;
use crate::overview;
use crate::problem::Problem;
use crate::progress::Progress;
use crate::report::{self, BAD, DIMMED, GOOD, styled};
use crate::stopping;
use crate::terminal::{self, Spinner};
use crate::words;

pub fn run(lab: &Lab, args: Vec<OsString>) -> Result<ExitCode, Problem> {
    let words = words::test(lab.lang);
    let (mut exercise, mut with) = (None, None);
    let mut args = lexopt::Parser::from_args(args);
    let usage = |error: lexopt::Error| Problem::usage(&error, "test", lab.lang);
    while let Some(arg) = args.next().map_err(usage)? {
        match arg {
            Long("help") | Short('h') => {
                terminal::print(words.help);
                return Ok(ExitCode::SUCCESS);
            }
            Long("with") => with = Some(args.value().and_then(|value| value.string()).map_err(usage)?),
            Value(value) if exercise.is_none() => exercise = Some(lab.find(&value.to_string_lossy())?),
            other => return Err(usage(other.unexpected())),
        }
    }
    if let Some(missing) = with.as_deref().and_then(missing_program) {
        return Err(Problem::new((words.no_such_program)(&missing)).advise("cargo lab test --help"));
    }
    match (exercise, with) {
        (Some(exercise), with) => one(lab, exercise, with.as_deref()),
        (None, None) => all(lab),
        (None, Some(_)) => Err(Problem::new(words.with_needs_an_exercise).advise("cargo lab test --help")),
    }
}

/// The program of a command line, if it is surely not there: the report of each rule would say so, and that the lab is
/// to blame.
fn missing_program(command: &str) -> Option<String> {
    let command = command.trim_start();
    let program = match command.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => command.split_whitespace().next(),
    }?;
    let is_path = Path::new(program).components().count() > 1;
    let folders = std::env::var_os("PATH").unwrap_or_default();
    // Elsewhere the system may add an ending to the name.
    let is_there = !cfg!(unix)
        || if is_path {
            Path::new(program).exists()
        } else {
            std::env::split_paths(&folders).any(|folder| folder.join(program).exists())
        };
    (!is_there).then(|| program.to_owned())
}

/// Grades one exercise: a line for each rule as soon as there is a verdict, then the report that helps most.
fn one(lab: &Lab, exercise: &Exercise, with: Option<&str>) -> Result<ExitCode, Problem> {
    let words = words::test(lab.lang);
    let colour = Colour::of_stdout();
    let heading = format!("{:02} {} · {}", exercise.number, exercise.slug, exercise.title.get(lab.lang));
    terminal::print(&format!("{}\n\n", styled(report::BOLD, &heading, colour)));
    let spinner = Mutex::new(Some(Spinner::start(words.building)));
    let on_news = |exercise: &Exercise, news: News| {
        let mut spinner = spinner.lock().expect("no holder panics");
        match news {
            News::Compiled(name) => say(spinner.as_ref(), &(words.compiled)(&name)),
            News::Waiting => say(spinner.as_ref(), words.waiting),
            News::Runs => say(spinner.as_ref(), words.running),
            News::Verdict(verdict) => {
                // The line of the spinner is gone before anything else is written.
                *spinner = None;
                let lines = rule(lab, exercise, &verdict, terminal::text_width(), colour);
                terminal::print(&format!("{}\n", lines.join("\n")));
                *spinner = Some(Spinner::start(words.running));
            }
        }
    };
    let stopper = stopping::stopper();
    let graded = grader::grade(lab, &[exercise], with, &stopper, &on_news);
    drop(spinner.into_inner());
    let Some((_, grade)) = graded?.into_iter().flatten().next() else { return Ok(ExitCode::FAILURE) };
    if let Grade::DidNotCompile(errors) = &grade {
        terminal::print(&format!("{}\n", errors.trim_end()));
    }
    if let Some(verdict) = grade.most_telling().filter(|_| !is_unwritten(&grade)) {
        let lines = report::lines(verdict.text(lab.lang), terminal::text_width(), colour);
        terminal::print(&format!("\n{}\n", lines.join("\n")));
    }
    terminal::print(&format!("\n{}\n", summary(lab, exercise, &grade)));
    Ok(if is_solved(&grade) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn say(spinner: Option<&Spinner>, text: &str) {
    if let Some(spinner) = spinner {
        spinner.say(text);
    }
}

/// Grades all exercises: the list as it is then. What one of them has done wrong, grading it alone tells.
fn all(lab: &Lab) -> Result<ExitCode, Problem> {
    let words = words::test(lab.lang);
    let exercises: Vec<&Exercise> = lab.exercises.iter().collect();
    let rules: usize = exercises.iter().map(|exercise| exercise.rules.len()).sum();
    let spinner = Spinner::start(words.building);
    let done = Mutex::new(0);
    let on_news = |_: &Exercise, news: News| match news {
        News::Compiled(name) => spinner.say((words.compiled)(&name)),
        News::Waiting => spinner.say(words.waiting),
        News::Runs => {}
        News::Verdict(_) => {
            let mut done = done.lock().expect("no holder panics");
            *done += 1;
            spinner.say((words.rules_tested)(*done, rules));
        }
    };
    let stopper = stopping::stopper();
    let graded = grader::grade(lab, &exercises, None, &stopper, &on_news);
    drop(spinner);
    let Some(graded) = graded? else { return Ok(ExitCode::FAILURE) };
    let progress = Progress::load(lab);
    let lines = overview::lines(lab, &progress, terminal::text_width(), Colour::of_stdout());
    terminal::print(&format!("{}\n\n{}\n", overview::title(lab, &progress), lines.join("\n")));
    let begun = graded.iter().find(|(_, grade)| !is_solved(grade) && !is_unwritten(grade));
    if let Some((exercise, _)) = begun {
        terminal::print(&format!("\n{}\n", (words.look_at)(&exercise.slug)));
    }
    let is_done = graded.iter().all(|(_, grade)| is_solved(grade));
    Ok(if is_done { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A rule and whether it holds, in a line; under it, no wider than `columns`, why it could not be tested.
pub fn rule(lab: &Lab, exercise: &Exercise, verdict: &Verdict, columns: usize, colour: Colour) -> Vec<String> {
    let (sign, style) = match verdict.outcome {
        Outcome::Passed => ("✓", GOOD),
        Outcome::Skipped => ("–", DIMMED),
        Outcome::NotWrittenYet => ("·", DIMMED),
        _ => ("✗", BAD),
    };
    let text = exercise.rule_text(&verdict.rule, lab.lang);
    let mut lines = vec![format!("  {} {text}", styled(style, sign, colour))];
    if let Some(reason) = verdict.reason(lab.lang) {
        let why = (words::test(lab.lang).skipped)(&reason);
        let why = terminal::wrap(&why, columns.saturating_sub(4)).into_iter();
        lines.extend(why.map(|line| format!("    {}", styled(DIMMED, &line, colour))));
    }
    lines
}

/// What is left to do for somebody who has solved an exercise but for what could not be tested.
pub fn untested(lab: &Lab, grade: &Grade) -> Option<String> {
    let skipped = count(grade, Outcome::Skipped);
    (is_solved(grade) && skipped > 0).then(|| (words::test(lab.lang).skipped_though_solved)(skipped))
}

fn count(grade: &Grade, outcome: Outcome) -> usize {
    grade.verdicts().iter().filter(|verdict| verdict.outcome == outcome).count()
}

/// What came of a grading, in a line or two.
pub fn summary(lab: &Lab, exercise: &Exercise, grade: &Grade) -> String {
    let words = words::test(lab.lang);
    let skipped = match (count(grade, Outcome::Skipped), untested(lab, grade)) {
        (_, Some(untested)) => format!("\n{untested}"),
        (0, None) => String::new(),
        (skipped, None) => (words.were_skipped)(skipped),
    };
    let not_tested = match count(grade, Outcome::LabError) {
        0 => String::new(),
        errors => (words.not_tested)(errors),
    };
    let said = match grade {
        Grade::DidNotCompile(_) => (words.did_not_compile)(&lab.short(&exercise.source())),
        _ if is_solved(grade) => (words.solved)(count(grade, Outcome::Passed)),
        _ if is_unwritten(grade) => (words.unwritten)(&lab.short(&exercise.source())),
        _ => (words.hold)(count(grade, Outcome::Passed), grade.verdicts().len()),
    };
    let another = match grade.is_of_another_program() {
        true => format!("\n{}", (words.another_program)(&lab.short(&exercise.source()))),
        false => String::new(),
    };
    format!("{said}{skipped}{not_tested}{another}")
}

pub fn is_solved(grade: &Grade) -> bool {
    let passed = grade.verdicts().iter().any(|verdict| verdict.outcome == Outcome::Passed);
    passed && grade.verdicts().iter().all(Verdict::is_fine)
}

/// Whether nothing is written yet, as far as the rules can tell: a fault of the lab says nothing about a program.
pub fn is_unwritten(grade: &Grade) -> bool {
    let says_nothing = |verdict: &Verdict| matches!(verdict.outcome, Outcome::Skipped | Outcome::LabError);
    let unwritten = |verdict: &Verdict| verdict.outcome == Outcome::NotWrittenYet;
    grade.verdicts().iter().any(unwritten) && grade.verdicts().iter().all(|it| unwritten(it) || says_nothing(it))
}
