//! A line of Rust with a few colours: comments, texts, keywords. It is read line by line and need not be whole.

use anstyle::{AnsiColor, Style};

const KEYWORDS: [&str; 32] = [
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "false", "fn", "for", "if",
    "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "self", "static", "struct",
    "true", "use", "where", "while",
];

/// The line with colours. Without them it is the same text.
pub fn coloured(line: &str) -> String {
    let text = Style::new().fg_color(Some(AnsiColor::Green.into()));
    let keyword = Style::new().fg_color(Some(AnsiColor::Magenta.into()));
    let mut out = String::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let (length, style) = if rest.starts_with("//") {
            (rest.len(), Some(Style::new().dimmed()))
        } else if first == '"' {
            (text_length(rest), Some(text))
        } else if first == '\'' {
            letter_length(rest).map_or((1, None), |length| (length, Some(text)))
        } else if is_of_a_word(first) {
            let length = rest.find(|letter| !is_of_a_word(letter)).unwrap_or(rest.len());
            (length, KEYWORDS.contains(&&rest[..length]).then_some(keyword))
        } else {
            (first.len_utf8(), None)
        };
        let (piece, after) = rest.split_at(length);
        match style {
            Some(style) => out.push_str(&format!("{style}{piece}{style:#}")),
            None => out.push_str(piece),
        }
        rest = after;
    }
    out
}

fn is_of_a_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// How long the text in quotation marks is with which `rest` begins.
fn text_length(rest: &str) -> usize {
    let mut is_escaped = true;
    let ends = |(_, letter): &(usize, char)| {
        let is_end = *letter == '"' && !is_escaped;
        is_escaped = !is_escaped && *letter == '\\';
        is_end
    };
    rest.char_indices().find(ends).map_or(rest.len(), |(at, _)| at + 1)
}

/// How long the letter in quotation marks is with which `rest` begins; a lifetime is none.
fn letter_length(rest: &str) -> Option<usize> {
    let mut letters = rest.char_indices().skip(1);
    if letters.next()?.1 == '\\' {
        letters.next()?;
        // `'\n'`, `'\x41'`, `'\u{1f600}'`
        return letters.find(|(_, letter)| *letter == '\'').map(|(at, _)| at + 1);
    }
    letters.next().filter(|(_, letter)| *letter == '\'').map(|(at, _)| at + 1)
}
