//! The graded tests of `tcp-server`: clients of the lab, polite and otherwise.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::time::Duration;

use enchufe::peer::tcp::{Attempt, Conn, Listener, connect, try_connect};
use enchufe::peer::{
    addresses_of_localhost, any_ipv6_loopback_port, any_loopback_port, free_port, let_time_pass, no_such_name, noise,
};
use enchufe::verdict::{Awaited, Check, Effort, Ended, Failure, Heard, Measure, Outcome, Place, Reason, Shown, Then};
use enchufe::{Call, Program, Readiness, Running, clock, program, skip, with_patience};

static PROGRAM: Program = program!("tcp-server");

/// What the server of the class notes says.
const GREETING: &[u8] = b"Gracias por conectarte\n";

/// What one client may cost the program.
const A_SECOND: Duration = Duration::from_secs(1);

/// The same, and some more for a busy machine.
fn grace() -> Duration {
    with_patience(3 * A_SECOND)
}

/// How many ports that were free a moment ago a program is told, when it says that they are taken.
const TRIES: usize = 5;

/// How long the program is watched where it should be asleep.
const WATCH: Duration = Duration::from_millis(150);

#[test]
fn says_which_port_it_got() {
    let server = serving(any_loopback_port(), 1).start();
    let ready = server
        .says_where_it_listens()
        .or_if(|ready| keeps_its_line_back(&server, ready), "unflushed-readiness-line")
        .or_if(|ready| says_it_later(&server, ready), "log-on-stdout")
        .or_if(|ready| hides_its_port(&server, ready), "port-not-reported")
        .get();
    client(address_in(&ready)).hears(GREETING);
}

#[test]
fn greets_a_client_that_says_nothing() {
    let (_server, addr) = listening(1);
    let mut client = client(addr);
    client
        .hears(GREETING)
        .or_if(|heard| heard.bytes.trim_ascii_end() == GREETING.trim_ascii_end(), "wrong-line-end")
        .or_if(|heard| is_silent(heard) && answers_to_a_word(&mut client), "waits-for-the-client-to-speak");
}

#[test]
fn closes_after_the_greeting() {
    let (_server, addr) = listening(2);
    let mut client = client(addr);
    client.hears(GREETING).get();
    client
        .hears_then_end(b"")
        .or_if(|heard| is_silent(heard) && ends_when_the_client_does(&mut client), "waits-for-the-client-to-leave")
        .or_if(is_silent, "keeps-connections-open");
}

#[test]
fn greets_as_many_clients_as_it_was_told_and_ends() {
    const TOLD: usize = 7;
    let (server, addr) = listening(TOLD);
    let mut has_threads = false;
    for greeted in 0..TOLD {
        let heard = hear_as_a_guest(addr, || has_threads |= server.threads().is_some_and(|threads| threads > 1));
        let was_greeted = heard.as_ref().is_some_and(|heard| heard.bytes == GREETING);
        if !was_greeted && !heard.as_ref().is_some_and(is_silent) && !server.ends().hung {
            // A client that was accepted and got nothing sees the end; one that was still in the queue, a reset.
            let was_accepted = heard.as_ref().is_some_and(|heard| heard.bytes.is_empty() && heard.then == Then::Closed);
            let is_last = greeted == TOLD - 1;
            server
                .still_runs()
                .or_if(|end| end.code == Some(0) && is_last && was_accepted && has_threads, "ends-before-its-threads")
                .or_if(|end| end.code == Some(0) && greeted == 1 && !was_accepted, "serves-only-one")
                .or_if(|end| end.code == Some(0) && greeted == 5 && !was_accepted, "ignores-the-number-of-clients");
        }
        if !was_greeted {
            heard.map_or_else(|| connect(addr).hears(GREETING), |heard| heard.is(GREETING));
        }
    }
    let mut one_more_was_greeted = false;
    server
        .may_take(grace())
        .ends_well()
        .or_if(
            |end| {
                one_more_was_greeted = end.hung && was_greeted(addr);
                one_more_was_greeted && !server.may_take(grace()).ends().hung
            },
            "one-client-too-many",
        )
        .or_if(|_| one_more_was_greeted, "ignores-the-number-of-clients");
}

#[test]
fn prints_one_line_and_nothing_else() {
    let (server, addr) = listening(2);
    for _ in 0..2 {
        let mut client = client(addr);
        client.hears(GREETING).get();
        client.close();
    }
    let line = format!("listening on {addr}\n").into_bytes();
    let end = server.may_take(grace()).ends_well();
    end.printed(&line).or_if(|printed| printed.len() > line.len() && printed.starts_with(&line), "log-on-stdout");
}

