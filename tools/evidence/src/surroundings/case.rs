//! The surroundings, by name.

use super::plan::Plan;
use super::{Scene, clock, limits, locale, no_ipv6, slow_disk, tree};

/// A surrounding in which the graded tests must hold.
pub struct Case {
    pub name: &'static str,
    /// What is different there, in a few words.
    pub about: &'static str,
    /// Prepares it.
    ///
    /// # Errors
    /// Why that is not possible on this machine.
    pub make: fn(&Plan) -> Result<Scene, String>,
    /// Looks, inside, whether it really is so, and says what it saw, right or wrong.
    pub probe: fn(&Plan) -> Result<String, String>,
}

pub const CASES: [Case; 9] = [
    Case {
        name: "no-ipv6",
        about: "a container's namespaces without IPv6",
        make: no_ipv6::make,
        probe: no_ipv6::probe,
    },
    Case {
        name: "few-descriptors",
        about: "64 file descriptors",
        make: limits::few_descriptors,
        probe: limits::descriptors_seen,
    },
    Case { name: "one-processor", about: "one processor", make: limits::one_processor, probe: limits::processors_seen },
    Case { name: "slow-disk", about: "a slow disk", make: slow_disk::make, probe: slow_disk::probe },
    Case { name: "jumping-clock", about: "a clock that jumps", make: clock::make, probe: clock::probe },
    Case { name: "locale-c", about: "the locale C", make: locale::c, probe: locale::probe_c },
    Case {
        name: "locale-latin-1",
        about: "a locale in ISO 8859-1",
        make: locale::latin_1,
        probe: locale::probe_latin_1,
    },
    Case {
        name: "blanks-and-accents",
        about: "a path with blanks and accents",
        make: tree::blanks_and_accents,
        probe: tree::probe_path,
    },
    Case {
        name: "read-only",
        about: "a read-only tree, CARGO_TARGET_DIR elsewhere",
        make: tree::read_only,
        probe: tree::probe_read_only,
    },
];
