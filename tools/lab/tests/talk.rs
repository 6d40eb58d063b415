//! `cargo lab talk`, with a test in the place of the program it talks to.

mod support;

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::time::Duration;

use support::piped::{Piped, command};
use support::terminal::Terminal;

/// How long a test waits for a byte. Only a failure waits that long.
const WAIT: Duration = Duration::from_secs(60);

/// A listener of the test, and where it is.
fn listener() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there are ports");
    let at = listener.local_addr().expect("it is bound").to_string();
    (listener, at)
}

fn accepted(listener: &TcpListener) -> TcpStream {
    let (stream, _) = listener.accept().expect("somebody comes");
    stream.set_read_timeout(Some(WAIT)).expect("a time can be set");
    stream
}

/// A conversation that has just begun.
fn talking(args: &[&str]) -> (Piped, TcpStream) {
    let (listener, at) = listener();
    let talk = Piped::lab(&[&["talk", &at], args].concat());
    let stream = accepted(&listener);
    (talk, stream)
}

fn everything(mut stream: &TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("the stream ends");
    bytes
}

/// What arrives of these lines with these options.
fn arrives(args: &[&str], typed: &[u8]) -> Vec<u8> {
    let (mut talk, stream) = talking(args);
    talk.types(typed);
    talk.end_input();
    let bytes = everything(&stream);
    drop(stream);
    let (code, out, err) = talk.ends();
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    bytes
}

fn socket() -> UdpSocket {
    let socket = UdpSocket::bind("127.0.0.1:0").expect("there are ports");
    socket.set_read_timeout(Some(WAIT)).expect("a time can be set");
    socket
}

fn received(socket: &UdpSocket) -> (Vec<u8>, SocketAddr) {
    let mut buffer = [0; 2048];
    let (count, from) = socket.recv_from(&mut buffer).expect("a datagram comes");
    (buffer[..count].to_vec(), from)
}

/// A conversation over UDP with a socket of the test.
fn datagrams(args: &[&str]) -> (Piped, UdpSocket) {
    let socket = socket();
    let at = socket.local_addr().expect("it is bound").to_string();
    (Piped::lab(&[&["talk", "--udp", &at], args].concat()), socket)
}

#[test]
fn shows_what_goes_and_what_comes_with_its_bytes() {
    let (mut talk, mut stream) = talking(&[]);
    talk.types("hola, ñandú\n".as_bytes());
    talk.says("  >    14 B \"hola, ñandú\\n\"");
    // Read, or closing would be a reset.
    stream.read_exact(&mut [0; 14]).expect("it comes");
    stream.write_all(b"\x00chao\r\n").expect("it hears");
    talk.says("  <     7 B \"\\x00chao\\r\\n\"");
    drop(stream);
    let (code, out, err) = talk.ends();
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("connected to 127.0.0.1:") && out.contains("the other side has nothing more to say"), "{out}");
}

#[test]
fn the_end_of_the_input_ends_one_side_only() {
    let (mut talk, mut stream) = talking(&[]);
    talk.types(b"hola");
    talk.end_input();
    assert_eq!(everything(&stream), b"hola");
    stream.write_all(b"todavia aqui\n").expect("it hears");
    talk.says("todavia aqui");
    drop(stream);
    assert_eq!(talk.ends().0, 0);
}

#[test]
fn it_ends_when_the_other_side_closes_without_waiting_for_input() {
    let (mut talk, stream) = talking(&[]);
    drop(stream);
    assert_eq!(talk.ends().0, 0);
}

#[test]
fn with_stay_it_goes_on_sending_after_the_other_side_closed() {
    let (mut talk, mut stream) = talking(&["--stay"]);
    stream.shutdown(Shutdown::Write).expect("it is open");
    talk.says("what you type still goes out");
    talk.types(b"y bien\n");
    let mut line = [0; 7];
    stream.read_exact(&mut line).expect("it comes");
    talk.end_input();
    assert_eq!(everything(&stream), b"");
    assert_eq!(talk.ends().0, 0);
}

#[test]
fn lines_go_out_as_they_were_typed_unless_their_end_is_chosen() {
    assert_eq!(arrives(&[], b"a\r\nb\\n\n\xff"), b"a\r\nb\\n\n\xff");
    assert_eq!(arrives(&["--crlf"], b"GET /\n\n"), b"GET /\r\n\r\n");
    assert_eq!(arrives(&["-n"], b"a\n\nb\n"), b"ab");
}

#[test]
fn escapes_stand_for_any_byte() {
    assert_eq!(arrives(&["--escapes", "--no-newline"], br"\x00\x00\x00\x04h\u{f3}\\"), b"\0\0\0\x04h\xc3\xb3\\");
}

#[test]
fn a_piped_escape_that_stands_for_nothing_ends_it_before_it_is_sent() {
    let (mut talk, stream) = talking(&["-e"]);
    talk.types(b"bien\nmal \\q\nbien\n");
    let (code, _, err) = talk.ends();
    assert_eq!(code, 2);
    assert!(err.contains(r"\q in column 5"), "{err}");
    // What it closed in this way may be reset.
    let mut bytes = Vec::new();
    let _ = (&stream).read_to_end(&mut bytes);
    assert_eq!(bytes, b"bien\n");
}

