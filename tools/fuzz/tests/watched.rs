//! Whoever watches is watched: a case that goes wrong is told of, with what is wrong.

use fuzz::{KIB, MIB, each};
use proptest::prelude::any;

#[test]
#[should_panic(expected = "is no even number")]
fn a_case_that_panics_is_told_with_its_words() {
    each(50, MIB, any::<u8>(), |number| assert!(number % 2 == 0, "{number} is no even number"));
}

#[test]
#[should_panic(expected = "minimal failing input: 100")]
fn a_case_that_fails_is_told_as_small_as_it_can_be() {
    each(200, MIB, 0_u32..1000, |number| assert!(number < 100));
}

#[test]
#[should_panic(expected = "bytes of memory, more than 1024")]
fn a_case_that_takes_more_memory_than_it_may_is_told() {
    each(50, KIB, 0_usize..5000, |length| drop(std::hint::black_box(vec![1_u8; length])));
}

#[test]
fn what_was_made_for_a_case_is_not_held_against_it() {
    each(50, KIB, proptest::collection::vec(any::<u8>(), 5000), drop);
}
