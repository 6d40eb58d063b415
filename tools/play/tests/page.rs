//! The page in a browser, each tab a player.

mod support;

use std::net::SocketAddr;

use play::service::Limits;
use serde_json::json;
use support::browser::{Browser, Tab};
use support::game::{Conn, GameServer, Scripted, Server2019, frame};
use support::page::serve;

/// The page's address at which its pauses are twenty times as short.
fn fast(server: SocketAddr) -> String {
    format!("http://{}/?tempo=0.05", serve(server, Limits::default()).addr)
}

fn enter_as(tab: &Tab, name: &str) {
    tab.fill("#name", name);
    tab.click("#start button[type=submit]");
}

fn choose(tab: &Tab, chosen: &str) {
    tab.wait_for_phase("choosing");
    tab.click(&format!("[data-move={chosen}]"));
}

fn wait_for_status(tab: &Tab, part: &str) {
    tab.wait(&format!("document.querySelector('#status').textContent.includes({part:?})"));
}

/// The phases that the page went through, without the pauses between.
fn phases(tab: &Tab) -> Vec<String> {
    tab.history().into_iter().map(|(phase, _)| phase).collect()
}

const A_ROUND: [&str; 7] = ["sent", "count-3", "count-2", "count-1", "reveal", "result", "choosing"];

#[test]
fn two_tabs_play_three_rounds_and_one_leaves() {
    let (Some(browser), Some(server)) = (Browser::start(), GameServer::start()) else { return };
    let url = fast(server.addr);
    let (ana, beto) = (browser.open(&url), browser.open(&url));
    enter_as(&ana, "Ana");
    ana.wait_for_phase("waiting");
    enter_as(&beto, "Beto");
    let rounds = [("piedra", "tijera", "1 – 0"), ("papel", "papel", "1 – 0"), ("papel", "tijera", "1 – 1")];
    for (round, (own, other, score)) in rounds.into_iter().enumerate() {
        choose(&ana, own);
        wait_for_status(&ana, "Waiting for Beto");
        choose(&beto, other);
        for tab in [&ana, &beto] {
            tab.wait_for_nth("choosing", round + 2);
        }
        assert_eq!(ana.text("#score"), score);
    }
    let awaited = ["start", "connecting", "greeting", "waiting", "choosing"];
    assert_eq!(phases(&ana), [&awaited[..], &A_ROUND, &A_ROUND, &A_ROUND].concat());

    beto.close();
    ana.wait_for_phase("waiting");
    assert_eq!(ana.text("#status"), "Beto left. Waiting for somebody to play with.");
    assert_eq!(ana.text("#other-name"), "nobody yet");
    assert_eq!(ana.complaints(), [""; 0]);
}

#[test]
fn says_what_each_chose_and_who_won() {
    let (Some(browser), Some(server)) = (Browser::start(), GameServer::start()) else { return };
    let url = fast(server.addr);
    let (ana, beto) = (browser.open(&url), browser.open(&url));
    enter_as(&ana, "Ana");
    ana.wait_for_phase("waiting");
    enter_as(&beto, "Beto");
    choose(&ana, "papel");
    choose(&beto, "tijera");
    for (tab, both, outcome) in [
        (&ana, "You: paper. Opponent: scissors.", "You lose: scissors cut paper."),
        (&beto, "You: scissors. Opponent: paper.", "You win: scissors cut paper."),
    ] {
        tab.wait_for_nth("result", 1);
        let said = tab.run("return seen.map((one) => one.status)");
        assert!(said.as_array().expect("a list").contains(&json!(both)), "{said}");
        assert!(said.as_array().expect("a list").contains(&json!(outcome)), "{said}");
    }
}

#[test]
fn counts_a_second_each_shows_both_for_two_and_the_result_for_two() {
    let Some(browser) = Browser::start() else { return };
    let server = Scripted::bind();
    let tab = browser.open(&format!("http://{}/", serve(server.addr(), Limits::default()).addr));
    enter_as(&tab, "Ana");
    let (mut conn, _) = server.accept_greeting();
    conn.say("comienza", json!({"oponente": "Beto"}));
    choose(&tab, "papel");
    conn.hear();
    conn.say("result", json!({"eleccion_1": "papel", "eleccion_2": "papel", "res": "Empate"}));
    tab.wait_for_nth("choosing", 2);
    let history = tab.history();
    let at = |phase: &str| history.iter().rfind(|(one, _)| one == phase).expect("it was there").1;
    for (from, to, least) in [
        ("count-3", "count-2", 1000.0),
        ("count-2", "count-1", 1000.0),
        ("count-1", "reveal", 1000.0),
        ("reveal", "result", 2000.0),
        ("result", "choosing", 2000.0),
    ] {
        // A timer of the browser may come up to a millisecond early.
        assert!(at(to) - at(from) >= least - 2.0, "{from} to {to}: {history:?}");
    }
}

