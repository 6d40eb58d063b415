//! The graded tests of `threaded-server`: clients of the lab, many at a time, polite and otherwise.

use std::net::SocketAddr;
use std::time::Duration;

use enchufe::peer::tcp::{Attempt, Conn, Listener, connect, try_connect};
use enchufe::peer::{
    any_ipv6_loopback_port, any_loopback_port, can_open, every_byte, free_port, let_time_pass, no_such_name,
};
use enchufe::verdict::{
    Awaited, Check, Effort, Ended, Failure, Heard, Measure, Outcome, Place, Problem, Reason, Shown, Then,
};
use enchufe::{
    Call, Finding, Program, Readiness, Running, blame, clock, lab_error, late_each_time, program, skip, took_at_most,
    with_patience,
};

static PROGRAM: Program = program!("threaded-server");

/// The most bytes that a line may have, its LF counted.
const LONGEST: usize = 65_536;

/// What is said to a client whose line is longer, and to one for whom there is no place.
const TOO_LONG: &[u8] = b"too long\n";
const FULL: &[u8] = b"full\n";

/// How many clients there is place for unless the program is told otherwise.
const PLACES: usize = 64;

/// How long the program is watched where it should be asleep.
const WATCH: Duration = Duration::from_millis(150);

/// So much does not fit into the buffers of both ends together when nobody reads at one of them: a few MB are usual.
const ENDLESS: usize = 64 << 20;

/// What may take a moment, such as freeing a place, on a busy machine.
fn grace() -> Duration {
    with_patience(Duration::from_secs(3))
}

#[test]
fn prints_where_it_listens_and_nothing_else() {
    let server = PROGRAM.arg(any_loopback_port()).start();
    let ready = server
        .says_where_it_listens()
        .or_if(|ready| keeps_its_line_back(&server, ready), "unflushed-readiness-line")
        .or_if(hides_its_port, "port-not-reported")
        .get();
    let addr = address_in(&ready);
    let mut clients = [accepted(&server, addr), accepted(&server, addr)];
    for client in &mut clients {
        gets_its_echo(client, b"hola\n");
    }
    clients.into_iter().for_each(Conn::close);
    gets_its_echo(&mut connect(addr), b"chao\n");
    server.kill();
    let (line, printed) = (format!("{}\n", ready.line).into_bytes(), server.so_far().stdout);
    let failure = (printed != line)
        .then(|| Failure::new(Outcome::WrongBytes, Awaited::Output).compare_bytes(Place::Stdout, &line, &printed));
    Check::new(printed, failure).or_if(|printed| printed.starts_with(&line), "log-on-stdout");
}

#[test]
fn echoes_line_after_line() {
    let (server, addr) = listening();
    let mut client = connect(addr);
    says(&mut client, b"hola\n").or_if(|heard| is_silent(heard) && answers_in_blocks(&mut client), "unflushed-output");
    says(&mut client, b"uno\n").or_if(|heard| was_left_alone(heard, &server), "reads-one-line");
    let mut after = Vec::new();
    says(&mut client, b"dos\ntres\n")
        .or_if(
            |heard| {
                let lacks_the_second = heard.bytes == b"dos\n" && heard.then == Then::Silence;
                after = if lacks_the_second { asks(&mut client, b"cuatro\n").bytes } else { Vec::new() };
                after == b"cuatro\n"
            },
            "loses-what-was-read-ahead",
        )
        .or_if(|_| after.starts_with(b"tres\n"), "reads-on-with-a-line-in-hand");
}

#[test]
fn waits_for_the_end_of_a_line() {
    let (_server, addr) = listening();
    let mut client = connect(addr);
    let (letters, end) = (b"hola", b"\n");
    // When the program has read a letter, it has done whatever it does with the letter before.
    client.drip(letters);
    let early = client.hear_now();
    early.is(b"").or_if(|heard| letters.starts_with(&heard.bytes), "echoes-before-the-line-ends").get();
    client.send(end);
    client.hears(b"hola\n").or_if(|heard| heard.bytes == end, "takes-a-read-for-a-line");
}

#[test]
fn changes_no_byte() {
    let (server, addr) = listening();
    let mut client = connect(addr);
    let says_the_same = |heard: &Heard| heard.bytes.trim_ascii() == b"hola";
    says(&mut client, b" \thola \t\r\n").or_if(says_the_same, "changes-the-output");
    // What was added behind a line comes before the next.
    says(&mut client, b"uno\n").or_if(|heard| heard.bytes.starts_with(b"\n"), "changes-the-output");
    says(&mut client, b"\n").or_if(|heard| was_left_alone(heard, &server), "takes-an-empty-line-for-the-end");
    let (ascii, others): (Vec<u8>, Vec<u8>) =
        every_byte().into_iter().filter(|byte| *byte != b'\n').partition(u8::is_ascii);
    gets_its_echo(&mut client, &[&ascii[..], b"\n"].concat());
    // All went well up to the first bytes that are no ASCII, and then up to those that are no UTF-8.
    for line in ["ñandú\n".as_bytes(), &[&others[..], b"\n"].concat()] {
        says(&mut client, line).or_if(has_replaced_bytes, "lossy-text").or_if(was_cut_off, "lossy-text");
    }
}

