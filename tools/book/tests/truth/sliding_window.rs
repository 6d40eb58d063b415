//! Stop-and-wait as the solution of `reliable-udp` does it over the harness's relay: which datagrams cross the path,
//! and in which order. What larger windows do comes from a model that is written here a second time, tick by tick.

use std::collections::{BTreeSet, VecDeque};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use enchufe::peer::relay::{Direction, Fate, Relay};
use serde_json::{Value, json};

use crate::{draw, golden, solutions};

/// How many numbers are sent (the last is the end), and which datagrams are lost there and back.
///
/// None loses the end itself and then its acknowledgement: the sender would then ask again just when the receiver has
/// stayed its 2 × MS, and which of the two comes first is chance.
const LOSSES: [(usize, &[usize], &[usize]); 11] = [
    (4, &[], &[]),
    (4, &[0], &[]),
    (4, &[2], &[]),
    (4, &[1, 2], &[]),
    (4, &[3], &[]),
    (4, &[], &[0]),
    (4, &[], &[1, 2]),
    // The last acknowledgement: the receiver is done, and must answer all the same.
    (4, &[], &[3]),
    (4, &[1], &[1, 3]),
    (2, &[0], &[0]),
    (1, &[0], &[]),
];

/// MS of both sides. On a busy machine a short time repeats what was not lost, or is not enough: then it is tried with a
/// longer one.
const TIMEOUTS: [&str; 3] = ["200", "1000", "5000"];

#[test]
fn sliding_window() {
    let Some(program) = solutions::program("reliable-udp") else { return };
    let real: Vec<_> = LOSSES
        .map(|(packets, there, back)| {
            let program = program.clone();
            // Each waits for what is repeated: all at the same time.
            thread::spawn(move || {
                let is_calm = |sent: &Vec<Value>| {
                    sent.iter().filter(|one| one[0] == "there").count() == packets + there.len() + back.len()
                };
                let mut runs = TIMEOUTS.iter().map(|timeout| by_the_solution(&program, timeout, packets, there, back));
                let Some(sent) = runs.find_map(|sent| sent.filter(is_calm)) else {
                    panic!(
                        "{packets} numbers, of which {there:?} there and {back:?} back are lost: with each of \
                         {TIMEOUTS:?} ms one side gave up, or sent again what was not lost"
                    )
                };
                json!({"packets": packets, "there": there, "back": back, "sent": sent})
            })
        })
        .into();
    let mut cases: Vec<Value> = real.into_iter().map(|case| case.join().expect("a case")).collect();
    for (window, rtt, percent, seed) in [
        (1, 100, 0, 1),
        (1, 40, 20, 3),
        (2, 100, 0, 1),
        (4, 100, 0, 1),
        (4, 100, 10, 1),
        (4, 240, 20, 2),
        (8, 100, 0, 1),
        (8, 240, 5, 4),
        (8, 40, 20, 5),
        (8, 120, 20, 6),
        (3, 60, 10, 7),
        (5, 180, 20, 8),
    ] {
        cases.push(by_ticks(window, rtt, percent, seed));
    }
    golden::check("sliding-window", &cases);
}

