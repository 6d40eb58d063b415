//! `grade SUBMISSIONS --out REPORT`: takes a class in, judges what is not judged yet, writes the report.

mod progress;
mod selection;
mod taking;
mod work;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

use crate::class::Class;
use crate::intake::{self, Entry, Intake, Known, Prepared};
use crate::judge::{Court, Settings, Stop};
use crate::options::Grade;
use crate::order::in_order;
use crate::patience::Patience;
use crate::plan::{self, Conditions};
use crate::problem::Problem;
use crate::result::{Submission, Tier};
use crate::rules::Rules;
use crate::store::{About, Store};
use crate::version::version;
use crate::words::{run as words_of, spoken};
use crate::workbook::Workbook;
use crate::{report, resume};
use selection::Selection;
use taking::TakenIn;
use work::Done;

pub use work::Judge;

/// Runs it with the court.
///
/// # Errors
/// It could not begin, or the machine gave up on the way.
pub fn run(grade: &Grade, workbook: &Workbook, stop: &Stop) -> Result<ExitCode, Problem> {
    run_with(grade, workbook, stop, Court::open)
}

/// Runs it with whoever judges.
///
/// # Errors
/// The same.
pub fn run_with<J: Judge>(
    grade: &Grade,
    workbook: &Workbook,
    stop: &Stop,
    open: impl FnOnce(Settings) -> Result<J, Problem>,
) -> Result<ExitCode, Problem> {
    let patience = Patience::asked_for()?;
    let class = Handed::of(grade, workbook)?;
    let store = Store::open(&grade.out, &class.students)?;
    class.tell_oddities(grade);
    let taken = take_in(&class.own, workbook, &store, &class.rules, stop)?;
    if stop.is_stopped() {
        return Ok(stopped(grade, 0));
    }
    let version = version(&workbook.root, patience)?;
    let court = open(Settings {
        root: workbook.root.clone(),
        kept: workbook.kept.clone(),
        scratch: fresh_scratch(&store)?,
        exercises: workbook.exercises.clone(),
        judged: class.judged.clone(),
        rules: class.rules.clone(),
        patience,
        lang: spoken(),
        jobs: grade.jobs,
        require_tier: grade.require_tier,
        stop: stop.clone(),
    })?;
    eprint!("{}", court.describe());
    let conditions = Conditions { version, tier: court.tier(), exercises: class.judged };
    let about = About::new(&conditions, class.students, grade.shard);
    if was_judged_otherwise(&grade.out, &about)? {
        eprintln!("{}", words_of(spoken()).judged_otherwise);
    }
    // Before anything is kept, so that a run that is stopped leaves no REPORT of nobody.
    about.begin(&grade.out)?;
    let done = judge(grade, &class.selection, &taken.prepared, &conditions, &court, &store, stop);
    // What passed is in nobody's way, and the next run removes it otherwise.
    let _ = std::fs::remove_dir_all(store.scratch());
    let mut done = done?;
    if done.was_stopped {
        return Ok(stopped(grade, done.judged));
    }
    done.failures.extend(taken.failed.iter().map(|student| (words_of(spoken()).not_taken_in)(student)));
    let finished = assemble(&taken, &conditions, &store, &class.rules);
    store.finish(&about, &finished)?;
    class.rules.keep(&grade.out)?;
    let judged = self::class(finished, workbook, class.rules, &about);
    report::write(&grade.out, &judged)?;
    Ok(conclude(&judged, taken.prepared.len() + taken.failed.len(), &done, grade))
}

/// A class as it was handed in, and what is wanted of it.
struct Handed {
    rules: Rules,
    /// Whether they are those of the last time, which nobody named this time.
    has_kept_rules: bool,
    /// Everybody, sorted.
    students: Vec<String>,
    /// Those of this shard.
    own: Vec<Entry>,
    left_out: Vec<String>,
    /// Those of whom several entries are one submission.
    together: Vec<String>,
    selection: Selection,
    /// The exercises that are judged, by number.
    judged: Vec<String>,
}

