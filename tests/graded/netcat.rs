//! The graded tests of `netcat`: somebody types at one end, and the lab is the peer at the other.

use std::time::Duration;

use enchufe::peer::tcp::{Closed, Conn, Full, Listener, Visit};
use enchufe::peer::{addresses_of_localhost, every_byte, let_time_pass, no_such_name, noise};
use enchufe::transcript::Stream;
use enchufe::verdict::{Ended, Heard, Measure, Reason, Then};
use enchufe::{Keyboard, Program, Running, late_each_time, program, skip, took_at_most};

static PROGRAM: Program = program!("netcat");

/// What the server of the class notes says.
const GREETING: &[u8] = b"Gracias por conectarte\n";

/// A question as many servers ask it: nothing ends the line, for the answer is to stand behind it.
const PROMPT: &[u8] = "¿Cómo te llamas? ".as_bytes();

/// Long enough that no honest program runs into it here, short enough to be awaited in a test.
const LIMIT: Duration = Duration::from_millis(150);

/// So long that no program runs into it, however late the lab is: for the rules that are not about time.
const AMPLE: Duration = Duration::from_secs(60);

/// More than the buffers between a program and the lab hold: on Linux some 10 MiB, where the lab keeps its own small.
const MORE_THAN_FITS: usize = 14 << 20;

/// The program under test, connected to a peer of the lab, with somebody at its keyboard.
fn connected() -> (Running, Keyboard, Conn) {
    connected_within(AMPLE)
}

fn connected_within(timeout: Duration) -> (Running, Keyboard, Conn) {
    let mut server = Listener::bind();
    let (client, keyboard) = PROGRAM.arg(server.addr()).timeout(timeout).start_with_input();
    (client, keyboard, server.accept())
}

#[test]
fn prints_what_the_peer_says() {
    let (client, mut keyboard, mut conn) = connected();
    let first_read = conn.drip(GREETING);
    let left_early = conn.was_refused();
    conn.close();
    let waits_for_the_keyboard = |end: &Ended| {
        end.hung && !end.spun() && end.stdout == GREETING && {
            keyboard.end();
            !client.ends().hung
        }
    };
    client
        .ends_well()
        .or_if(waits_for_the_keyboard, "waits-for-the-input")
        .or_if(|end| end.spun() && end.stdout == GREETING, "ignores-end-of-stream")
        .printed(GREETING)
        .or_if(|printed| left_early && *printed == first_read, "single-read");
}

#[test]
fn sends_a_line_as_soon_as_it_was_typed() {
    let (client, mut keyboard, mut conn) = connected();
    keyboard.types(b"uno\n");
    conn.hears(b"uno\n")
        .or_if(
            |heard| {
                is_silent(heard) && {
                    keyboard.end();
                    hears(&mut conn, b"uno\n")
                }
            },
            "holds-its-input-back",
        )
        .get();
    keyboard.types(b"dos\n");
    conn.hears(b"dos\n").or_if(
        // Nothing but an answer is missing: the input goes on, and the peer has said nothing yet.
        |heard| {
            is_silent(heard) && client.has_ended().is_none() && {
                conn.send(GREETING);
                hears(&mut conn, b"dos\n")
            }
        },
        "takes-turns",
    );
}

#[test]
fn prints_an_answer_before_the_input_ends() {
    let (client, mut keyboard, mut conn) = connected();
    keyboard.types(b"uno\n");
    conn.hears(b"uno\n").get();
    conn.send(b"dos\n");
    let mut conn = Some(conn);
    client
        .prints(b"dos\n")
        .or_if(|printed| printed.is_empty() && prints_once_there_is_much(&client, &mut conn), "unflushed-output")
        .or_if(
            |printed| printed.is_empty() && prints_once_the_peer_closed(&client, &mut conn, b"dos\n"),
            "prints-at-the-end",
        )
        .or_if(
            |printed| printed.is_empty() && prints_once_the_input_ended(&client, &mut keyboard),
            "sends-before-it-reads",
        )
        .get();
    if let Some(conn) = &mut conn {
        conn.send(PROMPT);
    }
    // Whoever has read it and also waits for the input at the end shows it only then.
    let prints_it_late = |printed: &Vec<u8>| {
        printed.is_empty() && {
            let was_read = conn.as_ref().and_then(Conn::unread) == Some(0);
            prints_once_the_peer_closed(&client, &mut conn, PROMPT)
                || was_read && prints_once_the_input_ended(&client, &mut keyboard)
        }
    };
    client.prints(PROMPT).or_if(prints_it_late, "unflushed-output");
}

