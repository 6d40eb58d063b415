//! # 02 · ports
//!
//! **English.** Many programs share the address of a computer. A number from 1 to 65535, the port, says which of them
//! is meant. To *connect* to a port is to ask whoever is there for a conversation. Three things may happen: the answer
//! is yes, and there is a connection (the port is *open*); the answer is no, the connection is refused (it is
//! *closed*); or there is no answer at all (it is *silent*). Write a program that finds out which it is:
//!
//! ```text
//! ports HOST FIRST-LAST [--timeout MS]
//! ```
//!
//! - `HOST` is a name, an IPv4 address, or an IPv6 address in brackets. Connect to each of its TCP ports from `FIRST`
//!   to `LAST`, both included. Send nothing. (TCP is the kind of conversation that has connections.) A port is silent
//!   if it has not answered after `MS` milliseconds. An error of any other kind counts as closed.
//! - For each open port print one line on standard output, in ascending order of the ports. A line has three parts with
//!   one tab (`\t`) between them: the port; address and port at your own end of the connection; address and port at the
//!   other end, as Rust prints them (an IPv6 address has its brackets again). Each connection has these four values,
//!   and no other connection has the same four. For example: `9001`, `127.0.0.1:40213`, `127.0.0.1:9001`. Your own port
//!   differs from run to run: the system chooses it.
//! - Nothing else goes to standard output. At the end, standard error says how many there were of each kind, in this
//!   form: `2 open, 7 closed, 1 silent`. The program then ends with code 0, also if no port was open.
//! - Do not wait for one port after the other. 1,024 ports, 64 of them silent, must take less than 4 × `MS`, wherever
//!   the silent ones are. But be modest: never have more than 128 connections at the same time, those included that you
//!   are still trying to make. Close a connection as soon as you know its addresses. Whoever waits uses no processor
//!   time: while there is no answer your program sleeps, and does not ask again and again in a loop.
//! - A range is two numbers with a hyphen between them, both from 1 to 65535, the first not above the second, written
//!   in digits alone, without blanks. `9001-9001` is a range too, of one port. (Beware: Rust reads `+80` as a number
//!   too.) Any other range is refused: `main` says `bad range` and ends with code 2 when you return `None`.
//! - A name may stand for several addresses: try each port at each of them, in order, until one says yes. `MS` is the
//!   time for each attempt, so each address has the whole of it. If none says yes the port is silent if at least one of
//!   them gave no answer, and closed if all of them refused. `resolve`, below, gives you the addresses of `HOST`. When
//!   nobody knows the name return its error to `main`, which prints it and ends with code 1.
//!
//! How to go about it: first try one port after the other, in a plain loop. That is enough for most of the rules. When
//! they hold, let many ports be tried at the same time. What you need of sockets is in `std::net::TcpStream`:
//! `connect_timeout` makes a connection, `local_addr` and `peer_addr` say the addresses of its two ends. For many at a
//! time `std::thread::scope` is the easiest (The Rust Book, chapter 16, explains threads), and a `Mutex` lets the
//! threads share the ports that are left and the answers that were found. Only the thread that called `scan` can write
//! to `out`: let the others hand over what they found.
//!
//! **Español.** Muchos programas comparten la dirección de un computador. Un número de 1 a 65535, el puerto, dice a
//! cuál de ellos le hablas. *Conectarse* a un puerto es pedirle una conversación a quien esté ahí. Pueden pasar tres
//! cosas: la respuesta es sí, y hay una conexión (el puerto está *abierto*); la respuesta es no, la conexión es
//! rechazada (está *cerrado*); o no hay ninguna respuesta (está *mudo*). Escribe un programa que lo averigüe:
//!
//! ```text
//! ports HOST PRIMERO-ÚLTIMO [--timeout MS]
//! ```
//!
//! - `HOST` es un nombre, una dirección IPv4, o una dirección IPv6 entre corchetes. Conéctate a cada uno de sus puertos
//!   TCP desde `PRIMERO` hasta `ÚLTIMO`, ambos incluidos. No envíes nada. (TCP es el tipo de conversación que tiene
//!   conexiones.) Un puerto está mudo si después de `MS` milisegundos no ha respondido. Un error de cualquier otro tipo
//!   cuenta como cerrado.
//! - Por cada puerto abierto imprime una línea en la salida estándar, de menor a mayor. Una línea tiene tres partes,
//!   con un tabulador (`\t`) entre una y otra: el puerto; la dirección y el puerto en tu extremo de la conexión; la
//!   dirección y el puerto en el otro extremo, como los imprime Rust (una dirección IPv6 vuelve a llevar sus
//!   corchetes). Toda conexión tiene estos cuatro valores, y ninguna otra tiene los mismos cuatro. Por ejemplo: `9001`,
//!   `127.0.0.1:40213`, `127.0.0.1:9001`. Tu propio puerto cambia cada vez: lo elige el sistema.
//! - Nada más sale por la salida estándar. Al final, la salida de errores dice cuántos hubo de cada tipo, de esta
//!   forma: `2 open, 7 closed, 1 silent`. El programa termina entonces con código 0, aunque no haya ningún puerto
//!   abierto.
//! - No esperes a un puerto después del otro. 1.024 puertos, 64 de ellos mudos, tienen que tomar menos de 4 × `MS`,
//!   estén donde estén los mudos. Pero sin exagerar: no tengas nunca más de 128 conexiones al mismo tiempo, contando
//!   las que todavía estás tratando de hacer. Cierra cada conexión apenas sepas sus direcciones. Quien espera no gasta
//!   procesador: mientras no hay respuesta tu programa duerme, y no pregunta una y otra vez en un ciclo.
//! - Un rango son dos números con un guion entre ellos, ambos de 1 a 65535, el primero no mayor que el segundo,
//!   escritos solo con dígitos, sin espacios. `9001-9001` también es un rango, de un solo puerto. (Ojo: Rust también
//!   lee `+80` como número.) Cualquier otro rango se rechaza: `main` dice `bad range` y termina con código 2 cuando
//!   devuelves `None`.
//! - Un nombre puede tener varias direcciones: prueba cada puerto en cada una, en orden, hasta que alguna diga que sí.
//!   `MS` es el plazo de cada intento: cada dirección lo tiene entero. Si ninguna dice que sí, el puerto está mudo si
//!   al menos una no respondió, y cerrado si todas lo rechazaron. `resolve`, más abajo, te da las direcciones de
//!   `HOST`. Cuando nadie conoce el nombre, devuelve su error a `main`, que lo imprime y termina con código 1.
//!
//! Cómo abordarlo: prueba primero un puerto después del otro, en un ciclo simple. Con eso basta para la mayoría de las
//! reglas. Cuando se cumplan, haz que se prueben muchos puertos al mismo tiempo. Lo que necesitas de los sockets está
//! en `std::net::TcpStream`: `connect_timeout` hace una conexión, `local_addr` y `peer_addr` dicen las direcciones de
//! sus dos extremos. Para probar muchos a la vez, lo más fácil es `std::thread::scope` (The Rust Book, capítulo 16,
//! explica los threads), y con un `Mutex` los threads comparten los puertos que quedan y las respuestas que
//! encontraron. En `out` solo puede escribir el thread que llamó a `scan`: que los otros le entreguen lo que
//! encontraron.
//!
//! Try it · Pruébalo: `cargo run -p ports -- localhost 1-1024`
//! Grade it · Evalúalo: `cargo test -p ports`

