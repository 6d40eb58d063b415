//! A sign of life on standard error for what takes more than half a second. Nothing where nobody looks.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::{Charset, cut, size};

/// What takes less needs no sign.
const SOON: Duration = Duration::from_millis(500);
const STEP: Duration = Duration::from_millis(120);

/// Whether the line is on the screen. Whoever writes to it, or ends the program, holds this.
static IS_SHOWN: Mutex<bool> = Mutex::new(false);

/// A line that moves until this is dropped.
pub struct Spinner {
    says: Option<Sender<String>>,
    turns: Option<JoinHandle<()>>,
}

impl Spinner {
    /// Begins to count; after half a second the line is there.
    pub fn start(text: impl Into<String>) -> Spinner {
        if !io::stderr().is_terminal() {
            return Spinner { says: None, turns: None };
        }
        let (says, texts) = mpsc::channel::<String>();
        let mut text = text.into();
        let turns = thread::spawn(move || {
            let start = Instant::now();
            let mut wait = SOON;
            for step in 0.. {
                match texts.recv_timeout(wait) {
                    Ok(next) => text = next,
                    Err(RecvTimeoutError::Disconnected) => break,
                    Err(RecvTimeoutError::Timeout) => {}
                }
                if start.elapsed() < SOON {
                    wait = SOON.saturating_sub(start.elapsed());
                    continue;
                }
                wait = STEP;
                let line = cut(
                    &format!("{} {text} ({} s)", sign(step), start.elapsed().as_secs()),
                    size().0.saturating_sub(1),
                )
                .text;
                let mut is_shown = shown();
                let _ = write!(io::stderr(), "\r{}\x1b[K", Charset::current().encode(&line));
                *is_shown = true;
            }
            wipe(&mut shown());
        });
        Spinner { says: Some(says), turns: Some(turns) }
    }

    /// Says something else from now on.
    pub fn say(&self, text: impl Into<String>) {
        if let Some(says) = &self.says {
            let _ = says.send(text.into());
        }
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        self.says = None;
        if let Some(turns) = self.turns.take() {
            let _ = turns.join();
        }
    }
}

fn shown() -> MutexGuard<'static, bool> {
    IS_SHOWN.lock().expect("no holder panics")
}

/// Wipes the line away if it is there.
fn wipe(is_shown: &mut bool) {
    if std::mem::take(is_shown) {
        let _ = write!(io::stderr(), "\r\x1b[K");
    }
}

/// Wipes the line away for good: this program ends, and what comes next on the terminal is for others to say.
pub fn give_back_the_line() {
    let mut is_shown = shown();
    wipe(&mut is_shown);
    // No thread draws it once more.
    std::mem::forget(is_shown);
}

/// The sign of a step, for the line of something that goes on.
pub fn sign(step: usize) -> char {
    let signs: &[char] = match Charset::current() {
        Charset::Unicode => &['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
        Charset::Ascii => &['|', '/', '-', '\\'],
    };
    signs[step % signs.len()]
}
