//! `cargo lab trace`: which conversation is shown, how it is drawn, and where else it can go.

mod support;

use std::fs::{self, File};
use std::io::Read;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use enchufe::capture;
use enchufe::catalog;
use enchufe::report::Report;
use enchufe::transcript::{Event, Fate, Label, Payload, Stream, Transcript, What};
use enchufe::verdict::{Awaited, Failure, Outcome};
use serde_json::{Value, json};
use support::terminal::Terminal;
use support::workbook::Workbook;

const FIRST: &str = "prints_every_byte_until_the_server_closes";
const SECOND: &str = "sends_nothing";

/// An event without an end of the wire, and one of the lab's ends, at a time in milliseconds.
fn by(label: impl Into<Option<usize>>, ms: f64, what: What) -> Event {
    Event { at: Duration::from_micros((ms * 1e3) as u64), label: label.into().map(Label), what }
}

fn addr(port: u16) -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], port))
}

fn started(command: &str) -> What {
    What::Started { command: command.into() }
}

fn sent(bytes: &[u8]) -> What {
    What::Sent { lab: addr(40_001), you: addr(40_002), bytes: Payload::new(bytes), datagram: false }
}

fn received(bytes: &[u8]) -> What {
    What::Received { lab: addr(40_001), you: addr(40_002), bytes: Payload::new(bytes), datagram: false }
}

fn printed(bytes: &[u8]) -> What {
    What::Printed { stream: Stream::Stdout, bytes: Payload::new(bytes) }
}

const ENDED: What = What::Ended { code: Some(0), signal: None };

/// A client that stops after the first piece.
fn single_read() -> Vec<Event> {
    vec![
        by(None, 0.0, What::Listening { at: addr(40_001) }),
        by(None, 1.5, started("tcp-client 127.0.0.1:40001")),
        by(0, 2.1, What::Connected { lab: addr(40_001), you: addr(40_002) }),
        by(0, 2.2, sent(b"G")),
        by(0, 302.2, sent(b"racias\n")),
        by(0, 302.3, What::Refused { bytes: Payload::new(b"por") }),
        by(0, 302.4, What::Unread { bytes: 7 }),
        by(0, 302.5, What::YouReset),
        by(None, 302.6, printed(b"G")),
        by(None, 302.7, ENDED),
    ]
}

/// Two programs of the student, with a relay between them that does its worst.
fn relayed() -> Vec<Event> {
    let there = |ms, fate| {
        let (lab, you, via, to) = (addr(40_004), addr(40_003), addr(40_005), addr(40_002));
        by(0, ms, What::Relayed { lab, you, via, to, bytes: Payload::new(b"uno"), fate })
    };
    let back = |ms, fate| {
        let (lab, you, via, to) = (addr(40_005), addr(40_002), addr(40_004), addr(40_003));
        by(1, ms, What::Relayed { lab, you, via, to, bytes: Payload::new(b"si"), fate })
    };
    let late = What::Sent { lab: addr(40_005), you: addr(40_002), bytes: Payload::new(b"uno"), datagram: true };
    vec![
        by(None, 0.0, started("reliable-udp receive 127.0.0.1:0 copia")),
        by(0, 0.2, What::Listening { at: addr(40_004) }),
        by(1, 0.3, What::Listening { at: addr(40_005) }),
        by(None, 0.4, started("reliable-udp send original 127.0.0.1:40004")),
        there(0.5, Fate::Drop),
        there(0.6, Fate::Pass),
        back(0.7, Fate::Double),
        there(0.8, Fate::Delay(Duration::from_millis(5))),
        back(0.9, Fate::Drop),
        by(1, 5.8, late),
        back(5.9, Fate::Pass),
    ]
}

