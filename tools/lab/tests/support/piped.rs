//! `cargo lab` without a terminal, while it runs: a test reads what it says, types, and waits for its end.

use std::io::{Read, Write};
use std::net::SocketAddr;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// How long a test waits for something to be said. Only a failure waits that long.
const WAIT: Duration = Duration::from_secs(120);

/// A program at the end of three pipes.
pub struct Piped {
    child: Child,
    input: Option<ChildStdin>,
    shared: Arc<Shared>,
}

struct Shared {
    said: Mutex<Said>,
    changed: Condvar,
}

#[derive(Default)]
struct Said {
    out: Vec<u8>,
    err: Vec<u8>,
    /// How many of the two have ended.
    ended: usize,
}

impl Piped {
    /// `cargo lab` with these arguments, in English.
    pub fn lab(args: &[&str]) -> Piped {
        Piped::start(&mut command(args))
    }

    /// A command; its pipes are made here.
    pub fn start(command: &mut Command) -> Piped {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it can be started");
        let input = child.stdin.take();
        let shared = Arc::new(Shared { said: Mutex::default(), changed: Condvar::new() });
        let (out, err) = (child.stdout.take().expect("piped"), child.stderr.take().expect("piped"));
        collect(out, &shared, |said| &mut said.out);
        collect(err, &shared, |said| &mut said.err);
        Piped { child, input, shared }
    }

    /// Waits until it has said this, and returns all it has said on standard output.
    pub fn says(&self, text: &str) -> String {
        self.says_so(text, |out| out.contains(text))
    }

    /// Waits until what it said is as it should be.
    pub fn says_so(&self, what: &str, is_there: impl Fn(&str) -> bool) -> String {
        let deadline = Instant::now() + WAIT;
        let mut said = self.shared.said.lock().expect("no holder panics");
        loop {
            let out = String::from_utf8_lossy(&said.out).into_owned();
            if is_there(&out) {
                return out;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let err = String::from_utf8_lossy(&said.err).into_owned();
            assert!(!left.is_zero() && said.ended < 2, "in vain waited for {what}; it said:\n{out}\n{err}");
            said = self.shared.changed.wait_timeout(said, left).expect("no holder panics").0;
        }
    }

    /// Whether it has said this; false if it ended without.
    pub fn says_or_ends(&self, text: &str) -> bool {
        let deadline = Instant::now() + WAIT;
        let mut said = self.shared.said.lock().expect("no holder panics");
        loop {
            if String::from_utf8_lossy(&said.out).contains(text) {
                return true;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "it neither says {text} nor ends");
            if said.ended == 2 {
                return false;
            }
            said = self.shared.changed.wait_timeout(said, left).expect("no holder panics").0;
        }
    }

    /// The address behind these words, once it has said it.
    pub fn address_after(&self, words: &str) -> SocketAddr {
        let address = |out: &str| {
            let rest = out.split(words).nth(1)?.trim_start();
            // Only what a blank follows has been said to its end.
            let (address, _) = rest.split_once(char::is_whitespace)?;
            address.trim_end_matches(':').parse().ok()
        };
        let out = self.says_so(&format!("{words} ADDRESS"), |out| address(out).is_some());
        address(&out).expect("it is there")
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address_after("listening on")
    }

    pub fn types(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("its input has not ended");
        input.write_all(bytes).and_then(|()| input.flush()).expect("it takes input");
    }

    pub fn end_input(&mut self) {
        self.input = None;
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits until it has ended by itself: its exit code, and what it said on standard output and standard error. Its
    /// input stays as it is.
    pub fn ends(&mut self) -> (i32, String, String) {
        let deadline = Instant::now() + WAIT;
        let mut said = self.shared.said.lock().expect("no holder panics");
        while said.ended < 2 {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "it does not end; it said:\n{}", String::from_utf8_lossy(&said.out));
            said = self.shared.changed.wait_timeout(said, left).expect("no holder panics").0;
        }
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (out, err) = (text(&said.out), text(&said.err));
        drop(said);
        let status = self.child.wait().expect("it was started");
        (status.code().unwrap_or_else(|| panic!("it was ended: {status}")), out, err)
    }
}

impl Drop for Piped {
    fn drop(&mut self) {
        // What is still running is of no use any more. One that has ended needs no end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `cargo lab` with these arguments, in the workbook itself, in English: for commands that leave it as it is.
pub fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lab"));
    command.args(args).current_dir(env!("CARGO_MANIFEST_DIR")).env("ENCHUFE_LANG", "en").env("LANG", "en_US.UTF-8");
    command.env_remove("LC_ALL").env_remove("LC_CTYPE").env_remove("CLICOLOR_FORCE");
    command
}

fn collect(mut from: impl Read + Send + 'static, to: &Arc<Shared>, place: fn(&mut Said) -> &mut Vec<u8>) {
    let shared = Arc::clone(to);
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        loop {
            let count = from.read(&mut buffer).unwrap_or(0);
            let mut said = shared.said.lock().expect("no holder panics");
            place(&mut said).extend_from_slice(&buffer[..count]);
            said.ended += usize::from(count == 0);
            shared.changed.notify_all();
            if count == 0 {
                return;
            }
        }
    });
}