#[test]
fn listens_where_it_was_told() {
    let start = |port| serving(SocketAddr::from((Ipv4Addr::LOCALHOST, port)), 1).start();
    let (server, port, tries) = at_a_free_port(start);
    let told = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let ready = server.says_where_it_listens().or_if(|_| tries == TRIES, "fixed-address").get();
    listens_at(told, address_in(&ready))
        .or_if(|said| said.ip().is_unspecified() && said.port() == told.port(), "binds-all-interfaces")
        .or_if(|said| said.port() != told.port() && insists_on(*said, &server), "fixed-address")
        .get();
    client(told).hears(GREETING);
}

#[test]
fn listens_nowhere_else() {
    // On Linux the whole of 127.0.0.0/8 is this machine. Nobody else in the lab uses these two addresses.
    let (told, other) = (Ipv4Addr::new(127, 0, 0, 2), Ipv4Addr::new(127, 0, 0, 3));
    if TcpListener::bind((other, 0)).is_err() {
        return skip(&PROGRAM, Reason::OneLoopbackAddress);
    }
    let server = serving(SocketAddr::from((told, 0)), 2).start();
    let said = address_in(&server.says_where_it_listens().get());
    let other = SocketAddr::from((other, said.port()));
    let also = match try_connect(other) {
        Attempt::Connected(stranger) => {
            stranger.close();
            other
        }
        Attempt::Refused => said,
    };
    listens_at((told, said.port()).into(), also).or_if(|also| *also == other, "binds-all-interfaces").get();
    client(said).hears(GREETING);
}

#[test]
fn listens_over_ipv6() {
    let Some(told) = any_ipv6_loopback_port() else { return skip(&PROGRAM, Reason::NoIpv6) };
    let server = serving(told, 1).start();
    let stops_short = |ready: &Readiness| ready.ended.is_some() && !says_in_use(ready);
    let ready =
        server.says_where_it_listens().or_if(|ready| stops_short(ready) && listens_at_ipv4(), "ipv4-only").get();
    client(address_in(&ready)).hears(GREETING);
}

#[test]
fn tries_each_address_of_a_name() {
    let addresses = addresses_of_localhost();
    let Some((last, others)) = addresses.split_last() else { return skip(&PROGRAM, Reason::NoLocalhost) };
    let others: Vec<IpAddr> = others.iter().copied().filter(|other| other != last).collect();
    // At the other addresses of the name somebody else listens.
    let mut taken = Vec::new();
    let (server, port, _) = at_a_free_port(|port| {
        taken.clear();
        taken.extend(others.iter().map(|other| Listener::bind_to((*other, port).into())));
        serving(format!("localhost:{port}"), 1).start()
    });
    let told = SocketAddr::new(*last, port);
    let gives_up = |ready: &Readiness| !others.is_empty() && says_in_use(ready) && TcpListener::bind(told).is_ok();
    let ready = server.says_where_it_listens().or_if(gives_up, "first-address-only").get();
    listens_at(told, address_in(&ready)).get();
    client(told).hears(GREETING);
    if others.is_empty() {
        skip(&PROGRAM, Reason::OneAddressOfLocalhost);
    }
}

#[test]
fn accepts_clients_as_soon_as_it_says_so() {
    for _ in 0..10 {
        let (server, addr) = listening(1);
        let refused = matches!(try_connect(addr), Attempt::Refused);
        let failure = refused.then(|| {
            let failure = Failure::new(Outcome::ClosedTooSoon, Awaited::BeingServed);
            failure.compare(Place::ListensAt, Shown::Address(addr), Shown::Nothing)
        });
        Check::new((), failure).or_if(|()| listens_later(&server, addr), "ready-too-early");
    }
}

#[test]
fn says_address_in_use() {
    let taken = Listener::bind();
    let server = serving(taken.addr(), 1).start();
    let ready = first_line(&server);
    if let Some(elsewhere) = ready.addr.filter(|addr| addr.port() != taken.addr().port()) {
        let failure = Failure::new(Outcome::WrongBytes, Awaited::Nothing);
        let line = format!("{}\n", ready.line);
        Check::failed((), failure.compare_bytes(Place::Stdout, b"", line.as_bytes()))
            .or_if(|()| obeys_when_the_port_is_free(&server), "hides-that-the-port-is-taken")
            .or_if(|()| insists_on(elsewhere, &server), "fixed-address");
    }
    says(&server, "address in use")
        .or_if(|end| end.code == Some(0) || end.hung && listens_nowhere(&server), "hides-that-the-port-is-taken")
        .or_if(|end| says_the_same(end, taken.addr(), unknown_name()), "one-message-for-all-errors")
        .printed(b"")
        .or_if(|printed| printed.starts_with(b"listening on"), "ready-too-early");
}

