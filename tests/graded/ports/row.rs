//! Ports in a row at one address, and what answers at each of them: what the program under test goes through.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicU16, Ordering};

use enchufe::peer::own_loopback_address;
use enchufe::peer::tcp::{Closed, Conn, Full, Listener};
use enchufe::verdict::Problem;
use enchufe::{Call, lab_error};

use super::PROGRAM;

/// What a port does when somebody connects.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Open,
    Closed,
    Silent,
}

/// So many closed ports the lab keeps for itself, so that nobody else opens them. A longer row has an address of its
/// own.
const KEPT: usize = 64;

/// How often another place is tried for a row, where somebody uses one of its ports.
const TRIES: usize = 1000;

/// One port, as the lab holds it.
enum Door {
    Open(Listener),
    Closed { _kept: Option<Closed> },
    Silent { _full: Full },
}

/// Ports in a row at one address.
pub struct Row {
    ip: IpAddr,
    first: u16,
    doors: Vec<Door>,
}

impl Row {
    /// A row of these kinds of ports. `None` where the lab cannot make a silent one.
    pub fn of(kinds: &[Kind]) -> Option<Row> {
        Row::at(own_address(), kinds)
    }

    /// How many sockets the lab needs for a row of these kinds.
    pub fn sockets(kinds: &[Kind]) -> usize {
        let of = |wanted: Kind| kinds.iter().filter(|kind| **kind == wanted).count();
        // A full queue holds connections to itself.
        of(Kind::Open) + 3 * of(Kind::Silent) + of(Kind::Closed).min(KEPT)
    }

    /// The same at an address of this machine.
    pub fn at(ip: IpAddr, kinds: &[Kind]) -> Option<Row> {
        for _ in 0..TRIES {
            let first = somewhere(kinds.len());
            if let Some(kept) = keep(ip, first, kinds) {
                return Row::build(ip, first, kinds, kept);
            }
        }
        lab_error(Problem::NoFreePort { error: format!("{} / {ip}", kinds.len()) })
    }

    /// The same with a first port that must be this one. `None` also if somebody uses one of these ports.
    pub fn from_port(first: u16, kinds: &[Kind]) -> Option<Row> {
        let ip = own_address();
        Row::build(ip, first, kinds, keep(ip, first, kinds)?)
    }

    fn build(ip: IpAddr, first: u16, kinds: &[Kind], kept: Vec<Option<Closed>>) -> Option<Row> {
        let door = |(kind, kept): (&Kind, Option<Closed>)| match (kind, kept) {
            (Kind::Open, Some(port)) => Some(Door::Open(port.open())),
            (Kind::Silent, Some(port)) => Some(Door::Silent { _full: port.fill()? }),
            (_, kept) => Some(Door::Closed { _kept: kept }),
        };
        let doors = kinds.iter().zip(kept).map(door).collect::<Option<_>>()?;
        Some(Row { ip, first, doors })
    }

    pub fn ip(&self) -> IpAddr {
        self.ip
    }

    /// The port at this place of the row.
    pub fn port(&self, index: usize) -> u16 {
        port(self.first, index)
    }

    /// The whole row as an argument: `FIRST-LAST`.
    pub fn range(&self) -> String {
        format!("{}-{}", self.first, self.port(self.doors.len() - 1))
    }

    /// A call of the program for the whole row.
    pub fn scan(&self) -> Call {
        self.scan_of(&self.range())
    }

    /// The same for a range in it.
    pub fn scan_of(&self, range: &str) -> Call {
        let host = if self.ip.is_ipv6() { format!("[{}]", self.ip) } else { self.ip.to_string() };
        PROGRAM.arg(host).arg(range)
    }

    pub fn contains(&self, ip: IpAddr, port: u16) -> bool {
        ip == self.ip && (self.first..=self.port(self.doors.len() - 1)).contains(&port)
    }

    /// The lab's server at an open port.
    pub fn server(&mut self, index: usize) -> &mut Listener {
        match &mut self.doors[index] {
            Door::Open(listener) => listener,
            _ => unreachable!("this port of the row is not open"),
        }
    }

    /// The places of the open ports.
    pub fn open(&self) -> Vec<usize> {
        (0..self.doors.len()).filter(|index| matches!(self.doors[*index], Door::Open(_))).collect()
    }

    /// A connection that the program has made to an open port, if it has.
    pub fn visitor(&mut self, index: usize) -> Option<Conn> {
        self.server(index).visitor()
    }
}

fn port(first: u16, index: usize) -> u16 {
    first + u16::try_from(index).expect("a row is shorter than the list of ports")
}

fn own_address() -> IpAddr {
    IpAddr::V4(own_loopback_address().unwrap_or(Ipv4Addr::LOCALHOST))
}

/// Takes the ports of a row, unless somebody uses one of them. Most closed ports of a long row are only looked at: that
/// many files may not be open at the same time.
fn keep(ip: IpAddr, first: u16, kinds: &[Kind]) -> Option<Vec<Option<Closed>>> {
    let take = |(index, kind): (usize, &Kind)| {
        let taken = Closed::bind_if_free((ip, port(first, index)).into())?;
        Some(Some(taken).filter(|_| *kind != Kind::Closed || kinds.len() <= KEPT))
    };
    kinds.iter().enumerate().map(take).collect()
}

/// A place for a row, below the ports that systems give to clients. Where others look for one at the same address at
/// the same time, each process begins elsewhere.
fn somewhere(count: usize) -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let count = u16::try_from(count).expect("a row is shorter than the list of ports");
    let elsewhere = (std::process::id() % 300) as u16 * 32;
    let place = elsewhere.wrapping_add(NEXT.fetch_add(count, Ordering::Relaxed));
    // Short numbers for the rows that a report shows whole.
    if usize::from(count) <= KEPT { 3_000 + place % 6_000 } else { 12_000 + place % 18_000 }
}
