//! The lab's ends of the wire do what their names say. Threads with plain sockets stand in for programs.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use enchufe::peer::relay::{Direction, Fate, Odds, Plan, Relay};
use enchufe::peer::tcp::{self, Attempt, Closed, Conn, Full, Listener};
use enchufe::peer::udp::{LARGEST_DATAGRAM, Socket};
use enchufe::peer::{any_loopback_port, every_byte, free_port, let_time_pass, noise};
use enchufe::verdict::Then;

/// A client on a thread of its own, and the lab's end of its connection.
fn client<R: Send + 'static>(act: impl FnOnce(TcpStream) -> R + Send + 'static) -> (Conn, JoinHandle<R>) {
    let mut server = Listener::bind();
    let addr = server.addr();
    let thread = std::thread::spawn(move || act(TcpStream::connect(addr).expect("the lab listens")));
    (server.accept(), thread)
}

/// A server on a thread of its own that serves one client, and its address.
fn server<R: Send + 'static>(act: impl FnOnce(TcpStream) -> R + Send + 'static) -> (SocketAddr, JoinHandle<R>) {
    let listener = TcpListener::bind(any_loopback_port()).expect("a port is free");
    let addr = listener.local_addr().expect("a bound socket has an address");
    let thread = std::thread::spawn(move || act(listener.accept().expect("a client comes").0));
    (addr, thread)
}

fn read_all(mut stream: TcpStream) -> Vec<Vec<u8>> {
    let (mut reads, mut buffer) = (Vec::new(), vec![0; 1 << 16]);
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        reads.push(buffer[..count].to_vec());
    }
    reads
}

#[test]
fn a_drip_gives_a_client_of_one_read_one_byte_a_hundred_times_of_a_hundred() {
    for _ in 0..100 {
        let (mut conn, client) = client(|mut stream| {
            let mut buffer = [0; 64];
            stream.read(&mut buffer).expect("bytes come")
        });
        conn.drip(b"Gracias por conectarte\n");
        assert_eq!(client.join().expect("the client ends"), 1);
    }
}

#[test]
fn each_byte_of_a_drip_is_read_by_itself() {
    let (mut conn, client) = client(read_all);
    conn.drip(b"Gracias");
    conn.close();
    let reads = client.join().expect("the client ends");
    assert_eq!(reads, b"Gracias".iter().map(|byte| vec![*byte]).collect::<Vec<_>>());
}

#[test]
fn a_split_is_read_in_two_pieces_at_every_cut() {
    let said = b"HTTP/1.1 200 OK\r\n\r\n";
    for cut in 1..said.len() {
        let (mut conn, client) = client(read_all);
        conn.split(said, cut);
        conn.close();
        let reads = client.join().expect("the client ends");
        assert_eq!(reads, [said[..cut].to_vec(), said[cut..].to_vec()]);
    }
}

#[test]
fn messages_that_are_sent_at_once_arrive_glued() {
    let (mut conn, client) = client(|mut stream| {
        stream.write_all(b"?").expect("the lab reads");
        let mut buffer = [0; 64];
        let count = stream.read(&mut buffer).expect("bytes come");
        buffer[..count].to_vec()
    });
    conn.hears(b"?").get();
    conn.send(&[b"uno\n".as_slice(), b"dos\n"].concat());
    assert_eq!(client.join().expect("the client ends"), b"uno\ndos\n");
}

#[test]
fn after_a_half_close_the_lab_still_hears() {
    let (mut conn, client) = client(|mut stream| {
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).expect("the lab ends its half");
        stream.write_all(b"adios").expect("the other half is open");
        rest
    });
    conn.send(b"hola");
    conn.half_close();
    conn.hears_then_end(b"adios").get();
    assert_eq!(client.join().expect("the client ends"), b"hola");
}

#[test]
fn the_end_of_a_stream_is_no_unread_byte() {
    let (go, wait) = mpsc::channel();
    let (mut conn, client) = client(move |mut stream| {
        wait.recv().expect("the lab looks first");
        stream.read_exact(&mut [0; 4]).expect("bytes come");
        stream.write_all(b"!").expect("the other half is open");
        wait.recv().expect("the lab looks again");
    });
    conn.send(b"hola");
    conn.half_close();
    // The end arrives a moment later than it is sent.
    let_time_pass(Duration::from_millis(20));
    let unread = |conn: &Conn, count| conn.unread().is_none_or(|unread| unread == count);
    assert!(unread(&conn, 4), "{:?}", conn.unread());
    go.send(()).expect("the client waits");
    conn.hears(b"!").get();
    assert!(unread(&conn, 0), "{:?}", conn.unread());
    go.send(()).expect("the client waits");
    client.join().expect("the client ends");
}

