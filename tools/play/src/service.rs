//! The listener that browsers connect to: bounds how many, checks who, and hands each to the page's files or to the
//! bridge.

use std::io::{self, ErrorKind, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tungstenite::handshake::server::{create_response, write_response};

use crate::bridge::{Page, Times};
use crate::farewell::{Farewell, Unreachable};
use crate::http::{self, Refusal, Request, Response};
use crate::page::{self, Content};
use crate::seats::Seats;
use crate::words::Lang;

/// What the listener allows.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Browsers' connections at once. One more is told to come later.
    pub connections: usize,
    /// Pages that play at once: less than `connections`, so that one more page can be told so.
    pub pages: usize,
    /// For the head of a request to arrive.
    pub head: Duration,
    pub times: Times,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { connections: 256, pages: 200, head: Duration::from_secs(5), times: Times::default() }
    }
}

/// How many ports after the one asked for are tried.
const MORE_PORTS: u16 = 20;

/// The program's listening side.
pub struct Service {
    listener: TcpListener,
}

/// Told whether the server answered a page.
pub type OnAnswer = Box<dyn Fn(Result<(), Unreachable>) + Send + Sync>;

struct Settings {
    server: String,
    on_answer: OnAnswer,
    lang: Option<Lang>,
    limits: Limits,
    pages: Seats,
}

impl Service {
    /// Listens at `host`, at `port` or, if that is taken, at one of the next ports.
    ///
    /// # Errors
    ///
    /// When none of them can be had.
    pub fn bind(host: Ipv4Addr, port: u16) -> io::Result<Service> {
        Ok(Service { listener: first_free_port(host, port)? })
    }

    pub fn addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves browsers for as long as the program lives. The page begins in `lang`, when one was asked for.
    pub fn run(self, server: String, lang: Option<Lang>, limits: Limits, on_answer: OnAnswer) -> ! {
        let (connections, pages) = (Seats::new(limits.connections), Seats::new(limits.pages));
        let settings = Arc::new(Settings { server, on_answer, lang, limits, pages });
        loop {
            let Ok((stream, _)) = self.listener.accept() else {
                // Too many open files, for one, lasts: without a pause this loop would do nothing but fail.
                thread::sleep(Duration::from_millis(100));
                continue;
            };
            let Some(seat) = connections.take() else {
                http::turn_away(stream);
                continue;
            };
            let settings = Arc::clone(&settings);
            // Without a thread to be had the connection is dropped, and so is its seat.
            let _ = thread::Builder::new().spawn(move || {
                let _ = settings.serve(stream);
                drop(seat);
            });
        }
    }
}

impl Settings {
    fn serve(&self, mut stream: TcpStream) -> io::Result<()> {
        stream.set_write_timeout(Some(self.limits.times.write))?;
        let request = match http::read_request(&mut stream, self.limits.head) {
            Ok(request) => request,
            Err(Some(refusal)) => return http::refuse(stream, refusal),
            Err(None) => return Ok(()),
        };
        if !request.is_for(stream.local_addr()?) {
            return http::refuse(stream, Refusal::Stranger);
        }
        if !matches!(request.method.as_str(), "GET" | "HEAD") {
            return http::refuse(stream, Refusal::Method);
        }
        match page::at(&request.path, &self.server, self.lang) {
            None => http::refuse(stream, Refusal::NotFound),
            Some(Content::File { kind, body }) => {
                let policy = page::policy(request.field("host").unwrap_or_default());
                let fields = [
                    ("content-type", kind),
                    ("content-security-policy", &policy),
                    ("cross-origin-resource-policy", "same-origin"),
                    ("referrer-policy", "no-referrer"),
                    ("x-content-type-options", "nosniff"),
                    ("cache-control", "no-store"),
                ];
                let head_only = request.method == "HEAD";
                http::respond(stream, &Response { status: "200 OK", fields: &fields, body: body.as_bytes(), head_only })
            }
            Some(Content::Wire) => self.play(stream, request),
        }
    }

    /// The WebSocket handshake, and then the game.
    fn play(&self, mut stream: TcpStream, request: Request) -> io::Result<()> {
        if !request.is_from_our_page() {
            return http::refuse(stream, Refusal::Stranger);
        }
        if request.field("upgrade").is_none() {
            return http::refuse(stream, Refusal::NoUpgrade);
        }
        let Some(Ok(response)) = request.for_handshake().map(|request| create_response(&request)) else {
            return http::refuse(stream, Refusal::Malformed);
        };
        let mut head = Vec::new();
        write_response(&mut head, &response).map_err(io::Error::other)?;
        stream.write_all(&head)?;

        let times = &self.limits.times;
        let page = Page::new(stream, request.rest, times)?;
        match self.pages.take() {
            Some(_seat) => page.carry(&self.server, times, &self.on_answer),
            None => page.send_away(&Farewell::TooMany, times),
        }
        Ok(())
    }
}

fn first_free_port(host: Ipv4Addr, port: u16) -> io::Result<TcpListener> {
    let mut taken = None;
    for port in port..=port.saturating_add(MORE_PORTS) {
        match TcpListener::bind((host, port)) {
            Err(error) if error.kind() == ErrorKind::AddrInUse => taken = Some(error),
            other => return other,
        }
    }
    Err(taken.expect("at least one port was tried"))
}
