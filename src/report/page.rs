//! The report for a person, line by line.

use std::fmt::Write;
use std::path::Path;

use anstyle::{AnsiColor, Style};

use super::conversation::{self, Names};
use super::escape::{self, Difference};
use super::frames;
use super::{Colour, Report, WIDTH};
use crate::kernel::Finding;
use crate::mistake;
use crate::transcript::{Event, What};
use crate::verdict::{Comparison, Outcome, Place, Shown};
use crate::words::{Lang, Words};

/// The columns of the labels at the end of a report, such as "Ask yourself".
const LABEL: usize = 18;

pub(super) fn render(report: &Report, lang: Lang, root: &Path, colour: Colour) -> String {
    let page = report.failure.mistake.and_then(|slug| mistake::page(root, slug, lang).ok());
    let mut sheet = Sheet { text: String::new(), words: lang.words(), colour };
    sheet.title(report, lang);
    sheet.line("");
    sheet.headline(&report.headline(lang, root), report);
    match report.outcome() {
        Outcome::Passed => {}
        Outcome::NotWrittenYet => {
            sheet.said(&report.failure.said);
            sheet.edit(report, root);
            sheet.run_again(report);
        }
        Outcome::DidNotCompile => {
            sheet.line("");
            sheet.line(report.failure.said.trim_end());
            sheet.edit(report, root);
            sheet.run_again(report);
        }
        Outcome::Skipped => {
            let reason = report.failure.reason.map(sheet.words.reason).unwrap_or_default();
            sheet.line("");
            sheet.paragraph(2, &format!("{reason}."));
        }
        Outcome::LabError => {
            sheet.line("");
            let problem = report.failure.problem.as_ref().map(sheet.words.problem).unwrap_or_default();
            sheet.paragraph(2, &problem);
            sheet.line("");
            sheet.paragraph(2, sheet.words.lab_error_advice);
            sheet.line("");
            sheet.run_again(report);
        }
        _ => {
            sheet.conversation(report);
            sheet.comparisons(report);
            sheet.findings(report);
            sheet.said(&report.failure.said);
            sheet.line("");
            if let (Some(page), Some(slug)) = (page, report.failure.mistake) {
                sheet.labelled(sheet.words.ask_yourself, &page.ask_yourself.replace('\n', " "));
                sheet.labelled(sheet.words.read, &format!("cargo lab explain {slug}"));
            }
            sheet.run_again(report);
        }
    }
    sheet.text
}

struct Sheet {
    text: String,
    words: &'static Words,
    colour: Colour,
}

impl Sheet {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn styled(&self, style: Style, text: &str) -> String {
        match self.colour {
            Colour::Plain => text.to_owned(),
            Colour::Coloured => format!("{style}{text}{style:#}"),
        }
    }

    /// The exercise and the rule.
    fn title(&mut self, report: &Report, lang: Lang) {
        let number = report.catalogued.as_ref().map_or_else(String::new, |exercise| format!("{:02} ", exercise.number));
        let title = format!("{number}{} · {}", report.exercise, report.rule(lang));
        for line in wrap(&title, WIDTH) {
            let line = self.styled(Style::new().bold(), &line);
            self.line(&line);
        }
    }

    /// What happened, with the mistake's slug at the right edge.
    fn headline(&mut self, headline: &str, report: &Report) {
        let colour = match report.outcome() {
            Outcome::Passed => AnsiColor::Green,
            Outcome::Skipped | Outcome::NotWrittenYet => AnsiColor::Yellow,
            _ => AnsiColor::Red,
        };
        let style = Style::new().bold().fg_color(Some(colour.into()));
        let slug = report.failure.mistake.unwrap_or_default();
        let mut lines = wrap(headline, WIDTH - 2);
        let last = lines.pop().unwrap_or_default();
        for line in lines {
            let line = format!("  {}", self.styled(style, &line));
            self.line(&line);
        }
        let free = (WIDTH - 2).saturating_sub(last.chars().count());
        let slug_width = slug.chars().count();
        if free > slug_width {
            let gap = " ".repeat(free - slug_width);
            let line = format!("  {}{gap}{slug}", self.styled(style, &last));
            self.line(&line);
        } else {
            let line = format!("  {}", self.styled(style, &last));
            self.line(&line);
            self.line(&format!("{slug:>WIDTH$}"));
        }
    }

    fn conversation(&mut self, report: &Report) {
        let events = report.transcript.events();
        if events.is_empty() {
            return;
        }
        self.line("");
        let typed = |event: &Event| matches!(event.what, What::Typed { .. } | What::InputEnded);
        let input = if events.iter().any(typed) { self.words.legend_of_input } else { "" };
        let legend = format!("{:>8}  {:4} {}{input}", "ms", "", self.words.legend);
        let legend = self.styled(Style::new().dimmed(), &legend);
        self.line(&legend);
        for line in conversation::lines(&events, self.words) {
            self.line(&line);
        }
    }

