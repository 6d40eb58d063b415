//! What the standard library knows, patterns for what it does not, and complaints before anything is printed.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::process::ExitCode;

fn of_v4(address: Ipv4Addr) -> &'static str {
    match address {
        it if it.is_unspecified() => "unspecified",
        it if it.is_loopback() => "loopback",
        it if it.is_private() => "private",
        it if it.is_link_local() => "link-local",
        it if it.is_documentation() => "documentation",
        it if it.is_multicast() => "multicast",
        it if it.is_broadcast() => "broadcast",
        _ => "global",
    }
}

fn of_v6(address: Ipv6Addr) -> &'static str {
    match address.segments() {
        [0, 0, 0, 0, 0, 0xffff, ..] => of_v4(address.to_ipv4_mapped().expect("its first bits say so")),
        [0, 0, 0, 0, 0, 0, 0, 0] => "unspecified",
        [0, 0, 0, 0, 0, 0, 0, 1] => "loopback",
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => "documentation",
        _ if address.is_unique_local() => "private",
        _ if address.is_unicast_link_local() => "link-local",
        _ if address.is_multicast() => "multicast",
        _ => "global",
    }
}

fn describe(address: &IpAddr) -> String {
    let (version, scope, bytes) = match address {
        IpAddr::V4(it) => ("IPv4", of_v4(*it), it.octets().to_vec()),
        IpAddr::V6(it) => ("IPv6", of_v6(*it), it.octets().to_vec()),
    };
    let number: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    [version, &(bytes.len() * 8).to_string(), &address.to_string(), &format!("0x{number}"), scope].join("\t")
}

pub fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (good, bad): (Vec<_>, Vec<_>) = arguments.iter().map(|it| (it, it.parse())).partition(|(_, it)| it.is_ok());
    for (argument, _) in &bad {
        eprintln!("addresses: I cannot read `{argument}`");
    }
    for (_, address) in &good {
        println!("{}", describe(address.as_ref().expect("the good ones are good")));
    }
    ExitCode::from(u8::from(!bad.is_empty()))
}
