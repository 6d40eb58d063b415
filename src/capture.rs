//! A transcript as a capture file that Wireshark opens: pcapng, with the IP, TCP and UDP headers that the conversation
//! must have had.
//!
//! The lab sees streams, not packets: a packet here is one event of the transcript, and acknowledgements are left out.
//! Source: the pcapng specification (draft-ietf-opsawg-pcapng), RFC 791, RFC 8200, RFC 9293, RFC 768.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use crate::transcript::{Event, Fate, Label, Payload, What};

const LINKTYPE_RAW: u16 = 101;
const FIN: u8 = 0x01;
const SYN: u8 = 0x02;
const RST: u8 = 0x04;
const PSH: u8 = 0x08;
const ACK: u8 = 0x10;

/// The most payload that one packet of the capture carries.
const LARGEST_PAYLOAD: usize = 65_400;

/// The capture of a list of events. Times count from the beginning of the test.
pub fn pcapng(events: &[Event]) -> Vec<u8> {
    let mut file = File::new();
    let mut flows: HashMap<Label, Flow> = HashMap::new();
    for event in events {
        let Some(label) = event.label else { continue };
        let at = event.at;
        match &event.what {
            What::Connected { lab, you } => {
                let accepted = events.iter().any(|other| matches!(&other.what, What::Listening { at } if at == lab));
                let mut flow = Flow { lab: Side::new(*lab), you: Side::new(*you) };
                flow.handshake(&mut file, at, accepted);
                flows.insert(label, flow);
            }
            What::Sent { lab, you, bytes, datagram: true } => file.datagram(at, *lab, *you, bytes),
            What::Received { lab, you, bytes, datagram: true } => file.datagram(at, *you, *lab, bytes),
            What::Relayed { lab, you, via, to, bytes, fate } => {
                file.datagram(at, *you, *lab, bytes);
                let at_once = match fate {
                    Fate::Pass => 1,
                    Fate::Double => 2,
                    Fate::Drop | Fate::Delay(_) | Fate::Swap => 0,
                };
                (0..at_once).for_each(|_| file.datagram(at, *via, *to, bytes));
            }
            what => {
                if let Some(flow) = flows.get_mut(&label) {
                    flow.event(&mut file, at, what);
                }
            }
        }
    }
    file.0
}

/// One end of a connection: its address and the next sequence number it uses.
struct Side {
    addr: SocketAddr,
    next: u32,
    finished: bool,
}

impl Side {
    fn new(addr: SocketAddr) -> Side {
        Side { addr, next: 0, finished: false }
    }
}

struct Flow {
    lab: Side,
    you: Side,
}

#[derive(Clone, Copy, PartialEq)]
enum From {
    Lab,
    You,
}

impl Flow {
    fn handshake(&mut self, file: &mut File, at: Duration, accepted: bool) {
        let (client, server) = if accepted { (From::You, From::Lab) } else { (From::Lab, From::You) };
        self.segment(file, at, client, SYN, &[], 0);
        self.segment(file, at, server, SYN | ACK, &[], 0);
        self.segment(file, at, client, ACK, &[], 0);
    }

    fn event(&mut self, file: &mut File, at: Duration, what: &What) {
        match what {
            What::Sent { bytes, .. } => self.data(file, at, From::Lab, bytes),
            What::Received { bytes, .. } => self.data(file, at, From::You, bytes),
            What::HalfClosed | What::Closed => self.finish(file, at, From::Lab),
            What::YouClosed => self.finish(file, at, From::You),
            What::Aborted => self.segment(file, at, From::Lab, RST | ACK, &[], 0),
            What::YouReset => self.segment(file, at, From::You, RST | ACK, &[], 0),
            _ => {}
        }
    }

    fn finish(&mut self, file: &mut File, at: Duration, from: From) {
        let side = if from == From::Lab { &mut self.lab } else { &mut self.you };
        if !std::mem::replace(&mut side.finished, true) {
            self.segment(file, at, from, FIN | ACK, &[], 0);
        }
    }

    /// The bytes of one event; of very many the beginning, and a gap where the transcript kept nothing.
    fn data(&mut self, file: &mut File, at: Duration, from: From, bytes: &Payload) {
        let left_out = bytes.len - bytes.head.len();
        let last = bytes.head.len().saturating_sub(1) / LARGEST_PAYLOAD;
        for (index, part) in bytes.head.chunks(LARGEST_PAYLOAD).enumerate() {
            self.segment(file, at, from, PSH | ACK, part, if index == last { left_out } else { 0 });
        }
    }

    fn segment(&mut self, file: &mut File, at: Duration, from: From, flags: u8, data: &[u8], left_out: usize) {
        let (source, dest) = if from == From::Lab { (&mut self.lab, &self.you) } else { (&mut self.you, &self.lab) };
        let acknowledged = if flags & ACK == 0 { 0 } else { dest.next };
        let mut segment = Vec::with_capacity(20 + data.len());
        segment.extend(source.addr.port().to_be_bytes());
        segment.extend(dest.addr.port().to_be_bytes());
        segment.extend(source.next.to_be_bytes());
        segment.extend(acknowledged.to_be_bytes());
        // Five words of header; the window is only for show.
        segment.extend([5 << 4, flags]);
        segment.extend(u16::MAX.to_be_bytes());
        segment.extend([0; 4]);
        segment.extend(data);
        let consumed = data.len() + left_out + usize::from(flags & (SYN | FIN) != 0);
        source.next = source.next.wrapping_add(consumed as u32);
        let sum = checksum(source.addr.ip(), dest.addr.ip(), 6, &segment);
        segment[16..18].copy_from_slice(&sum.to_be_bytes());
        file.packet(at, source.addr.ip(), dest.addr.ip(), 6, &segment);
    }
}

