//! Every state of the page, looked at in both languages, light and dark, from the smallest phone to a wide screen: that
//! it fits, that everything has a name, that everything can be read.
//!
//! With `ENCHUFE_PICTURES` set, pictures of all states go to `target/enchufe/play`.

mod support;

use play::service::Limits;
use serde_json::{Value, json};
use support::browser::{Browser, Tab};
use support::game::{Conn, Scripted, frame};
use support::page::serve;

/// Opens the page against a server that says what the test tells it to. The page's pauses end at each `step`.
fn open<'a>(browser: &'a Browser, server: &Scripted) -> Tab<'a> {
    browser.open_in_steps(&format!("http://{}/", serve(server.addr(), Limits::default()).addr))
}

fn enter_as(tab: &Tab, name: &str) {
    tab.fill("#name", name);
    tab.click("#start button[type=submit]");
}

/// A tab that plays against somebody with a long name.
fn start_playing<'a>(browser: &'a Browser, server: &Scripted) -> (Tab<'a>, Conn) {
    let tab = open(browser, server);
    enter_as(&tab, "Ana");
    let (mut conn, _) = server.accept_greeting();
    conn.say("comienza", json!({"oponente": "Wilhelmina Wunderbar"}));
    tab.wait_for_phase("choosing");
    (tab, conn)
}

fn result(own: &str, other: &str, res: &str, round: u32, score: [u32; 2]) -> Value {
    json!({"eleccion_1": own, "eleccion_2": other, "res": res, "ronda": round, "marcador": score})
}

/// Looks at the page as it is now, in every way in which somebody may see it.
fn look(tab: &Tab, state: &str) {
    let mut problems = Vec::new();
    for (lang, widths) in [("es", [320, 390, 1280]), ("en", [320, 390, 1280])] {
        tab.click(&format!("[data-lang={lang}]"));
        for width in widths {
            tab.size(width, 844);
            note(&mut problems, &format!("{lang} {width}"), tab.run(OVERFLOW));
        }
        for scheme in ["light", "dark"] {
            tab.prefers(&[("prefers-color-scheme", scheme), ("prefers-reduced-motion", "reduce")]);
            note(&mut problems, &format!("{lang} {scheme}"), tab.run(CONTRAST));
            if std::env::var_os("ENCHUFE_PICTURES").is_some() {
                // A phone and a wide screen in both schemes, in one language each.
                let width = if (lang == "es") == (scheme == "light") { 390 } else { 1280 };
                tab.size(width, 844);
                tab.picture(&format!("{state}-{width}-{scheme}-{lang}"));
            }
        }
        note(&mut problems, lang, nameless(tab));
    }
    tab.size(1280, 844);
    assert_eq!(problems, [""; 0], "{state}");
    assert_eq!(tab.complaints(), [""; 0], "{state}");
}

fn note(problems: &mut Vec<String>, how: &str, found: Value) {
    let found = found.as_array().expect("a list").iter();
    problems.extend(found.map(|one| format!("{how}: {}", one.as_str().unwrap_or("?"))));
}

/// What reaches beyond the screen, or is cut off.
const OVERFLOW: &str = "
    const problems = [];
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) problems.push('the page scrolls sideways');
    for (const element of document.querySelectorAll('body *')) {
        if (element.closest('.drawings') || element.ownerSVGElement || !element.checkVisibility()) continue;
        const box = element.getBoundingClientRect();
        const name = element.tagName + '#' + element.id + '.' + element.className;
        if (box.width > 0 && (box.left < -0.5 || box.right > width + 0.5)) problems.push('outside: ' + name);
        // What is typed into a field scrolls in it.
        if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0 && element.tagName !== 'INPUT'
            && getComputedStyle(element).display !== 'inline') problems.push('cut off: ' + name);
    }
    return problems;";

/// Texts whose contrast is less than WCAG 2.2 asks for (1.4.3, AA). Controls that are off are exempt.
const CONTRAST: &str = "
    const problems = [];
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
    const rgba = (color) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = color;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const luminance = (color) => {
        const [r, g, b] = color.map((value) => value / 255)
            .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
        for (let at = element; at; at = at.parentElement) {
            const color = rgba(getComputedStyle(at).backgroundColor);
            if (color[3] === 255) return color;
        }
        return [255, 255, 255, 255];
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const element = texts.currentNode.parentElement;
        if (!texts.currentNode.data.trim() || !element.checkVisibility() || element.closest('svg, noscript')) continue;
        if (element.closest('[aria-disabled=true]')) continue;
        const style = getComputedStyle(element);
        const [a, b] = [luminance(rgba(style.color)), luminance(behind(element))];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        const size = parseFloat(style.fontSize);
        const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        if (ratio < (large ? 3 : 4.5)) problems.push(ratio.toFixed(2) + ': ' + texts.currentNode.data.trim());
    }
    return problems;";

