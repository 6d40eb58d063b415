//! The graded tests of `ports`: rows of ports at which the lab listens, refuses, or says nothing at all.

use std::cell::LazyCell;
use std::net::{IpAddr, Ipv6Addr};
use std::time::Duration;

use enchufe::peer::tcp::{Closed, Conn, Visit};
use enchufe::peer::{
    addresses_of_localhost, any_ipv6_loopback_port, can_open, let_time_pass, no_such_name, own_loopback_address,
};
use enchufe::transcript::Stream;
use enchufe::verdict::{Awaited, Check, Ended, Failure, Measure, Outcome, Place, Problem, Reason, Shown};
use enchufe::{Call, Program, Running, clock, lab_error, program, skip, with_patience};

#[path = "ports/row.rs"]
mod row;

use row::Kind::{Closed as Shut, Open, Silent};
use row::{Kind, Row};

static PROGRAM: Program = program!("ports");

/// Long enough that every port of the lab answers within it, short enough to be awaited in a test.
const LIMIT: Duration = Duration::from_millis(250);

/// So long that no program runs into it at a port that answers, however busy the machine is.
const AMPLE: Duration = Duration::from_secs(9);

/// So long that nobody waits for its end.
const ENDLESS: Duration = Duration::from_secs(60);

/// How many connections a program may have at a time, those included that it is still trying to make.
const AT_A_TIME: usize = 128;

/// The pause between two looks at the program.
const GLANCE: Duration = Duration::from_millis(5);

#[test]
fn prints_a_line_for_each_open_port_and_no_other() {
    let row = row(&[Shut, Open, Shut, Open, Shut]);
    let program = row.scan().timeout(AMPLE).start();
    prints_lines_for(ends(&program).get(), &[row.port(1), row.port(3)])
        .or_if(|lines| lines.all.is_empty() && lines.end.said(Stream::Stderr, "2 open"), "unflushed-output")
        .or_if(|lines| lines.missing.is_empty(), "log-on-stdout");
}

#[test]
fn tries_every_port_of_the_range() {
    let mut three = row(&[Open, Open, Open]);
    let program = three.scan().timeout(AMPLE).start();
    let end = ends(&program).get();
    visits_all(&mut three, &end).or_if(|visited| *visited == [true, true, false], "leaves-out-the-last-port").get();
    // The last port of all, unless somebody else uses it.
    if let Some(mut last_two) = Row::from_port(65_534, &[Open, Open]) {
        let program = last_two.scan().timeout(AMPLE).start();
        let end =
            program.ends_well().or_if(|end| end.hung || end.said(Stream::Stderr, "overflow"), "counts-past-65535");
        visits_all(&mut last_two, &end.get()).get();
    }
}

#[test]
fn says_both_ends_of_each_connection() {
    let mut row = row(&[Open, Shut]);
    let program = row.scan().timeout(AMPLE).start();
    let end = ends(&program).get();
    let mut visitors: Vec<Conn> = std::iter::from_fn(|| row.visitor(0)).collect();
    let line = |conn: &Conn| format!("{}\t{}\t{}\n", row.port(0), conn.you(), conn.lab()).into_bytes();
    // Who connects twice may speak of either connection.
    let spoken_of = visitors.iter().find(|conn| line(conn) == end.stdout).or(visitors.first());
    let Some(conn) = spoken_of else { return drop(visits_all(&mut row, &end)) };
    let (port, own, other) = (row.port(0), conn.you(), conn.lab());
    let is = |end: &Ended, second: String, third: String| {
        String::from_utf8_lossy(&end.stdout).trim_end() == format!("{port}\t{second}\t{third}")
    };
    let failure = (end.stdout != line(conn)).then(|| {
        Failure::new(Outcome::WrongBytes, Awaited::Output).compare_bytes(Place::Stdout, &line(conn), &end.stdout)
    });
    Check::new(end, failure)
        .or_if(|end| is(end, other.to_string(), own.to_string()), "swaps-the-ends")
        .or_if(|end| is(end, own.ip().to_string(), other.to_string()), "leaves-out-its-own-port")
        .or_if(|end| is(end, own.ip().to_string(), other.ip().to_string()), "leaves-out-its-own-port")
        .or_if(|end| is(end, other.to_string(), other.to_string()), "leaves-out-its-own-port")
        .get();
    // It has ended: whatever it sent is there.
    for conn in &mut visitors {
        conn.hear_now().is(b"").get();
    }
}

