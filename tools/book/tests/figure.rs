//! Conversations as figures: drawn and told in both languages, pinned by golden files in `tests/golden/figure`. Strangers'
//! bytes are text and nothing else.
//!
//! `ENCHUFE_GOLDEN=write cargo test --test figure` writes the golden files anew; look at them before you commit them.

use std::collections::BTreeSet;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use book::figure::{Drawn, Figure, draw};
use enchufe::transcript::{Event, Fate, Label, Payload, Stream, Transcript, What};
use enchufe::words::Lang;
use serde_json::Value;

/// What a figure may weigh.
const HEAVIEST: usize = 12 * 1024;

/// A conversation of the golden reports of the harness.
fn golden_events(name: &str) -> Vec<Event> {
    let path = enchufe::root().join("tests/golden").join(format!("{name}.json"));
    let report: Value = serde_json::from_slice(&fs::read(&path).expect("the report is there")).expect("it is JSON");
    Transcript::from_json(&report["transcript"]).expect("it has a conversation").events()
}

fn drawn(events: &[Event], lang: Lang) -> Figure {
    draw(&Drawn { events, only: None, lang, id: "figure-page-7", title: "A conversation" })
}

fn html(figure: &Figure) -> String {
    let sentences: String = figure.sentences.iter().map(|sentence| format!("<li>{sentence}</li>\n")).collect();
    format!("{}\n<ol>\n{sentences}</ol>\n", figure.svg)
}

/// Compares a conversation in both languages with its golden files.
fn pinned(name: &str) {
    for lang in Lang::ALL {
        let figure = drawn(&golden_events(name), lang);
        let html = html(&figure);
        assert!(html.len() < HEAVIEST, "{name}: {} bytes", html.len());
        assert!(!html.contains("\n\n"), "{name}: an empty line would end the block of HTML");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/figure");
        let path: PathBuf = path.join(format!("{name}.{}.html", lang.code()));
        if std::env::var("ENCHUFE_GOLDEN").is_ok_and(|wish| wish == "write") {
            fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
            fs::write(&path, &html).expect("a golden file can be written");
        }
        let golden = fs::read_to_string(&path).unwrap_or_default();
        assert!(golden == html, "{} is not what it is now:\n{html}", path.display());
    }
}

#[test]
fn frames_are_drawn_as_the_messages_they_hold() {
    pinned("frames");
}

#[test]
fn datagrams_have_broken_lines() {
    pinned("datagrams");
    let svg = drawn(&golden_events("datagrams"), Lang::En).svg;
    assert_eq!(svg.matches("class=\"l datagram\"").count(), 4, "{svg}");
}

#[test]
fn a_relay_stands_between_two_programs_and_loses_holds_and_doubles() {
    pinned("relayed");
    let svg = drawn(&golden_events("relayed"), Lang::Es).svg;
    assert!(svg.contains(">relay<") && svg.matches(">tú<").count() == 2, "{svg}");
    // Lost twice, held back twice.
    assert_eq!(svg.matches("class=\"x\"").count(), 2, "{svg}");
    assert_eq!(svg.matches("r=\"5\"").count(), 2, "{svg}");
}

#[test]
fn each_row_is_told_in_a_sentence() {
    let figure = drawn(&golden_events("closed-too-soon"), Lang::En);
    assert_eq!(figure.svg.matches("data-row=").count(), figure.sentences.len());
    assert_eq!(figure.sentences[4], "You to B: 23 bytes <code>&quot;Gracias por conectarte\\n&quot;</code>");
    assert_eq!(figure.sentences[5], "You to B: aborted the connection (reset)");
}

fn addr(port: u16) -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], port))
}

