//! The report of each outcome, in both languages, as text, JSON and capture, pinned by golden files in `tests/golden`.
//!
//! `ENCHUFE_GOLDEN=write cargo test --test selfcheck reports` writes them anew; look at the difference before you
//! commit it.

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use enchufe::Finding;
use enchufe::catalog::Exercise;
use enchufe::report::{Colour, Report, WIDTH};
use enchufe::transcript::{Event, Fate, Label, Payload, Stream, Transcript, What};
use enchufe::verdict::{Action, Awaited, Failure, Measure, Outcome, Place, Problem, Reason, Shown};
use enchufe::words::Lang;

use crate::workshop::EXERCISES;

#[test]
fn every_outcome_has_its_report_in_both_languages() {
    let problems: Vec<String> = reports()
        .iter()
        .flat_map(|(name, report)| {
            Lang::ALL.map(|lang| {
                let text = report.to_text(lang, enchufe::root(), Colour::Plain);
                let wide: Vec<&str> = text.lines().filter(|line| line.chars().count() > WIDTH).collect();
                assert!(wide.is_empty(), "{name}: wider than {WIDTH} columns:\n{}", wide.join("\n"));
                golden(&format!("{name}.{}.txt", lang.code()), text.as_bytes())
            })
        })
        .flatten()
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_outcome_has_its_report_as_json() {
    let json = |report: &Report| format!("{:#}\n", report.to_json(enchufe::root()));
    let problems: Vec<String> = reports()
        .iter()
        .filter_map(|(name, report)| golden(&format!("{name}.json"), json(report).as_bytes()))
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_outcome_has_its_capture_and_tshark_reads_it() {
    let tshark = Command::new("tshark").arg("--version").output().is_ok_and(|output| output.status.success());
    if !tshark {
        println!("not read by tshark: it is not on this machine");
    }
    let mut problems = Vec::new();
    for (name, report) in reports() {
        problems.extend(golden(&format!("{name}.pcapng"), &report.to_pcapng()));
        if tshark {
            let mut command = Command::new("tshark");
            command.args(["-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE", "-V", "-r"]);
            let output = command.arg(golden_path(&format!("{name}.pcapng"))).output().expect("tshark starts");
            let said = String::from_utf8_lossy(&output.stdout);
            let wrong = ["Malformed", "incorrect, should be", "Unreassembled", "Previous segment"];
            let faults: Vec<&str> = wrong.into_iter().filter(|fault| said.contains(fault)).collect();
            let frames = said.matches("Frame Number:").count();
            let has_wire = report.transcript.events().iter().any(|event| matches!(event.what, What::Connected { .. }));
            if !output.status.success() || !faults.is_empty() || (has_wire && frames < 3) {
                problems.push(format!("{name}.pcapng: tshark finds {faults:?} in {frames} frames"));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn colours_change_nothing_but_colours() {
    for (name, report) in reports() {
        let text = |colour| report.to_text(Lang::En, enchufe::root(), colour);
        let mut plain = String::new();
        let coloured = text(Colour::Coloured);
        for (index, part) in coloured.split('\x1b').enumerate() {
            plain.push_str(if index == 0 { part } else { part.split_once('m').expect("a colour ends with m").1 });
        }
        assert_eq!(plain, text(Colour::Plain), "{name}");
    }
}

#[test]
fn there_is_a_report_for_each_outcome() {
    let shown: Vec<Outcome> = reports().iter().map(|(_, report)| report.outcome()).collect();
    let missing: Vec<Outcome> = Outcome::ALL.into_iter().filter(|outcome| !shown.contains(outcome)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn golden_path(name: &str) -> PathBuf {
    enchufe::root().join("tests").join("golden").join(name)
}

/// Compares with a golden file, or writes it where `ENCHUFE_GOLDEN=write` asks for it.
fn golden(name: &str, bytes: &[u8]) -> Option<String> {
    let path = golden_path(name);
    if std::env::var("ENCHUFE_GOLDEN").is_ok_and(|wish| wish == "write") {
        fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("the folder can be made");
        fs::write(&path, bytes).expect("a golden file can be written");
    }
    let expected = fs::read(&path).unwrap_or_default();
    let shown = || String::from_utf8_lossy(bytes).into_owned();
    (expected != bytes).then(|| format!("{name} differs from what it is now:\n{}", shown()))
}

fn exercise(slug: &str) -> Exercise {
    let exercise = EXERCISES.iter().find(|exercise| exercise.slug == slug);
    exercise.unwrap_or_else(|| panic!("there is no exercise {slug}")).clone()
}

const LAB: ([u8; 4], u16) = ([127, 0, 0, 1], 40_001);
const YOU: ([u8; 4], u16) = ([127, 0, 0, 1], 40_002);
const OTHER: ([u8; 4], u16) = ([127, 0, 0, 1], 40_003);

/// Puts a list of events on a clock of its own: a tenth of a millisecond between two.
fn transcript(events: Vec<(Option<usize>, What)>) -> Transcript {
    let at = |index: usize| Duration::from_micros(100 * index as u64);
    let event =
        |(index, (label, what)): (usize, (Option<usize>, What))| Event { at: at(index), label: label.map(Label), what };
    Transcript::from_events(events.into_iter().enumerate().map(event).collect())
}

fn started(command: &str) -> (Option<usize>, What) {
    (None, What::Started { command: command.into() })
}

fn listening(at: ([u8; 4], u16)) -> (Option<usize>, What) {
    (None, What::Listening { at: SocketAddr::from(at) })
}

fn connected(label: usize, lab: ([u8; 4], u16), you: ([u8; 4], u16)) -> (Option<usize>, What) {
    (Some(label), What::Connected { lab: lab.into(), you: you.into() })
}

fn sent(label: usize, bytes: &[u8]) -> (Option<usize>, What) {
    (Some(label), What::Sent { lab: LAB.into(), you: YOU.into(), bytes: Payload::new(bytes), datagram: false })
}

fn received(label: usize, bytes: &[u8]) -> (Option<usize>, What) {
    (Some(label), What::Received { lab: LAB.into(), you: YOU.into(), bytes: Payload::new(bytes), datagram: false })
}

fn printed(stream: Stream, bytes: &[u8]) -> (Option<usize>, What) {
    (None, What::Printed { stream, bytes: Payload::new(bytes) })
}

fn ended(code: i32) -> (Option<usize>, What) {
    (None, What::Ended { code: Some(code), signal: None })
}

/// A client that was told the greeting, as far as it got.
fn client_conversation(mut rest: Vec<(Option<usize>, What)>) -> Transcript {
    let mut events = vec![listening(LAB), started("tcp-client 127.0.0.1:40001"), connected(0, LAB, YOU)];
    events.append(&mut rest);
    transcript(events)
}

/// A server with two visitors, the second of whom waits.
fn server_conversation(mut rest: Vec<(Option<usize>, What)>) -> Transcript {
    let mut events = vec![
        started("tcp-server 127.0.0.1:0"),
        printed(Stream::Stdout, b"listening on 127.0.0.1:40002\n"),
        connected(0, LAB, YOU),
        connected(1, OTHER, YOU),
    ];
    events.append(&mut rest);
    transcript(events)
}

const GREETING: &[u8] = b"Gracias por conectarte\n";
const RULE: &str = "prints_every_byte_until_the_server_closes";

/// A report for every outcome, and for the forms that comparisons take.
fn reports() -> Vec<(&'static str, Report)> {
    let client = |test: &str, failure: Failure, transcript: Transcript| {
        Report::new(Some(exercise("tcp-client")), test, failure, transcript)
    };
    let server = |test: &str, failure: Failure, transcript: Transcript| {
        Report::new(Some(exercise("tcp-server")), test, failure, transcript)
    };
    let panic_words = "thread 'main' (7) panicked at exercises/03-tcp-client/src/main.rs:48:5:\n";
    let mut not_written = Failure::new(Outcome::NotWrittenYet, Awaited::Connection);
    not_written.said = format!("{panic_words}not yet implemented: connect to 127.0.0.1:40001 within 2s");
    let mut did_not_compile = Failure::new(Outcome::DidNotCompile, Awaited::Nothing);
    did_not_compile.said = "error[E0425]: cannot find value `adr` in this scope\n  --> src/main.rs:41:26\n".into();
    let mut ended_early = Failure::new(Outcome::EndedEarly, Awaited::Connection);
    ended_early.said = "tcp-client: 127.0.0.1:9001: connection refused (Connection refused (os error 111))".into();
    let mut panicked = Failure::new(Outcome::Panicked, Awaited::End).named("panics-on-failure");
    panicked.said = format!("{panic_words}called `Result::unwrap()` on an `Err` value: ConnectionRefused");
    let mut hangs = Failure::new(Outcome::Hangs, Awaited::Bytes).compare_bytes(Place::From(Label(1)), GREETING, b"");
    hangs.comparisons[0].got = Shown::Nothing;
    hangs.findings = vec![
        Finding::Sleeps { call: "recv", peer: Some(LAB.into()) },
        Finding::NotAccepted { at: YOU.into(), count: 1 },
        Finding::Unread { from: OTHER.into(), bytes: 5 },
    ];
    let mut skipped = Failure::new(Outcome::Skipped, Awaited::Nothing);
    skipped.reason = Some(Reason::NoIpv6);
    let mut lab_error = Failure::new(Outcome::LabError, Awaited::Nothing);
    let (addr, error) = (LAB.into(), "Operation not permitted (os error 1)".into());
    lab_error.problem = Some(Problem::Socket { action: Action::Listen, addr, error });
    let too_much = Failure::new(Outcome::TooMuch, Awaited::Nothing).named("busy-wait").compare(
        Place::Measure(Measure::ProcessorTime),
        Shown::AtMost("60 ms".into()),
        Shown::Amount("297 ms".into()),
    );
    let wrong_end = Failure::new(Outcome::WrongEnd, Awaited::End)
        .named("hides-the-error")
        .compare(
            Place::ExitCode,
            Shown::Ended { code: Some(1), signal: None },
            Shown::Ended { code: Some(0), signal: None },
        )
        .compare(Place::Stderr, Shown::Tokens(vec!["connection refused".into()]), Shown::Tokens(Vec::new()));
    let single_read = client_conversation(vec![
        sent(0, b"G"),
        printed(Stream::Stdout, b"G"),
        ended(0),
        sent(0, b"r"),
        (Some(0), What::Refused { bytes: Payload::new(b"a") }),
    ]);
    let short_greeting = client_conversation(vec![sent(0, GREETING), printed(Stream::Stdout, GREETING), ended(0)]);
    let silence = |label| (Some(label), What::NothingCame { waited: Duration::from_secs(10) });
    let long = [b"0123456789".repeat(30), "ñ".as_bytes().to_vec(), b"0123456789".repeat(30)].concat();
    let damaged = [b"0123456789".repeat(30), "??".as_bytes().to_vec(), b"0123456789".repeat(30)].concat();
    vec![
        ("passed", client(RULE, Failure::new(Outcome::Passed, Awaited::Nothing), short_greeting)),
        (
            "not-written-yet",
            client(RULE, not_written, transcript(vec![listening(LAB), started("tcp-client 127.0.0.1:40001")])),
        ),
        ("did-not-compile", client(RULE, did_not_compile, transcript(Vec::new()))),
        (
            "ended-early",
            client(
                RULE,
                ended_early,
                transcript(vec![listening(LAB), started("tcp-client 127.0.0.1:40001"), ended(1)]),
            ),
        ),
        (
            "panicked",
            client(
                "says_connection_refused",
                panicked,
                transcript(vec![started("tcp-client 127.0.0.1:40001"), ended(101)]),
            ),
        ),
        (
            "never-said-where-it-listens",
            server(
                "says_which_port_it_got",
                Failure::new(Outcome::NeverSaidWhereItListens, Awaited::ReadinessLine).compare_bytes(
                    Place::Stdout,
                    b"listening on 127.0.0.1:40001\n",
                    b"escuchando\n",
                ),
                transcript(vec![started("tcp-server 127.0.0.1:0"), printed(Stream::Stdout, b"escuchando\n")]),
            ),
        ),
        (
            "closed-too-soon",
            server(
                "greets_a_client_that_says_nothing",
                Failure::new(Outcome::ClosedTooSoon, Awaited::EndOfStream).compare(
                    Place::From(Label(1)),
                    Shown::EndOfStream,
                    Shown::Reset,
                ),
                server_conversation(vec![received(1, GREETING), (Some(1), What::YouReset)]),
            ),
        ),
        (
            "wrong-bytes",
            client(
                RULE,
                Failure::new(Outcome::WrongBytes, Awaited::Output).named("single-read").compare_bytes(
                    Place::Stdout,
                    GREETING,
                    b"G",
                ),
                single_read,
            ),
        ),
        (
            "wrong-bytes-in-the-middle",
            client(
                "prints_bytes_that_are_no_text",
                Failure::new(Outcome::WrongBytes, Awaited::Output).compare_bytes(Place::Stdout, &long, &damaged),
                client_conversation(vec![
                    sent(0, &long),
                    (Some(0), What::Closed),
                    printed(Stream::Stdout, &damaged),
                    ended(0),
                ]),
            ),
        ),
        (
            "wrong-end",
            client(
                "says_connection_refused",
                wrong_end,
                transcript(vec![started("tcp-client 127.0.0.1:40001"), ended(0)]),
            ),
        ),
        (
            "too-much",
            client("uses_no_processor_time_while_it_waits", too_much, client_conversation(vec![sent(0, b"x")])),
        ),
        (
            "hangs",
            server(
                "greets_a_client_that_says_nothing",
                hangs,
                server_conversation(vec![sent(1, b"hola\n"), silence(1)]),
            ),
        ),
        ("skipped", client("connects_over_ipv6", skipped, transcript(Vec::new()))),
        ("lab-error", client(RULE, lab_error, transcript(Vec::new()))),
        ("datagrams", datagrams()),
        ("relayed", relayed()),
        ("frames", frames()),
    ]
}

/// A conversation over UDP, one of its datagrams longer than what a transcript keeps.
fn datagrams() -> Report {
    let datagram = |label, bytes: &[u8]| {
        let bytes = Payload::new(bytes);
        (Some(label), What::Sent { lab: LAB.into(), you: YOU.into(), bytes, datagram: true })
    };
    let answer = |label, bytes: &[u8]| {
        let bytes = Payload::new(bytes);
        (Some(label), What::Received { lab: LAB.into(), you: YOU.into(), bytes, datagram: true })
    };
    let long: Vec<u8> = (0..40_000_u32).map(|n| n as u8).collect();
    let failure = Failure::new(Outcome::WrongBytes, Awaited::Nothing).named("small-buffer").compare_bytes(
        Place::From(Label(0)),
        &long,
        &long[..4096],
    );
    let events = vec![
        started("udp-echo 127.0.0.1:0"),
        printed(Stream::Stdout, b"listening on 127.0.0.1:40002\n"),
        (Some(0), What::Listening { at: LAB.into() }),
        datagram(0, b""),
        answer(0, b""),
        datagram(0, &long),
        answer(0, &long[..4096]),
    ];
    Report::new(Some(exercise("udp-echo")), "answers_datagrams_of_up_to_65507_bytes", failure, transcript(events))
}

/// A conversation of two programs through a relay that does everything to their datagrams.
fn relayed() -> Report {
    let near = (([127, 0, 0, 1], 40_004).into(), ([127, 0, 0, 1], 40_005).into());
    let through = |fate| {
        let ((lab, via), bytes) = (near, Payload::new(b"ENCH\x01\x00\x00\x04\x00\x00\x00\x07hola"));
        (Some(0), What::Relayed { lab, you: LAB.into(), via, to: YOU.into(), bytes, fate })
    };
    let back = |fate| {
        let ((via, lab), bytes) = (near, Payload::new(b"ENCH\x02\x00\x00\x00\x00\x00\x00\x07"));
        (Some(1), What::Relayed { lab, you: YOU.into(), via, to: LAB.into(), bytes, fate })
    };
    let late = |bytes: &[u8]| {
        (Some(1), What::Sent { lab: near.1, you: YOU.into(), bytes: Payload::new(bytes), datagram: true })
    };
    let events = vec![
        started("reliable-udp receive 127.0.0.1:0 copia"),
        printed(Stream::Stdout, b"listening on 127.0.0.1:40002\n"),
        (Some(0), What::Listening { at: near.0 }),
        (Some(1), What::Listening { at: near.1 }),
        started("reliable-udp send original 127.0.0.1:40004"),
        through(Fate::Drop),
        through(Fate::Double),
        back(Fate::Pass),
        back(Fate::Drop),
        through(Fate::Delay(Duration::from_millis(15))),
        through(Fate::Swap),
        late(b"ENCH\x01\x00\x00\x04\x00\x00\x00\x07hola"),
    ];
    let failure = Failure::new(Outcome::WrongBytes, Awaited::File).compare_bytes(Place::File, b"hola", b"holahola");
    Report::new(Some(exercise("reliable-udp")), "brings_the_same_bytes_over_a_bad_path", failure, transcript(events))
}

/// A conversation in frames of JSON, whole ones, several at once, and what is none.
fn frames() -> Report {
    let frame = |json: &str| [&(json.len() as u32).to_be_bytes()[..], json.as_bytes()].concat();
    let result = |res: &str| {
        let data =
            format!(r#"{{"eleccion_1":"piedra","eleccion_2":"tijera","res":"{res}","ronda":1,"marcador":[1,0]}}"#);
        frame(&format!(r#"{{"status":"result","data":{data}}}"#))
    };
    let accepted = frame(r#"{"status":"aceptada","data":{"ronda":1}}"#);
    let error = r#"{"status":"error","data":{"codigo":"mensaje-invalido","mensaje":"ese mensaje no se entiende"}}"#;
    let events = vec![
        started("cachipun-server 127.0.0.1:0"),
        printed(Stream::Stdout, b"listening on 127.0.0.1:40002\n"),
        connected(0, LAB, YOU),
        connected(1, OTHER, YOU),
        sent(0, &frame(r#"{"status": "hola", "data": {"version": 2, "nombre": "Ana\u001b[2J"}}"#)),
        received(0, &frame(r#"{"status":"espera","data":null}"#)),
        received(0, &frame(r#"{"status":"comienza","data":{"oponente":"Beto Núñez"}}"#)),
        sent(0, &frame(r#"{"status": "eleccion", "data": "piedra"}"#)),
        received(0, &[accepted.clone(), result("Gana")].concat()),
        sent(0, &frame(r#"{"status": "eleccion", "data": "lagarto"}"#).repeat(300)),
        received(0, &frame(error)),
        // No frame, not the whole of one, and one without a message.
        sent(0, b"\0\x01\0\x01"),
        received(1, &accepted[..12]),
        sent(1, &frame("[1,2]")),
        received(1, &frame(r#"{"status":"sin datos"}"#)),
        received(1, &result("Pierde")),
    ];
    let failure = Failure::new(Outcome::WrongBytes, Awaited::Message)
        .compare_bytes(Place::From(Label(1)), &result("Gana"), &result("Pierde"))
        .compare_bytes(
            Place::From(Label(0)),
            &frame(r#"{"status":"aceptada","data":{"ronda":2}}"#),
            &frame(r#"{"data":{"ronda":3},"status":"aceptada"}"#),
        )
        .compare(
            Place::From(Label(0)),
            Shown::Contains(br#"{"status":"eleccion","data":"papel"}"#.to_vec()),
            Shown::Bytes(frame(r#"{"data":"piedra","status":"eleccion"}"#)),
        );
    Report::new(Some(exercise("cachipun-server")), "tells_both_the_result_of_every_round", failure, transcript(events))
}
