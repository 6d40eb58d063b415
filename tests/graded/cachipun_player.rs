//! The graded tests of `cachipun-player`: the lab is the server, and types on the keyboard.

use std::net::SocketAddr;
use std::time::Duration;

use enchufe::peer::let_time_pass;
use enchufe::peer::tcp::{Closed, Full, Listener, Visit};
use enchufe::verdict::{Check, Ended, Heard, Measure, Reason, Then};
use enchufe::{Call, Finding, Keyboard, Program, Running, clock, program, skip, with_patience};
use serde_json::{Value, json};

#[path = "cachipun/foundation.rs"]
mod foundation;
#[path = "cachipun/referee.rs"]
mod referee;
#[path = "cachipun/wire.rs"]
mod wire;

use foundation::framing_holds;
use referee::{Original, Referee, is_move, message_in, result_of_2019};
use wire::{frame, message};

static PROGRAM: Program = program!("cachipun-player").built_on("framing", framing_holds);

/// So long that no program runs into it, however late the lab is: for the rules that are not about time.
const AMPLE: Duration = Duration::from_secs(60);

/// How long the program tries to find a server where that is what is tested.
const LIMIT: Duration = Duration::from_millis(150);

/// How long nothing happens, where the program must do nothing.
const WATCH: Duration = Duration::from_millis(100);

/// The program has a second to leave. The rest is for a busy machine.
fn grace() -> Duration {
    with_patience(Duration::from_secs(3))
}

#[test]
fn says_hello_with_its_name() {
    let mut server = Listener::bind();
    let (_player, mut keyboard) = player(server.addr()).arg("--name").arg("Ñandú").start_with_input();
    let mut referee = Referee::new(server.accept());
    referee.hears_hello("Ñandú").or_if(
        |heard| {
            keyboard.types(b"piedra\n");
            is_silent(heard) && is_move(&referee.hears(), "piedra")
        },
        "no-hello",
    );
}

#[test]
fn sends_a_move_for_each_line() {
    let (_player, mut keyboard, mut referee) = paired();
    let lines = ["piedra", "papel", "tijera", "1", "2", "3"];
    let moves = ["piedra", "papel", "tijera"].into_iter().cycle();
    for (round, (line, choice)) in (1..).zip(lines.into_iter().zip(moves)) {
        keyboard.types(format!("{line}\n").as_bytes());
        let counts_from_0 = |heard: &Heard| line == "1" && is_move(heard, "papel");
        referee.hears_move(choice).or_if(counts_from_0, "numbers-off-by-one").get();
        referee.says("aceptada", &json!({ "ronda": round }));
        referee.says("result", &result(choice, choice, "Empate", round, [0, 0]));
    }
}

#[test]
fn prints_a_line_for_each_event() {
    let (player, mut keyboard, mut referee) = playing();
    referee.says("espera", &Value::Null);
    player
        .prints(b"espera\n")
        .or_if(
            |printed| {
                keyboard.types(b"lagarto\n");
                printed.is_empty() && soon(|| has_printed(&player, "espera\n"))
            },
            "network-waits-for-the-keyboard",
        )
        .or_if(
            |printed| {
                referee.conn.half_close();
                printed.is_empty() && player.may_take(grace()).ends().stdout == b"espera\n"
            },
            "unflushed-output",
        )
        .get();

    // The second of the two is one that it has printed before.
    let begins = message("comienza", &json!({ "oponente": "Ñandú" }));
    referee.conn.send(&[begins, message("espera", &Value::Null)].concat());
    player.prints("comienza Ñandú\n".as_bytes()).get();
    player
        .prints(b"espera\n")
        .or_if(
            |printed| {
                referee.says("espera", &Value::Null);
                printed.is_empty() && soon(|| has_printed(&player, "espera\ncomienza Ñandú\nespera\n"))
            },
            "loses-what-was-read-ahead",
        )
        .get();

    referee.conn.drip(&message("espera", &Value::Null));
    player.prints(b"espera\n").get();

    referee.says("aceptada", &json!({ "ronda": 1 }));
    player.prints(b"aceptada 1\n").get();
    referee.says("result", &result("piedra", "tijera", "Gana", 1, [1, 0]));
    player
        .prints(b"resultado piedra tijera gana 1-0\n")
        .or_if(|printed| printed == b"resultado tijera piedra gana 1-0\n", "swaps-the-moves")
        .or_if(|printed| printed == b"resultado piedra tijera Gana 1-0\n", "words-of-the-wire")
        .get();

    let several = [
        message("result", &result("papel", "tijera", "Pierde", 2, [1, 1])),
        message("error", &json!({ "codigo": "jugada-repetida", "mensaje": "ya jugaste" })),
        message("result", &result("piedra", "piedra", "Empate", 3, [1, 1])),
        message("abandono", &Value::Null),
    ];
    referee.conn.send(&several.concat());
    let lines =
        "resultado papel tijera pierde 1-1\nerror jugada-repetida\nresultado piedra piedra empate 1-1\nabandono\n";
    player
        .prints(lines.as_bytes())
        .or_if(|_| soon(|| has_printed_reordered(&player, lines)), "events-out-of-order")
        .get();

    // The same pause twice: between two frames, and inside one.
    let_time_pass(WATCH * 3 / 2);
    referee.says("espera", &Value::Null);
    player.prints(b"espera\n").get();
    let begins = message("comienza", &json!({ "oponente": "Ana María" }));
    referee.conn.send(&begins[..6]);
    let_time_pass(WATCH * 3 / 2);
    referee.conn.send(&begins[6..]);
    player
        .prints("comienza Ana María\n".as_bytes())
        .or_if(|printed| printed.is_empty() && !ran_out_of_time(&player), "loses-its-place-in-a-frame");
}

