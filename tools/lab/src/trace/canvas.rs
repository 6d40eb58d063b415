//! One line of a diagram, column by column, with its colours. Knows only letters.

use anstyle::{AnsiColor, Effects, Style};
use enchufe::report::Colour;
use enchufe::scene::Tone;
use unicode_width::UnicodeWidthChar;

/// How a letter looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    Plain,
    Quiet,
    Strong,
    Tone(Tone),
    Good,
}

impl Ink {
    /// A text that looks so.
    pub fn paint(self, text: &str) -> String {
        let style = self.style();
        format!("{style}{text}{style:#}")
    }

    fn style(self) -> Style {
        let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
        match self {
            Ink::Plain | Ink::Tone(Tone::Plain) => Style::new(),
            Ink::Quiet => Style::new().dimmed(),
            Ink::Strong | Ink::Tone(Tone::Yours) => Style::new().bold(),
            Ink::Tone(Tone::ToYou) => colour(AnsiColor::Cyan),
            Ink::Tone(Tone::FromYou) | Ink::Good => colour(AnsiColor::Green),
            Ink::Tone(Tone::Odd) => colour(AnsiColor::Yellow),
            Ink::Tone(Tone::Bad) => colour(AnsiColor::Red).bold(),
        }
    }
}

/// A line that is drawn on. What does not fit is cut off.
#[derive(Debug, Clone)]
pub struct Canvas {
    cells: Vec<(char, Ink)>,
}

impl Canvas {
    /// An empty line of so many columns.
    pub fn new(width: usize) -> Canvas {
        Canvas { cells: vec![(' ', Ink::Plain); width] }
    }

    /// Puts one letter somewhere. One that does not take exactly one column becomes a question mark: what strangers sent
    /// must not move the rest, or steer the terminal.
    pub fn set(&mut self, at: usize, letter: char, ink: Ink) {
        if let Some(cell) = self.cells.get_mut(at) {
            let is_one_wide = !letter.is_control() && letter.width() == Some(1);
            *cell = (if is_one_wide { letter } else { '?' }, ink);
        }
    }

    /// What stands somewhere.
    pub fn get(&self, at: usize) -> char {
        self.cells.get(at).map_or(' ', |(letter, _)| *letter)
    }

    /// Writes a text from a column on, before the column `end`; `…` stands for what does not fit. The column behind it.
    pub fn write(&mut self, start: usize, end: usize, text: &str, ink: Ink) -> usize {
        let room = end.min(self.cells.len()).saturating_sub(start);
        let count = text.chars().count();
        let kept = if count <= room { count } else { room.saturating_sub(1) };
        let cut = (kept < count && room > 0).then_some('…');
        let mut at = start;
        for letter in text.chars().take(kept).chain(cut) {
            self.set(at, letter, ink);
            at += 1;
        }
        at
    }

    /// Writes a text that ends before a column.
    pub fn write_back(&mut self, start: usize, end: usize, text: &str, ink: Ink) -> usize {
        let start = end.saturating_sub(text.chars().count()).max(start);
        self.write(start, end, text, ink);
        start
    }

    /// The line as text.
    pub fn to_text(&self, colour: Colour) -> String {
        self.styled(colour, false)
    }

    /// The line as text that stands out.
    pub fn chosen(&self, colour: Colour) -> String {
        self.styled(colour, true)
    }

    fn styled(&self, colour: Colour, is_chosen: bool) -> String {
        let used = self.cells.iter().rposition(|(letter, _)| *letter != ' ').map_or(0, |last| last + 1);
        let cells = if is_chosen { &self.cells[..] } else { &self.cells[..used] };
        let mut text = String::new();
        for run in cells.chunk_by(|(_, one), (_, other)| one == other) {
            let letters: String = run.iter().map(|(letter, _)| letter).collect();
            let style = match (colour, is_chosen) {
                (Colour::Plain, false) => Style::new(),
                (Colour::Plain, true) => Style::new().effects(Effects::INVERT),
                (Colour::Coloured, false) => run[0].1.style(),
                (Colour::Coloured, true) => run[0].1.style().effects(Effects::INVERT),
            };
            text.push_str(&format!("{style}{letters}{style:#}"));
        }
        text
    }
}
