//! mio for the wire, and a thread for the keyboard, which not every system can poll. The thread hands its words over and
//! wakes the loop; it stops while the loop has much to send.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, ToSocketAddrs};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::thread;
use std::time::Duration;

use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token, Waker};

const WIRE: Token = Token(0);
const KEYBOARD: Token = Token(1);

pub fn main() -> ExitCode {
    let (addr, timeout) = arguments();
    match connect(&addr, timeout).and_then(|wire| Talk::begin(wire)?.run()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", word(&error));
            ExitCode::FAILURE
        }
    }
}

struct Talk {
    poll: Poll,
    wire: TcpStream,
    typed: Receiver<Vec<u8>>,
    /// Kept here too: a waker that is dropped takes its last call along.
    _waker: Arc<Waker>,
    to_send: Vec<u8>,
    input_ended: bool,
    said_so: bool,
}

impl Talk {
    fn begin(wire: std::net::TcpStream) -> io::Result<Talk> {
        wire.set_nonblocking(true)?;
        let (poll, mut wire) = (Poll::new()?, TcpStream::from_std(wire));
        poll.registry().register(&mut wire, WIRE, Interest::READABLE | Interest::WRITABLE)?;
        let waker = Arc::new(Waker::new(poll.registry(), KEYBOARD)?);
        let (hand_over, typed) = sync_channel(8);
        let wake = Arc::clone(&waker);
        thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(count @ 1..) = io::stdin().read(&mut buffer) {
                if hand_over.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
                let _ = wake.wake();
            }
            drop(hand_over);
            let _ = wake.wake();
        });
        Ok(Talk { poll, wire, typed, _waker: waker, to_send: Vec::new(), input_ended: false, said_so: false })
    }

    fn run(mut self) -> io::Result<()> {
        let mut events = Events::with_capacity(16);
        loop {
            self.send()?;
            if self.receive()? {
                return Ok(());
            }
            match self.poll.poll(&mut events, None) {
                Err(error) if error.kind() != ErrorKind::Interrupted => return Err(error),
                _ => {}
            }
        }
    }

    fn send(&mut self) -> io::Result<()> {
        loop {
            if self.to_send.is_empty() && !self.input_ended {
                match self.typed.try_recv() {
                    Ok(words) => self.to_send = words,
                    Err(TryRecvError::Empty) => return Ok(()),
                    Err(TryRecvError::Disconnected) => self.input_ended = true,
                }
            }
            if self.to_send.is_empty() {
                if self.input_ended && !self.said_so {
                    self.said_so = true;
                    let _ = self.wire.shutdown(Shutdown::Write);
                }
                return Ok(());
            }
            match self.wire.write(&self.to_send) {
                Ok(count) => drop(self.to_send.drain(..count)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                // The reading half knows how it ended.
                Err(_) => {
                    (self.input_ended, self.said_so) = (true, {
                        self.to_send.clear();
                        true
                    })
                }
            }
        }
    }

    /// True when the peer has closed.
    fn receive(&mut self) -> io::Result<bool> {
        let mut buffer = [0; 16 * 1024];
        loop {
            match self.wire.read(&mut buffer) {
                Ok(0) => return Ok(true),
                Ok(count) => {
                    io::stdout().write_all(&buffer[..count])?;
                    io::stdout().flush()?;
                    self.send()?;
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
        }
    }
}

fn connect(addr: &str, timeout: Duration) -> io::Result<std::net::TcpStream> {
    let unknown = |error: io::Error| io::Error::new(ErrorKind::NotFound, error);
    let mut result = Err(ErrorKind::NotFound.into());
    for candidate in addr.to_socket_addrs().map_err(unknown)? {
        result = std::net::TcpStream::connect_timeout(&candidate, timeout);
        if result.is_ok() {
            break;
        }
    }
    result
}

fn arguments() -> (String, Duration) {
    let (mut addr, mut timeout, mut args) = (String::new(), 2000, std::env::args().skip(1));
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--timeout" => timeout = args.next().and_then(|ms| ms.parse().ok()).unwrap_or(2000),
            _ => addr = arg,
        }
    }
    (addr, Duration::from_millis(timeout))
}

fn word(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::ConnectionRefused => "connection refused",
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => "connection reset",
        ErrorKind::TimedOut | ErrorKind::WouldBlock => "timed out",
        ErrorKind::NotFound => "unknown name",
        _ => "failed",
    }
}
