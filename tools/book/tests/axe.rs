//! axe-core on a page of every kind of the real book, in both languages, light and dark. `npm install --prefix
//! target/enchufe/node axe-core@4` puts it where it is looked for; `ENCHUFE_AXE` names another place. Skipped, with the
//! reason printed, where it or the browser is missing.

mod support;

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use support::browser::{Browser, Tab};
use support::real::RealBook;

const LANGS: [&str; 2] = ["en", "es"];
const THEMES: [&str; 2] = ["light", "navy"];

/// A page of each kind, beside those with explorables.
const PAGES: [&str; 5] =
    ["index.html", "mistakes.html", "mistakes/single-read.html", "glossary.html", "instructors.html"];

fn axe() -> Option<String> {
    let usual = || enchufe::root().join("target/enchufe/node/node_modules/axe-core/axe.min.js");
    let path = std::env::var_os("ENCHUFE_AXE").map_or_else(usual, PathBuf::from);
    let script = fs::read_to_string(&path);
    if script.is_err() {
        println!("skipped: there is no axe-core in {}", path.display());
    }
    script.ok()
}

/// The faults that axe finds, each as a line.
fn faults(tab: &Tab, axe: &str, options: &str) -> Vec<String> {
    tab.run(axe);
    let script = format!(
        "axe.run(document, {options}).then((found) => done(found.violations.flatMap((one) =>
             one.nodes.map((node) => `${{one.id}}: ${{node.html.slice(0, 160)}} ${{node.failureSummary}}`))))"
    );
    let found = tab.run_async(&script);
    let lines = found.as_array().expect("a list").iter();
    lines.map(|line| line.as_str().expect("text").replace('\n', " ")).collect()
}

fn open(tab: &Tab, book: &RealBook, page: &str, theme: &str) {
    tab.go(&format!("{}{page}", book.url()));
    let has_theme = format!("document.documentElement.classList.contains({theme:?})");
    if tab.run(&format!("return {has_theme}")) != true {
        tab.run(&format!("localStorage.setItem('mdbook-theme', {theme:?})"));
        tab.reload();
    }
    tab.wait(&has_theme);
    // Whatever is behind something is looked at too, a question that was answered wrongly, and one whose options a keyboard
    // walks through. Text over a gradient is not judged: the shades at the ends of listings go.
    tab.run(
        "for (const one of document.querySelectorAll('details')) one.open = true;
         for (const one of document.querySelectorAll('pre, pre > code')) one.style.backgroundImage = 'none';
         document.querySelector('.quiz input')?.click();
         const walked = [...document.querySelectorAll('.quiz')].at(-1)?.querySelector('input');
         walked?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown' }));",
    );
}

/// For each explorable the first chapter that has it.
fn with_explorables(book: &RealBook, lang: &str) -> Vec<String> {
    let chapters = book.pages(lang);
    let has =
        |page: &&String, name: &str| !page.ends_with("print.html") && book.read(page).contains(&format!("</{name}>"));
    let mut pages: Vec<String> = book::blocks::explorable_names()
        .map(|name| {
            let page = chapters.iter().find(|page| has(page, name));
            page.unwrap_or_else(|| panic!("no chapter in {lang} has {name}")).clone()
        })
        .collect();
    pages.sort();
    pages.dedup();
    pages
}

#[test]
fn a_page_of_every_kind_has_no_fault() {
    let Some(axe) = axe() else { return };
    let Some(browser) = Browser::start() else { return };
    let book = RealBook::build();
    let tab = browser.blank();
    let mut all = Vec::new();
    // Another theme has other colours, and nothing else.
    for (theme, options) in THEMES.into_iter().zip(["{}", "{runOnly: 'color-contrast'}"]) {
        for lang in LANGS {
            let pages = PAGES.map(|page| format!("{lang}/{page}")).into_iter().chain(with_explorables(&book, lang));
            for page in pages {
                open(&tab, &book, &page, theme);
                all.extend(faults(&tab, &axe, options).into_iter().map(|fault| format!("{page}, {theme}: {fault}")));
            }
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn a_search_has_no_fault() {
    let Some(axe) = axe() else { return };
    let Some(browser) = Browser::start() else { return };
    let book = RealBook::build();
    let tab = browser.blank();
    for theme in THEMES {
        for lang in LANGS {
            open(&tab, &book, &format!("{lang}/welcome.html"), theme);
            tab.press("/");
            tab.fill("#mdbook-searchbar", "servidor");
            tab.wait("document.querySelector('#mdbook-searchresults-header').textContent.includes('servidor')");
            assert_eq!(faults(&tab, &axe, "{}"), [""; 0], "{lang} {theme}");
        }
    }
}

/// All pages together. Their colours are looked at on each of them; thousands of colours one after the other take minutes.
#[test]
fn what_is_printed_has_no_fault() {
    let Some(axe) = axe() else { return };
    let Some(browser) = Browser::start() else { return };
    let book = RealBook::build();
    let tab = browser.blank();
    for lang in LANGS {
        open(&tab, &book, &format!("{lang}/print.html"), "light");
        let options = "{rules: {'color-contrast': {enabled: false}}, resultTypes: ['violations']}";
        assert_eq!(faults(&tab, &axe, options), [""; 0], "{lang}");
    }
    assert_ne!(tab.run("return document.querySelectorAll('h1').length"), Value::from(0));
}
