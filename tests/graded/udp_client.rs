//! The graded tests of `udp-client`: a server of the lab that it asks, or none, and strangers who were not asked.

use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::time::Duration;

use enchufe::peer::udp::{Datagram, LARGEST_DATAGRAM, Socket};
use enchufe::peer::{every_byte, let_time_pass, no_such_name};
use enchufe::transcript::Stream;
use enchufe::verdict::{Awaited, Check, Ended, Failure, Measure, Outcome, Place, Reason, Shown};
use enchufe::{Call, Finding, Program, Running, clock, late_each_time, program, skip, with_patience};

static PROGRAM: Program = program!("udp-client");

/// What the program asks, with letters of two bytes.
const QUESTION: &str = "Hola, te envío una señal.";

/// What the server of the class notes answers. It has no line end.
const ANSWER: &[u8] = "Aquí va mi respuesta para 127.0.0.1.".as_bytes();

/// What strangers say.
const LIE: &[u8] = b"No es verdad: son las tres.";

/// So long that no program runs into it, however late the lab is: for the rules that are not about time.
const AMPLE: Duration = Duration::from_secs(60);

/// So short that it can be awaited several times, each twice as long as the one before.
const STEP: Duration = Duration::from_millis(20);

/// So long that half of three such waits is more than a machine keeps a program waiting each time.
const FIRST_WAIT: Duration = Duration::from_millis(150);

/// So many that no program comes to their end, however late the lab is: the last wait is 2,048 times the first.
const MANY: u32 = 12;

/// How long the program is watched while nothing comes.
const SILENCE: Duration = Duration::from_millis(400);

/// The most that a system lets a program send without asking for more room first: macOS stops at 9,216 bytes.
const LARGEST: usize = if cfg!(target_os = "macos") { 9_216 } else { LARGEST_DATAGRAM };

#[test]
fn sends_its_text_in_one_datagram() {
    let server = Socket::bind();
    let client = asks(server.addr(), QUESTION).start();
    let with = |end: &str| [QUESTION, end].concat().into_bytes();
    let asked = server
        .is_asked_exactly(QUESTION.as_bytes())
        .or_if(|asked| says(asked, &with("\n")) || says(asked, &with("\r\n")), "answer-with-a-line-end");
    server.send(sender(asked), ANSWER);
    client.ends();

    let server = Socket::bind();
    let client = asks(server.addr(), "").start();
    // What has letters was sent, so it is the lack of them; unless it could not even begin.
    let began = || !client.so_far().panicked() && !client.so_far().said(Stream::Stderr, "in use");
    let asked = server.is_asked_exactly(b"").or_if(|asked| asked.is_none() && began(), "empty-text-not-sent");
    server.send(sender(asked), ANSWER);
}

#[test]
fn prints_the_answer_byte_for_byte() {
    let server = Socket::bind();
    let (client, you) = asked(&server);
    server.send(you, ANSWER);
    let said_more = |printed: &Vec<u8>| contains(printed, ANSWER) && !is_padded(printed);
    client
        .ends_well()
        .or_if(|end| end.hung && end.stdout == ANSWER && asked_again(&server), "asks-again-after-the-answer")
        .printed(ANSWER)
        .or_if(|printed| is_padded(printed), "prints-the-whole-buffer")
        .or_if(said_more, "changes-the-output")
        .or_if(|printed| has_replaced_bytes(printed), "lossy-text");
    server.hears_no_more().or_if(|_| waits_between_its_tries(), "asks-again-after-the-answer");

    let server = Socket::bind();
    let (client, you) = asked(&server);
    server.send(you, &every_byte());
    client
        .ends_well()
        .or_if(|end| end.said(Stream::Stderr, "utf-8"), "lossy-text")
        .printed(&every_byte())
        .or_if(|printed| has_replaced_bytes(printed), "lossy-text");
}

#[test]
fn takes_an_empty_answer_for_an_answer() {
    let server = Socket::bind();
    let (client, you) = asked(&server);
    server.send(you, b"");
    // Who has taken the first for an answer does not print the second.
    server.send(you, ANSWER);
    let end = client
        .ends_well()
        .or_if(|end| end.code == Some(1) && is_about_the_answer(end) && takes_an_answer(), "empty-answer-not-counted")
        .get();
    let failure = contains(&end.stdout, ANSWER).then(|| prints_instead(b"", &end.stdout));
    Check::new((), failure).or_if(|()| end.stdout.starts_with(ANSWER), "empty-answer-not-counted");
}

