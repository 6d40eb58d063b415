//! How long a student waits: from the save to the verdict, beside the bare build of the same program in the same run.
//!
//! ```text
//! cargo bench -p lab --profile dev                    # some minutes
//! cargo bench -p lab --profile dev -- tcp-client 3    # one exercise, three times
//! ```
//!
//! Each round edits the body of a function in the solution, and measures in turn: `cargo build -p`; the companion on its
//! screen, from the save until the first verdict on a rule and until all are there. Where `rustlings` is installed, it
//! runs its simplest solved exercise in the same way.

#[path = "../tests/support/mod.rs"]
mod support;

use std::cell::Cell;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use support::terminal::Terminal;
use support::workbook::Workbook;

/// What the companion promises: at most so many times the bare build.
const VERDICT: f64 = 2.0;
const COMPILE_ERROR: f64 = 1.5;
const LIST: Duration = Duration::from_millis(100);

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let only = args.first().filter(|arg| arg.parse::<usize>().is_err());
    let rounds = args.iter().find_map(|arg| arg.parse().ok()).unwrap_or(5);
    let workbook = Workbook::fresh();
    let mut exercises = names(&workbook.root.join("exercises"));
    exercises.retain(|exercise| only.is_none_or(|only| exercise.ends_with(only.as_str())));
    // 12 and 13 are built on it.
    workbook.solve("11-framing");
    // Graded already: the companion has nothing else to do while it is measured.
    timed(&mut workbook.lab(&["test", "framing"]));

    println!("median of {rounds} edits, in milliseconds\n");
    println!("{:<20} {:>10} {:>14} {:>13} {:>7}", "", "bare build", "first verdict", "all verdicts", "ratio");
    let rows: Vec<Row> = exercises.iter().map(|exercise| measure(&workbook, exercise, rounds)).collect();
    let middle = |of: fn(&Row) -> Duration| median(rows.iter().map(of).collect());
    let ratios = rows.iter().map(Row::ratio).collect();
    let (first, ratio) = (middle(|row| row.first), median_of(ratios));
    println!(
        "{:<20} {:>10} {:>14} {:>13} {ratio:>7.2}   promised: at most {VERDICT:.2}",
        "median",
        ms(middle(|row| row.build)),
        ms(first),
        ms(middle(|row| row.all)),
    );
    let (report, build) = compile_error(&workbook, rounds);
    let ratio = report.as_secs_f64() / build.as_secs_f64();
    println!(
        "\n{:<20} {:>10} {:>14} {:>13} {ratio:>7.2}   promised: at most {COMPILE_ERROR:.2}",
        "compile error",
        ms(build),
        "",
        ms(report),
    );
    let list = median((0..20).map(|_| timed(&mut workbook.lab(&["list"]))).collect());
    println!(
        "{:<20} {:>10} {:>14} {:>13} {:>7}   promised: under {}",
        "cargo lab list",
        "",
        "",
        ms(list),
        "",
        ms(LIST)
    );
    match rustlings(rounds) {
        Some(run) => println!("{:<20} {:>10} {:>14} {:>13}", "rustlings run", "", "", ms(run)),
        None => println!("rustlings run: left out, it is not installed"),
    }
}

/// What one exercise takes.
struct Row {
    build: Duration,
    first: Duration,
    all: Duration,
}

impl Row {
    fn ratio(&self) -> f64 {
        self.all.as_secs_f64() / self.build.as_secs_f64()
    }
}

