//! # 05 · tcp-server
//!
//! **English.** Write a server that thanks everybody who connects, and ends after a number of clients:
//!
//! ```text
//! tcp-server ADDR [--clients N]
//! ```
//!
//! - `ADDR` is `HOST:PORT`; the host is a name, an IPv4 address, or an IPv6 address in brackets. A name may stand for
//!   several addresses: take the first on which you can listen. Listen on that address and on no other. Port 0 asks the
//!   system to choose a free port.
//! - As soon as clients can connect, and not before, print `listening on ADDR:PORT` and a line end: the address and
//!   port where you really listen. It is all that ever goes to standard output. Notes for people go to standard error.
//! - Send each client the 23 bytes `Gracias por conectarte\n`, then close the connection. Clients need not say anything
//!   to be greeted. One after the other is fine.
//! - End with code 0 after `N` clients that were accepted (5 unless told otherwise).
//! - Clients are strangers. One may say something, leave at once, reset the connection, never read, never close, never
//!   stop talking. Each of them counts as one of the `N`, delays the next client by at most one second, and changes
//!   nothing for the others. Nor does the end of the program wait more than one second for anybody.
//! - Everybody who stays gets the whole greeting and then the end of the stream, also those who sent you up to 64 KiB
//!   before you greeted them.
//! - Whoever waits uses no processor time.
//! - When you cannot listen (the port is taken, nobody knows the name), return the error to `main`, which prints it and
//!   ends with code 1. Once your program has ended, it can be started again at once on the same port.
//!
//! **Español.** Escribe un servidor que agradezca a quien se conecte, y que termine después de cierto número de
//! clientes:
//!
//! ```text
//! tcp-server ADDR [--clients N]
//! ```
//!
//! - `ADDR` es `HOST:PUERTO`; el host es un nombre, una dirección IPv4, o una dirección IPv6 entre corchetes. Un nombre
//!   puede tener varias direcciones: usa la primera en la que se pueda escuchar. Escucha en esa dirección y en ninguna
//!   otra. El puerto 0 le pide al sistema que elija uno libre.
//! - Apenas los clientes se puedan conectar, y no antes, imprime `listening on ADDR:PUERTO` y un fin de línea: la
//!   dirección y el puerto donde de verdad escuchas. Nada más sale nunca por la salida estándar. Los avisos para las
//!   personas van a la salida de error.
//! - A cada cliente mándale los 23 bytes `Gracias por conectarte\n` y cierra la conexión. Nadie tiene que decir algo
//!   para recibir el saludo. Puedes atenderlos de a uno.
//! - Termina con código 0 después de `N` clientes aceptados (5, si no te dicen otra cosa).
//! - Los clientes son desconocidos. Uno puede decir algo, irse de inmediato, cortar con un reset, no leer nunca, no
//!   cerrar nunca, no parar nunca de hablar. Cada uno cuenta como uno de los `N`, atrasa al siguiente a lo más un
//!   segundo, y no cambia nada para los demás. Tampoco el final del programa espera a nadie más de un segundo.
//! - Todo el que se queda recibe el saludo completo y después el fin del flujo, también quien te mandó hasta 64 KiB
//!   antes de que lo saludaras.
//! - Quien espera no gasta procesador.
//! - Si no puedes escuchar (el puerto está ocupado, nadie conoce el nombre), devuelve el error a `main`, que lo imprime
//!   y termina con código 1. Apenas tu programa termina, tiene que poder partir de nuevo en el mismo puerto.
//!
//! Try it · Pruébalo: `cargo run -p tcp-server -- 127.0.0.1:9001`, and in another terminal · y en otra terminal
//! `cargo lab talk 127.0.0.1:9001`
//! Grade it · Evalúalo: `cargo test -p tcp-server`

use std::io::{self, ErrorKind, Write};
use std::net::{SocketAddr, ToSocketAddrs};
use std::process::ExitCode;

/// What every client gets. *Lo que recibe cada cliente.*
#[allow(dead_code, reason = "for you to send")]
const GREETING: &[u8] = b"Gracias por conectarte\n";

// ─── Yours ─── Lo tuyo ───────────────────────────────────────────────────────────────────────────────────────────────

/// Listens on `addr`, says so on `out`, and greets as many clients as `clients` says.
///
/// What holds when this returns `Ok`: that many clients were accepted, and each of them that stayed has got the whole
/// greeting and the end of the stream, whatever the others did. An error means that the program could not listen: what
/// a single client does is never one.
///
/// *Escucha en `addr`, lo anuncia en `out` y saluda a tantos clientes como diga `clients`. Si devuelve `Ok`, aceptó a
/// esa cantidad, y cada uno de los que se quedaron recibió el saludo completo y el fin del flujo, hicieran lo que
/// hicieran los demás. Un error significa que no pudo escuchar: lo que haga un cliente nunca lo es.*
fn serve(addr: &str, clients: u32, out: &mut impl Write) -> io::Result<()> {
    let _ = out;
    todo!("listen on {addr}, say so, and greet {clients} clients")
}

// ─── Given ─── Dado ──────────────────────────────────────────────────────────────────────────────────────────────────

fn main() -> ExitCode {
    let (addr, clients) = match arguments(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("{problem}\nusage: tcp-server ADDR [--clients N]");
            return ExitCode::from(2);
        }
    };
    match serve(&addr, clients, &mut io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tcp-server: {addr}: {} ({error})", token(&error));
            ExitCode::FAILURE
        }
    }
}

/// The address, and the number of clients. Five unless `--clients` says otherwise.
fn arguments(mut args: impl Iterator<Item = String>) -> Result<(String, u32), String> {
    let (mut addr, mut clients) = (None, 5);
    while let Some(arg) = args.next() {
        if arg == "--clients" {
            let number = args.next().ok_or("--clients needs a number")?;
            clients = match number.parse() {
                Ok(number) if number > 0 => number,
                _ => return Err(format!("--clients {number}: not a number above 0")),
            };
        } else if arg.starts_with("--") || addr.is_some() {
            return Err(format!("{arg}: not expected here"));
        } else {
            addr = Some(arg);
        }
    }
    Ok((addr.ok_or("ADDR is missing")?, clients))
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