#[test]
fn lets_the_peer_speak_out_of_turn() {
    let (client, mut keyboard, mut conn) = connected();
    keyboard.types(b"uno\n");
    conn.hears(b"uno\n").get();
    conn.send(b"dos\n");
    client.prints(b"dos\n").get();
    // Nobody has answered that, and the peer goes on.
    conn.send(b"tres\n");
    let waits_for_its_turn = |printed: &Vec<u8>| {
        printed.is_empty() && {
            keyboard.types(b"sigue\n");
            client.awaits_output(b"tres\n") == b"tres\n"
        }
    };
    client.prints(b"tres\n").or_if(waits_for_its_turn, "takes-turns").get();
    // Nor does whoever types wait for an answer.
    keyboard.types(b"cuatro\n");
    conn.hears(b"cuatro\n").get();
    keyboard.types(b"cinco\n");
    conn.hears(b"cinco\n");
}

#[test]
fn passes_every_byte_on_in_both_directions() {
    let (client, mut keyboard, mut conn) = connected();
    // The last line of each has no end.
    let said = [&every_byte()[..], b"\r\n\n fin "].concat();
    conn.send(&said);
    conn.wait_until_read();
    keyboard.types(&said);
    keyboard.end();
    conn.hears_then_end(&said)
        .or_if(|heard| has_replaced_bytes(&heard.bytes), "lossy-text")
        .or_if(|heard| is_the_same_but_for_blanks(&heard.bytes, &said), "changes-what-it-sends")
        .get();
    conn.close();
    client
        .ends_well()
        .or_if(|end| end.said(Stream::Stderr, "utf-8"), "lossy-text")
        .printed(&said)
        .or_if(|printed| has_replaced_bytes(printed), "lossy-text")
        .or_if(|printed| is_the_same_but_for_blanks(printed, &said), "changes-the-output");
}

#[test]
fn closes_only_the_writing_half_when_the_input_ends() {
    let (client, mut keyboard, mut conn) = connected();
    keyboard.types("adiós\n".as_bytes());
    conn.hears("adiós\n".as_bytes()).get();
    keyboard.end();
    conn.hears_then_end(b"")
        .or_if(|heard| heard.then == Then::More, "ignores-end-of-stream")
        .or_if(
            |heard| is_silent(heard) && client.has_ended().is_none() && !ends_once_it_is_answered(&mut conn),
            "never-says-that-it-is-done",
        )
        .get();
    // Only now does the peer know all that was asked, and can answer.
    let answer = [&noise(7, 100_000)[..], b"adi\xc3\xb3s\n"].concat();
    conn.offer(&answer, AMPLE);
    conn.close();
    let has_left = |end: &Ended| end.stdout.is_empty();
    client
        .ends_well()
        .or_if(|end| end.code == Some(1) && has_left(end) && !end.panicked(), "leaves-before-the-answer")
        .printed(&answer)
        .or_if(|printed| printed.is_empty(), "leaves-before-the-answer");
}

#[test]
fn ends_when_the_peer_closes_although_the_input_goes_on() {
    let (client, mut keyboard, mut conn) = connected();
    keyboard.types(b"uno\n");
    conn.hears(b"uno\n").get();
    conn.send(GREETING);
    client.prints(GREETING).get();
    // Whether this is printed before the end is the business of another test.
    conn.send(PROMPT);
    conn.wait_until_read();
    conn.close();
    let waits_for_the_keyboard = |end: &Ended| {
        end.hung && !end.spun() && {
            keyboard.end();
            !client.ends().hung
        }
    };
    let said = [GREETING, PROMPT].concat();
    client.ends_well().or_if(waits_for_the_keyboard, "waits-for-the-input").printed(&said);
}

#[test]
fn gets_a_flood_back_whole_while_it_sends_it() {
    let (client, mut keyboard, mut conn) = connected();
    keyboard.types(b"uno\n");
    conn.hears(b"uno\n").get();
    conn.shrink_buffers_to(256 * 1024);
    let flood = noise(2019, MORE_THAN_FITS);
    keyboard.types(&flood);
    keyboard.end();
    let echoed = conn.echo(flood.len());
    let both_are_stuck =
        echoed.then == Then::Silence && client.has_ended().is_none() && client.so_far().stdout.is_empty();
    if both_are_stuck {
        // Whoever only writes, and reads nothing, needs nothing but somebody who takes it.
        let rest = conn.hear_to_end();
        let sends_it_all = echoed.bytes.len() + rest.bytes.len() == flood.len();
        echoed.is(&flood).or_if(|_| sends_it_all, "sends-before-it-reads");
        return;
    }
    echoed.is(&flood).get();
    conn.close();
    client.ends_well().printed(&flood);
}

