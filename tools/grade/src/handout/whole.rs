//! Whether what is handed out is whole: no manifest names what is not there.

use std::fs;
use std::path::Path;

use toml::{Table, Value};

use crate::problem::Problem;
use crate::words::{general, handout as words_of, spoken};

/// Looks at every manifest of the hand-out.
pub(super) fn check(handout: &Path) -> Result<(), Problem> {
    let files =
        super::below(handout).map_err(|error| Problem::new((general(spoken()).cannot_read)(handout, &error)))?;
    for manifest in files.iter().filter(|file| file.file_name().is_some_and(|name| name == "Cargo.toml")) {
        let cannot_read = |error| Problem::new((general(spoken()).cannot_read)(manifest, &error));
        let text = fs::read_to_string(manifest).map_err(cannot_read)?;
        // A file of tests may be no manifest at all.
        let Ok(table) = text.parse::<Table>() else { continue };
        let folder = manifest.parent().unwrap_or(handout);
        if let Some(missing) = paths(&Value::Table(table)).into_iter().find(|path| !folder.join(path).exists()) {
            let words = words_of(spoken());
            let manifest = manifest.strip_prefix(handout).unwrap_or(manifest);
            return Err(Problem::new((words.needs_missing)(manifest, &missing)).advise(words.restore));
        }
    }
    Ok(())
}

/// Every `path = "…"` in a manifest, wherever it stands.
fn paths(value: &Value) -> Vec<String> {
    match value {
        Value::Table(table) => table
            .iter()
            .flat_map(|(key, value)| match value {
                Value::String(path) if key == "path" => vec![path.clone()],
                other => paths(other),
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(paths).collect(),
        _ => Vec::new(),
    }
}