#[test]
fn gives_back_the_rest_and_closes_when_the_client_ends() {
    let (server, addr) = listening();
    let mut client = connect(addr);
    gets_its_echo(&mut client, b"hola\n");
    client.half_close();
    client
        .hears_then_end(b"")
        .or_if(|heard| heard.then == Then::More || is_silent(heard) && is_busy(&server), "ignores-end-of-stream")
        .or_if(|heard| is_silent(heard) && holds(&server, &client), "keeps-connections-open");
    let mut client = connect(addr);
    gets_its_echo(&mut client, b"uno\n");
    gets_its_echo(&mut client, b"dos\n");
    client.send(b"sin fin");
    client.half_close();
    client
        .hears_then_end(b"sin fin")
        .or_if(|heard| was_left_alone(heard, &server) && puts_pieces_together(addr), "loses-the-last-line")
        .or_if(|heard| heard.bytes == b"sin fin\n", "changes-the-output");
}

#[test]
fn serves_clients_at_the_same_time() {
    if !can_open(PLACES) {
        return skip(&PROGRAM, Reason::FewOpenFiles);
    }
    let (_server, addr) = listening();
    let mut clients: Vec<Conn> = (0..PLACES).map(|_| connect(addr)).collect();
    let [first, between @ .., last] = &mut clients[..] else { unreachable!("there are more than two") };
    first.send(b"soy la ");
    first.wait_until_read();
    // The last to come speaks first: who serves them in the order of their coming does not get there.
    says(last, b"yo, otra\n")
        .or_if(|heard| heard.bytes.starts_with(b"soy la "), "mixes-clients")
        .or_if(|heard| is_silent(heard) && serves_one_after_the_other(first, between), "one-client-blocks-all")
        .or_if(|heard| is_silent(heard) && serves_several(first, between), "silent-clients-fill-the-pool");
    for client in between.iter_mut().rev() {
        gets_its_echo(client, b"yo tampoco\n");
    }
    first.send(b"primera\n");
    first.hears(b"soy la primera\n");
}

#[test]
fn takes_lines_of_65536_bytes_and_no_longer_ones() {
    let (server, addr) = listening();
    let refuses_it_alone = |heard: &Heard| heard.bytes == TOO_LONG && is_echoed(addr, LONGEST - 1);
    says(&mut connect(addr), &line_of(LONGEST)).or_if(refuses_it_alone, "limit-off-by-one");

    let mut client = connect(addr);
    let (short, long) = (b"corta\n", line_of(LONGEST + 1));
    gets_its_echo(&mut client, short);
    gets_its_echo(&mut client, short);
    client.send(&[short, &long[..]].concat());
    client.half_close();
    let echoes_it = |heard: &Heard| heard.bytes == [short, &long[..]].concat();
    let last_word = [short, TOO_LONG].concat();
    client
        .hears_then_end(&last_word)
        .or_if(|heard| echoes_it(heard) && !is_echoed(addr, LONGEST + 2), "limit-off-by-one")
        .or_if(|heard| echoes_it(heard) && holds_in_memory(&server, addr, 4 << 20), "keeps-everything")
        .or_if(|heard| heard.bytes == short && has_closed(heard, &server), "closes-without-a-word")
        .or_if(|heard| heard.bytes == last_word && heard.then == Then::Reset, "closes-with-unread-input");

    // Half as much again as is allowed, and no end of the line: all of it is there before the program looks.
    let words = vec![b'x'; LONGEST * 3 / 2];
    let pause = server.pause();
    let mut client = connect(addr);
    let sent = client.offer(&words, WATCH);
    drop(pause);
    client.send(&words[sent..]);
    client
        .hears_then_end(TOO_LONG)
        .or_if(|heard| heard.bytes == TOO_LONG && heard.then == Then::Reset, "closes-with-unread-input")
        .or_if(|heard| heard.bytes == TOO_LONG && holds(&server, &client), "keeps-connections-open")
        .or_if(|heard| is_silent(heard) && keeps_what_more_comes(&server, &mut client), "keeps-everything");
}

