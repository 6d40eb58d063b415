//! Made-up classes: every state an exercise can be in, reports and conversations as the harness wrote them, and names
//! that nobody should have.

use std::collections::BTreeMap;
use std::fs;

use enchufe::catalog::{self, Exercise};
use grade::class::Class;
use grade::intake::Reason;
use grade::result::{Clock, ExerciseResult, Ignored, State, Submission, Tampering, TestResult, Text, Tier};
use grade::rules::Rules;
use serde_json::Value;

/// Names that a folder can have and a page, a table or a file name must survive.
pub fn hostile() -> Vec<String> {
    let mut names: Vec<String> = [
        "=cmd()",
        "+1+1",
        "-2",
        "@SUM(A1)",
        "\tTab",
        "<script>document.title='x'</script>",
        "\"><img src=x onerror=alert(1)>",
        "../x",
        "..",
        "a/b\\c",
        "Ñandú Pérez",
        "Nandu\u{301}",
        "ana",
        "ANA",
        "con",
        "x; =1+1, \"q\"",
        "two\nlines",
        "\u{202e}gnirts",
    ]
    .map(str::to_owned)
    .into();
    names.push("w".repeat(200));
    names.sort();
    names
}

/// A class of these students. The same names give the same class.
pub fn class(students: &[String]) -> Class {
    let exercises = exercises();
    let rules = Rules::of_catalogue(&exercises);
    let reports = Reports::read();
    let submissions =
        students.iter().enumerate().map(|(place, student)| submission(place, student, &exercises, &reports));
    let submissions = submissions.collect();
    let (people, version) = (BTreeMap::new(), "5f1c0ffee".to_owned());
    let (missing, strangers, unlisted) = (Vec::new(), Vec::new(), Vec::new());
    Class { submissions, missing, strangers, unlisted, people, exercises, rules, version, tier: Tier::Namespaces }
}

fn exercises() -> Vec<Exercise> {
    catalog::exercises(&enchufe::root().join("exercises")).expect("the catalogue")
}

/// What a `grade.toml` with this text says.
pub fn rules(text: &str) -> Rules {
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = folder.path().join("grade.toml");
    fs::write(&path, text).expect("written");
    Rules::read(&path, &exercises()).unwrap_or_else(|problem| panic!("{problem}"))
}

/// So many students with plain names.
pub fn plain_names(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("student-{number:03}")).collect()
}

/// The reports that the workbook keeps as examples.
struct Reports(Vec<Value>);

impl Reports {
    fn read() -> Reports {
        let folder = fs::read_dir(enchufe::root().join("tests/golden")).expect("the examples");
        let mut paths: Vec<_> = folder.map(|entry| entry.expect("an entry").path()).collect();
        paths.sort();
        paths.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
        let read = |path| serde_json::from_slice(&fs::read(path).expect("a report")).expect("JSON");
        let mut reports: Vec<Value> = paths.into_iter().map(read).collect();
        let tells = |report: &Value| {
            let dull = ["passed", "skipped", "lab-error", "not-written-yet", "did-not-compile"];
            !dull.contains(&report["outcome"].as_str().unwrap_or_default())
        };
        reports.retain(tells);
        Reports(reports)
    }

    fn failed(&self, rule: &str, number: usize) -> TestResult {
        let report = &self.0[number % self.0.len()];
        let text = |lang: &str| report["text"][lang].as_str().expect("a text").to_owned();
        TestResult {
            text: Some(Text { en: text("en"), es: text("es") }),
            transcript: Some(report["transcript"].clone()),
            mistake: report["mistake"].as_str().map(str::to_owned),
            ..verdict(rule, report["outcome"].as_str().expect("an outcome"))
        }
    }
}

pub fn verdict(rule: &str, outcome: &str) -> TestResult {
    let (rule, outcome) = (rule.to_owned(), outcome.to_owned());
    TestResult { rule, outcome, mistake: None, text: None, transcript: None, hidden: false, retries: 0 }
}

fn submission(place: usize, student: &str, exercises: &[Exercise], reports: &Reports) -> Submission {
    let result = |exercise: &Exercise| ExerciseResult {
        slug: exercise.slug.clone(),
        state: state(place, exercise),
        tests: tests(place, exercise, reports),
    };
    let path = format!("exercises/03-tcp-client/{student}.txt");
    let tampering = Tampering {
        exercise: Some("tcp-client".to_owned()),
        sign: "impossible-pass".to_owned(),
        text: Text {
            en: "A test passed that cannot.".to_owned(),
            es: "Pasó una prueba que no puede pasar.".to_owned(),
        },
    };
    Submission {
        student: student.to_owned(),
        sources: format!("{place:064x}"),
        clock: Clock::Certain,
        handed_in: BTreeMap::new(),
        submitted: (place % 4 != 3).then(|| format!("2026-11-{:02}T12:00:00Z", 1 + place % 28)),
        ignored: if place.is_multiple_of(5) { vec![Ignored { path, reason: Reason::NotJudged }] } else { Vec::new() },
        tier: Tier::Namespaces,
        exercises: exercises.iter().map(result).collect(),
        tampering: if place % 17 == 5 { vec![tampering] } else { Vec::new() },
        lang: if place.is_multiple_of(3) { "en" } else { "es" }.to_owned(),
    }
}

/// The first students have a state of each kind; the others got further or less far.
fn state(place: usize, exercise: &Exercise) -> State {
    let number = exercise.number as usize;
    match (place * 7 + number * 3) % 40 {
        0 => State::DidNotCompile { message: "error[E0425]: cannot find value `x` in this scope <b>\n".to_owned() },
        1 => State::LabError { text: Text { en: "No space.".to_owned(), es: "No hay espacio.".to_owned() } },
        2 | 3 => State::NotSubmitted,
        _ if number > 6 + place % 9 => State::NotSubmitted,
        _ => State::Judged,
    }
}

fn tests(place: usize, exercise: &Exercise, reports: &Reports) -> Vec<TestResult> {
    if state(place, exercise) != State::Judged {
        return Vec::new();
    }
    let number = exercise.number as usize;
    let reach = 6 + place % 9;
    let test = |(index, rule): (usize, &catalog::Rule)| {
        let dice = (place * 31 + number * 17 + index * 7) % 23;
        let mut test = match dice {
            _ if number == reach => verdict(&rule.name, "not-written-yet"),
            0 if number + 2 >= reach => reports.failed(&rule.name, place + index),
            1..=4 if number + 2 >= reach => reports.failed(&rule.name, number),
            5 if place % 13 == 4 => verdict(&rule.name, "lab-error"),
            6 if number.is_multiple_of(2) => verdict(&rule.name, "skipped"),
            _ => verdict(&rule.name, "passed"),
        };
        test.hidden = index == 3;
        test
    };
    exercise.rules.iter().enumerate().map(test).collect()
}
