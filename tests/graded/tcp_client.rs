//! The graded tests of `tcp-client`: a server of the lab at the other end, or none.

use std::time::Duration;

use enchufe::peer::tcp::{Closed, Conn, Full, Listener, Visit};
use enchufe::peer::{addresses_of_localhost, every_byte, let_time_pass, no_such_name};
use enchufe::transcript::Stream;
use enchufe::verdict::{Awaited, Check, Ended, Failure, Measure, Outcome, Place, Problem, Reason, Shown};
use enchufe::{Program, Running, clock, lab_error, late_each_time, program, skip, took_at_most};

static PROGRAM: Program = program!("tcp-client");

/// What the server of the class notes says.
const GREETING: &[u8] = b"Gracias por conectarte\n";

/// Two lines, the second without an end: who stops at a line or at a piece has not heard it all.
const TWO_LINES: &[u8] = b"uno, dos y tres\ncuatro, cinco y seis";

/// Long enough that no honest program runs into it here, short enough to be awaited in a test.
const LIMIT: Duration = Duration::from_millis(300);

/// So long that no program runs into it, however late the lab is: for the rules that are not about time.
const AMPLE: Duration = Duration::from_secs(60);

/// The program under test, connected to a server of the lab.
fn connected() -> (Running, Conn) {
    let mut server = Listener::bind();
    let client = PROGRAM.arg(server.addr()).timeout(AMPLE).start();
    (client, server.accept())
}

#[test]
fn prints_every_byte_until_the_server_closes() {
    let (client, mut conn) = connected();
    let first_read = conn.drip(GREETING);
    let left_early = conn.was_refused();
    conn.close();
    ends_at_the_end_of_the_stream(&client, GREETING)
        .or_if(|end| end.said(Stream::Stderr, "fill") && !left_early, "waits-for-a-full-buffer")
        .printed(GREETING)
        .or_if(|printed| printed[..] == [GREETING, b"\n"].concat(), "changes-the-output")
        .or_if(|printed| printed.is_empty() && left_early, "empty-buffer")
        .or_if(|printed| printed.is_empty(), "unflushed-output")
        .or_if(|printed| *printed == first_read, "single-read")
        .or_if(|printed| left_early && printed[..] == [&first_read[..], b"\n"].concat(), "single-read")
        .or_if(|printed| printed.len() > GREETING.len() && is_padded(printed), "prints-the-whole-buffer");
}

#[test]
fn prints_the_same_wherever_the_stream_is_cut() {
    let said = "uno\r\ndos\nñandú\n".as_bytes();
    let (first_line, two_lines) = (b"uno\r\n", b"uno\r\ndos\n");
    for cut in 1..said.len() {
        let (client, mut conn) = connected();
        conn.split(said, cut);
        conn.close();
        ends_at_the_end_of_the_stream(&client, said)
            .or_if(|end| end.said(Stream::Stderr, "utf-8"), "lossy-text")
            .printed(said)
            .or_if(|printed| printed == first_line && cut != first_line.len(), "reads-one-line")
            .or_if(|printed| printed == two_lines && cut != two_lines.len(), "reads-one-line")
            .or_if(|printed| printed == &said[..cut], "single-read")
            .or_if(|printed| has_replaced_bytes(printed), "lossy-text");
    }
}

#[test]
fn prints_bytes_that_are_no_text() {
    let (client, mut conn) = connected();
    let said = every_byte();
    conn.send(&said);
    conn.close();
    client
        .ends_well()
        .or_if(|end| end.said(Stream::Stderr, "utf-8"), "lossy-text")
        .printed(&said)
        .or_if(|printed| has_replaced_bytes(printed), "lossy-text");
}

#[test]
fn adds_nothing_to_what_it_received() {
    let (client, mut conn) = connected();
    let said = b" \t\"hola\"\r\n\n fin ";
    conn.send(said);
    conn.close();
    // Both words are there, and none of the empty part of a buffer: what differs is what was put around them.
    let says_the_same =
        |printed: &Vec<u8>| contains(printed, b"hola") && contains(printed, b"fin") && !is_padded(printed);
    client.ends_well().printed(said).or_if(says_the_same, "changes-the-output");
}

#[test]
fn prints_nothing_when_the_server_closes_at_once() {
    let (client, conn) = connected();
    conn.close();
    ends_at_the_end_of_the_stream(&client, b"").printed(b"");
}

