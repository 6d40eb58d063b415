//! When a submission was handed in: by the exercises that count, and by commits.

mod classroom;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use classroom::{CLIENT, Class, Member, grade};
use grade::options::Grade;
use grade::result::Clock;

const ECHO: &str = "exercises/09-udp-echo/src/main.rs";
const DUE: &str = "[late]\ndue = 2026-11-30T12:00:00Z\npercent_per_day = 10\n";
const EARLY: &str = "2026-11-30T10:00:00Z";
/// Five days after the due date.
const LATE: &str = "2026-12-05T10:00:00Z";

/// A student's line of the table of grades, by column.
fn row(report: &Path, student: &str) -> BTreeMap<String, String> {
    let mut table = csv::Reader::from_path(report.join("grades.csv")).expect("a table");
    let header = table.headers().expect("a header").clone();
    let rows: Vec<csv::StringRecord> = table.records().map(|row| row.expect("a row")).collect();
    let row = rows.iter().find(|row| &row[0] == student).expect("the student is there");
    header.iter().map(str::to_owned).zip(row.iter().map(str::to_owned)).collect()
}

/// Grades with these rules, and gives what lateness cost a student and why a person must look.
fn graded(class: &Class, rules: &str, student: &str) -> (String, String) {
    fs::write(class.path("grade.toml"), rules).expect("written");
    grade(&Grade { rules: Some(class.path("grade.toml")), ..class.grade("report") }).expect("it is graded");
    let row = row(&class.path("report"), student);
    (row["late_penalty"].clone(), row["needs_a_person"].clone())
}

fn only(exercises: &str) -> String {
    format!("[class]\ncounted = [{exercises}]\n{DUE}")
}

/// Runs git in a student's folder, as if it was this time. `None` where there is no git.
fn git(class: &Class, student: &str, time: &str, args: &[&str]) -> Option<()> {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=a", "-c", "user.email=a@b", "-C"]).arg(class.submissions().join(student)).args(args);
    command.env("GIT_COMMITTER_DATE", time).env("GIT_AUTHOR_DATE", time);
    let Ok(output) = command.output() else {
        println!("left out: there is no git");
        return None;
    };
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    Some(())
}

fn commit(class: &Class, student: &str, time: &str) -> Option<()> {
    git(class, student, time, &["add", "."])?;
    git(class, student, time, &["commit", "-qm", "work"])
}

#[test]
fn an_exercise_that_does_not_count_makes_nobody_late() {
    let class = Class::new();
    let at = |path: &str, time: &str| {
        let modified = time.parse::<jiff::Timestamp>().expect("a time").as_second().cast_unsigned();
        Member { modified, ..Member::file(path, b"right") }
    };
    class.tar("ana.tar", &[at(CLIENT, EARLY), at(ECHO, LATE)]);
    assert_eq!(graded(&class, &only("\"tcp-client\""), "ana"), ("0".into(), String::new()));
    assert_eq!(graded(&class, &only("\"tcp-client\", \"udp-echo\""), "ana"), ("10".into(), String::new()));
    assert_eq!(graded(&class, &only("\"udp-echo\""), "ana"), ("5".into(), String::new()));
}

#[test]
fn the_time_of_a_checkout_is_that_of_the_last_commit_to_what_counts() {
    let class = Class::of(&[("ana", "right")]);
    let work = || {
        git(&class, "ana", EARLY, &["init", "-q"])?;
        commit(&class, "ana", EARLY)?;
        class.file(&format!("ana/{ECHO}"), "right");
        commit(&class, "ana", LATE)
    };
    if work().is_none() {
        return;
    }
    assert_eq!(class.take("ana").handed_in["tcp-client"].at.as_deref(), Some(EARLY));
    assert_eq!(graded(&class, &only("\"tcp-client\""), "ana"), ("0".into(), String::new()));
    assert_eq!(graded(&class, &only("\"udp-echo\""), "ana"), ("5".into(), String::new()));
}

#[test]
fn files_changed_after_the_last_commit_need_a_person() {
    let class = Class::of(&[("ana", "stub\n"), ("bea", "right\n"), ("cam", "right\n")]);
    for student in ["ana", "bea", "cam"] {
        let done = git(&class, student, EARLY, &["init", "-q"]).and_then(|()| commit(&class, student, EARLY));
        if done.is_none() {
            return;
        }
    }
    class.file(&format!("ana/{CLIENT}"), "right");
    // As git for Windows writes it into a folder.
    class.file(&format!("bea/{CLIENT}"), "right\r\n");
    class.file(&format!("cam/{ECHO}"), "right");
    let rules = only("\"tcp-client\"");
    let why = "files were changed after the last commit";
    assert_eq!(graded(&class, &rules, "ana"), ("0".into(), why.into()));
    assert_eq!(graded(&class, &rules, "bea"), ("0".into(), String::new()));
    assert_eq!(graded(&class, &rules, "cam"), ("0".into(), String::new()), "it does not count");
    assert_eq!(graded(&class, &only("\"udp-echo\""), "cam"), ("0".into(), why.into()), "no commit has it");
    fs::write(class.path("people.csv"), format!("student,submitted\nana,{EARLY}\n")).expect("written");
    let known = rules.replace("[class]\n", "[class]\npeople = \"people.csv\"\n");
    assert_eq!(graded(&class, &known, "ana"), ("0".into(), String::new()), "somebody knows when");
}

#[test]
fn lateness_by_a_history_that_is_not_whole_needs_a_person() {
    let class = Class::of(&[("whole", "right")]);
    let work = || {
        git(&class, "whole", EARLY, &["init", "-q"])?;
        commit(&class, "whole", EARLY)?;
        class.file(&format!("whole/{ECHO}"), "right");
        commit(&class, "whole", LATE)?;
        let from = format!("file://{}", class.submissions().join("whole").display());
        git(&class, "whole", LATE, &["clone", "-q", "--depth", "1", &from, "../shallow"])
    };
    if work().is_none() {
        return;
    }
    assert_eq!(class.take("shallow").handed_in["tcp-client"].clock, Clock::Commit);
    let (penalty, why) = graded(&class, &only("\"tcp-client\""), "shallow");
    assert!(penalty == "0" && why.contains("its history is not whole"), "{penalty}: {why}");
}
