//! The harness of Enchufe: what graded tests are written with.
//!
//! A graded test holds a conversation with a student's program and says what it expects of it:
//!
//! ```text
//! static PROGRAM: Program = program!("tcp-client");
//!
//! #[test]
//! fn prints_every_byte_until_the_server_closes() {
//!     let mut server = Listener::bind();
//!     let client = PROGRAM.arg(server.addr()).start();
//!     let mut conn = server.accept();
//!     let first_read = conn.drip(GREETING);
//!     conn.close();
//!     client.ends_well().printed(GREETING).or_if(|printed| *printed == first_read, "single-read");
//! }
//! ```
//!
//! A failed expectation tells its report and ends the test. A pass follows from the order of events; only a fail may
//! use the clock. See `CONTRIBUTING.md` for how to add an exercise, a mistake or a test.

pub mod capture;
pub mod catalog;
pub mod grading;
pub mod hints;
mod kernel;
pub mod mistake;
mod page;
mod patience;
pub mod peer;
mod program;
pub mod report;
pub mod scene;
mod session;
pub mod transcript;
pub mod verdict;
pub mod words;

use std::path::Path;

pub use kernel::{Finding, SocketState, Transport};
pub use patience::{PATIENCE, patience, patience_in, with_patience};
pub use program::{
    Call, Keyboard, Paused, Program, Readiness, Running, Scratch, Stopwatch, late_each_time, took_at_most,
};
pub use session::{blame, clock, lab_error, skip};

/// The workbook's folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
