//! `cargo lab book`: who is answered what, and what happens on a save.

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;

use serde_json::{Value, json};
use support::program::{Serving, program};
use support::workbook::Workbook;

/// The answer to a request as it is typed, with the host that it is sent to unless it has one.
fn ask(serving: &Serving, request: &str) -> String {
    let host = serving.url.split('/').nth(2).expect("a host");
    let mut stream = TcpStream::connect(host).expect("it listens");
    stream.set_read_timeout(Some(support::patience())).expect("a deadline can be set");
    let host = if request.contains("Host:") { String::new() } else { format!("Host: {host}\r\n") };
    write!(stream, "{request}\r\n{host}\r\n").expect("it is taken");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("it ends");
    String::from_utf8(answer).expect("text")
}

fn get(serving: &Serving, path: &str) -> String {
    ask(serving, &format!("GET {path} HTTP/1.1"))
}

fn status(answer: &str) -> &str {
    answer.lines().next().and_then(|line| line.split_once(' ')).map_or("", |(_, status)| status)
}

fn progress(serving: &Serving) -> Value {
    let answer = get(serving, "/progress.json");
    serde_json::from_str(answer.split("\r\n\r\n").nth(1).expect("a body")).expect("JSON")
}

#[test]
fn serves_the_book_in_the_language_that_was_asked_for() {
    let book = Workbook::new();
    let serving = Serving::start(book.root(), &["--port", "0", "--lang", "es"]);
    assert!(serving.url.ends_with("/es/"), "{}", serving.url);
    let page = get(&serving, "/es/tcp-client.html");
    assert_eq!(status(&page), "200 OK");
    assert!(page.contains("Un cliente TCP") && page.contains("<meta name=\"enchufe-served\""));
    assert!(get(&serving, "/es/").contains("Bienvenida") && get(&serving, "/").contains("href=\"en/index.html\""));
    let moved = get(&serving, "/es");
    assert!(status(&moved).starts_with("301") && moved.contains("location: es/\r\n"), "{moved}");
    // What is built for others does not ask for what only this program has.
    assert!(!book.read("target/enchufe/book/es/tcp-client.html").contains("enchufe-served"));
}

#[test]
fn answers_only_get_and_head() {
    let book = Workbook::new();
    let serving = Serving::somewhere(book.root());
    let head = ask(&serving, "HEAD /en/welcome.html HTTP/1.1");
    assert!(status(&head) == "200 OK" && head.ends_with("\r\n\r\n") && head.contains("content-length: "), "{head}");
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let refused = ask(&serving, &format!("{method} /en/welcome.html HTTP/1.1"));
        assert!(status(&refused).starts_with("405") && refused.contains("allow: GET, HEAD"), "{refused}");
    }
    assert!(status(&ask(&serving, "nonsense")).starts_with("400"));
}

#[test]
fn answers_nobody_who_meant_another_machine() {
    let book = Workbook::new();
    let serving = Serving::somewhere(book.root());
    let port = serving.url.split([':', '/']).nth(4).expect("a port");
    for host in [format!("evil.example:{port}"), "127.0.0.1".into(), "127.0.0.1:1".into(), format!("192.0.2.1:{port}")]
    {
        let refused = ask(&serving, &format!("GET / HTTP/1.1\r\nHost: {host}"));
        assert!(status(&refused).starts_with("403"), "{host}: {refused}");
    }
    assert_eq!(status(&ask(&serving, &format!("GET / HTTP/1.1\r\nHost: localhost:{port}"))), "200 OK");
    let twice = format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\nHost: evil.example");
    assert!(status(&ask(&serving, &twice)).starts_with("400"));
}

#[test]
fn gives_nothing_from_outside_of_the_book() {
    let book = Workbook::new();
    book.write("target/enchufe/secret.txt", "secret");
    let serving = Serving::somewhere(book.root());
    for path in [
        "/../secret.txt",
        "/en/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "//etc/passwd",
        "/.enchufe-book",
        "/en/.nojekyll",
        "/en/%00",
        "/en/%zz",
        "/nothing.html",
        "secret.txt",
    ] {
        let answer = get(&serving, path);
        let refused = status(&answer).starts_with("404") || status(&answer).starts_with("400");
        assert!(refused && !answer.contains("secret\n"), "{path}: {answer}");
    }
}

#[test]
fn what_it_serves_may_load_nothing_from_elsewhere() {
    let book = Workbook::new();
    let serving = Serving::somewhere(book.root());
    let answer = get(&serving, "/en/welcome.html");
    assert!(answer.contains("content-security-policy: default-src 'self'; "), "{answer:.600}");
    assert!(!answer.to_lowercase().contains("access-control-allow"));
}

