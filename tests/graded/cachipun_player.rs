//! The graded tests of `cachipun-player`: the lab is the server, and types on the keyboard.

use std::net::SocketAddr;
use std::time::Duration;

use enchufe::peer::tcp::{Closed, Full, Listener, Visit};
use enchufe::peer::{addresses_of_localhost, let_time_pass, no_such_name};
use enchufe::verdict::{Awaited, Check, Ended, Failure, Heard, Measure, Outcome, Place, Reason, Shown, Then};
use enchufe::{Call, Finding, Keyboard, Program, Running, blame, clock, late_each_time, program, skip, with_patience};
use serde_json::{Value, json};

#[path = "cachipun/foundation.rs"]
mod foundation;
#[path = "cachipun/referee.rs"]
mod referee;
#[path = "cachipun/wire.rs"]
mod wire;

use foundation::framing_holds;
use referee::{Original, Referee, is_move, message_in, result_of_2019};
use wire::{frame, message, split_frame};

static PROGRAM: Program = program!("cachipun-player").built_on("framing", framing_holds);

/// So long that no program runs into it, however late the lab is: for the rules that are not about time.
const AMPLE: Duration = Duration::from_secs(60);

/// How long the program tries to find a server where that is what is tested.
const LIMIT: Duration = Duration::from_millis(150);

/// So many times as long as it was told to, nobody looks for a server.
const MUCH_TOO_LONG: u32 = 10;

/// How long nothing happens, where the program must do nothing.
const WATCH: Duration = Duration::from_millis(100);

/// More moves than fit between the two programs.
const MANY: usize = 2500;

/// How late a server may start that the program still has to find: more than a few attempts take.
const LATE: Duration = Duration::from_millis(450);

/// What the program has to leave, once it was told to.
const A_SECOND: Duration = Duration::from_secs(1);

/// The same, and some more for a busy machine.
fn grace() -> Duration {
    with_patience(3 * A_SECOND)
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
    let (player, mut keyboard, mut referee) = paired();
    let lines = ["piedra", "papel", "tijera", "1", "2", "3"];
    let moves = ["piedra", "papel", "tijera"].into_iter().cycle();
    for (round, (line, choice)) in (1..).zip(lines.into_iter().zip(moves)) {
        let before = player.so_far();
        keyboard.types(format!("{line}\n").as_bytes());
        let counts_from_0 = |heard: &Heard| line == "1" && is_move(heard, "papel");
        referee
            .hears_move(choice)
            .or_if(counts_from_0, "numbers-off-by-one")
            .or_if(
                |heard| round > 1 && is_silent(heard) && understands_nothing(&player, &mut keyboard, &before),
                "keeps-the-old-line",
            )
            .get();
        referee.says("aceptada", &json!({ "ronda": round }));
        referee.says("result", &result(choice, choice, "Empate", round, [0, 0]));
    }
}

