//! Bytes made visible, transcripts that keep what matters, and pages that are read as they are meant.

use enchufe::mistake;
use enchufe::report::escape::{Difference, compare, quote};
use enchufe::transcript::Payload;
use enchufe::words::Lang;

#[test]
fn letters_stay_letters_and_everything_else_becomes_an_escape() {
    assert_eq!(quote("Aquí va\r\n\t\"\\".as_bytes(), 60), r#""Aquí va\r\n\t\"\\""#);
    assert_eq!(quote(b"\xff\x00A", 60), r#""\xff\x00A""#);
    assert_eq!(quote("→".as_bytes(), 60), r#""\xe2\x86\x92""#);
}

#[test]
fn a_long_string_is_shortened_in_the_middle_and_fits() {
    let quoted = quote(&b"0123456789".repeat(50), 40);
    assert!(quoted.chars().count() <= 40 && quoted.contains('…'), "{quoted}");
    assert!(quoted.starts_with("\"0123456789") && quoted.ends_with("9\""), "{quoted}");
}

#[test]
fn the_caret_stands_under_the_first_byte_that_differs() {
    let at = |expected: &[u8], got: &[u8]| compare(expected, got, 60).caret;
    assert_eq!(at(b"hola", b"hola"), None);
    assert_eq!(at(b"hola", b"hoya"), Some((3, Difference::Differs)));
    assert_eq!(at(b"hola", b"ho"), Some((3, Difference::Missing)));
    assert_eq!(at(b"ho", b"hola"), Some((3, Difference::Surplus)));
    assert_eq!(at(b"a\nb", b"a\nc"), Some((4, Difference::Differs)));
}

#[test]
fn the_difference_in_a_long_string_is_in_sight() {
    let (expected, mut got) = (b"0123456789".repeat(100), b"0123456789".repeat(100));
    got[700] = b'X';
    let compared = compare(&expected, &got, 50);
    let (column, _) = compared.caret.expect("they differ");
    assert_eq!(compared.got.chars().nth(column), Some('X'));
    assert_eq!(compared.expected.chars().nth(column), Some('0'));
    assert!(compared.got.chars().count() <= 50 && compared.got.starts_with('…'));
}

#[test]
fn bytes_that_are_no_text_are_compared_byte_by_byte() {
    let compared = compare("año".as_bytes(), b"a\xf1o", 60);
    assert_eq!(compared.caret, Some((2, Difference::Differs)));
    assert_eq!(compared.expected, r#""a\xc3\xb1o""#);
}

#[test]
fn a_payload_keeps_its_beginning_its_end_and_its_length() {
    let bytes: Vec<u8> = (0..1_000_000_u32).map(|n| n as u8).collect();
    let payload = Payload::new(&bytes);
    assert_eq!(payload.len, bytes.len());
    assert!(bytes.starts_with(&payload.head) && bytes.ends_with(&payload.tail));
    assert!(!payload.tail.is_empty() && payload.head.len() < 100_000);
    let short = Payload::new(b"hola");
    assert_eq!((short.head.as_slice(), short.tail.as_slice()), (b"hola".as_slice(), b"".as_slice()));
}

#[test]
fn a_page_that_lacks_a_section_is_named_with_what_is_wrong() {
    let root = tempfile::tempdir().expect("a folder can be made");
    let path = root.path().join(mistake::path("single-read", Lang::En));
    std::fs::create_dir_all(path.parent().expect("pages lie in a folder")).expect("the folder can be made");
    std::fs::write(&path, "# Title {#single-read}\n\n## What you see {#what-you-see}\n\ntext\n")
        .expect("it can be written");
    let error = mistake::page(root.path(), "single-read", Lang::En).expect_err("sections are missing").to_string();
    assert!(error.contains("single-read.md") && error.contains("ask-yourself"), "{error}");
    let error = mistake::page(root.path(), "no-such", Lang::En).expect_err("there is no such page").to_string();
    assert!(error.contains("no-such.md"), "{error}");
}

#[test]
fn code_in_a_page_is_no_heading() {
    let page = mistake::page(enchufe::root(), "single-read", Lang::En).expect("the page is there");
    assert!(page.a_relative.contains("```rust"), "{}", page.a_relative);
    assert_eq!(page.title, "It stopped after the first piece");
}
