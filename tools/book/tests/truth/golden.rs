//! The files of the truth: a list of cases in JSON, one in each line, so that a change shows as the lines it is.

use std::fs;

use serde_json::Value;

/// Compares the cases of an explorable with its file, or writes it.
pub fn check(name: &str, cases: &[Value]) {
    let path = enchufe::root().join("tools/book/tests/golden").join(format!("{name}.json"));
    let lines: Vec<String> = cases.iter().map(Value::to_string).collect();
    let text = format!("[\n{}\n]\n", lines.join(",\n"));
    if std::env::var("ENCHUFE_GOLDEN").is_ok_and(|value| value == "write") {
        fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        return;
    }
    let written = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let strange = written.lines().zip(text.lines()).enumerate().find(|(_, (written, now))| written != now);
    if let Some((at, (written, now))) = strange {
        panic!("{}:{}\n  written  {written}\n  now      {now}", path.display(), at + 1);
    }
    assert_eq!(written.len(), text.len(), "{} has more or fewer cases than there are now", path.display());
}
