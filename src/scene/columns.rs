//! Where everybody stands in a diagram: the student's program on the left, the lab's ends of the wire on the right, or a
//! relay between two of the student's programs. Knows nothing of what they say.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

use crate::report::conversation::Names;
use crate::transcript::{Event, Label, What};

/// What a column is in one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    /// Nothing is there: not yet, or no more.
    None,
    Begins,
    Lives,
    Ends,
}

/// The columns of a diagram.
pub struct Columns {
    /// How many there are.
    pub count: usize,
    kind: Kind,
    /// The events, first and last, between which each end of the wire exists.
    lives: BTreeMap<Label, (usize, usize)>,
    sockets: BTreeSet<Label>,
}

enum Kind {
    /// One end of the wire, or all of them, in one column.
    Together,
    /// A column each, which is used again when its end is gone.
    Apart(BTreeMap<Label, usize>),
    /// Two ends of each relay, in the middle: to which of the two a label belongs, and its other end.
    Relay(BTreeMap<Label, (usize, Label)>),
}

/// The columns for a list of events; at most `room` for the lab's ends, and a relay in the middle if there is `space`.
pub fn of(events: &[Event], names: &Names, room: usize, space: bool) -> Columns {
    let lives = lives(events);
    let is_socket = |event: &Event| matches!(event.what, What::Listening { .. });
    let sockets = events.iter().filter(|event| is_socket(event)).filter_map(|event| event.label).collect();
    if let Some(ends) = relays(events, names).filter(|_| space) {
        return Columns { count: 4, kind: Kind::Relay(ends), lives, sockets };
    }
    let apart = if names.are_several() { apart(&lives, room) } else { None };
    match apart {
        Some((count, columns)) => Columns { count: count + 1, kind: Kind::Apart(columns), lives, sockets },
        None => Columns { count: 2, kind: Kind::Together, lives, sockets },
    }
}

impl Columns {
    /// The column of an end of the wire.
    pub fn of(&self, label: Label) -> Option<usize> {
        match &self.kind {
            Kind::Together => Some(1),
            Kind::Apart(columns) => columns.get(&label).copied(),
            Kind::Relay(ends) => ends.get(&label).map(|(column, _)| *column),
        }
    }

    /// Whether a relay stands between two of the student's programs.
    pub fn is_relay(&self) -> bool {
        matches!(self.kind, Kind::Relay(_))
    }

    /// Whether this is the end of a relay that is far from whoever spoke to it first.
    pub fn is_far(&self, column: usize) -> bool {
        self.is_relay() && column == 2
    }

    /// Whether this end is a socket of UDP.
    pub fn is_socket(&self, label: Option<Label>) -> bool {
        label.is_some_and(|label| self.sockets.contains(&label))
    }

    /// The names of both ends of the relay to which a label belongs, with their columns.
    pub fn both_ends(&self, label: Label) -> Vec<(usize, String)> {
        let Kind::Relay(ends) = &self.kind else { return Vec::new() };
        let Some((column, other)) = ends.get(&label) else { return Vec::new() };
        vec![(*column, label.to_string()), (3 - column, other.to_string())]
    }

    /// What every column is at an event, if the student's program is this.
    pub fn life(&self, event: usize, program: Life) -> Vec<Life> {
        let mut life = vec![Life::Lives; self.count];
        match &self.kind {
            // Which of the two programs ends, nobody has written down.
            Kind::Relay(_) => {}
            Kind::Together => life[0] = program,
            Kind::Apart(columns) => {
                life.fill(Life::None);
                life[0] = program;
                let here = |label: &Label| self.lives.get(label).is_some_and(|(a, b)| (*a..=*b).contains(&event));
                columns.iter().filter(|(label, _)| here(label)).for_each(|(_, column)| life[*column] = Life::Lives);
            }
        }
        life
    }
}

/// From which event to which each end exists. A connection that nobody closed exists until the test is over.
fn lives(events: &[Event]) -> BTreeMap<Label, (usize, usize)> {
    struct End {
        first: usize,
        last: usize,
        lab_is_done: bool,
        you_are_done: bool,
    }
    let mut ends: BTreeMap<Label, End> = BTreeMap::new();
    for (index, event) in events.iter().enumerate() {
        let Some(label) = event.label else { continue };
        let fresh = End { first: index, last: index, lab_is_done: false, you_are_done: false };
        let end = ends.entry(label).or_insert(fresh);
        end.last = index;
        match event.what {
            What::Closed | What::Aborted | What::YouReset => (end.lab_is_done, end.you_are_done) = (true, true),
            What::HalfClosed => end.lab_is_done = true,
            What::YouClosed => end.you_are_done = true,
            What::Listening { .. } | What::Connected { .. } => (end.lab_is_done, end.you_are_done) = (false, false),
            _ => {}
        }
    }
    let life = |end: End| (end.first, if end.lab_is_done && end.you_are_done { end.last } else { events.len() });
    ends.into_iter().map(|(label, end)| (label, life(end))).collect()
}

/// A column for each end, counted from 1, if `room` of them are enough.
fn apart(lives: &BTreeMap<Label, (usize, usize)>, room: usize) -> Option<(usize, BTreeMap<Label, usize>)> {
    let mut by_begin: Vec<(&Label, &(usize, usize))> = lives.iter().collect();
    by_begin.sort_by_key(|(_, (first, _))| *first);
    // Until when each column is taken.
    let mut taken: Vec<usize> = Vec::new();
    let mut columns = BTreeMap::new();
    for (label, (first, last)) in by_begin {
        let free = taken.iter().position(|until| until < first);
        let column = free.unwrap_or_else(|| {
            taken.push(0);
            taken.len() - 1
        });
        taken[column] = *last;
        columns.insert(*label, column + 1);
    }
    (taken.len() <= room).then_some((taken.len(), columns))
}

/// The ends of relays by label, if there are any, nobody else takes part, and all they carry is between programs of the
/// student.
fn relays(events: &[Event], names: &Names) -> Option<BTreeMap<Label, (usize, Label)>> {
    let socket = |event: &Event| match event.what {
        What::Listening { at } => Some((at, event.label?)),
        _ => None,
    };
    let sockets: BTreeMap<SocketAddr, Label> = events.iter().filter_map(socket).collect();
    let mut ends = BTreeMap::new();
    for event in events {
        let What::Relayed { lab, you, via, to, .. } = &event.what else { continue };
        let (one, other) = (*sockets.get(lab)?, *sockets.get(via)?);
        if names.know(*you) || names.know(*to) || one == other {
            return None;
        }
        // The end that was made first is the one that a program is told of.
        ends.insert(one, (if one < other { 1 } else { 2 }, other));
        ends.insert(other, (if one < other { 2 } else { 1 }, one));
    }
    let is_theirs = |event: &Event| {
        let is_known = event.label.is_none_or(|label| ends.contains_key(&label));
        let is_usual = matches!(event.what, What::Listening { .. } | What::Relayed { .. })
            || matches!(event.what, What::Sent { datagram: true, .. });
        is_known && (is_usual || event.label.is_none())
    };
    (!ends.is_empty() && events.iter().all(is_theirs)).then_some(ends)
}
