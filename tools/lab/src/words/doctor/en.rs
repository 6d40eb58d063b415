//! The sentences of `cargo lab doctor` in English.

use super::Words;

pub static WORDS: Words = Words {
    help: "\
cargo lab doctor    what this computer can do, and what to do about the rest

  --json   the same for a bug report or a tool

Every line is \"ok\"; or a note: the workbook works, and something is less than
it could be; or a problem: something necessary is missing. Below it stands
what to do. Things are tried in earnest where they can be, and nothing leaves
this computer. It ends with code 1 if there is a problem.
",
    looking: "looking at this computer",
    level: |slug| match slug {
        "ok" => "ok",
        "note" => "note",
        _ => "problem",
    },
    group: |slug| match slug {
        "tools" => "Rust and other programs",
        "workbook" => "The workbook",
        "network" => "The network",
        "machine" => "This computer",
        "terminal" => "This terminal",
        "settings" => "Settings",
        _ => "Only for authors and instructors",
    },
    given_up: |check| format!("{check}: this check did not come to an end in time"),
    ask_again: "a busy machine? try again: cargo lab doctor",
    silent: |command| format!("{command}: no answer in time"),
    ask_it_yourself: "run it yourself, and see what it waits for",
    fails: |command, said| format!("{command} fails: {said}"),
    all_well: "All that the workbook needs is there.",
    not_well: "Something necessary is missing or wrong: it stands above, after \"problem\".",
    for_a_report: "For a bug report, copy this, or all of `cargo lab doctor --json`:",

    // Rust and other programs.
    rust: |is| format!("Rust {is}"),
    new_enough_rust: |is, needed| format!("Rust {is}; the workbook needs {needed} or newer"),
    old_rust: |is, needed| format!("Rust {is} is too old: the workbook needs {needed} or newer"),
    no_rust: "rustc is not found",
    no_cargo: "cargo is not found",
    get_rust: "install Rust, and open a new terminal: https://www.rust-lang.org/tools/install",
    is_there: |said| said.to_owned(),
    no_git: "git is not found; it is needed only to update the workbook, or to go back in time",
    get_git: "https://git-scm.com/downloads",
    python: |said| format!("{said}, for programs that are not in Rust (cargo lab test --with)"),
    python_of_another_name: |said| format!("{said}, but its name here is `python`, not `python3`"),
    use_that_name: "write it so: cargo lab test tcp-client --with \"python client.py\"",
    no_python: "python3 is not found; it is needed only to have programs in Python graded",
    get_python: "https://www.python.org/downloads",
    wireshark: |name| format!("{name}, to read the captures of cargo lab trace --pcap FILE"),
    no_wireshark: "neither Wireshark nor tshark is found; cargo lab trace shows conversations without them",
    get_wireshark: "to open captures: https://www.wireshark.org/download.html",
    chromium: |name| format!("{name}, with which cachipún in the browser is tested"),
    no_chromium: "Chromium is not found; cachipún in the browser is tested with it, and any browser plays",
    get_chromium: "install chromium and chromium-driver, if you change tools/play",

    // The workbook.
    complete: |exercises, pages| {
        format!("complete: {exercises} exercises with their stubs and tests, {pages} pages of mistakes")
    },
    missing: |path| format!("{path} is missing"),
    restore: |path| format!("git checkout -- {path}, or take it from a fresh copy of the workbook"),
    more_missing: |count| format!("{count} more files are missing"),
    fresh_copy: "take a fresh copy of the workbook, and bring your programs over: exercises/*/src",
    with_solutions: "with solutions",
    hand_out: "a hand-out, without solutions",
    writable: |place| format!("{place} can be written to"),
    not_writable: |place, error| format!("{place} cannot be written to: {error}"),
    make_writable: "whose folder is it? Put the workbook into a folder of your own",
    skewed: |place, seconds| format!("{place}: its disk dates files {seconds} s away from this computer's clock"),
    mend_skew: "cargo may miss what you save, or build too often: set the clocks, or use a disk of this computer",
    space: |free, kind| match kind {
        Some(kind) => format!("{free} free for what is built, on {kind}"),
        None => format!("{free} free for what is built"),
    },
    nearly_full: |free| format!("only {free} free: building everything takes about 2 GB"),
    full: |free| format!("only {free} free: too little to build the first exercise"),
    make_space: "make space; `cargo clean` in the workbook removes what can be built again",
    far: |kind| format!("the workbook lies on {kind}, a drive of another computer or system: building is slow there"),
    move_near: "move it to a disk of this computer (with WSL: into the Linux home folder)",
    notified: "cargo lab is told when a file is saved",
    not_notified: "the system says nothing when a file is saved",
    cannot_watch: |error| format!("the system does not tell when a file is saved: {error}"),
    polls: "nothing to do: cargo lab then looks at the files again and again",

    // The network.
    tcp: "TCP on 127.0.0.1: tried, works",
    tcp_silent: "TCP on 127.0.0.1: somebody listens, and what is sent does not arrive",
    no_tcp: |error| format!("TCP on 127.0.0.1 does not work: {error}"),
    udp: "UDP on 127.0.0.1: tried, works",
    udp_silent: "UDP on 127.0.0.1: what is sent does not arrive",
    no_udp: |error| format!("UDP on 127.0.0.1 does not work: {error}"),
    look_at_firewall: "something on this computer throws it away, such as a firewall or an antivirus: allow \
         connections to 127.0.0.1",
    mend_loopback: "every test needs it; on Linux: ip link set lo up",
    ipv6: "TCP and UDP on ::1 (IPv6): tried, work",
    no_ipv6: |error| format!("no IPv6 on ::1: {error}"),
    without_ipv6: "nothing to do: tests of IPv6 are skipped here, which counts neither for nor against you",
    localhost: |found| format!("localhost is {found}"),
    localhost_alone: |found| {
        format!("localhost is {found} alone: rules that need a second address of a name are skipped here")
    },
    no_localhost: |error| format!("the name localhost is not known: {error}"),
    strange_localhost: |found| format!("localhost is {found}, which is not this computer"),
    localhost_without_v4: |found| format!("localhost is {found}, and not 127.0.0.1"),
    name_localhost: "the line `127.0.0.1 localhost` belongs in the file hosts; until then write 127.0.0.1",
    use_numbers: "write 127.0.0.1 where a program listens there",
    of_cachipun: "of cachipún",
    of_the_examples: "of the examples",
    port_free: |port, meaning| format!("port {port}, {meaning}: free"),
    port_taken: |port, meaning| {
        format!("port {port}, {meaning}: a program listens there, perhaps one that you forgot in another terminal")
    },
    port_refused: |port, meaning, error| format!("port {port}, {meaning}: the system does not give it: {error}"),
    who_has_it: |command| format!("who it is: {command}. End it, or use another port; the tests do not need this one"),

    // The computer and the terminal.
    cores: |system, cores| format!("{system}, {cores} processors"),
    one_core: |system| format!("{system}, one processor: tests take longer"),
    be_patient: "if a test fails now and then: ENCHUFE_PATIENCE=3, and every wait is three times as long",
    clock: |now| format!("the clock says {now}"),
    clock_behind: |now| format!("the clock says {now}, and this program was built later than that"),
    set_clock: "set the clock: cargo compares dates, and downloads fail when it is far off",
    size: |columns, rows, name| format!("{columns} columns by {rows} rows ({name})"),
    small: |columns, rows| format!("{columns} columns by {rows} rows: reports are made for 80 by 24"),
    enlarge: "make the window larger, or the letters smaller; nothing breaks if you cannot",
    dumb: "TERM=dumb: this terminal cannot move the cursor",
    use_another_terminal: "cargo lab works here line by line; in another terminal it follows what you save",
    no_terminal: "not a terminal: this goes to a file or to another program",
    unicode: "letters beyond ASCII (UTF-8): ñ á → ✓",
    ascii: "this locale has no UTF-8: accents and lines are replaced",
    set_utf8: "if the terminal can show them: export LANG=C.UTF-8",
    colours: |is_coloured, because_of| match (is_coloured, because_of) {
        (true, None) => "colours".to_owned(),
        (false, None) => "no colours".to_owned(),
        (true, Some(name)) => format!("colours, since {name} is set"),
        (false, Some(name)) => format!("no colours, since {name} is set"),
    },

    // Settings. What is shown is `NAME=value`.
    no_variables: "no variable ENCHUFE_… is set",
    unset: |name| {
        if cfg!(windows) { format!("to be rid of it: set {name}=") } else { format!("to be rid of it: unset {name}") }
    },
    replaces: |shown, exercise| format!("{shown}: this program is graded in place of yours for {exercise}"),
    replaces_nothing: |shown| format!("{shown}: there is no exercise of this name"),
    sets_language: |shown| format!("{shown}: the language in which you are spoken to"),
    no_language: |shown| format!("{shown}: en and es are there, so this counts as en"),
    sets_patience: |shown| format!("{shown}: every wait of the tests is so many times as long"),
    no_patience: |shown| format!("{shown}: not a number above 0 and up to 1000, so no test can be run"),
    sets_reports: |shown| format!("{shown}: reports go there"),
    for_authors: |shown| format!("{shown}: it changes how the workbook checks itself, nothing else"),
    unknown_variable: |shown| format!("{shown}: nobody reads this variable; is its name right?"),

    // What `cargo lab grade` can put around the programs of strangers.
    namespaces: "user namespaces: tried, work; programs of strangers get a network of their own",
    no_namespaces: |said| format!("user namespaces are not allowed: {said}"),
    allow_namespaces: "only cargo lab grade wants them; Ubuntu: sudo sysctl \
         kernel.apparmor_restrict_unprivileged_userns=0. In a container its settings decide",
    cannot_try: |program| format!("user namespaces: not tried, since {program} is not found"),
    grade_tries: "nothing to do: cargo lab grade tries it itself, and says what it has",
    landlock: "Landlock: the kernel has it; programs of strangers see only their own files",
    no_landlock: "Landlock: not switched on in this kernel",
    enable_landlock: "only cargo lab grade wants it: Linux 5.13 or newer, started with landlock in lsm=",
    unknown_landlock: |error| format!("Landlock: unknown, the kernel's list cannot be read ({error})"),
    bubblewrap: "bubblewrap: tried, works",
    bubblewrap_fails: |said| format!("bubblewrap is there and cannot do its work: {said}"),
    no_bubblewrap: "bubblewrap (bwrap) is not found",
    get_bubblewrap: "only cargo lab grade can use it, and works without; Debian and Ubuntu: apt install bubblewrap",
};
