//! Players of the lab: one that says hello, and one that reads as the client of 2019 did. They say and hear; they do
//! not decide who is right.

use std::net::SocketAddr;

use enchufe::blame;
use enchufe::peer::tcp::{Conn, connect};
use enchufe::verdict::{Awaited, Check, Failure, Outcome, Place, Shown, Then};
use serde_json::{Value, json};

use crate::wire::{frame, message, split_frame};

/// More than any message of the game.
const LONGEST: usize = 70_000;

/// More messages than any server has reason to send between two that are waited for.
const MOST_BETWEEN: usize = 100;

/// What a client of the lab got next.
#[derive(Debug, Clone, PartialEq)]
pub enum Got {
    Message(Value),
    /// A frame that holds no JSON.
    NoJson(Vec<u8>),
    /// To a client of 2019: bytes that it takes for something else than a frame, because they did not come as one.
    Torn(Vec<u8>),
    /// No further frame, but this.
    Nothing(Then),
}

impl Got {
    pub fn is(&self, status: &str) -> bool {
        self.status() == Some(status)
    }

    pub fn is_error(&self, code: &str) -> bool {
        self.is("error") && self.data()["codigo"] == code
    }

    /// The `data` of a message. Null of everything else.
    pub fn data(&self) -> &Value {
        match self {
            Got::Message(message) => &message["data"],
            _ => &Value::Null,
        }
    }

    pub fn is_silence(&self) -> bool {
        *self == Got::Nothing(Then::Silence)
    }

    /// The connection has ended.
    pub fn is_end(&self) -> bool {
        matches!(self, Got::Nothing(Then::Closed | Then::Reset))
    }

    fn status(&self) -> Option<&str> {
        match self {
            Got::Message(message) => message["status"].as_str(),
            _ => None,
        }
    }

    fn shown(&self) -> Shown {
        match self {
            Got::Message(message) => Shown::Amount(text(message)),
            Got::NoJson(bytes) | Got::Torn(bytes) => Shown::Bytes(bytes.clone()),
            Got::Nothing(Then::Closed) => Shown::EndOfStream,
            Got::Nothing(Then::Reset) => Shown::Reset,
            Got::Nothing(Then::Silence | Then::More) => Shown::StillOpen,
        }
    }
}

