//! What is said of a Rust file in another place than an exercise's, and what is not said of a whole workbook.

mod classroom;

use std::fs;
use std::path::Path;

use classroom::{CLIENT, Class, grade, reason};
use grade::handout;
use grade::intake::Reason;
use grade::options::Grade;
use grade::rules::Rules;

/// Everything a class receives, as a submission.
fn whole_workbook(class: &Class, student: &str) {
    let workbook = classroom::workbook();
    let to = class.submissions().join(student);
    handout::write(&workbook, &to, &Rules::of_catalogue(&workbook.exercises)).expect("it is written");
}

fn elsewhere(class: &Class, student: &str) -> Vec<String> {
    let taken = class.take(student);
    let elsewhere = taken.ignored.into_iter().filter(|ignored| ignored.reason == Reason::Elsewhere);
    elsewhere.map(|ignored| ignored.path).collect()
}

/// Why somebody needs a person, as the table of grades says it.
fn doubts(report: &Path, student: &str) -> String {
    let mut table = csv::Reader::from_path(report.join("grades.csv")).expect("a table");
    let column = table.headers().expect("a header").iter().position(|name| name == "needs_a_person").expect("a column");
    let rows: Vec<csv::StringRecord> = table.records().map(|row| row.expect("a row")).collect();
    rows.iter().find(|row| &row[0] == student).expect("the student is there")[column].to_owned()
}

#[test]
fn a_solved_file_in_another_place_beside_a_stub_needs_a_person() {
    let class = Class::of(&[("ana", "stub"), ("bea", "stub")]);
    class.file("ana/main.rs", "right");
    class.file("ana/exercises/03-tcp-clinet/src/main.rs", "right too");
    class.file("ana/src/lib.rs", "right as well");
    class.file("bea/README.md", "x");
    assert_eq!(elsewhere(&class, "ana"), ["exercises/03-tcp-clinet/src/main.rs", "main.rs", "src/lib.rs"]);
    grade(&class.grade("report")).expect("it is graded");
    let said = doubts(&class.path("report"), "ana");
    assert!(said.contains("3 Rust files were not taken") && said.contains("main.rs"), "{said}");
    assert_eq!(doubts(&class.path("report"), "bea"), "");
}

#[test]
fn a_file_in_another_place_is_no_matter_for_who_has_all_points() {
    let class = Class::of(&[("ana", "right")]);
    class.file("ana/main.rs", "a first try");
    let only = vec!["tcp-client".into()];
    grade(&Grade { only, ..class.grade("report") }).expect("it is graded");
    assert_eq!(doubts(&class.path("report"), "ana"), "");
}

#[test]
fn nobody_who_hands_in_the_whole_workbook_needs_a_person_for_its_files() {
    let class = Class::new();
    whole_workbook(&class, "ana");
    class.file("ana/target/debug/build/x/out/made.rs", "x");
    class.file("ana/tests/exercises.rs", "// changed by hand");
    class.file("ana/copy/lab.rs", &fs::read_to_string(enchufe::root().join("src/lib.rs")).expect("it reads"));
    assert_eq!(elsewhere(&class, "ana"), [""; 0]);
    class.file("ana/solutions/03-tcp-client/src/main.rs", "a solution of one's own");
    assert_eq!(elsewhere(&class, "ana"), ["solutions/03-tcp-client/src/main.rs"]);
}

#[test]
fn a_copy_of_what_was_taken_is_not_missed() {
    let class = Class::of(&[("ana", "fn main() {}\n")]);
    class.file("ana/backup/main.rs", "fn main() {}\r\n");
    class.file("ana/empty.rs", "");
    assert_eq!(elsewhere(&class, "ana"), [""; 0]);
    assert_eq!(reason(&class.take("ana"), "backup/main.rs"), Some(Reason::NotJudged));
}

#[test]
fn where_no_exercise_was_found_it_is_said_what_was() {
    let class = Class::new();
    class.file("ana/03-tcp-client/src/main.rs", "right");
    fs::write(class.submissions().join("eva.zip"), "PK broken").expect("written");
    class.zip("work.zip", &[(CLIENT, b"right")]);
    fs::create_dir(class.submissions().join("zoe")).expect("a folder");
    for name in ["v1.zip", "v2.zip"] {
        fs::copy(class.submissions().join("work.zip"), class.submissions().join("zoe").join(name)).expect("copied");
    }
    fs::remove_file(class.submissions().join("work.zip")).expect("it was there");
    grade(&class.grade("report")).expect("it is graded");
    let said = ["ana", "eva", "zoe"].map(|student| doubts(&class.path("report"), student));
    assert_eq!(
        said[0],
        "no file of an exercise was found in it; it must lie at exercises/NAME/src; found: 03-tcp-client/src/main.rs"
    );
    assert_eq!(said[1], "eva.zip was not taken: it is damaged or cut off");
    assert_eq!(said[2], "two archives: which one counts? v1.zip, v2.zip");
}

#[test]
fn an_archive_beside_a_stub_needs_a_person() {
    let class = Class::of(&[("ana", "stub")]);
    class.file("ana/solved.zip", "PK");
    class.file("ana/target/old.zip", "PK");
    grade(&class.grade("report")).expect("it is graded");
    assert_eq!(doubts(&class.path("report"), "ana"), "an archive inside was not opened: solved.zip");
}