#[test]
fn prints_answers_of_up_to_65507_bytes() {
    for size in [600, 1_500, 5_000, LARGEST] {
        let server = Socket::bind();
        let (client, you) = asked(&server);
        let said = text(size);
        server.send(you, &said);
        // There is no line end in it, and a datagram comes whole: only a buffer can have cut it.
        let was_cut = |printed: &Vec<u8>| !printed.is_empty() && said.starts_with(printed);
        prints(client.ends_well(), &said).or_if(was_cut, "small-buffer");
    }
}

#[test]
fn asks_again_the_same_from_the_same_port() {
    let server = Socket::bind();
    let client = asks_soon_again(server.addr(), 2 * STEP).start();
    let first = question(server.is_asked());
    let is_idle = || client.has_ended().is_none() && !client.findings().contains(&Finding::Busy);
    let came_from_elsewhere = |again: &Datagram| again.from != first.from && again.bytes == first.bytes;
    server
        .is_asked_again(&first)
        .or_if(|again| again.is_none() && gave_up(&client), "gives-up-after-one-try")
        .or_if(|again| again.is_none() && is_idle(), "no-read-timeout")
        .or_if(|again| again.as_ref().is_some_and(came_from_elsewhere), "new-socket-for-each-try")
        .get();
    // It answers the first try, though the program cannot tell.
    server.send(first.from, ANSWER);
    prints(client.ends_well(), ANSWER);
}

#[test]
fn doubles_its_wait_with_every_try() {
    let server = Socket::bind();
    let start = clock();
    let client = asks_soon_again(server.addr(), STEP).start();
    let mut last = question(server.is_asked());
    let mut heard = vec![clock()];
    while heard.len() < 5 {
        last = question(server.is_asked());
        heard.push(clock());
    }
    // Each wait twice the one before: the last two take four times as long as the first two.
    let hardly_grow = heard[4] - heard[2] < 3 * (heard[2] - heard[0]) || heard[4] - heard[0] < STEP;
    // The lab hears late, never early, and the program began after `start`: what it measures is rather too much.
    for (waits, heard) in [1, 3, 7, 15].into_iter().zip(&heard[1..]) {
        waited_at_least(STEP * waits, *heard - start).or_if(|_| hardly_grow, "no-back-off");
    }
    server.send(last.from, ANSWER);
    prints(client.ends_well(), ANSWER);
}

#[test]
fn waits_no_longer_than_it_was_told() {
    let (_, took) = three_waits(STEP);
    if took < 7 * STEP * 5 / 4 {
        return;
    }
    // Too much, or a busy machine.
    let (told, mut first) = (7 * FIRST_WAIT, Duration::ZERO);
    let late = late_each_time(told * 3 / 4, || {
        let (first_one, took) = three_waits(FIRST_WAIT);
        first = first_one;
        took
    });
    let failure = late
        .filter(|took| *took > with_patience(told * 3 / 2))
        .map(|took| Failure::new(Outcome::TooMuch, Awaited::Nothing).too_late(took, told));
    let (begins_late, seem_doubled) = (first > FIRST_WAIT * 3 / 2, late.is_some_and(|took| took < told * 5 / 2));
    Check::new((), failure)
        .or_if(|()| begins_late && seem_doubled, "doubles-before-it-waits")
        .or_if(|()| !begins_late, "waits-longer-than-told");
}

/// How long the first of its waits takes, and the first three together, which are seven times what it was told: both on
/// its own time.
fn three_waits(told: Duration) -> (Duration, Duration) {
    let server = Socket::bind();
    let client = asks_soon_again(server.addr(), told).start();
    server.is_asked().get();
    let waiting = client.stopwatch();
    server.is_asked().get();
    let first = waiting.time();
    server.is_asked().get();
    let last = question(server.is_asked());
    let took = waiting.time();
    server.send(last.from, ANSWER);
    prints(client.ends_well(), ANSWER).get();
    (first, took)
}

#[test]
fn waits_also_after_its_last_try() {
    let server = Socket::bind();
    let client = asks(server.addr(), QUESTION).arg("--tries").arg(1).start();
    server.send(sender(server.is_asked()), ANSWER);
    let end = client.ends_well().or_if(
        |end| end.tokens() == ["timed out"] && end.stdout.is_empty() && waits_between_its_tries(),
        "does-not-wait-after-the-last-try",
    );
    prints(end, ANSWER);
}

