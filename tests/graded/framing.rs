//! The graded tests of `framing`: the lab at both ends of the program's pipes.

use std::cell::LazyCell;

use enchufe::peer::tcp::connected_input;
use enchufe::peer::{every_byte, noise};
use enchufe::transcript::Stream;
use enchufe::verdict::{Awaited, Check, Ended, Failure, Measure, Outcome, Place, Reason, Shown};
use enchufe::{Program, Running, program, skip};

static PROGRAM: Program = program!("framing");

/// The longest payload, in bytes.
const LIMIT: usize = 65_536;

/// The longest length that four bytes can announce: 4 GiB less a byte.
const LONGEST: u32 = u32::MAX;

/// An empty frame.
const EMPTY: &[u8] = b"\0\0\0\0";

#[test]
fn answers_a_frame_with_its_bytes_reversed() {
    let expected = answer(b"cachipun");
    let program = told(&frame(b"cachipun"));
    let whole = LazyCell::new(|| all_it_prints(&program));
    program
        .prints(&expected)
        .or_if(|_| has_the_lowest_byte_first(&whole, b"cachipun"), "wrong-byte-order")
        .or_if(|_| counts_the_header(&whole), "length-counts-the-header")
        .or_if(|_| is_padded(&whole, b"nupihcac"), "sends-the-whole-buffer")
        .or_if(|_| is_among_notes(&whole, &expected), "log-on-stdout");
}

#[test]
fn answers_each_of_several_frames_that_come_at_once() {
    let (program, mut keyboard) = PROGRAM.no_args().start_with_input();
    keyboard.types(&[frame(b"piedra"), frame(b"papel"), frame(b"tijera")].concat());
    let first = answer(b"piedra");
    let mut answers_only_a_later_one = || {
        keyboard.types(&frame(b"otra vez"));
        let both = [&first[..], &answer(b"otra vez")].concat();
        program.ends_or_prints(both.len()).stdout == both
    };
    program
        .prints(&[answer(b"piedra"), answer(b"papel"), answer(b"tijera")].concat())
        .or_if(|printed| *printed == first && answers_only_a_later_one(), "loses-what-was-read-ahead");
}

#[test]
fn answers_an_empty_frame() {
    let (program, mut keyboard) = PROGRAM.no_args().start_with_input();
    let said = [frame(b"uno"), frame(b""), frame(b"dos")];
    for frame in &said {
        keyboard.types(frame);
        keyboard.wait_until_read();
    }
    keyboard.end();
    // The same with something in the frame between: what ends this one is that it was empty.
    let goes_on_otherwise = || {
        let answers = [answer(b"uno"), answer(b"x"), answer(b"dos")].concat();
        answers_to_pieces(&[&said[0], &frame(b"x"), &said[2]]).starts_with(&answers)
    };
    let has_left = |printed: &[u8]| printed == answer(b"uno") && program.has_ended().is_some();
    program
        .prints(&[answer(b"uno"), answer(b""), answer(b"dos")].concat())
        .or_if(|printed| has_left(printed) && goes_on_otherwise(), "empty-frame-ends-it");
}

#[test]
fn has_the_highest_byte_of_a_length_first() {
    let payload: Vec<u8> = (b'a'..=b'z').cycle().take(258).collect();
    let program = told(&frame(&payload));
    let whole = LazyCell::new(|| all_it_prints(&program));
    program
        .prints(&answer(&payload))
        .or_if(|_| has_the_lowest_byte_first(&whole, &payload), "wrong-byte-order")
        // 258 is 2 in its lowest byte.
        .or_if(|_| whole.starts_with(&answer(&payload[..2])), "part-of-the-length")
        .or_if(|_| whole[..] == announced(2, &reversed(&payload)), "part-of-the-length");
}

