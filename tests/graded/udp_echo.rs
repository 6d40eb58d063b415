//! The graded tests of `udp-echo`: clients of the lab, each with a UDP socket of its own.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::time::Duration;

use enchufe::peer::udp::{Datagram, LARGEST_DATAGRAM, Socket};
use enchufe::peer::{addresses_of_localhost, every_byte, free_port, no_such_name};
use enchufe::transcript::Stream;
use enchufe::verdict::{Awaited, Check, Failure, Measure, Outcome, Place, Reason, Shown};
use enchufe::{Finding, Program, Readiness, Running, program, skip};

static PROGRAM: Program = program!("udp-echo");

const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const LOOPBACK_6: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);
/// Another address of this machine, where all of 127/8 is (RFC 1122 §3.2.1.3): not so on macOS.
const ANOTHER_LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));

/// How long the server is watched while nobody asks.
const SILENCE: Duration = Duration::from_millis(400);

/// What the client of the class notes says.
const QUESTION: &[u8] = b"Hola, simplemente te estoy enviando un mensaje.";

/// The most that a system lets a program send without asking for more room first: macOS stops at 9,216 bytes.
const LARGEST: usize = if cfg!(target_os = "macos") { 9_216 } else { LARGEST_DATAGRAM };

#[test]
fn prints_where_it_listens_and_nothing_else() {
    let server = PROGRAM.arg("127.0.0.1:0").start();
    let addr = server.says_where_it_listens().or_if(hides_its_port, "port-not-reported").get();
    let addr = address_in(&addr, LOOPBACK);
    let client = Socket::bind();
    for word in ["uno", "dos", "tres"] {
        gets_its_echo(&client, addr, word.as_bytes());
    }
    let line = server.readiness().line + "\n";
    server.kill();
    let printed = server.so_far().stdout;
    let failure = (printed != line.as_bytes()).then(|| {
        Failure::new(Outcome::WrongBytes, Awaited::Output).compare_bytes(Place::Stdout, line.as_bytes(), &printed)
    });
    Check::new(printed, failure).or_if(|printed| printed.starts_with(line.as_bytes()), "log-on-stdout");
}

#[test]
fn answers_with_the_same_bytes() {
    let (_server, addr) = listening();
    asks(&Socket::bind(), addr, QUESTION).or_if(|answer| is_padded(answer, QUESTION), "sends-the-whole-buffer");
}

#[test]
fn goes_on_after_the_first_answer() {
    let (server, addr) = listening();
    let client = Socket::bind();
    for turn in 1..=12 {
        let left = |_: &Option<Datagram>| turn > 1 && server.has_ended().is_some_and(|end| end.code == Some(0));
        asks(&client, addr, format!("pregunta {turn:2}").as_bytes()).or_if(left, "stops-after-a-few");
    }
}

#[test]
fn answers_from_the_port_that_was_asked() {
    let (_server, addr) = listening();
    let client = Socket::bind();
    for question in ["uno", "dos", "tres"] {
        asks(&client, addr, question.as_bytes())
            .or_if(|answer| came_from_elsewhere(answer, addr, question.as_bytes()), "answers-from-another-socket");
    }
}

#[test]
fn answers_each_client_with_its_own_bytes() {
    let (_server, addr) = listening();
    let (first, second) = (Socket::bind(), Socket::bind());
    gets_its_echo(&first, addr, b"soy la primera");
    asks(&second, addr, b"soy la segunda")
        .or_if(|answer| answer.is_none() && got(&first, b"soy la segunda"), "answers-the-wrong-client")
        .or_if(
            |answer| answer.is_none() && !answers(&second, addr, b"otra") && answers(&first, addr, b"otra"),
            "first-client-only",
        );
    // Both wait at the same time, and the later one is answered to first.
    first.send(addr, b"otra vez la primera");
    second.send(addr, b"otra vez la segunda");
    second.hears(b"otra vez la segunda", addr);
    first.hears(b"otra vez la primera", addr);
}

