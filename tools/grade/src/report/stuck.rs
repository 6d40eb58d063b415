//! Who is stuck at the same place: the same rule is the first that does not hold, and the same mistake is the reason.

use std::collections::BTreeMap;

use enchufe::verdict::Outcome;

use super::gradebook::{Gradebook, first_failure, label};
use super::html::{Sheet, escaped, inline};
use super::misunderstood::who;
use crate::words::report;

/// Students who could sit together.
pub struct Group<'c> {
    pub rule: &'c str,
    /// The mistake, or the outcome where it has no name.
    pub mistake: Option<&'c str>,
    pub outcome: Outcome,
    pub students: Vec<usize>,
}

/// The groups of an exercise, the largest first. Who has not begun is in none.
pub fn groups<'c>(book: &Gradebook<'c>, exercise: &str) -> Vec<Group<'c>> {
    let mut groups: BTreeMap<(&str, Option<&str>, &str), Group> = BTreeMap::new();
    for (place, result) in book.results(exercise) {
        let Some(test) = first_failure(result).filter(|test| test.outcome() != Outcome::NotWrittenYet) else {
            continue;
        };
        let (rule, mistake, outcome) = (test.rule.as_str(), test.mistake.as_deref(), test.outcome());
        let fresh = || Group { rule, mistake, outcome, students: Vec::new() };
        groups.entry((rule, mistake, outcome.slug())).or_insert_with(fresh).students.push(place);
    }
    let mut groups: Vec<Group> = groups.into_values().filter(|group| group.students.len() > 1).collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.students.len()));
    groups
}

/// The chapter of the page.
pub fn write(sheet: &mut Sheet, book: &Gradebook) {
    let lang = sheet.lang;
    let words = report(lang);
    sheet.line("h2 id=\"stuck\"", words.stuck);
    sheet.line("p class=\"quiet\"", words.stuck_what);
    let mut is_anybody = false;
    for exercise in &book.exercises {
        let groups = groups(book, &exercise.slug);
        if groups.is_empty() {
            continue;
        }
        is_anybody = true;
        sheet.put(format!("<h3>{}</h3>\n<ul class=\"groups\">\n", escaped(&label(exercise))));
        for group in groups {
            let rule = escaped(&exercise.rule_text(group.rule, lang));
            let why = match group.mistake {
                Some(slug) => inline(&book.mistakes.named(slug, lang).title),
                None => escaped((lang.words().outcome)(group.outcome)),
            };
            let count = escaped(&(words.students)(group.students.len()));
            sheet.put(format!("<li><p><strong>{count}</strong> · {rule}: {why}</p>\n"));
            who(sheet, book, &exercise.slug, &group.students);
            sheet.put("</li>\n");
        }
        sheet.put("</ul>\n");
    }
    if !is_anybody {
        sheet.line("p", words.nobody);
    }
}
