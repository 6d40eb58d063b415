//! A scene drawn in lines of text of a given width. Knows neither files nor keys.

use enchufe::report::Colour;
use enchufe::report::conversation::{millis, size};
use enchufe::scene::{Figure, Life, Note, Row, Scene, Tone};
use enchufe::transcript::{Event, Payload};
use enchufe::words::Lang;

use super::arrows::short;
use super::canvas::{Canvas, Ink};
use crate::terminal::wrap;

/// A diagram is no wider than this: longer arrows are no easier to follow.
pub const WIDEST: usize = 110;
/// And no narrower.
const NARROWEST: usize = 24;
/// From this width on there is room for more than one line of thought.
const WIDE: usize = 72;
/// So many ends of the wire at most have a column of their own.
const MOST_COLUMNS: usize = 8;

/// One line of a diagram.
pub struct Line {
    canvas: Canvas,
    /// The event that it shows.
    pub event: Option<usize>,
}

impl Line {
    pub fn blank() -> Line {
        Line { canvas: Canvas::new(0), event: None }
    }

    /// A text that begins in a column, in as many lines as it needs.
    pub fn text(text: &str, start: usize, width: usize, ink: Ink) -> Vec<Line> {
        let line = |line: String| {
            let mut canvas = Canvas::new(width.max(NARROWEST));
            canvas.write(start, usize::MAX, &line, ink);
            Line { canvas, event: None }
        };
        wrap(text, width.max(NARROWEST) - start).into_iter().map(line).collect()
    }

    pub fn to_text(&self, colour: Colour) -> String {
        self.canvas.to_text(colour)
    }

    /// The line that a person has chosen: seen also where there are no colours.
    pub fn chosen(&self, colour: Colour) -> String {
        let mut canvas = self.canvas.clone();
        canvas.set(0, '>', Ink::Strong);
        canvas.chosen(colour)
    }
}

/// A conversation in lines.
pub struct Drawing {
    pub scene: Scene,
    /// Who stands where.
    pub header: Line,
    pub lines: Vec<Line>,
}

/// Draws a list of events.
pub fn draw(events: &[Event], lang: Lang, width: usize) -> Drawing {
    let width = width.clamp(NARROWEST, WIDEST);
    let is_wide = width >= WIDE;
    let for_arrows = if is_wide { 44 } else { 22 };
    let room = (width.saturating_sub(10 + for_arrows) / 3).clamp(1, MOST_COLUMNS);
    let scene = Scene::new(events, lang, room, is_wide);
    let pen = Pen::new(&scene, events, lang, width);
    let (header, lines) = (pen.header(), scene.rows.iter().flat_map(|row| pen.row(row)).collect());
    Drawing { scene, header, lines }
}

/// Where everything goes.
pub struct Pen<'s> {
    pub scene: &'s Scene,
    events: &'s [Event],
    pub lang: Lang,
    width: usize,
    /// The columns of letters for the times.
    clock: usize,
    /// Where each column of the scene stands.
    pub at: Vec<usize>,
    /// The columns of letters for a count of bytes.
    pub count: usize,
}