#[test]
fn keeps_no_more_than_a_line_of_a_flood() {
    const MIB: usize = 1 << 20;
    const FLOOD: usize = 8 * MIB;
    let (server, addr) = listening();
    let mut client = connect(addr);
    gets_its_echo(&mut client, &line_of(LONGEST / 2));
    let Some(before) = server.peak_memory() else { return skip(&PROGRAM, Reason::NotMeasured(Measure::Memory)) };
    let until = clock() + grace();
    client.offer(&vec![b'x'; FLOOD], WATCH);
    let grown = loop {
        // Whoever has said that the line is too long takes no more of it.
        let heard = client.hear_now();
        let grown = server.peak_memory().unwrap_or(before).saturating_sub(before) as usize;
        if grown > FLOOD * 3 / 4 || !heard.bytes.is_empty() || heard.then != Then::More || clock() >= until {
            break grown;
        }
        let_time_pass(Duration::from_millis(10));
    };
    let in_mib = |bytes: usize| format!("{} MiB", bytes / MIB);
    at_most(Measure::Memory, grown, FLOOD / 2, in_mib).or_if(|grown| *grown > FLOOD * 3 / 4, "keeps-everything").get();

    // Nor of the lines of one who does not take them back. Little of them fits between the two ends.
    let (server, addr) = listening();
    let mut deaf = connect(addr);
    deaf.shrink_buffers_to(256 * 1024);
    gets_its_echo(&mut deaf, &line_of(LONGEST / 2));
    let before = server.peak_memory().unwrap_or_default();
    talks_until_nothing_is_taken(&mut deaf);
    let grown = server.peak_memory().unwrap_or(before).saturating_sub(before) as usize;
    at_most(Measure::Memory, grown, ENDLESS / 2, in_mib).or_if(|_| true, "keeps-everything");
}

#[test]
fn says_full_to_one_client_too_many() {
    let (server, addr) = listening_for(2);
    let mut clients = [connect(addr), connect(addr)];
    for client in &mut clients {
        let one_too_few = |heard: &Heard| FULL.starts_with(&heard.bytes) && places_of(2) == 1 && places_of(4) == 3;
        says(client, b"hola\n").or_if(one_too_few, "limit-off-by-one");
    }
    let mut one_more = connect(addr);
    one_more
        .hears_then_end(FULL)
        .or_if(|heard| was_left_alone(heard, &server), "closes-without-a-word")
        .or_if(|heard| heard.bytes == FULL && holds(&server, &one_more), "keeps-connections-open")
        .or_if(|heard| is_silent(heard) && waits_for(&mut clients[0], &mut one_more), "lets-one-too-many-wait")
        .or_if(|heard| is_silent(heard) && places_of(2) == 3 && places_of(4) == 5, "limit-off-by-one")
        .or_if(|heard| is_silent(heard) && places_of(2) > 3, "no-limit-on-clients");
    for client in &mut clients {
        gets_its_echo(client, b"sigo aqui\n");
    }
    // The one that was refused stays where it is and is silent. That holds up nobody.
    clients[0].half_close();
    clients[0].hears_then_end(b"");
    let (mut next, heard) = client_with_a_place(&server, addr);
    let is_served_when_it_leaves = |next: &mut Conn| {
        one_more.close();
        next.hear_enough(|_| false, 5).bytes == b"hola\n"
    };
    heard.or_if(|heard| is_silent(heard) && is_served_when_it_leaves(&mut next), "one-client-blocks-all");
}

#[test]
fn frees_the_place_of_a_client_that_is_gone() {
    let (server, addr) = listening_for(1);
    let mut client = connect(addr);
    gets_its_echo(&mut client, b"hola\n");
    client.half_close();
    client.hears_then_end(b"");
    let (mut next, heard) = client_with_a_place(&server, addr);
    heard.or_if(|heard| is_told_that_it_is_full(heard) && !is_busy(&server), "never-frees-a-place").get();
    next.drip(b"mitad");
    next.abort();
    let (mut client, heard) = client_with_a_place(&server, addr);
    heard.or_if(is_told_that_it_is_full, "keeps-the-place-after-an-error").get();
    client.send(&line_of(LONGEST + 1));
    client.hear_enough(|heard| !heard.is_empty(), LONGEST);
    client.close();
    let (_, heard) = client_with_a_place(&server, addr);
    heard.or_if(is_told_that_it_is_full, "keeps-the-place-after-an-error");
}

#[test]
fn goes_on_after_rude_clients() {
    let (server, addr) = listening();
    // They are in the queue, and two are gone again, before the program sees the first.
    let pause = server.pause();
    connect(addr).abort();
    connect(addr).close();
    let mut good = connect(addr);
    drop(pause);
    survives(&server, says(&mut good, b"hola\n"));
    // Two are there while others cut the connection: in the middle of a line, and with answers unread.
    let mut next = guest(&server, addr);
    let mut rude = guest(&server, addr);
    rude.drip(b"mit");
    rude.abort();
    let mut deaf = guest(&server, addr);
    deaf.send(&line_of(1_000).repeat(50));
    deaf.wait_until_read();
    deaf.abort();
    survives(&server, says(&mut good, b"sigo\n"));
    survives(&server, says(&mut next, b"hola\n"));
    gets_its_echo(&mut guest(&server, addr), b"hola\n");
}

