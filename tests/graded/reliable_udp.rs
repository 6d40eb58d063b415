//! The graded tests of `reliable-udp`. In most of them the program is one side and the lab the other, so that the lab
//! can be late, wrong and foreign at will; in the last one two programs meet over a path that loses datagrams.

#[path = "reliable_udp/protocol.rs"]
mod protocol;
#[path = "reliable_udp/sides.rs"]
mod sides;

use std::net::SocketAddr;
use std::time::Duration;

use enchufe::peer::relay::{Direction, Fate, Odds, Plan, Relay};
use enchufe::peer::udp::{Datagram, Socket};
use enchufe::peer::{
    addresses_of_localhost, any_ipv6_loopback_port, any_loopback_port, every_byte, let_time_pass, no_such_name, noise,
};
use enchufe::transcript::Stream;
use enchufe::verdict::{Awaited, Check, Ended, Failure, Measure, Outcome, Place, Problem, Reason, Shown};
use enchufe::{Call, Finding, Program, Running, clock, lab_error, late_each_time, program, skip};

use protocol::{ACKNOWLEDGEMENT, DATA, END, LARGEST, acknowledgement, data, datagram, end};
use sides::{Receiver, Sender, ms};

static PROGRAM: Program = program!("reliable-udp");

/// MS where nothing gets lost: nobody has to repeat anything, also on a busy machine.
const UNHURRIED: u64 = 300;

/// MS for a receiver whose end is awaited: it stays for twice as long.
const BRIEF: u64 = 50;

/// MS where nothing is repeated as long as the test lasts.
const AMPLE: Duration = Duration::from_secs(60);

/// `--tries` where waits are short and the rule is not about their number: a lab that is late finds no sender that has
/// given up.
const PATIENT: usize = 100;

/// For how long a program may go on that should have ended. A right one is done long before.
const LONG: u64 = 2_000;

/// How many datagrams come that must not hold the program up. A right one is done long before.
const MANY: usize = 300;

#[test]
fn sends_data_with_the_right_header() {
    const FIRST: u32 = 0x0102_0304;
    // A length whose two bytes differ, also if it is sent in smaller parts.
    let file = text(300);
    let mut lab = Receiver::of(&PROGRAM, &file, FIRST, |call| call.timeout(ms(UNHURRIED)));
    let part = |it: &Datagram| protocol::payload(&it.bytes).to_vec();
    let is_part = |it: &Datagram| !part(it).is_empty() && file.starts_with(&part(it));
    let is_swapped = |it: &Datagram| is_part(it) && protocol::is_little_endian(&it.bytes, &data(FIRST, &part(it)));
    let has_other_number = |it: &Datagram| {
        let message = protocol::read(&it.bytes);
        is_part(it) && message.is_some_and(|message| message.kind == DATA && message.number != FIRST)
    };
    let counts_its_header = |it: &Datagram| {
        let all = it.bytes.len() as u16;
        is_part(it) && it.bytes == protocol::with_length(DATA, FIRST, all, &part(it))
    };
    lab.hears_it()
        .or_if(|came| is(came, is_swapped), "wrong-byte-order")
        .or_if(|came| is(came, has_other_number), "another-first-number")
        .or_if(|came| is(came, counts_its_header), "header-in-the-length");
}

#[test]
fn sends_the_whole_file_and_then_the_end() {
    sends_all_of(&noise(1, 2_500));
    // A last block that is full, and no block at all.
    sends_all_of(&noise(2, 2 * LARGEST));
    sends_all_of(b"");
}

#[test]
fn acknowledges_each_number_and_writes_the_file() {
    const FIRST: u32 = 0x0102_0304;
    let parts = [noise(3, LARGEST), every_byte(), b"y el resto".to_vec()];
    let lab = Sender::to(&PROGRAM, |call| call.timeout(ms(BRIEF)).arg("--first").arg(FIRST));
    for (number, part) in (FIRST..).zip(&parts) {
        let right = acknowledgement(number);
        lab.gives(number, part)
            .or_if(|came| is(came, |it| it.bytes == acknowledgement(number + 1)), "acknowledges-the-next-number")
            .or_if(|came| is(came, |it| has_more_than(it, number)), "payload-in-an-acknowledgement")
            .or_if(|came| is(came, |it| protocol::is_little_endian(&it.bytes, &right)), "wrong-byte-order")
            .or_if(|came| is(came, |it| it.bytes == right), "answers-from-another-socket");
    }
    lab.gives_the_end(FIRST + 3).get();
    let line = lab.program.readiness().line + "\n";
    lab.program.ends_well().printed(line.as_bytes()).or_if(|it| it.starts_with(line.as_bytes()), "log-on-stdout");
    let sent = parts.concat();
    lab.shows(Some(&sent)).or_if(|file| file.as_ref().is_some_and(|file| is_lossy(file, &parts)), "lossy-text");
}

#[test]
fn sends_one_datagram_and_repeats_it_until_it_is_acknowledged() {
    let mut lab = Receiver::of(&PROGRAM, &noise(4, 2_500), 0, |call| patient(call, ms(20)));
    loop {
        let first = lab.hears_it().get().expect("it was heard");
        let (number, rest) = (lab.number, lab.rest().to_vec());
        let sent = protocol::read(&first.bytes).expect("it was right").payload.to_vec();
        let behind = &rest[sent.len()..];
        let says = |came: &Option<Datagram>, number: u32, part: &[u8]| {
            is(came, |it| it.from == first.from && it.bytes == data(number, part)) && !part.is_empty()
        };
        let next = |came: &Option<Datagram>| {
            let came = came.as_ref().map(|it| protocol::payload(&it.bytes)).unwrap_or_default();
            if behind.starts_with(came) { came.to_vec() } else { Vec::new() }
        };
        let program = lab.program.clone();
        let panicked = || program.has_ended().is_some_and(|end| end.panicked());
        lab.hears_it()
            .or_if(|came| says(came, number + 1, &next(came)), "sends-ahead")
            .or_if(|came| is(came, |it| it.bytes == end(number + 1)), "sends-ahead")
            .or_if(|came| says(came, number, &next(came)), "changes-what-it-repeats")
            .or_if(|came| says(came, number + 1, &sent), "changes-what-it-repeats")
            .or_if(|came| came.is_none() && !panicked(), "does-not-repeat")
            .get();
        if lab.acknowledges() {
            break;
        }
    }
    lab.program.ends_well();
}

