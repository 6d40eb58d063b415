//! `grades.csv`: a line for each student.
//!
//! It is opened by a double click in Excel, which cuts cells and reads numbers as the system's region does and asks
//! nobody. In Chile and most of the Spanish-speaking world that is `;` between the cells and a decimal comma: with `,` a
//! whole line lands in the first cell. So a Spanish report has `7,25;10`, an English one `7.25,10`, and both begin with
//! the mark by which Excel knows UTF-8. The names of the columns are the same in both, since programs read them.

use csv::{QuoteStyle, WriterBuilder};
use enchufe::words::Lang;

use super::formula::neutral;
use super::gradebook::Gradebook;
use super::html::number;

const MARK: &[u8] = "\u{feff}".as_bytes();

/// The whole file.
pub fn table(book: &Gradebook, lang: Lang) -> Vec<u8> {
    let delimiter = if lang == Lang::Es { b';' } else { b',' };
    // Every cell in quotes: a `;` or a `,` in a name cuts nothing, whichever of the two a program looks for.
    let mut writer =
        WriterBuilder::new().delimiter(delimiter).quote_style(QuoteStyle::Always).from_writer(MARK.to_vec());
    let slugs = book.exercises.iter().map(|exercise| exercise.slug.as_str());
    let header = std::iter::once("student").chain(slugs);
    let header = header.chain(["raw", "late_penalty", "points", "max", "needs_a_person", "name", "group"]);
    let mut write = |cells: Vec<String>| writer.write_record(cells).expect("memory takes every record of one length");
    write(header.map(str::to_owned).collect());
    for (place, submission) in book.submissions() {
        let score = &book.scores[place];
        let points = |slug: &str| score.exercise(slug).map(|one| one.points).unwrap_or_default();
        let of_exercises = book.exercises.iter().map(|exercise| points(&exercise.slug));
        let sums = [score.raw, score.late_penalty, score.points, score.max];
        let mut cells = vec![neutral(&submission.student)];
        cells.extend(of_exercises.chain(sums).map(|points| number(points, lang)));
        let why: Vec<&str> = score.needs_a_person.iter().map(|why| why.get(lang)).collect();
        cells.push(neutral(&why.join(" | ")));
        // Empty where the list of people says nothing: `student` is the name of the submission already.
        let person = book.class.people.get(&submission.student);
        let known = person.map(|person| [person.name.as_deref(), person.group.as_deref()]).unwrap_or_default();
        cells.extend(known.map(|text| neutral(text.unwrap_or_default())));
        write(cells);
    }
    writer.into_inner().expect("memory takes everything")
}
