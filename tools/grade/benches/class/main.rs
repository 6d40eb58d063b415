//! What grading a class takes, as it grows, beside what rustc takes for the same files and `cargo test` by hand.
//!
//! ```text
//! cargo bench --bench class --profile dev                       # half an hour on two processors
//! cargo bench --bench class --profile dev -- --sizes 10,20      # some minutes
//! ```
//!
//! `--profile dev`, since that is how `cargo lab grade` builds the grader. The class is made out of this repository, the
//! same one for the same seed: of a hundred students 35 solved everything, 25 a part, 25 made known mistakes, 10 handed in
//! what does not compile or what they had received, 5 are hostile.
//!
//! At every size the real grader is run on what was handed in by then, into the same REPORT: it judges those who are
//! new. Then it is run once more, when there is nothing to judge. The difference is what one more submission takes, at
//! this size of the class. Processor time is user and system of everything that was started and waited for. Memory is the
//! peak of the grader itself, and of all its processes together without what they share.

mod by_hand;
mod chance;
mod compiling;
mod grader;
mod handing_in;
mod memory;
mod options;
mod spent;
mod stock;
mod student;
mod table;

#[path = "../../tests/proof/corpus.rs"]
#[allow(dead_code, reason = "not all of it is needed here")]
mod corpus;
#[path = "../../tests/made_up/class.rs"]
#[allow(dead_code, reason = "only the names are needed here")]
mod made_up;
#[path = "../../../../tests/multicall/build.rs"]
#[allow(dead_code, reason = "a build script, of which one function is needed here")]
mod multicall;

use std::path::Path;
use std::process::ExitCode;

use grade::sandbox::{LAUNCHER, trial};
use grade::workbook::Workbook;
use grader::Grader;
use options::Options;
use stock::Stock;
use student::{Kind, Student};
use table::{Beside, Stage};

fn main() -> ExitCode {
    let mut args = std::env::args_os().skip(1).peekable();
    if args.peek().is_some_and(|first| first == LAUNCHER) {
        return compiling::launch(args.skip(1).collect());
    }
    let options = match options::parse(args) {
        Ok(options) => options,
        Err(misuse) => {
            eprintln!("{}\n\n{misuse}", options::USAGE);
            return ExitCode::from(2);
        }
    };
    match measure(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn measure(options: &Options) -> Result<(), String> {
    spent::adopt_orphans();
    let workbook = Workbook::find().map_err(|problem| problem.to_string())?;
    let passing = tempfile::tempdir().map_err(|error| format!("a temporary folder: {error}"))?;
    let folder = options.keep.as_deref().unwrap_or(passing.path());
    let tier = trial::find().map_err(|error| error.to_string())?.tier;
    let stock = Stock::read(&workbook.root, &workbook.exercises, tier.number())?;
    let class = student::class(&stock, options.sizes.last().copied().unwrap_or_default(), options.seed);
    let grader = Grader { root: &workbook.root, jobs: options.jobs };
    println!(
        "seed {}, tier {tier}, {} submissions at the same time, {} processors, {}\n",
        options.seed,
        options.jobs,
        std::thread::available_parallelism().map_or(0, usize::from),
        load(),
    );
    let beside = beside(options, &workbook, &stock, &class, &grader, passing.path())?;
    let stages = stages(options, &class, &grader, folder)?;
    println!("{}", table::growth(&stages).unwrap_or_default());
    if let Some(beside) = beside {
        println!("{}", table::beside(&beside));
    }
    println!("{}", load());
    Ok(())
}

/// The class as it grows.
fn stages(options: &Options, class: &[Student], grader: &Grader, folder: &Path) -> Result<Vec<Stage>, String> {
    let (submissions, report) = (folder.join("class"), folder.join("report"));
    println!("{}", table::heading());
    let mut stages = Vec::new();
    let mut before = 0;
    for &size in &options.sizes {
        hand_in(&class[before..size], &submissions, options.seed)?;
        let (took, peak) = grader.grade(&submissions, &report)?;
        let (again, _) = grader.grade(&submissions, &report)?;
        let stage = Stage { size, judged: size - before, took, again, peak };
        println!("{}", table::stage(&stage));
        stages.push(stage);
        before = size;
    }
    Ok(stages)
}

/// Some of the class, by every way. Not the hostile: outside of the sandbox nobody holds them.
fn beside(
    options: &Options,
    workbook: &Workbook,
    stock: &Stock,
    class: &[Student],
    grader: &Grader,
    folder: &Path,
) -> Result<Option<Beside>, String> {
    let students: Vec<&Student> =
        class.iter().filter(|student| student.kind != Kind::Hostile).take(options.beside).collect();
    if students.is_empty() {
        return Ok(None);
    }
    let (submissions, report) = (folder.join("some"), folder.join("some-report"));
    hand_in(students.iter().copied(), &submissions, options.seed)?;
    // Builds the tests, if nobody did: what it tells of time is told to nobody.
    let compiled =
        compiling::compile(workbook, &submissions, &folder.join("scratch")).map_err(|problem| problem.to_string())?;
    let (took, _) = grader.grade(&submissions, &report)?;
    let (again, _) = grader.grade(&submissions, &report)?;
    let mut compiling = compiling::Compiling::default();
    for one in compiled {
        compiling.graded += one.graded;
        compiling.bare += one.bare;
    }
    let by_hand = by_hand::test(grader, stock, &students, folder)?;
    Ok(Some(Beside { students: students.len(), graded: took - again, compiling, by_hand }))
}

fn hand_in<'a>(students: impl IntoIterator<Item = &'a Student>, submissions: &Path, seed: u64) -> Result<(), String> {
    for student in students {
        let handed_in = handing_in::hand_in(student, submissions, seed);
        handed_in.map_err(|error| format!("{}: {error}", submissions.join(&student.name).display()))?;
    }
    Ok(())
}

/// How busy the machine is, so that figures of a busy one are known as such.
fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!("load {}", text.split(' ').next().unwrap_or_default())
}
