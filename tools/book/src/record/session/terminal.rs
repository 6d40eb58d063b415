//! A window of the reader: a program of `sh`, what is typed into it, and all that it says, in order.

use std::io::{self, PipeReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::script::Key;

/// How long the end of a line is awaited whose beginning is there.
const REST_OF_A_LINE: Duration = Duration::from_millis(200);

/// The group of processes that a program of a terminal leads.
type Group = u32;

/// The groups that run, to end them when this process is told to.
static GROUPS: Mutex<Vec<Group>> = Mutex::new(Vec::new());

/// A program in a terminal. It ends with this at the latest.
pub struct Terminal {
    group: Group,
    input: Option<ChildStdin>,
    screen: Arc<Screen>,
    /// How many of the bytes have been told.
    told: usize,
}

/// What a program has said, shared with the thread that listens to it.
#[derive(Default)]
struct Screen {
    said: Mutex<Said>,
    changed: Condvar,
}

#[derive(Default)]
struct Said {
    bytes: Vec<u8>,
    /// Set when the program and whatever it started have ended.
    end: Option<End>,
}

/// How a program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Code(i32),
    Signal(i32),
}

impl Terminal {
    /// Starts a command line in a folder, in this environment and no other.
    ///
    /// # Errors
    /// There is no `sh`.
    pub fn start(command: &str, folder: &Path, environment: &[(String, String)]) -> io::Result<Terminal> {
        let (output, writer) = io::pipe()?;
        let mut sh = Command::new("sh");
        sh.arg("-c").arg(command).current_dir(folder);
        sh.env_clear().envs(environment.iter().cloned());
        // Both outputs are one, as on a screen.
        sh.stdin(Stdio::piped()).stdout(writer.try_clone()?).stderr(writer);
        lead_a_group(&mut sh);
        let mut child = sh.spawn()?;
        // It holds the writing end of the pipe.
        drop(sh);
        let (group, input, screen) = (child.id(), child.stdin.take(), Arc::new(Screen::default()));
        lock(&GROUPS).push(group);
        let its_screen = Arc::clone(&screen);
        thread::spawn(move || listen(child, output, &its_screen));
        Ok(Terminal { group, input, screen, told: 0 })
    }

    /// Types something. A program that does not read it, or is gone, is no error here: what comes of it is seen.
    pub fn write(&mut self, text: &str) {
        if let Some(input) = &mut self.input {
            let _ = input.write_all(text.as_bytes()).and_then(|()| input.flush());
        }
    }

    pub fn press(&mut self, key: Key) {
        match key {
            Key::C => signal(self.group, Signal::Interrupt),
            Key::D => self.input = None,
        }
    }

    /// What it has said since the last time, up to the line that holds one of these texts; `None` if no line does in this
    /// time, or before the program ended.
    pub fn until(&mut self, texts: &[String], patience: Duration) -> Option<String> {
        let deadline = Instant::now() + patience;
        let mut said = lock(&self.screen.said);
        loop {
            let fresh = &said.bytes[self.told..];
            let found = texts.iter().filter_map(|text| find(fresh, text.as_bytes())).min();
            if let Some(end) = found {
                let line = |said: &Said| said.bytes[self.told + end..].iter().position(|byte| *byte == b'\n');
                let is_open = |said: &mut Said| said.end.is_none() && line(said).is_none();
                let waited = self.screen.changed.wait_timeout_while(said, REST_OF_A_LINE, is_open);
                let said = waited.unwrap_or_else(PoisonError::into_inner).0;
                let end = self.told + end;
                let end = line(&said).map_or(said.bytes.len(), |rest| end + rest + 1);
                let text = String::from_utf8_lossy(&said.bytes[self.told..end]).into_owned();
                self.told = end;
                return Some(text);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if said.end.is_some() || left.is_zero() {
                return None;
            }
            said = self.screen.changed.wait_timeout(said, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// How it ended; `None` if it has not within this time.
    pub fn end(&self, patience: Duration) -> Option<End> {
        let said = lock(&self.screen.said);
        let runs = |said: &mut Said| said.end.is_none();
        let waited = self.screen.changed.wait_timeout_while(said, patience, runs);
        waited.unwrap_or_else(PoisonError::into_inner).0.end
    }

    /// All that it has said since the last time.
    pub fn rest(&mut self) -> String {
        let said = lock(&self.screen.said);
        let text = String::from_utf8_lossy(&said.bytes[self.told..]).into_owned();
        self.told = said.bytes.len();
        text
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if self.end(Duration::ZERO).is_none() {
            signal(self.group, Signal::Kill);
        }
        lock(&GROUPS).retain(|group| *group != self.group);
    }
}

/// Takes in what a program says until it has ended, with all that it started.
fn listen(mut child: Child, mut output: PipeReader, screen: &Screen) {
    let mut piece = [0; 4096];
    loop {
        match output.read(&mut piece) {
            Ok(0) => break,
            Ok(count) => {
                lock(&screen.said).bytes.extend_from_slice(&piece[..count]);
                screen.changed.notify_all();
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
    let end = child.wait().map_or(End::Code(-1), of_status);
    lock(&screen.said).end = Some(end);
    screen.changed.notify_all();
}

/// Ends whatever runs in any terminal.
pub fn end_all() {
    lock(&GROUPS).iter().for_each(|group| signal(*group, Signal::Kill));
}

fn find(bytes: &[u8], text: &[u8]) -> Option<usize> {
    bytes.windows(text.len()).position(|window| window == text).map(|start| start + text.len())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Clone, Copy)]
enum Signal {
    Interrupt,
    Kill,
}

#[cfg(unix)]
fn lead_a_group(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

/// Sends a signal to a program and to whatever it started. One that is gone needs none.
#[cfg(unix)]
fn signal(group: Group, signal: Signal) {
    use rustix::process::{Pid, Signal as Number, kill_process_group};
    let number = match signal {
        Signal::Interrupt => Number::INT,
        Signal::Kill => Number::KILL,
    };
    if let Some(group) = i32::try_from(group).ok().and_then(Pid::from_raw) {
        let _ = kill_process_group(group, number);
    }
}

#[cfg(unix)]
fn of_status(status: ExitStatus) -> End {
    use std::os::unix::process::ExitStatusExt;
    status.code().map_or_else(|| End::Signal(status.signal().unwrap_or_default()), End::Code)
}

#[cfg(not(unix))]
fn lead_a_group(_: &mut Command) {}

// Sessions are recorded where there is `sh`; elsewhere none gets so far.
#[cfg(not(unix))]
fn signal(_: Group, _: Signal) {}

#[cfg(not(unix))]
fn of_status(status: ExitStatus) -> End {
    End::Code(status.code().unwrap_or(-1))
}
