//! As much of a language's grammar as colours need: comments, strings, numbers, words.

/// What is known of a language.
pub struct Grammar {
    keywords: &'static [&'static str],
    literals: &'static [&'static str],
    /// What begins a comment that goes on to the end of the line.
    comment: Option<&'static str>,
    /// Quotation marks, the longer ones first.
    quotes: &'static [&'static str],
    /// The word after one of these is the name of what is defined.
    rust: bool,
    /// A line that begins with one of these is a heading, a decorator, a prompt.
    line: &'static [(&'static str, &'static str)],
    /// What comes before this sign, at the beginning of a line, is a name: `key =`, `Host:`.
    names_before: Option<char>,
}

const NONE: Grammar = Grammar {
    keywords: &[],
    literals: &[],
    comment: None,
    quotes: &["\""],
    rust: false,
    line: &[],
    names_before: None,
};

/// The grammar of a language, if it has colours.
pub fn grammar(language: &str) -> Option<Grammar> {
    Some(match language {
        "rust" => Grammar {
            keywords: &[
                "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern", "fn",
                "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return",
                "self", "Self", "static", "struct", "super", "trait", "type", "unsafe", "use", "where", "while",
            ],
            literals: &["true", "false", "None", "Some", "Ok", "Err"],
            comment: Some("//"),
            rust: true,
            ..NONE
        },
        "python" => Grammar {
            keywords: &[
                "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else",
                "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not",
                "or", "pass", "raise", "return", "try", "while", "with", "yield",
            ],
            literals: &["True", "False", "None"],
            comment: Some("#"),
            quotes: &["\"\"\"", "'''", "\"", "'"],
            line: &[("@", "meta")],
            ..NONE
        },
        "toml" => Grammar {
            literals: &["true", "false"],
            comment: Some("#"),
            quotes: &["\"\"\"", "'''", "\"", "'"],
            line: &[("[", "section")],
            names_before: Some('='),
            ..NONE
        },
        "sh" | "console" => Grammar {
            keywords: &["for", "do", "done", "if", "then", "else", "fi", "while", "in"],
            comment: Some("#"),
            quotes: &["\"", "'"],
            ..NONE
        },
        "json" => Grammar { literals: &["true", "false", "null"], ..NONE },
        "http" => {
            Grammar { quotes: &[], line: &[("GET ", "keyword"), ("HTTP/", "keyword")], names_before: Some(':'), ..NONE }
        }
        _ => return None,
    })
}

impl Grammar {
    /// The length of the first token in bytes, and its class. `before` is the letter before it.
    pub fn token(&self, text: &str, before: Option<char>, at_line_start: bool) -> (usize, Option<&'static str>) {
        let line = text.find('\n').unwrap_or(text.len());
        if at_line_start {
            if let Some((_, class)) = self.line.iter().find(|(start, _)| text.starts_with(start)) {
                return (line, Some(class));
            }
            let name = self.names_before.and_then(|sign| text[..line].find(sign)).unwrap_or(0);
            if name > 0
                && text[..name].trim_end().chars().all(|letter| letter.is_alphanumeric() || "-_.".contains(letter))
            {
                return (name, Some("attr"));
            }
        }
        let is_apart = before.is_none_or(|letter| !is_word(letter));
        if self.comment.is_some_and(|sign| text.starts_with(sign)) && (self.rust || is_apart) {
            return (line, Some("comment"));
        }
        if self.rust
            && let Some(found) = rust_only(text, is_apart)
        {
            return found;
        }
        // f"…", b"…": the letter belongs to the string.
        let prefix = usize::from(is_apart && text.starts_with(['b', 'f', 'r']));
        if let Some(quote) = self.quotes.iter().find(|quote| text[prefix..].starts_with(**quote)) {
            return (prefix + string(&text[prefix..], quote), Some("string"));
        }
        let first = text.chars().next().expect("it is not empty");
        if first.is_ascii_digit() && is_apart {
            let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
            return (text.find(|letter| !is_part(letter)).unwrap_or(text.len()), Some("number"));
        }
        if !is_word(first) {
            return (first.len_utf8(), None);
        }
        let end = text.find(|letter| !is_word(letter)).unwrap_or(text.len());
        (end, self.class_of(&text[..end], &text[end..]))
    }

    fn class_of(&self, word: &str, after: &str) -> Option<&'static str> {
        if self.keywords.contains(&word) {
            Some("keyword")
        } else if self.literals.contains(&word) {
            Some("literal")
        } else if self.rust && after.starts_with('!') && !after.starts_with("!=") {
            Some("built_in")
        } else if self.rust && word.starts_with(|letter: char| letter.is_uppercase()) {
            Some("type")
        } else {
            None
        }
    }
}

/// Attributes, comments of several lines, raw strings; a lifetime, or a letter in quotation marks.
fn rust_only(text: &str, is_apart: bool) -> Option<(usize, Option<&'static str>)> {
    let until = |end: &str| text.find(end).map_or(text.len(), |at| at + end.len());
    if text.starts_with("#[") || text.starts_with("#![") {
        return Some((until("]"), Some("meta")));
    }
    if text.starts_with("/*") {
        return Some((until("*/"), Some("comment")));
    }
    if is_apart && text.starts_with("r#\"") {
        return Some((until("\"#"), Some("string")));
    }
    let prefix = usize::from(is_apart && text.starts_with("b'"));
    let inside = text[prefix..].strip_prefix('\'')?;
    let mut letters = inside.char_indices();
    let (_, first) = letters.next()?;
    if first == '\\' {
        let end = inside.get(2..)?.find('\'')? + 2;
        return Some((prefix + 1 + end + 1, Some("string")));
    }
    match letters.next() {
        Some((at, '\'')) => Some((prefix + 1 + at + 1, Some("string"))),
        _ => {
            let end = inside.find(|letter| !is_word(letter)).unwrap_or(inside.len());
            (end > 0).then_some((1 + end, Some("symbol")))
        }
    }
}

/// The length of a string with its quotation marks.
fn string(text: &str, quote: &str) -> usize {
    let mut at = quote.len();
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with(quote) {
            return at + quote.len();
        }
        let escaped = rest.starts_with('\\');
        let mut letters = rest.chars();
        let step = letters.next().map_or(1, char::len_utf8);
        at += if escaped { step + letters.next().map_or(0, char::len_utf8) } else { step };
    }
    text.len()
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}
