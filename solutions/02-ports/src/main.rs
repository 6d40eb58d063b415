//! The solution of `ports`: a hundred threads that share one list of ports.
//!
//! Read it after your own program passes. The comments stand where the mistakes live.

use std::io::{self, ErrorKind, Write};
use std::net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs};
use std::ops::RangeInclusive;
use std::process::ExitCode;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

/// How many ports are tried at the same time.
const AT_A_TIME: usize = 100;

/// What a port answered.
enum Answer {
    Open { local: SocketAddr, remote: SocketAddr },
    Closed,
    Silent,
}

/// The ports that `text` means, such as `FIRST-LAST`. `None` if it is not a range of ports.
fn port_range(text: &str) -> Option<RangeInclusive<u16>> {
    let (first, last) = text.split_once('-')?;
    // `parse` takes a plus sign too. What does not fit 16 bits, or is empty, it refuses.
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(first) || !is_number(last) {
        return None;
    }
    let (first, last) = (first.parse().ok()?, last.parse().ok()?);
    (1 <= first && first <= last).then_some(first..=last)
}

/// Tries these ports of a host, each for `timeout` at most.
fn scan(host: &str, ports: RangeInclusive<u16>, timeout: Duration, out: &mut impl Write) -> io::Result<()> {
    let addresses = resolve(host)?;

    // Nobody is given a share of the ports beforehand: whoever is done takes the next one. So a silent port costs the
    // time of one thread, and never that of the ports behind it.
    let untried = Mutex::new(ports);
    // The lock is free again before the long wait for the port begins.
    let next = || untried.lock().expect("nobody panics with it").next();
    let answers = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..AT_A_TIME {
            scope.spawn(|| {
                while let Some(port) = next() {
                    let answer = try_port(&addresses, port, timeout);
                    answers.lock().expect("nobody panics with it").push((port, answer));
                }
            });
        }
    });

    // The answers came in the order of their arrival.
    let mut answers = answers.into_inner().expect("nobody panics with it");
    answers.sort_by_key(|(port, _)| *port);
    let (mut open, mut closed, mut silent) = (0, 0, 0);
    for (port, answer) in answers {
        match answer {
            Answer::Open { local, remote } => {
                open += 1;
                writeln!(out, "{port}\t{local}\t{remote}")?;
            }
            Answer::Closed => closed += 1,
            Answer::Silent => silent += 1,
        }
    }
    eprintln!("{open} open, {closed} closed, {silent} silent");
    Ok(())
}

/// What a port answers at the first of these addresses that takes a connection, or else at all of them.
fn try_port(addresses: &[IpAddr], port: u16, timeout: Duration) -> Answer {
    let mut answer = Answer::Closed;
    for address in addresses {
        let remote = SocketAddr::new(*address, port);
        match TcpStream::connect_timeout(&remote, timeout) {
            // Only the connection knows which port the system gave us. It is closed when `conn` is dropped, here.
            Ok(conn) => return conn.local_addr().map_or(Answer::Closed, |local| Answer::Open { local, remote }),
            // No answer is not a no.
            Err(error) if error.kind() == ErrorKind::TimedOut => answer = Answer::Silent,
            Err(_) => {}
        }
    }
    answer
}

// ─── Given: the same in the exercise ─────────────────────────────────────────────────────────────────────────────────

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