#[test]
fn says_timed_out_after_as_many_tries_as_it_was_told() {
    const TRIES: usize = 3;
    let server = Socket::bind();
    let client = asks_with(server.addr(), QUESTION, STEP / 2, TRIES as u32).start();
    server.is_asked().get();
    let mut count = 1;
    // Two more than it may send are enough to see that it does not count.
    while count < TRIES + 2 && server.hear().is_some() {
        count += 1;
    }
    let ended = client.has_ended().is_some();
    let is_near = gave_up(&client) && (count == TRIES - 1 || count == TRIES + 1);
    let never_ends = !ended && count == TRIES + 2;
    let failure = (count != TRIES && (ended || count > TRIES)).then(|| {
        let outcome = if count > TRIES { Outcome::TooMuch } else { Outcome::WrongEnd };
        let shown = |count: usize| Shown::Amount(count.to_string());
        let failure = Failure::new(outcome, Awaited::Question);
        failure.compare(Place::Measure(Measure::Datagrams), shown(TRIES), shown(count))
    });
    Check::new((), failure).or_if(|()| is_near || never_ends, "wrong-number-of-tries").get();
    fails(&client, "timed out")
        .or_if(|end| end.code == Some(0), "hides-the-error")
        .or_if(|end| end.code == Some(1) && end.tokens().is_empty(), "one-message-for-all-errors")
        .printed(b"")
        .get();

    // Its first try meets silence, and the last nobody: not every try was refused.
    let server = Socket::bind();
    let start = clock();
    let client = asks_with(server.addr(), QUESTION, 3 * STEP, 2).start();
    server.is_asked().get();
    server.leave();
    let waited = client.ends().at - start;
    fails(&client, "timed out")
        .or_if(|end| end.code == Some(0), "hides-the-error")
        .or_if(
            |end| end.tokens() == ["connection refused"] && waited >= 9 * STEP && waits_out_a_refusal(),
            "one-refusal-for-all",
        )
        .printed(b"");
}

#[test]
fn ignores_answers_from_anyone_else() {
    let server = Socket::bind();
    let at_another_port = Socket::bind();
    let (client, you) = asked(&server);
    at_another_port.send(you, LIE);
    server.send(you, ANSWER);
    prints_no_lie(&client).or_if(|printed| contains(printed, LIE), "believes-strangers");

    let Some((server, at_another_address)) = two_with_one_port() else {
        return skip(&PROGRAM, Reason::OneLoopbackAddress);
    };
    let (client, you) = asked(&server);
    at_another_address.send(you, LIE);
    server.send(you, ANSWER);
    prints_no_lie(&client).or_if(|printed| contains(printed, LIE), "believes-strangers");
}

#[test]
fn strangers_do_not_move_its_clock() {
    let stranger = Socket::bind();
    // It has a minute: whoever asks again at once was moved by the stranger.
    let server = Socket::bind();
    let (client, you) = asked(&server);
    stranger.send(you, LIE);
    stranger.send(you, LIE);
    server.send(you, ANSWER);
    prints(client.ends_well(), ANSWER);
    server.hears_no_more().or_if(|_| asks_once_if_answered(), "strangers-move-the-clock");

    // Its wait is over soon, and the stranger leaves it no silence as long as that.
    let server = Socket::bind();
    let client = asks_soon_again(server.addr(), 5 * STEP).start();
    let you = sender(server.is_asked());
    let again = server.is_asked_amid(STEP / 2, || stranger.send(you, LIE)).or_if(
        |again| again.is_none() && client.has_ended().is_none() && asks_again_in_silence(),
        "strangers-move-the-clock",
    );
    server.send(sender(again), ANSWER);
    prints(client.ends_well(), ANSWER);
}

#[test]
fn goes_on_when_the_port_is_closed() {
    let server = Socket::bind();
    let start = clock();
    let client = asks_soon_again(server.addr(), STEP).start();
    let first = question(server.is_asked());
    // The lab comes back for this port only: whoever asks from another each time would not be heard.
    let came_from_elsewhere = |again: &Datagram| again.from != first.from && again.bytes == first.bytes;
    let you = sender(
        server
            .is_asked_again(&first)
            .or_if(|again| again.as_ref().is_some_and(came_from_elsewhere), "new-socket-for-each-try"),
    );
    server.leave();
    // Its next try finds nobody, and perhaps the one after that.
    let_time_pass(4 * STEP);
    // Too soon for anybody who waits between the tries.
    let gave_up = client.has_ended().filter(|end| end.code == Some(1) && end.at - start < STEP * (MANY - 2));
    let was_told = gave_up.as_ref().is_some_and(|end| end.tokens() == ["connection refused"]);
    server.come_back_for(you);
    server
        .is_asked()
        .or_if(|again| again.is_none() && was_told, "refusal-cuts-the-wait")
        .or_if(
            |again| again.is_none() && gave_up.is_some() && client.ends().code == Some(1) && asks_again_in_silence(),
            "refusal-cuts-the-wait",
        )
        .get();
    server.send(you, ANSWER);
    prints(client.ends_well(), ANSWER);
}

