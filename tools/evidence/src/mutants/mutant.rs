//! A mutant: a solution with one change. Which changes there are, cargo-mutants says; compiling and judging is ours.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use enchufe::catalog::Exercise;
use serde::Deserialize;

/// What it writes behind its changes.
const MARKER: &str = " /* ~ changed by cargo-mutants ~ */";

pub struct Mutant {
    pub exercise: &'static Exercise,
    /// The file that is changed, from the folder of the solutions.
    pub file: PathBuf,
    /// The line where the change begins, from 1.
    pub line: usize,
    /// What is changed, and how the line reads then. It stays when lines move.
    pub name: String,
    /// The whole file, changed.
    pub text: String,
    /// The lines that go, with `-`, and those that come, with `+`.
    pub difference: String,
}

/// A mutant as cargo-mutants lists it.
#[derive(Deserialize)]
struct Listed {
    /// `FILE:LINE:COLUMN: CHANGE`
    name: String,
    package: String,
    file: PathBuf,
    span: Span,
    replacement: String,
    genre: String,
    diff: String,
}

#[derive(Deserialize)]
struct Span {
    start: Place,
    end: Place,
}

/// Both from 1, the column in characters.
#[derive(Deserialize)]
struct Place {
    line: usize,
    column: usize,
}

/// The version of cargo-mutants.
pub fn version() -> Result<String, String> {
    let said = said(&["--version"])?;
    Ok(said.trim().rsplit(' ').next().unwrap_or_default().to_owned())
}

/// The mutants of these exercises' solutions.
pub fn list(exercises: &[&'static Exercise]) -> Result<Vec<Mutant>, String> {
    let said = said(&["--list", "--json", "--diff", "--workspace"])?;
    let listed: Vec<Listed> =
        serde_json::from_str(&said).map_err(|error| format!("what cargo-mutants lists is not understood: {error}"))?;
    let mut mutants = Vec::new();
    for it in listed {
        if let Some(exercise) = exercises.iter().find(|exercise| exercise.slug == it.package) {
            mutants.push(Mutant::new(exercise, it)?);
        }
    }
    number_namesakes(&mut mutants);
    Ok(mutants)
}

fn said(args: &[&str]) -> Result<String, String> {
    let folder = enchufe::root().join("solutions");
    let output = Command::new("cargo").arg("mutants").args(args).current_dir(folder).output();
    let output = output.map_err(|error| format!("cargo cannot be started: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let advice =
            if said.contains("no such command") { "install it: cargo install --locked cargo-mutants\n" } else { "" };
        return Err(format!("cargo mutants {}: {}\n{advice}", args.join(" "), said.trim()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

impl Mutant {
    fn new(exercise: &'static Exercise, listed: Listed) -> Result<Mutant, String> {
        let path = enchufe::root().join("solutions").join(&listed.file);
        let source = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let Span { start, end } = &listed.span;
        let range = start.offset(&source)..end.offset(&source);
        let mut text = source.clone();
        text.replace_range(range, &listed.replacement);

        let place = format!(":{}:{}: ", start.line, start.column);
        let change = listed.name.split_once(&place).map_or(listed.name.as_str(), |(_, change)| change);
        let in_line = |text: &str| text.lines().nth(start.line - 1).unwrap_or_default().trim().to_owned();
        // Of a change in a line the line says which of several it is; what is gone is shown as it was.
        let shown = match in_line(&text) {
            changed if start.line == end.line && !changed.is_empty() => changed,
            _ => in_line(&source),
        };
        let name = if listed.genre == "FnValue" { change.to_owned() } else { format!("{change} | {shown}") };
        let difference = difference(&listed.diff);
        Ok(Mutant { exercise, file: listed.file, line: start.line, name, text, difference })
    }
}

impl Place {
    /// Its distance from the beginning, in bytes.
    fn offset(&self, text: &str) -> usize {
        let line: usize = text.split_inclusive('\n').take(self.line - 1).map(str::len).sum();
        let column = text[line..].char_indices().nth(self.column - 1).map_or(text.len() - line, |(at, _)| at);
        line + column
    }
}

/// The lines of a unified difference that change.
fn difference(diff: &str) -> String {
    let lines = diff.lines().skip(2).filter(|line| line.starts_with(['-', '+']));
    lines.map(|line| format!("    {}\n", line.replace(MARKER, "").trim_end())).collect()
}

/// A second change of the same name gets a number.
fn number_namesakes(mutants: &mut [Mutant]) {
    let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
    for mutant in mutants {
        let count = seen.entry((mutant.exercise.slug.clone(), mutant.name.clone())).or_default();
        *count += 1;
        if *count > 1 {
            mutant.name.push_str(&format!(" #{count}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workshop::EXERCISES;

    /// The file that these mutants change.
    const FILE: &str = "03-tcp-client/src/main.rs";

    fn source() -> String {
        std::fs::read_to_string(enchufe::root().join("solutions").join(FILE)).expect("the solution is there")
    }

    /// A mutant that puts `replacement` in the place of the first `text` of the solution.
    fn mutant(text: &str, replacement: &str, genre: &str) -> Mutant {
        let source = source();
        let from = source.find(text).expect("the solution has this text");
        let place = |offset: usize| {
            let before = &source[..offset];
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            Place { line: before.matches('\n').count() + 1, column }
        };
        let (start, end) = (place(from), place(from + text.len()));
        let name = format!("{FILE}:{}:{}: replace it", start.line, start.column);
        let (package, diff) = ("tcp-client".to_owned(), String::new());
        let listed = Listed {
            name,
            package,
            file: FILE.into(),
            span: Span { start, end },
            replacement: replacement.to_owned(),
            genre: genre.to_owned(),
            diff,
        };
        let exercise = EXERCISES.iter().find(|exercise| exercise.slug == "tcp-client").expect("it is an exercise");
        Mutant::new(exercise, listed).expect("the solution can be read")
    }

    #[test]
    fn changes_what_it_says_and_nothing_else() {
        let mutant = mutant("buffer[..count]", "buffer[..]", "BinaryOperator");
        assert_eq!(mutant.text, source().replacen("buffer[..count]", "buffer[..]", 1));
    }

    #[test]
    fn counts_columns_in_characters() {
        let text = "señal = 1;\nñandú = 2;\n";
        assert_eq!(&text[Place { line: 2, column: 7 }.offset(text)..], "= 2;\n");
        assert_eq!(Place { line: 3, column: 1 }.offset(text), text.len());
    }

    #[test]
    fn is_named_by_its_change_and_its_line_and_not_by_its_place() {
        assert_eq!(
            mutant("8 * 1024", "8 + 1024", "BinaryOperator").name,
            "replace it | let mut buffer = [0; 8 + 1024];"
        );
        assert_eq!(mutant("Ok(0) => break,", "", "MatchArm").name, "replace it | Ok(0) => break,");
        assert_eq!(mutant("8 * 1024", "0", "FnValue").name, "replace it");
    }

    #[test]
    fn gives_a_namesake_a_number() {
        let mut mutants = [0, 0, 1].map(|it| mutant("8 * 1024", &format!("{it}"), "BinaryOperator"));
        number_namesakes(&mut mutants);
        let endings = mutants.map(|mutant| mutant.name.rsplit("| ").next().unwrap_or_default().to_owned());
        assert_eq!(endings, ["let mut buffer = [0; 0];", "let mut buffer = [0; 0]; #2", "let mut buffer = [0; 1];"]);
    }
}