#[test]
fn serves_others_while_one_takes_nothing() {
    let (_server, addr) = listening();
    let (mut other, mut deaf) = (connect(addr), connect(addr));
    gets_its_echo(&mut deaf, b"hola\n");
    gets_its_echo(&mut other, b"hola\n");
    talks_until_nothing_is_taken(&mut deaf);
    says(&mut other, b"sigo aqui\n")
        .or_if(|heard| is_silent(heard) && is_served_without(deaf, &mut other), "waits-with-what-others-need");
    gets_its_echo(&mut connect(addr), b"hola\n");
}

#[test]
fn closes_a_client_that_is_silent_or_takes_nothing() {
    const SHORT: Duration = Duration::from_millis(200);
    let flood = line_of(1_000).repeat(8_000);
    let server = PROGRAM.arg(any_loopback_port()).timeout(SHORT).start();
    let addr = address_in(&server.says_where_it_listens().get());
    let late = late_each_time(SHORT, || {
        let mut silent = connect(addr).listens_at_least(grace());
        let silence = server.stopwatch();
        silent
            .hears_then_end(b"")
            .or_if(|heard| is_silent(heard) && sleeps_in("recv", &server, &silent), "no-read-timeout")
            .get();
        silence.time()
    });
    if let Some(took) = late {
        took_at_most(took, SHORT).or_if(|_| true, "gives-up-too-late").get();
    }
    let mut deaf = connect(addr);
    let was_closed = server.within(grace(), || {
        deaf.offer(&flood, WATCH);
        deaf.was_refused()
    });
    let failure = (!was_closed).then(|| {
        let place = Place::From(deaf.label());
        let failure = Failure { findings: server.findings(), ..Failure::new(Outcome::Hangs, Awaited::EndOfStream) };
        failure.compare(place, Shown::EndOfStream, Shown::StillOpen)
    });
    Check::new((), failure).or_if(|()| sleeps_in("send", &server, &deaf), "no-write-timeout").get();
    server.still_runs();
}

#[test]
fn keeps_a_client_that_is_slow_but_not_silent() {
    const LIMIT: Duration = Duration::from_millis(300);
    // On a busy machine the lab or the program may be late. Then nothing is proved, and it tries again with more time.
    for limit in [LIMIT, 4 * LIMIT, 16 * LIMIT] {
        let server = PROGRAM.arg(any_loopback_port()).timeout(limit).start();
        let addr = address_in(&server.says_where_it_listens().get());
        let start = clock();
        let (mut in_lines, mut in_bytes) = (Ear::new(connect(addr)), Ear::new(connect(addr)));
        let (mut last_turn, mut was_late) = (start, false);
        for (turn, byte) in b"uno\n".iter().enumerate() {
            if turn > 0 {
                let_time_pass(limit * 9 / 20);
            }
            in_lines.listen();
            in_bytes.listen();
            let this_turn = clock();
            in_lines.conn.send(b"y\n");
            in_bytes.conn.send(&[*byte]);
            // A program that could not read in time was not to blame for it either.
            in_lines.conn.wait_until_read();
            in_bytes.conn.wait_until_read();
            was_late |= clock() >= last_turn + limit;
            last_turn = this_turn;
        }
        if was_late {
            continue;
        }
        let had_its_time = |ended: Option<Duration>| ended.is_some_and(|ended| ended >= start + limit);
        let (heard, ended) = in_lines.heard_in_all(b"y\n".len() * 4);
        heard
            .is(b"y\ny\ny\ny\n")
            .or_if(|heard| heard.bytes.starts_with(b"y\n") && had_its_time(ended), "total-timeout")
            .get();
        let (heard, ended) = in_bytes.heard_in_all(b"uno\n".len());
        let was_cut = |heard: &Heard| heard.bytes.is_empty() && had_its_time(ended);
        heard.is(b"uno\n").or_if(was_cut, "times-the-line-not-the-silence");
        return;
    }
    // A program that serves one after the other was late by itself, and no machine is to blame for it.
    let (_server, addr) = listening();
    let (mut stays, mut comes_after) = (connect(addr), connect(addr));
    gets_its_echo(&mut stays, b"me quedo\n");
    gets_its_echo(&mut comes_after, b"vengo despues\n");
    lab_error(Problem::TooBusy);
}

