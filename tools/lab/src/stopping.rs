//! The end of this program, whoever wants it: what it started ends with it, and the terminal is as it was.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use enchufe::grading::Stopper;

use crate::terminal;

/// What has to be ended before this program is.
static STARTED: Mutex<Vec<Stopper>> = Mutex::new(Vec::new());

/// Whether ctrl-c is for another program, which has the terminal.
static PASSED_ON: AtomicBool = AtomicBool::new(false);

/// From now on ctrl-c, and a polite wish that this program end, are followed in order.
pub fn watch() {
    // Where no handler can be set, the system ends the program in its own way.
    let _ = ctrlc::set_handler(|| {
        if !PASSED_ON.load(Ordering::SeqCst) {
            leave(130);
        }
    });
}

/// Lets another program have the terminal: ctrl-c reaches it, and does not end this one.
pub fn passing_on<R>(run: impl FnOnce() -> R) -> R {
    PASSED_ON.store(true, Ordering::SeqCst);
    let result = run();
    PASSED_ON.store(false, Ordering::SeqCst);
    result
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

/// Ends this program with an exit code.
pub fn leave(code: i32) -> ! {
    if let Ok(started) = STARTED.lock() {
        started.iter().for_each(Stopper::stop);
    }
    terminal::give_back();
    std::process::exit(code)
}
