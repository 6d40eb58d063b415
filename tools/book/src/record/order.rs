//! What two recordings of the same conversation have in common: everybody's own events in their order. Who was first of
//! two that act at the same time, into how many pieces bytes came, and when, is chance.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use crate::words::record as words_of;

static PORT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b[1-6][0-9]{4}\b").expect("it is a pattern"));

/// What is typed, as an actor.
const TYPING: &str = "$";

/// The events without their times.
pub fn without_times(transcript: &Value) -> Vec<Value> {
    let mut events = transcript.as_array().cloned().unwrap_or_default();
    for event in &mut events {
        if let Some(keys) = event.as_object_mut() {
            keys.remove("ms");
            keys.remove("waited_ms");
        }
    }
    events
}

/// The first event in which somebody does another thing, if there is one.
pub fn difference(earlier: &Value, later: &Value) -> Option<String> {
    let (earlier, later) = (by_actor(earlier), by_actor(later));
    let actors: std::collections::BTreeSet<&String> = earlier.keys().chain(later.keys()).collect();
    let nothing = Vec::new();
    for actor in actors {
        let earlier = earlier.get(actor).unwrap_or(&nothing);
        let later = later.get(actor).unwrap_or(&nothing);
        // The lab types until the program has ended, be that a piece earlier or later.
        let (fewest, most) = (earlier.len().min(later.len()), earlier.len().max(later.len()));
        let compared = if actor == TYPING { fewest } else { most };
        let place = (0..compared).find(|place| earlier.get(*place) != later.get(*place));
        if let Some(place) = place {
            let shown = |events: &[String]| events.get(place).cloned().unwrap_or_else(|| "–".to_owned());
            return Some((words_of().other_event)(actor, &shown(earlier), &shown(later)));
        }
    }
    None
}

/// Each actor's own events: the lab's ends of the wire, each output of the program, and what happens to it.
fn by_actor(transcript: &Value) -> BTreeMap<String, Vec<String>> {
    let mut actors: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let mut events = without_times(transcript);
    // A test that fails is over: what the program goes on to complain of may be noticed, or not.
    events.pop_if(|last| last["event"] == "printed" && last["stream"] == "stderr");
    for mut event in events {
        match event["event"].as_str().unwrap_or_default() {
            // Where a program ends before its input does, nobody may come to notice.
            "input-ended" => continue,
            // Which of the two comes of a program that ends with something unread is a race in the kernel.
            "you-reset" => event["event"] = "you-closed".into(),
            _ => {}
        }
        let actor = match (event.get("label").and_then(Value::as_str), event.get("stream").and_then(Value::as_str)) {
            (Some(label), _) => format!("{label} {}", direction(&event)),
            (None, Some(stream)) => stream.to_owned(),
            (None, None) if event["event"] == "typed" => TYPING.to_owned(),
            (None, None) => "-".to_owned(),
        };
        let events = actors.entry(actor).or_default();
        match events.last_mut() {
            Some(last) if is_continued(last, &event) => append(last, &event),
            _ => events.push(event),
        }
    }
    // Whoever closes first may not come to notice that the other has closed too.
    let closing = |events: &mut Vec<Value>| drop(events.pop_if(|last| last["event"] == "you-closed"));
    actors.values_mut().for_each(closing);
    actors.retain(|_, events| !events.is_empty());
    let shown = |event: Value| PORT.replace_all(&event.to_string(), "PORT").into_owned();
    actors.into_iter().map(|(actor, events)| (actor, events.into_iter().map(shown).collect())).collect()
}

/// What comes and what goes cross each other.
fn direction(event: &Value) -> &'static str {
    match event["event"].as_str().unwrap_or_default() {
        "received" | "you-closed" | "you-reset" => "<",
        _ => ">",
    }
}

/// Whether the bytes of an event go on in the next one.
fn is_continued(last: &Value, next: &Value) -> bool {
    let same = |key: &str| last.get(key) == next.get(key);
    let is_a_stream = matches!(next["event"].as_str(), Some("received" | "printed")) && next["datagram"] != true;
    is_a_stream && same("event") && same("you") && same("lab") && last.get("data_end").is_none()
}

fn append(last: &mut Value, next: &Value) {
    let bytes = |event: &Value| event["bytes"].as_u64().unwrap_or_default();
    last["bytes"] = bytes(last).saturating_add(bytes(next)).into();
    last["data"] = format!("{}{}", bare(&last["data"]), bare(&next["data"])).into();
}

fn bare(data: &Value) -> String {
    data.as_str().map_or_else(|| data.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::difference;

    fn received(label: &str, data: &str, port: u16) -> Value {
        let you = format!("127.0.0.1:{port}");
        let bytes = data.len();
        json!({"ms": 1.0, "event": "received", "label": label, "you": you, "lab": "127.0.0.1:40001", "datagram": false, "bytes": bytes, "data": data})
    }

    #[test]
    fn who_was_first_and_in_how_many_pieces_is_chance() {
        let one = json!([received("A", "uno", 40_002), received("B", "dos", 40_003)]);
        let other = json!([received("B", "dos", 40_002), received("A", "u", 40_003), received("A", "no", 40_003)]);
        assert_eq!(difference(&one, &other), None);
    }

    #[test]
    fn a_last_complaint_may_come_too_late_but_none_before_the_end() {
        let typed = json!({"ms": 1.0, "event": "typed", "bytes": 1, "data": "a"});
        let complaint = json!({"ms": 1.0, "event": "printed", "stream": "stderr", "bytes": 1, "data": "b"});
        let end = json!({"ms": 1.0, "event": "exited", "code": 1});
        assert_eq!(difference(&json!([typed]), &json!([typed, complaint])), None);
        assert!(difference(&json!([typed, end]), &json!([typed, complaint, end])).is_some());
    }

    #[test]
    fn another_byte_is_another_event() {
        let one = json!([received("A", "uno", 40_002)]);
        let said = difference(&one, &json!([received("A", "una", 40_002)])).expect("it differs");
        assert!(said.contains("uno") && said.contains("una"), "{said}");
        assert!(difference(&one, &json!([])).is_some());
    }
}