#[test]
fn takes_the_next_port_when_one_is_taken() {
    let book = Workbook::new();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("it has one").port().to_string();
    let mut command = program(book.root(), &["--port", &port]);
    let mut child = command.stdout(std::process::Stdio::piped()).spawn().expect("it can be started");
    let mut said = String::new();
    let mut stdout = child.stdout.take().expect("it is piped");
    let mut piece = [0; 256];
    while !said.contains("The book: http://") {
        let count = stdout.read(&mut piece).expect("it speaks");
        assert!(count > 0, "{said}");
        said += &String::from_utf8_lossy(&piece[..count]);
    }
    child.kill().and_then(|()| child.wait()).expect("it ends");
    assert!(said.contains(&format!("Port {port} is taken: the book is at ")), "{said}");
}

#[test]
fn tells_how_the_exercises_stand() {
    let book = Workbook::new();
    let serving = Serving::somewhere(book.root());
    let untouched = json!([{"slug": "tcp-client", "chapter": "tcp-client", "state": "untouched", "passed": 0, "all": 19, "changed": false}]);
    assert_eq!(progress(&serving), untouched);

    let rules = enchufe::catalog::exercise(&book.path("exercises/03-tcp-client")).expect("a manifest").rules;
    let report = |rule: &str, outcome: &str| {
        let path = format!("target/enchufe/reports/tcp-client/{rule}.json");
        book.write(&path, &json!({"schema": 1, "test": rule, "outcome": outcome}).to_string());
    };
    for rule in &rules {
        report(&rule.name, "not-written-yet");
    }
    assert_eq!(progress(&serving), untouched);
    report(&rules[0].name, "passed");
    report(&rules[1].name, "wrong-bytes");
    assert_eq!((&progress(&serving)[0]["state"], &progress(&serving)[0]["passed"]), (&json!("begun"), &json!(1)));
    for rule in &rules {
        report(&rule.name, "passed");
    }
    report(&rules[5].name, "skipped");
    assert_eq!((&progress(&serving)[0]["state"], &progress(&serving)[0]["changed"]), (&json!("solved"), &json!(false)));

    let source =
        fs::File::options().append(true).open(book.path("exercises/03-tcp-client/src/main.rs")).expect("it is there");
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(60);
    source.set_modified(later).expect("the time can be set");
    assert_eq!(progress(&serving)[0]["changed"], json!(true));
}

#[test]
fn a_verdict_on_another_program_is_told_apart_from_one_on_the_readers() {
    let book = Workbook::new();
    let serving = Serving::somewhere(book.root());
    let rules = enchufe::catalog::exercise(&book.path("exercises/03-tcp-client")).expect("a manifest").rules;
    let report = |rule: &str, outcome: &str, replaced: bool| {
        let path = format!("target/enchufe/reports/tcp-client/{rule}.json");
        let report = json!({"schema": 1, "test": rule, "outcome": outcome, "replaced": replaced});
        book.write(&path, &report.to_string());
    };
    for rule in &rules {
        report(&rule.name, "passed", true);
    }
    let all = rules.len();
    let replaced = json!([{"slug": "tcp-client", "chapter": "tcp-client", "state": "replaced", "passed": all, "all": all, "changed": false}]);
    assert_eq!(progress(&serving), replaced);
    // A file that is saved later is not the program that was graded.
    let source =
        fs::File::options().append(true).open(book.path("exercises/03-tcp-client/src/main.rs")).expect("it is there");
    let now = std::time::SystemTime::now();
    source.set_modified(now + std::time::Duration::from_secs(60)).expect("the time can be set");
    assert_eq!(progress(&serving), replaced);
    source.set_modified(now - std::time::Duration::from_secs(60)).expect("the time can be set");

    // As soon as one of the reader's own is among them, it is their program that is told about.
    report(&rules[0].name, "passed", false);
    assert_eq!((&progress(&serving)[0]["state"], &progress(&serving)[0]["passed"]), (&json!("begun"), &json!(1)));
    for rule in &rules {
        report(&rule.name, "passed", false);
    }
    assert_eq!(progress(&serving)[0]["state"], json!("solved"));
}

#[test]
fn builds_again_on_a_save_and_keeps_the_last_good_book() {
    let book = Workbook::new();
    let mut serving = Serving::somewhere(book.root());
    book.edit("book/en/welcome.md", "Everything here happens", "Everything here takes place");
    serving.line_with("welcome.md was saved");
    serving.line_with("12 pages in");
    assert!(get(&serving, "/en/welcome.html").contains("takes place"));

    book.edit("book/en/welcome.md", "{#how-to-work}", "");
    serving.line_with("The last good book stays.");
    assert!(get(&serving, "/en/welcome.html").contains("takes place"));
    let news = first_news(&serving);
    assert!(news.contains("event: failed\ndata: book/en/welcome.md:8: the heading"), "{news}");

    book.edit("examples/two-reads.rs", "each alone", "each by itself");
    serving.line_with("The last good book stays.");
    book.edit("book/en/welcome.md", "## How to work ", "## How to work {#how-to-work}");
    serving.line_with("12 pages in");
    assert!(get(&serving, "/en/tcp-client.html").contains("each by itself"));
    assert!(!first_news(&serving).contains("failed"));
}

