//! A report as it is shown here: in colours, and as wide as there is room.

use anstyle::{AnsiColor, Style};
use enchufe::report::Colour;

use crate::terminal::{visible_width, wrap};

pub const BOLD: Style = Style::new().bold();
pub const DIMMED: Style = Style::new().dimmed();
pub const GOOD: Style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));
pub const BAD: Style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red)));
pub const OPEN: Style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Yellow)));
pub const LABEL: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Cyan)));

/// A text in a style, where there are colours.
pub fn styled(style: Style, text: &str, colour: Colour) -> String {
    match colour {
        Colour::Plain => text.to_owned(),
        Colour::Coloured => format!("{style}{text}{style:#}"),
    }
}

/// The lines of a report, none wider than `columns`.
///
/// It begins with the rule and, after an empty line, the headline. At its end, lines begin with a label.
pub fn lines(report: &str, columns: usize, colour: Colour) -> Vec<String> {
    let mut lines = Vec::new();
    let mut paragraph = 0;
    for line in report.trim_end().lines() {
        paragraph += usize::from(line.trim().is_empty());
        let style = match paragraph {
            0 => Some(BOLD),
            1 if !line.trim().is_empty() => Some(BAD),
            _ if is_caret(line) => Some(Style::new().fg_color(Some(AnsiColor::Red.into()))),
            _ => None,
        };
        let pieces = if visible_width(line) > columns { wrap(line, columns) } else { vec![line.to_owned()] };
        for piece in pieces {
            lines.push(match style {
                Some(style) => styled(style, &piece, colour),
                None => labelled(&piece, colour),
            });
        }
    }
    lines
}

/// The line with `^` under the first byte that differs.
fn is_caret(line: &str) -> bool {
    line.trim_start().starts_with('^')
}

/// A line with its label in colour: two blanks, a label of words, at least two blanks, the text.
fn labelled(line: &str, colour: Colour) -> String {
    let label = line.strip_prefix("  ").and_then(|rest| rest.split_once("  ")).map(|(label, _)| label);
    match label.filter(|label| label.starts_with(char::is_alphabetic) && line.len() > 18 && !line.starts_with("    ")) {
        Some(label) => line.replacen(label, &styled(LABEL, label, colour), 1),
        None => line.to_owned(),
    }
}