#[test]
fn says_unknown_name() {
    let server = serving(unknown_name(), 1).start();
    let taken = Listener::bind();
    says(&server, "unknown name")
        .or_if(|end| says_the_same(end, unknown_name(), taken.addr()), "one-message-for-all-errors")
        .printed(b"");
}

#[test]
fn starts_again_at_once_on_the_same_port() {
    let (first, addr) = listening(1);
    let mut guest = client(addr);
    // The program closes first, so the memory of this connection stays with its port.
    guest.hears_then_end(GREETING).get();
    guest.close();
    first.may_take(grace()).ends_well().get();
    let second = serving(addr, 1).start();
    second.says_where_it_listens().or_if(says_in_use, "no-address-reuse").get();
    client(addr).hears(GREETING);
}

#[test]
fn gives_the_whole_greeting_to_a_client_that_spoke_first() {
    let (server, addr) = listening(1);
    let words = noise(5, 64 * 1024);
    // What the client has to say is there before the program sees the client.
    let pause = server.pause();
    let mut client = client(addr);
    let sent = client.offer(&words, WATCH);
    drop(pause);
    client.send(&words[sent..]);
    let closed_early = |heard: &Heard| heard.bytes == GREETING && heard.then == Then::Reset;
    client.hears_then_end(GREETING).or_if(closed_early, "closes-with-unread-input");
}

#[test]
fn counts_clients_that_left_or_reset_and_goes_on() {
    let (server, addr) = listening(3);
    // All of them are in the queue, and two are gone again, before the program sees the first.
    let pause = server.pause();
    connect(addr).abort();
    connect(addr).close();
    let mut good = client(addr);
    drop(pause);
    good.hears(GREETING)
        .or_if(|heard| heard.then == Then::Reset && server.ends().panicked(), "panics-on-failure")
        .or_if(|heard| heard.then == Then::Reset && server.ends().code == Some(1), "one-bad-client-ends-it")
        .get();
    good.close();
    let end = server.may_take(grace()).ends_well();
    end.or_if(|end| end.hung && counts_well_otherwise() && was_greeted(addr), "counts-only-the-greeted");
}

#[test]
fn goes_on_while_a_client_stays() {
    let (server, addr) = listening(2);
    let mut stays = client(addr);
    stays.hears(GREETING).get();
    let next_one = server.stopwatch();
    let mut next = client(addr);
    let heard = next.hears(GREETING);
    let heard = heard.or_if(
        |heard| {
            stays.close();
            is_silent(heard) && hear_greeting(&mut next).bytes == GREETING
        },
        "waits-for-the-client-to-leave",
    );
    drop(heard);
    next_one.took_at_most(A_SECOND);
}

#[test]
fn goes_on_while_a_client_keeps_talking() {
    let (server, addr) = listening(2);
    let mut talks = client(addr);
    talks.hears(GREETING).get();
    let next_one = server.stopwatch();
    let mut next = client(addr);
    let mut heard = next.hear_now();
    while heard.bytes.is_empty() && heard.then == Then::More {
        talks.offer(b"y ", WATCH);
        let_time_pass(Duration::from_millis(50));
        let now = next.hear_now();
        heard = if next_one.time() < grace() { now } else { Heard { then: Then::Silence, ..now } };
    }
    if heard.then == Then::More {
        let rest = next.hear_enough(|_| false, GREETING.len().saturating_sub(heard.bytes.len()));
        heard = Heard { bytes: [heard.bytes, rest.bytes].concat(), ..rest };
    }
    let mut after = Vec::new();
    heard
        .is(GREETING)
        .or_if(
            |heard| {
                // It says no more, and stays.
                after = if is_silent(heard) { hear_greeting(&mut next).bytes } else { Vec::new() };
                after == GREETING && goes_on_while_one_is_silent()
            },
            "limit-for-each-read",
        )
        .or_if(
            |heard| {
                talks.close();
                is_silent(heard) && after.is_empty() && hear_greeting(&mut next).bytes == GREETING
            },
            "waits-for-the-client-to-leave",
        )
        .get();
    next_one.took_at_most(A_SECOND);
}

