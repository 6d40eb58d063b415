//! # 10 · reliable-udp
//!
//! **English.** UDP loses datagrams, brings some twice, some late and some in another order. Carry a file over it so
//! that it arrives whole. One program, two sides:
//!
//! ```text
//! reliable-udp send FILE ADDR    [--timeout MS] [--tries N] [--first N]
//! reliable-udp receive ADDR FILE [--timeout MS] [--tries N] [--first N]
//! ```
//!
//! `ADDR` is `HOST:PORT`; the host is a name, an IPv4 address, or an IPv6 address in brackets. `MS` is 2000, `--tries`
//! 10 and `--first` 0 unless told otherwise. Every datagram begins with a header of 12 bytes. Its numbers are
//! big-endian, the most significant byte first:
//!
//! ```text
//! byte 0 to 3    0x454e4348, the letters ENCH
//! byte 4         the kind: 1 data, 2 acknowledgement, 3 end
//! byte 5         zero
//! byte 6 and 7   how many bytes of payload follow the header
//! byte 8 to 11   the sequence number
//! ```
//!
//! Data has a payload of at most 1,024 bytes of the file; fewer are allowed. An acknowledgement and an end have none. A
//! datagram that breaks any of this is malformed: too short for a header, another first byte, a length that is not the
//! one it really has. Whoever gets it goes on as if it had never come.
//!
//! **The sender** sends the file in order as data, and then one end. Each of these has a number of its own: the first
//! has the one of `--first`, the next is one more, and after 4,294,967,295 comes 0. Both sides are told the same
//! `--first`.
//!
//! - One at a time: nothing with the next number is sent before the last one is acknowledged. What is not acknowledged
//!   is sent again, with the same bytes: after MS, then after 2, 4 and 8 times MS, and from then on always after 8
//!   times MS. The next number begins with MS again.
//! - Each number is sent at most `--tries` times in all. If its wait after the last time is over too: `timed out`, an
//!   error with code 1.
//! - Only an acknowledgement of the number under way, from exactly `ADDR`, counts. Everything else is ignored, and does
//!   not delay the next repetition.
//!
//! **The receiver** prints `listening on ADDR:PORT` on standard output as soon as it listens, with the address and port
//! that it really has, and nothing else there, ever. Port 0 means that the system chooses. When another program has the
//! port, that error goes back to `main`, which prints it and ends with code 1.
//!
//! - It waits for a first datagram without limit and uses no processor time meanwhile. Whoever sends the first data or
//!   end that is not malformed is its sender from then on. All others are ignored.
//! - It acknowledges data and end with their own number, from the port where it listens. It writes each number once, in
//!   order. What it has had already, the last number or an older one, is acknowledged again and not written again. A
//!   number ahead of its turn is ignored: no acknowledgement, nothing written. Nothing comes after the end: any number
//!   behind it is ahead of its turn.
//! - Of two numbers the older one is that from which fewer steps forward lead to the other: 4,294,967,295 is older than
//!   0, though it is larger.
//! - When its sender has been silent for 30 times MS: `timed out`, an error with code 1. Only what the receiver
//!   acknowledges breaks the silence, a repetition too; what it ignores does not.
//! - The acknowledgement of the end can be lost too: so it goes on acknowledging repeated ends for 2 times MS after the
//!   end, and then ends with code 0. Whether a repeated end starts this time anew is up to you.
//! - `FILE` appears when it is complete, and not before: nobody ever sees a part of it under its name. An older file of
//!   that name stays as it is until then, and also when the transfer fails. What lies beside it under other names is
//!   yours.
//!
//! **Both** use no processor time while they wait. Where nobody knows the name in `ADDR`, the error of `resolve` goes
//! back to `main`. Otherwise they return what they moved, and `main` prints it. The sender counts the bytes of the
//! file, the datagrams that it sent, and how many of them were repetitions. The receiver counts the bytes that it
//! wrote, the data and ends that it acknowledged, and how many of them it had had before.
//!
//! **Español.** UDP pierde datagramas, algunos los entrega dos veces, otros tarde y otros en otro orden. Lleva un
//! archivo por ahí de modo que llegue completo. Un programa con dos lados:
//!
//! ```text
//! reliable-udp send FILE ADDR    [--timeout MS] [--tries N] [--first N]
//! reliable-udp receive ADDR FILE [--timeout MS] [--tries N] [--first N]
//! ```
//!
//! `ADDR` es `HOST:PUERTO`; el host es un nombre, una dirección IPv4, o una dirección IPv6 entre corchetes. Si no te
//! dicen otra cosa, `MS` es 2000, `--tries` es 10 y `--first` es 0. Todo datagrama empieza con un encabezado de 12
//! bytes. Sus números van en big-endian, el byte más significativo primero:
//!
//! ```text
//! byte 0 a 3    0x454e4348, las letras ENCH
//! byte 4        el tipo: 1 datos, 2 confirmación, 3 fin
//! byte 5        cero
//! byte 6 y 7    cuántos bytes vienen después del encabezado
//! byte 8 a 11   el número de secuencia
//! ```
//!
//! Los datos traen a lo más 1.024 bytes del archivo; menos también se puede. Una confirmación y un fin no traen
//! ninguno. Un datagrama que no cumple algo de esto está mal formado: no alcanza para un encabezado, empieza de otra
//! manera, o no trae los bytes que dice traer. Quien lo recibe sigue como si nunca hubiera llegado.
//!
//! **El emisor** manda el archivo en orden como datos, y después un fin. Cada uno de ellos tiene su propio número: el
//! primero, el de `--first`; el siguiente, uno más; y después del 4.294.967.295 viene el 0. A los dos lados se les da
//! el mismo `--first`.
//!
//! - De a uno: no se manda nada con el número siguiente antes de que confirmen el último. Lo que no confirman se manda
//!   de nuevo, con los mismos bytes: después de MS, luego después de 2, 4 y 8 veces MS, y desde ahí siempre después de
//!   8 veces MS. El número siguiente empieza de nuevo con MS.
//! - Cada número se manda a lo más `--tries` veces en total. Si también se acaba la espera que sigue a la última vez:
//!   `timed out`, un error con código 1.
//! - Solo vale una confirmación del número que está en camino, y que venga exactamente de `ADDR`. Todo lo demás se
//!   ignora, y no atrasa la repetición siguiente.
//!
//! **El receptor** imprime `listening on ADDR:PUERTO` en la salida estándar apenas escucha, con la dirección y el
//! puerto que de verdad tiene, y nunca nada más ahí. El puerto 0 significa que elige el sistema. Si otro programa ya
//! ocupa el puerto, ese error vuelve a `main`, que lo imprime y termina con código 1.
//!
//! - Espera un primer datagrama sin límite, y mientras tanto no gasta procesador. Quien mande los primeros datos, o el
//!   primer fin, que no estén mal formados, es su emisor de ahí en adelante. A todos los demás los ignora.
//! - Confirma datos y fin con el mismo número que traen, desde el puerto en que escucha. Escribe cada número una vez, y
//!   en orden. Lo que ya tuvo, sea el último número o uno anterior, lo confirma de nuevo y no lo escribe otra vez. Un
//!   número al que no le toca todavía se ignora: ni se confirma ni se escribe. Después del fin no viene nada: a un
//!   número posterior no le toca nunca.
//! - De dos números, el anterior es aquel desde el que se llega al otro con menos pasos hacia adelante: el
//!   4.294.967.295 es anterior al 0, aunque sea más grande.
//! - Si su emisor lleva 30 veces MS en silencio: `timed out`, un error con código 1. Solo rompe el silencio lo que el
//!   receptor confirma, también si es una repetición; lo que ignora no lo rompe.
//! - La confirmación del fin también se puede perder: por eso sigue confirmando fines repetidos durante 2 veces MS
//!   después del fin, y entonces termina con código 0. Si un fin repetido hace partir de nuevo ese tiempo, lo decides
//!   tú.
//! - `FILE` aparece cuando está completo y no antes: nadie ve nunca una parte de él con su nombre. Un archivo anterior
//!   con ese nombre se queda como está hasta entonces, y también si la transferencia falla. Lo que haya al lado con
//!   otros nombres es cosa tuya.
//!
//! **Ninguno de los dos** gasta procesador mientras espera. Si nadie conoce el nombre de `ADDR`, el error de `resolve`
//! vuelve a `main`. Si no, devuelven lo que llevaron, y `main` lo imprime. El emisor cuenta los bytes del archivo, los
//! datagramas que mandó, y cuántos de ellos fueron repeticiones. El receptor cuenta los bytes que escribió, los datos y
//! fines que confirmó, y cuántos de ellos ya los había tenido.
//!
//! Try it · Pruébalo: `cargo run -p reliable-udp -- receive 127.0.0.1:15000 copia`, and in another terminal · y en otra
//! terminal `cargo run -p reliable-udp -- send Cargo.toml 127.0.0.1:15000`
//! Grade it · Evalúalo: `cargo test -p reliable-udp`

