//! How each mistake shows: the wrong programs are judged by the tests that must name them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use enchufe::grading;
use serde_json::{Value, json};

use super::conversation::Program;
use super::judge::judge;
use super::problem::Problem;
use super::wanted::entries;
use super::workshop::Workshop;
use crate::words::record as words_of;

/// For programs that are meant to hang: a second.
const SHORT_PATIENCE: f64 = 0.1;
/// Most of the time the lab waits for what these programs do not do.
const PER_PROCESSOR: usize = 2;

/// How often a program is judged again that no test has named: some show their mistake only where two things happen to
/// meet.
const TRIES: usize = 3;

/// By slug and exercise, the outcomes under which a mistake shows.
pub type Mistakes = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

/// One wrong program.
struct Wrong {
    exercise: String,
    /// The file's name without its ending.
    name: String,
    fails: Vec<String>,
    depends_on_the_machine: bool,
}

impl Wrong {
    fn slug(&self) -> &str {
        self.name.split('.').next().unwrap_or_default()
    }
}

/// Where they are recorded.
pub fn path(root: &Path) -> PathBuf {
    super::folder(root).join("mistakes.json")
}

/// What is recorded of them.
pub fn read(root: &Path) -> Mistakes {
    let json: Value =
        fs::read(path(root)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
    let outcomes = |json: &Value| {
        let slugs = json.as_array().into_iter().flatten().filter_map(Value::as_str);
        slugs.map(str::to_owned).collect::<BTreeSet<_>>()
    };
    let exercises = |json: &Value| {
        let entries = json.as_object().into_iter().flatten();
        entries.map(|(exercise, json)| (exercise.clone(), outcomes(json))).collect()
    };
    json.as_object().into_iter().flatten().map(|(slug, json)| (slug.clone(), exercises(json))).collect()
}

/// Whether two recordings differ by nothing but chance: a mistake that shows in two ways may show in one of them.
pub fn is_same(one: &Mistakes, other: &Mistakes) -> bool {
    let meet = |one: &BTreeSet<String>, other: &BTreeSet<String>| one == other || !one.is_disjoint(other);
    let fits = |(exercises, others): (&BTreeMap<_, _>, &BTreeMap<_, _>)| {
        exercises.keys().eq(others.keys())
            && exercises.values().zip(others.values()).all(|(one, other)| meet(one, other))
    };
    one.keys().eq(other.keys()) && one.values().zip(other.values()).all(fits)
}

pub fn to_json(mistakes: &Mistakes) -> Value {
    json!(mistakes)
}

/// The slugs of the mistakes that wrong programs make, with the exercises; nothing in a copy without wrong programs.
pub fn made(root: &Path) -> BTreeSet<(String, String)> {
    programs(root).iter().map(|wrong| (wrong.slug().to_owned(), wrong.exercise.clone())).collect()
}

/// The exercises that have wrong programs.
pub fn exercises(root: &Path) -> BTreeSet<String> {
    programs(root).into_iter().map(|wrong| wrong.exercise).collect()
}

/// Judges all wrong programs.
pub fn make(root: &Path, workshop: &Workshop) -> (Mistakes, Vec<Problem>) {
    let programs = programs(root);
    let judged =
        grading::in_parallel(&programs, PER_PROCESSOR, |wrong| outcomes(root, workshop, wrong, SHORT_PATIENCE));
    let earlier = read(root);
    let (mut mistakes, mut problems) = (Mistakes::new(), Vec::new());
    for (wrong, judged) in programs.iter().zip(judged) {
        // So many at a time are a busy machine, on which a short wait may be too short: again, alone, with all patience.
        let judged = (0..TRIES).fold(judged, |judged, _| match judged {
            Ok(found) if found.is_empty() && !wrong.depends_on_the_machine => outcomes(root, workshop, wrong, 1.0),
            judged => judged,
        });
        let about = || format!("tests/wrong/{}/{}", wrong.exercise, wrong.name);
        match judged {
            Ok(found) => {
                let exercises = mistakes.entry(wrong.slug().to_owned()).or_default();
                exercises.entry(wrong.exercise.clone()).or_default().extend(found);
            }
            Err(said) => problems.push(Problem::new(about(), said)),
        }
    }
    for wrong in &programs {
        let outcomes = mistakes.get_mut(wrong.slug()).and_then(|exercises| exercises.get_mut(&wrong.exercise));
        let Some(outcomes) = outcomes.filter(|outcomes| outcomes.is_empty()) else { continue };
        // It cannot be shown on this machine, or not at this moment: what was shown before stays.
        let known = earlier.get(wrong.slug()).and_then(|exercises| exercises.get(&wrong.exercise));
        outcomes.extend(known.into_iter().flatten().cloned());
        if outcomes.is_empty() && !wrong.depends_on_the_machine {
            let about = format!("tests/wrong/{}/{}", wrong.exercise, wrong.name);
            problems.push(Problem::new(about, (words_of().not_named)(wrong.slug())));
        }
    }
    (mistakes, problems)
}

/// The outcomes under which tests name the program's mistake.
fn outcomes(root: &Path, workshop: &Workshop, wrong: &Wrong, patience: f64) -> Result<BTreeSet<String>, String> {
    let program = Program::Wrong(wrong.name.clone());
    let verdicts = judge(root, workshop, &wrong.exercise, &program, &wrong.fails, patience)?;
    let named = verdicts.iter().filter(|verdict| verdict.mistake.as_deref() == Some(wrong.slug()));
    Ok(named.map(|verdict| verdict.outcome.slug().to_owned()).collect())
}

/// All wrong programs, in alphabetical order.
fn programs(root: &Path) -> Vec<Wrong> {
    let folders = entries(&root.join("tests").join("wrong")).into_iter().filter(|path| path.is_dir());
    let files = folders.flat_map(|folder| entries(&folder));
    let is_program = |path: &PathBuf| path.extension().is_some_and(|it| it == "edit" || it == "rs");
    files.filter(is_program).filter_map(|path| program(&path)).collect()
}

fn program(path: &Path) -> Option<Wrong> {
    let exercise = path.parent()?.file_name()?.to_string_lossy().into_owned();
    // `target` and the like hold no wrong programs: those say which tests must fail.
    let text = fs::read_to_string(path).ok()?;
    let header = |key: &str| text.lines().find_map(|line| line.strip_prefix("//! ")?.strip_prefix(key));
    let fails = header("fails: ")?.split(',').map(|test| test.trim().to_owned()).collect();
    let name = path.file_stem()?.to_string_lossy().into_owned();
    Some(Wrong { exercise, name, fails, depends_on_the_machine: header("needs: ").is_some() })
}