#[test]
fn keeps_two_datagrams_apart() {
    let (_server, addr) = listening();
    let client = Socket::bind();
    let (one, two): (&[u8], &[u8]) = (b"uno, ", b"dos\n");
    client.send(addr, one);
    client.send(addr, two);
    let joined = [one, two].concat();
    client
        .hears_each(&[one, two], addr)
        .or_if(|heard| heard.last().is_some_and(|last| last.bytes == joined), "treats-datagrams-as-a-stream");
}

#[test]
fn answers_an_empty_datagram() {
    let (server, addr) = listening();
    let client = Socket::bind();
    gets_its_echo(&client, addr, b"uno");
    gets_its_echo(&client, addr, b"dos");
    asks(&client, addr, b"")
        .or_if(|answer| answer.is_none() && server.has_ended().is_some(), "empty-datagram-ends-it")
        .or_if(
            |answer| answer.is_none() && !answers(&client, addr, b"") && answers(&client, addr, b"otra"),
            "empty-datagram-unanswered",
        );
    gets_its_echo(&client, addr, b"tres");
}

#[test]
fn answers_bytes_that_are_no_text() {
    let (server, addr) = listening();
    let client = Socket::bind();
    gets_its_echo(&client, addr, b"uno");
    gets_its_echo(&client, addr, b"dos");
    let said = every_byte();
    asks(&client, addr, &said)
        .or_if(|answer| answer.is_none() && could_not_read(&server), "decode-error-ends-it")
        .or_if(|answer| answer.as_ref().is_some_and(|answer| has_replaced_bytes(&answer.bytes, &said)), "lossy-text");
}

#[test]
fn answers_a_short_datagram_after_a_long_one() {
    let (_server, addr) = listening();
    let client = Socket::bind();
    let long = text(300);
    gets_its_echo(&client, addr, &long);
    let short = b"corto";
    let has_the_rest = |bytes: &[u8]| bytes.len() > short.len() && bytes == [short, &long[short.len()..]].concat();
    asks(&client, addr, short)
        .or_if(|answer| answer.as_ref().is_some_and(|answer| has_the_rest(&answer.bytes)), "sends-the-whole-buffer")
        .or_if(|answer| is_padded(answer, short), "sends-the-whole-buffer");
}

#[test]
fn answers_datagrams_of_up_to_65507_bytes() {
    let (_server, addr) = listening();
    let client = Socket::bind();
    for size in [1, 512, 1_024, 1_472, 1_473, 2_048, 4_096, 4_097, 8_192, 9_216, 32_768, LARGEST - 1, LARGEST] {
        let said = text(size.min(LARGEST));
        let was_cut = |answer: &Datagram| answer.bytes.len() < said.len() && said.starts_with(&answer.bytes);
        // A buffer cuts every longer datagram at the same place.
        let is_cut_there_again = |answer: &Datagram| {
            client.send(addr, &text(said.len() + 100).as_slice()[..(said.len() + 100).min(LARGEST)]);
            said.len() == LARGEST || client.hear().is_some_and(|next| next.bytes.len() == answer.bytes.len())
        };
        asks(&client, addr, &said)
            .or_if(|answer| is_padded(answer, &said), "sends-the-whole-buffer")
            .or_if(|answer| answer.as_ref().is_some_and(|it| was_cut(it) && is_cut_there_again(it)), "small-buffer");
    }
}

#[test]
fn answers_every_datagram_of_a_burst() {
    const BURST: usize = 200;
    let (server, addr) = listening();
    let client = Socket::bind();
    client.grow_buffer();
    let burst: Vec<Vec<u8>> = (1..=BURST).map(|number| format!("ráfaga {number:03}").into_bytes()).collect();
    client.burst(addr, &burst);
    let expected: Vec<&[u8]> = burst.iter().map(Vec::as_slice).collect();
    client
        .hears_each(&expected, addr)
        .or_if(|heard| all_right(heard, &expected) && sleeps(&server) && !has_read_all(&server), "sleeps-on-the-job")
        .or_if(
            |heard| all_right(heard, &expected) && has_read_all(&server) && answers(&client, addr, b"otra"),
            "throws-away-what-waited",
        );
}

