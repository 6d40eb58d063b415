//! Five messages over a bad path. What UDP hands over, and in which order, comes from the harness's relay wherever the
//! relay can do what is asked for. TCP cannot be made to lose a segment without being root: what it hands over, and
//! all times, come from a model that is written here a second time, tick by tick.

use std::collections::BTreeSet;
use std::net::{SocketAddr, UdpSocket};
use std::time::Duration;

use enchufe::peer::relay::{Direction, Fate, Relay};
use serde_json::json;

use crate::golden;

const COUNT: usize = 5;
const FATES: [&str; 3] = ["arrives", "lost", "late"];

#[test]
fn packet_loss() {
    let mut cases = Vec::new();
    let mut relayed = 0;
    for number in 0..3_usize.pow(COUNT as u32) {
        let fates: Vec<&str> = (0..COUNT).map(|at| FATES[number / 3_usize.pow(at as u32) % 3]).collect();
        let udp = udp(&fates);
        let order: Vec<usize> = udp.iter().map(|(message, _)| *message).collect();
        if can_be_relayed(&fates) {
            relayed += 1;
            assert_eq!(through_the_relay(&fates), order, "{fates:?}");
        }
        cases.push(json!({"fates": fates, "udp": udp, "tcp": tcp(&fates)}));
    }
    assert_eq!(relayed, 99);
    golden::check("packet-loss", &cases);
}

/// When a message leaves, and how long it is on its way.
fn leaves(at: usize) -> u32 {
    20 * at as u32
}

fn way(fate: &str) -> u32 {
    if fate == "late" { 60 } else { 30 }
}

/// What a UDP program gets, and when.
fn udp(fates: &[&str]) -> Vec<(usize, u32)> {
    let mut got = Vec::new();
    for now in (0..400).step_by(10) {
        for (at, fate) in fates.iter().enumerate() {
            if *fate != "lost" && leaves(at) + way(fate) == now {
                got.push((at + 1, now));
            }
        }
    }
    got
}

/// What a TCP program gets, and when: never a message before those in front of it.
fn tcp(fates: &[&str]) -> Vec<(usize, u32)> {
    let mut here = BTreeSet::new();
    let mut got = Vec::new();
    for now in (0..400).step_by(10) {
        for (at, fate) in fates.iter().enumerate() {
            // A lost one is repeated when 100 ms are over.
            let arrives = if *fate == "lost" { leaves(at) + 100 + 30 } else { leaves(at) + way(fate) };
            if arrives == now {
                here.insert(at + 1);
            }
        }
        while here.contains(&(got.len() + 1)) {
            got.push((got.len() + 1, now));
        }
    }
    got
}

/// The relay lets a late datagram be overtaken by the next that arrives. That is the same only if the next one does.
fn can_be_relayed(fates: &[&str]) -> bool {
    fates.windows(2).all(|pair| pair[0] != "late" || pair[1] == "arrives")
}

/// In which order they come out of the relay.
fn through_the_relay(fates: &[&str]) -> Vec<usize> {
    let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
    let receiver = UdpSocket::bind(anywhere).expect("a port");
    receiver.set_read_timeout(Some(Duration::from_secs(20))).expect("a deadline can be set");
    let plan: Vec<Fate> = fates
        .iter()
        .map(|fate| match *fate {
            "lost" => Fate::Drop,
            "late" => Fate::Swap,
            _ => Fate::Pass,
        })
        .collect();
    let to = receiver.local_addr().expect("it is bound");
    let fate = move |_: Direction, index: usize, _: &[u8]| plan.get(index).copied().unwrap_or(Fate::Pass);
    let relay = Relay::new(to, fate);
    let sender = UdpSocket::bind(anywhere).expect("a port");
    // One more, which overtakes the last if that is late.
    let all = 1..=COUNT as u8 + 1;
    for message in all {
        sender.send_to(&[message], relay.addr()).expect("the relay is there");
    }
    let lost = fates.iter().filter(|fate| **fate == "lost").count();
    let mut order = Vec::new();
    for _ in 0..COUNT + 1 - lost {
        let mut message = [0];
        receiver.recv(&mut message).expect("it arrives");
        order.push(usize::from(message[0]));
    }
    order.retain(|message| *message <= COUNT);
    order
}
