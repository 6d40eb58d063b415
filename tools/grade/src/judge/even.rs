//! Evens out what differs from run to run and means nothing: ports that the system chose, addresses that were made of a
//! process's number, when something happened. The same program then gives the same bytes.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::result::Text;

/// Where the system's own choice of ports begins on Linux.
const CHOSEN: u32 = 32_768;

/// So many columns of a conversation hold a time.
const TIME: usize = 8;

/// So many events of a long conversation are kept, at its beginning and at its end.
const FIRST: usize = 150;
const LAST: usize = 50;

/// What stands for an address of the lab's own in 127.0.0.0/8, whose numbers are those of a process.
const OWN_ADDRESS: &str = "127.1.2.3";

/// Evens out the report for a person and its conversation.
pub fn out(text: Text, mut transcript: Value) -> (Text, Value) {
    let mut ports = Ports::default();
    learn(&mut ports, &transcript, false);
    for text in [&text.en, &text.es] {
        ports.learn(text, false);
    }
    settle(&ports, &mut transcript);
    if let Value::Array(events) = &mut transcript
        && events.len() > FIRST + LAST
    {
        events.drain(FIRST..events.len() - LAST);
    }
    let told = |text: String| text.lines().map(|line| ports.put_into(&without_time(line)) + "\n").collect();
    (Text { en: told(text.en), es: told(text.es) }, transcript)
}

/// Ports that the system or the lab chose, and what stands for each.
#[derive(Default)]
struct Ports {
    chosen: BTreeMap<u32, u32>,
    /// Of ports in a row the first that was met, and what stands for it: the others keep their distance.
    rows: Vec<(u32, u32)>,
}

/// So far a port may be from the first one of its row.
const ROW: u32 = 300;

impl Ports {
    /// Remembers the ports behind addresses in a text: all of them where `all`, else those that the system chose.
    fn learn(&mut self, text: &str, all: bool) {
        for (at, _) in text.match_indices(':') {
            let before = text[..at].chars().next_back();
            let digits: String = text[at + 1..].chars().take_while(char::is_ascii_digit).collect();
            let Some(port) = digits.parse().ok().filter(|port| (1024..=65_535).contains(port)) else { continue };
            let is_behind_an_address = before.is_some_and(|c| c.is_ascii_digit() || c == ']');
            if is_behind_an_address && port >= CHOSEN {
                let next = CHOSEN + self.chosen.len() as u32 + 1;
                self.chosen.entry(port).or_insert(next);
            } else if is_behind_an_address && all && self.in_row(port).is_none() {
                let place = self.rows.len() as u32 * 2 * ROW % 4_000;
                self.rows.push((port, place + if port < 10_000 { 4_000 } else { 14_000 }));
            }
        }
    }

    /// What stands for a port of a row.
    fn in_row(&self, port: u32) -> Option<u32> {
        let (first, stands) = self.rows.iter().find(|(first, _)| first.abs_diff(port) <= ROW)?;
        Some(stands + port - first)
    }

    /// The text with what stands for each, and for the lab's own address.
    fn put_into(&self, text: &str) -> String {
        let mut put = String::with_capacity(text.len());
        let (mut rest, mut in_range) = (text, false);
        while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
            put.push_str(&rest[..at]);
            rest = &rest[at..];
            let word = &rest[..rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len())];
            let number = &rest[..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())];
            if is_own(word) {
                put.push_str(OWN_ADDRESS);
                rest = &rest[word.len()..];
                continue;
            }
            let behind = &rest[number.len()..];
            // `3000-3004`, `:3000`: other numbers are counts or times.
            let is_port = put.ends_with(':') || in_range || next_is_digit(behind.strip_prefix('-'));
            in_range = next_is_digit(behind.strip_prefix('-'));
            let stands = number.parse().ok().and_then(|number| {
                let row = || self.in_row(number).filter(|_| is_port);
                self.chosen.get(&number).copied().or_else(row)
            });
            // What is too long for a line is cut in the middle, at times in the middle of a port.
            let is_cut = put.ends_with(':') && behind.starts_with(" …") && stands.is_none();
            let stands = stands.or(is_cut.then_some(CHOSEN + 1)).map(|port| port.to_string());
            put.push_str(
                stands.as_deref().map_or(number, |port| if is_cut { &port[..number.len().min(5)] } else { port }),
            );
            rest = behind;
        }
        put.push_str(rest);
        put
    }
}

fn next_is_digit(text: Option<&str>) -> bool {
    text.is_some_and(|text| text.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a word is an address as the lab makes them of a process's number.
fn is_own(word: &str) -> bool {
    let parts: Vec<u32> = word.split('.').filter_map(|part| part.parse().ok()).collect();
    matches!(parts[..], [127, 1..=64, _, _])
}

/// Remembers the ports of a conversation: all those in its addresses, and the chosen ones in what was said.
fn learn(ports: &mut Ports, value: &Value, is_address: bool) {
    match value {
        Value::String(text) => ports.learn(text, is_address),
        Value::Array(values) => values.iter().for_each(|value| learn(ports, value, false)),
        Value::Object(fields) => {
            for (key, value) in fields {
                learn(ports, value, matches!(key.as_str(), "at" | "lab" | "you" | "via" | "to"));
            }
        }
        _ => {}
    }
}

/// Puts what stands for them into a conversation. Events keep their order, and lose their time.
fn settle(ports: &Ports, value: &mut Value) {
    match value {
        Value::String(text) => *text = ports.put_into(text),
        Value::Array(values) => values.iter_mut().for_each(|value| settle(ports, value)),
        Value::Object(fields) => {
            for (key, value) in fields.iter_mut() {
                match key.as_str() {
                    "ms" | "waited_ms" => *value = 0.into(),
                    "last" => {
                        let port = value.as_u64().and_then(|port| ports.in_row(port as u32));
                        *value = port.map_or_else(|| value.clone(), Into::into);
                    }
                    _ => settle(ports, value),
                }
            }
        }
        _ => {}
    }
}

/// A line of a report without the time in front of an event, and without how long the lab waited in vain.
fn without_time(line: &str) -> String {
    let (Some(front), Some(rest)) = (line.get(..TIME), line.get(TIME..)) else { return line.to_owned() };
    let is_time = rest.starts_with("  ") && front.trim_start().parse::<f64>().is_ok() && front.contains('.');
    if front.trim() == "ms" {
        return format!("{:TIME$}{rest}", "");
    }
    if !is_time {
        return line.to_owned();
    }
    let in_vain = rest.get(..9).is_some_and(|who| who.ends_with('!')) || rest.chars().nth(7) == Some('!');
    let rest = if in_vain { without_duration(rest) } else { rest.to_owned() };
    format!("{:TIME$}{rest}", "")
}

/// How long the lab waits depends on what it saw in other tests: at least a second is all that is the same every time.
fn without_duration(rest: &str) -> String {
    let words: Vec<&str> = rest.trim_end().rsplitn(3, ' ').collect();
    match words[..] {
        [unit @ ("s" | "ms"), number, before] if number.parse::<f64>().is_ok() => {
            format!("{before} ≥ {}", if unit == "s" { "1 s" } else { "0 s" })
        }
        _ => rest.to_owned(),
    }
}
