//! What the class misunderstood: the mistakes of each exercise, by how many students made them.

use std::collections::{BTreeMap, BTreeSet};

use enchufe::catalog::Exercise;
use enchufe::mistake;

use super::gradebook::{Gradebook, label};
use super::html::{Sheet, escaped, inline};
use super::standing::{Standing, fails};
use crate::words::report;

/// A mistake, and the places of the students who made it.
pub struct Misunderstanding {
    pub mistake: String,
    pub students: Vec<usize>,
}

/// The mistakes that were made in an exercise, the most frequent first.
pub fn of(book: &Gradebook, exercise: &str) -> Vec<Misunderstanding> {
    let mut who: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (place, result) in book.results(exercise) {
        for slug in result.tests.iter().filter(|test| fails(test)).filter_map(|test| test.mistake.as_deref()) {
            who.entry(slug).or_default().insert(place);
        }
    }
    let one = |(slug, students): (&str, BTreeSet<usize>)| Misunderstanding {
        mistake: slug.to_owned(),
        students: students.into_iter().collect(),
    };
    let mut found: Vec<Misunderstanding> = who.into_iter().map(one).collect();
    found.sort_by_key(|one| std::cmp::Reverse(one.students.len()));
    found
}

/// The chapter of the page.
pub fn write(sheet: &mut Sheet, book: &Gradebook) {
    let words = report(sheet.lang);
    sheet.line("h2 id=\"misunderstood\"", words.misunderstood);
    sheet.line("p class=\"quiet\"", words.misunderstood_what);
    for exercise in &book.exercises {
        let mistakes = of(book, &exercise.slug);
        if !mistakes.is_empty() {
            chapter(sheet, book, exercise, &mistakes);
        }
    }
}

/// Of a class no smaller than this, a mistake that one student made says nothing about the class.
const CLASS: usize = 5;

fn chapter(sheet: &mut Sheet, book: &Gradebook, exercise: &Exercise, mistakes: &[Misunderstanding]) {
    let lang = sheet.lang;
    let words = report(lang);
    let worked = |place: &usize| {
        let standing = book.standing(*place, &exercise.slug);
        !matches!(standing, Standing::NotSubmitted | Standing::NotCompiled | Standing::Untouched)
    };
    let of = (0..book.scores.len()).filter(worked).count();
    let title = format!("{} · {}", label(exercise), exercise.title.get(lang));
    sheet.put(format!("<h3 id=\"m-{0}\">{1}</h3>\n", exercise.slug, escaped(&title)));
    let (rare, frequent): (Vec<_>, Vec<_>) = mistakes.iter().partition(|one| of >= CLASS && one.students.len() == 1);
    if !frequent.is_empty() {
        list(sheet, book, exercise, &frequent, of);
    }
    if !rare.is_empty() {
        sheet.put(format!(
            "<details class=\"rare\"><summary>{}</summary>\n",
            (words.made_by_one)(rare.len(), !frequent.is_empty())
        ));
        list(sheet, book, exercise, &rare, of);
        sheet.put("</details>\n");
    }
}

/// Mistakes that were made by some `of` those who worked on the exercise.
fn list(sheet: &mut Sheet, book: &Gradebook, exercise: &Exercise, mistakes: &[&Misunderstanding], of: usize) {
    let lang = sheet.lang;
    let words = report(lang);
    sheet.put("<ol class=\"mistakes\">\n");
    for one in mistakes {
        let named = book.mistakes.named(&one.mistake, lang);
        let count = one.students.len();
        let slug = escaped(&one.mistake);
        let page = mistake::path(&one.mistake, lang).display().to_string().replace('\\', "/");
        sheet.put(format!(
            "<li><p><meter min=\"0\" max=\"{of}\" value=\"{count}\" aria-hidden=\"true\"></meter> <strong>{}</strong> · {} \
             <code>{slug}</code></p>\n",
            escaped(&(words.students_of)(count, of)),
            inline(&named.title)
        ));
        if !named.question.is_empty() {
            sheet.put(format!("<blockquote>{}</blockquote>\n", inline(&named.question)));
        }
        sheet.put(format!(
            "<p class=\"quiet\">{}: <code>cargo lab explain {slug}</code> · <code>{}</code></p>\n",
            words.its_page,
            escaped(&page)
        ));
        who(sheet, book, &exercise.slug, &one.students);
        sheet.put("</li>\n");
    }
    sheet.put("</ol>\n");
}

/// Names that lead to the students' reports of an exercise, to be opened.
pub fn who(sheet: &mut Sheet, book: &Gradebook, exercise: &str, students: &[usize]) {
    let words = report(sheet.lang);
    sheet.put(format!("<details class=\"who\"><summary>{}</summary><ul>", words.who));
    for place in students {
        let name = escaped(book.name(*place));
        sheet.put(format!("<li><a href=\"#s{place}-{exercise}\">{name}</a></li>"));
    }
    sheet.put("</ul></details>\n");
}
