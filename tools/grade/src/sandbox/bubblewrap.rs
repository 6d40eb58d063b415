//! A lane that bubblewrap makes, where the system lets that program make namespaces and not ours: it is setuid root
//! there, or AppArmor has a profile for it.
//!
//! One bubblewrap holds the whole lane, the judge and the programs. Whoever is inside gains no rights any more, so that
//! there is no second one within, with which a program would be alone (tried with 0.8.0, setuid root: "Creating new
//! namespace failed"); and one around each program, beside the judge, would leave both in the network of this machine.
//! Between a program and its judge stand Landlock, limits and refused system calls, as without bubblewrap.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

const BUBBLEWRAP: &str = "bwrap";

/// Whether there is a program of its name.
pub fn is_installed() -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).any(|folder| folder.join(BUBBLEWRAP).is_file())
}

/// The command that starts a program in a lane, without its arguments. There is a network of its own in which loopback
/// is up, processes of its own, the devices that every machine has, and of this machine's files all to read and these
/// folders to write, which are made where they are not there.
///
/// # Errors
/// One of the folders cannot be made.
pub fn lane<'a>(program: &OsStr, writable: impl IntoIterator<Item = &'a Path>) -> io::Result<Command> {
    let mut command = Command::new(BUBBLEWRAP);
    command.args(["--unshare-net", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--die-with-parent"]);
    command.args(["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]);
    for folder in writable {
        fs::create_dir_all(folder)?;
        // By its true name: a link on the way would be followed from where bubblewrap builds.
        let folder = folder.canonicalize()?;
        command.arg("--bind").arg(&folder).arg(&folder);
    }
    command.arg("--").arg(program);
    Ok(command)
}
