//! Programs, and what they started, end with their test: also when it fails, is interrupted, or is killed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use assert_cmd::assert::OutputAssertExt;
use enchufe::peer::let_time_pass;
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;

use crate::workshop::SOLUTIONS;

/// A shell program that starts another, writes down both numbers, and hangs. The other ignores interrupts.
const FAMILY: &str = r#"
(trap '' INT TERM; exec sleep 1000) &
echo "$$ $!" > "$(dirname "$0")/numbers.new"
mv "$(dirname "$0")/numbers.new" "$(dirname "$0")/numbers"
"#;

/// A test of `tcp-client` whose program is a shell script, in a folder of its own.
struct Scene {
    folder: tempfile::TempDir,
}

impl Scene {
    fn new(last_words: &str) -> Scene {
        let folder = tempfile::Builder::new().prefix("ñandú y espacios ").tempdir().expect("a folder can be made");
        fs::write(folder.path().join("family.sh"), format!("{FAMILY}{last_words}\n")).expect("it can be written to");
        Scene { folder }
    }

    fn command(&self, patience: &str) -> Command {
        let mut command = Command::new(&SOLUTIONS["tcp-client"]);
        let script = self.folder.path().join("family.sh");
        command
            .args(["--exact", "sends_nothing"])
            .env("ENCHUFE_PROGRAM_TCP_CLIENT", format!("sh \"{}\"", script.display()))
            .env("ENCHUFE_REPORTS", self.folder.path().join("reports"))
            .env("ENCHUFE_LANG", "en")
            .env("ENCHUFE_PATIENCE", patience);
        command
    }

    /// Waits for the numbers of the two processes.
    fn family(&self) -> Vec<u32> {
        let numbers: PathBuf = self.folder.path().join("numbers");
        wait_for("the script to start", || numbers.exists());
        let text = fs::read_to_string(numbers).expect("the script wrote it");
        text.split_whitespace().map(|number| number.parse().expect("a number")).collect()
    }
}

fn wait_for(what: &str, happened: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !happened() {
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        std::thread::park_timeout(Duration::from_millis(2));
    }
}

/// The letter of a process's state in `proc(5)`. `None` if it is not there.
fn state(pid: u32) -> Option<char> {
    fs::read_to_string(format!("/proc/{pid}/stat")).ok()?.rsplit_once(") ")?.1.chars().next()
}

/// Whether a process is there and not a zombie.
fn lives(pid: u32) -> bool {
    state(pid).is_some_and(|state| state != 'Z')
}

fn on_linux() -> bool {
    let linux = Path::new("/proc/self/stat").exists();
    if !linux {
        println!("skipped: the processes of others can be watched on Linux only");
    }
    linux
}

#[test]
fn a_program_and_what_it_started_end_with_a_test_that_fails() {
    if !on_linux() {
        return;
    }
    let scene = Scene::new("exec sleep 1000");
    // `output` returns at the end of the outputs: a program that held them open would keep it waiting.
    let output = scene.command("0.05").output().expect("the test can be started");
    output.assert().failure().stdout(contains("hangs").and(contains("sends nothing")));
    assert!(scene.family().into_iter().all(|pid| !lives(pid)));
}

#[test]
fn what_a_program_left_behind_ends_with_it() {
    if !on_linux() {
        return;
    }
    let scene = Scene::new("exit 3");
    scene.command("1").output().expect("the test can be started").assert().failure().stdout(contains("ended before"));
    assert!(scene.family().into_iter().all(|pid| !lives(pid)));
}

#[test]
#[cfg(unix)]
fn an_interrupted_test_takes_along_also_those_who_ignore_the_interrupt() {
    if !on_linux() {
        return;
    }
    for signal in [libc::SIGINT, libc::SIGTERM] {
        let scene = Scene::new("exec sleep 1000");
        let mut test = start(scene.command("1"));
        let family = scene.family();
        // SAFETY: the test was started by us and not waited for.
        unsafe { libc::kill(test.id() as libc::pid_t, signal) };
        test.wait().expect("it can be waited for");
        wait_for("the family to end", || family.iter().all(|pid| !lives(*pid)));
    }
}

#[test]
fn a_program_ends_when_its_test_is_killed() {
    if !on_linux() {
        return;
    }
    let scene = Scene::new("exec sleep 1000");
    let mut test = start(scene.command("1"));
    let family = scene.family();
    test.kill().expect("it can be killed");
    test.wait().expect("it can be waited for");
    wait_for("the program to end", || !lives(family[0]));
    // What the program itself started is out of reach then; it is ours to end here.
    Command::new("kill").args(["-9", &family[1].to_string()]).status().expect("kill is there");
}

