//! Socket states from the kernel's `sock_diag` interface: one socket by its addresses in microseconds, or all of them.
//!
//! Source: `sock_diag(7)`, `linux/inet_diag.h`.

use std::io;
use std::mem::{size_of, zeroed};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};

use super::{SocketState, Transport};

const SOCK_DIAG_BY_FAMILY: u16 = 20;
const NETLINK_SOCK_DIAG: i32 = 4;
const TCP_LISTEN: u8 = 10;
/// The states in which the peer's end of the stream has arrived: `CLOSE_WAIT`, `LAST_ACK`, `CLOSING`.
const AFTER_THE_END: [u8; 3] = [8, 9, 11];
/// The attribute that holds `struct tcp_info`, and where in it the counts of received bytes and segments stand.
const INET_DIAG_INFO: u16 = 2;
const BYTES_RECEIVED: usize = 128;
const DATA_SEGMENTS_RECEIVED: usize = 152;

#[repr(C)]
#[derive(Clone, Copy)]
struct SocketId {
    source_port: [u8; 2],
    dest_port: [u8; 2],
    source: [u8; 16],
    dest: [u8; 16],
    interface: u32,
    cookie: [u32; 2],
}

#[repr(C)]
struct Request {
    header: libc::nlmsghdr,
    family: u8,
    protocol: u8,
    extensions: u8,
    pad: u8,
    states: u32,
    id: SocketId,
}

#[repr(C)]
#[derive(Clone, Copy)]
struct Answer {
    family: u8,
    state: u8,
    timer: u8,
    retransmits: u8,
    id: SocketId,
    expires: u32,
    receive_queue: u32,
    send_queue: u32,
    uid: u32,
    inode: u32,
}

/// The socket whose own address is `local` and whose peer is `remote`.
///
/// # Errors
/// `NotFound` if there is none; anything else if the kernel does not answer such questions here.
pub(crate) fn socket(transport: Transport, local: SocketAddr, remote: SocketAddr) -> io::Result<SocketState> {
    // For UDP the kernel looks the socket up as for an arriving datagram: source and destination are swapped.
    let (source, dest) = if transport == Transport::Tcp { (local, remote) } else { (remote, local) };
    let id = SocketId {
        source_port: source.port().to_be_bytes(),
        dest_port: dest.port().to_be_bytes(),
        source: wire_address(source.ip()),
        dest: wire_address(dest.ip()),
        interface: 0,
        cookie: [u32::MAX; 2],
    };
    let mut found = None;
    ask(transport, family(local), id, 0, &mut |state| found = Some(state))?;
    found.ok_or_else(|| io::ErrorKind::NotFound.into())
}

/// All sockets of this network namespace.
pub(crate) fn all() -> io::Result<Vec<SocketState>> {
    let any = SocketId {
        source_port: [0; 2],
        dest_port: [0; 2],
        source: [0; 16],
        dest: [0; 16],
        interface: 0,
        cookie: [u32::MAX; 2],
    };
    let mut sockets = Vec::new();
    for transport in [Transport::Tcp, Transport::Udp] {
        for family in [libc::AF_INET, libc::AF_INET6] {
            ask(transport, family as u8, any, libc::NLM_F_DUMP as u16, &mut |state| sockets.push(state))?;
        }
    }
    Ok(sockets)
}

fn ask(
    transport: Transport,
    family: u8,
    id: SocketId,
    flags: u16,
    each: &mut dyn FnMut(SocketState),
) -> io::Result<()> {
    let netlink = open()?;
    // SAFETY: an all-zero header is valid; it is plain old data.
    let mut header: libc::nlmsghdr = unsafe { zeroed() };
    header.nlmsg_len = size_of::<Request>() as u32;
    header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    header.nlmsg_flags = libc::NLM_F_REQUEST as u16 | flags;
    let protocol = if transport == Transport::Tcp { libc::IPPROTO_TCP } else { libc::IPPROTO_UDP } as u8;
    let request =
        Request { header, family, protocol, extensions: 1 << (INET_DIAG_INFO - 1), pad: 0, states: u32::MAX, id };
    // SAFETY: the pointer and the length are those of `request`, which lives until the call returns.
    let sent = unsafe { libc::send(netlink.as_raw_fd(), (&raw const request).cast(), size_of::<Request>(), 0) };
    if sent < 0 {
        return Err(io::Error::last_os_error());
    }
    let mut buffer = vec![0_u8; 32 * 1024];
    loop {
        // SAFETY: the kernel writes at most `buffer.len()` bytes into `buffer`.
        let count = unsafe { libc::recv(netlink.as_raw_fd(), buffer.as_mut_ptr().cast(), buffer.len(), 0) };
        let count = usize::try_from(count).map_err(|_| io::Error::last_os_error())?;
        if read_answers(&buffer[..count], transport, each)? || flags == 0 {
            return Ok(());
        }
    }
}

