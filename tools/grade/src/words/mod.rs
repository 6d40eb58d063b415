//! Every sentence that the grader says, in the terminal and on the pages. Each part of it has a file here, with one
//! struct that is filled once per language, so that the compiler finds a missing translation.

pub mod bench;
pub mod export;
pub mod general;
pub mod handout;
pub mod intake;
pub mod judge;
pub mod options;
pub mod report;
pub mod rules;
pub mod run;
pub mod sandbox;
pub mod store;

use std::sync::OnceLock;

use enchufe::words::Lang;

pub use bench::bench;
pub use export::export;
pub use general::general;
pub use handout::handout;
pub use intake::intake;
pub use judge::judge;
pub use options::options;
pub use report::report;
pub use rules::rules;
pub use run::run;
pub use sandbox::sandbox;
pub use store::store;

/// The language of the terminal. What stands on a student's page is in the student's.
static SPOKEN: OnceLock<Lang> = OnceLock::new();

/// Chooses the language of the terminal, once, before anything is said.
pub fn speak(lang: Lang) {
    let _ = SPOKEN.set(lang);
}

/// The language of the terminal: what was chosen, else what the environment asks for.
pub fn spoken() -> Lang {
    *SPOKEN.get_or_init(Lang::current)
}
