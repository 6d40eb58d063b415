//! One page and its TCP connection: carries frames between the two, and does nothing else.
//!
//! Each of the two connections is read by a thread of its own, which writes to the other one. So a slow reader holds up
//! nobody but whoever writes to it, and nothing is read that cannot be passed on.
//!
//! To the page go, as WebSocket messages: first a text that names both ends of the TCP connection; then a text for each
//! frame, its payload; and a binary message for bytes that are no frame of text, as they crossed the wire, with their
//! length. From the page comes a text for each frame. When the TCP connection ends, the reason is the WebSocket's close
//! code ([`Farewell`]); when the page leaves, the TCP connection is closed.

use std::io::{self, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream, ToSocketAddrs};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

use tungstenite::protocol::frame::Frame;
use tungstenite::protocol::frame::coding::{Data, OpCode};
use tungstenite::protocol::{Role, WebSocketConfig};
use tungstenite::{Error, Message, WebSocket};

use crate::farewell::{Farewell, Unreachable};
use crate::http::is_timeout;
use crate::wire::{self, Ending};

/// How long the bridge waits for whom.
#[derive(Debug, Clone)]
pub struct Times {
    /// For an address of the server to answer.
    pub connect: Duration,
    /// For a page or the server to take what is sent to it.
    pub write: Duration,
    /// A page that is silent for so long is asked whether it is still there; silent as long again, it has left.
    pub silence: Duration,
    /// For a page to confirm the end.
    pub goodbye: Duration,
}

impl Default for Times {
    fn default() -> Times {
        Times {
            connect: Duration::from_secs(3),
            write: Duration::from_secs(10),
            silence: Duration::from_secs(20),
            goodbye: Duration::from_secs(2),
        }
    }
}

/// The way to the page, shared by both threads. Each write is whole WebSocket frames, so they never mix.
#[derive(Clone)]
struct ToPage(Arc<Mutex<Outgoing>>);

struct Outgoing {
    stream: TcpStream,
    /// Nothing may follow a close frame.
    closed: bool,
    /// The page had its time to confirm the end. What it still says is not even read: a system may go on delivering
    /// what arrives on a connection that was shut down.
    over: bool,
}

impl Outgoing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        self.stream.write_all(bytes).inspect_err(|_| {
            // Half a frame may be out: whoever reads on would read nonsense.
            self.closed = true;
            let _ = self.stream.shutdown(Shutdown::Both);
        })
    }
}

impl ToPage {
    fn lock(&self) -> MutexGuard<'_, Outgoing> {
        self.0.lock().expect("no holder panics")
    }

    fn send(&self, frame: Frame) -> io::Result<()> {
        self.lock().write(&formatted(frame))
    }

    fn send_text(&self, text: Vec<u8>) -> io::Result<()> {
        self.send(Frame::message(text, OpCode::Data(Data::Text), true))
    }

    fn send_binary(&self, bytes: Vec<u8>) -> io::Result<()> {
        self.send(Frame::message(bytes, OpCode::Data(Data::Binary), true))
    }

    /// Says why it is over. Nothing is sent after it.
    fn close(&self, farewell: &Farewell) {
        let mut outgoing = self.lock();
        let _ = outgoing.write(&formatted(farewell.frame()));
        outgoing.closed = true;
    }
}

fn formatted(frame: Frame) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(frame.len());
    frame.format(&mut bytes).expect("writing to memory does not fail");
    bytes
}

/// The page's connection as `tungstenite` sees it: reads from it, and sends its own answers (pong, close) between the
/// frames of the other thread.
struct PageStream {
    from_page: TcpStream,
    to_page: ToPage,
}

impl Read for PageStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.from_page.read(buffer)
    }
}