#[test]
#[cfg(unix)]
fn the_time_in_which_the_machine_stands_still_is_no_silence_of_the_program() {
    const WAIT: Duration = Duration::from_secs(1);
    if !on_linux() {
        return;
    }
    let tests = &SOLUTIONS["tcp-client"];
    let solution = tests.parent().and_then(Path::parent).expect("it was built into a folder").join("tcp-client");
    let scene = Scene::new(&format!("kill -STOP $$\nexec '{}' \"$@\"", solution.display()));
    let test = scene.command("0.1").stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it can be started");
    let [lab, program] = [test.id(), scene.family()[0]];
    // SAFETY: both were started by this test, and nobody has waited for them.
    let send = |pid: u32, signal: i32| unsafe { libc::kill(pid as libc::pid_t, signal) };
    let is_stopped = |pid: u32| state(pid) == Some('T');
    wait_for("the program to stop itself", || is_stopped(program));
    send(lab, libc::SIGSTOP);
    wait_for("the lab to be stopped", || is_stopped(lab));
    // Several times as long as the lab waits for a program. Time itself is what is lost here.
    let_time_pass(5 * WAIT);
    send(lab, libc::SIGCONT);
    wait_for("the lab to go on", || !is_stopped(lab));
    // The program comes back to life a little later than the lab.
    let_time_pass(WAIT / 4);
    send(program, libc::SIGCONT);
    test.wait_with_output().expect("it can be waited for").assert().success();
}

fn start(mut command: Command) -> Child {
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the test can be started")
}

#[test]
fn a_program_that_cannot_be_started_is_the_labs_problem_and_says_which() {
    let mut command = Command::new(&SOLUTIONS["tcp-client"]);
    let reports = tempfile::tempdir().expect("a folder can be made");
    command
        .args(["--exact", "sends_nothing"])
        .env("ENCHUFE_PROGRAM_TCP_CLIENT", "no-such-program client.py")
        .env("ENCHUFE_REPORTS", reports.path())
        .env("ENCHUFE_LANG", "en");
    let said = contains("A problem of the lab").and(contains("no-such-program"));
    command.output().expect("the test can be started").assert().failure().stdout(said);
}

#[test]
fn a_patience_that_is_no_number_is_the_labs_problem_and_says_so() {
    let mut command = Command::new(&SOLUTIONS["tcp-client"]);
    command.args(["--exact", "sends_nothing"]).env("ENCHUFE_PATIENCE", "mucha").env("ENCHUFE_LANG", "en");
    command.output().expect("the test can be started").assert().failure().stdout(contains("ENCHUFE_PATIENCE=mucha"));
}

#[test]
fn a_part_of_a_path_for_reports_counts_from_the_folder_in_which_it_was_typed() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut command = Command::new(&SOLUTIONS["tcp-client"]);
    command.args(["--exact", "sends_nothing"]).env("PWD", folder.path()).env("ENCHUFE_REPORTS", "reports");
    command.output().expect("the test can be started").assert().success();
    assert!(folder.path().join("reports").join("tcp-client").is_dir());
}

#[test]
fn a_verdict_stands_also_where_its_report_cannot_be_written() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let taken = folder.path().join("taken");
    fs::write(&taken, "a file where a folder should be").expect("it can be written");
    let mut command = Command::new(&SOLUTIONS["tcp-client"]);
    command.args(["--exact", "sends_nothing"]).env("ENCHUFE_REPORTS", &taken).env("ENCHUFE_LANG", "en");
    let output = command.output().expect("the test can be started");
    output.assert().success().stdout(contains("could not be written").and(contains("1 passed")));
}

#[test]
fn a_rule_that_needs_more_open_files_than_a_process_may_have_is_skipped_and_says_so() {
    if !on_linux() {
        return;
    }
    let reports = tempfile::tempdir().expect("a folder can be made");
    let mut command = Command::new("sh");
    command
        .args(["-c", r#"ulimit -n 64; exec "$0" --exact serves_clients_at_the_same_time"#])
        .arg(&SOLUTIONS["threaded-server"])
        .env("ENCHUFE_REPORTS", reports.path())
        .env("ENCHUFE_LANG", "en");
    let said = contains("too few files open");
    command.output().expect("the test can be started").assert().success().stdout(said);
}
