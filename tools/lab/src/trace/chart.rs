//! The rows of a diagram on a page: cells of a grid, whose lines and arrows the style sheet draws.

use std::fmt::Write;

use enchufe::report::conversation::{millis, shown};
use enchufe::scene::{Arrow, Figure, Head, Life, Row, Tone, Way};
use enchufe::transcript::Payload;

use super::bytes;
use super::page::{Sheet, escaped};

/// So many columns of letters are shown of bytes before all of them.
const GLIMPSE: usize = 72;
/// The rows of all bytes are narrow enough for a telephone.
const DUMP_WIDTH: usize = 44;

impl Sheet<'_> {
    pub fn row(&mut self, row: &Row) {
        let is_pause = matches!(row.figure, Figure::Pause { .. });
        let kind = match &row.figure {
            Figure::Pause { .. } => "pause",
            Figure::Arrow(arrow) => tone_class(arrow.tone),
            Figure::Note(note) => tone_class(note.tone),
            Figure::InVain { .. } => "odd",
        };
        let height = match &row.figure {
            Figure::Pause { height, .. } => format!(" style=\"min-height:{:.1}rem\"", 0.6 + 1.1 * *height as f64),
            _ => String::new(),
        };
        self.put(format!("<li class=\"row {kind}\"{height}>"));
        self.lives(row, is_pause);
        if !is_pause {
            self.put(format!(
                "<span class=\"ms\">{}<span class=\"sr\"> ms</span></span>",
                millis(row.at, self.lang.words())
            ));
        }
        match &row.figure {
            Figure::Arrow(arrow) => self.arrow(row, arrow),
            Figure::InVain { said } => {
                self.said(row, "3", false, &format!("<span class=\"what\">! {}</span>", escaped(said)));
                self.put("<span class=\"line vain\" style=\"grid-column:2/5\" aria-hidden=\"true\"></span>");
            }
            Figure::Pause { said, .. } => {
                self.put(format!("<span class=\"said\" style=\"grid-column:3\"><span>{}</span></span>", escaped(said)));
            }
            Figure::Note(note) => {
                let is_mine = note.column == Some(0);
                let column = if is_mine && self.scene.columns.is_relay() { "3/7" } else { "3" };
                let sign = note.sign.map(|sign| format!("<b>{sign}</b>")).unwrap_or_default();
                let bytes = self.bytes(row).filter(|_| note.has_bytes).unwrap_or_default();
                let text = format!("{sign}{}{bytes}", told(&note.said));
                self.said(row, column, !is_mine, &text);
            }
        }
        self.names(row);
        self.put("</li>\n");
    }

    /// The lines that run down the diagram.
    fn lives(&mut self, row: &Row, is_pause: bool) {
        for (column, life) in row.life.iter().enumerate() {
            let class = match life {
                Life::None => continue,
                _ if is_pause => "life stops",
                Life::Lives => "life",
                Life::Begins => "life begins",
                Life::Ends => "life ends",
            };
            let column = self.track(column);
            self.put(format!("<i class=\"{class}\" style=\"grid-column:{column}\" aria-hidden=\"true\"></i>"));
        }
    }

    /// The track of the grid in which a column of the scene stands.
    fn track(&self, column: usize) -> usize {
        match column {
            0 => 2,
            3 if self.scene.columns.is_relay() => 7,
            lab => lab + 3,
        }
    }

    fn arrow(&mut self, row: &Row, arrow: &Arrow) {
        let is_relay = self.scene.columns.is_relay();
        let bytes = self.bytes(row).filter(|_| arrow.has_bytes).unwrap_or_default();
        // Beside a relay, what becomes of the bytes stands behind it.
        let starts_left = arrow.from < 2;
        if is_relay {
            let (here, there) = if starts_left { ("3", "6") } else { ("6", "3") };
            self.said(row, here, !starts_left, &bytes);
            if !arrow.said.is_empty() {
                let right = if starts_left { "" } else { " right" };
                let said = told(&arrow.said);
                self.put(format!("<span class=\"said beyond{right}\" style=\"grid-column:{there}\">{said}</span>"));
            }
        } else {
            self.said(row, "3", arrow.from > arrow.to, &format!("{}{bytes}", told(&arrow.said)));
        }
        let (from, to) = (self.track(arrow.from), self.track(arrow.to));
        let (first, last) = (from.min(to), from.max(to));
        let direction = if from < to { "right" } else { "left" };
        let way = if arrow.way == Way::Datagram { " datagram" } else { "" };
        let head = match arrow.head {
            Head::ArrivesTwice => "arrives twice",
            Head::IsLost if !is_relay => "lost",
            // What happens inside of a relay stands between its two ends.
            Head::Arrives | Head::Resets | Head::IsLost | Head::Waits => "arrives",
        };
        // The tip stands beside the name, not under it.
        let is_named = row.names.iter().any(|(column, _)| *column == arrow.to);
        let named = if is_named { " named" } else { "" };
        let line = format!("line {direction}{way} {head}{named}");
        self.put(format!(
            "<span class=\"{line}\" style=\"grid-column:{first}/{}\" aria-hidden=\"true\"></span>",
            last + 1
        ));
        let mark = match arrow.head {
            Head::IsLost if is_relay => Some(('✕', "4/6")),
            Head::Waits if is_relay => Some(('○', "4/6")),
            Head::Resets => Some(('✕', "3/4")),
            _ => None,
        };
        if let Some((mark, at)) = mark {
            self.put(format!("<b class=\"mark\" style=\"grid-column:{at}\" aria-hidden=\"true\">{mark}</b>"));
        }
    }

    /// What a row says: to the eye in a column, to the ear with who does it.
    fn said(&mut self, row: &Row, column: &str, is_right: bool, text: &str) {
        let who = escaped(&row.who(self.scene.columns.is_relay(), self.lang));
        let right = if is_right { " right" } else { "" };
        self.put(format!(
            "<div class=\"said{right}\" style=\"grid-column:{column}\"><span class=\"sr\">{who}: </span>{text}</div>"
        ));
    }

    fn names(&mut self, row: &Row) {
        for (column, name) in &row.names {
            let track = self.track(*column);
            let name = escaped(name);
            self.put(format!("<b class=\"name\" style=\"grid-column:{track}\" aria-hidden=\"true\">{name}</b>"));
        }
    }

    /// The beginning and the end of the bytes of a row, and all of them for whoever opens them.
    fn bytes(&self, row: &Row) -> Option<String> {
        let bytes = self.payload(row)?;
        let quoted = escaped(&shown(bytes, self.lang.words(), GLIMPSE).join(" "));
        if bytes.len == 0 {
            let count = escaped(&(self.lang.words().bytes)(0));
            return Some(format!("<code>{quoted}</code> <span class=\"count\">{count}</span>"));
        }
        let title = escaped(&bytes::count(bytes, self.words));
        let mut html = format!("<code>{quoted}</code> <details><summary>{title}</summary><pre tabindex=\"0\">");
        for line in bytes::dump(bytes, DUMP_WIDTH, self.words) {
            let _ = writeln!(html, "{}", escaped(&line));
        }
        html.push_str("</pre></details>");
        Some(html)
    }

    fn payload(&self, row: &Row) -> Option<&Payload> {
        row.event.and_then(|index| self.record.events[index].what.payload())
    }
}

/// A remark, if there is one.
fn told(said: &str) -> String {
    if said.is_empty() { String::new() } else { format!("<span class=\"what\">{}</span> ", escaped(said)) }
}

fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::ToYou => "to-you",
        Tone::FromYou => "from-you",
        Tone::Odd => "odd",
        Tone::Bad => "bad",
        Tone::Yours | Tone::Plain => "plain",
    }
}
