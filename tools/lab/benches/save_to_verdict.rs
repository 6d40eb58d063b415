//! How long a student waits: from the save to the verdict, beside the bare build of the same program in the same run.
//!
//! It only measures. `cargo run -- speed` in `tools/evidence` says what the figures mean, and calls it so:
//!
//! ```text
//! cargo bench -p lab --bench save_to_verdict --profile dev        # some minutes
//! cargo bench -p lab --bench save_to_verdict --profile dev -- --rounds 3 verdicts=tcp-client
//! ```
//!
//! The parts are `verdicts`, or `verdicts=EXERCISE` for one exercise; `compile-error`; `list`; `rustlings`. Each line that
//! is printed is JSON: what was measured, and the milliseconds of each round.
//!
//! Each round edits the body of a function in the solution, and measures in turn: the companion on its screen, from the
//! save until the first verdict on a rule and until all are there; `cargo build -p`. Where `rustlings` is installed, it runs
//! its simplest solved exercise in the same way.

#[path = "../tests/support/mod.rs"]
mod support;

use std::cell::Cell;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::json;
use support::terminal::Terminal;
use support::workbook::Workbook;

const PARTS: [&str; 4] = ["verdicts", "compile-error", "list", "rustlings"];

/// What is to be measured.
struct Asked {
    rounds: usize,
    parts: Vec<String>,
}

impl Asked {
    fn read(args: impl Iterator<Item = String>) -> Asked {
        let mut asked = Asked { rounds: 5, parts: Vec::new() };
        // What cargo itself passes.
        let mut args = args.filter(|arg| arg != "--bench");
        while let Some(arg) = args.next() {
            if arg == "--rounds" {
                let rounds = args.next().and_then(|rounds| rounds.parse().ok()).filter(|rounds| *rounds > 0);
                asked.rounds = rounds.expect("--rounds N: a number above 0");
            } else {
                let part = arg.split('=').next().unwrap_or_default();
                assert!(PARTS.contains(&part), "no part {arg:?}; there are {PARTS:?}");
                asked.parts.push(arg);
            }
        }
        asked
    }

    fn wants(&self, part: &str) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|asked| asked == part)
    }

    fn wants_exercise(&self, slug: &str) -> bool {
        self.wants("verdicts") || self.parts.iter().any(|asked| asked.strip_prefix("verdicts=") == Some(slug))
    }
}

fn main() {
    let asked = Asked::read(std::env::args().skip(1));
    let workbook = Workbook::fresh();
    // 12 and 13 are built on it.
    workbook.solve("11-framing");
    // Graded already: the companion has nothing else to do while it is measured.
    timed(&mut workbook.lab(&["test", "framing"]));
    for exercise in names(&workbook.root.join("exercises")) {
        let slug = exercise.split_once('-').expect("a number and a name").1;
        if asked.wants_exercise(slug) {
            verdicts(&workbook, &exercise, slug, asked.rounds);
        }
    }
    if asked.wants("compile-error") {
        compile_error(&workbook, asked.rounds);
    }
    if asked.wants("list") {
        let times: Vec<f64> = (0..20).map(|_| timed(&mut workbook.lab(&["list"]))).collect();
        println!("{}", json!({ "part": "list", "list": times }));
    }
    if asked.wants("rustlings") {
        println!("{}", json!({ "part": "rustlings", "run": rustlings(asked.rounds) }));
    }
}

/// From the save of a program to the first verdict and to all, and the same build by hand.
fn verdicts(workbook: &Workbook, exercise: &str, slug: &str, rounds: usize) {
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
                first.set(Some(ms(start)));
            }
            began.get() && screen.contains("✓ solved")
        });
        let all = ms(start);
        alls.push(all);
        firsts.push(first.get().unwrap_or(all));
        // The same edit is a new one for this target directory.
        builds.push(bare_build(workbook, slug));
    }
    terminal.press("q");
    terminal.ends();
    println!("{}", json!({ "part": "verdicts", "exercise": exercise, "build": builds, "first": firsts, "all": alls }));
}

/// From the save of a program that does not compile to what the compiler says, and the same build by hand.
fn compile_error(workbook: &Workbook, rounds: usize) {
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
        reports.push(ms(start));
        builds.push(bare_build(workbook, slug));
        workbook.save(exercise, &edited(&workbook.solution(exercise), round));
        terminal.shows("✓ solved");
    }
    terminal.press("q");
    terminal.ends();
    println!("{}", json!({ "part": "compile-error", "exercise": exercise, "build": builds, "report": reports }));
}

/// The same program, and yet another text: cargo and rustc have to look at all of it.
fn edited(text: &str, round: usize) -> String {
    let main = text.lines().find(|line| line.starts_with("fn main()"));
    // A library has no `main`.
    let Some(main) = main else { return format!("{text}\npub const EDIT: usize = {round};\n") };
    text.replacen(main, &format!("{main}\n    let _edit = {round};"), 1)
}

fn bare_build(workbook: &Workbook, slug: &str) -> f64 {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "-p", slug, "--target-dir"]).arg(workbook.root.join("target/enchufe/build/bare"));
    timed(cargo.current_dir(&workbook.root))
}

/// What rustlings takes to run its simplest exercise, solved and edited. `None` where it is not installed.
fn rustlings(rounds: usize) -> Option<Vec<f64>> {
    Command::new("rustlings").arg("--version").stdout(Stdio::null()).status().ok()?;
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut init = Command::new("rustlings");
    init.arg("init").current_dir(&folder).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut init = init.spawn().expect("it can be started");
    init.stdin.take().expect("it is piped").write_all(b"\n").expect("it asks whether it should go on");
    init.wait().expect("it was started");
    let workshop = folder.path().join("rustlings");
    let source = workshop.join("exercises/00_intro/intro1.rs");
    let text = fs::read_to_string(&source).expect("its first exercise lies there");
    let run = |round: usize| {
        fs::write(&source, edited(&text, round)).expect("the file can be written");
        let start = Instant::now();
        let ran = Command::new("rustlings").args(["run", "intro1"]).current_dir(&workshop).output();
        let ran = ran.expect("it can be started");
        assert!(ran.status.success(), "rustlings run: {}", String::from_utf8_lossy(&ran.stderr));
        ms(start)
    };
    // The first run builds more than the exercise.
    run(rounds);
    Some((0..rounds).map(run).collect())
}

/// The folders of the exercises, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the exercises are there");
    let mut names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// How long a command takes, in milliseconds; what it says is nobody's business here.
fn timed(command: &mut Command) -> f64 {
    let start = Instant::now();
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().expect("it can be started");
    ms(start)
}

/// The milliseconds since then.
fn ms(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1000.0
}
