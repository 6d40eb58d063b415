//! What `cargo lab peer` says.

mod en;
mod es;

use std::io::Error;
use std::net::SocketAddr;

use enchufe::transcript::Fate;
use enchufe::words::Lang;

use crate::peer::{Fared, Fault, Probe};
use crate::talk::typed::BadEscape;

pub struct Words {
    pub help: &'static str,
    /// What a probe does.
    pub what: fn(Probe) -> &'static str,
    pub list_end: &'static str,

    // The command line.
    pub which_probe: &'static str,
    pub no_such_probe: fn(&str) -> String,
    pub not_for: fn(&str, &str, &str) -> String,
    pub needs_an_address: fn(Probe) -> &'static str,
    pub more_than_all: &'static str,
    pub not_text: fn(&str, &str) -> String,
    pub not_a_number: fn(&str, &str, u64, u64) -> String,
    pub not_a_size: fn(&str) -> String,
    pub not_one_of: fn(&str, &str, &str) -> String,
    pub bad_escape: fn(&BadEscape) -> String,

    // Ports that cannot be had.
    pub address_in_use: fn(SocketAddr) -> String,
    pub not_allowed: fn(SocketAddr) -> String,
    pub another_port: &'static str,
    pub cannot_listen: fn(SocketAddr, &Error) -> String,
    pub cannot_fill: &'static str,
    pub full_is_refused: fn(&Error) -> String,
    pub try_refuse: &'static str,

    // Above the conversation.
    pub in_another_terminal: &'static str,
    pub until_ctrl_c: &'static str,
    /// How many, and whether they are datagrams.
    pub until_times: fn(usize, bool) -> String,
    pub until_served: &'static str,
    pub legend: &'static str,
    pub legend_of_letters: &'static str,
    pub powershell: &'static str,

    // The conversation.
    pub in_more_pieces: fn(usize) -> String,
    pub in_one_segment: fn(usize) -> String,
    pub keeps_back: fn(usize) -> String,
    pub says_nothing: &'static str,
    pub nothing_unread: &'static str,
    pub closes_on_unread: fn(usize) -> String,
    pub is_held_up: fn(usize, usize) -> String,
    pub could_not_send: fn(usize, usize) -> String,
    pub http_fault: fn(Fault) -> &'static str,
    pub cut_here: fn(usize) -> String,
    pub stays_open: &'static str,
    pub no_request: &'static str,
    pub unfinished_request: &'static str,
    pub request_too_long: &'static str,
    pub two_frames: &'static str,
    pub cut_frame: &'static str,
    pub huge_frame: &'static str,
    pub refuses_at: fn(SocketAddr) -> String,
    pub is_sender: fn(SocketAddr) -> String,
    pub no_answer: &'static str,
    pub not_yet: fn(u32, u32) -> String,
    pub from_a_stranger: fn(SocketAddr) -> String,
    /// What a stranger answers.
    pub lie: &'static str,
    pub could_not_answer: fn(&Error) -> String,
    pub relays: fn(SocketAddr, SocketAddr) -> String,
    pub server_is_not_there: &'static str,
    pub fate: fn(Fate) -> String,
    pub goes_on_now: &'static str,
    pub could_not_connect: fn(&Error) -> String,
    pub another_line: &'static str,
    pub fared: fn(Fared, usize) -> String,
}

pub fn peer(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &en::WORDS,
        Lang::Es => &es::WORDS,
    }
}

/// A number with what it counts.
fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
