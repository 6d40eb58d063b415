//! `cargo lab grade`: a class of strangers, graded fairly.
//!
//! [`intake`] takes the few files that are judged from each submission; [`plan`] finds which of them are the same, or
//! were judged before; [`judge`] meets each of the others with the graded tests, inside a [`sandbox`]; [`store`] keeps
//! every verdict, whole or not at all; [`rules`] make points of verdicts; [`report`] and [`export`] show them. [`run`]
//! is what leads through all of it.

pub mod class;
pub mod export;
pub mod handed_in;
pub mod handout;
pub mod intake;
pub mod judge;
pub mod layout;
pub mod options;
pub mod order;
pub mod patience;
pub mod plan;
pub mod points;
pub mod problem;
pub mod report;
pub mod result;
pub mod resume;
pub mod rules;
pub mod run;
pub mod sandbox;
pub mod shard;
pub mod store;
pub mod version;
pub mod words;
pub mod workbook;