    fn comparisons(&mut self, report: &Report) {
        let names = Names::new(&report.transcript.events());
        for comparison in &report.failure.comparisons {
            // With a single end of the wire nobody has to be told which.
            let place = match comparison.place {
                Place::From(_) if !names.are_several() => self.words.from_you.to_owned(),
                Place::SenderOf(_) if !names.are_several() => self.words.its_sender.to_owned(),
                place => (self.words.place)(place),
            };
            self.line("");
            self.comparison(&place, comparison);
        }
    }

    fn comparison(&mut self, place: &str, comparison: &Comparison) {
        let column = place.chars().count().max(8);
        let label = self.words.expected.chars().count().max(self.words.got.chars().count());
        let margin = 2 + column + 2 + label + 2;
        let room = WIDTH - margin;
        let (mut expected, mut got, mut caret) = (None, None, None);
        if let (Shown::Bytes(a), Shown::Bytes(b)) = (&comparison.expected, &comparison.got) {
            let sizes = [a, b].map(|bytes| (self.words.bytes)(bytes.len()));
            let size_room = sizes.iter().map(|size| size.chars().count()).max().unwrap_or_default() + 2;
            let line = |text: String, size: &str| {
                let gap = room.saturating_sub(text.chars().count() + size.chars().count()).max(2);
                format!("{text}{}{size}", " ".repeat(gap))
            };
            let told = [a, b].map(|bytes| frames::messages(bytes).map(|messages| frames::all(&messages, self.words)));
            match told {
                // What differs is seen in what the frames hold: that is shown in full, in as many lines as it needs.
                [Some(a), Some(b)] if a != b => {
                    let fit = [&a, &b].iter().all(|text| text.chars().count() <= room - size_room);
                    caret = escape::first_difference(&a, &b).filter(|_| fit);
                    expected = Some(line(a, &sizes[0]));
                    got = Some(line(b, &sizes[1]));
                }
                _ => {
                    let compared = escape::compare(a, b, room - size_room);
                    expected = Some(line(compared.expected, &sizes[0]));
                    got = Some(line(compared.got, &sizes[1]));
                    caret = compared.caret;
                }
            }
        }
        let expected = expected.unwrap_or_else(|| self.shown(&comparison.expected, room));
        let got = got.unwrap_or_else(|| self.shown(&comparison.got, room));
        let (words, hang) = (self.words, " ".repeat(margin));
        for (start, label, text) in [(place, words.expected, expected), ("", words.got, got)] {
            let text = if text.chars().count() > room {
                wrap(&text, room).join(&format!("\n{hang}")).replace(" \n", "\n")
            } else {
                text
            };
            self.line(&format!("  {}  {}  {text}", pad(start, column), pad(label, label_width(words))));
        }
        if let Some((at, difference)) = caret {
            let remark = match difference {
                Difference::Missing => words.caret_missing,
                Difference::Differs => words.caret_differs,
                Difference::Surplus => words.caret_surplus,
            };
            let at = margin + at;
            // A caret near the right edge has its remark on its left.
            let line = if at + 2 + remark.chars().count() <= WIDTH {
                format!("{}^ {remark}", " ".repeat(at))
            } else {
                format!("{}{remark} ^", " ".repeat(at.saturating_sub(remark.chars().count() + 1)))
            };
            let line = self.styled(Style::new().fg_color(Some(AnsiColor::Red.into())), &line);
            self.line(&line);
        }
    }