#[test]
fn goes_on_when_the_port_is_closed_for_a_while() {
    // Its receiver is gone for a while. The system may say so, which acknowledges nothing.
    let limit = ms(20);
    let mut lab = Receiver::of(&PROGRAM, &noise(4, 2_500), 0, |call| patient(call, limit));
    repeats_what_nobody_acknowledges(&mut lab);
    lab.hears_it().get();
    let start = clock();
    lab.lab.leave();
    let_time_pass(limit * 4);
    lab.lab.come_back_for(lab.you());
    let program = lab.program.clone();
    // Too soon for anybody who waits between the tries.
    let gave_up = |end: Ended| end.code == Some(1) && end.at.saturating_sub(start) < limit * (PATIENT as u32);
    lab.hears_it()
        .or_if(|came| came.is_none() && program.has_ended().is_some_and(gave_up), "refusal-cuts-the-wait")
        .get();
    while !lab.acknowledges() {
        lab.hears_it().get();
    }
    lab.program.ends_well();
}

#[test]
fn waits_twice_as_long_each_time_up_to_eight_times() {
    let mut waits = Waits::measure(ms(8));
    // On a busy machine a short wait looks long. What looks wrong is looked at again, with waits that stand out.
    if waits.too_early().is_some() || waits.seem_equal() {
        waits = Waits::measure(ms(40));
    } else if waits.go_on_growing() {
        waits = Waits::measure(ms(8));
    } else if waits.begin_long() {
        waits = Waits::measure(ms(40));
    }
    let wrong_pause = || Failure::new(Outcome::WrongBytes, Awaited::Pause);
    let failure = waits.too_early().map(|(least, took)| wrong_pause().too_soon(took, least));
    Check::new((), failure).or_if(|()| waits.seem_equal(), "waits-no-longer").get();
    let failure = waits.begin_long().then(|| wrong_pause().too_late(waits.gaps()[0], waits.limit));
    Check::new((), failure)
        .or_if(|()| waits.before < waits.limit * 4 && !waits.go_on_growing(), "keeps-its-long-wait")
        .get();
    let too_late = || wrong_pause().too_late(waits.gaps()[TRIES - 2], waits.limit * 8);
    let failure = waits.go_on_growing().then(too_late);
    let grow = || waits.gaps()[TRIES - 4..].windows(2).all(|two| two[1] > two[0] * 4 / 3);
    Check::new((), failure).or_if(|()| grow(), "waits-ever-longer").get();

    if waits.begin_late() {
        let (limit, mut first) = (ms(100), [Duration::ZERO; 3]);
        // Half as long again as they should be, all three of them, in each of three tries.
        let late = late_each_time(limit * 3 / 4, || {
            first = first_waits(limit);
            first.into_iter().min().unwrap_or_default()
        });
        let failure = late.map(|_| wrong_pause().too_late(first[0], limit));
        let seem_doubled = || first.iter().all(|wait| *wait < limit * 5 / 2);
        Check::new((), failure).or_if(|()| seem_doubled(), "doubles-before-it-waits");
    }
}

/// The first three waits of a number on the program's own time, as what they make of the first: the second is twice as
/// long, and the third four times.
fn first_waits(limit: Duration) -> [Duration; 3] {
    let mut lab = Receiver::of(&PROGRAM, b"hola", 0, |call| patient(call, limit));
    let program = lab.program.clone();
    lab.hears_it().get();
    let waits = [1, 2, 4].map(|times| {
        let wait = program.stopwatch();
        lab.hears_it().get();
        wait.time() / times
    });
    program.kill();
    waits
}

/// When the sendings of one number were heard, counted from a moment before the first.
struct Waits {
    limit: Duration,
    at: Vec<Duration>,
    /// The first wait of the number before it.
    before: Duration,
}

/// How many sendings of that number are heard.
const TRIES: usize = 8;

impl Waits {
    fn measure(limit: Duration) -> Waits {
        let mut lab = Receiver::of(&PROGRAM, b"hola", 0, |call| patient(call, limit));
        // The number before it waits long already. The next one has nothing to do with that.
        lab.hears_it().get();
        let first = clock();
        lab.hears_it().get();
        let before = clock() - first;
        lab.hears_it().get();
        lab.hears_it().get();
        let start = clock();
        lab.acknowledges();
        let mut at = Vec::new();
        while at.len() < TRIES {
            lab.hears_it().get();
            at.push(clock() - start);
        }
        lab.program.kill();
        Waits { limit, at, before }
    }

    /// The first that came before its time, if any: how long it should have taken at least, and how long it took. It was
    /// sent after `start`, so the waits before it were not longer than they look from here.
    fn too_early(&self) -> Option<(Duration, Duration)> {
        let (mut least, mut early) = (Duration::ZERO, None);
        for (took, wait) in self.at.iter().zip([0, 1, 2, 4, 8, 8, 8, 8]) {
            least += self.limit * wait;
            early = early.or((*took < least * 9 / 10).then_some((least, *took)));
        }
        early
    }

    /// Whether even the last ones are more like the first than eight times as long.
    fn seem_equal(&self) -> bool {
        self.at[TRIES - 1] - self.at[TRIES - 5] < self.limit * 3 * 4
    }

    /// Whether the first three, which should be 1, 2 and 4 times as long as `limit`, are all like the longest allowed, and
    /// like one another: a busy machine makes waits longer, but not equal.
    fn begin_long(&self) -> bool {
        let gaps = &self.gaps()[..3];
        let longest = gaps.iter().max().copied().unwrap_or_default();
        gaps.iter().all(|gap| *gap > self.limit * 7 && *gap * 5 / 4 > longest)
    }

    /// Whether the first three, which should be 1, 2 and 4 times as long as `limit`, look longer together.
    fn begin_late(&self) -> bool {
        self.at[3] - self.at[0] > self.limit * 7 * 5 / 4
    }

    /// Whether the last two are far longer than the longest allowed. Without a limit they would be four and eight times
    /// as long.
    fn go_on_growing(&self) -> bool {
        let gaps = self.gaps();
        gaps[TRIES - 2] > self.limit * 8 * 4 && gaps[TRIES - 3] > self.limit * 8 * 2
    }

    fn gaps(&self) -> Vec<Duration> {
        self.at.windows(2).map(|two| two[1] - two[0]).collect()
    }
}

#[test]
fn gives_up_after_its_tries_and_says_timed_out() {
    // On a busy machine an answer to the last try may come too late. Then everything has more time.
    if !gives_up_after_four_tries(ms(12), false) {
        gives_up_after_four_tries(ms(100), true);
    }
}

