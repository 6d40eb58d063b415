//! The list of people: a CSV with a column `student`, the submissions' names, and what is known of each.

use std::collections::BTreeMap;

use enchufe::words::Lang;
use jiff::Timestamp;

use super::Listed;
use super::table::Place;
use crate::class::Person;
use crate::problem::Problem;
use crate::words::{rules, spoken};

const COLUMNS: [&str; 6] = ["student", "name", "group", "lang", "submitted", "due"];

pub(super) fn parse(place: Place) -> Result<BTreeMap<String, Listed>, Problem> {
    let words = rules(spoken());
    // Spreadsheets put a mark before it, and in half of the world write `;`.
    let text = place.text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let delimiter = if first.contains(';') && !first.contains(',') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
    // A record's place is told from the end of the one before: empty lines between them are no part of it.
    let fault_at = |position: Option<&csv::Position>, what: &str| {
        let byte = position.map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0)).min(text.len());
        let empty = text.as_bytes()[byte..].iter().take_while(|byte| b"\r\n".contains(byte)).count();
        place.fault(byte + empty + place.text.len() - text.len(), what)
    };
    let malformed = |error: &csv::Error| fault_at(error.position(), &error.to_string());
    let header = reader.headers().map_err(|error| malformed(&error))?.clone();
    if let Some(other) = header.iter().find(|column| !COLUMNS.contains(column)) {
        return Err(place.fault(0, &(words.unknown_column)(other, &COLUMNS.join(", "))));
    }
    let column = |name: &str| header.iter().position(|column| column == name);
    let student = column("student")
        .ok_or_else(|| place.fault(0, &(words.no_student_column)(&header.iter().collect::<Vec<_>>().join(", "))))?;
    let mut people = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(|error| malformed(&error))?;
        let cell = |name: &str| column(name).and_then(|at| record.get(at)).filter(|text| !text.is_empty());
        let fault = |what: String| fault_at(record.position(), &what);
        let Some(name) = record.get(student).filter(|name| !name.is_empty()) else { continue };
        let time = |column: &str| {
            let parse =
                |text: &str| text.parse::<Timestamp>().map_err(|_| fault((words.no_time_in)(text, words.a_time)));
            cell(column).map(parse).transpose()
        };
        let lang = cell("lang").map(|code| {
            let known = Lang::ALL.into_iter().find(|lang| lang.code() == code);
            known.ok_or_else(|| fault((words.no_time_in)(code, words.a_lang)))
        });
        let listed = Listed {
            person: Person { name: cell("name").map(str::to_owned), group: cell("group").map(str::to_owned) },
            lang: lang.transpose()?,
            submitted: time("submitted")?,
            due: time("due")?,
        };
        if people.insert(name.to_owned(), listed).is_some() {
            return Err(fault((words.twice)(name)));
        }
    }
    Ok(people)
}