#[test]
fn leaves_nothing_behind_after_200_clients() {
    // One or two that are just leaving, and what a program's library keeps for itself.
    const SPARE: usize = 20;
    let (server, addr) = listening_for(200);
    comes_and_goes(addr);
    let (Some(threads), Some(descriptors)) = (server.threads(), server.descriptors()) else {
        return skip(&PROGRAM, Reason::NotMeasured(Measure::Descriptors));
    };
    // Who keeps something of every client shows it soon, and should not have to carry all of them.
    for clients in [40, 160] {
        (0..clients).for_each(|_| comes_and_goes(addr));
        let count = || (server.threads().unwrap_or(0), server.descriptors().unwrap_or(0));
        let is_too_much =
            |(now_threads, now_descriptors)| now_threads > threads + SPARE || now_descriptors > descriptors + SPARE;
        server.within(grace(), || !is_too_much(count()));
        let (now_threads, now_descriptors) = count();
        at_most(Measure::Threads, now_threads, threads + SPARE, |count| count.to_string())
            .or_if(|count| *count >= clients && !is_busy(&server), "leaves-threads-behind")
            .get();
        at_most(Measure::Descriptors, now_descriptors, descriptors + SPARE, |count| count.to_string())
            .or_if(|count| *count >= clients && !is_busy(&server), "keeps-descriptors-of-the-gone")
            .get();
    }
}

#[test]
fn uses_no_processor_time_while_it_waits() {
    let (server, addr) = listening();
    let used_some = |effort: &Effort| effort.processor_time > Duration::ZERO;
    let Some(while_nobody_comes) = server.rests_for(WATCH) else {
        return skip(&PROGRAM, Reason::NotMeasured(Measure::ProcessorTime));
    };
    while_nobody_comes.or_if(used_some, "busy-wait").get();
    let mut clients = [(); 6].map(|()| connect(addr));
    for client in &mut clients {
        gets_its_echo(client, b"hola\n");
    }
    let while_they_are_silent = server.rests_for(WATCH);
    while_they_are_silent.map(|effort| effort.or_if(used_some, "busy-wait").get());
    clients.iter_mut().for_each(Conn::half_close);
    let when_they_have_ended = server.rests_for(WATCH);
    when_they_have_ended.map(|effort| effort.or_if(used_some, "ignores-end-of-stream").get());
}

#[test]
fn listens_only_where_it_was_told() {
    let (told, server) = at_a_free_port();
    let ready = server.says_where_it_listens().or_if(says_in_use, "fixed-address").get();
    // What the kernel knows counts more than what the program says.
    let bound = ready.really.iter().copied().find(|addr| *addr != told).or(ready.addr).unwrap_or(told);
    listens_at(told, bound)
        .or_if(|bound| bound.ip().is_unspecified() && bound.port() == told.port(), "binds-all-interfaces")
        .or_if(|bound| bound.port() != told.port() && !obeys_when_the_port_is_free(), "fixed-address")
        .get();
    gets_its_echo(&mut connect(told), b"hola\n");
    let Some(told) = any_ipv6_loopback_port() else { return skip(&PROGRAM, Reason::NoIpv6) };
    let server = PROGRAM.arg(told).start();
    let gives_up = |ready: &Readiness| ready.ended.is_some() && !says_in_use(ready);
    let said = address_in(&server.says_where_it_listens().or_if(gives_up, "ipv4-only").get());
    listens_at(SocketAddr::new(told.ip(), said.port()), said).get();
    gets_its_echo(&mut connect(said), b"hola\n");
}

#[test]
fn says_address_in_use() {
    let taken = Listener::bind();
    let server = PROGRAM.arg(taken.addr()).start();
    let ready = server.readiness();
    if ready.addr.is_some_and(|addr| addr.port() != taken.addr().port()) {
        let line = format!("{}\n", ready.line);
        let failure = Failure::new(Outcome::WrongBytes, Awaited::Nothing);
        Check::failed((), failure.compare_bytes(Place::Stdout, b"", line.as_bytes()))
            .or_if(|()| obeys_when_the_port_is_free(), "hides-that-the-port-is-taken");
    }
    server
        .fails_saying("address in use")
        .or_if(|end| end.panicked(), "panics-on-failure")
        .or_if(|end| end.code == Some(0) || end.hung && listens_nowhere(&server), "hides-that-the-port-is-taken")
        .printed(b"")
        .or_if(|printed| printed.starts_with(b"listening on"), "ready-too-early");
}

#[test]
fn says_unknown_name() {
    let server = PROGRAM.arg(format!("{}:0", no_such_name())).start();
    // `bind` looks names up too, but its error does not say so.
    let tells_others = || {
        let taken = Listener::bind();
        PROGRAM.arg(taken.addr()).start().ends().tokens() == ["address in use"]
    };
    server
        .fails_saying("unknown name")
        .or_if(|end| end.panicked(), "panics-on-failure")
        .or_if(|end| end.code == Some(1) && end.tokens().is_empty() && tells_others(), "failed-look-up-untold")
        .printed(b"");
}

/// The program at a port of the system's choice, with place for as many clients as usual, and where it listens.
fn listening() -> (Running, SocketAddr) {
    ready(PROGRAM.arg(any_loopback_port()))
}

/// The same, with place for this many clients at a time.
fn listening_for(clients: usize) -> (Running, SocketAddr) {
    ready(PROGRAM.arg(any_loopback_port()).arg("--clients").arg(clients))
}

