//! The explorables in a real browser, on a page of a built book: their models against the truth in `tests/golden`, and
//! what a reader does with them. Skipped, with the reason printed, where there is no chromium.

mod support;

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use support::browser::{Browser, Tab};
use support::program::run;
use support::workbook::Workbook;

const NAMES: [&str; 6] =
    ["address-bits", "stream-cuts", "packet-loss", "sliding-window", "framing-buffer", "cachipun-game"];
const LANGS: [&str; 2] = ["en", "es"];

/// Keys, as WebDriver names them.
const TAB: &str = "\u{e004}";
const SPACE: &str = " ";
const RIGHT: &str = "\u{e014}";
const LEFT: &str = "\u{e012}";
const BACKSPACE: &str = "\u{e003}";

/// Plays the cases of a file with `play(cases)`, and gives those in which the model says something else.
const PLAY: &str = r#"
    const { all, play } = Explorables;
    const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
    const differing = (name, judge) => cases.flatMap((one) => {
        const got = judge(one, (events) => all[name].facts(play(all[name], events)));
        return got === null ? [] : [JSON.stringify({ case: one, got })];
    }).slice(0, 3);
"#;

/// A book whose first page has all explorables.
struct Site {
    workbook: Workbook,
}

impl Site {
    fn build() -> Site {
        let workbook = Workbook::new();
        for lang in LANGS {
            let page = format!("book/{lang}/welcome.md");
            let blocks = NAMES.map(|name| format!("\n```explorable\nname = \"{name}\"\ncaption = \"`{name}`\"\n```\n"));
            let text = workbook.read(&page) + &blocks.concat();
            workbook.write(&page, &text);
        }
        let said = run(workbook.root(), &["build", "--out", "out"]);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
        Site { workbook }
    }

    fn page(&self, lang: &str) -> String {
        format!("file://{}", self.workbook.path(&format!("out/{lang}/welcome.html")).display())
    }
}

