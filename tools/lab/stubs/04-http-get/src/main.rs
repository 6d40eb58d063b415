//! # 04 · http-get
//!
//! **English.** Write a program that asks a web server for one thing, and knows where the answer ends:
//!
//! ```text
//! http-get HOST[:PORT][/PATH] [--connect ADDR] [--timeout MS]
//! ```
//!
//! The port is 80 and the path `/` unless given. With `--connect` the TCP connection goes to `ADDR` instead, and the
//! request stays as for `HOST`. A name may stand for several addresses; connecting to one of them, and each silence,
//! may take `MS` milliseconds, as in exercise 03.
//!
//! *The request:*
//! - The line `GET PATH HTTP/1.1`; exactly one header `Host`, with `HOST`, and with `:PORT` when it is not 80; further
//!   headers if you like; one empty line, and nothing after it. Each line ends with CR and LF.
//!
//! *The reply.* A status line, headers, an empty line, and a body. A line ends with CRLF, or with LF alone. The names
//! of headers come in any case; around a value there may be blanks or none; the reason behind the status may be empty
//! or long. Where the body ends is said by the first of these that fits:
//! 1. A reply with a status of 100 to 199 has no body and is not the one you asked for: skip it. It may come at any
//!    time before the real one, more than once.
//! 2. 204 and 304 never have a body, whatever their headers say.
//! 3. `Transfer-Encoding: chunked`: the body comes in chunks. A size in hexadecimal digits, perhaps an extension after
//!    a semicolon (ignore it), the line's end, that many bytes, a line's end; a chunk of size 0 is the last; then
//!    trailers (ignore them), and an empty line. It counts even when there is a length as well.
//! 4. `Content-Length`: that many bytes. The same length twice is fine.
//! 5. Else the body goes on until the server closes.
//!
//! When the reply is complete wait for nothing more, also when the connection stays open.
//!
//! *Standard output:* the status line, the headers and an empty line, each ended with LF alone and otherwise as
//! received; then the body, decoded from its chunks, byte for byte. It may be a picture.
//!
//! *The end:*
//! - A complete reply is `Ok`, whatever its status. A redirect (301, 302, 303, 307, 308) is not followed; standard
//!   error says `redirect to TARGET`, `TARGET` being its `Location` as received, and when that begins with `https:`
//!   adds ` (needs TLS)`.
//! - A reply that ends before it is complete, also inside a header or the line of a chunk's size: `closed early`. A
//!   reset: `connection reset`. Silence: `timed out`. A name that nobody knows: `unknown name`.
//! - `bad reply`: what does not begin as HTTP (`HTTP/`, then a status in digits), however it ends, also when its first
//!   line comes and then silence; a length that is not written in digits alone, or is given twice differently; a chunk
//!   whose size is not written in hexadecimal digits alone, or that is not followed by a line's end.
//! - `too long`: more than 64 KiB of status line and headers (print nothing), more than 16 MiB of body (print what is
//!   allowed). A length that a server claims costs no memory.
//! - When the body fails, what had come of it has been printed, with the head before it.
//!
//! **Español.** Escribe un programa que le pida una cosa a un servidor web, y que sepa dónde termina la respuesta:
//!
//! ```text
//! http-get HOST[:PUERTO][/RUTA] [--connect ADDR] [--timeout MS]
//! ```
//!
//! Si no los indicas, el puerto es 80 y la ruta `/`. Con `--connect` la conexión TCP va a `ADDR`, y la petición queda
//! igual que para `HOST`. Un nombre puede tener varias direcciones; conectarse a una de ellas puede tomar `MS`
//! milisegundos, y lo mismo cada silencio, como en el ejercicio 03.
//!
//! *La petición:*
//! - La línea `GET RUTA HTTP/1.1`; exactamente un encabezado `Host`, con `HOST`, y con `:PUERTO` si no es 80; otros
//!   encabezados si quieres; una línea vacía, y nada después. Cada línea termina con CR y LF.
//!
//! *La respuesta.* Una línea de estado, encabezados, una línea vacía y un cuerpo. Una línea termina con CRLF, o solo
//! con LF. Los nombres de los encabezados vienen en mayúsculas o minúsculas; alrededor del valor puede haber espacios o
//! no; la razón que sigue al estado puede ser vacía o larga. Dónde termina el cuerpo lo dice la primera de estas reglas
//! que se cumpla:
//! 1. Una respuesta con estado de 100 a 199 no tiene cuerpo y no es la que pediste: sáltala. Puede venir en cualquier
//!    momento antes de la verdadera, y más de una vez.
//! 2. 204 y 304 nunca tienen cuerpo, digan lo que digan sus encabezados.
//! 3. `Transfer-Encoding: chunked`: el cuerpo viene en *chunks*, trozos. Un tamaño en dígitos hexadecimales, quizás una
//!    extensión después de un punto y coma (ignórala), el fin de la línea, esa cantidad de bytes, un fin de línea; un
//!    chunk de tamaño 0 es el último; después, trailers (ignóralos) y una línea vacía. Vale aunque también haya un
//!    largo.
//! 4. `Content-Length`: esa cantidad de bytes. El mismo largo dos veces está bien.
//! 5. Si no, el cuerpo sigue hasta que el servidor cierra.
//!
//! Cuando la respuesta está completa no esperes nada más, aunque la conexión siga abierta.
//!
//! *La salida estándar:* la línea de estado, los encabezados y una línea vacía, cada una terminada solo con LF y por lo
//! demás tal como llegó; después el cuerpo, ya armado si venía en chunks, byte por byte. Puede ser una imagen.
//!
//! *El final:*
//! - Una respuesta completa es `Ok`, sea cual sea su estado. Una redirección (301, 302, 303, 307, 308) no se sigue; la
//!   salida de errores dice `redirect to DESTINO`, donde `DESTINO` es su `Location` tal como llegó, y si comienza con
//!   `https:` agrega ` (needs TLS)`.
//! - Una respuesta que termina antes de estar completa, también dentro de un encabezado o de la línea con el tamaño de
//!   un chunk: `closed early`. Un reset: `connection reset`. Silencio: `timed out`. Un nombre que nadie conoce:
//!   `unknown name`.
//! - `bad reply`: lo que no comienza como HTTP (`HTTP/`, luego un estado en dígitos), termine como termine, también si
//!   llega su primera línea y después silencio; un largo que no está escrito solo con dígitos, o que viene dos veces
//!   distinto; un chunk cuyo tamaño no está escrito solo con dígitos hexadecimales, o que no va seguido de un fin de
//!   línea.
//! - `too long`: más de 64 KiB de línea de estado y encabezados (no imprimas nada), más de 16 MiB de cuerpo (imprime lo
//!   permitido). Un largo que el servidor anuncia no cuesta memoria.
//! - Cuando falla el cuerpo, lo que había llegado de él quedó impreso, y antes los encabezados.
//!
//! Try it · Pruébalo: `cargo run -p http-get -- python.org`; without a network · sin red: `cargo lab peer python-org`
//! Grade it · Evalúalo: `cargo test -p http-get`