#[test]
fn says_connection_refused_or_timed_out_when_nobody_is_there() {
    let nobody = Socket::bind();
    nobody.leave();
    let start = clock();
    let first_wait = 3 * STEP;
    let client = asks_with(nobody.addr(), QUESTION, first_wait, 2).start();
    // Which of the two it can know depends on its kind of socket.
    let end = client.ends();
    let was_told = [Stream::Stderr, Stream::Stdout].into_iter().any(|stream| end.said(stream, "connection refused"));
    let end = fails(&client, if was_told { "connection refused" } else { "timed out" })
        .or_if(|end| end.code == Some(0), "hides-the-error")
        .get();
    let waited = end.at - start;
    Check::held(end).printed(b"");
    waited_at_least(3 * first_wait, waited)
        .or_if(|waited| was_told && *waited < first_wait && waits_between_its_tries(), "refusal-cuts-the-wait");
}

#[test]
fn says_too_long_when_its_text_does_not_fit() {
    if cfg!(windows) {
        // A command line has at most 32,767 letters there.
        return skip(&PROGRAM, Reason::ShortCommandLine);
    }
    let server = Socket::bind();
    let fits = text(LARGEST);
    let client = asks(server.addr(), &String::from_utf8_lossy(&fits)).start();
    let too_long = text(LARGEST_DATAGRAM + 1);
    let is_part = |asked: &Option<Datagram>| {
        asked.as_ref().is_some_and(|asked| !asked.bytes.is_empty() && too_long.starts_with(&asked.bytes))
    };
    let asked = server.is_asked_exactly(&fits).or_if(is_part, "question-not-whole");
    server.send(sender(asked), ANSWER);
    client.ends();

    let server = Socket::bind();
    let client = asks_with(server.addr(), &String::from_utf8_lossy(&too_long), STEP / 4, 2).start();
    client.ends();
    let sent = server.hear_now(Duration::from_millis(1));
    let end = fails(&client, "too long")
        .or_if(|_| is_part(&sent), "question-not-whole")
        .or_if(|end| end.tokens() == ["timed out"] && sent.is_none(), "send-error-taken-for-silence")
        .get();
    // The system's own text for this error has the word in it, which says nothing of the kind of the error.
    let failure = (!is_said_by_the_program(&end)).then(|| {
        let mut failure = Failure::new(Outcome::WrongEnd, Awaited::End);
        failure.said = end.last_words();
        failure.compare(Place::Stderr, Shown::Tokens(vec!["too long".to_owned()]), Shown::Tokens(Vec::new()))
    });
    Check::new(end, failure).or_if(|end| end.said(Stream::Stderr, ": failed ("), "error-of-another-kind").printed(b"");
}

#[test]
fn says_unknown_name() {
    let client = asks(format!("{}:9001", no_such_name()), QUESTION).start();
    // `connect` and `send_to` look names up too, but their error does not say so.
    let tells_others = || {
        let server = Socket::bind();
        asks_with(server.addr(), QUESTION, STEP / 4, 1).start().ends().tokens() == ["timed out"]
    };
    fails(&client, "unknown name")
        .or_if(|end| end.code == Some(0), "hides-the-error")
        .or_if(|end| end.code == Some(1) && end.tokens().is_empty() && tells_others(), "failed-look-up-untold")
        .or_if(|end| end.code == Some(1) && end.tokens().is_empty(), "one-message-for-all-errors")
        .printed(b"");
}

#[test]
fn asks_over_ipv6() {
    let Some(server) = Socket::bind_ipv6() else { return skip(&PROGRAM, Reason::NoIpv6) };
    let client = asks(server.addr(), QUESTION).start();
    // `ends` takes note of its end, which is then no reason for what the next program does.
    let left = || client.has_ended().is_some() && !client.ends().hung;
    let asked = server.is_asked().or_if(|asked| asked.is_none() && left() && takes_an_answer(), "ipv4-only");
    server.send(sender(asked), ANSWER);
    prints(client.ends_well(), ANSWER);

    // The same address, written at length.
    let Some(server) = Socket::bind_ipv6() else { return skip(&PROGRAM, Reason::NoIpv6) };
    let client = asks(format!("[0:0:0:0:0:0:0:1]:{}", server.addr().port()), QUESTION).start();
    server.send(sender(server.is_asked()), ANSWER);
    let end = client.ends_well().or_if(|end| end.hung && end.stdout.is_empty(), "compares-addresses-as-text");
    prints(end, ANSWER);
}

