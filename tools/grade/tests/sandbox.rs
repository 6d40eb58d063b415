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

use grade::result::Tier;
use grade::sandbox::{self, trial};

const GRADE: &str = env!("CARGO_BIN_EXE_grade");

/// What only namespaces hold back.
const OPEN_WITHOUT_NAMESPACES: [&str; 1] = ["outside"];

/// Where the tier has no file system of its own for a program, there is no place for temporary files.
const NEEDS_A_ROOM: [&str; 1] = ["temporary-file"];

static TIER: LazyLock<Tier> = LazyLock::new(|| {
    sandbox::launcher_is(GRADE.into());
    trial::find().expect("the sandbox can be tried").tier
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

/// Whether this machine has the tier; says that the test is skipped if not.
fn has(tier: Tier, what: &str) -> bool {
    let has = *TIER >= tier;
    println!("{what}: tier {tier}{}", if has { "" } else { ", skipped: this machine has a lower one" });
    has
}

fn held(tier: Tier, folder: &Path, word: &str) -> Command {
    let mut command = Command::new(GRADE);
    command.args([sandbox::LAUNCHER, "trial", &tier.to_string()]).arg(folder).arg(&*PROBE).arg(word);
    command.stdin(Stdio::null());
    command
}

fn try_it(tier: Tier, word: &str) -> Output {
    let folder = tempfile::tempdir().expect("a folder can be made");
    held(tier, folder.path(), word).output().expect("the launcher can be started")
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

#[test]
fn holds_back_everything_at_tier_3() {
    if has(Tier::Namespaces, "hostile actions") {
        let output = try_it(Tier::Namespaces, "hostile");
        println!("tier 3: {} blocked, {:?} open", that_are(&output, "blocked").len(), that_are(&output, "open"));
        assert_eq!(that_are(&output, "open"), names(&[]));
    }
}

#[test]
fn holds_back_all_but_the_network_at_tier_2() {
    if has(Tier::Limits, "hostile actions") {
        let output = try_it(Tier::Limits, "hostile");
        println!("tier 2: {} blocked, {:?} open", that_are(&output, "blocked").len(), that_are(&output, "open"));
        let open = that_are(&output, "open");
        assert!(open.is_subset(&names(&OPEN_WITHOUT_NAMESPACES)), "{open:?}");
    }
}

#[test]
fn lets_through_what_an_exercise_needs_at_tier_3() {
    if has(Tier::Namespaces, "legitimate actions") {
        assert_eq!(that_are(&try_it(Tier::Namespaces, "legitimate"), "blocked"), names(&[]));
    }
}

#[test]
fn lets_through_what_an_exercise_needs_at_tier_2() {
    if has(Tier::Limits, "legitimate actions") {
        assert_eq!(that_are(&try_it(Tier::Limits, "legitimate"), "blocked"), names(&NEEDS_A_ROOM));
    }
}

#[test]
fn ends_who_fills_the_memory() {
    if has(Tier::Namespaces, "3 GiB of memory") {
        let output = try_it(Tier::Namespaces, "fill");
        assert!(output.stdout.is_empty() && !output.status.success(), "{output:?}");
    }
}

#[test]
fn a_launcher_ends_with_the_code_of_its_program() {
    if has(Tier::Limits, "codes") {
        assert_eq!(try_it(*TIER, "exit").status.code(), Some(7));
    }
}

#[test]
fn a_launcher_ends_by_the_signal_of_its_program() {
    if has(Tier::Namespaces, "signals") {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let output = held(Tier::Namespaces, folder.path(), "exit").output().expect("it can be started");
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
    if !has(Tier::Namespaces, "a killed launcher") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut lane = held(Tier::Namespaces, folder.path(), "hang").spawn().expect("it can be started");
    let plan = folder.path().join("plan").display().to_string();
    let launchers = || processes(&|line| line.contains(&plan));
    let programs = || processes(&|line| line.starts_with("/program/look\0hang"));
    wait_for("the program", || !programs().is_empty());
    // The launcher and the first process of the namespace look alike; the launcher is the older one.
    let launcher = launchers().into_iter().min().expect("it runs");
    Command::new("kill").args(["-9", &launcher.to_string()]).status().expect("kill is there");
    wait_for("the end of the program", || programs().is_empty());
    lane.wait().expect("it can be waited for");
    assert_eq!(launchers(), Vec::<u32>::new());
}

#[test]
fn a_program_gets_no_descriptor_of_whoever_started_the_grader() {
    if !has(Tier::Limits, "descriptors") {
        return;
    }
    let (open, _kept) = std::io::pipe().expect("a pipe can be made");
    let folder = tempfile::tempdir().expect("a folder can be made");
    // The shell keeps it open, as one that was started with a pipe of its own does.
    let descriptor = open.as_raw_fd();
    let line = format!("exec 9<&0 && exec \"$0\" \"$@\" <&{}", 9);
    let mut command = Command::new("sh");
    command.arg("-c").arg(line).arg(GRADE);
    command.args([sandbox::LAUNCHER, "trial", &TIER.to_string()]).arg(folder.path()).arg(&*PROBE).arg("hostile");
    let output = command.stdin(open).output().expect("it can be started");
    assert!(that_are(&output, "blocked").contains("descriptors"), "descriptor {descriptor}");
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
