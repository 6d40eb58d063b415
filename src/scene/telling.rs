//! A row of a scene in words: who does it, and what is said of it.

use super::{Figure, Row};
use crate::words::Lang;

impl Row {
    /// Who does what the row shows: `you to A`, `lab`; nobody in a pause. In a scene with a relay, `is_relay`.
    pub fn who(&self, is_relay: bool, lang: Lang) -> String {
        let words = lang.words();
        let end = || self.names.first().map_or_else(|| words.lab.to_owned(), |(_, name)| name.clone());
        match &self.figure {
            Figure::Arrow(arrow) if is_relay && self.names.len() > 1 => {
                let (near, far) = (&self.names[0].1, &self.names[1].1);
                let is_carried = arrow.from.abs_diff(arrow.to) > 1;
                if is_carried { (words.through)(near, far) } else { (words.you_to)(near) }
            }
            Figure::Arrow(arrow) if arrow.from < arrow.to && !(is_relay && arrow.from == 2) => (words.you_to)(&end()),
            Figure::Arrow(_) => (words.to_you_from)(&end()),
            Figure::Note(note) if note.column == Some(0) => words.you.to_owned(),
            Figure::Note(_) | Figure::InVain { .. } => end(),
            Figure::Pause { .. } => String::new(),
        }
    }

    /// What a row says besides its bytes.
    pub fn said(&self) -> &str {
        match &self.figure {
            Figure::Arrow(arrow) => &arrow.said,
            Figure::Note(note) => &note.said,
            Figure::Pause { said, .. } | Figure::InVain { said } => said,
        }
    }
}
