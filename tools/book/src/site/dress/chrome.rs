//! What surrounds a page's text: mdBook's menu bar, sidebar and search field, mended so that a keyboard and a screen reader
//! can use them, and in the page's language.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};

use aho_corasick::{AhoCorasick, MatchKind};
use enchufe::words::Lang;

use super::picker;
use crate::words::{interface, page as words_of_page};

/// What mdBook writes, and what stands there instead, in either language.
///
/// The button that opens the sidebar is a label of a hidden checkbox upstream, which no keyboard reaches; without scripts
/// the label stays. The menu bar lies outside of all landmarks, and its title is a second `h1`. Of the three sheets of
/// colours for code mdBook's script leaves one; without it the last one would hold, a dark one.
fn mends() -> Vec<(&'static str, String)> {
    let toggle = r#"<label id="mdbook-sidebar-toggle" class="icon-button" for="mdbook-sidebar-toggle-anchor" title="Toggle Table of Contents" aria-label="Toggle Table of Contents" aria-controls="mdbook-sidebar">"#;
    let button = r#"<noscript><label class="icon-button" for="mdbook-sidebar-toggle-anchor" title="Toggle Table of Contents">☰</label></noscript><button id="mdbook-sidebar-toggle" class="icon-button" type="button" title="Toggle Table of Contents" aria-label="Toggle Table of Contents" aria-controls="mdbook-sidebar">"#;
    let fixed = [
        (toggle, button),
        ("</label>", "</button>"),
        (
            r#"<input type="checkbox" id="mdbook-sidebar-toggle-anchor" class="hidden">"#,
            r#"<input type="checkbox" id="mdbook-sidebar-toggle-anchor" class="hidden" aria-label="Toggle Table of Contents">"#,
        ),
        (
            r#"<iframe class="sidebar-iframe-outer""#,
            r#"<iframe class="sidebar-iframe-outer" aria-label="Table of contents""#,
        ),
        (r#"<h1 class="menu-title">"#, r#"<div class="menu-title">"#),
        ("</h1>", "</div>"),
        (
            r#"<div id="mdbook-menu-bar" class="menu-bar sticky">"#,
            r#"<div id="mdbook-menu-bar" class="menu-bar sticky" role="banner">"#,
        ),
        (
            r#"<div id="mdbook-search-wrapper" class="hidden">"#,
            r#"<div id="mdbook-search-wrapper" class="hidden" role="search">"#,
        ),
        (
            r#"aria-describedby="searchresults-header""#,
            r#"aria-describedby="mdbook-searchresults-header" aria-label="Toggle Searchbar" autocomplete="off""#,
        ),
        (
            r#"<div id="mdbook-searchresults-header" class="searchresults-header">"#,
            r#"<div id="mdbook-searchresults-header" class="searchresults-header" role="status">"#,
        ),
        (
            r#"<div id="mdbook-help-popup">"#,
            r#"<div id="mdbook-help-popup" role="dialog" aria-labelledby="help-title">"#,
        ),
        (r#"<h2 class="mdbook-help-title">"#, r#"<h2 class="mdbook-help-title" id="help-title">"#),
    ];
    let colours = [
        (
            r#"<link rel="stylesheet" id="mdbook-tomorrow-night-css""#,
            r#"<link rel="stylesheet" disabled id="mdbook-tomorrow-night-css""#,
        ),
        (
            r#"<link rel="stylesheet" id="mdbook-ayu-highlight-css""#,
            r#"<link rel="stylesheet" disabled id="mdbook-ayu-highlight-css""#,
        ),
    ];
    let fixed = fixed.into_iter().chain(colours);
    let mut mends: Vec<(&str, String)> = fixed.map(|(from, to)| (from, to.to_owned())).collect();
    mends.push((r#"<div class="right-buttons">"#, format!(r#"<div class="right-buttons">{}"#, picker::PLACE)));
    mends
}

static MENDS: LazyLock<Replacer> =
    LazyLock::new(|| Replacer::new(mends().into_iter().map(|(from, to)| (from.to_owned(), to))));

static SPANISH: LazyLock<Replacer> =
    LazyLock::new(|| Replacer::new(interface::PAGE.iter().map(|(en, es)| ((*en).to_owned(), (*es).to_owned()))));

/// A part of a page outside of its own text, mended and in the page's language.
pub fn mended(part: &str, lang: Lang) -> String {
    let mended = MENDS.replace(&without_remarks(part));
    let mended = if lang == Lang::Es { SPANISH.replace(&mended) } else { mended };
    let skip = format!("<body>\n<a class=\"skip\" href=\"#mdbook-content\">{}</a>", words_of_page(lang).skip);
    mended.replacen("<body>", &skip, 1)
}

/// Without the template's own remarks and its indentation, which are a fifth of it.
fn without_remarks(part: &str) -> String {
    let is_remark = |line: &str| line.starts_with("<!--") && line.ends_with("-->");
    let lines = part.lines().map(str::trim).filter(|line| !line.is_empty() && !is_remark(line));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// What was to be replaced and has not been met on any page: mdBook's template is another than the one known here.
pub fn not_met(lang: Lang) -> Vec<String> {
    let spanish = if lang == Lang::Es { SPANISH.not_met() } else { Vec::new() };
    [MENDS.not_met(), spanish].concat()
}

/// Replaces many texts in one pass.
struct Replacer {
    finder: AhoCorasick,
    from: Vec<String>,
    with: Vec<String>,
    met: Vec<AtomicBool>,
}

impl Replacer {
    fn new(pairs: impl Iterator<Item = (String, String)>) -> Replacer {
        let (from, with): (Vec<String>, Vec<String>) = pairs.unzip();
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&from);
        let met = from.iter().map(|_| AtomicBool::new(false)).collect();
        Replacer { finder: finder.expect("a few short patterns"), from, with, met }
    }

    fn replace(&self, text: &str) -> String {
        let mut replaced = String::with_capacity(text.len());
        self.finder.replace_all_with(text, &mut replaced, |found, _, out| {
            self.met[found.pattern()].store(true, Ordering::Relaxed);
            out.push_str(&self.with[found.pattern()]);
            true
        });
        replaced
    }

    fn not_met(&self) -> Vec<String> {
        let met = self.met.iter().map(|met| met.load(Ordering::Relaxed));
        self.from.iter().zip(met).filter(|(_, met)| !met).map(|(from, _)| from.clone()).collect()
    }
}
