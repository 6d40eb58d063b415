//! A transcript as the lines of a conversation, seen from the student.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::Duration;

use super::WIDTH;
use super::escape::quote;
use super::frames;
use crate::transcript::{Event, Label, Payload, Stream, What};
use crate::words::Words;

/// At most so many lines are shown; of a longer conversation the beginning and the end.
const LINES: usize = 26;
const FIRST_LINES: usize = 12;

/// The columns before the text of a line.
const MARGIN: usize = 26;

/// The lines of a conversation, without the line that explains the signs.
pub fn lines(events: &[Event], words: &Words) -> Vec<String> {
    let names = Names::new(events);
    let mut lines: Vec<String> = events.iter().map(|event| line(event, &names, words)).collect();
    if lines.len() > LINES {
        let left_out = lines.len() - LINES + 1;
        let text = (words.events_left_out)(left_out);
        lines.splice(FIRST_LINES..FIRST_LINES + left_out, [format!("{:MARGIN$}{text}", "")]);
    }
    lines
}

/// What to call the lab's ends of the wire: letters, or nothing if there is only one.
pub struct Names {
    several: bool,
    addresses: Vec<(SocketAddr, Label)>,
}

impl Names {
    pub fn new(events: &[Event]) -> Names {
        let labels: BTreeSet<Label> = events.iter().filter_map(|event| event.label).collect();
        let address = |event: &Event| match event.what {
            What::Connected { lab, you } => {
                // A listener's connections share the lab's address: the program's tells them apart.
                let listens = events.iter().any(|other| matches!(other.what, What::Listening { at } if at == lab));
                Some((if listens { you } else { lab }, event.label?))
            }
            What::Listening { at } => Some((at, event.label?)),
            _ => None,
        };
        Names { several: labels.len() > 1, addresses: events.iter().filter_map(address).collect() }
    }

    /// The name of an address: its letter, or the address itself.
    pub fn of(&self, addr: SocketAddr, words: &Words) -> String {
        match self.addresses.iter().find(|(known, _)| *known == addr) {
            Some((_, label)) if self.several => label.to_string(),
            Some(_) => words.lab.to_owned(),
            None => addr.to_string(),
        }
    }

    /// Whether the lab has more than one end of the wire.
    pub fn are_several(&self) -> bool {
        self.several
    }

    /// Whether the program made this connection, to a listener of the lab; else the lab made it, to the program.
    pub fn program_called(&self, label: Option<Label>, you: SocketAddr) -> bool {
        self.addresses.iter().any(|(addr, known)| *addr == you && Some(*known) == label)
    }

    /// Whether this is an address of the lab, or of a connection that it took.
    pub fn know(&self, addr: SocketAddr) -> bool {
        self.addresses.iter().any(|(known, _)| *known == addr)
    }

    fn who(&self, label: Option<Label>, words: &Words) -> String {
        label.filter(|_| self.several).map_or_else(|| words.lab.to_owned(), |label| label.to_string())
    }
}

