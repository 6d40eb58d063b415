//! The lab's servers of the game, for a player's program: a script in place of a game. What is said and when, and who
//! wins, the test decides.

use enchufe::peer::tcp::Conn;
use enchufe::verdict::{Check, Heard, Shown, Then};
use serde_json::{Value, json};

use crate::wire::{message, split_frame};

/// A server that speaks version 2.
pub struct Referee {
    pub conn: Conn,
    /// What was heard behind the last frame.
    ahead: Vec<u8>,
}

impl Referee {
    pub fn new(conn: Conn) -> Referee {
        Referee { conn, ahead: Vec::new() }
    }

    /// Says one message, in one write.
    pub fn says(&mut self, status: &str, data: &Value) {
        self.conn.send(&message(status, data));
    }

    /// Listens until a whole frame is there: that frame, or what there is of it.
    pub fn hears(&mut self) -> Heard {
        let before = std::mem::take(&mut self.ahead);
        let mut heard = Heard { label: self.conn.label(), bytes: before.clone(), then: Then::More };
        if split_frame(&before).is_none() {
            let is_whole = |bytes: &[u8]| split_frame(&[&before, bytes].concat()).is_some();
            let more = self.conn.hear_enough(is_whole, usize::MAX);
            heard = Heard { bytes: [before, more.bytes].concat(), ..more };
        }
        if let Some((_, ahead)) = split_frame(&heard.bytes) {
            let ahead = ahead.to_vec();
            heard.bytes.truncate(heard.bytes.len() - ahead.len());
            self.ahead = ahead;
        }
        heard
    }

    /// Expects the hello of this player next.
    pub fn hears_hello(&mut self, name: &str) -> Check<Heard> {
        let heard = self.hears();
        expect(heard, "hola", &json!({ "version": 2, "nombre": name }))
    }

    /// Expects this move next.
    pub fn hears_move(&mut self, choice: &str) -> Check<Heard> {
        let heard = self.hears();
        expect(heard, "eleccion", &json!(choice))
    }
}

/// The server of 2019, byte for byte as it read and wrote. It takes the length with one read of 4 and the body in
/// blocks of 256, and whatever came behind a frame in the same block is lost. It ignores all but moves, and says only
/// results.
pub struct Original {
    pub conn: Conn,
    /// What it has lost.
    pub lost: Vec<u8>,
}

impl Original {
    pub fn new(conn: Conn) -> Original {
        Original { conn, lost: Vec::new() }
    }

    /// Listens for a frame as it did: that frame, or what there is of it.
    pub fn hears(&mut self) -> Heard {
        let mut heard = self.conn.hear_enough(|bytes| !bytes.is_empty(), 4);
        let Some(length) = heard.bytes.first_chunk().map(|length| u32::from_be_bytes(*length) as usize) else {
            return heard;
        };
        while heard.then == Then::More && heard.bytes.len() < 4 + length {
            let block = self.conn.hear_enough(|bytes| !bytes.is_empty(), 256);
            heard.bytes.extend_from_slice(&block.bytes);
            heard.then = block.then;
        }
        self.lost.extend(heard.bytes.split_off(heard.bytes.len().min(4 + length)));
        heard
    }

    /// Expects this move next.
    pub fn hears_move(&mut self, choice: &str) -> Check<Heard> {
        let heard = self.hears();
        expect(heard, "eleccion", &json!(choice))
    }

    /// What came behind the last frame, lost or not.
    pub fn has_more(&mut self) -> Heard {
        let now = self.conn.hear_now();
        Heard { bytes: [std::mem::take(&mut self.lost), now.bytes].concat(), ..now }
    }

    pub fn says_result(&mut self, own: &str, other: &str, outcome: &str) {
        self.conn.send(&result_of_2019(own, other, outcome));
    }
}

/// A result as Python's `json.dumps` wrote it.
pub fn result_of_2019(own: &str, other: &str, outcome: &str) -> Vec<u8> {
    let data = format!(r#"{{"eleccion_1": "{own}", "eleccion_2": "{other}", "res": "{outcome}"}}"#);
    crate::wire::frame(format!(r#"{{"status": "result", "data": {data}}}"#).as_bytes())
}

/// The message in a frame that was heard: its status and its data. `None` if it is none.
pub fn message_in(heard: &Heard) -> Option<(String, Value)> {
    let (payload, _) = split_frame(&heard.bytes)?;
    let mut message: Value = serde_json::from_slice(payload).ok()?;
    Some((message["status"].as_str()?.to_owned(), message["data"].take()))
}

/// Whether this move was heard.
pub fn is_move(heard: &Heard, choice: &str) -> bool {
    message_in(heard).is_some_and(|(status, data)| status == "eleccion" && data == choice)
}

/// Expects a frame with this message, compared as JSON.
fn expect(heard: Heard, status: &str, data: &Value) -> Check<Heard> {
    let holds = message_in(&heard).is_some_and(|heard| heard == (status.to_owned(), data.clone()));
    let shown = format!(r#"{{"status":"{status}","data":{data}}}"#);
    heard.judge(holds, Shown::Contains(shown.into_bytes()))
}