#[test]
fn plays_on_the_wire_of_2019() {
    let (player, mut keyboard, mut server) = playing_in_2019();
    keyboard.types(b"piedra\n");
    let greets = |heard: &Heard| message_in(heard).is_some_and(|(status, _)| status == "hola");
    server.hears_move("piedra").or_if(greets, "hello-on-the-2019-wire").get();
    server.says_result("piedra", "tijera", "Gana");
    let gave_up = |end: Ended| end.code != Some(0) && (end.panicked() || end.tokens() == ["bad reply"]);
    player
        .prints(b"resultado piedra tijera gana\n")
        .or_if(
            |printed| printed.is_empty() && gave_up(player.may_take(grace()).ends()) && takes_a_result_of_today(),
            "needs-a-newer-field",
        )
        .get();
    keyboard.types(b"2\n");
    server.hears_move("papel").get();
    server.conn.split(&result_of_2019("papel", "tijera", "Pierde"), 9);
    player.prints(b"resultado papel tijera pierde\n");
}

#[test]
fn says_what_is_no_move_and_goes_on() {
    let (player, mut keyboard, mut referee) = paired();
    let is_lagarto = |heard: &Heard| is_move(heard, "lagarto");
    for (line, choice) in [("lagarto\n".as_bytes(), "piedra"), (b"pi\xf1a\n", "papel")] {
        let before = player.so_far();
        keyboard.types(line);
        player
            .remarks_after(&before)
            .or_if(|_| has_ended(&player), "bad-line-ends-it")
            .or_if(|end| end.stdout.len() > before.stdout.len(), "log-on-stdout")
            .or_if(|_| is_lagarto(&referee.hears()), "sends-what-is-no-move")
            .get();
        keyboard.types(format!("{choice}\n").as_bytes());
        let stays_silent = |referee: &mut Referee| {
            referee.says("espera", &Value::Null);
            referee.hears().bytes.is_empty()
        };
        referee
            .hears_move(choice)
            .or_if(is_lagarto, "sends-what-is-no-move")
            .or_if(|heard| heard.bytes.is_empty() && has_ended(&player), "bad-line-ends-it")
            .or_if(|heard| is_silent(heard) && stays_silent(&mut referee), "bad-line-ends-it")
            .get();
        referee.says("result", &result(choice, choice, "Empate", 1, [0, 0]));
        player.prints(format!("resultado {choice} {choice} empate 0-0\n").as_bytes()).get();
    }
    keyboard.types(b"lagarto\nsalir\n");
    let lines = "comienza Beto\nresultado piedra piedra empate 0-0\nresultado papel papel empate 0-0\n";
    player
        .may_take(grace())
        .ends_well()
        .printed(lines.as_bytes())
        .or_if(|printed| printed.len() > lines.len() && printed.starts_with(lines.as_bytes()), "log-on-stdout");
}

