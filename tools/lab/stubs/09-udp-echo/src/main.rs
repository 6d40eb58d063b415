//! # 09 · udp-echo
//!
//! **English.** Write a server that answers every datagram to whoever sent it:
//!
//! ```text
//! udp-echo ADDR [--greet]
//! ```
//!
//! - `ADDR` is `HOST:PORT`; the host is a name, an IPv4 address, or an IPv6 address in brackets. A name may stand for
//!   several addresses: the first that works is yours. Listen there and nowhere else. Port 0 means that the system
//!   chooses one. When another program has the port, or nobody knows the name, return that error to `main`, which
//!   prints it and ends with code 1.
//! - As soon as you listen, and not before, print one line on standard output, `listening on ADDR:PORT`, with the
//!   address and the port that you really have: `listening on 127.0.0.1:40213`, `listening on [::1]:40213`. Nothing
//!   else belongs on standard output; what you want to tell besides goes to standard error.
//! - A datagram is 0 to 65,507 bytes of anything, text or not. To each one there is one answer, with the same bytes,
//!   to the address and port it came from, from the port it was sent to. Each is answered at once and for itself.
//! - With `--greet` every answer is instead the text `Aquí va mi respuesta para HOST.` in UTF-8, with its final point
//!   and without a line end. `HOST` is the address of the sender without its port, and without brackets: `127.0.0.1`,
//!   `::1`.
//! - Many clients ask at the same time, 200 datagrams may come in one burst, and a client may be gone before its
//!   answer gets there. Nobody's trouble is the end of the server: it lives until somebody ends it.
//! - While nothing comes it uses no processor time, and it does not need more memory the longer it runs.
//!
//! **Español.** Escribe un servidor que responda cada datagrama a quien lo mandó:
//!
//! ```text
//! udp-echo ADDR [--greet]
//! ```
//!
//! - `ADDR` es `HOST:PUERTO`; el host es un nombre, una dirección IPv4, o una dirección IPv6 entre corchetes. Un
//!   nombre puede tener varias direcciones: la primera que funcione es la tuya. Escucha ahí y en ninguna otra parte.
//!   El puerto 0 significa que elige el sistema. Si otro programa ya ocupa el puerto, o nadie conoce el nombre,
//!   devuelve ese error a `main`, que lo imprime y termina con código 1.
//! - Apenas escuches, y no antes, imprime una línea en la salida estándar, `listening on ADDR:PUERTO`, con la
//!   dirección y el puerto que de verdad tienes: `listening on 127.0.0.1:40213`, `listening on [::1]:40213`. Nada más
//!   va en la salida estándar; lo demás que quieras contar va a la salida de errores.
//! - Un datagrama trae entre 0 y 65.507 bytes, de lo que sea, texto o no. Para cada uno hay una respuesta, con los
//!   mismos bytes, a la dirección y el puerto de donde vino, desde el puerto al que llegó. Cada uno se responde de
//!   inmediato y por separado.
//! - Con `--greet` toda respuesta es, en cambio, el texto `Aquí va mi respuesta para HOST.` en UTF-8, con su punto
//!   final y sin fin de línea. `HOST` es la dirección de quien preguntó, sin puerto ni corchetes: `127.0.0.1`, `::1`.
//! - Muchos clientes preguntan al mismo tiempo, pueden llegar 200 datagramas en una ráfaga, y un cliente puede
//!   haberse ido antes de que llegue su respuesta. El problema de uno nunca es el fin del servidor: vive hasta que
//!   alguien lo termine.
//! - Mientras no llega nada no gasta procesador, y no necesita más memoria mientras más tiempo funciona.
//!
//! Try it · Pruébalo: `cargo run -p udp-echo -- 127.0.0.1:15000`, and in another terminal · y en otra terminal
//! `cargo lab talk --udp 127.0.0.1:15000`
//! Grade it · Evalúalo: `cargo test -p udp-echo`

use std::io::{self, ErrorKind, Write};
use std::net::{SocketAddr, ToSocketAddrs};
use std::process::ExitCode;

// ─── Yours ─── Lo tuyo ───────────────────────────────────────────────────────────────────────────────────────────────

/// Listens at `addr`, says so on `out`, and answers every datagram to its sender: with a greeting if `greet` is true,
/// else with the same bytes.
///
/// What holds while this runs: `out` has one line, with the address and port that are really bound, and every
/// datagram that arrived there has been answered, whatever was in it and whatever became of its sender. It returns
/// only when it cannot listen at all, with the error that says why.
///
/// *Escucha en `addr`, lo dice en `out`, y responde cada datagrama a quien lo mandó: con un saludo si `greet` es
/// verdadero; si no, con los mismos bytes. Mientras funciona, `out` tiene una línea con la dirección y el puerto de
/// verdad, y todo datagrama que llegó ahí quedó respondido, trajera lo que trajera y pasara lo que pasara con quien
/// lo mandó. Solo vuelve si no puede escuchar, con el error que dice por qué.*
fn serve(addr: &str, greet: bool, out: &mut impl Write) -> io::Result<()> {
    let _ = out;
    todo!("listen at {addr} and answer every datagram (with a greeting: {greet})")
}

// ─── Given ─── Dado ──────────────────────────────────────────────────────────────────────────────────────────────────

fn main() -> ExitCode {
    let (addr, greet) = match arguments(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("{problem}\nusage: udp-echo ADDR [--greet]");
            return ExitCode::from(2);
        }
    };
    match serve(&addr, greet, &mut io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("udp-echo: {addr}: {} ({error})", token(&error));
            ExitCode::FAILURE
        }
    }
}

/// The address, and whether to greet. With `--greet` the answer is a sentence, without it an echo.
fn arguments(args: impl Iterator<Item = String>) -> Result<(String, bool), String> {
    let (mut addr, mut greet) = (None, false);
    for arg in args {
        if arg == "--greet" {
            greet = true;
        } else if arg.starts_with("--") || addr.is_some() {
            return Err(format!("{arg}: not expected here"));
        } else {
            addr = Some(arg);
        }
    }
    Ok((addr.ok_or("ADDR is missing")?, greet))
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

/// The words of this workbook for an error.
///
/// *Las palabras de este cuaderno para un error.*
fn token(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::AddrInUse => "address in use",
        ErrorKind::NotFound => "unknown name",
        _ => "failed",
    }
}
