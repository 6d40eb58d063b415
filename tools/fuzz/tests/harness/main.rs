//! The harness: reports and conversations, frames, captures, manifests, pages, edits.

mod captures;
mod conversations;
mod edits;
mod frames;
mod manifests;
mod pages;
mod reports;
mod requests;
mod shown;
