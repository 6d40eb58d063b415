//! How long the graded tests of the solutions take, and how long each of them waits for a clock.
//!
//! Nothing shows that a test waits, but that neither it nor its program is on a processor. So each is run alone, and its
//! wait is its time less the processor time of all that it started.

use std::error::Error;
use std::time::{Duration, Instant};

use enchufe::grading::{self, Verdict};
#[cfg(unix)]
use nix::sys::{
    resource::{UsageWho, getrusage},
    time::TimeValLike,
};

use super::Asked;
use super::row::{Figure, Promise, Row};
use crate::candidates;
use crate::workshop::{Candidate, SOLUTIONS, is_fine, told};

const ALL: f64 = 6_000.0;
const WAIT: f64 = 500.0;

/// How often a test is run that seems to wait too long. The shortest counts: what a busy machine adds is not there each
/// time, a wait for a clock is.
const TRIES: usize = 3;

pub fn measure(asked: &Asked) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut rows = Vec::new();
    if !asked.wants("graded-tests") && !asked.wants("waits") {
        return Ok(rows);
    }
    assert!(!SOLUTIONS.is_empty(), "they are built before anything is measured");
    let solutions = candidates::solutions();
    if asked.wants("graded-tests") {
        rows.push(all_together(&solutions)?);
    }
    if asked.wants("waits") {
        rows.push(one_by_one(&solutions)?);
    }
    Ok(rows)
}

/// All tests of all solutions, as many at a time as the overview runs.
fn all_together(solutions: &[Candidate]) -> Result<Row, Box<dyn Error>> {
    let (start, before) = (Instant::now(), processor_time()?);
    let verdicts = grading::in_parallel(solutions, 2, |solution| solution.judge(1.0));
    let (time, used) = (start.elapsed(), processor_time()? - before);
    holds(verdicts.iter().flatten())?;
    let processors = std::thread::available_parallelism()?.get() as u32;
    Ok(Row {
        what: "all graded tests, built",
        floor: Some((ms(used / processors), "their processor time")),
        measured: Ok(ms(time)),
        ratio: None,
        promise: Promise::Under(Figure::Milliseconds(ALL)),
    })
}

/// Each test alone; the longest wait of all.
fn one_by_one(solutions: &[Candidate]) -> Result<Row, Box<dyn Error>> {
    println!(
        "{:<20} {:>5} {:>12} {:>10} {:>13}",
        "each test alone", "tests", "on processor", "waiting", "longest wait"
    );
    let mut longest = Duration::ZERO;
    for solution in solutions {
        let (mut used, mut waits) = (Duration::ZERO, Vec::new());
        for rule in &solution.exercise.rules {
            let (mut wait, first_used) = alone(solution, &rule.name)?;
            used += first_used;
            for _ in 1..TRIES {
                if ms(wait).number() > WAIT {
                    wait = wait.min(alone(solution, &rule.name)?.0);
                }
            }
            waits.push((wait, rule.name.as_str()));
        }
        let all: Duration = waits.iter().map(|(wait, _)| *wait).sum();
        let (wait, rule) = waits.iter().max().copied().unwrap_or_default();
        longest = longest.max(wait);
        let (name, count) = (&solution.exercise.slug, waits.len());
        println!("{name:<20} {count:>5} {:>12} {:>10} {:>13}  {rule}", ms(used), ms(all), ms(wait));
    }
    println!();
    Ok(Row {
        what: "longest wait of a test",
        floor: None,
        measured: Ok(ms(longest)),
        ratio: None,
        promise: Promise::AtMost(Figure::Milliseconds(WAIT)),
    })
}

/// How long a test waits, and how long it is on a processor.
fn alone(solution: &Candidate, rule: &str) -> Result<(Duration, Duration), Box<dyn Error>> {
    let (start, before) = (Instant::now(), processor_time()?);
    let verdicts = solution.judge_by(&[rule.to_owned()], 1.0);
    let (time, used) = (start.elapsed(), processor_time()? - before);
    holds(&verdicts)?;
    Ok((time.saturating_sub(used), used))
}

/// A solution that fails takes some other time.
fn holds<'v>(verdicts: impl IntoIterator<Item = &'v Verdict>) -> Result<(), Box<dyn Error>> {
    let failed: Vec<&Verdict> = verdicts.into_iter().filter(|verdict| !is_fine(verdict)).collect();
    if failed.is_empty() { Ok(()) } else { Err(format!("a solution fails:\n{}", told(failed)).into()) }
}

/// The processor time of everything that was started and has ended.
#[cfg(unix)]
fn processor_time() -> Result<Duration, Box<dyn Error>> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let microseconds = [usage.user_time(), usage.system_time()].map(|time| time.num_microseconds());
    Ok(Duration::from_micros(microseconds.iter().sum::<i64>().try_into()?))
}

#[cfg(not(unix))]
fn processor_time() -> Result<Duration, Box<dyn Error>> {
    Err("what a program has used of a processor is not measured on this system".into())
}

fn ms(time: Duration) -> Figure {
    Figure::Milliseconds(time.as_secs_f64() * 1000.0)
}
