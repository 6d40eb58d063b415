//! What the watch screen shows: pure functions from what is known to lines. Touches no terminal.

use std::time::Duration;

use enchufe::catalog::Exercise;
use enchufe::grading::Verdict;
use enchufe::report::Colour;
use enchufe::verdict::Outcome;

use crate::grader::Grade;
use crate::lab::Lab;
use crate::overview;
use crate::progress::Progress;
use crate::report::{self, BAD, BOLD, DIMMED, GOOD, LABEL, OPEN, styled};
use crate::terminal::{cut, visible_width, wrap};
use crate::test;
use crate::words;

/// The path through the exercises, a sign each, and how many are solved; in a few letters where there is no room.
pub fn path(lab: &Lab, progress: &Progress, current: &Exercise, columns: usize, colour: Colour) -> String {
    let words = words::watch(lab.lang);
    let sign = |exercise: &Exercise| {
        let (sign, style) = overview::sign(progress.state(exercise));
        let sign = styled(style, sign, colour);
        if exercise.slug == current.slug { format!("[{sign}]") } else { sign }
    };
    let signs: String = lab.exercises.iter().map(sign).collect();
    let (solved, all) = (progress.solved(), lab.exercises.len());
    let line = |solved: &str| format!("{}  {signs}  {solved}", styled(BOLD, "Enchufe", colour));
    let whole = line(&(words.solved_of)(solved, all));
    if visible_width(&whole) > columns { line(&format!("{solved}/{all}")) } else { whole }
}

/// A text at the left and one at the right, in one line.
pub fn both_ends(left: &str, right: &str, columns: usize) -> String {
    let right = cut(right, columns);
    let left = cut(left, columns.saturating_sub(right.width + 2));
    let between = columns.saturating_sub(left.width + right.width);
    format!("{}{}{}", left.text, " ".repeat(between), right.text)
}

/// What is known about the current exercise.
#[derive(Default)]
pub struct Known {
    /// What goes on right now, and the verdicts that came so far.
    pub doing: Option<String>,
    pub coming: Vec<Verdict>,
    /// The last grade, and how long it took from the save.
    pub grade: Option<(Grade, Duration)>,
    /// Why there is no grade, in lines.
    pub trouble: Option<String>,
}

/// In a few words: what goes on, or what came of it.
pub fn standing(lab: &Lab, known: &Known, colour: Colour) -> String {
    let words = words::watch(lab.lang);
    if let Some(doing) = &known.doing {
        return styled(OPEN, doing, colour);
    }
    if known.trouble.is_some() {
        return styled(BAD, words.stuck, colour);
    }
    let Some((grade, took)) = &known.grade else { return String::new() };
    let took = styled(DIMMED, &format!("{} s", lab.lang.words().decimal(took.as_secs_f64(), 2)), colour);
    let said = match grade {
        Grade::DidNotCompile(_) => styled(BAD, words.did_not_compile, colour),
        grade if test::is_solved(grade) => styled(GOOD, words.solved, colour),
        grade if test::is_unwritten(grade) => styled(DIMMED, words.unwritten, colour),
        grade => {
            // As `test` and `list` count: a rule that was skipped does not hold.
            let passed = grade.verdicts().iter().filter(|verdict| verdict.outcome == Outcome::Passed);
            styled(BAD, &(words.hold)(passed.count(), grade.verdicts().len()), colour)
        }
    };
    format!("{said}  {took}")
}

/// The main part of the screen: what helps most now.
pub fn body(lab: &Lab, exercise: &Exercise, known: &Known, columns: usize, colour: Colour) -> Vec<String> {
    if let Some(trouble) = &known.trouble {
        return trouble.lines().flat_map(|line| wrap(line, columns)).collect();
    }
    let rules = |verdicts: &[Verdict]| {
        let lines = verdicts.iter().flat_map(|verdict| test::rule(lab, exercise, verdict, columns, colour));
        lines.map(|line| cut(&line, columns).text).collect::<Vec<_>>()
    };
    // While it is tested again the last report stays: somebody is reading it.
    if !known.coming.is_empty() && known.grade.is_none() {
        return rules(&known.coming);
    }
    let Some((grade, _)) = &known.grade else { return invitation(lab, exercise, columns, colour) };
    match grade {
        Grade::DidNotCompile(errors) => errors.lines().flat_map(|line| wrap(line, columns)).collect(),
        grade if test::is_unwritten(grade) => invitation(lab, exercise, columns, colour),
        grade => {
            let mut lines = match grade.most_telling() {
                Some(verdict) => report::lines(verdict.text(lab.lang), columns, colour),
                None => praise(lab, exercise, grade, columns, colour),
            };
            lines.push(String::new());
            lines.extend(rules(grade.verdicts()));
            lines
        }
    }
}

