//! The watch screen where there is no terminal: the same, said once.

use std::process::ExitCode;

use enchufe::catalog::Exercise;
use enchufe::report::Colour;

use crate::grader;
use crate::lab::Lab;
use crate::overview;
use crate::problem::Problem;
use crate::progress::Progress;
use crate::stopping;
use crate::terminal;
use crate::words;

use super::view::{self, Known};

/// Grades the exercise and says how everything stands.
pub fn run(lab: &Lab, exercise: &Exercise) -> Result<ExitCode, Problem> {
    let words = words::watch(lab.lang);
    let (columns, colour) = (terminal::text_width(), Colour::of_stdout());
    let since = std::time::Instant::now();
    let stopper = stopping::stopper();
    let graded = grader::grade(lab, &[exercise], None, &stopper, &|_, _| ())?;
    let grade = graded.and_then(|grades| grades.into_iter().next()).map(|(_, grade)| (grade, since.elapsed()));
    let progress = Progress::load(lab);
    let name = format!("{:02} {} · {}", exercise.number, exercise.slug, exercise.title.get(lab.lang));
    let known = Known { grade, ..Known::default() };
    let mut lines = vec![overview::title(lab, &progress), String::new()];
    lines.extend(overview::lines(lab, &progress, columns, colour));
    lines.push(String::new());
    lines.push(view::both_ends(&name, &view::standing(lab, &known, colour), columns));
    lines.extend(view::body(lab, exercise, &known, columns, colour));
    lines.push(String::new());
    lines.push((words.left)(lab.exercises.len() - progress.solved()));
    terminal::print(&format!("{}\n", lines.join("\n")));
    Ok(ExitCode::SUCCESS)
}