impl Write for PageStream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to_page.lock().write(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A page after the WebSocket handshake.
pub struct Page {
    socket: WebSocket<PageStream>,
    to_page: ToPage,
}

impl Page {
    /// `rest` is what the page sent right after its handshake.
    pub fn new(stream: TcpStream, rest: Vec<u8>, times: &Times) -> io::Result<Page> {
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(times.write))?;
        stream.set_read_timeout(Some(times.silence))?;
        let to_page =
            ToPage(Arc::new(Mutex::new(Outgoing { stream: stream.try_clone()?, closed: false, over: false })));
        let config = WebSocketConfig::default()
            .read_buffer_size(4 * 1024)
            .max_message_size(Some(wire::LONGEST))
            .max_frame_size(Some(wire::LONGEST));
        let page_stream = PageStream { from_page: stream, to_page: to_page.clone() };
        Ok(Page { socket: WebSocket::from_partially_read(page_stream, rest, Role::Server, Some(config)), to_page })
    }

    /// Tells the page why it is not served.
    pub fn send_away(self, farewell: &Farewell, times: &Times) {
        self.to_page.close(farewell);
        let (to_page, goodbye) = (self.to_page.clone(), times.goodbye);
        let (done, page_done) = mpsc::channel();
        let other = thread::spawn(move || await_goodbye(&to_page, &page_done, goodbye));
        self.read_to_the_end(|_| {});
        drop(done);
        let _ = other.join();
    }

    /// Connects to `server`, tells `answered` whether it did, and carries frames until either side ends.
    pub fn carry(self, server: &str, times: &Times, answered: impl FnOnce(Result<(), Unreachable>)) {
        let server = match connect(server, times.connect) {
            Ok(stream) => stream,
            Err(why) => {
                answered(Err(why));
                return self.send_away(&Farewell::Unreachable(why), times);
            }
        };
        answered(Ok(()));
        let Ok((to_server, from_server)) = self.introduce(&server, times) else { return };
        let (to_page, goodbye) = (self.to_page.clone(), times.goodbye);
        let (done, page_done) = mpsc::channel();
        let other = thread::spawn(move || {
            let farewell = carry_to_page(from_server, &to_page);
            to_page.close(&farewell);
            await_goodbye(&to_page, &page_done, goodbye);
        });

        let to_page = self.to_page.clone();
        self.read_to_the_end(|text| match wire::write_frame(&mut &to_server, text.as_bytes()) {
            Ok(()) => {}
            Err(error) if is_timeout(&error) => {
                to_page.close(&Farewell::NotRead);
                let _ = to_server.shutdown(Shutdown::Both);
            }
            // The server is gone. What it said before is still to be read: the other thread tells how it ended.
            Err(_) => {}
        });
        let _ = server.shutdown(Shutdown::Both);
        drop(done);
        let _ = other.join();
    }

    /// Names both ends of the TCP connection to the page, and gives it for writing and for reading.
    fn introduce(&self, server: &TcpStream, times: &Times) -> io::Result<(TcpStream, TcpStream)> {
        server.set_nodelay(true)?;
        server.set_write_timeout(Some(times.write))?;
        let (from, to) = (server.local_addr()?, server.peer_addr()?);
        let first = format!(r#"{{"bridge":{{"from":"{from}","to":"{to}"}}}}"#);
        self.to_page.send_text(first.into_bytes())?;
        Ok((server.try_clone()?, server.try_clone()?))
    }

    /// Hands on what the page says until it has left.
    fn read_to_the_end(mut self, mut on_text: impl FnMut(&str)) {
        let mut asked = false;
        while !self.to_page.lock().over {
            match self.socket.read() {
                Ok(Message::Text(text)) => on_text(&text),
                Ok(Message::Binary(_)) => return self.to_page.close(&Farewell::NotText),
                Ok(Message::Close(_)) => {
                    // The answer goes out with the flush, and nothing may follow it.
                    let _ = self.socket.flush();
                    break;
                }
                Ok(_) => {}
                Err(Error::Io(error)) if is_timeout(&error) && !asked => {
                    asked = true;
                    match self.to_page.send(Frame::ping(Vec::new())) {
                        Ok(()) => continue,
                        Err(_) => break,
                    }
                }
                Err(Error::Io(error)) if error.kind() == ErrorKind::Interrupted => continue,
                Err(Error::Capacity(_)) => return self.to_page.close(&Farewell::TooBig),
                Err(_) => break,
            }
            asked = false;
        }
        self.to_page.lock().closed = true;
    }
}

/// Hands each frame of the server on to the page. Returns when no further one will come.
fn carry_to_page(server: TcpStream, to_page: &ToPage) -> Farewell {
    let mut server = BufReader::new(server);
    loop {
        let sent = match wire::read_frame(&mut server) {
            Ok(payload) if std::str::from_utf8(&payload).is_ok() => to_page.send_text(payload),
            Ok(payload) => to_page.send_binary(wire::frame(&payload)),
            Err(ending) => return say_how_it_ended(ending, to_page),
        };
        if sent.is_err() {
            return Farewell::Closed;
        }
    }
}

/// Hands on what came last, and names the end.
fn say_how_it_ended(ending: Ending, to_page: &ToPage) -> Farewell {
    match ending {
        Ending::Closed => Farewell::Closed,
        Ending::Inside { seen } => {
            let _ = to_page.send_binary(seen);
            Farewell::Inside
        }
        Ending::TooLong { header } => {
            let _ = to_page.send_binary(header.to_vec());
            Farewell::TooLong
        }
        Ending::Failed(_) => Farewell::Failed,
    }
}

/// Gives the page `time` to confirm the end, then ends it. `page_done` ends with the thread that reads the page.
fn await_goodbye(to_page: &ToPage, page_done: &Receiver<()>, time: Duration) {
    let _ = page_done.recv_timeout(time);
    let mut outgoing = to_page.lock();
    outgoing.over = true;
    let _ = outgoing.stream.shutdown(Shutdown::Both);
}

/// Connects to the first address of `server` that answers within `time`.
fn connect(server: &str, time: Duration) -> Result<TcpStream, Unreachable> {
    let mut last = Unreachable::Name;
    for address in server.to_socket_addrs().map_err(|_| Unreachable::Name)? {
        last = match TcpStream::connect_timeout(&address, time) {
            Ok(stream) => return Ok(stream),
            Err(error) if error.kind() == ErrorKind::ConnectionRefused => Unreachable::Refused,
            Err(error) if is_timeout(&error) => Unreachable::Timeout,
            Err(_) => Unreachable::Other,
        };
    }
    Err(last)
}
