//! A beginner's way: addresses and prefixes as texts of zeros and ones, and `starts_with`.

use std::net::IpAddr;
use std::process::exit;

fn zeros_and_ones(address: &str) -> String {
    match address.parse::<IpAddr>().unwrap() {
        IpAddr::V4(address) => {
            let mut text = String::new();
            for byte in address.octets() {
                text.push_str(&format!("{byte:08b}"));
            }
            text
        }
        IpAddr::V6(address) => {
            let mut text = String::new();
            for group in address.segments() {
                text.push_str(&format!("{group:016b}"));
            }
            text
        }
    }
}

fn scope(text: &str) -> &'static str {
    // The texts of IPv4 and IPv6 differ in length, so one cannot begin with a prefix of the other by accident.
    let (four, six) = (text.len() == 32, text.len() == 128);
    let begins_with = |address: &str, length: usize| text.starts_with(&zeros_and_ones(address)[..length]);
    if six && begins_with("::ffff:0.0.0.0", 96) {
        return scope(&text[96..]);
    }
    if (four && begins_with("0.0.0.0", 32)) || (six && begins_with("::", 128)) {
        "unspecified"
    } else if (four && begins_with("127.0.0.0", 8)) || (six && begins_with("::1", 128)) {
        "loopback"
    } else if four && (begins_with("10.0.0.0", 8) || begins_with("172.16.0.0", 12) || begins_with("192.168.0.0", 16)) {
        "private"
    } else if six && begins_with("fc00::", 7) {
        "private"
    } else if (four && begins_with("169.254.0.0", 16)) || (six && begins_with("fe80::", 10)) {
        "link-local"
    } else if four && ["192.0.2.0", "198.51.100.0", "203.0.113.0"].iter().any(|network| begins_with(network, 24)) {
        "documentation"
    } else if six && (begins_with("2001:db8::", 32) || begins_with("3fff::", 20)) {
        "documentation"
    } else if (four && begins_with("224.0.0.0", 4)) || (six && begins_with("ff00::", 8)) {
        "multicast"
    } else if four && begins_with("255.255.255.255", 32) {
        "broadcast"
    } else {
        "global"
    }
}

fn hexadecimal(text: &str) -> String {
    let mut number = String::from("0x");
    for start in (0..text.len()).step_by(4) {
        number.push_str(&format!("{:x}", u8::from_str_radix(&text[start..start + 4], 2).unwrap()));
    }
    number
}

pub fn main() {
    let mut all_good = true;
    for argument in std::env::args().skip(1) {
        match argument.parse::<IpAddr>() {
            Err(_) => {
                eprintln!("no es una dirección: {argument}");
                all_good = false;
            }
            Ok(address) => {
                let version = if address.is_ipv4() { "IPv4" } else { "IPv6" };
                let text = zeros_and_ones(&argument);
                println!("{}\t{}\t{}\t{}\t{}", version, text.len(), address, hexadecimal(&text), scope(&text));
            }
        }
    }
    exit(if all_good { 0 } else { 1 });
}
