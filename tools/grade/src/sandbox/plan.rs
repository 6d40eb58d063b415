//! What the launcher is told: the program, what it sees, and what it may use. Written by the judge into a folder that
//! no program sees; read by the launcher.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::{Deserialize, Serialize};

use super::limits::Limits;
use super::{LAUNCHER, launcher};
use crate::result::Tier;

/// Everything the launcher needs to know of one program.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Plan {
    pub tier: Tier,
    /// As the program itself will see the path.
    pub program: PathBuf,
    /// What stands before the arguments of whoever starts the launcher.
    pub args: Vec<String>,
    /// All that the program sees of the file system besides [`TEMPORARY`] and some devices.
    pub doors: Vec<Door>,
    /// Where it starts.
    pub folder: PathBuf,
    /// All of its environment.
    pub environment: Vec<(String, String)>,
    pub identity: Identity,
    pub limits: Limits,
    /// Whether it may start other programs.
    pub may_start_others: bool,
    /// An empty folder, on which the program's file system is built where it gets one of its own.
    pub room: PathBuf,
    /// Where the launcher says why it could not start the program: that is nothing the program can be blamed for.
    pub complaints: PathBuf,
}

/// Where a program may write, and what is there goes away with it.
pub const TEMPORARY: &str = "/tmp";

/// A file or folder that a program sees.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Door {
    /// Where it lies on this machine.
    pub from: PathBuf,
    /// Where the program sees it, if it is given a file system of its own.
    pub at: PathBuf,
    pub is_writable: bool,
    /// Set if the program sees no more of the folder than the one thing in it that an argument names.
    #[serde(default)]
    pub is_opened_by_name: bool,
}

impl Door {
    /// Something that the program sees in its own place.
    pub fn read(path: impl Into<PathBuf>) -> Door {
        let path = path.into();
        Door { from: path.clone(), at: path, is_writable: false, is_opened_by_name: false }
    }

    #[must_use]
    pub fn at(self, at: impl Into<PathBuf>) -> Door {
        Door { at: at.into(), ..self }
    }

    #[must_use]
    pub fn writable(self) -> Door {
        Door { is_writable: true, ..self }
    }

    #[must_use]
    pub fn opened_by_name(self) -> Door {
        Door { is_opened_by_name: true, ..self }
    }

    /// The path by which the program reaches it.
    pub fn path(&self, tier: Tier) -> &Path {
        if tier == Tier::Namespaces { &self.at } else { &self.from }
    }
}

/// As whom a program runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Identity {
    /// As whoever started the grader.
    Own,
    /// As this user, which nobody else is: where the grader is root.
    User(u32),
    /// As this user of a namespace of users of its own, in which nobody else is.
    Namespace(u32),
}

impl Plan {
    /// # Errors
    /// The file cannot be read, or holds something else.
    pub fn read(path: &Path) -> io::Result<Plan> {
        Ok(serde_json::from_slice(&fs::read(path)?)?)
    }

    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        fs::write(path, serde_json::to_vec(self)?)
    }

    /// The command that starts the program; `path` is where the plan was written.
    ///
    /// # Errors
    /// The launcher is not found.
    pub fn command(&self, path: &Path) -> io::Result<Command> {
        if cfg!(target_os = "linux") {
            let mut command = Command::new(launcher()?);
            command.args([LAUNCHER, "program"]).arg(path).env_clear();
            return Ok(command);
        }
        let mut command = Command::new(&self.program);
        command.args(&self.args).env_clear().envs(self.environment.iter().cloned()).current_dir(&self.folder);
        Ok(command)
    }

    /// The same as the harness's override wants it.
    ///
    /// # Errors
    /// The launcher is not found.
    pub fn command_line(&self, path: &Path) -> io::Result<String> {
        let command = self.command(path)?;
        let words = std::iter::once(command.get_program()).chain(command.get_args());
        Ok(words.map(|word| format!("\"{}\"", word.to_string_lossy())).collect::<Vec<_>>().join(" "))
    }
}
