//! The times in which nothing happens: which of them a diagram shows, and how high.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::transcript::{Event, What};

/// A pause that is always shown; and one that is shown where it is a good part of the whole.
const LONG: Duration = Duration::from_millis(100);
const SHORT: Duration = Duration::from_millis(15);
const GOOD_PART: u32 = 20;
/// So many rows at most has a pause.
const HIGHEST: usize = 4;

/// Before which events a pause is shown, how long it is and how high.
pub fn pauses(events: &[Event]) -> BTreeMap<usize, (Duration, usize)> {
    let total = events.last().map(|event| event.at).unwrap_or_default();
    let gap = |(index, pair): (usize, &[Event])| {
        let time = pair[1].at.saturating_sub(pair[0].at);
        // Where the lab says itself how long it waited in vain, once is enough.
        let is_told = matches!(pair[1].what, What::NothingCame { waited } if waited >= time / 2);
        let is_long = time >= LONG || time >= SHORT && time >= total / GOOD_PART;
        (is_long && !is_told).then_some((index + 1, time))
    };
    let gaps: BTreeMap<usize, Duration> = events.windows(2).enumerate().filter_map(gap).collect();
    let shortest = gaps.values().min().copied().unwrap_or(LONG);
    let height = |time: Duration| {
        let doublings = (time.as_secs_f64() / shortest.as_secs_f64()).log2().round();
        (doublings as usize + 1).min(HIGHEST)
    };
    gaps.into_iter().map(|(index, time)| (index, (time, height(time)))).collect()
}