#[test]
fn prints_a_line_for_each_event() {
    let (player, mut keyboard, mut referee) = playing();
    referee.says("espera", &Value::Null);
    let mut wakes_up = false;
    player
        .prints(b"espera\n")
        .or_if(
            |printed| {
                keyboard.types(b"piedra\n");
                wakes_up = printed.is_empty() && soon(|| has_printed(&player, "espera\n"));
                wakes_up && takes_turns()
            },
            "takes-turns",
        )
        .or_if(|_| wakes_up, "network-waits-for-the-keyboard")
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
                keyboard.types(b"piedra\n");
                wakes_up = printed.is_empty() && soon(|| has_printed(&player, "espera\ncomienza Ñandú\nespera\n"));
                wakes_up && takes_turns()
            },
            "takes-turns",
        )
        .or_if(|_| wakes_up, "network-waits-for-the-keyboard")
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

    // A server may have more to say than the program knows.
    referee.says("novedad", &json!(7));
    referee.says("espera", &Value::Null);
    player
        .prints(b"espera\n")
        .or_if(|printed| printed.is_empty() && has_ended(&player), "unknown-message-ends-it")
        .get();

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
    // A good line first: whoever has trouble with that one has another mistake.
    keyboard.types(b"tijera\n");
    referee.hears_move("tijera").get();
    referee.says("result", &result("tijera", "tijera", "Empate", 1, [0, 0]));
    player.prints(b"resultado tijera tijera empate 0-0\n").get();
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
        let before = player.so_far();
        keyboard.types(format!("{choice}\n").as_bytes());
        let stays_silent = |referee: &mut Referee| {
            referee.says("espera", &Value::Null);
            referee.hears().bytes.is_empty()
        };
        referee
            .hears_move(choice)
            .or_if(is_lagarto, "sends-what-is-no-move")
            .or_if(|heard| heard.bytes.is_empty() && has_ended(&player), "bad-line-ends-it")
            .or_if(
                |heard| is_silent(heard) && understands_nothing(&player, &mut keyboard, &before),
                "keeps-the-old-line",
            )
            .or_if(
                |heard| is_silent(heard) && !has_remarked(&player, &before) && stays_silent(&mut referee),
                "bad-line-ends-it",
            )
            .get();
        referee.says("result", &result(choice, choice, "Empate", 1, [0, 0]));
        player.prints(format!("resultado {choice} {choice} empate 0-0\n").as_bytes()).get();
    }
    keyboard.types(b"lagarto\nsalir\n");
    let lines = ["comienza Beto", "resultado tijera tijera empate 0-0", "resultado piedra piedra empate 0-0"];
    let lines = format!("{}\nresultado papel papel empate 0-0\n", lines.join("\n"));
    player
        .may_take(grace())
        .ends_well()
        .printed(lines.as_bytes())
        .or_if(|printed| printed.len() > lines.len() && printed.starts_with(lines.as_bytes()), "log-on-stdout");
}

#[test]
fn sends_moves_at_once_while_the_server_is_silent() {
    let (player, mut keyboard, mut referee) = playing();
    let begins = ("comienza", json!({ "oponente": "Beto" }));
    let accepted = ("aceptada", json!({ "ronda": 1 }));
    let settled = ("result", result("piedra", "piedra", "Empate", 1, [0, 0]));
    for (choice, events) in [("piedra", vec![begins]), ("papel", vec![accepted, settled])] {
        keyboard.types(format!("{choice}\n").as_bytes());
        // Whether the keyboard is answered while the move does not come, and what brings it: any event, or these.
        let (mut answers, mut wakes_up, mut comes) = (false, false, false);
        referee
            .hears_move(choice)
            .or_if(
                |heard| {
                    if is_silent(heard) {
                        answers = answers_the_keyboard(&player, &mut keyboard);
                        wakes_up = comes_with(&mut referee, choice, "espera", &Value::Null);
                        let mut events = events.iter();
                        comes = wakes_up || events.any(|(status, data)| comes_with(&mut referee, choice, status, data));
                    }
                    comes && takes_turns()
                },
                "takes-turns",
            )
            .or_if(|_| wakes_up || comes && !answers, "keyboard-waits-for-the-network")
            .or_if(|_| comes, "holds-the-move-back")
            .get();
    }
}

#[test]
fn keeps_a_second_move_until_the_result_in_2019() {
    let (player, mut keyboard, mut server) = playing_in_2019();
    let before = player.so_far();
    keyboard.types(b"piedra\npapel\ntijera\npiedra\nlagarto\n");
    // It answers its lines in order: with the last, the others were dealt with.
    player.remarks_after(&before).get();
    server.hears_move("piedra").get();
    let_time_pass(WATCH);
    server.has_more().is(b"").or_if(starts_with_a_move, "second-move-too-early").get();
    let mut own = "piedra";
    for choice in ["papel", "tijera", "piedra"] {
        server.says_result(own, own, "Empate");
        player.prints(format!("resultado {own} {own} empate\n").as_bytes()).get();
        server
            .hears_move(choice)
            .or_if(
                |heard| {
                    // It may have kept the last one only.
                    let is_last = is_move(heard, "piedra") && {
                        server.says_result("piedra", "piedra", "Empate");
                        is_silent(&server.hears())
                    };
                    keyboard.types(b"tijera\n");
                    (is_last || is_silent(heard)) && is_move(&server.hears(), "tijera")
                },
                "drops-the-second-move",
            )
            .get();
        let_time_pass(WATCH / 2);
        server.has_more().is(b"").or_if(starts_with_a_move, "second-move-too-early").get();
        own = choice;
    }
    server.says_result(own, own, "Empate");
    player.prints(format!("resultado {own} {own} empate\n").as_bytes());
}

