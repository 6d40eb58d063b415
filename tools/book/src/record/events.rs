//! The events of a recorded conversation, evened out: what differs from run to run by nothing but chance is the same in
//! each recording.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::LazyLock;
use std::time::Duration;

use enchufe::transcript::{Event, Payload, What};
use regex::bytes::{Captures, Regex};

/// Ports from here on are the system's choice, or the lab's.
const FIRST_CHOSEN: u16 = 10_000;
/// The first number that stands for a port.
const FIRST_SHOWN: u16 = 40_001;
/// So much of long bytes is kept: a figure shows less.
const KEPT: usize = 1024;
const KEPT_HEAD: usize = 512;
const KEPT_TAIL: usize = 64;

static PORT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b[1-6][0-9]{4}\b").expect("it is a pattern"));
static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[0-9\]a-z]:([1-6][0-9]{4})\b").expect("it is a pattern"));
static RANGE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b([1-6][0-9]{4})-([1-6][0-9]{4})\b").expect("it is a pattern"));
/// Where a program was built, and the number of the thread that panicked.
static PANIC: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"thread '([^']*)'(?: \([0-9]+\))? panicked at \S*?[^/\\\s]+\.rs:").expect("it is a pattern")
});

/// The same events with numbers that do not depend on the run.
pub fn evened_out(events: &[Event]) -> Vec<Event> {
    let ports = Ports::of(events);
    let mut clock = Clock::default();
    let even = |event: &Event| {
        let mut event = event.clone();
        event.at = clock.tick(event.at);
        ports.rename(&mut event.what);
        event
    };
    events.iter().map(even).collect()
}

/// Times between events: too short to tell anything, or about as long as somebody waited.
#[derive(Default)]
struct Clock {
    last: Duration,
    shown: Duration,
}

impl Clock {
    fn tick(&mut self, at: Duration) -> Duration {
        self.shown += match at.saturating_sub(self.last).as_millis() as u64 {
            0..10 => Duration::from_micros(100),
            time => rounded(Duration::from_millis(time)),
        };
        self.last = at;
        self.shown
    }
}

/// Whoever waits comes a little late: down to a round number.
fn rounded(time: Duration) -> Duration {
    let step = match time.as_millis() {
        0..100 => 5,
        100..1000 => 10,
        _ => 100,
    };
    let time = time.as_millis() as u64;
    Duration::from_millis(time - time % step)
}

/// Which number stands for which port.
struct Ports(BTreeMap<u16, u16>);

impl Ports {
    fn of(events: &[Event]) -> Ports {
        let mut ports = Ports(BTreeMap::new());
        let mut seen = BTreeSet::new();
        let ranges = events.iter().filter_map(|event| match &event.what {
            What::Silent { at, last } => Some((at.port(), *last)),
            What::Started { command } => {
                let found = RANGE.captures(command.as_bytes())?;
                Some((number(&found[1])?, number(&found[2])?))
            }
            _ => None,
        });
        // Ports in a row stay in a row.
        let ranges: Vec<(u16, u16)> = ranges.filter(|(first, last)| first <= last && last - first < 2000).collect();
        for event in events {
            let mut found: Vec<u16> = addresses(&event.what).iter().map(SocketAddr::port).collect();
            let text = match &event.what {
                What::Started { command } => command.as_bytes(),
                what => what.payload().map_or(&b""[..], |payload| &payload.head),
            };
            found.extend(ADDRESS.captures_iter(text).filter_map(|found| number(&found[1])));
            found.extend(RANGE.captures_iter(text).filter_map(|found| number(&found[1])));
            for port in found.into_iter().filter(|port| *port >= FIRST_CHOSEN && seen.insert(*port)) {
                let row = ranges.iter().find(|(first, last)| (first..=last).contains(&&port));
                let (first, last) = row.copied().unwrap_or((port, port));
                let shown = ports.0.values().max().map_or(FIRST_SHOWN, |last| last + 1);
                for (place, port) in (first..=last).enumerate() {
                    ports.0.entry(port).or_insert(shown.saturating_add(place as u16));
                }
            }
        }
        ports
    }

    fn rename(&self, what: &mut What) {
        addresses_mut(what).into_iter().for_each(|address| {
            address.set_port(self.shown(address.port()));
        });
        match what {
            What::Silent { last, .. } => *last = self.shown(*last),
            What::Started { command } => {
                *command = String::from_utf8_lossy(&self.in_text(command.as_bytes())).into_owned();
            }
            What::Sent { bytes, .. }
            | What::Received { bytes, .. }
            | What::Relayed { bytes, .. }
            | What::Refused { bytes }
            | What::Typed { bytes }
            | What::Printed { bytes, .. } => self.in_payload(bytes),
            What::NothingCame { waited } => *waited = rounded(*waited),
            _ => {}
        }
    }

