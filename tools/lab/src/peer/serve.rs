//! A TCP server for a probe: one thread for each connection, as many as come, or as many as were asked for.

use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::ExitCode;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use enchufe::words::Lang;

use super::conn::Conn;
use super::log::{Log, letter};
use super::settings::Settings;
use crate::problem::Problem;
use crate::words;

/// At most so many connections at the same time; others wait in the system's queue.
const MOST: usize = 200;

/// What a probe does with a connection.
pub type Story = fn(Conn, &Settings);

/// Listens, says so, and tells each client the story.
///
/// # Errors
/// The port cannot be had, or connections cannot be accepted.
pub fn serve(settings: &Settings, story: Story) -> Result<ExitCode, Problem> {
    let lang = settings.lang;
    let wanted = wanted(settings);
    let bound = TcpListener::bind(wanted).and_then(|listener| Ok((listener.local_addr()?, listener)));
    let (at, listener) = bound.map_err(|error| cannot_listen(wanted, &error, lang))?;
    let log = Arc::new(Log::new(lang));
    settings.head(&log, at);
    log.lab(&(lang.words().listening_on)(&at.to_string()));
    let open = Arc::new((Mutex::new(0_usize), Condvar::new()));
    let mut threads = Vec::new();
    for index in 0..settings.times.unwrap_or(usize::MAX) {
        wait_until(&open, |open| open < MOST);
        let (stream, you) = accept(&listener).map_err(|error| cannot_listen(at, &error, lang))?;
        let name = letter(index);
        log.note(&name, &(lang.words().connected_from)(&you.to_string()));
        let conn = Conn::new(stream, Arc::clone(&log), name);
        *open.0.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        let (settings, place) = (settings.clone(), Place(Arc::clone(&open)));
        let thread = thread::Builder::new().spawn(move || {
            let _place = place;
            story(conn, &settings);
        });
        threads.push(thread.map_err(|error| cannot_listen(at, &error, lang))?);
        threads.retain(|thread| !thread.is_finished());
    }
    // Whoever comes now is refused.
    drop(listener);
    wait_until(&open, |open| open == 0);
    Ok(ExitCode::SUCCESS)
}

/// A place among those that can be served at the same time; free again when this is dropped.
struct Place(Arc<(Mutex<usize>, Condvar)>);

impl Drop for Place {
    fn drop(&mut self) {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.1.notify_all();
    }
}

fn wait_until(open: &(Mutex<usize>, Condvar), enough: impl Fn(usize) -> bool) {
    let count = open.0.lock().unwrap_or_else(PoisonError::into_inner);
    drop(open.1.wait_while(count, |open| !enough(*open)));
}

fn accept(listener: &TcpListener) -> io::Result<(std::net::TcpStream, SocketAddr)> {
    loop {
        match listener.accept() {
            // A client that was gone before it was accepted.
            Err(error) if matches!(error.kind(), ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset) => {}
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            accepted => return accepted,
        }
    }
}

/// The address to listen at: this computer alone can reach it.
pub fn wanted(settings: &Settings) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, settings.port))
}

/// Why the lab does not listen.
pub fn cannot_listen(at: SocketAddr, error: &io::Error, lang: Lang) -> Problem {
    let words = words::peer(lang);
    match error.kind() {
        ErrorKind::AddrInUse => Problem::new((words.address_in_use)(at)).advise(words.another_port),
        ErrorKind::PermissionDenied if at.port() < 1024 && at.port() > 0 => {
            Problem::new((words.not_allowed)(at)).advise(words.another_port)
        }
        _ => Problem::new((words.cannot_listen)(at, error)),
    }
}
