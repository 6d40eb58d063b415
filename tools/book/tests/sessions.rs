//! Sessions held and taken down: against small programs of `sh` that hang, come late, end badly or say too much.
#![cfg(unix)]

use std::path::Path;
use std::time::{Duration, Instant};

use book::record::Workshop;
use book::record::session::play::play;
use book::record::session::recording::Recording;
use book::record::session::script::{Key, Script};
use enchufe::words::Lang;

/// Long enough for whatever comes, on a machine that is busy.
const AMPLE: Duration = Duration::from_secs(60);
/// For what never comes.
const SHORT: Duration = Duration::from_millis(300);

fn hold(script: &str, lang: Lang, patience: Duration) -> Result<Recording, String> {
    book::words::speak(Lang::En);
    let script = Script::parse(script)?;
    play(Path::new("/nowhere"), &script, lang, &Workshop::default(), patience)
}

fn held(script: &str) -> Recording {
    hold(script, Lang::En, AMPLE).expect("it goes as it is written")
}

fn refused(script: &str) -> String {
    hold(script, Lang::En, SHORT).expect_err("it does not go as it is written")
}

#[test]
fn both_outputs_are_one_as_on_a_screen() {
    let recording = held("[[step]]\ncommand = \"echo uno; echo dos >&2; echo tres\"");
    assert_eq!(recording.steps[0].output, "uno\ndos\ntres\n");
    assert_eq!(recording.steps[0].command.as_deref(), Some("echo uno; echo dos >&2; echo tres"));
}

#[test]
fn what_is_typed_comes_in_and_then_the_input_ends() {
    let recording = held("[[step]]\ncommand = \"cat; echo fin\"\ninput = \"hola\\n\"");
    assert_eq!(recording.steps[0].output, "hola\nfin\n");
    assert_eq!(recording.steps[0].typed.as_deref(), Some("hola\n"));
    assert_eq!(recording.steps[0].pressed, Some(Key::D));
}

#[test]
fn a_program_goes_on_from_step_to_step() {
    let script = "
        [[step]]
        command = 'echo listo; while read x; do echo \"leo $x\"; done; echo fin'
        until = 'listo'
        [[step]]
        input = \"uno\\n\"
        keep_input_open = true
        until = 'leo uno'
        [[step]]
        input = \"dos\\n\"";
    let recording = held(script);
    let outputs: Vec<&str> = recording.steps.iter().map(|step| step.output.as_str()).collect();
    assert_eq!(outputs, ["listo\n", "leo uno\n", "leo dos\nfin\n"]);
    assert!(recording.rest.is_empty(), "{:?}", recording.rest);
}

#[test]
fn what_comes_late_is_waited_for() {
    // The second terminal's file is what the first one waits for.
    let script = "
        [[step]]
        terminal = 1
        command = 'until [ -e ya ]; do :; done; echo por fin'
        until = 'por fin'
        [[step]]
        terminal = 2
        command = 'echo nada'";
    assert!(refused(script).contains("no line holds \"por fin\""));
    let other_order = "
        [[step]]
        terminal = 1
        command = 'echo espero; until [ -e ya ]; do :; done; echo por fin'
        until = 'espero'
        [[step]]
        terminal = 2
        command = 'true > ya'
        [[step]]
        terminal = 1";
    assert_eq!(held(other_order).steps[2].output, "por fin\n");
}

#[test]
fn a_program_that_hangs_is_an_error_that_shows_what_came() {
    let said = refused("[[step]]\ncommand = 'echo hasta aquí; exec sleep 600'");
    assert!(said.contains("step 1: the program does not end") && said.contains("hasta aquí"), "{said}");
}

#[test]
fn a_line_that_never_comes_is_an_error_that_shows_what_came() {
    let said = refused("[[step]]\ncommand = 'echo otra cosa'\nuntil = 'listening on'");
    assert!(said.contains("no line holds \"listening on\"") && said.contains("otra cosa"), "{said}");
}

#[test]
fn another_exit_code_is_an_error() {
    let said = refused("[[step]]\ncommand = 'echo mal; exit 3'");
    assert!(said.contains("exit code 3 instead of 0") && said.contains("mal"), "{said}");
    let said = refused("[[step]]\ncommand = 'true'\ncode = 1");
    assert!(said.contains("exit code 0 instead of 1"), "{said}");
    assert_eq!(held("[[step]]\ncommand = 'exit 3'\ncode = 3").steps[0].code, Some(3));
}

#[test]
fn ctrl_c_ends_what_runs_and_whatever_it_started() {
    // What says that it is ready is what is to be ended: the shell may say it before it has started anything.
    let script = "
        [[step]]
        command = \"trap 'echo adiós; exit 130' INT; { echo listo | cat - /dev/fd/3; } 3<&0\"
        keep_input_open = true
        until = 'listo'
        [[step]]
        press = 'ctrl-c'";
    let recording = held(script);
    assert_eq!(recording.steps[1].pressed, Some(Key::C));
    assert_eq!(recording.steps[1].output, "adiós\n");
    assert_eq!(recording.steps[1].code, None);
}

#[test]
fn typing_into_what_has_ended_is_an_error() {
    let script = "
        [[step]]
        terminal = 1
        command = 'echo $$ > pid; echo listo'
        until = 'listo'
        [[step]]
        terminal = 2
        command = 'while kill -0 $(cat pid) 2> /dev/null; do :; done'
        [[step]]
        terminal = 1
        input = 'hola'";
    let said = hold(script, Lang::En, AMPLE).expect_err("nobody is there");
    assert!(said.contains("step 3: the program had ended before"), "{said}");
}

