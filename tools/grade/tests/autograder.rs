//! The zip for Gradescope at work: its `run_autograder`, run here as Gradescope runs it there.

#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use grade::export::{self, Kind, Request};
use grade::result::Tier;
use grade::sandbox::{self, trial};
use serde_json::{Value, json};

const RULES: &str = "[class]\ncounted = [\"addresses\"]\npeople = \"../lists/people.csv\" # everybody\n\
    [late]\ndue = 2026-11-30T12:00:00Z\npercent_per_day = 10\n[exercises.addresses]\npoints = 100\n";

/// Who may hand in later, by the address that Gradescope knows.
const PEOPLE: &str = "\u{feff}student;due\nana@x.cl;2026-12-01T00:00:00Z\n";

/// An hour and a half after the due date of all.
const HANDED_IN: &str = "2026-11-30T10:30:00.365935-03:00";

/// Makes the zip with these rules, and unpacks what does not come from the workbook.
fn unpack(folder: &Path) -> Option<()> {
    for (name, text) in [("rules/grade.toml", RULES), ("lists/people.csv", PEOPLE)] {
        let path = folder.join(name);
        fs::create_dir(path.parent().expect("it has one")).expect("a folder");
        fs::write(path, text).expect("written");
    }
    let zip = folder.join("autograder.zip");
    let root = enchufe::root().to_owned();
    let rules = Some(folder.join("rules/grade.toml"));
    let asked = Request { out: Some(zip.clone()), rules, root, ..Request::default() };
    export::write(Kind::GradescopeZip, None, &asked).expect("written");
    let mut command = Command::new("unzip");
    command.arg("-q").arg(zip).args(["grade.toml", "people.csv", "run_autograder", "-d"]).arg(folder.join("source"));
    assert!(command.status().ok()?.success(), "all three are in it");
    symlink(enchufe::root(), folder.join("source/workbook")).expect("a link");
    Some(())
}

/// What Gradescope is told of the submission of a student with this address.
fn results(folder: &Path, address: &str) -> Value {
    let users = json!([{ "email": address, "id": 7, "name": "Ana/Rojas" }]);
    let about = json!({ "created_at": HANDED_IN, "users": users });
    fs::write(folder.join("submission_metadata.json"), about.to_string()).expect("written");
    let script = fs::read_to_string(folder.join("source/run_autograder")).expect("it is there");
    // The grader that Gradescope's image has built is this one.
    let built = "/autograder/source/workbook/target/enchufe/build/grade/release/grade";
    assert!(script.contains(built));
    let script = script.replace(built, env!("CARGO_BIN_EXE_grade"));
    let script = script.replace("/autograder", &folder.display().to_string());
    // Nor is Gradescope's compiler here.
    let lines: Vec<&str> = script.lines().filter(|line| !line.starts_with("export ")).collect();
    let output = Command::new("bash").arg("-c").arg(lines.join("\n")).output().expect("bash");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&fs::read(folder.join("results/results.json")).expect("it is there")).expect("JSON")
}

#[test]
fn gradescope_s_own_time_is_certain_and_its_addresses_are_on_the_list_of_people() {
    sandbox::launcher_is(env!("CARGO_BIN_EXE_grade").into());
    if trial::find().expect("the sandbox can be tried").tier < Tier::Limits {
        println!("skipped: this machine has no sandbox");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    if unpack(folder.path()).is_none() {
        println!("skipped: there is no unzip here");
        return;
    }
    let program = "submission/exercises/01-addresses/src/main.rs";
    fs::create_dir_all(folder.path().join(program).parent().expect("it has one")).expect("a folder");
    let solution = enchufe::root().join("solutions/01-addresses/src/main.rs");
    fs::copy(solution, folder.path().join(program)).expect("copied");
    let late = results(folder.path(), "beto@x.cl");
    assert_eq!(late["score"], 90.0, "{}", late["output"]);
    let in_time = results(folder.path(), "ana@x.cl");
    assert_eq!(in_time["score"], 100.0, "{}", in_time["output"]);
}
