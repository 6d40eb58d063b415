//! What a person must look at because it may have been meant, and was not taken.

use crate::intake::{self, Reason};
use crate::result::{Ignored, Submission, Text};
use crate::words::rules as words;

/// So many paths are said.
const PATHS: usize = 5;

/// Why a person must look. Not about what can have cost nothing, where `lacks_points` says so.
pub(super) fn misplaced(submission: &Submission, lacks_points: bool) -> Vec<Text> {
    let of = |reason: Reason| -> Vec<&str> {
        let has_it =
            |ignored: &&Ignored| ignored.reason == reason && !intake::is_built(ignored.path.split(['/', '\\']));
        submission.ignored.iter().filter(has_it).map(|ignored| ignored.path.as_str()).collect()
    };
    let (elsewhere, archives) = (of(Reason::Elsewhere), of(Reason::NestedArchive));
    let is_nothing = intake::is_nothing(&submission.sources);
    let mut reasons = Vec::new();
    let mut is_explained = !archives.is_empty();
    let rivals = of(Reason::TwoSubmissions);
    if !rivals.is_empty() {
        is_explained = true;
        reasons.push(Text::said(|lang| (words(lang).two_submissions)(rivals.len(), &rivals.join(", "))));
    }
    let unread = submission.ignored.iter().filter(|ignored| ignored.reason.needs_a_person());
    for ignored in unread.filter(|ignored| ![Reason::Elsewhere, Reason::TwoSubmissions].contains(&ignored.reason)) {
        is_explained |= ignored.reason <= Reason::Unreadable;
        reasons.push(Text::said(|lang| (words(lang).not_taken)(&ignored.path, ignored.reason.text(lang))));
    }
    if !archives.is_empty() && (is_nothing || lacks_points) {
        let is_all = is_nothing && elsewhere.is_empty();
        reasons.push(Text::said(|lang| (words(lang).archives)(archives.len(), &some(&archives), is_all)));
    }
    // Nothing at all, or all of it under other names: 0 points may be right, and nobody should learn of them unseen. Where
    // an archive could not be read, that is the reason already.
    if is_nothing && (!is_explained || !elsewhere.is_empty()) {
        reasons.push(Text::said(|lang| (words(lang).nothing_taken)(&some(&elsewhere))));
    } else if !elsewhere.is_empty() && lacks_points {
        reasons.push(Text::said(|lang| (words(lang).elsewhere)(elsewhere.len(), &some(&elsewhere))));
    }
    reasons
}

fn some(paths: &[&str]) -> String {
    let more = if paths.len() > PATHS { ", …" } else { "" };
    paths[..paths.len().min(PATHS)].join(", ") + more
}
