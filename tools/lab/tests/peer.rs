//! `cargo lab peer`: each probe, with a test in the place of the student's program.

mod support;

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::thread;
use std::time::Duration;

use support::piped::{Piped, command};

/// How long a test waits for a byte. Only a failure waits that long.
const WAIT: Duration = Duration::from_secs(60);
/// A connection attempt that nobody answers is given up after this.
const SHORT: Duration = Duration::from_millis(500);

const GREETING: &str = "Gracias por conectarte\n";

/// A probe that ends after one client, and a connection to it.
fn visited(args: &[&str]) -> (Piped, TcpStream) {
    let peer = Piped::lab(&[&["peer"], args, &["--times", "1"]].concat());
    let stream = connected(peer.address());
    (peer, stream)
}

fn connected(to: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(to).expect("it listens");
    stream.set_read_timeout(Some(WAIT)).expect("a time can be set");
    stream
}

fn everything(mut stream: &TcpStream) -> String {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("the stream ends");
    String::from_utf8(bytes).expect("it is text")
}

/// What it said after it ended with 0.
fn story(peer: &mut Piped) -> String {
    let (code, out, err) = peer.ends();
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    out
}

/// A UDP socket of one's own.
fn socket() -> UdpSocket {
    let socket = UdpSocket::bind("127.0.0.1:0").expect("there are ports");
    socket.set_read_timeout(Some(WAIT)).expect("a time can be set");
    socket
}

fn received(socket: &UdpSocket) -> (String, SocketAddr) {
    let mut buffer = [0; 2048];
    let (count, from) = socket.recv_from(&mut buffer).expect("a datagram comes");
    (String::from_utf8_lossy(&buffer[..count]).into_owned(), from)
}

#[test]
fn greet_says_it_and_closes() {
    let (mut peer, stream) = visited(&["greet"]);
    assert_eq!(everything(&stream), GREETING);
    drop(stream);
    let out = story(&mut peer);
    for event in ["connected from 127.0.0.1:", "A    >    23 B \"Gracias por conectarte\\n\"", "A    >         closed"]
    {
        assert!(out.contains(event), "{event}:\n{out}");
    }
    assert!(out.contains("A    <         closed"), "{out}");
}

#[test]
fn a_probe_says_what_to_type_in_another_terminal() {
    let peer = Piped::lab(&["peer", "greet"]);
    let at = peer.address();
    peer.says(&format!("cargo run -p tcp-client -- {at}\n"));
    let peer = Piped::lab(&["peer", "python-org"]);
    let at = peer.address();
    peer.says(&format!("cargo run -p http-get -- python.org --connect {at}\n"));
}

#[test]
fn what_it_says_can_be_chosen_to_the_byte() {
    let (mut peer, mut stream) = visited(&["greet", "--text", r"\x00\xff\u{f1}", "--text", r"\r\n"]);
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("the stream ends");
    assert_eq!(bytes, b"\0\xff\xc3\xb1\r\n");
    drop(stream);
    story(&mut peer);
}

#[test]
fn drip_sends_every_byte_on_its_own() {
    let (mut peer, stream) = visited(&["drip", "--gap", "1"]);
    assert_eq!(everything(&stream), GREETING);
    drop(stream);
    let out = story(&mut peer);
    assert_eq!(out.matches("A    >     1 B ").count(), GREETING.len(), "{out}");
}

#[test]
fn glue_sends_several_lines_at_once() {
    let (mut peer, mut stream) = visited(&["glue"]);
    let mut buffer = [0; 100];
    assert_eq!(stream.read(&mut buffer).expect("it speaks"), 13);
    drop(stream);
    assert!(story(&mut peer).contains("    13 B \"uno\\ndos\\ntres\\n\""));
}

