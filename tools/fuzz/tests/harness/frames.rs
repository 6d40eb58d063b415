//! Frames of the game as the harness reads and shows them.

#[path = "../../../../tests/graded/cachipun/wire.rs"]
#[allow(dead_code, reason = "the tests of the game use all of it")]
mod wire;

use enchufe::report::frames;
use enchufe::words::Lang;
use fuzz::{Bytes, MIB, each, text};
use proptest::collection::{btree_map, vec};
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use serde_json::{Value, json};

/// Any JSON. Numbers are whole: others may lose their last digit on the way.
fn data() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[a-z]{0,300}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map("[a-z ñ\"]{0,12}", inner, 0..4).prop_map(|keys| Value::Object(keys.into_iter().collect())),
        ]
    })
}

fn message() -> impl Strategy<Value = Value> {
    let status = prop_oneof!["[a-z-]{0,12}", any::<String>()];
    prop_oneof![
        3 => (status, data()).prop_map(|(status, data)| json!({ "status": status, "data": data })),
        1 => ("[a-z]{1,8}", btree_map("[a-z]{1,8}", data(), 0..3)).prop_map(|(status, more)| {
            let mut message = json!(more);
            message["status"] = status.into();
            message
        }),
    ]
}

fn framed(messages: &[Value]) -> Vec<u8> {
    messages.iter().flat_map(|message| wire::frame(message.to_string().as_bytes())).collect()
}

#[test]
fn messages_are_read_from_their_frames() {
    each(1500, 4 * MIB, vec(message(), 1..6), |messages| {
        let bytes = framed(&messages);
        assert_eq!(frames::messages(&bytes), Some(messages.clone()));
        let (first, rest) = wire::split_frame(&bytes).expect("the first is whole");
        assert_eq!(frames::message(first).as_ref(), Some(&messages[0]));
        assert_eq!(frames::messages(rest).unwrap_or_default(), messages[1..]);
        assert_eq!(frames::messages(&bytes[..bytes.len() - 1]), None, "the last is cut");
    });
}

#[test]
fn messages_fit_the_lines_that_they_are_shown_on() {
    each(1500, 4 * MIB, (vec(message(), 1..30), 24_usize..80), |(messages, width)| {
        for lang in Lang::ALL {
            let lines = frames::lines(&messages, lang.words(), width);
            assert!((1..=2).contains(&lines.len()), "{lines:?}");
            for line in &lines {
                assert!(line.chars().count() <= width, "{} of {width} columns: {line:?}", line.chars().count());
                assert!(!line.contains(char::is_control), "{line:?}");
            }
            frames::all(&messages, lang.words());
        }
    });
}

#[test]
fn bytes_are_frames_or_stay_bytes() {
    let whole = [
        framed(&[json!({ "status": "hola", "data": { "version": 2, "nombre": "Ana" } })]),
        framed(&[json!({ "status": "espera", "data": null }), json!({ "status": "fin" })]),
        framed(&[json!({ "status": "error", "data": { "codigo": "jugada-repetida", "mensaje": "ya jugaste" } })]),
    ];
    let words = ["\0\0\0\0", "\0\0\0\u{10}", "null", "\"status\":", "[", "{\"a\":", "\u{7f}\u{7f}\u{7f}\u{7f}"];
    each(2000, 4 * MIB, text::mutated(whole.into(), &words), |Bytes(bytes)| {
        let mut rest = &bytes[..];
        let mut payloads = Vec::new();
        while let Some((payload, behind)) = wire::split_frame(rest) {
            payloads.push(payload);
            rest = behind;
        }
        let read = frames::messages(&bytes);
        let expected: Option<Vec<Value>> = payloads.iter().map(|payload| frames::message(payload)).collect();
        assert_eq!(read, expected.filter(|messages| rest.is_empty() && !messages.is_empty()));
    });
}
