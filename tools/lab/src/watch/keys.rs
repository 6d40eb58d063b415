//! What a person does at the keyboard, as events. Can be held back while another program has the terminal.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

use crossterm::event::{self, Event};

/// How long a look at the keyboard lasts; so long holding it back may take.
const LOOK: Duration = Duration::from_millis(50);

/// The keyboard.
#[derive(Clone, Default)]
pub struct Keys {
    held: Arc<AtomicBool>,
    looking: Arc<Mutex<()>>,
}

impl Keys {
    /// Tells `on` every event until it wants no more, or the terminal is gone: then it is told `None`.
    pub fn listen(&self, on: impl Fn(Option<Event>) -> bool + Send + 'static) {
        let keys = self.clone();
        thread::spawn(move || {
            loop {
                if keys.held.load(Ordering::SeqCst) {
                    thread::park_timeout(LOOK);
                    continue;
                }
                let looking = keys.looking();
                let event = match event::poll(LOOK) {
                    Ok(false) => continue,
                    Ok(true) => event::read().ok(),
                    Err(_) => None,
                };
                drop(looking);
                let is_over = event.is_none();
                if !on(event) || is_over {
                    return;
                }
            }
        });
    }

    /// Reads nothing until the guard is dropped: what is typed is for somebody else.
    pub fn hold_back(&self) -> Held<'_> {
        self.held.store(true, Ordering::SeqCst);
        Held { keys: self, _looking: self.looking() }
    }

    fn looking(&self) -> MutexGuard<'_, ()> {
        self.looking.lock().expect("no holder panics")
    }
}

/// The keyboard, held back.
pub struct Held<'k> {
    keys: &'k Keys,
    _looking: MutexGuard<'k, ()>,
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.keys.held.store(false, Ordering::SeqCst);
    }
}
