//! The processes that a grader started, as `/proc` has them.

use std::fs;
use std::process::Child;

/// A process of this grader, or of one that it started in turn, with this in its command line.
pub fn with(grader: &Child, word: &str) -> Option<i32> {
    let of = |pid: i32, name: &str| fs::read_to_string(format!("/proc/{pid}/{name}")).ok();
    let parent = |pid: i32| of(pid, "stat")?.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok();
    let ancestors = |pid: i32| std::iter::successors(Some(pid), |pid| parent(*pid)).take_while(|pid| *pid > 1);
    let numbers = fs::read_dir("/proc").expect("it is there").flatten();
    let numbers = numbers.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    let mut named = numbers.filter(|pid| of(*pid, "cmdline").is_some_and(|line| line.contains(word)));
    named.find(|pid| ancestors(*pid).any(|it| it == grader.id() as i32))
}
