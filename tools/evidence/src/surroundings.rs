//! The graded tests on machines with something missing, or something odd. Solutions and some right programs must pass there
//! as they do elsewhere, or be skipped for a reason that a person understands.
//!
//! Each surrounding is made, entered by a process of its own, and looked at from inside before anything is judged. One that
//! cannot be made on this machine is told as such, and never counts as held. All of it is Linux's.

mod case;
mod clock;
mod inside;
mod limits;
mod locale;
pub mod no_ipv6;
mod plan;
mod slow_disk;
mod table;
mod tree;
mod within;

use std::any::Any;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use lexopt::prelude::*;

use crate::candidates;
use crate::workshop::{Candidate, SOLUTIONS};
use case::{CASES, Case};
use plan::{Plan, Program, Solutions};
use table::Row;

const USAGE: &str = "\
usage: cargo run -- surroundings [NAME ...]

Runs the graded tests of all solutions and of some right programs in each of these, or in those that are named:

";

/// The styles of right programs that depend most on what is around them: other languages, and another's event loop.
const STYLES: [&str; 3] = [".py", ".mjs", "tokio"];

/// A surrounding that is ready to be entered.
pub struct Scene {
    /// How it was made.
    how: String,
    /// What stands before a command that is to be started in it.
    prefix: Vec<String>,
    plan: Plan,
    /// What goes away with it.
    guards: Vec<Box<dyn Any>>,
}

impl Scene {
    /// One for which a process needs nothing but what it does itself.
    fn of(how: String, plan: &Plan) -> Scene {
        Scene { how, prefix: Vec::new(), plan: plan.clone(), guards: Vec::new() }
    }
}

pub fn run(mut arguments: lexopt::Parser) -> Result<bool, Box<dyn Error>> {
    let mut chosen: Vec<&Case> = Vec::new();
    while let Some(argument) = arguments.next()? {
        match argument {
            // How this program starts itself inside.
            Long("within") => {
                let (case, plan) = (named(&arguments.value()?.string()?)?, PathBuf::from(arguments.value()?));
                let plan: Plan = serde_json::from_slice(&std::fs::read(plan)?)?;
                println!("{}", serde_json::to_string(&within::follow(case, &plan))?);
                return Ok(true);
            }
            Long("help") | Short('h') => {
                print!("{USAGE}");
                CASES.iter().for_each(|case| println!("  {:<20} {}", case.name, case.about));
                return Ok(true);
            }
            Value(name) => chosen.push(named(&name.string()?)?),
            other => return Err(other.unexpected().into()),
        }
    }
    if chosen.is_empty() {
        chosen = CASES.iter().collect();
    }
    let reports = enchufe::root().join("target").join("enchufe").join("evidence").join("surroundings");
    let plan = plan();
    println!("{} programs, in {} surroundings", plan.programs.len(), chosen.len());
    // Mounts, devices and folders that were made for a surrounding go away with it, also when this is interrupted.
    let is_interrupted = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&is_interrupted);
    ctrlc::set_handler(move || flag.store(true, Ordering::Relaxed))?;
    let mut rows = Vec::new();
    for case in chosen {
        println!("{} ...", case.name);
        let start = Instant::now();
        let row = match (case.make)(&plan) {
            Ok(scene) => Row::new(case, &scene.how, inside::enter(case, &scene, &is_interrupted)),
            Err(reason) => Row::not_made(case, reason),
        };
        println!("  {}, after {} s", row.result(), start.elapsed().as_secs());
        row.write_reports(&reports.join(case.name))?;
        rows.push(row);
        if is_interrupted.load(Ordering::Relaxed) {
            break;
        }
    }
    print!("\n{}", table::told(&rows, &reports));
    Ok(rows.iter().all(Row::has_held) && !is_interrupted.load(Ordering::Relaxed))
}

fn named(name: &str) -> Result<&'static Case, String> {
    CASES.iter().find(|case| case.name == name).ok_or_else(|| format!("no surrounding {name:?}\n\n{USAGE}"))
}

/// Builds what is judged in all of them.
fn plan() -> Plan {
    println!("building the solutions and the right programs ...");
    let graded = SOLUTIONS.clone();
    let is_wanted = |it: &Candidate| {
        let text = format!("{} {}", it.name, it.command.as_deref().unwrap_or_default());
        STYLES.iter().any(|style| text.contains(style))
    };
    let right = candidates::right().into_iter().filter(is_wanted);
    let program = |it: Candidate| Program {
        exercise: it.exercise.slug.clone(),
        name: it.name,
        command: it.command,
        multicall: it.multicall,
    };
    let programs = candidates::solutions().into_iter().chain(right).map(program).collect();
    Plan { environment: Vec::new(), reports: None, solutions: Solutions::Ready(graded), programs, typed: Vec::new() }
}

/// Whether a prefix works at all.
fn checked(prefix: &[String]) -> Result<(), String> {
    let words: Vec<&str> = prefix.iter().map(String::as_str).chain(["true"]).collect();
    saying(words[0], &words[1..], &[]).map(drop)
}

/// What a command says on stdout, if it ends well.
fn saying(command: &str, args: &[&str], environment: &[(String, String)]) -> Result<String, String> {
    let output = Command::new(command).args(args).envs(environment.iter().cloned()).output();
    let output = output.map_err(|error| format!("{command}: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(format!("{}: {}", Path::new(command).display(), if said.is_empty() { output.status.to_string() } else { said }))
}
