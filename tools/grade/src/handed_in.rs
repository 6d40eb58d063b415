//! When something was handed in, and what that time is worth.

use serde::{Deserialize, Serialize};

/// When an exercise was handed in, from the submission itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedIn {
    /// RFC 3339 in UTC, whole seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    #[serde(default, skip_serializing_if = "Clock::is_certain")]
    pub clock: Clock,
    /// Whether its files are others than those of the last commit.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_changed: bool,
}

/// Where a time comes from. What is worth less comes later.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Clock {
    /// A commit, an archive that says which moment it means, or somebody who knows.
    #[default]
    Certain,
    /// A zip that has only the time of the day at some place.
    Local,
    /// Files in a folder: whoever copied or unpacked them may have given them a new time.
    Files,
    /// The last commit of a history that ends before the one that is meant: the files may be older.
    Commit,
}

impl Clock {
    pub fn is_certain(&self) -> bool {
        *self == Clock::Certain
    }
}