fn line(event: &Event, names: &Names, words: &Words) -> String {
    let lab = names.who(event.label, words);
    let you = words.you.to_owned();
    let (who, sign, payload, text) = match &event.what {
        What::Started { command } => (you, " ", None, (words.started)(&shorten(command, WIDTH - MARGIN - 9))),
        // Only a UDP socket of the lab has a label before anybody has come.
        What::Listening { at } if event.label.is_some() => (lab, " ", None, (words.uses)(&at.to_string())),
        What::Listening { at } => (lab, " ", None, (words.listening_on)(&at.to_string())),
        What::Silent { at, last } => {
            let ports = if at.port() == *last { at.to_string() } else { format!("{at}-{last}") };
            (lab, " ", None, (words.silent_at)(&ports))
        }
        What::Connected { lab: from, you: to } => {
            if names.program_called(event.label, *to) {
                let text = (words.connected_from)(&to.to_string());
                (if names.several { lab } else { you }, " ", None, text)
            } else {
                let text = format!("{} ({from})", (words.connected_to)(&to.to_string()));
                (lab, " ", None, text)
            }
        }
        What::Sent { bytes, .. } => (lab, ">", Some(bytes), String::new()),
        What::Received { bytes, .. } => (if names.several { lab } else { you }, "<", Some(bytes), String::new()),
        What::Relayed { you: from, via, bytes, fate, .. } => {
            // Between two programs every datagram comes from one of them; a peer of the lab has said so itself.
            let text = (words.relayed)(&names.of(*via, words), *fate);
            (lab, if names.know(*from) { " " } else { "<" }, Some(bytes), text)
        }
        What::Refused { bytes } => (lab, ">", Some(bytes), words.refused_nobody_reading.to_owned()),
        What::Unread { bytes } => (lab, "!", None, (words.left_unread)(*bytes)),
        What::HalfClosed => (lab, ">", None, words.half_closed.to_owned()),
        What::Closed => (lab, ">", None, words.closed.to_owned()),
        What::Aborted => (lab, ">", None, words.aborted.to_owned()),
        What::YouClosed => (if names.several { lab } else { you }, "<", None, words.closed.to_owned()),
        What::YouReset => (if names.several { lab } else { you }, "<", None, words.aborted.to_owned()),
        What::Typed { bytes } => (lab, "$", Some(bytes), String::new()),
        What::InputEnded => (lab, "$", None, words.input_ended.to_owned()),
        What::Printed { stream: Stream::Stdout, bytes } => (you, "#", Some(bytes), String::new()),
        What::Printed { stream: Stream::Stderr, bytes } => (you, "#", Some(bytes), Stream::Stderr.name().to_owned()),
        What::Ended { code, signal } => {
            let by_signal = || signal.map_or_else(|| "?".to_owned(), words.ended_by_signal);
            (you, " ", None, code.map_or_else(by_signal, words.ended_with_code))
        }
        What::NothingCame { waited } => (lab, "!", None, (words.nothing_came)(&seconds(*waited, words))),
    };
    let count = payload.map_or_else(String::new, |payload| size(payload.len));
    let start = format!("{:>8}  {who:<4} {sign} {count:>7} ", millis(event.at, words));
    let text = match payload {
        Some(payload) if text.is_empty() => shown(payload, words, WIDTH - MARGIN).join(&format!("\n{:MARGIN$}", "")),
        // What was refused, went through a relay, or went to stderr, needs room for saying so.
        Some(payload) => {
            let room = (WIDTH - MARGIN - 2).saturating_sub(text.chars().count());
            format!("{}  {text}", shown(payload, words, room).join(&format!("\n{:MARGIN$}", "")))
        }
        None => text,
    };
    format!("{start}{text}").trim_end().to_owned()
}

/// A text of at most `width` letters: of a longer one the beginning and the end.
fn shorten(text: &str, width: usize) -> String {
    let letters: Vec<char> = text.chars().collect();
    if letters.len() <= width {
        return text.to_owned();
    }
    let (front, back) = (&letters[..width / 2], &letters[letters.len() - (width - width / 2 - 3)..]);
    format!("{} … {}", front.iter().collect::<String>(), back.iter().collect::<String>())
}

/// A count of bytes in at most seven columns.
pub fn size(bytes: usize) -> String {
    match bytes {
        0..=99_999 => format!("{bytes} B"),
        100_000..=9_999_999 => format!("{} kB", bytes / 1000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}

/// Bytes on at most two lines of `width` columns: frames of the workbook as the messages they hold, everything else in
/// quotes, of very many the beginning and the end.
pub fn shown(payload: &Payload, words: &Words, width: usize) -> Vec<String> {
    if payload.tail.is_empty() {
        return match frames::messages(&payload.head) {
            Some(messages) => frames::lines(&messages, words, width),
            None => vec![quote(&payload.head, width)],
        };
    }
    // Enough of both ends; `quote` shortens what is too long.
    let ends = [&payload.head[..64.min(payload.head.len())], &payload.tail].concat();
    vec![quote(&ends, width)]
}

/// A time as a person says it.
pub fn seconds(time: Duration, words: &Words) -> String {
    match time.as_millis() {
        ms @ 0..=999 => format!("{ms} ms"),
        _ => format!("{} s", words.decimal(time.as_secs_f64(), 1)),
    }
}

/// A time in milliseconds, as it stands in a margin.
pub fn millis(time: Duration, words: &Words) -> String {
    words.decimal(time.as_secs_f64() * 1e3, 1)
}