#[test]
fn sends_nothing() {
    let (client, mut conn) = connected();
    conn.send(GREETING);
    conn.wait_until_read();
    conn.half_close();
    conn.hears_then_end(b"").or_if(|heard| !heard.bytes.is_empty(), "speaks-first");
    client.ends_well().printed(GREETING);
}

#[test]
fn holds_only_a_little_of_a_long_stream() {
    const MIB: usize = 1 << 20;
    let (client, mut conn) = connected();
    conn.drip(b"x");
    let before = client.peak_memory();
    let said = [b"x".to_vec(), conn.flood(2019, 16 * MIB)].concat();
    conn.wait_until_read();
    let left_early = conn.was_refused();
    let after = client.peak_memory();
    conn.close();
    client.ends_well().printed(&said).or_if(
        // A whole buffer or more, so it was no line and no single read that made it stop.
        |printed| left_early && printed.len() >= 64 * 1024 && said.starts_with(printed),
        "stops-at-a-limit",
    );
    let Some((before, after)) = before.zip(after) else { return skip(&PROGRAM, Reason::NotMeasured(Measure::Memory)) };
    let grown = after.saturating_sub(before) as usize / MIB;
    let shown = |mib: usize| format!("{mib} MiB");
    let failure = (grown > 8).then(|| {
        Failure::new(Outcome::TooMuch, Awaited::Nothing).compare(
            Place::Measure(Measure::Memory),
            Shown::AtMost(shown(8)),
            Shown::Amount(shown(grown)),
        )
    });
    Check::new((), failure).or_if(|()| grown >= 14, "keeps-everything");
}

#[test]
fn goes_to_the_address_it_was_given() {
    let mut server = Listener::bind();
    let client = PROGRAM.arg(server.addr()).timeout(AMPLE).start();
    // The lab's server never refuses: who was refused called somebody else.
    let mut conn = server.accepts().or_if(was_refused, "fixed-address").conn();
    conn.send(GREETING);
    conn.close();
    client.ends_well().printed(GREETING);
}

#[test]
fn two_of_them_run_at_once() {
    let mut server = Listener::bind();
    let first = PROGRAM.arg(server.addr()).timeout(AMPLE).start();
    let mut first_conn = server.accept();
    let second = PROGRAM.arg(server.addr()).timeout(AMPLE).start();
    // The two addresses and ports of a connection make it one of its kind: the same port twice cannot be.
    let lacks_a_port = |visit: &Visit| matches!(visit, Visit::ProgramEnded(end) if end.said(Stream::Stderr, "address"));
    let mut second_conn = server.accepts().or_if(lacks_a_port, "fixed-local-port").conn();
    second_conn.send(b"dos\n");
    first_conn.send(b"uno\n");
    second_conn.close();
    second.ends_well().printed(b"dos\n");
    first_conn.close();
    first.ends_well().printed(b"uno\n");
}

#[test]
fn tries_each_address_of_a_name() {
    let addresses = addresses_of_localhost();
    let Some((last, others)) = addresses.split_last() else { return skip(&PROGRAM, Reason::NoLocalhost) };
    let mut server = Listener::bind_to((*last, 0).into());
    let port = server.addr().port();
    // At the other addresses of the name this port surely refuses.
    let _closed: Vec<Closed> =
        others.iter().filter(|other| *other != last).map(|other| Closed::bind_to((*other, port).into())).collect();
    // Who finds the server by its number and not by its name has a mistake that is about names.
    let by_number = PROGRAM.arg(server.addr()).timeout(AMPLE).start();
    server.accept().close();
    by_number.ends_well().printed(b"");
    let client = PROGRAM.arg(format!("localhost:{port}")).timeout(AMPLE).start();
    let mut conn =
        server.accepts().or_if(|visit| !others.is_empty() && was_refused(visit), "first-address-only").conn();
    conn.send(GREETING);
    conn.close();
    client.ends_well().printed(GREETING);
    if others.is_empty() {
        skip(&PROGRAM, Reason::OneAddressOfLocalhost);
    }
}

#[test]
fn connects_over_ipv6() {
    let Some(mut server) = Listener::bind_ipv6() else { return skip(&PROGRAM, Reason::NoIpv6) };
    let client = PROGRAM.arg(server.addr()).timeout(AMPLE).start();
    let mut conn = server.accepts().or_if(ended_before_it_called, "ipv4-only").conn();
    conn.send(GREETING);
    conn.close();
    client.ends_well().printed(GREETING);
}

