//! What the wrong programs showed of the graded tests: a table of the exercises, or a table of mistakes for each.

mod matrix;

use std::collections::BTreeMap;

use enchufe::catalog::{self, Exercise};
use enchufe::mistake;

use super::{Block, escape, inline};
use crate::site::alphabetical;
use crate::words::{blocks as words_of, page as words_of_page};
use matrix::Kept;

/// # Errors
/// A key is wrong, the matrix cannot be used, or a mistake in it has no page.
pub fn render(block: &Block) -> Result<String, String> {
    block.only(&["show"])?;
    let show = block.text("show")?;
    let Some(matrix) = matrix::read(block.page.root)? else {
        return Ok(format!("<p>{}</p>", escape(words_of_page(block.page.lang).no_evidence)));
    };
    let exercises = catalog::exercises(&block.page.root.join("exercises")).map_err(|error| error.to_string())?;
    let nothing = Kept::default();
    let kept = exercises.iter().map(|exercise| (exercise, matrix.get(&exercise.slug).unwrap_or(&nothing)));
    let kept: Vec<(&Exercise, &Kept)> = kept.collect();
    match show {
        "exercises" => Ok(of_exercises(block, &kept)),
        "mistakes" => of_mistakes(block, &kept),
        _ => Err(words_of().exercises_or_mistakes.to_owned()),
    }
}

/// A row for each exercise: its rules, right programs, wrong programs, their mistakes, how many of the wrong ones a test
/// caught, and of how many one named the mistake.
fn of_exercises(block: &Block, kept: &[(&Exercise, &Kept)]) -> String {
    let words = words_of_page(block.page.lang);
    let counts = |(exercise, kept): &(&Exercise, &Kept)| {
        let caught = kept.wrong.values().filter(|failed| !failed.tests.is_empty()).count();
        let explained = kept.wrong.values().filter(|failed| !failed.explained.is_empty()).count();
        [exercise.rules.len(), kept.right, kept.wrong.len(), kept.mistakes().len(), caught, explained]
    };
    let mut total = [0; 6];
    let mut rows = String::new();
    for exercise in kept {
        let counts = counts(exercise);
        total.iter_mut().zip(counts).for_each(|(total, count)| *total += count);
        rows.push_str(&row(&format!("<code>{}</code>", exercise.0.slug), &counts));
    }
    table(&words.of_exercises, &(rows + &row(&format!("<strong>{}</strong>", escape(words.together)), &total)))
}

/// For each exercise a row for each mistake: how many programs make it, how many tests catch one of these, and how many
/// name it. Below, the rules that never name one.
fn of_mistakes(block: &Block, kept: &[(&Exercise, &Kept)]) -> Result<String, String> {
    let words = words_of_page(block.page.lang);
    let mut html = String::from("<div class=\"mistakes evidence\">\n");
    for (exercise, kept) in kept.iter().filter(|(_, kept)| !kept.wrong.is_empty()) {
        let mistakes = kept.mistakes();
        let mut rows = BTreeMap::new();
        for (slug, (programs, failed)) in &mistakes {
            let page = mistake::page(block.page.root, slug, block.page.lang).map_err(|error| error.to_string())?;
            let link = format!("<a href=\"{}mistakes/{slug}.html\">{}</a>", block.page.to_root(), inline(&page.title));
            let row = row(&link, &[*programs, failed.tests.len(), failed.explained.len()]);
            rows.insert((alphabetical(&page.title), *slug), row);
        }
        let rows: String = rows.into_values().collect();
        let names_one = |rule: &str| mistakes.values().any(|(_, failed)| failed.explained.contains(rule));
        let silent = exercise.rules.iter().filter(|rule| !names_one(&rule.name));
        let silent: String =
            silent.map(|rule| format!("<li>{}</li>\n", escape(rule.text.get(block.page.lang)))).collect();
        let silent = match silent.is_empty() {
            true => String::new(),
            false => format!("<p>{}</p>\n<ul>\n{silent}</ul>\n", escape(words.only_seen)),
        };
        html.push_str(&format!(
            "<details id=\"evidence-{}\">\n<summary>{:02} {} <span class=\"count\">{}</span></summary>\n{}\n{silent}</details>\n",
            exercise.slug,
            exercise.number,
            exercise.slug,
            mistakes.len(),
            table(&words.of_mistakes, &rows),
        ));
    }
    Ok(html + "</div>")
}

fn row(head: &str, numbers: &[usize]) -> String {
    let numbers: String = numbers.iter().map(|number| format!("<td>{number}</td>")).collect();
    format!("<tr><th scope=\"row\">{head}</th>{numbers}</tr>\n")
}

fn table(columns: &[&str], rows: &str) -> String {
    let columns: String = columns.iter().map(|column| format!("<th scope=\"col\">{}</th>", escape(column))).collect();
    format!(
        "<div class=\"table-wrapper\">\n<table class=\"evidence\">\n<thead><tr>{columns}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>"
    )
}
