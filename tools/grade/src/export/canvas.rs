//! Canvas: the gradebook that "Export" gives, with one column filled, for "Import".
//!
//! The headers are `Student`, `ID`, `SIS User ID`, `SIS Login ID`, …, `Section`, then an assignment each: `Name (id)`.
//! A header that Canvas does not know would make a new assignment, so the column is one that is there. Canvas knows a
//! line by its ID, its SIS user ID, its SIS login ID, its name, in that order, and so do we (its
//! `gradebook_importer.rb`). It takes `,` and `;` between cells, and a point or a comma in numbers.

use std::path::PathBuf;

use super::Request;
use super::matching::Keys;
use super::roundtrip::{self, Layout, column, has_comma, shown};
use super::sheet::Sheet;
use crate::class::Class;
use crate::problem::Problem;
use crate::words::{export, spoken};

/// What Canvas writes for a student who need not hand in.
const EXCUSED: &str = "EX";

/// # Errors
/// The sheet or its column is not there; see [`roundtrip::fill`].
pub fn write(class: &Class, request: &Request) -> Result<Vec<PathBuf>, Problem> {
    let sheet = roundtrip::read(request, "canvas")?;
    let layout = layout(&sheet, request)?;
    roundtrip::fill(sheet, &layout, class, request, "canvas", keys)
}

fn layout(sheet: &Sheet, request: &Request) -> Result<Layout, Problem> {
    let words = export(spoken());
    let (Some(student), Some(id)) = (column(sheet, &["Student"]), column(sheet, &["ID"])) else {
        let path = shown(request.sheet.as_ref());
        return Err(Problem::new((words.no_headers)(&path, "Student, ID")).advise(words.export_again));
    };
    let others = ["SIS User ID", "SIS Login ID", "Integration ID"].map(|name| column(sheet, &[name]));
    let grades = assignment(sheet, request)?;
    let is_student = |row: &usize| {
        let name = sheet.cell(*row, student);
        // The lines above the students: the points possible, and which assignments are not posted by themselves.
        let is_nobody = name.is_empty() && sheet.cell(*row, id).is_empty();
        !is_nobody && !name.contains("Points Possible")
    };
    let rows: Vec<usize> = (1..sheet.rows()).filter(is_student).collect();
    let possible = (1..sheet.rows()).find(|row| sheet.cell(*row, student).contains("Points Possible"));
    let max = possible.map(|row| sheet.cell(row, grades).to_owned());
    let line = |row: &usize| {
        let ids = [Some(id)].into_iter().chain(others).flatten();
        let mut keys: Keys = ids.map(|column| sheet.cell(*row, column).to_owned()).collect();
        let name = sheet.cell(*row, student);
        keys.push(name.to_owned());
        // `Pérez, Ana` is Ana Pérez.
        keys.extend(name.split_once(", ").map(|(last, first)| format!("{first} {last}")));
        (*row, keys)
    };
    // Every assignment of the sheet tells how numbers are written.
    let first = id + 1;
    let numbers = (1..sheet.rows()).flat_map(|row| (first..sheet.headers().len()).map(move |column| (row, column)));
    Ok(Layout {
        grades,
        lines: rows.iter().map(line).collect(),
        max: vec![max; rows.len()],
        locked: rows.iter().map(|row| sheet.cell(*row, grades).eq_ignore_ascii_case(EXCUSED)).collect(),
        comma: has_comma(sheet, numbers.map(|(row, column)| sheet.cell(row, column))),
    })
}

/// The column that `column=` names: as it stands there, or its name or its id alone.
fn assignment(sheet: &Sheet, request: &Request) -> Result<usize, Problem> {
    let words = export(spoken());
    let headers = sheet.headers();
    let part = |header: &str| {
        let (name, id) = header.trim().strip_suffix(')')?.rsplit_once(" (")?;
        (!id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())).then(|| (name.to_owned(), id.to_owned()))
    };
    let all: Vec<&str> = headers.iter().filter(|header| part(header).is_some()).copied().collect();
    let Some(wanted) = request.set.get("column") else {
        return Err(Problem::new(words.no_column).advise((words.name_a_column)(&all.join(" · "))));
    };
    let is_it = |header: &&str| {
        part(header).is_some_and(|(name, id)| [name.as_str(), id.as_str(), header.trim()].contains(&wanted.trim()))
    };
    let found: Vec<usize> = (0..headers.len()).filter(|place| is_it(&headers[*place])).collect();
    match found[..] {
        [column] => Ok(column),
        _ => {
            Err(Problem::new((words.not_one_column)(wanted, found.len()))
                .advise((words.name_a_column)(&all.join(" · "))))
        }
    }
}

/// What a submission is known by besides its name. "Download Submissions" names files `perezana_4321_98765_task.zip`:
/// a name, the student's ID, that of the file; with `_LATE` behind the name if it was.
fn keys(student: &str) -> Keys {
    let mut parts = student.split('_').skip(1);
    let first = parts.next();
    let id = if first == Some("LATE") { parts.next() } else { first };
    let file = parts.next();
    let is_number = |part: &Option<&str>| {
        part.is_some_and(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    if is_number(&id) && is_number(&file) { id.into_iter().map(str::to_owned).collect() } else { Keys::new() }
}
