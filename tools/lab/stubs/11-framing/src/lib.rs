//! # 11 · framing
//!
//! **English.** TCP carries bytes, not messages: three messages may come out of one read, and one message out of three.
//! So both sides agree on how a message looks on the wire. Here it travels as a **frame**: four bytes that say how many
//! bytes follow, and then that many bytes, the payload. Write the two functions of this file, one that reads a frame
//! and one that writes it:
//!
//! - The length is a whole number of four bytes without sign, the highest byte first, as is the custom on networks
//!   ("big-endian"): a payload of 258 bytes has `00 00 01 02` in front. It counts the bytes of the payload, not its own
//!   four, and not letters: `ñ` is two bytes. A payload may be any bytes, text or not.
//! - A payload has at most 65,536 bytes. None at all is a payload too: an empty frame is a frame like any other.
//! - `read_frame` gives the payload of the next frame, whole, in whatever pieces it comes, and leaves what comes behind
//!   it where it is: the next call begins there.
//! - A stream may end only between two frames: there `read_frame` gives `None`. Where it ends inside a frame, in the
//!   length or in the payload, that is an error of the kind `ErrorKind::UnexpectedEof`.
//! - A length above the limit is an error of the kind `ErrorKind::InvalidData`, as soon as the four bytes have come:
//!   nothing of the payload is waited for, and no memory is reserved for it.
//! - `write_frame` puts length and payload together into one buffer and hands it over whole, with a single `write_all`;
//!   then it flushes. Two small writes would travel as two small packets, and the second may have to wait until the
//!   first is acknowledged.
//!
//! The program around them is given in `main.rs`. It reads frames from standard input and answers each of them at once,
//! on standard output, with a frame that has the same bytes in reverse order. At an end between frames it ends with
//! code 0. Otherwise it ends with code 1 after `closed early` (for `UnexpectedEof`) or `too long` (for `InvalidData`);
//! what came before was answered. Nothing but frames goes to standard output. A pipe between two programs is a stream
//! like a TCP connection, only easier to look at. The functions are graded through this program.
//!
//! Keep them: the game of cachipún (exercises 12 and 13) calls these two functions, as you write them here, on TCP
//! connections. `impl Read` and `impl Write` stand for whatever can be read from or written to, and a `TcpStream` can.
//!
//! **Español.** TCP transporta bytes, no mensajes: de una lectura pueden salir tres mensajes, y un mensaje puede llegar
//! en tres lecturas. Por eso las dos partes se ponen de acuerdo en cómo se ve un mensaje en el cable. Aquí viaja como
//! un **marco** (*frame*): cuatro bytes que dicen cuántos bytes siguen, y después esa cantidad de bytes, el contenido
//! (*payload*). Escribe las dos funciones de este archivo, una que lee un marco y otra que lo escribe:
//!
//! - El largo es un número entero sin signo de cuatro bytes, con el byte más alto primero, como es costumbre en las
//!   redes (*big-endian*): un contenido de 258 bytes lleva delante `00 00 01 02`. Cuenta los bytes del contenido, no
//!   sus propios cuatro, y tampoco letras: la `ñ` son dos bytes. El contenido puede ser cualquier byte, sea texto o no.
//! - Un contenido tiene a lo más 65.536 bytes. También puede no tener ninguno: un marco vacío es un marco como los
//!   demás.
//! - `read_frame` entrega el contenido del próximo marco, completo, llegue en los pedazos que llegue, y deja donde está
//!   lo que viene después: ahí empieza la próxima llamada.
//! - Un flujo solo puede terminar entre dos marcos: ahí `read_frame` entrega `None`. Si termina dentro de un marco, en
//!   el largo o en el contenido, es un error del tipo `ErrorKind::UnexpectedEof`.
//! - Un largo sobre el límite es un error del tipo `ErrorKind::InvalidData`, apenas llegaron los cuatro bytes: no se
//!   espera nada del contenido ni se reserva memoria para él.
//! - `write_frame` junta largo y contenido en un solo buffer y se lo entrega entero al flujo, con un único `write_all`;
//!   después hace `flush`. Dos escrituras chicas viajarían como dos paquetes chicos, y el segundo a veces tiene que
//!   esperar a que confirmen el primero.
//!
//! El programa que las usa viene dado en `main.rs`. Lee marcos de la entrada estándar y responde cada uno de inmediato,
//! por la salida estándar, con un marco que tiene los mismos bytes en orden inverso. Si la entrada termina entre dos
//! marcos, termina con código 0. Si no, termina con código 1 después de decir `closed early` (por `UnexpectedEof`) o
//! `too long` (por `InvalidData`); lo que había llegado antes ya fue respondido. Por la salida estándar no sale nada
//! más que marcos. Una tubería entre dos programas es un flujo como una conexión TCP, pero más fácil de mirar. Las
//! funciones se evalúan a través de este programa.
//!
//! Guárdalas: el juego del cachipún (ejercicios 12 y 13) llama a estas dos funciones, tal como las escribas aquí, sobre
//! conexiones TCP. `impl Read` e `impl Write` son cualquier cosa de la que se pueda leer o en la que se pueda escribir,
//! y un `TcpStream` lo es.
//!
//! Try it · Pruébalo: `printf '\0\0\0\4hola' | cargo run -q -p framing | od -c`
//! Grade it · Evalúalo: `cargo test -p framing`

use std::io::{self, Read, Write};

/// The longest payload, in bytes. *El contenido más largo, en bytes.*
#[allow(dead_code, reason = "for you to keep to")]
const LIMIT: usize = 65_536;

// ─── Yours ─── Lo tuyo ───────────────────────────────────────────────────────────────────────────────────────────────

/// Reads one frame and gives its payload; `None` where the stream ends between two frames.
///
/// What holds when this returns `Ok(Some(payload))`: the payload is whole, and nothing that lies behind its frame was
/// taken from the stream. An end inside a frame is `ErrorKind::UnexpectedEof`, a length above `LIMIT`
/// `ErrorKind::InvalidData`. Any other error is the stream's own.
///
/// *Lee un marco y entrega su contenido; `None` donde el flujo termina entre dos marcos. Si devuelve
/// `Ok(Some(payload))`, el contenido está completo, y no se sacó del flujo nada de lo que viene después de ese marco.
/// Un fin dentro de un marco es `ErrorKind::UnexpectedEof`, un largo sobre `LIMIT` es `ErrorKind::InvalidData`.
/// Cualquier otro error es del flujo.*
pub fn read_frame(from: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let _ = from;
    todo!("read the length, then the payload")
}

/// Writes one frame around `payload`, handed over whole, and flushes.
///
/// What holds when this returns `Ok`: the whole frame has left this program. A payload longer than `LIMIT` is
/// `ErrorKind::InvalidData`, and nothing is written.
///
/// *Escribe un marco con `payload` adentro, entregado entero de una vez, y hace `flush`. Si devuelve `Ok`, el marco
/// completo salió de este programa. Un contenido más largo que `LIMIT` es `ErrorKind::InvalidData`, y no se escribe
/// nada.*
pub fn write_frame(to: &mut impl Write, payload: &[u8]) -> io::Result<()> {
    let _ = to;
    todo!("write the {} bytes with their length in front", payload.len())
}
