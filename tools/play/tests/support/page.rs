//! A page without a browser: the bridge's other side.

use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use play::farewell::Unreachable;
use play::service::{Limits, Service};
use serde_json::Value;
use tungstenite::client::IntoClientRequest;
use tungstenite::handshake::HandshakeError;
use tungstenite::{Message, WebSocket};

use super::{connect, patience};

/// A service of this process. It lives as long as the test's process.
pub struct Serving {
    pub addr: SocketAddr,
    /// Whether the server answered each page.
    pub answers: Receiver<Result<(), Unreachable>>,
}

pub fn serve(server: impl ToString, limits: Limits) -> Serving {
    let service = Service::bind(Ipv4Addr::LOCALHOST, 0).expect("a port");
    let addr = service.addr().expect("it has an address");
    let (tell, answers) = mpsc::channel();
    let server = server.to_string();
    let on_answer = Box::new(move |answer| {
        // Nobody may want to know.
        let _ = tell.send(answer);
    });
    thread::spawn(move || service.run(server, None, limits, on_answer));
    Serving { addr, answers }
}

/// One tab.
pub struct Tab(pub WebSocket<TcpStream>);

impl Tab {
    /// Opens the WebSocket as a page of ours would.
    pub fn open(at: SocketAddr) -> Tab {
        Tab::open_from(at, &format!("http://{at}")).expect("the handshake succeeds")
    }

    /// Opens the WebSocket from a page of `origin`.
    ///
    /// # Errors
    ///
    /// The status with which it was refused.
    pub fn open_from(at: SocketAddr, origin: &str) -> Result<Tab, u16> {
        let mut request = format!("ws://{at}/wire").into_client_request().expect("an address");
        if !origin.is_empty() {
            request.headers_mut().insert("origin", origin.parse().expect("a value"));
        }
        match tungstenite::client(request, connect(at)) {
            Ok((socket, _)) => Ok(Tab(socket)),
            Err(HandshakeError::Failure(tungstenite::Error::Http(response))) => Err(response.status().as_u16()),
            Err(error) => panic!("the handshake failed: {error}"),
        }
    }

    /// The next message, whatever it is.
    pub fn message(&mut self) -> Message {
        self.0.read().unwrap_or_else(|error| panic!("no message within {:?}: {error}", patience()))
    }

    /// The next message, which is text.
    pub fn text(&mut self) -> String {
        match self.message() {
            Message::Text(text) => text.to_string(),
            other => panic!("not a text: {other:?}"),
        }
    }

    /// The first message of the bridge: from and to.
    pub fn ends(&mut self) -> (SocketAddr, SocketAddr) {
        let first: Value = serde_json::from_str(&self.text()).expect("JSON");
        let end = |name: &str| first["bridge"][name].as_str().expect("text").parse().expect("an address");
        (end("from"), end("to"))
    }

    pub fn send(&mut self, text: &str) {
        self.0.send(Message::text(text)).expect("the bridge takes it");
    }

    /// The close code and reason that come next.
    pub fn farewell(&mut self) -> (u16, String) {
        match self.message() {
            Message::Close(Some(frame)) => (frame.code.into(), frame.reason.to_string()),
            other => panic!("not a close with its reason: {other:?}"),
        }
    }
}