#[test]
fn sends_moves_at_once_while_the_server_is_silent() {
    let (_player, mut keyboard, mut referee) = playing();
    keyboard.types(b"piedra\n");
    let wakes_up = |heard: &Heard, referee: &mut Referee, status: &str, data: &Value, choice: &str| {
        is_silent(heard) && {
            referee.says(status, data);
            is_move(&referee.hears(), choice)
        }
    };
    referee
        .hears_move("piedra")
        .or_if(
            |heard| wakes_up(heard, &mut referee, "espera", &Value::Null, "piedra"),
            "keyboard-waits-for-the-network",
        )
        .get();
    keyboard.types(b"papel\n");
    let (accepted, settled) = (json!({ "ronda": 1 }), result("piedra", "piedra", "Empate", 1, [0, 0]));
    referee
        .hears_move("papel")
        .or_if(|heard| wakes_up(heard, &mut referee, "aceptada", &accepted, "papel"), "keyboard-waits-for-the-network")
        .or_if(|heard| wakes_up(heard, &mut referee, "result", &settled, "papel"), "holds-the-move-back");
}

#[test]
fn keeps_a_second_move_until_the_result_in_2019() {
    let (player, mut keyboard, mut server) = playing_in_2019();
    let before = player.so_far();
    keyboard.types(b"piedra\npapel\nlagarto\n");
    // It answers its lines in order: with the third, the second was dealt with.
    player.remarks_after(&before).get();
    server.hears_move("piedra").get();
    let_time_pass(WATCH);
    server.has_more().is(b"").or_if(|heard| is_move(heard, "papel"), "second-move-too-early").get();
    server.says_result("piedra", "papel", "Pierde");
    player.prints(b"resultado piedra papel pierde\n").get();
    server
        .hears_move("papel")
        .or_if(
            |heard| {
                keyboard.types(b"tijera\n");
                is_silent(heard) && is_move(&server.hears(), "tijera")
            },
            "drops-the-second-move",
        )
        .get();
    server.says_result("papel", "piedra", "Gana");
    player.prints(b"resultado papel piedra gana\n");
}

#[test]
fn ends_after_salir_while_the_server_is_silent() {
    let (player, mut keyboard, mut referee) = playing();
    keyboard.types(b"salir\n");
    player
        .may_take(grace())
        .ends_well()
        .or_if(
            |end| {
                referee.says("espera", &Value::Null);
                end.hung && leaves(&player)
            },
            "keyboard-waits-for-the-network",
        )
        .or_if(
            |end| {
                referee.conn.half_close();
                end.hung && leaves(&player)
            },
            "salir-waits-for-the-server",
        );
}

#[test]
fn ends_after_salir_while_nobody_answers() {
    let nobody = Closed::bind();
    let (refused, mut keyboard) = player(nobody.addr()).start_with_input();
    keyboard.types(b"salir\n");
    refused.may_take(grace()).ends_well().or_if(
        |end| {
            // It is answered by the queue of a listener that nobody looks after.
            let _server = nobody.open();
            end.hung && leaves(&refused)
        },
        "keyboard-waits-for-the-network",
    );
    let Some(full) = Full::bind() else { return skip(&PROGRAM, Reason::NoFullBacklog) };
    let (unanswered, mut keyboard) = player(full.addr()).start_with_input();
    keyboard.types(b"salir\n");
    // It was able to leave between two attempts. What keeps it is an attempt.
    unanswered.may_take(grace()).ends_well().or_if(|end| end.hung, "keyboard-waits-for-the-network");
}

#[test]
fn ends_after_salir_while_the_server_takes_nothing() {
    let mut server = Listener::bind_narrow();
    let (player, mut keyboard) = player(server.addr()).start_with_input();
    let mut conn = server.accept();
    // More moves than fit between the two programs. Nobody reads them.
    keyboard.types(&b"1\n".repeat(2500));
    keyboard.wait_until_read();
    keyboard.types(b"salir\n");
    player.may_take(grace()).ends_well().or_if(
        |end| {
            let heard = if end.hung { conn.hear_to_end() } else { conn.hear_now() };
            end.hung && heard.bytes.len() > 64 * 1024 && leaves(&player)
        },
        "blocks-where-it-sends",
    );
}

