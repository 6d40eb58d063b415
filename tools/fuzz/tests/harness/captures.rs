//! Captures, read back by readers that are not ours: every packet is whole, its checksums are right, and the bytes of a
//! connection come in order.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use enchufe::capture;
use enchufe::transcript::{Event, Label, Payload, What};
use etherparse::{NetSlice, SlicedPacket, TransportSlice};
use fuzz::{MIB, each};
use pcap_parser::data::{PacketData, get_packetdata_raw};
use pcap_parser::pcapng::{Block, parse_block_le};
use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_oneof};

/// Who says what: to the program, or from it.
type Said = Vec<(bool, Vec<u8>)>;

/// What an end of the wire does.
#[derive(Debug, Clone)]
enum Talk {
    Stream(Said),
    Datagrams(Said),
}

fn talk() -> impl Strategy<Value = Talk> {
    let said = || vec((any::<bool>(), vec(any::<u8>(), 0..60)), 0..6);
    prop_oneof![said().prop_map(Talk::Stream), said().prop_map(Talk::Datagrams)]
}

/// The two ends of a conversation, different for each.
fn ends(number: usize, is_v6: bool) -> (SocketAddr, SocketAddr) {
    let ip: IpAddr = if is_v6 { Ipv6Addr::LOCALHOST.into() } else { Ipv4Addr::LOCALHOST.into() };
    let port = 10_000 + 2 * number as u16;
    (SocketAddr::new(ip, port), SocketAddr::new(ip, port + 1))
}

fn events(talks: &[(Talk, bool)]) -> Vec<Event> {
    let mut events = Vec::new();
    let mut at = Duration::ZERO;
    for (number, (talk, is_v6)) in talks.iter().enumerate() {
        let (lab, you) = ends(number, *is_v6);
        let (said, datagram) = match talk {
            Talk::Stream(said) => (said, false),
            Talk::Datagrams(said) => (said, true),
        };
        let mut push = |what| {
            at += Duration::from_micros(7);
            events.push(Event { at, label: Some(Label(number)), what });
        };
        if !datagram {
            push(What::Connected { lab, you });
        }
        for (is_to_you, bytes) in said {
            let bytes = Payload::new(bytes);
            push(if *is_to_you {
                What::Sent { lab, you, bytes, datagram }
            } else {
                What::Received { lab, you, bytes, datagram }
            });
        }
        if !datagram {
            push(What::YouClosed);
            push(What::Closed);
        }
    }
    events
}

/// From, to, where there is one the sequence number and that of what follows, and the payload.
type Packet = (SocketAddr, SocketAddr, Option<(u32, u32)>, Vec<u8>);

fn packets(mut capture: &[u8]) -> Vec<Packet> {
    let mut packets = Vec::new();
    while !capture.is_empty() {
        let (rest, block) = parse_block_le(capture).expect("a whole block");
        capture = rest;
        if let Block::EnhancedPacket(block) = &block {
            assert_eq!(block.caplen, block.origlen, "nothing was left out");
            match get_packetdata_raw(block.data, block.caplen as usize) {
                Some(PacketData::L3(_, bytes)) => packets.push(packet(bytes)),
                other => panic!("a packet without its bytes: {other:?}"),
            }
        }
    }
    packets
}

fn packet(bytes: &[u8]) -> Packet {
    let sliced = SlicedPacket::from_ip(bytes).expect("a packet");
    let (from, to): (IpAddr, IpAddr) = match &sliced.net {
        Some(NetSlice::Ipv4(ip)) => {
            let header = ip.header().to_header();
            assert_eq!(header.header_checksum, header.calc_header_checksum());
            (header.source.into(), header.destination.into())
        }
        Some(NetSlice::Ipv6(ip)) => (ip.header().source_addr().into(), ip.header().destination_addr().into()),
        other => panic!("no addresses: {other:?}"),
    };
    let (source, destination, sequence, payload) = match &sliced.transport {
        Some(TransportSlice::Tcp(tcp)) => {
            let sum = match (from, to) {
                (IpAddr::V4(from), IpAddr::V4(to)) => tcp.calc_checksum_ipv4(from.octets(), to.octets()),
                (IpAddr::V6(from), IpAddr::V6(to)) => tcp.calc_checksum_ipv6(from.octets(), to.octets()),
                _ => panic!("two families in one packet"),
            };
            assert_eq!(tcp.checksum(), sum.expect("a short segment"));
            // The first and the last segment of a direction count as a byte each.
            let taken = tcp.payload().len() + usize::from(tcp.syn()) + usize::from(tcp.fin());
            let (at, next) = (tcp.sequence_number(), tcp.sequence_number().wrapping_add(taken as u32));
            (tcp.source_port(), tcp.destination_port(), Some((at, next)), tcp.payload())
        }
        Some(TransportSlice::Udp(udp)) => {
            let header = udp.to_header();
            let sum = match (from, to) {
                (IpAddr::V4(from), IpAddr::V4(to)) => {
                    header.calc_checksum_ipv4_raw(from.octets(), to.octets(), udp.payload())
                }
                (IpAddr::V6(from), IpAddr::V6(to)) => {
                    header.calc_checksum_ipv6_raw(from.octets(), to.octets(), udp.payload())
                }
                _ => panic!("two families in one packet"),
            };
            assert_eq!(header.checksum, sum.expect("a short datagram"));
            (header.source_port, header.destination_port, None, udp.payload())
        }
        other => panic!("neither TCP nor UDP: {other:?}"),
    };
    (SocketAddr::new(from, source), SocketAddr::new(to, destination), sequence, payload.to_vec())
}

#[test]
fn a_capture_holds_every_byte_in_order_and_its_checksums_are_right() {
    each(1000, 4 * MIB, vec((talk(), any::<bool>()), 0..4), |talks| {
        let packets = packets(&capture::pcapng(&events(&talks)));
        let mut came: BTreeMap<(SocketAddr, SocketAddr), Vec<Vec<u8>>> = BTreeMap::new();
        let mut next: BTreeMap<(SocketAddr, SocketAddr), u32> = BTreeMap::new();
        for (from, to, sequence, payload) in packets {
            if let Some((at, behind)) = sequence {
                let expected = next.insert((from, to), behind).unwrap_or(at);
                assert_eq!(at, expected, "a gap in what {from} sends");
            }
            came.entry((from, to)).or_default().push(payload);
        }
        for (number, (talk, is_v6)) in talks.iter().enumerate() {
            let (lab, you) = ends(number, *is_v6);
            for (is_to_you, way) in [(true, (lab, you)), (false, (you, lab))] {
                let came = came.remove(&way).unwrap_or_default();
                let said = |said: &Said| -> Vec<Vec<u8>> {
                    said.iter().filter(|(to_you, _)| *to_you == is_to_you).map(|(_, bytes)| bytes.clone()).collect()
                };
                match talk {
                    Talk::Stream(all) => assert_eq!(came.concat(), said(all).concat()),
                    Talk::Datagrams(all) => assert_eq!(came, said(all)),
                }
            }
        }
        assert!(came.is_empty(), "packets of nobody: {came:?}");
    });
}
