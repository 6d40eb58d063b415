//! Every sentence that the tool says, in the terminal and on the pages. Each part of the tool has a file here, with one
//! struct that is filled once per language, so that the compiler finds a missing translation.

pub mod blocks;
pub mod check;
pub mod explorables;
pub mod figure;
pub mod general;
pub mod interface;
pub mod page;
pub mod record;
pub mod serve;
pub mod site;

use std::sync::OnceLock;

use enchufe::words::Lang;

pub use blocks::blocks;
pub use check::check;
pub use explorables::explorables;
pub use figure::figure;
pub use general::general;
pub use page::page;
pub use record::record;
pub use serve::serve;
pub use site::site;

/// The language in which the tool speaks in the terminal. What stands on a page is in the page's language.
static SPOKEN: OnceLock<Lang> = OnceLock::new();

/// Chooses the language of the terminal, once, before anything is said.
pub fn speak(lang: Lang) {
    let _ = SPOKEN.set(lang);
}

/// The language of the terminal: what was chosen, else what the environment asks for.
pub fn spoken() -> Lang {
    *SPOKEN.get_or_init(Lang::current)
}
