//! What stands around a diagram, and what a row of it is in words: for the terminal and for the page.

use std::time::{SystemTime, UNIX_EPOCH};

use enchufe::report::Colour;
use enchufe::report::conversation::millis;
use enchufe::scene::{Row, Tone};
use enchufe::words::Lang;

use super::canvas::Ink;
use super::drawing::{self, Line};
use super::record::{Record, sign};
use crate::lab::Lab;
use crate::terminal::{visible_width, wrap};
use crate::words::trace;

/// A diagram as it is printed: the title, the diagram, and how it came out.
pub fn printed(lab: &Lab, record: &Record, width: usize, colour: Colour) -> Vec<String> {
    let mut lines = title(lab, record, width);
    let drawing = drawing::draw(&record.events, lab.lang, width);
    if !record.events.is_empty() {
        lines.push(Line::blank());
        lines.push(drawing.header);
    }
    lines.extend(drawing.lines);
    lines.extend(outcome(lab, record, width));
    lines.iter().map(|line| line.to_text(colour)).collect()
}

/// The exercise and the rule; when it was recorded, and whether that is out of date.
fn title(lab: &Lab, record: &Record, width: usize) -> Vec<Line> {
    let mut lines = Line::text(&record.title(lab), 0, width, Ink::Strong);
    lines.extend(Line::text(&age(record, lab.lang), 0, width, Ink::Quiet));
    lines
}

/// When it was recorded, and whether the program has changed since.
pub fn age(record: &Record, lang: Lang) -> String {
    let words = trace(lang);
    let recorded = (words.recorded)(&(words.ago)(record.age()));
    if record.is_outdated { format!("{recorded} · {}", words.changed_since) } else { recorded }
}

/// The same for a page, which is read later: the day and the time, in the world's time.
pub fn moment(record: &Record, lang: Lang) -> String {
    let recorded = (trace(lang).recorded)(&utc(record.at));
    if record.is_outdated { format!("{recorded} · {}", trace(lang).changed_since) } else { recorded }
}

/// A moment as `2024-04-09 17:03 UTC`.
fn utc(at: SystemTime) -> String {
    let seconds = at.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let (mut days, minutes) = (seconds / 86_400, seconds % 86_400 / 60);
    let is_leap = |year: u64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let mut year = 1970;
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let lengths = [31, 28 + u64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while days >= lengths[month] {
        days -= lengths[month];
        month += 1;
    }
    format!("{year}-{:02}-{:02} {:02}:{:02} UTC", month + 1, days + 1, minutes / 60, minutes % 60)
}

/// How it came out, and the page to read.
pub fn outcome(lab: &Lab, record: &Record, width: usize) -> Vec<Line> {
    let verdict = &record.verdict;
    let mut lines = vec![Line::blank()];
    if record.events.is_empty() {
        lines.extend(Line::text(trace(lab.lang).nothing_happened, 2, width, Ink::Quiet));
        lines.push(Line::blank());
    }
    let ink = match sign(verdict.outcome) {
        '✓' => Ink::Good,
        '✗' => Ink::Tone(Tone::Bad),
        _ => Ink::Tone(Tone::Odd),
    };
    let headline = format!("{} {}", sign(verdict.outcome), verdict.headline(lab.lang));
    lines.extend(Line::text(&headline, 2, width, ink));
    if let Some(slug) = &verdict.mistake {
        // In one piece as long as it can be: it is there to be copied.
        let command = format!("cargo lab explain {slug}");
        let fits = visible_width(&command) + 4 <= width;
        let (said, start) = if fits { (format!("→ {command}"), 2) } else { (command, 0) };
        lines.extend(Line::text(&said, start, width, Ink::Plain));
    }
    lines
}

/// When, who, and what, in a sentence of a few lines.
pub fn sentence(row: &Row, is_relay: bool, lang: Lang, width: usize) -> Vec<String> {
    let mut lines = wrap(&format!("{} ms · {}", millis(row.at, lang.words()), row.who(is_relay, lang)), width);
    lines.extend(wrap(row.said(), width).into_iter().filter(|line| !line.is_empty()));
    lines
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::utc;

    #[test]
    fn a_moment_is_told_in_the_calendar() {
        let at = |seconds| utc(UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(at(0), "1970-01-01 00:00 UTC");
        assert_eq!(at(951_827_640), "2000-02-29 12:34 UTC");
        assert_eq!(at(1_735_689_599), "2024-12-31 23:59 UTC");
        assert_eq!(at(1_735_689_600), "2025-01-01 00:00 UTC");
    }
}
