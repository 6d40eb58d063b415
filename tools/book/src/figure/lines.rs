//! The lines of text of one row: what is said and the bytes, in at most so many columns of letters.

use std::fmt::Write;

use enchufe::report::conversation::{shown, size};
use enchufe::report::frames;
use enchufe::transcript::Payload;
use enchufe::words::Words;

use crate::blocks::escape;

/// So many lines at most have bytes that can be shown as a whole.
const BYTES: usize = 3;

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// Words.
    Said(String),
    /// Bytes, which are set in letters of one width.
    Bytes(String),
}

/// One line of text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line(pub Vec<Span>);

impl Span {
    fn text(&self) -> &str {
        match self {
            Span::Said(text) | Span::Bytes(text) => text,
        }
    }
}

impl Line {
    fn said(text: impl Into<String>) -> Line {
        Line(vec![Span::Said(text.into())])
    }

    fn bytes(text: impl Into<String>) -> Line {
        Line(vec![Span::Bytes(text.into())])
    }

    /// How many letters it has, with the blanks between its pieces.
    fn len(&self) -> usize {
        let letters: usize = self.0.iter().map(|span| span.text().chars().count()).sum();
        letters + self.0.len().saturating_sub(1)
    }

    /// The pieces as they stand in a `<text>`.
    pub fn to_svg(&self) -> String {
        let mut svg = String::new();
        for (place, span) in self.0.iter().enumerate() {
            let gap = if place > 0 { " " } else { "" };
            let _ = match span {
                Span::Said(text) => write!(svg, "{gap}{}", safe(text)),
                Span::Bytes(text) => write!(svg, "{gap}<tspan class=\"b\">{}</tspan>", safe(text)),
            };
        }
        svg
    }
}

/// A remark in as many lines as it needs.
pub fn said(text: &str, width: usize) -> Vec<Line> {
    wrapped(text, width).into_iter().map(Line::said).collect()
}

/// Bytes with what is said before and behind them: in one line where they fit, else the bytes in lines of their own.
pub fn with_bytes(before: &str, bytes: &Payload, behind: &str, words: &Words, width: usize) -> Vec<Line> {
    let count = format!("{before} {}", size(bytes.len));
    let mut first = Line::said(count.trim_start());
    // As long as they are, within reason.
    let whole = shown(bytes, words, BYTES * width);
    let one_line = Line([&first.0[..], &[Span::Bytes(whole.join(" "))]].concat());
    let mut rest = Vec::new();
    if whole.len() == 1 && one_line.len() <= width {
        first = one_line;
    } else {
        let broken: Vec<String> = whole.iter().flat_map(|line| broken(line, width)).collect();
        // Messages in frames are shorter without their keys than broken.
        let is_framed = bytes.tail.is_empty() && frames::messages(&bytes.head).is_some();
        let is_all = broken.len() <= BYTES && !is_framed && !whole.concat().contains('…');
        rest.extend(if is_all { broken } else { shown(bytes, words, width) }.into_iter().map(Line::bytes));
    }
    if !behind.is_empty() {
        let with_remark = Line([&first.0[..], &[Span::Said(format!("· {behind}"))]].concat());
        if with_remark.len() <= width {
            first = with_remark;
        } else {
            rest.extend(said(behind, width));
        }
    }
    [vec![first], rest].concat()
}

/// Breaks a quoted line behind a blank, else where no escape is cut in two.
fn broken(line: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut letters: Vec<char> = line.chars().collect();
    while letters.len() > width {
        let blank = letters[..width].iter().rposition(|letter| *letter == ' ').filter(|at| *at > width / 2);
        let escape = letters[width - 3..width].iter().position(|letter| *letter == '\\');
        let end = blank.map_or(width - escape.map_or(0, |at| 3 - at), |at| at + 1);
        lines.push(letters.drain(..end).collect());
    }
    lines.push(letters.into_iter().collect());
    lines
}

/// Breaks a text at its blanks, and a word that is too long anywhere.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let letters: Vec<char> = word.chars().collect();
        for piece in letters.chunks(width) {
            let piece: String = piece.iter().collect();
            match lines.last_mut() {
                Some(line) if line.chars().count() + 1 + piece.chars().count() <= width => {
                    line.push(' ');
                    line.push_str(&piece);
                }
                _ => lines.push(piece),
            }
        }
    }
    lines
}

/// A text that is only text to a browser. What steers a screen, or turns the direction of reading around, becomes a
/// question mark.
pub fn safe(text: &str) -> String {
    let is_odd = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
            || matches!(letter, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
    };
    escape(&text.chars().map(|letter| if is_odd(letter) { '?' } else { letter }).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::{safe, wrapped};

    #[test]
    fn nothing_a_stranger_sends_is_more_than_text() {
        assert_eq!(safe("</svg><script>\"&"), "&lt;/svg&gt;&lt;script&gt;&quot;&amp;");
        assert_eq!(safe("a\u{1b}[31m\u{202e}\0z"), "a?[31m??z");
    }

    #[test]
    fn a_long_word_is_broken() {
        assert_eq!(wrapped("uno dos abcdefgh", 5), ["uno", "dos", "abcde", "fgh"]);
    }
}
