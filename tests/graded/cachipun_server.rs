//! The graded tests of `cachipun-server`: players of the lab, of both kinds, polite and otherwise.

use std::net::SocketAddr;
use std::time::Duration;

use enchufe::peer::let_time_pass;
use enchufe::peer::tcp::{Listener, connect, connect_narrow};
use enchufe::peer::{any_loopback_port, can_open, no_such_name};
use enchufe::verdict::{Awaited, Check, Effort, Failure, Measure, Outcome, Place, Reason, Shown, Then};
use enchufe::{Finding, Keyboard, Program, Readiness, Running, clock, late_each_time, program, skip, with_patience};
use serde_json::{Value, json};

#[path = "cachipun/foundation.rs"]
mod foundation;
#[path = "cachipun/opponent.rs"]
mod opponent;
#[path = "cachipun/wire.rs"]
mod wire;

use foundation::framing_holds;
use opponent::{Got, OldPlayer, Player, outcome, result};

static PROGRAM: Program = program!("cachipun-server").built_on("framing", framing_holds);

const MOVES: [&str; 3] = ["piedra", "papel", "tijera"];

/// How long the program is watched where it should be asleep.
const WATCH: Duration = Duration::from_millis(100);

/// So long a player has for a move, where the lab has to wait for it.
const MOVE_TIME: Duration = Duration::from_millis(100);

/// Clocks of other languages may be a little coarse.
const COARSE: Duration = Duration::from_millis(10);

/// So long nobody should be delayed by a slow player, though it is much for an answer.
const A_MOMENT: Duration = Duration::from_millis(150);

/// What the end may take, and what a slow player may cost the others.
const A_SECOND: Duration = Duration::from_secs(1);

/// The same, and some more for a busy machine.
fn grace() -> Duration {
    with_patience(3 * A_SECOND)
}

#[test]
fn says_which_port_it_got() {
    let (running, _keyboard) = PROGRAM.arg(any_loopback_port()).start_with_input();
    let says_port_0 = |ready: &Readiness| ready.addr.is_some_and(|addr| addr.port() == 0);
    let keeps_its_line = |ready: &Readiness| ready.line.is_empty() && ready.ended.is_none() && !ready.really.is_empty();
    let ready = running
        .says_where_it_listens()
        .or_if(says_port_0, "port-not-reported")
        .or_if(keeps_its_line, "unflushed-readiness-line")
        .get();
    drop(connect(ready.addr.expect("a complete line has an address")));
}

#[test]
fn listens_only_where_it_was_told() {
    let told = any_loopback_port();
    let (running, _keyboard) = PROGRAM.arg(told).start_with_input();
    let ready = running.says_where_it_listens().get();
    let said = ready.addr.expect("a complete line has an address");
    let told = SocketAddr::new(told.ip(), said.port());
    // What the kernel knows counts more than what the program says.
    let is_elsewhere = |addr: &SocketAddr| addr.port() == told.port() && addr.ip().to_canonical() != told.ip();
    let bound = ready.really.iter().chain([&said]).copied().find(is_elsewhere).unwrap_or(told);
    let failure = (bound != told).then(|| {
        let failure = Failure::new(Outcome::WrongBytes, Awaited::Address);
        failure.compare(Place::ListensAt, Shown::Address(told), Shown::Address(bound))
    });
    Check::new(bound, failure).or_if(|bound| bound.ip().is_unspecified(), "binds-all-interfaces").get();
    drop(connect(told));
}

#[test]
fn says_why_it_cannot_listen() {
    let taken = Listener::bind();
    let (running, _keyboard) = PROGRAM.arg(taken.addr()).start_with_input();
    running
        .fails_saying("address in use")
        .or_if(|end| end.panicked(), "panics-on-failure")
        .or_if(|end| end.code == Some(0), "hides-that-the-port-is-taken")
        .printed(b"")
        .get();
    let (running, _keyboard) = PROGRAM.arg(format!("{}:1238", no_such_name())).start_with_input();
    running
        .fails_saying("unknown name")
        .or_if(|end| end.code == Some(1) && end.tokens().is_empty(), "failed-look-up-untold")
        .printed(b"");
}

#[test]
fn pairs_two_players_who_said_hello() {
    let server = Server::start();
    let mut ana = Player::hello(server.addr, "Ana");
    let plays_all_the_same = |got: &Got| got.is_silence() && is_paired_with(&server, Some("Ana"));
    ana.hears_that_it_waits().or_if(plays_all_the_same, "waits-without-a-word").get();
    let mut beto = Player::hello(server.addr, "Beto");
    beto.hears_of_opponent(Some("Ana")).get();
    ana.hears_of_opponent(Some("Beto"));
}

#[test]
fn tells_both_the_result_of_every_round() {
    let server = Server::start();
    let (mut ana, mut beto) = server.room();
    let (mut round, mut score) = (0, [0, 0]);
    for own in MOVES {
        for other in MOVES {
            round += 1;
            let before = score;
            match outcome(own, other) {
                "Gana" => score[0] += 1,
                "Pierde" => score[1] += 1,
                _ => {}
            }
            moves(&mut ana, own, round);
            moves(&mut beto, other, round);
            hears_result(&mut beto, [other, own], round, swapped(before), swapped(score))
                .or_if(|got| got.is_silence() && ana.next().is("result"), "result-to-one-player")
                .get();
            hears_result(&mut ana, [own, other], round, before, score)
                .or_if(|got| got.is_silence() && ana.is_answered(), "result-to-one-player")
                .get();
        }
    }
}

#[test]
fn keeps_a_move_secret_and_unchanged_until_both_are_in() {
    let server = Server::start();
    let (mut ana, mut beto) = server.room();
    moves(&mut ana, "piedra", 1);
    // Whatever the move makes the server say to the other comes before the answer to this.
    beto.says("qué tal", &Value::Null);
    let got = beto.next();
    let told = !got.is("error") && matches!(&got, Got::Message(message) if message.to_string().contains("piedra"));
    beto.takes_error(got, "mensaje-invalido").or_if(|_| told, "shows-a-move-too-early").get();
    ana.plays("papel");
    let mut counted = None;
    ana.hears_error("jugada-repetida")
        .or_if(
            |got| {
                if got.is("aceptada") || got.is_silence() {
                    beto.plays("tijera");
                    counted = move_of_the_other(&mut beto);
                }
                counted.as_deref() == Some("papel")
            },
            "second-move-replaces-the-first",
        )
        .or_if(|got| got.is_silence() && counted.as_deref() == Some("piedra"), "second-move-unanswered")
        .get();
    moves(&mut beto, "tijera", 1);
    let replaced = |got: &Got| got.data()["eleccion_2"] == "papel";
    let check = beto.hears_result("tijera", "piedra", 1, [0, 1]);
    check.or_if(replaced, "second-move-replaces-the-first").get();
    ana.hears_result("piedra", "tijera", 1, [1, 0]);
}

#[test]
fn says_why_a_move_does_not_count() {
    let server = Server::start();
    let mut ana = Player::connect(server.addr);
    ana.says_hello("");
    ana.hears_error("nombre-invalido").get();
    ana.plays("tijera");
    let plays = |got: &Got| (got.is_silence() || got.is("espera")) && is_paired_with(&server, None);
    ana.hears_error("sin-oponente").or_if(plays, "plays-without-a-name").get();
    ana.says_hello("Ana");
    ana.hears_that_it_waits().get();
    ana.plays("tijera");
    ana.hears_error("sin-oponente").or_if(|got| got.is("aceptada"), "moves-without-an-opponent").get();
    let mut beto = Player::hello(server.addr, "Beto");
    beto.hears_of_opponent(Some("Ana")).get();
    ana.hears_of_opponent(Some("Beto")).get();
    for no_move in ["lagarto", "", "Piedra", "tijeras"] {
        ana.plays(no_move);
        ana.hears_error("jugada-invalida")
            .or_if(|got| got.is("aceptada"), "takes-anything-for-a-move")
            .or_if(|got| got.is_end() && server.still_welcomes(), "hangs-up-on-a-mistake")
            .get();
    }
    plays_a_round(&mut ana, &mut beto);
}

