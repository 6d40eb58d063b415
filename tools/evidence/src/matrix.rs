//! `matrix`: which graded test catches which wrong program, and under which name. It is kept in `kept/matrix.toml`, from
//! which the book makes its page; and asked the other way round: which test does no wrong program fail alone?

mod alone;
mod judging;
mod record;
mod seen;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};

use enchufe::grading::in_parallel;
use lexopt::prelude::*;

use crate::candidates::{self, Promise};
use crate::workshop::{Candidate, EXERCISES, sources};
use alone::{Answer, Reasons};
use judging::Judging;
use record::{Cell, Record, Row};

const USAGE: &str = "\
usage: cargo run -- matrix [OPTIONS]

  (none)            judge every wrong program by all tests of its exercise, and keep what comes
  --check           the same, without writing: exit code 1 if something else comes than was kept,
                    or if a test is failed alone by no wrong program and has no reason for it
  --alone           judge nothing: is every program kept, and by what is kept, which tests
                    does no wrong program fail alone? Exit code 1 as with --check
  --seen            take what selfcheck saw with ENCHUFE_THOROUGH=1 for the first judging
  --only EXERCISE   the programs of one exercise

Kept are kept/matrix.toml, and by hand kept/never-alone.toml with the reasons. What came otherwise
than was kept is judged again before it counts. To forget what was unsteady, remove it from the file.
";

/// For programs that are meant to hang: a second instead of ten. What comes out unexpected is judged again with all
/// patience before it counts.
const SHORT_PATIENCE: f64 = 0.1;

/// Programs are judged so many at a time for each processor: most of the time the lab waits for what they do not do.
const PER_PROCESSOR: usize = 2;

/// What is done.
struct Options {
    check: bool,
    alone: bool,
    seen: bool,
    only: Option<String>,
}

/// A wrong program, and what is known of it before it is judged.
struct Program {
    candidate: Candidate,
    promise: Promise,
    kept: Row,
    seen: Option<Judging>,
}

impl Program {
    fn judge(&self, patience: f64) -> Judging {
        Judging::of(&self.promise, &self.candidate.judge(patience))
    }

    /// Judged for the first time, unless somebody has done it.
    fn first(&self) -> Judging {
        self.seen.clone().unwrap_or_else(|| self.judge(SHORT_PATIENCE))
    }
}

pub fn run(arguments: lexopt::Parser) -> Result<bool, Box<dyn Error>> {
    let Some(options) = Options::read(arguments)? else {
        print!("{USAGE}");
        return Ok(true);
    };
    let path = kept("matrix.toml");
    let mut record = Record::read(&path)?;
    if options.alone {
        let (answer, missing) = (alone(&record, &options)?, missing(&record, &programs(&record, &options)?, &options));
        println!("{}{}{}", answer.text, missing.concat(), answer.result);
        return Ok(answer.holds && missing.is_empty());
    }
    let programs = programs(&record, &options)?;
    eprintln!("{} wrong programs, by all tests of their exercises", programs.len());
    if options.check {
        let differences = [missing(&record, &programs, &options), differences(&programs)].concat();
        print!("{}", differences.concat());
        let tests = alone(&record, &options)?;
        if !tests.holds {
            print!("{}", tests.text);
        }
        println!("{}", tests.result);
        let result =
            if differences.is_empty() { "as kept".to_owned() } else { format!("{} differ", differences.len()) };
        println!("{}: {result}", record.told());
        return Ok(differences.is_empty() && tests.holds);
    }
    let faults = keep(&mut record, &path, &programs, &options)?;
    print!("{}", faults.concat());
    let left = format!("; not kept are {} that are not caught as they promise", faults.len());
    println!("{}{}", record.told(), if faults.is_empty() { "" } else { &left });
    Ok(faults.is_empty())
}

impl Options {
    /// `None` if help is wanted.
    fn read(mut arguments: lexopt::Parser) -> Result<Option<Options>, Box<dyn Error>> {
        let mut options = Options { check: false, alone: false, seen: false, only: None };
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("check") => options.check = true,
                Long("alone") => options.alone = true,
                Long("seen") => options.seen = true,
                Long("only") => {
                    let slug = arguments.value()?.string()?;
                    let known = EXERCISES.iter().any(|exercise| exercise.slug == slug);
                    options.only = Some(known.then_some(slug.clone()).ok_or(format!("no exercise is called {slug}"))?);
                }
                Long("help") | Short('h') => return Ok(None),
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(Some(options))
    }

    fn wants(&self, exercise: &str) -> bool {
        self.only.as_deref().is_none_or(|only| only == exercise)
    }
}

fn kept(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("kept").join(name)
}

/// `wrong/tcp-client/single-read.2`
fn name(exercise: &str, program: &str) -> String {
    format!("wrong/{exercise}/{program}")
}

/// `single-read.2` of `wrong/tcp-client/single-read.2`.
fn short(candidate: &Candidate) -> String {
    candidate.name.rsplit('/').next().unwrap_or_default().to_owned()
}

fn programs(record: &Record, options: &Options) -> Result<Vec<Program>, Box<dyn Error>> {
    let seen = if options.seen { seen::read()? } else { BTreeMap::new() };
    let wanted = candidates::wrong().into_iter().filter(|(candidate, _)| options.wants(&candidate.exercise.slug));
    let program = |(candidate, promise): (Candidate, Promise)| {
        let known = record.wrong.get(&candidate.exercise.slug).and_then(|rows| rows.get(&short(&candidate)));
        let seen = seen.get(&candidate.name).map(|said| Judging::new(&promise, said.iter().cloned()));
        Program { kept: known.cloned().unwrap_or_default(), seen, candidate, promise }
    };
    Ok(wanted.map(program).collect())
}

