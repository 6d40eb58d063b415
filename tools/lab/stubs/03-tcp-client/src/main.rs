//! # 03 · tcp-client
//!
//! **English.** Write a program that connects to a server and shows what it says:
//!
//! ```text
//! tcp-client ADDR [--timeout MS]
//! ```
//!
//! - `ADDR` is `HOST:PORT`; the host is a name, an IPv4 address, or an IPv6 address in brackets. A name may stand for
//!   several addresses: try them in order until one accepts.
//! - Send nothing. Copy every byte the server sends to standard output, exactly as it came, until the server closes.
//!   It may be a word or a film, text or not.
//! - Do not wait for ever: connecting to one address may take `MS` milliseconds, and so may each silence. Every byte
//!   that arrives starts the clock anew.
//! - When something fails, what had arrived by then has been printed, and the error is returned to `main`, which prints
//!   it and ends with code 1.
//!
//! **Español.** Escribe un programa que se conecte a un servidor y muestre lo que dice:
//!
//! ```text
//! tcp-client ADDR [--timeout MS]
//! ```
//!
//! - `ADDR` es `HOST:PUERTO`; el host es un nombre, una dirección IPv4, o una dirección IPv6 entre corchetes. Un nombre
//!   puede tener varias direcciones: prueba cada una, en orden, hasta que alguna acepte.
//! - No envíes nada. Copia a la salida estándar cada byte que mande el servidor, tal como llegó, hasta que el servidor
//!   cierre. Puede ser una palabra o una película, texto o no.
//! - No esperes para siempre: conectarse a una dirección puede tomar `MS` milisegundos, y lo mismo cada silencio. Cada
//!   byte que llega pone el reloj de nuevo en cero.
//! - Cuando algo falla, lo que ya había llegado quedó impreso, y el error se devuelve a `main`, que lo imprime y
//!   termina con código 1.
//!
//! Try it · Pruébalo: `cargo lab peer greet --port 9001`, and in another terminal · y en otra terminal
//! `cargo run -p tcp-client -- 127.0.0.1:9001`
//! Grade it · Evalúalo: `cargo test -p tcp-client`

use std::io::{self, ErrorKind, Write};
use std::net::{SocketAddr, ToSocketAddrs};
use std::process::ExitCode;
use std::time::Duration;

// ─── Yours ─── Lo tuyo ───────────────────────────────────────────────────────────────────────────────────────────────

/// Connects to `addr`, and copies what comes to `out` until the server closes.
///
/// What holds when this returns `Ok`: every byte that the server sent has been written to `out`, and the server has
/// closed. What holds when it returns an error: every byte that had arrived has been written.
///
/// *Se conecta a `addr` y copia a `out` lo que llega, hasta que el servidor cierra. Si devuelve `Ok`, cada byte que
/// mandó el servidor está escrito en `out` y el servidor cerró. Si devuelve un error, está escrito todo lo que había
/// llegado.*
fn copy_until_closed(addr: &str, timeout: Duration, out: &mut impl Write) -> io::Result<()> {
    let _ = out;
    todo!("connect to {addr} within {timeout:?} and copy what it says")
}

// ─── Given ─── Dado ──────────────────────────────────────────────────────────────────────────────────────────────────

fn main() -> ExitCode {
    let (addr, timeout) = match arguments(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("{problem}\nusage: tcp-client ADDR [--timeout MS]");
            return ExitCode::from(2);
        }
    };
    match copy_until_closed(&addr, timeout, &mut io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tcp-client: {addr}: {} ({error})", token(&error));
            ExitCode::FAILURE
        }
    }
}

/// The address, and the longest silence. Two seconds unless `--timeout` says otherwise.
fn arguments(mut args: impl Iterator<Item = String>) -> Result<(String, Duration), String> {
    let (mut addr, mut timeout) = (None, Duration::from_secs(2));
    while let Some(arg) = args.next() {
        if arg == "--timeout" {
            let ms = args.next().ok_or("--timeout needs a number of milliseconds")?;
            timeout = match ms.parse() {
                Ok(ms) if ms > 0 => Duration::from_millis(ms),
                _ => return Err(format!("--timeout {ms}: not a number of milliseconds above 0")),
            };
        } else if arg.starts_with("--") || addr.is_some() {
            return Err(format!("{arg}: not expected here"));
        } else {
            addr = Some(arg);
        }
    }
    Ok((addr.ok_or("ADDR is missing")?, timeout))
}

/// The addresses behind `HOST:PORT`, in the order to try them. A name that nobody knows is `ErrorKind::NotFound`.
///
/// *Las direcciones detrás de `HOST:PUERTO`, en el orden en que hay que probarlas. Un nombre que nadie conoce es
/// `ErrorKind::NotFound`.*
#[allow(dead_code, reason = "for you to call")]
fn resolve(addr: &str) -> io::Result<Vec<SocketAddr>> {
    match addr.to_socket_addrs() {
        Ok(found) => Ok(found.collect()),
        Err(error) => Err(io::Error::new(ErrorKind::NotFound, error)),
    }
}

/// The words of this workbook for an error. A read that ran into its time limit is `WouldBlock` on Linux and macOS, and
/// `TimedOut` on Windows.
///
/// *Las palabras de este cuaderno para un error. Una lectura a la que se le acabó el tiempo es `WouldBlock` en Linux y
/// macOS, y `TimedOut` en Windows.*
fn token(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::ConnectionRefused => "connection refused",
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => "connection reset",
        ErrorKind::TimedOut | ErrorKind::WouldBlock => "timed out",
        ErrorKind::NotFound => "unknown name",
        _ => "failed",
    }
}
