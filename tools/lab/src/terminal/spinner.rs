//! A sign of life on standard error for what takes more than half a second. Nothing where nobody looks.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::{Charset, cut, size};

/// What takes less needs no sign.
const SOON: Duration = Duration::from_millis(500);
const STEP: Duration = Duration::from_millis(120);

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
            let mut is_shown = false;
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
                (wait, is_shown) = (STEP, true);
                let line = format!("{} {text} ({} s)", sign(step), start.elapsed().as_secs());
                let _ = write!(io::stderr(), "\r{}\x1b[K", cut(&line, size().0.saturating_sub(1)).text);
            }
            if is_shown {
                let _ = write!(io::stderr(), "\r\x1b[K");
            }
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

/// The sign of a step, for the line of something that goes on.
pub fn sign(step: usize) -> char {
    let signs: &[char] = match Charset::current() {
        Charset::Unicode => &['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
        Charset::Ascii => &['|', '/', '-', '\\'],
    };
    signs[step % signs.len()]
}
