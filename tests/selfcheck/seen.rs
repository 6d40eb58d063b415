//! What the graded tests said about each wrong program, written down for `tools/evidence`, which need not judge them all
//! once more.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;

use enchufe::grading::Verdict;
use serde_json::{Value, json};

use crate::target;

/// By program, such as `wrong/tcp-client/single-read`, and test: the outcome, and the mistake that was named.
#[derive(Default)]
pub struct Seen(Mutex<BTreeMap<String, Value>>);

impl Seen {
    /// Takes in how a program was judged, in the place of what was known of it.
    pub fn take_in(&self, program: &str, verdicts: &[Verdict]) {
        let said = |verdict: &Verdict| (verdict.rule.clone(), json!([verdict.outcome.slug(), verdict.mistake]));
        let said = Value::Object(verdicts.iter().map(said).collect());
        self.0.lock().expect("nobody panics with it").insert(program.to_owned(), said);
    }

    pub fn write(&self) {
        let path = path();
        std::fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder can be made");
        let seen = self.0.lock().expect("nobody panics with it");
        std::fs::write(&path, json!(*seen).to_string()).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

fn path() -> PathBuf {
    target("seen").join("wrong.json")
}
