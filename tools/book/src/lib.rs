//! `cargo lab book`: from `book/en` and `book/es` to a folder of HTML, on a shelf or served.
//!
//! | file | holds |
//! |---|---|
//! | `options` | the command line |
//! | `workbook` | where everything lies |
//! | `blocks/` | the fenced blocks of the book's own: one file per kind |
//! | `figure/` | a conversation as inline SVG |
//! | `record/` | sessions and figures recorded from real runs |
//! | `check/` | what only shows when both languages and all pages are looked at |
//! | `site/` | the pages rendered: contents, each page prepared, mdBook, each page dressed |
//! | `serve/` | the book on loopback, built again on every save; how the exercises stand |
//! | `pdf` | the book printed by Chromium |
//! | `terminal`, `stopping` | what is said, and the end before the end |
//! | `page/` | what the browser gets: styles, scripts, what takes the place of mdBook's own |
//! | `words/` | every sentence, in each language |

pub mod blocks;
pub mod check;
pub mod figure;
pub mod options;
pub mod pdf;
pub mod problem;
pub mod record;
pub mod serve;
pub mod site;
pub mod stopping;
pub mod terminal;
pub mod words;
pub mod workbook;
