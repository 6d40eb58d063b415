//! A column of a sheet that another system exported, filled with the points of a class: what canvas and moodle have in
//! common.

use std::fs;
use std::path::{Path, PathBuf};

use enchufe::words::Lang;

use super::matching::{Keys, Matched, matched};
use super::sheet::Sheet;
use super::{Request, place};
use crate::class::Class;
use crate::intake::Reason;
use crate::points::Points;
use crate::problem::Problem;
use crate::report::files;
use crate::result::Submission;
use crate::rules::Score;
use crate::words::{export, general, spoken};

/// What a system's sheet looks like.
pub struct Layout {
    /// The column that is filled.
    pub grades: usize,
    /// The lines that are students, and what each is known by.
    pub lines: Vec<(usize, Keys)>,
    /// What the other system says is the most, where it does, for each of the lines.
    pub max: Vec<Option<String>>,
    /// Lines whose grade must stay: excused, or locked.
    pub locked: Vec<bool>,
    /// Whether numbers have a decimal comma.
    pub comma: bool,
}

/// Reads the sheet that the request names.
///
/// # Errors
/// None is named, or it cannot be read.
pub fn read(request: &Request, name: &str) -> Result<Sheet, Problem> {
    let words = export(spoken());
    let Some(path) = &request.sheet else {
        return Err(Problem::new((words.no_sheet)(name)).advise((words.name_a_sheet)(name)));
    };
    let bytes = fs::read(path).map_err(|error| Problem::new((general(spoken()).cannot_read)(path, &error)))?;
    let is_one = |sheet: &Sheet| sheet.headers().len() > 1;
    Sheet::read(bytes).filter(is_one).ok_or_else(|| Problem::new((words.not_a_sheet)(path)).advise(words.export_again))
}

/// Whether numbers like these have a decimal comma; without any, whether cells are parted by `;`, which is so where a
/// comma would be in the way.
pub fn has_comma<'c>(sheet: &Sheet, mut cells: impl Iterator<Item = &'c str>) -> bool {
    let decimal = |cell: &str, sign: char| {
        cell.split_once(sign).is_some_and(|(whole, rest)| {
            let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            digits(whole) && digits(rest) && rest.len() <= 5
        })
    };
    let told = cells.find_map(|cell| match (decimal(cell, ','), decimal(cell, '.')) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    });
    told.unwrap_or(sheet.delimiter() == b';')
}

/// Fills the column, and writes the sheet and a list of what was left.
///
/// # Errors
/// The points that are possible there are others than here and nobody said what to do; a file cannot be written.
pub fn fill(
    mut sheet: Sheet,
    layout: &Layout,
    class: &Class,
    request: &Request,
    name: &str,
    keys: impl Fn(&str) -> Keys,
) -> Result<Vec<PathBuf>, Problem> {
    let words = export(spoken());
    let scores: Vec<Score> = class.submissions.iter().map(|submission| class.score(submission)).collect();
    let lines: Vec<Keys> = layout.lines.iter().map(|(_, keys)| keys.clone()).collect();
    let of_student = |student: &str| -> Keys {
        let shown = class.name(student);
        let mut all = keys(student);
        all.extend([student.to_owned(), shown.to_owned()]);
        all
    };
    let students: Vec<Keys> = class.submissions.iter().map(|submission| of_student(&submission.student)).collect();
    let found = matched(&lines, &students);
    let scale = scale(layout, &found, &scores, request)?;
    let (mut filled, mut notes) = (0, Vec::new());
    for &(line, student) in &found.pairs {
        let (row, _) = layout.lines[line];
        let score = &scores[student];
        let who = one_line(&class.submissions[student].student);
        if layout.locked[line] {
            notes.push(format!("{}: {who}", words.locked));
        } else if class.submissions[student].ignored.iter().any(|one| one.reason == Reason::TwoSubmissions) {
            notes.push(format!("{}: {who}", words.two_submissions));
        } else if !score.needs_a_person.is_empty() {
            notes.push(format!("{}: {who}: {}", words.waits_for_a_person, score.points));
        } else if sheet.fill(row, layout.grades, &number(scale.of(score), layout.comma)) {
            filled += 1;
        } else {
            notes.push(format!("{}: {who}", words.short_line));
        }
    }
    let line = |line: &usize| {
        let (row, _) = layout.lines[*line];
        let cells: Vec<&str> = (0..2).map(|column| sheet.cell(row, column)).collect();
        format!("{}: {}", words.not_in_class, one_line(&cells.join(" · ")))
    };
    notes.extend(found.lines_left.iter().map(line));
    let student = |student: &usize| {
        let who = &class.submissions[*student].student;
        // A REPORT may have been made by a grader that took such entries for two students.
        let is_same = |other: &Submission| {
            other.student != *who && keys(&other.student).iter().any(|key| keys(who).contains(key))
        };
        let is_double = class.submissions.iter().any(is_same);
        format!("{}: {}", if is_double { words.two_submissions } else { words.not_in_sheet }, one_line(who))
    };
    notes.extend(found.students_left.iter().map(student));

    let path = place(request, &format!("{name}.csv"));
    files::write(&path, &sheet.into_bytes())?;
    let list = path.with_extension("notes.txt");
    if !found.lines_left.is_empty() && !found.students_left.is_empty() {
        notes.push(words.bring_together.to_owned());
    }
    let result = (words.filled)(filled, scores.len());
    // Also said here: a sheet with few grades looks like any other.
    eprintln!("{result}");
    let mut text = format!("{result}\n");
    notes.iter().for_each(|note| text.extend([note.as_str(), "\n"]));
    files::write(&list, text.as_bytes())?;
    Ok(vec![path, list])
}

