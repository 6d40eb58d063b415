//! A conversation on the wire as a list of a page: a diagram to the eye, sentences to a screen reader. There may be a
//! thousand of them on one page, so a row is few elements, and a long conversation is shortened as the reports do it.

use std::fmt::Write;

use enchufe::report::conversation::{millis, shown, size};
use enchufe::scene::{Arrow, Figure, Head, Row, Scene, Tone, Way};
use enchufe::transcript::{Event, Payload, Transcript};
use serde_json::Value;

use super::html::{Sheet, escaped};

/// So many of the lab's ends have a column of their own.
const MOST_COLUMNS: usize = 6;
/// So many letters are shown of bytes.
const GLIMPSE: usize = 72;
/// At most so many rows are shown; of more, the first and the last.
const ROWS: usize = 26;
const FIRST_ROWS: usize = 12;

/// Draws a transcript as the harness wrote it. One that cannot be read, or in which nothing happened, is not drawn.
///
/// Returns whether it was.
pub fn draw(sheet: &mut Sheet, transcript: Option<&Value>) -> bool {
    let events = transcript.and_then(|json| Transcript::from_json(json).ok()).map(|read| read.events());
    let Some(events) = events.filter(|events| !events.is_empty()) else { return false };
    let lang = sheet.lang;
    let scene = Scene::new(&events, lang, MOST_COLUMNS, true);
    let words = lang.words();
    // Times that were evened out are no times: a column of zeros would say that all of it happened at once.
    let is_timed = scene.rows.iter().any(|row| !row.at.is_zero());
    let pen = Pen { scene: &scene, events: &events, is_timed };
    let is_relay = scene.columns.is_relay();
    let class = if is_relay { "chart relay" } else { "chart" };
    sheet.put(format!("<div class=\"{class}\" style=\"--ends:{}\">", scene.columns.count - 1));
    // What is read aloud names both sides in every row.
    sheet.put(format!("<p class=\"ends\" aria-hidden=\"true\"><span>{}</span>", words.you));
    let (middle, right) = if is_relay { (words.relay, words.you) } else { ("", words.lab) };
    sheet.put(format!("<span>{middle}</span><span>{right}</span></p><div class=\"lives\" aria-hidden=\"true\">"));
    let lives = (0..scene.columns.count).map(|column| pen.track(column));
    lives.for_each(|track| sheet.put(format!("<i style=\"--a:{track}\"></i>")));
    sheet.put("</div><ol>\n");
    let left_out = scene.rows.len().saturating_sub(ROWS);
    for (index, row) in scene.rows.iter().enumerate() {
        if left_out > 0 && index == FIRST_ROWS {
            let text = escaped(&(words.events_left_out)(left_out));
            sheet.put(format!("<li class=\"pause\"><div class=\"said\">{text}</div></li>\n"));
        }
        if left_out == 0 || index < FIRST_ROWS || index >= FIRST_ROWS + left_out {
            pen.row(sheet, row);
        }
    }
    sheet.put("</ol></div>\n");
    true
}

struct Pen<'s> {
    scene: &'s Scene,
    events: &'s [Event],
    is_timed: bool,
}

impl Pen<'_> {
    /// The track of the grid in which a column of the scene stands: after that of the times, and, on the left, of what is
    /// said.
    fn track(&self, column: usize) -> usize {
        match column {
            0 => 2,
            3 if self.scene.columns.is_relay() => 7,
            lab => lab + 3,
        }
    }

    fn row(&self, sheet: &mut Sheet, row: &Row) {
        let lang = sheet.lang;
        let (class, mut said, is_right) = match &row.figure {
            Figure::Pause { said, .. } => {
                sheet.put(format!("<li class=\"pause\"><div class=\"said\">{}</div></li>\n", escaped(said)));
                return;
            }
            Figure::Arrow(arrow) => (tone(arrow.tone), String::new(), arrow.from > arrow.to),
            Figure::Note(note) => {
                let sign = note.sign.map(|sign| format!("<b>{sign}</b> ")).unwrap_or_default();
                (tone(note.tone), sign, note.column != Some(0))
            }
            Figure::InVain { .. } => ("odd", "<b>!</b> ".to_owned(), false),
        };
        if !row.said().is_empty() {
            let _ = write!(said, "<span>{}</span> ", escaped(row.said()));
        }
        let has_bytes = match &row.figure {
            Figure::Arrow(arrow) => arrow.has_bytes,
            Figure::Note(note) => note.has_bytes,
            _ => false,
        };
        if let Some(bytes) = self.payload(row).filter(|_| has_bytes) {
            let quoted = escaped(&shown(bytes, lang.words(), GLIMPSE).join(" "));
            let _ = write!(said, "<code>{quoted}</code> <small>{}</small>", size(bytes.len));
        }
        let who = escaped(&row.who(self.scene.columns.is_relay(), lang));
        let ms = if self.is_timed {
            format!("{}<span class=\"sr\"> ms</span>", millis(row.at, lang.words()))
        } else {
            String::new()
        };
        let right = if is_right { " right" } else { "" };
        // Beside a relay, what comes from the far program stands on its side.
        let far = matches!(&row.figure, Figure::Arrow(arrow) if self.scene.columns.is_relay() && arrow.from > 1);
        let far = if far { " far" } else { "" };
        sheet.put(format!(
            "<li class=\"{class}\"><span class=\"ms\">{ms}</span>\
             <div class=\"said{right}{far}\"><span class=\"sr\">{who}: </span>{said}</div>"
        ));
        if let Figure::Arrow(arrow) = &row.figure {
            self.arrow(sheet, row, arrow);
        }
        for (column, name) in &row.names {
            let track = self.track(*column);
            sheet.put(format!("<b class=\"name\" style=\"--a:{track}\" aria-hidden=\"true\">{}</b>", escaped(name)));
        }
        sheet.put("</li>\n");
    }

    fn arrow(&self, sheet: &mut Sheet, row: &Row, arrow: &Arrow) {
        let (from, to) = (self.track(arrow.from), self.track(arrow.to));
        let (first, last) = (from.min(to), from.max(to));
        let mut class = if from < to { "line to-right".to_owned() } else { "line to-left".to_owned() };
        if arrow.way == Way::Datagram {
            class.push_str(" datagram");
        }
        class.push_str(match arrow.head {
            Head::Arrives => "",
            Head::ArrivesTwice => " twice",
            Head::Resets => " resets",
            Head::IsLost => " lost",
            Head::Waits => " waits",
        });
        // The tip stands beside a name, not under it.
        if row.names.iter().any(|(column, _)| *column == arrow.to) {
            class.push_str(" named");
        }
        sheet.put(format!("<i class=\"{class}\" style=\"--a:{first};--b:{}\" aria-hidden=\"true\"></i>", last + 1));
    }

    fn payload(&self, row: &Row) -> Option<&Payload> {
        row.event.and_then(|index| self.events[index].what.payload())
    }
}

fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::ToYou => "to-you",
        Tone::FromYou => "from-you",
        Tone::Odd => "odd",
        Tone::Bad => "bad",
        Tone::Yours | Tone::Plain => "plain",
    }
}