/// What crosses the path while a file of `packets - 1` blocks is sent: direction, number, and whether it is lost.
/// `None` if one side gave up.
fn by_the_solution(
    program: &Path,
    timeout: &str,
    packets: usize,
    there: &'static [usize],
    back: &'static [usize],
) -> Option<Vec<Value>> {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, copy) = (folder.path().join("file"), folder.path().join("copy"));
    let content = vec![7; 1_024 * (packets - 1)];
    std::fs::write(&file, &content).expect("it can be written");

    let mut receiver = Command::new(program)
        .args(["receive", "127.0.0.1:0"])
        .arg(&copy)
        .args(["--timeout", timeout])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the receiver starts");
    let mut line = String::new();
    BufReader::new(receiver.stdout.take().expect("it is piped")).read_line(&mut line).expect("its first line");
    let addr = line.trim_end().strip_prefix("listening on ").and_then(|addr| addr.parse().ok()).expect("an address");

    let sent = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&sent);
    let relay = Relay::new(addr, move |direction: Direction, index: usize, bytes: &[u8]| {
        let (name, lost) = match direction {
            Direction::There => ("there", there.contains(&index)),
            Direction::Back => ("back", back.contains(&index)),
        };
        let number = u32::from_be_bytes(bytes[8..12].try_into().expect("four bytes"));
        log.lock().expect("nobody panics with it").push(json!([name, number, lost]));
        if lost { Fate::Drop } else { Fate::Pass }
    });
    let sender = Command::new(program)
        .arg("send")
        .arg(&file)
        .arg(relay.addr().to_string())
        .args(["--timeout", timeout])
        .stderr(Stdio::null())
        .status();
    let both = [sender.expect("the sender starts"), receiver.wait().expect("the receiver ends")];
    if !both.iter().all(ExitStatus::success) {
        return None;
    }
    assert_eq!(std::fs::read(&copy).expect("the copy"), content);
    let sent = sent.lock().expect("nobody panics with it");
    Some(sent.clone())
}

const TICK: u64 = 5;
const UNTIL: u64 = 600;
const BUSY: u64 = 15;

/// One number at the sender.
struct Packet {
    tries: u32,
    /// When it is sent again.
    deadline: u64,
}

/// What is sent in 600 ms: direction, number, when, whether it is lost, whether it is sent again; and how many numbers
/// the receiver has without a gap.
fn by_ticks(window: usize, rtt: u64, percent: u64, seed: u64) -> Value {
    let lost = |back: bool, index: u64| draw(seed ^ draw(2 * index + u64::from(back))) % 100 < percent;
    let (mut sent, mut data, mut acknowledgements) = (Vec::new(), VecDeque::new(), VecDeque::new());
    let (mut packets, mut queue): (Vec<Packet>, VecDeque<usize>) = (Vec::new(), VecDeque::new());
    let (mut received, mut acknowledged) = (BTreeSet::new(), BTreeSet::new());
    let (mut there, mut back, mut free) = (0, 0, 0);
    let gapless = |set: &BTreeSet<usize>| (0..).take_while(|number| set.contains(number)).count();
    for now in (0..UNTIL).step_by(TICK as usize) {
        while data.front().is_some_and(|(at, _)| *at == now) {
            let (_, number) = data.pop_front().expect("it was there");
            received.insert(number);
            let is_lost = lost(true, back);
            back += 1;
            sent.push((now, "back", number, is_lost, false));
            if !is_lost {
                acknowledgements.push_back((now + rtt / 2, number));
            }
        }
        let silent = |number: &usize| packets[*number].deadline == now && !acknowledged.contains(number);
        queue.extend((0..packets.len()).filter(silent));
        while acknowledgements.front().is_some_and(|(at, _)| *at == now) {
            acknowledged.insert(acknowledgements.pop_front().expect("it was there").1);
        }
        while packets.len() < gapless(&acknowledged) + window {
            queue.push_back(packets.len());
            packets.push(Packet { tries: 0, deadline: u64::MAX });
        }
        if now >= free
            && let Some(number) = queue.pop_front()
        {
            free = now + BUSY;
            let is_lost = lost(false, there);
            there += 1;
            let packet = &mut packets[number];
            sent.push((now, "there", number, is_lost, packet.tries > 0));
            packet.deadline = now + 2 * rtt * 2_u64.pow(packet.tries).min(8);
            packet.tries += 1;
            if !is_lost {
                data.push_back((now + rtt / 2, number));
            }
        }
    }
    sent.sort_unstable();
    let sent = sent.into_iter().map(|(from, way, number, lost, again)| json!([way, number, from, lost, again]));
    let sent: Vec<Value> = sent.collect();
    let in_order = gapless(&received);
    json!({"window": window, "rtt": rtt, "percent": percent, "seed": seed, "sent": sent, "inOrder": in_order})
}