#[test]
fn bytes_are_shown_as_numbers() {
    let (mut talk, mut stream) = talking(&["--hex"]);
    stream.write_all(b"GET / HTTP/1.1\r\n\x00\xff").expect("it hears");
    drop(stream);
    let (_, out, _) = talk.ends();
    let rows = "  000000  47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a  GET / HTTP/1.1..\n  000010  00 ff  ";
    assert!(out.contains("  <    18 B\n") && out.contains(rows), "{out}");
}

#[test]
fn what_is_very_long_is_shown_with_its_ends_or_whole() {
    let shown = |args: &[&str]| {
        let (mut talk, mut stream) = talking(args);
        // Few enough to come in one piece or two, and too much to be read.
        stream.write_all(&[b'\n'; 2000]).expect("it hears");
        drop(stream);
        let (code, out, _) = talk.ends();
        assert_eq!(code, 0);
        out
    };
    assert!(shown(&[]).contains("more rows (--all shows them)"));
    assert_eq!(shown(&["--all"]).matches("\"\\n\"").count(), 2000);
}

#[test]
fn much_goes_and_comes_at_the_same_time() {
    let (mut talk, stream) = talking(&[]);
    let echo = std::thread::spawn(move || {
        let mut back = stream.try_clone().expect("it can be shared");
        std::io::copy(&mut (&stream), &mut back).expect("it goes on to the end")
    });
    let line = [&[b'x'; 1023][..], b"\n"].concat();
    talk.types(&line.repeat(1024));
    talk.end_input();
    assert_eq!(echo.join().expect("it ends"), 1 << 20);
    assert_eq!(talk.ends().0, 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_reset_is_said() {
    let (mut talk, stream) = talking(&[]);
    talk.types(b"hola\n");
    // What lies unread when a connection is closed makes that a reset.
    assert_eq!(stream.peek(&mut [0]).expect("it comes"), 1);
    drop(stream);
    let (code, out, err) = talk.ends();
    assert_eq!(code, 1, "{out}");
    assert!(err.contains("connection reset"), "{err}");
}

#[test]
fn a_refusal_is_said() {
    let refuses = Piped::lab(&["peer", "refuse"]);
    let at = refuses.address_after("refuses at");
    let (code, out, err) = Piped::lab(&["talk", &at.to_string()]).ends();
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains(&format!("{at}: connection refused")), "{err}");
}

#[cfg(target_os = "linux")]
#[test]
fn no_answer_is_said() {
    let full = Piped::lab(&["peer", "full"]);
    let at = full.address_after("gives no answer at").to_string();
    let (code, _, err) = Piped::lab(&["talk", &at, "--timeout", "200"]).ends();
    assert_eq!(code, 1);
    assert!(err.contains("timed out: no answer in 200 ms"), "{err}");
}

#[test]
fn a_name_that_nobody_knows_is_said() {
    // Too long to be a name: nobody has to be asked.
    let (code, _, err) = Piped::lab(&["talk", &format!("{}.invalid:80", "x".repeat(70))]).ends();
    assert_eq!(code, 1);
    assert!(err.contains("unknown name"), "{err}");
}

#[test]
fn too_long_a_silence_is_said() {
    let (mut talk, _stream) = talking(&["--wait", "50"]);
    let (code, _, err) = talk.ends();
    assert_eq!(code, 1);
    assert!(err.contains("timed out: nothing came for 50 ms"), "{err}");
}

#[test]
fn it_waits_for_one_client_at_an_address() {
    let mut talk = Piped::lab(&["talk", "--listen", "127.0.0.1:0"]);
    let mut stream = TcpStream::connect(talk.address()).expect("it listens");
    talk.says("connected from 127.0.0.1:");
    // The second is refused.
    assert!(TcpStream::connect(stream.peer_addr().expect("it is connected")).is_err());
    stream.write_all(b"hola\n").expect("it hears");
    talk.says("  <     5 B \"hola\\n\"");
    talk.types(b"Gracias por conectarte\n");
    talk.end_input();
    stream.set_read_timeout(Some(WAIT)).expect("a time can be set");
    assert_eq!(everything(&stream), b"Gracias por conectarte\n");
    drop(stream);
    assert_eq!(talk.ends().0, 0);
}

#[test]
fn an_address_that_is_taken_is_said() {
    let (_listener, at) = listener();
    let (code, _, err) = Piped::lab(&["talk", "-l", &at]).ends();
    assert_eq!(code, 1);
    assert!(err.contains(&format!("{at}: address in use")), "{err}");
}

#[test]
fn every_line_is_a_datagram_and_every_datagram_has_a_sender() {
    let (mut talk, server) = datagrams(&["-n"]);
    talk.types("¿hola?\n\n".as_bytes());
    let (bytes, from) = received(&server);
    assert_eq!(bytes, "¿hola?".as_bytes());
    assert_eq!(received(&server), (Vec::new(), from));
    // A stranger is shown too.
    let stranger = socket();
    stranger.send_to(b"soy otro", from).expect("it goes");
    talk.says(&format!("  <     8 B {} \"soy otro\"", stranger.local_addr().expect("it is bound")));
    server.send_to(b"hola", from).expect("it goes");
    talk.says(&format!("  <     4 B {} \"hola\"", server.local_addr().expect("it is bound")));
    talk.end_input();
    assert_eq!(talk.ends().0, 0);
}

#[test]
fn a_question_that_nobody_answers_timed_out() {
    let (mut talk, _server) = datagrams(&["--wait", "50"]);
    talk.types(b"hola\n");
    talk.end_input();
    let (code, _, err) = talk.ends();
    assert_eq!(code, 1);
    assert!(err.contains("timed out"), "{err}");
}

#[cfg(unix)]
#[test]
fn what_the_system_reports_of_a_closed_port_is_explained() {
    let (mut talk, server) = datagrams(&[]);
    talk.says("datagrams to 127.0.0.1:");
    drop(server);
    talk.types(b"hola\n");
    talk.says("connection refused: the system reports");
    talk.end_input();
    let (code, _, err) = talk.ends();
    assert_eq!(code, 1);
    assert!(err.contains("connection refused"), "{err}");
}

#[test]
fn a_datagram_that_is_too_long_is_said() {
    let (mut talk, _server) = datagrams(&[]);
    talk.types(&[b'x'; 70_000]);
    talk.end_input();
    let (code, _, err) = talk.ends();
    assert_eq!(code, 1);
    assert!(err.contains("too long: 70000 bytes"), "{err}");
}

#[test]
fn answers_go_to_whoever_sent_last() {
    let mut talk = Piped::lab(&["talk", "-u", "-l", "127.0.0.1:0"]);
    let at = talk.address();
    let (first, second) = (socket(), socket());
    talk.types(b"para el primero\n");
    first.send_to(b"uno", at).expect("it goes");
    assert_eq!(received(&first), (b"para el primero\n".to_vec(), at));
    second.send_to(b"dos", at).expect("it goes");
    talk.says("\"dos\"");
    talk.types(b"para el segundo\n");
    assert_eq!(received(&second), (b"para el segundo\n".to_vec(), at));
}

#[test]
fn what_cannot_be_understood_is_said_with_an_example() {
    for (args, word) in [
        (&["talk"][..], "HOST:PORT is missing"),
        (&["talk", "127.0.0.1"], "127.0.0.1: not HOST:PORT"),
        (&["talk", "::1:80"], "IPv6 is [::1]:9001"),
        (&["talk", "a:1", "--crlf", "-n"], "one of them"),
        (&["talk", "a:1", "--timeout", "0"], "--timeout 0: not a number"),
        (&["talk", "a:1", "b:2"], "b:2"),
        (&["talk", "a:1", "--udp", "--stay"], "--stay"),
    ] {
        let (code, _, err) = Piped::lab(args).ends();
        assert_eq!(code, 2, "{args:?}: {err}");
        assert!(err.contains(word), "{args:?}: {err}");
    }
}

#[test]
fn a_person_types_and_ends_one_side_with_ctrl_d() {
    let (listener, at) = listener();
    let mut terminal = Terminal::start(&command(&["talk", "-e", &at]), 80, 24);
    let mut stream = accepted(&listener);
    terminal.shows("ctrl-c leaves");
    // An escape that stands for nothing is no reason to hang up.
    terminal.press("mal \\q\r");
    terminal.shows("The line was not sent.");
    terminal.press("hola\\x00\r");
    terminal.shows("6 B \"hola\\x00\\n\"");
    stream.write_all("¡hola!\n".as_bytes()).expect("it hears");
    terminal.shows("hola!\\n\"");
    terminal.press("\x04");
    assert_eq!(everything(&stream), b"hola\0\n");
    drop(stream);
    assert_eq!(terminal.ends().0, 0);
}

#[test]
fn ctrl_c_leaves_a_conversation() {
    let (listener, at) = listener();
    let mut terminal = Terminal::start(&command(&["talk", &at]), 40, 24);
    let stream = accepted(&listener);
    terminal.shows("leaves");
    terminal.press("\x03");
    assert_eq!(everything(&stream), b"");
    assert_eq!(terminal.ends().0, 130);
}

#[test]
fn in_a_narrow_terminal_no_line_is_too_wide() {
    let (listener, at) = listener();
    let mut terminal = Terminal::start(&command(&["--lang", "es", "talk", &at]), 40, 30);
    let mut stream = accepted(&listener);
    stream.write_all("uno, dos, tres, cuatro, cinco, seis, siete\n".as_bytes()).expect("it hears");
    let screen = terminal.shows("siete");
    // What is too wide would be broken by the terminal, inside a word.
    assert!(screen.lines().any(|line| line.trim() == "\"siete\\n\"" || line.ends_with("siete\\n\"")), "{screen}");
    assert!(screen.contains("conectado a"), "{screen}");
    drop(stream);
    assert_eq!(terminal.ends().0, 0);
}
