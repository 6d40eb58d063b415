//! The line of an arrow, with what stands at its end.

use std::fmt::Write;

use enchufe::scene::{Arrow, Head, Way};

use super::places::Places;

/// How far before a column that shows a name the tip stops.
const NAME: i32 = 9;
/// How far before its end an arrow gets lost.
const LOST: i32 = 40;

/// Draws an arrow at a height. `is_named` says whether a name stands where it leads.
pub fn draw(arrow: &Arrow, places: &Places, y: i32, names: (bool, bool)) -> String {
    let (from, to) = (places.columns[arrow.from], places.columns[arrow.to]);
    let ahead = if from < to { 1 } else { -1 };
    let room = |is_named: bool| if is_named { NAME } else { 1 };
    let (start, tip) = (from + ahead * room(names.0), to - ahead * room(names.1));
    let is_inside = places.is_relay && matches!(arrow.head, Head::IsLost | Head::Waits);
    let end = match arrow.head {
        _ if is_inside => places.inside() - ahead * 5,
        Head::IsLost => tip - ahead * LOST,
        _ => tip,
    };
    let datagram = if arrow.way == Way::Datagram { " datagram" } else { "" };
    let mut svg = format!("<path class=\"l{datagram}\" d=\"M{start} {y}H{end}\"/>");
    let cross = |at: i32| format!("<path class=\"x\" d=\"M{} {}l10 10m0-10l-10 10\"/>", at - 5, y - 5);
    let mut tip_at = |at: i32| {
        let _ = write!(svg, "<path class=\"h\" d=\"M{at} {y}l{} -4.5v9z\"/>", -9 * ahead);
    };
    match arrow.head {
        Head::Arrives => tip_at(tip),
        Head::ArrivesTwice => {
            tip_at(tip);
            tip_at(tip - 9 * ahead);
        }
        Head::Resets => {
            tip_at(tip);
            svg += &cross(tip - 18 * ahead);
        }
        Head::IsLost => svg += &cross(end + ahead * 5),
        Head::Waits if is_inside => {
            let _ = write!(svg, "<circle class=\"o\" cx=\"{}\" cy=\"{y}\" r=\"5\"/>", places.inside());
        }
        Head::Waits => {
            let _ = write!(svg, "<circle class=\"o\" cx=\"{end}\" cy=\"{y}\" r=\"4\"/>");
        }
    }
    svg
}
