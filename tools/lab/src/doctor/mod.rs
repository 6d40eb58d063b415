//! `cargo lab doctor`: what this machine can and cannot do, and what to do about it.
//!
//! Every check is a small function and may try things in earnest. All run at the same time; one that does not come to
//! an end is given up, and said to be so.

mod finding;
mod folder;
mod machine;
mod network;
mod program;
mod sandbox;
mod settings;
mod tell;
mod tools;
mod workbook;

use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use enchufe::with_patience;

use self::finding::{Finding, Level};
use crate::lab::Lab;
use crate::problem::Problem;
use crate::terminal::{self, Spinner};
use crate::words::doctor as words_of;

/// How long a check may take; on a slow machine `ENCHUFE_PATIENCE` makes it longer.
fn deadline() -> Duration {
    with_patience(Duration::from_millis(1500))
}

/// What a check belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Tools,
    Workbook,
    Network,
    Machine,
    Terminal,
    Settings,
    Authors,
}

/// A check: its name for tools, and what does it.
struct Check {
    group: Group,
    name: &'static str,
    look: fn(&Lab) -> Vec<Finding>,
}

const fn check(group: Group, name: &'static str, look: fn(&Lab) -> Vec<Finding>) -> Check {
    Check { group, name, look }
}

/// In the order in which they are told.
static CHECKS: [Check; 20] = [
    check(Group::Tools, "rust", tools::rust),
    check(Group::Tools, "cargo", tools::cargo),
    check(Group::Tools, "git", tools::git),
    check(Group::Tools, "python", tools::python),
    check(Group::Tools, "wireshark", tools::wireshark),
    check(Group::Workbook, "complete", workbook::complete),
    check(Group::Workbook, "solutions", workbook::solutions),
    check(Group::Workbook, "writable", folder::writable),
    check(Group::Workbook, "space", folder::space),
    check(Group::Workbook, "notifications", folder::notifications),
    check(Group::Network, "tcp", network::tcp),
    check(Group::Network, "udp", network::udp),
    check(Group::Network, "ipv6", network::ipv6),
    check(Group::Network, "localhost", network::localhost),
    check(Group::Network, "ports", network::ports),
    check(Group::Machine, "processors", machine::processors),
    check(Group::Machine, "clock", machine::clock),
    check(Group::Terminal, "size", machine::size),
    check(Group::Terminal, "letters", machine::letters),
    check(Group::Terminal, "colours", machine::colours),
];

/// Further ones, that matter to few.
static FURTHER: [Check; 2] =
    [check(Group::Settings, "variables", settings::variables), check(Group::Authors, "chromium", tools::chromium)];

/// What only Linux has.
static ON_LINUX: [Check; 3] = [
    check(Group::Authors, "namespaces", sandbox::namespaces),
    check(Group::Authors, "landlock", sandbox::landlock),
    check(Group::Authors, "bubblewrap", sandbox::bubblewrap),
];

/// A check and what it found.
struct Checked {
    group: Group,
    name: &'static str,
    finding: Finding,
}

pub fn run(lab: &Lab, args: Vec<OsString>) -> Result<ExitCode, Problem> {
    use lexopt::Arg::{Long, Short};
    let words = words_of(lab.lang);
    let usage = |error: lexopt::Error| Problem::usage(&error, "doctor", lab.lang);
    let mut parser = lexopt::Parser::from_args(args);
    let mut json = false;
    while let Some(arg) = parser.next().map_err(usage)? {
        match arg {
            Long("help") | Short('h') => {
                terminal::print(words.help);
                return Ok(ExitCode::SUCCESS);
            }
            Long("json") => json = true,
            other => return Err(usage(other.unexpected())),
        }
    }
    let start = Instant::now();
    let spinner = Spinner::start(words.looking);
    let found = examine(lab);
    drop(spinner);
    terminal::print(&if json { tell::json(lab, &found, start.elapsed()) } else { tell::text(lab, &found) });
    let is_well = found.iter().all(|checked| checked.finding.level != Level::Problem);
    Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Does all checks at the same time, and waits for none beyond the deadline.
fn examine(lab: &Lab) -> Vec<Checked> {
    let words = words_of(lab.lang);
    let on_linux = ON_LINUX.iter().filter(|_| cfg!(target_os = "linux"));
    let checks: Vec<&'static Check> = CHECKS.iter().chain(&FURTHER).chain(on_linux).collect();
    let shared = Arc::new(Lab {
        root: lab.root.clone(),
        exercises: lab.exercises.clone(),
        lang: lab.lang,
        lang_was_given: lab.lang_was_given,
    });
    let (tell, told) = mpsc::channel();
    for (at, check) in checks.iter().copied().enumerate() {
        let (lab, tell) = (Arc::clone(&shared), tell.clone());
        // One that is given up ends with this program.
        thread::spawn(move || tell.send((at, (check.look)(&lab))));
    }
    drop(tell);
    let deadline = Instant::now() + deadline();
    let mut findings: Vec<Option<Vec<Finding>>> = vec![None; checks.len()];
    while let Ok((at, found)) = told.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        findings[at] = Some(found);
    }
    let in_words = |(check, found): (&&Check, Option<Vec<Finding>>)| {
        let given_up = || vec![Finding::note((words.given_up)(check.name), words.ask_again)];
        let (group, name) = (check.group, check.name);
        found.unwrap_or_else(given_up).into_iter().map(move |finding| Checked { group, name, finding })
    };
    checks.iter().zip(findings).flat_map(in_words).collect()
}
