//! One test while it runs: its transcript, its programs, and the verdict that is written down when it ends.
//!
//! A test owns its thread, so the session is found there; tests do not pass it around. Expectations live on the test's
//! thread only.

use std::cell::{Cell, OnceCell, RefCell};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::mpsc;
use std::sync::{Once, OnceLock};
use std::time::Duration;

use crate::catalog;
use crate::patience;
use crate::peer;
use crate::program::{Program, Running, Scratch};
use crate::report::Report;
use crate::transcript::{Label, Transcript};
use crate::verdict::{Awaited, Ended, Failure, Outcome, Problem, Reason};
use crate::words::Lang;

thread_local! {
    static CURRENT: Slot = const { Slot(OnceCell::new()) };
    /// Set where the student's own library is called: its panics are no fault of the lab.
    static IS_ON_TRIAL: Cell<bool> = const { Cell::new(false) };
}

/// Holds the session until its thread ends; then the verdict is complete.
struct Slot(OnceCell<Rc<Session>>);

impl Drop for Slot {
    fn drop(&mut self) {
        if let Some(session) = self.0.get() {
            session.write_down_a_pass();
        }
    }
}

/// The running test.
pub(crate) struct Session {
    test: String,
    pub(crate) transcript: Transcript,
    labels: Cell<usize>,
    program: RefCell<Option<Origin>>,
    running: RefCell<Vec<Running>>,
    // After the programs: they may write until they are gone.
    scratches: RefCell<Vec<Scratch>>,
    told: Cell<bool>,
}

/// Which program is judged.
#[derive(Clone)]
struct Origin {
    folder: PathBuf,
    reports: PathBuf,
    replaced: bool,
}

/// The payload of the unwinding that ends a failed test. Its report was told already.
struct Told;

/// The session of the test on this thread.
pub(crate) fn current() -> Rc<Session> {
    CURRENT.with(|slot| {
        let session = slot.0.get_or_init(|| {
            watch_for_lab_errors();
            let thread = std::thread::current();
            // libtest names the thread after the test; a helper module's path is no part of the rule.
            let name = thread.name().unwrap_or("test").rsplit("::").next().unwrap_or("test").to_owned();
            Rc::new(Session {
                test: name,
                transcript: Transcript::new(),
                labels: Cell::new(0),
                program: RefCell::new(None),
                running: RefCell::new(Vec::new()),
                scratches: RefCell::new(Vec::new()),
                told: Cell::new(false),
            })
        });
        Rc::clone(session)
    })
}

/// Tells a failure of the test on this thread, and ends the test.
pub(crate) fn fail(failure: Failure) -> ! {
    let session = current();
    if failure.outcome == Outcome::Hangs {
        patience::a_program_hung();
    }
    session.tell(failure);
    std::panic::resume_unwind(Box::new(Told))
}

/// Ends the test because the lab itself has a problem: never the student's fault.
pub fn lab_error(problem: Problem) -> ! {
    fail(Failure { problem: Some(problem), ..Failure::new(Outcome::LabError, Awaited::Nothing) })
}

/// A failure of this kind, or what explains it better: that the program was not written yet, panicked, or is gone. For
/// tests that judge what they heard themselves.
pub fn blame(outcome: Outcome, awaited: Awaited) -> Failure {
    current().blame(outcome, awaited)
}

/// Says that a rule of a program cannot be tested here, and why. The test returns after it.
///
/// The line is seen also where passing tests are silent, so that nobody takes a skipped rule for one that holds.
pub fn skip(program: &Program, reason: Reason) {
    let session = current();
    if session.program.borrow().is_none() {
        // The rule was skipped before anything was started.
        session.judge(program, false);
    }
    let mut failure = Failure::new(Outcome::Skipped, Awaited::Nothing);
    failure.reason = Some(reason);
    session.told.set(true);
    let report = session.report(failure);
    let words = Lang::current().words();
    let line = (words.skipped_line)(&report.exercise, &report.rule(Lang::current()), &(words.reason)(reason));
    // Not `println!`: the test runner would keep it to itself.
    let _ = writeln!(std::io::stdout(), "{line}");
    session.write(&report);
}

/// Ends the test if the lab cannot work here at all: before a program is judged by what is not its fault.
pub(crate) fn check_the_lab() {
    static PROBLEM: OnceLock<Option<Problem>> = OnceLock::new();
    let problem = PROBLEM.get_or_init(|| {
        let patience = patience::factor().map(drop);
        patience
            .and_then(|()| peer::loopback_works().map_err(|error| Problem::NoLoopback { error: error.to_string() }))
            .err()
    });
    if let Some(problem) = problem {
        lab_error(problem.clone());
    }
}

/// How long the programs of this thread's test have been ready to run without getting a processor, if one of them is ready
/// at this moment. `None` if all of them wait for something else, or nobody knows.
pub(crate) fn time_in_queue_of_the_ready() -> Option<Duration> {
    let session = CURRENT.try_with(|slot| slot.0.get().cloned()).ok().flatten()?;
    let running = session.running.borrow();
    if !running.iter().any(Running::is_ready_to_run) {
        return None;
    }
    Some(running.iter().filter_map(Running::time_in_queue).sum())
}

/// Whether a check of the student's own library holds, asked once in this process. A check that panics or never returns
/// does not hold, and says nothing about it.
pub(crate) fn holds_up(check: fn() -> bool) -> bool {
    static HOLDS: OnceLock<bool> = OnceLock::new();
    *HOLDS.get_or_init(|| {
        watch_for_lab_errors();
        let (told, answer) = mpsc::channel();
        // On a thread of its own, which is left behind if it never comes back.
        std::thread::spawn(move || {
            IS_ON_TRIAL.set(true);
            let _ = told.send(check());
        });
        answer.recv_timeout(patience::wait()).unwrap_or(false)
    })
}

