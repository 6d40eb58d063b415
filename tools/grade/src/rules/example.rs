//! An example of a `grade.toml` with everything there is, for `grade rules`.

use enchufe::words::Lang;

/// A file that is understood as it stands, alone: what needs another file, or leaves exercises out, stands in comments.
pub fn example(lang: Lang) -> &'static str {
    match lang {
        Lang::En => include_str!("example.en.toml"),
        Lang::Es => include_str!("example.es.toml"),
    }
}
