//! Right programs, judged again and again. A rule that one of them breaks even once is unfair, or the lab is unsteady.

mod interval;
mod kept;
mod load;
mod tally;

use std::error::Error;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use lexopt::prelude::*;

use crate::candidates;
use crate::surroundings::no_ipv6;
use crate::workshop::{Candidate, EXERCISES, SOLUTIONS};
use kept::Run;
use load::Load;
use tally::Tally;

const USAGE: &str = "\
usage: cargo run -- rounds N [OPTIONS]

Judges every solution and every right program N times, with ENCHUFE_PATIENCE at 1.

  --only EXERCISE   the programs of one exercise
  --busy            beside twice as many busy loops as there are processors
  --no-ipv6         in a network of its own without ::1 (Linux; needs unshare and ip)
  --jobs K          so many programs at a time; 1 unless it is told
  --keep            adds the figures to kept/rounds.toml

Each failure's report is written to target/enchufe/evidence/rounds. Ctrl-c ends it after the program that is being
judged; what was found up to there is told, and kept if that is wanted.
";

#[derive(Debug, Default)]
struct Options {
    rounds: u32,
    only: Option<String>,
    busy: bool,
    no_ipv6: bool,
    jobs: usize,
    keep: bool,
}

impl Options {
    /// `None` if only help is asked for.
    fn read(mut arguments: lexopt::Parser) -> Result<Option<Options>, Box<dyn Error>> {
        let mut options = Options { jobs: 1, ..Options::default() };
        while let Some(argument) = arguments.next()? {
            match argument {
                Value(rounds) if options.rounds == 0 => options.rounds = rounds.parse()?,
                Long("only") => options.only = Some(arguments.value()?.string()?),
                Long("busy") => options.busy = true,
                Long("no-ipv6") => options.no_ipv6 = true,
                Long("jobs") => options.jobs = arguments.value()?.parse()?,
                Long("keep") => options.keep = true,
                Long("help") | Short('h') => return Ok(None),
                other => return Err(other.unexpected().into()),
            }
        }
        if options.rounds == 0 || options.jobs == 0 {
            return Err(format!("how many rounds, and how many at a time? At least one.\n\n{USAGE}").into());
        }
        if let Some(only) = options.only.as_ref().filter(|only| EXERCISES.iter().all(|it| it.slug != **only)) {
            return Err(format!("no exercise is called {only}").into());
        }
        Ok(Some(options))
    }

    fn kind(&self) -> String {
        let ipv6 = if self.no_ipv6 { "without IPv6" } else { "with IPv6" };
        format!("{}, {ipv6}", if self.busy { "busy" } else { "idle" })
    }
}

pub fn run(arguments: lexopt::Parser) -> Result<bool, Box<dyn Error>> {
    let Some(options) = Options::read(arguments)? else {
        print!("{USAGE}");
        return Ok(true);
    };
    let programs = programs(&options);
    if options.no_ipv6 {
        no_ipv6::enter()?;
    }
    let reports = reports(&options)?;
    let is_interrupted = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&is_interrupted);
    ctrlc::set_handler(move || flag.store(true, Ordering::Relaxed))?;

    println!("{} programs, {} rounds, {}, {} at a time", programs.len(), options.rounds, options.kind(), options.jobs);
    let (mut tally, mut load) = (Tally::new(reports), Load::new(options.busy));
    let start = Instant::now();
    let mut whole_rounds = 0;
    while whole_rounds < options.rounds {
        round(&programs, options.jobs, &is_interrupted, &mut tally);
        if is_interrupted.load(Ordering::Relaxed) {
            break;
        }
        whole_rounds += 1;
        load.look();
        let Tally { runs, failures, .. } = tally;
        let seconds = start.elapsed().as_secs();
        println!("round {whole_rounds} of {}: {runs} test runs, {failures} false fails, {seconds} s", options.rounds);
    }
    println!("\n{}", tally.summary());
    println!("{}", load.summary());
    if whole_rounds < options.rounds {
        println!("interrupted in round {} of {}", whole_rounds + 1, options.rounds);
    }
    if options.keep && tally.runs > 0 {
        let date = jiff::Timestamp::now().strftime("%F").to_string();
        let file = kept::add(Run::of(date, &options, programs.len(), whole_rounds, &tally, &load))?;
        println!("kept in {}", file.display());
    }
    Ok(tally.failures == 0 && whole_rounds == options.rounds)
}

/// Builds whatever is needed, and gives the programs that are judged.
fn programs(options: &Options) -> Vec<Candidate> {
    println!("building the solutions and the right programs ...");
    std::sync::LazyLock::force(&SOLUTIONS);
    let is_wanted = |it: &Candidate| options.only.as_ref().is_none_or(|only| it.exercise.slug == *only);
    candidates::solutions().into_iter().chain(candidates::right()).filter(is_wanted).collect()
}

/// An empty folder for the reports of this kind of run.
fn reports(options: &Options) -> std::io::Result<PathBuf> {
    let folder = enchufe::root().join("target").join("enchufe").join("evidence").join("rounds");
    let folder = folder.join(options.kind().replace(", ", "-").replace(' ', "-"));
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Judges each program once.
fn round(programs: &[Candidate], jobs: usize, is_interrupted: &AtomicBool, tally: &mut Tally) {
    let (next, tally) = (AtomicUsize::new(0), Mutex::new(tally));
    let work = || {
        while let Some(program) = programs.get(next.fetch_add(1, Ordering::Relaxed)) {
            if is_interrupted.load(Ordering::Relaxed) {
                break;
            }
            let verdicts = program.judge(1.0);
            tally.lock().expect("no other thread panics with it").add(&program.name, &verdicts);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(work);
        }
    });
}
