//! The watch screen as it is drawn: what is in front, in as many columns and rows as there are.

use enchufe::catalog::Exercise;

use crate::problem::Problem;
use crate::report::{BOLD, DIMMED, styled};
use crate::terminal;
use crate::words;

use super::{Front, Watch, page, view};

/// Below this width a name and how it stands have a line each.
const NARROW: usize = 60;

impl Watch<'_, '_> {
    /// Draws everything anew.
    pub(super) fn draw(&mut self) -> Result<(), Problem> {
        let (columns, rows) = terminal::size();
        let lines = match &self.front {
            Front::Page(page) => page.lines(self.lab, columns, rows, self.colour),
            Front::List(place) => page::list(self.lab, &self.progress, *place, columns, rows, self.colour),
            Front::Main | Front::Arguments(_) => self.main_screen(columns, rows),
        };
        let Some(screen) = &mut self.screen else { return Ok(()) };
        screen.show(&lines).map_err(|error| Problem::new((words::watch(self.lab.lang).no_screen)(&error)))
    }

    fn main_screen(&mut self, columns: usize, rows: usize) -> Vec<String> {
        let words = words::watch(self.lab.lang);
        let Exercise { number, slug, title, .. } = self.exercise;
        let name = format!("{number:02} {slug} · {}", title.get(self.lab.lang));
        let mut standing = view::standing(self.lab, &self.known, self.colour);
        if self.known.doing.is_some() {
            standing = format!("{} {standing}", terminal::sign(self.steps));
        }
        let source = self.lab.short(&self.exercise.source());
        let chapter = (words.chapter)(&self.exercise.chapter);
        // Below one another where they do not fit side by side, unless the lines are needed for the body.
        let is_narrow = columns < NARROW && rows >= 20;
        let pair = |left: &str, right: &str| match is_narrow {
            true => vec![left.to_owned(), view::both_ends("", right, columns)],
            false => vec![view::both_ends(left, right, columns)],
        };
        let mut top = vec![self.path(columns)];
        top.extend(pair(&styled(BOLD, &name, self.colour), &standing));
        top.extend(pair(&source, &chapter));
        top.push(view::across(columns, self.colour));
        let body = view::body(self.lab, self.exercise, &self.known, columns, self.colour);
        let mut bottom = Vec::new();
        if self.only_looking {
            bottom.push(terminal::cut(words.only_looking, columns).text);
        }
        bottom.push(match &self.front {
            Front::Arguments(arguments) => view::typed(&(words.arguments)(slug), arguments, columns),
            _ => view::keys(words.keys, columns, self.colour),
        });
        let room = view::room(rows, top.len(), bottom.len() + 1);
        self.from = self.from.min(body.len().saturating_sub(room));
        let more = (words.place)(self.from + 1, (self.from + room).min(body.len()), body.len());
        let line = if body.len() > room { more } else { String::new() };
        bottom.insert(0, view::both_ends("", &line, columns));
        view::screen(top, &body, self.from, bottom, rows)
    }
    /// The path, and which exercise is looked at again besides, as far as there is room.
    fn path(&self, columns: usize) -> String {
        let path = view::path(self.lab, &self.progress, self.exercise, columns, self.colour);
        let Some(again) = &self.again else { return path };
        let Exercise { number, slug, .. } = again.exercise;
        let sign = terminal::sign(self.steps);
        let names = [format!("{sign} {number:02} {slug}"), format!("{sign} {number:02}")];
        let room = columns.saturating_sub(terminal::visible_width(&path) + 2);
        match names.iter().find(|name| terminal::visible_width(name) <= room) {
            Some(name) => view::both_ends(&path, &styled(DIMMED, name, self.colour), columns),
            None => path,
        }
    }
}
