//! A number of a user that nobody has: programs of one lane run under it, so that limits by user count them alone.

use std::fs::{File, OpenOptions};
use std::io;

/// Numbers that distributions give to nobody (systemd's list of user numbers). A program that is root may take any.
const NUMBERS: std::ops::Range<u32> = 60_578..60_706;

/// One of the numbers. It is nobody else's, in any grader of this machine, as long as this lives.
#[derive(Debug)]
pub struct User {
    number: u32,
    _claim: File,
}

impl User {
    /// # Errors
    /// All of them are taken, or the folder for temporary files cannot be written to.
    pub fn claim() -> io::Result<User> {
        let mut last = io::Error::from(io::ErrorKind::ResourceBusy);
        for number in NUMBERS {
            let path = std::env::temp_dir().join(format!("enchufe-grade-user-{number}.lock"));
            // Another user's claim may be there, and cannot be opened: that number is taken.
            match OpenOptions::new().write(true).create(true).truncate(false).open(&path) {
                Ok(claim) if claim.try_lock().is_ok() => return Ok(User { number, _claim: claim }),
                Ok(_) => {}
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    pub fn number(&self) -> u32 {
        self.number
    }
}
