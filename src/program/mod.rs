//! The program of an exercise: which executable answers for it, and starting it. It knows nothing of sockets beyond
//! what the kernel reports.

mod expect;
mod keyboard;
mod running;
mod scratch;
mod stopwatch;

use std::fmt::Display;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

pub use expect::Readiness;
pub use keyboard::Keyboard;
pub use running::{Paused, Running};
pub use scratch::Scratch;
pub use stopwatch::{Stopwatch, late_each_time, took_at_most};

use crate::kernel;
use crate::report;
use crate::session::{self, lab_error};
use crate::transcript::What;
use crate::verdict::{Awaited, Failure, Outcome, Problem};

/// Names the program of the exercise whose graded tests this is: `static PROGRAM: Program = program!("tcp-client");`
#[macro_export]
macro_rules! program {
    ($name:literal) => {
        $crate::Program::new(
            $name,
            env!(concat!("CARGO_BIN_EXE_", $name)),
            env!("CARGO_MANIFEST_DIR"),
            env!("CARGO_TARGET_TMPDIR"),
        )
    };
}

/// The environment variable that marks whatever a program starts, so that it can be found and ended.
const MARK: &str = "ENCHUFE_RUN";

/// The environment variable with the settings of the C library on Linux. Others do not know it.
const TUNABLES: &str = "GLIBC_TUNABLES";

/// The program of one exercise. Another program may answer in its place: `ENCHUFE_PROGRAM_TCP_CLIENT="python3
/// client.py"`.
pub struct Program {
    name: &'static str,
    built: &'static str,
    folder: &'static str,
    temporary: &'static str,
    foundation: Option<Foundation>,
}

/// Another exercise that a program is built on.
#[derive(Clone, Copy)]
struct Foundation {
    slug: &'static str,
    holds: fn() -> bool,
}

impl Program {
    /// Used by the macro `program!`: the executable, the package's folder, and cargo's folder for temporary files.
    pub const fn new(
        name: &'static str,
        built: &'static str,
        folder: &'static str,
        temporary: &'static str,
    ) -> Program {
        Program { name, built, folder, temporary, foundation: None }
    }

    /// Says that the program is built on the student's own library of another exercise: its tests say so, and nothing
    /// else, as long as `holds` finds that library wanting. `holds` may panic, or never return.
    #[must_use]
    pub const fn built_on(self, slug: &'static str, holds: fn() -> bool) -> Program {
        Program { foundation: Some(Foundation { slug, holds }), ..self }
    }

    /// A call of this program with one argument.
    pub fn arg(&'static self, arg: impl Display) -> Call {
        self.no_args().arg(arg)
    }

    /// A call of this program without arguments.
    pub fn no_args(&'static self) -> Call {
        Call { program: self, args: Vec::new() }
    }

    /// A new, empty folder for the files of this test. It goes away with the test.
    pub fn scratch(&'static self) -> Scratch {
        Scratch::new(Path::new(self.temporary))
    }

    pub(crate) fn folder(&self) -> &Path {
        Path::new(self.folder)
    }

    /// Where the reports of this exercise go: `ENCHUFE_REPORTS`, else `enchufe/reports` in the target directory.
    pub(crate) fn reports(&self) -> PathBuf {
        report::folder(Path::new(self.temporary).parent().unwrap_or(Path::new("target"))).join(self.name)
    }

    /// The command that answers for this exercise, and whether it replaces the built program.
    fn command(&self) -> (Command, bool) {
        let variable = format!("ENCHUFE_PROGRAM_{}", self.name.to_uppercase().replace('-', "_"));
        let Ok(line) = std::env::var(&variable) else { return (Command::new(self.built), false) };
        let mut words = split_command_line(&line).into_iter();
        let Some(first) = words.next() else { lab_error(Problem::NoProgram { variable }) };
        let mut command = Command::new(first);
        command.args(words);
        if let Some(typed_in) = typed_in() {
            command.current_dir(typed_in);
        }
        (command, true)
    }
}

/// The folder in which a person typed a command, where the shell tells it: cargo runs tests in the package's folder, and
/// whoever gives them a path does not mean that one.
pub(crate) fn typed_in() -> Option<PathBuf> {
    std::env::var_os("PWD").map(PathBuf::from).filter(|path| path.is_dir())
}

