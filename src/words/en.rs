//! English.

use super::Words;
use crate::kernel::FUTEX;
use crate::transcript::Fate;
use crate::verdict::{Action, Awaited, Measure, Outcome, Place, Problem, Reason};

pub(super) static WORDS: Words = Words {
    decimal_mark: '.',
    outcome: |outcome| match outcome {
        Outcome::Passed => "passed",
        Outcome::NotWrittenYet => "not written yet",
        Outcome::DidNotCompile => "did not compile",
        Outcome::EndedEarly => "ended early",
        Outcome::Panicked => "panicked",
        Outcome::NeverSaidWhereItListens => "did not say where it listens",
        Outcome::ClosedTooSoon => "closed too soon",
        Outcome::WrongBytes => "wrong bytes",
        Outcome::WrongEnd => "wrong end",
        Outcome::TooMuch => "too much",
        Outcome::Hangs => "hangs",
        Outcome::Skipped => "skipped",
        Outcome::LabError => "lab error",
    },
    happened: |outcome, awaited| match (outcome, awaited) {
        (Outcome::Passed, _) => "The rule holds.".into(),
        (Outcome::NotWrittenYet, Awaited::Foundation(slug)) => {
            format!("Not written yet: first it needs your `{slug}`, which is not finished.")
        }
        (Outcome::NotWrittenYet, _) => "Not written yet: the program stopped at its `todo!`.".into(),
        (Outcome::DidNotCompile, _) => "It did not compile. The compiler says:".into(),
        (Outcome::EndedEarly, awaited) => format!("It ended before {}.", before(awaited)),
        (Outcome::Panicked, _) => "It panicked.".into(),
        (Outcome::NeverSaidWhereItListens, _) => "It did not say where it listens.".into(),
        (Outcome::ClosedTooSoon, Awaited::BeingServed) => "It refused the connection.".into(),
        (Outcome::ClosedTooSoon, Awaited::EndOfStream) => "The connection was reset instead of closed.".into(),
        (Outcome::ClosedTooSoon, _) => "The connection ended too soon.".into(),
        (Outcome::WrongBytes, Awaited::Sender) => "It answered from another address.".into(),
        (Outcome::WrongBytes, Awaited::Address) => "It does not listen where it was told to.".into(),
        (Outcome::WrongBytes, Awaited::Output) => "It printed other bytes than it should.".into(),
        (Outcome::WrongBytes, Awaited::File) => "The file does not hold what it should.".into(),
        (Outcome::WrongBytes, Awaited::Pause) => "It did not keep to the times of the rule.".into(),
        (Outcome::WrongBytes, Awaited::Message) => "It sent another message than it should.".into(),
        (Outcome::WrongBytes, _) => "It sent other bytes than it should.".into(),
        (Outcome::WrongEnd, Awaited::Output) => "It did not say on stderr what it should.".into(),
        (Outcome::WrongEnd, _) => "It ended, but not in the way the rule asks for.".into(),
        (Outcome::TooMuch, _) => "It used more than the rule allows.".into(),
        (Outcome::Hangs, awaited) => format!("It hangs: the lab waited in vain {}.", waited_for(awaited)),
        (Outcome::Skipped, _) => "Skipped: this rule cannot be tested here.".into(),
        (Outcome::LabError, _) => "A problem of the lab, not of your program.".into(),
    },
    reason: |reason| match reason {
        Reason::NoIpv6 => "this machine has no IPv6 loopback address".into(),
        Reason::FewOpenFiles => {
            "on this machine a program may have too few files open at a time (see ulimit -n)".into()
        }
        Reason::NoFullBacklog => "on this system the lab cannot make a connection attempt that surely hangs".into(),
        Reason::NotMeasured(measure) => format!("on this system the lab cannot measure {}", measured(measure)),
        Reason::NoLocalhost => "this machine does not know the name localhost".into(),
        Reason::OneLoopbackAddress => "this machine has only one loopback address".into(),
        Reason::OneAddressOfLocalhost => {
            "localhost stands for only one address on this machine, so a second one cannot be tried".into()
        }
        Reason::ShortCommandLine => "this system does not let a program have an argument as long as a datagram".into(),
        Reason::NoPause => "on this system the lab cannot stop a program for a moment".into(),
        Reason::NoConnectionForInput => "on this system a connection cannot be the input of a program".into(),
    },
    problem: |problem| match problem {
        Problem::Socket { action, addr, error } => {
            let tried = match action {
                Action::Listen => "listen on",
                Action::Accept => "accept a connection at",
                Action::Connect => "connect to",
                Action::Send => "send to",
                Action::Receive => "receive at",
                Action::Prepare => "prepare a socket at",
            };
            format!("The lab could not {tried} {addr}: {error}")
        }
        Problem::Start { program, error } => format!("The lab could not start `{program}`: {error}"),
        Problem::NoProgram { variable } => format!("{variable} is set, but names no program."),
        Problem::Patience { value } => format!("ENCHUFE_PATIENCE={value}: not a number above 0 and up to 1000."),
        Problem::NoFreePort { error } => format!("The lab found no free port: {error}"),
        Problem::NoLoopback { error } => {
            format!(
                "This machine does not reach itself at 127.0.0.1; a firewall, or a container without loopback? {error}"
            )
        }
        Problem::Folder { path, error } => format!("The lab could not use the folder {path}: {error}"),
        Problem::Wait { error } => format!("The lab could not ask whether the program has ended: {error}"),
        Problem::TooBusy => "This machine was too busy: the lab came late itself, and nothing was proved.".into(),
        Problem::Panic { message } => message.clone(),
    },
    place: |place| match place {
        Place::Stdout => "stdout".into(),
        Place::Stderr => "stderr".into(),
        Place::ExitCode => "its end".into(),
        Place::From(label) => format!("to {label}"),
        Place::SenderOf(label) => format!("sender to {label}"),
        Place::Measure(measure) => measured(measure).into(),
        Place::File => "the file".into(),
        Place::OlderFile => "the older file, by another name".into(),
        Place::ListensAt => "address".into(),
        Place::Argument(argument) => argument.into(),
    },
    from_you: "from you",
    its_sender: "its sender",
    expected: "expected",
    got: "got",
    bytes: |count| if count == 1 { "1 byte".into() } else { format!("{count} bytes") },
    nothing: "nothing",
    end_of_stream: "the end of the stream",
    a_reset: "a reset",
    still_open: "nothing: the connection is still open",
    still_running: "still running",
    a_line: "a line, in words of its own",
    readiness_line: |host| format!("listening on {host}:PORT (the port it really has)"),
    code: |code| format!("exit code {code}"),
    signal: |signal| format!("ended by signal {signal}"),
    with_words: |words| format!("an error line with: {words}"),
    no_words: "an error line without any of the workbook's words for errors",
    several: |count, words| format!("{count} of the workbook's words for errors: {words}"),
    another_than: |addr| format!("another than {addr}"),
    at_most: |amount| format!("at most {amount}"),
    at_least: |amount| format!("at least {amount}"),
    contains: |bytes| format!("somewhere in it: {bytes}"),
    contains_once: |bytes| format!("exactly once in it: {bytes}"),
    contains_no: |bytes| format!("nowhere in it: {bytes}"),
    caret_missing: "the rest is missing from here",
    caret_differs: "the first byte that differs",
    caret_surplus: "nothing more was expected from here",
    legend: "> to you   < from you   # your output",
    legend_of_input: "   $ your input",
    lab: "lab",
    you: "you",
    started: |command| format!("started: {command}"),
    listening_on: |at| format!("listening on {at}"),
    silent_at: |at| format!("gives no answer at {at}"),
    uses: |at| format!("uses {at}"),
    connected_from: |from| format!("connected from {from}"),
    connected_to: |to| format!("connected to {to}"),
    relayed: |end, fate| match fate {
        Fate::Pass => format!("leaves at {end}"),
        Fate::Drop => "lost".into(),
        Fate::Double => format!("leaves at {end}, twice"),
        Fate::Delay(time) => format!("held back {} ms", time.as_millis()),
        Fate::Swap => "waits for the next".into(),
    },
    refused_nobody_reading: "refused: nobody was reading",
    left_unread: |bytes| if bytes == 0 { "was not read".into() } else { format!("{bytes} bytes were not taken") },
    half_closed: "has nothing more to send, keeps reading",
    closed: "closed",
    aborted: "aborted the connection (reset)",
    input_ended: "the end of your input",
    ended_with_code: |code| format!("ended with code {code}"),
    ended_by_signal: |signal| format!("ended by signal {signal}"),
    nothing_came: |time| format!("nothing more for {time}"),
    frame: "frame",
    frames: |count| format!("{count} frames:"),
    events_left_out: |count| format!("… {count} more lines …"),
    relay: "relay",
    printed: "printed",
    typed: "typed",
    pause: |time| format!("{time} pass"),
    twice: "twice",
    goes_on: "goes on now",
    to_you_from: |end| format!("{end} to you"),
    you_to: |end| format!("you to {end}"),
    through: |near, far| format!("you, through {near} and {far}"),
    sleeps_in: |call, peer| match peer {
        None if call == FUTEX => "waits for another thread".into(),
        Some(peer) => format!("sleeps in {call} on the connection to {peer}"),
        None => format!("sleeps in {call}"),
    },
    is_busy: "runs on a processor without waiting for anything",
    not_accepted: |count| {
        if count == 1 { "1 connection is not accepted".into() } else { format!("{count} connections are not accepted") }
    },
    unread: |from, bytes| {
        if bytes == 1 {
            format!("1 byte from {from} lies unread")
        } else {
            format!("{bytes} bytes from {from} lie unread")
        }
    },
    program_now: "At that time",
    program_said: "It said",
    ask_yourself: "Ask yourself",
    read: "Read",
    run_again: "Run it again",
    edit: "Edit",
    grade_it: "Grade it",
    lab_error_advice: "This says nothing about your program. Run the test again; if it stays, please report it with this text.",
    skipped_line: |exercise, rule, reason| format!("skipped: {exercise} · {rule}: {reason}"),
    report_not_written: |folder, error| {
        format!("the report could not be written to {folder}: {error} (the verdict stands)")
    },
    no_report: "no report was written: please run the test again",
    overview_title: |solved, all| format!("Enchufe: {solved} of {all} exercises solved"),
    solved: "solved",
    rules_hold: |hold, all| format!("{hold} of {all} rules"),
    rules_skipped: |count| format!("{count} skipped"),
    first_failure: "A rule that does not hold:",
    all_its_rules: "All its rules",
    start_with: |slug| format!("Start with {slug}:"),
    go_on_with: |slug| format!("Go on with {slug}:"),
    all_solved: "Everything is solved. ¡Felicitaciones!",
    building: "building the exercises (the first time takes a little)",
    build_failed: "cargo could not build the exercises:",
};