#[test]
fn ends_after_salir_while_the_server_is_silent() {
    let (player, mut keyboard, mut referee) = playing();
    keyboard.types(b"salir\n");
    let salir = player.stopwatch();
    let mut wakes_up = false;
    let end = player
        .may_take(grace())
        .ends_well()
        .or_if(
            |end| {
                referee.says("espera", &Value::Null);
                wakes_up = end.hung && leaves(&player);
                wakes_up && takes_turns()
            },
            "takes-turns",
        )
        .or_if(|_| wakes_up && looks_at_the_keyboard(), "salir-waits-for-the-server")
        .or_if(|_| wakes_up, "keyboard-waits-for-the-network")
        .or_if(
            |end| {
                referee.conn.half_close();
                end.hung && leaves(&player)
            },
            "salir-waits-for-the-server",
        )
        .or_if(|end| ends_by_a_key(&player, &mut keyboard, end, 0, &[]), "ends-only-after-a-key")
        .get();
    // Who looks up now and then leaves by itself, but late.
    salir.took_at_most_until(A_SECOND, end.at).or_if(|_| looks_at_the_keyboard(), "salir-waits-for-the-server");
}

#[test]
fn ends_after_salir_while_nobody_answers() {
    let nobody = Closed::bind();
    let (refused, mut keyboard) = player(nobody.addr()).start_with_input();
    keyboard.types(b"salir\n");
    let salir = refused.stopwatch();
    let mut wakes_up = false;
    let end = refused
        .may_take(grace())
        .ends_well()
        .or_if(
            |end| {
                wakes_up = end.hung && leaves_when_answered(&refused, nobody);
                wakes_up && takes_turns()
            },
            "takes-turns",
        )
        .or_if(|_| wakes_up, "keyboard-waits-for-the-network")
        .or_if(gave_up, "gives-up-too-soon")
        .get();
    salir.took_at_most_until(A_SECOND, end.at).get();
    let Some(full) = Full::bind() else { return skip(&PROGRAM, Reason::NoFullBacklog) };
    let (unanswered, mut keyboard) = player(full.addr()).start_with_input();
    keyboard.types(b"salir\n");
    let salir = unanswered.stopwatch();
    // It was able to leave between two attempts. What keeps it is an attempt.
    let end = unanswered
        .may_take(grace())
        .ends_well()
        .or_if(|end| end.hung && takes_turns(), "takes-turns")
        .or_if(|end| end.hung, "keyboard-waits-for-the-network")
        .get();
    salir.took_at_most_until(A_SECOND, end.at);
}

#[test]
fn ends_after_salir_while_the_server_takes_nothing() {
    let mut server = Listener::bind_narrow();
    let (player, mut keyboard) = player(server.addr()).start_with_input();
    let mut conn = server.accept();
    // Nobody reads these moves.
    keyboard.types(&b"1\n".repeat(MANY));
    keyboard.wait_until_read();
    keyboard.types(b"salir\n");
    let salir = player.stopwatch();
    let end = player.may_take(grace()).ends_well().or_if(
        |end| {
            let heard = if end.hung { conn.hear_to_end() } else { conn.hear_now() };
            end.hung && heard.bytes.len() > 64 * 1024 && leaves(&player)
        },
        "blocks-where-it-sends",
    );
    salir.took_at_most_until(A_SECOND, end.get().at);
}

#[test]
fn sends_everything_once_the_server_reads_again() {
    let mut server = Listener::bind_narrow();
    let (_player, mut keyboard) = player(server.addr()).start_with_input();
    let mut conn = server.accept();
    keyboard.types(&b"piedra\n".repeat(MANY));
    keyboard.wait_until_read();
    keyboard.types(b"papel\n");
    let ends_with = |bytes: &[u8], choice: &[u8]| {
        bytes.ends_with(b"}") && contains(&bytes[bytes.len().saturating_sub(100)..], choice)
    };
    let heard = conn.hear_enough(|bytes| ends_with(bytes, b"papel"), usize::MAX);
    let count = moves_in(&heard.bytes);
    let failure = (count != MANY + 1).then(|| {
        let outcome = if is_silent(&heard) { Outcome::Hangs } else { Outcome::WrongBytes };
        let shown = |count| Shown::Amount(format!("{count} × eleccion"));
        blame(outcome, Awaited::Bytes).compare(Place::From(conn.label()), shown(MANY + 1), shown(count))
    });
    Check::new(heard, failure).or_if(
        |heard| {
            // What was typed later comes, and what was typed before has not.
            keyboard.types(b"tijera\n");
            let then = conn.hear_enough(|bytes| ends_with(bytes, b"tijera"), usize::MAX);
            count < MANY && heard.then != Then::Closed && is_move(&then, "tijera")
        },
        "drops-the-second-move",
    );
}

