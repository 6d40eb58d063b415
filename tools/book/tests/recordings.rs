//! What pages show of recordings, and when a recording is missing or older than what it was made from.

use std::fs;
use std::path::{Path, PathBuf};

use book::blocks::{Block, Kind, Page, render};
use book::record::stale;
use enchufe::words::Lang;
use serde_json::{Value, json};
use tempfile::TempDir;

const FIGURE: &str = "tools/book/recordings/figures/tcp-client/wrong/single-read/prints_every_byte.json";
const PAGE: &str = "book/en/tcp-client.md";
const SESSION: &str = "tools/book/recordings/sessions/uno.en.json";

/// A workbook with a page that names a figure and a session, and their recordings.
struct Workbook(TempDir);

impl Workbook {
    fn new() -> Workbook {
        book::words::speak(Lang::En);
        let book = Workbook(TempDir::new().expect("a folder"));
        book.write("tests/graded/tcp_client.rs", "#[path = \"tcp_client/more.rs\"]\nmod more;\n");
        book.write("tests/graded/tcp_client/more.rs", "fn more() {}\n");
        book.write("tests/wrong/tcp-client/single-read.rs", "//! fails: prints_every_byte\nfn main() {}\n");
        book.write("examples/uno.rs", "fn main() {}\n");
        book.write("book/sessions/uno.toml", "[[step]]\ncommand = \"cargo run --example uno\"\n");
        let page = "# A page {#page}\n\n```figure\ntest = \"tcp-client/prints_every_byte\"\n\
                    program = \"wrong/single-read\"\ncaption = \"x\"\n```\n\n```session\nname = \"uno\"\n```\n";
        book.write(PAGE, page);
        let transcript = json!([
            {"ms": 0.1, "event": "started", "command": "tcp-client 127.0.0.1:40001"},
            {"ms": 0.2, "event": "printed", "stream": "stdout", "bytes": 3, "data": "uno"},
            {"ms": 0.3, "event": "ended", "code": 0, "signal": null},
        ]);
        let figure =
            json!({"outcome": "wrong-bytes", "mistake": "single-read", "transcript": transcript, "made_from": {}});
        book.write(FIGURE, &figure.to_string());
        let step = json!({"terminal": 1, "command": "cargo run --example uno", "output": "a\tb\n\n<b>&\u{1b}[2J\n"});
        let session = json!({"made_from": {}, "steps": [step], "rest": []});
        book.write(SESSION, &session.to_string());
        book.write(&SESSION.replace(".en.", ".es."), &session.to_string());
        let mistakes = json!({"single-read": {"tcp-client": ["wrong-bytes"]}});
        book.write("tools/book/recordings/mistakes.json", &mistakes.to_string());
        book.take_for_new(FIGURE, "tests/graded/tcp_client.rs");
        book
    }

    fn path(&self, inside: &str) -> PathBuf {
        self.0.path().join(inside)
    }

    fn write(&self, inside: &str, text: &str) {
        let path = self.path(inside);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(path, text).expect("it can be written");
    }

    fn edit(&self, inside: &str, edit: impl Fn(&mut Value)) {
        let mut json: Value = serde_json::from_slice(&fs::read(self.path(inside)).expect("it is there")).expect("JSON");
        edit(&mut json);
        self.write(inside, &json.to_string());
    }

    /// Lets a recording be made from a file as it is now: FNV-1a of 64 bits.
    fn take_for_new(&self, recording: &str, file: &str) {
        let bytes = fs::read(self.path(file)).expect("it is there");
        let mix = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        let number = format!("{:016x}", bytes.iter().fold(0xcbf2_9ce4_8422_2325, mix));
        self.edit(recording, |json| json["made_from"][file] = number.clone().into());
    }

    fn problems(&self) -> Vec<String> {
        stale(self.0.path()).iter().map(ToString::to_string).collect()
    }

    fn problem(&self) -> String {
        let problems = self.problems();
        assert_eq!(problems.len(), 1, "{problems:#?}");
        problems.into_iter().next().unwrap_or_default()
    }

    fn render(&self, kind: Kind, body: &str) -> Result<String, String> {
        let page = Page { root: self.0.path(), lang: Lang::En, path: Path::new("mistakes/single-read.md") };
        render(&Block { kind, table: body.parse().expect("TOML"), page: &page, line: 12 })
    }
}

#[test]
fn nothing_is_wrong_with_what_is_as_it_was_recorded() {
    let none: [String; 0] = [];
    assert_eq!(Workbook::new().problems(), none);
}

#[test]
fn a_missing_recording_is_named_with_the_page_and_the_command_that_mends_it() {
    let book = Workbook::new();
    fs::remove_file(book.path(FIGURE)).expect("it was there");
    let said = book.problem();
    assert!(said.contains("is not recorded; cargo lab book record tcp-client"), "{said}");
    assert!(said.contains("book/en/tcp-client.md:3"), "{said}");
    let book = Workbook::new();
    fs::remove_file(book.path(SESSION)).expect("it was there");
    assert!(book.problem().contains("cargo lab book record uno"));
}

#[test]
fn a_source_that_has_changed_makes_a_recording_old() {
    let book = Workbook::new();
    book.write("tests/graded/tcp_client.rs", "changed");
    let said = book.problem();
    assert!(said.contains("is older than tests/graded/tcp_client.rs"), "{said}");
    let book = Workbook::new();
    book.take_for_new(SESSION, "examples/uno.rs");
    assert!(book.problems().is_empty());
    // Lines that end otherwise are the same lines.
    book.write("examples/uno.rs", "fn main() {}\r\n");
    assert!(book.problems().is_empty());
    book.write("examples/uno.rs", "fn main() { }\n");
    assert!(book.problem().contains("is older than examples/uno.rs"));
}

