//! When each exercise of a submission was handed in.

use std::collections::BTreeMap;
use std::path::Path;

use enchufe::catalog::Exercise;
use jiff::Timestamp;

use super::git::{Checkout, Touched};
use super::known::without_returns;
use crate::result::{Clock, HandedIn};

/// A file that was taken.
pub(super) struct Dated<'a> {
    /// `exercises/03-tcp-client/src/main.rs`
    pub path: &'a str,
    /// The same from the checkout's folder on, as the submission names it.
    pub given: String,
    pub bytes: &'a [u8],
    /// Seconds since 1970, UTC.
    pub modified: Option<i64>,
    pub clock: Clock,
}

/// By exercise, of those of which something was taken.
pub(super) fn of(files: &[Dated], exercises: &[Exercise], checkout: Option<&Path>) -> BTreeMap<String, HandedIn> {
    let checkout = checkout.and_then(Checkout::open);
    let mut times = BTreeMap::new();
    for exercise in exercises {
        let folder = exercise.folder.file_name().unwrap_or_default().to_string_lossy();
        let start = format!("exercises/{folder}/");
        let own: Vec<&Dated> = files.iter().filter(|file| file.path.starts_with(&start)).collect();
        if own.is_empty() {
            continue;
        }
        let latest = own.iter().filter_map(|file| file.modified).max();
        let clock = own.iter().map(|file| file.clock).max().unwrap_or_default();
        let by_files = || HandedIn { at: latest.and_then(said), clock, is_changed: false };
        let handed_in = checkout.as_ref().map_or_else(by_files, |checkout| by_commit(&own, checkout));
        times.insert(exercise.slug.clone(), handed_in);
    }
    times
}

/// The last commit that touches one of the files. What no commit has, or has otherwise, came after the last one: nobody
/// knows when.
fn by_commit(files: &[&Dated], checkout: &Checkout) -> HandedIn {
    let paths: Vec<&str> = files.iter().map(|file| file.given.as_str()).collect();
    let committed = checkout.contents(&paths);
    let is_same = |(file, committed): (&&Dated, &Option<Vec<u8>>)| {
        // Git may write the ends of lines otherwise into the folder than into the commit.
        committed.as_ref().is_some_and(|bytes| without_returns(bytes) == without_returns(file.bytes))
    };
    let is_changed = committed.len() != files.len() || !files.iter().zip(&committed).all(is_same);
    let (seconds, clock) = match checkout.touched(&paths) {
        Touched::At(seconds) => (seconds, Clock::Certain),
        Touched::Never => (checkout.last, Clock::Certain),
        Touched::Unknown => (checkout.last, Clock::Commit),
    };
    HandedIn { at: said(seconds), clock, is_changed }
}

fn said(seconds: i64) -> Option<String> {
    Timestamp::from_second(seconds).ok().map(|time| time.to_string())
}
