//! A transcript as a scene: who stands where, and which arrow, note or pause stands in each row. The text diagram and the
//! page are drawn from it; it knows neither widths nor letters of a terminal.

use std::net::SocketAddr;
use std::time::Duration;

use enchufe::report::conversation::{Names, seconds};
use enchufe::transcript::{Event, Fate, Label, Stream, What};
use enchufe::words::Lang;

use super::columns::{self, Columns, Life};
use super::pauses::pauses;
use crate::words::trace::{Words, trace};

/// What is drawn.
pub struct Scene {
    /// Column 0 is the student's. The others are the lab's, except the last one of a relay.
    pub columns: Columns,
    pub rows: Vec<Row>,
}

pub struct Row {
    /// Since the test began.
    pub at: Duration,
    /// Which event of the transcript this is; none for a pause.
    pub event: Option<usize>,
    pub figure: Figure,
    /// Which columns live here.
    pub life: Vec<Life>,
    /// The ends of the wire that take part, by name, where they have one.
    pub names: Vec<(usize, String)>,
}

pub enum Figure {
    Arrow(Arrow),
    Note(Note),
    /// Nothing happens for a while; a longer one is higher.
    Pause {
        said: String,
        height: usize,
    },
    /// The lab waits for something, and it does not come.
    InVain {
        said: String,
    },
}

/// Something goes from one column to another.
pub struct Arrow {
    pub from: usize,
    pub to: usize,
    pub way: Way,
    pub head: Head,
    pub tone: Tone,
    /// Whether the event's bytes stand on it.
    pub has_bytes: bool,
    /// What it is, or what became of the bytes.
    pub said: String,
}

/// What an arrow stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Stream,
    Datagram,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    Arrives,
    ArrivesTwice,
    /// It tears the connection down.
    Resets,
    /// It gets lost before it arrives.
    IsLost,
    /// It stays where it arrives, for now.
    Waits,
}

/// Something happens in one place.
pub struct Note {
    /// `None` is the lab as a whole.
    pub column: Option<usize>,
    /// `#`, `$`, `!` as in the reports, or nothing.
    pub sign: Option<char>,
    pub tone: Tone,
    pub has_bytes: bool,
    pub said: String,
}

/// How a figure is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    ToYou,
    FromYou,
    /// What the program printed or got typed.
    Yours,
    Plain,
    /// Worth a second look.
    Odd,
    /// It went wrong.
    Bad,
}

impl Scene {
    /// The scene of a list of events. At most `room` ends of the wire get a column of their own; a relay gets its place
    /// in the middle if there is `space` for it.
    pub fn new(events: &[Event], lang: Lang, room: usize, space: bool) -> Scene {
        let names = Names::new(events);
        let columns = columns::of(events, &names, room, space);
        let writer = Writer { names, columns, said: lang.words(), words: trace(lang) };
        let pauses = pauses(events);
        let mut rows = Vec::new();
        let mut running = 0_usize;
        for (index, event) in events.iter().enumerate() {
            let before = running;
            match event.what {
                What::Started { .. } => running += 1,
                What::Ended { .. } => running = running.saturating_sub(1),
                _ => {}
            }
            if let Some(&(time, height)) = pauses.get(&index) {
                let said = (writer.words.pause)(&seconds(time));
                let figure = Figure::Pause { said, height };
                let program = if before > 0 { Life::Lives } else { Life::None };
                let life = writer.columns.life(index - 1, program);
                rows.push(Row { at: event.at, event: None, figure, life, names: Vec::new() });
            }
            let program = match (before, running) {
                (0, 0) => Life::None,
                (0, _) => Life::Begins,
                (_, 0) => Life::Ends,
                _ => Life::Lives,
            };
            let (figure, names) = writer.figure(event);
            let life = writer.columns.life(index, program);
            rows.push(Row { at: event.at, event: Some(index), figure, life, names });
        }
        Scene { columns: writer.columns, rows }
    }
}

/// Turns events into figures.
struct Writer {
    names: Names,
    columns: Columns,
    /// The sentences of the reports: a thing is called the same here and there.
    said: &'static enchufe::words::Words,
    words: &'static Words,
}

impl Writer {
    fn figure(&self, event: &Event) -> (Figure, Vec<(usize, String)>) {
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
            What::NothingCame { waited } => Figure::InVain { said: (self.said.nothing_came)(&seconds(*waited)) },
            what => self.sent(event.label, lab.unwrap_or(1), what).map_or_else(|| self.note(lab, event), Figure::Arrow),
        };
        (figure, names)
    }

    /// What goes over the wire, if this is it.
    fn sent(&self, label: Option<Label>, lab: usize, what: &What) -> Option<Arrow> {
        let words = self.said;
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
        let said = (self.said.relayed)(&self.names.of(via, self.said), fate);
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
        let words = self.said;
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