/// The controls that have no name, as the browser tells a screen reader.
fn nameless(tab: &Tab) -> Value {
    let controls = ["button", "link", "textbox", "checkbox", "DisclosureTriangle"];
    let tree = tab.devtools("Accessibility.getFullAXTree", json!({}));
    let nodes = tree["nodes"].as_array().expect("a list");
    let is_control = |node: &&Value| {
        let focusable = node["properties"].as_array().is_some_and(|properties| {
            properties.iter().any(|property| property["name"] == "focusable" && property["value"]["value"] == true)
        });
        let role = node["role"]["value"].as_str().unwrap_or_default();
        node["ignored"] == false && role != "RootWebArea" && (focusable || controls.contains(&role))
    };
    let found: Vec<&Value> = nodes.iter().filter(is_control).collect();
    assert!(found.len() >= 3, "the page has controls: {found:?}");
    found
        .into_iter()
        .filter(|node| node["name"]["value"].as_str().is_none_or(|name| name.trim().is_empty()))
        .map(|node| json!(format!("no name: {}", node["role"]["value"])))
        .collect()
}

#[test]
fn before_the_game() {
    let Some(browser) = Browser::start() else { return };
    let server = Scripted::bind();
    let tab = open(&browser, &server);
    look(&tab, "01-start");
    enter_as(&tab, "Wilhelmina Wunderbar");
    let (mut conn, _) = server.accept_greeting();
    tab.wait_for_phase("greeting");
    look(&tab, "02-greeting");
    conn.say("error", json!({"codigo": "nombre-ocupado", "mensaje": "ese nombre ya está"}));
    tab.wait_for_phase("start");
    look(&tab, "03-name-taken");
    enter_as(&tab, "Ana");
    conn.hear();
    conn.say("espera", json!(null));
    tab.wait_for_phase("waiting");
    look(&tab, "04-waiting");
}

#[test]
fn a_round() {
    let Some(browser) = Browser::start() else { return };
    let server = Scripted::bind();
    let (tab, mut conn) = start_playing(&browser, &server);
    look(&tab, "05-choosing");
    tab.click("[data-move=papel]");
    conn.hear();
    conn.say("aceptada", json!({"ronda": 1}));
    tab.wait("document.querySelector('#status').textContent.includes('Wilhelmina')");
    look(&tab, "06-sent");
    conn.say("result", result("papel", "piedra", "Gana", 1, [1, 0]));
    tab.wait_for_phase("count-3");
    look(&tab, "07-count-3");
    tab.step();
    tab.wait_for_phase("count-2");
    tab.step();
    tab.wait_for_phase("count-1");
    tab.step();
    tab.wait_for_phase("reveal");
    look(&tab, "08-reveal");
    tab.step();
    tab.wait_for_phase("result");
    look(&tab, "09-result");
    tab.step();
    tab.wait_for_phase("choosing");
    look(&tab, "10-next-round");
    conn.say("abandono", json!(null));
    conn.say("espera", json!(null));
    tab.wait_for_phase("waiting");
    look(&tab, "11-opponent-left");
}

#[test]
fn a_defeat_with_the_wire_open() {
    let Some(browser) = Browser::start() else { return };
    let server = Scripted::bind();
    let (tab, mut conn) = start_playing(&browser, &server);
    tab.click("[data-move=tijera]");
    conn.hear();
    conn.say("result", result("tijera", "piedra", "Pierde", 12, [10, 11]));
    for phase in ["count-3", "count-2", "count-1", "reveal"] {
        tab.wait_for_phase(phase);
        tab.step();
    }
    tab.wait_for_phase("result");
    look(&tab, "12-defeat");
    tab.click("#wire summary");
    conn.raw(&frame(b"\xff\xfe not text"));
    conn.raw(&frame(format!("[\"{}\"]", "long ".repeat(400)).as_bytes()));
    conn.raw(b"{\"status\": \"result\"}");
    tab.wait("document.querySelectorAll('#frames .problem').length === 3");
    look(&tab, "13-wire");
}

#[test]
fn without_a_server() {
    let Some(browser) = Browser::start() else { return };
    let server = Scripted::bind();
    let (tab, mut conn) = start_playing(&browser, &server);
    conn.say("cierre", json!(null));
    drop(conn);
    tab.wait_for_phase("gone");
    look(&tab, "14-goodbye");
    tab.click("#retry");
    let (mut conn, _) = server.accept_greeting();
    conn.say("error", json!({"codigo": "tiempo", "mensaje": "no jugaste a tiempo"}));
    drop(conn);
    tab.wait_for_phase("ended");
    look(&tab, "15-too-late");
    tab.click("#again");
    let (conn, _) = server.accept_greeting();
    drop((conn, server));
    tab.wait_for_phase("gone");
    tab.click("#retry");
    tab.wait("document.querySelector('#status').textContent.startsWith('Nobody listens')");
    look(&tab, "16-gone");
}

#[test]
fn as_in_2019() {
    let Some(browser) = Browser::start() else { return };
    let server = Scripted::bind();
    let tab = open(&browser, &server);
    enter_as(&tab, "Ana");
    let (mut conn, _) = server.accept_greeting();
    tab.wait_for_phase("greeting");
    tab.step();
    tab.wait_for_phase("choosing");
    look(&tab, "17-2019");
    tab.click("[data-move=piedra]");
    conn.hear();
    look(&tab, "18-2019-sent");
}
