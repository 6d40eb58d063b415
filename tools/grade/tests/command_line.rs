//! What is typed, and what comes of it.

use std::process::{Command, Output};

use grade::options::{self, Asked, Misuse};

fn parse(line: &str) -> Result<Asked, Misuse> {
    options::parse(line.split_whitespace().map(Into::into)).1
}

fn run(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_grade"));
    command.args(args).env("ENCHUFE_LANG", "en").output().expect("it starts")
}

fn code_and_error(args: &[&str]) -> (Option<i32>, String) {
    let output = run(args);
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn everything_of_a_run_is_understood() {
    let Ok(Asked::Grade(grade)) =
        parse("class --out report --rules g.toml --jobs 3 --shard 2/4 --require-tier 3 --only ana 3 --regrade bea cam")
    else {
        panic!("it is a run")
    };
    assert_eq!((grade.jobs, grade.only.len()), (Some(3), 2));
    assert_eq!(grade.regrade, Some(vec!["bea".into(), "cam".into()]));
    let Ok(Asked::Grade(grade)) = parse("class --regrade --out report") else { panic!("it is a run") };
    assert_eq!(grade.regrade, Some(Vec::new()));
}

#[test]
fn what_is_not_understood_is_named() {
    assert_eq!(parse("class"), Err(Misuse::Missing("--out REPORT")));
    assert_eq!(parse("class --out r --fast"), Err(Misuse::UnknownOption("--fast".into())));
    assert_eq!(parse("class other --out r"), Err(Misuse::Unexpected("other".into())));
    assert_eq!(parse("class --out r --jobs 0"), Err(Misuse::NotANumber("--jobs", "0".into())));
    assert_eq!(parse("class --out r --shard 0/4"), Err(Misuse::NotAShard("0/4".into())));
    assert_eq!(parse("class --out r --require-tier 4"), Err(Misuse::NotATier("4".into())));
    assert_eq!(parse("class --out"), Err(Misuse::NoValue("--out".into())));
    assert_eq!(parse("export paper report"), Err(Misuse::NotAKind("paper".into())));
    assert_eq!(parse("merge a b"), Err(Misuse::Missing("--out REPORT")));
    assert_eq!(parse("merge a --out r --jobs 1"), Err(Misuse::NotHere("--jobs")));
    assert_eq!(parse("class --out r --seed 1"), Err(Misuse::UnknownOption("--seed".into())));
    assert_eq!(parse("rules --out r"), Err(Misuse::NotHere("--out")));
    assert_eq!(parse("class --out r --sheet s.csv"), Err(Misuse::NotHere("--sheet")));
}

#[test]
fn a_patience_that_tests_do_not_understand_ends_it_before_it_begins() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_grade"));
    command.args(["class", "--out", "report"]).env("ENCHUFE_LANG", "en").env("ENCHUFE_PATIENCE", "mucha");
    let output = command.output().expect("it starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(2) && said.starts_with("ENCHUFE_PATIENCE=mucha: "), "{said}");
}

#[test]
fn help_comes_in_both_languages() {
    let (en, es) = (run(&["--help"]), run(&["--lang", "es", "--help"]));
    assert!(en.status.success() && String::from_utf8_lossy(&en.stdout).contains("SUBMISSIONS"));
    assert!(es.status.success() && String::from_utf8_lossy(&es.stdout).contains("ENTREGAS"));
    let wide =
        [&en, &es].map(|output| String::from_utf8_lossy(&output.stdout).lines().map(|l| l.chars().count()).max());
    assert!(wide.iter().flatten().all(|&width| width <= 90), "{wide:?}");
}

#[test]
fn misuse_and_what_is_missing_end_with_2() {
    let (code, error) = code_and_error(&["--bogus"]);
    assert!(code == Some(2) && error.starts_with("there is no option --bogus"), "{error}");
    assert_eq!(error.lines().count(), 2, "nothing scrolls it away: {error}");
    for command in ["merge", "export", "handout", "layout", "rules", "tier", "class"] {
        let (code, error) = code_and_error(&[command, "--bogus"]);
        assert!(code == Some(2) && error.ends_with("→ cargo lab grade --help\n"), "{command}: {error}");
    }
    let (code, error) = code_and_error(&["/nowhere/at/all", "--out", "/tmp/grade-never-written"]);
    assert!(code == Some(2) && error.contains("/nowhere/at/all") && error.contains("→"), "{error}");
    let empty = tempfile::tempdir().expect("a folder");
    let (code, error) = code_and_error(&[&empty.path().to_string_lossy(), "--out", "/tmp/grade-never-written"]);
    assert!(code == Some(2) && error.contains("no submission"), "{error}");
    let (code, error) = code_and_error(&["merge", "/nowhere", "--out", "/tmp/grade-never-written"]);
    assert!(code == Some(2) && error.contains("/nowhere"), "{error}");
}