/// How long the test on this thread has been running: the clock of its transcript.
pub fn clock() -> Duration {
    current().transcript.now()
}

/// A panic on a test's thread that is not a told failure is a fault of the lab, and says so.
fn watch_for_lab_errors() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let default = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let session = CURRENT.try_with(|slot| slot.0.get().cloned()).ok().flatten();
            match session {
                None if IS_ON_TRIAL.get() => {}
                Some(session) if !session.told.get() => {
                    let problem = Some(Problem::Panic { message: panic.to_string() });
                    session.tell(Failure { problem, ..Failure::new(Outcome::LabError, Awaited::Nothing) });
                }
                _ => default(panic),
            }
        }));
    });
}

impl Session {
    /// The next free label for an end of the wire.
    pub(crate) fn next_label(&self) -> Label {
        let label = Label(self.labels.get());
        self.labels.set(label.0 + 1);
        label
    }

    /// Remembers a program that was started for this test.
    pub(crate) fn adopt(&self, running: Running) {
        self.running.borrow_mut().push(running);
    }

    /// Remembers a folder that goes away with this test.
    pub(crate) fn keep(&self, scratch: Scratch) {
        self.scratches.borrow_mut().push(scratch);
    }

    /// A command line as a report shows it: files in a folder of the test by their names alone.
    pub(crate) fn shown(&self, command: &str) -> String {
        let without = |shown: String, scratch: &Scratch| shown.replace(&scratch.prefix(), "");
        self.scratches.borrow().iter().fold(command.to_owned(), without)
    }

    /// Remembers which program is judged.
    pub(crate) fn judge(&self, program: &Program, replaced: bool) {
        let (folder, reports) = (program.folder().to_owned(), program.reports());
        *self.program.borrow_mut() = Some(Origin { folder, reports, replaced });
    }

    /// A program of this test that has ended though nobody had asked it to: the latest.
    pub(crate) fn ended_program(&self) -> Option<Ended> {
        self.running.borrow().iter().rev().find_map(Running::has_ended_unasked)
    }

    /// A failure of this kind, or what explains it better: that the program was not written yet, panicked, or is gone.
    /// A program that does not go on is looked at through the kernel's eyes.
    pub(crate) fn blame(&self, outcome: Outcome, awaited: Awaited) -> Failure {
        let running = self.running.borrow();
        if outcome == Outcome::ClosedTooSoon {
            // The end of a connection is seen before the end of the program that caused it.
            running.iter().for_each(Running::give_it_a_moment_to_end);
        }
        if let Some(ended) = self.ended_program() {
            let failure = ended.as_failure(awaited);
            let needs_it_alive = matches!(
                awaited,
                Awaited::Connection
                    | Awaited::BeingServed
                    | Awaited::Datagram
                    | Awaited::Question
                    | Awaited::Sending
                    | Awaited::ReadinessLine
                    | Awaited::Life
            );
            if failure.outcome != Outcome::EndedEarly || needs_it_alive {
                return failure;
            }
        }
        let mut failure = Failure::new(outcome, awaited);
        if outcome == Outcome::Hangs {
            failure.findings = running.iter().flat_map(Running::findings).collect();
        }
        failure.said = running.last().map(|running| running.so_far().last_words()).unwrap_or_default();
        failure
    }

    /// Prints the report of a failure and writes it down, once: the first verdict is the verdict.
    fn tell(&self, failure: Failure) {
        if self.told.replace(true) {
            return;
        }
        let report = self.report(failure);
        let root = crate::root();
        print!("{}", report.to_text(Lang::current(), root, crate::report::Colour::of_stdout()));
        self.write(&report);
    }

    fn write_down_a_pass(&self) {
        if !self.told.replace(true) && self.program.borrow().is_some() {
            self.write(&self.report(Failure::new(Outcome::Passed, Awaited::Nothing)));
        }
    }

    fn report(&self, failure: Failure) -> Report {
        let origin = self.program.borrow();
        let folder = origin.as_ref().map(|origin| origin.folder.clone());
        let exercise = folder.as_deref().and_then(|folder| catalog::exercise(folder).ok());
        Report::new(exercise, &self.test, failure, self.transcript.clone())
            .replaced(origin.as_ref().is_some_and(|origin| origin.replaced))
    }

    /// Writes the report for tools and the capture for Wireshark. A verdict stands also where that is not possible.
    fn write(&self, report: &Report) {
        let Some(folder) = self.program.borrow().as_ref().map(|origin| origin.reports.clone()) else { return };
        let json = format!("{:#}\n", report.to_json(crate::root()));
        let written = fs::create_dir_all(&folder)
            .and_then(|()| replace(&folder.join(format!("{}.pcapng", self.test)), &report.to_pcapng()))
            .and_then(|()| replace(&folder.join(format!("{}.json", self.test)), json.as_bytes()));
        if let Err(error) = written {
            let words = Lang::current().words();
            let _ =
                writeln!(std::io::stdout(), "{}", (words.report_not_written)(&folder.display().to_string(), &error));
        }
    }
}

/// Writes a file whole or not at all: a reader never sees half of a report.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let unfinished = path.with_extension(format!("{}.unfinished", std::process::id()));
    fs::write(&unfinished, bytes)?;
    fs::rename(&unfinished, path)
}