use std::io::{self, ErrorKind, Write};
use std::net::{IpAddr, ToSocketAddrs};
use std::ops::RangeInclusive;
use std::process::ExitCode;
use std::time::Duration;

// ─── Yours ─── Lo tuyo ───────────────────────────────────────────────────────────────────────────────────────────────

/// The ports that `text` means, such as `FIRST-LAST`, from the first to the last (in Rust: `first..=last`). `None` if
/// it is not a range of ports.
///
/// *Los puertos que indica `text`, como `PRIMERO-ÚLTIMO`, desde el primero hasta el último (en Rust: `first..=last`).
/// `None` si no es un rango de puertos.*
fn port_range(text: &str) -> Option<RangeInclusive<u16>> {
    todo!("two ports in order, or nothing: {text}")
}

/// Tries these ports of a host, each for `timeout` at most. Writes a line for each open port to `out`, and how many
/// were open, closed and silent to standard error.
///
/// What holds when this returns `Ok`: every port was tried, and the lines stand in ascending order. An error means that
/// nobody knows the host, or that `out` cannot be written: what a port answers, or does not, is never one.
///
/// *Prueba estos puertos de un host, cada uno durante `timeout` a lo más. Escribe en `out` una línea por cada puerto
/// abierto, y en la salida de errores cuántos había abiertos, cerrados y mudos. Si devuelve `Ok`, se probaron todos los
/// puertos y las líneas están de menor a mayor. Un error significa que nadie conoce el host, o que no se puede escribir
/// en `out`: lo que responda un puerto, o que no responda, nunca lo es.*
fn scan(host: &str, ports: RangeInclusive<u16>, timeout: Duration, out: &mut impl Write) -> io::Result<()> {
    let _ = out;
    todo!("try the ports {ports:?} of {host}, each for {timeout:?}")
}

