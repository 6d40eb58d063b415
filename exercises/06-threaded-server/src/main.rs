//! # 06 · threaded-server
//!
//! **English.** Write a server that gives every client its lines back, to many clients at the same time:
//!
//! ```text
//! threaded-server ADDR [--clients N] [--timeout MS]
//! ```
//!
//! - `ADDR` is as in tcp-server: listen there and nowhere else, and as soon as clients can connect, and not before,
//!   print `listening on ADDR:PORT` and a line end, with the address and port where you really listen. It is all that
//!   ever goes to standard output. Notes for people go to standard error.
//! - A line ends with LF (byte 10). When a whole line has come, and not before, send it back to the client it came
//!   from, LF included. Bytes are bytes: none is changed, be it text or not, and an empty line is a line.
//! - When a client ends its direction, a last line without LF goes back too. Then close the connection.
//! - Serve clients at the same time, each on its own. One that is silent, slow, resets, vanishes or never reads changes
//!   nothing for the others and never ends your program, which runs until somebody ends it.
//! - A line has at most 65,536 bytes, LF counted. A longer one ends its client, whether its LF comes or not: the client
//!   hears the lines that it sent before, then `too long\n`, then the end of the stream. It hears all this even if up
//!   to 64 KiB beyond the limit lie unread on your side by then (remember tcp-server). You keep no more of a client in
//!   memory than its longest line may need.
//! - At most `N` clients at the same time (64 unless told otherwise). One more gets `full\n` and is closed. If it has
//!   said something by then, a reset may follow; if it stays and is silent, that holds up nobody. A client's place is
//!   free as soon as the client is gone, whatever made it go.
//! - A client that is silent for `MS` milliseconds (60,000 unless told otherwise), or for that long takes nothing of
//!   what you send it, is closed without a word. Every byte that comes starts the clock anew.
//! - A client that is gone leaves nothing behind: no open connection, no thread. Whoever waits uses no processor time.
//! - When you cannot listen (the port is taken, nobody knows the name), return the error to `main`, which prints it and
//!   ends with code 1.
//!
//! **Español.** Escribe un servidor que le devuelva a cada cliente sus líneas, a muchos clientes al mismo tiempo:
//!
//! ```text
//! threaded-server ADDR [--clients N] [--timeout MS]
//! ```
//!
//! - `ADDR` es como en tcp-server: escucha ahí y en ninguna otra parte y, apenas los clientes se puedan conectar, y no
//!   antes, imprime `listening on ADDR:PORT` y un fin de línea, con la dirección y el puerto donde de verdad escuchas.
//!   Nada más sale nunca por la salida estándar. Los avisos para las personas van a la salida de errores.
//! - Una línea termina con LF (el byte 10). Cuando llegó una línea entera, y no antes, devuélvesela al cliente que la
//!   mandó, con su LF. Los bytes son bytes: ninguno cambia, sean texto o no, y una línea vacía también es una línea.
//! - Cuando un cliente cierra su dirección, también vuelve una última línea sin LF. Después cierra la conexión.
//! - Atiende a los clientes al mismo tiempo, cada uno por su cuenta. Uno que calla, que es lento, que corta con un
//!   reset, que desaparece o que no lee nunca no cambia nada para los demás y jamás termina tu programa, que funciona
//!   hasta que alguien lo termine.
//! - Una línea tiene a lo más 65.536 bytes, contando el LF. Una más larga termina con su cliente, llegue su LF o no: el
//!   cliente recibe las líneas que mandó antes, después `too long\n` y después el fin del flujo. Recibe todo eso aunque
//!   para entonces tengas sin leer hasta 64 KiB más de lo permitido (acuérdate de tcp-server). En la memoria no guardas
//!   de un cliente más de lo que puede necesitar su línea más larga.
//! - A lo más `N` clientes al mismo tiempo (64, si no te dicen otra cosa). Al que llega de más se le manda `full\n` y
//!   se le cierra la conexión. Si para entonces ya dijo algo, puede seguir un reset; si se queda ahí callado, no hace
//!   esperar a nadie. El lugar de un cliente queda libre apenas el cliente ya no está, sea cual sea la razón.
//! - Al cliente que calla durante `MS` milisegundos (60.000, si no te dicen otra cosa), o que en ese tiempo no recibe
//!   nada de lo que le mandas, se le cierra la conexión sin una palabra. Cada byte que llega pone el reloj de nuevo en
//!   cero.
//! - Un cliente que ya no está no deja nada atrás: ni una conexión abierta ni un thread. Quien espera no gasta
//!   procesador.
//! - Si no puedes escuchar (el puerto está ocupado, nadie conoce el nombre), devuelve el error a `main`, que lo imprime
//!   y termina con código 1.
//!
//! Try it · Pruébalo: `cargo run -p threaded-server -- 127.0.0.1:9001`, and in two other terminals · y en otras dos
//! terminales `cargo lab talk 127.0.0.1:9001`
//! Grade it · Evalúalo: `cargo test -p threaded-server`

