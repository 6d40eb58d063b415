//! The bridge and its listener, with both other sides in the test.

mod support;

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use play::bridge::Times;
use play::farewell::Unreachable;
use play::lan;
use play::service::Limits;
use support::connect;
use support::game::{Conn, Scripted, frame};
use support::page::{Serving, Tab, serve};
use tungstenite::Message;

/// A service for a server that says what the test tells it to.
fn served() -> (Scripted, Serving) {
    let server = Scripted::bind();
    let serving = serve(server.addr(), Limits::default());
    (server, serving)
}

/// A page that plays, and the server's end of its connection.
fn playing(server: &Scripted, serving: &Serving) -> (Tab, Conn) {
    let mut tab = Tab::open(serving.addr);
    let conn = server.accept();
    tab.ends();
    (tab, conn)
}

/// Sends the bytes of a request as they are; gives the whole response.
fn ask(at: SocketAddr, request: &str) -> String {
    let mut stream = connect(at);
    stream.write_all(request.as_bytes()).expect("it is taken");
    read_all(stream)
}

/// What comes until the end of the stream.
fn read_all(mut stream: TcpStream) -> String {
    let mut response = Vec::new();
    match stream.read_to_end(&mut response) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::ConnectionReset && !response.is_empty() => {}
        Err(error) => panic!("{error}"),
    }
    String::from_utf8(response).expect("text")
}

fn get(at: SocketAddr, path: &str, host: &str) -> String {
    ask(at, &format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n"))
}

fn status(response: &str) -> &str {
    response.split(' ').nth(1).unwrap_or(response)
}

// ─── The page's files ────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn serves_the_page_with_a_strict_policy() {
    let (server, serving) = served();
    let page = get(serving.addr, "/?tempo=1", &serving.addr.to_string());
    assert_eq!(status(&page), "200");
    assert!(page.contains("default-src 'none'; script-src 'self'; style-src 'self';"), "{page}");
    assert!(page.contains("frame-ancestors 'none'") && page.contains("x-content-type-options: nosniff"), "{page}");
    assert!(page.contains(&format!("data-server=\"{}\"", server.addr())), "{page}");
    assert!(!page.contains("{{"), "{page}");
}

#[test]
fn serves_every_file_that_the_page_names() {
    let (_server, serving) = served();
    let host = serving.addr.to_string();
    let page = get(serving.addr, "/", &host);
    let files: Vec<&str> = page.split('"').filter(|part| part.starts_with('/') && !part.contains('>')).collect();
    assert_eq!(files.len(), 3, "{files:?}");
    for file in files {
        assert_eq!(status(&get(serving.addr, file, &host)), "200", "{file}");
    }
    assert!(!page.contains("http://") && !page.contains("https://"), "nothing from elsewhere: {page}");
}

#[test]
fn says_only_the_head_to_a_head() {
    let (_server, serving) = served();
    let response = ask(serving.addr, &format!("HEAD / HTTP/1.1\r\nHost: {}\r\n\r\n", serving.addr));
    assert_eq!(status(&response), "200");
    assert!(response.ends_with("\r\n\r\n") && !response.contains("content-length: 0"), "{response}");
}

#[test]
fn refuses_other_paths_and_methods() {
    let (_server, serving) = served();
    let host = serving.addr.to_string();
    assert_eq!(status(&get(serving.addr, "/../Cargo.toml", &host)), "404");
    assert_eq!(status(&get(serving.addr, "/wire", &host)), "403");
    assert_eq!(status(&ask(serving.addr, &format!("POST / HTTP/1.1\r\nHost: {host}\r\n\r\n"))), "405");
    assert_eq!(status(&ask(serving.addr, "\x16\x03\x01\x02 nonsense\r\n\r\n")), "400");
}

