//! `report.html` in a browser: what it looks like, and that it is used with keys and with the mouse.

mod made_up;

use std::fs;
use std::time::Instant;

use enchufe::words::Lang;
use grade::report;
use made_up::browser::{Browser, Tab};
use made_up::class::{class, hostile, plain_names};
use serde_json::{Value, json};
use tempfile::TempDir;

const ENTER: &str = "\u{e007}";
const TAB: &str = "\u{e004}";

/// A report of a class with hostile names, and the address of its page.
fn written(lang: Lang) -> (TempDir, String) {
    let names = [hostile(), plain_names(30)].concat();
    let folder = TempDir::new().expect("a folder");
    report::write_in(folder.path(), &class(&names), lang).expect("written");
    let url = format!("file://{}/report.html", folder.path().display());
    (folder, url)
}

/// The names in the table that are to be seen, from above.
fn shown(tab: &Tab) -> Vec<String> {
    let names = tab.run(
        "return [...document.querySelectorAll('#table tbody tr:not([hidden]) th a:first-child')].map((a) => a.textContent)",
    );
    names.as_array().expect("a list").iter().map(|name| name.as_str().expect("a name").to_owned()).collect()
}

fn fits(tab: &Tab) -> bool {
    tab.run("return document.documentElement.scrollWidth <= document.documentElement.clientWidth") == json!(true)
}

#[test]
fn wide_and_narrow_light_and_dark_nothing_is_wider_than_the_window() {
    let Some(browser) = Browser::start() else { return };
    let (folder, url) = written(Lang::Es);
    let tab = browser.open(&url);
    let student = fs::read_dir(folder.path().join("students")).expect("a folder");
    let largest =
        student.map(|entry| entry.expect("one")).max_by_key(|entry| entry.metadata().map_or(0, |data| data.len()));
    let page = browser.open(&format!("file://{}", largest.expect("a student").path().display()));
    for (width, scheme) in [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")] {
        for tab in [&tab, &page] {
            tab.size(width, 900);
            tab.prefers(&[("prefers-color-scheme", scheme)]);
        }
        let picture = |tab: &Tab, what: &str| {
            assert!(fits(tab), "{what} at {width}");
            tab.picture(&format!("{what}-{width}-{scheme}"));
        };
        tab.run("scrollTo(0, 0)");
        picture(&tab, "top");
        for (what, script) in [
            ("table", "document.querySelector('#grades').scrollIntoView()"),
            ("misunderstood", "document.querySelector('#misunderstood').scrollIntoView()"),
            ("stuck", "document.querySelector('#stuck').scrollIntoView()"),
            (
                "relay",
                "const chart = document.querySelector('.student .relay'); chart.closest('details').open = true; \
                       chart.previousElementSibling.scrollIntoView()",
            ),
            (
                "several",
                "const name = document.querySelector('.student .name'); name.closest('details').open = true; \
                         name.closest('.chart').scrollIntoView()",
            ),
        ] {
            tab.run(script);
            picture(&tab, what);
        }
        picture(&page, "student");
        page.run("document.querySelector('.bad').scrollIntoView()");
        picture(&page, "student-failing");
    }
    assert_eq!([tab.complaints(), page.complaints()].concat(), [""; 0]);
}

#[test]
fn names_stay_names_and_nothing_runs_but_the_page() {
    let Some(browser) = Browser::start() else { return };
    let (_folder, url) = written(Lang::En);
    let tab = browser.open(&url);
    assert_eq!(
        tab.run("return [document.title, document.scripts.length, document.images.length]"),
        json!(["The class's grades", 1, 0])
    );
    // Whatever got into the page some other way would not run either.
    let refused = "const script = document.createElement('script'); script.textContent = 'window.ran = 1'; \
                   document.body.append(script); return window.ran ?? 'refused'";
    assert_eq!(tab.run(refused), json!("refused"));
}

#[test]
fn the_table_is_filtered_by_name_and_by_what_is_not_solved() {
    let Some(browser) = Browser::start() else { return };
    let (_folder, url) = written(Lang::En);
    let tab = browser.open(&url);
    assert_eq!(shown(&tab).len(), 49);
    tab.fill("#name", "ñand");
    assert_eq!(shown(&tab), ["Nandu\u{301}", "Ñandú Pérez"]);
    assert_eq!(tab.text("#shown"), "2 of 49 shown");
    tab.fill("#name", "");
    tab.run(
        "const which = document.querySelector('#which'); which.value = 'person'; \
             which.dispatchEvent(new Event('input', {bubbles: true}))",
    );
    let people = tab.run("return document.querySelectorAll('tr[data-person]').length").as_u64().expect("a count");
    assert_eq!(shown(&tab).len() as u64, people);
    tab.run(
        "const which = document.querySelector('#which'); which.value = 'tcp-client'; \
             which.dispatchEvent(new Event('input', {bubbles: true}))",
    );
    let unsolved = "return [...document.querySelectorAll('#table tbody tr')].filter((row) => !row.cells[4].classList.contains('good')).length";
    assert_eq!(shown(&tab).len() as u64, tab.run(unsolved).as_u64().expect("a count"));
    assert_eq!(tab.complaints(), [""; 0]);
}

