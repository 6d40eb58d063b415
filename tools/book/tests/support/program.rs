//! The real program, run to its end or kept running.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

/// The program in a workbook, with no language set in its environment.
pub fn program(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_book"));
    command.args(arguments).current_dir(root).stdin(Stdio::null());
    for name in ["ENCHUFE_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "ENCHUFE_REPORTS"] {
        command.env_remove(name);
    }
    command
}

/// What it said, and its exit code.
pub struct Said {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// Runs it to its end.
pub fn run(root: &Path, arguments: &[&str]) -> Said {
    let Output { status, stdout, stderr } = program(root, arguments).output().expect("it can be started");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    Said { code: status.code(), stdout: text(stdout), stderr: text(stderr) }
}

/// The program while it serves. It ends with its test.
pub struct Serving {
    pub child: Child,
    stdout: Option<BufReader<ChildStdout>>,
    /// Where the book is, in the language of the program, with a slash at the end.
    pub url: String,
}

impl Serving {
    pub fn start(root: &Path, arguments: &[&str]) -> Serving {
        Serving::of(program(root, arguments))
    }

    /// The same, started by this command.
    pub fn of(mut command: Command) -> Serving {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("it can be started");
        let stdout = Some(BufReader::new(child.stdout.take().expect("it is piped")));
        let mut serving = Serving { child, stdout, url: String::new() };
        let line = serving.line_with("http://");
        serving.url = line[line.find("http://").expect("it is there")..].trim_end().to_owned();
        serving
    }

    /// The same at any port.
    pub fn somewhere(root: &Path) -> Serving {
        Serving::start(root, &["--port", "0"])
    }

    /// The next line that contains `part`.
    pub fn line_with(&mut self, part: &str) -> String {
        let mut line = String::new();
        let stdout = self.stdout.as_mut().expect("it is heard");
        while stdout.read_line(&mut line).expect("text") > 0 {
            if line.contains(part) {
                return line;
            }
            line.clear();
        }
        panic!("it never said {part:?}");
    }

    /// Closes what it says things through.
    pub fn hear_no_more(&mut self) {
        self.stdout = None;
        self.child.stderr = None;
    }

    /// An address beside the book: `/progress.json`.
    pub fn at(&self, path: &str) -> String {
        let host = self.url.split('/').nth(2).expect("a host");
        format!("http://{host}{path}")
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