#[test]
fn stall_says_one_half_and_stays() {
    let (mut peer, mut stream) = visited(&["stall"]);
    let mut half = [0; 12];
    stream.read_exact(&mut half).expect("one half comes");
    peer.says("keeps 11 bytes back");
    // It still hears, and did not close.
    stream.write_all(b"hola?").expect("it is open");
    peer.says("A    <     5 B \"hola?\"");
    drop(stream);
    assert!(!story(&mut peer).contains("A    >         closed"));
}

#[test]
fn reset_breaks_off_after_one_half() {
    let (mut peer, mut stream) = visited(&["reset"]);
    let mut bytes = Vec::new();
    let error = stream.read_to_end(&mut bytes).expect_err("it breaks off");
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    assert!(GREETING.as_bytes().starts_with(&bytes));
    assert!(story(&mut peer).contains("A    >         aborted the connection (reset)"));
}

#[test]
fn silent_hears_and_never_speaks() {
    let (mut peer, mut stream) = visited(&["silent"]);
    stream.write_all("¿hola, señor?".as_bytes()).expect("it is open");
    stream.shutdown(Shutdown::Write).expect("it is open");
    assert_eq!(everything(&stream), "");
    let out = story(&mut peer);
    assert!(out.contains("hola, señor?\"") && !out.contains("A    >"), "{out}");
}

#[test]
fn who_never_answers_stays_when_the_program_ends_its_side() {
    for probe in ["silent", "stall"] {
        let peer = Piped::lab(&["peer", probe]);
        let mut stream = connected(peer.address());
        stream.shutdown(Shutdown::Write).expect("it is open");
        peer.says("A    <         closed");
        // Later than that it still has not closed: it serves another meanwhile.
        let second = connected(peer.address());
        peer.says("B              connected");
        second.shutdown(Shutdown::Write).expect("it is open");
        peer.says("B    <         closed");
        if probe == "stall" {
            stream.read_exact(&mut [0; 12]).expect("one half comes");
        }
        stream.set_nonblocking(true).expect("it can be set");
        assert_eq!(stream.read(&mut [0]).map_err(|error| error.kind()), Err(ErrorKind::WouldBlock), "{probe}");
    }
}

#[test]
fn refuse_refuses() {
    let peer = Piped::lab(&["peer", "refuse"]);
    let at = peer.address_after("refuses at");
    let error = TcpStream::connect(at).expect_err("nobody listens");
    assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
}

#[cfg(target_os = "linux")]
#[test]
fn full_gives_no_answer() {
    let peer = Piped::lab(&["peer", "full"]);
    let at = peer.address_after("gives no answer at");
    let error = TcpStream::connect_timeout(&at, SHORT).expect_err("nobody answers");
    assert_eq!(error.kind(), ErrorKind::TimedOut);
}

#[test]
fn echo_serves_several_at_once() {
    let mut peer = Piped::lab(&["peer", "echo", "--times", "2"]);
    let at = peer.address();
    let (mut first, mut second) = (connected(at), connected(at));
    let mut buffer = [0; 4];
    for stream in [&mut second, &mut first] {
        stream.write_all(b"hola").expect("it is open");
        stream.read_exact(&mut buffer).expect("it comes back");
        assert_eq!(&buffer, b"hola");
    }
    drop((first, second));
    let out = story(&mut peer);
    for event in ["A    <     4 B", "A    >     4 B", "B    <     4 B", "B    >     4 B"] {
        assert!(out.contains(event), "{event}:\n{out}");
    }
}

#[test]
fn after_the_last_client_nobody_is_served() {
    let (mut peer, stream) = visited(&["silent"]);
    let at = stream.peer_addr().expect("it is connected");
    drop(stream);
    story(&mut peer);
    assert!(TcpStream::connect(at).is_err());
}

#[test]
fn half_close_goes_on_hearing() {
    let (mut peer, mut stream) = visited(&["half-close"]);
    assert_eq!(everything(&stream), GREETING);
    stream.write_all(b"todavia estoy").expect("it hears");
    drop(stream);
    let out = story(&mut peer);
    let half = out.find("has nothing more to send, keeps reading").expect("it says so");
    assert!(out.find("13 B \"todavia estoy\"").expect("it hears") > half, "{out}");
}