#[test]
fn keeps_and_counts_bytes_and_not_letters() {
    let text = "¿Qué haría un ñandú?";
    // Reversed, the first is text; as it comes, the second. The third is none in either direction.
    for payload in [reversed(text.as_bytes()), text.as_bytes().to_vec(), every_byte()] {
        let counts_letters = |printed: &[u8]| {
            let letters = String::from_utf8_lossy(&reversed(&payload)).chars().count();
            printed.starts_with(&announced(letters as u32, &reversed(&payload)))
        };
        let program = told(&frame(&payload));
        let whole = LazyCell::new(|| all_it_prints(&program));
        // Just as long, and nothing but letters of one byte.
        let plain = vec![b'x'; payload.len()];
        let refuses_it = || program.ends().tokens() == ["too long"] && answers_to(&frame(&plain)) == answer(&plain);
        program
            .prints(&answer(&payload))
            .or_if(|_| counts_letters(&whole), "counts-letters-for-bytes")
            .or_if(|_| has_replaced_bytes(&whole), "lossy-text")
            .or_if(|_| whole.is_empty() && refuses_it(), "lossy-text");
    }
}

#[test]
fn answers_at_once() {
    let (program, mut keyboard) = PROGRAM.no_args().start_with_input();
    keyboard.types(&frame(b"uno"));
    // Standard output keeps what is no whole line until it is flushed, and lets go of everything at a line end.
    let (first, both) = (answer(b"uno"), [answer(b"uno"), answer(b"\nsod")].concat());
    let mut answers_at_a_line_end = || {
        keyboard.types(&frame(b"\nsod"));
        program.ends_or_prints(both.len()).stdout == both
    };
    let answers_at_the_end = || program.so_far().stdout.is_empty() && answers_to(&frame(b"uno")) == first;
    program
        .prints(&first)
        .or_if(|printed| printed.is_empty() && answers_at_a_line_end(), "unflushed-output")
        .or_if(|printed| printed.is_empty() && answers_at_the_end(), "reads-until-close");
    keyboard.types(&frame(b"dos"));
    program.prints(&answer(b"dos"));
}

#[test]
fn puts_each_frame_into_one_write() {
    let Some((program, mut keyboard)) = PROGRAM.no_args().start_with_writes_apart() else {
        return skip(&PROGRAM, Reason::NotMeasured(Measure::Writes));
    };
    // More than a buffer holds that collects small writes, and no line end in it: each write of the program is one to
    // the pipe.
    let payload: Vec<u8> = (b'a'..=b'z').cycle().take(10_000).collect();
    keyboard.types(&frame(&payload));
    program.prints(&answer(&payload)).get();
    let writes = program.writes();
    let failure = (writes.len() != 1).then(|| {
        Failure::new(Outcome::TooMuch, Awaited::Nothing).compare(
            Place::Measure(Measure::Writes),
            Shown::AtMost("1".into()),
            Shown::Amount(format!("{} ({writes:?})", writes.len())),
        )
    });
    Check::new(writes, failure).or_if(|writes| writes.len() > 1, "several-writes-per-frame");
}

#[test]
fn answers_the_same_wherever_the_stream_is_cut() {
    let (program, mut keyboard) = PROGRAM.no_args().start_with_input();
    let (first, second): (&[u8], &[u8]) = (b"piedra", b"papel");
    let said = [frame(first), frame(second)].concat();
    let expected = [answer(first), answer(second)].concat();
    // In one piece first: what goes wrong after this is the cut.
    keyboard.types(&said);
    program.prints(&expected).get();
    for cut in 1..said.len() {
        let (before, payload, came) = match cut.checked_sub(frame(first).len()) {
            None => (Vec::new(), first, cut),
            Some(came) => (answer(first), second, came),
        };
        // What a program makes of a part: nothing at all, a shorter one, or one filled up with zeros.
        let takes = |printed: &[u8], part: &[u8]| {
            let filled_up = [part, &vec![0; payload.len() - part.len()]].concat();
            let rest = printed.strip_prefix(&before[..]).unwrap_or_default();
            rest.starts_with(&answer(part)) || rest.starts_with(&answer(&filled_up))
        };
        let gives_up = |printed: &[u8]| printed == before && program.has_ended().is_some();
        let in_header = (1..4).contains(&came);
        let part = payload.get(..came.saturating_sub(4)).unwrap_or_default();
        keyboard.split(&said, cut);
        program
            .prints(&expected)
            .or_if(|printed| in_header && (gives_up(printed) || takes(printed, b"")), "length-in-one-read")
            .or_if(|printed| !part.is_empty() && (gives_up(printed) || takes(printed, part)), "payload-in-one-read");
    }
    keyboard.drip(&said);
    program.prints(&expected);
}

