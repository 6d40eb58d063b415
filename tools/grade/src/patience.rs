//! How many times as long as usual a test waits: `ENCHUFE_PATIENCE`, which a slow machine sets. The harness reads it, too;
//! here it is read before anything is judged.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::words::{bench as words, spoken};

/// The variable, as the harness knows it.
pub const NAME: &str = "ENCHUFE_PATIENCE";

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Patience(f64);

impl Default for Patience {
    fn default() -> Patience {
        Patience(1.0)
    }
}

impl Patience {
    /// What the variable says; as usual if it is not set.
    ///
    /// # Errors
    /// The harness would not understand it, and every test would be an error of the lab.
    pub fn asked_for() -> Result<Patience, Problem> {
        std::env::var_os(NAME).map_or_else(|| Ok(Patience::default()), |said| said.to_string_lossy().parse())
    }

    /// The most that something may take in which tests wait; never less than usual.
    pub fn stretched(self, time: Duration) -> Duration {
        time.mul_f64(self.0.max(1.0))
    }
}

impl FromStr for Patience {
    type Err = Problem;

    fn from_str(said: &str) -> Result<Patience, Problem> {
        let number = said.parse().ok().filter(|number| *number > 0.0 && *number <= 1000.0);
        let words = words(spoken());
        number.map(Patience).ok_or_else(|| Problem::new((words.no_patience)(NAME, said)).advise(words.set_patience))
    }
}

impl fmt::Display for Patience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_waits_longer_may_take_longer_in_all() {
        let patience = |said: &str| said.parse::<Patience>().expect("it is a number");
        let stretched = |said| patience(said).stretched(Duration::from_secs(10));
        assert_eq!(stretched("5"), Duration::from_secs(50));
        assert_eq!(stretched("0.2"), Duration::from_secs(10));
    }

    #[test]
    fn what_the_harness_does_not_understand_is_refused() {
        for said in ["", "mucha", "0", "-1", "1001", "NaN", "inf"] {
            assert!(said.parse::<Patience>().is_err(), "{said}");
        }
    }
}