#[test]
fn what_the_lab_has_not_listened_to_is_unheard() {
    let (go, wait) = mpsc::channel();
    let (mut conn, client) = client(move |mut stream| {
        stream.write_all(b"?hola").expect("the lab reads");
        wait.recv().expect("the lab looks first");
    });
    conn.hears(b"?").get();
    // The kernel confirms a moment later what has arrived.
    let start = Instant::now();
    while conn.unheard().is_some_and(|unheard| unheard != 4) && start.elapsed() < Duration::from_secs(10) {
        let_time_pass(Duration::from_millis(1));
    }
    assert!(conn.unheard().is_none_or(|unheard| unheard == 4), "{:?}", conn.unheard());
    go.send(()).expect("the client waits");
    client.join().expect("the client ends");
}

#[test]
fn an_abort_is_a_reset_for_the_other_end() {
    let (conn, client) = client(|mut stream| stream.read(&mut [0; 8]).expect_err("no end of stream").kind());
    conn.abort();
    assert_eq!(client.join().expect("the client ends"), ErrorKind::ConnectionReset);
}

#[test]
fn a_close_is_the_end_of_the_stream_also_with_unread_input() {
    let (conn, client) = client(|mut stream| {
        stream.write_all(b"unread").expect("the lab is there");
        // Says that the bytes above are at the lab.
        let mut marker = [0];
        stream.read_exact(&mut marker).expect("a byte comes");
        stream.read(&mut [0; 8]).expect("the end of the stream")
    });
    let mut conn = conn;
    conn.send(b"!");
    conn.close();
    assert_eq!(client.join().expect("the client ends"), 0);
}

#[test]
fn a_closed_port_refuses_and_a_full_one_does_not_answer() {
    let closed = Closed::bind();
    let error = TcpStream::connect(closed.addr()).expect_err("nobody listens");
    assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
    let Some(full) = Full::bind() else { return println!("skipped: this system has no queue that is surely full") };
    let error = TcpStream::connect_timeout(&full.addr(), Duration::from_millis(200)).expect_err("the queue is full");
    assert_eq!(error.kind(), ErrorKind::TimedOut);
}

#[test]
fn a_closed_port_that_opens_takes_connections() {
    let closed = Closed::bind();
    let addr = closed.addr();
    TcpStream::connect(addr).expect_err("nobody listens");
    let mut opened = closed.open();
    let client = std::thread::spawn(move || read_all(TcpStream::connect(addr).expect("somebody listens")));
    let mut conn = opened.accept();
    conn.send(b"hola");
    conn.close();
    assert_eq!(client.join().expect("the client ends").concat(), b"hola");
}

#[test]
fn what_is_sent_on_a_narrow_connection_stands_in_a_queue_before_long() {
    let mut server = Listener::bind_narrow();
    let addr = server.addr();
    let client = std::thread::spawn(move || {
        let mut stream = TcpStream::connect(addr).expect("the lab listens");
        stream.set_write_timeout(Some(Duration::from_millis(100))).expect("a limit can be set");
        let frames = (0_usize..).find(|_| stream.write_all(&[0; 45]).is_err());
        frames.expect("nobody reads")
    });
    let mut conn = server.accept();
    let frames = client.join().expect("the client ends");
    // Elsewhere the kernel may reserve what it likes.
    assert!(!cfg!(target_os = "linux") || (20..5000).contains(&frames), "{frames} frames of 45 bytes fit");
    assert!(conn.hear_to_end().bytes.len() >= frames * 45);
}

#[test]
fn a_flood_stops_when_the_other_end_leaves_and_tells_what_was_taken() {
    let (mut conn, client) = client(|mut stream| {
        let mut some = vec![0; 100_000];
        stream.read_exact(&mut some).expect("the flood comes");
        some
    });
    let taken = conn.flood(7, 64 << 20);
    assert!(conn.was_refused() && taken.len() >= 100_000 && taken.len() < 64 << 20);
    assert_eq!(client.join().expect("the client ends"), taken[..100_000]);
}

