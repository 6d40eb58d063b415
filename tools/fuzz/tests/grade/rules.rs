//! What an instructor writes: `grade.toml`, and the list of people beside it. Understood, or refused with its line.

use std::fs;

use enchufe::words::Lang;
use fuzz::{MIB, each, text};
use grade::class::Class;
use grade::result::{ExerciseResult, State, TestResult};
use grade::rules::{self, Rules};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Just, Strategy, prop_oneof};

use crate::{EXERCISES, class};

const PEOPLE: &str = "student,name,group,lang,submitted,due\nana,Ana Soto,A,es,,2026-12-03T23:59:00-03:00\n\
                      beto,\"Beto, el otro\",\"B\nC\",,2026-11-01T00:00:00Z,\n\n\"=x\",,,,,\n";

/// Whether a problem names a line of one of the two files that is there.
fn names_a_line(problem: &str, toml: &str, people: &str) -> bool {
    let of = |file: &str, text: &str| {
        let line = problem.split_once(&format!("{file}:")).and_then(|(_, rest)| rest.split_once(':')?.0.parse().ok());
        line.is_some_and(|line: usize| (1..=text.lines().count() + 1).contains(&line))
    };
    of("grade.toml", toml) || of("people.csv", people)
}

/// A class of one student, whose programs hold every rule.
fn solved() -> Class {
    let test = |rule: &enchufe::catalog::Rule| TestResult {
        rule: rule.name.clone(),
        outcome: "passed".to_owned(),
        mistake: None,
        text: None,
        transcript: None,
        hidden: false,
        retries: 0,
    };
    let result = |exercise: &enchufe::catalog::Exercise| ExerciseResult {
        slug: exercise.slug.clone(),
        state: State::Judged,
        tests: exercise.rules.iter().map(test).collect(),
    };
    let mut class = class(&["ana"]);
    class.submissions[0].submitted = Some("2026-12-04T10:00:00Z".to_owned());
    class.submissions[0].exercises = EXERCISES.iter().map(result).collect();
    class
}

#[test]
fn the_rules_of_a_class_are_understood_or_their_line_is_named() {
    let examples = Lang::ALL.map(|lang| rules::example(lang).to_owned() + "\n[class]\npeople = \"people.csv\"\n");
    let short = "[class]\ntitle = \"x\"\npeople = \"people.csv\"\n[late]\ndue = 2026-12-01T23:59:00-03:00\n\
        percent_per_day = 10\nlast = 2026-12-08T23:59:00-03:00\n[exercises.tcp-client]\npoints = 7.5\n\
        hidden = [\"two_of_them_run_at_once\"]\n[exercises.tcp-client.weights]\ntwo_of_them_run_at_once = 3\n";
    let examples = examples.into_iter().chain([short.to_owned(), short.to_owned()]).collect();
    let words = [
        "[late]\n",
        "[exercises.ports]\n",
        "counts = false\n",
        "points = ",
        "[",
        "{a=",
        "\"\"\"",
        "9999-12-31T23:59:60Z",
    ];
    let people = text::mutated_text(vec![PEOPLE.to_owned()], &["student", ";", "due", "2026-13-01T00:00:00Z"]);
    let folder = tempfile::tempdir().expect("a folder");
    each(800, 16 * MIB, (text::mutated_text(examples, &words), people), move |(toml, people)| {
        let (path, report) = (folder.path().join("grade.toml"), folder.path().join("report"));
        fs::write(&path, &toml).and_then(|()| fs::write(path.with_file_name("people.csv"), &people)).expect("written");
        match Rules::read(&path, &EXERCISES) {
            Ok(read) => {
                read.keep(&report).expect("there is room");
                assert!(Rules::kept(&report, &EXERCISES).as_ref() == Ok(&read), "kept and read again they are others");
                let class = Class { people: read.people(), rules: read, ..solved() };
                let score = class.score(&class.submissions[0]);
                assert!(score.points <= score.max, "{} of {}", score.points, score.max);
                class.rules.handed_in("ana", Some("2026-12-04T10:00:00Z"));
            }
            Err(problem) => {
                let said = problem.to_string();
                // A list that is not there has no lines.
                let is_missing = said.contains(&folder.path().display().to_string()) && !said.contains("grade.toml:");
                assert!(names_a_line(&said, &toml, &people) || is_missing, "{said}");
            }
        }
    });
}

#[test]
fn a_fault_in_the_list_of_people_is_named_with_its_own_line() {
    let line = prop_oneof![
        3 => "[a-z]{1,6}".prop_map(|name| format!("{name},Name,\n")),
        1 => Just("\n".to_owned()),
        1 => Just("\r\n".to_owned()),
        1 => "[a-z]{1,6}".prop_map(|name| format!("{name},\"two\nlines, \"\"quoted\"\"\",\r\n")),
    ];
    let lines = (option::of(Just('\u{feff}')), vec(line, 0..8), vec(Just("\n"), 0..3));
    let folder = tempfile::tempdir().expect("a folder");
    each(600, 4 * MIB, lines, move |(mark, lines, empty)| {
        let mark: String = mark.into_iter().collect();
        // Names that are there twice are faults of their own.
        let lines: Vec<String> = lines
            .iter()
            .enumerate()
            .map(|(at, line)| if line.trim().is_empty() { line.clone() } else { format!("{at}{line}") })
            .collect();
        let before = format!("{mark}student,name,due\n{}{}", lines.concat(), empty.concat());
        let people = format!("{before}zoe,Zoe,tomorrow\nyo,Yo,\n");
        let path = folder.path().join("grade.toml");
        fs::write(&path, "[class]\npeople = \"people.csv\"\n").expect("written");
        fs::write(path.with_file_name("people.csv"), &people).expect("written");
        let problem = Rules::read(&path, &EXERCISES).expect_err("tomorrow is no time").to_string();
        let line = before.matches('\n').count() + 1;
        assert!(problem.contains(&format!("people.csv:{line}:")), "line {line}: {problem}");
    });
}
