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
//! - Listen on `ADDR`; where a name has several addresses, on the first that works, as in 06. As soon as clients can
//!   connect, and not before, print `listening on ADDR:PORT` and a line end: the address and port where you really
//!   listen. After that line standard output is yours. When you cannot listen (the port is taken, nobody knows the
//!   name), return the error to `main`, which prints it and ends with code 1.
//! - A line `cerrar` on standard input stops the server: everybody in version 2 gets `cierre`, also those who have no
//!   name yet; all connections are closed, and the program ends with code 0 within a second, whatever the clients do.
//!   Other lines mean nothing, and neither does the end of standard input.
//!
//! *The wire*
//!
//! - A message is a frame as in exercise 11, which must be finished first: use its `read_frame` and `write_frame`. In
//!   it is JSON, an object with `status` and `data`. Each frame leaves in one write. Of two small writes in a row the
//!   kernel may hold the second back until the other end has acknowledged the first, often 40 ms;
//!   `TcpStream::set_nodelay(true)` turns that off, and here one message often follows another.
//! - **Version 2.** Such a client says hello first: `{"status": "hola", "data": {"version": 2, "nombre": "Ana"}}`.
//!   From then on it is told everything in the two tables below.
//! - **2019.** Such a client knows no hello. It begins with a move, `{"status": "eleccion", "data": "piedra"}`. From
//!   then on it is a player without a name that has made this move. The only thing it is ever told is `result`, with
//!   `eleccion_1`, `eleccion_2` and `res` and no other key. Where version 2 would be told something else, it is told
//!   nothing; where version 2 would be told an error and closed, it is just closed.
//! - Until `Request::read` has found one of the two in what it says, a connection is nobody. Whatever else it says is
//!   ignored, except that a frame that is too long closes it. It may be silent as long as it likes, also in the middle
//!   of a frame: it is no player, nobody is paired with it, and nobody waits for it.
//! - A client that ends its direction of the connection, or resets it, has left.
//!
//! | to version 2 | `data` | when |
//! |---|---|---|
//! | `espera` | null | after the hello or after `abandono`, if there is nobody to play with |
//! | `comienza` | `{"oponente": "Beto"}` | you have an opponent: round 1 is open, the score is 0-0 |
//! | `aceptada` | `{"ronda": 1}` | your move was stored; always before its `result` |
//! | `result` | the keys below | both moves are in |
//! | `error` | `{"codigo": …, "mensaje": …}` | see the second table; `mensaje` is any text for people |
//! | `abandono` | null | your opponent left, or had no time left; comes before the next `espera` or `comienza` |
//! | `cierre` | null | the server stops |
//!
//! An opponent of 2019 has no name: `{"oponente": null}`. A `result` says `"eleccion_1"`, your own move;
//! `"eleccion_2"`, the other's; `"res"`, which is `"Gana"`, `"Pierde"` or `"Empate"` for you; and in version 2 also
//! `"ronda"`, the round, and `"marcador"`, the score as `[yours, the other's]` after it.
//!
//! *The game*
//!
//! - Players are paired in the order in which they came, in as many rooms as needed. There are never two who wait.
//! - A move is final, and is shown to nobody, until both are in. Then both get the `result`, and the next round is
//!   open for both at once: a move that comes right after belongs to it, even if the other has not read the result
//!   yet. A tie counts for nobody.
//! - Whoever leaves, also while waiting, frees the place and the name at once. Whoever is left alone gets `abandono`
//!   and loses an open move, and then plays with whoever waits, with a new score, or waits too. A move of 2019 is not
//!   lost: it stays for the next opponent, also if it was made while there was none.
//! - A move must come within `--move-timeout` (30 seconds unless told otherwise) of the opponent's move, or of
//!   `comienza` if that move was there before, whatever else the player says until then. As long as no move is open
//!   there is no clock. Whoever is late loses the place, as if it had left, and is closed.
//! - At most `--max-players` (200 unless told otherwise) play or wait at the same time. Connections that are nobody do
//!   not count.
//! - Nobody waits for somebody else's connection: a client that reads slowly, or not at all, delays no other, not even
//!   its own opponent. You may close it when more than 200 messages wait for it. A client that is gone before you have
//!   written to it is no trouble for anybody else either.
//! - While nothing happens, no processor time is used.
//!
//! | `codigo` of an error | when |
//! |---|---|
//! | `jugada-invalida` | a move that is none of the three |
//! | `jugada-repetida` | you have moved in this round; the first move counts |
//! | `sin-oponente` | a move without an opponent, or before a name of yours was accepted |
//! | `mensaje-invalido` | no JSON, no object, something missing or of another type, unknown `status`, second hello |
//! | `nombre-invalido` | not 1 to 20 printable characters: those of `char::is_control` are not; see below |
//! | `nombre-ocupado` | somebody who is connected has that name; see below |
//! | `tiempo` | you did not move in time; closes |
//! | `version` | a hello in another version than 2; closes |
//! | `lleno` | a hello, or the first move of 2019, when there is no place left; closes |
//! | `marco-muy-grande` | a frame of more than 65,536 bytes; closes |
//!
//! "Closes" means: the message leaves, and then the connection ends. After every other error it stays open, and after
//! an error about a name another hello may follow. Where several codes fit, any of them will do.
//!
//! An order for the work: first two players who never leave; then many rooms, errors and names; then those who leave,
//! and 2019; last the clock, slow readers and the end.
//!
//! **Español.** El cachipún es piedra, papel o tijera: la piedra le gana a la tijera, la tijera al papel, el papel a
//! la piedra. Escribe el servidor del juego:
//!
//! ```text
//! cachipun-server [ADDR] [--max-players N] [--move-timeout MS]
//! ```
//!
//! *El comienzo y el final*
//!
//! - Escucha en `ADDR`; si un nombre tiene varias direcciones, en la primera que funcione, como en 06. Apenas los
//!   clientes se puedan conectar, y no antes, imprime `listening on ADDR:PUERTO` y un fin de línea: la dirección y el
//!   puerto donde de verdad escuchas. Después de esa línea, la salida estándar es tuya. Si no puedes escuchar (el
//!   puerto está ocupado, nadie conoce el nombre), devuelve el error a `main`, que lo imprime y termina con código 1.
//! - Una línea `cerrar` por la entrada estándar detiene el servidor: todos los de la versión 2 reciben `cierre`,
//!   también los que aún no tienen nombre; se cierran todas las conexiones y el programa termina con código 0 antes de
//!   un segundo, hagan lo que hagan los clientes. Otras líneas no significan nada, y el fin de la entrada estándar
//!   tampoco.
//!
//! *El cable*
//!
//! - Un mensaje es un marco como en el ejercicio 11, que tiene que estar terminado: usa sus `read_frame` y
//!   `write_frame`. Adentro va JSON: un objeto con `status` y `data`. Cada marco sale en una sola escritura. De dos
//!   escrituras cortas seguidas, el kernel puede retener la segunda hasta que el otro extremo confirme la primera, a
//!   menudo 40 ms; `TcpStream::set_nodelay(true)` lo evita, y aquí muchas veces va un mensaje detrás de otro.
//! - **Versión 2.** Ese cliente primero saluda: `{"status": "hola", "data": {"version": 2, "nombre": "Ana"}}`. Desde
//!   ahí se le dice todo lo que está en las dos tablas de más abajo.
//! - **2019.** Ese cliente no conoce el saludo. Parte con una jugada, `{"status": "eleccion", "data": "piedra"}`, y
//!   desde ahí es un jugador sin nombre que hizo esa jugada. Lo único que se le dice alguna vez es `result`, con
//!   `eleccion_1`, `eleccion_2` y `res`, sin ninguna otra clave. Donde a la versión 2 se le diría otra cosa, no se le
//!   dice nada; donde a la versión 2 se le diría un error y se cerraría, solo se cierra.
//! - Mientras `Request::read` no encuentre una de las dos cosas en lo que dice, una conexión no es nadie. Todo lo
//!   demás que diga se ignora, salvo que un marco demasiado largo la cierra. Puede callar todo lo que quiera, también
//!   en medio de un marco: no es jugador, nadie queda emparejado con ella y nadie la espera.
//! - Un cliente que termina su sentido de la conexión, o la corta con un reset, se fue.
//!
//! | a la versión 2 | `data` | cuándo |
//! |---|---|---|
//! | `espera` | null | después del saludo o de `abandono`, si no hay con quién jugar |
//! | `comienza` | `{"oponente": "Beto"}` | tienes oponente: se abre la ronda 1, el marcador está 0-0 |
//! | `aceptada` | `{"ronda": 1}` | tu jugada quedó guardada; siempre antes de su `result` |
//! | `result` | las claves de más abajo | están las dos jugadas |
//! | `error` | `{"codigo": …, "mensaje": …}` | ver la segunda tabla; `mensaje` es cualquier texto para personas |
//! | `abandono` | null | tu oponente se fue, o se le acabó el tiempo; llega antes del próximo `espera` o `comienza` |
//! | `cierre` | null | el servidor se detiene |
//!
//! Un oponente de 2019 no tiene nombre: `{"oponente": null}`. Un `result` dice `"eleccion_1"`, la jugada propia;
//! `"eleccion_2"`, la del otro; `"res"`, que es `"Gana"`, `"Pierde"` o `"Empate"` para quien lo recibe; y en la
//! versión 2 además `"ronda"`, la ronda, y `"marcador"`, el marcador después de ella como `[el tuyo, el del otro]`.
//!
//! *El juego*
//!
//! - Los jugadores se emparejan en el orden en que llegaron, en tantas salas como haga falta. Nunca hay dos esperando.
//! - Una jugada es definitiva, y no se le muestra a nadie, hasta que estén las dos. Entonces ambos reciben `result`, y
//!   la ronda siguiente se abre para los dos a la vez: una jugada que llega enseguida es de esa ronda, aunque el otro
//!   todavía no haya leído el resultado. Un empate no suma para nadie.
//! - Quien se va, también mientras espera, libera de inmediato su lugar y su nombre. Quien se queda solo recibe
//!   `abandono` y pierde la jugada que tenía abierta, y después juega con quien esté esperando, con marcador nuevo, o
//!   espera también. Una jugada de 2019 no se pierde: queda para el próximo oponente, también si se hizo cuando no
//!   había ninguno.
//! - Una jugada tiene que llegar a lo más `--move-timeout` (30 segundos, si no te dicen otra cosa) después de la del
//!   oponente, o de `comienza` si la del oponente ya estaba, diga lo que diga entretanto quien debe jugar. Mientras no
//!   haya una jugada abierta no corre ningún reloj. Quien no llega a tiempo pierde su lugar, como si se hubiera ido, y
//!   se cierra su conexión.
//! - A lo más `--max-players` (200, si no te dicen otra cosa) juegan o esperan al mismo tiempo. Las conexiones que no
//!   son nadie no cuentan.
//! - Nadie espera por la conexión de otro: un cliente que lee lento, o que no lee, no atrasa a nadie, ni siquiera a su
//!   propio oponente. Puedes cerrarlo cuando tenga más de 200 mensajes esperando. Un cliente que se va antes de que le
//!   hayas escrito tampoco es problema de nadie más.
//! - Mientras no pasa nada, no se gasta procesador.
//!
//! | `codigo` de un error | cuándo |
//! |---|---|
//! | `jugada-invalida` | una jugada que no es ninguna de las tres |
//! | `jugada-repetida` | ya jugaste en esta ronda; vale la primera jugada |
//! | `sin-oponente` | una jugada sin oponente, o antes de que se aceptara un nombre tuyo |
//! | `mensaje-invalido` | no es JSON u objeto, falta algo o es de otro tipo, `status` desconocido, segundo saludo |
//! | `nombre-invalido` | no son de 1 a 20 caracteres imprimibles: los de `char::is_control` no lo son; ver abajo |
//! | `nombre-ocupado` | alguien conectado tiene ese nombre; ver abajo |
//! | `tiempo` | no jugaste a tiempo; cierra |
//! | `version` | un saludo en otra versión que la 2; cierra |
//! | `lleno` | un saludo, o la primera jugada de 2019, cuando ya no queda lugar; cierra |
//! | `marco-muy-grande` | un marco de más de 65.536 bytes; cierra |
//!
//! "Cierra" significa: sale el mensaje, y después termina la conexión. Después de cualquier otro error sigue abierta, y
//! después de un error de nombre puede venir otro saludo. Donde calzan varios códigos, cualquiera de ellos sirve.
//!
//! Un orden para el trabajo: primero dos jugadores que nunca se van; después muchas salas, los errores y los nombres;
//! después los que se van, y 2019; al final el reloj, los que leen lento y el cierre.
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
/// is up to you. To hand messages from thread to thread there is `std::sync::mpsc`: a `sync_channel` has a limit, and
/// `recv_timeout` waits only so long.
///
/// *Escucha en `addr`, lo anuncia en `out` y deja jugar hasta que una línea de `commands` sea `cerrar`. Qué se cumple
/// en todo momento: cada jugador está jugando, o es el único que espera; y lo que haga o no haga un cliente no atrasa
/// a nadie de otra sala. Qué se cumple cuando devuelve `Ok`: todos fueron avisados, y las conexiones quedaron
/// cerradas. Un error significa que no pudo escuchar: lo que haga un cliente nunca lo es. Antes de escribir, dibuja
/// quién espera a quién, y quién puede tocar qué. Cuántos threads hay, y qué comparten, lo decides tú. Para pasar
/// mensajes de un thread a otro está `std::sync::mpsc`: un `sync_channel` tiene un tope, y `recv_timeout` espera solo
/// hasta cierto plazo.*
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
