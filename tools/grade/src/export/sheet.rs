//! A sheet that another system exported, of which some cells are filled in and every other byte stays.
//!
//! The csv crate reads such files, but tells of no cell where it stood. So the few rules are here: cells are parted by
//! one letter, may stand in quotes, and a quote inside of quotes is doubled (RFC 4180).

use std::ops::Range;

pub struct Sheet {
    bytes: Vec<u8>,
    delimiter: u8,
    /// For each line its cells, and where they stand, with their quotes.
    rows: Vec<Vec<Cell>>,
    /// What goes in which place instead.
    filled: Vec<(Range<usize>, Vec<u8>)>,
}

struct Cell {
    text: String,
    at: Range<usize>,
    is_quoted: bool,
}

impl Sheet {
    /// Reads a sheet. `None` if it is no text in UTF-8.
    pub fn read(bytes: Vec<u8>) -> Option<Sheet> {
        std::str::from_utf8(&bytes).ok()?;
        let start = if bytes.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
        // The one that cuts every line alike, and into the most cells: a header may hold the others.
        let cut = |delimiter: u8| {
            let rows = cells(&bytes, start, delimiter);
            let count = rows.first().map_or(0, Vec::len);
            (count > 1 && rows.iter().all(|row| row.len() == count), count)
        };
        let delimiter = [b'\t', b';', b','].into_iter().max_by_key(|delimiter| cut(*delimiter))?;
        let rows = cells(&bytes, start, delimiter);
        Some(Sheet { bytes, delimiter, rows, filled: Vec::new() })
    }

    pub fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// The texts of the first line.
    pub fn headers(&self) -> Vec<&str> {
        self.rows.first().map(|row| row.iter().map(|cell| cell.text.as_str()).collect()).unwrap_or_default()
    }

    /// How many lines there are, with that of the headers.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// The text of a cell, without blanks around it; nothing where there is none.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.rows.get(row).and_then(|row| row.get(column)).map_or("", |cell| cell.text.trim())
    }

    /// Puts a number into a cell that is there. Returns whether it is.
    pub fn fill(&mut self, row: usize, column: usize, number: &str) -> bool {
        let Some(cell) = self.rows.get(row).and_then(|row| row.get(column)) else { return false };
        let needs_quotes = cell.is_quoted || number.as_bytes().contains(&self.delimiter);
        let text = if needs_quotes { format!("\"{number}\"") } else { number.to_owned() };
        self.filled.push((cell.at.clone(), text.into_bytes()));
        true
    }

    /// The whole sheet.
    pub fn into_bytes(mut self) -> Vec<u8> {
        self.filled.sort_by_key(|(at, _)| at.start);
        let mut bytes = Vec::with_capacity(self.bytes.len() + 8 * self.filled.len());
        let mut done = 0;
        for (at, text) in self.filled {
            bytes.extend_from_slice(&self.bytes[done..at.start]);
            bytes.extend_from_slice(&text);
            done = at.end;
        }
        bytes.extend_from_slice(&self.bytes[done..]);
        bytes
    }
}

/// The cells of each line that has any.
fn cells(bytes: &[u8], start: usize, delimiter: u8) -> Vec<Vec<Cell>> {
    let (mut rows, mut row, mut at) = (Vec::new(), Vec::new(), start);
    while at < bytes.len() {
        let cell = cell(bytes, at, delimiter);
        at = cell.at.end;
        row.push(cell);
        match bytes.get(at) {
            Some(byte) if *byte == delimiter => {
                at += 1;
                // A delimiter at the very end has an empty cell behind it.
                if at == bytes.len() {
                    row.push(Cell { text: String::new(), at: at..at, is_quoted: false });
                }
            }
            _ => {
                at += if bytes[at..].starts_with(b"\r\n") { 2 } else { 1 };
                // An empty line is no line of a single empty cell.
                if row.len() > 1 || !row[0].at.is_empty() {
                    rows.push(std::mem::take(&mut row));
                }
                row.clear();
            }
        }
    }
    if !row.is_empty() {
        rows.push(row);
    }
    rows
}

/// The cell that begins at a place, up to what parts it from the next.
fn cell(bytes: &[u8], start: usize, delimiter: u8) -> Cell {
    let is_quoted = bytes[start] == b'"';
    let (mut text, mut at, mut inside) = (Vec::new(), start + usize::from(is_quoted), is_quoted);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' if inside && bytes.get(at + 1) == Some(&b'"') => {
                text.push(b'"');
                at += 1;
            }
            b'"' if inside => inside = false,
            _ if inside => text.push(*byte),
            b'\r' | b'\n' => break,
            _ if *byte == delimiter => break,
            _ => text.push(*byte),
        }
        at += 1;
    }
    Cell { text: String::from_utf8_lossy(&text).into_owned(), at: start..at, is_quoted }
}

#[cfg(test)]
mod tests {
    use super::Sheet;

    fn read(text: &str) -> Sheet {
        Sheet::read(text.as_bytes().to_vec()).expect("a sheet")
    }

    #[test]
    fn nothing_changes_but_what_is_filled() {
        let text = "\u{feff}Student,ID,\"T, (1)\"\r\n\r\n\"Pérez, \"\"A\"\"\",1,\r\n Beto ,2,\"5\"\r\n\"x\ny\",3,5";
        assert_eq!(String::from_utf8(read(text).into_bytes()).expect("text"), text);
        let mut sheet = read(text);
        assert_eq!(sheet.headers(), ["Student", "ID", "T, (1)"]);
        assert_eq!((sheet.rows(), sheet.cell(1, 0), sheet.cell(2, 0)), (4, "Pérez, \"A\"", "Beto"));
        for row in 1..4 {
            assert!(sheet.fill(row, 2, &format!("{row}0")));
        }
        assert!(!sheet.fill(1, 3, "7"));
        let filled = text.replace(",1,\r", ",1,10\r").replace("2,\"5\"", "2,\"20\"").replace("3,5", "3,30");
        assert_eq!(String::from_utf8(sheet.into_bytes()).expect("text"), filled);
    }

    #[test]
    fn a_decimal_comma_between_commas_is_quoted_and_between_semicolons_is_not() {
        let mut commas = read("a,b\n1,");
        assert!(commas.fill(1, 1, "7,5"));
        assert_eq!(commas.into_bytes(), b"a,b\n1,\"7,5\"");
        let mut semicolons = read("a;b, c\n1;");
        assert!(semicolons.fill(1, 1, "7,5"));
        assert_eq!(semicolons.into_bytes(), b"a;b, c\n1;7,5");
    }
}
