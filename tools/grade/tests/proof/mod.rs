//! What the proofs share: the corpus of hostile and honest submissions, the real grader as a person starts it, and what
//! it wrote.
#![allow(dead_code, reason = "not every proof needs all of it")]

#[cfg(target_os = "linux")]
pub mod below;
pub mod corpus;
pub mod grader;
