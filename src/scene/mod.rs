//! A transcript as a scene: who stands where, and which arrow, note or pause stands in each row. Diagrams are drawn from
//! it, whatever they are drawn with: it knows neither letters of a terminal nor pixels.

mod columns;
mod pauses;
mod telling;
mod writer;

use std::time::Duration;

pub use self::columns::{Columns, Life};
use self::pauses::pauses;
use self::writer::Writer;
use crate::report::conversation::seconds;
use crate::transcript::{Event, What};
use crate::words::Lang;

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
        let writer = Writer::new(events, lang, room, space);
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
                let said = (lang.words().pause)(&seconds(time, lang.words()));
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
