//! What `cargo lab grade` can put around the programs of strangers. Only Linux has these; a student needs none.

use std::fs;
use std::path::Path;

use super::finding::Finding;
use super::program::{Answer, ask};
use crate::lab::Lab;
use crate::words::doctor as words_of;

/// The kernel's own list of what watches over programs. It can be read where that part of the kernel is mounted.
const GUARDS: &str = "/sys/kernel/security/lsm";

/// Whether this user may make a user namespace: tried.
pub fn namespaces(lab: &Lab) -> Vec<Finding> {
    let words = words_of(lab.lang);
    vec![match ask("unshare", &["--user", "--map-root-user", "true"], Path::new("/")) {
        Answer::Said(_) => Finding::ok(words.namespaces),
        Answer::Failed(said) => Finding::note((words.no_namespaces)(&said), words.allow_namespaces),
        Answer::Absent => Finding::note((words.cannot_try)("unshare"), words.grade_tries),
        Answer::Silent => Finding::note((words.silent)("unshare"), words.grade_tries),
    }]
}

/// Whether the kernel lets a program give up rights for good.
pub fn landlock(lab: &Lab) -> Vec<Finding> {
    let words = words_of(lab.lang);
    vec![match fs::read_to_string(GUARDS) {
        Ok(guards) if guards.split(',').any(|guard| guard.trim() == "landlock") => Finding::ok(words.landlock),
        Ok(_) => Finding::note(words.no_landlock, words.enable_landlock),
        Err(error) => Finding::note((words.unknown_landlock)(&error), words.grade_tries),
    }]
}

/// Whether bubblewrap is there and can do its work: tried.
pub fn bubblewrap(lab: &Lab) -> Vec<Finding> {
    let words = words_of(lab.lang);
    vec![match ask("bwrap", &["--ro-bind", "/", "/", "--unshare-all", "true"], Path::new("/")) {
        Answer::Said(_) => Finding::ok(words.bubblewrap),
        Answer::Failed(said) => Finding::note((words.bubblewrap_fails)(&said), words.allow_namespaces),
        Answer::Absent => Finding::note(words.no_bubblewrap, words.get_bubblewrap),
        Answer::Silent => Finding::note((words.silent)("bwrap"), words.grade_tries),
    }]
}