#[test]
fn goes_on_when_a_sender_is_gone() {
    let (server, addr) = listening();
    let client = Socket::bind();
    gets_its_echo(&client, addr, b"uno");
    gets_its_echo(&client, addr, b"dos");
    // A program wakes up more slowly than a socket closes: most of these have left when their answer comes.
    for _ in 0..20 {
        Socket::bind().send(addr, b"me voy");
    }
    let was_told =
        || server.has_ended().is_some_and(|end| ["refused", "reset"].iter().any(|word| end.said(Stream::Stderr, word)));
    asks(&client, addr, b"tres").or_if(|answer| answer.is_none() && was_told(), "gone-sender-ends-it");
}

#[test]
fn greets_each_sender_by_its_address() {
    let server = PROGRAM.arg("127.0.0.1:0").arg("--greet").start();
    let addr = address_in(&server.says_where_it_listens().get(), LOOPBACK);
    let client = Socket::bind();
    let greeting = greeting(LOOPBACK);
    let with_port = greeting_for(&client.addr().to_string());
    let (with_lf, with_crlf) = (greeting.clone() + "\n", greeting.clone() + "\r\n");
    let letters = greeting.chars().count();
    client.send(addr, QUESTION);
    client
        .hears(greeting.as_bytes(), addr)
        .or_if(|answer| is(answer, &with_port), "greets-with-the-port")
        .or_if(|answer| is(answer, &with_lf) || is(answer, &with_crlf), "answer-with-a-line-end")
        .or_if(|answer| is(answer, &greeting[..letters]), "counts-letters-for-bytes")
        .get();
    // A greeting asks for nothing that is in the datagram.
    client.send(addr, &every_byte());
    client
        .hears(greeting.as_bytes(), addr)
        .or_if(|answer| answer.is_none() && could_not_read(&server), "decode-error-ends-it");
    // At the other end of the loopback interface every address looks alike, unless it is another one.
    if UdpSocket::bind((ANOTHER_LOOPBACK, 0)).is_err() {
        return skip(&PROGRAM, Reason::OneLoopbackAddress);
    }
    let other = Socket::bind_to((ANOTHER_LOOPBACK, 0).into());
    other.send(addr, QUESTION);
    other.hears(greeting_for("127.0.0.2").as_bytes(), addr).or_if(|answer| is(answer, &greeting), "greets-itself");
}

#[test]
fn answers_and_greets_over_ipv6() {
    let Some(client) = Socket::bind_ipv6() else { return skip(&PROGRAM, Reason::NoIpv6) };
    let echoes = PROGRAM.arg("[::1]:0").start();
    let ready = echoes.says_where_it_listens().or_if(|ready| ready.ended.is_some() && works_over_ipv4(), "ipv4-only");
    let addr = address_in(&ready.get(), LOOPBACK_6);
    gets_its_echo(&client, addr, QUESTION);

    let greets = PROGRAM.arg("[::1]:0").arg("--greet").start();
    let addr = address_in(&greets.says_where_it_listens().get(), LOOPBACK_6);
    // What is left of the address and its port when it is cut at the first colon, or at the last.
    let cut = ["[", "[::1]"].map(greeting_for);
    client.send(addr, QUESTION);
    client
        .hears(greeting(LOOPBACK_6).as_bytes(), addr)
        .or_if(|answer| cut.iter().any(|cut| is(answer, cut)), "splits-the-address-at-a-colon");
}

#[test]
fn tries_each_address_of_a_name() {
    let addresses = addresses_of_localhost();
    let Some((last, others)) = addresses.split_last() else { return skip(&PROGRAM, Reason::NoLocalhost) };
    let others: Vec<IpAddr> = others.iter().copied().filter(|other| other != last).collect();
    let (server, taken, always_taken) = at_a_free_port(|| {
        let taken = Socket::bind_at_each(&others);
        // Where there are no others, any port will do.
        let port = taken.first().map_or(0, |socket| socket.addr().port());
        (PROGRAM.arg(format!("localhost:{port}")).start(), taken)
    });
    let gives_up = always_taken && !taken.is_empty();
    let ready = server
        .says_where_it_listens()
        .or_if(|_| gives_up && takes_the_ports_it_is_told(*last), "first-address-only")
        .get();
    let client = Socket::bind_to((*last, 0).into());
    gets_its_echo(&client, address_in(&ready, *last), QUESTION);
    if taken.is_empty() {
        skip(&PROGRAM, Reason::OneAddressOfLocalhost);
    }
}