#[test]
fn ends_well_at_an_end_between_frames() {
    for said in [vec![], frame(b"uno"), [frame(b"uno"), frame(b"")].concat()] {
        let expected = if said.is_empty() { vec![] } else { [answer(b"uno"), said[7..].to_vec()].concat() };
        let goes_on_for_ever = |end: &Ended| end.stdout.starts_with(&[&expected[..], EMPTY, EMPTY].concat());
        let calls_it_an_error = |end: &Ended| end.code == Some(1) && matches!(end.tokens()[..], [] | ["closed early"]);
        told(&said)
            .prints_and_ends_well(&expected)
            .or_if(goes_on_for_ever, "takes-the-end-for-an-empty-frame")
            .or_if(|end| end.stdout == expected && end.panicked(), "panics-on-failure")
            .or_if(|end| end.stdout == expected && calls_it_an_error(end), "takes-the-end-for-an-error")
            .or_if(|end| end.stdout == expected && end.spun(), "ignores-end-of-stream");
    }
}

#[test]
fn says_closed_early_at_an_end_inside_a_frame() {
    let (first, second) = (frame(b"piedra"), frame(b"papel"));
    let expected = answer(b"piedra");
    for cut in 1..second.len() {
        let said = [&first[..], &second[..cut]].concat();
        // Who goes on when the rest comes, in two pieces, knew that it was missing.
        let reads_on = || {
            let (third, fourth) = second[cut..].split_at(1);
            answers_to_pieces(&[&said, third, fourth]).starts_with(&[&expected[..], &answer(b"papel")].concat())
        };
        // The length is there and says 5: this cannot be too long.
        let says_it_anyway = || told(&[&first[..], &second[..6]].concat()).ends().tokens() == ["too long"];
        let says_it = |end: &Ended| end.stdout == expected && end.tokens() == ["too long"];
        fails(&told(&said), &expected, "closed early")
            .or_if(|end| end.code == Some(0) && end.stdout.starts_with(&expected) && reads_on(), "cut-frame-accepted")
            .or_if(|end| end.stdout == expected && end.spun(), "ignores-end-of-stream")
            .or_if(|end| says_it(end) && says_it_anyway(), "one-message-for-all-errors");
    }
}

#[test]
fn takes_no_error_of_the_stream_for_its_end() {
    let Some((input, mut conn)) = connected_input() else { return skip(&PROGRAM, Reason::NoConnectionForInput) };
    let program = PROGRAM.no_args().start_reading_from(input);
    conn.send(&frame(b"uno"));
    program.prints(&answer(b"uno")).get();
    // Between two frames, where the end would be a good one.
    conn.abort();
    program
        .ends_with_code(1)
        .or_if(|end| end.code == Some(0), "takes-an-error-for-the-end")
        .or_if(|end| end.panicked(), "panics-on-failure")
        .printed(&answer(b"uno"));
}