#[test]
fn answers_what_it_does_not_understand_and_goes_on() {
    let server = Server::start();
    let mut ana = Player::hello(server.addr, "Ana");
    ana.hears_that_it_waits().get();
    is_not_understood(&server, &mut ana, b"piedra");
    is_not_understood(&server, &mut ana, b"");
    is_not_understood(&server, &mut ana, b"{\"status\": \"eleccion\", \"data\": \"piedra\"");
    is_not_understood(&server, &mut ana, b"\xff\xfe{}\x00");
    is_not_understood(&server, &mut ana, b"[\"eleccion\", \"piedra\"]");
    is_not_understood(&server, &mut ana, b"{\"data\": \"piedra\"}");
    is_not_understood(&server, &mut ana, b"{\"status\": \"eleccion\"}");
    is_not_understood(&server, &mut ana, b"{\"status\": \"eleccion\", \"data\": 3}");
    is_not_understood(&server, &mut ana, b"{\"status\": 3, \"data\": \"piedra\"}");
    is_not_understood(&server, &mut ana, b"{\"status\": \"baile\", \"data\": null}");
    // As deep as a frame can be.
    is_not_understood(&server, &mut ana, &[b'['; 65_536]);
    is_not_understood(&server, &mut ana, b"tijera");
    // A name that is none is one thing, a hello without a name another.
    let mut beto = Player::connect(server.addr);
    is_no_name(&server, &mut beto, "");
    is_not_understood(&server, &mut beto, b"{\"status\": \"hola\", \"data\": {\"version\": 2}}");
    beto.says_hello("Beto");
    beto.hears_of_opponent(Some("Ana")).get();
    ana.hears_of_opponent(Some("Beto")).get();
    plays_a_round(&mut ana, &mut beto);
}

#[test]
fn takes_names_of_1_to_20_characters() {
    let server = Server::start();
    let mut ana = Player::connect(server.addr);
    is_no_name(&server, &mut ana, "");
    is_no_name(&server, &mut ana, "Ana\nBeto");
    is_no_name(&server, &mut ana, "Ana\u{7}");
    is_no_name(&server, &mut ana, &"a".repeat(21));
    let longest = "ñ".repeat(20);
    ana.says_hello(&longest);
    ana.hears_that_it_waits()
        .or_if(
            |got| {
                got.is_error("nombre-invalido") && {
                    ana.says_hello(&"ñ".repeat(10));
                    ana.next().is("espera")
                }
            },
            "counts-bytes-for-letters",
        )
        .get();
    let mut beto = Player::hello(server.addr, "B");
    beto.hears_of_opponent(Some(&longest));
}

#[test]
fn gives_each_name_to_one_player_at_a_time() {
    let server = Server::start();
    let mut ana = Player::hello(server.addr, "Ana");
    ana.hears_that_it_waits().get();
    let mut beto = Player::hello(server.addr, "Ana");
    beto.hears_error("nombre-ocupado")
        .or_if(|got| got.is("comienza") && got.data()["oponente"] == "Ana", "gives-a-name-twice")
        .or_if(|got| got.is_end() && server.still_welcomes(), "hangs-up-on-a-mistake")
        .get();
    beto.says_hello("Beto");
    beto.hears_of_opponent(Some("Ana")).get();
    ana.hears_of_opponent(Some("Beto")).get();
    ana.says_hello("Eva");
    ana.hears_error("mensaje-invalido").get();
    ana.leaves();
    is_alone(&server, &mut beto);
    let mut next = Player::hello(server.addr, "Ana");
    let check = next.hears_of_opponent(Some("Beto"));
    check.or_if(|got| got.is_error("nombre-ocupado"), "never-frees-a-name");
}

#[test]
fn plays_in_a_hundred_rooms_at_once() {
    const ROOMS: usize = 100;
    if !can_open(2 * ROOMS) {
        return skip(&PROGRAM, Reason::FewOpenFiles);
    }
    // How long two hundred moves take on a busy machine is not the players' fault.
    let server = Server::start_with(&["--max-players", "202", "--move-timeout", "600000"]);
    let name = |number: usize| format!("J{number}");
    let mut players: Vec<Player> = Vec::new();
    for room in 0..ROOMS {
        let [first, second] = [2 * room, 2 * room + 1];
        players.push(Player::hello(server.addr, &name(first)));
        players[first]
            .hears_that_it_waits()
            .or_if(|got| room == 1 && got.is_silence() && players[0].is_answered(), "one-room-only")
            .get();
        players.push(Player::hello(server.addr, &name(second)));
        players[second].hears_of_opponent(Some(&name(first))).get();
        players[first].hears_of_opponent(Some(&name(second))).get();
    }
    // Each room plays a pair of moves of its own, and the rooms do not take turns.
    let pair = |room: usize| [MOVES[room % 3], MOVES[room / 3 % 3]];
    for room in (0..ROOMS).rev() {
        let is_alone = room == ROOMS - 1;
        moves_first_in_its_room(&mut players[2 * room], pair(room)[0], is_alone);
    }
    for room in 0..ROOMS {
        moves(&mut players[2 * room + 1], pair(room)[1], 1);
    }
    for room in 0..ROOMS {
        let [own, other] = pair(room);
        hears_result_of_its_room(&mut players[2 * room], own, other);
        hears_result_of_its_room(&mut players[2 * room + 1], other, own);
    }
    let mut odd = Player::hello(server.addr, "Impar");
    odd.hears_that_it_waits().get();
    let mut last = Player::hello(server.addr, "Par");
    last.hears_of_opponent(Some("Impar"))
        .or_if(|got| got.is("espera") && odd.is_answered(), "leaves-two-waiting")
        .get();
    odd.hears_of_opponent(Some("Par"));
}

#[test]
fn tells_who_is_left_alone_and_finds_the_next_opponent() {
    let server = Server::start();
    let mut ana = Player::hello(server.addr, "Ana");
    ana.hears_that_it_waits().get();

    // Nobody has moved.
    let beto = opponent_of(&server, &mut ana, "Beto");
    beto.leaves();
    is_alone(&server, &mut ana);

    // Only who leaves has moved.
    let mut carla = opponent_of(&server, &mut ana, "Carla");
    moves(&mut carla, "papel", 1);
    carla.conn.abort();
    is_alone(&server, &mut ana);

    // Only who stays has moved: that move is gone.
    let dario = opponent_of(&server, &mut ana, "Darío");
    moves(&mut ana, "piedra", 1);
    dario.leaves();
    is_alone(&server, &mut ana);
    let mut eva = opponent_of(&server, &mut ana, "Eva");
    ana.plays("tijera");
    let keeps = |got: &Got| got.is_error("jugada-repetida");
    ana.hears_of_its_move(1).or_if(keeps, "carries-over-the-old-game").get();
    moves(&mut eva, "papel", 1);
    eva.hears_result("papel", "tijera", 1, [0, 1]).get();
    ana.hears_result("tijera", "papel", 1, [1, 0]).get();

    // A round is over: its score is too.
    eva.leaves();
    is_alone(&server, &mut ana);
    let mut feli = opponent_of(&server, &mut ana, "Feli");
    ana.plays("tijera");
    let goes_on = |got: &Got| got.data()["ronda"] == 2;
    ana.hears_of_its_move(1).or_if(goes_on, "carries-over-the-old-game").get();
    moves(&mut feli, "papel", 1);
    feli.hears_result("papel", "tijera", 1, [0, 1])
        .or_if(|got| got.data()["marcador"] == json!([0, 2]), "carries-over-the-old-game")
        .get();
    ana.hears_result("tijera", "papel", 1, [1, 0])
        .or_if(|got| got.data()["marcador"] == json!([2, 0]), "carries-over-the-old-game")
        .get();

    // Two who are left alone are an opponent for each other.
    let (mut gabi, hugo) = server.room();
    feli.leaves();
    is_alone(&server, &mut ana);
    hugo.leaves();
    is_left(&server, &mut gabi);
    let check = gabi.hears_of_opponent(Some("Ana"));
    check.or_if(|got| got.is("espera"), "leaves-two-waiting").get();
    ana.hears_of_opponent(Some("Ana de la sala"));
}