#[test]
fn a_flood_arrives_whole() {
    let (mut peer, mut stream) = visited(&["flood", "--bytes", "300k"]);
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("the stream ends");
    assert_eq!(bytes.len(), 300 << 10);
    drop(stream);
    let out = story(&mut peer);
    assert!(out.lines().count() < 20, "a flood is not a thousand lines:\n{out}");
}

#[test]
fn a_flood_tells_that_nobody_reads() {
    let (mut peer, stream) = visited(&["flood", "--bytes", "64M"]);
    peer.says("nobody reads: ");
    drop(stream);
    assert!(story(&mut peer).contains("of 67108864 bytes could not be sent"));
}

#[test]
fn hasty_answers_what_it_never_reads() {
    let (mut peer, mut stream) = visited(&["hasty"]);
    stream.write_all(b"GET / HTTP/1.1\r\n\r\n").expect("it is open");
    let mut reply = [0; 43];
    stream.read_exact(&mut reply).expect("it answers");
    assert!(reply.ends_with(b"hola\n"));
    let out = story(&mut peer);
    assert!(out.contains("18 bytes lie here unread"), "{out}");
    let after = stream.read(&mut [0]);
    assert_eq!(after.map_err(|error| error.kind()), Err(ErrorKind::ConnectionReset));
}

/// Asks a python.org of one's own.
fn replied(args: &[&str], request: &str) -> (String, String) {
    let (mut peer, mut stream) = visited(&[&["python-org"], args].concat());
    stream.write_all(request.as_bytes()).expect("it is open");
    stream.shutdown(Shutdown::Write).expect("it is open");
    let reply = everything(&stream);
    drop(stream);
    (reply, story(&mut peer))
}

const REQUEST: &str = "GET / HTTP/1.1\r\nHost: www.python.org\r\n\r\n";

#[test]
fn python_org_redirects_to_the_host_that_was_asked_for() {
    let (reply, out) = replied(&[], REQUEST);
    let expected = "HTTP/1.1 301 Moved Permanently\r\nContent-length: 0\r\nLocation: https://www.python.org/\r\n\r\n";
    assert_eq!(reply, expected);
    assert!(!out.contains("A    !"), "nothing is wrong with this request:\n{out}");
}

#[test]
fn python_org_answers_the_class_notes_and_says_what_is_wrong() {
    let (reply, out) = replied(&[], "GET / HTTP/1.1\n\n\n");
    assert!(reply.contains("Location: https:///\r\n"), "{reply}");
    for fault in ["RFC 9112, 2.2", "there is no Host", "after the empty line"] {
        assert!(out.contains(fault), "{fault}:\n{out}");
    }
}

#[test]
fn a_strict_python_org_refuses_what_the_rfc_does_not_allow() {
    assert!(replied(&["--strict"], "GET / HTTP/1.1\n\n").0.starts_with("HTTP/1.1 400 "));
    assert!(replied(&["--strict"], REQUEST).0.starts_with("HTTP/1.1 301 "));
}

#[test]
fn python_org_ends_its_reply_in_the_way_that_was_chosen() {
    let page = "<p>Gracias por conectarte, ñandú.\n";
    let (reply, out) = replied(&["--reply", "length"], REQUEST);
    let (head, body) = reply.split_once("\r\n\r\n").expect("it has a head");
    assert!(head.contains(&format!("Content-Length: {}", body.len())) && body.ends_with(page), "{reply}");
    assert!(out.contains("the connection stays open"), "{out}");

    let (reply, _) = replied(&["--reply", "close"], REQUEST);
    assert!(!reply.contains("Content-Length") && reply.ends_with(page), "{reply}");
}

