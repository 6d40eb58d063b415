//! Frames made readable: a length of 4 bytes, and in it JSON that says its `status`. Whatever is not exactly that is
//! not looked at here, and shown as bytes.

use std::fmt::Write;

use serde_json::{Map, Value};

use crate::words::Words;

/// More frames than this are never compared.
const FRAMES: usize = 20;

/// At most so many lines are given to frames that came together.
const LINES: usize = 2;

/// So much of a text is shown where there is little room, and at most so much anywhere. A word that is no longer than
/// this is not cut: most likely it says what the message is about.
const SHORT: usize = 12;
const LONG: usize = 200;
const WORD: usize = 20;

/// The messages in these bytes, if they are one frame or several, with nothing before, between or behind.
pub fn messages(mut bytes: &[u8]) -> Option<Vec<Value>> {
    let mut messages = Vec::new();
    while !bytes.is_empty() {
        let (length, rest) = bytes.split_first_chunk()?;
        let (payload, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        messages.push(message(payload)?);
        bytes = rest;
    }
    (!messages.is_empty()).then_some(messages)
}

/// The message in a frame's payload: an object with a `status` that is a text.
pub fn message(payload: &[u8]) -> Option<Value> {
    serde_json::from_slice(payload).ok().filter(|message: &Value| message["status"].is_string())
}

/// One message with all its keys in the order of the alphabet, and `status` first: `hola {"nombre": "Ana"}`. A line may
/// be broken at its blanks.
pub fn whole(message: &Value) -> String {
    one(message, &|data| full(data, [": ", ", "]))
}

/// The messages in full, behind a word for what they are. Of very many the first.
pub fn all(messages: &[Value], words: &Words) -> String {
    let shown: Vec<String> = messages.iter().take(FRAMES).map(whole).collect();
    let (start, shown) = (&(words.frames)(messages.len()), shown.join(" | "));
    match messages.len() {
        1 => format!("{} {shown}", words.frame),
        count if count > FRAMES => format!("{start} {shown} | …"),
        _ => format!("{start} {shown}"),
    }
}

/// The messages in one line of at most `width` columns, or in two where they are several. A message that does not fit
/// leaves out the keys of its data, then the ends of its texts.
pub fn lines(messages: &[Value], words: &Words, width: usize) -> Vec<String> {
    let start = match messages.len() {
        1 => words.frame.to_owned(),
        count => (words.frames)(count),
    };
    let mut lines = vec![start];
    for (place, message) in messages.iter().enumerate() {
        let is_last = place + 1 == messages.len();
        // Room for the blank before it, and for what says that more follows.
        let room = width.saturating_sub(if is_last { 1 } else { 5 });
        let used = lines[lines.len() - 1].chars().count();
        let fit = |room: usize| brief(message, room).filter(|text| text.chars().count() <= room);
        let text = match fit(room.saturating_sub(used)) {
            Some(text) => text,
            None if messages.len() > 1 && lines.len() < LINES => {
                lines.push(String::new());
                fit(room).unwrap_or_else(|| cut(message, room))
            }
            None if place > 0 => {
                lines.last_mut().expect("there is a first line").push_str(" …");
                break;
            }
            None => cut(message, room.saturating_sub(used)),
        };
        let line = lines.last_mut().expect("there is a first line");
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&text);
        line.push_str(if is_last { "" } else { " |" });
    }
    lines
}

/// The fullest form of a message that fits, if one does.
fn brief(message: &Value, width: usize) -> Option<String> {
    let whole = one(message, &|data| full(data, [":", ","]));
    let shorter = (SHORT..=width.max(SHORT)).rev().map(|longest| one(message, &|data| values(data, longest)));
    std::iter::once(whole).chain(shorter).find(|text| text.chars().count() <= width)
}

/// The beginning of a message of which no form fits.
fn cut(message: &Value, width: usize) -> String {
    let text = one(message, &|data| values(data, SHORT));
    let start: String = text.chars().take(width.saturating_sub(2)).collect();
    format!("{} …", start.trim_end())
}

/// A message as its status and what belongs to it. One that has other keys than `data` is shown as the object it is.
fn one(message: &Value, form: &dyn Fn(&Value) -> String) -> String {
    let nothing = Map::new();
    let object = message.as_object().unwrap_or(&nothing);
    let status = message["status"].as_str().unwrap_or_default();
    let status = if is_word(status) { status.to_owned() } else { text(status, LONG) };
    match (object.get("data"), object.len()) {
        (Some(data), 2) => format!("{status} {}", form(data)),
        (None, 1) => status,
        _ => json(message, [": ", ", "]),
    }
}

/// Data with its keys, if it has any.
fn full(data: &Value, signs: [&str; 2]) -> String {
    if data.is_object() { json(data, signs) } else { values(data, LONG) }
}

/// JSON, with these signs behind a key and behind a value.
fn json(value: &Value, signs: [&str; 2]) -> String {
    let [colon, comma] = signs;
    match value {
        Value::String(string) => text(string, LONG),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| json(item, [":", ","])).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(object) => {
            let entry = |(key, value): (&String, &Value)| format!("{}{colon}{}", text(key, LONG), json(value, signs));
            format!("{{{}}}", object.iter().map(entry).collect::<Vec<_>>().join(comma))
        }
        other => other.to_string(),
    }
}

/// The values of an object without their keys, each text of at most `longest` letters. A word needs no quotes, unless
/// it could be taken for something else.
fn values(data: &Value, longest: usize) -> String {
    match data {
        Value::Object(object) if !object.is_empty() => {
            object.values().map(|value| values(value, longest)).collect::<Vec<_>>().join(" ")
        }
        Value::String(string) if is_word(string) && string.len() <= longest.max(WORD) => string.clone(),
        Value::String(string) => text(string, longest),
        other => json(other, [":", ","]),
    }
}

/// Whether a text is a plain word, and no number nor one of JSON's own words.
fn is_word(string: &str) -> bool {
    string.starts_with(|c: char| c.is_ascii_alphabetic())
        && string.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
        && !["null", "true", "false"].contains(&string)
}

/// A text in quotes. Letters that need one column stay letters, everything else becomes an escape as JSON has it.
fn text(string: &str, longest: usize) -> String {
    let mut quoted = String::from("\"");
    for (count, letter) in string.chars().enumerate() {
        if count >= longest {
            quoted.push('…');
            break;
        }
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            ' '..='~' => quoted.push(letter),
            _ if letter.is_alphanumeric() && (letter as u32) < 0x250 => quoted.push(letter),
            _ => letter.encode_utf16(&mut [0; 2]).iter().for_each(|unit| {
                let _ = write!(quoted, "\\u{unit:04x}");
            }),
        }
    }
    quoted.push('"');
    quoted
}
