//! A conversation over UDP: each line a datagram, each datagram shown with its sender. Nobody connects and nobody
//! closes; that a port is closed is heard only from the computer it belongs to, if at all.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::thread;
use std::time::{Duration, Instant};

use socket2::{Domain, SockRef, Socket, Type};

use super::console::Console;
use super::failure::Failure;
use super::options::Options;
use crate::problem::Problem;

/// So long an answer to the last line may take, unless it is said: as for the exercises' programs.
const WAIT: Duration = Duration::from_secs(2);
/// So much may wait to be shown or sent.
const QUEUE: usize = 64;
const LONGEST: usize = 64 * 1024;
/// What fits into a datagram over IPv4.
const MOST: usize = 65_507;

enum Event {
    Came(Vec<u8>, SocketAddr),
    /// The system says that a datagram found no program.
    NobodyThere,
    Typed(Vec<u8>),
    InputEnded,
    Broken(io::Error),
    Problem(Problem),
}

/// Talks until the input has ended and nothing comes any more; with `--listen` until it is ended.
///
/// # Errors
/// The input cannot be understood.
pub fn talk(options: &Options, found: &[SocketAddr], console: Console) -> Result<ExitCode, Problem> {
    let (sends, events) = mpsc::sync_channel(QUEUE);
    let console = Arc::new(console);
    let ends = match if options.listen { listen(found, &console) } else { towards(found, &console) } {
        Ok(ends) => ends,
        Err(failure) => return Ok(console.fail(&failure)),
    };
    for socket in [Some(&ends.open), ends.connected.as_ref()].into_iter().flatten() {
        let socket = socket.try_clone().map_err(|error| Problem::new(format!("{}: {error}", options.addr)))?;
        let sends = sends.clone();
        thread::spawn(move || receive(&socket, &sends));
    }
    super::say_how(&console, options);
    let mut talk = Talk { ends, console, options, sends, heard: 0, sent: 0, unsent: None, is_refused: false };
    if options.listen { talk.serve(&events) } else { talk.ask(&events) }
}

/// The sockets of one end.
struct Ends {
    /// Hears everybody.
    open: UdpSocket,
    /// The same port, connected to the other side: only so does the system say that nobody is there.
    connected: Option<UdpSocket>,
    /// Where what is typed goes.
    to: Option<SocketAddr>,
}

/// One end, for the first address of a name.
fn towards(found: &[SocketAddr], console: &Console) -> Result<Ends, Failure> {
    let to = found[0];
    let any: IpAddr = if to.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    let failed = |error: io::Error| Failure::Other(to.to_string(), error);
    // The address from which this computer sends there.
    let scout = UdpSocket::bind((any, 0)).map_err(failed)?;
    let own = scout.connect(to).and_then(|()| scout.local_addr()).map_err(failed)?;
    drop(scout);
    let open = UdpSocket::bind((own.ip(), 0)).map_err(failed)?;
    let own = open.local_addr().map_err(failed)?;
    // Windows says it at a socket that is not connected, too.
    let connected = if cfg!(windows) { None } else { share(&open, own, to).ok() };
    console.tell(' ', &(console.words().sends_datagrams)(to, own));
    if found.len() > 1 {
        console.tell(' ', &(console.words().other_addresses)(&found[1..]));
    }
    Ok(Ends { open, connected, to: Some(to) })
}

/// A second socket at the same port, connected.
fn share(open: &UdpSocket, own: SocketAddr, to: SocketAddr) -> io::Result<UdpSocket> {
    SockRef::from(open).set_reuse_address(true)?;
    let socket = Socket::new(Domain::for_address(own), Type::DGRAM, None)?;
    socket.set_reuse_address(true)?;
    socket.bind(&own.into())?;
    socket.connect(&to.into())?;
    Ok(socket.into())
}

/// One end at an address of one's choice.
fn listen(found: &[SocketAddr], console: &Console) -> Result<Ends, Failure> {
    let (open, at) = super::first(found, console, |addr| {
        let socket = UdpSocket::bind(addr)?;
        let at = socket.local_addr()?;
        Ok((socket, at))
    })?;
    console.tell(' ', &(console.lang.words().listening_on)(&at.to_string()));
    Ok(Ends { open, connected: None, to: None })
}

/// Hands on what comes to a socket.
fn receive(socket: &UdpSocket, sends: &SyncSender<Event>) {
    let mut buffer = vec![0; LONGEST];
    loop {
        let event = match socket.recv_from(&mut buffer) {
            Ok((count, from)) => Event::Came(buffer[..count].to_vec(), from),
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) if matches!(error.kind(), ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset) => {
                Event::NobodyThere
            }
            Err(error) => Event::Broken(error),
        };
        let is_broken = matches!(event, Event::Broken(_));
        if sends.send(event).is_err() || is_broken {
            return;
        }
    }
}

