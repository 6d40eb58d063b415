//! Points, and the rules they follow.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use enchufe::catalog::{self, Exercise};

use super::read::parse;
use super::table::Place;
use super::{Rules, example, people};
use crate::intake::Reason;
use crate::points::Points;
use crate::problem::Problem;
use crate::result::{Clock, ExerciseResult, Ignored, State, Submission, Tampering, TestResult, Text, Tier};

fn catalogue() -> Vec<Exercise> {
    catalog::exercises(&enchufe::root().join("exercises")).expect("the workbook's own exercises read")
}

fn read(text: &str) -> Result<Rules, Problem> {
    read_with(text, "student\n")
}

fn read_with(text: &str, people: &str) -> Result<Rules, Problem> {
    let load = |name: &str| Ok((PathBuf::from(name), people.to_owned()));
    parse(Place { path: Path::new("grade.toml"), text }, &catalogue(), &load)
}

fn fault(text: &str) -> String {
    let problem = read(text).expect_err("it is not understood").to_string();
    problem.lines().next().unwrap_or_default().to_owned()
}

/// A submission with these outcomes, the rest as `passed`, in the exercises named.
fn submission(exercises: &[(&str, &[&str])]) -> Submission {
    let of = |(slug, outcomes): &(&str, &[&str])| {
        let exercise = catalogue().into_iter().find(|exercise| exercise.slug == *slug).expect("it is known");
        let test = |(place, rule): (usize, &catalog::Rule)| TestResult {
            rule: rule.name.clone(),
            outcome: (*outcomes.get(place).unwrap_or(&"passed")).to_owned(),
            mistake: None,
            text: None,
            transcript: None,
            hidden: false,
            retries: 0,
        };
        let tests = exercise.rules.iter().enumerate().map(test).collect();
        ExerciseResult { slug: (*slug).to_owned(), state: State::Judged, tests }
    };
    Submission {
        student: "ana".into(),
        sources: String::new(),
        submitted: Some("2026-12-02T02:00:00Z".into()),
        clock: Clock::Certain,
        handed_in: BTreeMap::new(),
        ignored: Vec::new(),
        tier: Tier::Namespaces,
        exercises: exercises.iter().map(of).collect(),
        tampering: Vec::new(),
        lang: "en".into(),
    }
}

const LATE: &str = "[late]\ndue = 2026-12-01T23:59:00-03:00\n";

#[test]
fn both_examples_are_understood_and_say_the_same() {
    let [en, es] = enchufe::words::Lang::ALL.map(|lang| read(example(lang)).expect("it is understood"));
    assert_eq!((&en.exercises, &en.late), (&es.exercises, &es.late));
    assert_eq!(en.max("tcp-server"), Points(1250));
    assert_eq!(en.weight("tcp-server", "closes_after_the_greeting"), 3);
    assert!(en.is_hidden("tcp-client", "two_of_them_run_at_once"));
}

#[test]
fn an_example_as_it_stands_leaves_no_exercise_out_and_needs_no_other_file() {
    for lang in enchufe::words::Lang::ALL {
        let load = |name: &str| Err(Problem::new(format!("{name} was asked for")));
        let rules = parse(Place { path: Path::new("grade.toml"), text: example(lang) }, &catalogue(), &load);
        let rules = rules.expect("it is understood");
        let left_out: Vec<_> = catalogue().into_iter().filter(|exercise| !rules.counts(&exercise.slug)).collect();
        assert!(left_out.is_empty(), "{left_out:?}");
    }
}

#[test]
fn what_stands_in_comments_of_an_example_is_understood_too() {
    for lang in enchufe::words::Lang::ALL {
        let text = ["counted", "people"].iter().fold(example(lang).to_owned(), |text, key| {
            let commented = format!("\n# {key} = ");
            assert_eq!(text.matches(&commented).count(), 1, "{key}");
            text.replace(&commented, &format!("\n{key} = "))
        });
        let rules = read_with(&text, "student,name\nana,Ana Soto\n").expect("it is understood");
        assert!(rules.counts("tcp-client") && !rules.counts("udp-echo"));
        assert_eq!(rules.people()["ana"].name.as_deref(), Some("Ana Soto"));
    }
}

#[test]
fn without_a_file_the_catalogue_counts() {
    let rules = Rules::of_catalogue(&catalogue());
    let score = rules.score(&submission(&[("tcp-client", &["wrong-bytes"])]));
    assert_eq!((score.points, score.max), (Points(947), Points(1000)), "18 of 19 rules hold");
    assert!(score.needs_a_person.is_empty());
}

