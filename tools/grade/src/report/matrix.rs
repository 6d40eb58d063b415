//! The table of the page: students × exercises.

use enchufe::catalog::Exercise;

use super::gradebook::{Gradebook, label};
use super::html::{Sheet, escaped, number};
use super::standing::Standing;
use crate::points::Points;
use crate::words::report;

/// The chapter of the page.
pub fn write(sheet: &mut Sheet, book: &Gradebook) {
    let lang = sheet.lang;
    let words = report(lang);
    sheet.line("h2 id=\"grades\"", words.grades);
    legend(sheet, book);
    filters(sheet, book);
    sheet.put(format!(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"grades\">\n<table id=\"table\">\n<thead><tr>\
         <th scope=\"col\">{}</th><th scope=\"col\">{}</th>",
        words.student, words.points
    ));
    for exercise in &book.exercises {
        let title = escaped(exercise.title.get(lang));
        sheet.put(format!(
            "<th scope=\"col\" title=\"{title}\"><span>{:02}</span> <span class=\"slug\">{}</span></th>",
            exercise.number,
            escaped(&exercise.slug)
        ));
    }
    sheet.put("</tr></thead>\n<tbody>\n");
    (0..book.scores.len()).for_each(|place| row(sheet, book, place));
    sheet.put("</tbody>\n");
    means(sheet, book);
    sheet.put("</table>\n</div>\n");
}

/// What the signs of the cells stand for.
fn legend(sheet: &mut Sheet, book: &Gradebook) {
    let words = report(sheet.lang);
    sheet.put("<ul class=\"legend\">");
    for standing in Standing::ALL {
        let (class, sign) = (standing.class(), standing.sign());
        sheet.put(format!(
            "<li><b class=\"{class}\" aria-hidden=\"true\">{sign}</b> {}</li>",
            (words.standing)(standing)
        ));
    }
    if book.scores.iter().any(|score| !score.needs_a_person.is_empty()) {
        sheet.put(format!(
            "<li><a class=\"odd\" href=\"#people\" aria-hidden=\"true\" tabindex=\"-1\">!</a> {}</li>",
            words.see_person
        ));
    }
    if book.scores.iter().any(|score| score.late_penalty > Points::ZERO) {
        sheet.put(format!("<li><small class=\"odd\">(−)</small> {}</li>", words.taken_off));
    }
    sheet.put("</ul>\n");
}

/// What needs the script is shown by it.
fn filters(sheet: &mut Sheet, book: &Gradebook) {
    let words = report(sheet.lang);
    sheet.put(format!(
        "<form id=\"filter\" hidden><label>{} <input type=\"search\" id=\"name\" autocomplete=\"off\"></label> <label>{} \
         <select id=\"which\"><option value=\"\">{}</option><option value=\"person\">{}</option>",
        words.find, words.show, words.everybody, words.needs_a_person
    ));
    for exercise in &book.exercises {
        let text = escaped(&(words.not_solved)(&label(exercise)));
        sheet.put(format!("<option value=\"{}\">{text}</option>", escaped(&exercise.slug)));
    }
    sheet.put(format!(
        "</select></label> <output id=\"shown\" data-of=\"{}\"></output></form>\n",
        escaped(words.shown_of)
    ));
}

fn row(sheet: &mut Sheet, book: &Gradebook, place: usize) {
    let lang = sheet.lang;
    let words = report(lang);
    let score = &book.scores[place];
    let person = if score.needs_a_person.is_empty() { "" } else { " data-person" };
    sheet.put(format!("<tr{person}><th scope=\"row\"><a href=\"#s{place}\">{}</a>", escaped(book.name(place))));
    if !score.needs_a_person.is_empty() {
        sheet.put(format!(
            " <a class=\"odd\" href=\"#people\" title=\"{0}\">!<span class=\"sr\">{0}</span></a>",
            words.needs_a_person
        ));
    }
    let late = if score.late_penalty > Points::ZERO {
        format!(" <small class=\"odd\" title=\"{}\">(−{})</small>", words.taken_off, number(score.late_penalty, lang))
    } else {
        String::new()
    };
    let (points, value) = (number(score.points, lang), score.points.hundredths());
    sheet.put(format!("</th><td data-v=\"{value}\">{points}{late}</td>"));
    for exercise in &book.exercises {
        cell(sheet, book, place, exercise);
    }
    sheet.put("</tr>\n");
}

fn cell(sheet: &mut Sheet, book: &Gradebook, place: usize, exercise: &Exercise) {
    let lang = sheet.lang;
    let standing = book.standing(place, &exercise.slug);
    let points = book.scores[place].exercise(&exercise.slug).map(|score| score.points).unwrap_or_default();
    // Of what has the same points, what was begun comes before what was not.
    let rank = Standing::ALL.len() - Standing::ALL.iter().position(|one| *one == standing).unwrap_or_default();
    let value = points.hundredths() * 10 + rank as u64;
    let said = (report(lang).standing)(standing);
    let solved = if standing == Standing::Solved { " data-s" } else { "" };
    sheet.put(format!(
        "<td class=\"{}\" data-v=\"{value}\"{solved}><a href=\"#s{place}-{}\"><span aria-hidden=\"true\">{}</span> \
         {}<span class=\"sr\"> {said}</span></a></td>",
        standing.class(),
        exercise.slug,
        standing.sign(),
        number(points, lang)
    ));
}

/// What a student has on average, and how many solved each exercise.
fn means(sheet: &mut Sheet, book: &Gradebook) {
    let lang = sheet.lang;
    let words = report(lang);
    let count = book.scores.len();
    if count == 0 {
        return;
    }
    let mean = |points: Points| number(points.share(1, count as u64), lang);
    let all: Points = book.scores.iter().map(|score| score.points).sum();
    sheet.put(format!("<tfoot><tr><th scope=\"row\">{}</th><td>{}</td>", words.mean, mean(all)));
    for exercise in &book.exercises {
        let points = book.scores.iter().filter_map(|score| score.exercise(&exercise.slug)).map(|score| score.points);
        sheet.put(format!("<td>{}</td>", mean(points.sum())));
    }
    sheet.put(format!("</tr>\n<tr><th scope=\"row\">{}</th><td></td>", words.solved_by));
    for exercise in &book.exercises {
        let solved = |place: &usize| book.standing(*place, &exercise.slug) == Standing::Solved;
        sheet.put(format!("<td>{}</td>", (0..count).filter(solved).count()));
    }
    sheet.put("</tr></tfoot>\n");
}