fn ready(call: Call) -> (Running, SocketAddr) {
    let server = call.start();
    let ready = server.says_where_it_listens().or_if(hides_its_port, "port-not-reported").get();
    (server, address_in(&ready))
}

fn address_in(ready: &Readiness) -> SocketAddr {
    ready.addr.expect("a readiness line that holds has an address")
}

/// Connects to a program that has just said that it listens.
fn accepted(server: &Running, addr: SocketAddr) -> Conn {
    match try_connect(addr) {
        Attempt::Connected(conn) => conn,
        Attempt::Refused => {
            let failure = Failure::new(Outcome::ClosedTooSoon, Awaited::BeingServed);
            Check::failed((), failure.compare(Place::ListensAt, Shown::Address(addr), Shown::Nothing))
                .or_if(|()| listens_later(server, addr), "ready-too-early");
            connect(addr)
        }
    }
}

/// Whether it refused clients for a moment only.
fn listens_later(server: &Running, addr: SocketAddr) -> bool {
    let until = clock() + grace();
    while server.has_ended().is_none() && clock() < until {
        if matches!(try_connect(addr), Attempt::Connected(_)) {
            return true;
        }
        let_time_pass(Duration::from_millis(20));
    }
    false
}

/// Whether it listens, says nothing for a while, and serves all the same.
fn keeps_its_line_back(server: &Running, ready: &Readiness) -> bool {
    let Some(really) = ready.really.first().filter(|_| ready.line.is_empty()) else { return false };
    asks(&mut connect(*really), b"hola\n").bytes == b"hola\n" && server.so_far().stdout.is_empty()
}

/// Whether it printed a line, and nobody finds the port at which it really listens in it.
fn hides_its_port(ready: &Readiness) -> bool {
    let listens = ready.complete && ready.ended.is_none() && !ready.really.is_empty();
    listens && ready.really.iter().all(|addr| !ready.line.contains(&addr.port().to_string()))
}

/// Says something and expects it back.
fn says(client: &mut Conn, words: &[u8]) -> Check<Heard> {
    client.send(words);
    client.hears(words)
}

/// The same where the test is about something else.
fn gets_its_echo(client: &mut Conn, line: &[u8]) {
    says(client, line).get();
}

/// Says something, and hears what comes up to that length. Expects nothing.
fn asks(client: &mut Conn, words: &[u8]) -> Heard {
    client.offer(words, WATCH);
    client.hear_enough(|_| false, words.len())
}

/// Talks and never listens until nothing is taken any more: then all the buffers on the way are full.
fn talks_until_nothing_is_taken(deaf: &mut Conn) {
    let words = line_of(1_000).repeat(1_000);
    let (mut taken, mut in_vain) = (0, 0);
    while in_vain < 3 && taken < ENDLESS {
        let count = deaf.offer(&words, WATCH / 3);
        taken += count;
        in_vain = if count == 0 { in_vain + 1 } else { 0 };
    }
}

/// A whole life of a polite client.
fn comes_and_goes(addr: SocketAddr) {
    let mut client = connect(addr);
    client.send(b"hola\n");
    client.half_close();
    client.hears_then_end(b"hola\n");
}

/// A line of this many bytes, its LF counted, in which every place looks different.
fn line_of(len: usize) -> Vec<u8> {
    let text = (0..).step_by(8).flat_map(|at: usize| format!("{at:07} ").into_bytes());
    text.take(len - 1).chain([b'\n']).collect()
}

/// Whether a line of this many bytes comes back and is in the program's memory as a whole before that.
fn holds_in_memory(server: &Running, addr: SocketAddr, len: usize) -> bool {
    let Some(before) = server.peak_memory() else { return false };
    let grows = || server.peak_memory().is_some_and(|now| now.saturating_sub(before) as usize > len * 3 / 4);
    is_echoed(addr, len) && grows()
}

/// Whether another client gets a line of this many bytes back.
fn is_echoed(addr: SocketAddr, len: usize) -> bool {
    let (line, mut client) = (line_of(len), connect(addr));
    client.offer(&line, WATCH);
    client.hear_enough(|_| false, len).bytes == line
}

/// Whether the program takes megabytes more of the same line into its memory.
fn keeps_what_more_comes(server: &Running, client: &mut Conn) -> bool {
    const MORE: usize = 4 << 20;
    let Some(before) = server.peak_memory() else { return false };
    let until = clock() + grace();
    let mut sent = 0;
    while sent < MORE && !client.was_refused() && clock() < until {
        sent += client.offer(&vec![b'x'; MORE - sent], WATCH);
    }
    loop {
        if server.peak_memory().is_some_and(|now| now.saturating_sub(before) as usize > MORE * 3 / 4) {
            return true;
        }
        if clock() >= until {
            return false;
        }
        let_time_pass(Duration::from_millis(10));
    }
}

fn is_silent(heard: &Heard) -> bool {
    heard.bytes.is_empty() && heard.then == Then::Silence
}