    fn shown(&self, shown: &Shown, room: usize) -> String {
        let words = self.words;
        let quoted = |bytes: &[u8], sentence: fn(&str) -> String| {
            let used = sentence("").chars().count();
            sentence(&escape::quote(bytes, room.saturating_sub(used)))
        };
        match shown {
            Shown::Bytes(bytes) => match frames::messages(bytes) {
                Some(messages) => frames::all(&messages, words),
                None => escape::quote(bytes, room),
            },
            Shown::Contains(bytes) => match frames::message(bytes) {
                Some(message) => (words.contains)(&frames::whole(&message)),
                None => quoted(bytes, words.contains),
            },
            Shown::ContainsOnce(bytes) => quoted(bytes, words.contains_once),
            Shown::ContainsNo(bytes) => quoted(bytes, words.contains_no),
            Shown::Nothing => words.nothing.to_owned(),
            Shown::EndOfStream => words.end_of_stream.to_owned(),
            Shown::Reset => words.a_reset.to_owned(),
            Shown::StillOpen => words.still_open.to_owned(),
            Shown::StillRunning => words.still_running.to_owned(),
            Shown::Line => words.a_line.to_owned(),
            Shown::ReadinessLine(host) => (words.readiness_line)(host),
            Shown::Ended { code: Some(code), .. } => (words.code)(*code),
            Shown::Ended { signal: Some(signal), .. } => (words.signal)(*signal),
            Shown::Ended { .. } => words.still_running.to_owned(),
            Shown::Tokens(tokens) => match tokens.as_slice() {
                [] => words.no_words.to_owned(),
                [token] => (words.with_words)(token),
                several => (words.several)(several.len(), &several.join(", ")),
            },
            Shown::Address(addr) => addr.to_string(),
            Shown::AnotherAddress(addr) => (words.another_than)(&addr.to_string()),
            Shown::AtMost(amount) => (words.at_most)(amount),
            Shown::AtLeast(amount) => (words.at_least)(amount),
            Shown::Amount(amount) => amount.clone(),
        }
    }

    fn findings(&mut self, report: &Report) {
        let names = Names::new(&report.transcript.events());
        let words = self.words;
        let sentences: Vec<String> =
            report.failure.findings.iter().map(|finding| told(finding, &names, words)).collect();
        if !sentences.is_empty() {
            self.line("");
            self.labelled(words.program_now, &sentences.join("; "));
        }
    }

    /// What the program wrote to stderr, as it stands.
    fn said(&mut self, said: &str) {
        if said.is_empty() {
            return;
        }
        self.line("");
        let mut label = self.words.program_said;
        for line in said.lines() {
            // Words that are too long for a line are cut: this is what somebody else said, not a command to copy.
            let fits = WIDTH - LABEL;
            let cut = |word: &str| {
                word.chars().collect::<Vec<_>>().chunks(fits).map(String::from_iter).collect::<Vec<_>>().join(" ")
            };
            let line = line.split(' ').map(cut).collect::<Vec<_>>().join(" ");
            self.labelled(label, &line);
            label = "";
        }
    }

    fn edit(&mut self, report: &Report, root: &Path) {
        if let Some(exercise) = &report.catalogued {
            let source = report.foundation().map_or_else(|| exercise.source(), |needed| needed.source());
            let shown = source.strip_prefix(root).unwrap_or(&source).display().to_string();
            self.line("");
            self.labelled(self.words.edit, &shown);
        }
    }

    fn run_again(&mut self, report: &Report) {
        let command = match report.foundation() {
            Some(needed) => format!("cargo test -p {}", needed.slug),
            None => {
                let command = format!("cargo test -p {} ", report.exercise);
                let room = (WIDTH - LABEL).saturating_sub(command.chars().count());
                command + &report.shortest_filter(room)
            }
        };
        let label = pad(self.words.run_again, LABEL - 3);
        let start = self.styled(Style::new().fg_color(Some(AnsiColor::Cyan.into())), &label);
        // A command is not broken: it is there to be copied.
        self.line(&format!("  {start} {command}"));
    }

    fn labelled(&mut self, label: &str, text: &str) {
        let mut label = pad(label, LABEL - 3);
        for line in wrap(text, WIDTH - LABEL) {
            let start = self.styled(Style::new().fg_color(Some(AnsiColor::Cyan.into())), &label);
            let line = format!("  {start} {line}");
            self.line(&line);
            label = " ".repeat(LABEL - 3);
        }
    }

    fn paragraph(&mut self, indent: usize, text: &str) {
        for line in text.lines().flat_map(|line| wrap(line, WIDTH - indent)) {
            let mut indented = " ".repeat(indent);
            let _ = write!(indented, "{line}");
            self.line(&indented);
        }
    }
}

fn told(finding: &Finding, names: &Names, words: &Words) -> String {
    match finding {
        Finding::Sleeps { call, peer } => (words.sleeps_in)(call, peer.map(|peer| names.of(peer, words)).as_deref()),
        Finding::Busy => words.is_busy.to_owned(),
        Finding::NotAccepted { count, .. } => (words.not_accepted)(*count),
        Finding::Unread { from, bytes } => (words.unread)(&names.of(*from, words), *bytes),
    }
}

fn label_width(words: &Words) -> usize {
    words.expected.chars().count().max(words.got.chars().count())
}

fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.chars().count())))
}

/// Breaks a text at blanks into lines of at most `width` columns. A word that is longer stays whole: a path or a
/// command must be fit for copying.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is always a line");
        let needed = line.chars().count() + 1 + word.chars().count();
        if line.is_empty() {
            line.push_str(word);
        } else if needed <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}