#[test]
fn ends_although_the_last_client_stays() {
    let (server, addr) = listening(1);
    let all_of_it = server.stopwatch();
    let mut client = client(addr);
    client.hears(GREETING).get();
    let end = server.may_take(grace()).ends_well().or_if(
        |end| {
            client.close();
            end.hung && !server.may_take(grace()).ends().hung
        },
        "waits-for-the-client-to-leave",
    );
    all_of_it.took_at_most_until(A_SECOND, end.get().at);
}

#[test]
fn uses_no_processor_time_while_it_waits() {
    let (server, addr) = listening(3);
    let is_busy = |effort: &Effort| effort.processor_time > Duration::ZERO;
    let Some(while_nobody_comes) = server.rests_for(WATCH) else {
        return skip(&PROGRAM, Reason::NotMeasured(Measure::ProcessorTime));
    };
    while_nobody_comes.or_if(is_busy, "busy-wait").get();
    let mut stays = client(addr);
    stays.hears(GREETING).get();
    let while_it_stays = server.rests_for(WATCH);
    while_it_stays.map(|effort| effort.or_if(is_busy, "busy-wait").get());
    stays.close();
    let mut says_no_more = client(addr);
    says_no_more.hears(GREETING).get();
    says_no_more.half_close();
    let after_its_end = server.rests_for(WATCH);
    after_its_end.map(|effort| effort.or_if(is_busy, "ignores-end-of-stream").get());
}

/// A call of the program: where to listen, and for how many clients.
fn serving(addr: impl std::fmt::Display, clients: usize) -> Call {
    PROGRAM.arg(addr).arg("--clients").arg(clients)
}

/// The program at a port of the system's choice, and where it says it listens.
fn listening(clients: usize) -> (Running, SocketAddr) {
    let server = serving(any_loopback_port(), clients).start();
    let says_port_0 = |ready: &Readiness| ready.addr.is_some_and(|addr| addr.port() == 0);
    let ready = server.says_where_it_listens().or_if(says_port_0, "port-not-reported").get();
    (server, address_in(&ready))
}

/// Starts the program with a port that was free a moment ago. Somebody else may take it first: then another is tried.
/// As many as `TRIES` that are all taken are no accident.
fn at_a_free_port(mut start: impl FnMut(u16) -> Running) -> (Running, u16, usize) {
    let mut tries = 0;
    loop {
        tries += 1;
        let port = free_port();
        let server = start(port);
        if tries == TRIES || !says_in_use(&first_line(&server)) {
            return (server, port, tries);
        }
    }
}

/// Waits for the first line, as long as a busy machine may need.
fn first_line(server: &Running) -> Readiness {
    let until = clock() + grace();
    loop {
        let ready = server.readiness();
        if ready.complete || ready.ended.is_some() || clock() >= until {
            return ready;
        }
    }
}

fn listens_nowhere(server: &Running) -> bool {
    server.sockets().is_some_and(|sockets| sockets.iter().all(|socket| !socket.listens))
}

/// An address at which nobody listened a moment ago.
fn free_addr() -> SocketAddr {
    (Ipv4Addr::LOCALHOST, free_port()).into()
}

fn address_in(ready: &Readiness) -> SocketAddr {
    ready.addr.expect("a readiness line that holds has an address")
}

/// A client with the patience that the contract asks of everybody.
fn client(addr: SocketAddr) -> Conn {
    connect(addr).listens_at_least(grace())
}

/// What a client hears until it has the whole greeting, or something else.
fn hear_greeting(client: &mut Conn) -> Heard {
    client.hear_enough(|_| false, GREETING.len())
}

/// What a client hears, if it is not refused. Then it leaves.
fn hear_as_a_guest(addr: SocketAddr, before_it_leaves: impl FnOnce()) -> Option<Heard> {
    let Attempt::Connected(guest) = try_connect(addr) else { return None };
    let mut guest = guest.listens_at_least(grace());
    let heard = hear_greeting(&mut guest);
    before_it_leaves();
    guest.close();
    Some(heard)
}

fn was_greeted(addr: SocketAddr) -> bool {
    hear_as_a_guest(addr, || ()).is_some_and(|heard| heard.bytes == GREETING)
}

fn is_silent(heard: &Heard) -> bool {
    heard.bytes.is_empty() && heard.then == Then::Silence
}

fn answers_to_a_word(client: &mut Conn) -> bool {
    client.offer(b"hola\n", WATCH);
    hear_greeting(client).bytes == GREETING
}