#[test]
fn counts_open_and_closed_ports() {
    let row = row(&[Open, Shut, Shut, Open, Shut]);
    let program = row.scan().timeout(AMPLE).start();
    let counts = "2 open, 3 closed, 0 silent";
    let end = ends(&program)
        .remarked(counts)
        .or_if(|end| end.said(Stream::Stderr, "2 open, 0 closed, 3 silent"), "closed-as-silent")
        .or_if(|end| end.said(Stream::Stdout, counts), "log-on-stdout")
        .get();
    // The first number is one of its own, and not the end of another.
    let said = String::from_utf8_lossy(&end.stderr).to_lowercase();
    let before = said.split(counts).next().unwrap_or_default();
    let failure = before.ends_with(|letter: char| letter == '-' || letter.is_ascii_digit()).then(|| {
        let failure = Failure::new(Outcome::WrongEnd, Awaited::Output);
        failure.compare(Place::Stderr, Shown::Contains(counts.into()), Shown::Bytes(end.stderr.clone()))
    });
    Check::new((), failure).get();
}

#[test]
fn prints_the_ports_in_ascending_order() {
    if !can_open(AT_A_TIME) {
        return skip(&PROGRAM, Reason::FewOpenFiles);
    }
    // As numbers 9999 comes before 10000, as texts after it. Not everywhere are these ports free.
    if let Some(row) = Row::from_port(9_990, &[Open; 20]) {
        is_ascending(&row)
            .or_if(|ports| *ports == in_the_order_of_texts(&row), "sorts-numbers-as-text")
            .or_if(|ports| is_mixed(ports), "in-any-order")
            .get();
    }
    // Many answers at the same time come in an order of their own, now and then in the right one.
    let row = row(&[Open; 100]);
    let until = clock() + LIMIT;
    loop {
        is_ascending(&row).or_if(|ports| is_mixed(ports), "in-any-order").get();
        if clock() >= until {
            return;
        }
    }
}

#[test]
fn refuses_a_range_that_is_not_two_ports_in_order() {
    let row = row(&[Open, Shut, Shut]);
    let (first, last) = (row.port(0), row.port(2));
    let refuses = |range: String| refuses(&row, &range);
    // A port is not above itself.
    let one = row.scan_of(&format!("{first}-{first}")).timeout(AMPLE).start();
    ends(&one).get();
    refuses("uno-dos".into()).remarked("bad range").printed(b"").get();
    refuses(format!("{first}")).remarked("bad range").printed(b"").get();
    refuses(format!("{first}-")).remarked("bad range").printed(b"").get();
    refuses(format!("-{first}")).remarked("bad range").printed(b"").get();
    refuses(format!("{first}-{last}-{last}")).remarked("bad range").printed(b"").get();
    refuses(format!("{first} -{last}")).remarked("bad range").printed(b"").get();
    refuses(format!("{first}- {last}")).remarked("bad range").printed(b"").get();
    refuses("65535-65536".into()).remarked("bad range").printed(b"").get();
    let backwards = refuses(format!("{last}-{first}")).or_if(was_accepted, "accepts-a-backward-range");
    backwards.remarked("bad range").printed(b"").get();
    let from_0 = refuses("0-1".into()).or_if(was_accepted, "accepts-port-0");
    from_0.remarked("bad range").printed(b"").get();
    let signed = refuses(format!("+{first}-{last}")).or_if(was_accepted, "sign-in-a-number");
    signed.remarked("bad range").printed(b"").get();
    let signed = refuses(format!("{first}-+{last}")).or_if(was_accepted, "sign-in-a-number");
    signed.remarked("bad range").printed(b"").get();
}

#[test]
fn counts_a_port_that_does_not_answer_as_silent() {
    let Some(row) = Row::of(&[Open, Silent, Shut]) else { return skip(&PROGRAM, Reason::NoFullBacklog) };
    let start = clock();
    let program = row.scan().timeout(LIMIT).start();
    let end = ends(&program)
        .or_if(|end| end.hung, "no-connect-timeout")
        .remarked("1 open, 1 closed, 1 silent")
        .or_if(|end| end.said(Stream::Stderr, "1 open, 2 closed, 0 silent"), "silent-as-closed")
        .get();
    waited_for_an_answer(LIMIT, end.at - start);
}