/// The program at a port that was free a moment ago, and what `start` gives with it. Somebody else may take the port
/// first: that proves nothing, and another one is tried. That all of five were taken, which is told too, is no chance.
fn at_a_free_port<T>(start: impl Fn() -> (Running, T)) -> (Running, T, bool) {
    let mut tries = 0;
    loop {
        tries += 1;
        let (server, told) = start();
        let is_taken = server.readiness().ended.is_some_and(|end| end.tokens() == ["address in use"]);
        if !is_taken || tries == 5 {
            return (server, told, is_taken);
        }
        // Its end is looked at: it does not speak for the next one.
        server.ends();
    }
}

/// Whether two of it, each told to take a free port at this address, have one each.
fn takes_the_ports_it_is_told(ip: IpAddr) -> bool {
    let servers = [(); 2].map(|()| PROGRAM.arg(SocketAddr::new(ip, 0)).start());
    let [one, other] = servers.each_ref().map(|server| server.readiness().addr);
    one.is_some() && other.is_some() && one != other
}

#[test]
fn listens_only_at_the_address_it_was_given() {
    let (server, told, always_taken) = at_a_free_port(|| {
        let told = SocketAddr::from((LOOPBACK, free_port()));
        (PROGRAM.arg(told).start(), told)
    });
    // It wants another port.
    let ready = server.says_where_it_listens().or_if(|_| always_taken, "fixed-address").get();
    // What the kernel knows counts more than what the program says.
    let bound = ready.really.iter().copied().find(|addr| *addr != told).or(ready.addr).unwrap_or(told);
    let failure = (bound != told).then(|| {
        Failure::new(Outcome::WrongBytes, Awaited::Address).compare(
            Place::ListensAt,
            Shown::Address(told),
            Shown::Address(bound),
        )
    });
    Check::new(bound, failure)
        .or_if(|bound| bound.ip().is_unspecified() && bound.port() == told.port(), "binds-all-interfaces")
        .or_if(|bound| bound.port() != told.port() && !obeys_when_the_port_is_free(), "fixed-address")
        .get();
    gets_its_echo(&Socket::bind(), told, QUESTION);
}

#[test]
fn says_address_in_use_when_the_port_is_taken() {
    let (first, addr) = listening();
    let second = PROGRAM.arg(addr).start();
    let ready = second.readiness();
    let shares = ready.really.iter().any(|bound| bound.port() == addr.port());
    let failure = (ready.ended.is_none() && is_bound(&ready)).then(|| {
        // It lives and has a socket: it would go on for ever.
        Failure::new(Outcome::WrongBytes, Awaited::End).compare_bytes(
            Place::Stdout,
            b"",
            format!("{}\n", ready.line).as_bytes(),
        )
    });
    Check::new(ready, failure)
        .or_if(|_| shares && first.has_ended().is_none(), "shares-its-port")
        .or_if(|_| obeys_when_the_port_is_free(), "hides-that-the-port-is-taken")
        .or_if(|ready| is_elsewhere(ready, addr), "fixed-address")
        .get();
    second
        .fails_saying("address in use")
        .or_if(|end| end.panicked(), "panics-on-failure")
        .or_if(|end| end.code == Some(0), "hides-that-the-port-is-taken")
        .printed(b"")
        .or_if(|printed| printed.starts_with(b"listening on"), "ready-too-early");
    gets_its_echo(&Socket::bind(), addr, QUESTION);
}

