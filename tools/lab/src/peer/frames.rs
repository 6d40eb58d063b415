//! The frames of exercise 11, as a stream brings them: two in one piece, one in three, and one that announces more than
//! anybody should believe.

use super::conn::{Conn, Gone};
use super::settings::Settings;

/// Says all of it and closes.
pub fn frames(mut conn: Conn, settings: &Settings) {
    if say(&mut conn, settings).is_ok() {
        conn.close();
    }
}

fn say(conn: &mut Conn, settings: &Settings) -> Result<(), Gone> {
    let words = conn.log.words();
    conn.log.remark(&conn.name, words.two_frames);
    conn.say(&[frame(b"hola"), frame(b"reconocer")].concat())?;
    conn.hear_for(settings.gap());

    // Cut inside the length, and inside the payload.
    let cut = frame("ñandú".as_bytes());
    conn.log.remark(&conn.name, words.cut_frame);
    for (index, piece) in [&cut[..2], &cut[2..5], &cut[5..]].into_iter().enumerate() {
        if index > 0 {
            conn.hear_for(settings.gap());
        }
        conn.say(piece)?;
    }
    conn.hear_for(settings.gap());

    conn.log.remark(&conn.name, words.huge_frame);
    conn.say(&[&u32::MAX.to_be_bytes()[..], b"hola"].concat())
}

fn frame(payload: &[u8]) -> Vec<u8> {
    let len = u32::try_from(payload.len()).expect("the payloads of this file are short");
    [&len.to_be_bytes()[..], payload].concat()
}