fn cases(name: &str) -> String {
    let path = enchufe::root().join("tools/book/tests/golden").join(format!("{name}.json"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Compares a model with the truth: `judge` is a function of JavaScript of a case and of `facts(events)`, and gives
/// null where they agree, else what the model says.
fn agree(tab: &Tab, name: &str, judge: &str) {
    let cases = cases(name);
    let differing = tab.run(&format!("const cases = {cases};{PLAY} return differing({name:?}, {judge});"));
    assert_eq!(differing, Value::Array(Vec::new()), "{name} differs from the truth");
}

#[test]
fn the_models_agree_with_the_truth() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::build();
    let tab = browser.open(&site.page("en"));
    agree(
        &tab,
        "address-bits",
        "(one, facts) => {
            if ('text' in one) {
                const state = play(all['address-bits'], [{ type: 'address', value: one.text }]);
                const accepted = state.wrong === null ? facts([{ type: 'address', value: one.text }]).text : null;
                return accepted === one.address ? null : accepted;
            }
            const got = facts([{ type: 'address', value: one.address }, { type: 'length', value: String(one.length) }]);
            const { address, length, ...wanted } = one;
            return Object.keys(wanted).every((key) => got[key] === wanted[key]) ? null : got;
        }",
    );
    agree(
        &tab,
        "stream-cuts",
        "(one, facts) => {
            const writes = one.writes.map((value, at) => ({ type: 'write', at, value }));
            const sizes = ['segment', 'buffer'].map((type) => ({ type, value: String(one[type]) }));
            const got = facts([...writes, ...sizes, { type: 'pace', pace: one.pace }]).reads;
            return same(got, one.reads) ? null : got;
        }",
    );
    agree(
        &tab,
        "packet-loss",
        "(one, facts) => {
            const got = facts(one.fates.map((fate, message) => ({ type: 'fate', message, fate })));
            const pairs = ({ got }) => got.map(({ message, at }) => [message, at]);
            return same(pairs(got.udp), one.udp) && same(pairs(got.tcp), one.tcp) ? null : got;
        }",
    );
    agree(
        &tab,
        "sliding-window",
        "(one) => {
            const { run, chance } = all['sliding-window'];
            if ('packets' in one) {
                const lost = (direction, index) => one[direction].includes(index);
                const got = run({ window: 1, rtt: 100, lost, packets: one.packets }).sent;
                const short = got.map(({ direction, number, isLost }) => [direction, number, isLost]);
                return same(short, one.sent) ? null : short;
            }
            const lost = chance(one.percent, one.seed);
            const { sent, inOrder } = run({ window: one.window, rtt: one.rtt, lost, until: 600 });
            const rank = (a, b) => a[2] - b[2] || (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1]);
            const short = sent.map((one) => [one.direction, one.number, one.from, one.isLost, one.isRepeated]);
            short.sort(rank);
            return same(short, one.sent) && inOrder === one.inOrder ? null : { short, inOrder };
        }",
    );
    agree(
        &tab,
        "framing-buffer",
        "(one, facts) => {
            const begin = { type: 'bytes', bytes: one.stream };
            const byByte = Array(one.stream.length).fill({ type: 'feed', count: 1 });
            const whole = facts([begin, { type: 'feed', count: one.stream.length }, { type: 'close' }]);
            for (const { cut, frames, over } of one.cuts) {
                const first = cut === 0 ? [] : [{ type: 'feed', count: cut }];
                const half = facts([begin, ...first, { type: 'close' }]);
                if (!same(half.frames, frames) || half.over !== over) return { cut, half };
                // By single bytes, or cut once: the same in the end.
                const single = facts([begin, ...byByte.slice(0, cut), { type: 'close' }]);
                if (!same(single.frames, frames) || single.over !== over) return { cut, single };
                const both = facts([begin, ...first, { type: 'feed', count: one.stream.length }, { type: 'close' }]);
                if (!same(both.frames, whole.frames) || both.over !== whole.over) return { cut, both };
            }
            return null;
        }",
    );
    agree(
        &tab,
        "cachipun-game",
        "(one, facts) => {
            const events = one.script.split(' ').map((word) => {
                const [who, what] = [word[0], word.slice(1)];
                if (what === 'salir') return { type: 'leave', who };
                if (/^2/.test(what)) return { type: 'join', who, version: Number(what) };
                return { type: 'move', who, move: what };
            });
            const total = { a: [], b: [] };
            for (const [at, told] of one.told.entries()) {
                for (const who of ['a', 'b']) total[who].push(...told[who]);
                const got = facts([{ type: 'nobody' }, ...events.slice(0, at + 1)]);
                if (!same(got, total)) return { at, got, total };
            }
            return null;
        }",
    );
}

#[test]
fn both_languages_say_the_same_things() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::build();
    let tab = browser.open(&site.page("en"));
    let differing = tab.run(
        "const kinds = (words) => JSON.stringify(Object.keys(words).sort().map((key) => [key, typeof words[key]]));
         return Object.entries(Explorables.all).filter(([, { words }]) => kinds(words.en) !== kinds(words.es))
             .map(([name]) => name);",
    );
    assert_eq!(differing, Value::Array(Vec::new()));
    for lang in LANGS {
        tab.go(&site.page(lang));
        let reset = if lang == "en" { "Start over" } else { "Empezar de nuevo" };
        for name in NAMES {
            assert!(tab.text(name).contains(reset), "{lang}: {name}");
        }
    }
}

/// `ENCHUFE_GOLDEN=write` writes them anew.
#[test]
fn the_still_figures_are_those_that_the_elements_draw() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::build();
    let tab = browser.open(&site.page("en"));
    for name in NAMES {
        for lang in LANGS {
            let drawn = tab.run(&format!("return Explorables.still({name:?}, {lang:?})"));
            let drawn = drawn.as_str().expect("HTML").to_owned() + "\n";
            let file = format!("tools/book/page/explorables/still/{name}.{lang}.html");
            let path: PathBuf = enchufe::root().join(&file);
            if std::env::var("ENCHUFE_GOLDEN").is_ok_and(|value| value == "write") {
                fs::write(&path, drawn).unwrap_or_else(|error| panic!("{file}: {error}"));
                continue;
            }
            assert!(fs::read_to_string(&path).is_ok_and(|written| written == drawn), "{file} is not what {name} draws");
        }
    }
}

