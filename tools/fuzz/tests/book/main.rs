//! The book: pages with their blocks, sessions, recordings, the requests of readers, the command line.

#[path = "../../../book/src/serve/http.rs"]
#[allow(dead_code, reason = "the book's server uses all of it")]
mod http;

use std::ffi::OsString;
use std::io::Write;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;

use book::blocks::{self, Page};
use book::record::session::recording;
use book::record::session::script::Script;
use book::record::{Conversation, Recording};
use book::site;
use enchufe::words::Lang;
use fuzz::{Bytes, MIB, each, json, text};
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::sample::select;
use serde_json::Value;

const QUIZ: &str = "# A page {#a-page}\n\n```quiz\nid = \"one\"\nquestion = \"Which `one`?\"\n[[option]]\ntext = \"A\"\nwhy = \"*So.*\"\n\
    right = true\n[[option]]\ntext = \"B\"\nwhy = \"No.\"\n[[option]]\ntext = \"C\"\nwhy = \"\"\"No,\n\nnever.\"\"\"\n```\n\nEnd.\n";
const FIGURE: &str = "# A page {#a-page}\n\n```figure\ntest = \"tcp-client/prints_every_byte_until_the_server_closes\"\n\
    program = \"wrong/single-read\"\ncaption = \"One read.\"\nonly = \"2-6\"\n```\n\n{{#include ../../examples/two-reads.rs:read}}\n";
const WORDS: [&str; 24] = [
    "```",
    "```\n",
    "~~~\n",
    "```quiz\n",
    "```figure\n",
    "```exercise\n",
    "```session\n",
    "```mistakes\n",
    "```explorable\n",
    "```rust\n",
    "> ",
    "- ",
    "    ",
    "# ",
    "{#",
    "}",
    "{{#include ",
    "\\{{#include x}}",
    "}}",
    "[[option]]\n",
    "only = \"0-9\"\n",
    "<!--\n\n",
    "<div>\n",
    "name = \"addr-bits\"\nsteps = \"2-1\"\n",
];

#[test]
fn a_page_is_prepared_or_its_faults_are_named_with_their_lines() {
    let pages = text::texts("book/en", ".md", 3 << 10).into_iter().take(20);
    let pages = pages.chain([QUIZ.to_owned(), FIGURE.to_owned(), QUIZ.to_owned(), FIGURE.to_owned()]).collect();
    each(400, 64 * MIB, (text::mutated_text(pages, &WORDS), any::<bool>()), |(text, is_deep)| {
        let path = Path::new(if is_deep { "mistakes/a-page.md" } else { "a-page.md" });
        for lang in Lang::ALL {
            let page = Page { root: enchufe::root(), lang, path };
            let prepared = site::prepare(&text, &page);
            for fault in &prepared.faults {
                assert!(fault.path.ends_with(path) && !fault.what.trim().is_empty(), "{fault}");
                let lines = text.lines().count() + 1;
                assert!(fault.line.is_some_and(|line| (1..=lines).contains(&line)), "{fault} of {lines} lines");
            }
        }
    });
}

#[test]
fn markdown_becomes_html_without_an_empty_line() {
    let pages = text::texts("book/en/mistakes", "h.md", 4 << 10).into_iter();
    let pages =
        pages.chain([QUIZ.to_owned(), "a `b`\n\n<pre>\n\nx\n</pre>\n\n| a | b |\n|---|---|\n| c | d |\n".to_owned()]);
    each(800, 32 * MIB, text::mutated_text(pages.collect(), &WORDS), |text| {
        assert!(!blocks::inline(&text).contains(['\n', '\r']));
        let html = blocks::markdown(&text, str::to_owned);
        assert!(html.lines().all(|line| !line.trim().is_empty()), "{html}");
    });
}

#[test]
fn a_session_is_understood_or_refused() {
    let sessions = text::texts("book/sessions", ".toml", 4 << 10);
    let words = [
        "[[step]]\n",
        "[[replace]]\n",
        "pattern = \"(\"\n",
        "with = \"$1\"\n",
        "[files]\n",
        "press = \"ctrl-c\"\n",
        "code = ",
    ];
    each(800, 64 * MIB, text::mutated_text(sessions, &words), |session| match Script::parse(&session) {
        Ok(script) => {
            assert!(!script.steps.is_empty());
            for (index, step) in script.steps.iter().enumerate() {
                assert!((1..=9).contains(&step.terminal));
                script.goes_on(index);
            }
            assert!(script.files.keys().all(|name| !name.contains("..") && !Path::new(name).is_absolute()));
        }
        Err(fault) => assert!(!fault.trim().is_empty()),
    });
}

