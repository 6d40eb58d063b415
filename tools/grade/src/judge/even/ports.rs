//! Ports that the system chose, and addresses that were made of a process's number: what stands for each, so that two
//! conversations with the same program are the same.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// Where the system's own choice of ports begins on Linux.
const CHOSEN: u32 = 32_768;

/// What stands for an address of the lab's own in 127.0.0.0/8, whose numbers are those of a process.
const OWN_ADDRESS: &str = "127.1.2.3";

/// Ports that the system or the lab chose, and what stands for each.
#[derive(Default)]
pub(super) struct Ports {
    chosen: BTreeMap<u32, u32>,
    rows: Vec<Row>,
}

/// Ports side by side: they keep their distance.
struct Row {
    first: u32,
    last: u32,
    /// What stands for the first.
    stands: u32,
}

/// So far a port may be from those of its row.
const NEAR: u32 = 300;

impl Ports {
    /// Remembers the ports behind addresses in a text: all of them where `all`, else those that the system chose.
    pub fn learn(&mut self, text: &str, all: bool) {
        for (at, _) in text.match_indices(':') {
            let before = text[..at].chars().next_back();
            let digits: String = text[at + 1..].chars().take_while(char::is_ascii_digit).collect();
            let Some(port) = digits.parse().ok().filter(|port| (1024..=65_535).contains(port)) else { continue };
            let is_behind_an_address = before.is_some_and(|c| c.is_ascii_digit() || c == ']');
            if is_behind_an_address && port >= CHOSEN {
                let next = CHOSEN + self.chosen.len() as u32 + 1;
                self.chosen.entry(port).or_insert(next);
            } else if is_behind_an_address && all {
                self.learn_row(port, port);
            }
        }
    }

    /// Remembers the ports that a program is told to look at, `3000-3004`, and the address with a port that it is given.
    pub fn learn_command(&mut self, command: &str) {
        self.learn(command, true);
        for word in command.split(' ') {
            let ends = word.split_once('-').and_then(|(first, last)| Some((first.parse().ok()?, last.parse().ok()?)));
            if let Some((first, last)) = ends.filter(|(first, last)| (1024..=*last).contains(first) && *last < CHOSEN) {
                self.learn_row(first, last);
            }
        }
    }

    fn learn_row(&mut self, first: u32, last: u32) {
        if self.in_row(first).is_none() {
            let kind = |port: u32| if port < 10_000 { 4_000 } else { 14_000 };
            let room = |row: &Row| row.last - row.first + 2 * NEAR;
            let before = self.rows.iter().filter(|row| kind(row.first) == kind(first)).map(room).sum::<u32>();
            self.rows.push(Row { first, last, stands: kind(first) + before % 4_000 });
        }
    }

    /// What stands for a number: only for one that the system chose unless it surely is a port.
    fn stands(&self, number: u32, is_port: bool) -> Option<u32> {
        self.chosen.get(&number).copied().or_else(|| self.in_row(number).filter(|_| is_port))
    }

    /// What stands for a port of a row.
    fn in_row(&self, port: u32) -> Option<u32> {
        let is_near = |row: &&Row| (row.first.saturating_sub(NEAR)..=row.last + NEAR).contains(&port);
        let Row { first, stands, .. } = self.rows.iter().find(is_near)?;
        Some(stands + port - first)
    }