#[test]
fn python_org_cuts_its_reply_where_it_was_told_to() {
    let (reply, out) = replied(&["--cut", "10"], REQUEST);
    assert_eq!(reply, "HTTP/1.1 3");
    assert!(out.contains("bytes of the reply are missing"), "{out}");
}

#[test]
fn a_chunked_reply_comes_in_several_chunks() {
    let (mut peer, mut stream) = visited(&["python-org", "--reply", "chunked"]);
    stream.write_all(REQUEST.as_bytes()).expect("it is open");
    let mut reply = Vec::new();
    while !reply.ends_with(b"0\r\nExpires: 0\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).expect("the reply goes on");
        reply.push(byte[0]);
    }
    // The reply is whole, and the connection open.
    peer.says("the connection stays open");
    drop(stream);
    story(&mut peer);
}

#[test]
fn frames_come_glued_cut_and_too_long() {
    let (mut peer, mut stream) = visited(&["frames", "--gap", "1"]);
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("the stream ends");
    drop(stream);
    let mut expected = b"\0\0\0\x04hola\0\0\0\x09reconocer\0\0\0\x07".to_vec();
    expected.extend_from_slice("ñandú".as_bytes());
    expected.extend_from_slice(b"\xff\xff\xff\xffhola");
    assert_eq!(bytes, expected);
    let out = story(&mut peer);
    assert!(out.contains("    21 B") && out.contains("     2 B") && out.contains("     8 B"), "{out}");
}

#[test]
fn udp_echo_gives_every_datagram_back() {
    let mut peer = Piped::lab(&["peer", "udp-echo", "--times", "2"]);
    let (socket, at) = (socket(), peer.address());
    for text in ["hola", ""] {
        socket.send_to(text.as_bytes(), at).expect("it goes");
        assert_eq!(received(&socket), (text.to_owned(), at));
    }
    assert!(story(&mut peer).contains("A    <     0 B \"\""));
}

#[test]
fn udp_deaf_never_answers() {
    let mut peer = Piped::lab(&["peer", "udp-deaf", "--times", "1"]);
    let (socket, at) = (socket(), peer.address());
    socket.send_to(b"hola", at).expect("it goes");
    let out = story(&mut peer);
    assert!(out.contains("A    <     4 B \"hola\"") && out.contains("gets no answer"), "{out}");
    // It has ended: what it had to say would be here.
    socket.set_nonblocking(true).expect("it can be set");
    assert_eq!(socket.recv(&mut [0]).map_err(|error| error.kind()), Err(ErrorKind::WouldBlock));
}

#[test]
fn udp_late_answers_each_senders_last_try() {
    let mut peer = Piped::lab(&["peer", "udp-late", "--tries", "2", "--text", "por fin", "--times", "4"]);
    let (first, second, at) = (socket(), socket(), peer.address());
    for socket in [&first, &second, &second, &first] {
        socket.send_to(b"hola", at).expect("it goes");
    }
    assert_eq!(received(&first), ("por fin".to_owned(), at));
    assert_eq!(received(&second), ("por fin".to_owned(), at));
    assert_eq!(story(&mut peer).matches("try 1 of 2").count(), 2);
}

#[test]
fn udp_stranger_answers_from_another_port_first() {
    let mut peer = Piped::lab(&["peer", "udp-stranger", "--times", "1"]);
    let (socket, at) = (socket(), peer.address());
    socket.send_to(b"hola", at).expect("it goes");
    let (_, stranger) = received(&socket);
    assert_ne!(stranger, at);
    assert_eq!(received(&socket), ("Aquí va mi respuesta para 127.0.0.1.".to_owned(), at));
    assert!(story(&mut peer).contains(&format!("from {stranger}: a stranger")));
}

/// A relay to a server of the test, with these options.
fn relayed(args: &[&str]) -> (Piped, UdpSocket, SocketAddr) {
    let server = socket();
    let to = server.local_addr().expect("it is bound").to_string();
    let peer = Piped::lab(
        &[&["peer", "relay", &to, "--drop", "0", "--double", "0", "--swap", "0", "--delay", "0"], args].concat(),
    );
    let at = peer.address_after("leads from");
    (peer, server, at)
}