impl Handed {
    fn of(grade: &Grade, workbook: &Workbook) -> Result<Handed, Problem> {
        let mut rules = match &grade.rules {
            Some(path) => Rules::read(path, &workbook.exercises)?,
            // Those of the last time: who only judges somebody again means no other points for the class.
            None => Rules::kept(&grade.out, &workbook.exercises)?,
        };
        let has_kept_rules = grade.rules.is_none() && Rules::are_kept(&grade.out);
        let found = intake::entries(&grade.submissions)?;
        selection::check_places(&grade.submissions, &grade.out)?;
        let students: Vec<String> = found.entries.iter().map(|entry| entry.student.clone()).collect();
        let selection = Selection::of(grade, workbook, &students)?;
        if let Some(only) = &selection.exercises {
            rules.count_only(only);
        }
        let slugs = workbook.exercises.iter().map(|exercise| exercise.slug.clone());
        let judged = slugs.filter(|slug| rules.counts(slug)).collect();
        let is_own = |entry: &Entry| grade.shard.is_none_or(|shard| shard.holds(&entry.student));
        let own = found.entries.into_iter().filter(is_own).collect();
        Ok(Handed {
            rules,
            has_kept_rules,
            students,
            own,
            left_out: found.left_out,
            together: found.together,
            selection,
            judged,
        })
    }

    /// What the instructor may not expect, and what stops nothing.
    fn tell_oddities(&self, grade: &Grade) {
        if self.has_kept_rules {
            eprintln!("{}", (words_of(spoken()).kept_rules)(&grade.out));
        }
        if !self.left_out.is_empty() {
            eprintln!("{}", (crate::words::intake(spoken()).left_out)(&self.left_out.join(", ")));
        }
        if !self.together.is_empty() {
            let names = crate::words::run::some(&self.together);
            eprintln!("{}", (crate::words::intake(spoken()).together)(self.together.len(), &names));
        }
    }
}

/// Judges what is wanted and has no verdict yet, and says where grading again gave another one.
fn judge(
    grade: &Grade,
    selection: &Selection,
    prepared: &[Prepared],
    conditions: &Conditions,
    court: &impl Judge,
    store: &Store,
    stop: &Stop,
) -> Result<Done, Problem> {
    let exercises = &conditions.exercises;
    let mut jobs = plan::jobs(prepared, conditions);
    store.regrade(&selection.regraded(&jobs), exercises)?;
    for job in &mut jobs {
        job.exercises = store.lacking(&job.key, exercises);
    }
    let (kept, missing): (Vec<_>, Vec<_>) = jobs.iter().partition(|job| job.exercises.is_empty());
    let kept = kept.iter().map(|job| job.students.len()).sum();
    let wanted: Vec<_> = missing.into_iter().filter(|job| selection.wants(job)).collect();
    let done = work::judge_all(&wanted, kept, court, store, court.lanes(grade.jobs), stop)?;
    if !done.was_stopped {
        let keys: Vec<&str> = jobs.iter().map(|job| job.key.as_str()).collect();
        tell_drift(&jobs, &store.compare(&keys, exercises));
    }
    Ok(done)
}

/// Whether the last run had another version, so that its verdicts are of no use. Without a word, a class that is nearly
/// done begins at 0 once more, and nobody knows why.
fn was_judged_otherwise(report: &Path, about: &About) -> Result<bool, Problem> {
    Ok(About::last(report)?.is_some_and(|before| before.version != about.version))
}

fn stopped(grade: &Grade, judged: usize) -> ExitCode {
    eprintln!("{}", (words_of(spoken()).stopped)(judged, &resume::command(grade)));
    ExitCode::FAILURE
}

fn fresh_scratch(store: &Store) -> Result<std::path::PathBuf, Problem> {
    let scratch = store.scratch();
    // What a killed run left; where there is nothing, there is nothing to remove.
    let _ = std::fs::remove_dir_all(&scratch);
    let cannot_write = |error| Problem::new((crate::words::general(spoken()).cannot_write)(&scratch, &error));
    std::fs::create_dir_all(&scratch).map_err(cannot_write)?;
    // Programs are run there in a sandbox, by absolute paths.
    std::fs::canonicalize(&scratch).map_err(cannot_write)
}

fn take_in(
    entries: &[Entry],
    workbook: &Workbook,
    store: &Store,
    rules: &Rules,
    stop: &Stop,
) -> Result<TakenIn, Problem> {
    let taken = store.taken();
    let known = Known::of(&workbook.root);
    let intake = Intake { exercises: &workbook.exercises, known: &known, taken: &taken, zone: rules.zone };
    taking::take_in(entries, stop, |entry| intake.take(entry))
}