/// Writes a report as a graded test does.
fn record(workbook: &Workbook, exercise: &str, rule: &str, failure: Failure, events: Vec<Event>) -> PathBuf {
    let exercises = catalog::exercises(&workbook.root.join("exercises")).expect("the manifests can be read");
    let catalogued = exercises.into_iter().find(|known| known.slug == exercise).expect("there is this exercise");
    assert!(catalogued.rules.iter().any(|known| known.name == rule), "{exercise} has no rule {rule}");
    let report = Report::new(Some(catalogued), rule, failure, Transcript::from_events(events));
    let folder = workbook.root.join("target/enchufe/reports").join(exercise);
    fs::create_dir_all(&folder).expect("the folder can be made");
    let path = folder.join(format!("{rule}.json"));
    fs::write(folder.join(format!("{rule}.pcapng")), report.to_pcapng()).expect("it can be written");
    fs::write(&path, format!("{:#}\n", report.to_json(&workbook.root))).expect("it can be written");
    path
}

fn passed() -> Failure {
    Failure::new(Outcome::Passed, Awaited::Nothing)
}

fn failed(mistake: &'static str) -> Failure {
    let mut failure = Failure::new(Outcome::WrongBytes, Awaited::Output);
    failure.mistake = Some(mistake);
    failure
}

/// A workbook with a conversation that failed and one that did not.
fn workbook() -> Workbook {
    let workbook = Workbook::fresh();
    record(&workbook, "tcp-client", FIRST, failed("single-read"), single_read());
    record(&workbook, "tcp-client", SECOND, passed(), vec![by(None, 0.0, started("tcp-client x"))]);
    workbook
}

/// As if a file had been written so many seconds ago.
fn age(path: &Path, seconds: u64) {
    let file = File::options().write(true).open(path).expect("the file is there");
    file.set_modified(SystemTime::now() - Duration::from_secs(seconds)).expect("its time can be set");
}

fn diagram(said: &str) -> Vec<&str> {
    // Without the title and when it was recorded.
    said.lines().skip(3).collect()
}

