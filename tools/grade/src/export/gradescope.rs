//! Gradescope: `results.json`, a file for each student.
//!
//! Each exercise that counts is a test with its points. The rules that do not hold follow as tests without points, so
//! that their reports can be opened one by one; those that students are kept from seeing are `hidden`, and so are not
//! shown to them at all. The exercise's own test says how many rules hold, of those that are shown. `score` stands at the
//! top and is what counts: the sum of the tests, less what lateness costs, and without what the lab could not judge.

use std::path::PathBuf;

use enchufe::catalog::Exercise;
use enchufe::words::Lang;
use serde_json::{Value, json};

use super::{Request, each};
use crate::class::Class;
use crate::points::Points;
use crate::problem::Problem;
use crate::report::gradebook::{Gradebook, label};
use crate::report::html::number;
use crate::report::standing::{Standing, fails, held, is_hidden};
use crate::result::{State, Submission, TestResult};
use crate::words::report;

/// # Errors
/// A file cannot be written.
pub fn write(class: &Class, request: &Request) -> Result<Vec<PathBuf>, Problem> {
    let book = Gradebook::new(class);
    each(&book, request, ("gradescope", "json"), |place| Ok(format!("{:#}\n", results(&book, place))))
}

fn results(book: &Gradebook, place: usize) -> Value {
    let submission = &book.class.submissions[place];
    let lang = if submission.lang == Lang::Es.code() { Lang::Es } else { Lang::En };
    let words = report(lang);
    let score = &book.scores[place];
    let mut output = Vec::new();
    if score.late_penalty > Points::ZERO {
        output.push((words.late)(score.days_late, &number(score.late_penalty, lang), &number(score.raw, lang)));
    }
    if !score.needs_a_person.is_empty() {
        output.push(words.may_change.to_owned());
    }
    let tests = book.exercises.iter().flat_map(|exercise| tests(book, submission, exercise, lang, place));
    json!({
        "score": decimal(score.points),
        "output": output.join("\n"),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        // What the grader prints is for the instructor.
        "stdout_visibility": "hidden",
        "tests": tests.collect::<Vec<Value>>(),
        "extra_data": {
            "sources": submission.sources,
            "tier": submission.tier,
            "version": book.class.version,
        },
    })
}

/// The test of an exercise, and those of its rules that do not hold.
fn tests(book: &Gradebook, submission: &Submission, exercise: &Exercise, lang: Lang, place: usize) -> Vec<Value> {
    let result = submission.exercise(&exercise.slug);
    let standing = book.standing(place, &exercise.slug);
    let all: &[TestResult] = result.map_or(&[], |result| &result.tests);
    let is_hidden = |test: &&TestResult| is_hidden(book.class, &exercise.slug, test);
    let (hidden, open): (Vec<&TestResult>, Vec<&TestResult>) = all.iter().partition(is_hidden);
    let (points, max) =
        book.scores[place].exercise(&exercise.slug).map(|one| (one.points, one.max)).unwrap_or_default();
    let said = match result.map(|result| &result.state) {
        Some(State::DidNotCompile { message }) => message.clone(),
        Some(State::LabError { text }) => text.get(lang).to_owned(),
        Some(State::Judged) if standing != Standing::Untouched => {
            let (holding, of) = held(&open);
            (report(lang).rules_hold)(holding, of)
        }
        _ => (report(lang).standing)(standing).to_owned(),
    };
    let own = json!({
        "name": label(exercise),
        "number": exercise.number.to_string(),
        "score": decimal(points),
        "max_score": decimal(max),
        "status": status(standing == Standing::Solved),
        "output": said,
        "visibility": "visible",
    });
    let is_untouched = standing == Standing::Untouched;
    let shown = open.iter().filter(|test| fails(test) && !is_untouched).map(|test| (test, "visible"));
    let kept_back = hidden.iter().map(|test| (test, "hidden"));
    let rule = |(index, (test, visibility)): (usize, (&&TestResult, &str))| {
        json!({
            "name": exercise.rule_text(&test.rule, lang),
            "number": format!("{}.{}", exercise.number, index + 1),
            "status": status(!fails(test)),
            "output": test.text.as_ref().map_or("", |text| text.get(lang)),
            "visibility": visibility,
            "tags": test.mistake.iter().collect::<Vec<_>>(),
        })
    };
    std::iter::once(own).chain(shown.chain(kept_back).enumerate().map(rule)).collect()
}

fn status(is_well: bool) -> &'static str {
    if is_well { "passed" } else { "failed" }
}

/// Points as a number of JSON. Hundredths are written as short as they are.
fn decimal(points: Points) -> f64 {
    points.hundredths() as f64 / 100.0
}
