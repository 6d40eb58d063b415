//! The sentences that those parts need.

#[path = "../../../lab/src/words/trace.rs"]
#[allow(dead_code, reason = "the companion uses all of it")]
pub mod trace;

pub use trace::trace;
