//! Stubs, solutions, right and wrong programs, each judged by the graded tests of its exercise.

use std::collections::BTreeSet;
use std::path::Path;

use enchufe::catalog::Exercise;
use enchufe::grading::{self, Verdict};
use enchufe::verdict::Outcome;

use crate::workshop::{Candidate, EXERCISES, STUBS, is_fine, multicall, quoted, sources, told};

/// For programs that are meant to hang: a second instead of ten. What comes out unexpected is judged again with all
/// patience before it counts.
const SHORT_PATIENCE: f64 = 0.1;

/// Wrong programs are judged so many at a time for each processor: most of the time the lab waits for what they do not do.
const PER_PROCESSOR: usize = 2;

/// With this variable set every wrong program is judged by all tests of its exercise, to see that none of them gives it
/// another name. Without it only by those that must name its mistake: a matter of a minute instead of five.
const THOROUGH: &str = "ENCHUFE_THOROUGH";

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
        let candidate = candidate(exercise, format!("exercises/{}", exercise.slug), Some(quoted(&stub.2)), None);
        let as_meant = |verdict: &Verdict| matches!(verdict.outcome, Outcome::NotWrittenYet | Outcome::Skipped);
        complaint(&candidate, candidate.judge(1.0).iter().filter(|verdict| !as_meant(verdict)))
    });
    none(&problems, "these stubs are more, or less, than not written yet");
}

#[test]
fn solutions_pass_every_test() {
    let solutions: Vec<_> = EXERCISES
        .iter()
        .map(|exercise| candidate(exercise, format!("solutions/{}", exercise.slug), None, None))
        .collect();
    none(&grading::in_parallel(&solutions, 1, fails), "these solutions fail");
}

#[test]
fn right_programs_pass_every_test() {
    let (program, python) = (multicall("right"), python());
    let mut candidates = Vec::new();
    for exercise in EXERCISES.iter() {
        let sources = sources("right", exercise);
        assert!(sources.len() >= 3, "{} needs right programs in at least three styles", exercise.slug);
        for source in sources {
            let name = name("right", exercise, &source);
            let module = name.trim_start_matches("right/").to_owned();
            if source.extension().is_some_and(|extension| extension == "py") {
                match &python {
                    Some(python) => {
                        let command = format!("{python} {}", quoted(&source));
                        candidates.push(candidate(exercise, name, Some(command), None));
                    }
                    None => println!("skipped: {name}: there is no python3 on this machine"),
                }
            } else {
                candidates.push(candidate(exercise, name, Some(quoted(&program)), Some(module)));
            }
        }
    }
    none(&grading::in_parallel(&candidates, 2, fails), "these programs are right, and fail");
}

#[test]
fn every_wrong_program_fails_under_its_mistake_and_under_no_other() {
    let program = multicall("wrong");
    let thorough = std::env::var_os(THOROUGH).is_some();
    let mut candidates = Vec::new();
    for exercise in EXERCISES.iter() {
        for source in sources("wrong", exercise) {
            let name = name("wrong", exercise, &source);
            let module = name.trim_start_matches("wrong/").to_owned();
            let promise = Promise::read(&source);
            candidates.push((candidate(exercise, name, Some(quoted(&program)), Some(module)), promise));
        }
    }
    let tests = if thorough { "all tests" } else { "the tests that must name them; all tests with ENCHUFE_THOROUGH=1" };
    println!("{} wrong programs, by {tests}", candidates.len());
    let broken = |patience: f64, (candidate, promise): &(Candidate, Promise)| {
        let named: Vec<String> = if thorough { Vec::new() } else { promise.fails.iter().cloned().collect() };
        promise.broken_by(candidate.exercise, &candidate.judge_by(&named, patience))
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
    none(&problems, "these programs are wrong in one way, and the tests say something else");
}

/// What a wrong program says about itself in its first lines.
struct Promise {
    /// Its mistake: the file's name up to the first dot.
    slug: String,
    /// The tests that must fail under that name.
    fails: BTreeSet<String>,
    /// Set if it can only be shown on some machines, as `needs` says.
    depends_on_the_machine: bool,
}

impl Promise {
    fn read(source: &Path) -> Promise {
        let text = std::fs::read_to_string(source).expect("a wrong program can be read");
        let header = |key: &str| text.lines().find_map(|line| line.strip_prefix("//! ")?.strip_prefix(key));
        let fails = header("fails: ").unwrap_or_else(|| panic!("{}: no line `//! fails: …`", source.display()));
        let name = source.file_name().and_then(|name| name.to_str()).expect("a plain file name");
        Promise {
            slug: name.split('.').next().unwrap_or_default().to_owned(),
            fails: fails.split(',').map(|test| test.trim().to_owned()).collect(),
            depends_on_the_machine: header("needs: ").is_some(),
        }
    }

    /// What the verdicts say otherwise, each in a line.
    fn broken_by(&self, exercise: &Exercise, verdicts: &[Verdict]) -> Vec<String> {
        let mut broken = Vec::new();
        for verdict in verdicts {
            let named = verdict.mistake.as_deref();
            let must_fail = self.fails.contains(&verdict.rule);
            let cannot_be_shown = self.depends_on_the_machine && is_fine(verdict);
            let other_name = named.is_some_and(|named| named != self.slug);
            let not_caught = must_fail && named.is_none() && !cannot_be_shown;
            if other_name || not_caught || verdict.outcome == Outcome::LabError {
                broken.push(told([verdict]));
            }
        }
        let rules: BTreeSet<&str> = exercise.rules.iter().map(|rule| rule.name.as_str()).collect();
        let unknown = self.fails.iter().filter(|test| !rules.contains(test.as_str()));
        broken.extend(unknown.map(|test| format!("    {test}: no such test\n")));
        broken
    }
}

fn candidate(
    exercise: &'static Exercise,
    name: String,
    command: Option<String>,
    multicall: Option<String>,
) -> Candidate {
    Candidate { exercise, name, command, multicall }
}

fn name(kind: &str, exercise: &Exercise, source: &Path) -> String {
    format!("{kind}/{}/{}", exercise.slug, source.file_stem().unwrap_or_default().to_string_lossy())
}

fn fails(candidate: &Candidate) -> Option<String> {
    let verdicts = candidate.judge(1.0);
    let broken: Vec<&Verdict> = verdicts.iter().filter(|verdict| !is_fine(verdict)).collect();
    let texts: String = broken.iter().map(|verdict| verdict.text(enchufe::words::Lang::En)).collect();
    complaint(candidate, broken).map(|complaint| format!("{complaint}{texts}"))
}

fn complaint<'v>(candidate: &Candidate, broken: impl IntoIterator<Item = &'v Verdict>) -> Option<String> {
    let told = told(broken);
    (!told.is_empty()).then(|| format!("  {}\n{told}", candidate.name))
}

fn none(problems: &[Option<String>], title: &str) {
    let problems: String = problems.iter().flatten().map(String::as_str).collect();
    assert!(problems.is_empty(), "{title}:\n{problems}");
}

/// The command that runs Python 3 here, if there is one: the interpreter itself, not a script that looks for it.
fn python() -> Option<String> {
    let itself = |command: &str| {
        let asked = ["-c", "import sys; print(sys.executable if sys.version_info >= (3, 9) else '')"];
        let output = std::process::Command::new(command).args(asked).output().ok()?;
        let path = String::from_utf8(output.stdout).ok()?.trim().to_owned();
        (output.status.success() && !path.is_empty()).then(|| quoted(Path::new(&path)))
    };
    ["python3", "python"].into_iter().find_map(itself)
}
