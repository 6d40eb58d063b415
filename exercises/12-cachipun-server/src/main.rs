//! # 12 · cachipun-server
//!
//! **English.** Cachipún is rock, paper, scissors: `piedra` beats `tijera`, `tijera` beats `papel`, `papel` beats
//! `piedra`. Write the server of the game:
//!
//! ```text
//! cachipun-server [ADDR] [--max-players N] [--move-timeout MS]
//! ```
//!
//! *The start and the end*
//!
//! - Listen on `ADDR`. As soon as clients can connect, and not before, print `listening on ADDR:PORT` and a line end:
//!   the address and port where you really listen. After that line standard output is yours.
//! - A line `cerrar` on standard input stops the server: everybody in version 2 gets `cierre`, all connections are
//!   closed, and the program ends with code 0 within a second, whatever the clients do. Other lines mean nothing, and
//!   neither does the end of standard input.
//!
//! *The wire*
//!
//! - A message is a frame as in exercise 11, which must be finished first: use its `read_frame` and `write_frame`. In
//!   it is JSON, an object with `status` and `data`. Each frame leaves in one write.
//! - **Version 2.** Such a client says hello first: `{"status": "hola", "data": {"version": 2, "nombre": "Ana"}}`.
//!   From then on it is told everything in the two tables below.
//! - **2019.** Such a client knows no hello. It begins with a move, `{"status": "eleccion", "data": "piedra"}`. From
//!   then on it is a player without a name that has made this move. The only thing it is ever told is `result`, with
//!   `eleccion_1`, `eleccion_2` and `res` and no other key. Where version 2 would be told something else, it is told
//!   nothing; where version 2 would be told an error and closed, it is just closed.
//! - Until it says one of the two, a connection is nobody. Whatever else it says is ignored, except that a frame that
//!   is too long closes it. It may be silent as long as it likes, also in the middle of a frame: it is no player,
//!   nobody is paired with it, and nobody waits for it.
//!
//! | to version 2 | `data` | when |
//! |---|---|---|
//! | `espera` | null | after the hello or after `abandono`, if there is nobody to play with |
//! | `comienza` | `{"oponente": "Beto"}`, or null for 2019 | you have an opponent: round 1 is open, the score is 0-0 |
//! | `aceptada` | `{"ronda": 1}` | your move was stored |
//! | `result` | the keys below | both moves are in |
//! | `error` | `{"codigo": …, "mensaje": …}` | see the second table; `mensaje` is any text for people |
//! | `abandono` | null | your opponent left, or had no time left |
//! | `cierre` | null | the server stops |
//!
//! A `result` says `"eleccion_1"`, your own move; `"eleccion_2"`, the other's; `"res"`, which is `"Gana"`, `"Pierde"`
//! or `"Empate"` for you; and in version 2 also `"ronda"`, the round, and `"marcador"`, the score as `[yours, the
//! other's]` after it.
//!
//! *The game*
//!
//! - Players are paired in the order in which they came, in as many rooms as needed. There are never two who wait.
//! - A move is final, and is shown to nobody, until both are in. Then both get the `result`, and the next round is
//!   open for both at once: a move that comes right after belongs to it, even if the other has not read the result
//!   yet. A tie counts for nobody.
//! - Who leaves frees the place and the name at once. Who is left alone gets `abandono` and loses an open move; but a
//!   move of 2019 stays, for the next opponent. Then it plays with whoever waits, with a new score, or waits itself.
//! - A move must come within `--move-timeout` (30 seconds unless told otherwise) of the opponent's move, or of
//!   `comienza` if that move was there before. As long as no move is open there is no clock. Who is late has lost the
//!   place, as if it had left, and is closed.
//! - At most `--max-players` (200 unless told otherwise) play or wait at the same time. Connections that are nobody do
//!   not count.
//! - Nobody waits for somebody else's connection: a client that reads slowly, or not at all, delays no other, not even
//!   its own opponent. You may close it when more than 200 messages wait for it.
//! - While nothing happens, no processor time is used.
//!
//! | `codigo` of an error | when |
//! |---|---|
//! | `jugada-invalida` | a move that is none of the three |
//! | `jugada-repetida` | you have moved in this round; the first move counts |
//! | `sin-oponente` | a move without an opponent, or before a name of yours was accepted |
//! | `mensaje-invalido` | no JSON, no object, something missing or of another type, unknown `status`, second hello |
//! | `nombre-invalido` | a name has 1 to 20 printable characters and no line break; another hello may follow |
//! | `nombre-ocupado` | somebody who is connected has that name; another hello may follow |
//! | `tiempo` | you did not move in time; closes |
//! | `version` | a hello in another version than 2; closes |
//! | `lleno` | a hello when there is no place left; closes |
//! | `marco-muy-grande` | a frame of more than 65,536 bytes; closes |
//!
//! "Closes" means: the message leaves, and then the connection ends. After every other error it stays open.
//!
//! **Español.** El cachipún es piedra, papel o tijera: la piedra le gana a la tijera, la tijera al papel, el papel a
//! la piedra. Escribe el servidor del juego:
//!
//! *El comienzo y el final*
//!
//! - Escucha en `ADDR`. Apenas los clientes se puedan conectar, y no antes, imprime `listening on ADDR:PUERTO` y un
//!   fin de línea: la dirección y el puerto donde de verdad escuchas. Después de esa línea, la salida estándar es
//!   tuya.
//! - Una línea `cerrar` por la entrada estándar detiene el servidor: todos los de la versión 2 reciben `cierre`, se
//!   cierran todas las conexiones y el programa termina con código 0 antes de un segundo, hagan lo que hagan los
//!   clientes. Otras líneas no significan nada, y el fin de la entrada estándar tampoco.
//!
//! *El cable*
//!
//! - Un mensaje es un marco como en el ejercicio 11, que tiene que estar terminado: usa sus `read_frame` y
//!   `write_frame`. Adentro va JSON: un objeto con `status` y `data`. Cada marco sale en una sola escritura.
//! - **Versión 2.** Ese cliente primero saluda: `{"status": "hola", "data": {"version": 2, "nombre": "Ana"}}`. Desde
//!   ahí se le dice todo lo que está en las dos tablas de más abajo.
//! - **2019.** Ese cliente no conoce el saludo. Parte con una jugada, `{"status": "eleccion", "data": "piedra"}`, y
//!   desde ahí es un jugador sin nombre que hizo esa jugada. Lo único que se le dice alguna vez es `result`, con
//!   `eleccion_1`, `eleccion_2` y `res`, sin ninguna otra clave. Donde a la versión 2 se le diría otra cosa, no se le
//!   dice nada; donde a la versión 2 se le diría un error y se cerraría, solo se cierra.
//! - Mientras no diga una de las dos cosas, una conexión no es nadie. Todo lo demás que diga se ignora, salvo que un
//!   marco demasiado largo la cierra. Puede callar todo lo que quiera, también en medio de un marco: no es jugador,
//!   nadie queda emparejado con ella y nadie la espera.
//!
//! | a la versión 2 | `data` | cuándo |
//! |---|---|---|
//! | `espera` | null | después del saludo o de `abandono`, si no hay con quién jugar |
//! | `comienza` | `{"oponente": "Beto"}`, o null si es de 2019 | tienes oponente: ronda 1, marcador 0-0 |
//! | `aceptada` | `{"ronda": 1}` | tu jugada quedó guardada |
//! | `result` | las claves de más abajo | están las dos jugadas |
//! | `error` | `{"codigo": …, "mensaje": …}` | ver la segunda tabla; `mensaje` es cualquier texto para personas |
//! | `abandono` | null | tu oponente se fue, o se le acabó el tiempo |
//! | `cierre` | null | el servidor se detiene |
//!
//! Un `result` dice `"eleccion_1"`, la jugada propia; `"eleccion_2"`, la del otro; `"res"`, que es `"Gana"`,
//! `"Pierde"` o `"Empate"` para quien lo recibe; y en la versión 2 además `"ronda"`, la ronda, y `"marcador"`, el
//! marcador después de ella como `[el tuyo, el del otro]`.
//!
//! *El juego*
//!
//! - Los jugadores se emparejan en el orden en que llegaron, en tantas salas como haga falta. Nunca hay dos esperando.
//! - Una jugada es definitiva, y no se le muestra a nadie, hasta que estén las dos. Entonces ambos reciben `result`, y
//!   la ronda siguiente se abre para los dos a la vez: una jugada que llega enseguida es de esa ronda, aunque el otro
//!   todavía no haya leído el resultado. Un empate no suma para nadie.
//! - Quien se va libera de inmediato su lugar y su nombre. Quien se queda solo recibe `abandono` y pierde la jugada
//!   que tenía abierta; pero una jugada de 2019 queda para el próximo oponente. Después juega con quien esté
//!   esperando, con marcador nuevo, o espera.
//! - Una jugada tiene que llegar a lo más `--move-timeout` (30 segundos, si no te dicen otra cosa) después de la del
//!   oponente, o de `comienza` si la del oponente ya estaba. Mientras no haya una jugada abierta no corre ningún
//!   reloj. Quien no llega a tiempo pierde su lugar, como si se hubiera ido, y se cierra su conexión.
//! - A lo más `--max-players` (200, si no te dicen otra cosa) juegan o esperan al mismo tiempo. Las conexiones que no
//!   son nadie no cuentan.
//! - Nadie espera por la conexión de otro: un cliente que lee lento, o que no lee, no atrasa a nadie, ni siquiera a su
//!   propio oponente. Puedes cerrarlo cuando tenga más de 200 mensajes esperando.
//! - Mientras no pasa nada, no se gasta procesador.
//!
//! | `codigo` de un error | cuándo |
//! |---|---|
//! | `jugada-invalida` | una jugada que no es ninguna de las tres |
//! | `jugada-repetida` | ya jugaste en esta ronda; vale la primera jugada |
//! | `sin-oponente` | una jugada sin oponente, o antes de que se aceptara un nombre tuyo |
//! | `mensaje-invalido` | no es JSON u objeto, falta algo o es de otro tipo, `status` desconocido, segundo saludo |
//! | `nombre-invalido` | de 1 a 20 caracteres imprimibles, ningún salto de línea; puede venir otro saludo |
//! | `nombre-ocupado` | alguien conectado tiene ese nombre; puede venir otro saludo |
//! | `tiempo` | no jugaste a tiempo; cierra |
//! | `version` | un saludo en otra versión que la 2; cierra |
//! | `lleno` | un saludo cuando ya no queda lugar; cierra |
//! | `marco-muy-grande` | un marco de más de 65.536 bytes; cierra |
//!
//! "Cierra" significa: sale el mensaje, y después termina la conexión. Después de cualquier otro error, sigue abierta.
//!
//! Given · Dado: `messages.rs`, `Request`, `Reply`
//!
//! Try it · Pruébalo: `cargo run -p cachipun-server`, and then `cargo lab play`
//! Grade it · Evalúalo: `cargo test -p cachipun-server`

