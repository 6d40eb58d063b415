//! TCP: listeners that programs connect to, connections to programs that listen, and the ways both can be unpleasant.

mod conn;

use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Stdio;
use std::time::{Duration, Instant};

use socket2::{Domain, Socket, Type};

pub use conn::Conn;

use super::{any_ipv6_loopback_port, any_loopback_port, cannot};
use crate::kernel;
use crate::patience::{self, Deadline};
use crate::session;
use crate::transcript::What;
use crate::verdict::{Action, Awaited, Check, Ended, Outcome, Place, Shown};

/// How many connections may wait for the lab: as many as for a listener of the standard library.
const BACKLOG: i32 = 128;

/// A server of the lab, for programs that connect.
pub struct Listener {
    socket: TcpListener,
    addr: SocketAddr,
    /// How long the lab waits for a visitor in vain, where its patience is shorter.
    at_least: Duration,
}

impl Listener {
    /// Listens on 127.0.0.1, at a port that the system chooses.
    pub fn bind() -> Listener {
        Listener::bind_to(any_loopback_port())
    }

    /// Listens on `::1`, or `None` where this machine has no IPv6.
    pub fn bind_ipv6() -> Option<Listener> {
        any_ipv6_loopback_port().map(Listener::bind_to)
    }

    /// Listens at an address.
    pub fn bind_to(addr: SocketAddr) -> Listener {
        Listener::new(TcpListener::bind(addr).unwrap_or_else(|error| cannot(Action::Listen, addr, &error)), addr)
    }

    fn new(socket: TcpListener, addr: SocketAddr) -> Listener {
        socket.set_nonblocking(true).unwrap_or_else(|error| cannot(Action::Prepare, addr, &error));
        let addr = socket.local_addr().unwrap_or_else(|error| cannot(Action::Prepare, addr, &error));
        session::current().transcript.record(None, What::Listening { at: addr });
        Listener { socket, addr, at_least: Duration::ZERO }
    }

    /// Listens on 127.0.0.1. On its connections little fits between the two programs, so that who sends soon notices
    /// that nobody reads: tens of kilobytes where the kernel can be told, some megabytes elsewhere.
    pub fn bind_narrow() -> Listener {
        let addr = any_loopback_port();
        let bound = Socket::new(Domain::IPV4, Type::STREAM, None).and_then(|socket| {
            // A kernel that refuses keeps its buffers: the test then shows less, and nothing wrong.
            let _ = socket.set_recv_buffer_size(2 * 1024);
            kernel::make_segments_small(&socket);
            socket.bind(&addr.into())?;
            socket.listen(BACKLOG)?;
            Ok(socket)
        });
        Listener::new(bound.unwrap_or_else(|error| cannot(Action::Listen, addr, &error)).into(), addr)
    }

    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Waits for at least this long for a visitor, also where the lab's patience is shorter: for programs that may take
    /// their time.
    #[must_use]
    pub fn waits_at_least(mut self, time: Duration) -> Listener {
        self.at_least = time;
        self
    }

    /// Waits for the program to connect.
    pub fn accept(&mut self) -> Conn {
        self.accepts().conn()
    }

    /// Expects that the program connects.
    pub fn accepts(&mut self) -> Check<Visit> {
        let session = session::current();
        let mut deadline = Deadline::after(patience::wait().max(self.at_least));
        loop {
            // Asked before the queue is looked at: what it did before it ended is in the queue by then.
            let ended = session.ended_program();
            match self.socket.accept() {
                Ok((stream, you)) => {
                    let label = session.next_label();
                    session.transcript.record(Some(label), What::Connected { lab: self.addr, you });
                    return Check::held(Visit::Connected(Conn::new(stream, label, self.addr, you)));
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                // A client that reset before it was accepted: on some systems `accept` says so.
                Err(error) if error.kind() == ErrorKind::ConnectionAborted => {}
                Err(error) => cannot(Action::Accept, self.addr, &error),
            }
            if let Some(ended) = ended {
                let failure = session.blame(Outcome::EndedEarly, Awaited::Connection);
                return Check::failed(Visit::ProgramEnded(ended), failure);
            }
            if deadline.has_passed() {
                let failure = session.blame(Outcome::Hangs, Awaited::Connection);
                return Check::failed(Visit::Nobody, failure);
            }
            session.transcript.wait_for_more(Duration::from_millis(1));
        }
    }

    /// Whether a connection waits to be accepted.
    pub fn has_visitor(&mut self) -> bool {
        self.visitor().is_some()
    }

    /// A connection that waits to be accepted, if there is one.
    pub fn visitor(&mut self) -> Option<Conn> {
        let (stream, you) = self.socket.accept().ok()?;
        let session = session::current();
        let label = session.next_label();
        session.transcript.record(Some(label), What::Connected { lab: self.addr, you });
        Some(Conn::new(stream, label, self.addr, you))
    }
}

/// What came of waiting for the program to connect.
pub enum Visit {
    Connected(Conn),
    /// It ended instead.
    ProgramEnded(Ended),
    /// It runs, and did not connect.
    Nobody,
}

impl Check<Visit> {
    /// The connection. Fails if there is none.
    pub fn conn(self) -> Conn {
        match self.get() {
            Visit::Connected(conn) => conn,
            Visit::ProgramEnded(_) | Visit::Nobody => unreachable!("these come with a failure"),
        }
    }
}

/// A port that surely refuses: it is bound, so that nobody else can listen there, and does not listen.
pub struct Closed {
    addr: SocketAddr,
    socket: Socket,
}

impl Closed {
    pub fn bind() -> Closed {
        Closed::bind_to(any_loopback_port())
    }

