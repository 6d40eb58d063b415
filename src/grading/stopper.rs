//! Ending a build or a run of graded tests from another thread, with all that it started.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

/// Graded tests that are told to end first end their programs. Whoever waits for them waits no longer than this.
const LONGEST_END: Duration = Duration::from_secs(2);

/// Ends what it is given to, from any thread, once and for all.
#[derive(Debug, Clone, Default)]
pub struct Stopper(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    is_stopped: bool,
    stays_in_the_group: bool,
    running: Vec<Child>,
    /// What is of no use unless it is finished.
    unfinished: Vec<PathBuf>,
}

/// A program that runs, and what it says.
pub(super) struct Started {
    /// For [`Stopper::wait`].
    pub id: u32,
    pub stdout: ChildStdout,
    pub stderr: ChildStderr,
}

impl Stopper {
    /// One that nobody asks to stop: what it is given stays with this program, so that ctrl-c at the terminal reaches
    /// all of them.
    pub(super) fn unused() -> Stopper {
        Stopper(Arc::new(Mutex::new(State { stays_in_the_group: true, ..State::default() })))
    }

    /// Ends what runs, and keeps from starting what does not yet.
    pub fn stop(&self) {
        let mut state = self.state();
        state.is_stopped = true;
        state.running.iter_mut().for_each(end_group);
    }

    /// Stops, waits until what ran has ended, and removes what it leaves unfinished: for a program that ends before its
    /// other threads can.
    pub fn stop_and_clear(&self) {
        self.stop();
        let deadline = Instant::now() + LONGEST_END;
        loop {
            let mut state = self.state();
            state.running.retain_mut(|child| matches!(child.try_wait(), Ok(None)));
            if state.running.is_empty() || Instant::now() >= deadline {
                // What cannot be removed is in nobody's way.
                state.unfinished.iter().for_each(|folder| drop(fs::remove_dir_all(folder)));
                return;
            }
            drop(state);
            thread::park_timeout(Duration::from_millis(5));
        }
    }

    /// From now on this folder, which may not be there yet, goes away with what is stopped.
    pub fn begins(&self, folder: &Path) {
        self.state().unfinished.push(folder.to_owned());
    }

    /// What was begun there is finished, and stays. False if it was stopped before.
    pub(super) fn finishes(&self, folder: &Path) -> bool {
        let mut state = self.state();
        if !state.is_stopped {
            state.unfinished.retain(|other| other != folder);
        }
        !state.is_stopped
    }

    pub fn is_stopped(&self) -> bool {
        self.state().is_stopped
    }

    /// Whether somebody else holds a clone of it, and may still start something.
    pub fn is_held_elsewhere(&self) -> bool {
        Arc::strong_count(&self.0) > 1
    }

    /// Starts a program, with nothing to read, and in a group of its own if it is to be stopped. `None` if it was
    /// stopped before.
    pub(super) fn start(&self, command: &mut Command) -> io::Result<Option<Started>> {
        let mut state = self.state();
        if state.is_stopped {
            return Ok(None);
        }
        if !state.stays_in_the_group {
            lead_a_group(command);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let outputs = child.stdout.take().zip(child.stderr.take());
        let started = outputs.map(|(stdout, stderr)| Started { id: child.id(), stdout, stderr });
        state.running.push(child);
        Ok(started)
    }

    /// Waits for a program, which has closed its outputs. `None` if somebody else has.
    pub(super) fn wait(&self, id: u32) -> io::Result<Option<ExitStatus>> {
        let mut state = self.state();
        let place = state.running.iter().position(|child| child.id() == id);
        let child = place.map(|place| state.running.swap_remove(place));
        drop(state);
        child.map(|mut child| child.wait()).transpose()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("no holder panics")
    }
}

/// What a program starts belongs to its group, and so does what that starts.
#[cfg(unix)]
fn lead_a_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

/// Tells a program and its group to end: cargo and its compilers do so at once, graded tests first end their programs.
#[cfg(unix)]
fn end_group(child: &mut Child) {
    // SAFETY: a call without pointers. The child was not waited for yet, so the number is still its own.
    unsafe { libc::kill(-(child.id() as libc::pid_t), libc::SIGTERM) };
}

#[cfg(not(unix))]
fn lead_a_group(_: &mut Command) {}

/// Ends a program and what it has started. A graded test that is ended from outside does not end its own program there.
#[cfg(windows)]
fn end_group(child: &mut Child) {
    let mut tree = Command::new("taskkill");
    tree.args(["/T", "/F", "/PID", &child.id().to_string()]).stdout(Stdio::null()).stderr(Stdio::null());
    // One that is gone already needs no end.
    let _ = tree.status();
    let _ = child.kill();
}

#[cfg(not(any(unix, windows)))]
fn end_group(child: &mut Child) {
    // One that is gone already needs no end.
    let _ = child.kill();
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// The group of a program that one of them starts.
    fn group(stopper: &Stopper) -> libc::pid_t {
        let started = stopper.start(Command::new("sleep").arg("600"));
        let id = started.expect("there is such a program").expect("it is not stopped").id;
        // SAFETY: calls without pointers. The child was not waited for yet, so the number is still its own.
        let group = unsafe { libc::getpgid(id as libc::pid_t) };
        unsafe { libc::kill(id as libc::pid_t, libc::SIGKILL) };
        stopper.wait(id).expect("it ends");
        group
    }

    #[test]
    fn ctrl_c_reaches_what_nobody_stops_and_not_what_somebody_will() {
        // SAFETY: a call without pointers.
        let own = unsafe { libc::getpgrp() };
        assert_eq!(group(&Stopper::unused()), own);
        assert_ne!(group(&Stopper::default()), own);
    }
}
