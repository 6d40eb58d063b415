//! What several parts say.

use std::io;
use std::path::Path;

use enchufe::words::Lang;

pub struct Words {
    /// What to do next: a command or a sentence.
    pub advice: fn(&str) -> String,
    pub cannot_read: fn(&Path, &io::Error) -> String,
    pub cannot_write: fn(&Path, &io::Error) -> String,
    pub cannot_start: fn(&str, &io::Error) -> String,
    pub install_rust: &'static str,
}

pub fn general(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    advice: |advice| format!("  → {advice}"),
    cannot_read: |path, error| format!("cannot read {}: {error}", path.display()),
    cannot_write: |path, error| format!("cannot write {}: {error}", path.display()),
    cannot_start: |program, error| format!("cannot start {program}: {error}"),
    install_rust: "install Rust: https://www.rust-lang.org/tools/install",
};

static ES: Words = Words {
    advice: |advice| format!("  → {advice}"),
    cannot_read: |path, error| format!("no se puede leer {}: {error}", path.display()),
    cannot_write: |path, error| format!("no se puede escribir {}: {error}", path.display()),
    cannot_start: |program, error| format!("no se puede iniciar {program}: {error}"),
    install_rust: "instala Rust: https://www.rust-lang.org/tools/install",
};