#[test]
fn a_slow_reader_gets_everything_in_small_pieces() {
    let said = noise(3, 5_000);
    let (addr, server) = server({
        let said = said.clone();
        move |mut stream| stream.write_all(&said)
    });
    let mut conn = tcp::connect(addr);
    conn.shrink_buffers();
    let heard = conn.hear_slowly(500, Duration::from_millis(1));
    assert_eq!((heard.bytes, heard.then), (said, Then::Closed));
    server.join().expect("the server ends").expect("everything was taken");
}

#[test]
fn nobody_is_heard_for_ever() {
    let (addr, server) = server(|mut stream| {
        let said = [b'x'; 1 << 16];
        while stream.write_all(&said).is_ok() {}
    });
    let mut conn = tcp::connect(addr);
    assert_eq!(conn.echo(1_000).then, Then::More);
    assert_eq!(conn.hear_now().then, Then::More);
    assert_eq!(conn.hear_to_end().then, Then::More);
    conn.close();
    server.join().expect("the server ends");
}

#[test]
fn little_fits_between_a_server_and_a_narrow_client() {
    let (addr, server) = server(|mut stream| {
        stream.set_write_timeout(Some(Duration::from_millis(200))).expect("a timeout can be set");
        let said = noise(5, 1_000);
        // How much goes out before a write waits in vain.
        (0..10_000).take_while(|_| stream.write_all(&said).is_ok()).count() * said.len()
    });
    let conn = tcp::connect_narrow(addr);
    let sent = server.join().expect("the server ends");
    drop(conn);
    if cfg!(target_os = "linux") {
        assert!(sent < 500_000, "{sent} bytes went out to a client that reads nothing");
    }
}

#[test]
fn each_write_of_a_short_message_is_a_segment() {
    let (addr, server) = server(|mut stream| {
        for _ in 0..20 {
            stream.write_all(b"uno").expect("the client is there");
            stream.read_exact(&mut [0]).expect("it answers");
        }
    });
    let mut conn = tcp::connect(addr);
    for _ in 0..20 {
        conn.hears(b"uno").get();
        conn.send(b"!");
    }
    // The kernel may have had to repeat one.
    assert!(conn.segments().is_none_or(|segments| (20..30).contains(&segments)), "{:?}", conn.segments());
    server.join().expect("the server ends");
}

#[test]
fn clients_may_be_served_in_the_reverse_order_of_their_coming() {
    let listener = TcpListener::bind(any_loopback_port()).expect("a port is free");
    let addr = listener.local_addr().expect("a bound socket has an address");
    let server = std::thread::spawn(move || {
        let echo = |mut stream: TcpStream| {
            let mut byte = [0];
            stream.read_exact(&mut byte).expect("a byte comes");
            stream.write_all(&byte).expect("the client is there");
        };
        let clients: Vec<_> = (0..3)
            .map(|_| listener.accept().expect("a client comes").0)
            .map(|it| std::thread::spawn(move || echo(it)))
            .collect();
        clients.into_iter().for_each(|client| client.join().expect("an echo ends"));
    });
    let mut conns: Vec<Conn> = (0..3).map(|_| tcp::connect(addr)).collect();
    for (byte, conn) in (b'a'..).zip(conns.iter_mut()).collect::<Vec<_>>().into_iter().rev() {
        conn.send(&[byte]);
        conn.hears_then_end(&[byte]).get();
    }
    server.join().expect("the server ends");
}

#[test]
fn a_ghost_leaves_without_a_word() {
    let (addr, server) = server(|mut stream| stream.read(&mut [0; 8]).expect("the end of the stream"));
    tcp::ghost(addr);
    assert_eq!(server.join().expect("the server ends"), 0);
}

#[test]
fn a_refused_attempt_is_told_apart_from_a_connection() {
    let closed = Closed::bind();
    assert!(matches!(tcp::try_connect(closed.addr()), Attempt::Refused));
    let listener = Listener::bind();
    assert!(matches!(tcp::try_connect(listener.addr()), Attempt::Connected(_)));
}

