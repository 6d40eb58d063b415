//! Ending a build or a run of graded tests from another thread, with all that it started.

use std::io;
use std::process::{Child, ChildStderr, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard};

/// Ends what it is given to, from any thread, once and for all.
#[derive(Debug, Clone, Default)]
pub struct Stopper(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    is_stopped: bool,
    running: Option<Child>,
}

impl Stopper {
    /// Ends what runs, and keeps from starting what does not yet.
    pub fn stop(&self) {
        let mut state = self.state();
        state.is_stopped = true;
        if let Some(child) = &mut state.running {
            end_group(child);
        }
    }

    pub fn is_stopped(&self) -> bool {
        self.state().is_stopped
    }

    /// Whether somebody else holds a clone of it, and may still start something.
    pub fn is_held_elsewhere(&self) -> bool {
        Arc::strong_count(&self.0) > 1
    }

    /// Starts a program in a group of its own, with nothing to read. `None` if it was stopped before.
    pub(super) fn start(&self, command: &mut Command) -> io::Result<Option<(ChildStdout, ChildStderr)>> {
        let mut state = self.state();
        if state.is_stopped {
            return Ok(None);
        }
        lead_a_group(command);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let outputs = child.stdout.take().zip(child.stderr.take());
        state.running = Some(child);
        Ok(outputs)
    }

    /// Waits for the program, which has closed its outputs.
    pub(super) fn wait(&self) -> io::Result<Option<ExitStatus>> {
        let child = self.state().running.take();
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

#[cfg(not(unix))]
fn end_group(child: &mut Child) {
    // One that is gone already needs no end.
    let _ = child.kill();
}
