//! The grader's executable, started as an instructor starts it.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;

use crate::memory::{self, Peak};
use crate::spent::{Spent, spent};

/// One command line of it.
pub struct Grader<'a> {
    /// The workbook's folder.
    pub root: &'a Path,
    pub jobs: usize,
}

impl Grader<'_> {
    /// `grade SUBMISSIONS --out REPORT`, to its end.
    ///
    /// # Errors
    /// What it said, if it did not end well.
    pub fn grade(&self, submissions: &Path, report: &Path) -> Result<(Spent, Peak), String> {
        let mut command = self.command();
        command.arg(submissions).arg("--out").arg(report).args(["--require-tier", "2", "--jobs"]);
        self.run(command.arg(self.jobs.to_string()))
    }

    /// `grade handout FOLDER`: a copy of the workbook as a class receives it.
    ///
    /// # Errors
    /// As above.
    pub fn hand_out(&self, folder: &Path) -> Result<(), String> {
        self.run(self.command().arg("handout").arg(folder)).map(drop)
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_grade"));
        command.current_dir(self.root).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }

    fn run(&self, command: &mut Command) -> Result<(Spent, Peak), String> {
        let (done, spent) = spent(|| {
            let mut child = command.spawn().map_err(|error| format!("the grader cannot be started: {error}"))?;
            let mut errors = child.stderr.take().expect("it is piped");
            let (program, (ended, over)) = (child.id(), mpsc::channel());
            let watcher = thread::spawn(move || memory::watch(program, &over));
            let mut said = Vec::new();
            let read = errors.read_to_end(&mut said);
            let status = child.wait();
            drop(ended);
            let peak = watcher.join().expect("looking does not panic");
            match (read, status) {
                (Ok(_), Ok(status)) if status.success() => Ok(peak),
                (read, status) => Err(format!("{read:?}, {status:?}\n{}", String::from_utf8_lossy(&said))),
            }
        });
        done.map(|peak| (spent, peak))
    }
}