#[test]
fn a_reset_by_the_program_is_heard_as_a_reset_after_what_came_before() {
    let (addr, server) = server(|mut stream| {
        stream.write_all(b"hola").expect("the client is there");
        let mut marker = [0];
        stream.read_exact(&mut marker).expect("a byte comes");
        socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO)).expect("the option is there");
    });
    let mut conn = tcp::connect(addr);
    conn.hears(b"hola").get();
    conn.send(b"!");
    let heard = conn.hear_to_end();
    assert_eq!((heard.bytes.as_slice(), heard.then), (b"".as_slice(), Then::Reset));
    server.join().expect("the server ends");
}

#[test]
fn a_late_byte_comes_after_the_pause() {
    let (mut conn, client) = client(|mut stream| {
        let start = std::time::Instant::now();
        stream.read_exact(&mut [0]).expect("a byte comes");
        start.elapsed()
    });
    let pause = Duration::from_millis(50);
    conn.wait_until_read();
    let start = std::time::Instant::now();
    let_time_pass(pause);
    conn.send(b"x");
    assert!(start.elapsed() >= pause);
    client.join().expect("the client ends");
}

#[test]
fn the_largest_datagram_and_an_empty_one_arrive_whole() {
    let (ours, theirs) = (Socket::bind(), UdpSocket::bind(any_loopback_port()).expect("a port is free"));
    let addr = theirs.local_addr().expect("a bound socket has an address");
    let echo = std::thread::spawn(move || {
        let mut buffer = vec![0; 1 << 16];
        for _ in 0..3 {
            let (count, from) = theirs.recv_from(&mut buffer).expect("a datagram comes");
            theirs.send_to(&buffer[..count], from).expect("the lab is there");
        }
    });
    for said in [noise(1, LARGEST_DATAGRAM), Vec::new(), every_byte()] {
        ours.send(addr, &said);
        ours.hears(&said, addr).get();
    }
    echo.join().expect("the echo ends");
}

#[test]
fn a_socket_that_leaves_refuses_everybody_and_comes_back_for_one() {
    let (ours, theirs) = (Socket::bind(), UdpSocket::bind(any_loopback_port()).expect("a port is free"));
    theirs.connect(ours.addr()).expect("a UDP socket has a partner at once");
    theirs.set_read_timeout(Some(Duration::from_secs(10))).expect("a limit can be set");
    let addr = theirs.local_addr().expect("a bound socket has an address");
    ours.leave();
    theirs.send(b"uno").expect("the first report is still to come");
    let refused = theirs.recv(&mut [0]).expect_err("nobody is there");
    assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    ours.come_back_for(addr);
    theirs.send(b"dos").expect("the report was taken");
    let heard = ours.is_asked_exactly(b"dos").get().expect("it has come");
    theirs.send(b"dos").expect("somebody is there");
    ours.is_asked_again(&heard).get();
    ours.send(addr, b"respuesta");
    assert_eq!(theirs.recv(&mut [0; 16]).expect("an answer comes"), 9);
    ours.hears_no_more().get();
}

#[test]
fn noise_is_the_same_for_the_same_seed_and_holds_every_byte() {
    let noise_of = |seed| noise(seed, 100_000);
    assert_eq!(noise_of(1), noise_of(1));
    assert_ne!(noise_of(1), noise_of(2));
    assert!((0..=u8::MAX).all(|byte| noise_of(1).contains(&byte)));
}

#[test]
fn a_free_port_can_be_listened_on() {
    // Somebody else may take it in between: one of a few will do.
    assert!((0..5).any(|_| TcpListener::bind(("127.0.0.1", free_port())).is_ok()));
}

#[test]
fn a_relay_carries_datagrams_both_ways_and_answers_whoever_spoke_last() {
    let (first, second, far) = (Socket::bind(), Socket::bind(), Socket::bind());
    let relay = Relay::new(far.addr(), |_, _, _| Fate::Pass);
    for (near, words) in [(&first, "uno"), (&second, "dos")] {
        near.send(relay.addr(), words.as_bytes());
        let came = far.hear().expect("it is passed on");
        assert_eq!(came.bytes, words.as_bytes());
        far.send(came.from, &[words, "!"].concat().into_bytes());
        near.hears([words, "!"].concat().as_bytes(), relay.addr()).get();
    }
    assert_eq!(
        [Direction::There, Direction::Back].map(|way| relay.fates(way)),
        [vec![Fate::Pass; 2], vec![Fate::Pass; 2]]
    );
}