#[test]
fn a_header_sorts_and_says_so() {
    let Some(browser) = Browser::start() else { return };
    let (_folder, url) = written(Lang::En);
    let tab = browser.open(&url);
    tab.click("#table th:nth-child(2) button");
    let points = || -> Vec<f64> {
        let read = tab.run(
            "return [...document.querySelectorAll('#table tbody tr')].map((row) => Number(row.cells[1].dataset.v))",
        );
        read.as_array().expect("a list").iter().filter_map(Value::as_f64).collect()
    };
    assert!(points().is_sorted_by(|a, b| a >= b));
    assert_eq!(tab.run("return document.querySelector('#table th:nth-child(2)').ariaSort"), json!("descending"));
    tab.click("#table th:nth-child(2) button");
    assert!(points().is_sorted());
    assert_eq!(tab.run("return document.querySelector('#table th:nth-child(2)').ariaSort"), json!("ascending"));
}

#[test]
fn keys_lead_from_a_cell_to_the_report_behind_it() {
    let Some(browser) = Browser::start() else { return };
    let (_folder, url) = written(Lang::En);
    let tab = browser.open(&url);
    let at = || tab.run("return document.activeElement.getAttribute('href') ?? document.activeElement.id");
    tab.run("document.querySelector('#which').focus()");
    // The table itself, so that keys can scroll it, then its headers, then the first student.
    tab.press(TAB);
    assert_eq!(tab.run("return document.activeElement.className"), json!("wide"));
    tab.press(&TAB.repeat(15 + 1));
    assert_eq!(at(), json!("#s0"));
    tab.press(TAB);
    let cell = at().as_str().expect("a link").to_owned();
    assert!(cell.starts_with("#s0-"), "{cell}");
    tab.press(ENTER);
    assert_eq!(at(), json!(cell[1..]));
    assert_eq!(tab.run("return document.activeElement.closest('details').open"), json!(true));
    assert_eq!(tab.run("const box = document.activeElement.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight"), json!(true));
    assert_eq!(tab.complaints(), [""; 0]);
}

#[test]
fn an_address_with_a_student_s_exercise_opens_it() {
    let Some(browser) = Browser::start() else { return };
    let (_folder, url) = written(Lang::En);
    let tab = browser.open(&format!("{url}#s20-tcp-client"));
    let heading = "document.querySelector('#s20-tcp-client')";
    assert_eq!(tab.run(&format!("return {heading}.closest('details').open")), json!(true));
    let visible = "const box = arguments[0]; return box.top >= 0 && box.bottom <= innerHeight";
    let visible = visible.replace("arguments[0]", &format!("{heading}.getBoundingClientRect()"));
    assert_eq!(tab.run(&visible), json!(true));
    tab.picture("opened");
}

#[test]
fn the_table_fits_on_paper() {
    let Some(browser) = Browser::start() else { return };
    let (_folder, url) = written(Lang::Es);
    let tab = browser.open(&url);
    // A4, landscape, between its margins.
    tab.size(1047, 718);
    tab.devtools("Emulation.setEmulatedMedia", json!({"media": "print"}));
    assert!(fits(&tab));
    tab.run("document.querySelector('#grades').scrollIntoView()");
    tab.picture("paper");
}

#[test]
fn everything_has_a_name_and_enough_contrast() {
    let Some(browser) = Browser::start() else { return };
    let Some(axe) = std::env::var_os("ENCHUFE_AXE") else {
        println!("skipped: ENCHUFE_AXE names no axe.min.js (npm pack axe-core)");
        return;
    };
    let axe = fs::read_to_string(axe).expect("axe");
    let (folder, url) = written(Lang::Es);
    let student = fs::read_dir(folder.path().join("students")).expect("a folder").next().expect("one").expect("one");
    for url in [url, format!("file://{}", student.path().display())] {
        for (width, scheme) in [(1280, "light"), (1280, "dark"), (390, "light")] {
            let tab = browser.open(&url);
            tab.size(width, 900);
            tab.prefers(&[("prefers-color-scheme", scheme)]);
            tab.run("document.querySelectorAll('.student').forEach((one, place) => { one.open = place % 6 === 0; })");
            tab.run(&axe);
            let found = tab.run_async("axe.run().then((found) => done(found.violations.map((one) => one.id + ': ' + one.nodes.slice(0, 3).map((node) => node.html).join(' '))))");
            assert_eq!(found, json!([]), "{url} {width} {scheme}");
        }
    }
}

#[test]
fn a_class_of_300_opens_and_answers() {
    let Some(browser) = Browser::start() else { return };
    let folder = TempDir::new().expect("a folder");
    let class = class(&plain_names(300));
    let began = Instant::now();
    report::write_in(folder.path(), &class, Lang::Es).expect("written");
    let page = folder.path().join("report.html");
    let size = fs::metadata(&page).expect("it is there").len() / 1000;
    println!("written in {:.1?}; report.html has {size} kB", began.elapsed());
    let tab = browser.open(&format!("file://{}", page.display()));
    let opened = "const took = performance.getEntriesByType('navigation')[0]; \
                  return `${Math.round(took.loadEventEnd)} ms, ${document.querySelectorAll('*').length} elements`";
    println!("opened in {}", tab.run(opened));
    let answered = "const began = performance.now(); document.querySelector('#table th:nth-child(2) button').click(); \
                    document.body.offsetHeight; return `${Math.round(performance.now() - began)} ms`";
    println!("sorted in {}", tab.run(answered));
    tab.fill("#name", "student-299");
    assert_eq!(shown(&tab), ["student-299"]);
    assert_eq!(tab.complaints(), [""; 0]);
}
