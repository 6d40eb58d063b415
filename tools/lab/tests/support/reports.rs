//! Reports as a run of graded tests would have left them.

use std::fs;

use super::workbook::Workbook;

/// The names of the rules of an exercise, such as `03-tcp-client`.
pub fn rules(workbook: &Workbook, exercise: &str) -> Vec<String> {
    let found = enchufe::catalog::exercise(&workbook.root.join("exercises").join(exercise));
    found.expect("there is such an exercise").rules.into_iter().map(|rule| rule.name).collect()
}

/// Leaves a report on a rule of an exercise, such as `tcp-client`.
pub fn leave(workbook: &Workbook, exercise: &str, rule: &str, outcome: &str, mistake: Option<&str>) {
    write(workbook, exercise, rule, outcome, mistake, false);
}

/// The same of another program, which answered in the exercise's place.
pub fn leave_of_another(workbook: &Workbook, exercise: &str, rule: &str, outcome: &str, mistake: Option<&str>) {
    write(workbook, exercise, rule, outcome, mistake, true);
}

fn write(workbook: &Workbook, exercise: &str, rule: &str, outcome: &str, mistake: Option<&str>, replaced: bool) {
    let folder = workbook.root.join("target/enchufe/reports").join(exercise);
    let mistake = mistake.map_or_else(|| "null".to_owned(), |slug| format!("\"{slug}\""));
    let text = format!(r#"{{"schema": 1, "outcome": "{outcome}", "mistake": {mistake}, "replaced": {replaced}}}"#);
    fs::create_dir_all(&folder).expect("the folder can be made");
    fs::write(folder.join(format!("{rule}.json")), text).expect("it can be written");
}