#[test]
fn leaves_with_the_result_after_the_end_of_the_input() {
    let (player, mut keyboard, mut referee) = paired();
    keyboard.types(b"piedra\n");
    referee.hears_move("piedra").get();
    keyboard.types(b"papel\n");
    referee.hears_move("papel").get();
    keyboard.end();
    let_time_pass(WATCH);
    player
        .still_runs()
        .or_if(Ended::panicked, "panics-on-failure")
        .or_if(|end| end.code == Some(0), "input-end-ends-it")
        .get();
    referee.says("aceptada", &json!({ "ronda": 1 }));
    player.prints(b"aceptada 1\n").or_if(|_| left_well(&player), "input-end-ends-it").get();
    // Of the second move. The first is still open.
    referee.says("error", &json!({ "codigo": "jugada-repetida", "mensaje": "ya jugaste" }));
    player
        .prints(b"error jugada-repetida\n")
        .or_if(|printed| printed.is_empty() && left_well(&player), "input-end-ends-it")
        .get();
    let_time_pass(WATCH);
    player.still_runs().or_if(|end| end.code == Some(0), "takes-a-refusal-for-the-result").get();
    referee.says("result", &result("piedra", "tijera", "Gana", 1, [1, 0]));
    player.prints(b"resultado piedra tijera gana 1-0\n").get();
    player
        .may_take(grace())
        .ends_well()
        .or_if(|end| is_busy(&player, end), "busy-wait")
        .or_if(|end| end.hung && stays(&player, &mut referee), "stays-after-the-input");
}

#[test]
fn goes_on_playing_after_the_end_of_the_input() {
    let (player, mut keyboard, mut server) = playing_in_2019();
    keyboard.types(b"piedra\npapel\n");
    keyboard.end();
    server.hears_move("piedra").get();
    let_time_pass(WATCH);
    player.still_runs().or_if(|end| end.code == Some(0), "input-end-ends-it").get();
    let heard = stays_open(server.has_more()).or_if(|_| !has_ended(&player), "closes-its-half").get();
    heard.is(b"").or_if(starts_with_a_move, "second-move-too-early").get();
    server.says_result("piedra", "papel", "Pierde");
    player.prints(b"resultado piedra papel pierde\n").get();
    server
        .hears_move("papel")
        .or_if(
            |heard| {
                let has_left = heard.bytes.is_empty() && player.so_far().stderr.is_empty() && left_well(&player);
                // Its end is no surprise to the next one.
                player.may_take(Duration::ZERO);
                has_left && waits_for_a_result()
            },
            "drops-the-second-move",
        )
        .get();
    server.says_result("papel", "papel", "Empate");
    player.prints(b"resultado papel papel empate\n").get();
    player.may_take(grace()).ends_well();
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
    let mut waits_for_an_answer = false;
    unanswered
        .may_take(grace())
        .ends_well()
        .or_if(
            |end| {
                waits_for_an_answer = end.hung && leaves_when_answered(&unanswered, nobody);
                waits_for_an_answer && leaves_by_salir_unanswered()
            },
            "stays-after-the-input",
        )
        .or_if(|_| waits_for_an_answer && takes_turns(), "takes-turns")
        .or_if(|_| waits_for_an_answer, "keyboard-waits-for-the-network");
}

