//! Conversations as JSON: what is written is read back, and what others wrote is read or refused by name.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use enchufe::capture;
use enchufe::report::conversation;
use enchufe::scene::Scene;
use enchufe::transcript::{Event, Fate, Label, Payload, Stream, Transcript, What};
use enchufe::words::Lang;
use fuzz::{MIB, each, json, text};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use serde_json::Value;

/// Conversations of the workbook: those of the golden reports, and recorded figures.
pub fn recorded() -> Vec<Value> {
    let read = |bytes: Vec<u8>| serde_json::from_slice::<Value>(&bytes).expect("it is JSON");
    let files = text::files("tests/golden", ".json", 64 << 10).into_iter();
    let files = files.chain(text::files("tools/book/recordings/figures", ".json", 16 << 10));
    files.map(|bytes| read(bytes)["transcript"].take()).filter(Value::is_array).collect()
}

fn address() -> impl Strategy<Value = SocketAddr> {
    let ip = prop_oneof![
        any::<u32>().prop_map(|bits| Ipv4Addr::from_bits(bits).into()),
        any::<u128>().prop_map(|bits| Ipv6Addr::from_bits(bits).into()),
        Just(Ipv4Addr::LOCALHOST.into()),
    ];
    (ip, any::<u16>()).prop_map(|(ip, port): (std::net::IpAddr, u16)| SocketAddr::new(ip, port))
}

fn payload() -> impl Strategy<Value = Payload> {
    let long = (any::<u8>(), 0_usize..40_000).prop_map(|(byte, count)| vec![byte; count]);
    prop_oneof![3 => vec(any::<u8>(), 0..40), 1 => "[a-z\\r\\n→ñ\"]{0,30}".prop_map(String::into_bytes), 1 => long]
        .prop_map(|bytes| Payload::new(&bytes))
}

fn time() -> impl Strategy<Value = Duration> {
    prop_oneof![0_u64..10_000, 0_u64..1 << 40].prop_map(Duration::from_micros)
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![Just(Fate::Pass), Just(Fate::Drop), Just(Fate::Double), Just(Fate::Swap), time().prop_map(Fate::Delay),]
}

fn what() -> impl Strategy<Value = What> {
    let between = || (address(), address());
    prop_oneof![
        any::<String>().prop_map(|command| What::Started { command }),
        address().prop_map(|at| What::Listening { at }),
        (address(), any::<u16>()).prop_map(|(at, last)| What::Silent { at, last }),
        between().prop_map(|(lab, you)| What::Connected { lab, you }),
        (between(), payload(), any::<bool>()).prop_map(|((lab, you), bytes, datagram)| What::Sent {
            lab,
            you,
            bytes,
            datagram
        }),
        (between(), payload(), any::<bool>()).prop_map(|((lab, you), bytes, datagram)| What::Received {
            lab,
            you,
            bytes,
            datagram
        }),
        (between(), between(), payload(), fate()).prop_map(|((lab, you), (via, to), bytes, fate)| What::Relayed {
            lab,
            you,
            via,
            to,
            bytes,
            fate
        }),
        payload().prop_map(|bytes| What::Refused { bytes }),
        (0..=i64::MAX as usize).prop_map(|bytes| What::Unread { bytes }),
        prop_oneof![
            Just(What::HalfClosed),
            Just(What::Closed),
            Just(What::Aborted),
            Just(What::YouClosed),
            Just(What::YouReset),
            Just(What::InputEnded),
        ],
        payload().prop_map(|bytes| What::Typed { bytes }),
        (any::<bool>(), payload()).prop_map(|(is_out, bytes)| What::Printed {
            stream: if is_out { Stream::Stdout } else { Stream::Stderr },
            bytes,
        }),
        (option::of(any::<i32>()), option::of(any::<i32>())).prop_map(|(code, signal)| What::Ended { code, signal }),
        time().prop_map(|waited| What::NothingCame { waited }),
    ]
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let label =
        prop_oneof![Just(None), (0_usize..4).prop_map(|n| Some(Label(n))), (0_usize..90).prop_map(|n| Some(Label(n)))];
    vec((time(), label, what()).prop_map(|(at, label, what)| Event { at, label, what }), 0..12)
}

/// Everything that is made of a conversation.
fn draw(events: &[Event]) {
    for lang in Lang::ALL {
        conversation::lines(events, lang.words());
        for (room, space) in [(0, false), (3, true), (26, false)] {
            let scene = Scene::new(events, lang, room, space);
            assert!(scene.rows.len() >= events.len(), "every event has a row");
            for row in &scene.rows {
                assert!(row.life.len() == scene.columns.count, "every column lives or does not");
                row.who(scene.columns.is_relay(), lang);
            }
        }
    }
    capture::pcapng(events);
}

#[test]
fn a_conversation_is_read_back_as_it_was_written() {
    each(1500, 8 * MIB, events(), |events| {
        let json = Transcript::from_events(events.clone()).to_json();
        let read = Transcript::from_json(&json).expect("it was written by the harness");
        assert_eq!(read.events(), events);
    });
}

#[test]
fn any_conversation_can_be_told_drawn_and_captured() {
    each(1500, 16 * MIB, events(), |events| draw(&events));
}

#[test]
fn what_is_no_conversation_is_refused_and_what_is_one_stays_the_same() {
    each(3000, 16 * MIB, json::mutated(recorded()), |json| match Transcript::from_json(&json) {
        Ok(read) => {
            let again = Transcript::from_json(&read.to_json()).expect("it was written by the harness");
            assert_eq!(again.events(), read.events());
            draw(&read.events());
        }
        Err(error) => assert!(error.to_string().contains("transcript"), "{error}"),
    });
}
