//! Recordings that are missing, or older than what they were made from.

use std::fs;
use std::path::Path;

use enchufe::words::Lang;
use serde_json::Value;

use super::figures;
use super::mistakes;
use super::problem::Problem;
use super::session::{self, recording, script::Script};
use super::sources::Sources;
use super::wanted::Wanted;
use crate::words::record as words_of;

/// What is wrong with the recordings that the pages name. What this copy of the workbook does not have cannot be
/// compared, and is not wrong.
pub fn stale(root: &Path) -> Vec<Problem> {
    let wanted = Wanted::of(root);
    let mut problems = wanted.problems;
    for (conversation, places) in &wanted.conversations {
        let path = conversation.recording(root);
        let is_whole = |json: &Value| figures::Recording::from_json(json).is_some();
        if let Some(said) = look(root, &path, &conversation.exercise, is_whole) {
            problems.push(Problem::new(conversation, said).named_by(places));
        }
    }
    for (name, places) in &wanted.sessions {
        let script = session::script(root, name);
        let said = match fs::read_to_string(&script).map(|text| Script::parse(&text)) {
            Err(error) => Some((words_of().no_script)(&script, &error)),
            Ok(Err(said)) => Some(said),
            Ok(Ok(_)) => Lang::ALL.into_iter().find_map(|lang| {
                let is_whole = |json: &Value| recording::Recording::from_json(json).is_some();
                look(root, &session::recording(root, name, lang), name, is_whole)
            }),
        };
        problems.extend(said.map(|said| Problem::new((words_of().session)(name), said).named_by(places)));
    }
    let recorded = mistakes::read(root);
    let is_recorded = |slug: &str, exercise: &str| recorded.get(slug).is_some_and(|it| it.contains_key(exercise));
    let made = mistakes::made(root);
    if let Some((slug, _)) = made.iter().find(|(slug, exercise)| !is_recorded(slug, exercise)) {
        problems.push(Problem::new("mistakes.json", (words_of().not_recorded)(slug, "mistakes")));
    }
    problems
}

/// What is wrong with one recording. `name` is what it is recorded by.
fn look(root: &Path, path: &Path, name: &str, is_whole: impl Fn(&Value) -> bool) -> Option<String> {
    let words = words_of();
    let shown = path.strip_prefix(root).unwrap_or(path).display().to_string();
    let Ok(bytes) = fs::read(path) else { return Some((words.not_recorded)(&shown, name)) };
    let json = serde_json::from_slice::<Value>(&bytes).ok().filter(is_whole);
    let made_from = json.as_ref().and_then(|json| json.get("made_from")).and_then(Sources::from_json);
    match made_from {
        None => Some((words.unreadable)(&shown, name)),
        Some(made_from) => made_from.changed(root).map(|file| (words.outdated)(&shown, file, name)),
    }
}