#[allow(dead_code, reason = "for you to use")]
mod messages;

use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::net::{SocketAddr, ToSocketAddrs};
use std::process::ExitCode;
use std::time::Duration;

// ─── Yours ─── Lo tuyo ───────────────────────────────────────────────────────────────────────────────────────────────

/// Listens on `addr`, says so on `out`, and lets clients play until a line of `commands` is `cerrar`.
///
/// What holds at every moment: each player plays, or is the only one who waits; and what one client does, or does not
/// do, delays nobody in another room. What holds when this returns `Ok`: everybody has been told, and every connection
/// is closed. An error means that the program could not listen: what a client does is never one.
///
/// Before you write, draw who waits for whom, and who may touch what. How many threads there are, and what they share,
/// is up to you.
///
/// *Escucha en `addr`, lo anuncia en `out` y deja jugar hasta que una línea de `commands` sea `cerrar`. Qué se cumple
/// en todo momento: cada jugador está jugando, o es el único que espera; y lo que haga o no haga un cliente no atrasa
/// a nadie de otra sala. Qué se cumple cuando devuelve `Ok`: todos fueron avisados, y las conexiones quedaron
/// cerradas. Un error significa que no pudo escuchar: lo que haga un cliente nunca lo es. Antes de escribir, dibuja
/// quién espera a quién, y quién puede tocar qué. Cuántos threads hay, y qué comparten, lo decides tú.*
fn serve(
    addr: &str,
    max_players: usize,
    move_timeout: Duration,
    commands: impl BufRead + Send + 'static,
    out: &mut impl Write,
) -> io::Result<()> {
    let _ = (out, commands);
    todo!("listen on {addr}, and let up to {max_players} players play, with {move_timeout:?} for a move")
}