    /// The text with what stands for each, and for the lab's own address.
    pub fn put_into(&self, text: &str) -> String {
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
            // `3000-3004`, `:3000`, and the first column of a table: other numbers are counts or times.
            let is_column = behind.starts_with('\t') || behind.starts_with("\\t");
            let is_port = put.ends_with(':') || in_range || is_column || next_is_digit(behind.strip_prefix('-'));
            in_range = next_is_digit(behind.strip_prefix('-'));
            // `0058824` is a number of somebody's own.
            let stands = number.parse().ok().filter(|_| !number.starts_with('0'));
            let stands = stands.and_then(|number| self.stands(number, is_port));
            // What is too long for a line is cut in the middle, at times in the middle of a port.
            let is_cut = put.ends_with(':')
                && stands.is_none()
                && ["", "\""].iter().any(|end| behind.strip_prefix(end).is_some_and(|behind| behind.starts_with(" …")));
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

/// Remembers the ports of a conversation: first those that programs were told, then all those in its addresses, and the
/// chosen ones in what was said.
pub(super) fn learn(ports: &mut Ports, transcript: &Value) {
    let events = || transcript.as_array().into_iter().flatten().filter_map(Value::as_object);
    for command in events().filter_map(|event| event.get("command")?.as_str()) {
        ports.learn_command(command);
    }
    for (key, value) in events().flatten() {
        match value {
            Value::String(text) => ports.learn(text, matches!(key.as_str(), "at" | "lab" | "you" | "via" | "to")),
            Value::Array(bytes) => ports.learn(&letters(bytes), false),
            _ => {}
        }
    }
}

/// Puts what stands for them into a conversation. Events lose their time.
pub(super) fn settle(ports: &Ports, transcript: &mut Value) {
    for event in transcript.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        let before = kept(event);
        settle_event(ports, event);
        // What stands for an address may be longer or shorter.
        if let Some(bytes) = event.get("bytes").and_then(Value::as_u64).filter(|_| event.contains_key("data")) {
            event.insert("bytes".to_owned(), (bytes + kept(event) - before).into());
        }
    }
}

/// How many bytes an event holds.
fn kept(event: &Map<String, Value>) -> u64 {
    let length = |bytes: &Value| bytes.as_str().map_or_else(|| bytes.as_array().map_or(0, Vec::len), str::len) as u64;
    ["data", "data_end"].iter().filter_map(|key| event.get(*key)).map(length).sum()
}

fn settle_event(ports: &Ports, event: &mut Map<String, Value>) {
    for (key, value) in event {
        *value = match (key.as_str(), &*value) {
            ("ms", _) => 0.into(),
            // How long the lab waits depends on what it saw in other tests: a second at least, where it is a wait.
            ("waited_ms", waited) => if waited.as_f64().is_some_and(|ms| ms >= 1e3) { 1000 } else { 0 }.into(),
            ("last", Value::Number(port)) => {
                let stands = port.as_u64().and_then(|port| ports.stands(port as u32, true));
                stands.map_or_else(|| value.clone(), Into::into)
            }
            (_, Value::String(text)) => ports.put_into(text).into(),
            (_, Value::Array(bytes)) => ports.put_into(&letters(bytes)).chars().map(u32::from).collect(),
            _ => continue,
        };
    }
}

/// Bytes that are no text, with a letter for each.
fn letters(bytes: &[Value]) -> String {
    bytes.iter().filter_map(Value::as_u64).map(|byte| char::from(byte as u8)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn even(mut transcript: Value) -> Value {
        let mut ports = Ports::default();
        learn(&mut ports, &transcript);
        settle(&ports, &mut transcript);
        transcript
    }

    #[test]
    fn the_systems_ports_are_the_same_numbers_in_addresses_in_texts_and_in_bytes() {
        let conversation = |port: u16| {
            let bytes: Vec<u8> = [format!("from 127.0.0.1:{port} ").as_bytes(), &[0xff]].concat();
            even(json!([
                { "event": "listening", "at": format!("127.0.0.1:{port}"), "ms": 1.5 },
                { "event": "silent", "at": format!("127.0.0.1:{port}"), "last": port, "ms": 2 },
                { "event": "printed", "bytes": bytes.len(), "data": bytes, "ms": 3 },
            ]))
        };
        assert_eq!(conversation(40_123), conversation(51_999));
    }

    #[test]
    fn a_number_with_zeros_in_front_is_no_port() {
        let text = "udp-client 127.0.0.1:58824 0058816 0058824";
        let even = even(json!([{ "event": "started", "command": text, "ms": 1 }]));
        assert_eq!(even[0]["command"], "udp-client 127.0.0.1:32769 0058816 0058824");
    }

    #[test]
    fn an_address_made_of_a_processs_number_leaves_as_many_bytes_as_there_are() {
        let conversation = |address: &str| {
            let text = format!("4711\t127.0.0.1:40001\t{address}:4711\n");
            even(json!([
                { "event": "started", "command": format!("ports {address} 4710-4712"), "ms": 1 },
                { "event": "printed", "bytes": text.len(), "data": text, "ms": 2 },
            ]))
        };
        let (one, other) = (conversation("127.1.2.3"), conversation("127.61.222.133"));
        assert_eq!(one, other);
        assert_eq!(one[1]["bytes"], one[1]["data"].as_str().expect("a text").len());
    }

    #[test]
    fn ports_that_a_program_is_told_to_look_at_keep_their_distance() {
        let even =
            even(json!([{ "event": "started", "command": "ports 127.1.2.3 13160-14183 --timeout 9000", "ms": 1 }]));
        assert_eq!(even[0]["command"], "ports 127.1.2.3 14000-15023 --timeout 9000");
    }
}
