//! Notices when an exercise's files change, however an editor saves them: in place, through a rename, on a drive that sends
//! no notifications.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use crate::lab::Lab;
use crate::progress::sources;

/// An editor may touch several files to save one: what follows so soon belongs to the same save.
const SETTLE: Duration = Duration::from_millis(10);

/// So often the files are looked at where no notification comes.
const LOOK: Duration = Duration::from_millis(500);

/// A change that was seen by looking, and of which no notification came in this time, means that none will.
const LATE: Duration = Duration::from_secs(2);

/// What was noticed.
#[derive(Debug, PartialEq, Eq)]
pub enum Noticed {
    /// These exercises changed, by their place in the list.
    Saved(Vec<usize>),
    /// This drive sends no notifications: the files are looked at twice a second.
    OnlyLooking,
}

/// When a file was last written, and how long it was then.
type Stamp = (SystemTime, u64);
type Snapshot = Vec<BTreeMap<PathBuf, Stamp>>;

/// Tells `on` what it notices until the receiver is gone (`on` returns false). `looking`: without notifications.
pub fn watch(lab: &Lab, looking: bool, on: impl Fn(Noticed) -> bool + Send + 'static) {
    let exercises = lab.exercises.clone();
    let folder = lab.root.join("exercises");
    let snapshot = move || -> Snapshot {
        let stamp = |path: PathBuf| {
            let about = fs::metadata(&path).ok()?;
            Some((path, (about.modified().ok()?, about.len())))
        };
        exercises.iter().map(|exercise| sources(exercise).into_iter().filter_map(stamp).collect()).collect()
    };
    // Taken before this returns: what is saved from now on is noticed.
    let seen = snapshot();
    let (touch, touched) = mpsc::channel();
    let watcher = (!looking).then(|| notifier(&folder, touch)).flatten();
    thread::spawn(move || Saves { snapshot, seen, on, only_looking: watcher.is_none() }.go_on(&touched, watcher));
}

/// Sends a word whenever something happens in the folder. `None` where the system cannot.
fn notifier(folder: &std::path::Path, touch: mpsc::Sender<()>) -> Option<RecommendedWatcher> {
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let is_change = event.map_or(true, |event| !event.kind.is_access());
        if is_change {
            let _ = touch.send(());
        }
    })
    .ok()?;
    watcher.watch(folder, RecursiveMode::Recursive).ok()?;
    Some(watcher)
}

struct Saves<S, O> {
    snapshot: S,
    seen: Snapshot,
    on: O,
    only_looking: bool,
}

impl<S: Fn() -> Snapshot, O: Fn(Noticed) -> bool> Saves<S, O> {
    fn go_on(mut self, touched: &Receiver<()>, watcher: Option<RecommendedWatcher>) {
        if self.only_looking && !(self.on)(Noticed::OnlyLooking) {
            return;
        }
        // Kept until the end: who drops it is told nothing more.
        let _watcher = watcher;
        let mut unannounced = None;
        loop {
            let is_announced = match touched.recv_timeout(LOOK) {
                Ok(()) => {
                    while touched.recv_timeout(SETTLE).is_ok() {}
                    true
                }
                Err(RecvTimeoutError::Timeout) => false,
                // No notifier: the time passes in another way.
                Err(RecvTimeoutError::Disconnected) => {
                    thread::park_timeout(LOOK);
                    false
                }
            };
            if is_announced {
                unannounced = None;
            }
            let now = (self.snapshot)();
            let changed = |place: &usize| now[*place] != self.seen[*place];
            let saved: Vec<usize> = (0..now.len()).filter(changed).collect();
            self.seen = now;
            if !saved.is_empty() {
                if !is_announced {
                    unannounced.get_or_insert_with(Instant::now);
                }
                if !(self.on)(Noticed::Saved(saved)) {
                    return;
                }
            }
            let is_late = unannounced.is_some_and(|since: Instant| since.elapsed() > LATE);
            if is_late && !self.only_looking {
                self.only_looking = true;
                if !(self.on)(Noticed::OnlyLooking) {
                    return;
                }
            }
        }
    }
}