#[test]
fn says_unknown_name() {
    let server = PROGRAM.arg(format!("{}:0", no_such_name())).start();
    // `bind` looks names up too, but its error does not say so.
    let tells_others = || {
        let (_first, addr) = listening();
        PROGRAM.arg(addr).start().ends().tokens() == ["address in use"]
    };
    server
        .fails_saying("unknown name")
        .or_if(|end| end.panicked(), "panics-on-failure")
        .or_if(|end| end.code == Some(1) && end.tokens().is_empty() && tells_others(), "failed-look-up-untold")
        .printed(b"");
}

#[test]
fn holds_no_more_the_longer_it_runs() {
    const MIB: usize = 1 << 20;
    const TIMES: usize = 6_000;
    const TURNS: usize = 8;
    let said = text(1_400);
    let total = TIMES * said.len();
    let (server, addr) = listening();
    let client = Socket::bind();
    gets_its_echo(&client, addr, &said);
    let Some(mut before) = server.peak_memory() else { return skip(&PROGRAM, Reason::NotMeasured(Measure::Memory)) };
    let mut grown = 0;
    // Memory that is tidied up now and then grows at first, and stays as it is from some time on. Only who keeps what
    // came needs more each time.
    for _ in 0..TURNS {
        client.exchanges(addr, &said, TIMES).get();
        let after = server.peak_memory().unwrap_or(before);
        grown = after.saturating_sub(before) as usize;
        if grown <= total / 2 {
            break;
        }
        before = after;
    }
    let shown = |bytes: usize| format!("{} MiB", bytes / MIB);
    let failure = (grown > total / 2).then(|| {
        Failure::new(Outcome::TooMuch, Awaited::Nothing).compare(
            Place::Measure(Measure::Memory),
            Shown::AtMost(shown(total / 2)),
            Shown::Amount(shown(grown)),
        )
    });
    Check::new((), failure).or_if(|()| grown > total * 3 / 4, "keeps-everything");
}

#[test]
fn uses_no_processor_time_while_it_waits() {
    let (server, addr) = listening();
    let client = Socket::bind();
    gets_its_echo(&client, addr, b"uno");
    gets_its_echo(&client, addr, b"dos");
    let Some(effort) = server.rests_for(SILENCE) else {
        return skip(&PROGRAM, Reason::NotMeasured(Measure::ProcessorTime));
    };
    effort
        .or_if(|_| server.has_ended().is_some(), "silence-ends-it")
        .or_if(|_| server.findings().contains(&Finding::Busy), "busy-wait");
    gets_its_echo(&client, addr, b"tres");
}

/// A server at 127.0.0.1, and where it can be reached.
fn listening() -> (Running, SocketAddr) {
    let server = PROGRAM.arg("127.0.0.1:0").start();
    let ready = server.says_where_it_listens().or_if(says_port_0, "port-not-reported").get();
    (server, address_in(&ready, LOOPBACK))
}

/// Whether it says the port that it was given, which was a wish, and not the one that it got.
fn says_port_0(ready: &Readiness) -> bool {
    ready.addr.is_some_and(|addr| addr.port() == 0)
}

/// Where a server can be reached that was told to listen at `told`. One that listens at all addresses is reached there
/// too: another test is about that.
fn address_in(ready: &Readiness, told: IpAddr) -> SocketAddr {
    let said = ready.addr.unwrap_or_else(|| unreachable!("a good readiness line has an address"));
    let everywhere = said.ip().is_unspecified() && said.is_ipv4() == told.is_ipv4();
    let failure = (said.ip() != told && !everywhere).then(|| {
        Failure::new(Outcome::WrongBytes, Awaited::Address).compare(
            Place::ListensAt,
            Shown::Address((told, said.port()).into()),
            Shown::Address(said),
        )
    });
    Check::new(SocketAddr::new(told, said.port()), failure).get()
}

/// Whether the kernel sees a socket of the program to which anybody can send.
fn is_bound(ready: &Readiness) -> bool {
    ready.ended.is_none() && !ready.really.is_empty()
}

fn is_elsewhere(ready: &Readiness, taken: SocketAddr) -> bool {
    ready.really.iter().all(|bound| bound.port() != taken.port())
}