#[test]
fn a_conversation_is_drawn_between_the_program_and_the_lab() {
    let (said, code) = workbook().says(&["trace", "tcp-client/prints_every"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.starts_with("03 tcp-client · prints every byte until the server closes\nrecorded just now"), "{said}");
    let expected = "
     ms you    # printed                                                     lab
    0.0                                           listening on 127.0.0.1:40001 │
    1.5 ┬ started: tcp-client 127.0.0.1:40001                                  │
    2.1 ├── connected from 127.0.0.1:40002 ───────────────────────────────────►│
    2.2 │◄─ 1 B \"G\" ───────────────────────────────────────────────────────────┤
        ┊   300 ms pass                                                        ┊
  302.2 │◄─ 7 B \"racias\\n\" ────────────────────────────────────────────────────┤
  302.3 │ ╳ 3 B \"por\"  refused: nobody was reading ────────────────────────────┤
  302.4 │ ! 7 bytes were not taken                                             │
  302.5 ├── aborted the connection (reset) ──────────────────────────────────╳►│
  302.6 │ # 1 B \"G\"                                                            │
  302.7 ┴ ended with code 0                                                    │

  ✗ It stopped after the first piece.
  → cargo lab explain single-read";
    assert_eq!(diagram(&said), expected.lines().skip(1).collect::<Vec<_>>(), "{said}");
}

#[test]
fn a_relay_stands_between_the_two_programs() {
    let workbook = Workbook::fresh();
    record(&workbook, "reliable-udp", "brings_the_same_bytes_over_a_bad_path", passed(), relayed());
    let (said, _) = workbook.says(&["trace"]);
    let expected = "
    ms you                              relay                                you
   0.0 │ started: reliable-udp receive 127.0.0.1:0 copia                       │
   0.2 │            uses 127.0.0.1:40004 A │                                   │
   0.3 │              uses 127.0.0.1:40005 B                                   │
   0.4 │ started: reliable-udp send original 127.0.0.1:40004                   │
   0.5 ├╌╌ 3 B \"uno\" ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌►A╳B lost                              │
   0.6 ├╌╌ 3 B \"uno\" ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌A╌B╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌►│
   0.7 │◄◄╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ twice A╌B╌╌ 2 B \"si\" ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┤
   0.8 ├╌╌ 3 B \"uno\" ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌►A○B held back 5 ms                    │
   0.9 │                            lost A╳B◄╌ 2 B \"si\" ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┤
   5.8 │                     goes on now │ B╌╌ 3 B \"uno\" ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌►│
   5.9 │◄╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌A╌B╌╌ 2 B \"si\" ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┤

  ✓ The rule holds.";
    assert_eq!(diagram(&said), expected.lines().skip(1).collect::<Vec<_>>(), "{said}");
}

#[test]
fn each_of_several_clients_has_a_line_as_long_as_its_connection() {
    let workbook = Workbook::fresh();
    let connected = |label: usize| {
        let what = What::Connected { lab: addr(40_010 + label as u16), you: addr(40_002) };
        by(label, 1.0 + label as f64, what)
    };
    let events = vec![
        by(None, 0.0, started("tcp-server")),
        connected(0),
        connected(1),
        by(1, 3.0, received(b"hola")),
        by(0, 4.0, What::Closed),
        connected(2),
        by(1, 9.0, What::Closed),
    ];
    record(&workbook, "tcp-server", "goes_on_while_a_client_stays", passed(), events);
    let (said, _) = workbook.says(&["trace"]);
    let expected = "
   1.0 │◄─ connected to 127.0.0.1:40002 (127.0.0.1:40010) ──────────────────A
   2.0 │◄─ connected to 127.0.0.1:40002 (127.0.0.1:40011) ──────────────────┼──B
   3.0 ├── 4 B \"hola\" ──────────────────────────────────────────────────────┼─►B
   4.0 │◄─ closed ──────────────────────────────────────────────────────────A  │
   3.0 │◄─ connected to 127.0.0.1:40002 (127.0.0.1:40012) ──────────────────C  │
   9.0 │◄─ closed ──────────────────────────────────────────────────────────┼──B";
    let lines: Vec<&str> = diagram(&said).into_iter().skip(2).take(6).collect();
    assert_eq!(lines, expected.lines().skip(1).collect::<Vec<_>>(), "{said}");
}

#[test]
fn a_hundred_clients_and_a_flood_fit_a_terminal() {
    let workbook = Workbook::fresh();
    let flood: Vec<u8> = (0..16 << 20).map(|n: u32| (n >> 3) as u8).collect();
    let connected =
        |label: usize| by(label, 1.0, What::Connected { lab: addr(41_000 + label as u16), you: addr(40_002) });
    let events = (0..100).map(connected).chain([by(99, 2.0, sent(&flood))]).collect();
    record(&workbook, "threaded-server", "serves_clients_at_the_same_time", passed(), events);
    let (said, _) = workbook.says(&["trace"]);
    assert!(said.lines().all(|line| line.chars().count() <= 80), "{said}");
    assert!(said.contains("──V3\n") && said.contains("16 MB \""), "{said}");
    assert_eq!(said.lines().filter(|line| line.contains("connected to")).count(), 100);
}

#[test]
fn a_conversation_in_which_nothing_happened_says_so() {
    let workbook = Workbook::fresh();
    let skipped = Failure::new(Outcome::Skipped, Awaited::Nothing);
    record(&workbook, "tcp-client", SECOND, skipped, Vec::new());
    let (said, code) = workbook.says(&["trace"]);
    assert!(code == 0 && said.contains("Nothing happened") && said.contains("○ Skipped"), "{said}");
    for (option, file) in [("--html", "empty.html"), ("--pcap", "empty.pcapng")] {
        let (said, code) = workbook.says(&["trace", option, file, "--force"]);
        assert_eq!(code, 0, "{said}");
    }
    assert!(workbook.says(&["trace", "--pcap", "empty.pcapng", "--force"]).0.contains("no packet"));
}

#[test]
fn nothing_of_what_a_stranger_sent_steers_the_terminal() {
    let workbook = Workbook::fresh();
    let events = vec![
        by(None, 0.0, started("tcp-client \x1b[2J\u{202e}\r\n日本")),
        by(0, 1.0, sent("\x1b]0;title\x07\u{9b}31m\u{202e}".as_bytes())),
    ];
    record(&workbook, "tcp-client", SECOND, passed(), events);
    let (said, _) = workbook.says(&["trace"]);
    assert!(
        said.chars().all(|letter| letter == '\n' || !letter.is_control()) && !said.contains('\u{202e}'),
        "{said:?}"
    );
    let (page, _) = workbook.says(&["trace", "--html", "-"]);
    assert!(page.chars().all(|letter| letter == '\n' || !letter.is_control()) && !page.contains('\u{202e}'));
}

#[test]
fn without_a_name_the_last_run_shows_the_mistake_first() {
    let workbook = workbook();
    let folder = workbook.root.join("target/enchufe/reports/tcp-client");
    for name in [FIRST, SECOND] {
        age(&folder.join(format!("{name}.json")), 100);
    }
    // Newer, and three rules: one holds, one fails, one fails with a name.
    let failure = Failure::new(Outcome::Hangs, Awaited::Datagram);
    record(&workbook, "udp-client", "sends_its_text_in_one_datagram", passed(), Vec::new());
    record(&workbook, "udp-client", "asks_over_ipv6", failure, Vec::new());
    let (said, _) = workbook.says(&["trace"]);
    assert!(said.starts_with("08 udp-client · asks over ipv6\n"), "{said}");
    record(&workbook, "udp-client", "doubles_its_wait_with_every_try", failed("no-back-off"), Vec::new());
    let (said, _) = workbook.says(&["trace"]);
    assert!(said.starts_with("08 udp-client · doubles its wait with every try\n"), "{said}");
    assert!(said.contains("cargo lab explain no-back-off"), "{said}");
    let (said, _) = workbook.says(&["trace", "3"]);
    assert!(
        said.starts_with("03 tcp-client · prints every byte until the server closes\nrecorded 1 min ago"),
        "{said}"
    );
}

#[test]
fn a_test_is_found_by_any_part_of_its_name() {
    let workbook = workbook();
    let title = "03 tcp-client · sends nothing\n";
    for given in [
        &["sends_nothing"][..],
        &["nothing"],
        &["tcp-client/sends_nothing"],
        &["3/sends"],
        &["3", "sends_no…"],
        &["tcp-client", "sends", "nothing"],
        &["sends nothing"],
        &["--print", "SENDS"],
    ] {
        let (said, code) = workbook.says(&[&["trace"], given].concat());
        assert!(code == 0 && said.starts_with(title), "{given:?}: {said}");
    }
    let (said, _) = workbook.says(&["--lang", "es", "trace", "no envía"]);
    assert!(said.starts_with("03 tcp-client · no envía nada\ngrabado recién"), "{said}");
}

#[test]
fn a_name_that_could_be_several_is_answered_with_them() {
    let workbook = workbook();
    record(&workbook, "tcp-client", "connects_over_ipv6", passed(), Vec::new());
    let (said, code) = workbook.says(&["trace", "tcp-client/s"]);
    assert_eq!((code, said.contains("· sends nothing")), (0, true), "the one that is recorded: {said}");
    record(&workbook, "tcp-client", "says_connection_refused", passed(), Vec::new());
    let (said, code) = workbook.says(&["trace", "tcp-client/s"]);
    assert_eq!(code, 2);
    assert!(said.contains("  tcp-client/sends_nothing\n  tcp-client/says_connection_refused\n"), "{said}");
    assert!(said.contains("cargo lab trace --list tcp-client"), "{said}");
    let (said, code) = workbook.says(&["trace", "udp"]);
    assert!(code == 2 && said.contains("08 udp-client, 09 udp-echo"), "{said}");
    let (said, code) = workbook.says(&["trace", "tcp/sends"]);
    assert!(code == 2 && said.contains("03 tcp-client, 05 tcp-server"), "{said}");
    let (said, code) = workbook.says(&["trace", "zzz"]);
    assert!(code == 2 && said.contains("zzz: neither an exercise nor"), "{said}");
    let (said, code) = workbook.says(&["trace", "tcp-client/zzz"]);
    assert!(code == 2 && said.contains("zzz: no test of tcp-client"), "{said}");
}

#[test]
fn where_nothing_is_recorded_it_says_how_to_get_something() {
    let workbook = Workbook::fresh();
    for args in [&["trace"][..], &["trace", "--list"]] {
        let (said, code) = workbook.says(args);
        assert!(code == 2 && said.contains("nothing is recorded yet") && said.contains("→ cargo lab test"), "{said}");
    }
    let (said, code) = workbook.says(&["trace", "framing"]);
    assert!(
        code == 2 && said.contains("framing: nothing is recorded") && said.contains("cargo lab test framing"),
        "{said}"
    );
    let (said, code) = workbook.says(&["trace", "sends_nothing"]);
    assert!(code == 2 && said.contains("tcp-client"), "{said}");
}

#[test]
fn a_damaged_report_is_named_with_its_file() {
    let workbook = workbook();
    let path = record(&workbook, "tcp-client", SECOND, passed(), Vec::new());
    fs::write(&path, "{\"outcome\": \"passed\", \"transcri").expect("it can be written");
    let (said, code) = workbook.says(&["trace", SECOND]);
    assert!(code == 2 && said.contains("sends_nothing.json") && said.contains("cargo lab test tcp-client"), "{said}");
    let newer = json!({ "outcome": "passed", "transcript": [{ "ms": 1.0, "event": "sang" }] });
    fs::write(&path, newer.to_string()).expect("it can be written");
    let (said, code) = workbook.says(&["trace", SECOND]);
    assert!(code == 2 && said.contains("sends_nothing.json") && said.contains("sang"), "{said}");
}

#[test]
fn a_file_that_changed_since_is_told() {
    let workbook = workbook();
    assert!(!workbook.says(&["trace"]).0.contains("changed since"));
    for name in [FIRST, SECOND] {
        age(&workbook.root.join(format!("target/enchufe/reports/tcp-client/{name}.json")), 100_000_000);
    }
    let (said, _) = workbook.says(&["trace"]);
    assert!(said.contains("days ago · your file has changed since"), "{said}");
}

#[test]
fn the_list_says_how_each_came_out() {
    let workbook = workbook();
    record(&workbook, "udp-client", "asks_over_ipv6", failed("ipv4-only"), Vec::new());
    let (said, code) = workbook.says(&["trace", "--list"]);
    let expected = "\
03 tcp-client
  ✗ prints every byte until the server closes                        single-read
  ✓ sends nothing                                                    passed

08 udp-client
  ✗ asks over ipv6                                                     ipv4-only
";
    assert_eq!((said.as_str(), code), (expected, 0));
    let (said, _) = workbook.says(&["--lang=es", "trace", "--list", "udp-client"]);
    assert!(said.starts_with("08 udp-client\n  ✗ ") && !said.contains("tcp-client"), "{said}");
}

#[test]
fn the_capture_is_that_of_the_test_and_nothing_is_overwritten() {
    let workbook = workbook();
    let file = workbook.root.join("target/out.pcapng");
    let _ = fs::remove_file(&file);
    let args = ["trace", FIRST, "--pcap", "target/out.pcapng"];
    let (said, code) = workbook.says(&args);
    assert!(code == 0 && said.contains("wireshark target/out.pcapng"), "{said}");
    let beside = workbook.root.join(format!("target/enchufe/reports/tcp-client/{FIRST}.pcapng"));
    let capture = fs::read(&beside).expect("the test wrote it");
    assert!(capture == capture::pcapng(&single_read()) && capture == fs::read(&file).expect("it was written"));
    // Where the test's own is gone, it is made from the events.
    fs::remove_file(&beside).expect("it is there");
    assert_eq!(workbook.says(&[&args[..], &["--force"]].concat()).1, 0);
    assert!(capture == fs::read(&file).expect("it was written"));
    fs::write(&file, "mine").expect("it can be written");
    let (said, code) = workbook.says(&args);
    assert!(code == 2 && said.contains("is there already") && said.contains("--force"), "{said}");
    assert_eq!(fs::read(&file).expect("it is there"), b"mine");
    let (_, code) = workbook.says(&[&args[..], &["--force"]].concat());
    assert!(code == 0 && fs::read(&file).expect("it is there") == capture);
    let output = workbook.lab(&["trace", FIRST, "--pcap=-"]).output().expect("it can be started");
    assert!(output.stdout == capture && output.stderr.is_empty());
    let (said, code) = workbook.says(&["trace", "--pcap", "target"]);
    assert!(code == 2 && said.contains("is a folder"), "{said}");
    let (said, code) = workbook.says(&["trace", "--pcap", "no/such/folder/x"]);
    assert!(code == 2 && said.contains("no/such/folder/x"), "{said}");
    if Command::new("tshark").arg("--version").output().is_ok_and(|output| output.status.success()) {
        let read = Command::new("tshark").arg("-r").arg(&file).output().expect("tshark starts");
        assert!(read.status.success() && String::from_utf8_lossy(&read.stdout).contains("SYN"));
    }
}

#[test]
fn the_events_are_there_for_other_programs() {
    let workbook = workbook();
    let output = workbook.lab(&["trace", FIRST, "--json"]).output().expect("it can be started");
    let json: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!(Transcript::from_json(&json).expect("it is a transcript").events(), single_read());
}

#[test]
fn what_cannot_be_done_together_is_refused() {
    let workbook = workbook();
    for args in [&["--list", "--json"][..], &["--print", "--html", "x.html"], &["--json", "--pcap", "-"], &["--zzz"]] {
        let (said, code) = workbook.says(&[&["trace"], args].concat());
        assert_eq!(code, 2, "{args:?}: {said}");
    }
    assert!(!workbook.root.join("x.html").exists());
}

#[test]
fn the_page_stands_alone_and_shows_every_byte() {
    let workbook = Workbook::fresh();
    let mut events = single_read();
    events.push(by(0, 400.0, sent(b"<script>alert('\"&')</script>")));
    record(&workbook, "tcp-client", FIRST, failed("single-read"), events);
    let output = workbook.lab(&["trace", "--html", "-"]).output().expect("it can be started");
    let page = String::from_utf8(output.stdout).expect("it is text");
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">") && page.ends_with("</html>\n"));
    for part in ["prefers-color-scheme: dark", "name=\"viewport\"", "@media print", "<h1>03 tcp-client ·"] {
        assert!(page.contains(part), "{part}");
    }
    // Nothing is fetched, nothing runs, and bytes are text.
    for part in ["<script", "src=", "href=", "url(", "http://", "https://", "onclick"] {
        assert!(!page.contains(part), "{part}");
    }
    assert!(page.contains("&lt;script&gt;alert(&#39;\\&quot;&amp;&#39;)&lt;/script&gt;"), "{page}");
    assert!(page.contains("0000  72 61 63 69 61 73 0a     racias."), "{page}");
    assert!(page.contains("<span class=\"sr\">lab to you: </span>"), "{page}");
    assert!(page.contains("cargo lab explain single-read") && page.contains("Who tells you that"), "{page}");
    assert_balanced(&page);
    let (page, _) = workbook.says(&["--lang", "es", "trace", "--html", "-"]);
    assert!(page.contains("<html lang=\"es\">") && page.contains("del lab hacia ti"), "{page}");
    record(&workbook, "reliable-udp", "brings_the_same_bytes_over_a_bad_path", passed(), relayed());
    let (page, _) = workbook.says(&["trace", "reliable-udp", "--html", "-"]);
    assert!(page.contains("you, through A and B: "), "{page}");
    assert_balanced(&page);
}

