//! The sandbox: what it holds back at each tier, what it lets through, and that nothing of a program outlives it. A
//! program of the test's own, `sandbox/probe.rs`, is held in it and tries.
#![cfg(target_os = "linux")]

use std::collections::BTreeSet;
use std::fs;
use std::os::fd::AsRawFd;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use grade::sandbox;
use grade::sandbox::trial::{self, Walls};

const GRADE: &str = env!("CARGO_BIN_EXE_grade");

/// What only a network of its own holds back.
const OPEN_WITHOUT_A_NETWORK: [&str; 1] = ["outside"];

/// Where the tier has no file system of its own for a program, there is no place for temporary files.
const NEEDS_A_ROOM: [&str; 1] = ["temporary-file"];

static BEST: LazyLock<Walls> = LazyLock::new(|| {
    sandbox::launcher_is(GRADE.into());
    trial::find().expect("the sandbox can be tried").walls
});

static PROBE: LazyLock<PathBuf> = LazyLock::new(|| {
    let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join("probe");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sandbox/probe.rs");
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let status = Command::new(rustc)
        .args(["--edition=2024", "-Awarnings", "-o"])
        .arg(&program)
        .arg(source)
        .env("WORKBOOK", env!("CARGO_MANIFEST_DIR"))
        .status();
    assert!(status.expect("rustc can be started").success());
    program
});

/// Whether this machine has these walls; says that the test is skipped if not.
fn has(walls: Walls, what: &str) -> bool {
    sandbox::launcher_is(GRADE.into());
    let refusal = trial::refusal(walls).expect("the sandbox can be tried");
    let told = refusal.as_ref().map(|why| format!(", skipped: not on this machine: {why}")).unwrap_or_default();
    println!("{what}: {}{told}", walls.name());
    refusal.is_none()
}

fn held(walls: Walls, folder: &Path, word: &str) -> Command {
    let mut command = Command::new(GRADE);
    command.args([sandbox::LAUNCHER, "trial", &walls.name()]).arg(folder).arg(&*PROBE).arg(word);
    command.stdin(Stdio::null());
    command
}

fn try_it(walls: Walls, word: &str) -> Output {
    let folder = tempfile::tempdir().expect("a folder can be made");
    held(walls, folder.path(), word).output().expect("the launcher can be started")
}

/// The names that came out so.
fn that_are(output: &Output, what: &str) -> BTreeSet<String> {
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    said.lines().filter_map(|line| line.strip_suffix(what)).map(|name| name.trim().to_owned()).collect()
}

fn names(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(ToString::to_string).collect()
}

/// What of the hostile actions is open behind these walls.
fn open_behind(walls: Walls) -> BTreeSet<String> {
    let output = try_it(walls, "hostile");
    let open = that_are(&output, "open");
    println!("{}: {} blocked, {open:?} open", walls.name(), that_are(&output, "blocked").len());
    open
}

#[test]
fn holds_back_everything_at_tier_3() {
    if has(Walls::Namespaces, "hostile actions") {
        assert_eq!(open_behind(Walls::Namespaces), names(&[]));
    }
}

#[test]
fn holds_back_everything_in_a_lane_of_bubblewrap() {
    if has(Walls::Bubblewrap, "hostile actions") {
        assert_eq!(open_behind(Walls::Bubblewrap), names(&[]));
    }
}

#[test]
fn holds_back_all_but_the_network_at_tier_2() {
    if has(Walls::Limits, "hostile actions") {
        let open = open_behind(Walls::Limits);
        assert!(open.is_subset(&names(&OPEN_WITHOUT_A_NETWORK)), "{open:?}");
    }
}

#[test]
fn lets_through_what_an_exercise_needs_at_tier_3() {
    if has(Walls::Namespaces, "legitimate actions") {
        assert_eq!(that_are(&try_it(Walls::Namespaces, "legitimate"), "blocked"), names(&[]));
    }
}

#[test]
fn lets_through_what_an_exercise_needs_in_a_lane_of_bubblewrap() {
    if has(Walls::Bubblewrap, "legitimate actions") {
        assert_eq!(that_are(&try_it(Walls::Bubblewrap, "legitimate"), "blocked"), names(&NEEDS_A_ROOM));
    }
}

#[test]
fn lets_through_what_an_exercise_needs_at_tier_2() {
    if has(Walls::Limits, "legitimate actions") {
        assert_eq!(that_are(&try_it(Walls::Limits, "legitimate"), "blocked"), names(&NEEDS_A_ROOM));
    }
}

#[test]
fn ends_who_fills_the_memory() {
    if has(Walls::Namespaces, "3 GiB of memory") {
        let output = try_it(Walls::Namespaces, "fill");
        assert!(output.stdout.is_empty() && !output.status.success(), "{output:?}");
    }
}

#[test]
fn a_launcher_ends_with_the_code_of_its_program() {
    if has(Walls::Limits, "codes") {
        assert_eq!(try_it(*BEST, "exit").status.code(), Some(7));
    }
}