/// What to do with an exercise that nobody has begun.
fn invitation(lab: &Lab, exercise: &Exercise, columns: usize, colour: Colour) -> Vec<String> {
    let words = words::watch(lab.lang);
    let source = lab.short(&exercise.source());
    let mut lines = vec![String::new()];
    let advice = (words.open)(&source);
    lines.extend(wrap(&advice, columns.saturating_sub(2)).into_iter().map(|line| format!("  {line}")));
    let needed = lab.exercises.iter().filter(|other| exercise.needs.contains(&other.slug));
    for other in needed {
        let needs = (words.needs)(&format!("{:02} {}", other.number, other.slug));
        lines.extend(wrap(&needs, columns.saturating_sub(2)).into_iter().map(|line| format!("  {line}")));
    }
    lines.push(String::new());
    lines.push(format!("  {}", styled(LABEL, words.rules, colour)));
    for rule in &exercise.rules {
        lines.push(cut(&format!("  · {}", rule.text.get(lab.lang)), columns).text);
    }
    lines
}

fn praise(lab: &Lab, exercise: &Exercise, grade: &Grade, columns: usize, colour: Colour) -> Vec<String> {
    let words = words::watch(lab.lang);
    let mut lines = vec![String::new()];
    let said = wrap((words.praise)(&exercise.slug).as_str(), columns.saturating_sub(2));
    lines.extend(said.into_iter().enumerate().map(|(place, line)| {
        let line = if place == 0 { styled(GOOD, &line, colour) } else { line };
        format!("  {line}")
    }));
    if let Some(untested) = test::untested(lab, grade) {
        let said = wrap(&untested, columns.saturating_sub(2)).into_iter();
        lines.extend(said.map(|line| format!("  {}", styled(OPEN, &line, colour))));
    }
    lines
}

/// A line in which somebody types: its end is always in sight.
pub fn typed(label: &str, text: &str, columns: usize) -> String {
    let room = columns.saturating_sub(visible_width(label) + 2);
    let mut shown = text;
    while visible_width(shown) > room {
        let first = shown.chars().next().map_or(0, char::len_utf8);
        shown = &shown[first..];
    }
    format!("{label} {shown}█")
}

/// A whole screen: what stands at the top, a part of the body, and what stands at the bottom.
pub fn screen(top: Vec<String>, body: &[String], from: usize, bottom: Vec<String>, rows: usize) -> Vec<String> {
    let room = room(rows, top.len(), bottom.len());
    let mut lines = top;
    let end = lines.len() + room;
    lines.extend(body.iter().skip(from).take(room).cloned());
    lines.resize(end.max(lines.len()), String::new());
    lines.extend(bottom);
    lines
}

/// How many lines are left for the body.
pub fn room(rows: usize, top: usize, bottom: usize) -> usize {
    rows.saturating_sub(top + bottom)
}

/// A line across.
pub fn across(columns: usize, colour: Colour) -> String {
    styled(DIMMED, &"─".repeat(columns), colour)
}

/// The keys that fit into a line, in the order of their importance; the last two always do.
pub fn keys(keys: &[(&str, &str)], columns: usize, colour: Colour) -> String {
    let shown = |(key, does): &(&str, &str)| format!("{} {does}", styled(BOLD, key, colour));
    let (others, last) = keys.split_at(keys.len().saturating_sub(2));
    let last = last.iter().map(shown).collect::<Vec<_>>().join("  ");
    let mut line = String::from(" ");
    for key in others {
        let key = shown(key);
        if visible_width(&line) + visible_width(&key) + visible_width(&last) + 2 > columns {
            break;
        }
        line.push_str(&key);
        line.push_str("  ");
    }
    line + &last
}
