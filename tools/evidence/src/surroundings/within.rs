//! The part that is done inside a surrounding: look whether it is one, build what must be built there, judge, type.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use enchufe::catalog::{self, Exercise};
use enchufe::grading::{self, Built, Settings, Stopper, Verdict};
use enchufe::report::Colour;
use enchufe::verdict::Outcome;
use enchufe::words::Lang;

use super::case::Case;
use super::plan::{Failed, Found, Plan, Program, Solutions, Typed};
use crate::workshop::EXERCISES;

const INTERRUPTED: &str = "interrupted";

/// Does what the plan says.
///
/// # Errors
/// The surrounding is not what it should be, or does not let us work at all: why.
pub fn follow(case: &Case, plan: &Plan) -> Result<Found, String> {
    let stopper = Stopper::default();
    let stopping = stopper.clone();
    ctrlc::set_handler(move || stopping.stop()).map_err(|error| error.to_string())?;
    let mut found = Found { seen: (case.probe)(plan)?, ..Found::default() };
    let graded = graded(&plan.solutions, &stopper)?;
    let temporary = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
    let reports = plan.reports.as_deref().unwrap_or(temporary.path());
    for program in &plan.programs {
        let verdicts = judge(program, &graded, plan, reports, &stopper)?;
        take_in(program, &verdicts, &mut found);
    }
    for typed in &plan.typed {
        if stopper.is_stopped() {
            return Err(INTERRUPTED.to_owned());
        }
        let what = format!("{} in {}", typed.words.join(" "), typed.folder.display());
        found.typed += 1;
        found.misbehaved.extend(complaint(typed).map(|report| Failed { what, report }));
    }
    Ok(found)
}

/// The exercises and, by their names, their graded tests.
struct Graded {
    exercises: Vec<Exercise>,
    executables: BTreeMap<String, PathBuf>,
}

fn graded(solutions: &Solutions, stopper: &Stopper) -> Result<Graded, String> {
    let (workspace, target) = match solutions {
        Solutions::Ready(executables) => {
            return Ok(Graded { exercises: EXERCISES.clone(), executables: executables.clone() });
        }
        Solutions::ToBeBuilt { workspace, target } => (workspace, target),
    };
    let exercises = catalog::exercises(workspace).map_err(|error| error.to_string())?;
    let all: Vec<&Exercise> = exercises.iter().collect();
    let built = grading::build_until(stopper, workspace, target, &all, Colour::Plain, &|_| ());
    let executable = |(slug, built)| match built {
        Built::Ready(executable) => Ok((slug, executable)),
        Built::DidNotCompile(errors) => Err(format!("the solution of {slug} does not compile here:\n{errors}")),
    };
    let executables =
        built.map_err(|error| error.to_string())?.into_iter().map(executable).collect::<Result<_, _>>()?;
    Ok(Graded { exercises, executables })
}

fn judge(
    program: &Program,
    graded: &Graded,
    plan: &Plan,
    reports: &Path,
    stopper: &Stopper,
) -> Result<Vec<Verdict>, String> {
    let exercise = graded.exercises.iter().find(|it| it.slug == program.exercise);
    let exercise = exercise.ok_or_else(|| format!("no exercise is called {}", program.exercise))?;
    let mut environment = plan.environment.clone();
    environment.push(("ENCHUFE_PATIENCE".to_owned(), "1".to_owned()));
    let variable = format!("ENCHUFE_PROGRAM_{}", exercise.slug.to_uppercase().replace('-', "_"));
    environment.extend(program.command.clone().map(|command| (variable, command)));
    environment.extend(program.multicall.clone().map(|name| ("ENCHUFE_MULTICALL".to_owned(), name)));
    let settings = Settings { reports: reports.to_owned(), environment, ..Settings::default() };
    let verdicts = grading::run_until(stopper, &graded.executables[&exercise.slug], exercise, &settings, &mut |_| ());
    let verdicts =
        verdicts.map_err(|error| format!("the graded tests of {} could not be run: {error}", exercise.slug))?;
    verdicts.ok_or_else(|| INTERRUPTED.to_owned())
}

fn take_in(program: &Program, verdicts: &[Verdict], found: &mut Found) {
    for verdict in verdicts {
        match verdict.outcome {
            Outcome::Passed => found.passed += 1,
            Outcome::Skipped => *found.skipped.entry(reason(verdict.text(Lang::En))).or_default() += 1,
            outcome => {
                let what = format!("{}: {}: {}", program.name, verdict.rule, outcome.slug());
                found.failed.push(Failed { what, report: verdict.text(Lang::En).to_owned() });
            }
        }
    }
}

/// Why a test was skipped: the last paragraph of its report.
fn reason(report: &str) -> String {
    let paragraph = report.trim().rsplit("\n\n").next().unwrap_or_default();
    paragraph.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches('.').to_owned()
}

/// Types it, and says what it did not do.
fn complaint(typed: &Typed) -> Option<String> {
    let mut command = Command::new(&typed.words[0]);
    command.args(&typed.words[1..]).current_dir(&typed.folder);
    // What cargo told this program about itself is no business of another cargo.
    let is_ours = |name: &str| name.starts_with("CARGO") && name != "CARGO_HOME";
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(is_ours)) {
        command.env_remove(name);
    }
    command.env("ENCHUFE_LANG", "en").env("NO_COLOR", "1").envs(typed.environment.iter().cloned());
    let output = match command.output() {
        Ok(output) => output,
        Err(error) => return Some(format!("it could not be started: {error}")),
    };
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    let mut wrong = Vec::new();
    if output.status.code() != Some(typed.ends_with) {
        wrong.push(format!("it ended with {}, not with {}", output.status, typed.ends_with));
    }
    if !said.to_lowercase().contains(&typed.says.to_lowercase()) {
        wrong.push(format!("it did not say {:?}", typed.says));
    }
    let is_empty = |folder: &PathBuf| !std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if let Some(folder) = typed.leaves.as_ref().filter(|folder| is_empty(folder)) {
        wrong.push(format!("it left nothing in {}", folder.display()));
    }
    (!wrong.is_empty()).then(|| format!("{}\n\n{said}", wrong.join("; ")))
}
