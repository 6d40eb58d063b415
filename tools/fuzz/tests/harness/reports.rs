//! Reports that a test wrote: whatever is in the file, it is a verdict, and no pass unless it says so.

use std::fs;

use enchufe::catalog::{self, Exercise, Rule};
use enchufe::grading;
use enchufe::verdict::Outcome;
use enchufe::words::Lang;
use fuzz::{Bytes, MIB, each, json, text};
use proptest::prelude::{Strategy, prop_oneof};
use serde_json::Value;

/// An exercise with one rule.
fn exercise() -> Exercise {
    let mut exercise = catalog::exercise(&enchufe::root().join("exercises/03-tcp-client")).expect("the exercise");
    let Rule { text, .. } = exercise.rules.remove(0);
    exercise.rules = vec![Rule { name: "rule".to_owned(), text }];
    exercise
}

#[test]
fn a_report_is_a_pass_only_if_it_says_so() {
    let reports = text::files("tests/golden", ".json", 64 << 10);
    let values = reports.iter().map(|bytes| serde_json::from_slice::<Value>(bytes).expect("it is JSON")).collect();
    let written = prop_oneof![
        3 => json::mutated(values).prop_map(|value| Bytes(value.to_string().into_bytes())),
        1 => text::mutated(reports, &["\"outcome\":\"passed\"", "null", "[1,2]", "1e400"]),
    ];
    let (exercise, folder) = (exercise(), tempfile::tempdir().expect("a folder"));
    fs::create_dir(folder.path().join(&exercise.slug)).expect("a folder in it");
    each(1000, 16 * MIB, written, move |Bytes(bytes)| {
        fs::write(folder.path().join(&exercise.slug).join("rule.json"), &bytes).expect("written");
        let verdicts = grading::last_verdicts(folder.path(), &exercise);
        let [verdict] = &verdicts[..] else { panic!("one report, {} verdicts", verdicts.len()) };
        let told = serde_json::from_slice::<Value>(&bytes).ok();
        let outcome = told.as_ref().and_then(|told| told.get("outcome")?.as_str());
        let expected = outcome.and_then(Outcome::from_slug).unwrap_or(Outcome::LabError);
        assert_eq!(verdict.outcome, expected);
        assert_eq!(verdict.is_fine(), matches!(outcome, Some("passed" | "skipped")));
        for lang in Lang::ALL {
            verdict.text(lang);
            verdict.headline(lang);
        }
    });
}
