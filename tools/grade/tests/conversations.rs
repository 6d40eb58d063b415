//! What a class is shown of programs that fail comes out the same whenever it is judged: with one submission at a time or
//! several, in one run or in shards. The programs here make mistakes that students make, and do the same every time.

mod classroom;
mod proof;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use classroom::Class;
use enchufe::root;
use proof::corpus::write_all;
use proof::grader::{Graded, Grader};

const EXERCISES: [(&str, &str); 3] =
    [("tcp-client", "03-tcp-client"), ("tcp-server", "05-tcp-server"), ("udp-echo", "09-udp-echo")];

/// Who hands in which mistake of each exercise; `None` is the exercise as it came. None of these programs leaves while the
/// lab still sends, or prints more where it reads more often: how much is sent until it is noticed, and how often it reads a
/// flood, is chance.
const STUDENTS: [(&str, [Option<&str>; 3]); 5] = [
    ("ana", [Some("error-on-stdout"), Some("ipv4-only"), Some("small-buffer")]),
    ("bea", [Some("panics-on-failure"), Some("hides-the-error"), Some("lossy-text")]),
    ("cam", [None, None, None]),
    ("dan", [Some("ipv4-only"), Some("panics-on-failure"), Some("small-buffer.2")]),
    ("eva", [Some("hides-the-error"), Some("one-bad-client-ends-it"), None]),
];

/// The solution of an exercise with one mistake in it, or the exercise as it came.
fn program(exercise: &str, folder: &str, mistake: Option<&str>) -> String {
    let read = |path: String| fs::read_to_string(root().join(&path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let Some(mistake) = mistake else { return read(format!("tools/lab/stubs/{folder}/src/main.rs")) };
    let edit = read(format!("tests/wrong/{exercise}/{mistake}.edit"));
    let (_, edit) = edit.split_once("=== solution\n").expect("what is replaced");
    let (right, wrong) = edit.split_once("=== wrong\n").expect("what it is replaced with");
    let solution = read(format!("solutions/{folder}/src/main.rs"));
    assert_eq!(solution.matches(right).count(), 1, "{exercise}/{mistake}");
    solution.replace(right, wrong)
}

fn hand_in(class: &Class) {
    for (student, mistakes) in STUDENTS {
        let file = |((exercise, folder), mistake): (&(&str, &str), Option<&str>)| {
            (format!("exercises/{folder}/src/main.rs"), program(exercise, folder, mistake).into_bytes())
        };
        let files: BTreeMap<_, _> = EXERCISES.iter().zip(mistakes).map(file).collect();
        write_all(&class.submissions().join(student), &files);
    }
}

/// Which workbook graded. Whoever edits it while this runs gets other verdicts, as they should, and a test of nothing.
fn version(report: &Path) -> serde_json::Value {
    let text = fs::read(report.join("class.json")).expect("it is there");
    let about: serde_json::Value = serde_json::from_slice(&text).expect("it is JSON");
    about["version"].clone()
}

/// What a person is shown, by path.
fn shown(graded: &Graded) -> BTreeMap<String, Vec<u8>> {
    let is_shown = |name: &str| name.ends_with(".html") || ["grades.csv", "results.jsonl"].contains(&name);
    graded.files().into_iter().filter(|(name, _)| is_shown(name)).collect()
}

/// The first lines that are not the same, of each file that is not.
fn differences(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let first = |name: &String, bytes: &Vec<u8>| {
        let there = other.get(name).map(Vec::as_slice).unwrap_or_default();
        let [here, there] = [bytes.as_slice(), there].map(String::from_utf8_lossy);
        let pair = here.lines().zip(there.lines()).find(|(one, other)| one != other);
        pair.map_or_else(|| format!("{name}: its length"), |(one, other)| format!("{name}\n  {one}\n  {other}"))
    };
    assert!(one.keys().eq(other.keys()));
    one.iter()
        .filter(|(name, bytes)| other.get(*name) != Some(*bytes))
        .map(|(name, bytes)| first(name, bytes))
        .collect()
}

#[test]
fn in_shards_with_four_at_a_time_the_pages_are_those_of_one_at_a_time() {
    let class = Class::new();
    hand_in(&class);
    let grader = |report: &str| {
        let only = EXERCISES.map(|(exercise, _)| exercise);
        Grader::new(&class.submissions(), &class.path(report)).args(&["--only"]).args(&only)
    };
    let one = shown(&grader("one").args(&["--jobs", "1"]).run());
    assert_eq!(one.len(), STUDENTS.len() + 3);
    let page = String::from_utf8_lossy(&one["report.html"]);
    assert!(page.matches("class=\"chart\"").count() >= 8, "conversations are what is compared");
    let shards = ["1/2", "2/2"].map(|shard| {
        let report = format!("shard-{}", &shard[..1]);
        grader(&report).args(&["--shard", shard, "--jobs", "4"]).run();
        class.path(&report)
    });
    let mut merge = Command::new(env!("CARGO_BIN_EXE_grade"));
    merge.arg("merge").args(&shards).arg("--out").arg(class.path("merged")).args(["--lang", "en"]).current_dir(root());
    let output = merge.output().expect("it can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(version(&class.path("merged")), version(&class.path("one")), "the workbook was edited meanwhile");
    let merged = Graded::read(&class.path("merged"), String::new());
    assert_eq!(differences(&one, &shown(&merged)), Vec::<String>::new());
}