#[test]
fn two_of_them_run_at_once() {
    let server = Socket::bind();
    // A port that the system chooses is free.
    let lacks_a_port = |asked: &Option<Datagram>, client: &Running| {
        asked.is_none() && client.has_ended().is_some_and(|end| end.said(Stream::Stderr, "in use"))
    };
    let first = asks(server.addr(), QUESTION).start();
    let one = sender(server.is_asked().or_if(|asked| lacks_a_port(asked, &first), "fixed-local-port"));
    let second = asks(server.addr(), QUESTION).start();
    let other = sender(server.is_asked().or_if(|asked| lacks_a_port(asked, &second), "fixed-local-port"));
    let share_a_port = one == other && first.has_ended().is_none();
    let failure = share_a_port.then(|| {
        let failure = Failure::new(Outcome::WrongBytes, Awaited::Sender);
        failure.compare(Place::SenderOf(server.label()), Shown::AnotherAddress(one), Shown::Address(other))
    });
    Check::new((), failure).or_if(|()| waits_between_its_tries(), "fixed-local-port").get();
    server.send(other, b"dos");
    prints(second.ends_well(), b"dos");
    server.send(one, b"uno");
    prints(first.ends_well(), b"uno");
}

#[test]
fn uses_no_processor_time_while_it_waits() {
    let server = Socket::bind();
    let (client, you) = asked(&server);
    let Some(effort) = client.rests_for(SILENCE) else {
        return skip(&PROGRAM, Reason::NotMeasured(Measure::ProcessorTime));
    };
    effort.or_if(|_| client.has_ended().is_none() && !asked_again(&server), "busy-wait");
    server.send(you, ANSWER);
    prints(client.ends_well(), ANSWER);
}

/// A call that waits for a minute before it asks again.
fn asks(addr: impl std::fmt::Display, text: &str) -> Call {
    PROGRAM.arg(addr).arg(text).timeout(AMPLE)
}

/// A call that asks again soon, and does not give up.
fn asks_soon_again(addr: SocketAddr, timeout: Duration) -> Call {
    asks_with(addr, QUESTION, timeout, MANY)
}

fn asks_with(addr: SocketAddr, text: &str, timeout: Duration, tries: u32) -> Call {
    PROGRAM.arg(addr).arg(text).timeout(timeout).arg("--tries").arg(tries)
}

/// The program after it has asked this server and while it waits for a minute, and its address.
fn asked(server: &Socket) -> (Running, SocketAddr) {
    let client = asks(server.addr(), QUESTION).start();
    let you = sender(server.is_asked());
    (client, you)
}

/// The question that came. Fails where none came, or another than the expected one.
fn question(asked: Check<Option<Datagram>>) -> Datagram {
    asked.get().unwrap_or_else(|| unreachable!("a question that is as expected has come"))
}

/// The address that a question came from. Fails as `question` does.
fn sender(asked: Check<Option<Datagram>>) -> SocketAddr {
    question(asked).from
}

/// Expects this answer in the output of a program that ended as it should. What else it prints is another rule's
/// business.
fn prints(end: Check<Ended>, answer: &[u8]) -> Check<Vec<u8>> {
    let end = end.get();
    let failure = (!contains(&end.stdout, answer)).then(|| prints_instead(answer, &end.stdout));
    Check::new(end.stdout, failure)
}

/// The same after a stranger has spoken too: of that there is nothing in the output.
fn prints_no_lie(client: &Running) -> Check<Vec<u8>> {
    let printed = client.ends_well().get().stdout;
    let holds = contains(&printed, ANSWER) && !contains(&printed, LIE);
    let failure = (!holds).then(|| prints_instead(ANSWER, &printed));
    Check::new(printed, failure)
}

fn prints_instead(expected: &[u8], got: &[u8]) -> Failure {
    Failure::new(Outcome::WrongBytes, Awaited::Output).compare_bytes(Place::Stdout, expected, got)
}