#[test]
fn says_closed_early_when_the_server_leaves() {
    let (player, mut keyboard, mut referee) = playing();
    referee.says("espera", &Value::Null);
    player.prints(b"espera\n").get();
    // It does not wait for the keyboard with this one.
    referee.says("comienza", &json!({ "oponente": "Beto" }));
    player.prints(b"comienza Beto\n").get();
    // Who is left by the other player is not left by the server.
    referee.says("abandono", &Value::Null);
    player.prints(b"abandono\n").get();
    referee.conn.close();
    let mut reads_a_line = false;
    says(&player, "closed early")
        .or_if(|end| end.code == Some(0), "hides-the-error")
        .or_if(|end| end.code == Some(1) && end.tokens().is_empty(), "one-message-for-all-errors")
        .or_if(|end| is_busy(&player, end), "ignores-end-of-stream")
        .or_if(
            |end| {
                reads_a_line = does_nothing_but_read_a_line(&player);
                ends_by_a_key(&player, &mut keyboard, end, 1, &["closed early"])
            },
            "ends-only-after-a-key",
        )
        .or_if(|end| end.hung && !reads_a_line, "ignores-end-of-stream")
        .printed(b"espera\ncomienza Beto\nabandono\n");

    // Nor is it a good end when the input has ended, and the result is still to come.
    let (player, mut keyboard, mut referee) = paired();
    keyboard.types(b"piedra\n");
    referee.hears_move("piedra").get();
    referee.says("aceptada", &json!({ "ronda": 1 }));
    player.prints(b"aceptada 1\n").get();
    keyboard.end();
    let_time_pass(WATCH);
    player.still_runs().or_if(|end| end.code == Some(0), "input-end-ends-it").get();
    referee.conn.close();
    says(&player, "closed early").or_if(|end| end.code == Some(0), "hides-the-error");
}

#[test]
fn ends_well_after_cierre() {
    let (player, mut keyboard, mut referee) = playing();
    referee.says("cierre", &Value::Null);
    player.prints(b"cierre\n").get();
    referee.conn.close();
    player
        .may_take(grace())
        .ends_well()
        .or_if(|end| end.code == Some(1) && end.tokens() == ["closed early"], "takes-the-end-for-an-error")
        .or_if(|end| ends_by_a_key(&player, &mut keyboard, end, 0, &[]), "ends-only-after-a-key")
        .printed(b"cierre\n");

    // Neither an open move nor the way it closes changes that.
    let (player, mut keyboard, mut referee) = paired();
    keyboard.types(b"piedra\n");
    referee.hears_move("piedra").get();
    referee.says("cierre", &Value::Null);
    player.prints(b"cierre\n").get();
    referee.conn.abort();
    let is_an_error = |end: &Ended| {
        end.code == Some(1) && [["closed early"], ["connection reset"]].iter().any(|tokens| end.tokens() == tokens)
    };
    player.may_take(grace()).ends_well().or_if(is_an_error, "takes-the-end-for-an-error");
}

#[test]
fn says_bad_reply_to_what_is_no_message() {
    let (player, mut keyboard, mut referee) = playing();
    referee.conn.send(&frame(b"piedra"));
    says(&player, "bad reply")
        .or_if(
            |end| {
                referee.says("espera", &Value::Null);
                end.hung && soon(|| has_printed(&player, "espera\n"))
            },
            "swallows-a-bad-reply",
        )
        .or_if(|end| ends_by_a_key(&player, &mut keyboard, end, 1, &["bad reply"]), "ends-only-after-a-key")
        .or_if(|end| end.code == Some(1) && end.tokens().is_empty(), "one-message-for-all-errors")
        .printed(b"");
}

#[test]
fn tries_again_until_somebody_answers() {
    let nobody = Closed::bind();
    let (_player, _keyboard) = player(nobody.addr()).arg("--name").arg("Ana").start_with_input();
    let_time_pass(LATE);
    let mut server = nobody.open().waits_at_least(grace());
    let gave_up = |visit: &Visit| matches!(visit, Visit::ProgramEnded(end) if gave_up(end));
    let mut referee = Referee::new(server.accepts().or_if(gave_up, "gives-up-too-soon").conn());
    referee.hears_hello("Ana");
}

