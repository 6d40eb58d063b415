//! The drawing, row by row, from the top down.

use std::fmt::Write;

use enchufe::scene::{Arrow, Figure, Life, Note, Row, Scene, Tone};
use enchufe::transcript::Payload;
use enchufe::words::Words;

use super::Drawn;
use super::arrow;
use super::lines::{self, Line, safe};
use super::places::{HEADER, LINE, MARGIN, Places, WIDTH};
use crate::words::figure as words_of;

/// The line that an arrow needs below its text.
const ARROW: i32 = 14;
/// A pause, and each further row that a longer one has.
const PAUSE: i32 = 24;
const LONGER: i32 = 10;

pub struct Sheet<'s> {
    scene: &'s Scene,
    drawn: &'s Drawn<'s>,
    words: &'static Words,
    places: Places,
    rows: String,
    /// The lines of life: of each column the path, where it is open, and whether it is one of a pause.
    lives: Vec<Thread>,
    y: i32,
}

/// The line that runs down in one column.
#[derive(Default)]
struct Thread {
    path: String,
    pauses: String,
    open: Option<i32>,
}

/// On which side of its place a text stands.
#[derive(Clone, Copy)]
enum Anchor {
    Start,
    Middle,
    End,
}

impl<'s> Sheet<'s> {
    pub fn new(scene: &'s Scene, drawn: &'s Drawn<'s>) -> Sheet<'s> {
        let places = Places::of(&scene.columns);
        let lives = places.columns.iter().map(|_| Thread::default()).collect();
        let words = drawn.lang.words();
        Sheet { scene, drawn, words, places, rows: String::new(), lives, y: HEADER }
    }

    pub fn draw(mut self) -> String {
        let scene = self.scene;
        for (place, row) in scene.rows.iter().enumerate() {
            let _ = write!(self.rows, "<g class=\"row {}\" data-row=\"{place}\">", tone(row));
            self.row(row);
            self.rows.push_str("</g>\n");
        }
        for (column, thread) in self.lives.iter_mut().enumerate() {
            thread.close(self.places.columns[column], self.y);
        }
        let Drawn { id, title, .. } = self.drawn;
        let height = self.y + 4;
        let desc = (words_of(self.drawn.lang).desc)(scene.rows.len());
        let mut svg = format!(
            "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\n\
             <title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>\n",
            safe(title),
            safe(&desc)
        );
        self.header(&mut svg);
        for thread in &self.lives {
            let _ = write!(svg, "<path class=\"life\" d=\"{}\"/>", thread.path);
            if !thread.pauses.is_empty() {
                let _ = write!(svg, "<path class=\"life pause\" d=\"{}\"/>", thread.pauses);
            }
        }
        let _ = write!(svg, "\n{}</svg>", self.rows);
        svg
    }

    /// Who stands where.
    fn header(&self, svg: &mut String) {
        let mut put = |x: i32, anchor: Anchor, text: &str| {
            let _ = write!(svg, "<text class=\"who\"{} x=\"{x}\" y=\"15\">{}</text>", anchor.attribute(), safe(text));
        };
        put(4, Anchor::Start, self.words.you);
        if self.places.is_relay {
            put(self.places.inside(), Anchor::Middle, self.words.relay);
            put(WIDTH - 4, Anchor::End, self.words.you);
        } else {
            put(WIDTH - 4, Anchor::End, self.words.lab);
        }
        svg.push('\n');
    }

    fn row(&mut self, row: &Row) {
        let top = self.y;
        match &row.figure {
            Figure::Arrow(arrow) => self.arrow(row, arrow),
            Figure::Note(note) => self.note(row, note),
            Figure::Pause { said, height } => {
                self.y += PAUSE + LONGER * (*height as i32 - 1);
                let middle = (top + self.y) / 2 + 5;
                self.text(&lines::said(said, self.places.letters()), Anchor::Middle, middle);
            }
            Figure::InVain { said } => {
                let lines = lines::said(&format!("! {said}"), self.places.letters());
                self.y += 3;
                self.lines(&lines, Anchor::Middle);
                let whose = row.names.first().map_or(1, |(column, _)| *column);
                let (start, end) = (self.places.columns[0], self.places.columns[whose]);
                let y = self.y + 7;
                let _ = write!(self.rows, "<path class=\"l vain\" d=\"M{start} {y}H{end}\"/>");
                self.names(row, y + 4);
                self.y += ARROW;
            }
        }
        let middle = match row.figure {
            Figure::Arrow(_) | Figure::InVain { .. } => self.y - 7,
            Figure::Note(_) => top + 4 + LINE / 2,
            Figure::Pause { .. } => top,
        };
        self.live(row, (top, middle, self.y));
    }

    fn arrow(&mut self, row: &Row, arrow: &Arrow) {
        let width = self.places.letters();
        let lines = match self.payload(row).filter(|_| arrow.has_bytes) {
            Some(bytes) => lines::with_bytes("", bytes, &arrow.said, self.words, width),
            None => lines::said(&arrow.said, width),
        };
        self.y += 3;
        self.lines(&lines, Anchor::Middle);
        let y = self.y + 7;
        let is_named = |end: usize| row.names.iter().any(|(column, _)| *column == end);
        self.rows += &arrow::draw(arrow, &self.places, y, (is_named(arrow.from), is_named(arrow.to)));
        self.names(row, y + 4);
        self.y += ARROW;
    }

    fn note(&mut self, row: &Row, note: &Note) {
        let width = self.places.letters();
        let is_mine = note.column == Some(0);
        let lines = match (self.payload(row).filter(|_| note.has_bytes), note.sign) {
            (Some(bytes), Some('$')) => lines::with_bytes(self.words.typed, bytes, &note.said, self.words, width),
            (Some(bytes), Some('#')) => {
                let stream = if note.said.is_empty() { String::new() } else { format!(" ({})", note.said) };
                lines::with_bytes(&format!("{}{stream}", self.words.printed), bytes, "", self.words, width)
            }
            (Some(bytes), _) => lines::with_bytes("", bytes, &note.said, self.words, width),
            // Inside of a relay there is no room beside its ends.
            (None, _) if self.places.is_relay && !is_mine => {
                let whose = row.names.iter().find(|(column, _)| Some(*column) == note.column);
                let name = whose.map_or_else(String::new, |(_, name)| format!("{name}: "));
                lines::said(&format!("{name}{}", note.said), width)
            }
            (None, _) => lines::said(&note.said, width),
        };
        self.y += 4;
        let middle = self.y + LINE / 2;
        let anchor = match note.column {
            _ if is_mine => Anchor::Start,
            _ if self.places.is_relay => Anchor::Middle,
            _ => Anchor::End,
        };
        if is_mine {
            let _ =
                write!(self.rows, "<circle class=\"o\" cx=\"{}\" cy=\"{middle}\" r=\"3\"/>", self.places.columns[0]);
        }
        self.lines(&lines, anchor);
        if !self.places.is_relay {
            self.names(row, middle + 5);
        }
        self.y += 4;
    }

    /// The names of the ends that take part, over their columns.
    fn names(&mut self, row: &Row, y: i32) {
        for (column, name) in &row.names {
            let x = self.places.columns[*column];
            let _ = write!(
                self.rows,
                "<text class=\"who\" text-anchor=\"middle\" x=\"{x}\" y=\"{y}\">{}</text>",
                safe(name)
            );
        }
    }

    /// Lines of text from here on.
    fn lines(&mut self, lines: &[Line], anchor: Anchor) {
        self.text(lines, anchor, self.y + LINE - 4);
        self.y += LINE * lines.len() as i32;
    }

    fn text(&mut self, lines: &[Line], anchor: Anchor, y: i32) {
        let (start, end) = self.places.text();
        let x = match anchor {
            Anchor::Start => start + 2,
            Anchor::Middle => (start + end) / 2,
            Anchor::End => end + MARGIN - 12,
        };
        for (place, line) in lines.iter().enumerate() {
            let y = y + LINE * place as i32;
            let _ = write!(self.rows, "<text{} x=\"{x}\" y=\"{y}\">{}</text>", anchor.attribute(), line.to_svg());
        }
    }

    /// Lets the lines of life run down along a row.
    fn live(&mut self, row: &Row, (top, middle, bottom): (i32, i32, i32)) {
        let is_pause = matches!(row.figure, Figure::Pause { .. });
        for (column, thread) in self.lives.iter_mut().enumerate() {
            let x = self.places.columns[column];
            match row.life.get(column).copied().unwrap_or(Life::None) {
                Life::None => thread.close(x, top),
                _ if is_pause => {
                    thread.close(x, top);
                    let _ = write!(thread.pauses, "M{x} {top}V{bottom}");
                }
                Life::Lives => thread.open = thread.open.or(Some(top)),
                Life::Begins => thread.open = Some(middle),
                Life::Ends => {
                    thread.open = thread.open.or(Some(top));
                    thread.close(x, middle);
                }
            }
        }
    }

    fn payload(&self, row: &Row) -> Option<&'s Payload> {
        row.event.and_then(|index| self.drawn.events[index].what.payload())
    }
}

impl Thread {
    fn close(&mut self, x: i32, y: i32) {
        if let Some(start) = self.open.take().filter(|start| *start < y) {
            let _ = write!(self.path, "M{x} {start}V{y}");
        }
    }
}

impl Anchor {
    fn attribute(self) -> &'static str {
        match self {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        }
    }
}

/// How a row is meant, as a class.
fn tone(row: &Row) -> &'static str {
    let tone = match &row.figure {
        Figure::Arrow(arrow) => arrow.tone,
        Figure::Note(note) => note.tone,
        Figure::Pause { .. } => return "quiet",
        Figure::InVain { .. } => Tone::Odd,
    };
    match tone {
        Tone::ToYou => "to-you",
        Tone::FromYou => "from-you",
        Tone::Yours => "yours",
        Tone::Plain => "plain",
        Tone::Odd => "odd",
        Tone::Bad => "bad",
    }
}
