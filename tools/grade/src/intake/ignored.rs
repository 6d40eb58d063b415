//! The list of what was not taken, short enough to be read.

use std::collections::BTreeSet;

use super::{Reason, path};
use crate::result::Ignored;

/// No list is longer.
const LONGEST: usize = 100;

/// Folders of the workbook, of cargo and of git that are named as one.
const KNOWN: [&str; 12] = [
    ".cargo",
    ".ci",
    ".git",
    ".vscode",
    "book",
    "examples",
    "node_modules",
    "solutions",
    "src",
    "target",
    "tests",
    "tools",
];

#[derive(Debug, Default)]
pub(super) struct List {
    /// By reason, so that what matters is there when the rest is only counted.
    listed: BTreeSet<(Reason, String)>,
    more: usize,
    /// The entry in which what is added lies, where a submission has several.
    part: Option<String>,
}

impl List {
    /// What is added from here on lies in this entry of several, or in the only one.
    pub fn enter(&mut self, part: Option<&[u8]>) {
        self.part = part.map(path::shown);
    }

    pub fn add(&mut self, raw: &[u8], reason: Reason) {
        self.insert(path::shown(raw), reason);
    }

    /// The same, but what nobody would look at is named by its folder.
    pub fn add_in(&mut self, names: &[&str], reason: Reason) {
        let depth = match reason {
            Reason::MacOs if names.contains(&"__MACOSX") => names.iter().position(|&name| name == "__MACOSX"),
            Reason::NotJudged => {
                let mut around = names.iter().take_while(|name| **name != "exercises");
                around.position(|name| KNOWN.contains(name))
            }
            Reason::UnknownExercise => names.iter().position(|&name| name == "exercises").map(|at| at + 1),
            _ => None,
        };
        match depth {
            Some(depth) if depth + 1 < names.len() => {
                self.insert(path::shown(names[..=depth].join("/").as_bytes()) + "/", reason);
            }
            _ => self.insert(path::shown(names.join("/").as_bytes()), reason),
        }
    }

    fn insert(&mut self, path: String, reason: Reason) {
        let path = match &self.part {
            Some(part) => format!("{part}/{path}"),
            None => path,
        };
        self.listed.insert((reason, path));
        if self.listed.len() > LONGEST {
            self.listed.pop_last();
            self.more += 1;
        }
    }

    pub fn finish(self) -> Vec<Ignored> {
        let mut list: Vec<_> = self.listed.into_iter().map(|(reason, path)| Ignored { path, reason }).collect();
        list.sort();
        if self.more > 0 {
            list.push(Ignored { path: format!("+ {}", self.more), reason: Reason::More });
        }
        list
    }
}
