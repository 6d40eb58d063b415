//! English.

use enchufe::transcript::Fate;

use super::{Words, counted};
use crate::peer::{Fared, Fault, Probe};
use crate::talk::typed::BadEscape;

pub(super) static WORDS: Words = Words {
    help: "\
cargo lab peer PROBE [OPTIONS]   the lab's end of the wire, for your program
cargo lab peer --list            all probes, and the exercises they are for

A probe listens on 127.0.0.1, says where and what to type in another terminal,
and shows all that happens. `>` goes to your program, `<` comes from it. Each
connection has a letter: A, B, C … Ctrl-c ends it.

  --port P           the port; else the system chooses one
  --times N          ends after N clients (over UDP: N datagrams)
  --text TEXT        what it says; \\n \\r \\t \\0 \\\\ \\xHH \\u{H} stand for bytes.
                     Several texts go out as one
  --gap MS           the pause between two bytes or pieces
  --bytes N          how much of a flood; 64k and 16M are numbers too

python-org
  --reply KIND       redirect, length, chunked, close: how its reply ends
  --cut N            stops after N bytes of the reply
  --strict           answers 400 to what RFC 9112 does not allow
udp-late
  --tries N          answers the N-th datagram of each sender (3)

cargo lab peer relay HOST:PORT   a bad path to your UDP server
  --drop P  --double P  --swap P   in percent (20, 10, 10); no more than two
                     in a row are lost
  --delay MS         one in ten is held back, this long at most (200)
  --seed N           the same number: the same fates (1)

cargo lab peer clients ADDR      clients for your TCP server
  --count N          how many, all at once (3)
  --kind KIND        polite   says hello, and hears the server out
                     slow     the same, byte by byte
                     silent   never says a word
                     rude     breaks off in the middle of a word
                     line     wants each of its lines back
  --wait MS          the longest silence (10000)
",
    what: |probe| match probe {
        Probe::Greet => "says \"Gracias por conectarte\\n\" and closes",
        Probe::Drip => "says it byte by byte, with pauses (--gap)",
        Probe::Glue => "says several lines in one segment",
        Probe::Stall => "says one half, falls silent, and stays",
        Probe::Reset => "says one half and breaks the connection off",
        Probe::Silent => "accepts, and never says a word",
        Probe::Full => "never accepts: whoever connects waits in vain",
        Probe::Refuse => "a port at which nobody listens: it refuses",
        Probe::Echo => "gives every byte back",
        Probe::HalfClose => "says all, closes its sending side, goes on listening",
        Probe::Flood => "sends many bytes (--bytes; else 16 MiB) and closes",
        Probe::Hasty => "answers and closes without reading: a reset follows",
        Probe::PythonOrg => "a python.org of your own: redirects, or a page (--reply)",
        Probe::Frames => "two frames glued, one cut, one that announces 4 GiB",
        Probe::UdpEcho => "UDP: gives every datagram back",
        Probe::UdpDeaf => "UDP: never answers",
        Probe::UdpLate => "UDP: answers only the third try (--tries)",
        Probe::UdpStranger => "UDP: a stranger answers first, from another port",
        Probe::Relay => "UDP: a path that loses, doubles, swaps and delays",
        Probe::Clients => "the other way round: clients for your TCP server",
    },
    list_end: "The numbers: the exercises they suit. `cargo lab peer --help` says more.",

    which_probe: "which probe?",
    no_such_probe: |given| format!("{given}: no such probe"),
    not_for: |option, probe, allowed| format!("{option} changes nothing about {probe}, which has: {allowed}"),
    needs_an_address: |probe| match probe {
        Probe::Relay => "relay: where is the server that it leads to? HOST:PORT is missing",
        _ => "clients: where is your server? ADDR is missing",
    },
    more_than_all: "--drop, --double, --swap, and 10 for --delay: together more than 100 percent",
    not_text: |option, value| format!("{option} {value}: this is no text (UTF-8)"),
    not_a_number: |option, value, least, most| format!("{option} {value}: not a number from {least} to {most}"),
    not_a_size: |value| format!("--bytes {value}: not a number of bytes above 0, such as 500, 64k or 16M"),
    not_one_of: |option, value, names| format!("{option} {value}: there are {names}"),
    bad_escape: |bad| {
        let BadEscape { escape, column } = bad;
        format!(
            "{escape} in column {column} stands for nothing. There are \\n \\r \\t \\0 \\\\ \\\" \\xHH \\u{{HHHH}}."
        )
    },

    address_in_use: |at| format!("{at}: address in use: another program has this port"),
    not_allowed: |at| format!("{at}: the system keeps ports below 1024 for administrators"),
    another_port: "leave --port out: the system finds a free one",
    cannot_listen: |at, error| format!("could not use {at}: {error}"),
    cannot_fill: "this system makes its queue of connections longer than it is asked to: no attempt hangs here",
    full_is_refused: |error| format!("this system refuses when its queue of connections is full: {error}"),
    try_refuse: "cargo lab peer refuse",

    in_another_terminal: "In another terminal",
    until_ctrl_c: "Ctrl-c ends it.",
    until_times: |times, datagrams| {
        let what =
            if datagrams { counted(times, "datagram", "datagrams") } else { counted(times, "client", "clients") };
        format!("It ends after {what}, or with ctrl-c.")
    },
    until_served: "It ends when all have been served, or with ctrl-c.",
    legend: "> to you   < from you   ! look here",
    legend_of_letters: "   A, B: a client each",
    powershell: "(PowerShell before 7.4 changes bytes in a pipe: use cmd for this)",

    in_more_pieces: |pieces| format!("in {}", counted(pieces, "more piece", "more pieces")),
    in_one_segment: |lines| format!("{} in one segment", counted(lines, "line", "lines")),
    keeps_back: |bytes| format!("stays, and keeps {} back", counted(bytes, "byte", "bytes")),
    says_nothing: "stays, and says nothing",
    nothing_unread: "nothing came that could lie unread: this ends without a reset",
    closes_on_unread: |bytes| {
        format!("{} here unread: closing now is a reset", counted(bytes, "byte lies", "bytes lie"))
    },
    is_held_up: |sent, total| format!("nobody reads: {sent} of {total} bytes are sent, the rest has to wait"),
    could_not_send: |left, total| format!("{left} of {total} bytes could not be sent"),
    http_fault: |fault| match fault {
        Fault::RequestLine => "the first line: METHOD TARGET HTTP/1.1 (RFC 9112, 3)",
        Fault::BareNewline => "a line ends with LF, not with CRLF (RFC 9112, 2.2)",
        Fault::NoHost => "there is no Host (RFC 9112, 3.2)",
        Fault::SeveralHosts => "there are several Host lines (RFC 9112, 3.2)",
        Fault::Header => "a line is no header, NAME: VALUE (RFC 9112, 5)",
        Fault::StrayBytes => "bytes after the empty line: read as the next request",
    },
    cut_here: |bytes| format!("{} of the reply are missing", counted(bytes, "byte", "bytes")),
    stays_open: "the reply is whole; the connection stays open",
    no_request: "no request yet: without one there is no reply",
    unfinished_request: "the empty line that ends a request has not come yet: still waiting",
    request_too_long: "no empty line within 64 KiB: this is no request",
    two_frames: "two frames in one segment",
    cut_frame: "one frame in three pieces",
    huge_frame: "a frame that announces 4294967295 bytes; 4 come",
    refuses_at: |at| format!("refuses at {at}: nobody listens there (an attempt is not seen here)"),
    is_sender: |from| format!("datagrams from {from}"),
    no_answer: "gets no answer",
    not_yet: |tries, of| format!("try {tries} of {of}: no answer yet"),
    from_a_stranger: |from| format!("from {from}: a stranger"),
    lie: "not from whom you asked",
    could_not_answer: |error| format!("could not be passed on: {error}"),
    relays: |at, server| format!("leads from {at} to {server}"),
    server_is_not_there: "the system reports: no program has that UDP port at the server's side",
    fate: |fate| match fate {
        Fate::Pass => "passes".into(),
        Fate::Drop => "is lost".into(),
        Fate::Double => "passes twice".into(),
        Fate::Delay(time) => format!("is held back {} ms", time.as_millis()),
        Fate::Swap => "waits for the next".into(),
    },
    goes_on_now: "goes on now",
    could_not_connect: |error| format!("could not connect: {error}"),
    another_line: "what came back is not the line that was sent",
    fared: |fared, count| {
        let clients = counted(count, "client", "clients");
        match fared {
            Fared::Well => format!("{clients} served to the end"),
            Fared::Left => format!("{clients} left on purpose"),
            Fared::WrongLine => format!("{clients} got another line back"),
            Fared::Reset => format!("{clients} got a reset"),
            Fared::InVain => format!("{clients} waited in vain"),
            Fared::Unconnected => format!("{clients} could not connect"),
        }
    },
};