#[test]
fn a_step_without_a_program_is_an_error() {
    assert!(refused("[[step]]\npress = 'ctrl-c'").contains("nothing runs in this terminal"));
}

#[test]
fn what_ends_by_itself_is_told_at_last() {
    let script = "
        [[step]]
        terminal = 1
        command = 'echo listo; until [ -e ya ]; do :; done; echo adiós'
        until = 'listo'
        [[step]]
        terminal = 2
        command = 'true > ya'";
    let recording = held(script);
    assert_eq!(recording.rest.len(), 1);
    assert_eq!((recording.rest[0].terminal, recording.rest[0].output.as_str()), (1, "adiós\n"));
}

#[test]
fn what_is_left_to_chance_is_an_error() {
    let script = "
        [[step]]
        terminal = 1
        command = 'echo listo; until [ -e ya ]; do :; done; echo más; exec sleep 600'
        until = 'listo'
        [[step]]
        terminal = 2
        command = 'true > ya'";
    let said = hold(script, Lang::En, 10 * SHORT).expect_err("terminal 1 says more");
    assert!(said.contains("terminal 1 says more") && said.contains("más"), "{said}");
}

#[test]
fn nothing_that_was_started_is_left() {
    let script = "
        [[step]]
        command = 'echo listo; echo $$; sleep 600 & echo $!; exec sleep 600'
        until = 'listo'";
    let said = refused(script);
    let pids: Vec<&str> = said.lines().filter(|line| line.parse::<u32>().is_ok()).collect();
    assert_eq!(pids.len(), 2, "{said}");
    let deadline = Instant::now() + AMPLE;
    let is_there = |pid: &str| {
        let state = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        // One that nobody has waited for yet is gone as well.
        state.rsplit(')').next().is_some_and(|rest| !rest.trim().is_empty() && !rest.trim().starts_with('Z'))
    };
    while pids.iter().any(|pid| is_there(pid)) {
        assert!(Instant::now() < deadline, "{said}");
        std::thread::yield_now();
    }
}

#[test]
fn ports_are_others_and_look_like_those_of_the_reader() {
    let script = "
        ports = [9001, 9002]
        [files]
        \"puerto\" = \"9002\\n\"
        [[step]]
        command = '[ 9001 = \"90\"\"01\" ] || echo \"otro: 127.0.0.1:9001, $(cat puerto) $(( 9002 - 9001 ))\"; cat'
        input = \"9001\\n\"";
    assert_eq!(held(script).steps[0].output, "otro: 127.0.0.1:9001, 9002 1\n9001\n");
}

#[test]
fn ports_of_the_system_are_always_the_same() {
    let script = "
        [[step]]
        command = 'p=54; echo \"127.0.0.1:${p}321 port ${p}322 127.0.0.1:${p}321\"'";
    assert_eq!(held(script).steps[0].output, "127.0.0.1:40001 port 40002 127.0.0.1:40001\n");
}

#[test]
fn a_script_evens_out_what_is_left() {
    let script = "
        [[step]]
        command = 'echo pid $$'
        [[replace]]
        pattern = 'pid \\d+'
        with = 'pid 4242'";
    assert_eq!(held(script).steps[0].output, "pid 4242\n");
}

#[test]
fn the_folder_of_a_session_has_no_name() {
    assert_eq!(held("[[step]]\ncommand = 'touch a; echo \"$PWD/a\"'").steps[0].output, "a\n");
}

#[test]
fn the_companion_is_understood_in_both_languages() {
    let script = "
        [[step]]
        command = 'case $ENCHUFE_LANG in es) echo escucha en aquí;; *) echo listening on here;; esac; cat'
        until = 'listening on'
        keep_input_open = true
        [[step]]
        press = 'ctrl-d'";
    for (lang, output) in [(Lang::En, "listening on here\n"), (Lang::Es, "escucha en aquí\n")] {
        assert_eq!(hold(script, lang, AMPLE).expect("it goes").steps[0].output, output);
    }
}

#[test]
fn a_recording_is_read_as_it_was_written() {
    let script = "
        [[step]]
        terminal = 1
        command = 'echo listo; until [ -e ya ]; do :; done; echo adiós'
        until = 'listo'
        shorten = 7
        [[step]]
        terminal = 2
        command = 'true > ya; cat; exit 4'
        input = 'x'
        code = 4";
    let recording = held(script);
    let json = recording.to_json(&Default::default());
    assert_eq!(Recording::from_json(&json), Some(recording.clone()));
    let again = held(script);
    assert_eq!(recording.difference(&again), None);
    let mut other = again;
    other.steps[0].output = "lista\n".to_owned();
    let said = recording.difference(&other).expect("it differs");
    assert!(said.contains("step 1 differs") && said.contains("lista"), "{said}");
}

#[test]
fn a_script_that_cannot_be_is_refused() {
    let said = |script: &str| Script::parse(script).err().unwrap_or_default();
    assert!(said("").contains("no [[step]]"));
    assert!(said("[[step]]\ncomand = 'x'").contains("step 1: there is no key `comand`"));
    assert!(said("[[step]]\ncommand = 7").contains("`command`"));
    assert!(said("[[step]]\npress = 'enter'").contains("`press`"));
    assert!(said("[[step]]\nterminal = 0").contains("`terminal`"));
    assert!(said("[files]\n'../x' = ''\n[[step]]").contains("../x"));
    assert!(said("step = 7").contains("`step`"));
    assert!(said("[[replace]]\npattern = '('\nwith = ''\n[[step]]").contains("regex"));
    assert!(refused("ports = [80]\n[[step]]\ncommand = 'true'").contains("ports = [80]"));
}