/// Reads the messages of one packet; true when the last one said that the list is complete.
fn read_answers(mut packet: &[u8], transport: Transport, each: &mut dyn FnMut(SocketState)) -> io::Result<bool> {
    let header_len = size_of::<libc::nlmsghdr>();
    while packet.len() >= header_len {
        // SAFETY: the length was checked, and any bytes make a valid header.
        let header: libc::nlmsghdr = unsafe { packet.as_ptr().cast::<libc::nlmsghdr>().read_unaligned() };
        let len = (header.nlmsg_len as usize).clamp(header_len, packet.len());
        let body = &packet[header_len..len];
        match i32::from(header.nlmsg_type) {
            libc::NLMSG_DONE => return Ok(true),
            libc::NLMSG_ERROR if body.len() >= 4 => {
                let code = i32::from_ne_bytes([body[0], body[1], body[2], body[3]]);
                return Err(io::Error::from_raw_os_error(-code));
            }
            _ if body.len() >= size_of::<Answer>() => {
                // SAFETY: the length was checked, and any bytes make a valid answer.
                let answer: Answer = unsafe { body.as_ptr().cast::<Answer>().read_unaligned() };
                each(state_of(transport, &answer, &body[size_of::<Answer>()..]));
            }
            _ => {}
        }
        packet = packet.get(len.next_multiple_of(4)..).unwrap_or_default();
    }
    Ok(false)
}

fn state_of(transport: Transport, answer: &Answer, attributes: &[u8]) -> SocketState {
    let address = |bytes: &[u8; 16], port: [u8; 2]| {
        let ip = if i32::from(answer.family) == libc::AF_INET {
            IpAddr::from([bytes[0], bytes[1], bytes[2], bytes[3]])
        } else {
            IpAddr::from(*bytes)
        };
        SocketAddr::new(ip.to_canonical(), u16::from_be_bytes(port))
    };
    let info = tcp_info(attributes);
    let field = |at: usize, len: usize| info.and_then(|info| info.get(at..at + len));
    let received = field(BYTES_RECEIVED, 8).and_then(|field| field.try_into().ok()).map(u64::from_ne_bytes);
    let segments = field(DATA_SEGMENTS_RECEIVED, 4).and_then(|field| field.try_into().ok()).map(u32::from_ne_bytes);
    // In a queue of TCP the end of the stream counts as a byte, until it is read. It is the last one, and no byte.
    let has_the_end = transport == Transport::Tcp && AFTER_THE_END.contains(&answer.state);
    SocketState {
        transport,
        local: address(&answer.id.source, answer.id.source_port),
        remote: address(&answer.id.dest, answer.id.dest_port),
        listens: transport == Transport::Tcp && answer.state == TCP_LISTEN,
        undelivered: answer.send_queue as usize,
        waiting: (answer.receive_queue as usize).saturating_sub(usize::from(has_the_end)),
        received,
        segments,
        inode: answer.inode,
    }
}

/// Looks for `tcp_info` among the attributes of an answer: length, type and value each, aligned to four bytes.
fn tcp_info(mut attributes: &[u8]) -> Option<&[u8]> {
    while let [len_low, len_high, kind_low, kind_high, ..] = *attributes {
        let len = usize::from(u16::from_ne_bytes([len_low, len_high]));
        let value = attributes.get(4..len)?;
        if u16::from_ne_bytes([kind_low, kind_high]) == INET_DIAG_INFO {
            return Some(value);
        }
        attributes = attributes.get(len.next_multiple_of(4)..)?;
    }
    None
}

fn open() -> io::Result<OwnedFd> {
    // SAFETY: a plain system call; the descriptor it returns is nobody else's.
    let fd = unsafe { libc::socket(libc::AF_NETLINK, libc::SOCK_RAW | libc::SOCK_CLOEXEC, NETLINK_SOCK_DIAG) };
    if fd < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: `fd` is open and owned by nobody.
    let netlink = unsafe { OwnedFd::from_raw_fd(fd) };
    let limit = libc::timeval { tv_sec: 1, tv_usec: 0 };
    let limit_len = size_of::<libc::timeval>() as libc::socklen_t;
    let value = (&raw const limit).cast();
    // SAFETY: the pointer and the length are those of `limit`. A failure only means that there is no time limit.
    unsafe { libc::setsockopt(fd, libc::SOL_SOCKET, libc::SO_RCVTIMEO, value, limit_len) };
    Ok(netlink)
}

fn family(addr: SocketAddr) -> u8 {
    (if addr.is_ipv4() { libc::AF_INET } else { libc::AF_INET6 }) as u8
}

fn wire_address(ip: IpAddr) -> [u8; 16] {
    match ip {
        IpAddr::V4(v4) => {
            let mut bytes = Ipv6Addr::UNSPECIFIED.octets();
            bytes[..Ipv4Addr::UNSPECIFIED.octets().len()].copy_from_slice(&v4.octets());
            bytes
        }
        IpAddr::V6(v6) => v6.octets(),
    }
}
