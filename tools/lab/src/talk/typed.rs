//! What is typed, and the bytes that go out for it.

use std::io::{self, BufRead, Read};

/// A longer line goes out in pieces of this size.
pub const LONGEST: u64 = 1 << 20;

/// What becomes of a typed line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// `\n` and the like stand for bytes.
    pub escapes: bool,
    /// A line end goes out as CRLF.
    pub crlf: bool,
    /// No line end goes out.
    pub no_newline: bool,
    /// A line end that the terminal gives as CRLF is LF.
    pub terminal_has_crlf: bool,
}

/// An escape that stands for nothing, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadEscape {
    pub escape: String,
    /// The column in which it begins, from 1.
    pub column: usize,
}

/// The next line with its end, or a piece of one that is too long; `None` at the end of the input.
///
/// # Errors
/// The input cannot be read.
pub fn next(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    input.take(LONGEST).read_until(b'\n', &mut line)?;
    Ok((!line.is_empty()).then_some(line))
}

impl Style {
    /// The bytes for a line.
    ///
    /// # Errors
    /// It has an escape that stands for nothing.
    pub fn bytes(self, line: &[u8]) -> Result<Vec<u8>, BadEscape> {
        let (text, end) = match line.strip_suffix(b"\n") {
            None => (line, &b""[..]),
            Some(text) => {
                let stripped = text.strip_suffix(b"\r");
                let typed_crlf = stripped.is_some() && self.terminal_has_crlf;
                let text = if typed_crlf || self.crlf || self.no_newline { stripped.unwrap_or(text) } else { text };
                let end: &[u8] = match (self.no_newline, self.crlf) {
                    (true, _) => b"",
                    (false, true) => b"\r\n",
                    (false, false) => b"\n",
                };
                (text, end)
            }
        };
        let mut bytes = if self.escapes { unescape(text)? } else { text.to_vec() };
        bytes.extend_from_slice(end);
        Ok(bytes)
    }
}

/// Replaces `\n`, `\r`, `\t`, `\0`, `\\`, `\"`, `\'`, `\xHH` and `\u{H…}` by the bytes they stand for, as in Rust.
///
/// # Errors
/// Another letter follows a backslash, or digits are wrong.
pub fn unescape(text: &[u8]) -> Result<Vec<u8>, BadEscape> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        if *byte != b'\\' {
            bytes.push(*byte);
            at += 1;
            continue;
        }
        let bad = |length: usize| {
            let end = (at + length).min(text.len());
            // A letter is shown whole.
            let end = end + text[end..].iter().take_while(|byte| **byte & 0xc0 == 0x80).count();
            let column = String::from_utf8_lossy(&text[..at]).chars().count() + 1;
            BadEscape { escape: String::from_utf8_lossy(&text[at..end]).into_owned(), column }
        };
        let (stands_for, length) = escape(&text[at + 1..]).map_err(|length| bad(1 + length))?;
        bytes.extend(stands_for);
        at += 1 + length;
    }
    Ok(bytes)
}

/// What an escape stands for, and how long it is without its backslash; the same length of one that stands for nothing.
fn escape(text: &[u8]) -> Result<(Vec<u8>, usize), usize> {
    let simple = |byte: u8| Ok((vec![byte], 1));
    match text.first() {
        Some(b'n') => simple(b'\n'),
        Some(b'r') => simple(b'\r'),
        Some(b't') => simple(b'\t'),
        Some(b'0') => simple(0),
        Some(byte @ (b'\\' | b'"' | b'\'')) => simple(*byte),
        Some(b'x') => {
            let digits = text.get(1..3).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit)).ok_or(3_usize)?;
            let digits = std::str::from_utf8(digits).map_err(|_| 3_usize)?;
            Ok((vec![u8::from_str_radix(digits, 16).map_err(|_| 3_usize)?], 3))
        }
        Some(b'u') => {
            let end = text.iter().take(9).position(|byte| *byte == b'}').ok_or(text.len().min(2))?;
            let digits = text.get(2..end).filter(|_| text[1] == b'{').ok_or(end + 1)?;
            let digits = std::str::from_utf8(digits).ok().filter(|digits| !digits.starts_with('+')).ok_or(end + 1)?;
            let number = u32::from_str_radix(digits, 16).map_err(|_| end + 1)?;
            let letter = char::from_u32(number).ok_or(end + 1)?;
            Ok((letter.to_string().into_bytes(), end + 1))
        }
        Some(first) => {
            // The whole letter, where it has several bytes.
            let length =
                if first.is_ascii() { 1 } else { text.iter().skip(1).take_while(|b| **b & 0xc0 == 0x80).count() + 1 };
            Err(length)
        }
        None => Err(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bad(text: &str) -> (String, usize) {
        let BadEscape { escape, column } = unescape(text.as_bytes()).expect_err("it stands for nothing");
        (escape, column)
    }

    #[test]
    fn escapes_stand_for_bytes() {
        assert_eq!(unescape(br#"a\r\n\t\0\\\"\'\x00\xfFb"#).expect("they are right"), b"a\r\n\t\0\\\"'\0\xffb");
        assert_eq!(unescape(r"\u{f1}\u{1F44B}\u{10FFFF}".as_bytes()).expect("right"), "ñ👋\u{10FFFF}".as_bytes());
        assert_eq!(unescape(b"\xff without").expect("there is none"), b"\xff without");
    }

    #[test]
    fn an_escape_that_stands_for_nothing_is_shown_with_its_place() {
        assert_eq!(bad(r"ñ\q"), (r"\q".into(), 2));
        assert_eq!(bad(r"ab\"), (r"\".into(), 3));
        assert_eq!(bad(r"\x1"), (r"\x1".into(), 1));
        assert_eq!(bad(r"\xzz9"), (r"\xzz".into(), 1));
        assert_eq!(bad(r"\u{d800} b"), (r"\u{d800}".into(), 1));
        assert_eq!(bad(r"\u{}"), (r"\u{}".into(), 1));
        assert_eq!(bad(r"\u{+41}"), (r"\u{+41}".into(), 1));
        assert_eq!(bad(r"\u00e1"), (r"\u0".into(), 1));
        assert_eq!(bad(r"\u"), (r"\u".into(), 1));
        assert_eq!(bad(r"\u{0000000041}"), (r"\u{".into(), 1));
        assert_eq!(bad(r"\ñ"), (r"\ñ".into(), 1));
        assert_eq!(bad(r"\x0ñ1"), (r"\x0ñ".into(), 1));
    }

    #[test]
    fn a_line_goes_out_as_it_was_typed_unless_its_end_is_chosen() {
        let plain = Style::default();
        assert_eq!(plain.bytes(b"a\r\n").expect("no escapes"), b"a\r\n");
        assert_eq!(plain.bytes(b"a\\n").expect("no escapes"), b"a\\n");
        let crlf = Style { crlf: true, ..plain };
        assert_eq!(crlf.bytes(b"a\n").expect("no escapes"), b"a\r\n");
        assert_eq!(crlf.bytes(b"a\r\n").expect("no escapes"), b"a\r\n");
        assert_eq!(crlf.bytes(b"a").expect("no escapes"), b"a");
        let bare = Style { no_newline: true, escapes: true, ..plain };
        assert_eq!(bare.bytes(b"a\\r\\n\r\n").expect("they are right"), b"a\r\n");
        let windows = Style { terminal_has_crlf: true, ..plain };
        assert_eq!(windows.bytes(b"a\r\n").expect("no escapes"), b"a\n");
    }
}
