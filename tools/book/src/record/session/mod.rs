//! A session: what a reader types, in one terminal or several, and what comes. Written in `book/sessions/<name>.toml`,
//! held in each language, recorded.

pub mod command;
pub mod numbers;
pub mod play;
pub mod recording;
pub mod script;
mod terminal;

use std::path::{Path, PathBuf};

use enchufe::words::Lang;

pub use self::terminal::end_all;

/// What is typed, and what is awaited.
pub fn script(root: &Path, name: &str) -> PathBuf {
    root.join("book").join("sessions").join(format!("{name}.toml"))
}

/// Where a session is recorded.
pub fn recording(root: &Path, name: &str, lang: Lang) -> PathBuf {
    super::folder(root).join("sessions").join(format!("{name}.{}.json", lang.code()))
}
