//! Moodle: the grading worksheet of an assignment ("Download grading worksheet"), with the grades filled in, for
//! "Upload grading worksheet".
//!
//! Moodle takes the file only if three headers are those of the teacher's language: `Identifier`, `Grade`, `Last
//! modified (grade)`, or `Identificador`, `Calificación`, `Última modificación (calificación)` (its
//! `importgradeslib.php` and language packs). It knows a line by the number in `Participant 123`, and skips a grade that
//! was changed after the worksheet was downloaded: none of that is ours to change.

use std::path::PathBuf;

use super::Request;
use super::matching::Keys;
use super::roundtrip::{self, Layout, column, has_comma, shown};
use super::sheet::Sheet;
use crate::class::Class;
use crate::problem::Problem;
use crate::words::{export, spoken};

// The same header in each language in which we have seen it.
const IDENTIFIER: [&str; 2] = ["Identifier", "Identificador"];
const GRADE: [&str; 2] = ["Grade", "Calificación"];
const MAXIMUM: [&str; 3] = ["Maximum grade", "Maximum Grade", "Calificación máxima"];
const MODIFIED: [&str; 2] = ["Last modified (grade)", "Última modificación (calificación)"];
const MAY_CHANGE: [&str; 2] = ["Grade can be changed", "La calificación puede ser cambiada"];
const OTHER_KEYS: [&[&str]; 4] = [
    &["Email address", "Dirección de correo", "Dirección Email", "Correo electrónico"],
    &["ID number", "Número de ID"],
    &["Username", "Nombre de usuario"],
    &["Full name", "Nombre completo"],
];

/// # Errors
/// The sheet or one of its columns is not there; see [`roundtrip::fill`].
pub fn write(class: &Class, request: &Request) -> Result<Vec<PathBuf>, Problem> {
    let sheet = roundtrip::read(request, "moodle")?;
    let layout = layout(&sheet, request)?;
    roundtrip::fill(sheet, &layout, class, request, "moodle", keys)
}

fn layout(sheet: &Sheet, request: &Request) -> Result<Layout, Problem> {
    let words = export(spoken());
    let wanted = request.set.get("column").map(String::as_str);
    let grade = wanted.map_or_else(|| column(sheet, &GRADE), |wanted| column(sheet, &[wanted]));
    let found = [column(sheet, &IDENTIFIER), grade, column(sheet, &MODIFIED)];
    let [Some(identifier), Some(grades), Some(_)] = found else {
        let path = shown(request.sheet.as_ref());
        let headers = [IDENTIFIER[0], wanted.unwrap_or(GRADE[0]), MODIFIED[0]].join(", ");
        return Err(Problem::new((words.no_headers)(&path, &headers)).advise(words.export_again));
    };
    let others = OTHER_KEYS.map(|names| column(sheet, names));
    let (maximum, may_change) = (column(sheet, &MAXIMUM), column(sheet, &MAY_CHANGE));
    let rows: Vec<usize> = (1..sheet.rows()).filter(|row| !sheet.cell(*row, identifier).is_empty()).collect();
    let line = |row: &usize| {
        // `Participant 123` in any language: the number at its end.
        let number = sheet.cell(*row, identifier).rsplit(|letter: char| !letter.is_ascii_digit()).next();
        let mut keys: Keys = number.map(participant).into_iter().collect();
        keys.extend(others.iter().flatten().map(|column| sheet.cell(*row, *column).to_owned()));
        (*row, keys)
    };
    let numbers = rows
        .iter()
        .flat_map(|row| [maximum, Some(grades)].into_iter().flatten().map(|column| sheet.cell(*row, column)));
    Ok(Layout {
        grades,
        lines: rows.iter().map(line).collect(),
        max: rows.iter().map(|row| maximum.map(|column| sheet.cell(*row, column).to_owned())).collect(),
        locked: rows.iter().map(|row| may_change.is_some_and(|column| sheet.cell(*row, column) == "No")).collect(),
        comma: has_comma(sheet, numbers),
    })
}

/// What a submission is known by besides its name. "Download all submissions" names folders
/// `Ana Pérez_123_assignsubmission_file_`: a name, and the number of the participant.
fn keys(student: &str) -> Keys {
    let Some((front, _)) = student.split_once("_assignsubmission") else { return Keys::new() };
    let Some((name, number)) = front.rsplit_once('_') else { return Keys::new() };
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { vec![participant(number), name.to_owned()] } else { Keys::new() }
}

/// A participant's number, which must not be taken for any other number.
fn participant(number: &str) -> String {
    if number.is_empty() { String::new() } else { format!("participant {number}") }
}
