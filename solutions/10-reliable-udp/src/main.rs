//! The solution of `reliable-udp`: one datagram under way at a time, and nothing is believed before it is checked.
//!
//! Read it after your own program passes. The comments stand where the mistakes live.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// What every datagram begins with.
const MAGIC: [u8; 4] = 0x454e_4348_u32.to_be_bytes();

const DATA: u8 = 1;
const ACKNOWLEDGEMENT: u8 = 2;
const END: u8 = 3;

/// The most bytes of the file that one datagram carries.
const LARGEST: usize = 1_024;

/// Sends the file to `addr`, datagram by datagram.
fn send(file: &mut File, addr: &str, settings: &Settings) -> io::Result<Count> {
    let peer = resolve(addr)?[0];
    let here: SocketAddr = match peer {
        SocketAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
        SocketAddr::V6(_) => (Ipv6Addr::UNSPECIFIED, 0).into(),
    };
    let socket = UdpSocket::bind(here)?;
    let mut count = Count::default();
    let mut number = settings.first;
    let mut block = [0; LARGEST];
    loop {
        // The end is a datagram of its own: also after a full last block, and also of an empty file.
        let length = file.read(&mut block)?;
        let kind = if length == 0 { END } else { DATA };
        deliver(&socket, peer, &datagram(kind, number, &block[..length]), number, settings, &mut count)?;
        count.bytes += length as u64;
        if kind == END {
            return Ok(count);
        }
        number = number.wrapping_add(1);
    }
}

/// Sends one datagram until `peer` acknowledges `number`. The same bytes each time: they were made once.
fn deliver(
    socket: &UdpSocket,
    peer: SocketAddr,
    bytes: &[u8],
    number: u32,
    settings: &Settings,
    count: &mut Count,
) -> io::Result<()> {
    let mut wait = settings.timeout;
    for attempt in 0..settings.tries {
        socket.send_to(bytes, peer)?;
        count.datagrams += 1;
        count.repeated += u64::from(attempt > 0);
        // One deadline for all that may come meanwhile: what we ignore must not hold up the next repetition.
        let deadline = Instant::now() + wait;
        while let Some((heard, from)) = hear(socket, Some(deadline))? {
            if from == peer && parse(&heard) == Some((ACKNOWLEDGEMENT, number, &[])) {
                return Ok(());
            }
        }
        wait = (wait * 2).min(settings.timeout * 8);
    }
    Err(ErrorKind::TimedOut.into())
}

/// Listens at `addr`, says so on `out`, and puts into `file` what the first sender sends.
fn receive(addr: &str, file: &Path, settings: &Settings, out: &mut impl Write) -> io::Result<Count> {
    let socket = UdpSocket::bind(&resolve(addr)?[..])?;
    writeln!(out, "listening on {}", socket.local_addr()?)?;
    out.flush()?;

    // FILE gets its name when it is whole. Until then the bytes lie beside it.
    let beside = unfinished(file);
    let outcome = take_in(&socket, &beside, file, settings);
    if outcome.is_err() {
        let _ = fs::remove_file(&beside);
    }
    outcome
}

fn take_in(socket: &UdpSocket, beside: &Path, file: &Path, settings: &Settings) -> io::Result<Count> {
    let mut content = File::create(beside)?;
    let mut count = Count::default();
    // How many numbers we have had, and whether the end was among them.
    let (mut had, mut complete) = (0, false);
    let (mut sender, mut deadline) = (None, None);
    loop {
        let Some((heard, from)) = hear(socket, deadline)? else {
            return if complete { Ok(count) } else { Err(ErrorKind::TimedOut.into()) };
        };
        let Some((kind @ (DATA | END), number, payload)) = parse(&heard) else { continue };
        if *sender.get_or_insert(from) != from {
            continue;
        }
        // Counted from the first, so that it does not matter where the numbers wrap.
        let place = number.wrapping_sub(settings.first);
        if place > had || (complete && place == had) {
            continue;
        }
        count.datagrams += 1;
        if place < had {
            // Our acknowledgement was lost, or is late. It is all that is missing: the bytes are here already.
            count.repeated += 1;
        } else {
            had += 1;
            content.write_all(payload)?;
            count.bytes += payload.len() as u64;
            if kind == END {
                fs::rename(beside, file)?;
                complete = true;
                // If this acknowledgement is lost, nobody but us can repeat it: so we stay for a while.
                deadline = Some(Instant::now() + 2 * settings.timeout);
            }
        }
        if !complete {
            deadline = Some(Instant::now() + 30 * settings.timeout);
        }
        // One that cannot be sent is one that was lost: the sender will ask again.
        let _ = socket.send_to(&datagram(ACKNOWLEDGEMENT, number, &[]), from);
    }
}

/// The next datagram and its sender, or `None` if none has come by the deadline.
fn hear(socket: &UdpSocket, deadline: Option<Instant>) -> io::Result<Option<(Vec<u8>, SocketAddr)>> {
    // One byte more than the longest that is right, so that a longer one is seen to be longer.
    let mut buffer = [0; 12 + LARGEST + 1];
    loop {
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        if left == Some(Duration::ZERO) {
            return Ok(None);
        }
        socket.set_read_timeout(left)?;
        match socket.recv_from(&mut buffer) {
            Ok((length, from)) => return Ok(Some((buffer[..length].to_vec(), from))),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => continue,
            Err(error) if matches!(error.kind(), ErrorKind::Interrupted | ErrorKind::ConnectionReset) => continue,
            Err(error) => return Err(error),
        }
    }
}

fn datagram(kind: u8, number: u32, payload: &[u8]) -> Vec<u8> {
    let length = payload.len() as u16;
    [&MAGIC[..], &[kind, 0], &length.to_be_bytes(), &number.to_be_bytes(), payload].concat()
}

/// Kind, number and payload of a datagram that is right in every field. A length is compared with what really came.
fn parse(datagram: &[u8]) -> Option<(u8, u32, &[u8])> {
    let (header, payload) = datagram.split_at_checked(12)?;
    let kind = header[4];
    let length = usize::from(u16::from_be_bytes([header[6], header[7]]));
    let number = u32::from_be_bytes([header[8], header[9], header[10], header[11]]);
    let most = match kind {
        DATA => LARGEST,
        ACKNOWLEDGEMENT | END => 0,
        _ => return None,
    };
    let right = header[..4] == MAGIC && header[5] == 0 && length == payload.len() && length <= most;
    right.then_some((kind, number, payload))
}

// ─── Given: the same in the exercise ─────────────────────────────────────────────────────────────────────────────────

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
