//! What a person sees of a conversation: every byte, in the order in which it went and came. Shared by the thread that
//! types and the one that hears.

use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use enchufe::words::Lang;

use super::failure::Failure;
use super::options::Options;
use crate::peer::shown::Layout;
use crate::terminal;
use crate::words::{self, talk::Words};

/// So many rows are shown from the beginning and from the end of what is very long.
const FIRST: usize = 40;
const LAST: usize = 4;

pub struct Console {
    pub lang: Lang,
    layout: Layout,
    hex: bool,
    all: bool,
    begin: Instant,
    turn: Mutex<()>,
}

impl Console {
    pub fn new(options: &Options) -> Console {
        let (begin, turn) = (Instant::now(), Mutex::new(()));
        Console {
            lang: options.lang,
            layout: Layout::here(options.lang),
            hex: options.hex,
            all: options.all,
            begin,
            turn,
        }
    }

    pub fn words(&self) -> &'static Words {
        words::talk(self.lang)
    }

    /// Bytes that went, `>`, or came, `<`; and whose they are, where that has to be said.
    pub fn bytes(&self, sign: char, bytes: &[u8], whose: &str) {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let margin = self.layout.margin(self.begin.elapsed(), None, sign, Some(bytes.len()));
        if self.hex {
            let mut lines = self.layout.lines(&margin, &[whose.to_owned()]);
            self.shortened(self.layout.hex(bytes)).iter().for_each(|row| lines += &format!("{row}\n"));
            return terminal::print(&lines);
        }
        let room = self.layout.room(&margin);
        let mut rows = self.shortened(self.layout.quote_all(bytes, room));
        if !whose.is_empty() {
            match &mut rows[..] {
                [row] if terminal::visible_width(whose) + 1 + terminal::visible_width(row) <= room => {
                    *row = format!("{whose} {row}");
                }
                _ => rows.insert(0, whose.to_owned()),
            }
        }
        terminal::print(&self.layout.lines(&margin, &rows));
    }

    /// Of very many rows the first and the last.
    fn shortened(&self, mut rows: Vec<String>) -> Vec<String> {
        if !self.all && rows.len() > FIRST + LAST + 1 {
            let left_out = rows.len() - FIRST - LAST;
            let text = (self.words().rows_left_out)(left_out);
            rows.splice(FIRST..FIRST + left_out, [text]);
        }
        rows
    }

    /// Something that happened: without sign, or what one side did, `>` or `<`.
    pub fn tell(&self, sign: char, text: &str) {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let margin = self.layout.margin(self.begin.elapsed(), None, sign, None);
        terminal::print(&self.layout.sentence(&margin, text));
    }

    /// How to go on, for a person at the keyboard.
    pub fn advise(&self, text: &str) {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let lines = terminal::wrap(text, self.layout.width);
        lines.iter().for_each(|line| terminal::print(&format!("{}\n", self.layout.dimmed(line))));
    }

    /// Says on standard error what went wrong, with the workbook's word for it; the exit code for that.
    pub fn fail(&self, failure: &Failure) -> ExitCode {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let text = failure.text(self.words());
        let lines = terminal::wrap(&text, self.layout.width);
        terminal::complain(&format!("{}\n", lines.join("\n")));
        ExitCode::FAILURE
    }
}
