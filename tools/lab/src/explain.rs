//! `cargo lab explain`: the page of a mistake, set for the terminal, and the list of all mistakes.

mod catalogue;
mod near;

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::SystemTime;

use anstyle::{AnsiColor, Style};
use enchufe::catalog::Exercise;
use enchufe::grading::{self, Verdict};
use enchufe::mistake::{self, Page};
use enchufe::report::Colour;
use enchufe::verdict::Outcome;
use lexopt::Arg::{Long, Short, Value};

use crate::lab::Lab;
use crate::markdown::{self, Look};
use crate::problem::Problem;
use crate::terminal::{self, visible_width};
use crate::words;

pub fn run(lab: &Lab, args: Vec<OsString>) -> Result<ExitCode, Problem> {
    let words = words::explain(lab.lang);
    let mut parser = lexopt::Parser::from_args(args);
    let (mut given, mut lists) = (Vec::new(), false);
    let usage = |error: lexopt::Error| Problem::usage(&error, "explain", lab.lang);
    while let Some(argument) = parser.next().map_err(usage)? {
        match argument {
            Long("help") | Short('h') => {
                terminal::print(words.help);
                return Ok(ExitCode::SUCCESS);
            }
            Long("list") | Short('l') => lists = true,
            // A title may be typed as it is, without quotation marks.
            Value(word) => given.push(word.to_string_lossy().into_owned()),
            other => return Err(usage(other.unexpected())),
        }
    }
    let (given, width) = (given.join(" "), terminal::text_width());
    let lines = match (lists, given.is_empty()) {
        (true, true) => catalogue::lines(lab, &lab.exercises.iter().collect::<Vec<_>>(), true, width)?,
        (true, false) => catalogue::lines(lab, &[lab.find(&given)?], false, width)?,
        (false, false) => lines(lab, &near::find(lab, &given)?, width)?,
        (false, true) => last_lines(lab, width)?,
    };
    terminal::print(&format!("{}\n", lines.join("\n")));
    Ok(ExitCode::SUCCESS)
}

/// A mistake's page in lines of this width: title, what you see, the rule, the question, a relative of the problem;
/// then the exercises whose tests name it.
///
/// # Errors
/// The page cannot be used.
pub fn lines(lab: &Lab, slug: &str, width: usize) -> Result<Vec<String>, Problem> {
    let words = words::explain(lab.lang);
    let page = mistake::page(&lab.root, slug, lab.lang)
        .map_err(|error| Problem::new(error.to_string()).advise(words::explain(lab.lang).restore_pages))?;
    let look = Look { width, indent: 2, colour: Colour::of_stdout() };
    let mut lines = title(&page, look);
    lines.push(String::new());
    lines.extend(markdown::render(&in_markdown(&page), look));
    lines.push(String::new());
    // A number and its name stay on one line.
    let firm = |exercise| name(exercise).replace(' ', "\u{a0}");
    let named_in: Vec<String> = catalogue::exercises_naming(lab, slug).into_iter().map(firm).collect();
    if !named_in.is_empty() {
        lines.extend(labelled(words.exercises, &named_in.join(", "), look));
    }
    lines.extend(labelled(words.page, &mistake::path(slug, lab.lang).display().to_string(), look));
    Ok(lines)
}

/// The mistake that the last report named, and which report that was.
fn last_lines(lab: &Lab, width: usize) -> Result<Vec<String>, Problem> {
    let words = words::explain(lab.lang);
    let Some((exercise, verdict)) = last_named(lab) else {
        let what = if lab.exercises.iter().any(|exercise| panicked(lab, exercise)) {
            words.panicked
        } else {
            words.nothing_named
        };
        return Err(Problem::new(what).advise(words.grade_first));
    };
    let rule = exercise.rule_text(&verdict.rule, lab.lang);
    let look = Look { width, indent: 0, colour: Colour::of_stdout() };
    let mut all = markdown::paragraph(&(words.last_report)(&name(exercise), &rule), look);
    all.push(String::new());
    all.extend(lines(lab, verdict.mistake.as_deref().unwrap_or_default(), width)?);
    Ok(all)
}