/// False if the answer to the last try was not heard, unless this is the last word on it.
fn gives_up_after_four_tries(limit: Duration, is_final: bool) -> bool {
    const TRIES: usize = 4;
    // Each try has its wait, the last one too.
    let all_waits = limit * (1 + 2 + 4 + 8);
    let start = clock();
    let mut lab = Receiver::of(&PROGRAM, b"hola", 0, |call| call.timeout(limit).arg("--tries").arg(TRIES));
    let program = lab.program.clone();
    // One that sends a number only once has another problem.
    let gave_up = |sent: usize| sent > 1 && program.has_ended().is_some_and(|end| says_timed_out(&end));
    for sent in 0..TRIES {
        lab.hears_it().or_if(|_| gave_up(sent), "gives-up-too-early").get();
    }
    lab.acknowledges();
    let in_time = clock() < start + all_waits;
    let heard = lab.hear();
    if heard.is_none() && gave_up(TRIES) && !is_final {
        // Its end was looked at: it does not speak for the next one.
        program.ends();
        return false;
    }
    if heard.is_none() && !in_time {
        lab_error(Problem::TooBusy);
    }
    lab.judge(heard).or_if(|_| gave_up(TRIES), "gives-up-too-early").get();
    for sent in 1..TRIES {
        lab.hears_it().or_if(|_| gave_up(sent), "gives-up-too-early").get();
    }
    // One more would be one too many. Nothing more is the end of the program.
    let more = loop {
        if let Some(more) = lab.lab.hear_now(Duration::from_millis(5)) {
            break Some(more);
        }
        if program.has_ended().is_some() || clock() > start + all_waits + ms(LONG) {
            break lab.lab.hear_now(Duration::from_millis(1));
        }
    };
    let failure = more.as_ref().map(|more| {
        let failure = Failure::new(Outcome::TooMuch, Awaited::Sending);
        let (at_most, got) = (Shown::AtMost(TRIES.to_string()), Shown::Amount((TRIES + 1).to_string()));
        failure.compare(Place::Measure(Measure::Datagrams), at_most, got).compare(
            Place::From(lab.lab.label()),
            Shown::Nothing,
            Shown::Bytes(more.bytes.clone()),
        )
    });
    Check::new(more, failure).or_if(|more| is(more, |it| it.bytes == end(1)), "too-many-tries").get();
    program
        .fails_saying("timed out")
        .or_if(Ended::panicked, "panics-on-failure")
        .or_if(|end| end.code == Some(0), "hides-the-error")
        .get();
    true
}