#[test]
fn goes_on_while_a_port_is_silent() {
    // More ports than may be tried at a time stand between the silent one and the far one.
    let kinds = [&[Silent, Open][..], &[Shut; 140], &[Open, Shut]].concat();
    let (near, far) = (1, kinds.len() - 2);
    let Some(mut row) = long_row(&kinds) else { return };
    let program = row.scan().timeout(ENDLESS).start();
    // A thread that panicked goes on with nothing at all.
    let waits = |visit: &Visit| matches!(visit, Visit::Nobody) && !program.so_far().panicked();
    let at_the_far_one = row.server(far).accepts();
    if at_the_far_one.holds() {
        // Nobody else will see to the port beside the silent one: the far one was reached long after it.
        row.server(near).accepts().or_if(waits, "deals-the-ports-out").get();
        return;
    }
    let was_at_the_near_one = row.visitor(near).is_some();
    at_the_far_one
        .or_if(|visit| waits(visit) && was_at_the_near_one, "waits-for-the-whole-batch")
        .or_if(waits, "one-port-at-a-time");
}

#[test]
fn needs_less_than_4_timeouts_for_64_silent_ports() {
    let Some(all_closed) = long_row(&[Shut; 1024]) else { return };
    // Spread over the range, and many side by side.
    let is_silent = |index: usize| index % 32 == 31 || (512..543).contains(&index) || index == 0;
    let kinds: Vec<Kind> = (0..1024).map(|index| if is_silent(index) { Silent } else { Shut }).collect();
    let Some(row) = long_row(&kinds) else { return };
    // Where the lab itself came late nothing is proved: it tries again with more time.
    for limit in [400, 800].map(Duration::from_millis) {
        // What it takes on this machine, as busy as it is, when no port is silent.
        let start = clock();
        let work = ends(&all_closed.scan().timeout(AMPLE).start()).get().at - start;
        let start = clock();
        let program = row.scan().timeout(limit).start();
        let may_take = with_patience(4 * limit);
        // Who keeps within the rule is far from this, and who waits again and again is far beyond.
        let watched = watch_until(&program, &row, start + may_take * 3 / 2 + 4 * work);
        if program.has_ended().is_some() {
            waited_for_an_answer(limit, ends(&program).get().at - start);
            return;
        }
        let took = clock() - start;
        let is_well = !program.so_far().panicked();
        program.kill();
        if watched.lateness < limit / 4 {
            let failure = Failure::new(Outcome::TooMuch, Awaited::Nothing).too_late(took, may_take);
            let passes = LazyCell::new(passes_a_silent_port);
            Check::failed(watched, failure)
                .or_if(|watched| is_well && watched.most() == 1, "one-port-at-a-time")
                .or_if(|watched| is_well && watched.most() > 1 && *passes == Some(false), "waits-for-the-whole-batch")
                .or_if(
                    |watched| is_well && (2..16).contains(&watched.most()) && *passes == Some(true),
                    "too-few-at-a-time",
                )
                .or_if(|watched| is_well && watched.became_few() && *passes == Some(true), "deals-the-ports-out")
                .get();
        }
    }
    lab_error(Problem::TooBusy);
}

#[test]
fn has_at_most_128_connections_at_a_time() {
    // Ports that answer nothing: it can do no more than to try as many as it ever will.
    let Some(row) = long_row(&[Silent; 160]) else { return };
    let program = row.scan().timeout(ENDLESS).start();
    let Some(tried) = as_many_as_it_tries(&program, &row) else {
        return skip(&PROGRAM, Reason::NotMeasured(Measure::Connections));
    };
    program.still_runs().get();
    at_most_128(tried).or_if(|_| soon(&program, || connections(&program, &row) == Some(160)), "all-at-once").get();
    program.kill();
    drop(row);

    // Ports that are open, and a silent one so that it does not end: by then it has seen all the others.
    let Some(mut row) = long_row(&[&[Open; 140][..], &[Silent]].concat()) else { return };
    let program = row.scan().timeout(ENDLESS).start();
    for index in row.open() {
        row.server(index).accepts().get();
    }
    soon(&program, || connections(&program, &row).is_none_or(|count| count <= AT_A_TIME));
    let still_open = connections(&program, &row).unwrap_or_default();
    at_most_128(still_open).or_if(|count| *count >= 140, "keeps-connections-open").get();
    program.kill();
}

