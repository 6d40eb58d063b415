//! The standard input of a program: what the lab types there, and whether the program has read it.

use std::io::Write;
use std::process::ChildStdin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};

use crate::kernel;
use crate::peer::ask_until_read;
use crate::session;
use crate::transcript::{Payload, Transcript, What};
use crate::verdict::{Awaited, Outcome};

/// So much is written at a time: what a pipe holds at least everywhere, so that a long input stands on the transcript
/// while it goes.
const PIECE: usize = 64 * 1024;

/// The standard input of a program that was started with [`Call::start_with_input`](crate::Call::start_with_input). It
/// ends when this is dropped.
pub struct Keyboard {
    lines: Option<Sender<Vec<u8>>>,
    typed: usize,
    taken: Arc<AtomicUsize>,
    /// A second handle of the input. `None` once it has ended, or the program is gone.
    pipe: Arc<Mutex<Option<ChildStdin>>>,
}

impl Keyboard {
    pub(super) fn new(stdin: ChildStdin, transcript: &Transcript) -> Keyboard {
        let (lines, to_type) = mpsc::channel();
        let pipe = Arc::new(Mutex::new(None));
        let taken = Arc::new(AtomicUsize::new(0));
        let writer = Writer { pipe: Arc::clone(&pipe), taken: Arc::clone(&taken), transcript: transcript.clone() };
        // The kernel is asked through a second handle while the first may be blocked in a write.
        *pipe.lock().expect("no holder panics") = second_handle(&stdin);
        std::thread::spawn(move || writer.write_all_of(&to_type, stdin));
        Keyboard { lines: Some(lines), typed: 0, taken, pipe }
    }

    /// Types bytes. Returns at once: a program that does not read them holds up nobody but itself.
    pub fn types(&mut self, bytes: &[u8]) {
        self.typed += bytes.len();
        if let Some(lines) = &self.lines {
            // A program that is gone reads nothing more. The test hears of that from the program.
            let _ = lines.send(bytes.to_vec());
        }
    }

    /// Types each byte by itself, and the next only when the program has surely read the one before.
    pub fn drip(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.types(&[*byte]);
            self.is_read();
        }
    }

    /// Types bytes in two pieces, cut at `cut`, the second only when the program has surely read the first.
    pub fn split(&mut self, bytes: &[u8], cut: usize) {
        let (first, second) = bytes.split_at(cut);
        self.types(first);
        self.is_read();
        self.types(second);
    }

    /// Fails unless the program reads what was typed.
    fn is_read(&self) {
        if !self.wait_until_read() {
            session::current().blame(Outcome::Hangs, Awaited::Reading).fail();
        }
    }

    /// The end of the input, behind all that was typed.
    pub fn end(&mut self) {
        self.lines = None;
    }

    /// How many bytes the program's input has taken so far: read by the program, or waiting for it in the pipe.
    pub fn taken(&self) -> usize {
        self.taken.load(Ordering::Acquire)
    }

    /// Waits until the program has read all that was typed, or is gone, or its input has ended. False if nothing of
    /// that comes.
    pub fn wait_until_read(&self) -> bool {
        ask_until_read(|| {
            // Asked before the kernel: an empty pipe means nothing as long as the bytes are still on their way into it.
            let all_taken = self.taken() == self.typed;
            let pipe = self.pipe.lock().expect("no holder panics");
            let Some(stdin) = pipe.as_ref() else { return Some(true) };
            if all_taken { kernel::unread_in_pipe(stdin).map(|count| count == 0) } else { Some(false) }
        })
    }
}

/// Writes what is typed, on a thread of its own.
struct Writer {
    pipe: Arc<Mutex<Option<ChildStdin>>>,
    taken: Arc<AtomicUsize>,
    transcript: Transcript,
}

impl Writer {
    fn write_all_of(self, to_type: &Receiver<Vec<u8>>, mut stdin: ChildStdin) {
        for bytes in to_type {
            for piece in bytes.chunks(PIECE) {
                let at = self.transcript.now();
                let written = stdin.write_all(piece);
                if written.is_err() {
                    // The program is gone, or has closed its input.
                    *self.pipe.lock().expect("no holder panics") = None;
                    return;
                }
                self.transcript.record_since(at, None, What::Typed { bytes: Payload::new(piece) });
                self.taken.fetch_add(piece.len(), Ordering::Release);
            }
        }
        self.transcript.record(None, What::InputEnded);
        *self.pipe.lock().expect("no holder panics") = None;
    }
}

#[cfg(unix)]
fn second_handle(stdin: &ChildStdin) -> Option<ChildStdin> {
    use std::os::fd::AsFd;
    stdin.as_fd().try_clone_to_owned().ok().map(ChildStdin::from)
}

#[cfg(not(unix))]
fn second_handle(stdin: &ChildStdin) -> Option<ChildStdin> {
    use std::os::windows::io::AsHandle;
    stdin.as_handle().try_clone_to_owned().ok().map(ChildStdin::from)
}
