//! Given: the messages of cachipún, as the server reads and says them. What is yours is in `main.rs`.
//!
//! *Dado: los mensajes del cachipún, como los lee y los dice el servidor. Lo tuyo está en `main.rs`.*

use serde_json::{Value, json};

/// What a client asks for.
pub enum Request {
    Hola { version: i64, nombre: String },
    Eleccion(Move),
}

impl Request {
    /// The request in a frame's payload, or what is wrong with it.
    pub fn read(payload: &[u8]) -> Result<Request, Code> {
        let message: Value = serde_json::from_slice(payload).map_err(|_| Code::MENSAJE_INVALIDO)?;
        let data = &message["data"];
        match (message["status"].as_str(), data["version"].as_i64(), data["nombre"].as_str(), data.as_str()) {
            // Without a name there is no hello. In another version the version is what is wrong.
            (Some("hola"), Some(2), None, _) => Err(Code::MENSAJE_INVALIDO),
            (Some("hola"), Some(version), nombre, _) => {
                Ok(Request::Hola { version, nombre: nombre.unwrap_or_default().to_owned() })
            }
            (Some("eleccion"), .., Some("piedra")) => Ok(Request::Eleccion(Move::Piedra)),
            (Some("eleccion"), .., Some("papel")) => Ok(Request::Eleccion(Move::Papel)),
            (Some("eleccion"), .., Some("tijera")) => Ok(Request::Eleccion(Move::Tijera)),
            (Some("eleccion"), .., Some(_)) => Err(Code::JUGADA_INVALIDA),
            _ => Err(Code::MENSAJE_INVALIDO),
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
pub enum Move {
    Piedra,
    Papel,
    Tijera,
}

/// What the server says.
pub enum Reply {
    Espera,
    Comienza {
        oponente: Option<String>,
    },
    Aceptada {
        ronda: u64,
    },
    /// `res` is `Gana`, `Pierde` or `Empate`. `standing`: the round, and the score `[own, other]`.
    Result {
        own: Move,
        other: Move,
        res: &'static str,
        standing: Option<(u64, [u64; 2])>,
    },
    Error(Code),
    Abandono,
    Cierre,
}

impl Reply {
    /// The payload of its frame.
    pub fn payload(&self) -> Vec<u8> {
        let name = |choice: &Move| match choice {
            Move::Piedra => "piedra",
            Move::Papel => "papel",
            Move::Tijera => "tijera",
        };
        let (status, data) = match self {
            Reply::Espera => ("espera", Value::Null),
            Reply::Comienza { oponente } => ("comienza", json!({ "oponente": oponente })),
            Reply::Aceptada { ronda } => ("aceptada", json!({ "ronda": ronda })),
            Reply::Result { own, other, res, standing } => {
                let mut data = json!({ "eleccion_1": name(own), "eleccion_2": name(other), "res": res });
                if let Some((ronda, marcador)) = standing {
                    (data["ronda"], data["marcador"]) = (json!(ronda), json!(marcador));
                }
                ("result", data)
            }
            Reply::Error(Code(codigo, mensaje)) => ("error", json!({ "codigo": codigo, "mensaje": mensaje })),
            Reply::Abandono => ("abandono", Value::Null),
            Reply::Cierre => ("cierre", Value::Null),
        };
        format!(r#"{{"status":"{status}","data":{data}}}"#).into_bytes()
    }
}

/// What is wrong with what a client did: a word for programs, a sentence for people.
#[derive(Clone, Copy)]
pub struct Code(&'static str, &'static str);

impl Code {
    pub const JUGADA_INVALIDA: Code = Code("jugada-invalida", "se juega con piedra, papel o tijera");
    pub const JUGADA_REPETIDA: Code = Code("jugada-repetida", "ya jugaste en esta ronda");
    pub const SIN_OPONENTE: Code = Code("sin-oponente", "todavía no tienes oponente");
    pub const MENSAJE_INVALIDO: Code = Code("mensaje-invalido", "ese mensaje no se entiende");
    pub const NOMBRE_INVALIDO: Code = Code("nombre-invalido", "un nombre tiene de 1 a 20 caracteres en una sola línea");
    pub const NOMBRE_OCUPADO: Code = Code("nombre-ocupado", "ya hay alguien con ese nombre");
    pub const TIEMPO: Code = Code("tiempo", "se acabó el tiempo para jugar");
    pub const VERSION: Code = Code("version", "aquí se habla la versión 2");
    pub const LLENO: Code = Code("lleno", "no queda lugar");
    pub const MARCO_MUY_GRANDE: Code = Code("marco-muy-grande", "un marco tiene a lo más 65536 bytes");
}
