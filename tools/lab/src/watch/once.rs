//! The watch screen where there is no terminal: the same, said once.

use std::process::ExitCode;

use enchufe::catalog::Exercise;
use enchufe::report::Colour;

use crate::grader::{self, News};
use crate::lab::Lab;
use crate::overview;
use crate::problem::Problem;
use crate::progress::{Progress, State};
use crate::stopping;
use crate::terminal::{self, Spinner};
use crate::words;

use super::view::{self, Known};

/// Grades the exercise, and those of which nobody knows how they stand, and says how everything stands.
pub fn run(lab: &Lab, exercise: &Exercise) -> Result<ExitCode, Problem> {
    let words = words::watch(lab.lang);
    let (columns, colour) = (terminal::text_width(), Colour::of_stdout());
    let since = std::time::Instant::now();
    // What was changed while nobody watched is graded too, so that the numbers are true.
    let known = Progress::load(lab);
    let is_unknown = |other: &&Exercise| known.state(other) == State::Unknown && other.source().is_file();
    let others = lab.exercises.iter().filter(|other| other.slug != exercise.slug).filter(is_unknown);
    let exercises: Vec<&Exercise> = std::iter::once(exercise).chain(others).collect();
    let spinner = Spinner::start(words::test(lab.lang).building);
    let on_news = |_: &Exercise, news: News| match news {
        News::Compiled(name) => spinner.say((words::test(lab.lang).compiled)(&name)),
        News::Waiting => spinner.say(words::test(lab.lang).waiting),
        News::Runs | News::Verdict(_) => spinner.say(words::test(lab.lang).running),
    };
    let stopper = stopping::stopper();
    let graded = grader::grade(lab, &exercises, None, &stopper, &on_news);
    drop(spinner);
    let grade = graded?.and_then(|grades| grades.into_iter().next()).map(|(_, grade)| (grade, since.elapsed()));
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