/// A name that cannot pass for more than one line of the list.
pub fn one_line(name: &str) -> String {
    name.chars().map(|letter| if letter.is_control() { '?' } else { letter }).collect()
}

/// How points here become points there.
#[derive(Clone, Copy)]
enum Scale {
    AsIs,
    To(Points),
}

impl Scale {
    fn of(self, score: &Score) -> Points {
        match self {
            Scale::AsIs => score.points,
            Scale::To(max) => max.share(score.points.hundredths(), score.max.hundredths()),
        }
    }
}

/// Whether points are scaled, which somebody must have said if the most there is another than here.
fn scale(layout: &Layout, found: &Matched, scores: &[Score], request: &Request) -> Result<Scale, Problem> {
    let words = export(spoken());
    let maxima = found.pairs.iter().filter_map(|(line, student)| {
        let there = layout.max.get(*line)?.as_deref().and_then(read_points)?;
        Some((there, scores[*student].max))
    });
    let Some((there, here)) = maxima.into_iter().find(|(there, here)| there != here) else { return Ok(Scale::AsIs) };
    match request.set.get("scale").map(String::as_str) {
        Some("yes") if there > Points::ZERO => Ok(Scale::To(there)),
        Some("no") => Ok(Scale::AsIs),
        _ => Err(Problem::new((words.other_max)(&here_as(there), &here_as(here))).advise(words.say_scale)),
    }
}

/// Points as whoever works here reads them.
fn here_as(points: Points) -> String {
    number(points, spoken() == Lang::Es)
}

/// Points as another system writes them.
fn read_points(text: &str) -> Option<Points> {
    let text = text.trim().replace(',', ".");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(rest) {
        return None;
    }
    let hundredths: u64 = format!("{rest:0<2}")[..2].parse().ok()?;
    whole.parse::<u64>().ok()?.checked_mul(100)?.checked_add(hundredths).map(Points)
}

fn number(points: Points, comma: bool) -> String {
    crate::report::html::number(points, if comma { Lang::Es } else { Lang::En })
}

/// The place of a column in a sheet, by its header.
pub fn column(sheet: &Sheet, names: &[&str]) -> Option<usize> {
    let headers = sheet.headers();
    names.iter().find_map(|name| headers.iter().position(|header| header.trim().eq_ignore_ascii_case(name)))
}

/// Where a file lies, for a sentence.
pub fn shown(path: Option<&PathBuf>) -> String {
    path.map(|path| Path::new(path).display().to_string()).unwrap_or_default()
}
