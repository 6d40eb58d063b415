//! `report.html`: the class on one page.

use enchufe::words::Lang;

use super::detail::{Detail, Reader};
use super::gradebook::Gradebook;
use super::html::{Sheet, escaped, number};
use super::{matrix, misunderstood, stuck};
use crate::points::Points;
use crate::result::{Ignored, Submission};
use crate::words::{report, rules as rules_words, run as run_words};

const STYLE: &str = concat!(include_str!("base.css"), include_str!("chart.css"), include_str!("page.css"));
const SCRIPT: &str = include_str!("page.js");

/// The whole page.
pub fn page(book: &Gradebook, lang: Lang) -> String {
    let words = report(lang);
    let title = book.class.rules.title.as_deref().unwrap_or(words.title);
    let mut sheet = Sheet::new(lang, title, STYLE, Some(SCRIPT));
    sheet.line("h1", title);
    head(&mut sheet, book);
    matrix::write(&mut sheet, book);
    people(&mut sheet, book);
    tampering(&mut sheet, book);
    misunderstood::write(&mut sheet, book);
    stuck::write(&mut sheet, book);
    students(&mut sheet, book);
    ignored(&mut sheet, book);
    // What makes it come out the same once more is asked for by few, and last.
    let judged_with = format!("{}: {}", words.version, book.class.version);
    sheet.line("p class=\"quiet\"", &judged_with);
    sheet.end(Some(SCRIPT))
}

fn head(sheet: &mut Sheet, book: &Gradebook) {
    let lang = sheet.lang;
    let words = report(lang);
    let class = book.class;
    // The script says here when the file was written: the bytes of the page hold no time.
    sheet.put(format!("<p class=\"quiet\" id=\"written\" data-said=\"{}\" hidden></p>\n", escaped(words.written)));
    let person = book.scores.iter().filter(|score| !score.needs_a_person.is_empty()).count();
    let mut facts =
        vec![(words.students_label, book.scores.len().to_string()), (words.needs_a_person, person.to_string())];
    // A whole class that is late was copied after the due date, more often than not, and its files have that time.
    if class.rules.late.is_some() {
        let late = book.scores.iter().filter(|score| score.days_late > 0).count();
        facts.push((words.late_label, late.to_string()));
    }
    facts.push((words.tier, (words.tier_is)(class.tier)));
    sheet.put("<dl class=\"facts\">\n");
    for (label, fact) in facts {
        sheet.put(format!("<div><dt>{label}</dt><dd>{}</dd></div>\n", escaped(&fact)));
    }
    sheet.put("</dl>\n");
    if !class.missing.is_empty() {
        sheet.line("p class=\"odd\" id=\"missing\"", &run_words(lang).missing_from(&class.missing));
    }
    // Another name on either side looks like somebody who handed in nothing, and like somebody without a due date of
    // their own.
    for said in class.apart(lang) {
        sheet.line("p class=\"odd apart\"", &said);
    }
    sheet.put(format!("<nav aria-label=\"{}\"><ul>", words.on_this_page));
    let chapters = [
        ("grades", words.grades),
        ("people", words.needs_a_person),
        ("misunderstood", words.misunderstood),
        ("stuck", words.stuck),
        ("students", words.students_label),
        ("ignored", words.ignored),
    ];
    for (id, title) in chapters {
        sheet.put(format!("<li><a href=\"#{id}\">{title}</a></li>"));
    }
    sheet.put("</ul></nav>\n");
}

/// What a person must look at before the points stand.
fn people(sheet: &mut Sheet, book: &Gradebook) {
    let lang = sheet.lang;
    sheet.line("h2 id=\"people\"", report(lang).needs_a_person);
    let asks = |(place, _): &(usize, &Submission)| !book.scores[*place].needs_a_person.is_empty();
    by_student(sheet, book, asks, |sheet, place, _| {
        book.scores[place].needs_a_person.iter().for_each(|why| sheet.line("li", why.get(lang)));
    });
}

/// What looks like a trick, to be seen beside one another: the same sign in several submissions says something too.
fn tampering(sheet: &mut Sheet, book: &Gradebook) {
    let lang = sheet.lang;
    if book.class.submissions.iter().all(|submission| submission.tampering.is_empty()) {
        return;
    }
    sheet.line("h2 id=\"tampering\"", report(lang).tampering);
    by_student(
        sheet,
        book,
        |(_, submission)| !submission.tampering.is_empty(),
        |sheet, _, submission| {
            for sign in &submission.tampering {
                let exercise = sign.exercise.as_ref().map(|slug| format!("{}: ", escaped(slug))).unwrap_or_default();
                let (text, sign) = (escaped(sign.text.get(lang)), escaped(&sign.sign));
                sheet.put(format!("<li>{exercise}{text} <code>{sign}</code></li>"));
            }
        },
    );
}