/// Says where grading again gave another verdict.
fn tell_drift(jobs: &[plan::Job], compared: &[Option<bool>]) {
    let again = compared.iter().flatten().count();
    let differing: Vec<&str> = jobs
        .iter()
        .zip(compared)
        .filter(|(_, compared)| **compared == Some(true))
        .flat_map(|(job, _)| job.students.iter().copied())
        .collect();
    if again > 0 {
        eprintln!("{}", (words_of(spoken()).again)(again, &differing.join(", ")));
    }
}

/// The submissions whose verdict is there, with what belongs to the student; and those that could not be taken in.
fn assemble(taken: &TakenIn, conditions: &Conditions, store: &Store, rules: &Rules) -> Vec<Submission> {
    let of = |prepared: &Prepared| {
        let mut submission = store.get(&conditions.key(&prepared.sources), &conditions.exercises)?;
        submission.student.clone_from(&prepared.student);
        submission.submitted.clone_from(&prepared.submitted);
        submission.clock = prepared.clock;
        submission.handed_in.clone_from(&prepared.handed_in);
        submission.ignored.clone_from(&prepared.ignored);
        Some(submission)
    };
    let mut finished: Vec<Submission> = taken.prepared.iter().filter_map(of).collect();
    finished.extend(taken.failed.iter().map(|student| taking::lab_error(student, conditions)));
    finished.sort_by(|one, other| one.student.cmp(&other.student));
    for submission in &mut finished {
        submission.lang = rules.lang_of(&submission.student).unwrap_or(spoken()).code().to_owned();
        for exercise in &mut submission.exercises {
            for test in &mut exercise.tests {
                test.hidden = rules.is_hidden(&exercise.slug, &test.rule);
            }
        }
    }
    finished
}

/// A class from what is in a REPORT.
pub fn class(mut submissions: Vec<Submission>, workbook: &Workbook, mut rules: Rules, about: &About) -> Class {
    rules.count_none_but(&about.exercises);
    submissions.iter_mut().for_each(|submission| submission.time_by(|exercise| rules.counts(exercise)));
    let judged = workbook.exercises.iter().filter(|exercise| about.exercises.contains(&exercise.slug));
    let people = rules.people();
    let shown = |submission: &Submission| {
        let name = people.get(&submission.student).and_then(|person| person.name.clone());
        name.unwrap_or_else(|| submission.student.clone())
    };
    submissions.sort_by_cached_key(|submission| (in_order(&shown(submission)), submission.student.clone()));
    // Of the whole class, also where this is a shard of it.
    let students: BTreeSet<&str> = about.students.iter().map(String::as_str).collect();
    let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
    let (strangers, unlisted) = (owned(rules.people_without(&students)), owned(rules.students_unlisted(&students)));
    let is_missing = |student: &&str| submissions.iter().all(|submission| submission.student != **student);
    Class {
        missing: about.own().filter(is_missing).map(str::to_owned).collect(),
        tier: submissions.iter().map(|submission| submission.tier).min().unwrap_or(Tier::Group),
        strangers,
        unlisted,
        people,
        exercises: judged.cloned().collect(),
        submissions,
        version: about.version.clone(),
        rules,
    }
}

fn conclude(class: &Class, of: usize, done: &Done, grade: &Grade) -> ExitCode {
    let words = words_of(spoken());
    let doubtful =
        class.submissions.iter().filter(|submission| !class.score(submission).needs_a_person.is_empty()).count();
    eprintln!("{}", (words.done)(class.submissions.len(), of, done.judged, doubtful));
    if !class.missing.is_empty() {
        eprintln!("{}", words.missing_from(&class.missing));
    }
    class.apart(spoken()).iter().for_each(|said| eprintln!("{said}"));
    eprintln!("{}", (words.report_at)(&grade.out));
    for failure in &done.failures {
        eprintln!("{failure}");
    }
    if class.missing.is_empty() && done.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_of_another_version_is_noticed_and_no_other() {
        let report = tempfile::tempdir().expect("a folder");
        let about = |version: &str| {
            let conditions = Conditions { version: version.into(), tier: Tier::Limits, exercises: Vec::new() };
            About::new(&conditions, vec!["ana".into()], None)
        };
        let noticed = |version: &str| was_judged_otherwise(report.path(), &about(version)).expect("it reads");
        assert!(!noticed("one"), "nothing is there");
        about("one").begin(report.path()).expect("it is written");
        assert!(!noticed("one"));
        assert!(noticed("two"));
    }
}
