//! What is shown in front of the main screen: a text to read, or the list to choose from.

use crossterm::event::KeyCode;
use enchufe::catalog::Exercise;
use enchufe::grading::Verdict;
use enchufe::report::Colour;
use enchufe::verdict::Outcome;

use crate::explain;
use crate::hint;
use crate::lab::Lab;
use crate::overview;
use crate::progress::Progress;
use crate::report::{BOLD, styled};
use crate::terminal::{cut, visible_width, wrap};
use crate::words;

use super::view;

/// A text that is longer than the screen, perhaps.
pub struct Page {
    lines: Vec<String>,
    /// The first line in sight, counted as the lines are on the screen: what is too wide is several.
    from: usize,
    is_hint: bool,
}

/// What a key asks of a page.
#[derive(Debug, PartialEq, Eq)]
pub enum Wish {
    Stay,
    Back,
}

impl Page {
    fn new(lines: Vec<String>) -> Page {
        Page { lines, from: 0, is_hint: false }
    }

    pub fn text(text: String) -> Page {
        Page::new(text.lines().map(str::to_owned).collect())
    }

    /// One more hint for an exercise, below those that were given before; the new one is in sight.
    pub fn hint(lab: &Lab, exercise: &Exercise, columns: usize) -> Page {
        let next = match hint::next_stage(lab, exercise) {
            Ok(next) => next,
            Err(problem) => return Page::text(problem.to_text(lab.lang)),
        };
        let lines = hint::render(lab, &next.hints, 0..next.stage + 1, columns);
        let before = broken(&hint::render(lab, &next.hints, 0..next.stage, columns), columns).len();
        let from = if next.stage == 0 { 0 } else { before };
        Page { lines, from, is_hint: true }
    }

    /// Whether there may be one more where this came from.
    pub fn is_hint(&self) -> bool {
        self.is_hint
    }

    /// The page of the mistake that a report names.
    pub fn explain(lab: &Lab, report: Option<&Verdict>, columns: usize) -> Page {
        let Some(slug) = report.and_then(|verdict| verdict.mistake.as_deref()) else {
            let is_panic = report.is_some_and(|verdict| verdict.outcome == Outcome::Panicked);
            let (panicked, no_mistake) = (words::explain(lab.lang).panicked, words::watch(lab.lang).no_mistake);
            return Page::text(if is_panic { panicked } else { no_mistake }.to_owned());
        };
        match explain::lines(lab, slug, columns) {
            Ok(lines) => Page::new(lines),
            Err(problem) => Page::text(problem.to_text(lab.lang)),
        }
    }

    /// What each key does, and where the chapter of an exercise is.
    pub fn keys(lab: &Lab, exercise: &Exercise, columns: usize) -> Page {
        let words = words::watch(lab.lang);
        let keys = words.all_keys;
        let column = keys.iter().map(|(key, _)| visible_width(key)).max().unwrap_or_default() + 2;
        let entry = |(key, does): &(&str, &str)| {
            let mut does = wrap(does, columns.saturating_sub(column)).into_iter();
            let gap = " ".repeat(column - visible_width(key));
            let first = format!("{key}{gap}{}", does.next().unwrap_or_default()).trim_end().to_owned();
            let rest: Vec<String> = does.map(|line| format!("{}{line}", " ".repeat(column))).collect();
            std::iter::once(first).chain(rest)
        };
        let chapter = (words.read_chapter)(&lab.short(&lab.chapter(&exercise.chapter)));
        let lines = keys.iter().flat_map(entry).chain([String::new()]).chain(wrap(&chapter, columns));
        Page::new(lines.collect())
    }

    /// Does what a key asks for.
    pub fn takes(&mut self, key: KeyCode, (columns, rows): (usize, usize)) -> Wish {
        let room = view::room(rows, 0, 1).max(1);
        let last = broken(&self.lines, columns).len().saturating_sub(room);
        // The screen may have become another one since.
        let from = self.from.min(last);
        self.from = match key {
            KeyCode::Up | KeyCode::Char('k') => from.saturating_sub(1),
            KeyCode::Down | KeyCode::Char('j') => (from + 1).min(last),
            KeyCode::PageUp => from.saturating_sub(room),
            KeyCode::PageDown | KeyCode::Char(' ') => (from + room).min(last),
            KeyCode::Home => 0,
            KeyCode::End => last,
            KeyCode::Char('q') | KeyCode::Esc | KeyCode::Enter => return Wish::Back,
            _ => from,
        };
        Wish::Stay
    }

    pub fn lines(&self, lab: &Lab, columns: usize, rows: usize, colour: Colour) -> Vec<String> {
        let words = words::watch(lab.lang);
        let lines = broken(&self.lines, columns);
        let room = view::room(rows, 0, 1);
        let from = self.from.min(lines.len().saturating_sub(room));
        let place = (words.place)(from + 1, (from + room).min(lines.len()), lines.len());
        let place = if lines.len() > room { place } else { String::new() };
        let keys = if self.is_hint { words.hint_keys } else { words.page_keys };
        let keys = view::keys(keys, columns.saturating_sub(visible_width(&place) + 2), colour);
        view::screen(Vec::new(), &lines, from, vec![view::both_ends(&keys, &place, columns)], rows)
    }
}

/// Lines as they are, or broken where one is wider than the screen.
fn broken(lines: &[String], columns: usize) -> Vec<String> {
    let fitted =
        |line: &String| if cut(line, columns).text == *line { vec![line.clone()] } else { wrap(line, columns) };
    lines.iter().flat_map(fitted).collect()
}

/// The list of exercises with a mark at one.
pub fn list(lab: &Lab, progress: &Progress, place: usize, columns: usize, rows: usize, colour: Colour) -> Vec<String> {
    let words = words::watch(lab.lang);
    let lines = overview::lines(lab, progress, columns.saturating_sub(2), colour).into_iter().enumerate();
    let mark =
        |(index, line): (usize, String)| if index == place { format!("▶ {line}") } else { format!("  {line}") };
    let lines: Vec<String> = lines.map(mark).collect();
    let title = wrap(&overview::title(lab, progress), columns).into_iter();
    let top: Vec<String> = title.map(|line| styled(BOLD, &line, colour)).chain([String::new()]).collect();
    let bottom = vec![view::keys(words.list_keys, columns, colour)];
    let room = view::room(rows, top.len(), bottom.len()).max(1);
    let from = place.saturating_sub(room - 1);
    view::screen(top, &lines, from, bottom, rows)
}
