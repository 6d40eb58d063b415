//! # 07 · netcat
//!
//! **English.** Write a program that joins your keyboard and screen to a connection, both ways at once:
//!
//! ```text
//! netcat ADDR [--timeout MS]
//! ```
//!
//! - `ADDR` is `HOST:PORT` as in `tcp-client`: of a name with several addresses, the first that accepts. Connecting to one
//!   address may take `MS` milliseconds. Nothing else has a limit: once connected, both sides may be silent for hours.
//! - Everything that comes on standard input goes to the wire, as it comes: a line that was typed is sent before the
//!   next one is typed.
//! - Everything that comes from the wire goes to standard output, as it comes, byte for byte.
//! - Neither direction ever waits for the other. A peer may say ten things before you say one, may send back
//!   32 MiB while you are still sending them, may stop reading what you send and go on talking.
//! - At the end of standard input tell the peer that you have nothing more to send, by closing *the writing half* of the
//!   connection, and only that: go on printing what comes until the peer closes.
//! - When the peer closes, everything it said has been printed, and the program ends with code 0. It does not wait for
//!   the rest of standard input, even if somebody is about to type.
//! - When something fails (nobody listens, nobody answers in time, nobody knows the name, the peer resets the connection),
//!   what had come by then has been printed, and the error is returned to `main`, which prints it and ends with code 1.
//! - Trouble with sending alone ends nothing: what comes is still printed, and the side that reads tells how it ended.
//! - While nobody speaks the program uses no processor time.
//!
//! A thread (`std::thread::spawn`) that waits for the keyboard cannot be called back. It need not be: when `main`
//! returns, the program ends, with all its threads.
//!
//! **Español.** Escribe un programa que conecte tu teclado y tu pantalla con otro programa, en los dos sentidos a la
//! vez:
//!
//! ```text
//! netcat ADDR [--timeout MS]
//! ```
//!
//! - `ADDR` es `HOST:PUERTO`, como en `tcp-client`: si el nombre tiene varias direcciones, la primera que acepte.
//!   Conectarse a una dirección puede tomar `MS` milisegundos. Nada más tiene límite: ya conectados, los dos pueden estar
//!   callados por horas.
//! - Todo lo que entra por la entrada estándar sale por el cable, a medida que llega: una línea escrita se manda antes de
//!   que se escriba la siguiente.
//! - Todo lo que llega por el cable sale por la salida estándar, a medida que llega y byte por byte.
//! - Ningún sentido espera nunca al otro. La otra parte puede decir diez cosas antes de que tú digas una, puede
//!   devolverte 32 MiB mientras todavía los estás mandando, puede dejar de leer lo que mandas y seguir hablando.
//! - Cuando se acaba la entrada estándar, avísale a la otra parte que no tienes más que mandar: cierra *la mitad de
//!   escritura* de la conexión, y solo esa. Sigue imprimiendo lo que llegue hasta que la otra parte cierre.
//! - Cuando la otra parte cierra, todo lo que dijo está impreso y el programa termina con código 0. No espera el resto de
//!   la entrada estándar, aunque alguien esté por escribir.
//! - Cuando algo falla (nadie escucha, nadie responde a tiempo, nadie conoce el nombre, la otra parte corta con un reset),
//!   lo que ya había llegado quedó impreso, y el error se devuelve a `main`, que lo imprime y termina con código 1.
//! - Un problema al mandar no termina nada por sí solo: lo que llega se sigue imprimiendo, y el lado que lee dice cómo
//!   terminó todo.
//! - Mientras nadie habla, el programa no gasta procesador.
//!
//! A un thread (`std::thread::spawn`) que espera al teclado no se le puede pedir que vuelva. No hace falta: cuando `main`
//! retorna, el programa termina, con todos sus threads.
//!
//! Try it · Pruébalo: `cargo lab peer echo --port 9001`, and in another terminal · y en otra terminal
//! `cargo run -p netcat -- 127.0.0.1:9001`
//! Grade it · Evalúalo: `cargo test -p netcat`

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, ToSocketAddrs};
use std::process::ExitCode;
use std::time::Duration;

// ─── Yours ─── Lo tuyo ───────────────────────────────────────────────────────────────────────────────────────────────

/// Connects to `addr`; sends what `input` gives and copies what comes to `out`, both at once, until the other end
/// closes.
///
/// What holds when this returns `Ok`: the other end has closed, and every byte that it sent has been written to `out`.
/// What holds when it returns an error: every byte that had arrived has been written. Whether `input` has ended does not
/// matter. `input` may be taken to another thread; a connection can be in two hands at once (`TcpStream::try_clone`).
///
/// *Se conecta a `addr`; manda lo que da `input` y copia a `out` lo que llega, las dos cosas a la vez, hasta que la otra
/// parte cierra. Si devuelve `Ok`, la otra parte cerró y cada byte que mandó está escrito en `out`. Si devuelve un error,
/// está escrito todo lo que había llegado. Da lo mismo si `input` se acabó. `input` se puede llevar a otro thread, y una
/// conexión puede estar en dos manos a la vez (`TcpStream::try_clone`).*
fn talk(addr: &str, timeout: Duration, input: impl Read + Send + 'static, out: &mut impl Write) -> io::Result<()> {
    let _ = (input, out);
    todo!("connect to {addr} within {timeout:?} and talk both ways")
}

// ─── Given ─── Dado ──────────────────────────────────────────────────────────────────────────────────────────────────

fn main() -> ExitCode {
    let (addr, timeout) = match arguments(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("{problem}\nusage: netcat ADDR [--timeout MS]");
            return ExitCode::from(2);
        }
    };
    match talk(&addr, timeout, io::stdin(), &mut io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("netcat: {addr}: {} ({error})", token(&error));
            ExitCode::FAILURE
        }
    }
}

/// The address, and the longest time to connect. Two seconds unless `--timeout` says otherwise.
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