#[test]
fn says_connection_refused() {
    let nobody = Closed::bind();
    let client = PROGRAM.arg(nobody.addr()).start();
    cannot_connect(&client, "connection refused");
}

#[test]
fn says_unknown_name() {
    let client = PROGRAM.arg(format!("{}:9001", no_such_name())).start();
    // `connect` and `bind` look names up too, but their error does not say so.
    let tells_others = || PROGRAM.arg(Closed::bind().addr()).start().ends().tokens() == ["connection refused"];
    fails(&client, "unknown name")
        .or_if(|end| end.code == Some(0), "hides-the-error")
        .or_if(|end| end.code == Some(1) && end.tokens().is_empty() && tells_others(), "failed-look-up-untold")
        .or_if(|end| end.code == Some(1) && end.tokens().is_empty(), "one-message-for-all-errors")
        .printed(b"")
        .or_if(|printed| !printed.is_empty(), "error-on-stdout");
}

#[test]
fn prints_what_came_before_a_reset() {
    let (client, mut conn) = connected();
    conn.split(TWO_LINES, 5);
    conn.wait_until_read();
    conn.abort();
    cannot_go_on(&client, "connection reset", TWO_LINES, Duration::ZERO)
        .or_if(|end| end.code == Some(1) && end.stdout == TWO_LINES, "one-message-for-all-errors")
        .printed(TWO_LINES)
        .or_if(|printed| printed.is_empty(), "discards-what-came");
}

#[test]
fn says_timed_out_when_nobody_answers_the_connect() {
    let Some(full) = Full::bind() else { return skip(&PROGRAM, Reason::NoFullBacklog) };
    let late = late_each_time(LIMIT, || {
        let client = PROGRAM.arg(full.addr()).timeout(LIMIT).start();
        let connecting = client.stopwatch();
        cannot_connect(&client, "timed out");
        connecting.time_until(client.ends().at)
    });
    if let Some(took) = late {
        // What it needs to start and to end is not what it waits.
        let nobody = Closed::bind();
        let refused = PROGRAM.arg(nobody.addr()).start();
        let starting = refused.stopwatch();
        refused.ends();
        took_at_most(took, LIMIT + starting.time()).or_if(|_| true, "gives-up-too-late");
    }
}

#[test]
fn says_timed_out_when_the_server_is_silent() {
    let late = late_each_time(LIMIT, || {
        let mut server = Listener::bind();
        let start = clock();
        let client = PROGRAM.arg(server.addr()).timeout(LIMIT).start();
        let _conn = server.accept();
        let silence = client.stopwatch();
        let waited = |end: &Ended| end.at - start >= LIMIT;
        let end = cannot_go_on(&client, "timed out", b"", Duration::ZERO)
            .or_if(|end| end.hung, "no-read-timeout")
            .or_if(|end| end.code == Some(1) && waited(end) && end.tokens().is_empty(), "one-message-for-all-errors")
            .get();
        let failure =
            (!waited(&end)).then(|| Failure::new(Outcome::WrongEnd, Awaited::End).too_soon(end.at - start, LIMIT));
        Check::new((), failure).get();
        silence.time_until(end.at)
    });
    if let Some(took) = late {
        took_at_most(took, LIMIT).or_if(|_| true, "gives-up-too-late");
    }
}

#[test]
fn prints_what_came_before_it_timed_out() {
    // Where the lab took longer than the limit itself, nothing is proved: it tries again with more time.
    for limit in [LIMIT, 4 * LIMIT, 16 * LIMIT] {
        let mut server = Listener::bind();
        let start = clock();
        let client = PROGRAM.arg(server.addr()).timeout(limit).start();
        let mut conn = server.accept();
        let since = clock() + limit;
        conn.send(TWO_LINES);
        if clock() - start < limit {
            cannot_go_on(&client, "timed out", TWO_LINES, since)
                .or_if(|end| end.hung, "no-read-timeout")
                .printed(TWO_LINES)
                .or_if(|printed| printed.is_empty(), "discards-what-came");
            return;
        }
        // It is waited for, so that its end is not taken for the end of the next.
        conn.close();
        client.ends();
    }
    lab_error(Problem::TooBusy);
}