/// Every tag that is opened is closed, in order.
fn assert_balanced(page: &str) {
    let body = page.split_once("</style>").expect("there is a style").1;
    let mut open = vec!["html", "head"];
    for tag in body.split('<').skip(1).map(|rest| rest.split_once('>').expect("a tag ends").0) {
        let name = tag.trim_start_matches('/').split(' ').next().expect("there is always a first");
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "</{name}> closes another");
        } else {
            open.push(name);
        }
    }
    assert_eq!(open, Vec::<&str>::new());
}

#[test]
fn whoever_has_heard_enough_may_leave() {
    let workbook = Workbook::fresh();
    let many = (0..5000).map(|n| by(0, f64::from(n), sent(b"hola"))).collect();
    record(&workbook, "tcp-client", SECOND, passed(), many);
    let mut command = workbook.lab(&["trace"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it can be started");
    let mut first = [0; 10];
    child.stdout.take().expect("it is a pipe").read_exact(&mut first).expect("it says something");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.code() == Some(0) && output.stderr.is_empty(), "{output:?}");
}

#[test]
fn without_utf8_every_letter_is_ascii() {
    let workbook = workbook();
    record(&workbook, "reliable-udp", "brings_the_same_bytes_over_a_bad_path", passed(), relayed());
    for test in ["tcp-client", "reliable-udp"] {
        let output = workbook.lab(&["trace", test]).env("LANG", "C").output().expect("it can be started");
        let said = String::from_utf8(output.stdout).expect("it is text");
        // A letter that has no stand-in would be a question mark.
        assert!(said.is_ascii() && !said.contains('?'), "{said}");
    }
}

#[test]
fn the_help_fits_and_is_there_in_both_languages() {
    let workbook = Workbook::fresh();
    for lang in ["en", "es"] {
        let (said, code) = workbook.says(&["--lang", lang, "trace", "--help"]);
        assert!(code == 0 && said.contains("--pcap") && said.contains("--html"), "{said}");
        assert!(said.lines().all(|line| line.chars().count() <= 78), "{said}");
    }
}

/// `cargo lab trace` in a terminal.
fn terminal(workbook: &Workbook, args: &[&str], columns: u16, rows: u16) -> Terminal {
    let mut command = workbook.lab(&[&["trace"], args].concat());
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    Terminal::start(&command, columns, rows)
}

#[test]
fn on_a_terminal_one_moves_through_the_lines_and_looks_into_them() {
    let workbook = workbook();
    let mut screen = terminal(&workbook, &[], 80, 24);
    screen.wait_for("the first line is chosen", |screen| {
        screen.contains("\n>   0.0 ")
            && screen.contains("✗ It stopped after the first piece.")
            && screen.contains("1/2")
    });
    assert!(screen.is_taken() && !screen.shows_the_cursor());
    screen.press("jj\x1b[B\x1b[Bk");
    screen.wait_for("the first bytes", |screen| screen.contains("\n>   2.2 "));
    screen.press("jj\r");
    screen.shows("72 61 63 69 61 73 0a");
    screen.shows("302.2 ms · lab to you");
    // The next event, and the one before.
    screen.press("\x1b[C");
    screen.shows("70 6f 72");
    screen.press("\x1b[D\x1b[D");
    screen.shows("0000  47");
    // Beyond the last row there is nothing, however fast one types.
    screen.press("Gj \x1b[B\x1b[6~");
    screen.shows("0000  47");
    screen.press("q");
    screen.wait_for("the same line", |screen| screen.contains("\n>   2.2 "));
    screen.press("G");
    screen.wait_for("the end", |screen| screen.contains("\n> → cargo lab explain single-read"));
    screen.press("?");
    screen.shows("any key: back");
    screen.press("x");
    screen.shows("1/2");
    screen.press("q");
    let (code, _) = screen.ends();
    assert!(code == 0 && !screen.is_taken() && screen.shows_the_cursor());
}

#[test]
fn the_other_tests_of_the_exercise_are_a_key_away() {
    let workbook = workbook();
    let mut screen = terminal(&workbook, &["tcp-client"], 80, 24);
    screen.shows("1/2");
    // There is none before the first, nor after the last.
    screen.press("p\x1b[D");
    screen.press("n");
    screen.shows("2/2");
    screen.shows("03 tcp-client · sends nothing");
    screen.press("nnn\x1b[D");
    screen.shows("prints every byte");
    screen.press("\x1b");
    assert_eq!(screen.ends().0, 0);
}

#[test]
fn a_damaged_report_does_not_end_the_screen() {
    let workbook = workbook();
    let path = record(&workbook, "tcp-client", SECOND, passed(), Vec::new());
    fs::write(path, "{").expect("it can be written");
    let mut screen = terminal(&workbook, &["tcp-client"], 80, 24);
    screen.shows("1/2");
    screen.press("n");
    screen.shows("the report is damaged");
    screen.press("\r?xjGp");
    screen.shows("✗ It stopped after the first piece.");
    screen.press("\x03");
    assert_eq!(screen.ends().0, 0);
}

#[test]
fn a_long_conversation_is_scrolled_and_survives_a_paste_and_a_resize() {
    let workbook = Workbook::fresh();
    let events = (0..500).map(|n| by(0, f64::from(n), sent(format!("{n:03} hola").as_bytes()))).collect();
    record(&workbook, "tcp-client", SECOND, passed(), events);
    let mut screen = terminal(&workbook, &[], 80, 24);
    screen.shows("\"000 hola\"");
    screen.press(" ");
    screen.shows("\"020 hola\"");
    screen.press("\x1b[6~\x1b[5~\x1b[F");
    screen.shows("\"499 hola\"");
    screen.press("\x1b[H");
    screen.wait_for("the beginning", |screen| screen.contains(">   0.0 "));
    // A thousand keys at once, and as a paste.
    screen.press(&"j".repeat(400));
    screen.wait_for("the line of the keys", |screen| screen.contains("> 400.0 "));
    screen.press(&format!("\x1b[200~{}\x1b[201~", "q".repeat(1000)));
    screen.press("j");
    screen.wait_for("the paste was passed over", |screen| screen.contains("> 401.0 "));
    screen.resize(40, 12);
    screen.wait_for("the short keys", |screen| screen.contains("↑↓ Enter ←→ ?=keys q=leave"));
    screen.wait_for("the same line", |screen| screen.contains("> 401.0 ") && screen.contains("401 hola"));
    screen.resize(100, 30);
    screen.wait_for("the long keys", |screen| screen.contains("Enter bytes") && screen.contains("> 401.0 "));
    screen.press("q");
    assert_eq!(screen.ends().0, 0);
}

#[test]
fn a_chosen_line_is_seen_without_colours_and_without_utf8() {
    let workbook = workbook();
    let mut command = workbook.lab(&["--lang", "es", "trace"]);
    command.env("NO_COLOR", "1").env("LANG", "C");
    let mut screen = Terminal::start(&command, 40, 14);
    screen.wait_for("the first line is chosen", |screen| screen.contains("\n>   0,0 "));
    assert!(screen.screen().is_ascii(), "{}", screen.screen());
    screen.press("q");
    assert_eq!(screen.ends().0, 0);
}

#[test]
fn a_capture_is_not_poured_into_a_terminal() {
    let workbook = workbook();
    let (code, screen) = terminal(&workbook, &["--pcap", "-"], 80, 24).ends();
    assert!(code == 2 && screen.contains("confuse this terminal"), "{screen}");
    let (code, screen) = terminal(&workbook, &["--print"], 60, 40).ends();
    assert!(code == 0 && screen.contains("ended with code 0"), "{screen}");
}