    fn shown(&self, port: u16) -> u16 {
        self.0.get(&port).copied().unwrap_or(port)
    }

    fn in_text(&self, text: &[u8]) -> Vec<u8> {
        let shown = |found: &Captures| {
            let port = number(&found[0]);
            port.map_or_else(|| found[0].to_vec(), |port| self.shown(port).to_string().into_bytes())
        };
        let text = PORT.replace_all(text, shown).into_owned();
        PANIC.replace_all(&text, &b"thread '$1' panicked at src/main.rs:"[..]).into_owned()
    }

    fn in_payload(&self, payload: &mut Payload) {
        let is_whole = payload.tail.is_empty();
        payload.head = self.in_text(&payload.head);
        payload.tail = self.in_text(&payload.tail);
        if is_whole {
            payload.len = payload.head.len();
        }
        if payload.head.len() > KEPT {
            if is_whole {
                payload.tail = payload.head.split_off(payload.head.len() - KEPT_TAIL);
            }
            payload.head.truncate(KEPT_HEAD);
        }
    }
}

fn number(digits: &[u8]) -> Option<u16> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

fn addresses(what: &What) -> Vec<SocketAddr> {
    addresses_mut(&mut what.clone()).into_iter().map(|address| *address).collect()
}

fn addresses_mut(what: &mut What) -> Vec<&mut SocketAddr> {
    match what {
        What::Listening { at } | What::Silent { at, .. } => vec![at],
        What::Connected { lab, you } | What::Sent { lab, you, .. } | What::Received { lab, you, .. } => vec![lab, you],
        What::Relayed { lab, you, via, to, .. } => vec![lab, you, via, to],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;
    use std::time::Duration;

    use enchufe::transcript::{Event, Label, Payload, Stream, What};

    use super::evened_out;

    fn addr(port: u16) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], port))
    }

    /// A run in which the system chose these ports, and everything took a little longer.
    fn run(listens: u16, client: u16, late: u64, thread: u32) -> Vec<Event> {
        let said = format!(
            "\nthread 'main' ({thread}) panicked at /some/where/{thread}/program_{late}.rs:3:5:\nno answer from 127.0.0.1:{listens}\n"
        );
        let whats = [
            (0, What::Started { command: format!("ports 127.0.0.1 {listens}-{}", listens + 3) }),
            (late, What::Silent { at: addr(listens + 1), last: listens + 2 }),
            (late, What::Connected { lab: addr(listens), you: addr(client) }),
            (200 + late, What::Printed { stream: Stream::Stderr, bytes: Payload::new(said.as_bytes()) }),
        ];
        let mut at = Duration::ZERO;
        let event = |(pause, what)| {
            at += Duration::from_millis(pause);
            Event { at, label: Some(Label(0)), what }
        };
        whats.into_iter().map(event).collect()
    }

    #[test]
    fn two_runs_are_the_same() {
        let one = evened_out(&run(41_234, 51_000, 1, 77));
        assert_eq!(one, evened_out(&run(38_001, 38_005, 4, 123_456)));
        let What::Silent { at, last } = one[1].what else { panic!("{one:?}") };
        assert_eq!((at, last), (addr(40_002), 40_003), "ports in a row stay in a row");
        assert_eq!(one[2].what, What::Connected { lab: addr(40_001), you: addr(40_005) });
        let said = String::from_utf8(one[3].what.payload().expect("it printed").head.clone()).expect("text");
        assert_eq!(said, "\nthread 'main' panicked at src/main.rs:3:5:\nno answer from 127.0.0.1:40001\n");
        assert_eq!(one[3].at - one[2].at, Duration::from_millis(200));
    }

    #[test]
    fn of_very_many_bytes_both_ends_are_kept() {
        let bytes = Payload::new(&[b'x'; 3000]);
        let what = What::Sent { lab: addr(1), you: addr(2), bytes, datagram: false };
        let events = evened_out(&[Event { at: Duration::ZERO, label: None, what }]);
        let kept = events[0].what.payload().expect("it has bytes");
        assert_eq!((kept.len, kept.head.len(), kept.tail.len()), (3000, 512, 64));
    }
}