use std::fmt;
use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

// ─── Yours ─── Lo tuyo ───────────────────────────────────────────────────────────────────────────────────────────────

/// Sends what `file` holds to the receiver at `addr`.
///
/// What holds when this returns `Ok`: every byte of the file, and the end, was acknowledged by `addr`, and never more
/// than one number was under way. When a number had all its tries without an acknowledgement, it returns
/// `ErrorKind::TimedOut`.
///
/// *Manda lo que hay en `file` al receptor en `addr`. Si devuelve `Ok`, `addr` confirmó cada byte del archivo y el fin,
/// y nunca hubo más de un número en camino. Si un número gastó todos sus intentos sin que lo confirmaran, devuelve
/// `ErrorKind::TimedOut`.*
fn send(file: &mut File, addr: &str, settings: &Settings) -> io::Result<Count> {
    let _ = file;
    let Settings { timeout, tries, first } = settings;
    todo!("send the file to {addr} from number {first}, each up to {tries} times, first after {timeout:?}")
}

/// Listens at `addr`, says so on `out`, and puts into `file` what the first sender sends.
///
/// What holds when this returns `Ok`: `file` has every byte that was sent, once and in order; the end was acknowledged,
/// and also each repetition of it that came within twice `timeout`. When the sender falls silent before the end, it
/// returns `ErrorKind::TimedOut`, and `file` is as it was before.
///
/// *Escucha en `addr`, lo dice en `out`, y deja en `file` lo que manda el primer emisor. Si devuelve `Ok`, `file` tiene
/// cada byte que se mandó, una vez y en orden; el fin quedó confirmado, y también cada repetición de él que llegó dentro
/// de dos veces `timeout`. Si el emisor se calla antes del fin, devuelve `ErrorKind::TimedOut`, y `file` está como
/// antes.*
fn receive(addr: &str, file: &Path, settings: &Settings, out: &mut impl Write) -> io::Result<Count> {
    let _ = out;
    let Settings { timeout, first, .. } = settings;
    todo!("listen at {addr} and write {} from number {first}, with {timeout:?}", file.display())
}

