//! Which members of a submission are judged, and why the others are not. Reads nothing.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use enchufe::catalog::Exercise;

use super::Reason;
use super::ignored::List;
use super::member::{Kind, LARGEST_FILE, MOST_BYTES, MOST_FILES, Member};
use super::{path, stray};

/// How many folders may lie around the workbook: `student-main/exercises`, `upload/student-main/exercises`.
const MOST_TOP_FOLDERS: usize = 2;

/// What is to be read.
#[derive(Debug, Default)]
pub(super) struct Choice {
    /// Place in the list, and the path at which it is judged; by path.
    pub taken: Vec<(usize, String)>,
    /// The folders around the workbook, from the submission on.
    pub top: Vec<String>,
    /// Rust files in other places, and why they are not judged there.
    pub strays: Vec<(usize, Reason)>,
}

/// A member with a path at which something is judged.
struct Candidate<'a> {
    index: usize,
    top: &'a [&'a str],
    exercise: usize,
    /// The exercise's folder as the submission names it.
    called: &'a str,
    below_src: &'a [&'a str],
}

pub(super) fn choose(members: &[Member], exercises: &[Exercise], ignored: &mut List) -> Choice {
    let folders: Vec<String> = exercises.iter().map(folder).collect();
    let mut split = Vec::new();
    for (index, member) in members.iter().enumerate() {
        match path::names(&member.path) {
            Ok(names) => split.push((index, names)),
            Err(reason) => ignored.add(&member.path, reason),
        }
    }
    let (mut candidates, mut strays) = (Vec::new(), Vec::new());
    for (index, names) in &split {
        match place(*index, names, exercises, &folders) {
            _ if members[*index].kind == Kind::Folder => {}
            Err(reason) if stray::is_one(&members[*index], names, reason) => strays.push((*index, reason)),
            Err(reason) => {
                let reason = match members[*index].kind {
                    Kind::Not(special) if reason != Reason::MacOs => special,
                    _ => reason,
                };
                ignored.add_in(names, reason);
            }
            Ok(candidate) => match fault(&members[*index], &candidate) {
                Some(reason) => ignored.add(&members[*index].path, reason),
                None => candidates.push(candidate),
            },
        }
    }
    let top = best_top(&candidates, members);
    let mut drop_from = |candidate: &Candidate, reason| ignored.add(&members[candidate.index].path, reason);
    candidates.retain(|candidate| {
        let stays = candidate.top == top;
        if !stays {
            drop_from(candidate, Reason::AnotherCopy);
        }
        stays
    });
    let called = best_names(&candidates, &folders);
    let mut files: BTreeMap<String, Candidate> = BTreeMap::new();
    for candidate in candidates {
        if called[&candidate.exercise] != candidate.called {
            drop_from(&candidate, Reason::AnotherCopy);
            continue;
        }
        let path = format!("exercises/{}/src/{}", folders[candidate.exercise], candidate.below_src.join("/"));
        if let Some(earlier) = files.insert(path, candidate) {
            drop_from(&earlier, Reason::Duplicate);
        }
    }
    let mut choice = Choice { top: top.iter().map(|&name| name.to_owned()).collect(), strays, ..Choice::default() };
    let (mut seen, mut bytes) = (BTreeSet::new(), 0);
    // Small letters first: `main.rs` is what a compiler looks for, not `Main.rs`.
    let mut in_order: Vec<_> = files.into_iter().collect();
    in_order.sort_by_cached_key(|(path, _)| (path.to_lowercase(), Reverse(path.clone())));
    for (path, candidate) in in_order {
        let size = members[candidate.index].size;
        if !seen.insert(path.to_lowercase()) {
            drop_from(&candidate, Reason::CaseCollision);
        } else if choice.taken.len() == MOST_FILES {
            drop_from(&candidate, Reason::TooMany);
        } else if bytes + size > MOST_BYTES {
            drop_from(&candidate, Reason::TooMuch);
        } else {
            bytes += size;
            choice.taken.push((candidate.index, path));
        }
    }
    choice.taken.sort_by(|(_, one), (_, other)| one.cmp(other));
    choice
}

/// `03-tcp-client`.
fn folder(exercise: &Exercise) -> String {
    exercise.folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Where in the workbook a path lies.
fn place<'a>(
    index: usize,
    names: &'a [&'a str],
    exercises: &[Exercise],
    folders: &[String],
) -> Result<Candidate<'a>, Reason> {
    let Some(&last) = names.last() else { return Err(Reason::NotJudged) };
    if names.contains(&"__MACOSX") || last == ".DS_Store" || last.starts_with("._") {
        return Err(Reason::MacOs);
    }
    if is_archive(last) {
        return Err(Reason::NestedArchive);
    }
    let at = names.iter().take(MOST_TOP_FOLDERS + 1).position(|&name| name == "exercises");
    let at = at.ok_or(Reason::NotJudged)?;
    let (&called, rest) = names[at + 1..].split_first().ok_or(Reason::NotJudged)?;
    let is_meant = |(exercise, folder): (&Exercise, &String)| {
        folder == called || exercise.slug == called || called.parse() == Ok(exercise.number)
    };
    let exercise = exercises.iter().zip(folders).position(is_meant);
    let Some(exercise) = exercise else {
        return Err(if rest.is_empty() { Reason::NotJudged } else { Reason::UnknownExercise });
    };
    match rest {
        ["src", below_src @ ..] if last.len() > 3 && last.ends_with(".rs") && !below_src.is_empty() => {
            Ok(Candidate { index, top: &names[..at], exercise, called, below_src })
        }
        _ => Err(Reason::NotJudged),
    }
}

pub(super) fn is_archive(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".zip", ".tar", ".tgz", ".gz", ".7z", ".rar", ".xz", ".bz2", ".zst"].iter().any(|ending| name.ends_with(ending))
}

fn fault(member: &Member, candidate: &Candidate) -> Option<Reason> {
    match member.kind {
        Kind::Not(reason) => Some(reason),
        _ if member.size > LARGEST_FILE => Some(Reason::TooBig),
        _ => path::fault(candidate.below_src),
    }
}

/// Of several copies of the workbook: the one with the fewest folders around it, then the one with the most files, then
/// the latest one.
fn best_top<'a>(candidates: &[Candidate<'a>], members: &[Member]) -> &'a [&'a str] {
    let mut tops: BTreeMap<&[&str], (usize, Option<i64>)> = BTreeMap::new();
    for candidate in candidates {
        let (files, latest) = tops.entry(candidate.top).or_default();
        *files += 1;
        *latest = (*latest).max(members[candidate.index].modified);
    }
    let best = tops.into_iter().min_by_key(|(top, (files, latest))| (top.len(), Reverse(*files), Reverse(*latest)));
    best.map_or(&[], |(top, _)| top)
}

/// How the submission calls each exercise: by the workbook's own name if it has it twice.
fn best_names<'a>(candidates: &[Candidate<'a>], folders: &[String]) -> BTreeMap<usize, &'a str> {
    let mut called: BTreeMap<usize, &str> = BTreeMap::new();
    for candidate in candidates {
        let best = called.entry(candidate.exercise).or_insert(candidate.called);
        let rank = |name: &str| (name != folders[candidate.exercise], name.to_owned());
        if rank(candidate.called) < rank(best) {
            *best = candidate.called;
        }
    }
    called
}
