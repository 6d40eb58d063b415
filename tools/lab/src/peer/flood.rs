//! More bytes than fit between two programs: whoever does not read them while they come holds them up.

use std::thread;
use std::time::Duration;

use enchufe::peer::noise;

use super::conn::Conn;
use super::settings::Settings;

/// One piece of the flood.
const PIECE: usize = 64 * 1024;
/// Who reads makes room sooner than this.
const HELD_UP: Duration = Duration::from_secs(1);

/// Sends so many bytes without meaning, hears meanwhile, and closes.
pub fn flood(mut conn: Conn, settings: &Settings) {
    let Ok(mut hears) = conn.share() else { return conn.reset() };
    let listens = thread::spawn(move || hears.hear_to_end(None));
    if pour(&mut conn, settings.bytes) {
        conn.end_of_sending();
    }
    // The other half hears the end.
    let _ = listens.join();
}

/// Whether all of it went.
fn pour(conn: &mut Conn, total: usize) -> bool {
    let (mut sent, mut was_told) = (0, false);
    let mut piece = Vec::new();
    while sent < total {
        if piece.is_empty() {
            piece = noise(sent as u64, PIECE.min(total - sent));
        }
        match conn.push(&piece, HELD_UP) {
            Ok(Some(count)) if count == piece.len() => {
                piece.clear();
                sent += count;
                was_told = false;
            }
            // There was room for a part of it at most, and for so long nobody made more.
            Ok(part) => {
                let count = part.unwrap_or(0);
                piece.drain(..count);
                sent += count;
                if std::mem::replace(&mut was_told, true) {
                    continue;
                }
                let text = (conn.log.words().is_held_up)(sent, total);
                conn.log.remark(&conn.name, &text);
            }
            Err(_) => {
                let text = (conn.log.words().could_not_send)(total - sent, total);
                conn.log.remark(&conn.name, &text);
                return false;
            }
        }
    }
    true
}
