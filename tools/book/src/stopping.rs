//! The end before the end: whatever runs is ended, and whatever was being made goes.

use crate::{record, site};

/// Ends this program.
pub fn leave(code: i32) -> ! {
    record::end_all();
    site::tidy_up();
    std::process::exit(code)
}