#[test]
fn a_relay_brings_every_client_its_own_answer() {
    let (_peer, server, at) = relayed(&[]);
    let (first, second) = (socket(), socket());
    first.send_to(b"uno", at).expect("it goes");
    let (text, first_path) = received(&server);
    assert_eq!(text, "uno");
    second.send_to(b"dos", at).expect("it goes");
    let (text, second_path) = received(&server);
    assert_eq!(text, "dos");
    server.send_to(b"para uno", first_path).expect("it goes");
    server.send_to(b"para dos", second_path).expect("it goes");
    assert_eq!(received(&second), ("para dos".to_owned(), at));
    assert_eq!(received(&first), ("para uno".to_owned(), at));
}

#[test]
fn a_relay_loses_two_in_a_row_at_most() {
    let (peer, server, at) = relayed(&["--drop", "100"]);
    let client = socket();
    for text in ["uno", "dos", "tres"] {
        client.send_to(text.as_bytes(), at).expect("it goes");
    }
    assert_eq!(received(&server).0, "tres");
    let out = peer.says("\"tres\"  passes");
    assert!(out.contains("\"uno\"  is lost") && out.contains("\"dos\"  is lost"), "{out}");
}

#[test]
fn a_relay_doubles() {
    let (_peer, server, at) = relayed(&["--double", "100"]);
    socket().send_to(b"uno", at).expect("it goes");
    assert_eq!((received(&server).0, received(&server).0), ("uno".to_owned(), "uno".to_owned()));
}

#[test]
fn a_relay_swaps() {
    let (peer, server, at) = relayed(&["--swap", "100"]);
    let client = socket();
    client.send_to(b"uno", at).expect("it goes");
    client.send_to(b"dos", at).expect("it goes");
    assert_eq!((received(&server).0, received(&server).0), ("dos".to_owned(), "uno".to_owned()));
    peer.says("\"uno\"  waits for the next");
}

#[test]
fn a_relay_does_the_same_again_with_the_same_seed() {
    let fates = |seed: &str| {
        let server = socket();
        let to = server.local_addr().expect("it is bound").to_string();
        let peer = Piped::lab(&["peer", "relay", &to, "--seed", seed]);
        let at = peer.address_after("leads from");
        let client = socket();
        for index in 0..30 {
            client.send_to(format!("n{index}.").as_bytes(), at).expect("it goes");
        }
        // The last one's fate has been told.
        let out = peer.says_so("the last fate", |out| out.lines().any(|line| line.contains("\"n29.\"  ")));
        let told = out.lines().filter(|line| line.contains(" A    <") && !line.ends_with("goes on now"));
        told.map(|line| line[line.find('"').expect("bytes")..].to_owned()).collect::<Vec<_>>()
    };
    let first = fates("7");
    assert_eq!(first.len(), 30);
    assert_eq!(first, fates("7"));
    assert_ne!(first, fates("8"));
}

#[cfg(unix)]
#[test]
fn a_relay_says_that_the_server_is_not_there() {
    let (peer, server, at) = relayed(&[]);
    drop(server);
    socket().send_to(b"hola", at).expect("it goes");
    peer.says("no program has that UDP port");
}

/// A server of the test that serves so many clients, each as the story says.
fn server(clients: usize, story: fn(TcpStream)) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there are ports");
    let at = listener.local_addr().expect("it is bound");
    thread::spawn(move || (0..clients).for_each(|_| story(listener.accept().expect("a client comes").0)));
    at.to_string()
}

fn echo(mut stream: TcpStream) {
    let mut copy = stream.try_clone().expect("it can be shared");
    let _ = std::io::copy(&mut copy, &mut stream);
}

