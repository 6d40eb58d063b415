//! The way to the other language: from each page to the same page, and from the book's first folder to the reader's own.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use enchufe::words::Lang;

use crate::words::page as words_of_page;

/// Stands where the picker comes, until the page is known.
pub const PLACE: &str = "<!-- language -->";

fn other(lang: Lang) -> Lang {
    match lang {
        Lang::En => Lang::Es,
        Lang::Es => Lang::En,
    }
}

/// A link to the same page in the other language. The script adds the heading at which the reader is.
pub fn picker(path: &Path, to_root: &str, lang: Lang, elsewhere: &BTreeSet<PathBuf>) -> String {
    let other = other(lang);
    let made = path == Path::new("index.html") || path == Path::new("print.html");
    let there = made || elsewhere.contains(&path.with_extension("md"));
    let page = if there { path.display().to_string() } else { "index.html".to_owned() };
    let (code, name) = (other.code(), words_of_page(other).language_of_this);
    format!(
        r#"<a class="language" rel="alternate" lang="{code}" hreflang="{code}" href="{to_root}../{code}/{page}">{name}</a>"#
    )
}

/// The page of the folder that holds both languages.
pub fn index() -> String {
    let link = |lang: Lang| {
        let (code, words) = (lang.code(), words_of_page(lang));
        format!(
            "<p lang=\"{code}\"><a hreflang=\"{code}\" href=\"{code}/index.html\">{}</a><br>{}</p>",
            words.language_of_this, words.description
        )
    };
    format!(
        r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Enchufe</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1.1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 12vh auto; padding: 0 1rem; }}
a {{ font-size: 1.4rem; }}
</style>
<script>
(() => {{
    let chosen = null;
    try {{ chosen = localStorage.getItem('enchufe-language'); }} catch {{ /* then the browser's languages decide */ }}
    const wanted = [chosen, ...navigator.languages].map((language) => (language || '').slice(0, 2));
    location.replace((wanted.find((code) => code === 'es' || code === 'en') || 'en') + '/index.html');
}})();
</script>
</head>
<body>
<main>
<h1>Enchufe</h1>
{}
{}
</main>
</body>
</html>
"#,
        link(Lang::En),
        link(Lang::Es)
    )
}