#[test]
fn without_scripts_a_still_figure_is_shown() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::build();
    for lang in LANGS {
        let tab = browser.blank();
        tab.scripts(false);
        tab.go(&site.page(lang));
        for name in NAMES {
            let shown = tab.text(name);
            assert!(shown.lines().count() > 3, "{name}: {shown}");
            assert_eq!(tab.run(&format!("return document.querySelectorAll('{name} :is(button, input)').length")), 0);
        }
        tab.scripts(true);
    }
}

/// One press in each: the element, a selector in it, and what the status says then.
const PRESSES: [(&str, &str, &str); 6] = [
    ("address-bits", ".bit:last-child", "193.168.1.20/24"),
    ("stream-cuts", ".group button:last-child", "4 reads"),
    ("packet-loss", ".fate:nth-of-type(2)", "by TCP 1, 2, 3, 4, 5, the last after 150 ms"),
    ("sliding-window", ".group button:last-child", "In 600 ms"),
    ("framing-buffer", ".group:nth-of-type(2) button:nth-of-type(3)", "3 of 4 bytes"),
    ("cachipun-game", ".group:nth-of-type(1) button", "Ana says piedra. The server tells Ana: aceptada."),
];

#[test]
fn the_keyboard_does_everything() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::build();
    let tab = browser.open(&site.page("en"));
    for (name, selector, said) in PRESSES {
        // From the element on, as somebody goes who has come to it.
        tab.run(&format!(
            "const one = document.querySelector({name:?});
             one.tabIndex = -1;
             one.focus();
             one.removeAttribute('tabindex');"
        ));
        let is_there = format!("return document.activeElement === document.querySelector('{name} {selector}')");
        let mut presses = 0;
        while tab.run(&is_there) != true {
            presses += 1;
            assert!(presses < 40, "{name}: {selector} cannot be reached");
            // In a row of many the arrows go on; elsewhere they would turn the page.
            let in_a_row = tab.run("return document.activeElement.closest('[data-row]') !== null") == true;
            tab.press(if in_a_row { RIGHT } else { TAB });
        }
        let before = tab.text(&format!("{name} [role=status]"));
        tab.press(SPACE);
        let after = tab.text(&format!("{name} [role=status]"));
        assert!(after.contains(said), "{name}: {after}");
        assert!(before != after || name == "sliding-window", "{name}: {after}");
        assert_eq!(tab.run(&is_there), true, "{name}: the focus stays");
        tab.press(LEFT);
        assert_eq!(tab.url(), site.page("en"), "{name}: the page was turned");
    }
    // A slider by the arrows, a field by its letters.
    tab.run("document.querySelector('address-bits input[type=range]').focus()");
    tab.press(LEFT);
    assert!(tab.text("address-bits [role=status]").contains("/23"));
    tab.run("document.querySelector('address-bits input[type=text]').select()");
    tab.press("10.1.2.3");
    assert!(tab.text("address-bits [role=status]").contains("10.1.2.3 is private"));
    tab.press(BACKSPACE);
    assert!(tab.text("address-bits [role=status]").contains("is no address"));
    assert_eq!(tab.url(), site.page("en"));
    assert_eq!(tab.complaints(), Vec::<String>::new());
}

#[test]
fn what_can_be_pressed_has_a_name() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::build();
    for lang in LANGS {
        let tab = browser.open(&site.page(lang));
        let nameless = tab.run(
            "const all = document.querySelectorAll('.explorable :is(button, input, svg, [role=group])');
             const name = (one) => one.ariaLabel || one.labels?.[0]?.innerText || one.innerText;
             return [...all].filter((one) => !name(one)?.trim()).map((one) => one.outerHTML);",
        );
        assert_eq!(nameless, Value::Array(Vec::new()));
    }
}

#[test]
fn the_beginning_comes_back() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::build();
    let tab = browser.open(&site.page("es"));
    for (name, selector, _) in PRESSES {
        let state = format!("return JSON.stringify(document.querySelector({name:?}).state)");
        let (first, drawn) = (tab.run(&state), tab.text(name));
        tab.click(&format!("{name} {selector}"));
        assert_ne!(tab.run(&state), first, "{name}");
        tab.click(&format!("{name} .controls > button:last-child"));
        assert_eq!(tab.run(&state), first, "{name}");
        assert_eq!(tab.text(name), drawn);
    }
}

