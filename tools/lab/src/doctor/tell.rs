//! What was found, told to a person and to a tool. Who reads it may be a stranger: the person's name is not in it.

use std::time::Duration;

use anstyle::{AnsiColor, Style};
use enchufe::report::Colour;
use serde_json::{Value, json};

use super::finding::{Finding, Level};
use super::machine::{cores, system};
use super::{Checked, Group};
use crate::lab::Lab;
use crate::terminal::{self, visible_width};
use crate::words::{doctor as words_of, general};

/// For a tool: `schema` is 1; `level` is `ok`, `note` or `problem`; the sentences are in `lang`.
pub fn json(lab: &Lab, found: &[Checked], took: Duration) -> String {
    let findings: Vec<Value> = found
        .iter()
        .map(|Checked { name, finding, .. }| {
            json!({
                "check": name,
                "level": finding.level.slug(),
                "says": nameless(&finding.says),
                "advice": finding.advice.as_deref().map(nameless),
            })
        })
        .collect();
    let report = json!({
        "schema": 1,
        "enchufe": env!("CARGO_PKG_VERSION"),
        "lang": lab.lang.code(),
        "system": system(),
        "cores": cores(),
        "milliseconds": u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        "findings": findings,
    });
    format!("{report:#}\n")
}

/// For a person.
pub fn text(lab: &Lab, found: &[Checked]) -> String {
    let words = words_of(lab.lang);
    let levels = [Level::Ok, Level::Note, Level::Problem].map(|level| (words.level)(level.slug()).chars().count());
    let column = levels.into_iter().max().unwrap_or_default() + 4;
    let width = terminal::text_width();
    let mut page = String::new();
    let mut group = None;
    for Checked { group: its_group, finding, .. } in found {
        if group != Some(*its_group) {
            let space = if group.is_some() { "\n" } else { "" };
            page.push_str(&format!("{space}{}\n", paint(Style::new().bold(), (words.group)(group_name(*its_group)))));
            group = Some(*its_group);
        }
        page.push_str(&lines(lab, finding, column, width));
    }
    page.push('\n');
    page.push_str(&summary(lab, found, width));
    page
}

/// One finding: its level, what it says, and what to do.
fn lines(lab: &Lab, finding: &Finding, column: usize, width: usize) -> String {
    let words = words_of(lab.lang);
    let level = (words.level)(finding.level.slug());
    let room = width.saturating_sub(column).max(16);
    let mut text = String::new();
    for (at, line) in terminal::wrap(&finding.says, room).iter().enumerate() {
        let head = if at == 0 { format!("  {}", paint(style(finding.level), level)) } else { String::new() };
        let gap = " ".repeat(column - visible_width(&head));
        text.push_str(&format!("{head}{gap}{line}\n"));
    }
    if let Some(advice) = &finding.advice {
        let advice = (general(lab.lang).advice)(advice);
        let advice = advice.trim_start();
        for (at, line) in terminal::wrap(advice, room.saturating_sub(2)).iter().enumerate() {
            let gap = " ".repeat(if at == 0 { column } else { column + 2 });
            text.push_str(&format!("{gap}{line}\n"));
        }
    }
    text
}

/// The end: how it stands, and a few lines for whoever is asked for help.
fn summary(lab: &Lab, found: &[Checked], width: usize) -> String {
    let words = words_of(lab.lang);
    let names = |level: Level| {
        let mut names: Vec<&str> =
            found.iter().filter(|checked| checked.finding.level == level).map(|checked| checked.name).collect();
        names.dedup();
        names
    };
    let (problems, notes) = (names(Level::Problem), names(Level::Note));
    let mut text = String::new();
    let mut paragraph = |said: &str, indent: &str| {
        for line in terminal::wrap(said, width.saturating_sub(indent.len())) {
            text.push_str(&format!("{indent}{line}\n"));
        }
    };
    paragraph(if problems.is_empty() { words.all_well } else { words.not_well }, "");
    paragraph(words.for_a_report, "");
    let list = |names: &[&str]| if names.is_empty() { "-".to_owned() } else { names.join(", ") };
    let rust = found.iter().find(|checked| checked.name == "rust").map(|checked| nameless(&checked.finding.says));
    // Without what the workbook needs, which everybody knows.
    let rust = rust.map(|says| says.split(';').next().unwrap_or_default().to_owned());
    paragraph(&format!("enchufe {}, {}, {} cores", env!("CARGO_PKG_VERSION"), system(), cores()), "    ");
    paragraph(&rust.unwrap_or_default(), "    ");
    paragraph(&format!("problem: {}; note: {}", list(&problems), list(&notes)), "    ");
    text
}

/// A text without the name of who sits here, which most paths begin with.
fn nameless(text: &str) -> String {
    let home = std::env::var("HOME").or_else(|_| std::env::var("USERPROFILE")).unwrap_or_default();
    if home.len() < 3 { text.to_owned() } else { text.replace(&home, "~") }
}

fn group_name(group: Group) -> &'static str {
    match group {
        Group::Tools => "tools",
        Group::Workbook => "workbook",
        Group::Network => "network",
        Group::Machine => "machine",
        Group::Terminal => "terminal",
        Group::Settings => "settings",
        Group::Authors => "authors",
    }
}

fn style(level: Level) -> Style {
    match level {
        Level::Ok => AnsiColor::Green.on_default(),
        Level::Note => AnsiColor::Yellow.on_default(),
        Level::Problem => AnsiColor::Red.on_default().bold(),
    }
}

fn paint(style: Style, text: &str) -> String {
    if Colour::of_stdout() == Colour::Plain { text.to_owned() } else { format!("{style}{text}{style:#}") }
}
