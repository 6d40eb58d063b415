//! A row of a scene as a sentence, for whoever hears the figure instead of seeing it.

use enchufe::report::conversation::shown;
use enchufe::scene::{Figure, Row, Way};
use enchufe::transcript::Event;
use enchufe::words::Lang;

use super::lines::safe;
use crate::words::figure as words_of;

/// So many letters are told of bytes.
const GLIMPSE: usize = 90;

/// Who does what, as HTML in one line.
pub fn of(row: &Row, events: &[Event], is_relay: bool, lang: Lang) -> String {
    let (said, words) = (lang.words(), words_of(lang));
    let payload = row.event.and_then(|index| events[index].what.payload());
    let (has_bytes, sign, is_datagram) = match &row.figure {
        Figure::Arrow(arrow) => (arrow.has_bytes, None, arrow.way == Way::Datagram),
        Figure::Note(note) => (note.has_bytes, note.sign, false),
        Figure::Pause { .. } | Figure::InVain { .. } => (false, None, false),
    };
    let mut parts = Vec::new();
    match sign {
        Some('#') if has_bytes => parts.push(said.printed.to_owned()),
        Some('$') if has_bytes => parts.push(said.typed.to_owned()),
        _ => {}
    }
    if is_datagram {
        parts.push(words.datagram.to_owned());
    }
    if !row.said().is_empty() {
        parts.push(safe(row.said()));
    }
    if let Some(bytes) = payload.filter(|_| has_bytes) {
        let quoted = shown(bytes, said, GLIMPSE).join(" ");
        parts.push(format!("{} <code>{}</code>", (said.bytes)(bytes.len), safe(&quoted)));
    }
    let what = parts.join(", ");
    let who = row.who(is_relay, lang);
    let sentence = if who.is_empty() { what } else { format!("{}: {what}", safe(&who)) };
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
