//! How many times as long as usual a test waits, on a slow machine. The harness reads it as well; here it is read before
//! anything is judged.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::words::{bench as words, spoken};

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Patience(pub(crate) f64);

impl Default for Patience {
    fn default() -> Patience {
        Patience(1.0)
    }
}

impl Patience {
    /// What `ENCHUFE_PATIENCE` says; as usual if it is not set.
    ///
    /// # Errors
    /// The harness would not understand it, and every test would be an error of the lab.
    pub fn asked_for() -> Result<Patience, Problem> {
        let lang = spoken();
        let understood = enchufe::patience().map(Patience);
        understood.map_err(|problem| Problem::new((lang.words().problem)(&problem)).advise(words(lang).set_patience))
    }

    /// The most that something may take in which tests wait; never less than usual.
    pub fn stretched(self, time: Duration) -> Duration {
        time.mul_f64(self.0.max(1.0))
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
        let stretched = |patience| Patience(patience).stretched(Duration::from_secs(10));
        assert_eq!(stretched(5.0), Duration::from_secs(50));
        assert_eq!(stretched(0.2), Duration::from_secs(10));
    }
}
