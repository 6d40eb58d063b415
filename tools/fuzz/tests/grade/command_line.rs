//! The command line of the grader.

use std::ffi::OsString;

use fuzz::{MIB, each};
use proptest::collection::vec;
use proptest::sample::select;

#[test]
fn a_command_line_is_understood_or_its_mistake_is_named() {
    let typed = [
        "merge",
        "handout",
        "layout",
        "export",
        "rules",
        "tier",
        "help",
        "--help",
        "--out",
        "report",
        "--out=x",
        "-o",
        "--rules",
        "--jobs",
        "0",
        "-j4",
        "--only",
        "ana",
        "--regrade",
        "--regrade=ana",
        "--shard",
        "1/4",
        "0/0",
        "5/4",
        "-1",
        "--require-tier",
        "9",
        "--set",
        "a=b",
        "=",
        "canvas",
        "gradescope-zip",
        "--sheet",
        "--lang",
        "es",
        "xx",
        "--",
        "-",
        "-x",
        "",
    ];
    each(3000, MIB, vec(select(typed.to_vec()), 0..8), |typed| {
        let (lang, asked) = grade::options::parse(typed.iter().map(OsString::from));
        assert!(lang.is_none() || typed.contains(&"es"));
        if let Ok(grade::options::Asked::Grade(grade)) = asked {
            assert!(grade.jobs != Some(0));
            assert!(grade.shard.is_none_or(|shard| (1..=shard.count).contains(&shard.index)));
        }
    });
}
