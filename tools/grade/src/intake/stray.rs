//! Rust files that do not lie where an exercise does. Those of the workbook are not missed by anybody; any other may be
//! what somebody worked on, in a wrong place.

use super::ignored::List;
use super::known::{Known, content};
use super::member::{Kind, LARGEST_FILE, MOST_BYTES, MOST_FILES, Member};
use super::{Reason, path};

/// Where programs that build put files.
const BUILT: [&str; 4] = [".cargo", ".git", "node_modules", "target"];

/// Whether a path, by the names in it, leads to where builds put files.
pub fn is_built<'a>(mut names: impl Iterator<Item = &'a str>) -> bool {
    names.any(|name| BUILT.contains(&name))
}

/// One of them, that the workbook does not have at its path.
struct Stray {
    index: usize,
    /// Why it is not needed if it turns out to be the workbook's.
    reason: Reason,
    is_read: bool,
    content: Option<[u8; 32]>,
}

#[derive(Default)]
pub(super) struct Strays(Vec<Stray>);

/// Whether a member that is not taken for this reason is one.
pub(super) fn is_one(member: &Member, names: &[&str], reason: Reason) -> bool {
    let is_rust = names.last().is_some_and(|name| name.len() > 3 && name.to_ascii_lowercase().ends_with(".rs"));
    member.kind == Kind::File
        && is_rust
        && !is_built(names.iter().copied())
        && matches!(reason, Reason::NotJudged | Reason::UnknownExercise)
}

impl Strays {
    /// Of the members that are one, those that the workbook does not have at their paths. `top` is the folder of the
    /// whole workbook, if that was handed in.
    pub fn of(
        found: &[(usize, Reason)],
        members: &[Member],
        top: Option<&[String]>,
        known: &Known,
        ignored: &mut List,
    ) -> Strays {
        let mut strays = Vec::new();
        let mut bytes = 0;
        for &(index, reason) in found {
            let names = path::names(&members[index].path).unwrap_or_default();
            let inside = top.filter(|top| names.len() > top.len() && names.iter().zip(*top).all(|(one, at)| one == at));
            if inside.is_some_and(|top| known.has_path(&names[top.len()..].join("/"))) {
                ignored.add_in(&names, reason);
                continue;
            }
            let size = members[index].size;
            let is_read = strays.len() < MOST_FILES && size <= LARGEST_FILE && bytes + size <= MOST_BYTES;
            bytes += if is_read { size } else { 0 };
            strays.push(Stray { index, reason, is_read, content: None });
        }
        Strays(strays)
    }

    /// The members to be read.
    pub fn wanted(&self) -> impl Iterator<Item = usize> {
        self.0.iter().filter(|stray| stray.is_read).map(|stray| stray.index)
    }

    /// Takes note of what one of them holds.
    pub fn read(&mut self, index: usize, bytes: &[u8]) {
        if let Some(stray) = self.0.iter_mut().find(|stray| stray.index == index) {
            stray.content = Some(content(bytes));
        }
    }

    /// Names them: those that hold what the workbook has, or what was taken, are not needed.
    pub fn name(&self, members: &[Member], known: &Known, taken: &[[u8; 32]], ignored: &mut List) {
        let nothing = content(b"");
        for stray in &self.0 {
            let raw = &members[stray.index].path;
            let is_needless =
                |content: &[u8; 32]| known.has_content(content) || taken.contains(content) || *content == nothing;
            match stray.content.as_ref().is_some_and(is_needless) {
                true => ignored.add_in(&path::names(raw).unwrap_or_default(), stray.reason),
                false => ignored.add(raw, Reason::Elsewhere),
            }
        }
    }
}
