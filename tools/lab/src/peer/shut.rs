//! Ports at which nobody is served: one that refuses, and one that does not even answer.

use std::net::{SocketAddr, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use socket2::{Domain, Socket, Type};

use super::log::Log;
use super::serve::{cannot_listen, wanted};
use super::settings::Settings;
use crate::problem::Problem;
use crate::words;

/// Who is answered at all on this computer is answered sooner than this.
const ANSWERED: Duration = Duration::from_millis(700);
/// The longest queue that the lab tries to fill. Some systems make it longer than they are asked for.
const LONGEST_QUEUE: usize = 300;

/// A port that is bound, so that nobody else can listen there, and does not listen: it surely refuses.
///
/// # Errors
/// The port cannot be had.
pub fn refuse(settings: &Settings) -> Result<ExitCode, Problem> {
    // Not to be shared: on Linux another program could listen there else.
    let (at, _socket) = bind(settings, false)?;
    let log = Log::new(settings.lang);
    settings.head(&log, at);
    log.lab(&(log.words().refuses_at)(at));
    wait_for_ctrl_c()
}

/// A server that never accepts, with a queue that is full: an attempt to connect gets no answer.
///
/// # Errors
/// The port cannot be had, or this system refuses or accepts where others say nothing.
pub fn full(settings: &Settings) -> Result<ExitCode, Problem> {
    let (at, socket) = bind(settings, cfg!(unix))?;
    // A queue of length 0 has room for one on some systems, for more on others.
    socket.listen(0).map_err(|error| cannot_listen(at, &error, settings.lang))?;
    let words = words::peer(settings.lang);
    let mut queue = Vec::new();
    loop {
        match TcpStream::connect_timeout(&at, ANSWERED) {
            Ok(_) if queue.len() >= LONGEST_QUEUE => return Err(Problem::new(words.cannot_fill)),
            Ok(waiting) => queue.push(waiting),
            Err(error) if error.kind() == std::io::ErrorKind::TimedOut => break,
            Err(error) => return Err(Problem::new((words.full_is_refused)(&error)).advise(words.try_refuse)),
        }
    }
    let log = Log::new(settings.lang);
    settings.head(&log, at);
    log.lab(&(settings.lang.words().silent_at)(&at.to_string()));
    wait_for_ctrl_c()
}

fn bind(settings: &Settings, reuse: bool) -> Result<(SocketAddr, Socket), Problem> {
    let at = wanted(settings);
    let bound = Socket::new(Domain::for_address(at), Type::STREAM, None).and_then(|socket| {
        // As the standard library does: a port whose connections have ended is free.
        socket.set_reuse_address(reuse)?;
        socket.bind(&at.into())?;
        let at = socket.local_addr()?.as_socket().unwrap_or(at);
        Ok((at, socket))
    });
    bound.map_err(|error| cannot_listen(at, &error, settings.lang))
}

/// The handler of ctrl-c ends this program. Nothing else does: the lab does not see who tries.
fn wait_for_ctrl_c() -> ! {
    loop {
        thread::park();
    }
}