/// Waits until the program has printed the port at which it really listens, or long enough. What it printed by then.
fn printed_about(server: &Running, really: SocketAddr) -> String {
    let until = clock() + grace();
    loop {
        let printed = String::from_utf8_lossy(&server.so_far().stdout).into_owned();
        if clock() >= until || printed.contains(&format!(":{}\n", really.port())) {
            return printed;
        }
        let_time_pass(Duration::from_millis(20));
    }
}

/// Whether the program listens, says nothing for a while, and brings out its line when it ends.
fn keeps_its_line_back(server: &Running, ready: &Readiness) -> bool {
    let Some(really) = ready.really.first().filter(|_| ready.line.is_empty()) else { return false };
    printed_about(server, *really).is_empty()
        && was_greeted(*really)
        && server.may_take(grace()).ends().stdout.starts_with(format!("listening on {really}").as_bytes())
}

/// Whether the line that was wanted comes, after others.
fn says_it_later(server: &Running, ready: &Readiness) -> bool {
    let Some(really) = ready.really.first().filter(|_| ready.complete) else { return false };
    printed_about(server, *really).contains(&format!("\nlistening on {really}\n"))
}

/// Whether it printed something, and nobody finds the port at which it really listens in it.
fn hides_its_port(server: &Running, ready: &Readiness) -> bool {
    let Some(really) = ready.really.first().filter(|_| ready.complete) else { return false };
    !printed_about(server, *really).contains(&really.port().to_string())
}

fn ends_when_the_client_does(client: &mut Conn) -> bool {
    client.half_close();
    client.hear_to_end().then == Then::Closed
}

/// Whether a client that stays, and says nothing, does not keep the next one waiting.
fn goes_on_while_one_is_silent() -> bool {
    let (_server, addr) = listening(2);
    let mut stays = client(addr);
    let since = clock();
    hear_greeting(&mut stays).bytes == GREETING && was_greeted(addr) && clock() < since + grace()
}

/// Whether it listens where it is told over IPv4.
fn listens_at_ipv4() -> bool {
    first_line(&serving(any_loopback_port(), 1).start()).addr.is_some()
}

/// Expects that the address at which it listens is the one that it was told.
fn listens_at(told: SocketAddr, found: SocketAddr) -> Check<SocketAddr> {
    let failure = (found != told).then(|| {
        let failure = Failure::new(Outcome::WrongBytes, Awaited::Address);
        failure.compare(Place::ListensAt, Shown::Address(told), Shown::Address(found))
    });
    Check::new(found, failure)
}

fn says_in_use(ready: &Readiness) -> bool {
    ready.ended.as_ref().is_some_and(|end| end.tokens() == ["address in use"])
}

/// Whether another start, at another port that is free, ends at the same address again.
fn insists_on(addr: SocketAddr, server: &Running) -> bool {
    server.kill();
    let again = serving(free_addr(), 1).start();
    let ready = first_line(&again);
    again.kill();
    ready.addr == Some(addr) || says_in_use(&ready)
}

/// Whether it listens where it is told when nobody else is there.
fn obeys_when_the_port_is_free(server: &Running) -> bool {
    server.kill();
    let told = free_addr();
    let again = serving(told, 1).start();
    let ready = first_line(&again);
    again.kill();
    ready.addr == Some(told)
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

/// Expects an end with code 1 and this word for the error.
fn says(server: &Running, token: &'static str) -> Check<Ended> {
    server
        .may_take(grace())
        .fails_saying(token)
        .or_if(|end| end.panicked(), "panics-on-failure")
        .or_if(|end| end.code == Some(0) && end.stdout.is_empty() && end.tokens() == [token], "hides-the-error")
}

/// Whether another failure, that of listening at `other`, has the same words as this one.
fn says_the_same(end: &Ended, addr: impl std::fmt::Display, other: impl std::fmt::Display) -> bool {
    let words = |end: &Ended, addr: &str| String::from_utf8_lossy(&end.stderr).replace(addr, "");
    let (addr, other) = (addr.to_string(), other.to_string());
    let second = serving(&other, 1).start().may_take(grace()).ends();
    end.code == Some(1) && second.code == Some(1) && words(end, &addr) == words(&second, &other)
}

/// Where nobody can listen: at a name that nobody has.
fn unknown_name() -> String {
    format!("{}:0", no_such_name())
}

/// Whether three clients that stay until they are greeted are what it ends after.
fn counts_well_otherwise() -> bool {
    let (server, addr) = listening(3);
    (0..3).all(|_| was_greeted(addr)) && !server.may_take(grace()).ends().hung
}