/// An event of each kind, with bytes and words that mean harm.
fn hostile() -> Vec<Event> {
    let evil = "</svg></text><script>alert(1)</script>\u{1b}[31m\u{202e}\0\"'&\n\n";
    let (lab, you) = (addr(1), addr(2));
    let (via, to) = (addr(3), addr(4));
    let bytes = || Payload::new(evil.as_bytes());
    let label = Some(Label(0));
    let whats = [
        (None, What::Started { command: format!("x {evil} {}", "y".repeat(300)) }),
        (label, What::Listening { at: lab }),
        (None, What::Silent { at: lab, last: 9 }),
        (label, What::Connected { lab, you }),
        (label, What::Sent { lab, you, bytes: bytes(), datagram: false }),
        (label, What::Received { lab, you, bytes: Payload::new(&[0xff; 40_000]), datagram: true }),
        (label, What::Relayed { lab, you, via, to, bytes: bytes(), fate: Fate::Swap }),
        (label, What::Refused { bytes: bytes() }),
        (label, What::Unread { bytes: usize::MAX }),
        (label, What::HalfClosed),
        (label, What::YouReset),
        (None, What::Typed { bytes: bytes() }),
        (None, What::InputEnded),
        (None, What::Printed { stream: Stream::Stdout, bytes: bytes() }),
        (None, What::Printed { stream: Stream::Stderr, bytes: bytes() }),
        (Some(Label(1)), What::NothingCame { waited: Duration::from_secs(10) }),
        (label, What::Aborted),
        (None, What::Ended { code: None, signal: Some(9) }),
    ];
    let event = |(index, (label, what)): (usize, _)| Event { at: Duration::from_millis(1_u64 << index), label, what };
    whats.into_iter().enumerate().map(event).collect()
}

#[test]
fn nothing_that_a_stranger_sent_is_more_than_text() {
    for lang in Lang::ALL {
        let html = html(&drawn(&hostile(), lang));
        assert!(!html.contains("<script"), "{html}");
        assert_eq!(html.matches("</svg>").count(), 1, "{html}");
        let steers = |letter: char| letter != '\n' && (letter.is_control() || letter == '\u{202e}');
        assert!(!html.contains(steers), "{html:?}");
        assert!(!html.contains("\n\n"), "{html}");
    }
}

/// The numbers of an attribute.
fn numbers(svg: &str, name: &str) -> Vec<i32> {
    let start = format!(" {name}=\"");
    let values = svg.split(start.as_str()).skip(1);
    values.map(|rest| rest.split('"').next().unwrap_or_default().parse().expect("a number")).collect()
}

#[test]
fn no_text_leaves_the_drawing() {
    for events in [hostile(), golden_events("frames"), golden_events("relayed"), golden_events("datagrams")] {
        let svg = drawn(&events, Lang::Es).svg;
        let height: i32 = svg
            .split("viewBox=\"0 0 380 ")
            .nth(1)
            .and_then(|rest| rest.split('"').next()?.parse().ok())
            .expect("a height");
        assert!(numbers(&svg, "y").into_iter().all(|y| (0..height).contains(&y)), "{svg}");
        assert!(numbers(&svg, "x").into_iter().all(|x| (0..380).contains(&x)), "{svg}");
        // What stands between two columns 14 and 366 apart is at most 45 letters wide.
        for text in svg.split("<text").skip(1).filter_map(|rest| rest.split("</text>").next()) {
            let bare: String = text.split('<').map(|part| part.split_once('>').map_or(part, |it| it.1)).collect();
            let bare = bare.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            assert!(bare.chars().count() <= 46, "{bare}");
        }
    }
}

#[test]
fn only_some_of_the_events_can_be_drawn() {
    let events = golden_events("frames");
    let figure = draw(&Drawn { events: &events, only: Some(3..=6), lang: Lang::En, id: "f", title: "t" });
    assert_eq!(figure.sentences.len(), 4, "{:?}", figure.sentences);
    assert!(figure.sentences[0].contains("connected to"), "{:?}", figure.sentences);
}

#[test]
fn several_figures_of_a_page_share_no_id() {
    let events = golden_events("frames");
    let draw = |id| draw(&Drawn { events: &events, only: None, lang: Lang::En, id, title: "t" }).svg;
    let page = format!("{}{}", draw("figure-page-7"), draw("figure-page-70"));
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
    assert_eq!(ids.len(), 4, "{ids:?}");
}
