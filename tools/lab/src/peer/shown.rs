//! How one event on the wire is shown: as in the conversation of a report, in the columns that the terminal has. Used by
//! `peer` and `talk`. Knows no socket.

use std::time::Duration;

use anstyle::{AnsiColor, Style};
use enchufe::report::Colour;
use enchufe::report::conversation::millis;
use enchufe::report::escape;
use enchufe::words::Lang;

use crate::terminal::{self, Charset, visible_width, wrap};

/// With fewer columns the times are left out: the bytes matter more.
const NARROW: usize = 60;
/// What is said needs at least so many columns.
const LEAST: usize = 12;

/// The columns and colours of the terminal, and the language.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    pub width: usize,
    pub colour: Colour,
    pub charset: Charset,
    pub lang: Lang,
}

/// The columns before what is said.
pub struct Margin {
    first: String,
    width: usize,
}

impl Layout {
    /// That of standard output.
    pub fn here(lang: Lang) -> Layout {
        Layout { width: terminal::text_width(), colour: Colour::of_stdout(), charset: Charset::current(), lang }
    }

    /// Whether there are too few columns for the times.
    pub fn is_narrow(&self) -> bool {
        self.width < NARROW
    }

    /// The margin of an event: when, who, the sign of its direction, how many bytes. Without `who` there is no column
    /// for it.
    pub fn margin(&self, at: Duration, who: Option<&str>, sign: char, count: Option<usize>) -> Margin {
        let time = if self.is_narrow() { String::new() } else { format!("{:>8}  ", millis(at, self.lang.words())) };
        let who_width = if self.is_narrow() { 3 } else { 4 };
        let who = who.map_or_else(String::new, |who| format!("{who:<who_width$} "));
        let count = count.map_or_else(String::new, size);
        let (time_width, who_width) = (visible_width(&time), visible_width(&who));
        let first = format!("{}{who}{} {count:>7} ", self.dimmed(&time), self.sign(sign));
        Margin { first, width: time_width + who_width + 2 + 7 + 1 }
    }

    /// How many columns are left behind a margin.
    pub fn room(&self, margin: &Margin) -> usize {
        self.width.saturating_sub(margin.width).max(LEAST)
    }

    /// The lines of an event: these rows behind its margin.
    pub fn lines(&self, margin: &Margin, rows: &[String]) -> String {
        let hang = " ".repeat(margin.width);
        let starts = [margin.first.as_str()].into_iter().chain(std::iter::repeat(hang.as_str()));
        let rows = if rows.is_empty() { &[String::new()][..] } else { rows };
        rows.iter().zip(starts).map(|(row, start)| format!("{}\n", format!("{start}{row}").trim_end())).collect()
    }

    /// The lines of an event that has no bytes.
    pub fn sentence(&self, margin: &Margin, text: &str) -> String {
        self.lines(margin, &wrap(text, self.room(margin)))
    }

    /// Bytes in quotes in at most so many columns, shortened in the middle.
    pub fn quote(&self, bytes: &[u8], columns: usize) -> String {
        let mut limit = columns.max(LEAST);
        loop {
            let quoted = self.in_its_letters(&escape::quote(bytes, limit));
            let surplus = visible_width(&quoted).saturating_sub(columns.max(LEAST));
            if surplus == 0 || limit <= LEAST {
                return quoted;
            }
            // What this terminal cannot show takes more columns than the letter would.
            limit = limit.saturating_sub(surplus).max(LEAST);
        }
    }

    /// All bytes, in rows of quotes of at most so many columns each: in one if they fit, else a row ends behind a line
    /// end.
    pub fn quote_all(&self, bytes: &[u8], columns: usize) -> Vec<String> {
        let letters = self.letters(bytes);
        let whole: usize = letters.iter().map(|(letter, _)| visible_width(letter)).sum();
        if whole + 2 <= columns {
            return vec![format!("\"{}\"", letters.into_iter().map(|(letter, _)| letter).collect::<String>())];
        }
        let mut rows = Vec::new();
        let (mut row, mut width) = (String::new(), 2);
        for (letter, ends_line) in letters {
            let letter_width = visible_width(&letter);
            if width + letter_width > columns.max(LEAST) && !row.is_empty() {
                rows.push(format!("\"{row}\""));
                (row, width) = (String::new(), 2);
            }
            row.push_str(&letter);
            width += letter_width;
            if ends_line {
                rows.push(format!("\"{row}\""));
                (row, width) = (String::new(), 2);
            }
        }
        if !row.is_empty() {
            rows.push(format!("\"{row}\""));
        }
        rows
    }

    /// The same if that takes few rows; else one row, shortened in the middle.
    pub fn quote_some(&self, bytes: &[u8], columns: usize, few: usize) -> Vec<String> {
        // Every byte is a column at least.
        let all = if bytes.len() > few * columns { Vec::new() } else { self.quote_all(bytes, columns) };
        if (1..=few).contains(&all.len()) { all } else { vec![self.quote(bytes, columns)] }
    }