fn before(awaited: Awaited) -> &'static str {
    match awaited {
        Awaited::Nothing | Awaited::End | Awaited::Foundation(_) => "the test was over",
        Awaited::Connection => "it connected",
        Awaited::BeingServed => "the next client was served",
        Awaited::Bytes | Awaited::Message => "it sent what was expected",
        Awaited::EndOfStream => "it ended the stream",
        Awaited::Datagram => "it answered",
        Awaited::Question => "its next question",
        Awaited::Sending => "it had sent all that it should",
        Awaited::File => "the file was whole",
        Awaited::Reading => "it read what was sent",
        Awaited::ReadinessLine => "it said where it listens",
        Awaited::Output => "it printed what was expected",
        Awaited::Life | Awaited::Pause => "its time: it should have gone on",
        Awaited::Sender => "it answered from the address that was asked",
        Awaited::Address => "it listened where it was told to",
    }
}

fn waited_for(awaited: Awaited) -> &'static str {
    match awaited {
        Awaited::Nothing => "for a sign of life",
        Awaited::Connection => "for it to connect",
        Awaited::BeingServed => "for its connection to be taken",
        Awaited::Bytes => "for bytes from it",
        Awaited::Message => "for a message from it",
        Awaited::EndOfStream => "for it to end the stream",
        Awaited::Datagram | Awaited::Sending => "for a datagram from it",
        Awaited::Question => "for its next question",
        Awaited::File => "for the whole file",
        Awaited::Reading => "for it to read what was sent",
        Awaited::ReadinessLine => "for its readiness line",
        Awaited::Output => "for its output",
        Awaited::End => "for it to end",
        Awaited::Life | Awaited::Pause | Awaited::Sender | Awaited::Address | Awaited::Foundation(_) => "for it",
    }
}

fn measured(measure: Measure) -> &'static str {
    match measure {
        Measure::ProcessorTime => "processor time",
        Measure::Memory => "memory",
        Measure::Descriptors => "open files and sockets",
        Measure::Threads => "threads",
        Measure::Time => "time",
        Measure::Connections => "connections",
        Measure::Datagrams => "datagrams",
        Measure::Writes => "writes",
        Measure::Segments => "segments",
    }
}
