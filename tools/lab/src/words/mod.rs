//! Every sentence that `cargo lab` says. Each command has a file here, with one struct that is filled once per language,
//! so that the compiler finds a missing translation.

pub mod doctor;
pub mod door;
pub mod exercise;
pub mod explain;
pub mod general;
pub mod hint;
pub mod overview;
pub mod peer;
pub mod reset;
pub mod solution;
pub mod talk;
pub mod test;
pub mod trace;
pub mod watch;

pub use doctor::doctor;
pub use door::door;
pub use exercise::exercise;
pub use explain::explain;
pub use general::general;
pub use hint::hint;
pub use overview::overview;
pub use peer::peer;
pub use reset::reset;
pub use solution::solution;
pub use talk::talk;
pub use test::test;
pub use trace::trace;
pub use watch::watch;