#[test]
fn leaves_with_the_result_after_the_end_of_the_input() {
    let (player, mut keyboard, mut referee) = paired();
    keyboard.types(b"piedra\n");
    referee.hears_move("piedra").get();
    keyboard.end();
    let_time_pass(WATCH);
    player
        .still_runs()
        .or_if(Ended::panicked, "panics-on-failure")
        .or_if(|end| end.code == Some(0), "input-end-ends-it")
        .get();
    referee.says("aceptada", &json!({ "ronda": 1 }));
    player.prints(b"aceptada 1\n").or_if(|_| left_well(&player), "input-end-ends-it").get();
    referee.says("result", &result("piedra", "tijera", "Gana", 1, [1, 0]));
    player.prints(b"resultado piedra tijera gana 1-0\n").get();
    player
        .may_take(grace())
        .ends_well()
        .or_if(|end| is_busy(&player, end), "busy-wait")
        .or_if(|end| end.hung && stays(&player, &mut referee), "stays-after-the-input");
}

#[test]
fn leaves_at_the_end_of_the_input_if_no_move_is_open() {
    let (player_1, mut keyboard, mut referee) = playing();
    referee.says("espera", &Value::Null);
    player_1.prints(b"espera\n").get();
    keyboard.end();
    player_1
        .may_take(grace())
        .ends_well()
        .or_if(|end| is_busy(&player_1, end), "busy-wait")
        .or_if(|end| end.hung && stays(&player_1, &mut referee), "stays-after-the-input")
        .get();

    // A move is no longer open when the other one left.
    let (player_2, mut keyboard, mut referee) = paired();
    keyboard.types(b"piedra\n");
    referee.hears_move("piedra").get();
    referee.says("aceptada", &json!({ "ronda": 1 }));
    player_2.prints(b"aceptada 1\n").get();
    keyboard.end();
    referee.says("abandono", &Value::Null);
    player_2
        .may_take(grace())
        .ends_well()
        .or_if(|end| is_busy(&player_2, end), "busy-wait")
        .or_if(|end| end.hung && stays(&player_2, &mut referee), "stays-after-the-input")
        .get();

    let nobody = Closed::bind();
    let (unanswered, mut keyboard) = player(nobody.addr()).start_with_input();
    keyboard.end();
    unanswered.may_take(grace()).ends_well().get();
}

#[test]
fn says_closed_early_when_the_server_leaves() {
    let (player, mut keyboard, mut referee) = playing();
    referee.says("espera", &Value::Null);
    player.prints(b"espera\n").get();
    // It does not wait for the keyboard with this one.
    referee.says("comienza", &json!({ "oponente": "Beto" }));
    player.prints(b"comienza Beto\n").get();
    referee.conn.close();
    says(&player, "closed early")
        .or_if(|end| end.code == Some(0), "hides-the-error")
        .or_if(|end| end.code == Some(1) && end.tokens().is_empty(), "one-message-for-all-errors")
        .or_if(|end| is_busy(&player, end), "ignores-end-of-stream")
        .or_if(
            |end| {
                keyboard.types(b"\n");
                keyboard.end();
                end.hung && player.may_take(grace()).ends().tokens() == ["closed early"]
            },
            "ends-only-after-a-key",
        )
        .or_if(|end| end.hung, "ignores-end-of-stream")
        .printed(b"espera\ncomienza Beto\n");
}

#[test]
fn ends_well_after_cierre() {
    let (player, _keyboard, mut referee) = playing();
    referee.says("cierre", &Value::Null);
    player.prints(b"cierre\n").get();
    referee.conn.close();
    player
        .may_take(grace())
        .ends_well()
        .or_if(|end| end.code == Some(1) && end.tokens() == ["closed early"], "takes-the-end-for-an-error")
        .printed(b"cierre\n");
}

#[test]
fn says_bad_reply_to_what_is_no_message() {
    let (player, _keyboard, mut referee) = playing();
    referee.conn.send(&frame(b"piedra"));
    says(&player, "bad reply")
        .or_if(
            |end| {
                referee.says("espera", &Value::Null);
                end.hung && soon(|| has_printed(&player, "espera\n"))
            },
            "swallows-a-bad-reply",
        )
        .or_if(|end| end.code == Some(1) && end.tokens().is_empty(), "one-message-for-all-errors")
        .printed(b"");
}

