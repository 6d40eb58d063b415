//! The lab's end of the wire. A peer says and hears; it does not decide who is right.

pub mod relay;
pub mod tcp;
pub mod udp;

use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream, ToSocketAddrs, UdpSocket};
use std::time::{Duration, Instant};

use crate::kernel::{self, Transport};
use crate::patience::{self, Deadline};
use crate::session;
use crate::transcript::{Label, What};
use crate::verdict::{Action, Awaited, Failure, Outcome, Problem};

/// How long a blocking call lasts before the lab looks around: at the deadline, at the program.
const SLICE: Duration = Duration::from_millis(5);

/// So long the lab asks again and again whether bytes were read, before it asks only now and then.
const EAGER: Duration = Duration::from_millis(5);

/// How long the lab pauses between bytes where the kernel does not say what was read.
const BLIND_PAUSE: Duration = Duration::from_millis(10);

/// An address of this machine that only this machine reaches, with a port that the system chooses.
pub fn any_loopback_port() -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, 0))
}

/// The same over IPv6, or `None` where this machine has no IPv6 loopback.
pub fn any_ipv6_loopback_port() -> Option<SocketAddr> {
    let addr = SocketAddr::from((Ipv6Addr::LOCALHOST, 0));
    TcpListener::bind(addr).is_ok().then_some(addr)
}

/// The addresses of `localhost` that this machine has, in the order in which they are tried. Where there is no IPv6, its list
/// of hosts may name ::1 all the same.
pub fn addresses_of_localhost() -> Vec<IpAddr> {
    let named = ("localhost", 0).to_socket_addrs().into_iter().flatten();
    named.map(|addr| addr.ip()).filter(|ip| TcpListener::bind((*ip, 0)).is_ok()).collect()
}

/// A name of a host that nobody has. It is longer than the 255 octets that a name may have (RFC 1035 §2.3.4): no resolver
/// asks the network for it.
pub fn no_such_name() -> String {
    format!("{}.invalid", ["este-nombre-no-existe"; 12].join("."))
}

/// An address of this machine that no other program uses, and with it 65,535 ports of one's own: another for every
/// process. Only who listens at all addresses is there as well. `None` where 127.0.0.1 is the only loopback address.
pub fn own_loopback_address() -> Option<Ipv4Addr> {
    // Numbers of processes have 22 bits at most. The first addresses of 127.0.0.0/8 have uses of their own.
    let [_, high, middle, low] = std::process::id().to_be_bytes();
    let own = Ipv4Addr::new(127, 1 + high % 64, middle, low);
    TcpListener::bind((own, 0)).is_ok().then_some(own)
}

/// What the tests that run at the same time need beside, each a few.
const FILES_BESIDE: u64 = 128;

/// Whether the lab may have so many sockets open, and a program that it starts as well. Where nobody says, it may.
pub fn can_open(sockets: usize) -> bool {
    kernel::open_files_allowed().is_none_or(|allowed| allowed >= sockets as u64 + FILES_BESIDE)
}

/// Whether a connection and a datagram from this machine to itself arrive: a firewall, or a container without a loopback
/// interface, would make every program look wrong.
///
/// # Errors
/// What the system said, or that nothing came.
pub(crate) fn loopback_works() -> io::Result<()> {
    let limit = Some(patience::wait());
    let listener = TcpListener::bind(any_loopback_port())?;
    let mut out = TcpStream::connect_timeout(&listener.local_addr()?, patience::wait())?;
    let (mut back, _) = listener.accept()?;
    back.set_read_timeout(limit)?;
    out.write_all(b"?")?;
    back.read_exact(&mut [0])?;
    let socket = UdpSocket::bind(any_loopback_port())?;
    socket.set_read_timeout(limit)?;
    socket.send_to(b"?", socket.local_addr()?)?;
    socket.recv_from(&mut [0]).map(drop)
}

/// A port that nobody used a moment ago, for a program that must be told a number. Another program may take it first:
/// who uses it tries again with another.
pub fn free_port() -> u16 {
    portpicker::pick_unused_port().unwrap_or_else(|| {
        // portpicker finds nothing where there is no IPv6.
        let chosen = TcpListener::bind(any_loopback_port()).and_then(|listener| listener.local_addr());
        let problem = |error: std::io::Error| Problem::NoFreePort { error: error.to_string() };
        chosen.map_or_else(|error| session::lab_error(problem(error)), |addr| addr.port())
    })
}

/// Bytes without meaning, always the same for the same seed and length: what a flood is made of.
pub fn noise(seed: u64, len: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut bytes = Vec::with_capacity(len + 8);
    while bytes.len() < len {
        // xorshift64: good enough to be incompressible and to have no period that a buffer could hide.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(len);
    bytes
}

/// All values that a byte can have, in order.
pub fn every_byte() -> Vec<u8> {
    (0..=u8::MAX).collect()
}

/// Lets time pass between two things that the lab does: where the time itself is what is tested, never to wait for
/// something.
pub fn let_time_pass(time: Duration) {
    let end = Instant::now() + time;
    while Instant::now() < end {
        std::thread::park_timeout(end.saturating_duration_since(Instant::now()));
    }
}

/// Waits until the program has read all that was sent to it, or is gone. False if it does neither.
fn wait_until_read(transport: Transport, lab: SocketAddr, you: SocketAddr, sent: u64) -> bool {
    ask_until_read(|| kernel::has_read_everything(transport, lab, you, sent))
}

/// Asks again and again, until the answer is that everything was read. False if it never is. Where nobody knows the
/// answer (`None`), a pause stands for it.
pub(crate) fn ask_until_read(mut ask: impl FnMut() -> Option<bool>) -> bool {
    let start = Instant::now();
    let mut deadline = Deadline::of_a_wait();
    loop {
        match ask() {
            Some(true) => return true,
            Some(false) if deadline.has_passed() => return false,
            // A program that is about to read does so at once; one that is not is no reason to keep a processor busy.
            Some(false) if start.elapsed() < EAGER => std::thread::park_timeout(Duration::from_micros(20)),
            Some(false) => std::thread::park_timeout(Duration::from_millis(1)),
            None => {
                let_time_pass(BLIND_PAUSE);
                return true;
            }
        }
    }
}

/// Ends the test because the program does not read what was sent.
fn does_not_read(label: Label, unread: usize) -> Failure {
    let session = session::current();
    session.transcript.record(Some(label), What::Unread { bytes: unread });
    session.blame(Outcome::Hangs, Awaited::Reading)
}

/// Ends the test because a socket of the lab cannot do its work.
fn cannot(action: Action, addr: SocketAddr, error: &std::io::Error) -> ! {
    session::lab_error(Problem::Socket { action, addr, error: error.to_string() })
}
