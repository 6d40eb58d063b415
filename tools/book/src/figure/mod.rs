//! A conversation as a figure: the scene of a transcript drawn as inline SVG, and the same in sentences. What strangers
//! sent becomes text and nothing else.

mod arrow;
mod lines;
mod places;
mod sentence;
mod sheet;

use std::ops::RangeInclusive;

use enchufe::scene::Scene;
use enchufe::transcript::Event;
use enchufe::words::Lang;

pub use self::lines::safe;
use self::sheet::Sheet;

/// So many of the lab's ends have a column of their own.
const MOST_COLUMNS: usize = 5;

/// A conversation drawn and told.
pub struct Figure {
    /// The element `svg`, without an empty line.
    pub svg: String,
    /// What happens in each row, as HTML.
    pub sentences: Vec<String>,
}

/// What is drawn.
pub struct Drawn<'e> {
    pub events: &'e [Event],
    /// The events that are shown, counted from 1; all if this is `None`.
    pub only: Option<RangeInclusive<usize>>,
    pub lang: Lang,
    /// The beginning of the ids in the drawing: no other figure of the page has it.
    pub id: &'e str,
    /// What the drawing is, in a few words.
    pub title: &'e str,
}

/// Draws a conversation.
pub fn draw(drawn: &Drawn) -> Figure {
    let mut scene = Scene::new(drawn.events, drawn.lang, MOST_COLUMNS, true);
    if let Some(only) = &drawn.only {
        scene.rows = shown(scene.rows, only);
    }
    let svg = Sheet::new(&scene, drawn).draw();
    let is_relay = scene.columns.is_relay();
    let sentence = |row| sentence::of(row, drawn.events, is_relay, drawn.lang);
    Figure { svg, sentences: scene.rows.iter().map(sentence).collect() }
}

/// The rows of these events, with the pauses between them.
fn shown(rows: Vec<enchufe::scene::Row>, only: &RangeInclusive<usize>) -> Vec<enchufe::scene::Row> {
    let mut next = 0;
    let mut kept = Vec::new();
    for row in rows {
        // A pause belongs before the event that comes after it.
        let place = row.event.map_or(next, |event| event + 1);
        next = place.max(next) + usize::from(row.event.is_some());
        let is_first_pause = row.event.is_none() && kept.is_empty();
        if only.contains(&place) && !is_first_pause {
            kept.push(row);
        }
    }
    kept
}
