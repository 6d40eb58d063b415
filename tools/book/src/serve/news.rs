//! What open pages are told: which build the book is of, and why the last one failed.

use std::sync::Mutex;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{SystemTime, UNIX_EPOCH};

/// One event, as an `EventSource` has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub name: &'static str,
    pub data: String,
}

/// Who listens, and what they are told first.
#[derive(Default)]
pub struct News(Mutex<State>);

#[derive(Default)]
struct State {
    /// No two builds have the same, also of two runs of this program. Empty before the first.
    build: String,
    failure: Option<String>,
    listeners: Vec<Sender<Event>>,
}

impl State {
    fn now(&self) -> Vec<Event> {
        let failure = self.failure.iter().map(|why| Event { name: "failed", data: why.clone() });
        [Event { name: "build", data: self.build.clone() }].into_iter().chain(failure).collect()
    }

    fn tell(&mut self) {
        let now = self.now();
        self.listeners.retain(|listener| now.iter().all(|event| listener.send(event.clone()).is_ok()));
    }
}

impl News {
    /// There is a new book.
    pub fn built(&self) {
        let Ok(mut state) = self.0.lock() else { return };
        let time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        state.build = time.as_nanos().to_string();
        state.failure = None;
        state.tell();
    }

    /// There is none.
    pub fn failed(&self, why: String) {
        let Ok(mut state) = self.0.lock() else { return };
        state.failure = Some(why);
        state.tell();
    }

    /// Which build the book is of.
    pub fn build(&self) -> String {
        self.0.lock().map(|state| state.build.clone()).unwrap_or_default()
    }

    /// Why the last build failed, if it did.
    pub fn failure(&self) -> Option<String> {
        self.0.lock().ok().and_then(|state| state.failure.clone())
    }

    /// How things are now, and from now on what changes.
    pub fn listen(&self) -> Receiver<Event> {
        let (tell, heard) = mpsc::channel();
        if let Ok(mut state) = self.0.lock() {
            for event in state.now() {
                let _ = tell.send(event);
            }
            state.listeners.push(tell);
        }
        heard
    }
}
