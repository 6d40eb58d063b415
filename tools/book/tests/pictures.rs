//! Pictures of the real book, to be looked at: `ENCHUFE_PICTURES=1 cargo test --test pictures`. They go to
//! `target/enchufe/pictures`. Which pages: `ENCHUFE_PICTURES="welcome tcp-client#predict"`.

mod support;

use enchufe::words::Lang;
use support::browser::{Browser, Tab};
use support::program;

/// A page of each kind.
const PAGES: &str = "welcome tcp-client tcp-client#predict tcp-client#the-exercise mistakes mistakes/single-read";

#[test]
fn pages_of_each_kind() {
    let Some(wanted) = std::env::var("ENCHUFE_PICTURES").ok() else {
        println!("skipped: ENCHUFE_PICTURES is not set");
        return;
    };
    let Some(browser) = Browser::start() else { return };
    let pages = if wanted.len() > 1 { wanted.as_str() } else { PAGES };
    let out = tempfile::tempdir().expect("a folder");
    let book = out.path().join("book");
    let built = program::run(enchufe::root(), &["build", "--drafts", "--out", &book.display().to_string()]);
    assert_eq!(built.code, Some(0), "{}", built.stderr);
    let tab = browser.blank();
    for lang in Lang::ALL {
        for page in pages.split_whitespace() {
            let (file, heading) = page.split_once('#').unwrap_or((page, ""));
            let folder = book.join(lang.code());
            let url = format!("file://{}/{file}.html#{heading}", folder.display());
            let name = page.replace(['/', '#'], "-");
            // A phone and a wide screen, in one scheme each for one language, the other way round for the other.
            for (width, dark) in [(390, lang == Lang::En), (1280, lang == Lang::Es)] {
                look(&tab, &url, width, dark);
                tab.picture(&format!("{name}-{}-{width}-{}", lang.code(), if dark { "dark" } else { "light" }));
            }
        }
    }
}

/// A quiz answered wrongly, and what a search finds.
#[test]
fn what_a_reader_does() {
    if std::env::var_os("ENCHUFE_PICTURES").is_none() {
        println!("skipped: ENCHUFE_PICTURES is not set");
        return;
    }
    let Some(browser) = Browser::start() else { return };
    let out = tempfile::tempdir().expect("a folder");
    let book = out.path().join("book");
    let built = program::run(enchufe::root(), &["build", "--drafts", "--out", &book.display().to_string()]);
    assert_eq!(built.code, Some(0), "{}", built.stderr);
    let tab = browser.blank();
    for (lang, term, width, dark) in [
        ("en", "reset", 390, true),
        ("es", "conexion", 1280, true),
        ("en", "sockets", 1280, false),
        ("es", "servidores", 390, false),
    ] {
        let name = |state: &str| format!("{state}-{lang}-{width}-{}", if dark { "dark" } else { "light" });
        look(&tab, &format!("file://{}/{lang}/tcp-client.html", book.display()), width, dark);
        tab.run("localStorage.clear(); document.querySelector('.quiz').scrollIntoView()");
        let wrong = "[...document.querySelectorAll('.quiz .answer')].find((one) => one.nextElementSibling.dataset.right === 'false')";
        tab.run(&format!("{wrong}.click()"));
        tab.picture(&name("quiz"));
        tab.press("/");
        tab.fill("#mdbook-searchbar", term);
        tab.wait("document.querySelector('#mdbook-searchresults li')");
        tab.picture(&name("search"));
        tab.scripts(false);
        look(&tab, &format!("file://{}/{lang}/tcp-client.html", book.display()), width, dark);
        tab.picture(&name("no-scripts"));
        tab.scripts(true);
    }
}

fn look(tab: &Tab, url: &str, width: u32, dark: bool) {
    tab.prefers(&[("prefers-color-scheme", if dark { "dark" } else { "light" }), ("prefers-reduced-motion", "reduce")]);
    tab.size(width, 900);
    tab.go("about:blank");
    tab.go(url);
}
