//! The numbers of a session that chance decides: free ports take the place of those that the reader sees, and what the
//! programs say about them is turned back.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{Ipv4Addr, TcpListener, UdpSocket};
use std::path::Path;
use std::sync::{LazyLock, Mutex, PoisonError};

use regex::{Captures, Regex};

use super::script::Script;
use crate::words::record as words_of;

/// From here on ports are the system's choice.
const FIRST_CHOSEN: u16 = 32_768;
/// The first number that is shown for one of them.
const FIRST_SHOWN: u16 = 40_001;
/// So far apart may ports be that are moved together.
const SPAN: u16 = 1000;

static NUMBER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b[0-9]{2,5}\b").expect("it is a pattern"));
static CHOSEN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:[\w\]]:|\b(?:port|puerto) |', )([3-6][0-9]{4})\b").expect("it is a pattern"));
/// A program that panicked says the number of its thread.
static THREAD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(thread '[^']*') \([0-9]+\) panicked").expect("it is a pattern"));
/// The times in the margin of what the companion says.
static TIME: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?m)^ *[0-9]+([.,])[0-9]  ").expect("it is a pattern"));

/// Ports that sessions of this process have used. None is used twice: a connection that has just ended may hold it.
static TAKEN: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());

/// What stands for what, in one session.
pub struct Numbers<'s> {
    script: &'s Script,
    /// The port that is used for each one that is shown.
    used: BTreeMap<u16, u16>,
    /// What is shown for each port that the system chose.
    chosen: BTreeMap<u16, u16>,
    /// Folders of this machine, and what a reader sees instead.
    folders: Vec<(String, &'static str)>,
}

impl<'s> Numbers<'s> {
    /// Finds free ports for a session that is held in a folder.
    ///
    /// # Errors
    /// There are none, or the script asks for what cannot be.
    pub fn new(script: &'s Script, root: &Path, folder: &Path) -> Result<Numbers<'s>, String> {
        let shown = |path: &Path| format!("{}/", path.display());
        let folders = vec![(shown(folder), ""), (shown(root), "")];
        Ok(Numbers { script, used: free_ports(&script.ports)?, chosen: BTreeMap::new(), folders })
    }

    /// What is typed, with the ports that are used.
    pub fn typed(&self, text: &str) -> String {
        let used = |port: u16| self.used.get(&port).copied();
        in_numbers(text, used)
    }

    /// What came, with the ports that are shown.
    pub fn shown(&mut self, text: &str) -> String {
        let mut text = text.to_owned();
        for (folder, shown) in &self.folders {
            text = text.replace(folder.as_str(), shown);
        }
        let back: BTreeMap<u16, u16> = self.used.iter().map(|(shown, used)| (*used, *shown)).collect();
        for found in CHOSEN.captures_iter(&text) {
            let Ok(port) = found[1].parse::<u16>() else { continue };
            let mut commands = self.script.steps.iter().filter_map(|step| step.command.as_deref());
            let is_written = commands.any(|command| command.contains(&found[1]));
            if port >= FIRST_CHOSEN && !back.contains_key(&port) && !is_written {
                let next = FIRST_SHOWN.saturating_add(self.chosen.len() as u16);
                self.chosen.entry(port).or_insert(next);
            }
        }
        let text = in_numbers(&text, |port| back.get(&port).or(self.chosen.get(&port)).copied());
        let mut text = THREAD.replace_all(&text, "$1 panicked").into_owned();
        for (pattern, with) in &self.script.replace {
            text = pattern.replace_all(&text, with.as_str()).into_owned();
        }
        text
    }
}

/// Whether two texts say the same, but for the times that the companion writes beside its lines.
pub fn is_same(one: &str, other: &str) -> bool {
    TIME.replace_all(one, "T$1  ") == TIME.replace_all(other, "T$1  ")
}

fn in_numbers(text: &str, other: impl Fn(u16) -> Option<u16>) -> String {
    let replaced = |found: &Captures| {
        let other = found[0].parse().ok().and_then(&other);
        other.map_or_else(|| found[0].to_owned(), |port| port.to_string())
    };
    NUMBER.replace_all(text, replaced).into_owned()
}

/// A free port for each of these, with as many digits, as far from each other: ports in a row stay in a row.
fn free_ports(ports: &[u16]) -> Result<BTreeMap<u16, u16>, String> {
    let words = words_of();
    let (Some(first), Some(last)) = (ports.iter().min(), ports.iter().max()) else { return Ok(BTreeMap::new()) };
    // Out of the system's way.
    let (lowest, highest) = if *last < 10_000 { (2_000, 9_999) } else { (10_000, FIRST_CHOSEN - 1) };
    if last - first > SPAN || *first < 1000 || (*first < 10_000) != (*last < 10_000) {
        return Err((words.bad_ports)(ports));
    }
    let mut taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
    let places = highest - lowest - (last - first);
    let start = std::process::id() as u16 % places;
    for step in 0..places {
        // A step of its own for each process, so that two of them do not meet at every place.
        let base = lowest + (u32::from(start) + u32::from(step) * 37).rem_euclid(u32::from(places)) as u16;
        let moved = |port: &u16| base + (port - first);
        let is_free = |port: u16| !taken.contains(&port) && !ports.contains(&port) && is_free(port);
        if ports.iter().map(moved).all(is_free) {
            let used: BTreeMap<u16, u16> = ports.iter().map(|port| (*port, moved(port))).collect();
            taken.extend(used.values());
            return Ok(used);
        }
    }
    Err((words.no_free_ports)(ports))
}

fn is_free(port: u16) -> bool {
    let at = (Ipv4Addr::LOCALHOST, port);
    TcpListener::bind(at).is_ok() && UdpSocket::bind(at).is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn when_something_was_said_is_chance_and_how_the_time_is_written_is_not() {
        let line = "     0.1  lab            closed\n";
        assert!(is_same(line, "   123.4  lab            closed\n"));
        assert!(!is_same(line, "     0.1  lab            aborted\n"));
        assert!(!is_same(line, "     0,1  lab            closed\n"));
    }
}
