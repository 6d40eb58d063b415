//! JUnit XML: a file for each student, or one for all if a name that ends with `.xml` is asked for. A suite for each
//! exercise, a case for each rule. What did not come to a verdict because of the lab is an `error`, the student's part a
//! `failure`. There are no times in it: two runs give the same bytes.

use std::path::PathBuf;

use enchufe::catalog::Exercise;
use enchufe::verdict::Outcome;
use enchufe::words::Lang;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::{Request, each};
use crate::class::Class;
use crate::problem::Problem;
use crate::report::files;
use crate::report::gradebook::{Gradebook, label};
use crate::report::told::told;
use crate::result::{State, TestResult};
use crate::words::{report, spoken};

/// # Errors
/// A file cannot be written.
pub fn write(class: &Class, request: &Request) -> Result<Vec<PathBuf>, Problem> {
    let book = Gradebook::new(class);
    let is_one = |out: &&PathBuf| out.extension().is_some_and(|ending| ending == "xml") && !out.is_dir();
    if let Some(out) = request.out.as_ref().filter(is_one) {
        files::write(out, text(&book, 0..book.files.len()).as_bytes())?;
        return Ok(vec![out.clone()]);
    }
    each(&book, request, ("junit", "xml"), |place| Ok(text(&book, place..place + 1)))
}

fn text(book: &Gradebook, places: std::ops::Range<usize>) -> String {
    let mut report = Report::new("enchufe");
    for place in places {
        report.add_test_suites(book.exercises.iter().map(|exercise| suite(book, place, exercise)));
    }
    // Letters that XML cannot hold are left out by the crate.
    report.to_string().expect("memory takes everything")
}

fn suite(book: &Gradebook, place: usize, exercise: &Exercise) -> TestSuite {
    let lang = spoken();
    let student = book.name(place);
    let mut suite = TestSuite::new(format!("{student} · {}", label(exercise)));
    let result = book.class.submissions[place].exercise(&exercise.slug);
    let standing = (report(lang).standing)(book.standing(place, &exercise.slug));
    let class = format!("{student}.{}", exercise.slug);
    // Where no rule was looked at, all of them came out alike.
    let rest = match result.map(|result| &result.state) {
        Some(State::Judged) => None,
        Some(State::DidNotCompile { message }) => {
            Some(failed(NonSuccessKind::Failure, "did-not-compile", standing, message))
        }
        Some(State::LabError { text }) => Some(failed(NonSuccessKind::Error, "lab-error", standing, text.get(lang))),
        Some(State::NotSubmitted) | None => Some(failed(NonSuccessKind::Failure, "not-submitted", standing, "")),
    };
    for rule in &exercise.rules {
        let test = result.and_then(|result| result.tests.iter().find(|test| test.rule == rule.name));
        let status = match (&rest, test) {
            (Some(status), _) => status.clone(),
            (None, Some(test)) => status(test, lang),
            // A rule that is on the list and has no verdict does not hold.
            (None, None) => failed(NonSuccessKind::Error, "lab-error", "", ""),
        };
        let mut case = TestCase::new(rule.name.clone(), status);
        case.set_classname(class.clone());
        suite.add_test_case(case);
    }
    suite
}

fn status(test: &TestResult, lang: Lang) -> TestCaseStatus {
    let text = test.text.as_ref().map(|text| text.get(lang)).unwrap_or_default();
    let message = told(text, test.mistake.as_deref()).headline;
    let message = if message.is_empty() { (lang.words().outcome)(test.outcome()) } else { &message };
    let kind = test.mistake.as_deref().unwrap_or(test.outcome().slug());
    match test.outcome() {
        Outcome::Passed => TestCaseStatus::success(),
        Outcome::Skipped => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(message);
            status
        }
        Outcome::LabError => failed(NonSuccessKind::Error, kind, message, text),
        _ => failed(NonSuccessKind::Failure, kind, message, text),
    }
}

fn failed(kind: NonSuccessKind, type_: &str, message: &str, text: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    status.set_type(type_).set_message(message);
    if !text.is_empty() {
        status.set_description(text);
    }
    status
}
