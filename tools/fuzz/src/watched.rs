//! One case on a thread of its own, watched while it runs.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use crate::appetite;

/// What takes longer hangs: a thousand times what any case takes, so that a busy machine does not matter.
const LONGEST: Duration = Duration::from_secs(60);

/// The name of the threads that are watched.
const CASE: &str = "case";

thread_local! {
    static PANICKED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs a case.
///
/// # Errors
/// What is wrong with it: where it panicked and with what, that it hangs, or how much memory it took.
pub fn watched<T: Send + 'static>(most: usize, run: impl FnOnce() -> T + Send + 'static) -> Result<T, String> {
    note_panics();
    let (tell, told) = mpsc::channel();
    let case = move || {
        let (done, taken) = appetite::of(|| panic::catch_unwind(AssertUnwindSafe(run)));
        let done = done.map_err(|_| PANICKED.take().unwrap_or_default());
        // Nobody listens any more if it took too long.
        let _ = tell.send((done, taken));
    };
    thread::Builder::new().name(CASE.to_owned()).spawn(case).map_err(|error| error.to_string())?;
    match told.recv_timeout(LONGEST) {
        Ok((Ok(_), taken)) if taken > most => Err(format!("took {taken} bytes of memory, more than {most}")),
        Ok((done, _)) => done,
        Err(RecvTimeoutError::Timeout) => Err(format!("goes on after {LONGEST:?}")),
        Err(RecvTimeoutError::Disconnected) => Err("ended its thread".to_owned()),
    }
}

/// A case that fails is tried again and again, each time a little smaller: only the last panic is worth telling.
fn note_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panic: &PanicHookInfo| {
            if thread::current().name() == Some(CASE) {
                PANICKED.replace(Some(panic.to_string()));
            } else {
                usual(panic);
            }
        }));
    });
}
