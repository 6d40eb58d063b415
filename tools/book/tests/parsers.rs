//! What `tools/fuzz` has found in the parsers of the book, each as the smallest input that went wrong.

use book::blocks;
use book::record::Recording;
use serde_json::json;

#[test]
fn html_in_a_text_brings_no_empty_line_into_the_page() {
    let html = blocks::markdown("one\n\n<pre>\n\nx\n</pre>\n", str::to_owned);
    assert_eq!(html, "<p>one</p>\n<pre>\nx\n</pre>");
}

#[test]
fn pieces_of_a_recording_that_say_they_are_endless_are_compared_all_the_same() {
    let piece = json!({ "ms": 0.1, "event": "printed", "stream": "stdout", "bytes": u64::MAX, "data": "hola" });
    let json = json!({ "outcome": "passed", "mistake": null, "transcript": [piece, piece] });
    let recording = Recording::from_json(&json).expect("it has all its keys");
    assert_eq!(recording.difference(&recording), None);
}
