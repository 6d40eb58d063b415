//! What can be chosen by name or with a unit, for the probes that have a choice.

use enchufe::words::Lang;

use crate::problem::Problem;
use crate::words;

/// How a python.org of one's own replies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    Redirect,
    Length,
    Chunked,
    Close,
}

impl Reply {
    pub const ALL: [(&str, Reply); 4] = [
        ("redirect", Reply::Redirect),
        ("length", Reply::Length),
        ("chunked", Reply::Chunked),
        ("close", Reply::Close),
    ];
}

/// How the lab's clients behave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Polite,
    Slow,
    Silent,
    Rude,
    Line,
}

impl Kind {
    pub const ALL: [(&str, Kind); 5] = [
        ("polite", Kind::Polite),
        ("slow", Kind::Slow),
        ("silent", Kind::Silent),
        ("rude", Kind::Rude),
        ("line", Kind::Line),
    ];
}

/// The one with this name.
///
/// # Errors
/// There is none.
pub fn one_of<T: Copy>(all: &[(&str, T)], option: &str, value: &str, lang: Lang) -> Result<T, Problem> {
    let found = all.iter().find(|(name, _)| *name == value).map(|(_, one)| *one);
    let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
    found.ok_or_else(|| Problem::new((words::peer(lang).not_one_of)(option, value, &names.join(", "))))
}

/// A number of bytes: `500`, `64k`, `16M`.
pub fn size(value: &str) -> Option<usize> {
    let (number, unit) = match value.strip_suffix(['k', 'K']) {
        Some(number) => (number, 1 << 10),
        None => value.strip_suffix('M').map_or((value, 1), |number| (number, 1 << 20)),
    };
    number.parse::<usize>().ok()?.checked_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_may_have_a_unit() {
        assert_eq!(
            [size("5"), size("2k"), size("16M"), size("1G"), size("-1")],
            [Some(5), Some(2048), Some(16 << 20), None, None]
        );
    }
}
