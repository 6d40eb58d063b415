//! `mutants`: the solutions with one thing changed in each, a comparison turned round or a function emptied. The graded
//! tests have to notice; what they do not notice is listed with the reason in `kept/mutants.toml`.

mod bench;
mod kept;
mod last;
mod mutant;
mod tally;
mod trial;

use std::error::Error;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use enchufe::catalog::Exercise;
use enchufe::grading;
use lexopt::prelude::*;

use crate::workshop::EXERCISES;
use bench::Bench;
use kept::Kept;
use last::Last;
use mutant::Mutant;
use tally::{Fate, Judged, Tally};

const USAGE: &str = "\
usage: cargo run -- mutants [EXERCISE…] [--keep]

Changes one thing in a solution, compiles it, and has the graded tests judge it; and so
for every change that cargo-mutants knows, of all exercises or of those that are named.

  --keep   writes the figures into tools/evidence/kept/mutants.toml

A survivor that no test can or should notice is listed there, with the reason.
";

/// So many are judged at a time for each processor: most of the time the lab waits for what a mutant does not do.
const PER_PROCESSOR: usize = 2;

pub fn run(mut arguments: lexopt::Parser) -> Result<bool, Box<dyn Error>> {
    let (mut exercises, mut keep) = (Vec::new(), false);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("help") | Short('h') => {
                print!("{USAGE}");
                return Ok(true);
            }
            Long("keep") => keep = true,
            Value(name) => exercises.push(exercise(&name.string()?)?),
            other => return Err(other.unexpected().into()),
        }
    }
    if exercises.is_empty() {
        exercises = EXERCISES.iter().collect();
    }

    let mut kept = Kept::read()?;
    let version = mutant::version()?;
    let mut mutants = mutant::list(&exercises)?;
    let last = Last::read();
    mutants.sort_by_key(|mutant| !last.survived(mutant));
    let judged = judge(&exercises, &mutants, last)?;

    let tally = Tally::new(&exercises, judged, &kept);
    print!("{tally}");
    if keep {
        kept.write(version, tally.rows())?;
    }
    Ok(tally.holds())
}

fn exercise(name: &str) -> Result<&'static Exercise, String> {
    EXERCISES.iter().find(|exercise| exercise.slug == name).ok_or_else(|| format!("no exercise {name:?}"))
}

/// Judges all of them, and says on stderr how it goes on.
fn judge<'m>(exercises: &[&'static Exercise], mutants: &'m [Mutant], last: Last) -> Result<Vec<Judged<'m>>, String> {
    let processors = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let benches = (0..processors * PER_PROCESSOR).map(Bench::set_up).collect::<Result<Vec<_>, _>>();
    let benches = Mutex::new(benches.map_err(|error| format!("the solutions cannot be copied: {error}"))?);

    // What fails unchanged would be caught whatever is changed.
    let sound = grading::in_parallel(exercises, PER_PROCESSOR, |exercise| {
        let failing = at_a_bench(&benches, |bench| trial::judge(exercise, &bench.unchanged(exercise)?, None))?;
        failing.map_or(Ok(()), |test| Err(format!("the solution of {} fails as it is: {test}", exercise.slug)))
    });
    sound.into_iter().collect::<Result<(), String>>()?;

    let (done, last) = (AtomicUsize::new(0), Mutex::new(last));
    let fates: Vec<Result<Fate, String>> = grading::in_parallel(mutants, PER_PROCESSOR, |mutant| {
        let killer = last.lock().expect("no holder panics").killer(mutant);
        let fate = at_a_bench(&benches, |bench| {
            let Some(program) = bench.changed(mutant)? else { return Ok(Fate::DoesNotCompile) };
            Ok::<_, String>(trial::judge(mutant.exercise, &program, killer)?.map_or(Fate::Survived, Fate::CaughtBy))
        })?;
        last.lock().expect("no holder panics").remember(mutant, &fate)?;
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        eprintln!("{done}/{} {}: {}: {fate}", mutants.len(), mutant.exercise.slug, mutant.name);
        Ok(fate)
    });
    mutants.iter().zip(fates).map(|(mutant, fate)| Ok(Judged { mutant, fate: fate? })).collect()
}

/// Works at a bench that nobody else uses meanwhile: there is one for each thread.
fn at_a_bench<R>(benches: &Mutex<Vec<Bench>>, work: impl FnOnce(&Bench) -> R) -> R {
    let bench = benches.lock().expect("no holder panics").pop().expect("there is one for each thread");
    let result = work(&bench);
    benches.lock().expect("no holder panics").push(bench);
    result
}