use std::io::{self, ErrorKind, Write};
use std::net::{SocketAddr, ToSocketAddrs};
use std::process::ExitCode;
use std::time::Duration;

/// The most bytes that a line may have, its LF counted. *Lo más que puede medir una línea, contando su LF.*
#[allow(dead_code, reason = "for you to keep")]
const LONGEST_LINE: usize = 65_536;

// ─── Yours ─── Lo tuyo ───────────────────────────────────────────────────────────────────────────────────────────────

/// Listens on `addr`, says so on `out`, and echoes the lines of up to `clients` clients at the same time.
///
/// It does not return `Ok`: it serves until the program is ended from outside. An error means that it could not listen:
/// what a client does is never one. `timeout` is how long a client may be silent, or take nothing.
///
/// A thread is a part of your program that runs beside the others: `std::thread::spawn` starts one with a closure, and
/// `move` gives the closure what it needs. What several threads use together is shared with `std::sync::Arc`, and
/// changed by one at a time with `std::sync::Mutex`. A connection can be in two hands at once:
/// `std::net::TcpStream::try_clone`. Look them up in the documentation of `std` when you need them.
///
/// *Escucha en `addr`, lo anuncia en `out` y devuelve las líneas de hasta `clients` clientes al mismo tiempo. Nunca
/// devuelve `Ok`: atiende hasta que alguien termina el programa desde afuera. Un error significa que no pudo escuchar:
/// lo que haga un cliente nunca lo es. `timeout` es cuánto puede callar un cliente, o pasar sin recibir nada.*
///
/// *Un thread, o hilo, es una parte de tu programa que corre al lado de las demás: `std::thread::spawn` parte uno con un
/// closure, y `move` le entrega al closure lo que necesita. Lo que varios threads usan juntos se comparte con
/// `std::sync::Arc`, y con `std::sync::Mutex` lo cambia uno a la vez. Una conexión puede estar en dos manos:
/// `std::net::TcpStream::try_clone`. Búscalos en la documentación de `std` cuando te hagan falta.*
fn serve(addr: &str, clients: usize, timeout: Duration, out: &mut impl Write) -> io::Result<()> {
    let _ = out;
    todo!("listen on {addr}, say so, and echo the lines of {clients} clients at once, none silent for {timeout:?}")
}

// ─── Given ─── Dado ──────────────────────────────────────────────────────────────────────────────────────────────────

fn main() -> ExitCode {
    let (addr, clients, timeout) = match arguments(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("{problem}\nusage: threaded-server ADDR [--clients N] [--timeout MS]");
            return ExitCode::from(2);
        }
    };
    match serve(&addr, clients, timeout, &mut io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("threaded-server: {addr}: {} ({error})", token(&error));
            ExitCode::FAILURE
        }
    }
}

/// The address, how many clients at once, and the longest silence. 64 and a minute unless told otherwise.
fn arguments(mut args: impl Iterator<Item = String>) -> Result<(String, usize, Duration), String> {
    let (mut addr, mut clients, mut timeout) = (None, 64, Duration::from_secs(60));
    while let Some(arg) = args.next() {
        if arg == "--clients" || arg == "--timeout" {
            let number = args.next().unwrap_or_default();
            match number.parse::<u32>() {
                Ok(number @ 1..) if arg == "--clients" => clients = number as usize,
                Ok(number @ 1..) => timeout = Duration::from_millis(number.into()),
                _ => return Err(format!("{arg} {number}: not a number above 0")),
            }
        } else if arg.starts_with("--") || addr.is_some() {
            return Err(format!("{arg}: not expected here"));
        } else {
            addr = Some(arg);
        }
    }
    Ok((addr.ok_or("ADDR is missing")?, clients, timeout))
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