#[test]
fn answers_a_frame_of_65536_bytes() {
    let payload = noise(11, LIMIT);
    // Four less: who counts the length itself has the limit there.
    let shorter = &payload[4..];
    let takes_a_little_less = || answers_to(&frame(shorter)) == answer(shorter);
    let program = told(&frame(&payload));
    let refuses = || program.has_ended().is_some_and(|end| end.tokens() == ["too long"]);
    program
        .prints(&answer(&payload))
        .or_if(|printed| printed.is_empty() && refuses() && takes_a_little_less(), "limit-off-by-one")
        // 65,536 is 0 in its two lowest bytes.
        .or_if(|_| all_it_prints(&program).starts_with(EMPTY), "part-of-the-length");
}

#[test]
fn says_too_long_as_soon_as_a_longer_frame_is_announced() {
    let (program, mut keyboard) = PROGRAM.no_args().start_with_input();
    let payload = vec![b'x'; LIMIT + 1];
    keyboard.types(&frame(&payload)[..4]);
    // What a program waits for that has hung: the payload comes after all.
    let then = LazyCell::new(|| {
        keyboard.types(&payload);
        program.ends_or_prints(payload.len() + 4)
    });
    let answers_it = || then.stdout.starts_with(&answer(&payload));
    let answers_anything = || {
        let huge = vec![b'x'; 16 * LIMIT];
        answers_to(&frame(&huge)) == answer(&huge)
    };
    let refuses_a_little_more = || fails_saying(&frame(&vec![b'x'; LIMIT + 5]), "too long");
    fails(&program, b"", "too long")
        .or_if(|end| end.code == Some(0) && end.stdout.is_empty(), "hides-the-error")
        .or_if(|end| end.code == Some(1) && end.tokens() == ["closed early"], "one-message-for-all-errors")
        .or_if(|end| end.hung && then.stdout.is_empty() && then.tokens() == ["too long"], "reads-what-it-refuses")
        .or_if(|end| end.hung && answers_it() && answers_anything(), "sets-no-limit")
        .or_if(|end| end.hung && answers_it() && refuses_a_little_more(), "limit-off-by-one");
}

#[test]
fn reserves_nothing_for_a_frame_that_is_too_long() {
    let (program, mut keyboard) = PROGRAM.no_args().start_with_input();
    keyboard.types(&frame(b"uno"));
    program.prints(&answer(b"uno")).get();
    // Memory that is reserved and not used costs nothing that could be measured. To be refused it does show.
    let Some(()) = program.limit_memory(1 << 30) else {
        return skip(&PROGRAM, Reason::NotMeasured(Measure::Memory));
    };
    keyboard.types(&announced(LONGEST, b""));
    let wanted_it = |end: &Ended| {
        let said = |text| end.said(Stream::Stderr, text);
        said("memory allocation of") || said("out of memory")
    };
    let one_more = frame(&vec![b'x'; LIMIT + 1]);
    fails(&program, &answer(b"uno"), "too long")
        .or_if(|end| wanted_it(end) && fails_saying(&one_more, "too long"), "trusts-the-length")
        .or_if(|end| wanted_it(end) && answers_to(&one_more).len() == one_more.len(), "sets-no-limit");
}

/// A frame around a payload.
fn frame(payload: &[u8]) -> Vec<u8> {
    announced(payload.len() as u32, payload)
}

/// Bytes behind a length, whether it is theirs or not.
fn announced(length: u32, payload: &[u8]) -> Vec<u8> {
    [&length.to_be_bytes(), payload].concat()
}

/// What has to come back for a frame around this payload.
fn answer(payload: &[u8]) -> Vec<u8> {
    frame(&reversed(payload))
}

fn reversed(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().rev().copied().collect()
}

/// The program, told this and nothing more.
fn told(bytes: &[u8]) -> Running {
    let (program, mut keyboard) = PROGRAM.no_args().start_with_input();
    keyboard.types(bytes);
    program
}

/// Everything that a program prints whose input has ended: not to the end if it does not stop.
fn all_it_prints(program: &Running) -> Vec<u8> {
    program.ends_or_prints(20 * LIMIT).stdout
}

/// What another run of the program prints that is told this and nothing more.
fn answers_to(bytes: &[u8]) -> Vec<u8> {
    all_it_prints(&told(bytes))
}

