//! What lies in a REPORT: a disk that fails, or a curious hand, must not bring the grader down, nor have it write elsewhere.

use std::fs;

use fuzz::{MIB, each, json, text};
use grade::class::Class;
use grade::export::{self, Kind, Request};
use grade::plan::Conditions;
use grade::result::{Submission, Tier};
use grade::store::{self, About, Store};
use proptest::prelude::{Strategy, prop_oneof};
use serde_json::Value;

use crate::{EXERCISES, class, files, made_up};

/// The two files of a REPORT of some students, as the grader writes them; and their verdicts.
fn written() -> (String, String, Vec<Submission>) {
    let class = made_up::class(&made_up::plain_names(6));
    let students: Vec<String> = class.submissions.iter().map(|submission| submission.student.clone()).collect();
    let exercises = EXERCISES.iter().map(|exercise| exercise.slug.clone()).collect();
    let conditions = Conditions { version: class.version.clone(), tier: Tier::Namespaces, exercises };
    let folder = tempfile::tempdir().expect("a folder");
    let report = folder.path().join("report");
    let store = Store::open(&report, &students).expect("it is new");
    store.finish(&About::new(&conditions, students, None), &class.submissions).expect("there is room");
    let read = |name: &str| fs::read_to_string(report.join(name)).expect("it was written");
    (read("class.json"), read("results.jsonl"), class.submissions)
}

#[test]
fn verdicts_are_read_back_as_they_were_written() {
    let (about, results, submissions) = written();
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("class.json"), about).expect("written");
    fs::write(folder.path().join("results.jsonl"), results).expect("written");
    let read = store::results(folder.path()).expect("the grader wrote it");
    assert_eq!(read, submissions.iter().map(Submission::verdicts).collect::<Vec<_>>());
}

#[test]
fn a_report_that_was_changed_is_read_or_named_and_leads_nowhere_else() {
    let (about, results, _) = written();
    let digest = store::digest(results.as_bytes());
    let line = |line: &str| serde_json::from_str::<Value>(line).expect("JSON");
    let lines: Vec<Value> = results.lines().take(2).map(line).collect();
    let first = results.lines().next().expect("a student").to_owned() + "\n";
    let results = prop_oneof![
        3 => proptest::collection::vec(json::mutated(lines), 0..3)
            .prop_map(|lines| lines.iter().map(|line| format!("{line}\n")).collect::<String>()),
        1 => text::mutated_text(vec![first], &["null", "\"student\":\"../x\"", "[", "{"]),
    ];
    let abouts = prop_oneof![
        1 => json::mutated(vec![line(&about)]).prop_map(|value| value.to_string()),
        1 => text::mutated_text(vec![about], &["\"0/0\"", "\"2/1\"", "\"1/3\"", "null"]),
    ];
    each(60, 64 * MIB, (abouts, results), move |(about, results)| {
        let folder = tempfile::tempdir().expect("a folder");
        let report = folder.path().join("report");
        fs::create_dir(&report).expect("a folder in it");
        // Else the results would not be read at all: they are not those that it was written with.
        let about = about.replace(&digest, &store::digest(results.as_bytes()));
        fs::write(report.join("class.json"), about).expect("written");
        fs::write(report.join("results.jsonl"), results).expect("written");
        let submissions = match store::results(&report) {
            Ok(submissions) => submissions,
            Err(problem) => return assert!(problem.to_string().contains(&report.display().to_string()), "{problem}"),
        };
        let class = Class { submissions, ..class(&[]) };
        class.submissions.iter().for_each(|submission| drop(class.score(submission)));
        let set = [("classroom", "redes"), ("assignment", "enchufe"), ("datetime", "2026-11-01T12:00:00Z")];
        let set = set.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
        let request = Request { set, root: enchufe::root().to_owned(), report: report.clone(), ..Request::default() };
        for kind in [Kind::Gradescope, Kind::Junit, Kind::Classroom50] {
            // A student's time may be missing, or no time.
            let _ = export::write(kind, Some(&class), &request);
        }
        assert!(
            files(folder.path()).keys().all(|file| file.starts_with("report/")),
            "{:?}",
            files(folder.path()).keys()
        );
    });
}