    /// Each letter or byte as it is shown, and whether a line ends with it.
    fn letters(&self, bytes: &[u8]) -> Vec<(String, bool)> {
        let mut letters = Vec::new();
        let mut add = |bytes: &[u8]| {
            let quoted = escape::quote(bytes, 80);
            letters.push((self.in_its_letters(&quoted[1..quoted.len() - 1]), bytes == b"\n"));
        };
        for chunk in bytes.utf8_chunks() {
            chunk.valid().chars().for_each(|letter| add(letter.encode_utf8(&mut [0; 4]).as_bytes()));
            chunk.invalid().iter().for_each(|byte| add(&[*byte]));
        }
        letters
    }

    /// Letters that the terminal lacks become the bytes they stand for: what is shown here must not lie.
    fn in_its_letters(&self, quoted: &str) -> String {
        if self.charset == Charset::Unicode {
            return quoted.to_owned();
        }
        let plain = |letter: char| match letter {
            '\0'..='\x7f' | '…' => letter.to_string(),
            _ => letter.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("\\x{byte:02x}")).collect(),
        };
        quoted.chars().map(plain).collect()
    }

    /// Bytes as numbers and letters, in rows of 16, 8 or 4.
    pub fn hex(&self, bytes: &[u8]) -> Vec<String> {
        let in_a_row = match self.width {
            78.. => 16,
            46.. => 8,
            _ => 4,
        };
        let row = |(index, row): (usize, &[u8])| {
            let numbers: String = row.iter().map(|byte| format!("{byte:02x} ")).collect();
            let letter = |byte: &u8| if (b' '..=b'~').contains(byte) { char::from(*byte) } else { '.' };
            let letters: String = row.iter().map(letter).collect();
            let (at, columns) = (index * in_a_row, 3 * in_a_row);
            format!("  {at:06x}  {numbers:<columns$} {letters}")
        };
        bytes.chunks(in_a_row).enumerate().map(row).collect()
    }

    pub fn dimmed(&self, text: &str) -> String {
        self.styled(Style::new().dimmed(), text)
    }

    pub fn bold(&self, text: &str) -> String {
        self.styled(Style::new().bold(), text)
    }

    pub fn label(&self, text: &str) -> String {
        self.styled(Style::new().fg_color(Some(AnsiColor::Cyan.into())), text)
    }

    fn sign(&self, sign: char) -> String {
        let colour = match sign {
            '>' => AnsiColor::Cyan,
            '<' => AnsiColor::Green,
            '!' => AnsiColor::Yellow,
            _ => return sign.to_string(),
        };
        self.styled(Style::new().bold().fg_color(Some(colour.into())), &sign.to_string())
    }

    fn styled(&self, style: Style, text: &str) -> String {
        match self.colour {
            Colour::Coloured if !text.is_empty() => format!("{style}{text}{style:#}"),
            _ => text.to_owned(),
        }
    }
}

/// A count of bytes in at most seven columns, as in a report.
pub fn size(bytes: usize) -> String {
    match bytes {
        0..=99_999 => format!("{bytes} B"),
        100_000..=9_999_999 => format!("{} kB", bytes / 1000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(width: usize, charset: Charset) -> Layout {
        Layout { width, colour: Colour::Plain, charset, lang: Lang::En }
    }

    #[test]
    fn all_bytes_are_shown_in_rows_that_end_with_a_line() {
        let rows = layout(80, Charset::Unicode).quote_all("uno\ndós y más ÿ".as_bytes(), 16);
        assert_eq!(rows, [r#""uno\n""#, "\"dós y más ÿ\""]);
        assert_eq!(layout(80, Charset::Unicode).quote_all(b"uno\ndos\n", 16), [r#""uno\ndos\n""#]);
        assert_eq!(layout(80, Charset::Unicode).quote_all(b"a\xffb", 40), [r#""a\xffb""#]);
        assert_eq!(layout(80, Charset::Unicode).quote_all(b"", 40), [r#""""#]);
    }

    #[test]
    fn no_row_is_wider_than_its_room() {
        let rows = layout(80, Charset::Unicode).quote_all(&[7; 100], 23);
        assert!(rows.iter().all(|row| visible_width(row) <= 23), "{rows:?}");
        assert_eq!(rows.concat().matches("\\x07").count(), 100);
    }

    #[test]
    fn a_letter_that_the_terminal_lacks_is_shown_as_its_bytes() {
        let ascii = layout(80, Charset::Ascii);
        assert_eq!(ascii.quote("ñandú".as_bytes(), 60), r#""\xc3\xb1and\xc3\xba""#);
        assert_eq!(ascii.quote_all("ñ".as_bytes(), 60), [r#""\xc3\xb1""#]);
        assert!(visible_width(&ascii.quote("ñ".repeat(100).as_bytes(), 50)) <= 50);
    }

    #[test]
    fn hexadecimal_rows_fit_the_terminal() {
        for width in [40, 46, 60, 78, 80] {
            let rows = layout(width, Charset::Unicode).hex(&[b'~'; 50]);
            assert!(rows.iter().all(|row| visible_width(row) <= width), "{rows:?}");
        }
        assert_eq!(layout(40, Charset::Unicode).hex(b"hola\n")[1], "  000004  0a           .");
    }
}