#[test]
fn what_is_not_understood_is_named_with_its_line() {
    assert!(fault("\n[clas]\n").starts_with("grade.toml:2: nothing is called `clas`"));
    assert!(
        fault("[late]\ndue = 2026-12-01T23:59:00-03:00\ngraze = 3\n").starts_with("grade.toml:3: nothing is called")
    );
    assert!(fault("[exercises.tcp-clint]\n").starts_with("grade.toml:1: there is no exercise `tcp-clint`"));
    assert!(
        fault("[exercises.tcp-client]\nhidden = [\n\"nothing\"]\n").starts_with("grade.toml:3: tcp-client has no rule")
    );
    assert!(fault("[exercises.tcp-client]\npoints = -1\n").contains(":2: `points` wants a number of points"));
    assert!(fault("[exercises.tcp-client]\npoints = 1.234\n").contains(":2: `points` wants"));
    assert!(fault("[late]\ndue = 2026-12-01\n").contains(":2: `due` wants a day and a time with its zone"));
    assert!(fault("[late]\ngrace_minutes = 1\n").contains("lateness needs a `due` date"));
    assert!(fault("a = \n").starts_with("grade.toml:1: this is no TOML"));
    assert!(fault("[class]\ncounted = []\n").contains("no exercise counts"));
}

#[test]
fn weights_decide_what_a_rule_is_worth() {
    let rules = read(
        "[exercises.tcp-client]\npoints = 22\n[exercises.tcp-client.weights]\nprints_every_byte_until_the_server_closes = 4\n",
    );
    let score = rules.expect("it is understood").score(&submission(&[("tcp-client", &["wrong-bytes"])]));
    assert_eq!(score.points, Points(1800), "18 of 22");
}

#[test]
fn a_skipped_rule_counts_neither_way() {
    let rules = Rules::of_catalogue(&catalogue());
    let score = rules.score(&submission(&[("tcp-client", &["skipped", "wrong-bytes"])]));
    assert_eq!(score.points, Points(944), "17 of 18");
    assert!(score.needs_a_person.is_empty());
}

#[test]
fn a_lab_error_costs_nothing_and_asks_for_a_person() {
    let rules = Rules::of_catalogue(&catalogue());
    let score = rules.score(&submission(&[("tcp-client", &["lab-error"])]));
    assert_eq!((score.points, score.needs_a_person.len()), (Points(1000), 1));
}

#[test]
fn an_exercise_the_lab_could_not_judge_leaves_its_weight_to_the_others() {
    let rules = Rules::of_catalogue(&catalogue());
    let mut submission = submission(&[("tcp-client", &[]), ("udp-client", &["wrong-bytes"])]);
    submission.exercises[1].state = State::LabError { text: Text::default() };
    let score = rules.score(&submission);
    assert_eq!(score.points, score.max, "all of what could be judged");
    assert_eq!(score.needs_a_person.len(), 1);
}

#[test]
fn what_was_not_handed_in_or_does_not_compile_gives_nothing() {
    let rules = Rules::of_catalogue(&catalogue());
    let mut submission = submission(&[("tcp-client", &[]), ("udp-client", &[])]);
    submission.exercises[0].state = State::NotSubmitted;
    submission.exercises[1].state = State::DidNotCompile { message: String::new() };
    assert_eq!(rules.score(&submission).points, Points::ZERO);
}

#[test]
fn a_tampered_exercise_gives_nothing_and_asks_for_a_person() {
    let rules = Rules::of_catalogue(&catalogue());
    let mut submission = submission(&[("tcp-client", &[]), ("udp-client", &[])]);
    let sign = Tampering { exercise: Some("tcp-client".into()), sign: "planted".into(), text: Text::default() };
    submission.tampering.push(sign);
    let score = rules.score(&submission);
    assert_eq!(score.exercise("tcp-client").map(|exercise| exercise.points), Some(Points::ZERO));
    assert_eq!(score.points, rules.max("udp-client"));
    assert_eq!(score.needs_a_person.len(), 1);
}

#[test]
fn something_that_could_not_be_read_asks_for_a_person() {
    let rules = Rules::of_catalogue(&catalogue());
    let mut submission = submission(&[("tcp-client", &[])]);
    submission.ignored.push(Ignored { path: "ana.zip".into(), reason: Reason::Damaged });
    submission.ignored.push(Ignored { path: "README.md".into(), reason: Reason::NotJudged });
    assert_eq!(rules.score(&submission).needs_a_person.len(), 1);
}

