//! The end of this program, whoever wants it: what it started ends with it, and the terminal is as it was.

use std::io;
use std::process::{Command, ExitStatus};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;

use enchufe::grading::Stopper;

use crate::terminal;

/// What has to be ended before this program is.
static STARTED: Mutex<Vec<Stopper>> = Mutex::new(Vec::new());

/// Whether this program is ending.
static LEAVING: AtomicBool = AtomicBool::new(false);

/// Whether ctrl-c is for another program, which has the terminal.
static PASSED_ON: AtomicBool = AtomicBool::new(false);

/// The number of that program; 0 while there is none.
static HAS_THE_TERMINAL: AtomicU32 = AtomicU32::new(0);

/// From now on ctrl-c, and a polite wish that this program end, are followed in order.
pub fn watch() {
    // Where no handler can be set, the system ends the program in its own way.
    let _ = system::watch();
}

/// Runs another program that has the terminal meanwhile: ctrl-c reaches it, and does not end this one.
///
/// # Errors
/// It cannot be started.
pub fn passing_on(command: &mut Command) -> io::Result<ExitStatus> {
    PASSED_ON.store(true, Ordering::SeqCst);
    let status = command.spawn().and_then(|mut program| {
        HAS_THE_TERMINAL.store(program.id(), Ordering::SeqCst);
        program.wait()
    });
    HAS_THE_TERMINAL.store(0, Ordering::SeqCst);
    system::forget_ctrl_c();
    PASSED_ON.store(false, Ordering::SeqCst);
    status
}

/// A build or a run of graded tests that ends with this program.
pub fn stopper() -> Stopper {
    let stopper = Stopper::default();
    if let Ok(mut started) = STARTED.lock() {
        started.retain(Stopper::is_held_elsewhere);
        started.push(stopper.clone());
    }
    stopper
}

/// Who comes here while this program ends goes no further: what was stopped is no result, and nobody is to hear of it.
pub fn no_further_while_leaving() {
    while LEAVING.load(Ordering::SeqCst) {
        thread::park();
    }
}

/// Ends this program with an exit code.
pub fn leave(code: i32) -> ! {
    LEAVING.store(true, Ordering::SeqCst);
    if let Ok(started) = STARTED.lock() {
        // All of them end at the same time.
        started.iter().for_each(Stopper::stop);
        started.iter().for_each(Stopper::stop_and_clear);
    }
    system::end(HAS_THE_TERMINAL.load(Ordering::SeqCst));
    terminal::give_back();
    std::process::exit(code)
}

#[cfg(unix)]
mod system {
    use std::io;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Arc, LazyLock};
    use std::thread;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::flag;
    use signal_hook::iterator::Signals;

    /// A ctrl-c that nobody has followed or passed on yet. Set while the signal is delivered: the thread that waits for
    /// the other program is the one it is delivered to, so it is set before that thread goes on.
    static CTRL_C: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

    pub fn watch() -> io::Result<()> {
        flag::register(SIGINT, Arc::clone(&CTRL_C))?;
        let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
        thread::spawn(move || {
            for signal in signals.forever() {
                // In this order: what was passed on is forgotten before passing on ends.
                let is_passed_on = super::PASSED_ON.load(Ordering::SeqCst);
                let is_new = CTRL_C.swap(false, Ordering::SeqCst);
                if signal != SIGINT || (is_new && !is_passed_on) {
                    super::leave(130);
                }
            }
        });
        Ok(())
    }

    /// What reached the other program is not for this one, though its turn may come only now.
    pub fn forget_ctrl_c() {
        CTRL_C.store(false, Ordering::SeqCst);
    }

    /// Tells a program to end.
    pub fn end(program: u32) {
        use rustix::process::{Pid, Signal, kill_process};
        if let Some(pid) = i32::try_from(program).ok().and_then(Pid::from_raw) {
            // One that is gone needs no end.
            let _ = kill_process(pid, Signal::TERM);
        }
    }
}

#[cfg(not(unix))]
mod system {
    use std::sync::atomic::Ordering;

    pub fn watch() -> Result<(), ctrlc::Error> {
        ctrlc::set_handler(|| {
            if !super::PASSED_ON.load(Ordering::SeqCst) {
                super::leave(130);
            }
        })
    }

    pub fn forget_ctrl_c() {}

    /// Ctrl-c reaches everybody at the terminal.
    pub fn end(_: u32) {}
}