/// Whether `ENCHUFE_WANTING` names an exercise: the library of it that a replaced program brings along is not finished.
fn is_wanting(slug: &str) -> bool {
    std::env::var("ENCHUFE_WANTING").is_ok_and(|slugs| slugs.split_whitespace().any(|wanting| wanting == slug))
}

/// Splits at blanks; double quotes keep blanks together.
fn split_command_line(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), None::<String>, false);
    for c in line.chars() {
        match c {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            c if c.is_whitespace() && !quoted => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// A call of a program, before it is started.
#[derive(Clone)]
pub struct Call {
    program: &'static Program,
    args: Vec<String>,
}

impl Call {
    #[must_use]
    pub fn arg(mut self, arg: impl Display) -> Call {
        self.args.push(arg.to_string());
        self
    }

    /// `--timeout MS`
    #[must_use]
    pub fn timeout(self, limit: Duration) -> Call {
        self.arg("--timeout").arg(limit.as_millis())
    }

    /// Starts the program, with an empty input. It ends with this test at the latest.
    pub fn start(&self) -> Running {
        self.start_reading(Stdio::null(), None).0
    }

    /// Starts the program, and lets it read from this.
    pub fn start_reading_from(&self, input: Stdio) -> Running {
        self.start_reading(input, None).0
    }

    /// Starts the program, with an input on which the lab can type.
    pub fn start_with_input(&self) -> (Running, Keyboard) {
        self.start_typing(None)
    }

    /// The same, and the program's writes to stdout can be told apart: see [`Running::writes`]. `None` where the system
    /// has no pipe for that.
    pub fn start_with_writes_apart(&self) -> Option<(Running, Keyboard)> {
        Some(self.start_typing(Some(kernel::pipe_of_packets()?)))
    }

    fn start_typing(&self, output: Option<(File, Stdio)>) -> (Running, Keyboard) {
        let (running, stdin) = self.start_reading(Stdio::piped(), output);
        let stdin = stdin.expect("stdin is piped");
        (running, Keyboard::new(stdin, &session::current().transcript))
    }

    /// `output` is a pipe for stdout, if it is not to be an ordinary one.
    fn start_reading(&self, input: Stdio, output: Option<(File, Stdio)>) -> (Running, Option<ChildStdin>) {
        static RUNS: AtomicU64 = AtomicU64::new(0);
        let session = session::current();
        let (mut command, replaced) = self.program.command();
        session.judge(self.program, replaced);
        session::check_the_lab();
        if let Some(foundation) = self.program.foundation {
            // A program that was put in the place of the built one brings its own library along, or needs none. Whoever put
            // it there may know that the library is wanting.
            let holds = if replaced { !is_wanting(foundation.slug) } else { session::holds_up(foundation.holds) };
            if !holds {
                Failure::new(Outcome::NotWrittenYet, Awaited::Foundation(foundation.slug)).fail();
            }
        }
        let mark = format!("{}-{}.", std::process::id(), RUNS.fetch_add(1, Ordering::Relaxed));
        command.args(&self.args).env(MARK, &mark).env("RUST_BACKTRACE", "0");
        // glibc may look at the stack of a thread that has just ended while its handle is dropped (`pthread_detach`),
        // and the program crashes if that stack was given back already. As long as it is kept for the next thread it is
        // not.
        if std::env::var_os(TUNABLES).is_none() {
            command.env(TUNABLES, "glibc.pthread.stack_cache_size=1073741824");
        }
        let (output, stdout) = output.map_or_else(|| (None, Stdio::piped()), |(end, stdout)| (Some(end), stdout));
        command.stdin(input).stdout(stdout).stderr(Stdio::piped());
        kernel::die_with_this_thread(&mut command);
        kernel::take_along_when_interrupted(MARK);
        let mut child = command.spawn().unwrap_or_else(|error| {
            let program = command.get_program().to_string_lossy().into_owned();
            lab_error(Problem::Start { program, error: error.to_string() })
        });
        let shown = [self.program.name.to_owned()].into_iter().chain(self.args.clone());
        session.transcript.record(None, What::Started { command: session.shown(&shown.collect::<Vec<_>>().join(" ")) });
        let stdin = child.stdin.take();
        let mark = format!("{MARK}={mark}");
        // For programs that are told an address; behind other words it is the first that has a port.
        let address = self.args.iter().find(|arg| arg.contains(':')).or(self.args.first());
        let running = Running::watch(child, output, mark, &session.transcript, address);
        session.adopt(running.clone());
        (running, stdin)
    }
}
