//! The words of one block: emphasis, code and links. Every word carries its own colours, so that a line may end between
//! any two.

use std::collections::BTreeSet;

use anstyle::{AnsiColor, Style};
use enchufe::report::Colour;

use crate::terminal::visible_width;

/// A blank at which no line ends. It becomes an ordinary one when the line is there.
const FIRM_BLANK: char = '\u{a0}';

/// The longest piece of code, in columns, that is kept on one line. A command is one.
const SHORT_CODE: usize = 40;

pub struct Inline {
    colour: Colour,
    /// Code that is not wider is not broken.
    firm: usize,
    text: String,
    bold: bool,
    emphasis: bool,
    /// The open link: its address, and where its text begins.
    link: Option<(String, usize)>,
    /// The addresses that have been said.
    said: BTreeSet<String>,
}

impl Inline {
    /// The words of blocks that are `room` columns wide, or not much less.
    pub fn new(colour: Colour, room: usize) -> Inline {
        let (said, firm) = (BTreeSet::new(), SHORT_CODE.min(room.saturating_sub(2)));
        Inline { colour, firm, text: String::new(), bold: false, emphasis: false, link: None, said }
    }

    /// What has come since the last time.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.text).trim().to_owned()
    }

    pub fn text(&mut self, text: &str) {
        let mut style = Style::new();
        if self.bold {
            style = style.bold();
        }
        if self.emphasis {
            style = style.italic();
        }
        self.push(text, style);
    }

    pub fn code(&mut self, code: &str) {
        let code = if visible_width(code) <= self.firm { code.replace(' ', "\u{a0}") } else { code.to_owned() };
        match self.colour {
            Colour::Plain => self.text.push_str(&format!("`{code}`")),
            Colour::Coloured => self.push(&code, Style::new().fg_color(Some(AnsiColor::Cyan.into()))),
        }
    }

    pub fn bold(&mut self, is_bold: bool) {
        self.bold = is_bold;
    }

    pub fn emphasis(&mut self, is_emphasis: bool) {
        if self.colour == Colour::Plain {
            self.text.push('*');
        }
        self.emphasis = is_emphasis;
    }

    pub fn line_break(&mut self) {
        self.text.push('\n');
    }

    pub fn link(&mut self, address: &str) {
        self.link = Some((address.to_owned(), self.text.len()));
    }

    /// Says the address behind the link's text, unless it was said before, or the text is the address. One that leads
    /// to another file of the book is of no use outside of it.
    pub fn end_of_link(&mut self) {
        let Some((address, start)) = self.link.take() else { return };
        let is_of_a_site = address.starts_with("https://") || address.starts_with("http://");
        if is_of_a_site && self.said.insert(address.clone()) && !self.text[start..].contains(&address) {
            self.text.push(' ');
            self.push(&format!("<{address}>"), Style::new().dimmed());
        }
    }

    fn push(&mut self, text: &str, style: Style) {
        if self.colour == Colour::Plain || style.is_plain() {
            self.text.push_str(text);
            return;
        }
        for (count, word) in text.split(' ').enumerate() {
            if count > 0 {
                self.text.push(' ');
            }
            if !word.is_empty() {
                self.text.push_str(&format!("{style}{word}{style:#}"));
            }
        }
    }
}

/// A line that is broken, as it is written.
pub fn final_blanks(line: &str) -> String {
    line.replace(FIRM_BLANK, " ")
}