#[test]
fn prints_what_comes_from_a_peer_that_does_not_read() {
    let (client, mut keyboard, mut conn) = connected();
    conn.shrink_buffers_to(256 * 1024);
    keyboard.types(&noise(1238, MORE_THAN_FITS));
    wait_until_it_is_stuck(&keyboard);
    // What arrives may make room for a little more to be sent: one line alone proves nothing.
    for _ in 0..50 {
        conn.send(GREETING);
        client
            .prints(GREETING)
            .or_if(
                |printed| {
                    // It is the writing that keeps it from reading: when that goes on, so does the other.
                    let was_stuck = printed.is_empty() && client.has_ended().is_none();
                    was_stuck && {
                        conn.hear_enough(|heard| heard.len() >= MORE_THAN_FITS, MORE_THAN_FITS);
                        client.awaits_output(GREETING) == GREETING
                    }
                },
                "one-direction-blocks-the-other",
            )
            .get();
    }
}

#[test]
fn says_connection_reset_after_printing_what_had_come() {
    let (client, _keyboard, mut conn) = connected();
    conn.split(GREETING, 5);
    conn.wait_until_read();
    conn.abort();
    fails(&client, "connection reset", |end| end.stdout == GREETING && end.stderr.is_empty()).printed(GREETING);
}

#[test]
fn says_connection_refused() {
    let nobody = Closed::bind();
    let (client, _keyboard) = PROGRAM.arg(nobody.addr()).start_with_input();
    fails(&client, "connection refused", |_| false)
        .printed(b"")
        .or_if(|printed| !printed.is_empty(), "error-on-stdout");
}

#[test]
fn gives_up_connecting_after_the_timeout() {
    let Some(full) = Full::bind() else { return skip(&PROGRAM, Reason::NoFullBacklog) };
    let late = late_each_time(LIMIT, || {
        let (client, _keyboard) = PROGRAM.arg(full.addr()).timeout(LIMIT).start_with_input();
        let connecting = client.stopwatch();
        client.fails_saying("timed out").or_if(|end| end.hung && !end.spun(), "no-connect-timeout").printed(b"").get();
        connecting.time_until(client.ends().at)
    });
    if let Some(took) = late {
        // What it needs to start and to end is not what it waits.
        let nobody = Closed::bind();
        let (refused, _keyboard) = PROGRAM.arg(nobody.addr()).start_with_input();
        let starting = refused.stopwatch();
        refused.ends();
        took_at_most(took, LIMIT + starting.time()).or_if(|_| true, "gives-up-too-late");
    }
}

#[test]
fn bears_a_silence_longer_than_the_timeout() {
    let (client, mut keyboard, mut conn) = connected_within(LIMIT);
    keyboard.types(b"uno\n");
    conn.hears(b"uno\n").get();
    let_time_pass(LIMIT * 2);
    let gave_up = |end: &Ended| end.tokens() == ["timed out"];
    client.still_runs().or_if(gave_up, "silence-ends-it").get();
    conn.send(b"dos\n");
    client.prints(b"dos\n").get();
    keyboard.types(b"tres\n");
    conn.hears(b"tres\n").get();
    conn.close();
    client.ends_well().printed(b"dos\n");
}

#[test]
fn says_unknown_name() {
    let (client, _keyboard) = PROGRAM.arg(format!("{}:9001", no_such_name())).start_with_input();
    client.fails_saying("unknown name").printed(b"");
}

#[test]
fn speaks_ipv6() {
    let Some(mut server) = Listener::bind_ipv6() else { return skip(&PROGRAM, Reason::NoIpv6) };
    let (client, mut keyboard) = PROGRAM.arg(server.addr()).timeout(AMPLE).start_with_input();
    let ended_at_once = |visit: &Visit| matches!(visit, Visit::ProgramEnded(end) if end.code == Some(1) && end.tokens() != ["connection refused"]);
    let mut conn = server.accepts().or_if(ended_at_once, "ipv4-only").conn();
    keyboard.types(b"uno\n");
    conn.hears(b"uno\n").get();
    conn.send(GREETING);
    conn.close();
    client.ends_well().printed(GREETING);
}

