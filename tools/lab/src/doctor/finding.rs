//! What a check found out: one line for a person, with what to do about it.

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    Ok,
    /// Something is less than it could be, and the workbook works.
    Note,
    /// Something necessary is missing.
    Problem,
}

impl Level {
    /// For tools.
    pub fn slug(self) -> &'static str {
        match self {
            Level::Ok => "ok",
            Level::Note => "note",
            Level::Problem => "problem",
        }
    }
}

/// What one check has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub level: Level,
    pub says: String,
    /// What to do about it.
    pub advice: Option<String>,
}

impl Finding {
    pub fn ok(says: impl Into<String>) -> Finding {
        Finding { level: Level::Ok, says: says.into(), advice: None }
    }

    pub fn note(says: impl Into<String>, advice: impl Into<String>) -> Finding {
        Finding { level: Level::Note, says: says.into(), advice: Some(advice.into()) }
    }

    pub fn problem(says: impl Into<String>, advice: impl Into<String>) -> Finding {
        Finding { level: Level::Problem, says: says.into(), advice: Some(advice.into()) }
    }
}
