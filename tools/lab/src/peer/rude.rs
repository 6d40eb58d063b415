//! Servers that end a connection with a reset: on purpose, or because they do not read what they are asked.

use std::time::Duration;

use super::conn::Conn;
use super::settings::Settings;

/// So long a question may take to come.
const SOON: Duration = Duration::from_secs(2);

/// Says the first half and breaks the connection off.
pub fn reset(mut conn: Conn, settings: &Settings) {
    let said = settings.said();
    if conn.say(&said[..said.len().div_ceil(2)]).is_ok() {
        conn.reset();
    }
}

/// Answers and closes, and never reads the question. A system answers that with a reset: the program that asked cannot
/// know that its question was heard.
pub fn hasty(mut conn: Conn, settings: &Settings) {
    if conn.say(&settings.said()).is_err() {
        return;
    }
    let words = conn.log.words();
    let text = match conn.unread(SOON) {
        0 => words.nothing_unread.to_owned(),
        bytes => (words.closes_on_unread)(bytes),
    };
    conn.log.remark(&conn.name, &text);
    conn.drop_it();
}
