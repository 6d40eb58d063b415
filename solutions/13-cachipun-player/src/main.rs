//! The solution of `cachipun-player`: whoever can be kept waiting has a thread of its own, and all of them tell one.
//!
//! Read it after your own program passes. The comments stand where the mistakes live.

mod messages;

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use framing::{read_frame, write_frame};
use messages::{Event, Line, eleccion, hello, understand};

/// What can happen next.
enum News {
    Typed(Vec<u8>),
    InputEnded,
    Said(Event),
    Lost(io::Error),
}

/// Plays until the person leaves, or the server does, or the input has ended and no move is open.
fn play(args: &Arguments, out: &mut impl Write) -> io::Result<()> {
    // A line and a frame can come in any order, and no call waits for both. So one thread waits for each, and this one
    // waits for whichever has news. It is the only one that prints: what came first is printed first.
    let (tell, news) = mpsc::channel();
    let (server, outbox) = mpsc::channel();
    let keyboard = tell.clone();
    let (addr, timeout) = (args.addr.clone(), args.timeout);
    thread::spawn(move || read_lines(&keyboard));
    thread::spawn(move || {
        if let Err(error) = talk(&addr, timeout, outbox, &tell) {
            // Whoever listens here may be gone already, as the program is then.
            let _ = tell.send(News::Lost(error));
        }
    });

    // What is put in here goes out as soon as there is a server, and never keeps this thread waiting.
    if !args.wire_2019 {
        let _ = server.send(hello(&args.name));
    }
    let (mut waiting, mut open) = (VecDeque::new(), false);
    let (mut input_ended, mut said_goodbye) = (false, false);
    for it in news {
        match it {
            News::Typed(line) => match understand(&line) {
                Some(Line::Move(choice)) => waiting.push_back(choice),
                // The threads that still wait, for a key or for the server, end with the program.
                Some(Line::Leave) => return Ok(()),
                None => eprintln!("piedra, papel, tijera (or 1, 2, 3), or salir"),
            },
            News::InputEnded => input_ended = true,
            News::Said(event) => {
                writeln!(out, "{}", event.line)?;
                out.flush()?;
                open &= !event.settles();
                said_goodbye |= event.status == "cierre";
            }
            News::Lost(_) if said_goodbye => return Ok(()),
            News::Lost(error) => return Err(error),
        }
        // The server of 2019 loses a frame that comes while it is busy with another; one of version 2 answers each.
        while !(args.wire_2019 && open) {
            let Some(choice) = waiting.pop_front() else { break };
            let _ = server.send(eleccion(choice));
            open = true;
        }
        if input_ended && !open {
            return Ok(());
        }
    }
    Ok(())
}

/// Passes on what is typed, line by line. As bytes: what is no text is no move, and no reason to stop.
fn read_lines(tell: &Sender<News>) {
    for line in io::stdin().lock().split(b'\n').map_while(Result::ok) {
        if tell.send(News::Typed(line)).is_err() {
            return;
        }
    }
    let _ = tell.send(News::InputEnded);
}

/// Finds the server, sends it what comes from `outbox`, and passes on what it says, until something fails. The
/// end of the stream is such a failure: in this game only `cierre` is a goodbye.
fn talk(addr: &str, timeout: Duration, outbox: Receiver<Vec<u8>>, tell: &Sender<News>) -> io::Result<()> {
    let server = connect(addr, timeout)?;
    // A server that takes nothing blocks a write for as long as it likes. Reading must not wait for that either.
    let mut to_server = server.try_clone()?;
    thread::spawn(move || outbox.iter().try_for_each(|message| write_frame(&mut to_server, &message)));
    // One buffer for the whole connection: what it has read ahead belongs to the next frame.
    let mut from_server = BufReader::new(server);
    while let Some(frame) = read_frame(&mut from_server)? {
        if let Some(event) = Event::read(&frame)? {
            let _ = tell.send(News::Said(event));
        }
    }
    Err(ErrorKind::UnexpectedEof.into())
}

/// A connection to the server. As long as nobody answers, tries again, after a longer pause each time.
fn connect(addr: &str, timeout: Duration) -> io::Result<TcpStream> {
    let deadline = Instant::now() + timeout;
    let mut pause = Duration::from_millis(15);
    loop {
        let error = match connect_once(addr, timeout) {
            Ok(server) => return Ok(server),
            Err(error) => error,
        };
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(error);
        }
        thread::sleep(pause.min(left));
        pause *= 2;
    }
}

/// Tries each address behind the name once.
fn connect_once(addr: &str, timeout: Duration) -> io::Result<TcpStream> {
    let mut failure = ErrorKind::NotFound.into();
    for addr in resolve(addr)? {
        match TcpStream::connect_timeout(&addr, timeout) {
            Ok(server) => return Ok(server),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

// ─── Given: the same in the exercise ─────────────────────────────────────────────────────────────────────────────────

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
