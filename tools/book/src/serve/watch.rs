//! What the book is made of, watched for saves.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::workbook;

/// A save is several events: this long after the last one it is over.
const QUIET: Duration = Duration::from_millis(80);

/// However many events come, they are not waited out for longer.
const LONGEST: Duration = Duration::from_secs(1);

/// The saves from now on.
pub struct Saves {
    events: Receiver<PathBuf>,
    _watcher: RecommendedWatcher,
}

/// Begins to watch.
///
/// # Errors
/// The system does not tell about saves.
pub fn saves(root: &Path) -> Result<Saves, notify::Error> {
    let (tell, events) = mpsc::channel();
    let exercises = root.join("exercises");
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        let Ok(event) = event else { return };
        if matches!(event.kind, EventKind::Access(_)) {
            return;
        }
        for path in event.paths.into_iter().filter(|path| is_source(path, &exercises)) {
            let _ = tell.send(path);
        }
    })?;
    let folders = ["book", "examples", "exercises", "tools/book/recordings"].map(|folder| root.join(folder));
    for folder in folders.into_iter().chain([workbook::page_folder()]).filter(|folder| folder.is_dir()) {
        watcher.watch(&folder, RecursiveMode::Recursive)?;
    }
    Ok(Saves { events, _watcher: watcher })
}

impl Saves {
    /// Waits for the next save. A path that was saved.
    pub fn next(&self) -> Option<PathBuf> {
        let path = self.events.recv().ok()?;
        let began = Instant::now();
        while began.elapsed() < LONGEST {
            match self.events.recv_timeout(QUIET) {
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
        Some(path)
    }
}

/// Not what an editor puts beside a file while it saves; of an exercise only what its card shows.
fn is_source(path: &Path, exercises: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_beside = name.starts_with('.') || name.ends_with('~') || name.ends_with(".swp") || name == "4913";
    !is_beside && (!path.starts_with(exercises) || name == "Cargo.toml")
}