#[test]
fn a_rust_file_in_another_place_asks_for_a_person_where_points_are_missing() {
    let rules = Rules::of_catalogue(&catalogue());
    let with_stray = |outcomes: &[&str]| {
        let mut submission = submission(&[("tcp-client", outcomes)]);
        submission.ignored.push(Ignored { path: "main.rs".into(), reason: Reason::Elsewhere });
        rules.score(&submission).needs_a_person
    };
    let [why] = &with_stray(&["wrong-bytes"])[..] else { panic!("one reason") };
    assert_eq!(why.en, "a Rust file was not taken, for it does not lie at exercises/NAME/src: main.rs");
    assert_eq!(why.es, "no se tomó un archivo de Rust, porque no está en exercises/NOMBRE/src: main.rs");
    assert!(with_stray(&[]).is_empty(), "all points");
}

#[test]
fn a_submission_in_which_nothing_was_found_asks_for_a_person() {
    let rules = Rules::of_catalogue(&catalogue());
    // SHA-256 of no bytes: no file was taken.
    let sources = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".to_owned();
    let nothing = Submission { sources, ..submission(&[]) };
    assert_eq!(rules.score(&nothing).needs_a_person.len(), 1);
    assert!(rules.score(&submission(&[("tcp-client", &[])])).needs_a_person.is_empty());
}

#[test]
fn the_time_of_a_submission_is_shown_in_the_zone_of_the_due_date() {
    let shown = |rules: &Rules| rules.handed_in("ana", Some("2026-12-02T02:59:00Z"));
    let rules = read(LATE).expect("it is understood");
    assert_eq!(shown(&rules).as_deref(), Some("2026-12-01 23:59 (UTC-03:00)"));
    assert_eq!(shown(&Rules::of_catalogue(&catalogue())).as_deref(), Some("2026-12-02 02:59 (UTC+00:00)"));
}

fn score_at(rules: &str, submitted: &str) -> (u32, Points) {
    let rules = read(&format!("{LATE}{rules}")).expect("it is understood");
    let score = rules.score(&Submission { submitted: Some(submitted.into()), ..submission(&[("tcp-client", &[])]) });
    (score.days_late, score.points)
}

#[test]
fn each_day_begun_costs_its_percent() {
    let policy = "percent_per_day = 10\ngrace_minutes = 15\nlast = 2026-12-08T23:59:00-03:00\n";
    assert_eq!(score_at(policy, "2026-12-02T02:59:00Z"), (0, Points(1000)), "on the minute");
    assert_eq!(score_at(policy, "2026-12-02T03:14:00Z"), (0, Points(1000)), "within the grace");
    assert_eq!(score_at(policy, "2026-12-02T03:14:01Z"), (1, Points(900)));
    assert_eq!(score_at(policy, "2026-12-03T02:59:00Z"), (1, Points(900)), "a whole day");
    assert_eq!(score_at(policy, "2026-12-03T02:59:01Z"), (2, Points(800)));
    assert_eq!(score_at(policy, "2026-12-09T02:59:00Z"), (7, Points(300)), "the last moment");
    assert_eq!(score_at(policy, "2026-12-09T02:59:01Z"), (8, Points(0)), "after the last day");
    assert_eq!(score_at("percent_per_day = 60\n", "2026-12-20T00:00:00Z").1, Points(0), "never below nothing");
}

/// Points, and how many reasons for a person to look, of a submission whose time is worth no more than this.
fn score_by(clock: Clock, submitted: &str) -> (Points, usize) {
    let rules = read(&format!("{LATE}percent_per_day = 10\n")).expect("it is understood");
    let submitted = Some(submitted.into());
    let score = rules.score(&Submission { submitted, clock, ..submission(&[("tcp-client", &[])]) });
    (score.points, score.needs_a_person.len())
}

#[test]
fn lateness_by_a_clock_that_may_be_hours_off_costs_nothing_before_a_person_has_looked() {
    for clock in [Clock::Local, Clock::Files] {
        assert_eq!(score_by(clock, "2026-12-02T02:59:00Z"), (Points(1000), 0), "in time");
        assert_eq!(score_by(clock, "2026-12-02T02:59:02Z"), (Points(1000), 1), "late by seconds");
        assert_eq!(
            score_by(clock, "2026-12-03T04:59:00Z"),
            (Points(1000), 1),
            "26 hours, as far as two clocks are apart"
        );
        assert_eq!(score_by(clock, "2026-12-03T04:59:01Z"), (Points(800), 0), "late on every clock");
    }
    assert_eq!(score_by(Clock::Certain, "2026-12-02T02:59:02Z"), (Points(900), 0));
}

#[test]
fn lateness_that_costs_nothing_is_no_matter_for_a_person() {
    let rules = read(LATE).expect("it is understood");
    let submitted = Some("2026-12-02T10:00:00Z".into());
    let score = rules.score(&Submission { submitted, clock: Clock::Local, ..submission(&[("tcp-client", &[])]) });
    assert_eq!((score.days_late, score.needs_a_person.len()), (1, 0));
}