impl<'s> Pen<'s> {
    fn new(scene: &'s Scene, events: &'s [Event], lang: Lang, width: usize) -> Pen<'s> {
        let clock = scene.rows.iter().map(|row| millis(row.at, lang.words()).len()).max().unwrap_or_default().max(4);
        let letters = |(_, name): &(usize, String)| name.chars().count();
        let name = scene.rows.iter().flat_map(|row| &row.names).map(letters).max().unwrap_or(1);
        // The sign of the chosen line, the time, and blanks between.
        let left = 2 + clock + 1;
        let right = width - 1;
        let at = if scene.columns.is_relay() {
            let middle = left + (right - left - name) / 2;
            vec![left, middle - 1, middle + name, right]
        } else {
            let last = width - name;
            let step = if width >= WIDE { name + 2 } else { name + 1 };
            let lab = |column: usize| last - (scene.columns.count - 1 - column) * step;
            std::iter::once(left).chain((1..scene.columns.count).map(lab)).collect()
        };
        let sizes = events.iter().filter_map(|event| event.what.payload()).map(|bytes| size(bytes.len).len());
        let count = sizes.max().unwrap_or_default();
        Pen { scene, events, lang, width, clock, at, count }
    }

    fn header(&self) -> Line {
        let mut canvas = Canvas::new(self.width);
        canvas.write_back(2, 2 + self.clock, "ms", Ink::Quiet);
        let said = self.lang.words();
        let left = self.at[0];
        canvas.write(left, self.width, said.you, Ink::Strong);
        if self.scene.columns.is_relay() {
            let middle = (self.at[1] + self.at[2]) / 2;
            let half = said.relay.chars().count() / 2;
            canvas.write(middle.saturating_sub(half), self.width, said.relay, Ink::Strong);
            canvas.write_back(middle, self.width, said.you, Ink::Strong);
        } else {
            canvas.write_back(left + 4, self.width, said.lab, Ink::Strong);
        }
        self.legend(&mut canvas);
        Line { canvas, event: None }
    }

    /// What the signs mean that stand in this diagram, between the names.
    fn legend(&self, canvas: &mut Canvas) {
        let has = |sign: char| {
            let is_it = |row: &Row| matches!(&row.figure, Figure::Note(note) if note.sign == Some(sign));
            self.scene.rows.iter().any(is_it)
        };
        let said = self.lang.words();
        let known = [('#', said.printed), ('$', said.typed)];
        let signs = known.into_iter().filter(|(sign, _)| has(*sign)).map(|(sign, what)| format!("{sign} {what}"));
        let legend = signs.collect::<Vec<_>>().join("   ");
        let (start, end) = (self.at[0] + 7, self.at[1] - 6);
        if start + legend.chars().count() <= end {
            canvas.write(start, end, &legend, Ink::Quiet);
        }
    }

    fn row(&self, row: &Row) -> Vec<Line> {
        let mut canvas = Canvas::new(self.width);
        if let Figure::Pause { said, height, .. } = &row.figure {
            return self.pause(row, said, *height);
        }
        canvas.write_back(2, 2 + self.clock, &millis(row.at, self.lang.words()), Ink::Quiet);
        self.lifelines(&mut canvas, row, '│');
        match &row.figure {
            Figure::Arrow(arrow) => self.arrow(&mut canvas, row, arrow),
            Figure::Note(note) => self.note(&mut canvas, row, note),
            Figure::InVain { said } => self.in_vain(&mut canvas, said),
            Figure::Pause { .. } => {}
        }
        vec![Line { canvas, event: row.event }]
    }

    fn lifelines(&self, canvas: &mut Canvas, row: &Row, lives: char) {
        for (life, at) in row.life.iter().zip(&self.at) {
            let letter = match life {
                Life::None => continue,
                Life::Begins => '┬',
                Life::Ends => '┴',
                Life::Lives => lives,
            };
            canvas.set(*at, letter, Ink::Quiet);
        }
    }

    fn pause(&self, row: &Row, said: &str, height: usize) -> Vec<Line> {
        let line = |index: usize| {
            let mut canvas = Canvas::new(self.width);
            self.lifelines(&mut canvas, row, '┊');
            if index == (height - 1) / 2 {
                canvas.write(self.at[0] + 4, self.at[1] - 1, said, Ink::Quiet);
            }
            Line { canvas, event: None }
        };
        (0..height).map(line).collect()
    }

    fn in_vain(&self, canvas: &mut Canvas, said: &str) {
        let ink = Ink::Tone(Tone::Odd);
        let (start, end) = (self.at[0] + 1, self.at[1]);
        (start..end).filter(|at| (at - start) % 2 == 1).for_each(|at| canvas.set(at, '·', ink));
        let text = start + 3;
        canvas.write(text - 1, end, " ! ", ink);
        let behind = canvas.write(text + 2, end - 1, said, ink);
        canvas.set(behind, ' ', ink);
    }

    fn note(&self, canvas: &mut Canvas, row: &Row, note: &Note) {
        let ink = Ink::Tone(note.tone);
        self.write_names(canvas, row);
        if note.column != Some(0) {
            // Next to the lab's side; to the left of all of its columns.
            let column = note.column.filter(|_| self.scene.columns.is_relay()).unwrap_or(1);
            let (start, end) = (self.at[0] + 2, self.at[column] - 1);
            let bytes = self.payload(row).filter(|_| note.has_bytes);
            let said = bytes.map_or_else(String::new, |bytes| {
                format!("{} {}  ", size(bytes.len), short(bytes, self.lang.words(), 24))
            });
            canvas.write_back(start, end, &format!("{said}{}", note.said), ink);
            return;
        }
        let start = self.at[0] + 2;
        let end = if self.scene.columns.is_relay() { self.at[3] - 1 } else { self.at[1] - 1 };
        let Some(sign) = note.sign else {
            canvas.write(start, end, &note.said, ink);
            return;
        };
        canvas.set(start, sign, ink);
        match self.payload(row).filter(|_| note.has_bytes) {
            Some(bytes) => self.bytes(canvas, start + 2, end, bytes, &note.said, ink),
            None => canvas.write(start + 2, end, &note.said, ink),
        };
    }

    pub fn write_names(&self, canvas: &mut Canvas, row: &Row) {
        for (column, name) in &row.names {
            canvas.write(self.at[*column], self.width, name, Ink::Strong);
        }
    }

    pub fn payload(&self, row: &Row) -> Option<&'s Payload> {
        row.event.and_then(|index| self.events[index].what.payload())
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;
    use std::time::Duration;

    use enchufe::report::Colour;
    use enchufe::transcript::{Event, Fate, Label, Payload, Stream, What};
    use enchufe::words::Lang;

    use super::draw;

    fn addr(port: u16) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], port))
    }

    fn relayed(label: usize, you: u16, to: u16) -> Event {
        let (lab, via) = if label == 0 { (addr(1), addr(2)) } else { (addr(2), addr(1)) };
        let (you, to, bytes) = (addr(you), addr(to), Payload::new(b"uno"));
        let what = What::Relayed { lab, you, via, to, bytes, fate: Fate::Drop };
        Event { at: Duration::ZERO, label: Some(Label(label)), what }
    }

    /// An event of each kind, at so many ends of the wire, over a long time.
    fn everything(ends: usize) -> Vec<Event> {
        let bytes = Payload::new("¿qué tal? \u{1b}[31m".repeat(3000).as_bytes());
        let (lab, you, datagram) = (addr(1), addr(65_535), true);
        let whats = [
            What::Started { command: "tcp-client \u{1b}[2J 日本語 ".repeat(20) },
            What::Listening { at: lab },
            What::Silent { at: lab, last: 9 },
            What::Connected { lab, you },
            What::Sent { lab, you, bytes: bytes.clone(), datagram: false },
            What::Received { lab, you, bytes: Payload::new(b""), datagram },
            What::Refused { bytes: bytes.clone() },
            What::Unread { bytes: usize::MAX },
            What::HalfClosed,
            What::YouClosed,
            What::YouReset,
            What::Aborted,
            What::Closed,
            What::Typed { bytes: bytes.clone() },
            What::InputEnded,
            What::Printed { stream: Stream::Stdout, bytes: bytes.clone() },
            What::Printed { stream: Stream::Stderr, bytes },
            What::NothingCame { waited: Duration::from_secs(100_000) },
            What::Ended { code: None, signal: Some(9) },
        ];
        let event = |(index, what): (usize, What)| {
            let label = (ends > 0).then(|| Label(index % ends.max(1)));
            Event { at: Duration::from_millis(1 << (2 * index)), label, what }
        };
        whats
            .into_iter()
            .cycle()
            .take(19 * ends.max(1))
            .enumerate()
            .map(|(index, what)| (index % 19, what))
            .map(event)
            .collect()
    }

    #[test]
    fn every_line_fits_whatever_happens() {
        let relay = vec![relayed(0, 3, 4), relayed(1, 4, 3)];
        for events in [everything(0), everything(1), everything(2), everything(7), everything(40), relay, Vec::new()] {
            for width in [0, 1, 24, 30, 40, 71, 72, 80, 110, 300] {
                for lang in Lang::ALL {
                    let drawing = draw(&events, lang, width);
                    for line in drawing.lines.iter().chain([&drawing.header]) {
                        let text = line.to_text(Colour::Plain);
                        let letters = text.chars().count();
                        assert!(letters <= width.clamp(24, 110), "{width}: {text}");
                        assert!(!text.contains(char::is_control), "{text:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_relay_to_a_peer_of_the_lab_is_not_taken_for_one_between_two_programs() {
        let socket = |label, port| {
            let what = What::Listening { at: addr(port) };
            Event { at: Duration::ZERO, label: Some(Label(label)), what }
        };
        let sockets = || vec![socket(0, 1), socket(1, 2)];
        let between = |peer: Option<Event>| {
            let events: Vec<Event> =
                sockets().into_iter().chain(peer).chain([relayed(0, 3, 4), relayed(1, 4, 3)]).collect();
            draw(&events, Lang::En, 80).scene.columns.is_relay()
        };
        assert!(between(None));
        assert!(!between(Some(socket(2, 4))));
    }

    #[test]
    fn colours_change_nothing_but_colours() {
        let drawing = draw(&everything(2), Lang::En, 80);
        for line in &drawing.lines {
            let plain = line.to_text(Colour::Plain);
            let coloured = line.to_text(Colour::Coloured);
            let parts = coloured.split('\x1b').enumerate();
            let bare: String = parts
                .map(|(index, part)| if index == 0 { part } else { part.split_once('m').map_or("", |it| it.1) })
                .collect();
            assert_eq!(bare, plain);
        }
    }
}
