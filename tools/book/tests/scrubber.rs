//! Figures and sessions in a browser: going through a conversation step by step, by mouse and keyboard, heard as well as
//! seen, without scripts, on paper, on a telephone.
//!
//! `ENCHUFE_PICTURES=1 cargo test --test scrubber` takes pictures in four themes, to be looked at.

mod support;

use std::fs;

use serde_json::{Value, json};
use support::browser::{Browser, Tab};
use support::program::run;
use support::workbook::Workbook;

/// The keys by their codes in WebDriver.
const LEFT: &str = "\u{e012}";
const RIGHT: &str = "\u{e014}";
const HOME: &str = "\u{e011}";
const ENTER: &str = "\u{e007}";

const STEPS: usize = 12;

/// A book with a page that has two figures and a session, built.
fn built() -> Workbook {
    let book = Workbook::new();
    let golden = enchufe::root().join("tests/golden/relayed.json");
    let report: Value = serde_json::from_slice(&fs::read(golden).expect("the report is there")).expect("it is JSON");
    let figure =
        json!({"outcome": "wrong-bytes", "mistake": null, "made_from": {}, "transcript": report["transcript"]});
    book.write("tools/book/recordings/figures/tcp-client/solution/prints_every_byte.json", &figure.to_string());
    let wide = format!("{}\n", "x".repeat(200));
    let steps = json!([
        {"terminal": 1, "command": "cargo lab talk --udp --wait 1000 127.0.0.1:15000", "output": wide},
        {"terminal": 2, "command": "cargo run --example a", "typed": "hola\n", "pressed": "ctrl-d", "output": "a\n\nb\n"},
    ]);
    let session = json!({"made_from": {}, "steps": steps, "rest": []});
    book.write("book/sessions/uno.toml", "[[step]]\ncommand = \"true\"\n");
    let block =
        "\n```figure\ntest = \"tcp-client/prints_every_byte\"\nprogram = \"solution\"\ncaption = \"A relay\"\n```\n";
    for lang in ["en", "es"] {
        book.write(&format!("tools/book/recordings/sessions/uno.{lang}.json"), &session.to_string());
        let page = book.read(&format!("book/{lang}/tcp-client.md"));
        let page = format!("{page}{block}{block}\n```session\nname = \"uno\"\n```\n");
        book.write(&format!("book/{lang}/tcp-client.md"), &page);
    }
    book.edit("examples/two-reads.rs", "// each alone", &format!("// each alone: {}", "wide ".repeat(40)));
    let said = run(book.root(), &["build", "--out", "out"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    book
}

fn page(book: &Workbook, lang: &str) -> String {
    format!("file://{}", book.path(&format!("out/{lang}/tcp-client.html")).display())
}

/// How many rows of the first figure are seen.
fn seen(tab: &Tab) -> u64 {
    let script = "return [...document.querySelector('figure.figure').querySelectorAll('[data-row]')]
        .filter((row) => getComputedStyle(row).visibility === 'visible').length";
    tab.run(script).as_u64().expect("a number")
}

#[test]
fn one_goes_through_a_conversation_step_by_step() {
    let Some(browser) = Browser::start() else { return };
    let book = built();
    let tab = browser.open(&page(&book, "en"));
    assert_eq!(seen(&tab), STEPS as u64, "everything is there at first");
    tab.click(".scrubber button:first-of-type");
    assert_eq!(seen(&tab), STEPS as u64 - 1);
    // By keyboard, to the beginning.
    tab.run("document.querySelector('.scrubber input').focus()");
    tab.press(LEFT);
    assert_eq!(seen(&tab), STEPS as u64 - 2);
    tab.press(HOME);
    assert_eq!(seen(&tab), 1);
    assert_eq!(tab.text(".step"), "1. You: started: reliable-udp receive 127.0.0.1:0 copia");
    let state =
        "const [back, on] = document.querySelectorAll('.scrubber button'); return [back.ariaDisabled, on.ariaDisabled]";
    assert_eq!(tab.run(state), json!(["true", "false"]));
    tab.run("document.querySelectorAll('.scrubber button')[1].focus()");
    tab.press(ENTER);
    assert_eq!(tab.text(".step"), "2. You: printed, 29 bytes \"listening on 127.0.0.1:40002\\n\"");
    // The other figure goes its own way.
    let others = "return document.querySelectorAll('figure.figure')[1].querySelectorAll('.later').length";
    assert_eq!(tab.run(others), 0);
    assert_eq!(tab.complaints(), Vec::<String>::new());
}

#[test]
fn at_the_last_step_the_button_keeps_the_focus() {
    let Some(browser) = Browser::start() else { return };
    let book = built();
    let tab = browser.open(&page(&book, "en"));
    let focused =
        || tab.run("return [...document.querySelectorAll('.scrubber button')].indexOf(document.activeElement)");
    tab.click(".scrubber button:first-of-type");
    tab.run("document.querySelectorAll('.scrubber button')[1].focus()");
    tab.press(ENTER);
    assert_eq!((seen(&tab), focused()), (STEPS as u64, json!(1)));
    tab.press(ENTER);
    assert_eq!((seen(&tab), focused()), (STEPS as u64, json!(1)), "there is nothing after the last");
    tab.run("document.querySelectorAll('.scrubber button')[0].focus()");
    for _ in 1..=STEPS {
        tab.press(ENTER);
    }
    assert_eq!((seen(&tab), focused()), (1, json!(0)));
}

#[test]
fn it_is_heard_as_well_as_seen() {
    let Some(browser) = Browser::start() else { return };
    let book = built();
    let tab = browser.open(&page(&book, "es"));
    let names = "const figure = document.querySelector('figure.figure');
        const named = figure.querySelector('svg').getAttribute('aria-labelledby').split(' ');
        return [
            figure.querySelector('svg').getAttribute('role'),
            named.map((id) => document.querySelectorAll('#' + id).length),
            figure.querySelector('.step').getAttribute('role'),
            [...figure.querySelectorAll('.scrubber [aria-label]')].map((one) => one.getAttribute('aria-label')),
            figure.querySelectorAll('details li').length,
        ]";
    let labels = ["Paso anterior", "Paso", "Paso siguiente"];
    assert_eq!(tab.run(names), json!(["img", [1, 1], "status", labels, STEPS]));
    tab.click(".scrubber button:first-of-type");
    assert_eq!(tab.run("return document.querySelector('.scrubber input').getAttribute('aria-valuetext')"), "11 / 12");
}

/// A key in what scrolls sideways: whether that scrolls. On another page it is not there.
fn scrolled(tab: &Tab, wide: &str, key: &str) -> Value {
    tab.run(&format!("document.querySelector({wide:?}).focus()"));
    tab.press(key);
    tab.wait_across_pages(&format!("!(document.querySelector({wide:?})?.scrollLeft === 0)"));
    tab.run(&format!("return document.querySelector({wide:?})?.scrollLeft > 0"))
}

#[test]
fn the_arrow_keys_scroll_what_is_wide_and_turn_no_page() {
    let Some(browser) = Browser::start() else { return };
    let book = built();
    let tab = browser.open(&page(&book, "en"));
    tab.size(360, 740);
    for wide in [".session .output", "pre > code[tabindex]"] {
        tab.wait(&format!("document.querySelector({wide:?})"));
        assert_eq!(scrolled(&tab, wide, RIGHT), true, "{wide}");
    }
    assert_eq!(tab.url(), page(&book, "en"));
    // Beside them the keys turn the pages.
    tab.run("document.activeElement.blur()");
    tab.press(RIGHT);
    tab.wait_across_pages("!location.href.endsWith('tcp-client.html')");
    assert_eq!(tab.complaints(), Vec::<String>::new());
}

#[test]
fn without_scripts_and_on_paper_everything_is_there() {
    let Some(browser) = Browser::start() else { return };
    let book = built();
    let tab = browser.open(&page(&book, "en"));
    tab.run("document.querySelector('.scrubber button').click()");
    tab.devtools("Emulation.setEmulatedMedia", json!({"media": "print"}));
    assert_eq!(seen(&tab), STEPS as u64);
    let shown = "return getComputedStyle(document.querySelector('.scrubber')).display";
    assert_eq!(tab.run(shown), "none");
    tab.devtools("Emulation.setEmulatedMedia", json!({"media": ""}));
    tab.scripts(false);
    tab.reload();
    tab.scripts(true);
    assert_eq!(seen(&tab), STEPS as u64);
    assert_eq!(tab.run("return document.querySelector('.scrubber')"), Value::Null);
}

#[test]
fn a_telephone_shows_letters_of_eleven_pixels_and_nothing_wider_than_itself() {
    let Some(browser) = Browser::start() else { return };
    let book = built();
    let tab = browser.blank();
    tab.size(390, 800);
    for lang in ["en", "es"] {
        tab.go(&page(&book, lang));
        assert_eq!(tab.run("return document.documentElement.scrollWidth"), 390);
        let scale = "const svg = document.querySelector('figure.figure svg');
            const letters = [...svg.querySelectorAll('text, tspan')].map((one) => parseFloat(getComputedStyle(one).fontSize));
            return Math.min(...letters) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width";
        let smallest = tab.run(scale).as_f64().expect("a number");
        assert!(smallest >= 11.0, "{smallest}");
        // No text of a drawing leaves it, whatever the fonts are.
        let outside = "const svg = document.querySelector('figure.figure svg').getBoundingClientRect();
            return [...document.querySelector('figure.figure svg').querySelectorAll('text')]
                .filter((one) => { const at = one.getBoundingClientRect(); return at.left < svg.left || at.right > svg.right; })
                .map((one) => one.textContent)";
        assert_eq!(tab.run(outside), json!([]));
    }
}

#[test]
fn a_command_is_copied_without_its_prompt() {
    let Some(browser) = Browser::start() else { return };
    let book = built();
    let tab = browser.open(&page(&book, "en"));
    let command = "return document.querySelector('.session .command code').innerText";
    assert_eq!(tab.run(command), "cargo lab talk --udp --wait 1000 127.0.0.1:15000");
    let buttons = "return document.querySelectorAll('.session .command .clip-button').length";
    tab.wait("document.querySelector('.session .clip-button')");
    assert_eq!(tab.run(buttons), 2);
    assert_eq!(tab.run("return document.querySelectorAll('.session .output .clip-button').length"), 0);
}

#[test]
fn pictures() {
    if std::env::var_os("ENCHUFE_PICTURES").is_none() {
        println!("skipped: ENCHUFE_PICTURES is not set");
        return;
    }
    let Some(browser) = Browser::start() else { return };
    let book = built();
    let tab = browser.blank();
    for (theme, lang) in [("light", "es"), ("rust", "en"), ("navy", "en"), ("ayu", "es")] {
        for width in [390, 1280] {
            tab.size(width, 1100);
            tab.go(&page(&book, lang));
            tab.run(&format!("localStorage.setItem('mdbook-theme', '{theme}')"));
            tab.go(&page(&book, lang));
            tab.run("document.querySelector('figure.figure').scrollIntoView()");
            tab.picture(&format!("figure-{theme}-{lang}-{width}"));
            tab.run("document.querySelector('.session').scrollIntoView()");
            tab.picture(&format!("session-{theme}-{lang}-{width}"));
        }
    }
}