// ─── Given ─── Dado ──────────────────────────────────────────────────────────────────────────────────────────────────

/// What was moved, as `main` prints it at the end.
///
/// *Lo que se llevó, como lo imprime `main` al final.*
#[derive(Default)]
struct Count {
    bytes: u64,
    datagrams: u64,
    repeated: u64,
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes, {} datagrams, {} repeated", self.bytes, self.datagrams, self.repeated)
    }
}

/// What the options say. `timeout` is MS.
///
/// *Lo que dicen las opciones. `timeout` es MS.*
struct Settings {
    timeout: Duration,
    tries: u32,
    first: u32,
}

fn main() -> ExitCode {
    let (words, settings) = match arguments(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(problem) => return usage(&problem),
    };
    let outcome = match &words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["send", file, addr] => File::open(file).and_then(|mut file| send(&mut file, addr, &settings)),
        ["receive", addr, file] => receive(addr, Path::new(file), &settings, &mut io::stdout()),
        _ => return usage("not understood"),
    };
    match outcome {
        Ok(count) => {
            eprintln!("{count}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("reliable-udp: {} ({error})", token(&error));
            ExitCode::FAILURE
        }
    }
}

fn usage(problem: &str) -> ExitCode {
    eprintln!("{problem}\nusage: reliable-udp send FILE ADDR | receive ADDR FILE");
    eprintln!("options: [--timeout MS] [--tries N] [--first N]");
    ExitCode::from(2)
}

/// The words without `--`, and the options.
fn arguments(mut args: impl Iterator<Item = String>) -> Result<(Vec<String>, Settings), String> {
    let (mut words, mut settings) = (Vec::new(), Settings { timeout: Duration::from_secs(2), tries: 10, first: 0 });
    while let Some(arg) = args.next() {
        if !arg.starts_with("--") {
            words.push(arg);
            continue;
        }
        let value = args.next().ok_or(format!("{arg} needs a number"))?;
        let number: u32 = value.parse().map_err(|_| format!("{arg} {value}: not a number from 0 to 4294967295"))?;
        match arg.as_str() {
            "--timeout" if number > 0 => settings.timeout = Duration::from_millis(number.into()),
            "--tries" if number > 0 => settings.tries = number,
            "--first" => settings.first = number,
            _ => return Err(format!("{arg} {value}: not understood")),
        }
    }
    Ok((words, settings))
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

/// A name beside `file` for what is not whole yet. When it is, `std::fs::rename` gives it the name `file` in one step:
/// nobody ever sees a half, and an older file of that name is replaced.
///
/// *Un nombre al lado de `file` para lo que todavía no está completo. Cuando lo esté, `std::fs::rename` le da el nombre
/// `file` en un solo paso: nadie ve nunca una mitad, y si había un archivo con ese nombre, queda reemplazado.*
#[allow(dead_code, reason = "for you to call")]
fn unfinished(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".unfinished");
    name.into()
}

/// The words of this workbook for an error. A wait that ran into its time limit is `WouldBlock` on Linux and macOS, and
/// `TimedOut` on Windows.
///
/// *Las palabras de este cuaderno para un error. Una espera a la que se le acabó el tiempo es `WouldBlock` en Linux y
/// macOS, y `TimedOut` en Windows.*
fn token(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::TimedOut | ErrorKind::WouldBlock => "timed out",
        ErrorKind::AddrInUse => "address in use",
        // The system did not say this: it comes from `resolve`.
        ErrorKind::NotFound if error.raw_os_error().is_none() => "unknown name",
        ErrorKind::NotFound => "no such file",
        _ => "failed",
    }
}