struct Talk<'o> {
    ends: Ends,
    console: Arc<Console>,
    options: &'o Options,
    sends: SyncSender<Event>,
    heard: usize,
    sent: usize,
    /// The first line that could not be sent.
    unsent: Option<Failure>,
    /// What was sent last found nobody.
    is_refused: bool,
}

impl Talk<'_> {
    /// Sends what is typed; after the end of the input waits for what is still on its way.
    fn ask(&mut self, events: &Receiver<Event>) -> Result<ExitCode, Problem> {
        self.type_on();
        let wait = self.options.wait.unwrap_or(WAIT);
        let mut deadline = None;
        loop {
            let event = match deadline {
                None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(deadline) => events.recv_timeout(Instant::saturating_duration_since(&deadline, Instant::now())),
            };
            let Ok(event) = event else { return Ok(self.end(wait)) };
            match event {
                Event::InputEnded => {
                    if self.is_refused || self.sent == 0 {
                        return Ok(self.end(wait));
                    }
                    self.console.tell('>', &(self.console.words().waits_for_answers)(wait));
                    deadline = Some(Instant::now() + wait);
                }
                Event::NobodyThere => {
                    self.take(event)?;
                    if deadline.is_some() {
                        return Ok(self.end(wait));
                    }
                }
                Event::Came(..) => {
                    self.take(event)?;
                    deadline = deadline.map(|_| Instant::now() + wait);
                }
                event => self.take(event)?,
            }
        }
    }

    /// Hears whoever comes; what is typed goes to the last of them.
    fn serve(&mut self, events: &Receiver<Event>) -> Result<ExitCode, Problem> {
        let mut types = false;
        loop {
            let event = events.recv().map_err(|_| Problem::new(self.options.addr.clone()))?;
            match event {
                Event::InputEnded => self.console.tell('>', self.console.words().goes_on_hearing),
                event => self.take(event)?,
            }
            // Before somebody has come there is nobody to type to.
            if self.ends.to.is_some() && !types {
                types = true;
                self.type_on();
            }
        }
    }

    fn take(&mut self, event: Event) -> Result<(), Problem> {
        match event {
            Event::Came(bytes, from) => {
                self.console.bytes('<', &bytes, &from.to_string());
                self.heard += 1;
                self.is_refused = false;
                if self.options.listen {
                    self.ends.to = Some(from);
                }
            }
            Event::NobodyThere => {
                // Of an answer to somebody who is gone there is nothing to say.
                if let (Some(to), false) = (self.ends.to, self.options.listen) {
                    self.console.tell('!', &(self.console.words().no_such_port)(to));
                    self.is_refused = true;
                }
            }
            Event::Typed(bytes) => self.send(&bytes),
            Event::Problem(problem) => return Err(problem),
            Event::Broken(error) => return Err(Problem::new(format!("{}: {error}", self.options.addr))),
            Event::InputEnded => {}
        }
        Ok(())
    }

    fn send(&mut self, bytes: &[u8]) {
        let Some(to) = self.ends.to else { return };
        self.console.bytes('>', bytes, &to.to_string());
        self.is_refused = false;
        let once = || match &self.ends.connected {
            Some(connected) => connected.send(bytes),
            None => self.ends.open.send_to(bytes, to),
        };
        // The system may say here what it knows of an earlier datagram: that one was lost, this one was not sent yet.
        let sent = match once() {
            Err(error) if error.kind() == ErrorKind::ConnectionRefused => {
                self.console.tell('!', &(self.console.words().no_such_port)(to));
                once()
            }
            sent => sent,
        };
        match sent {
            Ok(_) => self.sent += 1,
            Err(error) => {
                let failure = if bytes.len() > MOST {
                    Failure::TooLong(bytes.len())
                } else {
                    Failure::Other(to.to_string(), error)
                };
                self.console.tell('!', &failure.text(self.console.words()));
                self.unsent.get_or_insert(failure);
            }
        }
    }

    /// What came of it: in order if there was an answer, or nothing was asked.
    fn end(&self, wait: Duration) -> ExitCode {
        let to = self.ends.to.unwrap_or(SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0)));
        match &self.unsent {
            Some(failure) => self.console.fail(failure),
            None if self.is_refused => self.console.fail(&Failure::NoSuchPort(to)),
            None if self.heard == 0 && self.sent > 0 => self.console.fail(&Failure::Silence(wait)),
            None => ExitCode::SUCCESS,
        }
    }

    /// Reads lines on a thread of their own.
    fn type_on(&self) {
        let (sends, console, options) = (self.sends.clone(), Arc::clone(&self.console), self.options.clone());
        thread::spawn(move || {
            let mut input = io::stdin().lock();
            loop {
                let event = match super::typed_bytes(&mut input, &options, &console) {
                    Ok(Some(bytes)) => Event::Typed(bytes),
                    Ok(None) => Event::InputEnded,
                    Err(problem) => Event::Problem(problem),
                };
                let is_over = !matches!(event, Event::Typed(_));
                if sends.send(event).is_err() || is_over {
                    return;
                }
            }
        });
    }
}
