//! Bytes made visible: quoted, escaped, shortened, and two of them compared with a caret under the first difference.

use std::ops::Range;

/// One visible piece of a byte string: a letter or an escape, and the bytes it stands for.
struct Cell {
    text: String,
    bytes: Range<usize>,
}

impl Cell {
    fn width(&self) -> usize {
        self.text.chars().count()
    }
}

/// Letters stay letters as long as the whole is UTF-8; everything else becomes an escape.
fn cells(bytes: &[u8]) -> Vec<Cell> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return bytes.iter().enumerate().map(|(at, byte)| cell(at, char::from(*byte), byte.is_ascii(), 1)).collect();
    };
    text.char_indices().map(|(at, letter)| cell(at, letter, true, letter.len_utf8())).collect()
}

fn cell(at: usize, letter: char, is_text: bool, len: usize) -> Cell {
    // Letters of the Latin alphabets have one column each in every terminal.
    let is_latin = is_text && letter.is_alphanumeric() && (letter as u32) < 0x250;
    let text = match letter {
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        '\t' => "\\t".to_owned(),
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        ' '..='~' => letter.to_string(),
        _ if is_latin => letter.to_string(),
        _ if !is_text => format!("\\x{:02x}", letter as u32),
        _ => letter.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("\\x{byte:02x}")).collect(),
    };
    Cell { text, bytes: at..at + len }
}

/// The bytes in quotes, at most `width` columns wide; a long string is shortened in the middle.
pub fn quote(bytes: &[u8], width: usize) -> String {
    // Of very many bytes only those near the ends can be seen.
    let near = 8 * width;
    if bytes.len() > 4 * near {
        let ends = [&bytes[..near], &bytes[bytes.len() - near..]].concat();
        return quote(&ends, width);
    }
    let cells = cells(bytes);
    let total: usize = cells.iter().map(Cell::width).sum();
    if total + 2 <= width {
        return format!("\"{}\"", cells.iter().map(|cell| cell.text.as_str()).collect::<String>());
    }
    // Two pairs of quotes, and the sign for what is left out.
    let room = width.saturating_sub(7);
    // More of the front: that is where headers are.
    let front = take(cells.iter(), room - room / 4);
    let back = take(cells.iter().rev(), room / 4);
    let join = |cells: &[Cell]| cells.iter().map(|cell| cell.text.as_str()).collect::<String>();
    format!("\"{}\" … \"{}\"", join(&cells[..front]), join(&cells[cells.len() - back..]))
}

/// How many cells fit into so many columns.
fn take<'c>(cells: impl Iterator<Item = &'c Cell>, mut room: usize) -> usize {
    cells.take_while(|cell| room.checked_sub(cell.width()).map(|rest| room = rest).is_some()).count()
}

/// What the caret points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    Missing,
    Differs,
    Surplus,
}

/// Two byte strings, both shown from the same place, and the column of the first difference.
pub struct Compared {
    pub expected: String,
    pub got: String,
    /// The column of the caret in `expected` and `got`, and what it points at; `None` if they are equal.
    pub caret: Option<(usize, Difference)>,
}

/// Shows two byte strings in at most `width` columns, with the first difference in sight.
pub fn compare(expected: &[u8], got: &[u8], width: usize) -> Compared {
    let same = expected.iter().zip(got).take_while(|(a, b)| a == b).count();
    let difference = match (expected.len() - same, got.len() - same) {
        (0, 0) => None,
        (_, 0) => Some(Difference::Missing),
        (0, _) => Some(Difference::Surplus),
        _ => Some(Difference::Differs),
    };
    // Of very many bytes only those near the difference can be seen. A cut does not go through a letter of UTF-8.
    let is_inside_a_letter = |at: usize| expected.get(at).is_some_and(|byte| byte & 0xc0 == 0x80);
    let start = (0..=same.saturating_sub(8 * width)).rev().find(|at| !is_inside_a_letter(*at)).unwrap_or(0);
    let near = |bytes: &[u8]| {
        let mut end = bytes.len().min(same + 8 * width);
        while end < bytes.len() && end > same + 1 && bytes[end] & 0xc0 == 0x80 {
            end -= 1;
        }
        bytes[start..end].to_vec()
    };
    let (expected, got, same, is_cut) = (&near(expected)[..], &near(got)[..], same - start, start > 0);
    // Both must be cut into cells in the same way, or the caret would stand under another place in each.
    let text = std::str::from_utf8(expected).is_ok() && std::str::from_utf8(got).is_ok();
    let cut = |bytes: &[u8]| -> Vec<Cell> {
        if text {
            cells(bytes)
        } else {
            bytes.iter().enumerate().map(|(at, byte)| cell(at, char::from(*byte), byte.is_ascii(), 1)).collect()
        }
    };
    let (expected_cells, got_cells) = (cut(expected), cut(got));
    // So much of what is the same is shown before the difference.
    let before = width / 2;
    let longer = if expected_cells.len() > got_cells.len() { &expected_cells } else { &got_cells };
    let at = longer.iter().position(|cell| cell.bytes.end > same).unwrap_or(longer.len());
    let fits = longer.iter().map(Cell::width).sum::<usize>() + 2 <= width;
    let start = if fits && !is_cut { 0 } else { at - take(longer[..at].iter().rev(), before) };
    let caret = longer[start..at].iter().map(Cell::width).sum::<usize>() + if start > 0 { 3 } else { 1 };
    Compared {
        expected: window(&expected_cells, start, width),
        got: window(&got_cells, start, width),
        caret: difference.map(|difference| (caret, difference)),
    }
}

/// The column of the first letter that differs in two texts, and how; `None` if they are equal.
pub fn first_difference(expected: &str, got: &str) -> Option<(usize, Difference)> {
    let same = expected.chars().zip(got.chars()).take_while(|(a, b)| a == b).count();
    match (expected.chars().nth(same), got.chars().nth(same)) {
        (None, None) => None,
        (Some(_), None) => Some((same, Difference::Missing)),
        (None, Some(_)) => Some((same, Difference::Surplus)),
        (Some(_), Some(_)) => Some((same, Difference::Differs)),
    }
}

fn window(cells: &[Cell], start: usize, width: usize) -> String {
    let lead = if start > 0 { "… \"" } else { "\"" };
    let rest = cells.get(start..).unwrap_or_default();
    let room = width.saturating_sub(lead.chars().count() + 1);
    let whole = rest.iter().map(Cell::width).sum::<usize>() <= room;
    // What is cut needs room for the sign that says so.
    let shown = if whole { rest.len() } else { take(rest.iter(), room.saturating_sub(2)) };
    let text: String = rest[..shown].iter().map(|cell| cell.text.as_str()).collect();
    format!("{lead}{text}\"{}", if whole { "" } else { " …" })
}
