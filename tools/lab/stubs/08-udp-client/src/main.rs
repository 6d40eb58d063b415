//! # 08 · udp-client
//!
//! **English.** Write a program that asks a server with one datagram, and prints the answer:
//!
//! ```text
//! udp-client ADDR TEXT [--timeout MS] [--tries N]
//! ```
//!
//! - `ADDR` is `HOST:PORT`; the host is a name, an IPv4 address, or an IPv6 address in brackets. With UDP nothing is
//!   connected before you ask, so nobody can tell which address of a name would answer: ask the first one to which the
//!   system lets you send, and stay with it.
//! - Send `TEXT` in one datagram: exactly its bytes, in UTF-8. An empty `TEXT` (`""`) is a datagram without
//!   bytes. Your socket needs a local address too: the one for "any", and a port that the system chooses.
//! - Print the answer, exactly the bytes of one datagram, and end. It has from 0 to 65,507 bytes, text or not. An empty
//!   answer is an answer.
//! - Datagrams get lost, and nobody says so. When nothing has come after `MS` milliseconds send the same again, from
//!   the same port, and wait twice as long; and so on, with waits of `MS`, 2 `MS`, 4 `MS` … An answer to an earlier try
//!   is an answer too, however late. After `N` datagrams (4 unless told otherwise), and the wait for the last of them
//!   too, return an error of the kind `TimedOut`.
//! - Only a datagram from exactly the address and port that you asked counts. You ignore any other: you ask again
//!   neither sooner nor later because of it, even if strangers keep talking.
//! - Perhaps nobody has the port you ask. The system reports that as `ConnectionRefused` to a socket on which
//!   `UdpSocket::connect` fixed a partner (it sends nothing), perhaps only when you send again; to other sockets it
//!   reports nothing. Treat it as silence: wait as long as planned and ask again, because the server may be about to
//!   start. When every try was answered so, return `ConnectionRefused`; in any other case it is `TimedOut`, also when
//!   some tries were refused and others met silence.
//! - A `TEXT` of more than 65,507 bytes does not fit into a datagram: nothing is sent, and the error is of the kind
//!   `FileTooLarge`.
//! - Every other error is returned to `main` as well, which prints it and ends with code 1. Standard output has the
//!   answer and nothing else.
//! - While you wait you use no processor time.
//!
//! **Español.** Escribe un programa que le pregunte algo a un servidor con un datagrama, y que imprima la respuesta:
//!
//! ```text
//! udp-client ADDR TEXTO [--timeout MS] [--tries N]
//! ```
//!
//! - `ADDR` es `HOST:PUERTO`; el host es un nombre, una dirección IPv4, o una dirección IPv6 entre corchetes. En UDP
//!   nada se conecta antes de preguntar, así que nadie sabe cuál de las direcciones de un nombre va a responder:
//!   pregúntale a la primera a la que el sistema te deje enviar, y quédate con ella.
//! - Manda `TEXTO` en un solo datagrama: exactamente sus bytes, en UTF-8. Un `TEXTO` vacío (`""`) es un datagrama sin
//!   bytes. Tu socket también necesita una dirección local: la que significa "cualquiera", y un puerto que elija el
//!   sistema.
//! - Imprime la respuesta, exactamente los bytes de un datagrama, y termina. Trae entre 0 y 65.507 bytes, texto o no.
//!   Una respuesta vacía es una respuesta.
//! - Los datagramas se pierden, y nadie avisa. Si después de `MS` milisegundos no ha llegado nada, manda lo mismo otra
//!   vez, desde el mismo puerto, y espera el doble; y así sigues, con esperas de `MS`, 2 `MS`, 4 `MS`… La respuesta a un
//!   intento anterior también es una respuesta, por tarde que llegue. Después de `N` datagramas (4, si no te dicen otra
//!   cosa), y de la espera que sigue al último, devuelve un error del tipo `TimedOut`.
//! - Solo cuenta un datagrama que venga exactamente de la dirección y el puerto a los que preguntaste. De cualquier otro
//!   no haces caso: por su culpa no vuelves a preguntar ni antes ni después, aunque los extraños no paren de hablar.
//! - Puede que nadie tenga el puerto al que preguntas. El sistema se lo avisa, como `ConnectionRefused`, al socket
//!   al que `UdpSocket::connect` le fijó un interlocutor (no manda nada), a veces recién cuando vuelves a mandar; a los
//!   demás no les dice nada. Trátalo como silencio: espera lo previsto y pregunta de nuevo, porque el servidor puede
//!   estar por partir. Si todos los intentos terminaron así, devuelve `ConnectionRefused`; en cualquier otro caso es
//!   `TimedOut`, también si unos intentos fueron rechazados y otros encontraron silencio.
//! - Un `TEXTO` de más de 65.507 bytes no cabe en un datagrama: no se manda nada, y el error es del tipo `FileTooLarge`.
//! - Cualquier otro error también se devuelve a `main`, que lo imprime y termina con código 1. En la salida estándar va
//!   la respuesta y nada más.
//! - Mientras esperas no gastas procesador.
//!
//! Try it · Pruébalo: `cargo lab peer udp-echo --port 15000`, and in another terminal · y en otra terminal
//! `cargo run -p udp-client -- 127.0.0.1:15000 "¿Hay alguien?"`
//! Grade it · Evalúalo: `cargo test -p udp-client`