/// Expects an end with code 1 and this word for the error.
fn fails(client: &Running, token: &'static str) -> Check<Ended> {
    client
        .fails_saying(token)
        .or_if(|end| end.panicked(), "panics-on-failure")
        .or_if(|end| !end.hung && end.said(Stream::Stdout, token), "error-on-stdout")
}

/// Whether `too long` is in the error line as the program's own word, and not only in a text that it passes on: the
/// system's own, or one behind the `failed` of an error of no kind that the workbook has a word for.
fn is_said_by_the_program(end: &Ended) -> bool {
    let said = String::from_utf8_lossy(&end.stderr).to_lowercase().replace("message too long", "");
    said.split(": failed (").next().is_some_and(|own| own.contains("too long"))
}

/// Expects a wait at least this long. An eighth is allowed for clocks that are read in whole milliseconds.
fn waited_at_least(expected: Duration, waited: Duration) -> Check<Duration> {
    let gave_up = waited < expected * 7 / 8;
    let failure = gave_up.then(|| Failure::new(Outcome::WrongEnd, Awaited::End).too_soon(waited, expected));
    Check::new(waited, failure)
}

/// Whether it ended because it had waited long enough.
fn gave_up(client: &Running) -> bool {
    client.has_ended().is_some_and(|end| end.code == Some(1) && end.tokens() == ["timed out"])
}

/// Whether it printed nothing, and said something else than that nobody had answered.
fn is_about_the_answer(end: &Ended) -> bool {
    end.stdout.is_empty() && !end.tokens().iter().any(|token| ["timed out", "connection refused"].contains(token))
}

/// Whether it is quiet after its first try when it has a minute.
fn waits_between_its_tries() -> bool {
    let server = Socket::bind();
    let client = asks(server.addr(), QUESTION).start();
    server.hear().is_some() && server.hear_now(2 * STEP).is_none() && client.has_ended().is_none()
}

/// Whether it is quiet also after the answer.
fn asks_once_if_answered() -> bool {
    let server = Socket::bind();
    let client = asks(server.addr(), QUESTION).start();
    let Some(asked) = server.hear() else { return false };
    if server.hear_now(2 * STEP).is_some() {
        return false;
    }
    server.send(asked.from, ANSWER);
    client.ends().code == Some(0) && server.hear_now(STEP / 2).is_none()
}

/// Whether it waits and asks again when nobody says anything.
fn asks_again_in_silence() -> bool {
    let server = Socket::bind();
    let client = asks_soon_again(server.addr(), STEP).start();
    let asks_twice = server.hear().is_some() && server.hear().is_some();
    asks_twice && client.has_ended().is_none() && waits_between_its_tries()
}

/// Whether it waits as long as it was told also when nobody is there.
fn waits_out_a_refusal() -> bool {
    let nobody = Socket::bind();
    nobody.leave();
    let start = clock();
    let end = asks_with(nobody.addr(), QUESTION, 3 * STEP, 2).start().ends();
    end.tokens() == ["connection refused"] && end.at - start >= 9 * STEP
}

/// Whether it prints an ordinary answer.
fn takes_an_answer() -> bool {
    let server = Socket::bind();
    let client = asks(server.addr(), QUESTION).start();
    let Some(asked) = server.hear() else { return false };
    server.send(asked.from, ANSWER);
    contains(&client.ends().stdout, ANSWER)
}

/// Whether the same question has come once more.
fn asked_again(server: &Socket) -> bool {
    server.hear_now(Duration::from_millis(1)).is_some_and(|datagram| datagram.bytes == QUESTION.as_bytes())
}

/// Two sockets with the same port at two addresses of this machine. `None` where there is only one: all of 127/8 is
/// this machine (RFC 1122 §3.2.1.3), but macOS has one address of it.
fn two_with_one_port() -> Option<(Socket, Socket)> {
    // The port may be taken at the other address.
    (0..5).find_map(|_| {
        let one = Socket::bind();
        let other = SocketAddr::from((Ipv4Addr::new(127, 0, 0, 2), one.addr().port()));
        let is_free = UdpSocket::bind(other).is_ok();
        is_free.then(|| (one, Socket::bind_to(other)))
    })
}

fn says(asked: &Option<Datagram>, bytes: &[u8]) -> bool {
    asked.as_ref().is_some_and(|asked| asked.bytes == bytes)
}

/// Text in which every place looks different, without zeros and without line ends.
fn text(size: usize) -> Vec<u8> {
    (0..).step_by(8).flat_map(|at: usize| format!("{at:07} ").into_bytes()).take(size).collect()
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