fn was_cut_off(heard: &Heard) -> bool {
    heard.bytes.is_empty() && matches!(heard.then, Then::Closed | Then::Reset)
}

/// Whether the program closed on purpose: it lives, and nothing in it panicked.
fn has_closed(heard: &Heard, server: &Running) -> bool {
    heard.then != Then::Silence && server.has_ended().is_none() && !server.so_far().panicked()
}

/// Whether the program closed on purpose and without an answer.
fn was_left_alone(heard: &Heard, server: &Running) -> bool {
    was_cut_off(heard) && has_closed(heard, server)
}

/// Whether the kernel says that the program still has this connection open.
fn holds(server: &Running, client: &Conn) -> bool {
    server.sockets().is_some_and(|sockets| sockets.iter().any(|socket| socket.remote == client.lab()))
}

/// Whether a thread of the program runs, though there is nothing to do.
fn is_busy(server: &Running) -> bool {
    server.findings().contains(&Finding::Busy)
}

/// Whether a thread of the program waits in this call for this client.
fn sleeps_in(call: &str, server: &Running, client: &Conn) -> bool {
    server.findings().iter().any(|finding| match finding {
        Finding::Sleeps { call: its_call, peer } => *its_call == call && *peer == Some(client.lab()),
        _ => false,
    })
}

/// Whether what is no ASCII was replaced on its way through a text type: by the sign for what is no text, or each byte
/// by the letter that has its number.
fn has_replaced_bytes(heard: &Heard) -> bool {
    let signs = ["\u{fffd}", "Ã", "\u{80}", "?"];
    signs.iter().any(|sign| heard.bytes.starts_with(sign.as_bytes()))
}

/// Whether lines come back when many are there, together and nearly in time: a buffer that was full was written out.
fn answers_in_blocks(client: &mut Conn) -> bool {
    client.offer(&line_of(59).repeat(200), WATCH);
    let heard = client.hear_enough(|heard| !heard.is_empty(), 1 << 20);
    // Where its last line ends no buffer of a round size is full, unless whole lines were written into it.
    heard.bytes.len() > 1 << 10 && heard.bytes.starts_with(b"hola\n") && heard.bytes.ends_with(b"\n")
}

/// Whether only the first is served, and after it the second. The others have said a line by then.
fn serves_one_after_the_other(first: &mut Conn, between: &mut [Conn]) -> bool {
    for client in between.iter_mut().rev() {
        client.offer(b"hola\n", WATCH);
    }
    let [second, third, ..] = between else { return false };
    first.offer(b"primera\n", WATCH);
    if !first.hear_enough(|heard| heard.ends_with(b"\n"), 100).bytes.ends_with(b"\n") {
        return false;
    }
    let_time_pass(WATCH);
    if !second.hear_now().bytes.is_empty() || !third.hear_now().bytes.is_empty() {
        return false;
    }
    first.half_close();
    second.hear_enough(|_| false, 5).bytes == b"hola\n" && third.hear_now().bytes.is_empty()
}

/// Whether the first two are both served.
fn serves_several(first: &mut Conn, between: &mut [Conn]) -> bool {
    first.hear_now();
    [first, &mut between[0]].into_iter().all(|client| asks(client, b"hola\n").bytes.ends_with(b"\n"))
}

/// Whether a line that comes in two reads is one line to the program.
fn puts_pieces_together(addr: SocketAddr) -> bool {
    let mut client = connect(addr);
    client.split(b"hola\n", 2);
    client.hear_enough(|_| false, 5).bytes == b"hola\n"
}

/// How many clients are served at a time by a program that was told a number. At most two more than that are tried.
fn places_of(told: usize) -> usize {
    let (_server, addr) = listening_for(told);
    let mut served = Vec::new();
    let is_served = |client: &mut Conn| asks(client, b"hola\n").bytes == b"hola\n";
    while served.len() < told + 2 {
        let mut client = connect(addr);
        if !is_served(&mut client) {
            break;
        }
        served.push(client);
    }
    served.iter_mut().map(|client| usize::from(is_served(client))).sum()
}

/// Whether a client is served when another leaves, and not before.
fn waits_for(leaving: &mut Conn, waiting: &mut Conn) -> bool {
    waiting.offer(b"hola\n", WATCH);
    let_time_pass(grace() / 3);
    let came_before = !waiting.hear_now().bytes.is_empty();
    leaving.half_close();
    !came_before && waiting.hear_enough(|_| false, 5).bytes == b"hola\n"
}

/// A client who tries to get a place until there is one, and what it heard the last time.
fn client_with_a_place(server: &Running, addr: SocketAddr) -> (Conn, Check<Heard>) {
    let (wait, mut pause) = (server.stopwatch(), Duration::from_millis(1));
    loop {
        if server.has_ended().is_some() {
            server.still_runs().or_if(|end| end.code == Some(0), "stops-after-a-few");
        }
        let mut client = accepted(server, addr);
        let heard = asks(&mut client, b"hola\n");
        let is_told_to_leave = heard.bytes != b"hola\n" && heard.then != Then::Silence;
        if !is_told_to_leave || wait.time() >= grace() {
            return (client, heard.is(b"hola\n"));
        }
        let_time_pass(pause);
        pause = (pause * 2).min(Duration::from_millis(100));
    }
}

