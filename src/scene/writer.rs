//! Turns the events of a transcript into figures of a scene.

use std::net::SocketAddr;

use super::columns::{self, Columns};
use super::{Arrow, Figure, Head, Note, Tone, Way};
use crate::report::conversation::{Names, seconds};
use crate::transcript::{Event, Fate, Label, Stream, What};
use crate::words::{Lang, Words};

pub(super) struct Writer {
    names: Names,
    pub(super) columns: Columns,
    /// The sentences of the reports: a thing is called the same here and there.
    words: &'static Words,
}

impl Writer {
    pub(super) fn new(events: &[Event], lang: Lang, room: usize, space: bool) -> Writer {
        let names = Names::new(events);
        let columns = columns::of(events, &names, room, space);
        Writer { names, columns, words: lang.words() }
    }

    /// What is drawn of an event, and the ends of the wire that take part, by name.
    pub(super) fn figure(&self, event: &Event) -> (Figure, Vec<(usize, String)>) {
        let lab = event.label.and_then(|label| self.columns.of(label));
        let names = match (&event.what, event.label) {
            (What::Relayed { .. }, Some(label)) if self.columns.is_relay() => self.columns.both_ends(label),
            (_, Some(label)) if self.names.are_several() => {
                lab.map(|lab| (lab, label.to_string())).into_iter().collect()
            }
            _ => Vec::new(),
        };
        let figure = match &event.what {
            What::Relayed { you, via, fate, .. } => self.relayed(lab, *you, *via, *fate),
            What::NothingCame { waited } => {
                Figure::InVain { said: (self.words.nothing_came)(&seconds(*waited, self.words)) }
            }
            what => self.sent(event.label, lab.unwrap_or(1), what).map_or_else(|| self.note(lab, event), Figure::Arrow),
        };
        (figure, names)
    }

    /// What goes over the wire, if this is it.
    fn sent(&self, label: Option<Label>, lab: usize, what: &What) -> Option<Arrow> {
        let words = self.words;
        // What leaves a relay at its far end goes to the program beyond.
        let you = if self.columns.is_far(lab) { lab + 1 } else { 0 };
        let way = |datagram| if datagram { Way::Datagram } else { Way::Stream };
        let to_you = Arrow {
            from: lab,
            to: you,
            way: Way::Stream,
            head: Head::Arrives,
            tone: Tone::ToYou,
            has_bytes: false,
            said: String::new(),
        };
        let from_you = || Arrow { from: you, to: lab, tone: Tone::FromYou, ..to_you.plain() };
        let arrow = match what {
            What::Connected { you, .. } if self.names.program_called(label, *you) => {
                Arrow { said: (words.connected_from)(&you.to_string()), ..from_you() }
            }
            What::Connected { lab, you } => {
                Arrow { said: format!("{} ({lab})", (words.connected_to)(&you.to_string())), ..to_you }
            }
            What::Sent { datagram, .. } => {
                let late = self.columns.is_relay();
                let said = if late { self.words.goes_on.to_owned() } else { String::new() };
                Arrow { has_bytes: true, way: way(*datagram), said, ..to_you }
            }
            What::Received { datagram, .. } => Arrow { has_bytes: true, way: way(*datagram), ..from_you() },
            What::Refused { .. } => Arrow {
                has_bytes: true,
                head: Head::IsLost,
                tone: Tone::Bad,
                said: words.refused_nobody_reading.to_owned(),
                ..to_you
            },
            What::HalfClosed => Arrow { said: words.half_closed.to_owned(), ..to_you },
            What::Closed if self.columns.is_socket(label) => return None,
            What::Closed => Arrow { said: words.closed.to_owned(), ..to_you },
            What::YouClosed => Arrow { said: words.closed.to_owned(), ..from_you() },
            What::Aborted => Arrow { head: Head::Resets, tone: Tone::Bad, said: words.aborted.to_owned(), ..to_you },
            What::YouReset => {
                Arrow { head: Head::Resets, tone: Tone::Bad, said: words.aborted.to_owned(), ..from_you() }
            }
            _ => return None,
        };
        Some(arrow)
    }

    /// What a relay does with a datagram. `lab` is the column of the end where it came.
    fn relayed(&self, lab: Option<usize>, from: SocketAddr, via: SocketAddr, fate: Fate) -> Figure {
        let said = (self.words.relayed)(&self.names.of(via, self.words), fate);
        let lab = lab.unwrap_or(1);
        let tone = match fate {
            Fate::Pass => Tone::FromYou,
            Fate::Drop => Tone::Bad,
            Fate::Double | Fate::Delay(_) | Fate::Swap => Tone::Odd,
        };
        let arrow = |from, to, head, said| {
            Figure::Arrow(Arrow { from, to, way: Way::Datagram, head, tone, has_bytes: true, said })
        };
        if self.columns.is_relay() {
            let (here, there) = if self.columns.is_far(lab) { (lab + 1, 0) } else { (0, lab + 2) };
            return match fate {
                Fate::Pass => arrow(here, there, Head::Arrives, String::new()),
                Fate::Double => arrow(here, there, Head::ArrivesTwice, self.words.twice.to_owned()),
                Fate::Drop => arrow(here, lab, Head::IsLost, said),
                Fate::Delay(_) | Fate::Swap => arrow(here, lab, Head::Waits, said),
            };
        }
        // Between two programs every datagram comes from one of them; a peer of the lab has said so itself.
        if self.names.know(from) {
            return Figure::Note(Note { column: Some(lab), sign: None, tone, has_bytes: true, said });
        }
        arrow(0, lab, if fate == Fate::Drop { Head::IsLost } else { Head::Arrives }, said)
    }

    fn note(&self, lab: Option<usize>, event: &Event) -> Figure {
        let words = self.words;
        let plain = |column, said| Note { column, sign: None, tone: Tone::Plain, has_bytes: false, said };
        let yours =
            |sign, has_bytes, said| Note { column: Some(0), sign: Some(sign), tone: Tone::Yours, has_bytes, said };
        Figure::Note(match &event.what {
            What::Started { command } => plain(Some(0), (words.started)(command)),
            // Only a UDP socket of the lab has a label before anybody has come.
            What::Listening { at } if event.label.is_some() => plain(lab, (words.uses)(&at.to_string())),
            What::Listening { at } => plain(lab, (words.listening_on)(&at.to_string())),
            What::Silent { at, last } => {
                let ports = if at.port() == *last { at.to_string() } else { format!("{at}-{last}") };
                plain(lab, (words.silent_at)(&ports))
            }
            What::Unread { bytes } => Note { tone: Tone::Odd, ..yours('!', false, (words.left_unread)(*bytes)) },
            What::Typed { .. } => yours('$', true, String::new()),
            What::InputEnded => yours('$', false, words.input_ended.to_owned()),
            What::Printed { stream: Stream::Stdout, .. } => yours('#', true, String::new()),
            What::Printed { stream, .. } => yours('#', true, stream.name().to_owned()),
            What::Ended { code, signal } => {
                let by_signal = || signal.map_or_else(|| "?".to_owned(), words.ended_by_signal);
                let said = code.map_or_else(by_signal, words.ended_with_code);
                Note { tone: if *code == Some(0) { Tone::Plain } else { Tone::Odd }, ..plain(Some(0), said) }
            }
            // A socket of UDP, which has nobody to tell.
            _ => plain(lab, words.closed.to_owned()),
        })
    }
}

impl Arrow {
    /// The same kind of arrow with nothing on it.
    fn plain(&self) -> Arrow {
        Arrow { said: String::new(), ..*self }
    }
}