#[test]
fn a_recording_is_read_or_passed_over() {
    let read = |bytes: Vec<u8>| serde_json::from_slice::<Value>(&bytes).expect("it is JSON");
    let sessions = text::files("tools/book/recordings/sessions", ".json", 8 << 10).into_iter().map(read).collect();
    each(800, 16 * MIB, json::mutated(sessions), |json| {
        if let Some(read) = recording::Recording::from_json(&json) {
            assert_eq!(read.difference(&read), None);
        }
    });
    let figures = text::files("tools/book/recordings/figures", ".json", 8 << 10).into_iter().map(read).collect();
    each(800, 16 * MIB, json::mutated(figures), |json| {
        if let Some(read) = Recording::from_json(&json) {
            assert_eq!(read.difference(&read), None);
        }
    });
}

#[test]
fn the_names_of_a_figure_lead_nowhere_else() {
    let tests = text::mutated_text(vec!["tcp-client/prints_every_byte".to_owned()], &["/", "..", "../", "."]);
    let programs =
        text::mutated_text(vec!["wrong/single-read".into(), "right/a".into(), "solution".into()], &["/", "../"]);
    each(2000, MIB, (tests, programs), |(test, program)| {
        let Ok(conversation) = Conversation::parse(&test, &program) else { return };
        let path = conversation.recording(Path::new("/root"));
        assert!(path.starts_with("/root/tools/book/recordings/figures") && path.components().count() >= 7, "{path:?}");
        assert!(!path.iter().any(|name| name == ".."), "{path:?}");
    });
}

#[test]
fn a_head_is_understood_or_refused() {
    let heads = vec![
        b"GET /es/tcp-client.html?x=1#y HTTP/1.1\r\nHost: PLACE\r\n\r\n".to_vec(),
        b"HEAD / HTTP/1.1\r\nhost: localhost:PORT\r\nAccept: */*\r\n\r\nrest".to_vec(),
    ];
    let words = ["\r\n\r\n", "Host: PLACE\r\n", "localhost", "PORT", "[::1]:PORT", "/../", "%2e%2e/", " HTTP/1.1"];
    each(1000, MIB, text::mutated(heads, &words), |Bytes(bytes)| {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port of loopback");
        let at = listener.local_addr().expect("it has one");
        let head = replaced(&replaced(&bytes, b"PLACE", &at.to_string()), b"PORT", &at.port().to_string());
        let mut sender = TcpStream::connect(at).expect("it listens");
        let (mut receiver, _) = listener.accept().expect("somebody comes");
        sender.write_all(&head).and_then(|()| sender.shutdown(Shutdown::Write)).expect("it fits in the buffers");
        match http::read(&mut receiver) {
            Ok(request) => {
                assert!(!request.path.contains(['?', '#']) && String::from_utf8_lossy(&head).contains(&request.path))
            }
            Err(status) => assert!(status.is_none_or(|status| status.starts_with('4'))),
        }
    });
}

/// Bytes with a text in every place where these stand.
fn replaced(bytes: &[u8], what: &[u8], by: &str) -> Vec<u8> {
    let mut rest = bytes;
    let mut replaced = Vec::new();
    while let Some(at) = rest.windows(what.len()).position(|window| window == what) {
        replaced.extend_from_slice(&rest[..at]);
        replaced.extend_from_slice(by.as_bytes());
        rest = &rest[at + what.len()..];
    }
    replaced.extend_from_slice(rest);
    replaced
}

#[test]
fn a_command_line_is_understood_or_its_mistake_is_named() {
    let typed = [
        "build",
        "pdf",
        "check",
        "record",
        "translated",
        "help",
        "--help",
        "--open",
        "--open=yes",
        "--drafts",
        "--check",
        "--all",
        "--out",
        "site",
        "--port",
        "0",
        "65536",
        "--lang",
        "en",
        "--lang=",
        "page.md",
        "--",
        "-",
        "-x",
        "",
    ];
    each(3000, MIB, vec(select(typed.to_vec()), 0..8), |typed| {
        let (lang, _) = book::options::parse(typed.iter().map(OsString::from));
        assert!(lang.is_none() || typed.contains(&"en"));
    });
}
