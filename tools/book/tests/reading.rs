//! The book in a browser: what a reader does with it, served, from a disk, on a phone, on paper, without scripts.

mod support;

use serde_json::{Value, json};
use support::browser::{Browser, Tab};
use support::program::{Serving, run};
use support::workbook::Workbook;

/// A book that lies on a disk.
fn on_disk() -> Workbook {
    let book = Workbook::new();
    let said = run(book.root(), &["build", "--out", "out"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    book
}

fn file(book: &Workbook, page: &str) -> String {
    format!("file://{}", book.path(&format!("out/{page}")).display())
}

/// The keys by their codes in WebDriver.
const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const LEFT: &str = "\u{e012}";
const RIGHT: &str = "\u{e014}";
const DOWN: &str = "\u{e015}";

const PAGES: [&str; 4] = ["welcome.html", "tcp-client.html", "mistakes.html", "mistakes/single-read.html"];

/// The headings that a search finds, once it has found any.
fn found(tab: &Tab, term: &str) -> Vec<String> {
    tab.fill("#mdbook-searchbar", term);
    tab.wait(&format!("document.querySelector('#mdbook-searchresults-header').textContent.includes({term:?})"));
    let found =
        tab.run("return [...document.querySelectorAll('#mdbook-searchresults a')].map((one) => one.textContent)");
    found.as_array().expect("a list").iter().map(|one| one.as_str().expect("text").to_owned()).collect()
}

fn has(found: &[String], part: &str) -> bool {
    found.iter().any(|one| one.contains(part))
}

#[test]
fn the_picker_stays_on_the_page_and_the_heading() {
    let Some(browser) = Browser::start() else { return };
    let book = on_disk();
    let tab = browser.open(&file(&book, "en/tcp-client.html"));
    assert_eq!(tab.text("a.language"), "Castellano");
    tab.click("a.language");
    assert_eq!(tab.url(), file(&book, "es/tcp-client.html"));
    tab.go(&file(&book, "en/tcp-client.html#the-exercise"));
    tab.click("a.language");
    assert_eq!(tab.url(), file(&book, "es/tcp-client.html#the-exercise"));
    tab.go(&file(&book, "es/mistakes/single-read.html"));
    // By keyboard: after the four buttons that come first.
    tab.run("document.querySelector('a.language').focus()");
    tab.press(ENTER);
    tab.wait_across_pages("document.documentElement.lang === 'en'");
    assert_eq!(tab.url(), file(&book, "en/mistakes/single-read.html"));
    // The first page remembers it. A busy browser tells its other processes a moment later what a page has kept, so a page
    // in the other language is left for the first page once more.
    let first_page_leads_to = |code: &str, other: &str| {
        tab.go(&file(&book, "index.html"));
        tab.wait_across_pages(&format!(
            "location.href.endsWith('{code}/index.html')
             || location.href.endsWith('{other}/index.html') && void location.replace('../index.html')"
        ));
    };
    first_page_leads_to("en", "es");
    tab.click("a.language");
    tab.wait_across_pages("document.documentElement.lang === 'es'");
    first_page_leads_to("es", "en");
    assert_eq!(tab.complaints(), [""; 0]);
}

#[test]
fn search_knows_accents_and_plurals_in_both_languages() {
    let Some(browser) = Browser::start() else { return };
    let book = on_disk();
    let tab = browser.open(&file(&book, "es/mistakes/single-read.html"));
    assert_eq!(
        tab.run("return [...document.scripts].filter((one) => one.src.includes('searchindex')).length"),
        json!(0)
    );
    tab.click("#mdbook-search-toggle");
    for (term, page) in [
        ("conexion", "Bienvenida"),
        ("conexión", "Bienvenida"),
        ("CONEXIONES", "Bienvenida"),
        ("servidores", "Bienvenida"),
        ("servidor", "Cómo trabajar"),
        ("señal", "Un cliente TCP"),
        ("senal", "Un cliente TCP"),
        ("vez", "Bienvenida"),
        ("primer pedazo", "Se quedó con el primer pedazo"),
    ] {
        assert!(has(&found(&tab, term), page), "{term}: {:?}", found(&tab, term));
    }
    assert_eq!(found(&tab, "zzzz"), [""; 0]);
    assert!(tab.text("#mdbook-searchresults-header").starts_with("No se encontró nada para"));

    tab.go(&file(&book, "en/welcome.html"));
    tab.press("/");
    for (term, page) in
        [("connections", "Welcome"), ("connection", "Welcome"), ("server", "Welcome"), ("serv", "Welcome")]
    {
        assert!(has(&found(&tab, term), page), "{term}");
    }
    assert!(has(&found(&tab, "first piece"), "It stopped after the first piece"));
    assert_eq!(tab.complaints(), [""; 0]);
}

#[test]
fn search_finds_a_mistake_by_its_name_in_reports() {
    let Some(browser) = Browser::start() else { return };
    let book = on_disk();
    for (lang, title) in [("en", "It stopped after the first piece"), ("es", "Se quedó con el primer pedazo")] {
        let tab = browser.open(&file(&book, &format!("{lang}/welcome.html")));
        tab.press("/");
        assert_eq!(found(&tab, "single-read").first().map(String::as_str), Some(title));
    }
}

#[test]
fn search_goes_by_keyboard() {
    let Some(browser) = Browser::start() else { return };
    let book = on_disk();
    let tab = browser.open(&file(&book, "en/welcome.html"));
    tab.press("s");
    assert_eq!(tab.run("return document.activeElement.id"), "mdbook-searchbar");
    assert!(!found(&tab, "predict").is_empty());
    tab.press(DOWN);
    assert_eq!(tab.run("return document.activeElement.textContent"), "A TCP client » Predict");
    tab.press(ESCAPE);
    assert_eq!(tab.run("return document.activeElement.id"), "mdbook-search-toggle");
    assert_eq!(tab.run("return document.querySelector('#mdbook-search-wrapper').offsetHeight"), 0);
    tab.press("/");
    found(&tab, "predict");
    tab.press(ENTER);
    tab.wait("location.hash === '#predict'");
    assert!(tab.url().ends_with("en/tcp-client.html#predict"));
}

#[test]
fn a_quiz_gives_a_reason_for_every_answer_and_remembers() {
    let Some(browser) = Browser::start() else { return };
    let book = on_disk();
    let tab = browser.open(&file(&book, "en/tcp-client.html"));
    let shown =
        "return [...document.querySelectorAll('.reason')].filter((one) => !one.hidden).map((one) => one.textContent)";
    assert_eq!(tab.run(shown), json!([]));
    assert_eq!(tab.run("return document.querySelectorAll('.quiz .reasons').length"), 0);
    tab.click(".quiz .answer:nth-of-type(3)");
    let reasons = tab.run(shown);
    assert_eq!(reasons.as_array().map(Vec::len), Some(3), "{reasons}");
    assert_eq!(reasons[1], "Right. A read gives what has come so far.");
    assert_eq!(reasons[2], "Not this one. The second five may still be on the way.");
    assert_eq!(tab.run("return document.querySelector('.quiz [role=status]').textContent"), reasons[2]);
    assert!(
        tab.run("return document.querySelector('.answer.is-wrong').textContent")
            .to_string()
            .contains("10 bytes, always")
    );

    tab.reload();
    assert_eq!(tab.run(shown), reasons);
    // The same question in the other language.
    tab.go(&file(&book, "es/tcp-client.html"));
    assert_eq!(tab.run(shown)[2], "Esta no es. Los otros cinco pueden venir todavía en camino.");
    tab.click(".quiz .again");
    assert_eq!(tab.run(shown), json!([]));
    tab.reload();
    assert_eq!(tab.run(shown), json!([]));
    assert_eq!(tab.complaints(), [""; 0]);
}

/// The reasons of the quiz that show, and the answers that are kept.
fn given_away(tab: &Tab) -> (usize, String) {
    let shown = tab.run("return [...document.querySelectorAll('.reason')].filter((one) => !one.hidden).length");
    let kept = tab.run("return localStorage.getItem('enchufe-answers') ?? ''");
    (shown.as_u64().expect("a number") as usize, kept.as_str().expect("text").to_owned())
}

/// The option of the quiz that has the focus, if it is the one that is chosen, too.
fn walked_to(tab: &Tab) -> Value {
    tab.run("const one = document.activeElement; return one.type === 'radio' && one.checked ? one.value : null")
}

#[test]
fn the_arrow_keys_walk_through_a_quiz_and_enter_and_space_answer() {
    let Some(browser) = Browser::start() else { return };
    let book = on_disk();
    let tab = browser.open(&file(&book, "en/tcp-client.html"));
    tab.run("document.querySelector('.quiz input').focus()");
    for (key, option) in [(DOWN, "2"), (RIGHT, "3"), (DOWN, "1"), (LEFT, "3")] {
        tab.press(key);
        assert_eq!(walked_to(&tab), option);
    }
    assert_eq!(given_away(&tab), (0, String::new()));
    assert_eq!(tab.text(".quiz [role=status]"), "");
    tab.press(ENTER);
    assert_eq!(given_away(&tab), (3, r#"{"two-writes":"3"}"#.into()));
    assert_eq!(tab.run("return document.querySelector('.answer.is-wrong input').value"), "3");
    tab.press(DOWN);
    assert_eq!((walked_to(&tab), given_away(&tab).1), (json!("1"), r#"{"two-writes":"3"}"#.into()));
    tab.press(" ");
    assert_eq!(given_away(&tab), (3, r#"{"two-writes":"1"}"#.into()));
    assert_eq!(tab.complaints(), [""; 0]);
}

#[test]
fn a_button_tells_who_walks_through_a_quiz_how_to_answer() {
    let Some(browser) = Browser::start() else { return };
    let book = on_disk();
    for (lang, name) in [("en", "Check"), ("es", "Comprobar")] {
        let tab = browser.open(&file(&book, &format!("{lang}/tcp-client.html")));
        assert_eq!(tab.run("return document.querySelector('.quiz .check').offsetHeight"), 0);
        tab.run("document.querySelector('.quiz input').focus()");
        tab.press(DOWN);
        tab.press(TAB);
        assert_eq!(tab.run("return document.activeElement.textContent"), name);
        tab.press(ENTER);
        assert_eq!(tab.run("return document.querySelector('.quiz .check').offsetHeight"), 0);
        assert_eq!((walked_to(&tab), given_away(&tab).0), (json!("2"), 3), "the focus is on what was answered");
        tab.click(".quiz .again");
    }
}

#[test]
fn what_was_read_and_answered_is_kept_here_and_can_be_forgotten() {
    let Some(browser) = Browser::start() else { return };
    let book = on_disk();
    let tab = browser.open(&file(&book, "en/tcp-client.html"));
    let read =
        "[...document.querySelectorAll('#mdbook-sidebar .mark.read')].map((one) => one.parentElement.textContent)";
    assert_eq!(tab.run(&format!("return {read}")), json!([]));
    tab.click(".quiz .answer:nth-of-type(1)");
    tab.run("scrollTo(0, document.body.scrollHeight)");
    tab.wait(&format!("{read}.length === 1"));
    tab.go(&file(&book, "es/welcome.html"));
    assert_eq!(tab.run(&format!("return {read}")), json!(["Un cliente TCP (leído)"]));
    tab.click(".forget button");
    assert_eq!(tab.run(&format!("return {read}")), json!([]));
    assert_eq!(tab.text(".forget p"), "Olvidado.");
    assert_eq!(tab.run("return Object.keys(localStorage).filter((name) => name.startsWith('enchufe-'))"), json!([]));
    assert_eq!(tab.complaints(), [""; 0]);
}

#[test]
fn a_served_page_shows_how_the_exercise_stands() {
    let Some(browser) = Browser::start() else { return };
    let book = Workbook::new();
    let rules = enchufe::catalog::exercise(&book.path("exercises/03-tcp-client")).expect("a manifest").rules;
    for rule in &rules {
        let path = format!("target/enchufe/reports/tcp-client/{}.json", rule.name);
        let outcome = if rule.name == "sends_nothing" { "wrong-bytes" } else { "passed" };
        book.write(&path, &json!({"schema": 1, "test": rule.name, "outcome": outcome}).to_string());
    }
    let serving = Serving::somewhere(book.root());
    let tab = browser.open(&serving.at("/es/tcp-client.html"));
    tab.wait("document.querySelector('.exercise .state')");
    assert_eq!(tab.text(".exercise .state"), "En esta máquina: se cumplían 18 de 19 reglas en la última evaluación.");
    tab.wait("document.querySelector('#mdbook-sidebar .mark.begun')");
    assert_eq!(tab.complaints(), [""; 0]);
    // From a disk nobody is asked.
    let disk = format!("file://{}", book.path("target/enchufe/book/es/tcp-client.html").display());
    tab.go(&disk);
    assert_eq!(tab.run("return document.querySelectorAll('.exercise .state').length"), 0);
    assert_eq!(tab.complaints(), [""; 0]);
}

#[test]
fn an_open_page_comes_anew_and_says_when_it_cannot() {
    let Some(browser) = Browser::start() else { return };
    let book = Workbook::new();
    let serving = Serving::somewhere(book.root());
    let tab = browser.open(&serving.at("/en/welcome.html"));
    book.edit("book/en/welcome.md", "Everything here happens", "Everything here takes place");
    tab.wait_across_pages("document.body.textContent.includes('takes place')");
    book.edit("book/en/welcome.md", "{#how-to-work}", "");
    tab.wait_across_pages("document.querySelector('#stale')");
    assert!(tab.text("#stale").contains("book/en/welcome.md:8: the heading `How to work` has no id"));
    book.edit("book/en/welcome.md", "## How to work ", "## How it goes {#how-to-work}");
    tab.wait_across_pages("!document.querySelector('#stale') && document.body.textContent.includes('How it goes')");
}

#[test]
fn the_sidebar_and_its_folds_are_within_reach_of_a_keyboard() {
    let Some(browser) = Browser::start() else { return };
    let book = on_disk();
    let tab = browser.open(&file(&book, "en/welcome.html"));
    let visible = "return document.documentElement.classList.contains('sidebar-visible')";
    assert_eq!(tab.run(visible), true);
    tab.run("document.querySelector('#mdbook-sidebar-toggle').focus()");
    tab.press(ENTER);
    assert_eq!(tab.run(visible), false);
    assert_eq!(tab.run("return document.querySelector('#mdbook-sidebar-toggle').ariaExpanded"), "false");
    tab.press(ENTER);
    assert_eq!(tab.run(visible), true);
    let fold = "document.querySelector('.chapter-fold-toggle')";
    assert_eq!(tab.run(&format!("{fold}.focus(); return {fold}.ariaExpanded")), "false");
    tab.press(ENTER);
    assert_eq!(tab.run(&format!("return {fold}.ariaExpanded")), "true");
    tab.reload();
    tab.press(TAB);
    assert_eq!(tab.run("return document.activeElement.textContent"), "To the text");
}

#[test]
fn every_page_fits_a_phone() {
    let Some(browser) = Browser::start() else { return };
    let book = on_disk();
    let tab = browser.blank();
    for width in [320, 390] {
        tab.size(width, 844);
        for lang in ["en", "es"] {
            for page in PAGES {
                tab.go(&file(&book, &format!("{lang}/{page}")));
                tab.run("for (const one of document.querySelectorAll('details')) one.open = true");
                let wide = tab.run(
                    "return [...document.querySelectorAll('main *, .menu-bar *')]
                         .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
                         .filter((one) => !one.closest('pre, .table-wrapper, svg, .tooltiptext, .theme-popup, .only-heard'))
                         .map((one) => one.outerHTML.slice(0, 120))",
                );
                assert_eq!(wide, json!([]), "{lang} {page} at {width}");
                assert_eq!(tab.run("return document.documentElement.scrollWidth <= innerWidth"), true, "{lang} {page}");
            }
        }
    }
}

#[test]
fn every_theme_shows_the_blocks_in_its_own_colours() {
    let Some(browser) = Browser::start() else { return };
    let book = on_disk();
    let tab = browser.open(&file(&book, "en/tcp-client.html"));
    tab.click(".quiz .answer:nth-of-type(1)");
    let mut seen = Vec::new();
    for theme in ["light", "rust", "coal", "navy", "ayu"] {
        tab.run(&format!("document.querySelector('#mdbook-theme-{theme}').click()"));
        assert_eq!(tab.run(&format!("return document.documentElement.classList.contains({theme:?})")), true);
        let background = tab.run("return getComputedStyle(document.documentElement).backgroundColor");
        assert!(!seen.contains(&background), "{theme}");
        seen.push(background);
        assert_eq!(tab.run(CONTRAST), json!([]), "{theme}");
        assert_eq!(tab.run(COVER), true, "{theme}: a cover of another colour can be seen beside a listing");
    }
}

/// Whether what covers the shade of a listing has the listing's own colour.
const COVER: &str = "
    const listing = document.querySelector('main pre > code.hljs');
    const cover = document.createElement('div');
    cover.style.backgroundColor = 'var(--listing)';
    listing.append(cover);
    const colours = [listing, cover].map((one) => getComputedStyle(one).backgroundColor);
    cover.remove();
    return colours[0] === colours[1];";

/// Text of ours whose colour is too near to what is behind it (WCAG 2.2, 1.4.3).
const CONTRAST: &str = "
    const channels = (colour) => {
        const canvas = new OffscreenCanvas(1, 1).getContext('2d');
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return canvas.getImageData(0, 0, 1, 1).data;
    };
    const luminance = (colour) => {
        const [r, g, b] = [...channels(colour)].map((one) => one / 255)
            .map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (one) => {
        for (; one; one = one.parentElement) {
            const colour = getComputedStyle(one).backgroundColor;
            if (channels(colour)[3] === 255) return colour;
        }
        return 'white';
    };
    return [...document.querySelectorAll('.quiz .kind, .quiz .answer, .reason, .reason strong, .exercise p, .exercise li, .exercise summary, a.language, .again')]
        .filter((one) => {
            const [a, b] = [luminance(getComputedStyle(one).color), luminance(behind(one))].sort((a, b) => b - a);
            return (a + 0.05) / (b + 0.05) < 4.5;
        }).map((one) => one.outerHTML.slice(0, 80) + getComputedStyle(one).color);";

#[test]
fn without_scripts_nothing_is_hidden() {
    let Some(browser) = Browser::start() else { return };
    let book = on_disk();
    let tab = browser.blank();
    tab.scripts(false);
    tab.go(&file(&book, "en/tcp-client.html"));
    tab.scripts(true);
    assert_eq!(tab.run("return document.querySelectorAll('.reasons li .why').length"), 3);
    assert_eq!(tab.run("return document.querySelector('code.hljs .hljs-keyword').textContent"), "for");
    assert_eq!(tab.run("return document.querySelectorAll('noscript label').length"), 1);
    assert_eq!(tab.run("return getComputedStyle(document.querySelector('#mdbook-sidebar-toggle')).display"), "none");
    assert_eq!(tab.run("return document.querySelector('a.language').getAttribute('href')"), "../es/tcp-client.html");

    tab.scripts(false);
    tab.go(&file(&book, "en/toc.html"));
    tab.scripts(true);
    let unseen = tab.run("return [...document.querySelectorAll('a[href]')].filter((one) => !one.offsetHeight).length");
    assert_eq!(unseen, 0, "the pages of the mistakes are not folded away");
    tab.scripts(false);
    tab.go(&file(&book, "index.html"));
    tab.scripts(true);
    assert_eq!(tab.run("return [...document.links].map((one) => one.textContent)"), json!(["English", "Castellano"]));
}

#[test]
fn on_paper_everything_is_open_and_nothing_can_be_pressed() {
    let Some(browser) = Browser::start() else { return };
    let book = on_disk();
    let tab = browser.open(&file(&book, "es/print.html"));
    tab.devtools("Emulation.setEmulatedMedia", json!({"media": "print"}));
    let seen = |selector: &str| {
        tab.run(&format!("return document.querySelector({selector:?}).getBoundingClientRect().height > 0"))
    };
    for hidden in ["#mdbook-menu-bar", "#mdbook-sidebar", ".forget", ".skip"] {
        assert_eq!(seen(hidden), false, "{hidden}");
    }
    // The last hint is the innermost.
    assert_eq!(seen(".hint .hint .hint .hint pre"), true);
    assert_eq!(seen(".mistakes li"), true);
    let breaks = tab.run("return document.querySelectorAll('main > div[style*=break-before]').length");
    assert_eq!(breaks, 2, "the pages of the mistakes follow each other");
    assert_eq!(tab.complaints(), [""; 0]);
}

/// What a page has asked for.
fn loaded(tab: &Tab) -> Vec<String> {
    let names = tab.run("return performance.getEntriesByType('resource').map((one) => one.name)");
    names.as_array().expect("a list").iter().map(|one| one.as_str().expect("text").to_owned()).collect()
}

#[test]
fn works_from_a_disk_and_in_any_folder_of_a_host_without_a_complaint() {
    let Some(browser) = Browser::start() else { return };
    let book = on_disk();
    let host = support::host::serve(book.root(), "/some/where");
    for base in [format!("file://{}/", book.path("out").display()), format!("{host}/some/where/out/")] {
        let tab = browser.blank();
        for lang in ["en", "es"] {
            for page in PAGES.into_iter().chain(["index.html", "print.html"]) {
                tab.go(&format!("{base}{lang}/{page}"));
                tab.wait("document.readyState === 'complete'");
                let strangers: Vec<String> = loaded(&tab).into_iter().filter(|name| !name.starts_with(&base)).collect();
                assert_eq!(strangers, [""; 0], "{lang}/{page}");
            }
        }
        tab.go(&format!("{base}en/mistakes/single-read.html"));
        tab.press("/");
        assert!(has(&found(&tab, "exercise"), "The exercise"));
        tab.click("#mdbook-searchresults a");
        assert!(tab.url().starts_with(&format!("{base}en/")));
        assert_eq!(tab.complaints(), [""; 0], "{base}");
    }
}