#[test]
fn a_launcher_ends_by_the_signal_of_its_program() {
    if has(Walls::Namespaces, "signals") {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let output = held(Walls::Namespaces, folder.path(), "exit").output().expect("it can be started");
        assert_eq!(output.status.code(), Some(7));
        // The plan is there now, and its lane gone: without one the program is started where this test is.
        let Some(status) = launched(folder.path(), "abort") else { return };
        assert_eq!(status.signal(), Some(6));
    }
}

/// Starts the launcher itself on the plan in a folder. `None` where that takes a lane.
fn launched(folder: &Path, word: &str) -> Option<std::process::ExitStatus> {
    let is_root = fs::metadata("/proc/self").is_ok_and(|data| std::os::unix::fs::MetadataExt::uid(&data) == 0);
    if !is_root {
        println!("skipped: only root starts a program outside of a lane");
        return None;
    }
    let mut command = Command::new(GRADE);
    command.args([sandbox::LAUNCHER, "program"]).arg(folder.join("plan")).arg(word).stderr(Stdio::null());
    Some(command.status().expect("it can be started"))
}

#[test]
fn a_program_ends_with_its_launcher() {
    if has(Walls::Namespaces, "a killed launcher") {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let plan = folder.path().join("plan").display().to_string();
        let mut lane = held(Walls::Namespaces, folder.path(), "hang");
        // The launcher and the first process of the namespace look alike; the launcher is the older one.
        ends_with(&mut lane, "/program/look\0hang", &|line| line.contains(&plan));
    }
}

#[test]
fn a_program_ends_with_its_bubblewrap() {
    if has(Walls::Bubblewrap, "a killed bubblewrap") {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let name = folder.path().display().to_string();
        let is_bubblewrap = |line: &str| line.starts_with("bwrap\0") && line.contains(&name);
        let mut lane = held(Walls::Bubblewrap, folder.path(), "hang");
        ends_with(&mut lane, &format!("{name}/look\0hang"), &is_bubblewrap);
    }
}

/// Starts a lane with a program whose command line begins so, kills the oldest of its keepers, and sees everything go.
fn ends_with(lane: &mut Command, program: &str, is_keeper: &dyn Fn(&str) -> bool) {
    let mut lane = lane.spawn().expect("it can be started");
    let programs = || processes(&|line| line.starts_with(program));
    wait_for("the program", || !programs().is_empty());
    let keeper = processes(is_keeper).into_iter().min().expect("it runs");
    Command::new("kill").args(["-9", &keeper.to_string()]).status().expect("kill is there");
    wait_for("the end of the program", || programs().is_empty());
    lane.wait().expect("it can be waited for");
    wait_for("the end of its keepers", || processes(is_keeper).is_empty());
}

#[test]
fn a_program_gets_no_descriptor_of_whoever_started_the_grader() {
    if !has(Walls::Limits, "descriptors") {
        return;
    }
    let (open, _kept) = std::io::pipe().expect("a pipe can be made");
    let folder = tempfile::tempdir().expect("a folder can be made");
    // The shell keeps it open, as one that was started with a pipe of its own does.
    let descriptor = open.as_raw_fd();
    let line = format!("exec 9<&0 && exec \"$0\" \"$@\" <&{}", 9);
    let mut command = Command::new("sh");
    command.arg("-c").arg(line).arg(GRADE);
    command.args([sandbox::LAUNCHER, "trial", &BEST.name()]).arg(folder.path()).arg(&*PROBE).arg("hostile");
    let output = command.stdin(open).output().expect("it can be started");
    assert!(that_are(&output, "blocked").contains("descriptors"), "descriptor {descriptor}");
}

#[test]
fn tests_are_held_to_more_memory_than_any_honest_program_makes_them_take() {
    let mut command = Command::new(GRADE);
    let output = command.args([sandbox::LAUNCHER, "tether", "cat", "/proc/self/limits"]).output().expect("it starts");
    let said = String::from_utf8_lossy(&output.stdout);
    let line = said.lines().find(|line| line.starts_with("Max address space")).expect("proc(5) has it");
    let soft: u64 = line.split_whitespace().nth(3).and_then(|soft| soft.parse().ok()).expect("there is a limit");
    assert!(soft <= 8 << 30, "{line}");
}

/// Processes whose command line is so.
fn processes(is_so: &dyn Fn(&str) -> bool) -> Vec<u32> {
    let number = |entry: fs::DirEntry| entry.file_name().to_str()?.parse::<u32>().ok();
    let numbers = fs::read_dir("/proc").expect("this is Linux").flatten().filter_map(number);
    let line = |pid: &u32| fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    numbers.filter(|pid| is_so(&String::from_utf8_lossy(&line(pid)))).collect()
}

fn wait_for(what: &str, happened: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !happened() {
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        std::thread::park_timeout(Duration::from_millis(5));
    }
}