#[test]
fn what_a_class_does_not_have_is_not_compared() {
    let book = Workbook::new();
    book.take_for_new(FIGURE, "tests/wrong/tcp-client/single-read.rs");
    fs::remove_dir_all(book.path("tests/wrong")).expect("it was there");
    assert!(book.problems().is_empty(), "{:?}", book.problems());
    // A file that is gone from a folder that is there was removed.
    let book = Workbook::new();
    book.take_for_new(SESSION, "examples/uno.rs");
    book.write("examples/dos.rs", "fn main() {}\n");
    fs::remove_file(book.path("examples/uno.rs")).expect("it was there");
    assert!(book.problem().contains("is older than examples/uno.rs"));
}

#[test]
fn a_damaged_recording_is_told() {
    let book = Workbook::new();
    book.write(FIGURE, "{");
    assert!(book.problem().contains("cannot be read"));
    let book = Workbook::new();
    book.edit(SESSION, |json| json["steps"] = 7.into());
    assert!(book.problem().contains("cannot be read"));
}

#[test]
fn a_mistake_that_was_never_seen_is_told() {
    let book = Workbook::new();
    book.write("tests/wrong/udp-echo/busy-wait.2.edit", "//! fails: waits\n");
    assert!(book.problem().contains("cargo lab book record mistakes"));
}

#[test]
fn a_page_that_names_nothing_is_told_where() {
    let book = Workbook::new();
    book.write(
        PAGE,
        "text\n\n```figure\ntest = \"tcp-client\"\nprogram = \"solution\"\n```\n\n```session\nname = \"../uno\"\n```\n",
    );
    let problems = book.problems();
    assert!(problems[0].starts_with("book/en/tcp-client.md:3: test = \"tcp-client\""), "{problems:?}");
    assert!(problems[1].starts_with("book/en/tcp-client.md:8: name = \"../uno\""), "{problems:?}");
}

#[test]
fn a_figure_stands_in_its_page() {
    let book = Workbook::new();
    let body = "test = \"tcp-client/prints_every_byte\"\nprogram = \"wrong/single-read\"\ncaption = \"`a` < b\"";
    let html = book.render(Kind::Figure, body).expect("it is recorded");
    assert!(html.starts_with("<figure class=\"figure\""), "{html}");
    assert!(
        html.contains("<code>a</code> &lt; b") && html.contains("id=\"figure-mistakes-single-read-12-title\""),
        "{html}"
    );
    assert!(html.contains("../mistakes/single-read.html"), "{html}");
    assert!(!html.contains("\n\n"), "{html}");
    let html = book.render(Kind::Figure, &format!("{body}\nonly = \"2-3\"")).expect("it has three events");
    assert_eq!(html.matches("data-row=").count(), 2, "{html}");
}

#[test]
fn a_figure_that_cannot_be_is_refused() {
    let book = Workbook::new();
    let refused = |body: &str| book.render(Kind::Figure, body).expect_err(body);
    let test = "test = \"tcp-client/prints_every_byte\"\ncaption = \"x\"\n";
    assert!(refused(&format!("{test}program = \"solution\"")).contains("is not recorded"));
    assert!(refused(&format!("{test}program = \"../x\"")).contains("program = \"../x\""));
    for only in ["0-1", "2", "3-2", "1-4", "a-b"] {
        let said = refused(&format!("{test}program = \"wrong/single-read\"\nonly = \"{only}\""));
        assert!(said.contains("of the 3 events"), "{said}");
    }
    assert!(refused(&format!("{test}program = \"solution\"\nfoo = 1")).contains("foo"));
}

#[test]
fn a_session_stands_in_its_page_as_text() {
    let book = Workbook::new();
    let html = book.render(Kind::Session, "name = \"uno\"").expect("it is recorded");
    assert!(html.contains(">cargo run <span class=\"word\">--example</span> uno</code>"), "{html}");
    assert!(html.contains("<samp>a&#9;b&#10;&#10;&lt;b&gt;&amp;?[2J</samp>"), "{html}");
    assert!(!html.contains("\n\n") && !html.contains("terminal 1"), "{html}");
}

#[test]
fn a_session_says_which_terminal_goes_on_and_how_it_ended() {
    let book = Workbook::new();
    book.edit(SESSION, |json| {
        json["steps"] = json!([
            {"terminal": 1, "command": "a", "output": "1\n2\n3\n4\n5\n6\n", "shorten": 4},
            {"terminal": 2, "command": "b", "output": "", "code": 3},
            {"terminal": 1, "typed": "hola\n", "pressed": "ctrl-c", "output": "fin\n"},
        ]);
        json["rest"] = json!([{"terminal": 2, "output": "al final\n"}]);
    });
    let html = book.render(Kind::Session, "name = \"uno\"").expect("it is recorded");
    assert!(html.contains(">1&#10;2&#10;… 3 more lines …&#10;6<"), "{html}");
    assert!(html.contains("terminal 1, goes on") && html.contains("<kbd>Ctrl+C</kbd>"), "{html}");
    assert!(html.contains("ended with exit code 3") && html.contains("al final"), "{html}");
    let part = book.render(Kind::Session, "name = \"uno\"\nsteps = \"2-2\"").expect("it has that step");
    assert!(part.contains("terminal 2") && !part.contains("al final") && !part.contains("hola"), "{part}");
    let said = book.render(Kind::Session, "name = \"uno\"\nsteps = \"2-4\"").expect_err("it has three");
    assert!(said.contains("of the 3 steps"), "{said}");
    assert!(book.render(Kind::Session, "name = \"dos\"").expect_err("there is none").contains("is not recorded"));
}
