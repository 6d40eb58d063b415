//! A table in columns; where the terminal is too narrow for that, one cell under the other.

use anstyle::Style;
use enchufe::report::Colour;
use pulldown_cmark::Alignment;

use super::inline::final_blanks;
use crate::terminal::{visible_width, wrap};

/// Between two columns.
const GAP: usize = 2;

/// A column that has to give way keeps this many columns of the terminal.
const NARROW: usize = 10;

pub struct Table {
    alignments: Vec<Alignment>,
    /// The first one is the head.
    rows: Vec<Vec<String>>,
    row: Vec<String>,
}

impl Table {
    pub fn new(alignments: Vec<Alignment>) -> Table {
        Table { alignments, rows: Vec::new(), row: Vec::new() }
    }

    pub fn cell(&mut self, text: &str) {
        self.row.push(text.to_owned());
    }

    pub fn end_of_row(&mut self) {
        self.rows.push(std::mem::take(&mut self.row));
    }

    pub fn lines(&self, room: usize, colour: Colour) -> Vec<String> {
        match self.widths(room) {
            Some(widths) => self.in_columns(&widths, colour),
            None => self.stacked(room),
        }
    }

    /// How wide each column is, if all of them fit.
    fn widths(&self, room: usize) -> Option<Vec<usize>> {
        let cells = |column: usize| self.rows.iter().filter_map(move |row| row.get(column));
        let natural = |column| cells(column).map(|cell| visible_width(cell)).max().unwrap_or_default();
        let mut widths: Vec<usize> = (0..self.alignments.len()).map(natural).collect();
        while widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1) > room {
            // The widest gives way first: it has the most to break.
            let widest = widths.iter_mut().max().filter(|width| **width > NARROW)?;
            *widest -= 1;
        }
        Some(widths)
    }

    fn in_columns(&self, widths: &[usize], colour: Colour) -> Vec<String> {
        let mut lines = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            let cells: Vec<Vec<String>> = row.iter().zip(widths).map(|(cell, width)| wrap(cell, *width)).collect();
            let height = cells.iter().map(Vec::len).max().unwrap_or_default();
            for number in 0..height {
                let piece =
                    |column: usize| cells.get(column).and_then(|cell| cell.get(number)).map_or("", String::as_str);
                let placed = |(column, width)| place(piece(column), width, self.alignments[column]);
                let line = widths.iter().copied().enumerate().map(placed).collect::<Vec<_>>().join(&" ".repeat(GAP));
                let line = final_blanks(line.trim_end());
                let bold = Style::new().bold();
                let is_head = at == 0 && colour == Colour::Coloured;
                lines.push(if is_head { format!("{bold}{line}{bold:#}") } else { line });
            }
            if at == 0 {
                lines.push(widths.iter().map(|width| "─".repeat(*width)).collect::<Vec<_>>().join(&" ".repeat(GAP)));
            }
        }
        lines
    }

    fn stacked(&self, room: usize) -> Vec<String> {
        let Some((head, rows)) = self.rows.split_first() else { return Vec::new() };
        let mut lines = Vec::new();
        for row in rows {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            for (name, cell) in head.iter().zip(row) {
                let said = if name.is_empty() { cell.clone() } else { format!("{name}: {cell}") };
                lines.extend(wrap(&said, room).iter().map(|line| final_blanks(line)));
            }
        }
        lines
    }
}

fn place(text: &str, width: usize, alignment: Alignment) -> String {
    let free = width.saturating_sub(visible_width(text));
    let left = match alignment {
        Alignment::Right => free,
        Alignment::Center => free / 2,
        Alignment::Left | Alignment::None => 0,
    };
    format!("{}{text}{}", " ".repeat(left), " ".repeat(free - left))
}
