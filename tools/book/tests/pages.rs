//! Every chapter and appendix of the real book in a browser, in both languages, and some of the mistakes: wide and on a
//! phone nothing sticks out, nothing is complained of, and nothing is asked of another machine.

mod support;

use serde_json::json;
use support::browser::{Browser, Tab};
use support::real::RealBook;

/// One of so many mistakes is looked at. They are all made alike.
const OF_SO_MANY: usize = 25;

/// Of a phone and of a screen, in CSS pixels. A page that was opened on a phone has its contents folded away.
const WIDTHS: [u32; 2] = [390, 1280];

#[test]
fn every_page_fits_and_asks_nobody() {
    let Some(browser) = Browser::start() else { return };
    let book = RealBook::build();
    let tab = browser.blank();
    let mut faults = Vec::new();
    for lang in ["en", "es"] {
        // All pages together are what is printed, on paper of one size.
        let is_shown = |page: &String| !page.ends_with("/toc.html") && !page.ends_with("/print.html");
        let chapters = book.pages(lang).into_iter().filter(is_shown);
        let mistakes = book.pages(&format!("{lang}/mistakes")).into_iter().step_by(OF_SO_MANY);
        for page in chapters.chain(mistakes) {
            faults.extend(look(&tab, &book, &page).into_iter().map(|fault| format!("{page}: {fault}")));
        }
    }
    // The browser's own complaints are kept until somebody asks for them, and name the page.
    faults.extend(tab.complaints());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_a_reader_predicts_is_shown_when_it_is_asked_for() {
    let Some(browser) = Browser::start() else { return };
    let book = RealBook::build();
    let tab = browser.blank();
    let pages = ["en", "es"].into_iter().flat_map(|lang| book.pages(lang));
    let predicted: Vec<String> =
        pages.filter(|page| !page.ends_with("/print.html") && book.read(page).contains("id=\"predict\"")).collect();
    assert!(!predicted.is_empty());
    for page in predicted {
        tab.go(&format!("{}{page}", book.url()));
        assert_eq!(tab.run(&format!("return {ANSWER}.checkVisibility()")), false, "{page}");
        tab.click(".look > summary");
        assert_eq!(tab.run(&format!("return {ANSWER}.checkVisibility()")), true, "{page}");
    }
}

/// The first conversation behind the question.
const ANSWER: &str =
    "document.querySelector('#predict ~ .look :is(.session, .figure), #predict ~ :is(.session, .figure)')";

fn look(tab: &Tab, book: &RealBook, page: &str) -> Vec<String> {
    let base = book.url();
    tab.size(WIDTHS[0], 900);
    tab.go(&format!("{base}{page}"));
    let seen = tab.run(
        "
        for (const one of document.querySelectorAll('details')) one.open = true;
        return window.complained.concat(performance.getEntriesByType('resource').map((one) => one.name));",
    );
    let seen = seen.as_array().expect("a list").iter().filter_map(|one| one.as_str());
    let mut faults: Vec<String> = seen.filter(|one| !one.starts_with(&base)).map(str::to_owned).collect();
    for width in WIDTHS {
        tab.size(width, 900);
        let wide = tab.run(STICKS_OUT);
        if wide != json!([]) {
            faults.push(format!("at {width} px: {wide}"));
        }
    }
    faults
}

/// What is wider than the page, and does not scroll in a place of its own.
const STICKS_OUT: &str = "
    const wide = [...document.querySelectorAll('main *, .menu-bar *')]
        .filter((one) => one.getBoundingClientRect().right > innerWidth + 1);
    const scrolls = (one) => {
        for (let above = one.parentElement; above && !above.matches('main, body'); above = above.parentElement) {
            if (getComputedStyle(above).overflowX !== 'visible') return true;
        }
        return false;
    };
    return wide.filter((one) => one.checkVisibility() && !scrolls(one)).slice(0, 3).map((one) => one.outerHTML.slice(0, 120));";