#[test]
fn works_over_ipv6() {
    if any_ipv6_loopback_port().is_none() {
        return skip(&PROGRAM, Reason::NoIpv6);
    }
    let localhost = IpAddr::V6(Ipv6Addr::LOCALHOST);
    let mut row = Row::at(localhost, &[Shut, Open]).expect("there is no silent port in this row");
    let program = row.scan().timeout(AMPLE).start();
    let end = ends(&program).or_if(|_| knows_only_ipv4(), "ipv4-only").get();
    visits_all(&mut row, &end).or_if(|_| knows_only_ipv4(), "ipv4-only").get();
    // The address at the other end has its brackets again, as everywhere where a port stands behind it.
    let other_end = format!("[::1]:{}", row.port(1));
    let lines = prints_lines_for(end, &[row.port(1)]).get();
    let failure = (!lines.end.said(Stream::Stdout, &other_end)).then(|| {
        let got = Shown::Bytes(lines.end.stdout.clone());
        let failure = Failure::new(Outcome::WrongBytes, Awaited::Output);
        failure.compare(Place::Stdout, Shown::Contains(other_end.into_bytes()), got)
    });
    drop(Check::new(lines, failure));
}

#[test]
fn tries_each_address_of_a_name() {
    let addresses = addresses_of_localhost();
    let Some((last, others)) = addresses.split_last() else { return skip(&PROGRAM, Reason::NoLocalhost) };
    let mut row = Row::at(*last, &[Open, Shut]).expect("there is no silent port in this row");
    // At the other addresses of the name this port surely refuses.
    let _closed: Vec<Closed> = others
        .iter()
        .filter(|other| *other != last)
        .map(|other| Closed::bind_to((*other, row.port(0)).into()))
        .collect();
    // Who finds the port by its number and not by its name has a mistake that is about names.
    let end = ends(&row.scan().timeout(AMPLE).start()).get();
    visits_all(&mut row, &end).get();
    let program = PROGRAM.arg("localhost").arg(row.range()).timeout(AMPLE).start();
    let end = ends(&program).get();
    visits_all(&mut row, &end).or_if(|_| !others.is_empty(), "first-address-only").get();
    if others.is_empty() {
        skip(&PROGRAM, Reason::OneAddressOfLocalhost);
    }
}

#[test]
fn says_unknown_name() {
    let program = PROGRAM.arg(no_such_name()).arg("9001-9002").start();
    program
        .fails_saying("unknown name")
        .or_if(Ended::panicked, "panics-on-failure")
        .or_if(|end| end.code == Some(0), "hides-the-error")
        .printed(b"");
}

#[test]
fn uses_no_processor_time_while_it_waits() {
    let Some(row) = Row::of(&[Silent, Shut]) else { return skip(&PROGRAM, Reason::NoFullBacklog) };
    let program = row.scan().timeout(ENDLESS).start();
    let has_begun = || program.has_ended().is_some() || connections(&program, &row) != Some(0);
    program.within(with_patience(Duration::from_secs(10)), has_begun);
    // Its other threads may still be starting: that is work, and no way of waiting.
    let_time_pass(LIMIT * 4 / 5);
    program.still_runs().get();
    let Some(effort) = program.rests_for(LIMIT) else {
        return skip(&PROGRAM, Reason::NotMeasured(Measure::ProcessorTime));
    };
    effort.or_if(|_| program.has_ended().is_none(), "busy-wait").get();
    program.kill();
}

/// A row without silent ports.
fn row(kinds: &[Kind]) -> Row {
    Row::of(kinds).expect("only a silent port may be impossible")
}

/// A row that takes an address of its own. Says why the rule is skipped where there can be none.
fn long_row(kinds: &[Kind]) -> Option<Row> {
    if own_loopback_address().is_none() {
        skip(&PROGRAM, Reason::OneLoopbackAddress);
        return None;
    }
    if !can_open(Row::sockets(kinds).max(AT_A_TIME)) {
        skip(&PROGRAM, Reason::FewOpenFiles);
        return None;
    }
    let row = Row::of(kinds);
    if row.is_none() {
        skip(&PROGRAM, Reason::NoFullBacklog);
    }
    row
}

/// Expects an end with code 0: what the ports of the lab answer is no reason to fail.
fn ends(program: &Running) -> Check<Ended> {
    program
        .ends_well()
        .or_if(|end| end.panicked() && end.said(Stream::Stderr, "refused"), "panics-on-failure")
        .or_if(|end| end.code == Some(1) && end.tokens() == ["connection refused"], "one-closed-port-ends-it")
}

/// The lines that a program printed, by the port that they begin with.
struct Lines {
    end: Ended,
    all: Vec<String>,
    /// Open ports that have no line.
    missing: Vec<u16>,
}

