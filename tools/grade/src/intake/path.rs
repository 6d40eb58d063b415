//! The path of something in a submission, as whoever packed it wrote it.

use super::Reason;

/// No path in an honest submission is longer, in bytes.
const LONGEST: usize = 240;

/// The names in a path, without `.` and empty ones. Windows' `\` separates as well: `unzip` makes files of such names.
pub(super) fn names(raw: &[u8]) -> Result<Vec<&str>, Reason> {
    let path = std::str::from_utf8(raw).map_err(|_| Reason::OddName)?;
    if path.contains(char::is_control) {
        return Err(Reason::OddName);
    }
    let has_drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes()[0].is_ascii_alphabetic();
    if path.starts_with(['/', '\\']) || has_drive {
        return Err(Reason::AbsolutePath);
    }
    let names: Vec<_> = path.split(['/', '\\']).filter(|name| !["", "."].contains(name)).collect();
    if names.contains(&"..") {
        return Err(Reason::Climbs);
    }
    Ok(names)
}

/// What is wrong with the path of a file that would be taken: below `src`.
pub(super) fn fault(below_src: &[&str]) -> Option<Reason> {
    let is_usual = |c: char| c.is_alphanumeric() || "_-. ".contains(c);
    if below_src.len() > 8 || below_src.iter().map(|name| name.len() + 1).sum::<usize>() > LONGEST {
        Some(Reason::TooDeep)
    } else if below_src.iter().any(|name| name.starts_with(['.', ' ']) || !name.chars().all(is_usual)) {
        Some(Reason::OddName)
    } else {
        None
    }
}

/// The path as it can be shown: what is no text is written out, and what is very long is cut in the middle.
pub(super) fn shown(raw: &[u8]) -> String {
    let mut text = String::new();
    for chunk in raw.utf8_chunks() {
        for c in chunk.valid().chars() {
            if c.is_control() || is_invisible(c) {
                text.extend(c.escape_default());
            } else {
                text.push(c);
            }
        }
        text.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
    }
    let letters: Vec<char> = text.chars().collect();
    if letters.len() <= 160 {
        return text;
    }
    let (start, end) = (&letters[..90], &letters[letters.len() - 60..]);
    start.iter().chain(&['…']).chain(end).collect()
}

/// Characters that turn the text around them, or are not seen.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
