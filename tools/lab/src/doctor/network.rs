//! The network of this machine as far as the tests need it: loopback, tried in earnest; what `localhost` is; ports with
//! a number of their own.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream, ToSocketAddrs, UdpSocket};
use std::time::Duration;

use super::deadline;
use super::finding::Finding;
use crate::lab::Lab;
use crate::words::doctor as words_of;

const V4: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const V6: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);

/// On loopback everything arrives at once, or never.
fn soon() -> Duration {
    deadline().mul_f32(0.4)
}

/// Ports that programs of the workbook ask for by number, and what for.
const CACHIPUN: u16 = 1238;
const EXAMPLES: u16 = 9001;

pub fn tcp(lab: &Lab) -> Vec<Finding> {
    let words = words_of(lab.lang);
    vec![match converse(V4) {
        Ok(()) => Finding::ok(words.tcp),
        // Somebody listens there, and yet nothing comes back: it was thrown away on the way.
        Err(error) if is_silence(&error) => Finding::problem(words.tcp_silent, words.look_at_firewall),
        Err(error) => Finding::problem((words.no_tcp)(&error), words.mend_loopback),
    }]
}

pub fn udp(lab: &Lab) -> Vec<Finding> {
    let words = words_of(lab.lang);
    vec![match exchange(V4) {
        Ok(()) => Finding::ok(words.udp),
        Err(error) if is_silence(&error) => Finding::problem(words.udp_silent, words.look_at_firewall),
        Err(error) => Finding::problem((words.no_udp)(&error), words.mend_loopback),
    }]
}

/// What IPv6 cannot show is skipped by the tests.
pub fn ipv6(lab: &Lab) -> Vec<Finding> {
    let words = words_of(lab.lang);
    vec![match converse(V6).and_then(|()| exchange(V6)) {
        Ok(()) => Finding::ok(words.ipv6),
        Err(error) => Finding::note((words.no_ipv6)(&error), words.without_ipv6),
    }]
}

fn is_silence(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock)
}

/// A connection on which a byte goes each way.
fn converse(host: IpAddr) -> io::Result<()> {
    let listener = TcpListener::bind((host, 0))?;
    let mut client = TcpStream::connect_timeout(&listener.local_addr()?, soon())?;
    let (mut server, _) = listener.accept()?;
    for conn in [&client, &server] {
        conn.set_read_timeout(Some(soon()))?;
    }
    let mut byte = [0];
    client.write_all(b"?")?;
    server.read_exact(&mut byte)?;
    server.write_all(b"!")?;
    client.read_exact(&mut byte)
}

/// A datagram, and an answer to whoever sent it.
fn exchange(host: IpAddr) -> io::Result<()> {
    let (server, client) = (UdpSocket::bind((host, 0))?, UdpSocket::bind((host, 0))?);
    for socket in [&server, &client] {
        socket.set_read_timeout(Some(soon()))?;
    }
    let mut buffer = [0; 8];
    client.send_to(b"?", server.local_addr()?)?;
    let (_, sender) = server.recv_from(&mut buffer)?;
    server.send_to(b"!", sender)?;
    client.recv_from(&mut buffer)?;
    Ok(())
}

/// What the name `localhost` stands for. The tests use numbers; people use the name.
pub fn localhost(lab: &Lab) -> Vec<Finding> {
    let words = words_of(lab.lang);
    let found: Vec<IpAddr> = match ("localhost", 0).to_socket_addrs() {
        Ok(found) => found.map(|addr| addr.ip()).collect(),
        Err(error) => return vec![Finding::note((words.no_localhost)(&error), words.name_localhost)],
    };
    let mut names: Vec<String> = found.iter().map(IpAddr::to_string).collect();
    names.dedup();
    let is_alone = names.len() == 1;
    let names = names.join(", ");
    vec![if found.iter().any(|ip| !ip.is_loopback()) {
        Finding::note((words.strange_localhost)(&names), words.name_localhost)
    } else if !found.contains(&V4) {
        Finding::note((words.localhost_without_v4)(&names), words.use_numbers)
    } else if is_alone {
        Finding::ok((words.localhost_alone)(&names))
    } else {
        Finding::ok((words.localhost)(&names))
    }]
}

/// Whether the ports of cachipún and of the examples are free. Nobody is called there: some servers take two calls ever.
pub fn ports(lab: &Lab) -> Vec<Finding> {
    let words = words_of(lab.lang);
    let check = |port: u16, meaning: &str| {
        let owner = owner_command(port);
        match TcpListener::bind(SocketAddr::new(V4, port)) {
            Ok(_) => Finding::ok((words.port_free)(port, meaning)),
            Err(error) if error.kind() == ErrorKind::AddrInUse => {
                Finding::note((words.port_taken)(port, meaning), (words.who_has_it)(&owner))
            }
            Err(error) => Finding::note((words.port_refused)(port, meaning, &error), (words.who_has_it)(&owner)),
        }
    };
    vec![check(CACHIPUN, words.of_cachipun), check(EXAMPLES, words.of_the_examples)]
}

/// The command that tells who listens at a port.
fn owner_command(port: u16) -> String {
    if cfg!(windows) {
        format!("netstat -ano | findstr :{port}")
    } else if cfg!(target_os = "linux") {
        format!("ss -ltnp 'sport = :{port}'")
    } else {
        format!("lsof -nP -iTCP:{port} -sTCP:LISTEN")
    }
}
