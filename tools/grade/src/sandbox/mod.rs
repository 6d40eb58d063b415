//! What is put around the programs of strangers.
//!
//! [`keeper`] starts a program behind the doors that its [`plan::Plan`] names; [`lane`] is the network that a submission
//! and its judge have to themselves, which [`bubblewrap`] can make where we may not; [`trial`] finds out what this
//! machine can give, by doing it. Only Linux can hold a stranger's program; elsewhere it runs as any other, and the
//! report says so.
//!
//! | walls | tier | network | processes | files |
//! |---|---|---|---|---|
//! | our own namespaces | 3 | the submission's | the program's | the program's |
//! | bubblewrap, where those are refused | 2 | the submission's | the submission's | this machine's, read-only |
//! | neither | 2 | this machine's | this machine's | this machine's |
//!
//! Landlock, limits and refused system calls stand around the program in all three. What bubblewrap adds is between
//! submissions and this machine, and not between a program and its judge: that is why it is no tier 3.

mod bubblewrap;
#[cfg(target_os = "linux")]
mod calls;
#[cfg(target_os = "linux")]
mod files;
#[cfg(target_os = "linux")]
mod fork;
#[cfg(target_os = "linux")]
mod keeper;
#[cfg(target_os = "linux")]
pub mod lane;
pub mod limits;
#[cfg(target_os = "linux")]
mod look;
#[cfg(target_os = "linux")]
mod memory;
pub mod plan;
#[cfg(target_os = "linux")]
mod room;
pub mod trial;
pub mod user;

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::OnceLock;

use crate::judge;
use crate::words::{sandbox as words, spoken};

/// The first argument with which this executable becomes the launcher inside the sandbox.
pub const LAUNCHER: &str = "--launch-in-sandbox";

/// What the launcher does with the arguments after [`LAUNCHER`]: the first one says which of its parts is meant.
pub fn launch(args: Vec<OsString>) -> ExitCode {
    let Some((part, args)) = args.split_first() else { return ExitCode::from(2) };
    match part.to_str() {
        // A program that does nothing: no test may say that it is right.
        Some("nothing") => ExitCode::SUCCESS,
        #[cfg(target_os = "linux")]
        Some("program") => match args.split_first() {
            Some((plan, args)) => keeper::run(plan.as_ref(), args),
            None => ExitCode::from(2),
        },
        #[cfg(target_os = "linux")]
        Some("tether") => keeper::tether(args),
        Some("lane") => judge::lane::serve(),
        Some("trial") => trial::hold(args),
        #[cfg(target_os = "linux")]
        Some("look") => look::run(args),
        _ => ExitCode::from(2),
    }
}

/// `grade tier`: what this machine can do, in words.
pub fn describe() -> String {
    let words = words(spoken());
    match trial::find() {
        Ok(found) => found.told(words),
        Err(error) => (words.no_trial)(&error),
    }
}

/// Ends what is left of a user whose number is [`user::User`]'s: nobody else has it.
pub fn sweep(user: u32) -> usize {
    #[cfg(target_os = "linux")]
    return keeper::sweep(user);
    #[cfg(not(target_os = "linux"))]
    {
        let _ = user;
        0
    }
}

/// The most memory, in bytes, that one process ever had in use, of all that this one has waited for; `None` where that
/// is not known.
pub fn most_memory_of_one() -> Option<u64> {
    #[cfg(target_os = "linux")]
    return memory::most_of_one();
    #[cfg(not(target_os = "linux"))]
    None
}

static EXECUTABLE: OnceLock<PathBuf> = OnceLock::new();

/// Says where the grader's executable lies, for whoever uses it as a library. Only the first time counts.
pub fn launcher_is(executable: PathBuf) {
    let _ = EXECUTABLE.set(executable);
}

/// The executable that knows [`LAUNCHER`]: this one, unless another was named.
///
/// # Errors
/// The system does not say which this one is.
pub fn launcher() -> io::Result<PathBuf> {
    EXECUTABLE.get().map_or_else(std::env::current_exe, |path| Ok(path.clone()))
}
