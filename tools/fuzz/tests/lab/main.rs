//! The companion: pages on the terminal, diagrams, what is typed, requests that come by, and two programs compared. It is a
//! program and no library, so its files are taken one by one.

#[path = "../../../lab/src/solution/compare.rs"]
#[allow(dead_code, reason = "the companion uses all of it")]
mod compare;
#[path = "../../../lab/src/markdown/mod.rs"]
#[allow(dead_code, reason = "the companion uses all of it")]
mod markdown;
#[path = "../../../lab/src/peer/http/request.rs"]
#[allow(dead_code, reason = "the companion uses all of it")]
mod request;
#[path = "../../../lab/src/terminal/fit.rs"]
#[allow(dead_code, reason = "the companion uses all of it")]
mod terminal;
mod trace;
#[path = "../../../lab/src/talk/typed.rs"]
#[allow(dead_code, reason = "the companion uses all of it")]
mod typed;
mod words;

use std::io::BufReader;

use enchufe::report::Colour;
use enchufe::transcript::Transcript;
use enchufe::words::Lang;
use fuzz::{Bytes, MIB, each, json, text};
use markdown::Look;
use proptest::collection::vec;
use proptest::prelude::{any, prop_oneof};
use proptest::strategy::Strategy;
use serde_json::Value;
use typed::{BadEscape, Style, unescape};

#[test]
fn any_page_can_be_set_on_a_terminal_of_any_width() {
    let pages = text::texts("book/en/mistakes", "g.md", 4 << 10);
    let pages = pages.into_iter().chain(text::texts("book/es/hints", ".md", 8 << 10)).collect();
    let words = [
        "> ",
        "- ",
        "1. ",
        "```rust\n",
        "```\n",
        "| a | b |\n|---|:-:|\n| c | d |\n",
        "**",
        "*",
        "`",
        "[a](https://a.b)",
        "<!-- ",
        "-->",
        "# ",
        "***\n",
        "    ",
        "![",
        "\u{1b}[1m",
        "&#0;",
    ];
    each(600, 64 * MIB, (text::mutated_text(pages, &words), 0_usize..100), |(page, width)| {
        for colour in [Colour::Plain, Colour::Coloured] {
            for line in markdown::render(&page, Look { width, indent: 2, colour }) {
                assert!(!line.contains('\n'), "{line:?}");
            }
            markdown::paragraph(&page, Look { width, indent: 0, colour });
        }
    });
}

#[test]
fn lines_that_are_broken_fit_and_lose_no_word() {
    each(1500, 8 * MIB, ("[a-zñ→\u{1f44b} \\n]{0,200}", 2_usize..60), |(text, width)| {
        let lines = terminal::wrap(&text, width);
        for line in &lines {
            assert!(terminal::visible_width(line) <= width, "{line:?} in {width}");
        }
        let letters = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
        assert_eq!(letters(&lines.concat()), letters(&text));
        assert!(terminal::cut(&text, width).width <= width);
    });
}

#[test]
fn escapes_give_back_the_bytes_that_they_stand_for() {
    each(2000, MIB, vec(any::<u8>(), 0..60), |bytes| {
        let escaped: Vec<u8> = bytes.escape_ascii().collect();
        assert_eq!(unescape(&escaped).map(Bytes), Ok(Bytes(bytes)));
    });
}

