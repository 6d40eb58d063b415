//! Several entries of one student, made one submission.

use std::collections::BTreeMap;

use super::Reason;
use super::ignored::List;
use super::known::content;
use super::member::{MOST_BYTES, MOST_FILES};
use super::taken::Files;
use crate::result::HandedIn;

/// What was read of an entry.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub files: Files,
    /// By exercise.
    pub handed_in: BTreeMap<String, HandedIn>,
}

/// All of them as one. `None` where two hold other files at the same path: nobody but the student knows which counts.
pub(super) fn joined(parts: Vec<Contents>, ignored: &mut List) -> Option<Contents> {
    let mut files: BTreeMap<String, (String, Vec<u8>)> = BTreeMap::new();
    let mut handed_in: BTreeMap<String, HandedIn> = BTreeMap::new();
    let mut bytes_left = MOST_BYTES;
    for part in parts {
        for (path, bytes) in part.files {
            let size = bytes.len() as u64;
            match files.get(&path.to_lowercase()) {
                Some((other, same)) if *other == path && content(same) == content(&bytes) => {}
                Some(_) => return None,
                None if files.len() == MOST_FILES => ignored.add(path.as_bytes(), Reason::TooMany),
                None if size > bytes_left => ignored.add(path.as_bytes(), Reason::TooMuch),
                None => {
                    bytes_left -= size;
                    files.insert(path.to_lowercase(), (path, bytes));
                }
            }
        }
        for (exercise, one) in part.handed_in {
            let all = handed_in.entry(exercise).or_default();
            *all = HandedIn {
                at: all.at.take().max(one.at),
                clock: all.clock.max(one.clock),
                is_changed: all.is_changed || one.is_changed,
            };
        }
    }
    let mut files: Files = files.into_values().collect();
    files.sort();
    Some(Contents { files, handed_in })
}