#[test]
fn forgets_who_leaves_while_it_waits() {
    let server = Server::start();
    let mut ana = Player::hello(server.addr, "Ana");
    ana.hears_that_it_waits().get();
    ana.leaves();
    let mut second = comes_after_her(&server, "Ana");
    // The same with somebody who has played before.
    let beto = opponent_of(&server, &mut second, "Beto");
    beto.leaves();
    is_alone(&server, &mut second);
    second.leaves();
    let mut third = comes_after_her(&server, "Ana");
    let mut carla = opponent_of(&server, &mut third, "Carla");
    plays_a_round(&mut third, &mut carla);
}

#[test]
fn goes_on_when_a_client_leaves_without_reading() {
    let server = Server::start();
    let mut ana = Player::hello(server.addr, "Ana");
    ana.hears_that_it_waits().get();
    for _ in 0..2 {
        let mut rude = opponent_of(&server, &mut ana, "Beto");
        // The answers to this find nobody.
        rude.conn.send(&wire::message("eleccion", &json!("lagarto")).repeat(300));
        rude.conn.abort();
        let got = ana.next();
        let is_over = |got: &Got| {
            let is_gone = got.is_end() && !server.running.ends().hung;
            let is_deaf = is_gone || (got.is_end() || got.is_silence()) && !server.still_welcomes();
            is_deaf && survives_one_who_leaves_politely()
        };
        is_told_of_it(&server, &mut ana, got).or_if(is_over, "one-bad-client-ends-it").get();
        ana.hears_that_it_waits().or_if(is_over, "one-bad-client-ends-it").get();
    }
    let mut carla = opponent_of(&server, &mut ana, "Carla");
    plays_a_round(&mut ana, &mut carla);
}

#[test]
fn counts_only_the_players_who_are_there() {
    let server = Server::start_with(&["--max-players", "3"]);
    let _nobodies = [(); 3].map(|()| connect(server.addr));
    let counts_everybody = |got: &Got| {
        got.is_error("lleno") && {
            let empty = Server::start_with(&["--max-players", "3"]);
            Player::hello(empty.addr, "Ana").next().is("espera")
        }
    };
    let takes_as_many_as_come = || !Player::hello(server.addr, "Fabián").next().is_error("lleno");
    let mut ana = Player::hello(server.addr, "Ana");
    ana.hears_that_it_waits().or_if(counts_everybody, "counts-silent-connections").get();
    let mut beto = Player::hello(server.addr, "Beto");
    beto.hears_of_opponent(Some("Ana")).get();
    ana.hears_of_opponent(Some("Beto")).get();
    // Who waits has a place as well.
    let mut carla = Player::hello(server.addr, "Carla");
    carla.hears_that_it_waits().get();
    let mut dario = Player::hello(server.addr, "Darío");
    dario
        .hears_error("lleno")
        .or_if(|got| got.is("comienza") && takes_as_many_as_come(), "no-limit-on-clients")
        .or_if(|got| got.is("comienza") && !takes_as_many_as_come(), "limit-off-by-one")
        .or_if(|got| got.is_end() && ana.is_answered(), "closes-without-a-word")
        .get();
    dario.hears_the_end().get();
    beto.leaves();
    is_left(&server, &mut ana);
    ana.hears_of_opponent(Some("Carla")).get();
    // Those who are left may hear of it a moment before the place is free.
    let wait = server.running.stopwatch();
    let (eva, got) = loop {
        let mut eva = Player::hello(server.addr, "Eva");
        let got = eva.next();
        if !got.is_error("lleno") || wait.time() > grace() {
            break (eva, got);
        }
        let_time_pass(Duration::from_millis(5));
    };
    eva.takes(got, "espera", &Value::Null).or_if(|got| got.is_error("lleno"), "never-frees-a-place");
}

#[test]
fn ends_who_does_not_move_in_time() {
    let server = Server::start_with(&["--move-timeout", &MOVE_TIME.as_millis().to_string()]);
    let (mut ana, mut beto) = server.room();
    // Nobody has moved: nobody is late.
    let_time_pass(MOVE_TIME * 7 / 4);
    let since = clock();
    ana.plays("papel");
    let both_are_closed =
        |got: &Got| got.is_end() && beto.next_but(&["abandono", "espera"]).is_end() && server.still_welcomes();
    ana.hears_of_its_move(1)
        .or_if(is_late_or_alone, "clock-before-any-move")
        .or_if(both_are_closed, "clock-before-any-move")
        .get();
    let got = beto.next();
    let waited = clock().saturating_sub(since);
    let check = beto.takes_error(got, "tiempo");
    check
        .or_if(|got| got.is_silence() && is_still_awaited(&mut beto), "waits-for-a-move-for-ever")
        .or_if(|got| got.is_end() && ana.is_answered(), "closes-without-a-word")
        .get();
    took_at_least(MOVE_TIME - COARSE, waited).get();
    beto.hears_the_end().get();
    let ended_both = |got: &Got| got.is_error("tiempo") || got.is_end() && server.still_welcomes();
    let got = ana.next();
    is_told_of_it(&server, &mut ana, got).or_if(ended_both, "ends-who-has-moved").get();
    ana.hears_that_it_waits().get();
    drop(opponent_of(&server, &mut ana, "Carla"));

    // Who talks instead of moving has no more time for it. The time is long enough to talk in it on a busy machine too.
    let time = MOVE_TIME * 2;
    let server = Server::start_with(&["--move-timeout", &time.as_millis().to_string()]);
    let (mut carla, mut dario) = server.room();
    moves(&mut dario, "papel", 1);
    let got = talks_until_it_hears_something_new(&server, &mut carla, time / 10);
    let check = carla.takes_error(got, "tiempo");
    let ends_when_she_is_quiet = |got: &Got| got.is_error("jugada-invalida") && carla.next().is_error("tiempo");
    check.or_if(ends_when_she_is_quiet, "restarts-its-clock").get();
}

#[test]
fn stops_the_clock_when_nobody_is_waited_for() {
    // On a machine that is busy enough a move may come too late. That shows nothing: then there is more time for it.
    let is_done = [200, 1_000].into_iter().any(|time| clock_stops(Duration::from_millis(time), false));
    if !is_done {
        clock_stops(Duration::from_millis(4_000), true);
    }
}

#[test]
fn plays_with_clients_of_2019() {
    const ROUNDS: u64 = 10;
    let server = Server::start();
    let mut old = OldPlayer::connect(server.addr);
    let mut other = OldPlayer::connect(server.addr);
    old.plays("tijera");
    other.plays("papel");
    other
        .hears_result("papel", "tijera")
        .or_if(
            |got| {
                got.is_silence() && {
                    old.plays("tijera");
                    other.plays("papel");
                    other.next().is("result")
                }
            },
            "forgets-a-move-of-2019",
        )
        .or_if(|got| got.is_silence() && is_for_version_2_only(&server), "needs-a-hello")
        .or_if(has_new_keys, "new-keys-for-2019")
        .or_if(is_no_result, "tells-2019-too-much")
        .get();
    hears_old_result(&mut old, "tijera", "papel");
    for round in 1..ROUNDS as usize {
        let [own, others] = [MOVES[round % 3], MOVES[round / 3 % 3]];
        old.plays(own);
        other.plays(others);
        hears_old_result(&mut other, others, own);
        hears_old_result(&mut old, own, others);
    }
    other.leaves();

    let mut ana = Player::hello(server.addr, "Ana");
    // Who of 2019 has been left alone is not told, so that the hello may come before the server has noticed.
    let waits_first = ana.next();
    let got = if waits_first.is("espera") { ana.next() } else { waits_first };
    ana.takes(got, "comienza", &json!({ "oponente": null })).get();
    for round in 1..=ROUNDS {
        old.plays("papel");
        moves(&mut ana, "tijera", round);
        ana.hears_result("tijera", "papel", round, [round, 0]).get();
        hears_old_result(&mut old, "papel", "tijera");
    }
    came_in_one_segment_each(&old, 2 * ROUNDS);
}