/// The verdict that named a mistake in the run that was the last to name one; of several, the first in the order of the
/// rules.
fn last_named(lab: &Lab) -> Option<(&Exercise, Verdict)> {
    let of_exercise = |exercise| {
        let named = named(lab, exercise);
        let times = named.iter().filter_map(|verdict| written(lab, exercise, &verdict.rule));
        let last = times.max()?;
        Some((last, exercise, named.into_iter().next()?))
    };
    let runs = lab.exercises.iter().filter_map(of_exercise);
    runs.max_by_key(|(last, ..)| *last).map(|(_, exercise, verdict)| (exercise, verdict))
}

/// The last verdicts on an exercise that name a mistake of which there is a page, in the order of the rules.
pub fn named(lab: &Lab, exercise: &Exercise) -> Vec<Verdict> {
    let has_page = |slug: &String| lab.root.join(mistake::path(slug, lab.lang)).is_file();
    let is_named = |verdict: &Verdict| !verdict.is_fine() && verdict.mistake.as_ref().is_some_and(has_page);
    grading::last_verdicts(&lab.reports(), exercise).into_iter().filter(is_named).collect()
}

/// Whether the program panicked when an exercise was graded last, and no mistake was named.
pub fn panicked(lab: &Lab, exercise: &Exercise) -> bool {
    let verdicts = grading::last_verdicts(&lab.reports(), exercise);
    named(lab, exercise).is_empty() && verdicts.iter().any(|verdict| verdict.outcome == Outcome::Panicked)
}

/// When the report on a rule was written.
pub fn written(lab: &Lab, exercise: &Exercise, rule: &str) -> Option<SystemTime> {
    let report = lab.reports().join(&exercise.slug).join(format!("{rule}.json"));
    fs::metadata(report).and_then(|metadata| metadata.modified()).ok()
}

/// The name of an exercise as reports say it: `03 tcp-client`.
pub fn name(exercise: &Exercise) -> String {
    format!("{:02} {}", exercise.number, exercise.slug)
}

/// The title, with the slug at the right edge if there is room, else under it.
fn title(page: &Page, look: Look) -> Vec<String> {
    let bold = Style::new().bold();
    let mut lines = terminal::wrap(&page.title, look.width);
    let last = lines.pop().unwrap_or_default();
    let free = look.width.saturating_sub(visible_width(&last));
    let styled = |line: &str| match look.colour {
        Colour::Plain => line.to_owned(),
        Colour::Coloured => format!("{bold}{line}{bold:#}"),
    };
    let mut lines: Vec<String> = lines.iter().map(|line| styled(line)).collect();
    if free >= page.slug.len() + 2 {
        lines.push(format!("{}{:>free$}", styled(&last), page.slug));
    } else {
        lines.extend([styled(&last), format!("{:>width$}", page.slug, width = look.width)]);
    }
    lines
}

/// The sections with their headings.
fn in_markdown(page: &Page) -> String {
    let texts = [&page.what_you_see, &page.the_rule, &page.ask_yourself, &page.a_relative];
    let section = |(heading, text): (&String, &String)| format!("## {heading}\n\n{text}\n\n");
    page.headings.iter().zip(texts).map(section).collect()
}

/// A line with a label before it, as at the end of a report.
fn labelled(label: &str, text: &str, look: Look) -> Vec<String> {
    let cyan = Style::new().fg_color(Some(AnsiColor::Cyan.into()));
    let column = if look.width < 60 { 2 } else { 16 };
    let said = match look.colour {
        Colour::Plain => label.to_owned(),
        Colour::Coloured => format!("{cyan}{label}{cyan:#}"),
    };
    let text =
        terminal::wrap(text, look.width.saturating_sub(column)).into_iter().map(|line| line.replace('\u{a0}', " "));
    if column == 2 {
        return [said].into_iter().chain(text.map(|line| format!("  {line}"))).collect();
    }
    let free = column.saturating_sub(visible_width(label));
    let first = |(at, line): (usize, String)| match at {
        0 => format!("{said}{}{line}", " ".repeat(free)),
        _ => format!("{}{line}", " ".repeat(column)),
    };
    text.enumerate().map(first).collect()
}

/// The slug that a path to a page names: that is what a report shows.
fn slug_in_path(given: &str) -> Option<&str> {
    Path::new(given).file_name()?.to_str()?.strip_suffix(".md")
}