/// The same, with pieces that are surely read apart.
fn answers_to_pieces(pieces: &[&[u8]]) -> Vec<u8> {
    let (program, mut keyboard) = PROGRAM.no_args().start_with_input();
    for piece in pieces {
        keyboard.types(piece);
        keyboard.wait_until_read();
    }
    keyboard.end();
    all_it_prints(&program)
}

/// Whether another run of the program that is told this fails, says this word, and prints nothing.
fn fails_saying(bytes: &[u8], token: &str) -> bool {
    let end = told(bytes).ends_or_prints(LIMIT);
    end.code == Some(1) && end.tokens() == [token] && end.stdout.is_empty()
}

/// Expects these bytes, an end with code 1, and this word for the error.
fn fails(program: &Running, expected: &[u8], token: &'static str) -> Check<Ended> {
    let kind_unknown = |end: &Ended| end.code == Some(1) && end.said(Stream::Stderr, "framing: failed (");
    program
        .prints_and_fails_saying(expected, token)
        .or_if(|end| end.stdout == expected && end.panicked(), "panics-on-failure")
        .or_if(|end| end.stdout == expected && kind_unknown(end), "error-of-another-kind")
}

/// Whether the answer has its length the wrong way round, or none came and a frame with such a length is understood.
fn has_the_lowest_byte_first(printed: &[u8], payload: &[u8]) -> bool {
    let length = (payload.len() as u32).to_le_bytes();
    let understands_it = || {
        let printed = answers_to(b"\x03\0\0\0abc");
        printed.starts_with(b"\x03\0\0\0cba") || printed.starts_with(b"\0\0\0\x03cba")
    };
    printed.starts_with(&[&length, &reversed(payload)[..]].concat()) || (printed.is_empty() && understands_it())
}

/// Whether the answer to "cachipun" has a length of four too much, or a length that came was taken for four too much.
fn counts_the_header(printed: &[u8]) -> bool {
    let one_of = |answers: &[Vec<u8>], printed: &[u8]| answers.iter().any(|answer| printed.starts_with(answer));
    let takes_it_off = one_of(&[announced(8, b"hcac"), announced(4, b"hcac")], printed)
        && one_of(&[announced(9, b"rejit"), announced(5, b"rejit")], &answers_to(&announced(9, b"tijer")));
    printed.starts_with(&announced(12, b"nupihcac")) || takes_it_off
}

/// Whether the answer is this payload and zeros around it, with the length of all that.
fn is_padded(printed: &[u8], payload: &[u8]) -> bool {
    let Some((length, rest)) = printed.split_first_chunk() else { return false };
    let Some(answer) = rest.get(..u32::from_be_bytes(*length) as usize) else { return false };
    let begin = answer.iter().position(|byte| *byte != 0).unwrap_or(0);
    let end = answer.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    answer.len() > payload.len() && &answer[begin..end] == payload
}

/// Whether the answer is there, with text around it.
fn is_among_notes(printed: &[u8], answer: &[u8]) -> bool {
    let Some(begin) = printed.windows(answer.len()).position(|window| window == answer) else { return false };
    let notes = [&printed[..begin], &printed[begin + answer.len()..]].concat();
    !notes.is_empty() && std::str::from_utf8(&notes).is_ok_and(|notes| !notes.contains('\0'))
}

/// Whether bytes were replaced on their way through a text type: by the sign for what is no text (U+FFFD), or each byte
/// above 127 by the two bytes that its number has as a letter. Before they were reversed or after.
fn has_replaced_bytes(printed: &[u8]) -> bool {
    let replaced = ["\u{fffd}".as_bytes(), "Ã".as_bytes()];
    replaced.iter().any(|sign| contains(printed, sign) || contains(printed, &reversed(sign)))
}

fn contains(whole: &[u8], part: &[u8]) -> bool {
    whole.windows(part.len()).any(|window| window == part)
}
