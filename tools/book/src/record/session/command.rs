//! The programs that a command names as a reader types them: examples, finished exercises, the companion.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::super::sources::of_solution;
use super::super::workshop::{Needs, Workshop, sources_of_example};
use super::script::Script;

/// `cargo run --example NAME --`, `cargo run -p NAME --`; and `cargo lab`.
static EXAMPLE: LazyLock<Regex> = LazyLock::new(|| run("--example"));
static SOLUTION: LazyLock<Regex> = LazyLock::new(|| run("(?:-p|--package)"));
static LAB: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\bcargo lab\b").expect("it is a pattern"));
static PYTHON: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\bexamples/python/[\w.-]+\.py\b").expect("it is a pattern"));

fn run(option: &str) -> Regex {
    let pattern = format!(r"\bcargo run (?:-q |--quiet )?{option} ([\w-]+)(?: --(?:\s|$))?");
    Regex::new(&pattern).expect("it is a pattern")
}

fn commands(script: &Script) -> impl Iterator<Item = &str> {
    script.steps.iter().filter_map(|step| step.command.as_deref())
}

fn names(pattern: &Regex, script: &Script) -> BTreeSet<String> {
    let found = commands(script).flat_map(|command| pattern.captures_iter(command));
    found.map(|found| found[1].to_owned()).collect()
}

/// Adds what has to be built for a session.
pub fn needs(script: &Script, needs: &mut Needs) {
    needs.examples.extend(names(&EXAMPLE, script));
    needs.solutions.extend(names(&SOLUTION, script));
    needs.lab |= commands(script).any(|command| LAB.is_match(command));
}

/// The files that a session is made from, besides its own.
pub fn sources(root: &Path, script: &Script) -> Vec<PathBuf> {
    let examples = names(&EXAMPLE, script).into_iter().filter_map(|name| sources_of_example(root, &name));
    let solutions = names(&SOLUTION, script).into_iter().filter_map(|name| of_solution(root, &name).ok()).flatten();
    let python = commands(script).flat_map(|command| PYTHON.find_iter(command)).map(|found| root.join(found.as_str()));
    examples.chain(solutions).chain(python).collect()
}

/// The command as `sh` runs it.
///
/// # Errors
/// A program that it names is not there.
pub fn runnable(root: &Path, command: &str, workshop: &Workshop) -> Result<String, String> {
    let command = replaced(&EXAMPLE, command, |name| workshop.example(name))?;
    let command = replaced(&SOLUTION, &command, |name| workshop.solution(name))?;
    let command = replaced(&LAB, &command, |_| workshop.lab())?;
    let python = |found: &Captures| quoted(&root.join(&found[0]));
    Ok(PYTHON.replace_all(&command, python).into_owned())
}

/// Puts a program in each place that names one.
fn replaced<'w>(
    pattern: &Regex,
    command: &str,
    program: impl Fn(&str) -> Result<&'w Path, String>,
) -> Result<String, String> {
    let mut problem = None;
    let text =
        pattern.replace_all(command, |found: &Captures| match program(found.get(1).map_or("", |name| name.as_str())) {
            Ok(path) => format!("{} ", quoted(path)),
            Err(said) => {
                problem = Some(said);
                String::new()
            }
        });
    problem.map_or(Ok(text.into_owned()), Err)
}

fn quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', r"'\''"))
}