// ─── Who may come ────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn refuses_a_name_that_leads_here() {
    let (_server, serving) = served();
    let port = serving.addr.port();
    for host in [format!("evil.example:{port}"), "127.0.0.1".into(), "127.0.0.1:1".into(), format!("127.0.0.2:{port}")]
    {
        assert_eq!(status(&get(serving.addr, "/", &host)), "403", "{host}");
    }
    assert_eq!(status(&ask(serving.addr, "GET / HTTP/1.1\r\n\r\n")), "403", "no host");
    let twice = format!("GET / HTTP/1.1\r\nHost: {0}\r\nHost: {0}\r\n\r\n", serving.addr);
    assert_eq!(status(&ask(serving.addr, &twice)), "403", "two hosts");
}

#[test]
fn accepts_localhost() {
    let (_server, serving) = served();
    assert_eq!(status(&get(serving.addr, "/", &format!("localhost:{}", serving.addr.port()))), "200");
}

#[test]
fn refuses_a_page_of_another_origin() {
    let (_server, serving) = served();
    let port = serving.addr.port();
    for origin in ["http://evil.example", "null", "", "http://127.0.0.1:1", &format!("https://127.0.0.1:{port}")] {
        assert_eq!(Tab::open_from(serving.addr, origin).err(), Some(403), "{origin}");
    }
    // The same machine by another name is another origin.
    assert_eq!(Tab::open_from(serving.addr, &format!("http://localhost:{port}")).err(), Some(403));
}

#[test]
fn refuses_what_is_no_websocket() {
    let (_server, serving) = served();
    let addr = serving.addr;
    let plain = format!("GET /wire HTTP/1.1\r\nHost: {addr}\r\nOrigin: http://{addr}\r\n\r\n");
    assert_eq!(status(&ask(addr, &plain)), "426");
    let half = format!("GET /wire HTTP/1.1\r\nHost: {addr}\r\nOrigin: http://{addr}\r\nUpgrade: websocket\r\n\r\n");
    assert_eq!(status(&ask(addr, &half)), "400");
}

// ─── How much, how long, how many ────────────────────────────────────────────────────────────────────────────────────

#[test]
fn refuses_a_head_that_is_too_long() {
    let (_server, serving) = served();
    let long = format!("GET / HTTP/1.1\r\nHost: {}\r\nX: {}", serving.addr, "x".repeat(9_000));
    assert_eq!(status(&ask(serving.addr, &long)), "431");
    let many = format!("GET / HTTP/1.1\r\nHost: {}\r\n{}\r\n", serving.addr, "a: b\r\n".repeat(100));
    assert_eq!(status(&ask(serving.addr, &many)), "431");
}

#[test]
fn refuses_a_head_that_never_ends() {
    let limits = Limits { head: Duration::from_millis(50), ..Limits::default() };
    let serving = serve("127.0.0.1:1", limits);
    assert_eq!(status(&ask(serving.addr, "GET / HTTP/1.1\r\nHost: ")), "408");
}

#[test]
fn one_deadline_holds_for_all_of_a_head() {
    let limits = Limits { head: Duration::from_millis(200), ..Limits::default() };
    let serving = serve("127.0.0.1:1", limits);
    let mut stream = connect(serving.addr);
    // A byte at a time, each soon after the other, until it is told that it is too slow.
    stream.set_read_timeout(Some(Duration::from_millis(20))).expect("it can be set");
    let mut answer = [0; 12];
    let mut bytes = b"GET / HTTP/1.1\r\nX: ".iter().chain(std::iter::repeat(&b'x'));
    for byte in bytes.by_ref().take(2_000) {
        if stream.write_all(&[*byte]).is_err() {
            break;
        }
        match stream.read(&mut answer) {
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => continue,
            _ => break,
        }
    }
    assert_eq!(&answer, b"HTTP/1.1 408");
}

#[test]
fn turns_away_one_connection_too_many() {
    let limits = Limits { connections: 2, ..Limits::default() };
    let server = Scripted::bind();
    let serving = serve(server.addr(), limits);
    let (one, conn) = playing(&server, &serving);
    let (_two, _conn) = playing(&server, &serving);
    assert_eq!(status(&read_all(connect(serving.addr))), "503");
    // A place is free again as soon as somebody has left.
    drop(one);
    let mut conn = conn;
    conn.see_it_leave();
    let host = serving.addr.to_string();
    let served = (0..10_000).any(|_| status(&get(serving.addr, "/", &host)) == "200");
    assert!(served, "the place stays taken");
}