#[test]
fn tries_again_until_somebody_answers() {
    let nobody = Closed::bind();
    let (_player, _keyboard) = player(nobody.addr()).arg("--name").arg("Ana").start_with_input();
    let_time_pass(WATCH);
    let mut server = nobody.open();
    let gave_up = |visit: &Visit| matches!(visit, Visit::ProgramEnded(end) if end.tokens() == ["connection refused"]);
    let mut referee = Referee::new(server.accepts().or_if(gave_up, "gives-up-too-soon").conn());
    referee.hears_hello("Ana");
}

#[test]
fn says_why_when_nobody_answers() {
    let nobody = Closed::bind();
    let start = |limit| PROGRAM.arg(nobody.addr()).timeout(limit).start_with_input();
    let (mut limit, (mut player, mut keyboard)) = (LIMIT, start(LIMIT));
    // On a busy machine the last attempt itself may last too long. Then nothing is proved, and it gets more time.
    while limit < 16 * LIMIT && player.may_take(grace()).ends().tokens() == ["timed out"] {
        limit *= 4;
        (player, keyboard) = start(limit);
    }
    says(&player, "connection refused")
        .or_if(|end| end.code == Some(0), "hides-the-error")
        .or_if(|end| end.code == Some(1) && end.tokens().is_empty(), "one-message-for-all-errors")
        .or_if(
            |end| {
                end.hung && {
                    let mut server = nobody.open();
                    soon(|| server.has_visitor())
                }
            },
            "never-gives-up",
        )
        .printed(b"");
    // Its input was open all the time.
    drop(keyboard);
}

#[test]
fn uses_no_processor_time_while_it_waits() {
    let not_measured = || skip(&PROGRAM, Reason::NotMeasured(Measure::ProcessorTime));
    let (player_1, mut keyboard, mut referee, limit) = playing_on_short_time();
    referee.says("espera", &Value::Null);
    player_1.prints(b"espera\n").get();
    // Longer than it was told to look for a server.
    let Some(effort) = player_1.rests_for(limit + WATCH) else { return not_measured() };
    effort.or_if(|_| ran_out_of_time(&player_1), "silence-ends-it").or_if(|_| !has_ended(&player_1), "busy-wait").get();

    keyboard.types(b"piedra\n");
    keyboard.end();
    referee.hears_move("piedra").get();
    referee.says("aceptada", &json!({ "ronda": 1 }));
    player_1.prints(b"aceptada 1\n").get();
    let Some(effort) = player_1.rests_for(WATCH) else { return not_measured() };
    effort.or_if(|_| !has_ended(&player_1), "busy-wait").get();

    let nobody = Closed::bind();
    let (unanswered, mut keyboard) = player(nobody.addr()).start_with_input();
    // Whoever answers has started, and what it takes to start is not counted.
    let before = unanswered.so_far();
    keyboard.types(b"lagarto\n");
    unanswered.remarks_after(&before).get();
    let Some(effort) = unanswered.rests_for(LIMIT) else { return not_measured() };
    // At a server it rested.
    effort.or_if(|_| !has_ended(&unanswered) && rests_during_an_attempt(), "retries-without-a-pause").get();
}

/// A call of the program that has all the time it needs to find this server.
fn player(server: SocketAddr) -> Call {
    PROGRAM.arg(server).timeout(AMPLE)
}

/// The program under test, at the lab's server, after its hello.
fn playing() -> (Running, Keyboard, Referee) {
    let mut server = Listener::bind();
    let (player, keyboard) = player(server.addr()).arg("--name").arg("Ana").start_with_input();
    let mut referee = Referee::new(server.accept());
    referee.hears_hello("Ana").get();
    (player, keyboard, referee)
}

/// The program under test after its hello, and how long it had to find the server: as little as the machine allows.
fn playing_on_short_time() -> (Running, Keyboard, Referee, Duration) {
    let mut limit = LIMIT;
    loop {
        let mut server = Listener::bind();
        let call = PROGRAM.arg(server.addr()).timeout(limit).arg("--name").arg("Ana");
        let (player, keyboard) = call.start_with_input();
        let mut referee = Referee::new(server.accept());
        let hello = referee.hears();
        let was_late = hello.bytes.is_empty() && hello.then != Then::Silence;
        if !was_late || limit >= 16 * LIMIT || player.may_take(grace()).ends().tokens() != ["timed out"] {
            return (player, keyboard, referee, limit);
        }
        limit *= 4;
    }
}

