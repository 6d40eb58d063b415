//! Feeds the workbook's parsers with what nobody should send them.
//!
//! `tests/` holds the parsers by the part of the workbook that they belong to; this library what they share: documents
//! that are nearly right ([`text`], [`json`]), and cases that are [`watched`] while they run. A case may not panic, hang,
//! or take more memory than it is allowed.
//!
//! ```sh
//! cargo test                                  # less than a minute
//! PROPTEST_CASES=25600 cargo test             # a hundred times as many cases: 256 is the usual number
//! ```
//!
//! Nothing is written into the tree. What fails is shown as small as it could be made, as it is written in Rust: mended, it
//! becomes a test with a name beside its parser. `PROPTEST_RNG_SEED` repeats a run; a failure says with which number.

mod appetite;
pub mod json;
pub mod text;
mod watched;

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};

pub use text::Bytes;

pub const KIB: usize = 1 << 10;
pub const MIB: usize = 1 << 20;

/// The number of cases that proptest knows as the usual one: `PROPTEST_CASES` is read as a multiple of it.
const USUAL: u32 = 256;

/// Holds `check` against so many inputs, each within `most` bytes of memory. Whatever `check` panics with is what is wrong.
///
/// # Panics
/// An input fails.
pub fn each<S>(cases: u32, most: usize, inputs: S, check: impl Fn(S::Value) + Send + Sync + 'static)
where
    S: Strategy,
    S::Value: Send + 'static,
{
    let config = Config::default();
    let seed = match config.rng_seed {
        RngSeed::Fixed(seed) => seed,
        RngSeed::Random => RandomState::new().hash_one(cases),
    };
    let many = u64::from(cases) * u64::from(config.cases) / u64::from(USUAL);
    let mut runner = TestRunner::new(Config {
        cases: u32::try_from(many).unwrap_or(u32::MAX).max(1),
        failure_persistence: None,
        max_shrink_time: 60_000,
        rng_seed: RngSeed::Fixed(seed),
        ..config
    });
    let check = Arc::new(check);
    let outcome = runner.run(&inputs, |input| {
        let check = Arc::clone(&check);
        watched::watched(most, move || check(input)).map_err(TestCaseError::fail)
    });
    if let Err(failure) = outcome {
        panic!("{failure}\nPROPTEST_RNG_SEED={seed} repeats it");
    }
}
