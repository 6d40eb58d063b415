//! Other programs on this machine: whether they are there, and what they say of themselves. None is waited for longer
//! than a check may take.

use std::ffi::OsStr;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;

use super::deadline;

/// What came of asking a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The first line of what it said, when it ended well.
    Said(String),
    /// It ended with an error: the last line of what it said.
    Failed(String),
    Absent,
    /// It said nothing in time.
    Silent,
}

/// Runs a program in a folder, with nothing to read.
pub fn ask(program: impl AsRef<OsStr>, args: &[&str], folder: &Path) -> Answer {
    let mut command = Command::new(program);
    command.args(args).current_dir(folder);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) if error.kind() == ErrorKind::NotFound => return Answer::Absent,
        Err(error) => return Answer::Failed(error.to_string()),
    };
    match outputs(&mut child) {
        Some((said, complained)) => {
            let line = |text: &str| text.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned);
            let is_well = child.wait().is_ok_and(|status| status.success());
            match is_well {
                true => Answer::Said(line(&said).unwrap_or_default()),
                false => Answer::Failed(line(&complained).or_else(|| line(&said)).unwrap_or_default()),
            }
        }
        None => {
            // Whoever does not answer is not left behind.
            let _ = child.kill();
            let _ = child.wait();
            Answer::Silent
        }
    }
}

/// Both outputs to their end; `None` if that does not come in time.
fn outputs(child: &mut Child) -> Option<(String, String)> {
    let (send, receive) = mpsc::channel();
    let (out, errors) = (child.stdout.take()?, child.stderr.take()?);
    thread::spawn(move || {
        let errors = thread::spawn(move || text(errors));
        let said = text(out);
        let _ = send.send((said, errors.join().unwrap_or_default()));
    });
    // A little less than the whole check has, so that it can still end the program.
    receive.recv_timeout(deadline().mul_f32(0.9)).ok()
}

fn text(mut output: impl Read) -> String {
    let mut bytes = Vec::new();
    let _ = output.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The first of these programs that is found where programs are looked for, with its path.
pub fn find<'n>(names: &[&'n str]) -> Option<(&'n str, PathBuf)> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).filter(|folder| !folder.as_os_str().is_empty()).collect();
    let place = |name: &str| {
        let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        folders.iter().map(|folder| folder.join(&file)).find(|path| path.is_file())
    };
    names.iter().find_map(|name| Some((*name, place(name)?)))
}