#[test]
fn sends_what_was_typed_before_it_was_connected() {
    let nobody = Closed::bind();
    let (_player, mut keyboard) = player(nobody.addr()).arg("--name").arg("Ana").start_with_input();
    keyboard.types(b"piedra\n");
    let_time_pass(WATCH);
    let mut server = nobody.open().waits_at_least(grace());
    let mut referee = Referee::new(server.accept());
    referee.hears_hello("Ana").get();
    referee
        .hears_move("piedra")
        .or_if(
            |heard| {
                keyboard.types(b"papel\n");
                is_silent(heard) && is_move(&referee.hears(), "papel")
            },
            "drops-the-second-move",
        )
        .get();

    // Nor does it leave without it.
    let nobody = Closed::bind();
    let (_player, mut keyboard) = player(nobody.addr()).arg("--name").arg("Ana").start_with_input();
    keyboard.types(b"piedra\n");
    keyboard.end();
    let_time_pass(WATCH);
    let mut server = nobody.open().waits_at_least(grace());
    let left = |visit: &Visit| matches!(visit, Visit::ProgramEnded(end) if end.code == Some(0));
    let mut referee = Referee::new(server.accepts().or_if(left, "input-end-ends-it").conn());
    referee.hears_hello("Ana").get();
    referee.hears_move("piedra");
}

#[test]
fn tries_each_address_of_a_name() {
    let addresses = addresses_of_localhost();
    let Some((last, others)) = addresses.split_last() else { return skip(&PROGRAM, Reason::NoLocalhost) };
    let mut server = Listener::bind_to((*last, 0).into());
    let port = server.addr().port();
    // At the other addresses of the name this port surely refuses.
    let mut closed: Vec<Closed> =
        others.iter().filter(|other| *other != last).map(|other| Closed::bind_to((*other, port).into())).collect();
    let call = PROGRAM.arg(format!("localhost:{port}")).timeout(AMPLE).arg("--name").arg("Ana");
    let (_player, _keyboard) = call.start_with_input();
    let waits_for_another = |visit: &Visit| {
        matches!(visit, Visit::Nobody) && !closed.is_empty() && {
            let mut first = closed.remove(0).open();
            within(grace(), || first.has_visitor())
        }
    };
    let mut referee = Referee::new(server.accepts().or_if(waits_for_another, "first-address-only").conn());
    referee.hears_hello("Ana").get();
    if others.is_empty() {
        skip(&PROGRAM, Reason::OneAddressOfLocalhost);
    }
}

