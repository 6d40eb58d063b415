//! The other direction: clients of the lab for a server of the student's.

use std::io;
use std::net::{SocketAddr, TcpStream};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::choices::Kind;
use super::conn::{Conn, Heard};
use super::log::{Log, letter};
use super::resolve;
use super::settings::Settings;
use crate::problem::Problem;

/// The longest time to connect, and, unless it is said, the longest silence.
const PATIENCE: Duration = Duration::from_secs(10);
/// What a client says who says several lines.
const LINES: [&str; 3] = ["hola\n", "¿qué tal?\n", "chao\n"];

/// How it ended for one client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fared {
    /// The server ended the conversation in order.
    Well,
    /// The client went, as it was meant to.
    Left,
    /// A line came back changed, or did not come back before the end.
    WrongLine,
    /// The server broke the connection off.
    Reset,
    /// The server said nothing for too long.
    InVain,
    /// No connection came about.
    Unconnected,
}

/// Connects so many clients, lets them all talk at once, and says how each fared.
///
/// # Errors
/// The server's name is unknown.
pub fn clients(settings: &Settings) -> Result<ExitCode, Problem> {
    let given = settings.address.as_deref().unwrap_or_default();
    let server = resolve(given, settings.lang)?;
    let log = Arc::new(Log::new(settings.lang));
    settings.head(&log, server[0]);
    let mut fared = Vec::new();
    let mut talks = Vec::new();
    for index in 0..settings.count {
        let name = letter(index);
        match connect(&server) {
            Ok((stream, lab, you)) => {
                let connected = (settings.lang.words().connected_to)(&you.to_string());
                log.note(&name, &format!("{connected} ({lab})"));
                let conn = Conn::new(stream, Arc::clone(&log), name);
                let settings = settings.clone();
                talks.push(thread::spawn(move || talk(conn, &settings)));
            }
            Err(error) => {
                log.remark(&name, &(log.words().could_not_connect)(&error));
                fared.push(Fared::Unconnected);
            }
        }
    }
    // A client that panicked has said so; it was not served.
    fared.extend(talks.into_iter().map(|talk| talk.join().unwrap_or(Fared::Unconnected)));
    let count = |which: Fared| fared.iter().filter(|fared| **fared == which).count();
    let all = [Fared::Well, Fared::Left, Fared::WrongLine, Fared::Reset, Fared::InVain, Fared::Unconnected];
    let told: Vec<String> = all
        .into_iter()
        .filter(|which| count(*which) > 0)
        .map(|which| (log.words().fared)(which, count(which)))
        .collect();
    log.lab(&told.join(", "));
    let all_is_well = fared.iter().all(|fared| matches!(fared, Fared::Well | Fared::Left));
    Ok(if all_is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A connection to the first of these addresses that has one, with both of its ends.
fn connect(server: &[SocketAddr]) -> io::Result<(TcpStream, SocketAddr, SocketAddr)> {
    let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for addr in server {
        match TcpStream::connect_timeout(addr, PATIENCE).and_then(|stream| Ok((stream.local_addr()?, stream))) {
            Ok((lab, stream)) => return Ok((stream, lab, *addr)),
            Err(error) => last = error,
        }
    }
    Err(last)
}

fn talk(mut conn: Conn, settings: &Settings) -> Fared {
    let said = settings.said();
    let patience = Some(settings.wait.unwrap_or(PATIENCE));
    let spoken = match settings.kind {
        Kind::Polite => conn.say(&said),
        Kind::Slow => conn.drip(&said, settings.gap()),
        Kind::Silent => return stay_silent(conn, settings.wait),
        Kind::Rude => {
            let _ = conn.say(&said[..said.len().div_ceil(2)]);
            conn.reset();
            return Fared::Left;
        }
        Kind::Line => return lines(conn, settings, patience),
    };
    if spoken.is_err() {
        return Fared::Reset;
    }
    conn.half_close();
    ends(conn, patience)
}

/// Waits for the server to end it, as long as that takes, or as was said.
fn stay_silent(mut conn: Conn, wait: Option<Duration>) -> Fared {
    let text = conn.log.words().says_nothing;
    conn.log.remark(&conn.name, text);
    let heard = conn.hear_to_end(wait);
    if heard != Heard::Reset {
        conn.drop_it();
    }
    match heard {
        Heard::Reset => Fared::Reset,
        Heard::Nothing => Fared::Left,
        _ => Fared::Well,
    }
}

/// Says lines, and waits for each to come back before the next.
fn lines(mut conn: Conn, settings: &Settings, patience: Option<Duration>) -> Fared {
    let own = settings.text.as_ref().map(|text| text.split_inclusive(|byte| *byte == b'\n').collect::<Vec<_>>());
    let lines = own.unwrap_or_else(|| LINES.iter().map(|line| line.as_bytes()).collect());
    for line in lines {
        if conn.say(line).is_err() {
            return Fared::Reset;
        }
        let mut came = Vec::new();
        while came.len() < line.len() {
            match conn.hear(patience) {
                Heard::Bytes(bytes) => came.extend(bytes),
                Heard::End => break,
                Heard::Reset => return Fared::Reset,
                Heard::Nothing => return in_vain(conn, patience),
            }
        }
        if came != line {
            let text = conn.log.words().another_line;
            conn.log.remark(&conn.name, text);
            conn.close();
            return Fared::WrongLine;
        }
    }
    conn.half_close();
    ends(conn, patience)
}

/// Hears until the server ends the conversation.
fn ends(mut conn: Conn, patience: Option<Duration>) -> Fared {
    match conn.hear_to_end(patience) {
        Heard::Reset => Fared::Reset,
        Heard::Nothing => in_vain(conn, patience),
        _ => {
            conn.drop_it();
            Fared::Well
        }
    }
}

fn in_vain(conn: Conn, patience: Option<Duration>) -> Fared {
    let words = conn.log.lang.words();
    let time = enchufe::report::conversation::seconds(patience.unwrap_or_default(), words);
    conn.log.remark(&conn.name, &(words.nothing_came)(&time));
    conn.drop_it();
    Fared::InVain
}