#[test]
fn tells_a_page_that_there_are_too_many() {
    let server = Scripted::bind();
    let serving = serve(server.addr(), Limits { pages: 1, ..Limits::default() });
    let _playing = playing(&server, &serving);
    assert_eq!(Tab::open(serving.addr).farewell(), (1013, String::new()));
}

// ─── Frames ──────────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn names_both_ends_of_the_connection_first() {
    let (server, serving) = served();
    let mut tab = Tab::open(serving.addr);
    let conn = server.accept();
    assert_eq!(tab.ends(), (conn.0.peer_addr().expect("it is connected"), server.addr()));
    assert_eq!(serving.answers.recv(), Ok(Ok(())));
}

#[test]
fn carries_a_frame_to_the_server() {
    let (server, serving) = served();
    let (mut tab, mut conn) = playing(&server, &serving);
    let text = r#"{"status":"hola","data":{"nombre":"Ñandú"}}"#;
    tab.send(text);
    let mut all = vec![0; 4 + text.len()];
    conn.0.read_exact(&mut all).expect("a frame");
    assert_eq!(all, frame(text.as_bytes()));
}

#[test]
fn a_frame_arrives_whole_in_a_single_read() {
    let (server, serving) = served();
    let (mut tab, mut conn) = playing(&server, &serving);
    tab.send(r#"{"status":"eleccion","data":"piedra"}"#);
    let mut block = [0; 256];
    let count = conn.0.read(&mut block).expect("a frame");
    assert_eq!(&block[..count], frame(br#"{"status":"eleccion","data":"piedra"}"#));
}

#[test]
fn carries_frames_to_the_page_however_they_are_cut() {
    let (server, serving) = served();
    let (mut tab, mut conn) = playing(&server, &serving);
    // Each byte alone, then two frames in one piece with half of a third, then the other half; an empty one at the end.
    for byte in frame(b"one") {
        conn.raw(&[byte]);
    }
    let third = frame("tres, con ñ".as_bytes());
    conn.raw(&[frame(b"two"), frame(b""), third[..15].to_vec()].concat());
    assert_eq!([tab.text(), tab.text(), tab.text()], ["one", "two", ""]);
    conn.raw(&third[15..]);
    assert_eq!(tab.text(), "tres, con ñ");
}

#[test]
fn carries_the_longest_frame_both_ways() {
    let (server, serving) = served();
    let (mut tab, mut conn) = playing(&server, &serving);
    let longest = "x".repeat(65_536);
    tab.send(&longest);
    assert_eq!(conn.payload(), longest.as_bytes());
    conn.raw(&frame(longest.as_bytes()));
    assert_eq!(tab.text(), longest);
}

#[test]
fn passes_on_bytes_that_are_no_text_as_they_came() {
    let (server, serving) = served();
    let (mut tab, mut conn) = playing(&server, &serving);
    conn.raw(&[frame(b"\xff\x00"), frame(b"text")].concat());
    assert_eq!(tab.message(), Message::binary(&b"\0\0\0\x02\xff\x00"[..]));
    assert_eq!(tab.text(), "text");
}

#[test]
fn says_that_a_frame_is_too_long() {
    let (server, serving) = served();
    let (mut tab, mut conn) = playing(&server, &serving);
    conn.raw(&[frame(b"last"), vec![0, 1, 0, 1], b"never read".to_vec()].concat());
    assert_eq!(tab.text(), "last");
    assert_eq!(tab.message(), Message::binary(&[0, 1, 0, 1][..]));
    assert_eq!(tab.farewell(), (4003, String::new()));
}

#[test]
fn takes_no_message_that_is_too_long() {
    let (server, serving) = served();
    let (mut tab, mut conn) = playing(&server, &serving);
    // Written past the client's own check, and with a mask of zeros: the length alone decides.
    let head = [&[0x81, 0xff][..], &65_537u64.to_be_bytes(), &[0; 4]].concat();
    tab.0.get_mut().write_all(&head).expect("it is taken");
    assert_eq!(tab.farewell().0, 1009);
    conn.see_it_leave();
}

#[test]
fn takes_no_binary_message() {
    let (server, serving) = served();
    let (mut tab, mut conn) = playing(&server, &serving);
    tab.0.send(Message::binary(&b"x"[..])).expect("it is taken");
    assert_eq!(tab.farewell().0, 1003);
    conn.see_it_leave();
}

#[test]
fn answers_a_ping_between_frames() {
    let (server, serving) = served();
    let (mut tab, mut conn) = playing(&server, &serving);
    tab.0.send(Message::Ping(b"?"[..].into())).expect("it is taken");
    assert_eq!(tab.message(), Message::Pong(b"?"[..].into()));
    conn.raw(&frame(b"on"));
    assert_eq!(tab.text(), "on");
}

// ─── Ends ────────────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn says_that_nobody_listens() {
    let closed = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port");
    let serving = serve(closed, Limits::default());
    assert_eq!(Tab::open(serving.addr).farewell(), (4000, "refused".into()));
    assert_eq!(serving.answers.recv(), Ok(Err(Unreachable::Refused)));
}

#[test]
fn says_that_the_name_is_unknown() {
    let serving = serve("no-such-name.invalid:1238", Limits::default());
    assert_eq!(Tab::open(serving.addr).farewell(), (4000, "name".into()));
}

#[test]
fn says_that_the_server_closed_after_its_last_frame() {
    let (server, serving) = served();
    let (mut tab, mut conn) = playing(&server, &serving);
    conn.raw(&frame(b"goodbye"));
    drop(conn);
    assert_eq!(tab.text(), "goodbye");
    assert_eq!(tab.farewell(), (4001, String::new()));
    // Nothing follows.
    assert!(tab.0.read().is_err());
}

#[test]
fn says_that_the_server_closed_inside_a_frame() {
    let (server, serving) = served();
    let (mut tab, mut conn) = playing(&server, &serving);
    conn.raw(b"\0\0\0\x09half");
    drop(conn);
    assert_eq!(tab.message(), Message::binary(&b"\0\0\0\x09half"[..]));
    assert_eq!(tab.farewell(), (4002, String::new()));
}

#[test]
fn says_that_the_server_closed_inside_a_length() {
    let (server, serving) = served();
    let (mut tab, mut conn) = playing(&server, &serving);
    conn.raw(b"\0\0");
    drop(conn);
    assert_eq!(tab.message(), Message::binary(&b"\0\0"[..]));
    assert_eq!(tab.farewell(), (4002, String::new()));
}

#[test]
fn what_the_server_said_last_arrives_although_the_page_goes_on_talking() {
    let (server, serving) = served();
    let (mut tab, mut conn) = playing(&server, &serving);
    conn.raw(&frame(b"full"));
    // Closing while something lies unread is a reset.
    tab.send("unread");
    conn.0.peek(&mut [0; 1]).expect("it has arrived");
    drop(conn);
    tab.send("to nobody");
    assert_eq!(tab.text(), "full");
    let (code, _) = tab.farewell();
    assert!(code == 4001 || code == 4004, "{code}");
}

#[test]
fn leaves_the_server_when_the_page_says_goodbye() {
    let (server, serving) = served();
    let (mut tab, mut conn) = playing(&server, &serving);
    tab.0.close(None).expect("it is taken");
    conn.see_it_leave();
    assert!(matches!(tab.message(), Message::Close(_)), "the goodbye is answered");
}

#[test]
fn leaves_the_server_when_the_page_is_cut_off() {
    let (server, serving) = served();
    let (tab, mut conn) = playing(&server, &serving);
    drop(tab);
    conn.see_it_leave();
}

#[test]
fn asks_a_silent_page_and_leaves_when_it_does_not_answer() {
    let times = Times { silence: Duration::from_millis(50), ..Times::default() };
    let server = Scripted::bind();
    let serving = serve(server.addr(), Limits { times, ..Limits::default() });
    let (mut tab, mut conn) = playing(&server, &serving);
    // The answer would go out with the next read, and there is none.
    assert!(matches!(tab.message(), Message::Ping(_)));
    conn.see_it_leave();
}

#[test]
fn a_silent_page_that_answers_stays() {
    let times = Times { silence: Duration::from_secs(1), ..Times::default() };
    let server = Scripted::bind();
    let serving = serve(server.addr(), Limits { times, ..Limits::default() });
    let (mut tab, mut conn) = playing(&server, &serving);
    for _ in 0..2 {
        assert!(matches!(tab.message(), Message::Ping(_)));
    }
    tab.send("still here");
    assert_eq!(conn.payload(), b"still here");
}

#[test]
fn does_not_wait_long_for_a_page_that_confirms_nothing() {
    let times = Times { goodbye: Duration::from_millis(50), ..Times::default() };
    let server = Scripted::bind();
    let serving = serve(server.addr(), Limits { times, ..Limits::default() });
    let (mut tab, conn) = playing(&server, &serving);
    drop(conn);
    // Read past the client's protocol, so that nothing is confirmed: the close frame, then the end of the stream.
    let mut rest = Vec::new();
    tab.0.get_mut().read_to_end(&mut rest).expect("the bridge ends the connection");
    assert_eq!(rest, [0x88, 2, 0x0f, 0xa1]);
}

#[test]
fn gives_up_on_a_server_that_does_not_read() {
    let times = Times { write: Duration::from_millis(50), ..Times::default() };
    let server = Scripted::bind();
    let serving = serve(server.addr(), Limits { times, ..Limits::default() });
    let (mut tab, _conn) = playing(&server, &serving);
    // Message after message, past the client's protocol and with a mask of zeros, until everything between here and
    // there is full and the bridge has had enough.
    let message = [&[0x81, 0xff][..], &65_536u64.to_be_bytes(), &[0; 4], &[b'x'; 65_536]].concat();
    let mut flood = tab.0.get_ref().try_clone().expect("a second handle");
    thread::spawn(move || while flood.write_all(&message).is_ok() {});
    let mut farewell = [0; 4];
    tab.0.get_mut().read_exact(&mut farewell).expect("the bridge ends it");
    assert_eq!(farewell, [0x88, 2, 0x0f, 0xa5], "4005");
}

#[test]
fn a_page_that_reads_nothing_holds_up_nobody_else() {
    let (server, serving) = served();
    let (_deaf, mut to_deaf) = playing(&server, &serving);
    to_deaf.0.set_nonblocking(true).expect("it can be set");
    let flood = frame("x".repeat(65_536).as_bytes());
    while to_deaf.0.write(&flood).is_ok() {}
    let (mut other, mut conn) = playing(&server, &serving);
    conn.raw(&frame(b"hello"));
    assert_eq!(other.text(), "hello");
}

#[test]
fn a_server_that_half_closes_has_closed() {
    let (server, serving) = served();
    let (mut tab, conn) = playing(&server, &serving);
    conn.0.shutdown(Shutdown::Write).expect("it can be shut");
    assert_eq!(tab.farewell().0, 4001);
}

// ─── The classroom ───────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn the_qr_code_is_square_and_has_its_quiet_zone() {
    let code = lan::qr_code("http://192.0.2.7:8019/", false).expect("it fits");
    let lines: Vec<&str> = code.lines().collect();
    // Version 2 has 25 modules a side, and 4 more on each side stay light: two rows of modules make a line.
    assert_eq!(lines.len(), 17);
    assert!(lines.iter().all(|line| line.chars().count() == 33), "{code}");
    assert_eq!(lines[0], "█".repeat(33), "light, on a dark terminal");
}

#[test]
fn the_qr_code_brings_its_colours_along() {
    let code = lan::qr_code("http://192.0.2.7:8019/", true).expect("it fits");
    assert!(code.lines().all(|line| line.starts_with("\x1b[30;107m") && line.ends_with("\x1b[0m")));
    assert!(code.lines().next().is_some_and(|line| line.contains(&" ".repeat(33))), "light is the background");
}
