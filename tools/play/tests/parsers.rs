//! What `tools/fuzz` has found in the parsers of this program, each as the smallest input that went wrong.

use std::ffi::OsString;

use play::options::{Misuse, parse};

#[test]
fn no_server_has_a_name_that_begins_with_a_dash() {
    let (_, asked) = parse([OsString::from("-")]);
    assert_eq!(asked, Err(Misuse::Server("-".to_owned())));
}
