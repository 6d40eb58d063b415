//! The last step: what mdBook rendered is given our interface, our colours for code, our search, and the files of the
//! blocks that stand on a page. mdBook's template is replaced in places, never forked.

mod assets;
mod chrome;
mod code;
mod picker;
mod search;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use enchufe::words::Lang;
use regex::Regex;

use super::contents::Listed;
use super::fault::Fault;
use crate::words::{interface, site as words_of};
use assets::Assets;
pub use picker::index;

/// A rendered page.
struct Rendered {
    /// Inside the language's folder.
    path: PathBuf,
    /// Up to the page's own text, that text, and what comes after it.
    parts: [String; 3],
}

/// Dresses all pages of a language in the folder `out`. `elsewhere` are the pages of the other language.
///
/// # Errors
/// A file cannot be read or written, or mdBook's template is not the one that is known here.
pub fn dress(out: &Path, lang: Lang, pages: &[&Listed], elsewhere: &BTreeSet<PathBuf>) -> Result<(), Vec<Fault>> {
    let io = |error: io::Error| vec![super::unwritable(out, &error)];
    let mut index = search::Index::default();
    let mut rendered = Vec::new();
    for listed in pages {
        let page = read(out, listed.path.with_extension("html")).map_err(io)?;
        index.add(&listed.name, &page.path, &page.parts[1]);
        rendered.push(page);
    }
    for name in ["index.html", "print.html"] {
        rendered.push(read(out, name.into()).map_err(io)?);
    }
    let assets = Assets::write(out, lang, &index).map_err(io)?;
    for page in rendered {
        fs::write(out.join(&page.path), dressed(&page, lang, &assets, elsewhere)).map_err(io)?;
    }
    contents_alone(out, lang, &assets).map_err(io)?;
    let mut changed = chrome::not_met(lang);
    if lang == Lang::Es {
        changed.extend(translate_script(out).map_err(io)?);
    }
    let fault =
        |what: String| Fault::new("tools/book/src/words/interface.rs", None, (words_of().template_changed)(&what));
    if changed.is_empty() { Ok(()) } else { Err(changed.into_iter().map(fault).collect()) }
}

fn read(out: &Path, path: PathBuf) -> io::Result<Rendered> {
    let html = fs::read_to_string(out.join(&path))?;
    let from = html.find("<main>").map_or(0, |at| at + "<main>".len());
    let to = html.rfind("</main>").unwrap_or(html.len());
    let parts = [html[..from].to_owned(), html[from..to].to_owned(), html[to..].to_owned()];
    Ok(Rendered { path, parts })
}

fn dressed(page: &Rendered, lang: Lang, assets: &Assets, elsewhere: &BTreeSet<PathBuf>) -> String {
    let folders = page.path.components().count() - 1;
    let to_root = "../".repeat(folders);
    let [head, text, tail] = &page.parts;
    let text = code::coloured(text);
    let text = if lang == Lang::Es { replaced(&text, &interface::ALERTS) } else { text };
    let text = if page.path == Path::new("print.html") { without_breaks(&text) } else { text };
    let (styles, scripts) = assets.links(&text, &to_root);
    let head = chrome::mended(head, lang).replacen("</head>", &format!("{styles}</head>"), 1).replacen(
        picker::PLACE,
        &picker::picker(&page.path, &to_root, lang, elsewhere),
        1,
    );
    let tail = chrome::mended(tail, lang).replacen("</body>", &format!("{scripts}</body>"), 1);
    [head, text, tail].concat()
}

/// A mistake's page is short: printed, the next one follows at once.
fn without_breaks(text: &str) -> String {
    static BREAK: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r#"<div style="break-before: page; page-break-before: always;"></div>\s*(<h1 [^>]*>)"#;
        Regex::new(pattern).expect("a pattern")
    });
    // The first mistake still begins a page, as does everything before the catalogue.
    let Some(catalogue) = text.find(r#"<h1 id="mistakes">"#) else { return text.to_owned() };
    let (before, after) = text.split_at(catalogue);
    before.to_owned() + &BREAK.replace_all(after, keep_where_a_chapter_begins)
}

fn keep_where_a_chapter_begins(found: &regex::Captures) -> String {
    let chapters = ["python", "glossary", "instructors", "sources"];
    let is_chapter = chapters.iter().any(|slug| found[1].contains(&format!("id=\"{slug}\"")));
    if is_chapter { found[0].to_owned() } else { found[1].to_owned() }
}

/// The table of contents for a browser without scripts, which has a frame of its own.
fn contents_alone(out: &Path, lang: Lang, assets: &Assets) -> io::Result<()> {
    let path = out.join("toc.html");
    let html = fs::read_to_string(&path)?;
    let (styles, _) = assets.links("", "");
    let title = format!("<title>{}</title>\n", crate::words::page(lang).contents);
    fs::write(path, html.replacen("</head>", &format!("{title}{styles}</head>"), 1))
}

/// Puts mdBook's script into Spanish. Gives what was not met in it.
fn translate_script(out: &Path) -> io::Result<Vec<String>> {
    let mut not_met: Vec<&str> = interface::SCRIPT.iter().map(|(from, _)| *from).collect();
    for entry in fs::read_dir(out)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("book-") && name.ends_with(".js") {
            let script = fs::read_to_string(&path)?;
            not_met.retain(|from| !script.contains(from));
            fs::write(&path, replaced(&script, &interface::SCRIPT))?;
        }
    }
    Ok(not_met.into_iter().map(str::to_owned).collect())
}

fn replaced(text: &str, words: &[(&str, &str)]) -> String {
    words.iter().fold(text.to_owned(), |text, (from, to)| match text.contains(from) {
        true => text.replace(from, to),
        false => text,
    })
}
