//! Where everything stands in a figure, in its own units: 380 across, so that a letter on a telephone is still 11 pixels
//! high.

use enchufe::scene::Columns;

/// How wide a figure is.
pub const WIDTH: i32 = 380;
/// Where the student's program stands, and the last of the other columns.
const FIRST: i32 = 14;
const LAST: i32 = 366;
/// How far the lab's ends stand from each other.
const STEP: i32 = 26;
/// The two ends of a relay.
const RELAY: [i32; 2] = [170, 210];
/// Between a column and what is written beside it.
pub const MARGIN: i32 = 9;
/// A letter, in tenths, with some to spare: nobody knows the reader's fonts.
const LETTER: i32 = 73;

/// From the top of one line of text to that of the next.
pub const LINE: i32 = 17;
/// What stands above the rows.
pub const HEADER: i32 = 26;

/// The columns of a figure.
pub struct Places {
    pub columns: Vec<i32>,
    pub is_relay: bool,
}

impl Places {
    pub fn of(columns: &Columns) -> Places {
        if columns.is_relay() {
            return Places { columns: vec![FIRST, RELAY[0], RELAY[1], LAST], is_relay: true };
        }
        let lab = |column: usize| LAST - (columns.count - 1 - column) as i32 * STEP;
        Places { columns: std::iter::once(FIRST).chain((1..columns.count).map(lab)).collect(), is_relay: false }
    }

    /// Where text may stand: from, to.
    pub fn text(&self) -> (i32, i32) {
        let last = if self.is_relay { LAST } else { self.columns[1] };
        (FIRST + MARGIN, last - MARGIN)
    }

    /// So many letters fit there.
    pub fn letters(&self) -> usize {
        let (start, end) = self.text();
        usize::try_from((end - start) * 10 / LETTER).unwrap_or(0)
    }

    /// The middle of a relay.
    pub fn inside(&self) -> i32 {
        (RELAY[0] + RELAY[1]) / 2
    }
}