/// A list of students with a list each, or that there are none.
fn by_student<'c>(
    sheet: &mut Sheet,
    book: &Gradebook<'c>,
    asks: impl Fn(&(usize, &'c Submission)) -> bool,
    list: impl Fn(&mut Sheet, usize, &Submission),
) {
    let mut found = book.submissions().filter(asks).peekable();
    if found.peek().is_none() {
        sheet.line("p", report(sheet.lang).nobody);
        return;
    }
    sheet.put("<ul class=\"people\">\n");
    for (place, submission) in found {
        let name = book.name(place);
        sheet.put(format!("<li><a href=\"#s{place}\">{}</a>", escaped(name)));
        // Whoever is to look must find it.
        if name != submission.student {
            sheet.put(format!(" <code>{}</code>", escaped(&submission.student)));
        }
        sheet.put("<ul>");
        list(sheet, place, submission);
        sheet.put("</ul></li>\n");
    }
    sheet.put("</ul>\n");
}

fn students(sheet: &mut Sheet, book: &Gradebook) {
    let lang = sheet.lang;
    let words = report(lang);
    sheet.line("h2 id=\"students\"", words.students_label);
    sheet.line("p class=\"quiet\"", words.students_what);
    for (place, submission) in book.submissions() {
        let score = &book.scores[place];
        let name = escaped(book.name(place));
        let points = escaped(&(words.points_of)(&number(score.points, lang), &number(score.max, lang)));
        sheet.put(format!(
            "<details class=\"student\"><summary><span>{name}</span> <small>{points}</small></summary>\n\
             <h3 id=\"s{place}\" tabindex=\"-1\">{name}</h3>\n<p class=\"quiet\">"
        ));
        let mut facts = vec![format!("<a href=\"students/{0}.html\">students/{0}.html</a>", book.files[place])];
        facts.extend(book.class.group(&submission.student).map(|group| escaped(&format!("{}: {group}", words.group))));
        if book.name(place) != submission.student {
            facts.push(escaped(&format!("{}: {}", words.submission, submission.student)));
        }
        facts.extend(handed_in(book, submission, lang).map(|said| escaped(&said)));
        facts.extend(late(book, place, lang).map(|said| escaped(&said)));
        sheet.put(facts.join(" · "));
        sheet.put("</p>\n");
        let detail = Detail { book, place, reader: Reader::Instructor };
        book.exercises.iter().for_each(|exercise| detail.write(sheet, exercise));
        sheet.put(format!("<p><a href=\"#grades\">{}</a></p>\n</details>\n", words.back));
    }
}

/// When it was handed in, and by what that is known where it is not certain.
pub fn handed_in(book: &Gradebook, submission: &Submission, lang: Lang) -> Option<String> {
    let rules = &book.class.rules;
    let at = rules.handed_in(&submission.student, submission.submitted.as_deref())?;
    let said = format!("{}: {at}", report(lang).submitted);
    Some(match (rules_words(lang).by_clock)(rules.clock(submission)) {
        "" => said,
        by_clock => format!("{said}, {by_clock}"),
    })
}

/// What lateness cost, if it did, and why.
pub fn late(book: &Gradebook, place: usize, lang: Lang) -> Option<String> {
    let (rules, score) = (&book.class.rules, &book.scores[place]);
    let submission = &book.class.submissions[place];
    let due = rules.due_for(&submission.student)?;
    let at = rules.handed_in(&submission.student, submission.submitted.as_deref())?;
    let (penalty, raw) = (number(score.late_penalty, lang), number(score.raw, lang));
    let is_any = score.late_penalty > Points::ZERO;
    let words = report(lang);
    is_any.then(|| [(words.late)(score.days_late, &penalty, &raw), (words.late_since)(&due, &at)].join(" "))
}

/// What was handed in and not taken.
fn ignored(sheet: &mut Sheet, book: &Gradebook) {
    let words = report(sheet.lang);
    sheet.line("h2 id=\"ignored\"", words.ignored);
    sheet.line("p class=\"quiet\"", words.ignored_what);
    let mut is_anything = false;
    for (place, submission) in book.submissions().filter(|(_, submission)| !submission.ignored.is_empty()) {
        is_anything = true;
        let name = escaped(book.name(place));
        let count = submission.ignored.len();
        sheet.put(format!("<details><summary>{name} <small>{count}</small></summary>"));
        list(sheet, &submission.ignored);
        sheet.put("</details>\n");
    }
    if !is_anything {
        sheet.line("p", words.nothing);
    }
}

/// Files that were not taken, with the reason. Of those that nearly every submission has, how many.
pub fn list(sheet: &mut Sheet, ignored: &[Ignored]) {
    let lang = sheet.lang;
    let (usual, odd): (Vec<&Ignored>, Vec<&Ignored>) = ignored.iter().partition(|one| one.reason.is_usual());
    sheet.put("<ul class=\"files\">");
    for one in odd {
        let reason = escaped(one.reason.text(lang));
        sheet.put(format!("<li><code>{}</code> {reason}</li>", escaped(&one.path)));
    }
    if let Some(first) = usual.first() {
        let text = (report(lang).usual)(usual.len(), &first.path);
        sheet.line("li class=\"quiet\"", &text);
    }
    sheet.put("</ul>\n");
}
