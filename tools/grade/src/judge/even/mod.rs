//! Evens out what differs from run to run and means nothing: ports that the system chose, addresses that were made of a
//! process's number, when something happened, and the order of what came together. The same program then gives the same
//! bytes.

mod order;
mod ports;
mod told;

use enchufe::transcript::{Event, Transcript};
use enchufe::words::Lang;
use serde_json::Value;

use self::ports::Ports;
use crate::result::Text;

/// So many events of a long conversation are kept, at its beginning and at its end.
const FIRST: usize = 150;
const LAST: usize = 50;

/// Evens out the report for a person and its conversation.
pub fn out(text: Text, mut transcript: Value) -> (Text, Value) {
    let events = events_of(&transcript);
    if !events.is_empty() {
        transcript = Transcript::from_events(order::settled(events.clone())).to_json();
    }
    let mut ports = Ports::default();
    ports::learn(&mut ports, &transcript);
    for text in [&text.en, &text.es] {
        ports.learn(text, false);
    }
    ports::settle(&ports, &mut transcript);
    let settled = events_of(&transcript);
    let even = |text: &str, lang: Lang| -> String {
        let text: String = text.lines().map(|line| ports.put_into(line) + "\n").collect();
        told::anew(&text, lang, &events, &settled)
    };
    let text = Text { en: even(&text.en, Lang::En), es: even(&text.es, Lang::Es) };
    if let Value::Array(events) = &mut transcript
        && events.len() > FIRST + LAST
    {
        events.drain(FIRST..events.len() - LAST);
    }
    (text, transcript)
}

/// The events of a transcript as the harness wrote it; none if it cannot be read.
fn events_of(transcript: &Value) -> Vec<Event> {
    Transcript::from_json(transcript).map(|read| read.events()).unwrap_or_default()
}