#[test]
fn tries_each_address_of_a_name() {
    let addresses = addresses_of_localhost();
    let Some((last, others)) = addresses.split_last() else { return skip(&PROGRAM, Reason::NoLocalhost) };
    let mut server = Listener::bind_to((*last, 0).into());
    let port = server.addr().port();
    // At the other addresses of the name this port surely refuses.
    let elsewhere = others.iter().filter(|other| *other != last);
    let _closed: Vec<Closed> = elsewhere.map(|other| Closed::bind_to((*other, port).into())).collect();
    let (client, _keyboard) = PROGRAM.arg(format!("localhost:{port}")).timeout(AMPLE).start_with_input();
    let was_refused = |visit: &Visit| matches!(visit, Visit::ProgramEnded(end) if !others.is_empty() && end.tokens() == ["connection refused"]);
    let mut conn = server.accepts().or_if(was_refused, "first-address-only").conn();
    conn.send(GREETING);
    conn.close();
    client.ends_well().printed(GREETING);
    if others.is_empty() {
        skip(&PROGRAM, Reason::OneAddressOfLocalhost);
    }
}

#[test]
fn rests_while_nobody_speaks() {
    let (client, mut keyboard, mut conn) = connected();
    conn.drip(b"x");
    keyboard.types(b"uno\n");
    conn.hears(b"uno\n").get();
    let Some(effort) = client.rests_for(LIMIT) else {
        return skip(&PROGRAM, Reason::NotMeasured(Measure::ProcessorTime));
    };
    effort.or_if(|_| client.has_ended().is_none(), "busy-wait").get();
    keyboard.end();
    conn.hears_then_end(b"").get();
    // The input has ended, the peer is silent: nothing is to be done.
    client.rests_for(LIMIT).map(|effort| effort.or_if(|_| client.has_ended().is_none(), "busy-wait").get());
    conn.close();
    client.ends_well();
}

/// Expects an end with code 1 and this word for the error. `heard_it_all` says whether a program that ended with code 0
/// had seen the error.
fn fails(
    client: &Running,
    token: &'static str,
    heard_it_all: impl Fn(&Ended) -> bool,
) -> enchufe::verdict::Check<Ended> {
    client
        .fails_saying(token)
        .or_if(|end| end.panicked(), "panics-on-failure")
        .or_if(|end| end.code == Some(0) && !end.stderr.is_empty(), "hides-the-error")
        .or_if(|end| end.code == Some(0) && heard_it_all(end), "takes-an-error-for-the-end")
        .or_if(
            |end| end.code == Some(1) && !end.stderr.is_empty() && end.tokens().is_empty(),
            "one-message-for-all-errors",
        )
}

/// Whether it prints something once more has come than a buffer of its own would hold.
fn prints_once_there_is_much(client: &Running, conn: &mut Option<Conn>) -> bool {
    if let Some(conn) = conn {
        conn.offer(&b"x".repeat(100_000), AMPLE);
    }
    !client.awaits_output(b"dos\n").is_empty()
}

/// Whether the end of its input shows once the peer has said something.
fn ends_once_it_is_answered(conn: &mut Conn) -> bool {
    conn.send(GREETING);
    conn.hear_to_end().then == Then::Closed
}

/// Whether it prints this once the peer has closed, though nothing was typed and the input goes on.
fn prints_once_the_peer_closed(client: &Running, conn: &mut Option<Conn>, expected: &[u8]) -> bool {
    if let Some(conn) = conn.take() {
        conn.close();
    }
    client.awaits_output(expected).starts_with(expected)
}

/// Whether it prints anything once its input has ended.
fn prints_once_the_input_ended(client: &Running, keyboard: &mut Keyboard) -> bool {
    keyboard.end();
    !client.awaits_output(b"dos\n").is_empty()
}

/// Waits until nothing more goes from the keyboard to the program: everything between the two and the peer is full.
fn wait_until_it_is_stuck(keyboard: &Keyboard) {
    let (mut taken, mut looks) = (keyboard.taken(), 0);
    while looks < 5 {
        let_time_pass(Duration::from_millis(20));
        looks = if keyboard.taken() == taken { looks + 1 } else { 0 };
        taken = keyboard.taken();
    }
}

/// Whether the peer hears this next.
fn hears(conn: &mut Conn, expected: &[u8]) -> bool {
    conn.hear_enough(|heard| heard.len() >= expected.len(), expected.len()).bytes == expected
}

fn is_silent(heard: &Heard) -> bool {
    heard.bytes.is_empty() && heard.then == Then::Silence
}

/// Whether bytes were replaced on their way through a text type: by the sign for what is no text (U+FFFD), or each byte
/// above 127 by the two bytes that its number has as a letter.
fn has_replaced_bytes(bytes: &[u8]) -> bool {
    let contains = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    contains("\u{fffd}".as_bytes()) || contains("Ã".as_bytes())
}

/// Whether nothing differs but blanks and line ends.
fn is_the_same_but_for_blanks(one: &[u8], other: &[u8]) -> bool {
    let inked = |bytes: &[u8]| bytes.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect::<Vec<u8>>();
    one != other && inked(one) == inked(other)
}