/// Expects a line for each of these ports and no other. What stands behind the port is another rule's matter.
fn prints_lines_for(end: Ended, open: &[u16]) -> Check<Lines> {
    let all: Vec<String> = String::from_utf8_lossy(&end.stdout).lines().map(str::to_owned).collect();
    let missing: Vec<u16> =
        open.iter().copied().filter(|port| !all.iter().any(|line| port_of(line) == Some(*port))).collect();
    let surplus = all.iter().find(|line| port_of(line).is_none_or(|port| !open.contains(&port)));
    let expected = match (missing.first(), surplus) {
        (Some(port), _) => Some(Shown::Contains(format!("{port}\t").into_bytes())),
        (None, Some(line)) => Some(Shown::ContainsNo(line.clone().into_bytes())),
        (None, None) => None,
    };
    let failure = expected.map(|expected| {
        let mut failure = Failure::new(Outcome::WrongBytes, Awaited::Output);
        failure.said = last_line(&end);
        let got = if end.stdout.is_empty() { Shown::Nothing } else { Shown::Bytes(end.stdout.clone()) };
        failure.compare(Place::Stdout, expected, got)
    });
    Check::new(Lines { end, all, missing }, failure)
}

/// The number that a line begins with.
fn port_of(line: &str) -> Option<u16> {
    let digits = line.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(line.len());
    line[..digits].parse().ok()
}

fn last_line(end: &Ended) -> String {
    String::from_utf8_lossy(&end.stderr).lines().last().unwrap_or_default().to_owned()
}

/// Expects that the program connected to every open port of a row. In their order: to which it did.
fn visits_all(row: &mut Row, end: &Ended) -> Check<Vec<bool>> {
    let open = row.open();
    let visited: Vec<bool> = open.iter().map(|index| row.visitor(*index).is_some()).collect();
    let left_out = open.iter().zip(&visited).find(|(_, visited)| !**visited);
    let failure = left_out.map(|(index, _)| {
        let mut failure = Failure::new(Outcome::EndedEarly, Awaited::Connection);
        failure.said = last_line(end);
        let addr = Shown::Address((row.ip(), row.port(*index)).into());
        failure.compare(Place::Measure(Measure::Connections), addr, Shown::Nothing)
    });
    Check::new(visited, failure)
}

/// Expects that the lines of a program for a row of open ports stand in ascending order.
fn is_ascending(row: &Row) -> Check<Vec<u16>> {
    let end = ends(&row.scan().timeout(AMPLE).start()).get();
    let is_its_own = |port: &u16| row.contains(row.ip(), *port);
    let ports: Vec<u16> = String::from_utf8_lossy(&end.stdout).lines().filter_map(port_of).filter(is_its_own).collect();
    let step = ports.windows(2).find(|two| two[0] >= two[1]);
    let failure = step.map(|two| {
        let numbers = |ports: &[u16]| Shown::Amount(ports.iter().map(u16::to_string).collect::<Vec<_>>().join(", "));
        let mut sorted = two.to_vec();
        sorted.sort_unstable();
        Failure::new(Outcome::WrongBytes, Awaited::Output).compare(Place::Stdout, numbers(&sorted), numbers(two))
    });
    Check::new(ports, failure)
}

/// The ports of a row as they come when they are sorted as texts.
fn in_the_order_of_texts(row: &Row) -> Vec<u16> {
    let mut texts: Vec<String> = row.open().iter().map(|index| row.port(*index).to_string()).collect();
    texts.sort();
    texts.iter().filter_map(|text| text.parse().ok()).collect()
}

/// Neither in order nor in the opposite order, though many are there.
fn is_mixed(ports: &[u16]) -> bool {
    ports.len() > 10 && ports.windows(2).any(|two| two[0] < two[1]) && ports.windows(2).any(|two| two[0] > two[1])
}

/// Expects that this range at the row's address is refused as wrong usage.
fn refuses(row: &Row, range: &str) -> Check<Ended> {
    let program = PROGRAM.arg(row.ip()).arg(range).timeout(LIMIT).start();
    let called_it_bad = |end: &Ended| end.code == Some(1) && end.said(Stream::Stderr, "bad range");
    program.ends_with_code(2).or_if(called_it_bad, "wrong-usage-as-failure")
}

/// Whether it went through the range.
fn was_accepted(end: &Ended) -> bool {
    end.code == Some(0)
}

/// Expects that the program waited as long as it was told to before it gave up on a silent port.
fn waited_for_an_answer(limit: Duration, waited: Duration) {
    let gave_up = waited < limit;
    let failure = gave_up.then(|| Failure::new(Outcome::WrongEnd, Awaited::End).too_soon(waited, limit));
    drop(Check::new((), failure));
}