#[test]
fn says_why_when_nobody_answers() {
    let nobody = Closed::bind();
    let start = |limit| PROGRAM.arg(nobody.addr()).timeout(limit).start_with_input();
    let (mut limit, mut since, (mut player, mut keyboard)) = (LIMIT, clock(), start(LIMIT));
    // On a busy machine the last attempt itself may last too long. Then nothing is proved, and it gets more time.
    while limit < 16 * LIMIT && within(grace(), || has_ended(&player)) && ran_out_of_time(&player) {
        limit *= 4;
        (since, (player, keyboard)) = (clock(), start(limit));
    }
    let end = says(&player, "connection refused")
        .or_if(|end| end.code == Some(0), "hides-the-error")
        .or_if(|end| end.code == Some(1) && end.tokens().is_empty(), "one-message-for-all-errors")
        .or_if(|end| ends_by_a_key(&player, &mut keyboard, end, 1, &["connection refused"]), "ends-only-after-a-key")
        .or_if(
            |end| {
                end.hung && {
                    let mut server = nobody.open().waits_at_least(grace());
                    // Pauses that grow may last as long by now as all that went before.
                    within(clock().max(with_patience(Duration::from_secs(1))), || server.has_visitor())
                }
            },
            "never-gives-up",
        )
        .get();
    Check::held(end.clone()).printed(b"").get();
    // There is room for a last pause that is much too long, and none for a number of attempts in place of the time.
    let is_late = end.at.saturating_sub(since) >= limit * MUCH_TOO_LONG;
    let searches = || {
        let nobody = Closed::bind();
        let (player, _keyboard) = PROGRAM.arg(nobody.addr()).timeout(limit).start_with_input();
        let search = player.stopwatch();
        let end = player.may_take(grace()).ends();
        search.time_until(end.at)
    };
    let took = is_late.then(|| late_each_time(limit * MUCH_TOO_LONG / 2, searches)).flatten();
    let failure = took.map(|took| Failure::new(Outcome::TooMuch, Awaited::Nothing).too_late(took, limit));
    Check::new(took, failure).or_if(|_| true, "gives-up-too-late").get();

    // Nor can anybody answer whose name does not exist.
    let (player, _keyboard) = PROGRAM.arg(format!("{}:1238", no_such_name())).timeout(LIMIT).start_with_input();
    says(&player, "unknown name").or_if(|end| end.code == Some(0), "hides-the-error").printed(b"");
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

    // If the next one does not go on, the report tells where that one is, and not this one as well.
    player_1.kill();

    let nobody = Closed::bind();
    let (unanswered, mut keyboard) = player(nobody.addr()).start_with_input();
    // Whoever answers has started, and what it takes to start is not counted.
    let before = unanswered.so_far();
    keyboard.types(b"lagarto\n");
    unanswered.remarks_after(&before).get();
    let Some(effort) = unanswered.rests_for(WATCH * 6 / 5) else { return not_measured() };
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

/// Whether it took one refusal, or a few, for the answer. It had time for many more.
fn gave_up(end: &Ended) -> bool {
    end.code == Some(1) && end.tokens() == ["connection refused"]
}

fn ran_out_of_time(player: &Running) -> bool {
    player.has_ended().is_some_and(|end| end.tokens() == ["timed out"])
}

fn left_well(player: &Running) -> bool {
    player.has_ended().is_some_and(|end| end.code == Some(0))
}

/// Whether no event makes it leave, and only the end of the server does, though it is able to leave before.
fn stays(player: &Running, referee: &mut Referee) -> bool {
    referee.says("espera", &Value::Null);
    !soon(|| has_ended(player))
        && {
            referee.conn.half_close();
            !player.may_take(grace()).ends().hung
        }
        && {
            let (another, mut keyboard, _referee) = playing();
            keyboard.types(b"salir\n");
            leaves(&another)
        }
}

/// Whether it ends with code 0 once somebody answers, and says something. Pauses that grow may last as long by now as
/// all that went before.
fn leaves_when_answered(player: &Running, nobody: Closed) -> bool {
    let (mut server, mut visitor) = (nobody.open(), None);
    within(clock().max(grace()), || {
        visitor = visitor.take().or_else(|| server.visitor());
        visitor.is_some() || has_ended(player)
    });
    let mut referee = visitor.map(Referee::new);
    if let Some(referee) = &mut referee {
        referee.says("espera", &Value::Null);
    }
    within(grace(), || has_ended(player)) && left_well(player)
}

/// Whether another of it, with a move open at the end of its input, stays while events come that settle nothing.
fn waits_for_a_result() -> bool {
    let (another, mut keyboard, mut referee) = paired();
    keyboard.types(b"piedra\n");
    is_move(&referee.hears(), "piedra") && {
        keyboard.end();
        let_time_pass(WATCH);
        referee.says("aceptada", &json!({ "ronda": 1 }));
        let_time_pass(WATCH);
        referee.says("espera", &Value::Null);
        soon(|| has_printed(&another, "comienza Beto\naceptada 1\nespera\n")) && !soon(|| has_ended(&another))
    }
}

/// Whether another of it leaves by `salir` while nobody answers.
fn leaves_by_salir_unanswered() -> bool {
    let nobody = Closed::bind();
    let (another, mut keyboard) = player(nobody.addr()).start_with_input();
    keyboard.types(b"salir\n");
    leaves(&another)
}

/// Whether it hangs until there is another line, and then ends with this code and these words. The line is a move, and
/// no reason to end. Where the end that is due is a bad one, the end of the input comes behind it, and is none either.
fn ends_by_a_key(player: &Running, keyboard: &mut Keyboard, end: &Ended, code: i32, tokens: &[&str]) -> bool {
    end.hung && {
        keyboard.types(b"piedra\n");
        if code != 0 {
            keyboard.end();
        }
        let end = player.may_take(grace()).ends();
        end.code == Some(code) && end.tokens() == tokens && !takes_turns()
    }
}

/// Whether another of it has a remark about what is no move at once, while its server is silent.
fn looks_at_the_keyboard() -> bool {
    let mut server = Listener::bind();
    let (another, mut keyboard) = player(server.addr()).start_with_input();
    let mut referee = Referee::new(server.accept());
    referee.hears();
    let before = another.so_far();
    keyboard.types(b"lagarto\n");
    let has_remarked = soon(|| has_remarked(&another, &before));
    another.kill();
    has_remarked
}

/// Whether each side of another of it waits for the other one: after a move no line is looked at before a result, and
/// then nothing that the server says before another move.
fn takes_turns() -> bool {
    let mut server = Listener::bind();
    let (another, mut keyboard) = player(server.addr()).start_with_input();
    let mut referee = Referee::new(server.accept());
    referee.hears();
    referee.says("comienza", &json!({ "oponente": "Beto" }));
    keyboard.types(b"piedra\n");
    let takes_turns = is_move(&referee.hears(), "piedra") && {
        let before = another.so_far();
        keyboard.types(b"lagarto\n");
        !soon(|| has_remarked(&another, &before)) && {
            referee.says("result", &result("piedra", "piedra", "Empate", 1, [0, 0]));
            soon(|| has_remarked(&another, &before)) && {
                let mut before = another.so_far();
                let has_printed_more = |before: &Ended| another.so_far().stdout.len() > before.stdout.len();
                // It may have looked at the line just now, and listen once more before the next.
                let listens_no_more = (0..3).any(|_| {
                    before = another.so_far();
                    referee.says("espera", &Value::Null);
                    !soon(|| has_printed_more(&before))
                });
                listens_no_more && {
                    keyboard.types(b"papel\n");
                    soon(|| has_printed_more(&before))
                }
            }
        }
    };
    // Its end does not speak for the next one.
    another.kill();
    takes_turns
}

/// Whether all of it sleeps where it reads the keyboard.
fn does_nothing_but_read_a_line(player: &Running) -> bool {
    let findings = player.findings();
    let sleeps: Vec<_> = findings.iter().filter(|finding| !matches!(finding, Finding::Unread { .. })).collect();
    matches!(sleeps[..], [Finding::Sleeps { call: "read (stdin)", .. }])
}

/// Whether a line that is no move gets its remark.
fn answers_the_keyboard(player: &Running, keyboard: &mut Keyboard) -> bool {
    let before = player.so_far();
    keyboard.types(b"lagarto\n");
    within(grace(), || has_remarked(player, &before))
}

fn has_remarked(player: &Running, before: &Ended) -> bool {
    player.so_far().stderr.len() > before.stderr.len()
}

/// Whether it had a remark about a good line, and has another about `salir`: whatever it is told is no line for it.
fn understands_nothing(player: &Running, keyboard: &mut Keyboard, before: &Ended) -> bool {
    has_remarked(player, before) && !has_ended(player) && {
        let before = player.so_far();
        keyboard.types(b"salir\n");
        soon(|| has_remarked(player, &before)) && !soon(|| has_ended(player))
    }
}

/// Whether this move comes right after an event.
fn comes_with(referee: &mut Referee, choice: &str, status: &str, data: &Value) -> bool {
    referee.says(status, data);
    is_move(&referee.hears(), choice)
}

fn starts_with_a_move(heard: &Heard) -> bool {
    message_in(heard).is_some_and(|(status, _)| status == "eleccion")
}

/// How many whole frames with a move these bytes hold.
fn moves_in(mut bytes: &[u8]) -> usize {
    let mut count = 0;
    while let Some((payload, rest)) = split_frame(bytes) {
        count += usize::from(contains(payload, b"eleccion"));
        bytes = rest;
    }
    count
}

fn contains(whole: &[u8], part: &[u8]) -> bool {
    whole.windows(part.len()).any(|window| window == part)
}

/// Expects that the program had not closed its half of a connection when this was heard.
fn stays_open(heard: Heard) -> Check<Heard> {
    let failure = matches!(heard.then, Then::Closed | Then::Reset).then(|| {
        let failure = blame(Outcome::ClosedTooSoon, Awaited::Nothing);
        failure.compare(Place::From(heard.label), Shown::StillOpen, Shown::EndOfStream)
    });
    Check::new(heard, failure)
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
fn soon(is_so: impl FnMut() -> bool) -> bool {
    within(with_patience(Duration::from_secs(1)), is_so)
}

fn within(time: Duration, mut is_so: impl FnMut() -> bool) -> bool {
    let until = clock() + time;
    while !is_so() {
        if clock() >= until {
            return false;
        }
        let_time_pass(Duration::from_millis(10));
    }
    true
}