fn measure(workbook: &Workbook, exercise: &str, rounds: usize) -> Row {
    let slug = exercise.split_once('-').expect("a number and a name").1;
    workbook.solve(exercise);
    bare_build(workbook, slug);
    let mut terminal = Terminal::start(&workbook.lab(&[slug]), 80, 24);
    terminal.shows("✓ solved");
    let (mut builds, mut firsts, mut alls) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..rounds {
        let text = edited(&workbook.solution(exercise), round);
        let start = Instant::now();
        workbook.save(exercise, &text);
        let (began, first) = (Cell::new(false), Cell::new(None));
        terminal.wait_for("a verdict", |screen| {
            began.set(began.get() || screen.contains("building") || screen.contains("testing"));
            if first.get().is_none() && screen.contains("testing: ") {
                first.set(Some(start.elapsed()));
            }
            began.get() && screen.contains("✓ solved")
        });
        alls.push(start.elapsed());
        firsts.push(first.get().unwrap_or(start.elapsed()));
        // The same edit is a new one for this target directory.
        builds.push(bare_build(workbook, slug));
    }
    terminal.press("q");
    terminal.ends();
    let row = Row { build: median(builds), first: median(firsts), all: median(alls) };
    println!("{exercise:<20} {:>10} {:>14} {:>13} {:>7.2}", ms(row.build), ms(row.first), ms(row.all), row.ratio());
    row
}

/// From the save of a program that does not compile to what the compiler says, and the same build by hand.
fn compile_error(workbook: &Workbook, rounds: usize) -> (Duration, Duration) {
    let (exercise, slug) = ("03-tcp-client", "tcp-client");
    workbook.solve(exercise);
    bare_build(workbook, slug);
    let mut terminal = Terminal::start(&workbook.lab(&[slug]), 80, 24);
    terminal.shows("✓ solved");
    let (mut reports, mut builds) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        let broken = format!("{}\nfn broken() -> u8 {{ \"{round}\" }}\n", workbook.solution(exercise));
        let start = Instant::now();
        workbook.save(exercise, &broken);
        terminal.shows("does not compile");
        reports.push(start.elapsed());
        builds.push(bare_build(workbook, slug));
        workbook.save(exercise, &edited(&workbook.solution(exercise), round));
        terminal.shows("✓ solved");
    }
    terminal.press("q");
    terminal.ends();
    (median(reports), median(builds))
}

/// The same program, and yet another text: cargo and rustc have to look at all of it.
fn edited(solution: &str, round: usize) -> String {
    let edited = solution.replacen(
        "fn main() -> ExitCode {\n",
        &format!("fn main() -> ExitCode {{\n    let _edit = {round};\n"),
        1,
    );
    // A library has no `main`.
    if edited == solution { format!("{solution}\npub const EDIT: usize = {round};\n") } else { edited }
}

fn bare_build(workbook: &Workbook, slug: &str) -> Duration {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "-p", slug, "--target-dir"]).arg(workbook.root.join("target/enchufe/build/bare"));
    timed(cargo.current_dir(&workbook.root))
}

fn rustlings(rounds: usize) -> Option<Duration> {
    Command::new("rustlings").arg("--version").stdout(Stdio::null()).status().ok()?;
    let folder = std::env::temp_dir().join(format!("enchufe-rustlings-{}", std::process::id()));
    fs::create_dir_all(&folder).ok()?;
    let mut init = Command::new("rustlings");
    init.arg("init").current_dir(&folder).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = init.spawn().ok()?;
    std::io::Write::write_all(&mut child.stdin.take()?, b"\n").ok()?;
    child.wait().ok()?;
    let workshop = folder.join("rustlings");
    let source = workshop.join("exercises/00_intro/intro1.rs");
    let text = fs::read_to_string(&source).ok()?;
    let run = |round: usize| {
        fs::write(
            &source,
            edited(&text.replacen("fn main() {\n", &format!("fn main() {{\n    let _edit = {round};\n"), 1), round),
        )
        .ok()?;
        let mut command = Command::new("rustlings");
        Some(timed(command.args(["run", "intro1"]).current_dir(&workshop)))
    };
    run(rounds)?;
    let times: Option<Vec<Duration>> = (0..rounds).map(run).collect();
    fs::remove_dir_all(&folder).ok()?;
    times.map(median)
}

/// The folders of the exercises, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the exercises are there");
    let mut names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// How long a command takes; what it says is nobody's business here.
fn timed(command: &mut Command) -> Duration {
    let start = Instant::now();
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().expect("it can be started");
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn median_of(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

fn ms(time: Duration) -> String {
    format!("{:.0}", time.as_secs_f64() * 1000.0)
}