#[test]
fn clients_hear_the_server_out() {
    for kind in ["polite", "slow", "line"] {
        let at = server(2, echo);
        let (code, out, _) = Piped::lab(&["peer", "clients", &at, "--count", "2", "--kind", kind, "--gap", "1"]).ends();
        assert_eq!(code, 0, "{kind}:\n{out}");
        assert!(out.contains("2 clients served to the end"), "{kind}:\n{out}");
    }
}

#[test]
fn a_silent_client_stays_until_the_server_ends_it() {
    let at = server(1, |mut stream| stream.write_all(b"adios\n").expect("it hears"));
    let (code, out, _) = Piped::lab(&["peer", "clients", &at, "--count", "1", "--kind", "silent"]).ends();
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("A    <     6 B \"adios\\n\"") && !out.contains("B \"hola"), "{out}");
}

#[test]
fn a_rude_client_resets() {
    let (tells, hears) = std::sync::mpsc::channel();
    let listener = TcpListener::bind("127.0.0.1:0").expect("there are ports");
    let at = listener.local_addr().expect("it is bound").to_string();
    thread::spawn(move || {
        let mut stream = listener.accept().expect("a client comes").0;
        let end = std::io::copy(&mut stream, &mut std::io::sink());
        tells.send(end.map_err(|error| error.kind())).expect("the test waits");
    });
    let (code, out, _) = Piped::lab(&["peer", "clients", &at, "--count", "1", "--kind", "rude"]).ends();
    assert_eq!(code, 0, "{out}");
    assert_eq!(hears.recv().expect("the server tells"), Err(ErrorKind::ConnectionReset));
}

#[test]
fn clients_who_are_not_served_are_told_apart() {
    let changes = |mut stream: TcpStream| {
        stream.read_exact(&mut [0; 5]).expect("a line comes");
        stream.write_all(b"HOLA\n").expect("it hears");
        // Until the client has gone.
        let _ = stream.read(&mut [0; 100]);
    };
    let (code, out, _) = Piped::lab(&["peer", "clients", &server(1, changes), "--count", "1", "--kind", "line"]).ends();
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("not the line that was sent") && out.contains("1 client got another line back"), "{out}");

    let refuses = Piped::lab(&["peer", "refuse"]);
    let at = refuses.address_after("refuses at").to_string();
    let (code, out, _) = Piped::lab(&["peer", "clients", &at, "--count", "1"]).ends();
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("1 client could not connect"), "{out}");

    let at = server(1, std::mem::forget);
    let (code, out, _) = Piped::lab(&["peer", "clients", &at, "--count", "1", "--wait", "50"]).ends();
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("1 client waited in vain"), "{out}");
}

#[test]
fn a_port_that_is_taken_is_a_clear_error() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("there are ports");
    let at = taken.local_addr().expect("it is bound");
    let (code, _, err) = Piped::lab(&["peer", "greet", "--port", &at.port().to_string()]).ends();
    assert_eq!(code, 2);
    assert!(err.contains(&format!("{at}: address in use")) && err.contains("--port"), "{err}");
}

#[test]
fn the_port_can_be_chosen() {
    // Whoever takes this port between the two is none of our business: then another is tried.
    for _ in 0..20 {
        let free =
            TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("there are ports");
        let mut peer = Piped::lab(&["peer", "greet", "--times", "1", "--port", &free.port().to_string()]);
        if peer.says_or_ends("listening on ") {
            let stream = connected(free);
            assert_eq!(everything(&stream), GREETING);
            drop(stream);
            story(&mut peer);
            return;
        }
    }
    panic!("every port was taken");
}