#[test]
fn a_line_of_a_drawing_can_be_pressed() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::build();
    let tab = browser.open(&site.page("en"));
    tab.click("packet-loss .panel:last-child .copy:nth-of-type(2) .touch");
    assert!(tab.text("packet-loss [role=status]").contains("by UDP 1, 3, 4, 5"));
    tab.click("packet-loss .panel:first-child .copy:nth-of-type(2) .touch");
    assert!(tab.text("packet-loss [role=status]").contains("by UDP 1, 3, 2, 4, 5"));
}

/// Events after which much is shown.
const BUSY: &str = "
    const send = (name, ...events) => events.forEach((event) => document.querySelector(name).send(event));
    send('address-bits', { type: 'address', value: '203.113.255.255' }, { type: 'length', value: '0' });
    send('stream-cuts', ...[0, 1, 2].map((at) => ({ type: 'write', at, value: 'WWññWW' })));
    send('stream-cuts', { type: 'buffer', value: '1' });
    send('packet-loss', ...[0, 1, 4].map((message) => ({ type: 'next', message })), { type: 'next', message: 1 });
    send('sliding-window', { type: 'window', value: '8' }, { type: 'loss', percent: 20 });
    send('framing-buffer', { type: 'stream', name: 'long' }, { type: 'feed', count: 5 }, { type: 'feed', count: 99 });
    send('cachipun-game', ...['piedra', 'papel', 'tijera'].flatMap((move) => ['a', 'b'].map((who) =>
        ({ type: 'move', who, move }))), { type: 'leave', who: 'a' });";

/// The first message comes after all the others: TCP hands over all five together.
const LATE: &str = "
    const path = document.querySelector('packet-loss');
    path.send({ type: 'reset' });
    path.send({ type: 'fate', message: 0, fate: 'lost' });";

#[test]
fn nothing_is_wider_than_a_phone() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::build();
    for lang in LANGS {
        let tab = browser.blank();
        tab.size(390, 844);
        tab.go(&site.page(lang));
        for busy in ["", BUSY, LATE] {
            tab.run(busy);
            let wide = tab.run(
                "return [...document.querySelectorAll('.explorable, .explorable *')].filter((one) => {
                     // Neither wider than the phone, nor a text wider than its drawing.
                     const room = one.ownerSVGElement?.getBoundingClientRect() ?? { left: 0, right: 390 };
                     const { left, right } = one.getBoundingClientRect();
                     return right > room.right + 1 || left < room.left - 1;
                 }).map((one) => one.outerHTML.slice(0, 100)).slice(0, 5);",
            );
            assert_eq!(wide, Value::Array(Vec::new()), "{lang}");
            assert_eq!(tab.run("return document.documentElement.scrollWidth"), 390, "{lang}");
        }
        assert_eq!(tab.complaints(), Vec::<String>::new());
    }
}

#[test]
fn printed_it_is_a_figure() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::build();
    let tab = browser.open(&site.page("en"));
    tab.run(BUSY);
    tab.devtools("Emulation.setEmulatedMedia", serde_json::json!({"media": "print"}));
    for name in NAMES {
        let height = |part: &str| {
            let height = tab.run(&format!("return document.querySelector('{name} {part}').offsetHeight"));
            height.as_u64().expect("a height")
        };
        assert_eq!(height(".controls"), 0, "{name}");
        assert!(height(".drawing") > 100, "{name}");
        assert!(height(".status") > 0, "{name}");
    }
}

#[test]
fn nothing_moves_for_who_does_not_want_it() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::build();
    let tab = browser.open(&site.page("en"));
    tab.prefers(&[("prefers-reduced-motion", "reduce")]);
    tab.run(BUSY);
    let moving = "return [...document.querySelectorAll('.explorable *')].filter((one) => {
        const { animationName, transitionDuration } = getComputedStyle(one);
        return animationName !== 'none' || parseFloat(transitionDuration) > 0;
    }).length";
    assert_eq!(tab.run(moving), 0);
}

