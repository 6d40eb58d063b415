//! What `tools/fuzz` has found in the harness's own parsers, each as the smallest input that went wrong.

#[path = "../graded/http_get/request.rs"]
#[allow(dead_code, reason = "the tests of the exercise use all of it")]
mod request;

use std::fs;
use std::net::SocketAddr;
use std::time::Duration;

use enchufe::hints;
use enchufe::report::conversation;
use enchufe::report::escape::{Difference, compare};
use enchufe::transcript::{Event, Fate, Label, Payload, What};
use enchufe::words::Lang;

#[test]
fn a_datagram_is_told_whatever_room_the_address_behind_the_relay_leaves_it() {
    let at = |addr: &str| addr.parse::<SocketAddr>().expect("an address");
    let what = What::Relayed {
        lab: at("127.0.0.1:1"),
        you: at("127.0.0.1:2"),
        via: at("[fe80:1234:5678:9abc:def0:1234:5678:9abc]:65535"),
        to: at("127.0.0.1:3"),
        bytes: Payload::new(b"hola"),
        fate: Fate::Double,
    };
    let events = [Event { at: Duration::ZERO, label: Some(Label(0)), what }];
    for lang in Lang::ALL {
        let lines = conversation::lines(&events, lang.words());
        assert!(lines[0].contains("[fe80:1234:5678:9abc:def0:1234:5678:9abc]:65535"), "{lines:?}");
    }
}

#[test]
fn a_request_whose_host_is_no_header_is_shown_as_it_should_have_been_with_one() {
    let line = "GET / HTTP/1.1";
    let (right, fault) = request::judged(b"GET / HTTP/1.1\r\nHost : b\r\n\r\n", line, "lab.example");
    assert_eq!(right, b"GET / HTTP/1.1\r\nHost: lab.example\r\n\r\n");
    assert_eq!(fault, Some(request::Fault::Form));
    assert_eq!(request::judged(&right, line, "lab.example"), (right.clone(), None));
}

#[test]
fn the_caret_stands_at_the_end_of_a_text_that_just_fits_its_line() {
    let compared = compare(b"0123456789", b"0123456789x", 13);
    assert_eq!((compared.expected.as_str(), compared.got.as_str()), (r#""0123456789""#, r#""0123456789x""#));
    assert_eq!(compared.caret, Some((11, Difference::Surplus)));
    let cut = compare(b"0123456789", b"0123456789xy", 13);
    assert_eq!((cut.expected.as_str(), cut.caret), (r#"… "456789""#, Some((9, Difference::Surplus))));
}

#[test]
fn a_page_of_hints_whose_link_or_heading_has_no_text_is_named() {
    let root = tempfile::tempdir().expect("a folder");
    let path = hints::path("tcp-client", Lang::En);
    fs::create_dir_all(root.path().join(&path).parent().expect("it lies in a folder")).expect("folders in it");
    let page = fs::read_to_string(enchufe::root().join(&path)).expect("the page");
    let read = |page: &str| {
        fs::write(root.path().join(&path), page).expect("written");
        hints::page(root.path(), "tcp-client", Lang::En).map_err(|error| error.to_string())
    };
    let whole = read(&page).expect("the page is whole");
    let link = format!("]({})", format_args!("../{}.md#{}", whole.the_section.chapter, whole.the_section.id));
    let no_text = read(&page.replace(&link, &format!("[{link}"))).expect_err("the link has no text");
    assert!(no_text.contains("must link to a heading"), "{no_text}");
    let no_title = read(&page.replace(&whole.title, "")).expect_err("the page has no title");
    assert!(no_title.contains("a heading without text"), "{no_title}");
}
