//! The card of an exercise: what it is called and worth, where its file is, how it is graded, its rules, and its hints,
//! each inside the one before. `progress.js` adds how it stands on the reader's machine, when the book is served there.

use std::path::Path;

use enchufe::catalog::{self, Exercise};
use enchufe::hints::{self, Page as Hints};

use super::{Block, escape, inline, markdown};
use crate::words::{blocks as words_of, page as words_of_page};

pub fn render(block: &Block) -> Result<String, String> {
    block.only(&["slug"])?;
    let slug = block.text("slug")?;
    let page = block.page;
    let exercises = catalog::exercises(&page.root.join("exercises")).map_err(|error| error.to_string())?;
    let Some(exercise) = exercises.iter().find(|exercise| exercise.slug == slug) else {
        let known: Vec<&str> = exercises.iter().map(|exercise| exercise.slug.as_str()).collect();
        return Err((words_of().no_such_exercise)(slug, &known.join(", ")));
    };
    if page.path != Path::new(&format!("{}.md", exercise.chapter)) {
        return Err((words_of().other_chapter)(slug, &exercise.chapter));
    }
    let hints = hints::page(page.root, slug, page.lang).map_err(|error| error.to_string())?;
    Ok(card(block, exercise, &exercises, &hints))
}

fn card(block: &Block, exercise: &Exercise, all: &[Exercise], hints: &Hints) -> String {
    let lang = block.page.lang;
    let words = words_of_page(lang);
    let slug = &exercise.slug;
    let source = exercise.source();
    let file = source.strip_prefix(block.page.root).unwrap_or(&source).display().to_string().replace('\\', "/");
    let rule = |rule: &catalog::Rule| {
        format!("<li data-rule=\"{}\">{}</li>\n", escape(&rule.name), escape(rule.text.get(lang)))
    };
    let rules: String = exercise.rules.iter().map(rule).collect();
    let needed = all.iter().filter(|other| exercise.needs.contains(&other.slug));
    let needed: Vec<String> = needed.map(|other| format!("<code>{:02} {}</code>", other.number, other.slug)).collect();
    let needs = match needed.is_empty() {
        true => String::new(),
        false => format!("<p class=\"needs\">{} {}</p>\n", escape(words.needs), needed.join(", ")),
    };
    format!(
        "<section class=\"exercise\" id=\"exercise-{slug}\" data-exercise=\"{slug}\" aria-labelledby=\"exercise-{slug}-title\">\n\
         <p class=\"kind\">{} · {}</p>\n\
         <p class=\"title\" id=\"exercise-{slug}-title\">{}</p>\n\
         {needs}<p>{} <code>{}</code></p>\n\
         <p>{}</p>\n<pre><code class=\"language-sh\">cargo lab {slug}</code></pre>\n\
         <p>{}</p>\n<pre><code class=\"language-sh\">cargo test -p {slug}</code></pre>\n\
         <details class=\"rules\" open>\n<summary>{}</summary>\n<ol>\n{rules}</ol>\n</details>\n\
         <div class=\"hints\">\n<p>{}</p>\n{}</div>\n</section>",
        escape(&(words.exercise)(exercise.number)),
        escape(&(words.points)(exercise.points)),
        escape(exercise.title.get(lang)),
        escape(words.file),
        escape(&file),
        escape(words.grade),
        escape(words.by_hand),
        escape(&(words.rules)(exercise.rules.len())),
        escape(words.hints),
        staged(block, hints),
    )
}

/// The hints, each inside the one before: nobody opens the last one by chance.
fn staged(block: &Block, hints: &Hints) -> String {
    let words = words_of_page(block.page.lang);
    let to_root = block.page.to_root();
    // The pages of hints lie in a folder of their own.
    let follow = |link: &str| match link.strip_prefix("../").and_then(|page| page.split_once(".md")) {
        Some((page, rest)) => format!("{to_root}{page}.html{rest}"),
        None => link.to_owned(),
    };
    let reading = &hints.the_section;
    let section = format!(
        "<p><a href=\"{to_root}{}.html#{}\">{}</a></p>\n<p>{}</p>\n<blockquote><p>{} …</p></blockquote>",
        escape(&reading.chapter),
        escape(&reading.id),
        escape(&reading.heading),
        escape(words.in_the_task),
        inline(&reading.task),
    );
    let stages = [
        (words.the_question, markdown(&hints.the_question, follow)),
        (words.the_rule, markdown(&hints.the_rule, follow)),
        (words.the_section, section),
        (words.a_relative, markdown(&hints.a_relative, follow)),
    ];
    let stages: Vec<(usize, (&str, String))> = (1..).zip(stages).collect();
    stages.into_iter().rev().fold(String::new(), |inner, (number, (heading, text))| {
        let summary = escape(&(words.hint)(number, heading));
        format!("<details class=\"hint\">\n<summary>{summary}</summary>\n{text}\n{inner}</details>\n")
    })
}
