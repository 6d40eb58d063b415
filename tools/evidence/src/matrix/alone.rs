//! The matrix asked the other way round: a test that no wrong program fails alone is redundant, or a wrong program is
//! missing, or there is a reason, which then stands in `kept/never-alone.toml`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

use enchufe::catalog::Exercise;

use super::record::{Cell, Record, Row};

/// By exercise and test: why it is never failed alone.
pub struct Reasons(BTreeMap<String, BTreeMap<String, String>>);

/// What was found.
pub struct Answer {
    /// In words: the tests that are never failed alone, by exercise.
    pub text: String,
    /// In a line.
    pub result: String,
    /// Whether every other test has a reason.
    pub holds: bool,
}

/// So many programs are named that fail a test together with others.
const EXAMPLES: usize = 3;

impl Reasons {
    /// # Errors
    /// It cannot be read, is no TOML, or a reason is empty.
    pub fn read(path: &Path) -> Result<Reasons, Box<dyn Error>> {
        let wrong = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let text = std::fs::read_to_string(path).map_err(|error| wrong(&error))?;
        let reasons: BTreeMap<String, BTreeMap<String, String>> =
            toml::from_str(&text).map_err(|error| wrong(&error))?;
        match reasons.values().flatten().find(|(_, reason)| reason.trim().is_empty()) {
            Some((test, _)) => Err(wrong(&format!("{test} has no reason")).into()),
            None => Ok(Reasons(reasons)),
        }
    }

    fn of(&self, exercise: &Exercise, test: &str) -> Option<&str> {
        self.0.get(&exercise.slug)?.get(test).map(String::as_str)
    }

    /// Those that are given for what is no test of these exercises.
    fn stray(&self, exercises: &[&Exercise]) -> Vec<String> {
        let of = exercises.iter().filter_map(|exercise| Some((exercise, self.0.get(&exercise.slug)?)));
        let stray = of.flat_map(|(exercise, reasons)| {
            let is_test = |test: &str| exercise.rules.iter().any(|rule| rule.name == test);
            reasons.keys().filter(move |test| !is_test(test)).map(|test| format!("{}/{test}", exercise.slug))
        });
        stray.collect()
    }
}

/// Asks it for these exercises.
pub fn ask(record: &Record, exercises: &[&Exercise], reasons: &Reasons) -> Answer {
    let (mut text, mut open) = (String::new(), 0);
    let (mut tests, mut alone, mut reasoned) = (0, 0, 0);
    let empty = BTreeMap::new();
    for exercise in exercises {
        let programs = record.wrong.get(&exercise.slug).unwrap_or(&empty);
        writeln!(text, "{:02} {}", exercise.number, exercise.slug).expect("a String");
        for rule in &exercise.rules {
            tests += 1;
            let is_alone = programs.values().any(|row| is_failed_alone(row, &rule.name));
            let told = match (is_alone, reasons.of(exercise, &rule.name)) {
                (true, None) => {
                    alone += 1;
                    continue;
                }
                (false, Some(reason)) => {
                    reasoned += 1;
                    format!("never alone: {reason}")
                }
                (true, Some(_)) => {
                    open += 1;
                    "! a reason is kept for it, and yet a wrong program fails it alone".to_owned()
                }
                (false, None) => {
                    open += 1;
                    format!("! never alone, and no reason is kept\n{}", together(programs, &rule.name))
                }
            };
            writeln!(text, "    {}\n        {}", rule.name, told.trim_end()).expect("a String");
        }
        let single = made_once(programs);
        writeln!(text, "    mistakes with one program: {}", single.join(", ")).expect("a String");
    }
    for stray in reasons.stray(exercises) {
        open += 1;
        writeln!(text, "! a reason is kept for {stray}, which is no test").expect("a String");
    }
    let result = format!(
        "{tests} tests: {alone} are failed alone by a wrong program, {reasoned} have a reason why not, {open} are open"
    );
    Answer { text, result, holds: open == 0 }
}

/// Whether this test fails, surely, and no other does.
fn is_failed_alone(row: &Row, test: &str) -> bool {
    row.len() == 1 && row.get(test).is_some_and(|cell| *cell != Cell::Unsteady)
}

/// Which programs fail the test, and with it the fewest others.
fn together(programs: &BTreeMap<String, Row>, test: &str) -> String {
    let mut failing: Vec<(&String, &Row)> = programs.iter().filter(|(_, row)| row.contains_key(test)).collect();
    failing.sort_by_key(|(_, row)| row.len());
    if failing.is_empty() {
        return "            no wrong program fails it\n".to_owned();
    }
    let line = |(program, row): &(&String, &Row)| {
        let others: Vec<&str> = row.keys().map(String::as_str).filter(|other| *other != test).take(EXAMPLES).collect();
        format!("            {program} fails {} more: {}\n", row.len() - 1, others.join(", "))
    };
    failing.iter().take(EXAMPLES).map(line).collect()
}

/// Mistakes that one program makes, and no other.
fn made_once(programs: &BTreeMap<String, Row>) -> Vec<&str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for program in programs.keys() {
        *counts.entry(program.split('.').next().unwrap_or_default()).or_default() += 1;
    }
    counts.into_iter().filter(|(_, count)| *count == 1).map(|(mistake, _)| mistake).collect()
}
