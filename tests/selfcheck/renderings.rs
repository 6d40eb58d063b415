//! Bytes made visible, transcripts that keep what matters, and pages that are read as they are meant.

use std::net::SocketAddr;
use std::time::Duration;

use enchufe::mistake;
use enchufe::report::escape::{Difference, compare, quote};
use enchufe::report::frames;
use enchufe::transcript::{Event, Fate, Flaw, JsonError, Label, Payload, Stream, Transcript, What};
use enchufe::words::Lang;
use serde_json::json;

#[test]
fn letters_stay_letters_and_everything_else_becomes_an_escape() {
    assert_eq!(quote("Aquí va\r\n\t\"\\".as_bytes(), 60), r#""Aquí va\r\n\t\"\\""#);
    assert_eq!(quote(b"\xff\x00A", 60), r#""\xff\x00A""#);
    assert_eq!(quote("→".as_bytes(), 60), r#""\xe2\x86\x92""#);
}

#[test]
fn a_long_string_is_shortened_in_the_middle_and_fits() {
    let quoted = quote(&b"0123456789".repeat(50), 40);
    assert!(quoted.chars().count() <= 40 && quoted.contains('…'), "{quoted}");
    assert!(quoted.starts_with("\"0123456789") && quoted.ends_with("9\""), "{quoted}");
}

#[test]
fn the_caret_stands_under_the_first_byte_that_differs() {
    let at = |expected: &[u8], got: &[u8]| compare(expected, got, 60).caret;
    assert_eq!(at(b"hola", b"hola"), None);
    assert_eq!(at(b"hola", b"hoya"), Some((3, Difference::Differs)));
    assert_eq!(at(b"hola", b"ho"), Some((3, Difference::Missing)));
    assert_eq!(at(b"ho", b"hola"), Some((3, Difference::Surplus)));
    assert_eq!(at(b"a\nb", b"a\nc"), Some((4, Difference::Differs)));
}

#[test]
fn the_difference_in_a_long_string_is_in_sight() {
    let (expected, mut got) = (b"0123456789".repeat(100), b"0123456789".repeat(100));
    got[700] = b'X';
    let compared = compare(&expected, &got, 50);
    let (column, _) = compared.caret.expect("they differ");
    assert_eq!(compared.got.chars().nth(column), Some('X'));
    assert_eq!(compared.expected.chars().nth(column), Some('0'));
    assert!(compared.got.chars().count() <= 50 && compared.got.starts_with('…'));
}

#[test]
fn bytes_that_are_no_text_are_compared_byte_by_byte() {
    let compared = compare("año".as_bytes(), b"a\xf1o", 60);
    assert_eq!(compared.caret, Some((2, Difference::Differs)));
    assert_eq!(compared.expected, r#""a\xc3\xb1o""#);
}

/// What the conversation says of some bytes, where they are frames.
fn told(bytes: &[u8], width: usize) -> Option<String> {
    frames::messages(bytes).map(|messages| frames::lines(&messages, Lang::En.words(), width).join("\n"))
}

fn frame(json: &str) -> Vec<u8> {
    [&(json.len() as u32).to_be_bytes()[..], json.as_bytes()].concat()
}

#[test]
fn frames_of_the_game_are_told_by_what_is_in_them() {
    let hello = frame(r#"{"status": "hola", "data": {"version": 2, "nombre": "Ana"}}"#);
    assert_eq!(told(&hello, 54).as_deref(), Some(r#"frame hola {"nombre":"Ana","version":2}"#));
    let choice = frame(r#"{"data":"piedra","status":"eleccion"}"#);
    assert_eq!(told(&choice, 54).as_deref(), Some("frame eleccion piedra"));
    let two = [frame(r#"{"status":"espera","data":null}"#), frame(r#"{"status":"fin"}"#)].concat();
    assert_eq!(told(&two, 54).as_deref(), Some("2 frames: espera null | fin"));
    let more = frame(r#"{"status":"fin","data":1,"dato":2}"#);
    assert_eq!(told(&more, 54).as_deref(), Some(r#"frame {"data": 1, "dato": 2, "status": "fin"}"#));
}

#[test]
fn what_is_not_exactly_frames_with_messages_stays_bytes() {
    let fin = frame(r#"{"status":"fin"}"#);
    let cut = &fin[..fin.len() - 1];
    let behind = [&fin[..], b"\0"].concat();
    let others = [frame("[1]"), frame("{}"), frame(r#"{"status":3}"#), frame("hola")];
    for bytes in [&b""[..], b"\0\0\0\0", cut, &behind].into_iter().chain(others.iter().map(Vec::as_slice)) {
        assert_eq!(told(bytes, 54), None, "{bytes:?}");
    }
}

#[test]
fn a_frame_that_is_told_fits_its_line_and_keeps_to_letters() {
    let names = ["\u{1b}[2J", "\u{202e}", "→", "\u{2028}", &"x".repeat(70_000)];
    for name in names {
        let bytes = frame(&serde_json::json!({ "status": name, "data": { "nombre": name } }).to_string());
        for bytes in [bytes.clone(), bytes.repeat(300)] {
            let lines = told(&bytes, 54).expect("it is a frame");
            assert!(lines.lines().count() <= 2 && lines.lines().all(|line| line.chars().count() <= 54), "{lines}");
            assert!(lines.chars().all(|c| c.is_ascii_graphic() || " …\n".contains(c)), "{lines}");
        }
    }
    let error = frame(r#"{"status":"error","data":{"codigo":"jugada-repetida","mensaje":"ya jugaste en esta ronda"}}"#);
    assert_eq!(told(&error, 54).as_deref(), Some(r#"frame error jugada-repetida "ya jugaste en esta ronda""#));
    assert_eq!(told(&error, 44).as_deref(), Some(r#"frame error jugada-repetida "ya jugaste en…""#));
    let accepted = frame(r#"{"status":"aceptada","data":{"ronda":1}}"#);
    let three = [&accepted[..], &error, &frame(r#"{"status":"fin"}"#)].concat();
    let lines = "3 frames: aceptada {\"ronda\":1} |\nerror jugada-repetida \"ya jugaste en esta ronda\" | fin";
    assert_eq!(told(&three, 54).as_deref(), Some(lines));
    assert_eq!(told(&accepted.repeat(9), 30).as_deref(), Some("9 frames: aceptada 1 |\naceptada {\"ronda\":1} | …"));
}

#[test]
fn a_payload_keeps_its_beginning_its_end_and_its_length() {
    let bytes: Vec<u8> = (0..1_000_000_u32).map(|n| n as u8).collect();
    let payload = Payload::new(&bytes);
    assert_eq!(payload.len, bytes.len());
    assert!(bytes.starts_with(&payload.head) && bytes.ends_with(&payload.tail));
    assert!(!payload.tail.is_empty() && payload.head.len() < 100_000);
    let short = Payload::new(b"hola");
    assert_eq!((short.head.as_slice(), short.tail.as_slice()), (b"hola".as_slice(), b"".as_slice()));
}

/// An event of each kind, and of each form that its parts can have.
fn one_of_each_kind() -> Vec<Event> {
    let v4 = SocketAddr::from(([127, 0, 0, 1], 40_001));
    let v6 = SocketAddr::from(([0, 0, 0, 0, 0, 0, 0, 1], 40_002));
    let flood: Vec<u8> = (0..100_000_u32).map(|n| n as u8).collect();
    let bytes = Payload::new("ñandú\n".as_bytes());
    let no_text = Payload::new(b"\xff\x00");
    let relayed = |fate| What::Relayed { lab: v4, you: v6, via: v4, to: v6, bytes: bytes.clone(), fate };
    let kinds = vec![
        What::Started { command: "tcp-client 127.0.0.1:40001 \"Hola\"".into() },
        What::Listening { at: v4 },
        What::Silent { at: v6, last: 65_535 },
        What::Connected { lab: v4, you: v6 },
        What::Sent { lab: v4, you: v6, bytes: bytes.clone(), datagram: false },
        What::Sent { lab: v4, you: v6, bytes: no_text.clone(), datagram: true },
        What::Received { lab: v6, you: v4, bytes: Payload::new(b""), datagram: true },
        What::Received { lab: v6, you: v4, bytes: Payload::new(&flood), datagram: false },
        relayed(Fate::Pass),
        relayed(Fate::Drop),
        relayed(Fate::Double),
        relayed(Fate::Delay(Duration::from_micros(12_345))),
        relayed(Fate::Swap),
        What::Refused { bytes: bytes.clone() },
        What::Unread { bytes: 17 },
        What::HalfClosed,
        What::Closed,
        What::Aborted,
        What::YouClosed,
        What::YouReset,
        What::Typed { bytes: bytes.clone() },
        What::InputEnded,
        What::Printed { stream: Stream::Stdout, bytes },
        What::Printed { stream: Stream::Stderr, bytes: no_text },
        What::Ended { code: Some(0), signal: None },
        What::Ended { code: Some(-1), signal: None },
        What::Ended { code: None, signal: Some(9) },
        What::NothingCame { waited: Duration::from_millis(300) },
    ];
    // Labels with and without a number, and no label at all.
    let label = |index: usize| (index % 3 > 0).then_some(Label(index * 13));
    let at = |index: usize| Duration::from_micros(1_234_567 * index as u64);
    kinds.into_iter().enumerate().map(|(index, what)| Event { at: at(index), label: label(index), what }).collect()
}

/// How many kinds of events there are. The compiler asks for a new kind here; then it belongs above too.
const KINDS: usize = 19;
fn kind(what: &What) -> usize {
    match what {
        What::Started { .. } => 0,
        What::Listening { .. } => 1,
        What::Silent { .. } => 2,
        What::Connected { .. } => 3,
        What::Sent { .. } => 4,
        What::Received { .. } => 5,
        What::Relayed { .. } => 6,
        What::Refused { .. } => 7,
        What::Unread { .. } => 8,
        What::HalfClosed => 9,
        What::Closed => 10,
        What::Aborted => 11,
        What::YouClosed => 12,
        What::YouReset => 13,
        What::Typed { .. } => 14,
        What::InputEnded => 15,
        What::Printed { .. } => 16,
        What::Ended { .. } => 17,
        What::NothingCame { .. } => KINDS - 1,
    }
}

#[test]
fn a_transcript_is_the_same_after_a_journey_as_json() {
    let events = one_of_each_kind();
    let kinds: std::collections::BTreeSet<usize> = events.iter().map(|event| kind(&event.what)).collect();
    assert!(kinds.into_iter().eq(0..KINDS), "an event of each kind");
    let json = Transcript::from_events(events.clone()).to_json();
    let text = json.to_string();
    let read = serde_json::from_str(&text).expect("it is JSON");
    let back = Transcript::from_json(&read).expect("it is a transcript").events();
    for (before, after) in events.iter().zip(&back) {
        assert_eq!(before, after);
    }
    assert_eq!(events.len(), back.len());
    assert_eq!(Transcript::from_events(back).to_json(), json);
}

#[test]
fn what_is_no_transcript_is_named_with_its_place() {
    let flaw = |event: serde_json::Value| {
        let ended = json!({ "ms": 0.0, "event": "closed", "label": "B2" });
        match Transcript::from_json(&json!([ended, event])).map(|_| ()) {
            Err(JsonError::Event { index: 1, flaw }) => flaw,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(Transcript::from_json(&json!({})).map(|_| ()), Err(JsonError::NotAList));
    assert_eq!(flaw(json!({ "ms": 0.1 })), Flaw::Missing("event"));
    assert_eq!(flaw(json!({ "event": "closed" })), Flaw::Missing("ms"));
    assert_eq!(flaw(json!(7)), Flaw::Missing("ms"));
    assert_eq!(flaw(json!({ "ms": -1.0, "event": "closed" })), Flaw::Unusable("ms"));
    assert_eq!(flaw(json!({ "ms": 1e300, "event": "closed" })), Flaw::Unusable("ms"));
    assert_eq!(flaw(json!({ "ms": 1, "event": "sang" })), Flaw::Unknown("sang".into()));
    for label in ["", "a", "A0", "B02", "AB", "Z99999999999999999999", "Ñ"] {
        assert_eq!(flaw(json!({ "ms": 1, "event": "closed", "label": label })), Flaw::Unusable("label"), "{label}");
    }
    let typed = |bytes: u64, data| flaw(json!({ "ms": 1, "event": "typed", "bytes": bytes, "data": data }));
    assert_eq!(typed(2, json!("hola")), Flaw::Unusable("bytes"));
    assert_eq!(typed(2, json!([1, 256])), Flaw::Unusable("data"));
    assert_eq!(flaw(json!({ "ms": 1, "event": "listening", "at": "localhost:1" })), Flaw::Unusable("at"));
    let said = JsonError::Event { index: 1, flaw: Flaw::Unknown("sang".into()) }.to_string();
    assert!(said.contains("event 1") && said.contains("sang"), "{said}");
}

#[test]
fn a_page_that_lacks_a_section_is_named_with_what_is_wrong() {
    let root = tempfile::tempdir().expect("a folder can be made");
    let path = root.path().join(mistake::path("single-read", Lang::En));
    std::fs::create_dir_all(path.parent().expect("pages lie in a folder")).expect("the folder can be made");
    std::fs::write(&path, "# Title {#single-read}\n\n## What you see {#what-you-see}\n\ntext\n")
        .expect("it can be written");
    let error = mistake::page(root.path(), "single-read", Lang::En).expect_err("sections are missing").to_string();
    assert!(error.contains("single-read.md") && error.contains("ask-yourself"), "{error}");
    let error = mistake::page(root.path(), "no-such", Lang::En).expect_err("there is no such page").to_string();
    assert!(error.contains("no-such.md"), "{error}");
}

#[test]
fn code_in_a_page_is_no_heading() {
    let page = mistake::page(enchufe::root(), "single-read", Lang::En).expect("the page is there");
    assert!(page.a_relative.contains("```rust"), "{}", page.a_relative);
    assert_eq!(page.title, "It stopped after the first piece");
}