/// A datagram for a number under way, and the mistake of a program that takes it for its acknowledgement.
type Wrong = (&'static str, fn(u32) -> Vec<u8>);

#[test]
fn ignores_all_but_the_acknowledgement_it_waits_for() {
    const FIRST: u32 = 0x80;
    let mut lab = Receiver::of(&PROGRAM, &noise(5, 15 * LARGEST), FIRST, |call| patient(call, ms(15)));
    let wrong: [Wrong; 11] = [
        ("takes-any-acknowledgement", |number| acknowledgement(number - 1)),
        ("takes-any-acknowledgement", |number| acknowledgement(number + 1)),
        ("header-unchecked", |number| data(number, b"")),
        ("header-unchecked", end),
        ("header-unchecked", |number| protocol::spoiled(acknowledgement(number), 0)),
        ("header-unchecked", |number| protocol::spoiled(acknowledgement(number), 5)),
        ("length-unchecked", |number| protocol::with_length(ACKNOWLEDGEMENT, number, 9, b"")),
        ("length-unchecked", |number| protocol::with_length(ACKNOWLEDGEMENT, number, 0, b"hola")),
        ("header-unchecked", |number| datagram(ACKNOWLEDGEMENT, number, b"hola")),
        ("length-unchecked", |number| acknowledgement(number)[..11].to_vec()),
        ("length-unchecked", |_| Vec::new()),
    ];
    repeats_what_nobody_acknowledges(&mut lab);
    for (mistake, wrong) in wrong {
        lab.hears_it().get();
        lab.lab.send(lab.you(), &wrong(lab.number));
        let program = lab.program.clone();
        let goes_on = goes_on_from(&lab);
        lab.hears_it()
            .or_if(goes_on, mistake)
            .or_if(|came| came.is_none() && reads_too_far(&program), "length-unchecked")
            .or_if(|came| came.is_none() && program.has_ended().is_some(), "bad-datagram-ends-it")
            .get();
        lab.acknowledges();
    }

    // All the while old acknowledgements come, faster than it repeats. A repetition proves something if they did; on a
    // busy machine some do not, so there are more.
    lab.hears_it().get();
    let (mut repeated, mut proved, mut sent, mut pause) = (0, false, clock(), Duration::ZERO);
    for _ in 0..MANY {
        lab.lab.send(lab.you(), &acknowledgement(lab.number - 1));
        pause = pause.max(clock() - sent);
        sent = clock();
        if let Some(heard) = lab.lab.hear_now(Duration::from_millis(4)) {
            lab.judge(Some(heard)).get();
            repeated += 1;
            proved |= pause.max(clock() - sent) < ms(15);
            pause = Duration::ZERO;
        }
        if proved || repeated == 5 {
            return;
        }
    }
    let failure = Failure::new(Outcome::Hangs, Awaited::Sending);
    let (at_least, got) = (Shown::AtLeast(5.to_string()), Shown::Amount(repeated.to_string()));
    Check::failed((), failure.compare(Place::Measure(Measure::Datagrams), at_least, got))
        .or_if(|()| repeated < 3 && lab.hear().is_some() && lab.hear().is_some(), "restarts-its-clock");
}

#[test]
fn repeats_nothing_before_its_wait_is_over() {
    const FIRST: u32 = 0x80;
    let stranger = Socket::bind();
    let mut lab = Receiver::of(&PROGRAM, &text(6 * LARGEST), FIRST, |call| call.timeout(AMPLE));
    // With nothing to ignore each number comes once. Then there is something each time, and right behind it the
    // acknowledgement: a repetition between two numbers was caused by what it should ignore.
    let mut last = lab.hears_it().get();
    lab.acknowledges();
    last = lab.hears_it_at_once().get().or(last);
    for turn in 0.. {
        let number = lab.number;
        match turn % 4 {
            0 => lab.lab.send(lab.you(), &acknowledgement(number - 1)),
            1 => lab.lab.send(lab.you(), &acknowledgement(number + 1)),
            2 => stranger.send(lab.you(), &acknowledgement(number)),
            _ => lab.lab.send(lab.you(), &acknowledgement(number)[..11]),
        }
        if lab.acknowledges() {
            break;
        }
        let is_again = |came: &Option<Datagram>| came.is_some() && *came == last;
        let check = lab.hears_it_at_once();
        let program = lab.program.clone();
        last = check.or_if(|came| is_again(came) && repeats_nothing_in_silence(&program), "repeats-too-soon").get();
    }
    lab.program.ends_well();
}

#[test]
fn writes_each_number_once_and_in_order() {
    // The numbers of the parts: these stay numbers in a report, and do not become letters.
    const FIRST: u32 = 0x80;
    let parts: Vec<Vec<u8>> = (0..5).map(|seed| noise(seed, 600)).collect();
    let part = |place: usize| data(FIRST + place as u32, &parts[place]);
    let lab = Sender::to(&PROGRAM, |call| call.timeout(ms(BRIEF)).arg("--first").arg(FIRST));
    lab.gives(FIRST, &parts[0]).get();
    lab.gives(FIRST + 1, &parts[1]).get();
    // Once more, each with something new behind it.
    for (again, new) in [(1, 2), (0, 3)] {
        lab.sends(&part(again));
        lab.sends(&part(new));
        let (again, new) = (FIRST + again as u32, FIRST + new as u32);
        lab.hears_acknowledged(again)
            .or_if(|came| is(came, |it| it.bytes == acknowledgement(new)), "acknowledges-only-once")
            .get();
        lab.hears_acknowledged(new).get();
    }
    // Ahead of their turn: data, and the end.
    lab.sends(&data(FIRST + 5, &noise(9, 600)));
    lab.sends(&end(FIRST + 5));
    lab.sends(&part(4));
    lab.hears_acknowledged(FIRST + 4)
        .or_if(|came| is(came, |it| it.bytes == acknowledgement(FIRST + 5)), "takes-what-is-ahead")
        .get();
    // Behind the end nothing has its turn any more.
    let behind = noise(10, 600);
    lab.sends(&end(FIRST + 5));
    lab.sends(&data(FIRST + 6, &behind));
    lab.hears_acknowledged(FIRST + 5).get();
    let with_more = [&parts.concat()[..], &behind].concat();
    let again = [&parts[0], &parts[1], &parts[1], &parts[2], &parts[0], &parts[3], &parts[4]].map(Vec::as_slice);
    let holds = |file: &Option<Vec<u8>>, parts: &[&[u8]]| file.as_ref().is_some_and(|file| *file == parts.concat());
    lab.leaves(&parts.concat())
        .or_if(|file| holds(file, &again), "writes-again")
        .or_if(|file| holds(file, &[&with_more]), "takes-what-is-ahead");
}

#[test]
fn ignores_datagrams_that_are_malformed() {
    const FIRST: u32 = 0x80;
    let (one, two) = (text(600), noise(6, 700));
    let lab = Sender::to(&PROGRAM, |call| call.timeout(ms(BRIEF)).arg("--first").arg(FIRST));
    // Each is acknowledged once, as long as nothing is wrong.
    lab.gives(FIRST, &one).get();
    lab.gives(FIRST + 1, &two).get();
    let (mut number, mut sent) = (FIRST + 2, [&one[..], &two].concat());
    let ended = || lab.program.has_ended();
    for place in 0..malformed(number).len() {
        let (mistake, bytes) = malformed(number).swap_remove(place);
        lab.sends(&bytes);
        // The right one with that number: no repetition, so that nothing but the malformed one can be in its way.
        lab.gives(number, &one)
            .or_if(|came| came.is_none() && reads_too_far(&lab.program), "length-unchecked")
            .or_if(|came| came.is_none() && ended().is_some_and(|it| !says_timed_out(&it)), "bad-datagram-ends-it")
            .get();
        // Whoever acknowledged both says that number once more, or takes it for the end.
        lab.gives(number + 1, &two)
            .or_if(|came| is(came, |it| it.bytes == acknowledgement(number)), mistake)
            .or_if(|came| came.is_none() && ended().is_some_and(|it| it.code == Some(0)), mistake)
            .get();
        sent.extend([&one[..], &two].concat());
        number += 2;
    }
    lab.gives_the_end(number).get();
    lab.leaves(&sent).get();

    // The same from a stranger, before its sender has said a word.
    let (lab, stranger) = (Sender::to(&PROGRAM, |call| call.timeout(ms(BRIEF))), Socket::bind());
    for (_, bytes) in malformed(0) {
        stranger.send(lab.addr, &bytes);
    }
    let is_its_sender = || {
        stranger.send(lab.addr, &data(0, &one));
        stranger.hear().is_some_and(|it| it.bytes == acknowledgement(0))
    };
    lab.gives(0, &one).or_if(|came| came.is_none() && is_its_sender(), "takes-a-stranger-for-its-partner");
}

#[test]
fn ignores_datagrams_from_elsewhere() {
    let stranger = Socket::bind();
    let mut lab = Receiver::of(&PROGRAM, &noise(7, 5 * LARGEST), 0, |call| patient(call, ms(20)));
    repeats_what_nobody_acknowledges(&mut lab);
    lab.hears_it().get();
    stranger.send(lab.you(), &acknowledgement(lab.number));
    let goes_on = goes_on_from(&lab);
    lab.hears_it().or_if(goes_on, "takes-a-stranger-for-its-partner").get();
    lab.program.kill();

    let (one, two, foreign) = (text(500), noise(8, 500), noise(9, 500));
    let lab = Sender::to(&PROGRAM, |call| call.timeout(ms(BRIEF)));
    lab.gives(0, &one).get();
    stranger.send(lab.addr, &data(1, &foreign));
    lab.gives(1, &two).get();
    // Its turn came before: an answer would be there.
    let answer = stranger.hear_now(Duration::from_millis(5));
    let failure = answer.as_ref().map(|answer| {
        let failure = Failure::new(Outcome::WrongBytes, Awaited::Sending);
        failure.compare(Place::From(stranger.label()), Shown::Nothing, Shown::Bytes(answer.bytes.clone()))
    });
    Check::new(answer, failure)
        .or_if(|answer| is(answer, |it| it.bytes == acknowledgement(1)), "takes-a-stranger-for-its-partner")
        .get();
    lab.gives_the_end(2).get();
    let took_it = |file: &Option<Vec<u8>>| file.as_ref().is_some_and(|file| *file == [&one[..], &foreign].concat());
    lab.leaves(&[&one[..], &two].concat()).or_if(took_it, "takes-a-stranger-for-its-partner");
}

#[test]
fn goes_on_with_0_after_4294967295() {
    let file = text(2_500);
    let mut lab = Receiver::of(&PROGRAM, &file, u32::MAX, |call| call.timeout(ms(UNHURRIED)));
    lab.hears_it().get();
    lab.acknowledges();
    let (rest, program) = (lab.rest().to_vec(), lab.program.clone());
    let other_number = |it: &Datagram| {
        let message = protocol::read(&it.bytes);
        message.is_some_and(|it| it.number != 0 && !it.payload.is_empty() && rest.starts_with(it.payload))
    };
    lab.hears_it()
        .or_if(|came| is(came, other_number), "does-not-wrap")
        .or_if(|_| overflows(&program), "does-not-wrap")
        .get();
    while !lab.acknowledges() {
        lab.hears_it().get();
    }
    lab.program.ends_well().get();

    let (one, two) = (text(400), noise(6, 700));
    let lab = Sender::to(&PROGRAM, |call| call.timeout(ms(BRIEF)).arg("--first").arg(u32::MAX));
    lab.gives(u32::MAX, &one).or_if(|_| overflows(&lab.program), "does-not-wrap").get();
    lab.sends(&data(0, &two));
    // What comes behind it shows that it had its turn.
    lab.sends(&data(u32::MAX, &one));
    lab.hears_acknowledged(0)
        .or_if(|came| is(came, |it| it.bytes == acknowledgement(u32::MAX)), "does-not-wrap")
        .or_if(|_| overflows(&lab.program), "does-not-wrap")
        .get();
    lab.hears_acknowledged(u32::MAX)
        .or_if(|came| came.is_none() && acknowledges_older_ones(&lab.program, &one), "does-not-wrap")
        .get();
    lab.gives_the_end(1).get();
    let waits_for_more = |end: &Ended| says_timed_out(end) && lab.file().is_none() && receives(0, &one, &two);
    lab.program.ends_well().or_if(waits_for_more, "does-not-wrap").get();
    lab.shows(Some(&[&one[..], &two].concat()))
        .or_if(|file| file.as_ref().is_some_and(|file| *file == one), "does-not-wrap");
}

#[test]
fn answers_a_repeated_end_for_a_while_and_then_ends() {
    let limit = ms(1_000);
    let lab = Sender::to(&PROGRAM, |call| call.timeout(limit));
    let start = clock();
    lab.gives_the_end(0).get();
    let left = |came: &Option<Datagram>| {
        came.is_none() && lab.program.has_ended().is_some_and(|it| it.code == Some(0) && it.at < start + limit * 2)
    };
    for _ in 0..2 {
        lab.sends(&end(0));
        let in_time = clock() < start + limit * 2;
        let heard = lab.lab().hear();
        if heard.is_none() && !in_time {
            lab_error(Problem::TooBusy);
        }
        let check = lab.lab().judge(heard, &acknowledgement(0), Some(lab.addr), Awaited::Datagram);
        check.or_if(left, "leaves-after-the-end").get();
    }
    lab.program.kill();

    let limit = ms(BRIEF);
    let lab = Sender::to(&PROGRAM, |call| call.timeout(limit));
    lab.gives(0, b"hola").get();
    let start = clock();
    lab.gives_the_end(1).get();
    let still_answers = || {
        lab.sends(&end(1));
        lab.lab().hear().is_some_and(|it| it.bytes == acknowledgement(1))
    };
    let end = lab.program.ends_well().or_if(|end| end.hung && still_answers(), "never-leaves").get();
    waited_at_least(limit * 2, end.at - start).or_if(|()| true, "leaves-after-the-end");
    lab.shows(Some(b"hola")).get();

    // Its sender has heard enough and is gone. The last answer finds nobody, and the system may say so. Elsewhere who has
    // left cannot send.
    if cfg!(target_os = "linux") {
        let lab = Sender::to(&PROGRAM, |call| call.timeout(ms(2 * BRIEF)));
        lab.gives(0, b"hola").get();
        lab.lab().leave();
        lab.sends(&protocol::end(1));
        let is_whole = || lab.file().is_some_and(|file| file == b"hola");
        lab.program.ends_well().or_if(|end| end.code == Some(1) && is_whole(), "refusal-cuts-the-wait");
    }
}

#[test]
fn waits_for_the_first_datagram_without_limit_and_at_rest() {
    // More than 30 times as long, so that a limit for what comes later shows.
    let (limit, silence) = (ms(8), ms(320));
    let lab = Sender::to(&PROGRAM, |call| call.timeout(limit));
    match lab.program.rests_for(silence) {
        Some(effort) => drop(
            effort
                .or_if(
                    |_| lab.program.has_ended().is_some_and(|end| says_timed_out(&end)),
                    "limit-for-the-first-datagram",
                )
                .or_if(|_| lab.program.findings().contains(&Finding::Busy), "busy-wait"),
        ),
        None => let_time_pass(silence),
    }
    lab.gives(0, b"hola")
        .or_if(|_| lab.program.has_ended().is_some_and(|end| says_timed_out(&end)), "limit-for-the-first-datagram");
}

#[test]
fn uses_no_processor_time_while_it_waits() {
    let silence = Duration::from_millis(160);
    let mut lab = Receiver::of(&PROGRAM, b"hola", 0, |call| call.timeout(AMPLE));
    lab.hears_it().get();
    if !rests(&lab.program, silence) {
        return skip(&PROGRAM, Reason::NotMeasured(Measure::ProcessorTime));
    }
    while !lab.acknowledges() {
        lab.hears_it().get();
    }
    lab.program.ends_well().get();

    let lab = Sender::to(&PROGRAM, |call| call.timeout(AMPLE));
    lab.gives(0, b"hola").get();
    rests(&lab.program, silence);
    // It stays for repetitions of the end.
    lab.gives_the_end(1).get();
    rests(&lab.program, silence);
    lab.sends(&end(1));
    lab.hears_acknowledged(1);
}

/// Expects that the program does nothing as long as nothing comes. False where nobody can tell.
fn rests(program: &Running, silence: Duration) -> bool {
    let effort = program.rests_for(silence);
    effort.map(|it| it.or_if(|_| program.findings().contains(&Finding::Busy), "busy-wait").get()).is_some()
}

#[test]
fn says_timed_out_after_30_waits_without_its_sender() {
    let limit = ms(6);
    let stranger = Socket::bind();
    let lab = Sender::to(&PROGRAM, |call| call.timeout(limit));
    let start = clock();
    lab.gives(0, b"hola").get();
    // Another one talks all the while, and so does its sender, of what never has its turn.
    let until = clock() + ms(LONG);
    for sent in 0.. {
        if lab.program.has_ended().is_some() || (sent >= MANY && clock() >= until) {
            break;
        }
        stranger.send(lab.addr, &data(7, b"no soy quien esperas"));
        lab.sends(&data(7, b"no me toca"));
        let_time_pass(Duration::from_millis(5));
    }
    let talked = lab.program.has_ended().is_none();
    let talking = talked.then(|| Failure::new(Outcome::Hangs, Awaited::End));
    // Whoever answered any of it took it for more than it is, which is another mistake.
    let ignored = talked && nobody_answers(&stranger) && nobody_answers(lab.lab());
    Check::new((), talking)
        .or_if(|()| ignored && lab.program.ends().code == Some(1), "restarts-its-clock")
        .or_if(|()| ignored && lab.program.has_ended().is_none(), "no-read-timeout")
        .get();
    let end = lab
        .program
        .fails_saying("timed out")
        .or_if(Ended::panicked, "panics-on-failure")
        .or_if(|end| end.code == Some(0) && lab.file().is_some_and(|it| it == b"hola"), "takes-silence-for-the-end")
        .or_if(|end| end.code == Some(0) && end.tokens() == ["timed out"], "hides-the-error")
        .get();
    waited_at_least(limit * 30, end.at - start).or_if(|()| true, "gives-up-too-early").get();

    // What its sender repeats breaks the silence. On a busy machine it may come too late. Then everything has more time.
    if !is_kept_waiting_by_repetitions(ms(6), false) {
        is_kept_waiting_by_repetitions(ms(100), true);
    }
}

/// False if a repetition was not answered, unless this is the last word on it.
fn is_kept_waiting_by_repetitions(limit: Duration, is_final: bool) -> bool {
    let lab = Sender::to(&PROGRAM, |call| call.timeout(limit));
    let mut last = clock();
    lab.gives(0, b"hola").get();
    // The third comes more than 30 waits after what was new. Who answers those before, and not this one, was gone.
    for earlier in 0..3 {
        let_time_pass(limit * 12);
        let sending = clock();
        lab.sends(&data(0, b"hola"));
        let in_time = clock() < last + limit * 30;
        last = sending;
        let heard = lab.lab().hear();
        let gave_up = || lab.program.has_ended().is_some_and(|end| says_timed_out(&end));
        if heard.is_none() && gave_up() && !is_final {
            // Its end was looked at: it does not speak for the next one.
            lab.program.ends();
            return false;
        }
        if heard.is_none() && !in_time {
            lab_error(Problem::TooBusy);
        }
        let check = lab.lab().judge(heard, &acknowledgement(0), Some(lab.addr), Awaited::Datagram);
        check.or_if(|came| earlier == 2 && came.is_none() && gave_up(), "gives-up-too-early").get();
    }
    lab.program.kill();
    true
}

#[test]
fn says_address_in_use_when_the_port_is_taken() {
    let taken = Socket::bind();
    let copy = PROGRAM.scratch().path("copia");
    PROGRAM
        .arg("receive")
        .arg(taken.addr())
        .arg(copy)
        .start()
        .fails_saying("address in use")
        .or_if(Ended::panicked, "panics-on-failure")
        .or_if(|end| end.code == Some(0), "hides-the-error")
        .printed(b"");
}

#[test]
fn listens_only_at_the_address_it_was_given() {
    let told = any_loopback_port();
    let lab = Sender::to(&PROGRAM, |call| call.timeout(ms(BRIEF)));
    let ready = lab.program.readiness();
    // What the kernel knows counts more than what the program says.
    let port = ready.addr.map(|addr| addr.port());
    let is_elsewhere = |addr: &&SocketAddr| port == Some(addr.port()) && addr.ip().to_canonical() != told.ip();
    let elsewhere = ready.really.iter().chain(&ready.addr).find(is_elsewhere).copied();
    let failure = elsewhere.map(|elsewhere| {
        let given = Shown::Address((told.ip(), elsewhere.port()).into());
        let failure = Failure::new(Outcome::WrongBytes, Awaited::Address);
        failure.compare(Place::ListensAt, given, Shown::Address(elsewhere))
    });
    Check::new((), failure)
        .or_if(|()| elsewhere.is_some_and(|addr| addr.ip().is_unspecified()), "binds-all-interfaces")
        .get();
    lab.gives(0, b"hola");
}

#[test]
fn shows_the_file_only_when_it_is_whole() {
    let (one, two) = (noise(1, LARGEST), text(300));
    let lab = Sender::to(&PROGRAM, |call| call.timeout(ms(BRIEF)));
    lab.gives(0, &one).get();
    lab.gives(1, &two).get();
    let is_part =
        |file: &Option<Vec<u8>>| file.as_ref().is_some_and(|file| [&one[..], &two].concat().starts_with(file));
    lab.shows(None).or_if(is_part, "file-before-it-is-whole").get();
    lab.gives_the_end(2).get();
    lab.leaves(&[&one[..], &two].concat()).get();

    let older = b"lo que ya estaba";
    let lab = Sender::over(older, &PROGRAM, |call| call.timeout(ms(8)));
    lab.gives(0, &one).get();
    lab.shows(Some(older)).or_if(is_part, "file-before-it-is-whole").get();
    // Its sender says no more.
    let end = lab.program.ends();
    if end.hung {
        lab.program.fails_saying("timed out").get();
    }
    lab.shows(Some(older)).or_if(|file| is_part(file) && end.code == Some(1), "file-before-it-is-whole").get();

    // The file has another name by which it can be seen. Whoever writes into it, if only at the end, changes what that
    // name shows, and has not the whole file there at every moment. A file that takes its place leaves it as it was.
    let lab = Sender::over(older, &PROGRAM, |call| call.timeout(ms(BRIEF)));
    let has_two_names = lab.names_the_older_file();
    lab.gives(0, &one).get();
    lab.gives_the_end(1).get();
    lab.leaves(&one).get();
    if has_two_names {
        lab.shows_by_its_other_name(older)
            .or_if(|file| file.as_ref().is_some_and(|file| *file == one), "file-before-it-is-whole");
    }
}

#[test]
fn finds_a_host_by_its_name_or_says_unknown_name() {
    let folder = PROGRAM.scratch();
    let original = folder.put("original", b"!");
    let sends = |to: &str| PROGRAM.arg("send").arg(&original).arg(to);
    let receives = |at: &str| PROGRAM.arg("receive").arg(at).arg(folder.path("copia"));
    let nowhere = format!("{}:9001", no_such_name());
    // `bind` and `send_to` look names up too, but their error does not say so.
    let tells_others = || {
        let taken = Socket::bind();
        receives(&taken.addr().to_string()).start().ends().tokens() == ["address in use"]
    };
    for call in [sends(&nowhere), receives(&nowhere)] {
        call.start()
            .fails_saying("unknown name")
            .or_if(Ended::panicked, "panics-on-failure")
            .or_if(|end| end.code == Some(0), "hides-the-error")
            .or_if(|end| end.code == Some(1) && end.tokens().is_empty() && tells_others(), "failed-look-up-untold")
            .printed(b"")
            .get();
    }

    let addresses = addresses_of_localhost();
    if addresses.is_empty() {
        return skip(&PROGRAM, Reason::NoLocalhost);
    }
    // Which of the addresses it takes is its own choice: the lab is at all of them.
    let sockets = Socket::bind_at_each(&addresses);
    let program = sends(&format!("localhost:{}", sockets[0].addr().port())).timeout(AMPLE).start();
    let mut heard = None;
    program.within(ms(10_000), || {
        // Asked before the sockets are looked at: what it sent before it ended is there by then.
        let ended = program.has_ended().is_some();
        heard = sockets.iter().find_map(|it| it.hear_now(Duration::from_millis(1)));
        heard.is_some() || ended
    });
    sockets[0].judge(heard, &data(0, b"!"), None, Awaited::Sending).get();
    program.kill();

    let program = receives("localhost:0").start();
    let at = program.says_where_it_listens().get().addr.expect("a good readiness line has an address");
    let lab = Socket::bind_to((at.ip(), 0).into());
    lab.send(at, &data(0, b"!"));
    lab.hears(&acknowledgement(0), at);
}

#[test]
fn works_over_ipv6() {
    let (Some(socket), Some(at)) = (Socket::bind_ipv6(), any_ipv6_loopback_port()) else {
        return skip(&PROGRAM, Reason::NoIpv6);
    };
    let file = text(1_500);
    let mut lab = Receiver::at(socket, &PROGRAM, &file, 0, |call| call.timeout(ms(UNHURRIED)));
    let program = lab.program.clone();
    // Its end is looked at: it does not speak for the next program, which may need a moment.
    let ended = || program.ends().code == Some(1);
    let sends_over_ipv4 = || Receiver::of(&PROGRAM, &file, 0, |call| call).hear().is_some();
    lab.hears_it().or_if(|came| came.is_none() && ended() && sends_over_ipv4(), "ipv4-only").get();
    while !lab.acknowledges() {
        lab.hears_it().get();
    }
    lab.program.ends_well().get();

    let socket = Socket::bind_ipv6().expect("there was one before");
    let lab = Sender::from(socket.into(), &PROGRAM, at, None, |call| call.timeout(ms(BRIEF)));
    lab.gives(0, &file[..LARGEST]).get();
    lab.gives(1, &file[LARGEST..]).get();
    lab.gives_the_end(2).get();
    lab.leaves(&file);
}

#[test]
fn counts_bytes_and_datagrams_and_repetitions() {
    let mut lab = Receiver::of(&PROGRAM, &noise(4, 2_500), 0, |call| patient(call, ms(20)));
    lab.hears_it().get();
    // Once more at least.
    lab.hears_it().get();
    while !lab.acknowledges() {
        lab.hears_it().get();
    }
    let end = lab.program.ends_well().get();
    let late = std::iter::from_fn(|| lab.lab.hear_now(Duration::from_millis(1))).count();
    let heard = lab.heard + late;
    // Every number was sent once, and the rest of the datagrams are repetitions.
    counted(end, 2_500, heard, heard - lab.number as usize);

    let lab = Sender::to(&PROGRAM, |call| call.timeout(ms(BRIEF)));
    lab.gives(0, &noise(1, LARGEST)).get();
    lab.gives(1, &noise(2, 476)).get();
    lab.gives(1, &noise(2, 476)).get();
    lab.gives_the_end(2).get();
    counted(lab.program.ends_well().get(), 1_500, 4, 1);
}

#[test]
fn brings_the_same_bytes_over_a_bad_path() {
    const FIRST: u32 = 0x80;
    for seed in [7, 15] {
        let file = noise(seed, 8 * LARGEST + 300);
        let to = Sender::to(&PROGRAM, |call| call.timeout(ms(1_000)).arg("--first").arg(FIRST));
        let relay = Relay::new(to.addr, bad_path(seed));
        let path = PROGRAM.scratch().put("original", &file);
        let from = PROGRAM.arg("send").arg(path).arg(relay.addr()).timeout(ms(8));
        from.arg("--tries").arg(40).arg("--first").arg(FIRST).start().ends_well().get();
        let lost = [Direction::There, Direction::Back].map(|way| relay.fates(way).contains(&Fate::Drop));
        assert_eq!(lost, [true, true], "this seed loses something on both ways");
        // The receiver may stay for a while. Its file is there when it is whole.
        to.waits_for_its_file();
        to.shows(Some(&file)).get();
        to.program.kill();
    }
}

/// The path of a seed. The end is spared, except that its first two acknowledgements are lost: the receiver does not
/// stay long enough for more than that.
fn bad_path(seed: u64) -> impl Plan {
    let (mut path, mut the_end, mut lost) = (Odds::BAD.seeded(seed), None, 0);
    move |direction: Direction, index: usize, bytes: &[u8]| {
        let message = protocol::read(bytes);
        if let Some(message) = message.filter(|message| message.kind == END) {
            the_end = Some(message.number);
            return Fate::Pass;
        }
        if message.is_some_and(|message| message.kind == ACKNOWLEDGEMENT && Some(message.number) == the_end) {
            lost += 1;
            return if lost <= 2 { Fate::Drop } else { Fate::Pass };
        }
        path(direction, index, bytes)
    }
}

/// Expects of two numbers that each is sent again as long as nobody acknowledges it, and nothing else: so that what
/// comes later is caused by what the lab sends.
fn repeats_what_nobody_acknowledges(lab: &mut Receiver) {
    for _ in 0..2 {
        lab.hears_it().get();
        lab.hears_it().get();
        lab.acknowledges();
    }
}

/// Whether the program, which has repeated something too soon, keeps quiet where nothing comes.
fn repeats_nothing_in_silence(program: &Running) -> bool {
    // Its end is looked at: it does not speak for the next one.
    program.kill();
    let lab = Receiver::of(&PROGRAM, b"hola", 0, |call| call.timeout(AMPLE));
    lab.lab.hear().is_some() && lab.lab.hear_now(ms(200)).is_none()
}

/// Whether what came is the datagram behind the one under way.
fn goes_on_from(lab: &Receiver) -> impl FnOnce(&Option<Datagram>) -> bool + use<> {
    let (number, behind) = (lab.number.wrapping_add(1), lab.behind().to_vec());
    move |came: &Option<Datagram>| {
        let message = came.as_ref().and_then(|it| protocol::read(&it.bytes)).filter(|it| it.number == number);
        message.is_some_and(|it| !it.payload.is_empty() && behind.starts_with(it.payload))
    }
}

/// Whether the program receives two parts from this number on, when nothing is wrong with them.
fn receives(first: u32, one: &[u8], two: &[u8]) -> bool {
    let lab = Sender::to(&PROGRAM, |call| call.timeout(ms(BRIEF)).arg("--first").arg(first));
    lab.sends(&data(first, one));
    lab.sends(&data(first + 1, two));
    lab.sends(&end(first + 2));
    lab.program.ends().code == Some(0) && lab.file().is_some_and(|file| file == [one, two].concat())
}

/// Whether the program, whose number before the last got no answer, gives one where no number wraps.
fn acknowledges_older_ones(program: &Running, part: &[u8]) -> bool {
    // Its end is looked at: it does not speak for the next one.
    program.kill();
    let lab = Sender::to(&PROGRAM, |call| call.timeout(ms(BRIEF)));
    let hears = |number: u32| {
        lab.sends(&data(number, part));
        lab.lab().hear().is_some_and(|it| it.bytes == acknowledgement(number))
    };
    hears(0) && hears(1) && hears(0)
}

/// A sender with short waits that does not give up however late the lab is.
fn patient(call: Call, limit: Duration) -> Call {
    call.timeout(limit).arg("--tries").arg(PATIENT)
}

fn nobody_answers(socket: &Socket) -> bool {
    socket.hear_now(Duration::from_millis(5)).is_none()
}

/// Whether the program ended because it took more bytes than there were.
fn reads_too_far(program: &Running) -> bool {
    let speaks_of_it = |end: &Ended| ["out of range", "out of bounds"].iter().any(|it| end.said(Stream::Stderr, it));
    program.has_ended().is_some_and(|end| end.panicked() && speaks_of_it(&end))
}

/// The lab takes a whole file, at once and without a loss.
fn sends_all_of(file: &[u8]) {
    let mut lab = Receiver::of(&PROGRAM, file, 0, |call| call.timeout(ms(UNHURRIED)));
    let program = lab.program.clone();
    let decoded = String::from_utf8_lossy(file).into_owned().into_bytes();
    let mut taken = 0;
    loop {
        let rest = lab.rest().to_vec();
        let part = |came: &Option<Datagram>| {
            let message = came.as_ref().and_then(|it| protocol::read(&it.bytes)).filter(|it| it.kind == DATA);
            message.map(|it| it.payload.to_vec()).unwrap_or_default()
        };
        let is_padded = |part: &[u8]| {
            part.strip_prefix(&rest[..]).is_some_and(|rest| !rest.is_empty() && rest.iter().all(|byte| *byte == 0))
        };
        let is_decoded = |part: &[u8]| !part.is_empty() && decoded[taken.min(decoded.len())..].starts_with(part);
        let ended = |code: i32| program.has_ended().filter(|end| end.code == Some(code));
        let speaks_of_text = |end: Ended| ["utf-8", "utf8"].iter().any(|word| end.said(Stream::Stderr, word));
        let heard = lab
            .hears_it()
            .or_if(|came| is_padded(&part(came)) && !rest.is_empty(), "pads-the-last-datagram")
            .or_if(|came| is_decoded(&part(came)), "lossy-text")
            .or_if(|came| came.is_none() && ended(1).is_some_and(speaks_of_text), "lossy-text")
            .or_if(|came| came.is_none() && rest.is_empty() && ended(0).is_some(), "never-sends-the-end")
            .get();
        taken += part(&heard).len();
        if lab.acknowledges() {
            break;
        }
    }
    program.ends_well();
}

/// Datagrams that are not of this protocol, each with the mistake of a program that takes it for data or an end with
/// this number.
fn malformed(number: u32) -> Vec<(&'static str, Vec<u8>)> {
    let right = data(number, b"no soy nada");
    vec![
        ("length-unchecked", Vec::new()),
        ("length-unchecked", right[..5].to_vec()),
        ("length-unchecked", right[..11].to_vec()),
        ("length-unchecked", protocol::with_length(DATA, number, 1_000, b"no soy nada")),
        ("length-unchecked", protocol::with_length(DATA, number, 4, b"no soy nada")),
        // A buffer for the longest that is right cuts this one to just that.
        ("length-unchecked", protocol::with_length(DATA, number, LARGEST as u16, &[b'x'; LARGEST + 1])),
        ("length-unchecked", protocol::with_length(END, number, 9, b"")),
        ("header-unchecked", datagram(DATA, number, &[b'x'; LARGEST + 1])),
        ("header-unchecked", datagram(END, number, b"no soy nada")),
        ("header-unchecked", protocol::spoiled(right.clone(), 3)),
        ("header-unchecked", protocol::spoiled(right, 5)),
        ("header-unchecked", datagram(9, number, b"no soy nada")),
        ("header-unchecked", datagram(0, number, b"")),
        ("header-unchecked", acknowledgement(number)),
    ]
}

/// Whether something came, and is like this.
fn is(came: &Option<Datagram>, like_this: impl FnOnce(&Datagram) -> bool) -> bool {
    came.as_ref().is_some_and(like_this)
}

/// Whether this is an acknowledgement of `number` with something behind its header, or a length that promises it.
fn has_more_than(it: &Datagram, number: u32) -> bool {
    let (right, bytes) = (acknowledgement(number), &it.bytes);
    bytes.len() >= right.len() && *bytes != right && bytes[..6] == right[..6] && bytes[8..12] == right[8..12]
}

/// Whether bytes that are no text were replaced: by the sign for that, or by two bytes for one.
fn is_lossy(file: &[u8], parts: &[Vec<u8>]) -> bool {
    let decoded = |parts: &[u8]| String::from_utf8_lossy(parts).into_owned().into_bytes();
    let each: Vec<u8> = parts.iter().flat_map(|part| decoded(part)).collect();
    file == each || file == decoded(&parts.concat())
}

/// Whether the program ended because a number was too large for its type.
fn overflows(program: &Running) -> bool {
    let ended = |end: Ended| end.code != Some(0) && end.said(Stream::Stderr, "overflow");
    program.has_ended().is_some_and(ended)
}

fn says_timed_out(end: &Ended) -> bool {
    end.code == Some(1) && end.tokens() == ["timed out"]
}

/// Expects that this was no shorter than the rule says.
fn waited_at_least(least: Duration, waited: Duration) -> Check<()> {
    let is_short = waited < least * 9 / 10;
    let failure = is_short.then(|| Failure::new(Outcome::WrongBytes, Awaited::Pause).too_soon(waited, least));
    Check::new((), failure)
}

/// Expects these three numbers on stderr.
fn counted(end: Ended, bytes: usize, datagrams: usize, repeated: usize) {
    let is_count = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let number = |place: usize| words.get(place).is_some_and(|word| word.parse::<u64>().is_ok());
        words.len() == 6 && line.ends_with(" repeated") && [0, 2, 4].into_iter().all(number)
    };
    let counts = |end: &Ended| String::from_utf8_lossy(&end.stderr).lines().any(is_count);
    Check::held(end)
        .remarked(&format!("{bytes} bytes, {datagrams} datagrams, {repeated} repeated"))
        .or_if(counts, "miscounts");
}

/// Text in which every place looks different.
fn text(size: usize) -> Vec<u8> {
    (0..).step_by(8).flat_map(|at: usize| format!("{at:07} ").into_bytes()).take(size).collect()
}
