//! `cargo lab` in a terminal that a test looks at and types in.

use std::io::{Read, Write};
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long a test waits for something to appear. Only a failure waits that long.
const WAIT: Duration = Duration::from_secs(120);

/// A program in a terminal.
pub struct Terminal {
    shared: Arc<Shared>,
    keys: Box<dyn Write + Send>,
    pty: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    parser: vt100::Parser<Updates>,
    is_over: bool,
}

/// Whether a picture is being drawn. What a read of the terminal ends in the middle of is no screen that a person sees:
/// synchronized updates (`CSI ? 2026 h` to `CSI ? 2026 l`) are shown whole.
#[derive(Default)]
struct Updates {
    is_drawing: bool,
}

impl vt100::Callbacks for Updates {
    fn unhandled_csi(
        &mut self,
        _: &mut vt100::Screen,
        intermediate: Option<u8>,
        _: Option<u8>,
        params: &[&[u16]],
        last: char,
    ) {
        if intermediate == Some(b'?') && params.contains(&[2026].as_slice()) {
            match last {
                'h' => self.is_drawing = true,
                'l' => self.is_drawing = false,
                _ => {}
            }
        }
    }
}

impl State {
    /// Whether what the terminal holds is a whole picture.
    fn is_whole(&self) -> bool {
        !self.parser.callbacks().is_drawing
    }
}

impl Terminal {
    /// Starts a command in a terminal of so many columns and rows. The environment and folder are those of the command.
    pub fn start(command: &Command, columns: u16, rows: u16) -> Terminal {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("there are terminals");
        let mut builder = CommandBuilder::new(command.get_program());
        builder.args(command.get_args());
        builder.cwd(command.get_current_dir().expect("a command of a workbook has a folder"));
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => builder.env(name, value),
                None => builder.env_remove(name),
            }
        }
        if !command.get_envs().any(|(name, _)| name == "TERM") {
            builder.env("TERM", "xterm-256color");
        }
        let child = pair.slave.spawn_command(builder).expect("it can be started");
        drop(pair.slave);
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                parser: vt100::Parser::new_with_callbacks(rows, columns, 1000, Updates::default()),
                is_over: false,
            }),
            changed: Condvar::new(),
        });
        let mut output = pair.master.try_clone_reader().expect("a terminal can be read");
        let reads = Arc::clone(&shared);
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            loop {
                let count = output.read(&mut buffer).unwrap_or(0);
                let mut state = reads.state.lock().expect("no holder panics");
                if count == 0 {
                    state.is_over = true;
                } else {
                    state.parser.process(&buffer[..count]);
                }
                reads.changed.notify_all();
                if count == 0 {
                    return;
                }
            }
        });
        let keys = pair.master.take_writer().expect("a terminal can be written to");
        Terminal { shared, keys, pty: pair.master, child }
    }

    /// Types keys: text, or `\x1b[A` and the like.
    pub fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).and_then(|()| self.keys.flush()).expect("the terminal takes keys");
    }

    /// Waits until the screen is as it should be, and returns it. What the test waits for is said when it does not come.
    pub fn wait_for(&self, what: &str, is_there: impl Fn(&str) -> bool) -> String {
        let deadline = Instant::now() + WAIT;
        let mut state = self.shared.state.lock().expect("no holder panics");
        loop {
            let screen = state.parser.screen().contents();
            if state.is_whole() && is_there(&screen) {
                return screen;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || state.is_over {
                drop(state);
                panic!("in vain waited for {what}; the screen:\n{screen}");
            }
            state = self.shared.changed.wait_timeout(state, left).expect("no holder panics").0;
        }
    }

    /// Waits until the screen shows this text.
    pub fn shows(&self, text: &str) -> String {
        self.wait_for(text, |screen| screen.contains(text))
    }

    /// The screen as it is now, without colours.
    pub fn screen(&self) -> String {
        self.wait_for("a whole picture", |_| true)
    }

    /// Whether the program has taken the whole screen.
    pub fn is_taken(&self) -> bool {
        self.shared.state.lock().expect("no holder panics").parser.screen().alternate_screen()
    }

    /// Whether the cursor is to be seen.
    pub fn shows_the_cursor(&self) -> bool {
        !self.shared.state.lock().expect("no holder panics").parser.screen().hide_cursor()
    }

    pub fn resize(&self, columns: u16, rows: u16) {
        self.shared.state.lock().expect("no holder panics").parser.screen_mut().set_size(rows, columns);
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.pty.resize(size).expect("the terminal can be resized");
    }

    /// The number of the process.
    pub fn pid(&self) -> u32 {
        self.child.process_id().expect("it was started")
    }

    /// Waits until the program has ended by itself, and returns its exit code and the last screen.
    pub fn ends(&mut self) -> (u32, String) {
        let deadline = Instant::now() + WAIT;
        let mut state = self.shared.state.lock().expect("no holder panics");
        while !state.is_over {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "it does not end; the screen:\n{}", state.parser.screen().contents());
            state = self.shared.changed.wait_timeout(state, left).expect("no holder panics").0;
        }
        let screen = state.parser.screen().contents();
        drop(state);
        (self.child.wait().expect("it was started").exit_code(), screen)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // What a failed test leaves behind. One that has ended needs no end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
