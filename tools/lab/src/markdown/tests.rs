use enchufe::report::Colour;

use super::{Look, render};
use crate::terminal::visible_width;

fn plain(text: &str, width: usize) -> String {
    render(text, Look { width, indent: 2, colour: Colour::Plain }).join("\n")
}

fn coloured(text: &str, width: usize) -> Vec<String> {
    render(text, Look { width, indent: 2, colour: Colour::Coloured })
}

#[test]
fn headings_stand_at_the_left_edge_and_text_is_indented() {
    assert_eq!(plain("## The rule {#the-rule}\n\nOne.\nTwo.\n\nThree.", 40), "The rule\n\n  One. Two.\n\n  Three.");
}

#[test]
fn code_stays_as_it_is_however_narrow_the_terminal() {
    let text = "See:\n\n```rust\nfn a_name_that_is_long_enough_to_be_broken() {}\n\n    let x = 1;\n```\n\nSo.";
    let expected = "  See:\n\n    fn a_name_that_is_long_enough_to_be_broken() {}\n\n        let x = 1;\n\n  So.";
    assert_eq!(plain(text, 20), expected);
}

#[test]
fn an_address_stands_once() {
    let text = "[A](https://a.example/x), [again](https://a.example/x), <https://b.example>, [here](../tcp.md#x).";
    assert_eq!(plain(text, 80), "  A <https://a.example/x>, again, https://b.example, here.");
}

#[test]
fn lists_hang_and_count() {
    let text = "- one two three four\n  1. five\n  2. six\n- seven\n\nEnd.";
    assert_eq!(plain(text, 14), "  - one two\n    three four\n    1. five\n    2. six\n  - seven\n\n  End.");
    assert_eq!(plain("4. a\n\n5. b", 14), "  4. a\n\n  5. b");
}

#[test]
fn a_quotation_keeps_its_mark() {
    assert_eq!(plain("> one two three\n>\n> four", 12), "  │ one two\n  │ three\n  │\n  │ four");
}

#[test]
fn a_table_has_columns_where_they_fit_and_is_stacked_where_not() {
    let text = "| key | what it means |\n|---|--:|\n| `a` | one |\n| b | two |";
    assert_eq!(
        plain(text, 40),
        "  key  what it means\n  ───  ─────────────\n  `a`            one\n  b              two"
    );
    assert_eq!(plain(text, 12), "  key: `a`\n  what it\n  means: one\n\n  key: b\n  what it\n  means: two");
}

#[test]
fn marks_that_are_needed_stay_without_colours_and_go_with_them() {
    let text = "A *nice* `read(2)`, **not** a `Vec<u8>`; a Vec<u8> too.";
    assert_eq!(plain(text, 80), "  A *nice* `read(2)`, not a `Vec<u8>`; a Vec<u8> too.");
    let lines = coloured(text, 80);
    assert!(lines[0].contains("\x1b[36mread(2)\x1b[0m,"), "{lines:?}");
    assert_eq!(visible_width(&lines[0]), "  A nice read(2), not a Vec<u8>; a Vec<u8> too.".len());
}

#[test]
fn colours_end_where_a_line_does() {
    for line in coloured("**one two three four five six** *seven eight nine ten*", 12) {
        let opened = line.matches("\x1b[").count();
        assert_eq!(opened, 2 * line.matches("\x1b[0m").count(), "{line:?}");
    }
}

#[test]
fn rust_has_colours_and_stays_the_same_text() {
    let code = "fn a<'a>(x: &'a str) -> char { let y = \"fn \\\" // no\"; '\\'' } // match";
    let line = &coloured(&format!("```rust\n{code}\n```"), 80)[0];
    assert_eq!(visible_width(line), 4 + code.len());
    assert!(line.contains("\x1b[35mfn\x1b[0m a<'a>(x: &'a "), "{line:?}");
    assert!(line.contains("\x1b[32m\"fn \\\" // no\"\x1b[0m;"), "{line:?}");
    assert!(line.contains("\x1b[32m'\\''\x1b[0m }"), "{line:?}");
    assert!(line.ends_with("\x1b[2m// match\x1b[0m"), "{line:?}");
}

#[test]
fn nothing_of_a_text_is_lost_at_any_width() {
    let text = "One [two](https://c.example) `three four`\n\n- five *six*\n- seven\n\n> eight\n\n\
        | nine | ten |\n|---|---|\n| eleven | twelve |\n";
    for width in 1..60 {
        let said = plain(text, width).replace(['\n', ' ', '│'], "");
        for word in [
            "One",
            "two",
            "https://c.example",
            "threefour",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ] {
            assert!(said.contains(word), "{word} at {width}: {said}");
        }
    }
}
