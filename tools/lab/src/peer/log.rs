//! The conversation as it happens: every event a line on standard output, in order. A flood is not a thousand lines.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use enchufe::transcript::Label;
use enchufe::words::Lang;

use super::shown::Layout;
use crate::terminal;
use crate::words::{self, peer::Words};

/// Pieces of this size belong to a flood: the first is shown, the others are counted.
const BULK: usize = 2 * 1024;
/// Bytes that need more rows are shortened.
const ROWS: usize = 8;
/// Bytes with something beside them need so many columns.
const LEAST: usize = 24;
/// So often a flood tells how far it is.
const PERIOD: Duration = Duration::from_secs(1);

/// Writes down what happens. Shared by all threads of a probe.
pub struct Log {
    pub lang: Lang,
    layout: Layout,
    begin: Instant,
    floods: Mutex<Vec<Flood>>,
}

/// Pieces that were counted and not yet told.
struct Flood {
    who: String,
    sign: char,
    bytes: usize,
    pieces: usize,
    told: Instant,
}

impl Log {
    pub fn new(lang: Lang) -> Log {
        Log { lang, layout: Layout::here(lang), begin: Instant::now(), floods: Mutex::default() }
    }

    /// The sentences of `peer`.
    pub fn words(&self) -> &'static Words {
        words::peer(self.lang)
    }

    /// What the probe is, the commands to try it with, and what the signs mean.
    pub fn heading(&self, title: &str, commands: &[String], end: &str) {
        let words = self.words();
        let layout = self.layout;
        let mut text = String::new();
        for line in terminal::wrap(title, layout.width) {
            text += &format!("{}\n", layout.bold(&line));
        }
        text.push('\n');
        if !commands.is_empty() {
            text += &format!("  {}\n", layout.label(words.in_another_terminal));
            // A command is not broken: it is there to be copied.
            commands.iter().for_each(|command| text += &format!("    {command}\n"));
        }
        for line in terminal::wrap(end, layout.width.saturating_sub(2)) {
            text += &format!("  {}\n", layout.label(&line));
        }
        text.push('\n');
        let legend = if layout.is_narrow() {
            words.legend.to_owned()
        } else {
            format!("{:>8}       {}{}", "ms", words.legend, words.legend_of_letters)
        };
        text += &format!("{}\n", layout.dimmed(&legend));
        terminal::print(&text);
    }

    /// Something of the lab itself: where it listens.
    pub fn lab(&self, text: &str) {
        self.tell(self.lang.words().lab, ' ', None, text);
    }

    /// Something about the connection or sender with this name.
    pub fn note(&self, who: &str, text: &str) {
        self.tell(who, ' ', None, text);
    }

    /// Something to think about.
    pub fn remark(&self, who: &str, text: &str) {
        self.tell(who, '!', None, text);
    }

    /// What somebody did that has a direction and no bytes: closing.
    pub fn act(&self, who: &str, sign: char, text: &str) {
        self.tell(who, sign, None, text);
    }

    /// Bytes that went to the student's program, `>`, or came from it, `<`; and what is to be said about them.
    pub fn bytes(&self, who: &str, sign: char, bytes: &[u8], text: &str) {
        self.tell(who, sign, Some(bytes), text);
    }

    fn tell(&self, who: &str, sign: char, bytes: Option<&[u8]>, text: &str) {
        let mut floods = self.lock();
        if bytes.is_some_and(|bytes| bytes.len() >= BULK) && text.is_empty() {
            let len = bytes.map_or(0, <[u8]>::len);
            if self.counted(&mut floods, who, sign, len) {
                return;
            }
            floods.push(Flood { who: who.to_owned(), sign, bytes: 0, pieces: 0, told: Instant::now() });
        } else {
            let (same, others) = floods.drain(..).partition::<Vec<_>, _>(|flood| flood.who == who);
            same.iter().for_each(|flood| self.tell_flood(flood));
            *floods = others;
        }
        let margin = self.layout.margin(self.begin.elapsed(), Some(who), sign, bytes.map(<[u8]>::len));
        let room = self.layout.room(&margin);
        let lines = match bytes {
            None => self.layout.sentence(&margin, text),
            Some(bytes) => {
                // What is said about the bytes stands beside them if there is room for both, else below.
                let beside = if text.is_empty() { 0 } else { terminal::visible_width(text) + 2 };
                let rows = if text.is_empty() {
                    self.layout.quote_some(bytes, room, ROWS)
                } else if beside + LEAST <= room {
                    vec![format!("{}  {text}", self.layout.quote(bytes, room - beside))]
                } else {
                    [vec![self.layout.quote(bytes, room)], terminal::wrap(text, room)].concat()
                };
                self.layout.lines(&margin, &rows)
            }
        };
        // Still locked: what happens later is told later.
        terminal::print(&lines);
        drop(floods);
    }

    /// Adds to the flood that goes on; false if there is none.
    fn counted(&self, floods: &mut [Flood], who: &str, sign: char, len: usize) -> bool {
        let Some(flood) = floods.iter_mut().find(|flood| flood.who == who && flood.sign == sign) else { return false };
        flood.bytes += len;
        flood.pieces += 1;
        if flood.told.elapsed() >= PERIOD {
            self.tell_flood(flood);
            (flood.bytes, flood.pieces, flood.told) = (0, 0, Instant::now());
        }
        true
    }

    fn tell_flood(&self, flood: &Flood) {
        if flood.pieces > 0 {
            let margin = self.layout.margin(self.begin.elapsed(), Some(&flood.who), flood.sign, Some(flood.bytes));
            let text = (self.words().in_more_pieces)(flood.pieces);
            terminal::print(&self.layout.sentence(&margin, &text));
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Flood>> {
        self.floods.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The letter of a connection or sender: A for the first.
pub fn letter(index: usize) -> String {
    Label(index).to_string()
}
