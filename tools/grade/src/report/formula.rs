//! Cells of a spreadsheet that must stay text.

/// A text that no spreadsheet takes for a formula: one that begins with `=`, `+`, `-`, `@`, a tab or the end of a line
/// gets an apostrophe in front, and so do their wide forms (OWASP, "CSV Injection"). Blanks before them do not help:
/// some programs drop those. Numbers of ours do not come here.
pub fn neutral(text: &str) -> String {
    let first = text.trim_start_matches(' ').chars().next();
    let is_formula = matches!(
        first,
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}')
    );
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::neutral;

    #[test]
    fn a_formula_becomes_text() {
        for formula in ["=cmd()", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "＝1"] {
            assert_eq!(neutral(formula), format!("'{formula}"));
        }
    }

    #[test]
    fn a_name_stays_a_name() {
        for name in ["Ana", "Ñandú", "a=b", "'x", ""] {
            assert_eq!(neutral(name), name);
        }
    }
}
