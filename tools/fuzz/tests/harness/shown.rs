//! Bytes made visible, and two of them compared.

use enchufe::report::escape::{Difference, compare, quote};
use fuzz::{Bytes, MIB, each};
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};

/// Bytes that are text, nearly text, or none; few, or very many.
fn bytes() -> impl Strategy<Value = Bytes> {
    let piece = prop_oneof![
        "[ -~ñ→\\n\u{1f44b}]{0,20}".prop_map(String::into_bytes),
        vec(any::<u8>(), 0..6),
        (any::<char>(), prop_oneof![Just(1_usize), Just(40), Just(3_000)])
            .prop_map(|(letter, times)| letter.to_string().repeat(times).into_bytes()),
    ];
    vec(piece, 0..6).prop_map(|pieces| Bytes(pieces.concat()))
}

#[test]
fn a_quoted_text_fits_and_has_no_letter_that_moves_the_cursor() {
    each(2000, 4 * MIB, (bytes(), 12_usize..90), |(bytes, width)| {
        let quoted = quote(&bytes, width);
        assert!(quoted.chars().count() <= width, "{} of {width} columns: {quoted}", quoted.chars().count());
        assert!(!quoted.contains(char::is_control), "{quoted:?}");
    });
}

#[test]
fn the_caret_stands_under_what_differs() {
    let pair = (bytes(), bytes(), bytes(), 24_usize..90);
    each(2000, 8 * MIB, pair, |(same, expected, got, width)| {
        let (expected, got) = ([&same[..], &expected].concat(), [&same[..], &got].concat());
        let compared = compare(&expected, &got, width);
        for text in [&compared.expected, &compared.got] {
            assert!(text.chars().count() <= width, "{} of {width} columns: {text}", text.chars().count());
            assert!(!text.contains(char::is_control), "{text:?}");
        }
        assert_eq!(compared.caret.is_none(), expected == got);
        let Some((column, difference)) = compared.caret else { return };
        let letter = |text: &str| text.chars().nth(column);
        // The quotes at the end stand where bytes are missing.
        match difference {
            Difference::Missing => assert_eq!(letter(&compared.got), Some('"')),
            Difference::Surplus => assert_eq!(letter(&compared.expected), Some('"')),
            Difference::Differs => assert!(letter(&compared.got).is_some() && letter(&compared.expected).is_some()),
        }
    });
}
