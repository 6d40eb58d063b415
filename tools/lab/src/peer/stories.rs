//! Servers that say something, or nothing, and keep to the rules of TCP: greet, drip, glue, stall, silent, half-close,
//! echo.

use super::conn::{Conn, Heard};
use super::settings::Settings;

/// Says it and closes.
pub fn greet(mut conn: Conn, settings: &Settings) {
    if conn.say(&settings.said()).is_ok() {
        conn.close();
    }
}

/// The same, byte by byte.
pub fn drip(mut conn: Conn, settings: &Settings) {
    if conn.drip(&settings.said(), settings.gap()).is_ok() {
        conn.close();
    }
}

/// Several messages that arrive as one.
pub fn glue(mut conn: Conn, settings: &Settings) {
    let said = settings.said();
    let lines = said.iter().filter(|byte| **byte == b'\n').count();
    let text = (conn.log.words().in_one_segment)(lines);
    conn.log.remark(&conn.name, &text);
    if conn.say(&said).is_ok() {
        conn.close();
    }
}

/// Says the first half and falls silent.
pub fn stall(mut conn: Conn, settings: &Settings) {
    let said = settings.said();
    let (half, rest) = said.split_at(said.len().div_ceil(2));
    if conn.say(half).is_ok() {
        let text = (conn.log.words().keeps_back)(rest.len());
        conn.log.remark(&conn.name, &text);
        stay(conn, settings);
    }
}

/// Never says a word.
pub fn silent(conn: Conn, settings: &Settings) {
    let text = conn.log.words().says_nothing;
    conn.log.remark(&conn.name, text);
    stay(conn, settings);
}

/// Hears, and stays also when the program has nothing more to send: it may still wait. Only where the clients are
/// counted that is the end.
fn stay(mut conn: Conn, settings: &Settings) {
    if conn.hear_to_end(None) == Heard::End && settings.times.is_none() {
        conn.keep();
    }
}

/// Says all, says that this was all, and goes on hearing.
pub fn half_close(mut conn: Conn, settings: &Settings) {
    if conn.say(&settings.said()).is_ok() {
        conn.half_close();
        if conn.hear_to_end(None) == Heard::End {
            conn.drop_it();
        }
    }
}

/// Gives everything back as it came.
pub fn echo(mut conn: Conn, _: &Settings) {
    loop {
        match conn.hear(None) {
            Heard::Bytes(bytes) if conn.say(&bytes).is_err() => return,
            Heard::Bytes(_) | Heard::Nothing => {}
            Heard::End => return conn.drop_it(),
            Heard::Reset => return,
        }
    }
}