#[test]
fn what_cannot_be_understood_is_said_with_what_could_be() {
    let says = |args: &[&str]| {
        let (code, _, err) = Piped::lab(&[&["peer"], args].concat()).ends();
        assert_eq!(code, 2, "{err}");
        err
    };
    assert!(says(&[]).contains("cargo lab peer --list"));
    assert!(says(&["nonsense"]).contains("nonsense: no such probe"));
    assert!(says(&["silent", "--text", "a"]).contains("--text changes nothing about silent"));
    assert!(says(&["greet", "--port", "70000"]).contains("--port 70000: not a number from 0 to 65535"));
    assert!(says(&["greet", "--text", r"a\q"]).contains(r"\q in column 2"));
    assert!(says(&["python-org", "--reply", "gzip"]).contains("redirect, length, chunked, close"));
    assert!(says(&["relay"]).contains("HOST:PORT is missing"));
    assert!(says(&["clients", "127.0.0.1"]).contains("not HOST:PORT"));
    assert!(says(&["relay", "127.0.0.1:9", "--drop", "95"]).contains("100 percent"));
    assert!(says(&["greet", "--sideways"]).contains("--sideways"));
}

#[test]
fn a_probe_is_found_by_the_beginning_of_its_name() {
    let peer = Piped::lab(&["peer", "python"]);
    peer.says("python-org: ");
    // Several begin with this.
    let (code, ..) = Piped::lab(&["peer", "udp"]).ends();
    assert_eq!(code, 2);
}

#[test]
fn every_probe_is_listed_with_its_exercises_in_both_languages() {
    for (lang, word) in [("en", "says"), ("es", "dice")] {
        let (code, out, _) = Piped::start(command(&["peer", "--list"]).env("ENCHUFE_LANG", lang)).ends();
        assert_eq!(code, 0);
        let names = [
            "greet",
            "drip",
            "glue",
            "stall",
            "reset",
            "silent",
            "full",
            "refuse",
            "echo",
            "half-close",
            "flood",
            "hasty",
            "python-org",
            "frames",
            "udp-echo",
            "udp-deaf",
            "udp-late",
            "udp-stranger",
            "relay",
            "clients",
        ];
        for name in names {
            let line = out
                .lines()
                .find(|line| line.starts_with(&format!("{name} ")))
                .unwrap_or_else(|| panic!("{name}:\n{out}"));
            assert!(line[name.len()..].trim_start().starts_with(|letter: char| letter.is_ascii_digit()), "{line}");
        }
        assert!(out.contains(word), "{out}");
        assert!(out.lines().all(|line| line.chars().count() <= 80) && out.lines().count() <= 23, "{out}");
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_whatever_is_going_on() {
    for probe in ["silent", "full", "udp-deaf"] {
        if probe == "full" && !cfg!(target_os = "linux") {
            continue;
        }
        let mut peer = Piped::lab(&["peer", probe]);
        peer.says("127.0.0.1:");
        peer.says_so("where it listens", |out| out.contains("listening on 127") || out.contains("no answer at 127"));
        let _visitor = (probe == "silent").then(|| connected(peer.address()));
        let killed = std::process::Command::new("kill").args(["-INT", &peer.pid().to_string()]).status();
        assert!(killed.expect("there is kill").success());
        assert_eq!(peer.ends().0, 130, "{probe}");
    }
}

#[test]
fn it_speaks_spanish() {
    let mut peer = Piped::start(command(&["peer", "stall", "--times", "1"]).env("ENCHUFE_LANG", "es"));
    let stream = connected(peer.address_after("escucha en"));
    peer.says("se guarda 11 bytes");
    stream.shutdown(Shutdown::Write).expect("it is open");
    let out = story(&mut peer);
    assert!(out.contains("> hacia ti   < desde ti") && out.contains("cerró"), "{out}");
}

#[test]
fn without_utf8_bytes_are_shown_as_what_they_are() {
    let mut peer = Piped::start(command(&["peer", "greet", "--times", "1", "--text", "ñ"]).env("LANG", "C"));
    let stream = connected(peer.address());
    assert_eq!(everything(&stream), "ñ");
    drop(stream);
    let out = story(&mut peer);
    assert!(out.is_ascii() && out.contains(r#"2 B "\xc3\xb1""#), "{out}");
}