#[test]
fn keeps_what_comes_during_the_count_until_it_is_over() {
    let Some(browser) = Browser::start() else { return };
    let server = Scripted::bind();
    let tab = browser.open_in_steps(&format!("http://{}/", serve(server.addr(), Limits::default()).addr));
    enter_as(&tab, "Ana");
    let (mut conn, _) = server.accept_greeting();
    conn.say("comienza", json!({"oponente": "Beto"}));
    choose(&tab, "piedra");
    conn.hear();
    conn.say("result", json!({"eleccion_1": "piedra", "eleccion_2": "tijera", "res": "Gana"}));
    conn.say("abandono", json!(null));
    conn.say("comienza", json!({"oponente": "Carla"}));
    // All three have arrived before the count goes on.
    tab.wait("document.querySelectorAll('#frames .in').length === 4");
    for phase in ["count-3", "count-2", "count-1", "reveal", "result"] {
        tab.wait_for_phase(phase);
        assert_eq!(tab.text("#other-name"), "Beto");
        tab.step();
    }
    wait_for_status(&tab, "Beto left. You play against Carla. Choose!");
    assert_eq!(tab.text("#score"), "0 – 0");
}

#[test]
fn a_choice_ends_the_choosing() {
    let Some(browser) = Browser::start() else { return };
    let server = Scripted::bind();
    let tab = browser.open(&fast(server.addr()));
    enter_as(&tab, "Ana");
    let (mut conn, _) = server.accept_greeting();
    conn.say("comienza", json!({"oponente": "Beto"}));
    choose(&tab, "piedra");
    assert_eq!(tab.run("return document.querySelectorAll('[data-move][aria-disabled=true]').length"), 3);
    tab.click("[data-move=papel]");
    tab.press("3");
    assert_eq!(conn.hear(), json!({"status": "eleccion", "data": "piedra"}));
    // What comes next is not a second move, but the third round's.
    conn.say("result", json!({"eleccion_1": "piedra", "eleccion_2": "papel", "res": "Pierde"}));
    tab.wait_for_nth("choosing", 2);
    tab.click("[data-move=tijera]");
    assert_eq!(conn.hear(), json!({"status": "eleccion", "data": "tijera"}));
}

#[test]
fn a_third_tab_waits_until_somebody_leaves() {
    let (Some(browser), Some(server)) = (Browser::start(), GameServer::start()) else { return };
    let url = fast(server.addr);
    let (ana, beto, carla) = (browser.open(&url), browser.open(&url), browser.open(&url));
    enter_as(&ana, "Ana");
    ana.wait_for_phase("waiting");
    enter_as(&beto, "Beto");
    beto.wait_for_phase("choosing");
    enter_as(&carla, "Carla");
    carla.wait_for_phase("waiting");
    ana.close();
    carla.wait_for_phase("choosing");
    assert_eq!(carla.text("#other-name"), "Beto");
    wait_for_status(&beto, "Ana left. You play against Carla.");
}

#[test]
fn comes_back_by_itself_when_the_server_does() {
    let (Some(browser), Some(server)) = (Browser::start(), GameServer::start()) else { return };
    let addr = server.addr;
    let url = fast(addr);
    let (ana, beto) = (browser.open(&url), browser.open(&url));
    enter_as(&ana, "Ana");
    ana.wait_for_phase("waiting");
    enter_as(&beto, "Beto");
    ana.wait_for_phase("choosing");
    server.die();
    ana.wait_for_nth("gone", 1);
    beto.wait_for_nth("gone", 1);
    // It has tried in vain at least once.
    ana.wait_for_nth("gone", 2);
    let server = GameServer::start_at(&addr.to_string(), &[]).expect("it was there before");
    for tab in [&ana, &beto] {
        tab.wait_for_phase("choosing");
        assert_eq!(tab.text("#score"), "0 – 0");
    }
    server.say_goodbye();
    ana.wait_for_nth("gone", 3);
    let said = ana.run("return seen.map((one) => one.status)").to_string();
    assert!(said.contains("The server says goodbye"), "{said}");
}

