//! # 13 · cachipun-player
//!
//! **English.** *Cachipún* is rock-paper-scissors. Write the program that a player sits at: it listens to the keyboard
//! and to the server at the same time.
//!
//! ```text
//! cachipun-player [ADDR] [--name NAME] [--wire-2019] [--timeout MS]
//! ```
//!
//! - Every message, from the server or to it, is a frame of your `framing` with JSON in it. The JSON is given: `hello`
//!   and `eleccion` make what you send, `Event::read` reads what comes. The first message is the hello; with
//!   `--wire-2019`, for the game server of 2019, there is none.
//! - **Keyboard.** `understand` says what a line of standard input asks for: *piedra* rock, *papel* paper, *tijera*
//!   scissors; *salir* to leave. A move is sent at once, whether or not a game has begun, and none is lost. `salir`
//!   ends the program with code 0; what has not gone out by then need not. Anything else, also bytes that are no text,
//!   gets a line on standard error, is not sent, and changes nothing. Lines typed before there is a connection count
//!   too.
//! - **Server.** Each event is a line on standard output (`event.line` and a line end), in the order in which they
//!   came, and each at once: somebody is watching. Nothing else goes there. The server may be silent for as long as it
//!   likes, also in the middle of a frame; frames may come in pieces, or several together. *espera*: you wait for an
//!   opponent; *comienza*: a game begins; *aceptada*: your move counts; *abandono*: the opponent has left; *cierre*:
//!   the server is about to close.
//! - **Both at once.** A silent keyboard keeps no event waiting, a silent server keeps no move waiting. `salir` ends
//!   the program within a second whatever the server does: also when it says nothing, when it takes nothing of what you
//!   send, and before there is a connection. To end, the program does not wait for another key either.
//! - **A second move** before the result of the first is sent at once; the server decides what to do with it. The
//!   server of 2019 would lose it: with `--wire-2019` keep it, and send the next one after each result.
//! - **The end of standard input** is not the end of the game: close nothing. A move is open from when it was typed
//!   until an event settles it (`event.settles()`); after such an event no move that was sent counts as open, however
//!   many there were. While one is open, or kept, go on; then, or at once if there is none, end with code 0, also
//!   before there is a connection.
//! - **The end of the server** is an error of kind `UnexpectedEof` (`closed early`). After a `cierre` any end is good,
//!   also a reset: code 0. (You may leave at the `cierre` itself.) What is no message ends the program with the error
//!   of `Event::read` (`bad reply`). Trouble with sending alone ends nothing: the side that reads tells how it ended.
//! - **If you get no connection at the start**, because nobody answers or you are refused, try again, each address of
//!   the name, with growing pauses, until `MS` milliseconds have passed; then return the last error. One attempt may
//!   take `MS` per address. After that `MS` has no meaning. (A name that nobody knows may be an error at once.)
//! - Whoever waits uses no processor time. What can fail is returned to `main`, which prints it and ends with code 1.
//!
//! Several threads can all tell one place what has happened: `std::sync::mpsc`.
//!
//! **Español.** *Cachipún* es piedra, papel o tijera. Escribe el programa con que juega una persona: atiende el teclado
//! y el servidor al mismo tiempo.
//!
//! ```text
//! cachipun-player [ADDR] [--name NAME] [--wire-2019] [--timeout MS]
//! ```
//!
//! - Todo mensaje, del servidor o para él, es un marco de tu `framing` con JSON adentro. El JSON está dado: `hello` y
//!   `eleccion` hacen lo que mandas, `Event::read` lee lo que llega. El primer mensaje es el saludo; con `--wire-2019`,
//!   para el servidor de 2019, no lo hay.
//! - **Teclado.** `understand` dice qué pide una línea de la entrada estándar. Una jugada se manda de inmediato, haya
//!   empezado o no el juego, y ninguna se pierde. `salir` termina el programa con código 0; lo que para entonces no
//!   haya salido ya no tiene que salir. Cualquier otra cosa, también bytes que no son texto, recibe una línea por la
//!   salida de error, no se manda y no cambia nada. También valen las líneas escritas antes de que haya conexión.
//! - **Servidor.** Cada evento es una línea en la salida estándar (`event.line` y un fin de línea), en el orden en que
//!   llegaron y cada uno de inmediato: alguien está mirando. Ahí no sale nada más. El servidor puede callar todo el
//!   tiempo que quiera, también en medio de un marco; los marcos pueden llegar en pedazos, o varios juntos.
//! - **Las dos cosas a la vez.** Un teclado quieto no atrasa ningún evento, un servidor callado no atrasa ninguna
//!   jugada. `salir` termina el programa en menos de un segundo, haga lo que haga el servidor: también si no dice nada,
//!   si no recibe nada de lo que le mandas, o si todavía no hay conexión. Para terminar, el programa tampoco espera
//!   otra tecla.
//! - **Una segunda jugada** antes del resultado de la primera se manda de inmediato; el servidor decide qué hacer con
//!   ella. El servidor de 2019 la perdería: con `--wire-2019` guárdala, y manda la siguiente después de cada resultado.
//! - **El fin de la entrada estándar** no es el fin del juego: no cierres nada. Una jugada está abierta desde que se
//!   escribió hasta que un evento la resuelve (`event.settles()`); después de un evento así ninguna jugada mandada
//!   cuenta como abierta, por muchas que hayan sido. Mientras haya una abierta, o guardada, sigue; después, o de
//!   inmediato si no hay ninguna, termina con código 0, también si todavía no hay conexión.
//! - **El fin del servidor** es un error de tipo `UnexpectedEof` (`closed early`). Después de un `cierre` cualquier fin
//!   es bueno, también un reset: código 0. (Puedes irte ya con el mismo `cierre`.) Lo que no es un mensaje termina el
//!   programa con el error de `Event::read` (`bad reply`). Un problema al mandar no termina nada por sí solo: el lado
//!   que lee dice cómo terminó todo.
//! - **Si al comienzo no logras conectarte**, porque no contesta nadie o te rechazan, inténtalo de nuevo, con cada
//!   dirección del nombre y con pausas cada vez más largas, hasta que pasen `MS` milisegundos; después devuelve el
//!   último error. Un intento puede tomar `MS` por dirección. De ahí en adelante `MS` no significa nada. (Un nombre que
//!   nadie conoce puede ser un error de inmediato.)
//! - Quien espera no gasta procesador. Lo que puede fallar se le devuelve a `main`, que lo imprime y termina con
//!   código 1.
//!
//! Varios threads pueden avisarle a un mismo lugar lo que pasó: `std::sync::mpsc`.
//!
//! Given · Dado: `messages.rs`, `understand`, `hello`, `eleccion`, `Event`
//!
//! Try it · Pruébalo: `cargo run -p cachipun-player`, with a server in another terminal · con un servidor en otra
//! terminal. Grade it · Evalúalo: `cargo test -p cachipun-player`

