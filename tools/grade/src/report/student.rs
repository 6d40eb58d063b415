//! A page to hand back to a student, in the student's language: nothing of hidden rules, nothing of anybody else.

use enchufe::words::Lang;

use super::detail::{Detail, Reader};
use super::gradebook::{Gradebook, label};
use super::html::{Sheet, escaped, number};
use super::page::{handed_in, late, list};
use super::standing::Standing;
use crate::intake;
use crate::words::report;

const STYLE: &str = concat!(include_str!("base.css"), include_str!("chart.css"));

/// The whole page. It runs nothing.
pub fn page(book: &Gradebook, place: usize) -> String {
    let submission = &book.class.submissions[place];
    let lang = if submission.lang == Lang::Es.code() { Lang::Es } else { Lang::En };
    let words = report(lang);
    let score = &book.scores[place];
    let mut sheet = Sheet::new(lang, &format!("{} · {}", words.your_title, book.name(place)), STYLE, None);
    sheet.line("h1", book.name(place));
    let points = (words.points_of)(&number(score.points, lang), &number(score.max, lang));
    sheet.put(format!("<p class=\"total\">{}</p>\n", escaped(&points)));
    if let Some(said) = late(book, place, lang) {
        sheet.line("p", &said);
    }
    if let Some(said) = handed_in(book, submission, lang) {
        sheet.line("p class=\"quiet\"", &said);
    }
    if !score.needs_a_person.is_empty() {
        // Why is between the instructor and the student.
        sheet.line("p class=\"odd\"", words.may_change);
    }
    if intake::is_nothing(&submission.sources) {
        sheet.line("p class=\"odd\"", words.nothing_taken);
    }
    overview(&mut sheet, book, place);
    let detail = Detail { book, place, reader: Reader::Student };
    book.exercises.iter().for_each(|exercise| detail.write(&mut sheet, exercise));
    if !submission.ignored.is_empty() {
        sheet.line("h2 id=\"ignored\"", words.ignored);
        sheet.line("p class=\"quiet\"", words.ignored_yours);
        list(&mut sheet, &submission.ignored);
    }
    how_to_read(&mut sheet);
    sheet.end(None)
}

/// The exercises in a table.
fn overview(sheet: &mut Sheet, book: &Gradebook, place: usize) {
    let lang = sheet.lang;
    let words = report(lang);
    sheet.put(format!(
        "<table class=\"overview\">\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th>\
         </tr></thead>\n<tbody>\n",
        words.exercise, words.points, words.state
    ));
    for exercise in &book.exercises {
        let standing: Standing = book.standing(place, &exercise.slug);
        let points = book.scores[place].exercise(&exercise.slug);
        let points = points.map(|one| (words.points_of)(&number(one.points, lang), &number(one.max, lang)));
        sheet.put(format!(
            "<tr><th scope=\"row\"><a href=\"#{0}\">{1}</a></th><td>{2}</td><td class=\"{3}\"><span aria-hidden=\"true\">{4}\
             </span> {5}</td></tr>\n",
            exercise.slug,
            escaped(&label(exercise)),
            escaped(&points.unwrap_or_default()),
            standing.class(),
            standing.sign(),
            (words.standing)(standing)
        ));
    }
    sheet.put("</tbody>\n</table>\n");
}

/// What the signs of a conversation stand for.
fn how_to_read(sheet: &mut Sheet) {
    let words = report(sheet.lang);
    sheet.line("h2 id=\"how-to-read\"", words.how_to_read);
    sheet.put("<dl class=\"signs\">\n");
    for (sign, what) in words.signs {
        sheet.put(format!("<div><dt>{sign}</dt><dd>{}</dd></div>\n", escaped(what)));
    }
    sheet.put("</dl>\n");
}