struct File(Vec<u8>);

impl File {
    fn new() -> File {
        let mut file = File(Vec::new());
        // Section header: byte order magic, version 1.0, length unknown.
        let mut section = 0x1a2b_3c4d_u32.to_le_bytes().to_vec();
        section.extend([1, 0, 0, 0]);
        section.extend([0xff; 8]);
        file.block(0x0a0d_0d0a, &section);
        // One interface; times are in microseconds unless an option says otherwise.
        let mut interface = LINKTYPE_RAW.to_le_bytes().to_vec();
        interface.extend([0; 6]);
        file.block(1, &interface);
        file
    }

    fn datagram(&mut self, at: Duration, source: SocketAddr, dest: SocketAddr, bytes: &Payload) {
        let shown = &bytes.head;
        let len = (8 + bytes.len) as u16;
        let mut datagram = Vec::with_capacity(8 + shown.len());
        datagram.extend(source.port().to_be_bytes());
        datagram.extend(dest.port().to_be_bytes());
        datagram.extend(len.to_be_bytes());
        datagram.extend([0; 2]);
        datagram.extend(shown);
        // Without all bytes there is no checksum; over IPv4 a zero says that none was made.
        if shown.len() == bytes.len {
            let sum = checksum(source.ip(), dest.ip(), 17, &datagram);
            datagram[6..8].copy_from_slice(&(if sum == 0 { u16::MAX } else { sum }).to_be_bytes());
        }
        let missing = bytes.len - shown.len();
        self.packet_cut(at, source.ip(), dest.ip(), 17, &datagram, missing);
    }

    fn packet(&mut self, at: Duration, source: IpAddr, dest: IpAddr, protocol: u8, content: &[u8]) {
        self.packet_cut(at, source, dest, protocol, content, 0);
    }

    /// An enhanced packet block. `missing` bytes at the end were on the wire and are not in the capture.
    fn packet_cut(&mut self, at: Duration, source: IpAddr, dest: IpAddr, protocol: u8, content: &[u8], missing: usize) {
        let mut packet = ip_header(source, dest, protocol, content.len() + missing);
        packet.extend(content);
        let micros = at.as_micros() as u64;
        let mut block = vec![0; 4];
        block.extend(((micros >> 32) as u32).to_le_bytes());
        block.extend((micros as u32).to_le_bytes());
        block.extend((packet.len() as u32).to_le_bytes());
        block.extend(((packet.len() + missing) as u32).to_le_bytes());
        block.extend(&packet);
        self.block(6, &block);
    }

    fn block(&mut self, kind: u32, content: &[u8]) {
        let padded = content.len().next_multiple_of(4);
        let total = (padded + 12) as u32;
        self.0.extend(kind.to_le_bytes());
        self.0.extend(total.to_le_bytes());
        self.0.extend(content);
        self.0.resize(self.0.len() + padded - content.len(), 0);
        self.0.extend(total.to_le_bytes());
    }
}

fn ip_header(source: IpAddr, dest: IpAddr, protocol: u8, content: usize) -> Vec<u8> {
    let mut header = Vec::with_capacity(40);
    match (source, dest) {
        (IpAddr::V4(source), IpAddr::V4(dest)) => {
            header.extend([0x45, 0]);
            header.extend(((20 + content) as u16).to_be_bytes());
            // No identification, "do not fragment", 64 hops, checksum below.
            header.extend([0, 0, 0x40, 0, 64, protocol, 0, 0]);
            header.extend(source.octets());
            header.extend(dest.octets());
            let sum = !fold(words(&header));
            header[10..12].copy_from_slice(&sum.to_be_bytes());
        }
        _ => {
            header.extend([0x60, 0, 0, 0]);
            header.extend((content as u16).to_be_bytes());
            header.extend([protocol, 64]);
            header.extend(octets(source));
            header.extend(octets(dest));
        }
    }
    header
}

fn octets(ip: IpAddr) -> [u8; 16] {
    match ip {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().octets(),
        IpAddr::V6(v6) => v6.octets(),
    }
}

/// The checksum of TCP and UDP: over the addresses, the protocol, the length and the content.
fn checksum(source: IpAddr, dest: IpAddr, protocol: u8, content: &[u8]) -> u16 {
    let addresses = match (source, dest) {
        (IpAddr::V4(source), IpAddr::V4(dest)) => words(&source.octets()) + words(&dest.octets()),
        _ => words(&octets(source)) + words(&octets(dest)),
    };
    !fold(addresses + u64::from(protocol) + content.len() as u64 + words(content))
}

fn words(bytes: &[u8]) -> u64 {
    bytes.chunks(2).map(|pair| u64::from(u16::from_be_bytes([pair[0], *pair.get(1).unwrap_or(&0)]))).sum()
}

fn fold(mut sum: u64) -> u16 {
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    sum as u16
}