#[test]
fn builds_again_wherever_the_workbook_lies() {
    let book = Workbook::below("exercises");
    let mut serving = Serving::somewhere(book.root());
    // Of an exercise only the manifest is shown.
    book.edit("exercises/03-tcp-client/src/main.rs", "fn main", "\nfn main");
    book.edit("book/en/welcome.md", "Everything here happens", "Everything here takes place");
    let saved = serving.line_with("was saved");
    assert!(saved.starts_with("book/en/welcome.md"), "{saved}");
    serving.line_with("12 pages in");
    assert!(get(&serving, "/en/welcome.html").contains("takes place"));
}

/// What a page hears at once.
fn first_news(serving: &Serving) -> String {
    let host = serving.url.split('/').nth(2).expect("a host");
    let mut stream = TcpStream::connect(host).expect("it listens");
    write!(stream, "GET /events HTTP/1.1\r\nHost: {host}\r\n\r\n").expect("it is taken");
    // Whatever is known is sent at once; then the page waits.
    stream.set_read_timeout(Some(std::time::Duration::from_millis(500))).expect("a deadline can be set");
    let mut heard = String::new();
    let mut piece = [0; 4096];
    while let Ok(count @ 1..) = stream.read(&mut piece) {
        heard += &String::from_utf8_lossy(&piece[..count]);
    }
    heard
}

#[test]
fn says_what_is_wrong_until_there_is_a_first_book() {
    let book = Workbook::new();
    book.edit("book/en/welcome.md", "{#how-to-work}", "");
    let mut serving = Serving::somewhere(book.root());
    let answer = get(&serving, "/en/");
    assert!(status(&answer).starts_with("503") && answer.contains("book/en/welcome.md:8: the heading"), "{answer}");
    serving.line_with("As soon as that is mended and saved");
    book.edit("book/en/welcome.md", "## How to work ", "## How to work {#how-to-work}");
    serving.line_with("12 pages in");
    assert_eq!(status(&get(&serving, "/en/")), "200 OK");
}

#[test]
fn goes_on_when_nobody_hears_what_it_says() {
    let book = Workbook::new();
    let mut command = program(book.root(), &["--port", "0"]);
    command.stderr(std::process::Stdio::piped());
    let mut serving = Serving::of(command);
    // As `| head -1` does.
    serving.hear_no_more();
    let host = serving.url.split('/').nth(2).expect("a host");
    let mut news = TcpStream::connect(host).expect("it listens");
    news.set_read_timeout(Some(support::patience())).expect("a deadline can be set");
    write!(news, "GET /events HTTP/1.1\r\nHost: {host}\r\n\r\n").expect("it is taken");
    let mut news = BufReader::new(news).lines().map_while(Result::ok);
    let mut next = |name: &str| news.any(|line| line == format!("event: {name}"));
    assert!(next("build"));
    book.edit("book/en/welcome.md", "{#how-to-work}", "");
    assert!(next("failed"), "it has ended");
    book.edit("book/en/welcome.md", "## How to work ", "## How it goes {#how-to-work}");
    assert!(next("build"), "it has ended");
    assert!(get(&serving, "/en/welcome.html").contains("How it goes"));
    assert_eq!(serving.child.try_wait().expect("it can be asked"), None);
}

#[test]
#[cfg(unix)]
fn ends_well_with_ctrl_c_and_leaves_nothing() {
    let book = Workbook::new();
    let mut serving = Serving::somewhere(book.root());
    serving.line_with("Ctrl-C");
    let killed = Command::new("kill").args(["-INT", &serving.child.id().to_string()]).status().expect("kill is there");
    assert!(killed.success());
    assert_eq!(serving.child.wait().expect("it ends").code(), Some(0));
    let left =
        fs::read_dir(book.path("target/enchufe")).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    assert_eq!(left.collect::<Vec<_>>(), ["book"]);
}

#[test]
fn does_not_write_over_what_is_no_book() {
    let book = Workbook::new();
    book.write("target/enchufe/book/mine.txt", "mine");
    let said = support::program::run(book.root(), &["--port", "0"]);
    assert_eq!(said.code, Some(2));
    assert!(said.stderr.contains("is not empty, and no book of this tool is in it"), "{}", said.stderr);
}