#[test]
fn every_byte_starts_the_timeout_anew() {
    let said = b"unos";
    // On a busy machine the lab or the program may be late. Then nothing is proved, and it tries again with more time.
    for limit in [LIMIT, 4 * LIMIT, 16 * LIMIT] {
        let mut server = Listener::bind();
        let (mut last_byte, mut was_late) = (clock(), false);
        let client = PROGRAM.arg(server.addr()).timeout(limit).start();
        let mut conn = server.accept();
        for byte in said {
            if client.has_ended().is_none() {
                let this_byte = clock();
                conn.send(&[*byte]);
                // A program that could not read in time was not to blame for it either. And one that had run out of time
                // before this byte may not be known to have ended.
                conn.wait_until_read();
                was_late |= clock() >= last_byte + limit;
                last_byte = this_byte;
                let_time_pass(limit * 2 / 5);
            }
        }
        conn.close();
        let end = client.ends();
        was_late |= end.at >= last_byte + limit;
        if end.tokens() != ["timed out"] || !was_late {
            client.ends_well().or_if(|end| end.tokens() == ["timed out"], "total-timeout").printed(said);
            return;
        }
    }
    lab_error(Problem::TooBusy);
}

#[test]
fn uses_no_processor_time_while_it_waits() {
    let (client, mut conn) = connected();
    conn.drip(b"x");
    let Some(effort) = client.rests_for(LIMIT) else {
        return skip(&PROGRAM, Reason::NotMeasured(Measure::ProcessorTime));
    };
    effort.or_if(|_| client.has_ended().is_none(), "busy-wait");
    conn.close();
    client.ends_well().printed(b"x");
}

/// Expects an end with code 0 where the server has closed in good order.
fn ends_at_the_end_of_the_stream(client: &Running, said: &[u8]) -> Check<Ended> {
    let gave_up = |end: &Ended| end.code == Some(1) && end.stdout == said && !end.said(Stream::Stderr, "fill");
    client.ends_well().or_if(|end| end.hung, "ignores-end-of-stream").or_if(gave_up, "takes-the-end-for-an-error")
}

/// Expects an end with code 1, this word and no output, of a program that found nobody to talk to.
fn cannot_connect(client: &Running, token: &'static str) {
    fails(client, token)
        .or_if(|end| end.hung, "no-connect-timeout")
        .or_if(|end| end.code == Some(0), "hides-the-error")
        .or_if(|end| end.code == Some(1) && end.tokens().is_empty(), "one-message-for-all-errors")
        .printed(b"")
        .or_if(|printed| !printed.is_empty(), "error-on-stdout");
}

/// Expects an end with code 1 and this word, of a program that had heard `said` and met the error not before `since`.
fn cannot_go_on(client: &Running, token: &'static str, said: &[u8], since: Duration) -> Check<Ended> {
    // Who had printed all of it was still there when the error came.
    let heard_it_all = |end: &Ended| end.code == Some(0) && end.stdout == said && !said.is_empty() && end.at >= since;
    fails(client, token)
        .or_if(|end| heard_it_all(end) && end.stderr.is_empty(), "takes-an-error-for-the-end")
        .or_if(|end| end.code == Some(0) && !end.stderr.is_empty(), "hides-the-error")
}

/// Expects an end with code 1 and this word for the error.
fn fails(client: &Running, token: &'static str) -> Check<Ended> {
    client
        .fails_saying(token)
        .or_if(|end| end.panicked(), "panics-on-failure")
        .or_if(|end| !end.hung && end.said(Stream::Stdout, token), "error-on-stdout")
}

fn was_refused(visit: &Visit) -> bool {
    matches!(visit, Visit::ProgramEnded(end) if end.tokens() == ["connection refused"])
}

fn ended_before_it_called(visit: &Visit) -> bool {
    matches!(visit, Visit::ProgramEnded(end) if end.tokens() != ["connection refused"])
}

/// Whether bytes were replaced on their way through a text type: by the sign for what is no text (U+FFFD), or each byte
/// above 127 by the two bytes that its number has as a letter.
fn has_replaced_bytes(printed: &[u8]) -> bool {
    contains(printed, "\u{fffd}".as_bytes()) || contains(printed, "Ã".as_bytes())
}

/// Whether the empty part of a buffer was printed with the rest.
fn is_padded(printed: &[u8]) -> bool {
    printed.contains(&0)
}

fn contains(whole: &[u8], part: &[u8]) -> bool {
    whole.windows(part.len()).any(|window| window == part)
}