#[test]
fn an_escape_that_stands_for_nothing_is_named_with_its_place() {
    let lines = vec![br"GET / HTTP/1.1\r\nHost: a\r\n\r\n".to_vec(), r"\x00\u{1F44B}\0ñ\\".as_bytes().to_vec()];
    let words = [r"\", r"\u{", r"\x", r"\u{10FFFF}", r"\u{d800}", "}", r"\q"];
    each(3000, MIB, text::mutated(lines, &words), |Bytes(line)| match unescape(&line) {
        Ok(bytes) => assert!(bytes.len() <= line.len()),
        Err(BadEscape { escape, column }) => {
            assert!(escape.starts_with('\\') && column >= 1, "{escape:?} at {column}");
            let shown = String::from_utf8_lossy(&line);
            let behind: String = shown.chars().skip(column - 1).collect();
            assert!(behind.starts_with(&escape), "{escape:?} is not at {column} of {shown:?}");
        }
    });
}

#[test]
fn what_is_typed_goes_out_line_by_line_and_whole() {
    let input = prop_oneof![vec(any::<u8>(), 0..200), "[a-z\\n\\r]{0,200}".prop_map(String::into_bytes)];
    each(1500, 4 * MIB, input, |typed| {
        let mut input = BufReader::with_capacity(7, &typed[..]);
        let mut out = Vec::new();
        while let Some(line) = typed::next(&mut input).expect("a slice can be read") {
            let ends = line.iter().filter(|byte| **byte == b'\n').count();
            assert!(ends <= 1 && (ends == 0 || line.ends_with(b"\n")));
            out.extend(Style::default().bytes(&line).expect("nothing is an escape"));
            let crlf = Style { crlf: true, ..Style::default() }.bytes(&line).expect("nothing is an escape");
            assert_eq!(crlf.ends_with(b"\r\n"), ends == 1);
        }
        assert_eq!(Bytes(out), Bytes(typed));
    });
}

#[test]
fn a_request_is_there_with_its_empty_line_and_judged_without_a_panic() {
    let requests: [&[u8]; 2] =
        [b"GET /a?b HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n", b"GET / HTTP/1.1\nhost:  a:80 \n\n"];
    let words = ["\r\n\r\n", "\n\n", "Host:", ":", " HTTP/1.1"];
    each(3000, MIB, text::mutated(requests.map(<[u8]>::to_vec).into(), &words), |Bytes(bytes)| {
        let ends = |end: &[u8]| bytes.windows(end.len()).any(|window| window == end);
        let request = request::Request::parse(&bytes);
        assert_eq!(request.is_some(), ends(b"\n\n") || ends(b"\n\r\n"));
        let Some(request) = request else { return };
        let faults = request.faults();
        assert!((1..faults.len()).all(|at| !faults[..at].contains(&faults[at])), "each once: {faults:?}");
        assert!(!request.host.contains(char::is_control));
    });
}

#[test]
fn any_two_programs_can_be_compared() {
    let programs = text::texts("exercises", "main.rs", 8 << 10);
    let changed =
        || text::mutated_text(programs.clone(), &["//! ", "///\n", "// ─── x\n", "#[allow(", "\t", "\u{1b}["]);
    each(150, 64 * MIB, (changed(), changed(), changed()), |(student, solution, stub)| {
        let comparison = compare::compare(&student, &solution, &stub);
        for line in comparison.hunks.iter().flatten() {
            let number =
                |line: Option<usize>, text: &str| line.is_none_or(|at| (1..=text.lines().count()).contains(&at));
            assert!(number(line.student, &student) && number(line.solution, &solution), "{line:?}");
            assert!(line.pieces.iter().all(|(_, piece)| !piece.contains(char::is_control)), "{line:?}");
        }
        compare::introduction(&solution);
    });
}

#[test]
fn any_conversation_of_a_report_can_be_drawn() {
    let read = |bytes: Vec<u8>| serde_json::from_slice::<Value>(&bytes).expect("it is JSON");
    let reports = text::files("tests/golden", ".json", 64 << 10).into_iter();
    let conversations = reports.map(|bytes| read(bytes)["transcript"].take()).filter(Value::is_array).collect();
    each(800, 32 * MIB, (json::mutated(conversations), 0_usize..130), |(json, width)| {
        let Ok(transcript) = Transcript::from_json(&json) else { return };
        let events = transcript.events();
        for lang in Lang::ALL {
            for line in &trace::drawing::draw(&events, lang, width).lines {
                let text = line.to_text(Colour::Plain);
                assert!(!text.contains('\n'), "{text:?}");
                line.chosen(Colour::Coloured);
            }
            for payload in events.iter().filter_map(|event| event.what.payload()) {
                trace::bytes::dump(payload, width, words::trace(lang));
                trace::bytes::count(payload, words::trace(lang));
            }
        }
    });
}
