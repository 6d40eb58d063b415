//! A diagram on the whole screen: scrolled, looked into, and one test after the other. Whoever calls it has taken the
//! screen.

use std::time::Duration;

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use enchufe::report::Colour;

use super::bytes;
use super::canvas::Ink;
use super::drawing::{self, Drawing, Line};
use super::record::{Record, Recorded};
use super::telling;
use crate::lab::Lab;
use crate::problem::Problem;
use crate::terminal::{Screen, cut, size, visible_width, wrap};
use crate::words::trace;

/// From this width on the long line of keys fits.
const WIDE: usize = 60;

/// Shows the conversation at a place until the reader leaves.
///
/// # Errors
/// The terminal is gone.
pub fn view(lab: &Lab, recorded: Recorded, place: usize, screen: &mut Screen) -> Result<(), Problem> {
    let gone = |error: std::io::Error| Problem::new((trace(lab.lang).no_screen)(&error));
    let mut viewer = Viewer::new(lab, recorded, place);
    loop {
        screen.show(&viewer.lines(size())).map_err(gone)?;
        // All that was typed is followed before the screen is drawn again: a paste is no thousand screens.
        loop {
            if let Event::Key(key) = event::read().map_err(gone)? {
                if key.kind != KeyEventKind::Release && viewer.press(key) == Then::Leave {
                    return Ok(());
                }
            }
            if !event::poll(Duration::ZERO).map_err(gone)? {
                break;
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    Stay,
    Leave,
}

/// What is on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    Diagram,
    /// The bytes of the chosen line, from this row on.
    Bytes(usize),
    Keys,
}

struct Viewer<'l> {
    lab: &'l Lab,
    recorded: Recorded<'l>,
    place: usize,
    /// What is shown, or why it cannot be.
    record: Result<Record<'l>, Problem>,
    view: View,
    /// The line that is chosen, and the first that is seen.
    chosen: usize,
    top: usize,
    colour: Colour,
    /// The diagram at the width of the last time, with how it came out.
    drawn: Option<Drawn>,
    /// How many lines of the middle were seen the last time.
    height: usize,
}

struct Drawn {
    width: usize,
    drawing: Drawing,
}

impl<'l> Viewer<'l> {
    fn new(lab: &'l Lab, recorded: Recorded<'l>, place: usize) -> Viewer<'l> {
        let record = recorded.record(place);
        let colour = Colour::of_stdout();
        let view = View::Diagram;
        Viewer { lab, recorded, place, record, view, chosen: 0, top: 0, colour, drawn: None, height: 1 }
    }

    /// The screen at a size.
    fn lines(&mut self, (width, height): (usize, usize)) -> Vec<String> {
        self.draw(width);
        let words = trace(self.lab.lang);
        let is_wide = width >= WIDE;
        let (head, mut middle, keys) = match self.view {
            View::Diagram => {
                let keys = if is_wide { words.keys } else { words.keys_short };
                let room = height.saturating_sub(4);
                (self.head(width), self.diagram(width, room), keys)
            }
            View::Bytes(first) => {
                let keys = if is_wide { words.keys_of_bytes } else { words.keys_of_bytes_short };
                let (head, all) = self.bytes(width);
                let room = height.saturating_sub(head.len() + 2);
                let first = first.min(all.len().saturating_sub(room));
                self.view = View::Bytes(first);
                self.height = room;
                (head, all.into_iter().skip(first).take(room).collect(), keys)
            }
            View::Keys => (Vec::new(), self.keys(width), words.any_key),
        };
        let mut lines = head;
        lines.append(&mut middle);
        lines.truncate(height.saturating_sub(1));
        lines.resize(height.saturating_sub(1), String::new());
        lines.push(self.quiet(&cut(keys, width).text));
        lines
    }

    fn draw(&mut self, width: usize) {
        let Ok(record) = &self.record else { return };
        if self.drawn.as_ref().is_none_or(|drawn| drawn.width != width) {
            let mut drawing = drawing::draw(&record.events, self.lab.lang, width);
            drawing.lines.extend(telling::outcome(self.lab, record, width));
            self.drawn = Some(Drawn { width, drawing });
        }
    }

    /// The title with the place among the tests, and who stands where.
    fn head(&self, width: usize) -> Vec<String> {
        let words = trace(self.lab.lang);
        let place = (words.place)(self.place + 1, self.recorded.verdicts.len());
        let title = match &self.record {
            Ok(record) => record.title(self.lab),
            Err(_) => self.recorded.exercise.slug.clone(),
        };
        let title = cut(&title, width.saturating_sub(visible_width(&place) + 2));
        let gap = width.saturating_sub(title.width + visible_width(&place));
        let age = self.record.as_ref().map(|record| telling::age(record, self.lab.lang)).unwrap_or_default();
        let header = self.drawn.as_ref().map(|drawn| drawn.drawing.header.to_text(self.colour)).unwrap_or_default();
        let title = format!("{}{}{}", self.strong(&title.text), " ".repeat(gap), self.quiet(&place));
        vec![title, self.quiet(&cut(&age, width).text), header]
    }

    /// As many lines of the diagram as fit, with the chosen one among them.
    fn diagram(&mut self, width: usize, room: usize) -> Vec<String> {
        self.height = room.max(1);
        let lines = match (&self.record, &self.drawn) {
            (Err(problem), _) => return wrap(&problem.to_text(self.lab.lang), width),
            (Ok(_), None) => return Vec::new(),
            (Ok(_), Some(drawn)) => &drawn.drawing.lines,
        };
        self.chosen = self.chosen.min(lines.len().saturating_sub(1));
        let highest = lines.len().saturating_sub(self.height);
        self.top = self.top.min(self.chosen).max((self.chosen + 1).saturating_sub(self.height)).min(highest);
        let shown = lines.iter().enumerate().skip(self.top).take(self.height);
        let text = |(index, line): (usize, &Line)| {
            if index == self.chosen { line.chosen(self.colour) } else { line.to_text(self.colour) }
        };
        shown.map(text).collect()
    }

    /// The event of the chosen line: who and what, and its bytes.
    fn bytes(&self, width: usize) -> (Vec<String>, Vec<String>) {
        let words = trace(self.lab.lang);
        let (Ok(record), Some(drawn), Some(index)) = (&self.record, &self.drawn, self.event()) else {
            return (vec![words.no_bytes.to_owned()], Vec::new());
        };
        let scene = &drawn.drawing.scene;
        let row = scene.rows.iter().find(|row| row.event == Some(index)).expect("each event has a row");
        let mut sentence = telling::sentence(row, scene.columns.is_relay(), self.lab.lang, width).into_iter();
        let mut head: Vec<String> =
            sentence.next().map(|line| self.strong(&line)).into_iter().chain(sentence).collect();
        let payload = record.events[index].what.payload();
        head.push(payload.map_or_else(|| words.no_bytes.to_owned(), |bytes| bytes::count(bytes, words)));
        head.push(String::new());
        (head, payload.map(|payload| bytes::dump(payload, width, words)).unwrap_or_default())
    }

    fn keys(&self, width: usize) -> Vec<String> {
        let words = trace(self.lab.lang);
        let column = words.all_keys.iter().map(|(keys, _)| visible_width(keys)).max().unwrap_or_default();
        let line = |(keys, what): &(&str, &str)| {
            let gap = " ".repeat(column - visible_width(keys));
            let mut lines = wrap(what, width.saturating_sub(column + 4)).into_iter();
            let first = format!("  {}{gap}  {}", self.strong(keys), lines.next().unwrap_or_default());
            let rest: Vec<String> = lines.map(|line| format!("{}{line}", " ".repeat(column + 4))).collect();
            std::iter::once(first).chain(rest)
        };
        let mut lines: Vec<String> = words.all_keys.iter().flat_map(line).collect();
        lines.push(String::new());
        let sign = |(sign, what): &(&str, &str)| {
            let mut lines = wrap(what, width.saturating_sub(5)).into_iter();
            let first = format!("  {}  {}", self.strong(sign), lines.next().unwrap_or_default());
            let rest: Vec<String> = lines.map(|line| format!("     {line}")).collect();
            std::iter::once(first).chain(rest)
        };
        lines.extend(words.signs.iter().flat_map(sign));
        lines
    }

    /// The event of the chosen line.
    fn event(&self) -> Option<usize> {
        self.drawn.as_ref()?.drawing.lines.get(self.chosen)?.event
    }

    fn press(&mut self, key: KeyEvent) -> Then {
        let is_interrupt = key.modifiers.contains(KeyModifiers::CONTROL) && key.code == KeyCode::Char('c');
        match self.view {
            _ if is_interrupt => return Then::Leave,
            View::Diagram => return self.press_in_diagram(key.code),
            View::Bytes(first) => self.press_in_bytes(key.code, first),
            View::Keys => self.view = View::Diagram,
        }
        Then::Stay
    }

    fn press_in_diagram(&mut self, key: KeyCode) -> Then {
        let page = self.height.saturating_sub(1).max(1);
        match key {
            KeyCode::Char('q') | KeyCode::Esc => return Then::Leave,
            KeyCode::Up | KeyCode::Char('k') => self.chosen = self.chosen.saturating_sub(1),
            KeyCode::Down | KeyCode::Char('j') => self.choose(self.chosen + 1),
            KeyCode::PageUp => {
                self.top = self.top.saturating_sub(page);
                self.chosen = self.chosen.saturating_sub(page);
            }
            KeyCode::PageDown | KeyCode::Char(' ') => {
                self.choose(self.chosen + page);
                self.top += page;
            }
            KeyCode::Home | KeyCode::Char('g') => self.chosen = 0,
            KeyCode::End | KeyCode::Char('G') => self.choose(usize::MAX),
            KeyCode::Left | KeyCode::Char('p') => self.turn_to(self.place.checked_sub(1)),
            KeyCode::Right | KeyCode::Char('n') => self.turn_to(self.place.checked_add(1)),
            KeyCode::Enter | KeyCode::Char('b') if self.event().is_some() => self.view = View::Bytes(0),
            KeyCode::Char('?' | 'h') => self.view = View::Keys,
            _ => {}
        }
        Then::Stay
    }

    fn press_in_bytes(&mut self, key: KeyCode, first: usize) {
        let page = self.height.saturating_sub(1).max(1);
        self.view = match key {
            KeyCode::Char('q' | 'b') | KeyCode::Esc | KeyCode::Enter => View::Diagram,
            KeyCode::Up | KeyCode::Char('k') => View::Bytes(first.saturating_sub(1)),
            KeyCode::Down | KeyCode::Char('j') => View::Bytes(first.saturating_add(1)),
            KeyCode::PageUp => View::Bytes(first.saturating_sub(page)),
            KeyCode::PageDown | KeyCode::Char(' ') => View::Bytes(first.saturating_add(page)),
            KeyCode::Home | KeyCode::Char('g') => View::Bytes(0),
            // The last rows: how many fit is known when they are shown.
            KeyCode::End | KeyCode::Char('G') => View::Bytes(usize::MAX),
            KeyCode::Left | KeyCode::Char('p') => self.next_event(|chosen| chosen.checked_sub(1)),
            KeyCode::Right | KeyCode::Char('n') => self.next_event(|chosen| chosen.checked_add(1)),
            _ => View::Bytes(first),
        };
    }

    fn choose(&mut self, line: usize) {
        let last = self.drawn.as_ref().map_or(0, |drawn| drawn.drawing.lines.len().saturating_sub(1));
        self.chosen = line.min(last);
    }

    /// Shows the test at another place, if there is one.
    fn turn_to(&mut self, place: Option<usize>) {
        if let Some(place) = place.filter(|place| *place < self.recorded.verdicts.len()) {
            self.place = place;
            self.record = self.recorded.record(place);
            (self.chosen, self.top, self.drawn) = (0, 0, None);
        }
    }

    /// Chooses the next line with an event, in the direction of `step`; stays if there is none.
    fn next_event(&mut self, step: impl Fn(usize) -> Option<usize>) -> View {
        let lines = self.drawn.as_ref().map(|drawn| &drawn.drawing.lines[..]).unwrap_or_default();
        let candidates = std::iter::successors(step(self.chosen), |chosen| step(*chosen));
        let mut events =
            candidates.take_while(|index| *index < lines.len()).filter(|index| lines[*index].event.is_some());
        if let Some(index) = events.next() {
            self.chosen = index;
        }
        View::Bytes(0)
    }

    fn strong(&self, text: &str) -> String {
        self.inked(text, Ink::Strong)
    }

    fn quiet(&self, text: &str) -> String {
        self.inked(text, Ink::Quiet)
    }

    fn inked(&self, text: &str, ink: Ink) -> String {
        match self.colour {
            Colour::Plain => text.to_owned(),
            Colour::Coloured => ink.paint(text),
        }
    }
}
