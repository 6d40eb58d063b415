//! A thread that only receives and passes on what it hears; the main thread asks, and waits at a channel.

use std::io::{self, ErrorKind, Write};
use std::net::{SocketAddr, ToSocketAddrs, UdpSocket};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

enum News {
    Answer(Vec<u8>),
    NobodyThere,
}

fn listen(socket: &UdpSocket, news: &Sender<News>) {
    let mut buffer = vec![0; 1 << 16];
    loop {
        let heard = match socket.recv(&mut buffer) {
            Ok(count) => News::Answer(buffer[..count].to_vec()),
            Err(error) if matches!(error.kind(), ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset) => {
                News::NobodyThere
            }
            Err(_) => continue,
        };
        if news.send(heard).is_err() {
            return;
        }
    }
}

/// What happened until `deadline`: an answer, or whether the port was reported closed.
fn wait(news: &Receiver<News>, deadline: Instant) -> Result<Vec<u8>, bool> {
    let mut closed = false;
    loop {
        match news.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(News::Answer(bytes)) => return Ok(bytes),
            Ok(News::NobodyThere) => closed = true,
            Err(RecvTimeoutError::Timeout) => return Err(closed),
            Err(RecvTimeoutError::Disconnected) => return Err(false),
        }
    }
}

fn connect(addr: &str) -> io::Result<UdpSocket> {
    let found = addr.to_socket_addrs().map_err(|error| io::Error::new(ErrorKind::NotFound, error))?;
    let mut result = Err(ErrorKind::NotFound.into());
    for candidate in found {
        let any = SocketAddr::from(match candidate {
            SocketAddr::V4(_) => ([0, 0, 0, 0], 0),
            SocketAddr::V6(_) => return connect_v6(candidate),
        });
        result = UdpSocket::bind(any).and_then(|socket| {
            socket.connect(candidate)?;
            Ok(socket)
        });
        if result.is_ok() {
            break;
        }
    }
    result
}

fn connect_v6(candidate: SocketAddr) -> io::Result<UdpSocket> {
    let socket = UdpSocket::bind("[::]:0")?;
    socket.connect(candidate)?;
    Ok(socket)
}

fn ask(addr: &str, text: &str, timeout: Duration, tries: u32) -> io::Result<Vec<u8>> {
    let socket = connect(addr)?;
    let (sender, news) = channel();
    let ear = socket.try_clone()?;
    thread::spawn(move || listen(&ear, &sender));
    let mut closed = 0;
    for number in 0..tries {
        while let Err(error) = socket.send(text.as_bytes()) {
            // The report about an earlier try may come here; anything else is about this one.
            if !matches!(error.kind(), ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset) {
                return Err(error);
            }
            closed += 1;
        }
        match wait(&news, Instant::now() + timeout * 2u32.pow(number)) {
            Ok(answer) => return Ok(answer),
            Err(true) => closed += 1,
            Err(false) => {}
        }
    }
    Err(if closed >= tries { ErrorKind::ConnectionRefused.into() } else { ErrorKind::TimedOut.into() })
}

fn options(args: &[String]) -> Option<(&str, &str, Duration, u32)> {
    let [addr, text, rest @ ..] = args else { return None };
    let (mut ms, mut tries) = (2000, 4);
    for option in rest.chunks(2) {
        match option {
            [name, value] if name == "--timeout" => ms = value.parse().ok()?,
            [name, value] if name == "--tries" => tries = value.parse().ok()?,
            _ => return None,
        }
    }
    Some((addr, text, Duration::from_millis(ms), tries))
}

pub fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some((addr, text, timeout, tries)) = options(&args) else {
        eprintln!("usage: udp-client ADDR TEXT [--timeout MS] [--tries N]");
        return ExitCode::from(2);
    };
    let asked = ask(addr, text, timeout, tries);
    let error = match asked.and_then(|answer| io::stdout().write_all(&answer).and_then(|()| io::stdout().flush())) {
        Ok(()) => return ExitCode::SUCCESS,
        Err(error) => error,
    };
    match error.kind() {
        ErrorKind::ConnectionRefused => eprintln!("{addr}: connection refused"),
        ErrorKind::TimedOut => eprintln!("{addr}: timed out"),
        ErrorKind::NotFound => eprintln!("{addr}: unknown name"),
        _ if text.len() > 65_507 => eprintln!("{addr}: too long"),
        _ => eprintln!("{addr}: {error}"),
    }
    ExitCode::FAILURE
}