/// In every theme, text stands out from what is behind it, and the two colours of our own from the page.
#[test]
fn every_theme_can_be_read() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::build();
    let tab = browser.open(&site.page("en"));
    for theme in ["light", "rust", "coal", "navy", "ayu"] {
        let contrasts = tab.run(&format!(
            "const html = document.documentElement;
             html.classList.remove('light', 'rust', 'coal', 'navy', 'ayu');
             html.classList.add('{theme}');
             const canvas = document.createElement('canvas').getContext('2d', {{ willReadFrequently: true }});
             const light = (colour) => {{
                 canvas.fillStyle = colour;
                 canvas.fillRect(0, 0, 1, 1);
                 const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) =>
                     part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
                 return 0.2126 * r + 0.7152 * g + 0.0722 * b;
             }};
             const style = getComputedStyle(document.querySelector('.explorable'));
             const page = light(style.getPropertyValue('--bg'));
             return ['--fg', '--one', '--two'].map((name) => {{
                 const own = light(style.getPropertyValue(name));
                 return (Math.max(own, page) + 0.05) / (Math.min(own, page) + 0.05);
             }});"
        ));
        for contrast in contrasts.as_array().expect("three") {
            assert!(contrast.as_f64().expect("a number") >= 4.5, "{theme}: {contrasts}");
        }
    }
}

#[test]
fn a_block_that_is_wrong_is_named() {
    for (block, said) in [
        ("name = \"packet-los\"\ncaption = \"x\"", "`packet-los`"),
        ("name = \"packet-loss\"", "`caption`"),
        ("name = \"packet-loss\"\ncaption = \"x\"\nlos = 2", "`los`"),
    ] {
        let workbook = Workbook::new();
        let page = "book/es/welcome.md";
        workbook.write(page, &(workbook.read(page) + "\n```explorable\n" + block + "\n```\n"));
        let build = run(workbook.root(), &["build", "--out", "out"]);
        assert_eq!(build.code, Some(1), "{block}");
        assert!(build.stderr.contains("welcome.md") && build.stderr.contains(said), "{}", build.stderr);
    }
}

#[test]
fn no_script_is_big() {
    let folder = enchufe::root().join("tools/book/page/explorables");
    for name in NAMES.iter().chain(&["explorable"]) {
        let size = fs::metadata(folder.join(format!("{name}.js"))).expect("a script").len();
        assert!(size <= 16 << 10, "{name}.js has {size} bytes");
    }
}

/// To be looked at: `ENCHUFE_PICTURES=1 cargo test --test explorables pictures`. They go to `target/enchufe/pictures`.
#[test]
fn pictures() {
    if std::env::var_os("ENCHUFE_PICTURES").is_none() {
        println!("skipped: ENCHUFE_PICTURES is not set");
        return;
    }
    let Some(browser) = Browser::start() else { return };
    let site = Site::build();
    let views = [("es", "light", 1280), ("en", "navy", 1280), ("es", "navy", 390), ("en", "light", 390)];
    for (lang, theme, width) in views {
        let tab = browser.blank();
        tab.size(width, 900);
        tab.go(&site.page(lang));
        tab.run(&format!("localStorage.setItem('mdbook-theme', {theme:?})"));
        tab.reload();
        take(&tab, width, &format!("first-{lang}-{theme}-{width}"));
        tab.run(BUSY);
        take(&tab, width, &format!("busy-{lang}-{theme}-{width}"));
        tab.devtools("Emulation.setEmulatedMedia", serde_json::json!({"media": "print"}));
        take(&tab, width, &format!("print-{lang}-{theme}-{width}"));
        tab.devtools("Emulation.setEmulatedMedia", serde_json::json!({"media": "screen"}));
        tab.scripts(false);
        tab.reload();
        take(&tab, width, &format!("still-{lang}-{theme}-{width}"));
        tab.scripts(true);
    }
}

/// A picture of each explorable.
fn take(tab: &Tab, width: u32, what: &str) {
    for name in NAMES {
        tab.size(width, 900);
        let height = tab.run(&format!("return document.querySelector({name:?}).parentElement.offsetHeight"));
        tab.size(width, height.as_u64().expect("a height") as u32 + 80);
        tab.run(&format!("document.querySelector({name:?}).scrollIntoView(); scrollBy(0, -60)"));
        tab.picture(&format!("explorable-{name}-{what}"));
    }
}