/// Judges the programs and keeps what comes, as soon as it is settled. Returns those that are not caught as they promise,
/// each with what was said.
fn keep(
    record: &mut Record,
    path: &Path,
    programs: &[Program],
    options: &Options,
) -> Result<Vec<String>, Box<dyn Error>> {
    record.right = right();
    let names: BTreeSet<&str> = programs.iter().map(|program| program.candidate.name.as_str()).collect();
    for (exercise, rows) in record.wrong.iter_mut().filter(|(exercise, _)| options.wants(exercise)) {
        rows.retain(|program, _| names.contains(name(exercise, program).as_str()));
    }
    let rows = in_parallel(programs, PER_PROCESSOR, settled);
    let mut faults = Vec::new();
    let mut unsettled = Vec::new();
    for (program, row) in programs.iter().zip(rows) {
        match row {
            Some(row) => faults.extend(record.take_in(program, row).err()),
            None => unsettled.push(program),
        }
    }
    record.write(path)?;
    // So many programs at a time are a busy machine themselves: what is left is judged alone.
    for program in unsettled {
        let (one, other) = (program.judge(1.0), program.judge(1.0));
        // A wrong guess is worse than none, also one that comes only now and then.
        let guesses = [one.wrong_guesses(), other.wrong_guesses()].concat();
        if !guesses.is_empty() {
            faults.push(format!("{}\n{}", program.candidate.name, guesses.concat()));
        } else if one.faults().is_empty() || other.faults().is_empty() {
            faults.extend(record.take_in(program, one.settle(&other, &program.kept)).err());
            record.write(path)?;
        } else {
            faults.push(format!("{}\n{}", program.candidate.name, other.faults().concat()));
        }
    }
    Ok(faults)
}

/// What is to be kept of a program, if it is clear at once.
fn settled(program: &Program) -> Option<Row> {
    let first = program.first();
    if first.fits(&program.kept) {
        return Some(program.kept.clone());
    }
    if first.is_as_promised(&program.promise) {
        return Some(first.row(&program.kept));
    }
    // A busy machine may make a short wait too short. What is kept comes also with all patience.
    let second = program.judge(1.0);
    let agree = second.faults().is_empty() && first.row(&program.kept) == second.row(&program.kept);
    agree.then(|| second.row(&program.kept))
}

impl Record {
    /// # Errors
    /// The program has not shown its mistake, here or anywhere before: what is to be said then.
    fn take_in(&mut self, program: &Program, row: Row) -> Result<(), String> {
        let candidate = &program.candidate;
        if !row.values().any(|cell| *cell == Cell::Explained) {
            return Err(format!("{}\n    cannot be shown on this machine, and was on none before\n", candidate.name));
        }
        self.wrong.entry(candidate.exercise.slug.clone()).or_default().insert(short(candidate), row);
        Ok(())
    }
}

/// The programs of which something else came than was kept, each with that.
fn differences(programs: &[Program]) -> Vec<String> {
    let firsts = in_parallel(programs, PER_PROCESSOR, Program::first);
    let others = programs.iter().zip(firsts).filter(|(program, first)| !first.fits(&program.kept));
    let stay = others.filter_map(|(program, _)| {
        let again = [program.judge(1.0), program.judge(1.0)];
        let is_guess = |judging: &&Judging| !judging.wrong_guesses().is_empty();
        let stays = again.iter().all(|judging| !judging.fits(&program.kept)).then_some(&again[1]);
        let told = again.iter().find(is_guess).or(stays)?;
        Some(format!("{}\n{}", program.candidate.name, told.differences(&program.kept)))
    });
    stay.collect()
}

/// What is kept and not there, or there and not kept.
fn missing(record: &Record, programs: &[Program], options: &Options) -> Vec<String> {
    let there: BTreeSet<String> = programs.iter().map(|program| program.candidate.name.clone()).collect();
    let wanted = record.wrong.iter().filter(|(exercise, _)| options.wants(exercise));
    let kept: BTreeSet<String> =
        wanted.flat_map(|(exercise, rows)| rows.keys().map(|program| name(exercise, program))).collect();
    let gone = kept.difference(&there).map(|program| format!("{program}\n    is kept, and gone\n"));
    let new = there.difference(&kept).map(|program| format!("{program}\n    is new, and not kept\n"));
    let right =
        (record.right != right()).then(|| "tests/right\n    not so many right programs as are kept\n".to_owned());
    gone.chain(new).chain(right).collect()
}

/// How many right programs each exercise has.
fn right() -> BTreeMap<String, usize> {
    EXERCISES.iter().map(|exercise| (exercise.slug.clone(), sources("right", exercise).len())).collect()
}

/// Which tests are failed alone by no wrong program, and why.
fn alone(record: &Record, options: &Options) -> Result<Answer, Box<dyn Error>> {
    let reasons = Reasons::read(&kept("never-alone.toml"))?;
    let wanted = EXERCISES.iter().filter(|exercise| options.wants(&exercise.slug));
    Ok(alone::ask(record, &wanted.collect::<Vec<_>>(), &reasons))
}