#[test]
fn keeps_the_move_of_a_2019_client_for_its_next_opponent() {
    let server = Server::start();
    let mut old = OldPlayer::connect(server.addr);
    old.plays("piedra");
    old.conn.wait_until_read();
    // The second move of a round is ignored.
    old.plays("papel");
    old.conn.wait_until_read();
    let mut ana = meets_an_old_player(&server, "Ana");
    ana.plays("qué");
    ana.hears_error("jugada-invalida").get();
    ana.leaves();
    let mut beto = meets_an_old_player(&server, "Beto");
    counts_the_kept_move(&mut beto, &mut old, ["tijera", "piedra"], [0, 1]);
    old.hears_result("piedra", "tijera").get();

    // A move that was made while there was no opponent is kept too. Whoever has noticed that he leaves closes.
    beto.conn.half_close();
    beto.next();
    old.plays("papel");
    old.conn.wait_until_read();
    let mut carla = meets_an_old_player(&server, "Carla");
    counts_the_kept_move(&mut carla, &mut old, ["tijera", "papel"], [1, 0]);
    old.hears_result("papel", "tijera");
}

#[test]
fn says_nothing_but_results_to_a_2019_client() {
    let server = Server::start_with(&["--max-players", "2"]);
    let mut old = OldPlayer::connect(server.addr);
    old.says_raw(b"\xff no es JSON");
    old.says_raw(br#"{"status": "baile", "data": null}"#);
    old.plays("lagarto");
    old.plays("piedra");
    old.plays("lagarto");
    old.says_raw(br#"{"status": "hola", "data": {"version": 2, "nombre": "Nadie"}}"#);
    old.plays("papel");
    let mut ana = Player::hello(server.addr, "Ana");
    let got = ana.next_but(&["espera"]);
    ana.takes(got, "comienza", &json!({ "oponente": null })).get();
    moves(&mut ana, "piedra", 1);
    ana.hears_result("piedra", "piedra", 1, [0, 0]).get();
    hears_old_result(&mut old, "piedra", "piedra");
}

#[test]
fn closes_a_2019_client_without_a_word() {
    let server = Server::start_with(&["--max-players", "2"]);
    let (_ana, _beto) = server.room();

    // No place is left.
    let mut one_too_many = OldPlayer::connect(server.addr);
    one_too_many.plays("tijera");
    let check = closes_without_a_word(&mut one_too_many);
    let plays_all_the_same = |got: &Got| {
        got.is_silence() && {
            let mut another = OldPlayer::connect(server.addr);
            another.plays("papel");
            one_too_many.next().is("result")
        }
    };
    check.or_if(plays_all_the_same, "no-limit-on-clients").get();

    // Too long for a frame.
    let mut too_long = OldPlayer::connect(server.addr);
    too_long.conn.send(&65_537_u32.to_be_bytes());
    closes_without_a_word(&mut too_long).get();

    // Too late.
    let hasty = Server::start_with(&["--move-timeout", &MOVE_TIME.as_millis().to_string()]);
    let mut late = OldPlayer::connect(hasty.addr);
    let mut other = OldPlayer::connect(hasty.addr);
    late.plays("piedra");
    other.plays("papel");
    hears_old_result(&mut other, "papel", "piedra");
    hears_old_result(&mut late, "piedra", "papel");
    other.plays("papel");
    let check = closes_without_a_word(&mut late);
    let is_still_awaited = |got: &Got| {
        got.is_silence() && {
            late.plays("tijera");
            late.next().is("result") && has_no_clock()
        }
    };
    check.or_if(is_still_awaited, "waits-for-a-move-for-ever").get();
}

#[test]
fn lets_silent_connections_be() {
    let server = Server::start();
    let mut silent = Player::connect(server.addr);
    // One in the middle of a length, one in the middle of a message.
    let (medio, promesa) = (hello_of("Medio"), hello_of("Promesa"));
    let mut halfway = Player::connect(server.addr);
    halfway.conn.send(&medio[..2]);
    let mut promises = Player::connect(server.addr);
    promises.conn.send(&promesa[..15]);
    let mut ana = Player::hello(server.addr, "Ana");
    ana.hears_that_it_waits()
        .or_if(|got| got.is("comienza") && got.data()["oponente"].is_null(), "pairs-silent-connections")
        .or_if(
            |got| {
                got.is_silence() && !ana.is_answered() && {
                    // All of them may be waited for, one after the other.
                    halfway.conn.half_close();
                    promises.conn.half_close();
                    silent.says_hello("Callado");
                    !silent.next().is_silence() && !ana.next().is_silence()
                }
            },
            "one-client-blocks-all",
        )
        .get();
    let mut beto = opponent_of(&server, &mut ana, "Beto");
    plays_a_round(&mut ana, &mut beto);
    // Each may still become somebody.
    let_time_pass(WATCH * 3 / 2);
    silent.says_hello("Callado");
    silent.hears_that_it_waits().get();
    let are_there = [&mut halfway, &mut promises].map(|player| player.conn.hear_now().then == Then::More);
    let loses_its_place = |got: &Got| !matches!(got, Got::Message(_)) && takes_a_hello_in_two(&server);
    halfway.conn.send(&medio[2..]);
    halfway
        .hears_of_opponent(Some("Callado"))
        .or_if(|got| are_there[0] && loses_its_place(got), "loses-its-place-in-a-frame")
        .get();
    silent.hears_of_opponent(Some("Medio")).get();
    promises.conn.send(&promesa[15..]);
    promises.hears_that_it_waits().or_if(|got| are_there[1] && loses_its_place(got), "loses-its-place-in-a-frame");
}

#[test]
fn takes_a_quick_move_for_the_next_round() {
    // A program whose second of two messages waits for the lab to acknowledge the first plays fewer.
    const ROUNDS: u64 = 500;
    const AT_LEAST: u64 = 50;
    let server = Server::start();
    let (mut ana, mut beto) = server.room();
    ana.plays(quick_move(1));
    let (mut score, since) = ([0, 0], clock());
    for round in 1..=ROUNDS {
        if round > AT_LEAST && clock().saturating_sub(since) > Duration::from_secs(2) {
            break;
        }
        let [own, other] = [quick_move(round), MOVES[round as usize / 7 % 3]];
        beto.plays(other);
        match outcome(own, other) {
            "Gana" => score[0] += 1,
            "Pierde" => score[1] += 1,
            _ => {}
        }
        has_moved_at_once(&mut ana, round);
        ana.hears_result(own, other, round, score).get();
        // She has read her result, and plays on. He has not read his.
        ana.plays(quick_move(round + 1));
        has_moved_at_once(&mut beto, round);
        beto.hears_result(other, own, round, swapped(score)).get();
    }
}

#[test]
fn lets_no_slow_reader_delay_anybody() {
    let server = Server::start();
    let mut slow = Player::on(connect_narrow(server.addr));
    slow.says_hello("Lenta");
    slow.hears_that_it_waits().get();
    let mut beto = opponent_of(&server, &mut slow, "Beto");
    let (mut carla, mut dario) = server.room();
    // Every move but the first is answered with an error that she does not read, until nothing more fits anywhere.
    floods(&mut slow);
    let (mut slow, others) = (Some(slow), server.running.stopwatch());
    carla.plays("tijera");
    carla.hears_of_its_move(1).or_if(|got| waits_for(&mut slow, got, &mut carla), "waits-with-what-others-need").get();
    moves(&mut dario, "piedra", 1);
    carla.hears_result("tijera", "piedra", 1, [0, 1]).get();
    dario.hears_result("piedra", "tijera", 1, [1, 0]).get();
    // Her opponent may still play with her, or hear that she had to go.
    beto.plays("papel");
    beto.hears_anything().or_if(|got| waits_for(&mut slow, got, &mut beto), "waits-with-what-others-need").get();
    let got = beto.says_nonsense();
    beto.takes_error(got, "mensaje-invalido")
        .or_if(|got| waits_for(&mut slow, got, &mut beto), "waits-with-what-others-need")
        .get();
    others.took_at_most(A_SECOND).get();

    // Nor does it help the others if each wait for such a reader has its limit.
    let server = Server::start();
    let (mut carla, _dario) = server.room();
    let late = late_each_time(A_MOMENT, || delay_by_a_flood(&server, &mut carla, false));
    let failure = late.map(|took| Failure::new(Outcome::TooMuch, Awaited::Nothing).too_late(took, A_MOMENT));
    Check::new(late, failure)
        .or_if(|_| delay_by_a_flood(&server, &mut carla, true) < A_MOMENT, "waits-with-what-others-need");
}

#[test]
fn says_why_before_it_closes() {
    let server = Server::start();
    let mut ana = Player::hello(server.addr, "Ana");
    ana.hears_that_it_waits().get();
    let without_a_word = |got: &Got| got.is_end() && server.still_welcomes();
    ana.conn.send(&65_537_u32.to_be_bytes());
    ana.hears_error("marco-muy-grande").or_if(without_a_word, "closes-without-a-word").get();
    ana.hears_the_end().get();
    let mut beto = Player::connect(server.addr);
    beto.says("hola", &json!({ "version": 3, "nombre": "Beto" }));
    beto.hears_error("version")
        .or_if(|got| got.is("espera"), "takes-another-version")
        .or_if(without_a_word, "closes-without-a-word")
        .get();
    beto.hears_the_end().get();
    // Who ends inside a frame has not sent one that is too long.
    let mut carla = Player::hello(server.addr, "Carla");
    carla.hears_that_it_waits().get();
    carla.conn.send(b"\0\0\0");
    carla.conn.half_close();
    let calls_it_too_long = |got: &Got| got.is_error("marco-muy-grande");
    carla.hears_the_end().or_if(calls_it_too_long, "one-message-for-all-errors");
}

#[test]
fn says_goodbye_and_ends_when_it_is_told_to() {
    let mut server = Server::start();
    let mut silent = OldPlayer::connect(server.addr);
    let (mut ana, mut beto) = server.room();
    let mut old = OldPlayer::connect(server.addr);
    old.plays("papel");
    old.conn.wait_until_read();
    let mut carla = meets_an_old_player(&server, "Carla");
    let mut dario = Player::hello(server.addr, "Darío");
    dario.hears_that_it_waits().get();
    let mut nameless = Player::connect(server.addr);
    nameless.says_hello("");
    nameless.hears_error("nombre-invalido").get();
    server.keyboard.types(b"cerr\n");
    server.keyboard.types(b"cer");
    server.keyboard.wait_until_read();
    plays_a_round(&mut ana, &mut beto);
    server.keyboard.types(b"rar\n");
    let goodbye = server.running.stopwatch();
    for player in [&mut dario, &mut carla, &mut beto, &mut ana, &mut nameless] {
        let got = player.next();
        hears_goodbye(&server, player, got).get();
        player.hears_the_end().get();
    }
    closes_without_a_word(&mut old).get();
    closes_without_a_word(&mut silent).get();
    let mut players = vec![ana, beto, carla, dario, nameless];
    let end = server.running.may_take(grace()).ends_well().or_if(
        |end| {
            players.clear();
            old.conn.half_close();
            silent.conn.half_close();
            end.hung && !server.running.may_take(grace()).ends().hung
        },
        "waits-for-the-client-to-leave",
    );
    goodbye.took_at_most_until(A_SECOND, end.get().at).get();

    // What is still in a queue when the program ends may leave, or not. So it says goodbye more than once.
    for _ in 0..8 {
        let mut server = Server::start();
        let mut players: Vec<Player> = (0..8).map(|number| Player::hello(server.addr, &format!("J{number}"))).collect();
        for player in &mut players {
            let got = player.next_but(&["espera"]);
            player.takes(got, "comienza", &json!({})).get();
        }
        server.keyboard.types(b"cerrar\n");
        for player in &mut players {
            let got = player.next();
            hears_goodbye(&server, player, got).get();
            player.hears_the_end().get();
        }
    }
}

#[test]
fn ends_though_somebody_reads_nothing() {
    let mut server = Server::start();
    let (mut ana, mut beto) = server.room();
    let mut slow = Player::on(connect_narrow(server.addr));
    slow.says_hello("Lenta");
    slow.hears_that_it_waits().get();
    fills_its_connection(&server, &mut slow);
    // Who serves nobody any more waits already, and not for the goodbye.
    ana.plays("papel");
    let serves = ana.next().is("aceptada");
    let mut slow = Some(slow);
    server.keyboard.types(b"cerrar\n");
    let goodbye = server.running.stopwatch();
    for player in [&mut ana, &mut beto] {
        let got = player.next();
        hears_goodbye(&server, player, got)
            .or_if(|got| serves && waits_for(&mut slow, got, player), "no-write-timeout")
            .get();
        player.hears_the_end().or_if(|got| serves && waits_for(&mut slow, got, player), "no-write-timeout").get();
    }
    let end = server.running.may_take(grace()).ends_well().or_if(
        |end| {
            serves
                && end.hung
                && slow.take().is_some_and(|slow| {
                    slow.leaves();
                    !server.running.may_take(grace()).ends().hung
                })
        },
        "no-write-timeout",
    );
    goodbye.took_at_most_until(A_SECOND, end.get().at);
}

#[test]
fn goes_on_after_the_end_of_its_input() {
    let mut server = Server::start();
    let mut ana = Player::hello(server.addr, "Ana");
    ana.hears_that_it_waits().get();
    if let Some(while_it_is_open) = server.running.rests_for(WATCH) {
        while_it_is_open.get();
    }
    server.keyboard.end();
    server.keyboard.wait_until_read();
    if let Some(rests) = server.running.rests_for(WATCH) {
        rests.or_if(|effort| effort.processor_time > Duration::ZERO, "ignores-end-of-stream").get();
    }
    let got = ana.says_nonsense();
    let ended_well = |got: &Got| got.is_end() && server.running.ends().code == Some(0);
    ana.takes_error(got, "mensaje-invalido").or_if(ended_well, "ends-with-its-input").get();
    let mut beto = opponent_of(&server, &mut ana, "Beto");
    plays_a_round(&mut ana, &mut beto);
}

#[test]
fn uses_no_processor_time_while_it_waits() {
    let server = Server::start();
    let is_busy = |effort: &Effort| effort.processor_time > Duration::ZERO;
    let _silent = connect(server.addr);
    let (mut ana, beto) = server.room();
    let Some(while_both_think) = server.running.rests_for(WATCH) else {
        return skip(&PROGRAM, Reason::NotMeasured(Measure::ProcessorTime));
    };
    while_both_think.or_if(is_busy, "busy-wait").get();
    moves(&mut ana, "piedra", 1);
    if let Some(while_beto_thinks) = server.running.rests_for(WATCH) {
        while_beto_thinks.or_if(is_busy, "busy-wait").get();
    }
    beto.leaves();
    if let Some(after_he_left) = server.running.rests_for(WATCH) {
        after_he_left.or_if(is_busy, "ignores-end-of-stream").get();
    }
    is_alone(&server, &mut ana);
}

/// The program at a port of the system's choice. Its input stays open as long as this lives.
struct Server {
    running: Running,
    keyboard: Keyboard,
    addr: SocketAddr,
}

impl Server {
    fn start() -> Server {
        Server::start_with(&[])
    }

    fn start_with(args: &[&str]) -> Server {
        let call = args.iter().fold(PROGRAM.arg(any_loopback_port()), |call, arg| call.arg(arg));
        let (running, keyboard) = call.start_with_input();
        let says_port_0 = |ready: &Readiness| ready.addr.is_some_and(|addr| addr.port() == 0);
        let ready = running.says_where_it_listens().or_if(says_port_0, "port-not-reported").get();
        let addr = ready.addr.expect("a complete line has an address");
        Server { running, keyboard, addr }
    }

    /// A room of two more players, who have heard of each other. Nobody else may be waiting.
    fn room(&self) -> (Player, Player) {
        let mut first = Player::hello(self.addr, "Ana de la sala");
        first.hears_that_it_waits().get();
        let second = opponent_of(self, &mut first, "Beto de la sala");
        (first, second)
    }

    /// Whether somebody new gets an answer.
    fn still_welcomes(&self) -> bool {
        let mut guest = Player::hello(self.addr, "Visita");
        matches!(guest.next(), Got::Message(_))
    }
}

/// The frame in which a player says hello.
fn hello_of(name: &str) -> Vec<u8> {
    wire::message("hola", &json!({ "version": 2, "nombre": name }))
}

/// Whether somebody gets an answer whose hello comes in two pieces, with no pause between them.
fn takes_a_hello_in_two(server: &Server) -> bool {
    let mut guest = Player::connect(server.addr);
    guest.conn.split(&hello_of("Visita"), 2);
    matches!(guest.next(), Got::Message(_))
}

/// One more player, who is paired with the one that waits.
fn opponent_of(server: &Server, waiting: &mut Player, name: &str) -> Player {
    let mut opponent = Player::hello(server.addr, name);
    opponent
        .hears("comienza", &json!({}))
        .or_if(|got| got.is("espera") && waiting.is_answered(), "leaves-two-waiting")
        .get();
    waiting.hears_of_opponent(Some(name)).get();
    opponent
}

/// One more player, who is paired with the client of 2019 that waits. Whether that one or this one has come first, only
/// the server knows.
fn meets_an_old_player(server: &Server, name: &str) -> Player {
    let mut player = Player::hello(server.addr, name);
    let got = player.next_but(&["espera"]);
    player.takes(got, "comienza", &json!({ "oponente": null })).get();
    player
}

/// Moves in a first round, and expects that the move which the client of 2019 has made before counts in it.
fn counts_the_kept_move(player: &mut Player, old: &mut OldPlayer, [own, kept]: [&str; 2], score: [u64; 2]) {
    moves(player, own, 1);
    let got = player.next();
    let check = player.takes(got, "result", &result(own, kept, 1, score));
    let counts_only_if_said_again = |got: &Got| {
        got.is_silence() && {
            old.plays(kept);
            player.next().is("result") && takes_moves_of_2019_right_after_a_result()
        }
    };
    check.or_if(counts_only_if_said_again, "forgets-a-move-of-2019").get();
}

/// Whether two of 2019 can play one round after the other without a pause.
fn takes_moves_of_2019_right_after_a_result() -> bool {
    let server = Server::start();
    let (mut old, mut other) = (OldPlayer::connect(server.addr), OldPlayer::connect(server.addr));
    (0..3).all(|_| {
        old.plays("piedra");
        other.plays("papel");
        old.next().is("result") && other.next().is("result")
    })
}

/// Moves, and hears that the move is taken.
fn moves(player: &mut Player, choice: &str, round: u64) {
    player.plays(choice);
    player.hears_of_its_move(round).get();
}

/// One round, the first, with all that belongs to it.
fn plays_a_round(first: &mut Player, second: &mut Player) {
    moves(first, "papel", 1);
    moves(second, "piedra", 1);
    first.hears_result("papel", "piedra", 1, [1, 0]).get();
    second.hears_result("piedra", "papel", 1, [0, 1]).get();
}

/// Expects the result of a round, with `before` as the score until then, and knows the mistakes in it.
fn hears_result(
    player: &mut Player,
    [own, other]: [&str; 2],
    round: u64,
    before: [u64; 2],
    score: [u64; 2],
) -> Check<Got> {
    let is_of = |got: &Got, own: &str, other: &str| {
        got.data()["eleccion_1"] == own && got.data()["eleccion_2"] == other && is_outcome(&got.data()["res"])
    };
    let is_the_others = |got: &Got| own != other && is_of(got, other, own) && got.data()["res"] == outcome(other, own);
    let is_misjudged = |got: &Got| is_of(got, own, other) && got.data()["res"] != outcome(own, other);
    // The outcome is right, and the moves of the two stand in the wrong places, or one of them in both.
    let is_half_turned = |got: &Got| {
        let is_told = |moves: [&str; 2]| is_of(got, moves[0], moves[1]);
        let is_turned = is_told([other, own]) || is_told([own, own]) || is_told([other, other]);
        own != other && is_turned && got.data()["res"] == outcome(own, other)
    };
    let gained = |got: &Got| {
        let told = |place: usize| got.data()["marcador"][place].as_u64();
        [0, 1].map(|place| told(place).is_some_and(|told| told > before[place]))
    };
    let both_gained = |got: &Got| own != other && is_of(got, own, other) && gained(got) == [true, true];
    let somebody_gained = |got: &Got| own == other && is_of(got, own, other) && gained(got) != [false, false];
    player
        .hears_result(own, other, round, score)
        .or_if(is_the_others, "same-result-for-both")
        .or_if(is_half_turned, "result-from-the-wrong-side")
        .or_if(is_misjudged, "wrong-winner")
        .or_if(both_gained, "wrong-winner")
        .or_if(somebody_gained, "counts-ties")
}

fn is_outcome(value: &Value) -> bool {
    value.as_str().is_some_and(|word| ["Gana", "Pierde", "Empate"].contains(&word))
}

fn swapped([own, other]: [u64; 2]) -> [u64; 2] {
    [other, own]
}

/// The move of the other in the next result that this player gets.
fn move_of_the_other(player: &mut Player) -> Option<String> {
    let got = player.next_but(&["aceptada"]);
    got.data()["eleccion_2"].as_str().map(str::to_owned)
}

/// Says something that nobody can understand, and expects to be told so.
fn is_not_understood(server: &Server, player: &mut Player, payload: &[u8]) {
    player.says_raw(payload);
    player
        .hears_error("mensaje-invalido")
        .or_if(|got| got.is_end() && server.still_welcomes(), "hangs-up-on-a-mistake")
        .or_if(|got| got.is_silence() && is_a_ghost(server, player), "makes-a-ghost")
        .get();
}

/// Whether this player is not listened to, and still somebody's opponent.
fn is_a_ghost(server: &Server, player: &mut Player) -> bool {
    !player.is_answered() && Player::hello(server.addr, "Otra").next().data()["oponente"] == "Ana"
}

/// Says hello with a name that is none, and expects to be told so.
fn is_no_name(server: &Server, player: &mut Player, name: &str) {
    player.says_hello(name);
    player
        .hears_error("nombre-invalido")
        .or_if(|got| got.is("espera"), "takes-any-name")
        .or_if(|got| got.is_end() && server.still_welcomes(), "hangs-up-on-a-mistake")
        .get();
}

/// Whether a new player is paired with this one at once.
fn is_paired_with(server: &Server, name: Option<&str>) -> bool {
    let mut guest = Player::hello(server.addr, "Visita");
    let got = guest.next();
    got.is("comienza") && got.data()["oponente"] == json!(name)
}

/// Expects to be told of a departure, and to wait.
fn is_alone(server: &Server, player: &mut Player) {
    is_left(server, player);
    player.hears_that_it_waits().get();
}

/// Expects to be told of a departure.
fn is_left(server: &Server, player: &mut Player) {
    let got = player.next();
    is_told_of_it(server, player, got).get();
}

/// Expects that what came tells of a departure.
fn is_told_of_it(server: &Server, player: &mut Player, got: Got) -> Check<Got> {
    player.takes(got, "abandono", &Value::Null).or_if(
        |got| {
            // One that turns in a loop has another mistake, and so has one that says it too late.
            let is_calm = !server.running.findings().contains(&Finding::Busy);
            let is_told_later = |player: &mut Player| {
                player.says("qué tal", &Value::Null);
                player.next().is("abandono")
            };
            got.is("espera") && !is_told_later(player) || got.is_silence() && is_calm && player.is_answered()
        },
        "departure-untold",
    )
}

/// One more player, with the name of one who waited and is gone: as soon as the name is free, the server knows that.
/// Expects that this one waits in turn.
fn comes_after_her(server: &Server, name: &str) -> Player {
    let mut player = Player::connect(server.addr);
    let wait = server.running.stopwatch();
    let mut got = loop {
        player.says_hello(name);
        let got = player.next();
        if !got.is_error("nombre-ocupado") || wait.time() > grace() {
            break got;
        }
        let_time_pass(Duration::from_millis(5));
    };
    // A name may be free a moment before everything about its player is. Then the opponent is soon gone.
    if got.is("comienza") && player.next().is("abandono") {
        got = player.next();
    }
    player
        .takes(got, "espera", &Value::Null)
        .or_if(|got| got.is("comienza"), "pairs-with-somebody-gone")
        .or_if(|got| (got.is_end() || got.is_silence()) && fails_when_it_pairs(), "pairs-with-somebody-gone")
        .get();
    player
}

/// Whether a server survives that somebody who waits leaves, and does not survive the next player.
fn fails_when_it_pairs() -> bool {
    let server = Server::start();
    let mut gone = Player::hello(server.addr, "Ana");
    gone.next();
    gone.leaves();
    let_time_pass(WATCH);
    let mut next = Player::connect(server.addr);
    next.says_hello("");
    let lives = next.next().is_error("nombre-invalido");
    next.says_hello("Beto");
    lives && !matches!(next.next(), Got::Message(_))
}

/// Whether an opponent who leaves, and has read everything, is no trouble.
fn survives_one_who_leaves_politely() -> bool {
    let server = Server::start();
    let mut ana = Player::hello(server.addr, "Ana");
    let mut beto = Player::hello(server.addr, "Beto");
    let are_paired = ana.next_but(&["espera"]).is("comienza") && beto.next_but(&["espera"]).is("comienza");
    beto.leaves();
    are_paired && ana.next().is("abandono") && server.still_welcomes()
}

/// Expects that no clock runs on after both have moved, nor after the one who had moved is gone. Returns whether the
/// moves came in time; `must` expects that they did.
fn clock_stops(time: Duration, must: bool) -> bool {
    let server = Server::start_with(&["--move-timeout", &time.as_millis().to_string()]);
    let mut eva = Player::hello(server.addr, "Eva");
    eva.hears_that_it_waits().get();
    let mut feli = opponent_of(&server, &mut eva, "Feli");
    // Where these two are ended it is no clock of a move.
    let mut are_silent_ones_left_alone = || eva.is_answered() && feli.is_answered();
    let Some((mut ana, mut beto)) = room_after_a_round(&server, must) else { return false };
    let mut carla = Player::hello(server.addr, "Carla");
    carla.hears_that_it_waits().get();
    let mut dario = opponent_of(&server, &mut carla, "Darío");
    carla.plays("tijera");
    carla.leaves();
    let got = dario.next();
    if got.is_error("tiempo") && !must {
        return false;
    }
    is_told_of_it(&server, &mut dario, got).get();
    dario.hears_that_it_waits().get();
    // Meanwhile, for those whose clock has to run.
    if !clock_begins_anew(time, must) {
        return false;
    }
    let_time_pass(time);
    let mut invalid = |player: &mut Player, has_run_on: &mut dyn FnMut(&Got) -> bool| {
        player.says("qué tal", &Value::Null);
        player
            .hears_error("mensaje-invalido")
            .or_if(|got| has_run_on(got) && are_silent_ones_left_alone(), "clock-runs-on")
            .get();
    };
    // The clocks of these two were started at nearly the same time: the one that is over first ends the room.
    invalid(&mut beto, &mut |got| got.is_error("tiempo") || got.is("abandono") && ana.next().is_error("tiempo"));
    for player in [&mut dario, &mut ana] {
        invalid(player, &mut |got| got.is_error("tiempo"));
    }
    true
}

/// Two players after their first round. `None` if one of their moves was served too late for the other's clock; `must`
/// expects that neither was.
fn room_after_a_round(server: &Server, must: bool) -> Option<(Player, Player)> {
    let (mut ana, mut beto) = server.room();
    ana.plays("papel");
    beto.plays("piedra");
    for player in [&mut beto, &mut ana] {
        let got = player.next();
        if got.is_error("tiempo") && !must {
            return None;
        }
        player.takes(got, "aceptada", &json!({ "ronda": 1 })).get();
    }
    ana.hears_result("papel", "piedra", 1, [1, 0]).get();
    beto.hears_result("piedra", "papel", 1, [0, 1]).get();
    Some((ana, beto))
}

/// Expects that a clock which has stopped begins anew with the next round, and that of a move which was made before there
/// was an opponent with the opponent. Takes at least as long as a clock runs. Returns and `must` as in `clock_stops`.
fn clock_begins_anew(time: Duration, must: bool) -> bool {
    let server = Server::start_with(&["--move-timeout", &time.as_millis().to_string()]);
    let Some((mut ana, mut beto)) = room_after_a_round(&server, must) else { return false };
    let mut old = OldPlayer::connect(server.addr);
    old.plays("papel");
    old.conn.wait_until_read();
    let_time_pass(time * 3 / 4);
    let since = clock();
    // First she who meets him: whoever is left alone meanwhile would be met by him as well.
    let mut carla = meets_an_old_player(&server, "Carla");
    moves(&mut ana, "tijera", 2);
    let_time_pass(time / 2);
    for awaited in [&mut beto, &mut carla] {
        let is_over = awaited.has_more();
        let waited = clock().saturating_sub(since);
        if is_over && awaited.next().is_error("tiempo") {
            took_at_least(time - COARSE, waited).or_if(|_| has_all_its_time(time), "clock-runs-on").get();
        }
    }
    true
}

/// Whether a player who has not been awaited before has all the time for its move.
fn has_all_its_time(time: Duration) -> bool {
    let server = Server::start_with(&["--move-timeout", &time.as_millis().to_string()]);
    let (mut ana, mut beto) = server.room();
    let since = clock();
    ana.plays("papel");
    beto.next().is_error("tiempo") && clock().saturating_sub(since) >= time - COARSE
}

/// Expects that what came is the server's goodbye.
fn hears_goodbye(server: &Server, player: &Player, got: Got) -> Check<Got> {
    let ended_well = |got: &Got| {
        let end = server.running.may_take(grace()).has_ended();
        got.is_end() && end.is_none_or(|end| end.code == Some(0))
    };
    player.takes(got, "cierre", &Value::Null).or_if(ended_well, "stops-without-a-goodbye")
}

/// The first move in one of many rooms: it ends no round. As long as it is the only one, no other room can have a part
/// in what comes of it.
fn moves_first_in_its_room(player: &mut Player, choice: &str, is_alone: bool) {
    moves(player, choice, 1);
    player.says("qué tal", &Value::Null);
    player.hears_error("mensaje-invalido").or_if(|got| !is_alone && got.is("result"), "mixes-the-rooms").get();
}

/// The result of a first round in one of many rooms.
fn hears_result_of_its_room(player: &mut Player, own: &str, other: &str) {
    let score = [u64::from(outcome(own, other) == "Gana"), u64::from(outcome(other, own) == "Gana")];
    // What neither of the two has played, somebody in another room has.
    let is_foreign = |got: &Got| {
        let told = [&got.data()["eleccion_1"], &got.data()["eleccion_2"]];
        MOVES.iter().any(|choice| ![own, other].contains(choice) && told.contains(&&json!(choice)))
    };
    player.hears_result(own, other, 1, score).or_if(is_foreign, "mixes-the-rooms").get();
}

fn is_late_or_alone(got: &Got) -> bool {
    got.is_error("tiempo") || got.is("abandono")
}

/// Says what is no move again and again, until it hears something else than that, or has had far more time than it is
/// allowed. Returns what it heard last.
fn talks_until_it_hears_something_new(server: &Server, player: &mut Player, pause: Duration) -> Got {
    let wait = server.running.stopwatch();
    loop {
        player.plays("lagarto");
        let got = player.next();
        if !got.is_error("jugada-invalida") || wait.time() > grace() {
            return got;
        }
        let_time_pass(pause);
        if player.has_more() {
            return player.next();
        }
    }
}

/// Whether a player of version 2 has any time for a move.
fn has_no_clock() -> bool {
    let server = Server::start_with(&["--move-timeout", &MOVE_TIME.as_millis().to_string()]);
    let (mut ana, mut beto) = server.room();
    ana.plays("papel");
    beto.next().is_silence() && is_still_awaited(&mut beto)
}

/// Whether the server still takes a move from this player, long after its time.
fn is_still_awaited(player: &mut Player) -> bool {
    player.plays("papel");
    player.next().is("aceptada")
}

/// Expects that a move that came right after the own result is taken for this round.
fn has_moved_at_once(player: &mut Player, round: u64) {
    let check = player.hears_of_its_move(round);
    let is_refused = |got: &Got| round > 1 && (got.is("error") || got.is_silence() && player.is_answered());
    check.or_if(is_refused, "not-ready-for-the-next-move").get();
}

/// The move of the quick player in a round.
fn quick_move(round: u64) -> &'static str {
    MOVES[round as usize % 3]
}

/// Expects the result that a client of 2019 gets, and knows the mistakes in it.
fn hears_old_result(old: &mut OldPlayer, own: &str, other: &str) {
    let check = old.hears_result(own, other);
    check.or_if(has_new_keys, "new-keys-for-2019").or_if(is_no_result, "tells-2019-too-much").get();
}

/// A result with keys that nobody knew in 2019.
fn has_new_keys(got: &Got) -> bool {
    let known = ["eleccion_1", "eleccion_2", "res"];
    let keys = got.data().as_object().map(|data| data.keys().collect::<Vec<_>>()).unwrap_or_default();
    got.is("result") && known.iter().all(|key| keys.contains(&&key.to_string())) && keys.len() > known.len()
}

/// A message that is no result, alone or with another behind it.
fn is_no_result(got: &Got) -> bool {
    let first = match got {
        Got::Torn(bytes) => wire::split_frame(bytes).and_then(|(first, _)| serde_json::from_slice(first).ok()),
        Got::Message(message) => Some(message.clone()),
        _ => None,
    };
    first.is_some_and(|message: Value| message["status"] != "result")
}

/// Whether two who say hello are a pair.
fn is_for_version_2_only(server: &Server) -> bool {
    let mut first = Player::hello(server.addr, "Una");
    let waits = first.next().is("espera");
    let mut old = OldPlayer::connect(server.addr);
    old.plays("piedra");
    waits && first.next().is_silence() && is_paired_with(server, Some("Una"))
}

/// Expects that a client of 2019 is sent away, and that nothing is said to it.
fn closes_without_a_word(old: &mut OldPlayer) -> Check<Got> {
    old.hears_the_end().or_if(is_no_result, "tells-2019-too-much")
}

/// Expects that each of these messages has come in a segment of its own. One that the kernel had to repeat is forgiven.
fn came_in_one_segment_each(old: &OldPlayer, messages: u64) {
    let Some(segments) = old.conn.segments() else { return };
    let limit = messages + messages / 2;
    let failure = (u64::from(segments) > limit).then(|| {
        let failure = Failure::new(Outcome::TooMuch, Awaited::Nothing);
        let (limit, got) = (Shown::AtMost(messages.to_string()), Shown::Amount(segments.to_string()));
        failure.compare(Place::Measure(Measure::Segments), limit, got)
    });
    Check::new(segments, failure).or_if(|_| true, "several-writes-per-frame").get();
}

/// Sends 6,000 moves as fast as they are taken, and waits until the server reads no more of them.
fn floods(player: &mut Player) {
    player.conn.offer(&wire::message("eleccion", &json!("piedra")).repeat(6_000), WATCH);
    // As long as it reads, the number changes. Three equal ones are a standstill, also on a busy machine.
    let (mut before, mut equal) = (None, 0);
    while equal < 3 {
        let unread = player.conn.unread();
        if unread.is_none_or(|unread| unread == 0) {
            return;
        }
        equal = if unread == before { equal + 1 } else { 0 };
        before = unread;
        let_time_pass(WATCH);
    }
}

/// How much longer a player waits for an answer while the server answers a flood of moves, which come from another client
/// that reads the answers, or reads nothing.
fn delay_by_a_flood(server: &Server, player: &mut Player, reads: bool) -> Duration {
    // Both times the longest of as many answers.
    const PORTIONS: usize = 24;
    let mut time_of_an_answer = || {
        let wait = server.running.stopwatch();
        player.says_nonsense();
        wait.time()
    };
    let before = (0..PORTIONS).map(|_| time_of_an_answer()).max();
    let mut flood = Player::on(connect_narrow(server.addr));
    flood.says_hello("Lenta");
    flood.hears_anything().get();
    let portion = wire::message("eleccion", &json!("piedra")).repeat(250);
    let mut during = None;
    for _ in 0..PORTIONS {
        let taken = flood.conn.offer(&portion, WATCH / 10);
        during = during.max(Some(time_of_an_answer()));
        if taken < portion.len() {
            break;
        }
        if reads {
            flood.conn.hear_now();
        }
    }
    flood.leaves();
    during.zip(before).map_or(Duration::ZERO, |(during, before)| during.saturating_sub(before))
}

/// Has answers pile up for a player that reads none, until its connection takes no more of them: fewer than two hundred
/// wait in the program by then. Where the kernel does not tell, nothing piles up.
fn fills_its_connection(server: &Server, player: &mut Player) {
    // What the lab's end had no room for is sent again after 200 ms, and may make some on the other side.
    const TO_SETTLE: Duration = Duration::from_millis(250);
    const MOVES: usize = 80;
    const SHORTEST_ANSWER: usize = 40;
    let moves = wire::message("eleccion", &json!("piedra")).repeat(MOVES);
    for _ in 0..200 {
        let Some(before) = player.conn.unheard() else { return };
        let offered = player.conn.offer(&moves, WATCH);
        let are_written = || player.conn.unheard().is_none_or(|now| now >= before + MOVES * SHORTEST_ANSWER);
        if offered < moves.len() || !server.running.within(TO_SETTLE, are_written) {
            return;
        }
    }
}

/// Whether the server was waiting for the slow reader when it said nothing to this player: it goes on when she leaves.
fn waits_for(slow: &mut Option<Player>, got: &Got, player: &mut Player) -> bool {
    got.is_silence()
        && slow.take().is_some_and(|slow| {
            slow.leaves();
            player.next() != Got::Nothing(Then::Silence)
        })
}

/// Expects that something took at least so long.
fn took_at_least(limit: Duration, took: Duration) -> Check<Duration> {
    let is_short = took < limit;
    let failure = is_short.then(|| Failure::new(Outcome::ClosedTooSoon, Awaited::Nothing).too_soon(took, limit));
    Check::new(took, failure)
}
