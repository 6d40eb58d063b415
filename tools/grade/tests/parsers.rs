//! What `tools/fuzz` has found in the parsers of the grader, each as the smallest input that went wrong.

use std::fs;

use enchufe::catalog;
use grade::rules::Rules;

#[test]
fn an_empty_line_in_the_list_of_people_counts_as_a_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("grade.toml");
    fs::write(&path, "[class]\npeople = \"people.csv\"\n").expect("written");
    let problem = |people: &str| {
        fs::write(path.with_file_name("people.csv"), people).expect("written");
        let exercises = catalog::exercises(&enchufe::root().join("exercises")).expect("the catalogue");
        Rules::read(&path, &exercises).expect_err("it is not understood").to_string()
    };
    let late = problem("student,due\n\r\n\nana,tomorrow\n");
    assert!(late.contains("people.csv:4: `tomorrow`"), "{late}");
    let short = problem("\u{feff}student,name\nñandú,ñ\n\nana\n");
    assert!(short.contains("people.csv:4:"), "{short}");
}
