//! Which hints have been given: for each exercise, where they came from, and how many. Losing it costs a question that
//! is asked twice.

use std::fs;
use std::io;
use std::path::PathBuf;

use enchufe::catalog::Exercise;
use serde_json::{Map, Value, json};

use crate::lab::Lab;

pub fn path(lab: &Lab) -> PathBuf {
    lab.kept().join("hints.json")
}

/// How many stages from this source have been given.
pub fn given(lab: &Lab, exercise: &Exercise, source: &str) -> usize {
    let kept = load(lab);
    let entry = kept.get(&exercise.slug).filter(|entry| entry.get("source").and_then(Value::as_str) == Some(source));
    let stage = entry.and_then(|entry| entry.get("stage")?.as_u64());
    stage.and_then(|stage| usize::try_from(stage).ok()).unwrap_or_default()
}

/// Remembers that so many stages from this source have been given.
///
/// # Errors
/// It cannot be written down.
pub fn remember(lab: &Lab, exercise: &Exercise, source: &str, stage: usize) -> io::Result<()> {
    let mut kept = load(lab);
    kept.insert(exercise.slug.clone(), json!({ "source": source, "stage": stage }));
    save(lab, kept)
}

/// Forgets what was given for an exercise.
///
/// # Errors
/// It cannot be written down.
pub fn forget(lab: &Lab, exercise: &Exercise) -> io::Result<()> {
    let mut kept = load(lab);
    match kept.remove(&exercise.slug) {
        Some(_) => save(lab, kept),
        None => Ok(()),
    }
}

/// What is kept. Where nothing is, or nothing that can be read, nothing was given.
fn load(lab: &Lab) -> Map<String, Value> {
    let text = fs::read_to_string(path(lab)).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

fn save(lab: &Lab, kept: Map<String, Value>) -> io::Result<()> {
    let path = path(lab);
    fs::create_dir_all(lab.kept())?;
    // Written beside and moved: whoever reads meets the old or the new, never half of one.
    let beside = path.with_extension(format!("hints-{}", std::process::id()));
    let written = fs::write(&beside, format!("{:#}\n", Value::Object(kept))).and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}