#[test]
fn a_student_with_more_time_is_late_later() {
    let people = "student,name,group,due\nana,Ana Soto,A,2026-12-03T23:59:00-03:00\n";
    let policy = format!("{LATE}percent_per_day = 10\n[class]\npeople = \"p.csv\"\n");
    let rules = read_with(&policy, people).expect("it is understood");
    let late = Submission { submitted: Some("2026-12-04T10:00:00Z".into()), ..submission(&[("tcp-client", &[])]) };
    assert_eq!(rules.score(&late).days_late, 1);
    assert_eq!(rules.people()["ana"].name.as_deref(), Some("Ana Soto"));
}

#[test]
fn a_time_that_somebody_knows_better_counts() {
    let people = "student;submitted\nana;2026-11-01T00:00:00Z\n";
    let policy = format!("{LATE}percent_per_day = 10\n[class]\npeople = \"p.csv\"\n");
    let rules = read_with(&policy, people).expect("semicolons are understood");
    let late = Submission { submitted: Some("2027-01-01T00:00:00Z".into()), ..submission(&[("tcp-client", &[])]) };
    assert_eq!(rules.score(&late).days_late, 0);
    assert_eq!(rules.clock(&Submission { clock: Clock::Files, ..late }), Clock::Certain);
}

#[test]
fn without_a_time_nobody_is_late_and_a_person_must_look() {
    let rules = read(&format!("{LATE}percent_per_day = 10\n")).expect("it is understood");
    let score = rules.score(&Submission { submitted: None, ..submission(&[("tcp-client", &[])]) });
    assert_eq!((score.points, score.needs_a_person.len()), (Points(1000), 1));
}

#[test]
fn a_list_of_people_is_understood_or_its_line_is_named() {
    let fault = |text: &str| {
        let read = people::parse(Place { path: Path::new("people.csv"), text });
        read.expect_err("it is not understood").to_string()
    };
    assert!(fault("name\nAna\n").contains("people.csv:1: no column is called `student`"));
    assert!(fault("student,nick\n").contains("no column may be called `nick`"));
    assert!(fault("student,due\nana,tomorrow\n").contains("people.csv:2: `tomorrow` is not a day"));
    assert!(fault("student\nana\nbea\nana\n").contains("people.csv:4: ana is there twice"));
    assert!(fault("student,name\nana\n").contains("people.csv:2"));
    let read =
        people::parse(Place { path: Path::new("people.csv"), text: "\u{feff}student,group\r\nana,\"A, B\"\r\n" });
    assert_eq!(read.expect("a spreadsheet wrote it")["ana"].person.group.as_deref(), Some("A, B"));
}

#[test]
fn a_list_of_people_that_is_not_there_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("grade.toml");
    std::fs::write(&path, "[class]\npeople = \"people.csv\"\n").expect("written");
    let said = Rules::read(&path, &catalogue()).expect_err("there is no list").to_string();
    assert!(said.contains("people.csv") && said.contains("take the line `people` out"), "{said}");
}

#[test]
fn points_are_hundredths_and_shares_are_rounded_once() {
    assert_eq!(Points(1000).share(1, 3), Points(333));
    assert_eq!(Points(1000).share(2, 3), Points(667));
    assert_eq!(Points(1).share(1, 2), Points(1), "halves up");
    let shown = [Points(700), Points(750), Points(725), Points(5)].map(|points| points.to_string());
    assert_eq!(shown, ["7", "7.5", "7.25", "0.05"]);
    assert_eq!(format!("{:.2}|{:>6}", Points(700), Points(750)), "7.00|   7.5");
}

#[test]
fn a_list_in_another_encoding_is_to_be_saved_again_and_not_to_be_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let read = || Rules::read(&at("grade.toml"), &catalogue()).expect_err("it is no UTF-8").to_string();
    std::fs::write(at("grade.toml"), "[class]\npeople = \"people.csv\"\n").expect("written");
    // `ñ` as Excel writes it into a plain CSV, and a file of its "Unicode text".
    for (text, line) in [(&b"student,name\nana,Ana Mu\xf1oz\n"[..], 2), (b"\xff\xfes\0t\0", 1)] {
        std::fs::write(at("people.csv"), text).expect("written");
        let problem = read();
        assert!(problem.contains(&format!("people.csv:{line}: ")) && problem.contains("CSV UTF-8"), "{problem}");
        assert!(!problem.contains("people`"), "{problem}");
    }
    std::fs::write(at("grade.toml"), b"[class]\ntitle = \"Programaci\xf3n\"\n").expect("written");
    let problem = read();
    assert!(problem.contains("grade.toml:2: ") && problem.ends_with("save it as UTF-8"), "{problem}");
}
