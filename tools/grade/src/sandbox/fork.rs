//! What the launcher does and the standard library has no safe words for: to become two processes, to keep descriptors
//! to itself, to end as another did.
#![allow(
    unsafe_code,
    reason = "fork(2), signal(2) and bare system calls are unsafe in general; below each says why not here"
)]

use std::convert::Infallible;
use std::io;

use nix::sys::signal::{SigHandler, Signal, raise, signal};
use nix::unistd::{ForkResult, Pid, fork};

/// A second process, which does this and has no way back. `child` returns only what went wrong, and was told by it.
///
/// # Errors
/// There can be no more processes.
pub fn split(child: impl FnOnce() -> Result<Infallible, u8>) -> io::Result<Pid> {
    // SAFETY: the launcher has one thread, so no lock is held by another that the child would miss.
    match unsafe { fork() }? {
        ForkResult::Parent { child } => Ok(child),
        ForkResult::Child => {
            let Err(code) = child();
            // Not `exit`: nothing of what the parent had prepared for its own end is done twice.
            // SAFETY: a system call without pointers that does not return.
            unsafe { libc::_exit(i32::from(code)) }
        }
    }
}

/// Keeps every descriptor but the three standard ones to this process: what the grader was given by a shell or by make
/// is nothing for a program.
///
/// # Errors
/// The kernel does not know how (before Linux 5.11).
pub fn keep_descriptors_here() -> io::Result<()> {
    // SAFETY: a system call without pointers, which closes nothing yet.
    let done = unsafe { libc::syscall(libc::SYS_close_range, 3, u32::MAX, libc::CLOSE_RANGE_CLOEXEC) };
    if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Ends this process as a signal ends one that does not know it.
pub fn end_by(number: Signal) {
    // SAFETY: no handler of ours is installed, the default is put back.
    let _ = unsafe { signal(number, SigHandler::SigDfl) };
    let _ = raise(number);
}
