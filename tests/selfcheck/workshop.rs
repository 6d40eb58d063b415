//! What the checks share: the exercises, the built solutions, wrong and right programs, and running one against the
//! graded tests. Everything is built once, by whichever check asks first.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use enchufe::catalog::{self, Exercise};
use enchufe::grading::{self, Built, Settings, Verdict};
use enchufe::verdict::Outcome;

use crate::target;

/// All exercises.
pub static EXERCISES: LazyLock<Vec<Exercise>> = LazyLock::new(|| {
    catalog::exercises(&enchufe::root().join("exercises")).expect("every manifest tells what the catalogue needs")
});

/// The graded tests of all solutions, by exercise. They judge other programs through the override.
pub static SOLUTIONS: LazyLock<BTreeMap<String, PathBuf>> = LazyLock::new(|| {
    let workspace = enchufe::root().join("solutions");
    let solutions = catalog::exercises(&workspace).expect("every solution has a manifest");
    let built = grading::build(&workspace, &target("solutions"), &solutions.iter().collect::<Vec<_>>());
    let built = built.expect("cargo builds the solutions");
    let executable = |(slug, built)| match built {
        Built::Ready(executable) => (slug, executable),
        Built::DidNotCompile(errors) => panic!("the solution of {slug} does not compile:\n{errors}"),
    };
    built.into_iter().map(executable).collect()
});

/// The program of `tests/wrong` or `tests/right` that holds all of them.
pub fn multicall(kind: &str) -> PathBuf {
    let workspace = enchufe::root().join("tests").join(kind);
    let output = grading::cargo(&["build"], &workspace, &target(kind)).expect("cargo starts");
    let errors: String = output.messages.iter().map(|(_, _, rendered)| rendered.as_str()).collect();
    assert!(output.success, "tests/{kind} does not compile:\n{errors}{}", output.stderr);
    let (_, _, executable) = output.executables.into_iter().next().expect("it is a program");
    executable
}

/// A program that is judged in the place of a solution.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub exercise: &'static Exercise,
    /// For messages: `wrong/tcp-client/single-read`.
    pub name: String,
    /// The command that answers for the exercise; the solution itself if this is `None`.
    pub command: Option<String>,
    /// The module of a multi-call program.
    pub multicall: Option<String>,
}

impl Candidate {
    /// Judges it by the graded tests, with this patience.
    pub fn judge(&self, patience: f64) -> Vec<Verdict> {
        self.judge_by(&[], patience)
    }

    /// The same by some of the tests only; by all if none is named.
    pub fn judge_by(&self, tests: &[String], patience: f64) -> Vec<Verdict> {
        let reports = tempfile::tempdir().expect("a temporary folder can be made");
        let graded = &SOLUTIONS[&self.exercise.slug];
        let settings = self.settings(reports.path(), tests, patience);
        grading::run(graded, self.exercise, &settings).expect("the graded tests can be run")
    }

    /// How its graded tests are run, with their reports in this folder.
    pub fn settings(&self, reports: &Path, tests: &[String], patience: f64) -> Settings {
        let mut environment =
            vec![("ENCHUFE_PATIENCE".to_owned(), patience.to_string()), ("NO_COLOR".to_owned(), "1".to_owned())];
        let variable = format!("ENCHUFE_PROGRAM_{}", self.exercise.slug.to_uppercase().replace('-', "_"));
        environment.extend(self.command.clone().map(|command| (variable, command)));
        environment.extend(self.multicall.clone().map(|name| ("ENCHUFE_MULTICALL".to_owned(), name)));
        Settings { reports: reports.to_owned(), environment, threads: Some(8), only: tests.to_vec() }
    }
}

/// The programs of one exercise in `tests/wrong` or `tests/right`, by name.
pub fn sources(kind: &str, exercise: &Exercise) -> Vec<PathBuf> {
    let folder = enchufe::root().join("tests").join(kind).join(&exercise.slug);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| {
        panic!("{} has no {kind} programs: they belong into {} ({error})", exercise.slug, folder.display())
    });
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("the folder can be read").path()).collect();
    paths.sort();
    paths
}

/// A path inside quotes, as the override's command line wants it.
pub fn quoted(path: &Path) -> String {
    format!("\"{}\"", path.display())
}

/// Whether a verdict says that the rule holds, or cannot be tested here.
pub fn is_fine(verdict: &Verdict) -> bool {
    matches!(verdict.outcome, Outcome::Passed | Outcome::Skipped)
}

/// The verdicts that break a rule, each in a line, for the message of a failed check.
pub fn told<'v>(verdicts: impl IntoIterator<Item = &'v Verdict>) -> String {
    let line = |verdict: &Verdict| {
        let mistake = verdict.mistake.as_deref().unwrap_or("-");
        format!("    {}: {} ({mistake})\n", verdict.rule, verdict.outcome.slug())
    };
    verdicts.into_iter().map(line).collect()
}