/// A message as a person writes it: `status` first.
fn text(message: &Value) -> String {
    match message.as_object() {
        Some(object) if object.len() == 2 && object.contains_key("status") && object.contains_key("data") => {
            format!(r#"{{"status": {}, "data": {}}}"#, message["status"], spaced(&message["data"]))
        }
        _ => spaced(message),
    }
}

/// JSON with a blank after each colon and comma of its own, so that a long one can be broken into lines.
fn spaced(value: &Value) -> String {
    match value {
        Value::Object(object) => {
            let entries: Vec<String> =
                object.iter().map(|(key, value)| format!("{}: {}", json!(key), spaced(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

/// A failed expectation of a message.
fn failure(conn: &Conn, expected: Shown, got: &Got) -> Failure {
    let outcome = match got {
        Got::Nothing(Then::Closed | Then::Reset) => Outcome::ClosedTooSoon,
        Got::Nothing(_) => Outcome::Hangs,
        _ => Outcome::WrongBytes,
    };
    blame(outcome, Awaited::Message).compare(Place::From(conn.label()), expected, got.shown())
}

/// An expectation of a message that the test looked at itself.
fn judge(conn: &Conn, got: Got, holds: bool, expected: &Value) -> Check<Got> {
    let failure = (!holds).then(|| failure(conn, Shown::Amount(text(expected)), &got));
    Check::new(got, failure)
}

/// An expectation that the connection ends now, by whichever kind of end.
fn judge_end(conn: &Conn, got: Got) -> Check<Got> {
    let failure = (!got.is_end()).then(|| {
        let outcome = if got.is_silence() { Outcome::Hangs } else { Outcome::WrongBytes };
        blame(outcome, Awaited::EndOfStream).compare(Place::From(conn.label()), Shown::EndOfStream, got.shown())
    });
    Check::new(got, failure)
}

/// A client of version 2.
pub struct Player {
    pub conn: Conn,
    /// What came together with an earlier message.
    unread: Vec<u8>,
}

impl Player {
    /// Connects, and says nothing yet.
    pub fn connect(to: SocketAddr) -> Player {
        Player::on(connect(to))
    }

    /// Speaks on a connection that has not said anything.
    pub fn on(conn: Conn) -> Player {
        Player { conn, unread: Vec::new() }
    }

    /// Connects and says hello.
    pub fn hello(to: SocketAddr, name: &str) -> Player {
        let mut player = Player::connect(to);
        player.says_hello(name);
        player
    }

    pub fn says_hello(&mut self, name: &str) {
        self.says("hola", &json!({ "version": 2, "nombre": name }));
    }

    pub fn plays(&mut self, choice: &str) {
        self.says("eleccion", &json!(choice));
    }

    pub fn says(&mut self, status: &str, data: &Value) {
        self.conn.send(&message(status, data));
    }

    /// Sends a frame with anything in it.
    pub fn says_raw(&mut self, payload: &[u8]) {
        self.conn.send(&frame(payload));
    }

    /// What comes next.
    pub fn next(&mut self) -> Got {
        let before = self.unread.clone();
        let heard = if split_frame(&before).is_some() {
            None
        } else {
            let is_whole = |new: &[u8]| split_frame(&[&before, new].concat()).is_some();
            Some(self.conn.hear_enough(is_whole, LONGEST))
        };
        let then = heard.map_or(Then::More, |heard| {
            self.unread.extend_from_slice(&heard.bytes);
            heard.then
        });
        let Some((payload, rest)) = split_frame(&self.unread) else { return Got::Nothing(then) };
        let got = serde_json::from_slice(payload).map_or_else(|_| Got::NoJson(payload.to_vec()), Got::Message);
        self.unread = rest.to_vec();
        got
    }

    /// Whether something has come that was not looked at yet. Waits for nothing.
    pub fn has_more(&mut self) -> bool {
        self.unread.extend(self.conn.hear_now().bytes);
        !self.unread.is_empty()
    }

    /// Expects that a message with this status and data comes next. Further keys in its data are free.
    pub fn hears(&mut self, status: &str, data: &Value) -> Check<Got> {
        let got = self.next();
        self.takes(got, status, data)
    }

    /// Expects that what came is a message with this status and data.
    pub fn takes(&self, got: Got, status: &str, data: &Value) -> Check<Got> {
        let has_data = match data.as_object() {
            Some(expected) => expected.iter().all(|(key, value)| got.data().get(key) == Some(value)),
            None => got.data() == data,
        };
        let holds = got.is(status) && has_data;
        judge(&self.conn, got, holds, &json!({ "status": status, "data": data }))
    }

    /// What comes next that is none of these messages.
    pub fn next_but(&mut self, passed_over: &[&str]) -> Got {
        self.next_that(|got| !got.status().is_some_and(|status| passed_over.contains(&status)))
    }

    /// What comes next of which this is true, unless that does not come for very many messages.
    fn next_that(&mut self, is_it: impl Fn(&Got) -> bool) -> Got {
        let mut got = self.next();
        for _ in 0..MOST_BETWEEN {
            if is_it(&got) {
                break;
            }
            got = self.next();
        }
        got
    }

    /// Expects that some message comes next.
    pub fn hears_anything(&mut self) -> Check<Got> {
        let got = self.next();
        let holds = matches!(got, Got::Message(_));
        judge(&self.conn, got, holds, &json!("…"))
    }

    /// Expects that an error with this code comes next.
    pub fn hears_error(&mut self, code: &str) -> Check<Got> {
        let got = self.next();
        self.takes_error(got, code)
    }

    /// Expects that what came is an error with this code.
    pub fn takes_error(&self, got: Got, code: &str) -> Check<Got> {
        let holds = got.is_error(code) && got.data()["mensaje"].is_string();
        judge(&self.conn, got, holds, &json!({ "status": "error", "data": { "codigo": code, "mensaje": "…" } }))
    }

    pub fn hears_that_it_waits(&mut self) -> Check<Got> {
        self.hears("espera", &Value::Null)
    }

    /// Expects an opponent with this name; without one, of 2019.
    pub fn hears_of_opponent(&mut self, name: Option<&str>) -> Check<Got> {
        self.hears("comienza", &json!({ "oponente": name }))
    }

    /// Expects that its move is taken for this round.
    pub fn hears_of_its_move(&mut self, round: u64) -> Check<Got> {
        self.hears("aceptada", &json!({ "ronda": round }))
    }

    /// Expects this result of a round, with the score as this player sees it.
    pub fn hears_result(&mut self, own: &str, other: &str, round: u64, score: [u64; 2]) -> Check<Got> {
        self.hears("result", &result(own, other, round, score))
    }

    /// Expects that the connection ends, with nothing more before.
    pub fn hears_the_end(&mut self) -> Check<Got> {
        let got = self.next();
        judge_end(&self.conn, got)
    }

    /// Says what nobody understands. Returns the error that answers it, whatever comes before, or that nothing does.
    pub fn says_nonsense(&mut self) -> Got {
        self.says("qué tal", &Value::Null);
        self.next_that(|got| !matches!(got, Got::Message(message) if message["data"]["codigo"] != "mensaje-invalido"))
    }

    /// Whether the server answers it at all.
    pub fn is_answered(&mut self) -> bool {
        matches!(self.says_nonsense(), Got::Message(_))
    }

    pub fn leaves(self) {
        self.conn.close();
    }
}

/// The data of a result in version 2.
pub fn result(own: &str, other: &str, round: u64, score: [u64; 2]) -> Value {
    json!({ "eleccion_1": own, "eleccion_2": other, "res": outcome(own, other), "ronda": round, "marcador": score })
}

/// `Gana`, `Pierde` or `Empate`, for who has made the first of the two moves.
pub fn outcome(own: &str, other: &str) -> &'static str {
    match (own, other) {
        ("piedra", "tijera") | ("tijera", "papel") | ("papel", "piedra") => "Gana",
        _ if own == other => "Empate",
        _ => "Pierde",
    }
}

/// The client of 2019, to the byte: it reads the length with a single read of 4, and the body in blocks of 256, and
/// loses what follows in the same block.
pub struct OldPlayer {
    pub conn: Conn,
}

impl OldPlayer {
    /// Connects. It says nothing until it plays.
    pub fn connect(to: SocketAddr) -> OldPlayer {
        OldPlayer { conn: connect(to) }
    }

    pub fn plays(&mut self, choice: &str) {
        self.conn.send(&message("eleccion", &json!(choice)));
    }

    /// Sends a frame with anything in it.
    pub fn says_raw(&mut self, payload: &[u8]) {
        self.conn.send(&frame(payload));
    }

    /// What comes next.
    pub fn next(&mut self) -> Got {
        let something = |bytes: &[u8]| !bytes.is_empty();
        let start = self.conn.hear_enough(something, 4);
        let Ok(length) = <[u8; 4]>::try_from(&start.bytes[..]) else {
            return if start.bytes.is_empty() { Got::Nothing(start.then) } else { Got::Torn(start.bytes) };
        };
        let length = u32::from_be_bytes(length) as usize;
        let mut body = Vec::new();
        while body.len() < length {
            let block = self.conn.hear_enough(something, 256);
            body.extend_from_slice(&block.bytes);
            if block.bytes.is_empty() {
                return Got::Torn([&start.bytes[..], &body].concat());
            }
        }
        // What follows the body in its last block is lost: a frame that came too soon.
        match serde_json::from_slice(&body) {
            Ok(message) => Got::Message(message),
            Err(_) if body.len() > length => Got::Torn([&start.bytes[..], &body].concat()),
            Err(_) => Got::NoJson(body),
        }
    }

    /// Expects this result and not a key more.
    pub fn hears_result(&mut self, own: &str, other: &str) -> Check<Got> {
        let got = self.next();
        self.takes_result(got, own, other)
    }

    /// Expects that what came is this result, and not a key more.
    pub fn takes_result(&self, got: Got, own: &str, other: &str) -> Check<Got> {
        let data = json!({ "eleccion_1": own, "eleccion_2": other, "res": outcome(own, other) });
        let expected = json!({ "status": "result", "data": data });
        let holds = matches!(&got, Got::Message(message) if *message == expected);
        judge(&self.conn, got, holds, &expected)
    }

    /// Expects that the connection ends, and that nothing was said before.
    pub fn hears_the_end(&mut self) -> Check<Got> {
        let got = self.next();
        judge_end(&self.conn, got)
    }

    pub fn leaves(self) {
        self.conn.close();
    }
}