use std::io::{self, ErrorKind, Write};
use std::net::{SocketAddr, ToSocketAddrs};
use std::process::ExitCode;
use std::time::Duration;

// ─── Yours ─── Lo tuyo ───────────────────────────────────────────────────────────────────────────────────────────────

/// Asks for what `request` names, and writes the reply to `out`.
///
/// What holds when this returns `Ok`: one request was sent, the whole reply to it and nothing else has been written,
/// and standard error names the target of a redirect. What holds when it returns an error: its kind is the one that
/// `token` (below) has for what went wrong, and what had come of the body has been written, after the head.
///
/// *Pide lo que nombra `request` y escribe la respuesta en `out`. Si devuelve `Ok`: se envió una petición, está escrita
/// toda su respuesta y nada más, y la salida de errores nombra el destino de una redirección. Si devuelve un error: su
/// tipo es el que `token` (más abajo) tiene para lo que pasó, y está escrito lo que había llegado del cuerpo, después
/// de los encabezados.*
fn get(request: &Request, timeout: Duration, out: &mut impl Write) -> io::Result<()> {
    let _ = out;
    let Request { host, port, path, connect } = request;
    todo!("connect to {connect} within {timeout:?}, ask {host}, port {port}, for {path}, and copy the reply")
}

// ─── Given ─── Dado ──────────────────────────────────────────────────────────────────────────────────────────────────

/// At most this many bytes of headers, and of body.
#[allow(dead_code, reason = "for you to use")]
const MAX_HEAD: u64 = 64 * 1024;
#[allow(dead_code, reason = "for you to use")]
const MAX_BODY: u64 = 16 * 1024 * 1024;

/// What the arguments ask for: `HOST[:PORT][/PATH] [--connect ADDR]`.
struct Request {
    /// An IPv6 address stands in brackets.
    host: String,
    port: u16,
    /// Begins with `/`.
    path: String,
    /// `HOST:PORT` to connect to.
    connect: String,
}

fn main() -> ExitCode {
    let (request, timeout) = match arguments(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("{problem}\nusage: http-get HOST[:PORT][/PATH] [--connect ADDR] [--timeout MS]");
            return ExitCode::from(2);
        }
    };
    match get(&request, timeout, &mut io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("http-get: {}: {} ({error})", request.connect, token(&error));
            ExitCode::FAILURE
        }
    }
}

/// The request, and the longest silence. Two seconds unless `--timeout` says otherwise.
fn arguments(mut args: impl Iterator<Item = String>) -> Result<(Request, Duration), String> {
    let (mut url, mut connect, mut timeout) = (None, None, Duration::from_secs(2));
    while let Some(arg) = args.next() {
        if arg == "--timeout" {
            let ms = args.next().ok_or("--timeout needs a number of milliseconds")?;
            timeout = match ms.parse() {
                Ok(ms) if ms > 0 => Duration::from_millis(ms),
                _ => return Err(format!("--timeout {ms}: not a number of milliseconds above 0")),
            };
        } else if arg == "--connect" {
            connect = Some(args.next().ok_or("--connect needs an address")?);
        } else if arg.starts_with("--") || url.is_some() || !arg.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(format!("{arg:?}: not expected here"));
        } else {
            url = Some(arg);
        }
    }
    let url = url.ok_or("HOST is missing")?;
    let (authority, path) = url.split_at(url.find('/').unwrap_or(url.len()));
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (authority, "80"),
    };
    let port = port.parse().map_err(|_| format!("{port:?}: not a port"))?;
    let connect = connect.unwrap_or(format!("{host}:{port}"));
    let path = if path.is_empty() { "/" } else { path };
    Ok((Request { host: host.to_string(), port, path: path.to_string(), connect }, timeout))
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
        ErrorKind::UnexpectedEof => "closed early",
        ErrorKind::InvalidData => "bad reply",
        ErrorKind::FileTooLarge => "too long",
        _ => "failed",
    }
}
