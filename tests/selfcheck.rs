//! `cargo test --test selfcheck`: the workbook grades itself.
//!
//! - `programs`: stubs are "not written yet", solutions and other right programs pass, every wrong program is caught.
//! - `pages`: what is written about exercises and mistakes fits what is tested.
//! - `reports`: each outcome's report, pinned by golden files.
//! - `parsers`: what fuzzing found in the harness stays mended.
//! - `peers`, `keyboard`, `processes`, `overview`, `renderings`: the harness does what it promises.

#[path = "selfcheck/candidates.rs"]
mod candidates;
#[cfg(unix)]
#[path = "selfcheck/keyboard.rs"]
mod keyboard;
#[path = "selfcheck/overview.rs"]
mod overview;
#[path = "selfcheck/pages.rs"]
mod pages;
#[path = "selfcheck/parsers.rs"]
mod parsers;
#[path = "selfcheck/peers.rs"]
mod peers;
#[path = "selfcheck/processes.rs"]
mod processes;
#[path = "selfcheck/programs.rs"]
mod programs;
#[path = "selfcheck/renderings.rs"]
mod renderings;
#[path = "selfcheck/reports.rs"]
mod reports;
#[path = "selfcheck/seen.rs"]
mod seen;
#[path = "selfcheck/workshop.rs"]
mod workshop;

use std::path::{Path, PathBuf};

/// Where the workbook's own builds go.
pub fn target(part: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("enchufe").join("build").join(part)
}
