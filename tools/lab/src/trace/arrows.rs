//! Arrows and the bytes on them, as they are drawn on a line of text.

use enchufe::report::conversation::{shown, size};
use enchufe::report::escape::quote;
use enchufe::scene::{Arrow, Head, Row, Way};
use enchufe::transcript::Payload;
use enchufe::words::Words;

use crate::terminal::cut;

use super::canvas::{Canvas, Ink};
use super::drawing::Pen;

/// In fewer columns than this, bytes cannot be recognized.
const FEWEST_FOR_BYTES: usize = 6;

impl Pen<'_> {
    /// Bytes with their count, and behind them what is to be said about them. The column behind.
    pub fn bytes(&self, canvas: &mut Canvas, start: usize, end: usize, bytes: &Payload, said: &str, ink: Ink) -> usize {
        let count = size(bytes.len);
        let at = start + self.count;
        canvas.write_back(start, at, &count, ink);
        let room = end.saturating_sub(at + 1);
        let said = if said.is_empty() { String::new() } else { format!("  {said}") };
        let for_bytes = room.saturating_sub(said.chars().count());
        canvas.set(at, ' ', ink);
        if for_bytes < FEWEST_FOR_BYTES {
            // What became of the bytes comes before what they were.
            return canvas.write(at + 1, end, said.trim_start(), ink);
        }
        let behind = canvas.write(at + 1, end, &short(bytes, self.lang.words(), for_bytes), ink);
        canvas.write(behind, end, &said, ink)
    }

    pub fn arrow(&self, canvas: &mut Canvas, row: &Row, arrow: &Arrow) {
        let ink = Ink::Tone(arrow.tone);
        let (from, to) = (self.at[arrow.from], self.at[arrow.to]);
        let is_rightward = from < to;
        let (left, right) = if is_rightward { (from, to) } else { (to, from) };
        let line = if arrow.way == Way::Stream { '─' } else { '╌' };
        for at in left + 1..right {
            let crosses = self.at.contains(&at) && canvas.get(at) != ' ';
            canvas.set(at, if crosses { '┼' } else { line }, ink);
        }
        if canvas.get(from) == '│' {
            canvas.set(from, if is_rightward { '├' } else { '┤' }, ink);
        }
        self.head(canvas, arrow, to, is_rightward, line);
        self.write_names(canvas, row);
        self.text(canvas, row, arrow, (left, right), line);
    }

    /// What stands at the end of an arrow.
    fn head(&self, canvas: &mut Canvas, arrow: &Arrow, to: usize, is_rightward: bool, line: char) {
        let ink = Ink::Tone(arrow.tone);
        let before = |steps: usize| if is_rightward { to - steps } else { to + steps };
        let tip = if is_rightward { '►' } else { '◄' };
        canvas.set(before(1), tip, ink);
        match arrow.head {
            Head::Arrives => {}
            Head::ArrivesTwice => canvas.set(before(2), tip, ink),
            Head::Resets => canvas.set(before(2), '╳', ink),
            Head::IsLost | Head::Waits if self.scene.columns.is_relay() => {}
            Head::IsLost => {
                canvas.set(before(1), ' ', ink);
                canvas.set(before(2), '╳', ink);
            }
            Head::Waits => canvas.set(before(1), line, ink),
        }
        if self.scene.columns.is_relay() && (arrow.from, arrow.to) != (1, 0) && (arrow.from, arrow.to) != (2, 3) {
            // Inside of the relay.
            let letter = match arrow.head {
                Head::IsLost => '╳',
                Head::Waits => '○',
                _ => line,
            };
            (self.at[1] + 1..self.at[2]).for_each(|at| canvas.set(at, line, ink));
            canvas.set((self.at[1] + self.at[2]) / 2, letter, ink);
        }
    }

    /// The text of an arrow that spans these columns of letters.
    fn text(&self, canvas: &mut Canvas, row: &Row, arrow: &Arrow, (left, right): (usize, usize), line: char) {
        let ink = Ink::Tone(arrow.tone);
        let bytes = self.payload(row).filter(|_| arrow.has_bytes);
        if self.scene.columns.is_relay() {
            self.relay_text(canvas, arrow, bytes, ink);
            return;
        }
        let start = left + 4;
        // Not over the columns of the lab's other ends.
        let end = self.at[1].min(right) - 3;
        let behind = match bytes {
            Some(bytes) => {
                let behind = self.bytes(canvas, start, end, bytes, &arrow.said, ink);
                // The line goes on up to the count.
                let first = (start..end).find(|at| canvas.get(*at).is_ascii_digit()).unwrap_or(start);
                (start - 1..first.saturating_sub(1)).for_each(|at| canvas.set(at, line, ink));
                canvas.set(first - 1, ' ', ink);
                behind
            }
            None => {
                canvas.set(start - 1, ' ', ink);
                canvas.write(start, end, &arrow.said, ink)
            }
        };
        canvas.set(behind, ' ', ink);
    }

    /// At a relay the bytes stand on the way to it, and what becomes of them behind it.
    fn relay_text(&self, canvas: &mut Canvas, arrow: &Arrow, bytes: Option<&Payload>, ink: Ink) {
        let (left, right) = ((self.at[0], self.at[1]), (self.at[2], self.at[3]));
        let starts_left = arrow.from < 2;
        let here = if starts_left { left } else { right };
        if let Some(bytes) = bytes {
            let said = format!(
                " {} {} ",
                size(bytes.len),
                short(bytes, self.lang.words(), here.1 - here.0 - 8 - size(bytes.len).len())
            );
            canvas.write(here.0 + 3, here.1 - 2, &said, ink);
        }
        if arrow.said.is_empty() {
            return;
        }
        let said = format!(" {} ", arrow.said);
        if starts_left {
            canvas.write(right.0 + 1, right.1 - 3, &said, ink);
        } else {
            canvas.write_back(left.0 + 3, left.1, &said, ink);
        }
    }
}

/// The bytes in quotes, or as the frames they are, in at most so many columns. Where there is no room for both ends of
/// bytes, the beginning.
pub fn short(bytes: &Payload, words: &Words, room: usize) -> String {
    let mut lines = shown(bytes, words, room);
    let both_ends = lines.swap_remove(0);
    if !lines.is_empty() {
        return cut(&format!("{both_ends} …"), room).text;
    }
    if !both_ends.ends_with("… \"\"") {
        return both_ends;
    }
    // A cut does not go through a letter.
    let text = std::str::from_utf8(&bytes.head).ok();
    let counts = (0..bytes.head.len().min(room)).rev();
    let counts = counts.filter(|count| text.is_none_or(|text| text.is_char_boundary(*count)));
    // No byte needs more than four columns.
    let mut fitting = counts.map(|count| format!("{} …", quote(&bytes.head[..count], 4 * count + 2)));
    fitting.find(|beginning| beginning.chars().count() <= room).unwrap_or(both_ends)
}