// ─── Given ─── Dado ──────────────────────────────────────────────────────────────────────────────────────────────────

fn main() -> ExitCode {
    let (addr, max_players, move_timeout) = match arguments(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("{problem}\nusage: cachipun-server [ADDR] [--max-players N] [--move-timeout MS]");
            return ExitCode::from(2);
        }
    };
    match serve(&addr, max_players, move_timeout, BufReader::new(io::stdin()), &mut io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cachipun-server: {addr}: {} ({error})", token(&error));
            ExitCode::FAILURE
        }
    }
}

/// Where to listen, how many may play, and how long a move may take.
fn arguments(mut args: impl Iterator<Item = String>) -> Result<(String, usize, Duration), String> {
    let (mut addr, mut max_players, mut move_timeout) = (None, 200, 30_000);
    while let Some(arg) = args.next() {
        if arg == "--max-players" || arg == "--move-timeout" {
            let number = args.next().ok_or_else(|| format!("{arg} needs a number"))?;
            *(if arg == "--max-players" { &mut max_players } else { &mut move_timeout }) = match number.parse::<u32>() {
                Ok(number) if number > 0 => number,
                _ => return Err(format!("{arg} {number}: not a number above 0")),
            };
        } else if arg.starts_with("--") || addr.is_some() {
            return Err(format!("{arg}: not expected here"));
        } else {
            addr = Some(arg);
        }
    }
    let addr = addr.unwrap_or_else(|| "127.0.0.1:1238".to_owned());
    Ok((addr, max_players as usize, Duration::from_millis(move_timeout.into())))
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
