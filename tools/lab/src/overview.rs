//! The exercises in a list: state, rules that hold, points, and when that was found out. For `list`, for `test` of all,
//! and for the watch screen.

use std::time::SystemTime;

use enchufe::catalog::Exercise;
use enchufe::report::Colour;

use crate::lab::Lab;
use crate::progress::{Progress, State};
use crate::report::{BAD, DIMMED, GOOD, OPEN, styled};
use crate::terminal::{cut, visible_width};
use crate::words::overview as words;

/// The first line: how many are solved, and the points of these.
pub fn title(lab: &Lab, progress: &Progress) -> String {
    let is_solved = |exercise: &&Exercise| progress.state(exercise) == State::Solved;
    let points = |exercises: &mut dyn Iterator<Item = &Exercise>| exercises.map(|exercise| exercise.points).sum();
    let solved: Vec<&Exercise> = lab.exercises.iter().filter(is_solved).collect();
    (words(lab.lang).title)(
        (solved.len(), lab.exercises.len()),
        (points(&mut solved.iter().copied()), points(&mut lab.exercises.iter())),
    )
}

/// A line per exercise, at most `columns` wide.
pub fn lines(lab: &Lab, progress: &Progress, columns: usize, colour: Colour) -> Vec<String> {
    lab.exercises.iter().map(|exercise| line(lab, progress, exercise, columns, colour)).collect()
}

fn line(lab: &Lab, progress: &Progress, exercise: &Exercise, columns: usize, colour: Colour) -> String {
    let words = words(lab.lang);
    let state = progress.state(exercise);
    let record = progress.record(exercise);
    let (sign, style) = sign(state);
    let sign = styled(style, sign, colour);
    let name = format!("{:02} {:<15}", exercise.number, exercise.slug);
    let standing = match (state, record) {
        (State::Solved | State::Begun, Some(record)) => (words.rules)(record.passed, record.all, record.skipped),
        (State::Unknown, _) if progress.was_graded(exercise) => words.has_changed.to_owned(),
        (State::Solved | State::Begun | State::Unknown, _) => words.not_graded.to_owned(),
        (State::DidNotCompile, _) => words.did_not_compile.to_owned(),
        (State::Untouched, _) => words.untouched.to_owned(),
    };
    let points = (words.points)(exercise.points);
    let when = record.map(|record| ago(record.at, lab)).unwrap_or_default();
    // A blank stands between two of them also where one is longer than its column.
    let end = format!("{standing:<14} {points:>4} {when:>11}");
    let start = format!(" {sign} {name} ");
    let room = columns.saturating_sub(visible_width(&start) + visible_width(&end) + 1);
    if room < 12 {
        // A narrow terminal: the number, the name, and how it stands.
        return cut(&format!("{start}{standing}"), columns).text;
    }
    let title = cut(exercise.title.get(lab.lang), room);
    let padding = " ".repeat(room - title.width);
    format!("{start}{}{padding} {end}", styled(DIMMED, &title.text, colour)).trim_end().to_owned()
}

/// The sign of a state, and its style.
pub fn sign(state: State) -> (&'static str, anstyle::Style) {
    match state {
        State::Solved => ("✓", GOOD),
        State::Begun => ("✗", BAD),
        State::DidNotCompile => ("✗", BAD),
        State::Unknown => ("?", OPEN),
        State::Untouched => ("·", DIMMED),
    }
}

/// How long ago something was, in a few letters.
fn ago(at: SystemTime, lab: &Lab) -> String {
    let words = words(lab.lang);
    // A clock that was set back gives no answer: then it was just now.
    let seconds = SystemTime::now().duration_since(at).unwrap_or_default().as_secs();
    match seconds {
        0..60 => words.just_now.to_owned(),
        60..3_600 => (words.minutes_ago)(seconds / 60),
        3_600..86_400 => (words.hours_ago)(seconds / 3_600),
        _ => (words.days_ago)(seconds / 86_400),
    }
}