    pub fn bind_to(addr: SocketAddr) -> Closed {
        Closed::try_bind_to(addr).unwrap_or_else(|error| cannot(Action::Listen, addr, &error))
    }

    /// The same, or `None` if somebody else uses this port.
    pub fn bind_if_free(addr: SocketAddr) -> Option<Closed> {
        match Closed::try_bind_to(addr) {
            Err(error) if error.kind() == ErrorKind::AddrInUse => None,
            bound => Some(bound.unwrap_or_else(|error| cannot(Action::Listen, addr, &error))),
        }
    }

    fn try_bind_to(addr: SocketAddr) -> io::Result<Closed> {
        let socket = Socket::new(Domain::for_address(addr), Type::STREAM, None)?;
        socket.bind(&addr.into())?;
        let addr = socket.local_addr()?.as_socket().ok_or(ErrorKind::InvalidData)?;
        Ok(Closed { addr, socket })
    }

    /// Listens at this port from now on.
    pub fn open(self) -> Listener {
        self.socket.listen(BACKLOG).unwrap_or_else(|error| cannot(Action::Listen, self.addr, &error));
        Listener::new(self.socket.into(), self.addr)
    }

    /// From now on an attempt to connect to this port gets no answer, as `Full` says.
    pub fn fill(self) -> Option<Full> {
        let Closed { addr, socket } = self;
        // A backlog of 0 lets one connection wait.
        socket.listen(0).ok()?;
        let waiting = TcpStream::connect(addr).ok()?;
        let deadline = Instant::now() + patience::wait();
        while kernel::not_accepted(addr)? == 0 {
            if Instant::now() >= deadline {
                return None;
            }
            std::thread::yield_now();
        }
        session::current().transcript.record(None, What::Silent { at: addr, last: addr.port() });
        Some(Full { addr, _socket: socket, _queue: vec![waiting] })
    }

    pub fn addr(&self) -> SocketAddr {
        self.addr
    }
}

/// A server whose queue of connections is full and stays so: an attempt to connect gets no answer at all.
pub struct Full {
    addr: SocketAddr,
    _socket: Socket,
    _queue: Vec<TcpStream>,
}

impl Full {
    /// `None` where the kernel does not confirm that the queue is full: elsewhere a full queue refuses, or grows.
    pub fn bind() -> Option<Full> {
        Closed::bind().fill()
    }

    pub fn addr(&self) -> SocketAddr {
        self.addr
    }
}

/// What came of an attempt to connect to a program.
pub enum Attempt {
    Connected(Conn),
    Refused,
}

/// Expects that the program takes a connection.
pub fn connect(to: SocketAddr) -> Conn {
    match try_connect(to) {
        Attempt::Connected(conn) => conn,
        Attempt::Refused => refused(to),
    }
}

fn refused(to: SocketAddr) -> ! {
    session::current()
        .blame(Outcome::ClosedTooSoon, Awaited::BeingServed)
        .compare(Place::ListensAt, Shown::Address(to), Shown::Nothing)
        .fail()
}

/// Connects so that little of what the program sends disappears in buffers, its own included: the lab takes small
/// segments, and has room for few of them. For a lab that says much and hears nothing.
pub fn connect_narrow(to: SocketAddr) -> Conn {
    let stream = Socket::new(Domain::for_address(to), Type::STREAM, None).and_then(|socket| {
        // A kernel that refuses keeps its buffers: the test then shows less, and nothing wrong.
        let _ = socket.set_recv_buffer_size(4 * 1024);
        kernel::make_segments_small(&socket);
        socket.connect_timeout(&to.into(), patience::wait())?;
        Ok(TcpStream::from(socket))
    });
    match attempt(to, stream) {
        Attempt::Connected(conn) => conn,
        Attempt::Refused => refused(to),
    }
}

/// Tries to connect to the program. Fails only if there is no answer at all.
pub fn try_connect(to: SocketAddr) -> Attempt {
    attempt(to, TcpStream::connect_timeout(&to, patience::wait()))
}

fn attempt(to: SocketAddr, stream: io::Result<TcpStream>) -> Attempt {
    let session = session::current();
    match stream {
        Ok(stream) => {
            let label = session.next_label();
            let lab = stream.local_addr().unwrap_or_else(|error| cannot(Action::Prepare, to, &error));
            session.transcript.record(Some(label), What::Connected { lab, you: to });
            Attempt::Connected(Conn::new(stream, label, lab, to))
        }
        Err(error) if error.kind() == ErrorKind::ConnectionRefused => Attempt::Refused,
        Err(error) if matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock) => {
            session.blame(Outcome::Hangs, Awaited::BeingServed).fail()
        }
        Err(error) => cannot(Action::Connect, to, &error),
    }
}

/// A connection whose other end is for the input of a program: what the lab sends there, it reads on stdin. `None` where
/// a connection cannot be that.
#[cfg(unix)]
pub fn connected_input() -> Option<(Stdio, Conn)> {
    let at = any_loopback_port();
    let listener = TcpListener::bind(at).unwrap_or_else(|error| cannot(Action::Listen, at, &error));
    let at = listener.local_addr().unwrap_or_else(|error| cannot(Action::Prepare, at, &error));
    let conn = connect(at);
    let (input, _) = listener.accept().unwrap_or_else(|error| cannot(Action::Accept, at, &error));
    Some((std::os::fd::OwnedFd::from(input).into(), conn))
}

#[cfg(not(unix))]
pub fn connected_input() -> Option<(Stdio, Conn)> {
    None
}

/// Connects to the program, and leaves at once without a word.
pub fn ghost(to: SocketAddr) {
    connect(to).close();
}
