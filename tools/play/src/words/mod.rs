//! Every sentence that the program says in the terminal, in each language. One struct, filled once per language, so
//! that the compiler finds a missing translation. The page's sentences are in `play.js`.

mod en;
mod es;

use crate::farewell::Unreachable;
use crate::options::Misuse;
use crate::server::NotStarted;

/// A language that the workbook speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    En,
    Es,
}

impl Lang {
    pub fn from_code(code: &str) -> Option<Lang> {
        match code {
            "en" => Some(Lang::En),
            "es" => Some(Lang::Es),
            _ => None,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Es => "es",
        }
    }

    /// What `ENCHUFE_LANG` asks for, read as a locale: `es`, `es_CL.UTF-8`. Anything but Spanish is English.
    pub fn asked_for() -> Option<Lang> {
        set("ENCHUFE_LANG").map(|locale| Lang::of_locale(&locale))
    }

    /// The language of the system's locale, else English.
    pub fn of_system() -> Lang {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
        locale.map_or(Lang::En, |locale| Lang::of_locale(&locale))
    }

    fn of_locale(locale: &str) -> Lang {
        if locale.to_ascii_lowercase().starts_with("es") { Lang::Es } else { Lang::En }
    }

    pub fn words(self) -> &'static Words {
        match self {
            Lang::En => &en::WORDS,
            Lang::Es => &es::WORDS,
        }
    }
}

/// An environment variable that is set and not empty.
fn set(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The sentences of one language.
pub struct Words {
    pub usage: &'static str,
    pub misuse: fn(&Misuse) -> String,
    /// No port could be had for the page.
    pub no_port: fn(u16, &std::io::Error) -> String,
    /// The port asked for is taken, so the page is at another.
    pub next_port: fn(u16, u16) -> String,
    pub starting_server: fn(&str) -> String,
    pub server_started: fn(&str) -> String,
    pub server_found: fn(&str) -> String,
    pub not_started: fn(&NotStarted, &str) -> String,
    pub plays_at: fn(&str) -> String,
    pub page_at: fn(&str) -> String,
    pub each_tab: &'static str,
    pub phones_at: fn(&str) -> String,
    pub no_lan_address: fn(u16) -> String,
    pub browser_not_opened: fn(&std::io::Error) -> String,
    pub how_to_end: &'static str,
    pub unreachable: fn(Unreachable, &str) -> String,
    pub answers_again: fn(&str) -> String,
    pub unsaid: fn(&std::io::Error) -> String,
    pub no_signal: fn(&str) -> String,
}