/// Whether it printed a line, and nobody finds the port at which it really listens in it.
fn hides_its_port(ready: &Readiness) -> bool {
    ready.complete && is_bound(ready) && ready.really.iter().all(|addr| !ready.line.contains(&addr.port().to_string()))
}

/// Whether it listens where it is told when nobody else is there.
fn obeys_when_the_port_is_free() -> bool {
    let told = SocketAddr::from((LOOPBACK, free_port()));
    PROGRAM.arg(told).start().readiness().really == [told]
}

/// Sends a datagram and expects the same bytes back from where it was sent to.
fn asks(client: &Socket, addr: SocketAddr, bytes: &[u8]) -> Check<Option<Datagram>> {
    client.send(addr, bytes);
    client.hears(bytes, addr)
}

/// The same where the test is about something else.
fn gets_its_echo(client: &Socket, addr: SocketAddr, bytes: &[u8]) {
    asks(client, addr, bytes).get();
}

/// Whether this client gets an answer after something went wrong, when nothing else goes on.
fn answers(client: &Socket, addr: SocketAddr, question: &[u8]) -> bool {
    client.send(addr, question);
    client.hear().is_some_and(|answer| answer.bytes == question)
}

/// Whether these bytes came to this client, who had not asked for them.
fn got(client: &Socket, bytes: &[u8]) -> bool {
    client.hear_now(Duration::from_millis(5)).is_some_and(|datagram| datagram.bytes == bytes)
}

fn works_over_ipv4() -> bool {
    PROGRAM.arg("127.0.0.1:0").start().readiness().addr.is_some()
}

fn is(answer: &Option<Datagram>, text: &str) -> bool {
    answer.as_ref().is_some_and(|answer| answer.bytes == text.as_bytes())
}

fn greeting(host: IpAddr) -> String {
    greeting_for(&host.to_string())
}

/// What the server of the class notes answers.
fn greeting_for(host: &str) -> String {
    format!("Aquí va mi respuesta para {host}.")
}

/// Text in which every place looks different, without zeros and without line ends.
fn text(size: usize) -> Vec<u8> {
    (0..).step_by(8).flat_map(|at: usize| format!("{at:07} ").into_bytes()).take(size).collect()
}

fn came_from_elsewhere(answer: &Option<Datagram>, asked: SocketAddr, bytes: &[u8]) -> bool {
    answer.as_ref().is_some_and(|answer| answer.from != asked && answer.bytes == bytes)
}

/// Whether zeros stand behind what was said: the buffer was sent whole.
fn is_padded(answer: &Option<Datagram>, said: &[u8]) -> bool {
    let rest = answer.as_ref().and_then(|answer| answer.bytes.strip_prefix(said));
    rest.is_some_and(|rest| !rest.is_empty() && rest.iter().all(|byte| *byte == 0))
}

/// Whether bytes that are no text were replaced: by the sign for that, or by two bytes for one.
fn has_replaced_bytes(answer: &[u8], said: &[u8]) -> bool {
    answer.starts_with(&said[..128]) && !answer.starts_with(said) && answer.len() > said.len()
}

/// Whether it ended over bytes that are no text.
fn could_not_read(server: &Running) -> bool {
    let speaks_of_text = |word: &&str| server.so_far().said(Stream::Stderr, word);
    server.has_ended().is_some() && ["utf", "ascii", "decode"].iter().any(speaks_of_text)
}

fn all_right(heard: &[Datagram], expected: &[&[u8]]) -> bool {
    !heard.is_empty() && heard.iter().all(|datagram| expected.contains(&&datagram.bytes[..]))
}

fn sleeps(server: &Running) -> bool {
    server.findings().iter().any(|finding| matches!(finding, Finding::Sleeps { call: "sleep", .. }))
}

/// Whether the kernel says that nothing lies unread at the server's sockets.
fn has_read_all(server: &Running) -> bool {
    server.sockets().is_some_and(|sockets| sockets.iter().all(|socket| socket.waiting == 0))
}