/// The same, when an opponent is there too.
fn paired() -> (Running, Keyboard, Referee) {
    let (player, keyboard, mut referee) = playing();
    referee.says("comienza", &json!({ "oponente": "Beto" }));
    player.prints(b"comienza Beto\n").get();
    (player, keyboard, referee)
}

/// The program under test, at the server of 2019.
fn playing_in_2019() -> (Running, Keyboard, Original) {
    let mut server = Listener::bind();
    let (player, keyboard) = player(server.addr()).arg("--wire-2019").start_with_input();
    (player, keyboard, Original::new(server.accept()))
}

/// Whether another of it takes the same result in the same writing, with the fields of version 2 added.
fn takes_a_result_of_today() -> bool {
    let (player, mut keyboard, mut server) = playing_in_2019();
    keyboard.types(b"piedra\n");
    let data = r#"{"eleccion_1": "piedra", "eleccion_2": "tijera", "res": "Gana", "ronda": 1, "marcador": [1, 0]}"#;
    let payload = format!(r#"{{"status": "result", "data": {data}}}"#);
    is_move(&server.hears(), "piedra") && {
        server.conn.send(&frame(payload.as_bytes()));
        soon(|| player.so_far().stdout.starts_with(b"resultado piedra tijera gana"))
    }
}

/// Whether no thread of it is at work while an attempt to connect gets no answer: it spins only between attempts.
fn rests_during_an_attempt() -> bool {
    let Some(full) = Full::bind() else { return false };
    let (player, mut keyboard) = player(full.addr()).start_with_input();
    keyboard.types(b"lagarto\n");
    soon(|| !player.so_far().stderr.is_empty()) && {
        let_time_pass(WATCH / 2);
        !(0..3).any(|_| player.findings().contains(&Finding::Busy))
    }
}

/// The data of a result in version 2.
fn result(own: &str, other: &str, outcome: &str, round: u64, score: [u64; 2]) -> Value {
    json!({ "eleccion_1": own, "eleccion_2": other, "res": outcome, "ronda": round, "marcador": score })
}

/// Expects an end with code 1 and this word for the error.
fn says(player: &Running, token: &'static str) -> Check<Ended> {
    player.may_take(grace()).fails_saying(token).or_if(Ended::panicked, "panics-on-failure")
}

fn is_silent(heard: &Heard) -> bool {
    heard.bytes.is_empty() && heard.then == Then::Silence
}

fn has_ended(player: &Running) -> bool {
    player.has_ended().is_some()
}

/// Whether it hangs and is not even waiting.
fn is_busy(player: &Running, end: &Ended) -> bool {
    end.spun() || end.hung && player.findings().contains(&Finding::Busy)
}

fn ran_out_of_time(player: &Running) -> bool {
    player.has_ended().is_some_and(|end| end.tokens() == ["timed out"])
}

fn left_well(player: &Running) -> bool {
    player.has_ended().is_some_and(|end| end.code == Some(0))
}

/// Whether no event makes it leave, and only the end of the server does.
fn stays(player: &Running, referee: &mut Referee) -> bool {
    referee.says("espera", &Value::Null);
    !soon(|| has_ended(player)) && {
        referee.conn.half_close();
        !player.may_take(grace()).ends().hung
    }
}

/// Whether it ends with code 0 now.
fn leaves(player: &Running) -> bool {
    player.may_take(grace()).ends().code == Some(0)
}

/// Whether this is all that it has printed.
fn has_printed(player: &Running, lines: &str) -> bool {
    player.so_far().stdout == lines.as_bytes()
}

/// Whether the last lines that it has printed are these, in another order.
fn has_printed_reordered(player: &Running, lines: &str) -> bool {
    let stdout = String::from_utf8_lossy(&player.so_far().stdout).into_owned();
    let mut expected: Vec<&str> = lines.lines().collect();
    let mut printed: Vec<&str> = stdout.lines().rev().take(expected.len()).collect();
    expected.sort_unstable();
    printed.sort_unstable();
    stdout.ends_with('\n') && !stdout.ends_with(lines) && printed == expected
}

/// Whether this comes to be so before long.
fn soon(mut is_so: impl FnMut() -> bool) -> bool {
    let until = clock() + with_patience(Duration::from_secs(1));
    while !is_so() {
        if clock() >= until {
            return false;
        }
        let_time_pass(Duration::from_millis(10));
    }
    true
}