#[test]
fn asks_for_another_name_when_one_is_taken() {
    let (Some(browser), Some(server)) = (Browser::start(), GameServer::start()) else { return };
    let url = fast(server.addr);
    let (ana, other) = (browser.open(&url), browser.open(&url));
    enter_as(&ana, "Ana");
    ana.wait_for_phase("waiting");
    enter_as(&other, "Ana");
    other.wait("document.querySelector('#name-problem').textContent.includes('already called “Ana”')");
    assert_eq!(other.run("return document.querySelector('#name').value"), "Ana 2");
    other.click("#start button[type=submit]");
    other.wait_for_phase("choosing");
    assert_eq!(ana.text("#other-name"), "Ana 2");
}

#[test]
fn a_name_that_cannot_be_one_is_never_sent() {
    let Some(browser) = Browser::start() else { return };
    let server = Scripted::bind();
    let tab = browser.open(&fast(server.addr()));
    for bad in ["  ", "123456789012345678901"] {
        enter_as(&tab, bad);
        tab.wait("document.querySelector('#name-problem').textContent.includes('1 to 20')");
    }
    enter_as(&tab, "Ñandú de 1 año 🪶");
    assert_eq!(server.accept_greeting().1, "Ñandú de 1 año 🪶");
}

#[test]
fn plays_with_the_keyboard_alone() {
    const TAB: char = '\u{e004}';
    const ENTER: char = '\u{e007}';
    const RIGHT: char = '\u{e014}';
    let Some(browser) = Browser::start() else { return };
    let server = Scripted::bind();
    let tab = browser.open(&fast(server.addr()));
    let focused = |what: &str| {
        tab.wait(&format!("document.activeElement.matches({what:?})"));
        let ring = tab.run("return getComputedStyle(document.activeElement).outlineStyle");
        assert_eq!(ring, "solid", "the focus on {what} can be seen");
    };
    tab.press(&[TAB; 3].iter().collect::<String>());
    focused("#name");
    tab.press(&ENTER.to_string());
    let (mut conn, name) = server.accept_greeting();
    assert!((1..=20).contains(&name.chars().count()), "a friendly name: {name}");
    conn.say("comienza", json!({"oponente": "Beto"}));
    tab.wait_for_phase("choosing");
    focused("[data-move=piedra]");
    tab.press(&format!("{RIGHT}{RIGHT}{ENTER}"));
    focused("[data-move=tijera]");
    assert_eq!(conn.hear()["data"], "tijera");
    conn.say("result", json!({"eleccion_1": "tijera", "eleccion_2": "papel", "res": "Gana"}));
    tab.wait_for_nth("choosing", 2);
    focused("[data-move=tijera]");
    tab.press("2");
    assert_eq!(conn.hear()["data"], "papel");
    conn.say("result", json!({"eleccion_1": "papel", "eleccion_2": "papel", "res": "Empate"}));
    tab.wait_for_nth("choosing", 3);
    tab.press(&format!("{TAB}{ENTER}"));
    focused("#wire summary");
    tab.wait("document.querySelector('#wire').open");
}

#[test]
fn the_focus_stays_on_trying_again_until_the_server_is_there() {
    const ENTER: char = '\u{e007}';
    let Some(browser) = Browser::start() else { return };
    let server = Scripted::bind();
    let addr = server.addr();
    let url = format!("http://{}/", serve(addr, Limits::default()).addr);
    let tab = browser.open_in_steps(&url);
    enter_as(&tab, "Ana");
    drop((server.accept_greeting(), server));
    tab.wait_for_nth("gone", 1);
    tab.run("document.querySelector('#retry').focus()");
    let has_focus = || tab.run("return document.activeElement.matches('#retry') && !document.activeElement.hidden");
    // The next attempt, that comes by itself; then one that is asked for.
    tab.step();
    tab.wait_for_nth("gone", 2);
    assert_eq!(has_focus(), true);
    tab.press(&ENTER.to_string());
    tab.wait_for_nth("gone", 3);
    assert_eq!(has_focus(), true);
    let while_it_tries = "return seen.filter((one) => one.phase === 'connecting').length";
    assert_eq!(tab.run(while_it_tries), 3);

    let server = Scripted::bind_at(addr);
    tab.press(&ENTER.to_string());
    let (mut conn, _) = server.accept_greeting();
    tab.wait("document.activeElement.matches('[data-move=piedra]')");
    conn.say("comienza", json!({"oponente": "Beto"}));
    tab.wait_for_phase("choosing");
    tab.press(&ENTER.to_string());
    assert_eq!(conn.hear()["data"], "piedra");
}

