//! Text in columns: how wide it is, cutting it, breaking it into lines. Escape sequences for colours have no width.

use unicode_width::UnicodeWidthChar;

/// A piece of text of a known width.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fitted {
    pub text: String,
    /// In columns.
    pub width: usize,
}

/// How many columns a text takes.
pub fn visible_width(text: &str) -> usize {
    letters(text).map(|(_, width)| width).sum()
}

/// As much of a text as fits into so many columns; the last one is `…` if not all does. Colours end where it ends.
pub fn cut(text: &str, columns: usize) -> Fitted {
    let whole = visible_width(text);
    if whole <= columns {
        return Fitted { text: text.to_owned(), width: whole };
    }
    let (mut kept, mut width) = (String::new(), 0);
    let mut is_coloured = false;
    for (piece, piece_width) in letters(text) {
        if width + piece_width > columns.saturating_sub(1) {
            break;
        }
        is_coloured |= piece_width == 0 && piece.starts_with('\x1b');
        width += piece_width;
        kept.push_str(piece);
    }
    if columns > 0 {
        kept.push('…');
        width += 1;
    }
    if is_coloured {
        kept.push_str("\x1b[0m");
    }
    Fitted { text: kept, width }
}

/// A text in lines of at most so many columns, broken between words; a word that is wider than a line is broken inside.
/// Lines that the text has stay lines, and what fits stays as it is.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    text.lines().flat_map(|line| wrap_line(line, columns.max(1))).collect()
}

fn wrap_line(line: &str, columns: usize) -> Vec<String> {
    if visible_width(line) <= columns {
        return vec![line.to_owned()];
    }
    let indent = line.len() - line.trim_start_matches(' ').len();
    let mut lines = vec![" ".repeat(indent.min(columns))];
    let mut width = indent.min(columns);
    for word in line[indent..].split(' ') {
        let word_width = visible_width(word);
        let is_first = lines.last().is_some_and(|line| line.trim_start().is_empty());
        if !is_first && width + 1 + word_width > columns {
            lines.push(String::new());
            width = 0;
        } else if !is_first {
            lines.last_mut().expect("there is one").push(' ');
            width += 1;
        }
        for (piece, piece_width) in letters(word) {
            if width + piece_width > columns {
                lines.push(String::new());
                width = 0;
            }
            lines.last_mut().expect("there is one").push_str(piece);
            width += piece_width;
        }
    }
    lines
}

/// The letters of a text with their widths; an escape sequence is one letter without width.
fn letters(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let length = if first == '\x1b' { escape_length(rest) } else { first.len_utf8() };
        let (piece, after) = rest.split_at(length);
        rest = after;
        Some((piece, if first == '\x1b' { 0 } else { first.width().unwrap_or(0) }))
    })
}

/// How long the escape sequence is with which this text begins.
fn escape_length(text: &str) -> usize {
    let ends = |(_, letter): &(usize, char)| letter.is_ascii_alphabetic() || *letter == '\\';
    text.char_indices().skip(1).find(ends).map_or(text.len(), |(at, letter)| at + letter.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_stays_as_it_is_and_what_does_not_is_broken_between_words() {
        assert_eq!(wrap("   | fn x()", 20), ["   | fn x()"]);
        assert_eq!(wrap("  one two three", 9), ["  one two", "three"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("a\n\nb", 3), ["a", "", "b"]);
    }

    #[test]
    fn colours_have_no_width_and_end_where_a_line_is_cut() {
        assert_eq!(visible_width("\x1b[1mñandú\x1b[0m"), 5);
        assert_eq!(cut("\x1b[1mñandú\x1b[0m", 3).text, "\x1b[1mña…\x1b[0m");
        assert_eq!(cut("ñandú", 5).text, "ñandú");
        assert_eq!(cut("ñandú", 0).text, "");
    }
}