/// Who says something at once may lose the word to a reset.
fn is_told_that_it_is_full(heard: &Heard) -> bool {
    FULL.starts_with(&heard.bytes) && heard.then != Then::Silence
}

/// Looks whether the program is gone when an answer did not come.
fn survives(server: &Running, answer: Check<Heard>) {
    let ended = |heard: &Heard| if heard.then == Then::Silence { None } else { server.has_ended() };
    answer
        .or_if(|heard| ended(heard).is_some_and(|end: Ended| end.panicked()), "panics-on-failure")
        .or_if(|heard| ended(heard).is_some_and(|end: Ended| end.code == Some(1)), "one-bad-client-ends-it")
        .get();
}

/// A client that comes after trouble with others.
fn guest(server: &Running, addr: SocketAddr) -> Conn {
    match try_connect(addr) {
        Attempt::Connected(conn) => conn,
        Attempt::Refused => {
            let failure = blame(Outcome::ClosedTooSoon, Awaited::BeingServed);
            Check::failed(server.ends(), failure)
                .or_if(Ended::panicked, "panics-on-failure")
                .or_if(|end| end.code == Some(1), "one-bad-client-ends-it")
                .get();
            unreachable!("a check that failed ends the test")
        }
    }
}

/// Whether a client gets its answer as soon as another is gone.
fn is_served_without(leaves: Conn, other: &mut Conn) -> bool {
    leaves.abort();
    !other.hear_enough(|_| false, 1).bytes.is_empty()
}

/// A client that notes when it saw the end.
struct Ear {
    conn: Conn,
    bytes: Vec<u8>,
    ended: Option<(Duration, Then)>,
}

impl Ear {
    fn new(conn: Conn) -> Ear {
        Ear { conn, bytes: Vec::new(), ended: None }
    }

    /// Takes what is there.
    fn listen(&mut self) {
        if self.ended.is_none() {
            let heard = self.conn.hear_now();
            self.take(heard);
        }
    }

    fn take(&mut self, heard: Heard) {
        self.bytes.extend(heard.bytes);
        self.ended = (heard.then != Then::More).then(|| (clock(), heard.then));
    }

    /// What it has heard when so many bytes have come or no more will, and when it saw that.
    fn heard_in_all(mut self, len: usize) -> (Heard, Option<Duration>) {
        if self.ended.is_none() && self.bytes.len() < len {
            let heard = self.conn.hear_enough(|_| false, len - self.bytes.len());
            self.take(heard);
        }
        let then = self.ended.map_or(Then::More, |(_, then)| then);
        (Heard { label: self.conn.label(), bytes: self.bytes, then }, self.ended.map(|(at, _)| at))
    }
}

/// Expects that this is no more than the limit.
fn at_most(measure: Measure, amount: usize, limit: usize, shown: impl Fn(usize) -> String) -> Check<usize> {
    let failure = (amount > limit).then(|| {
        Failure::new(Outcome::TooMuch, Awaited::Nothing).compare(
            Place::Measure(measure),
            Shown::AtMost(shown(limit)),
            Shown::Amount(shown(amount)),
        )
    });
    Check::new(amount, failure)
}

/// The program at a port that was free a moment ago. Somebody else may take it first: then another is tried. So many
/// that are all taken are no accident.
fn at_a_free_port() -> (SocketAddr, Running) {
    let mut tries = 0;
    loop {
        tries += 1;
        let told = SocketAddr::new(any_loopback_port().ip(), free_port());
        let server = PROGRAM.arg(told).start();
        if tries == 5 || !says_in_use(&server.readiness()) {
            return (told, server);
        }
    }
}

fn says_in_use(ready: &Readiness) -> bool {
    ready.ended.as_ref().is_some_and(|end| end.tokens() == ["address in use"])
}

fn listens_nowhere(server: &Running) -> bool {
    server.sockets().is_some_and(|sockets| sockets.iter().all(|socket| !socket.listens))
}

/// Whether it listens where it is told when nobody else is there.
fn obeys_when_the_port_is_free() -> bool {
    let (told, server) = at_a_free_port();
    server.readiness().addr == Some(told)
}

/// Expects that the address at which it listens is the one that it was told.
fn listens_at(told: SocketAddr, found: SocketAddr) -> Check<SocketAddr> {
    let failure = (found != told).then(|| {
        let failure = Failure::new(Outcome::WrongBytes, Awaited::Address);
        failure.compare(Place::ListensAt, Shown::Address(told), Shown::Address(found))
    });
    Check::new(found, failure)
}
