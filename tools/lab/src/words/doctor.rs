//! What `cargo lab doctor` says. A sentence for each finding, and one for what to do about it.

mod en;
mod es;

use std::io::Error;

use enchufe::words::Lang;

pub struct Words {
    pub help: &'static str,
    pub looking: &'static str,
    pub level: fn(&str) -> &'static str,
    pub group: fn(&str) -> &'static str,
    pub given_up: fn(&str) -> String,
    pub ask_again: &'static str,
    pub silent: fn(&str) -> String,
    pub ask_it_yourself: &'static str,
    pub fails: fn(&str, &str) -> String,
    pub all_well: &'static str,
    pub not_well: &'static str,
    pub for_a_report: &'static str,

    // Rust and other programs.
    pub rust: fn(&str) -> String,
    pub new_enough_rust: fn(&str, &str) -> String,
    pub old_rust: fn(&str, &str) -> String,
    pub no_rust: &'static str,
    pub no_cargo: &'static str,
    pub get_rust: &'static str,
    pub is_there: fn(&str) -> String,
    pub no_git: &'static str,
    pub get_git: &'static str,
    pub python: fn(&str) -> String,
    pub python_of_another_name: fn(&str) -> String,
    pub use_that_name: &'static str,
    pub no_python: &'static str,
    pub get_python: &'static str,
    pub wireshark: fn(&str) -> String,
    pub no_wireshark: &'static str,
    pub get_wireshark: &'static str,
    pub chromium: fn(&str) -> String,
    pub no_chromium: &'static str,
    pub get_chromium: &'static str,

    // The workbook.
    pub complete: fn(usize, usize) -> String,
    pub missing: fn(&str) -> String,
    pub restore: fn(&str) -> String,
    pub more_missing: fn(usize) -> String,
    pub fresh_copy: &'static str,
    pub with_solutions: &'static str,
    pub hand_out: &'static str,
    pub writable: fn(&str) -> String,
    pub not_writable: fn(&str, &Error) -> String,
    pub make_writable: &'static str,
    pub skewed: fn(&str, u64) -> String,
    pub mend_skew: &'static str,
    pub space: fn(&str, Option<&str>) -> String,
    pub nearly_full: fn(&str) -> String,
    pub full: fn(&str) -> String,
    pub make_space: &'static str,
    pub far: fn(&str) -> String,
    pub move_near: &'static str,
    pub notified: &'static str,
    pub not_notified: &'static str,
    pub cannot_watch: fn(&str) -> String,
    pub polls: &'static str,

    // The network.
    pub tcp: &'static str,
    pub tcp_silent: &'static str,
    pub no_tcp: fn(&Error) -> String,
    pub udp: &'static str,
    pub udp_silent: &'static str,
    pub no_udp: fn(&Error) -> String,
    pub look_at_firewall: &'static str,
    pub mend_loopback: &'static str,
    pub ipv6: &'static str,
    pub no_ipv6: fn(&Error) -> String,
    pub without_ipv6: &'static str,
    pub localhost: fn(&str) -> String,
    /// It has no other address.
    pub localhost_alone: fn(&str) -> String,
    pub no_localhost: fn(&Error) -> String,
    pub strange_localhost: fn(&str) -> String,
    pub localhost_without_v4: fn(&str) -> String,
    pub name_localhost: &'static str,
    pub use_numbers: &'static str,
    pub of_cachipun: &'static str,
    pub of_the_examples: &'static str,
    pub port_free: fn(u16, &str) -> String,
    pub port_taken: fn(u16, &str) -> String,
    pub port_refused: fn(u16, &str, &Error) -> String,
    pub who_has_it: fn(&str) -> String,

    // The computer and the terminal.
    pub cores: fn(&str, usize) -> String,
    pub one_core: fn(&str) -> String,
    pub be_patient: &'static str,
    pub clock: fn(&str) -> String,
    pub clock_behind: fn(&str) -> String,
    pub set_clock: &'static str,
    pub size: fn(usize, usize, &str) -> String,
    pub small: fn(usize, usize) -> String,
    pub enlarge: &'static str,
    pub dumb: &'static str,
    pub use_another_terminal: &'static str,
    pub no_terminal: &'static str,
    pub unicode: &'static str,
    pub ascii: &'static str,
    pub set_utf8: &'static str,
    pub colours: fn(bool, Option<&str>) -> String,

    // Settings. What is shown is `NAME=value`.
    pub no_variables: &'static str,
    pub unset: fn(&str) -> String,
    pub replaces: fn(&str, &str) -> String,
    pub replaces_nothing: fn(&str) -> String,
    pub sets_language: fn(&str) -> String,
    pub no_language: fn(&str) -> String,
    pub sets_patience: fn(&str) -> String,
    pub no_patience: fn(&str) -> String,
    pub sets_reports: fn(&str) -> String,
    pub for_authors: fn(&str) -> String,
    pub unknown_variable: fn(&str) -> String,

    // What `cargo lab grade` can put around the programs of strangers.
    pub namespaces: &'static str,
    pub no_namespaces: fn(&str) -> String,
    pub allow_namespaces: &'static str,
    pub cannot_try: fn(&str) -> String,
    pub grade_tries: &'static str,
    pub landlock: &'static str,
    pub no_landlock: &'static str,
    pub enable_landlock: &'static str,
    pub unknown_landlock: fn(&Error) -> String,
    pub bubblewrap: &'static str,
    pub bubblewrap_fails: fn(&str) -> String,
    pub no_bubblewrap: &'static str,
    pub get_bubblewrap: &'static str,
}

pub fn doctor(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &en::WORDS,
        Lang::Es => &es::WORDS,
    }
}