/// How many connections to a row the program has, those included that it is still trying to make. `None` where the
/// kernel does not say.
fn connections(program: &Running, row: &Row) -> Option<usize> {
    let sockets = program.sockets()?;
    Some(sockets.iter().filter(|socket| row.contains(socket.remote.ip(), socket.remote.port())).count())
}

/// Watches the program until it tries no more connections than before, or too many, or ends.
fn as_many_as_it_tries(program: &Running, row: &Row) -> Option<usize> {
    let (mut most, mut since) = (0, clock());
    let all = program.stopwatch();
    while program.has_ended().is_none() && all.time() < with_patience(Duration::from_secs(10)) {
        let now = connections(program, row)?;
        if now > most {
            (most, since) = (now, clock());
        }
        if most > AT_A_TIME || (most > 0 && clock() > since + LIMIT) {
            break;
        }
        let_time_pass(GLANCE);
    }
    Some(most)
}

/// What was seen of a program that went through a row.
struct Watched {
    /// How late the lab itself came to look, at most.
    lateness: Duration,
    /// How many connections to the row it had or tried to make, from time to time.
    tried: Vec<usize>,
}

impl Watched {
    fn most(&self) -> usize {
        self.tried.iter().copied().max().unwrap_or_default()
    }

    /// Whether it waited for many ports together at first, and for a few at most in the last third of the time, though
    /// for one at least: those who were done had nothing more to do.
    fn became_few(&self) -> bool {
        let Some((_, end)) = self.tried.split_at_checked(self.tried.len() * 2 / 3) else { return false };
        self.most() > 24 && end.len() > 3 && end.iter().all(|count| (1..16).contains(count))
    }
}

/// Watches the program until it ends, or as long as this.
fn watch_until(program: &Running, row: &Row, until: Duration) -> Watched {
    let mut watched = Watched { lateness: Duration::ZERO, tried: Vec::new() };
    let mut next_look = clock();
    while program.has_ended().is_none() && clock() < until {
        // A look at its connections takes some time: less often.
        if clock() >= next_look {
            watched.tried.extend(connections(program, row));
            next_look = clock() + 10 * GLANCE;
        }
        let before = clock();
        let_time_pass(GLANCE);
        watched.lateness = watched.lateness.max(clock() - before);
    }
    watched
}

/// Whether a program that waits for a silent port gets to one that is far behind it. `None` if it does not even get to
/// the next one, or cannot be asked.
fn passes_a_silent_port() -> Option<bool> {
    let kinds = [&[Silent, Open][..], &[Shut; 140], &[Open, Shut]].concat();
    let far = kinds.len() - 2;
    let mut row = Row::of(&kinds)?;
    let program = row.scan().timeout(ENDLESS).start();
    let until = clock() + with_patience(Duration::from_secs(1));
    let mut is_there = false;
    while !is_there && clock() < until && program.has_ended().is_none() {
        let_time_pass(GLANCE);
        is_there = row.visitor(far).is_some();
    }
    program.kill();
    if is_there { Some(true) } else { row.visitor(1).map(|_| false) }
}

/// Waits until something holds, as long as the program may need. Whether it does.
fn soon(program: &Running, holds: impl Fn() -> bool) -> bool {
    program.within(with_patience(Duration::from_secs(1)), holds)
}

fn at_most_128(count: usize) -> Check<usize> {
    let failure = (count > AT_A_TIME).then(|| {
        Failure::new(Outcome::TooMuch, Awaited::Nothing).compare(
            Place::Measure(Measure::Connections),
            Shown::AtMost(AT_A_TIME.to_string()),
            Shown::Amount(count.to_string()),
        )
    });
    Check::new(count, failure)
}

/// Whether the same succeeds over IPv4, and it is not the brackets that make the difference.
fn knows_only_ipv4() -> bool {
    let reaches = |mut row: Row, call: Call| {
        let end = call.timeout(AMPLE).start().ends();
        end.code == Some(0) && row.visitor(1).is_some()
    };
    let over_ipv4 = row(&[Shut, Open]);
    let call = over_ipv4.scan();
    let localhost = IpAddr::V6(Ipv6Addr::LOCALHOST);
    let bare = Row::at(localhost, &[Shut, Open]).expect("there is no silent port in this row");
    let bare_call = PROGRAM.arg(localhost).arg(bare.range());
    reaches(over_ipv4, call) && !reaches(bare, bare_call)
}
