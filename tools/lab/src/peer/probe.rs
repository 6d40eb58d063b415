//! The probes by name: which there are, for which exercises, and what can be chosen about each. Knows no socket.

use std::net::SocketAddr;

/// A way to be the other end of the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Probe {
    Greet,
    Drip,
    Glue,
    Stall,
    Reset,
    Silent,
    Full,
    Refuse,
    Echo,
    HalfClose,
    Flood,
    Hasty,
    PythonOrg,
    Frames,
    UdpEcho,
    UdpDeaf,
    UdpLate,
    UdpStranger,
    Relay,
    Clients,
}

impl Probe {
    /// In the order in which they are listed.
    pub const ALL: [Probe; 20] = [
        Probe::Greet,
        Probe::Drip,
        Probe::Glue,
        Probe::Stall,
        Probe::Reset,
        Probe::Silent,
        Probe::Full,
        Probe::Refuse,
        Probe::Echo,
        Probe::HalfClose,
        Probe::Flood,
        Probe::Hasty,
        Probe::PythonOrg,
        Probe::Frames,
        Probe::UdpEcho,
        Probe::UdpDeaf,
        Probe::UdpLate,
        Probe::UdpStranger,
        Probe::Relay,
        Probe::Clients,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Probe::Greet => "greet",
            Probe::Drip => "drip",
            Probe::Glue => "glue",
            Probe::Stall => "stall",
            Probe::Reset => "reset",
            Probe::Silent => "silent",
            Probe::Full => "full",
            Probe::Refuse => "refuse",
            Probe::Echo => "echo",
            Probe::HalfClose => "half-close",
            Probe::Flood => "flood",
            Probe::Hasty => "hasty",
            Probe::PythonOrg => "python-org",
            Probe::Frames => "frames",
            Probe::UdpEcho => "udp-echo",
            Probe::UdpDeaf => "udp-deaf",
            Probe::UdpLate => "udp-late",
            Probe::UdpStranger => "udp-stranger",
            Probe::Relay => "relay",
            Probe::Clients => "clients",
        }
    }

    /// The probe that is meant: its name, or a beginning that no other name has.
    pub fn find(given: &str) -> Option<Probe> {
        let begins = |probe: &Probe| !given.is_empty() && probe.name().starts_with(given);
        let exact = Probe::ALL.into_iter().find(|probe| probe.name() == given);
        exact.or_else(|| {
            let mut found = Probe::ALL.into_iter().filter(begins);
            found.next().filter(|_| found.next().is_none())
        })
    }

    /// The exercises whose programs it suits, by slug; first the one that the suggested command starts.
    pub fn exercises(self) -> &'static [&'static str] {
        match self {
            Probe::Greet | Probe::Drip | Probe::Glue | Probe::Reset | Probe::Flood => &["tcp-client", "netcat"],
            Probe::Stall | Probe::Silent => &["tcp-client", "http-get"],
            Probe::Full | Probe::Refuse => &["tcp-client", "ports", "netcat"],
            Probe::Echo | Probe::HalfClose => &["netcat"],
            Probe::Hasty => &["http-get", "netcat"],
            Probe::PythonOrg => &["http-get"],
            Probe::Frames => &["framing"],
            Probe::UdpEcho | Probe::UdpDeaf | Probe::UdpLate | Probe::UdpStranger => &["udp-client"],
            Probe::Relay => &["reliable-udp", "udp-client"],
            Probe::Clients => &["tcp-server", "threaded-server"],
        }
    }

    /// The options that change something about it.
    pub fn options(self) -> &'static [&'static str] {
        match self {
            Probe::Greet | Probe::Glue | Probe::Stall | Probe::Reset | Probe::HalfClose | Probe::Hasty => {
                &["--port", "--times", "--text"]
            }
            Probe::Drip => &["--port", "--times", "--text", "--gap"],
            Probe::Silent | Probe::Echo | Probe::UdpEcho | Probe::UdpDeaf => &["--port", "--times"],
            Probe::Full | Probe::Refuse => &["--port"],
            Probe::Flood => &["--port", "--times", "--bytes"],
            Probe::PythonOrg => &["--port", "--times", "--reply", "--cut", "--gap", "--strict"],
            Probe::Frames => &["--port", "--times", "--gap"],
            Probe::UdpLate => &["--port", "--times", "--text", "--tries"],
            Probe::UdpStranger => &["--port", "--times", "--text"],
            Probe::Relay => &["--port", "--seed", "--drop", "--double", "--swap", "--delay"],
            Probe::Clients => &["--count", "--kind", "--text", "--gap", "--wait"],
        }
    }

    /// Whether it is told an address behind its name: the one that it sends to.
    pub fn takes_an_address(self) -> bool {
        matches!(self, Probe::Relay | Probe::Clients)
    }

    /// Whether it hears datagrams.
    pub fn is_udp(self) -> bool {
        matches!(self, Probe::UdpEcho | Probe::UdpDeaf | Probe::UdpLate | Probe::UdpStranger | Probe::Relay)
    }

    /// What to type in another terminal, to have a program of the workbook talk to this address.
    pub fn commands(self, at: SocketAddr) -> Vec<String> {
        let first = self.exercises().first().copied().unwrap_or_default();
        match self {
            Probe::Hasty | Probe::PythonOrg => vec![format!("cargo run -p {first} -- python.org --connect {at}")],
            Probe::Frames => vec![format!("cargo run -q -p netcat -- {at} | cargo run -q -p {first}")],
            Probe::UdpEcho | Probe::UdpDeaf | Probe::UdpLate | Probe::UdpStranger => {
                vec![format!("cargo run -p {first} -- {at} hola")]
            }
            Probe::Relay => vec![format!("cargo run -p {first} -- send README.md {at}")],
            Probe::Clients => Vec::new(),
            _ => vec![format!("cargo run -p {first} -- {at}")],
        }
    }
}
