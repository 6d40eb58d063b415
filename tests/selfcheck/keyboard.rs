//! What the lab types is what a program reads, and what the lab sees of its output is what it wrote. A shell stands in
//! for the program of an exercise.

use enchufe::peer::noise;
use enchufe::{Call, Program};

static SHELL: Program =
    Program::new("sh", "sh", env!("CARGO_MANIFEST_DIR"), concat!(env!("CARGO_TARGET_TMPDIR"), "/shell/tmp"));

fn shell(script: &str) -> Call {
    SHELL.arg("-c").arg(script)
}

/// Reads pieces of up to 64 bytes, passes them on, and says on stderr how many were full, and how many were not.
const COUNT_PIECES: &str = "LC_ALL=C exec dd bs=64";

#[test]
fn each_byte_of_a_dripped_input_is_read_by_itself() {
    for _ in 0..20 {
        let (program, mut keyboard) = shell(COUNT_PIECES).start_with_input();
        keyboard.drip(b"Gracias por conectarte\n");
        keyboard.end();
        program.ends_well().remarked("0+23 records in").printed(b"Gracias por conectarte\n");
    }
}

#[test]
fn a_split_input_is_read_in_two_pieces_at_every_cut() {
    let said = b"uno, dos y tres\n";
    for cut in 1..said.len() {
        let (program, mut keyboard) = shell(COUNT_PIECES).start_with_input();
        keyboard.split(said, cut);
        keyboard.end();
        program.ends_well().remarked("0+2 records in").printed(said);
    }
}

#[test]
fn an_input_is_not_taken_for_read_before_it_was() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for round in 0..10 {
        let awake = folder.path().join(round.to_string());
        let script = "sleep 0.02; : > \"$0\"; exec dd bs=64";
        let (_program, mut keyboard) = shell(script).arg(awake.display()).start_with_input();
        keyboard.types(b"?");
        // Where the kernel does not say what was read, the lab only pauses.
        assert!(keyboard.wait_until_read() && (awake.exists() || !cfg!(target_os = "linux")));
    }
}

#[test]
fn nothing_is_unread_where_nobody_is_left_to_read_it() {
    let (program, mut keyboard) = shell("exit 0").start_with_input();
    keyboard.types(b"?");
    program.ends_well().get();
    assert!(keyboard.wait_until_read());
    keyboard.types(b"?");
    assert!(keyboard.wait_until_read());
}

#[test]
fn a_long_input_comes_whole_and_one_that_is_not_read_holds_up_nobody() {
    let said = noise(11, 4 << 20);
    let (sleeper, mut unheard) = shell("exec sleep 1000").start_with_input();
    unheard.types(&said);
    let (program, mut keyboard) = shell("exec cat").start_with_input();
    keyboard.types(&said);
    keyboard.end();
    program.ends_well().printed(&said);
    assert!(unheard.taken() < said.len());
    sleeper.still_runs();
}

#[test]
fn an_output_is_looked_at_as_it_comes() {
    let (program, mut keyboard) = shell("echo uno; read x; echo dos; read x").start_with_input();
    program.prints(b"uno\n").get();
    keyboard.types(b"\n");
    program.prints(b"dos\n").get();
    program.still_runs().get();
    keyboard.types(b"\n");
    program.prints_and_ends_well(b"uno\ndos\n");
}

#[test]
fn a_program_that_never_stops_printing_is_not_waited_for() {
    let so_far = shell("while :; do echo y; done").start().ends_or_prints(1000);
    assert!((so_far.code, so_far.signal, so_far.hung) == (None, None, false));
    assert!(so_far.stdout.len() >= 1000);
}

#[test]
fn writes_that_are_kept_apart_can_be_counted() {
    let long = "dd if=/dev/zero bs=10004 count=1 2> /dev/null";
    let Some((program, _keyboard)) = shell(&format!("printf ab; {long}; printf g")).start_with_writes_apart() else {
        return println!("skipped: this system has no pipe that keeps writes apart");
    };
    program.ends_well().get();
    assert_eq!(program.writes(), [2, 10_004, 1]);
}

#[test]
fn memory_that_is_refused_shows_also_where_it_would_not_be_used() {
    let (program, mut keyboard) = shell("read x; LC_ALL=C exec dd if=/dev/null bs=4G count=1").start_with_input();
    let Some(()) = program.limit_memory(1 << 30) else {
        return println!("skipped: a program's memory can be limited on Linux only");
    };
    keyboard.types(b"\n");
    let end = program.ends();
    assert!(end.code == Some(1) && String::from_utf8_lossy(&end.stderr).contains("memory"), "{end:?}");
}
