//! `cargo lab play`: cachipún in the browser. Every tab is a player.
//!
//! ```text
//!  tab ──HTTP──▶ service ──▶ page        its files, part of this program
//!  tab ◀─WebSocket─▶ bridge ◀─TCP─▶ the game's server
//! ```
//!
//! The page speaks the game; this program serves the page and carries frames. Each tab has a TCP connection of its own.
//!
//! | file | holds |
//! |---|---|
//! | `options` | the command line |
//! | `service` | the listener for browsers: how many, who, how long |
//! | `http` | the head of a request, and whether it comes from our page |
//! | `page`, `page/` | the page's files |
//! | `bridge` | one page and its TCP connection |
//! | `farewell` | why a connection ended, as close codes |
//! | `wire` | frames |
//! | `seats` | how many at once |
//! | `server` | the game's server of the solution, started when nobody else serves |
//! | `lan` | this machine's address in its network, and its QR code |
//! | `terminal` | what is said, and what becomes of it where nobody hears |
//! | `words` | every sentence for the terminal, in each language |
//!
//! **Who may connect.** A request must be sent to an address of this machine, as a number or as `localhost`, and a
//! WebSocket must come from a page of that same address: a page of another site can reach neither the game nor, through
//! this program, any other server. The bridge connects only to the server that was named at the start.
//!
//! **Trying the page faster.** `?tempo=0.05` after the page's address makes the 3, 2, 1 and all other pauses that much
//! shorter (0.01 to 10), on loopback only.
//!
//! **Looking at the page.** `ENCHUFE_PICTURES=1 cargo test --test states` leaves a picture of every state, for a phone and
//! a wide screen, light and dark, in `target/enchufe/play`. The tests in a browser need Chromium and its chromedriver;
//! without them they say so and are left out. They play against the solution's server, or against the program in
//! `ENCHUFE_PROGRAM_CACHIPUN_SERVER`.

pub mod bridge;
pub mod farewell;
pub mod http;
pub mod lan;
pub mod options;
pub mod page;
pub mod seats;
pub mod server;
pub mod service;
pub mod terminal;
pub mod wire;
pub mod words;