#[allow(dead_code, reason = "for you to use")]
mod messages;

use std::io::{self, ErrorKind, Write};
use std::net::{SocketAddr, ToSocketAddrs};
use std::process::ExitCode;
use std::time::Duration;

#[allow(unused_imports, reason = "for you to call")]
use framing::{read_frame, write_frame};

// ─── Yours ─── Lo tuyo ───────────────────────────────────────────────────────────────────────────────────────────────

/// Plays at the server that `args` names, and writes the events to `out`.
///
/// What holds when this returns `Ok`: somebody typed `salir`; or the input has ended and no move is open; or the server
/// said `cierre`. What holds when it returns an error: every event that had come is written.
///
/// *Juega en el servidor que dice `args`, y escribe los eventos en `out`. Si devuelve `Ok`, alguien escribió `salir`; o
/// la entrada terminó y no hay jugada abierta; o el servidor dijo `cierre`. Si devuelve un error, está escrito
/// cada evento que había llegado.*
fn play(args: &Arguments, out: &mut impl Write) -> io::Result<()> {
    let _ = out;
    todo!("play at {} as {} ({}, {:?})", args.addr, args.name, args.wire_2019, args.timeout)
}

// ─── Given ─── Dado ──────────────────────────────────────────────────────────────────────────────────────────────────

fn main() -> ExitCode {
    let args = match arguments(std::env::args().skip(1)) {
        Ok(args) => args,
        Err(problem) => {
            eprintln!("{problem}\nusage: cachipun-player [ADDR] [--name NAME] [--wire-2019] [--timeout MS]");
            return ExitCode::from(2);
        }
    };
    match play(&args, &mut io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cachipun-player: {}: {} ({error})", args.addr, token(&error));
            ExitCode::FAILURE
        }
    }
}

/// What the program was told. *Lo que le dijeron al programa.*
struct Arguments {
    addr: String,
    name: String,
    wire_2019: bool,
    timeout: Duration,
}

fn arguments(mut args: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let (mut addr, mut name) = (None, format!("jugador-{}", std::process::id()));
    let (mut wire_2019, mut timeout) = (false, Duration::from_secs(2));
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--wire-2019" => wire_2019 = true,
            "--name" => name = args.next().ok_or("--name needs a name")?,
            "--timeout" => {
                let ms = args.next().ok_or("--timeout needs a number of milliseconds")?;
                timeout = match ms.parse() {
                    Ok(ms) if ms > 0 => Duration::from_millis(ms),
                    _ => return Err(format!("--timeout {ms}: not a number of milliseconds above 0")),
                };
            }
            other if other.starts_with("--") || addr.is_some() => return Err(format!("{other}: not expected here")),
            _ => addr = Some(arg),
        }
    }
    Ok(Arguments { addr: addr.unwrap_or_else(|| "127.0.0.1:1238".to_owned()), name, wire_2019, timeout })
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

/// The words of this workbook for an error. What `Event::read` complains about is `Other`; `InvalidData` is a frame
/// that your `framing` found too long.
///
/// *Las palabras de este cuaderno para un error. De lo que se queja `Event::read` es `Other`; `InvalidData` es un marco
/// que tu `framing` encontró muy largo.*
fn token(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::ConnectionRefused => "connection refused",
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => "connection reset",
        ErrorKind::TimedOut | ErrorKind::WouldBlock => "timed out",
        ErrorKind::NotFound => "unknown name",
        ErrorKind::UnexpectedEof => "closed early",
        ErrorKind::InvalidData => "too long",
        ErrorKind::Other => "bad reply",
        _ => "failed",
    }
}