/// What arrives behind a relay, up to and with the marker `!`, when these words are sent through it one after the other.
fn through(plan: impl Plan, words: &[&str]) -> String {
    let (near, far) = (Socket::bind(), Socket::bind());
    let relay = Relay::new(far.addr(), plan);
    words.iter().for_each(|word| near.send(relay.addr(), word.as_bytes()));
    let mut heard = String::new();
    while !heard.ends_with('!') {
        let came = far.hear().expect("the marker comes");
        heard.push_str(&String::from_utf8(came.bytes).expect("words are text"));
    }
    heard
}

#[test]
fn a_relay_does_with_each_datagram_what_its_plan_says() {
    let third = |fate| move |_: Direction, index: usize, _: &[u8]| if index == 2 { fate } else { Fate::Pass };
    let words = ["a", "b", "c", "d", "!"];
    assert_eq!(through(third(Fate::Drop), &words), "abd!");
    assert_eq!(through(third(Fate::Double), &words), "abccd!");
    assert_eq!(through(third(Fate::Swap), &words), "abdc!");
}

#[test]
fn a_plan_may_look_at_what_it_lets_pass() {
    let mut lost = 0;
    let two_of_b = move |_: Direction, _: usize, bytes: &[u8]| {
        let loses = bytes == b"b" && lost < 2;
        lost += usize::from(loses);
        if loses { Fate::Drop } else { Fate::Pass }
    };
    assert_eq!(through(two_of_b, &["a", "b", "b", "b", "!"]), "ab!");
}

#[test]
fn a_delayed_datagram_comes_late_and_holds_up_nobody() {
    let delay = Duration::from_millis(30);
    let (near, far) = (Socket::bind(), Socket::bind());
    let relay = Relay::new(far.addr(), move |_, index, _| if index == 0 { Fate::Delay(delay) } else { Fate::Pass });
    let start = std::time::Instant::now();
    near.send(relay.addr(), b"late");
    near.send(relay.addr(), b"at once");
    assert_eq!(far.hear().expect("it is passed on").bytes, b"at once");
    assert_eq!(far.hear().expect("it is passed on later").bytes, b"late");
    assert!(start.elapsed() >= delay);
}

#[test]
fn the_same_seed_has_the_same_fates_and_loses_no_three_in_a_row() {
    let fates = |seed, direction| {
        let mut plan = Odds::BAD.seeded(seed);
        // In another order than they come: nothing depends on what was asked before.
        let mut fates: Vec<Fate> = (0..600).rev().map(|index| plan(direction, index, b"")).collect();
        fates.reverse();
        fates
    };
    let there = fates(7, Direction::There);
    assert_eq!(there, fates(7, Direction::There));
    assert_ne!(there, fates(7, Direction::Back));
    assert_ne!(there, fates(8, Direction::There));
    let is_withheld = |fate: &Fate| matches!(fate, Fate::Drop | Fate::Swap);
    assert!(there.windows(3).all(|three| !three.iter().all(is_withheld)));
    for name in ["passed", "dropped", "doubled", "delayed", "swapped"] {
        assert!(there.iter().filter(|fate| fate.name() == name).count() > 20, "{name}");
    }
}

#[test]
fn a_relay_is_gone_at_once_when_it_goes_out_of_scope() {
    let far = Socket::bind();
    let relay = Relay::new(far.addr(), |_, _, _| Fate::Delay(Duration::from_secs(60)));
    let (addr, near) = (relay.addr(), Socket::bind());
    near.send(addr, b"is held back");
    near.wait_until_read(addr);
    let start = std::time::Instant::now();
    drop(relay);
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_relay_goes_over_ipv6_to_an_ipv6_address() {
    let (Some(near), Some(far)) = (Socket::bind_ipv6(), Socket::bind_ipv6()) else {
        return println!("skipped: this machine has no IPv6 loopback address");
    };
    let relay = Relay::new(far.addr(), |_, _, _| Fate::Pass);
    near.send(relay.addr(), b"hola");
    assert_eq!(far.hear().expect("it is passed on").bytes, b"hola");
}