use std::io::{self, ErrorKind, Write};
use std::net::{SocketAddr, ToSocketAddrs};
use std::process::ExitCode;
use std::time::Duration;

// ─── Yours ─── Lo tuyo ───────────────────────────────────────────────────────────────────────────────────────────────

/// Asks `addr` by sending `text`, at most `tries` times, and writes the answer to `out`. `timeout` is how long it waits
/// after the first try.
///
/// What holds when this returns `Ok`: `out` has the bytes of one datagram that came from exactly the address that was
/// asked. What holds when it returns an error: `out` has nothing, and `text` was sent as often as it may be, or could
/// not be sent at all.
///
/// *Le pregunta a `addr` mandando `text`, a lo más `tries` veces, y escribe la respuesta en `out`. `timeout` es lo que
/// espera después del primer intento. Si devuelve `Ok`, `out` tiene los bytes de un datagrama que vino exactamente de
/// la dirección a la que preguntó. Si devuelve un error, `out` no tiene nada, y `text` se mandó todas las veces
/// permitidas, o no se pudo mandar.*
fn ask(addr: &str, text: &str, timeout: Duration, tries: u32, out: &mut impl Write) -> io::Result<()> {
    let _ = out;
    todo!("ask {addr} with {} bytes, wait {timeout:?} and longer, {tries} times", text.len())
}

// ─── Given ─── Dado ──────────────────────────────────────────────────────────────────────────────────────────────────

fn main() -> ExitCode {
    let (addr, text, timeout, tries) = match arguments(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("{problem}\nusage: udp-client ADDR TEXT [--timeout MS] [--tries N]");
            return ExitCode::from(2);
        }
    };
    match ask(&addr, &text, timeout, tries, &mut io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("udp-client: {addr}: {} ({error})", token(&error));
            ExitCode::FAILURE
        }
    }
}

/// The address, the text, the first wait and the number of tries: two seconds and four unless told otherwise.
fn arguments(mut args: impl Iterator<Item = String>) -> Result<(String, String, Duration, u32), String> {
    let (mut words, mut timeout, mut tries) = (Vec::new(), Duration::from_secs(2), 4);
    while let Some(arg) = args.next() {
        if arg == "--timeout" || arg == "--tries" {
            let value = args.next().ok_or(format!("{arg} needs a number"))?;
            let number = value.parse().ok().filter(|&number: &u32| number > 0);
            let number = number.ok_or(format!("{arg} {value}: not a number above 0"))?;
            if arg == "--tries" { tries = number } else { timeout = Duration::from_millis(number.into()) }
        } else if arg.starts_with("--") || words.len() == 2 {
            return Err(format!("{arg}: not expected here"));
        } else {
            words.push(arg);
        }
    }
    let [addr, text] = words.try_into().map_err(|_| "ADDR or TEXT is missing")?;
    Ok((addr, text, timeout, tries))
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

/// The words of this workbook for an error. A receive that ran into its time limit is `WouldBlock` on Linux and macOS,
/// and `TimedOut` on Windows.
///
/// *Las palabras de este cuaderno para un error. Una recepción a la que se le acabó el tiempo es `WouldBlock` en Linux
/// y macOS, y `TimedOut` en Windows.*
fn token(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset => "connection refused",
        ErrorKind::TimedOut | ErrorKind::WouldBlock => "timed out",
        ErrorKind::NotFound => "unknown name",
        ErrorKind::FileTooLarge => "too long",
        _ => "failed",
    }
}
