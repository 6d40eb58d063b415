//! First and last address of each range, and comparisons: no mask anywhere. The lines are collected and written at
//! once.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ops::RangeInclusive;
use std::process::ExitCode;

fn v4(first: [u8; 4], last: [u8; 4]) -> RangeInclusive<Ipv4Addr> {
    Ipv4Addr::from(first)..=Ipv4Addr::from(last)
}

/// From `first::` to the last address before `beyond::`.
fn v6(first: u128, beyond: u128) -> RangeInclusive<Ipv6Addr> {
    Ipv6Addr::from(first)..=Ipv6Addr::from(beyond - 1)
}

fn scope_v4(address: Ipv4Addr) -> &'static str {
    let ranges = [
        (v4([0; 4], [0; 4]), "unspecified"),
        (v4([127, 0, 0, 0], [127, 255, 255, 255]), "loopback"),
        (v4([10, 0, 0, 0], [10, 255, 255, 255]), "private"),
        (v4([172, 16, 0, 0], [172, 31, 255, 255]), "private"),
        (v4([192, 168, 0, 0], [192, 168, 255, 255]), "private"),
        (v4([169, 254, 0, 0], [169, 254, 255, 255]), "link-local"),
        (v4([192, 0, 2, 0], [192, 0, 2, 255]), "documentation"),
        (v4([198, 51, 100, 0], [198, 51, 100, 255]), "documentation"),
        (v4([203, 0, 113, 0], [203, 0, 113, 255]), "documentation"),
        (v4([224, 0, 0, 0], [239, 255, 255, 255]), "multicast"),
        (v4([255; 4], [255; 4]), "broadcast"),
    ];
    ranges.into_iter().find(|(range, _)| range.contains(&address)).map_or("global", |(_, scope)| scope)
}

fn scope_v6(address: Ipv6Addr) -> &'static str {
    let mapped = 0xffff << 32;
    if (mapped..mapped + (1 << 32)).contains(&u128::from(address)) {
        return scope_v4(Ipv4Addr::from(u128::from(address) as u32));
    }
    let high = |group: u128| group << 112;
    let ranges = [
        (v6(0, 1), "unspecified"),
        (v6(1, 2), "loopback"),
        (v6(high(0xfc00), high(0xfe00)), "private"),
        (v6(high(0xfe80), high(0xfec0)), "link-local"),
        (v6(0x2001_0db8 << 96, 0x2001_0db9 << 96), "documentation"),
        (v6(high(0x3fff), high(0x3fff) + (0x1000 << 96)), "documentation"),
    ];
    if address >= Ipv6Addr::from(high(0xff00)) {
        return "multicast";
    }
    ranges.into_iter().find(|(range, _)| range.contains(&address)).map_or("global", |(_, scope)| scope)
}

pub fn main() -> ExitCode {
    let (mut lines, mut complaints) = (String::new(), Vec::new());
    for argument in std::env::args().skip(1) {
        let line = match argument.parse::<IpAddr>() {
            Ok(IpAddr::V4(it)) => format!("IPv4\t32\t{it}\t0x{:08x}\t{}\n", u32::from(it), scope_v4(it)),
            Ok(IpAddr::V6(it)) => format!("IPv6\t128\t{it}\t0x{:032x}\t{}\n", u128::from(it), scope_v6(it)),
            Err(error) => {
                complaints.push(format!("{argument:?}: {error}"));
                continue;
            }
        };
        lines.push_str(&line);
    }
    std::io::stdout().write_all(lines.as_bytes()).expect("standard output is open");
    for complaint in &complaints {
        eprintln!("{complaint}");
    }
    if complaints.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) }
}
