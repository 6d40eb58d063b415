//! Addresses and prefixes: the number and the scope as the solution of `addresses` prints them, the rest from std.

use std::net::Ipv4Addr;
use std::process::Command;

use serde_json::{Value, json};

use crate::{draw, golden, solutions};

/// The prefixes with a scope of their own.
const PREFIXES: [(&str, u32); 11] = [
    ("0.0.0.0", 32),
    ("127.0.0.0", 8),
    ("10.0.0.0", 8),
    ("172.16.0.0", 12),
    ("192.168.0.0", 16),
    ("169.254.0.0", 16),
    ("192.0.2.0", 24),
    ("198.51.100.0", 24),
    ("203.0.113.0", 24),
    ("224.0.0.0", 4),
    ("255.255.255.255", 32),
];

/// What a reader may type.
const TEXTS: [&str; 16] = [
    "1.2.3.4",
    "0.0.0.0",
    "255.255.255.255",
    "192.168.1.256",
    "1.2.3",
    "1.2.3.4.5",
    "01.2.3.4",
    "1.2.3.00",
    "1.2.3.1000",
    " 1.2.3.4",
    "1.2.3.4 ",
    "1..3.4",
    "1.2.3.-4",
    "a.b.c.d",
    "",
    "::1",
];

#[test]
fn address_bits() {
    let Some(program) = solutions::program("addresses") else { return };
    let mut pairs: Vec<(Ipv4Addr, u32)> = Vec::new();
    for (first, length) in PREFIXES {
        let first: Ipv4Addr = first.parse().expect("an address");
        let size = 1_u64 << (32 - length);
        let last = (u64::from(first.to_bits()) + size - 1) as u32;
        // At the edges, and one step beyond each.
        for bits in [first.to_bits(), first.to_bits().wrapping_sub(1), last, last.wrapping_add(1)] {
            pairs.push((bits.into(), length));
        }
    }
    for seed in 0..260 {
        pairs.push(((draw(seed) as u32).into(), seed as u32 % 33));
    }
    for address in [0xc0a8_0114, 0xffff_ffff, 0x0000_0000, 0xaaaa_5555] {
        pairs.extend((0..=32).map(|length| (address.into(), length)));
    }

    let output = Command::new(program).args(pairs.iter().map(|(address, _)| address.to_string())).output();
    let lines = String::from_utf8(output.expect("it runs").stdout).expect("text");
    let mut cases: Vec<Value> = lines.lines().zip(&pairs).map(|(line, pair)| one(line, *pair)).collect();
    assert_eq!(cases.len(), pairs.len());
    cases.extend(TEXTS.map(|text| json!({"text": text, "address": text.parse::<Ipv4Addr>().ok()})));
    golden::check("address-bits", &cases);
}

/// What is known of an address: by its line of the solution, and its prefix.
fn one(line: &str, (address, length): (Ipv4Addr, u32)) -> Value {
    let columns: Vec<&str> = line.split('\t').collect();
    let ["IPv4", "32", text, number, scope] = columns[..] else { panic!("not a line about IPv4: {line}") };
    let mask = u32::MAX.checked_shl(32 - length).unwrap_or(0);
    let first = Ipv4Addr::from_bits(address.to_bits() & mask);
    let last = Ipv4Addr::from_bits(address.to_bits() | !mask);
    let count = u64::from(last.to_bits()) - u64::from(first.to_bits()) + 1;
    json!({
        "address": text,
        "length": length,
        "number": number,
        "scope": scope,
        "first": first,
        "last": last,
        "count": count,
    })
}