#[test]
fn the_focus_goes_to_the_moves_when_the_second_tab_is_not_needed_any_more() {
    let Some(browser) = Browser::start() else { return };
    let server = Scripted::bind();
    let tab = browser.open(&fast(server.addr()));
    enter_as(&tab, "Ana");
    let (mut conn, _) = server.accept_greeting();
    conn.say("espera", json!(null));
    tab.wait_for_phase("waiting");
    tab.run("document.querySelector('#second').focus()");
    conn.say("comienza", json!({"oponente": "Beto"}));
    tab.wait_for_phase("choosing");
    assert_eq!(tab.run("return document.activeElement.dataset.move"), "piedra");
}

#[test]
fn plays_against_a_server_of_2019() {
    let Some(browser) = Browser::start() else { return };
    let server = Server2019::start();
    let url = fast(server.addr);
    let (ana, beto) = (browser.open(&url), browser.open(&url));
    enter_as(&ana, "Ana");
    enter_as(&beto, "Beto");
    for (round, (own, other)) in
        [("piedra", "tijera"), ("papel", "tijera"), ("papel", "piedra")].into_iter().enumerate()
    {
        choose(&ana, own);
        choose(&beto, other);
        ana.wait_for_nth("choosing", round + 2);
        beto.wait_for_nth("choosing", round + 2);
    }
    assert_eq!(ana.text("#score"), "2 – 1");
    assert_eq!(beto.text("#score"), "1 – 2");
    assert!(ana.text("#hint").starts_with("This server did not answer the greeting"));
    let heard = server.heard.lock().unwrap();
    let of_first: Vec<&str> = heard.iter().filter(|(number, _)| *number == 0).map(|(_, text)| text.as_str()).collect();
    assert_eq!(of_first.len(), 4, "a greeting and three moves: {of_first:?}");
    assert_eq!(ana.complaints(), [""; 0]);
}

#[test]
fn says_no_greeting_when_asked_to_speak_as_in_2019() {
    let (Some(browser), Some(server)) = (Browser::start(), GameServer::start()) else { return };
    let url = fast(server.addr);
    let (ana, old) = (browser.open(&url), browser.open(&url));
    enter_as(&ana, "Ana");
    ana.wait_for_phase("waiting");
    old.click("#old-wire");
    old.click("#start button[type=submit]");
    choose(&old, "papel");
    choose(&ana, "piedra");
    ana.wait_for_nth("result", 1);
    old.wait_for_nth("choosing", 2);
    assert_eq!(old.text("#score"), "1 – 0");
    assert_eq!(old.run("return document.querySelectorAll('#frames .out').length"), 1);
    assert_eq!(ana.text("#other-name"), "someone on the wire of 2019");
}

#[test]
fn a_late_answer_to_the_greeting_is_still_heard() {
    let Some(browser) = Browser::start() else { return };
    let server = Scripted::bind();
    let tab = browser.open(&fast(server.addr()));
    enter_as(&tab, "Ana");
    let (mut conn, _) = server.accept_greeting();
    tab.wait_for_phase("choosing");
    conn.say("espera", json!(null));
    tab.wait_for_phase("waiting");
    conn.say("comienza", json!({"oponente": "Beto"}));
    tab.wait_for_phase("choosing");
    assert_eq!((tab.text("#other-name"), tab.text("#hint")), ("Beto".into(), String::new()));
}

