//! A conversation over TCP: what is typed goes, what comes is shown, both at once; the end of either side is said.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use super::console::Console;
use super::failure::Failure;
use super::options::Options;
use crate::problem::Problem;
use crate::stopping;

/// Talks until one side ends it.
///
/// # Errors
/// The command line asks for what cannot be.
pub fn talk(options: &Options, found: &[SocketAddr], console: Console) -> Result<ExitCode, Problem> {
    let stream = if options.listen { accept(found, &console) } else { connect(options, found, &console) };
    let stream = match stream {
        Ok(stream) => stream,
        Err(failure) => return Ok(console.fail(&failure)),
    };
    super::say_how(&console, options);
    let console = Arc::new(console);
    Ok(match converse(&stream, options, &console) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => console.fail(&failure),
    })
}

/// Tries one address after the other.
fn connect(options: &Options, found: &[SocketAddr], console: &Console) -> Result<TcpStream, Failure> {
    let mut last = None;
    for (index, addr) in found.iter().enumerate() {
        if found.len() > 1 {
            console.tell(' ', &(console.words().tries_address)(*addr, index + 1, found.len()));
        }
        let connected = TcpStream::connect_timeout(addr, options.timeout);
        match connected.and_then(|stream| Ok((stream.local_addr()?, stream))) {
            Ok((own, stream)) => {
                console.tell(' ', &(console.words().connected)(*addr, own));
                return Ok(stream);
            }
            Err(error) => {
                let failure = Failure::of(error, *addr, options.timeout);
                if index + 1 < found.len() {
                    console.tell('!', &failure.text(console.words()));
                }
                last = Some(failure);
            }
        }
    }
    Err(last.expect("a name that was found has an address"))
}

/// Waits for one client at the first address that can be had.
fn accept(found: &[SocketAddr], console: &Console) -> Result<TcpStream, Failure> {
    let (listener, at) = super::first(found, console, |addr| {
        let listener = TcpListener::bind(addr)?;
        let at = listener.local_addr()?;
        Ok((listener, at))
    })?;
    console.tell(' ', &(console.lang.words().listening_on)(&at.to_string()));
    loop {
        match listener.accept() {
            Ok((stream, from)) => {
                // Whoever comes now is refused.
                drop(listener);
                console.tell(' ', &(console.lang.words().connected_from)(&from.to_string()));
                return Ok(stream);
            }
            // A client that was gone before it was accepted.
            Err(error) if matches!(error.kind(), ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset) => {}
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(Failure::Other(at.to_string(), error)),
        }
    }
}

fn converse(stream: &TcpStream, options: &Options, console: &Arc<Console>) -> Result<(), Failure> {
    // A line goes out when it is typed.
    let _ = stream.set_nodelay(true);
    let prepared = stream.set_read_timeout(options.wait).and_then(|()| stream.try_clone());
    let typing_end = prepared.map_err(|error| Failure::Other(options.addr.clone(), error))?;
    let is_broken = Arc::new(AtomicBool::new(false));
    let types = type_to(typing_end, options.clone(), Arc::clone(console), Arc::clone(&is_broken));
    hear(stream, options, console)?;
    if options.stay {
        console.tell('!', console.words().goes_on_sending);
        // A thread that panicked has said so.
        let _ = types.join();
    }
    // What could not be sent was lost, however politely the other side closed.
    if is_broken.load(Ordering::SeqCst) { Err(Failure::Reset) } else { Ok(()) }
}

/// Shows what comes until the other side has nothing more to say.
fn hear(mut stream: &TcpStream, options: &Options, console: &Console) -> Result<(), Failure> {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => {
                console.tell('<', console.words().they_closed);
                return Ok(());
            }
            Ok(count) => console.bytes('<', &buffer[..count], ""),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                return Err(Failure::Silence(options.wait.unwrap_or_default()));
            }
            Err(error) => {
                console.tell('<', console.lang.words().aborted);
                let is_reset = matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted);
                return Err(if is_reset { Failure::Reset } else { Failure::Other(options.addr.clone(), error) });
            }
        }
    }
}

/// Sends every line that is typed; at the end of the input says that there is nothing more.
fn type_to(
    mut stream: TcpStream,
    options: Options,
    console: Arc<Console>,
    is_broken: Arc<AtomicBool>,
) -> JoinHandle<()> {
    thread::spawn(move || {
        let mut input = io::stdin().lock();
        loop {
            match super::typed_bytes(&mut input, &options, &console) {
                Ok(Some(bytes)) => {
                    // Shown first: what it causes stands below it.
                    console.bytes('>', &bytes, "");
                    if stream.write_all(&bytes).is_err() {
                        console.tell('!', console.lang.words().refused_nobody_reading);
                        is_broken.store(true, Ordering::SeqCst);
                        return;
                    }
                }
                Ok(None) => {
                    console.tell('>', console.lang.words().half_closed);
                    // A connection that is gone has no side left to close.
                    let _ = stream.shutdown(Shutdown::Write);
                    return;
                }
                Err(problem) => {
                    let _ = problem.tell(options.lang);
                    stopping::leave(2);
                }
            }
        }
    })
}
