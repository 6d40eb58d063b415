//! Stubs, solutions, right and wrong programs, each judged by the graded tests of its exercise.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use enchufe::catalog::Exercise;
use enchufe::grading::{self, CargoOutput, Verdict};
use enchufe::verdict::Outcome;

use crate::candidates::{Promise, right, solutions, wrong};
use crate::seen::Seen;
use crate::target;
use crate::workshop::{Candidate, EXERCISES, is_fine, quoted, sources, told};

/// For programs that are meant to hang: a second instead of ten. What comes out unexpected is judged again with all
/// patience before it counts.
const SHORT_PATIENCE: f64 = 0.1;

/// Wrong programs are judged so many at a time for each processor: most of the time the lab waits for what they do not do.
const PER_PROCESSOR: usize = 2;

/// With this variable set every wrong program is judged by all tests of its exercise, to see that none of them gives it
/// another name, and what was seen is written down. Without it only by those that must name its mistake: a matter of a
/// minute instead of five.
const THOROUGH: &str = "ENCHUFE_THOROUGH";

/// The stubs, built as students build them.
static STUBS: LazyLock<CargoOutput> = LazyLock::new(|| {
    let mut args = vec!["build", "--bins"];
    for exercise in EXERCISES.iter() {
        args.extend(["-p", &exercise.slug]);
    }
    let output = grading::cargo(&args, enchufe::root(), &target("stubs")).expect("cargo starts");
    assert!(output.success, "the exercises do not compile:\n{}", output.stderr);
    output
});

#[test]
fn stubs_compile_without_warnings() {
    let said: String = STUBS.messages.iter().map(|(_, _, rendered)| rendered.as_str()).collect();
    assert!(said.is_empty(), "the compiler has something to say about the stubs:\n{said}");
}

#[test]
fn stubs_fail_every_test_as_not_written_yet() {
    let exercises: Vec<&'static Exercise> = EXERCISES.iter().collect();
    let problems = grading::in_parallel(&exercises, 1, |exercise| {
        let built = |folder: &Path| folder.file_name() == exercise.folder.file_name();
        let stub = STUBS.executables.iter().find(|(folder, _, _)| built(folder)).expect("every stub is a program");
        let name = format!("exercises/{}", exercise.slug);
        let candidate = Candidate { exercise, name, command: Some(quoted(&stub.2)), multicall: None };
        let as_meant = |verdict: &Verdict| matches!(verdict.outcome, Outcome::NotWrittenYet | Outcome::Skipped);
        complaint(&candidate, candidate.judge(1.0).iter().filter(|verdict| !as_meant(verdict)))
    });
    none(&problems, "these stubs are more, or less, than not written yet");
}

#[test]
fn solutions_pass_every_test() {
    none(&grading::in_parallel(&solutions(), 1, fails), "these solutions fail");
}

#[test]
fn right_programs_are_of_at_least_five_styles() {
    let few: Vec<&str> =
        EXERCISES.iter().filter(|it| sources("right", it).len() < 5).map(|it| it.slug.as_str()).collect();
    assert!(few.is_empty(), "these need more right programs: {few:?}");
}

#[test]
fn right_programs_pass_every_test() {
    none(&grading::in_parallel(&right(), 2, fails), "these programs are right, and fail");
}

#[test]
fn every_wrong_program_fails_under_its_mistake_and_under_no_other() {
    let candidates = wrong();
    let thorough = std::env::var_os(THOROUGH).is_some();
    let tests = if thorough { "all tests" } else { "the tests that must name them; all tests with ENCHUFE_THOROUGH=1" };
    println!("{} wrong programs, by {tests}", candidates.len());
    let seen = Seen::default();
    let broken = |patience: f64, (candidate, promise): &(Candidate, Promise)| {
        let named: Vec<String> = if thorough { Vec::new() } else { promise.fails.iter().cloned().collect() };
        let verdicts = candidate.judge_by(&named, patience);
        seen.take_in(&candidate.name, &verdicts);
        broken_by(promise, candidate.exercise, &verdicts)
    };
    let suspects: Vec<bool> = grading::in_parallel(&candidates, PER_PROCESSOR, |program| {
        // A busy machine may make a short wait too short: only what stays with all patience counts.
        !broken(SHORT_PATIENCE, program).is_empty() && !broken(1.0, program).is_empty()
    });
    // So many programs at a time are a busy machine themselves, and may hide that one spins or comes late. What is left is
    // judged once more, one after the other.
    let alone = |(program, is_suspect): (&(Candidate, Promise), bool)| {
        let broken = if is_suspect { broken(1.0, program) } else { Vec::new() };
        (!broken.is_empty()).then(|| format!("  {}\n{}", program.0.name, broken.concat()))
    };
    let problems: Vec<Option<String>> = candidates.iter().zip(suspects).map(alone).collect();
    if thorough {
        seen.write();
    }
    none(
        &problems,
        "these programs are wrong in one way, and the tests say something else (a busy machine can do this: try one \
         exercise again with `cargo run -- matrix --only EXERCISE` in tools/evidence)",
    );
}

fn fails(candidate: &Candidate) -> Option<String> {
    let verdicts = candidate.judge(1.0);
    let broken: Vec<&Verdict> = verdicts.iter().filter(|verdict| !is_fine(verdict)).collect();
    let texts: String = broken.iter().map(|verdict| verdict.text(enchufe::words::Lang::En)).collect();
    complaint(candidate, broken).map(|complaint| format!("{complaint}{texts}"))
}

/// What the verdicts say otherwise than a wrong program promises, each in a line.
fn broken_by(promise: &Promise, exercise: &Exercise, verdicts: &[Verdict]) -> Vec<String> {
    let mut broken = Vec::new();
    for verdict in verdicts {
        let named = verdict.mistake.as_deref();
        let must_fail = promise.fails.contains(&verdict.rule);
        let cannot_be_shown = promise.depends_on_the_machine && is_fine(verdict);
        let other_name = named.is_some_and(|named| named != promise.slug);
        let not_caught = must_fail && named.is_none() && !cannot_be_shown;
        if other_name || not_caught || verdict.outcome == Outcome::LabError {
            broken.push(told([verdict]));
        }
    }
    let rules: BTreeSet<&str> = exercise.rules.iter().map(|rule| rule.name.as_str()).collect();
    let unknown = promise.fails.iter().filter(|test| !rules.contains(test.as_str()));
    broken.extend(unknown.map(|test| format!("    {test}: no such test\n")));
    broken
}

fn complaint<'v>(candidate: &Candidate, broken: impl IntoIterator<Item = &'v Verdict>) -> Option<String> {
    let told = told(broken);
    (!told.is_empty()).then(|| format!("  {}\n{told}", candidate.name))
}

fn none(problems: &[Option<String>], title: &str) {
    let problems: String = problems.iter().flatten().map(String::as_str).collect();
    assert!(problems.is_empty(), "{title}:\n{problems}");
}
