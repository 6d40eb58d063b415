//! Given: the moves as they are typed, and the messages of cachipún as the player says and reads them. What is yours is
//! in `main.rs`.
//!
//! *Dado: las jugadas como se escriben, y los mensajes del cachipún como los dice y los lee el jugador. Lo tuyo está en
//! `main.rs`.*

use std::io;

use serde_json::{Value, json};

const MOVES: [&str; 3] = ["piedra", "papel", "tijera"];

/// What a line of the keyboard asks for. *Lo que pide una línea del teclado.*
pub enum Line {
    Move(&'static str),
    Leave,
}

/// Reads a line. `None`: it is neither a move nor `salir`.
///
/// *Lee una línea. `None`: no es una jugada ni `salir`.*
pub fn understand(line: &[u8]) -> Option<Line> {
    match line.trim_ascii() {
        b"salir" => Some(Line::Leave),
        b"1" => Some(Line::Move(MOVES[0])),
        b"2" => Some(Line::Move(MOVES[1])),
        b"3" => Some(Line::Move(MOVES[2])),
        word => MOVES.into_iter().find(|choice| choice.as_bytes() == word).map(Line::Move),
    }
}

/// The first message of version 2, as JSON. *El primer mensaje de la versión 2, en JSON.*
pub fn hello(name: &str) -> Vec<u8> {
    json!({ "status": "hola", "data": { "version": 2, "nombre": name } }).to_string().into_bytes()
}

/// A move, as JSON. *Una jugada, en JSON.*
pub fn eleccion(choice: &str) -> Vec<u8> {
    json!({ "status": "eleccion", "data": choice }).to_string().into_bytes()
}

/// What the server says. *Lo que dice el servidor.*
pub struct Event {
    /// The message's `status`. *El `status` del mensaje.*
    pub status: String,
    /// The line for standard output, without its end. *La línea de la salida estándar, sin su fin.*
    pub line: String,
}

impl Event {
    /// Reads the payload of a frame. `None`: a message of a kind that this program does not know, and skips. An error:
    /// it is no message at all.
    ///
    /// *Lee el contenido de un marco. `None`: un mensaje de un tipo que este programa no conoce, y se salta. Un error:
    /// no es un mensaje.*
    pub fn read(payload: &[u8]) -> io::Result<Option<Event>> {
        let message: Value = serde_json::from_slice(payload).map_err(io::Error::other)?;
        let (status, data) = (message["status"].as_str().unwrap_or_default(), &message["data"]);
        let line = match status {
            "espera" | "abandono" | "cierre" => Some(status.to_owned()),
            "comienza" => Some(format!("comienza {}", word(&data["oponente"]).as_deref().unwrap_or("-"))),
            "aceptada" => data["ronda"].as_u64().map(|round| format!("aceptada {round}")),
            "error" => word(&data["codigo"]).map(|code| format!("error {code}")),
            "result" => result(data),
            "" => None,
            _ => return Ok(None),
        };
        let line = line.ok_or_else(|| io::Error::other("a field is missing, or is not what it should be"))?;
        Ok(Some(Event { status: status.to_owned(), line }))
    }

    /// Whether no move of yours counts as open any more: it was judged, or the server says that it does not count.
    ///
    /// *Si ya ninguna jugada tuya cuenta como abierta: se resolvió, o el servidor avisa que no vale.*
    pub fn settles(&self) -> bool {
        // `jugada-repetida` is said of a second move: the first is still open.
        matches!(self.status.as_str(), "result" | "abandono" | "error") && self.line != "error jugada-repetida"
    }
}

/// The line for the result of a round. Only version 2 has a score. *La línea del resultado de una ronda. Solo la
/// versión 2 trae marcador.*
fn result(data: &Value) -> Option<String> {
    let a_move = |key: &str| MOVES.into_iter().find(|choice| data[key] == *choice);
    let (own, other) = (a_move("eleccion_1")?, a_move("eleccion_2")?);
    let outcome = ["Gana", "Pierde", "Empate"].into_iter().find(|outcome| data["res"] == *outcome)?.to_lowercase();
    let score = data["marcador"][0].as_u64().zip(data["marcador"][1].as_u64());
    let score = score.map(|(mine, theirs)| format!(" {mine}-{theirs}")).unwrap_or_default();
    Some(format!("resultado {own} {other} {outcome}{score}"))
}

/// A text that fits in a line: a line end in it would begin an event that nobody sent.
///
/// *Un texto que cabe en una línea: un fin de línea adentro empezaría un evento que nadie mandó.*
fn word(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.contains(char::is_control)).map(str::to_owned)
}
