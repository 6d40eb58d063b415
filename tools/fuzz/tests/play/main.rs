//! Cachipún in the browser: frames of the game, heads of requests, the command line.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use fuzz::{Bytes, MIB, each, text};
use play::options::{self, Asked};
use play::wire::{self, Ending};
use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_oneof};
use proptest::sample::select;

/// A stream that gives its bytes in pieces of these sizes, again and again.
struct Pieces {
    bytes: Vec<u8>,
    sizes: Vec<usize>,
    reads: usize,
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self.sizes[self.reads % self.sizes.len()].min(buffer.len()).min(self.bytes.len());
        self.reads += 1;
        buffer[..size].copy_from_slice(&self.bytes[..size]);
        self.bytes.drain(..size);
        Ok(size)
    }
}

#[test]
fn frames_are_read_as_they_were_written_however_they_come() {
    let payload = prop_oneof![vec(any::<u8>(), 0..40), (0..=wire::LONGEST).prop_map(|length| vec![b'x'; length])];
    let streams = (vec(payload, 0..5), vec(1_usize..5000, 1..4));
    each(1000, 4 * MIB, streams, |(payloads, sizes)| {
        let mut bytes = Vec::new();
        payloads.iter().for_each(|payload| wire::write_frame(&mut bytes, payload).expect("a Vec takes everything"));
        let mut stream = Pieces { bytes, sizes, reads: 0 };
        for payload in &payloads {
            assert_eq!(&wire::read_frame(&mut stream).expect("it is whole"), payload);
        }
        assert!(matches!(wire::read_frame(&mut stream), Err(Ending::Closed)));
    });
}

#[test]
fn what_ends_a_stream_is_told_with_all_that_came_and_takes_no_more_memory_than_that() {
    let streams = vec![wire::frame(b"{\"status\":\"fin\"}"), [wire::frame(b""), wire::frame(&[7; 300])].concat()];
    let words = ["\0\u{1}\0\0", "\0\u{1}\0\u{1}", "\u{7f}\u{7f}\u{7f}\u{7f}", "\0\0\0\0"];
    each(3000, MIB, (text::mutated(streams, &words), vec(1_usize..9, 1..4)), |(Bytes(bytes), sizes)| {
        let mut told = Vec::new();
        let mut stream = Pieces { bytes: bytes.clone(), sizes, reads: 0 };
        let ending = loop {
            match wire::read_frame(&mut stream) {
                Ok(payload) => told.extend(wire::frame(&payload)),
                Err(ending) => break ending,
            }
        };
        match ending {
            Ending::Closed => {}
            Ending::Inside { seen } => told.extend(seen),
            Ending::TooLong { header } => {
                assert!(u32::from_be_bytes(header) as usize > wire::LONGEST);
                told.extend(header);
                told.extend(&stream.bytes);
            }
            Ending::Failed(kind) => panic!("{kind:?}"),
        }
        assert_eq!(Bytes(told), Bytes(bytes));
    });
}

/// A connection that brings these bytes and then ends; and the end that sent them, for as long as it is wanted.
fn bring(bytes: &[u8]) -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port of loopback");
    let mut sender = TcpStream::connect(listener.local_addr().expect("it has one")).expect("it listens");
    let (receiver, _) = listener.accept().expect("somebody comes");
    sender.write_all(bytes).and_then(|()| sender.shutdown(Shutdown::Write)).expect("a head fits in the buffers");
    (receiver, sender)
}

const REQUEST: &[u8] = b"GET /play?tempo=1 HTTP/1.1\r\nHost: 127.0.0.1:8019\r\nOrigin: http://127.0.0.1:8019\r\n\
    Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

#[test]
fn a_head_is_understood_or_refused_and_what_follows_it_is_kept() {
    let heads = vec![REQUEST.to_vec(), b"HEAD / HTTP/1.1\r\nHost: [::1]\r\n\r\nrest".to_vec()];
    let words = ["\r\n\r\n", "Host: ", "localhost", "[::ffff:127.0.0.1]:8019", "X: y\r\n", " HTTP/1.1", "?"];
    each(1500, MIB, text::mutated(heads, &words), |Bytes(bytes)| {
        let (mut receiver, _sender) = bring(&bytes);
        let Ok(request) = play::http::read_request(&mut receiver, Duration::from_secs(50)) else { return };
        assert!(!request.method.is_empty() && !request.path.contains('?'));
        // Of what follows, so much has been read already.
        let rest = &request.rest[..];
        assert!((0..bytes.len()).any(|at| bytes[at..].starts_with(rest)), "{}", rest.escape_ascii());
        for at in ["127.0.0.1:8019", "[::1]:80"] {
            let at: SocketAddr = at.parse().expect("an address");
            assert!(!request.is_for(at) || request.field("host").is_some_and(|host| is_ours(host, at)));
        }
        assert!(!request.is_from_our_page() || request.field("origin").is_some_and(|it| it.starts_with("http://")));
        request.for_handshake();
    });
}

/// Whether a `Host` can only be this machine: an address or the one name, with the port or without the usual one.
fn is_ours(host: &str, at: SocketAddr) -> bool {
    let v4 = |address: String| [format!("[::ffff:{address}]"), address];
    let names = match at.ip() {
        std::net::IpAddr::V4(ip) => v4(ip.to_string()).to_vec(),
        std::net::IpAddr::V6(ip) => vec![format!("[{ip}]"), ip.to_string()],
    };
    let lower = host.to_ascii_lowercase();
    let name = lower.strip_suffix(&format!(":{}", at.port())).or(Some(&*lower).filter(|_| at.port() == 80));
    name.is_some_and(|name| name == "localhost" || names.iter().any(|known| known == name))
}

#[test]
fn a_command_line_is_understood_or_its_mistake_is_named() {
    let typed = [
        "--help",
        "-h",
        "--lan",
        "--lan=yes",
        "--open",
        "--port",
        "--port=0",
        "65536",
        "8019",
        "--lang",
        "es",
        "--lang=de",
        "127.0.0.1:1238",
        "[::1]",
        "[::1]:9",
        "::1",
        "host:",
        ":1",
        "a b",
        "-",
        "--",
        "--=",
        "-p",
        "ñ.example:1",
        "",
    ];
    each(3000, MIB, vec(select(typed.to_vec()), 0..6), |typed| {
        let (_, asked) = options::parse(typed.iter().map(OsString::from));
        let Ok(Asked::Play(play)) = asked else { return };
        if let Some(server) = play.server {
            let (_, again) = options::parse([OsString::from(&server)]);
            assert!(matches!(again, Ok(Asked::Play(again)) if again.server.as_ref() == Some(&server)), "{server}");
        }
    });
}