// ─── Given ─── Dado ──────────────────────────────────────────────────────────────────────────────────────────────────

fn main() -> ExitCode {
    let (host, range, timeout) = match arguments(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("{problem}\nusage: ports HOST FIRST-LAST [--timeout MS]");
            return ExitCode::from(2);
        }
    };
    let Some(ports) = port_range(&range) else {
        eprintln!("ports: {range}: bad range");
        return ExitCode::from(2);
    };
    match scan(&host, ports, timeout, &mut io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("ports: {host}: {} ({error})", token(&error));
            ExitCode::FAILURE
        }
    }
}

/// The host, the range, and how long to wait for an answer. Two seconds unless `--timeout` says otherwise.
fn arguments(mut args: impl Iterator<Item = String>) -> Result<(String, String, Duration), String> {
    let (mut words, mut timeout) = (Vec::new(), Duration::from_secs(2));
    while let Some(arg) = args.next() {
        if arg == "--timeout" {
            let ms = args.next().ok_or("--timeout needs a number of milliseconds")?;
            timeout = match ms.parse() {
                Ok(ms) if ms > 0 => Duration::from_millis(ms),
                _ => return Err(format!("--timeout {ms}: not a number of milliseconds above 0")),
            };
        } else if arg.starts_with("--") {
            return Err(format!("{arg}: not expected here"));
        } else {
            words.push(arg);
        }
    }
    let [host, range] = <[String; 2]>::try_from(words).map_err(|_| "HOST and FIRST-LAST are needed")?;
    Ok((host, range, timeout))
}

/// The addresses of a host, in the order to try them. A name that nobody knows is `ErrorKind::NotFound`.
///
/// *Las direcciones de un host, en el orden en que hay que probarlas. Un nombre que nadie conoce es
/// `ErrorKind::NotFound`.*
#[allow(dead_code, reason = "for you to call")]
fn resolve(host: &str) -> io::Result<Vec<IpAddr>> {
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    match (host, 0).to_socket_addrs() {
        Ok(found) => Ok(found.map(|addr| addr.ip()).collect()),
        Err(error) => Err(io::Error::new(ErrorKind::NotFound, error)),
    }
}

/// The words of this workbook for an error.
///
/// *Las palabras de este cuaderno para un error.*
fn token(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::NotFound => "unknown name",
        _ => "failed",
    }
}