#[test]
fn shows_the_bytes_as_they_crossed_the_wire() {
    let Some(browser) = Browser::start() else { return };
    let server = Scripted::bind();
    let tab = browser.open(&fast(server.addr()));
    tab.click("#wire summary");
    enter_as(&tab, "Ñ");
    let mut conn = server.accept();
    assert_eq!(conn.payload(), r#"{"status":"hola","data":{"version":2,"nombre":"Ñ"}}"#.as_bytes());
    conn.raw(&frame(b"{\"status\": \"espera\", \"data\": null}"));
    tab.wait("document.querySelectorAll('#frames .in').length === 1");
    let sent = tab.text("#frames .out");
    assert!(sent.contains("00 00 00 34 7b 22 73 74"), "the length counts bytes, not letters: {sent}");
    assert!(sent.contains("22 c3 91 22") && sent.contains("56 bytes"), "{sent}");
    let got = tab.text("#frames .in");
    assert!(got.contains("00 00 00 22 7b 22 73 74") && got.contains(r#"{"status": "espera", "data": null}"#), "{got}");
    let ends = tab.text("#ends");
    assert!(ends.ends_with(&format!(" → {}", server.addr())), "{ends}");
    let client = conn.0.peer_addr().expect("it is connected");
    assert!(ends.starts_with(&client.to_string()), "{ends}");
}

#[test]
fn says_what_is_wrong_with_a_server_in_the_making() {
    let Some(browser) = Browser::start() else { return };
    let server = Scripted::bind();
    let tab = browser.open_in_steps(&format!("http://{}/", serve(server.addr(), Limits::default()).addr));
    enter_as(&tab, "Ana");
    let (mut conn, _) = server.accept_greeting();
    conn.raw(&frame(b"espera"));
    wait_for_hint(&tab, "something that this page does not understand");
    conn.say("error", json!({"codigo": "nuevo", "mensaje": "algo"}));
    wait_for_hint(&tab, "The server reports nuevo: algo");
    conn.raw(b"\x22\0\0\0{\"status\": \"espera\", \"data\": null}");
    wait_for_status(&tab, "a frame that is too long. Is the length missing, or the wrong way round?");
    tab.step();
    let (mut conn, _) = server.accept_greeting();
    conn.raw(b"\0\0\0\x22{\"status\"");
    drop(conn);
    wait_for_status(&tab, "closed the connection inside a frame");
    tab.click("#wire summary");
    let frames = tab.text("#frames");
    assert!(frames.contains("As a length this is 570425344"), "0x22 the wrong way round: {frames}");
    assert!(frames.contains("The frame ends here, and it should not."), "{frames}");
}

/// A page that plays against Beto at a server that says what the test tells it to.
fn against_beto<'a>(browser: &'a Browser, server: &Scripted) -> (Tab<'a>, Conn) {
    let tab = browser.open(&fast(server.addr()));
    enter_as(&tab, "Ana");
    let (mut conn, _) = server.accept_greeting();
    conn.say("comienza", json!({"oponente": "Beto"}));
    tab.wait_for_phase("choosing");
    (tab, conn)
}

const STRANGE: &str = "something that this page does not understand";

#[test]
fn an_opponent_whose_name_is_no_text_is_strange_and_the_game_goes_on() {
    let Some(browser) = Browser::start() else { return };
    let server = Scripted::bind();
    let tab = browser.open(&fast(server.addr()));
    enter_as(&tab, "Ana");
    let (mut conn, _) = server.accept_greeting();
    conn.say("comienza", json!({"oponente": {"nombre": "Beto"}}));
    wait_for_hint(&tab, STRANGE);
    conn.say("abandono", json!(null));
    tab.wait_for_phase("waiting");
    conn.say("comienza", json!({"oponente": 7}));
    wait_for_hint(&tab, STRANGE);
    conn.say("abandono", json!(null));
    conn.say("comienza", json!({"oponente": "Beto"}));
    wait_for_status(&tab, "You play against Beto.");
    assert_eq!(tab.complaints(), [""; 0]);
}

#[test]
fn an_error_that_is_no_text_is_strange_and_the_game_goes_on() {
    let Some(browser) = Browser::start() else { return };
    let server = Scripted::bind();
    let (tab, mut conn) = against_beto(&browser, &server);
    conn.say("error", json!({"codigo": {"toString": 1}}));
    wait_for_hint(&tab, STRANGE);
    conn.say("error", json!({"codigo": "nuevo", "mensaje": "algo"}));
    wait_for_hint(&tab, "The server reports nuevo: algo");
    conn.say("error", json!({"codigo": "nuevo", "mensaje": {"toString": 1}}));
    wait_for_hint(&tab, STRANGE);
    // What every object has is no code that the page knows.
    conn.say("error", json!({"codigo": "toString", "mensaje": "algo"}));
    wait_for_hint(&tab, "The server reports toString: algo");
    assert_eq!(tab.complaints(), [""; 0]);
}

#[test]
fn a_score_that_is_not_two_numbers_is_strange_and_the_game_goes_on() {
    let Some(browser) = Browser::start() else { return };
    let server = Scripted::bind();
    let (tab, mut conn) = against_beto(&browser, &server);
    let result = |score| json!({"eleccion_1": "papel", "eleccion_2": "piedra", "res": "Gana", "marcador": score});
    choose(&tab, "papel");
    conn.say("result", result(json!([{"toString": 1}, 0])));
    wait_for_hint(&tab, STRANGE);
    conn.say("result", result(json!([3, 0])));
    tab.wait_for_nth("choosing", 2);
    assert_eq!((tab.text("#score"), tab.text("#hint")), ("3 – 0".into(), String::new()));
    assert_eq!(tab.complaints(), [""; 0]);
}

#[test]
fn what_goes_wrong_with_one_event_does_not_stop_the_next() {
    let Some(browser) = Browser::start() else { return };
    let server = Scripted::bind();
    let (tab, mut conn) = against_beto(&browser, &server);
    tab.run("enter({ kind: 'frame', value: { get status() { throw new Error('of this test'); } } }).catch(() => {})");
    conn.say("abandono", json!(null));
    wait_for_status(&tab, "Beto left.");
}

fn wait_for_hint(tab: &Tab, part: &str) {
    tab.wait(&format!("document.querySelector('#hint').textContent.includes({part:?})"));
}

#[test]
fn who_was_too_slow_is_asked_before_playing_again() {
    let Some(browser) = Browser::start() else { return };
    let server = Scripted::bind();
    let tab = browser.open(&fast(server.addr()));
    enter_as(&tab, "Ana");
    let (mut conn, _) = server.accept_greeting();
    conn.say("comienza", json!({"oponente": "Beto"}));
    tab.wait_for_phase("choosing");
    conn.say("error", json!({"codigo": "tiempo", "mensaje": ""}));
    drop(conn);
    tab.wait_for_phase("ended");
    tab.click("#again");
    assert_eq!(server.accept_greeting().1, "Ana");
}

#[test]
fn tries_again_when_the_server_is_full_and_each_time_later() {
    let Some(browser) = Browser::start() else { return };
    let server = Scripted::bind();
    let tab = browser.open_in_steps(&format!("http://{}/", serve(server.addr(), Limits::default()).addr));
    enter_as(&tab, "Ana");
    for gap in [1_000, 2_000, 4_000] {
        let (mut conn, name) = server.accept_greeting();
        assert_eq!(name, "Ana");
        conn.say("error", json!({"codigo": "lleno", "mensaje": ""}));
        drop(conn);
        tab.wait_for_phase("gone");
        assert_eq!(tab.text("#status"), "The server is full.");
        assert_eq!(tab.longest_pause(), gap);
        tab.step();
    }
    // Whoever was let in begins again with the shortest gap.
    let (mut conn, _) = server.accept_greeting();
    conn.say("espera", json!(null));
    tab.wait_for_phase("waiting");
    drop(conn);
    tab.wait_for_phase("gone");
    assert_eq!(tab.longest_pause(), 1_000);
}

#[test]
fn remembers_the_language() {
    let Some(browser) = Browser::start() else { return };
    let server = Scripted::bind();
    let tab = browser.open(&fast(server.addr()));
    assert_eq!(tab.text("#start button"), "Play");
    tab.click("[data-lang=es]");
    assert_eq!(tab.text("#start button"), "Jugar");
    assert_eq!(tab.run("return document.documentElement.lang"), "es");
    tab.reload();
    assert_eq!(tab.text("#start button"), "Jugar");
}

#[test]
fn a_page_that_is_closed_leaves_the_game() {
    let Some(browser) = Browser::start() else { return };
    let server = Scripted::bind();
    let tab = browser.open(&fast(server.addr()));
    enter_as(&tab, "Ana");
    let (mut conn, _) = server.accept_greeting();
    tab.close();
    conn.see_it_leave();
}

#[test]
fn moves_nothing_for_who_wants_less_motion() {
    let Some(browser) = Browser::start() else { return };
    let server = Scripted::bind();
    let tab = browser.open_in_steps(&format!("http://{}/", serve(server.addr(), Limits::default()).addr));
    enter_as(&tab, "Ana");
    let (mut conn, _) = server.accept_greeting();
    conn.say("comienza", json!({"oponente": "Beto"}));
    choose(&tab, "piedra");
    conn.say("result", json!({"eleccion_1": "piedra", "eleccion_2": "papel", "res": "Pierde"}));
    tab.wait_for_phase("count-3");
    const ANIMATED: &str = "return [...document.querySelectorAll('body *')]
        .filter((one) => getComputedStyle(one).animationName !== 'none').length";
    assert_ne!(tab.run(ANIMATED), 0);
    tab.prefers(&[("prefers-reduced-motion", "reduce")]);
    assert_eq!(tab.run(ANIMATED), 0);
}
