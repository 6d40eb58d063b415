//! What selfcheck saw when it judged every wrong program by all tests, as `tests/selfcheck/seen.rs` writes it.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use enchufe::verdict::Outcome;

/// What a test said: its name, the outcome, the mistake that was named.
pub type Said = (String, Outcome, Option<String>);

/// What must not have changed since.
const SOURCES: [&str; 4] = ["src", "solutions", "tests/graded", "tests/wrong"];

/// By program, such as `wrong/tcp-client/single-read`.
///
/// # Errors
/// There is none, or it is older than what it tells of.
pub fn read() -> Result<BTreeMap<String, Vec<Said>>, Box<dyn Error>> {
    let path = crate::target("seen").join("wrong.json");
    let again = "ENCHUFE_THOROUGH=1 cargo test --test selfcheck every_wrong_program";
    let text = std::fs::read(&path).map_err(|error| format!("{}: {error}. First: {again}", path.display()))?;
    let written = std::fs::metadata(&path)?.modified()?;
    for folder in SOURCES {
        if let Some(newer) = newer_than(written, &enchufe::root().join(folder))? {
            return Err(format!(
                "{} has changed since {} was written. First: {again}",
                newer.display(),
                path.display()
            )
            .into());
        }
    }
    let json: BTreeMap<String, BTreeMap<String, (String, Option<String>)>> = serde_json::from_slice(&text)?;
    let said = |(test, (outcome, mistake)): (String, (String, Option<String>))| {
        let outcome = Outcome::from_slug(&outcome).ok_or_else(|| format!("no outcome is called {outcome}"))?;
        Ok::<Said, Box<dyn Error>>((test, outcome, mistake))
    };
    json.into_iter()
        .map(|(program, tests)| Ok((program, tests.into_iter().map(said).collect::<Result<_, _>>()?)))
        .collect()
}

/// A file below a folder that was changed after this moment.
fn newer_than(moment: SystemTime, folder: &Path) -> std::io::Result<Option<PathBuf>> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let newer = if path.is_dir() {
            newer_than(moment, &path)?
        } else {
            (std::fs::metadata(&path)?.modified()? > moment).then_some(path)
        };
        if newer.is_some() {
            return Ok(newer);
        }
    }
    Ok(None)
}
