//! El alcance de una dirección: para qué sirve.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

pub fn de(dirección: IpAddr) -> &'static str {
    match dirección {
        IpAddr::V4(cuatro) => de_v4(cuatro),
        // La de adentro manda, si hay una.
        IpAddr::V6(seis) => seis.to_ipv4_mapped().map_or_else(|| de_v6(seis), de_v4),
    }
}

fn de_v4(dirección: Ipv4Addr) -> &'static str {
    let prefijos = [
        ("0.0.0.0", 32, "unspecified"),
        ("127.0.0.0", 8, "loopback"),
        ("10.0.0.0", 8, "private"),
        ("172.16.0.0", 12, "private"),
        ("192.168.0.0", 16, "private"),
        ("169.254.0.0", 16, "link-local"),
        ("192.0.2.0", 24, "documentation"),
        ("198.51.100.0", 24, "documentation"),
        ("203.0.113.0", 24, "documentation"),
        ("224.0.0.0", 4, "multicast"),
        ("255.255.255.255", 32, "broadcast"),
    ];
    for (red, largo, alcance) in prefijos {
        let red: Ipv4Addr = red.parse().expect("lo escribí bien");
        if dirección.to_bits() >> (32 - largo) == red.to_bits() >> (32 - largo) {
            return alcance;
        }
    }
    "global"
}

fn de_v6(dirección: Ipv6Addr) -> &'static str {
    let prefijos = [
        ("::", 128, "unspecified"),
        ("::1", 128, "loopback"),
        ("fc00::", 7, "private"),
        ("fe80::", 10, "link-local"),
        ("2001:db8::", 32, "documentation"),
        ("3fff::", 20, "documentation"),
        ("ff00::", 8, "multicast"),
    ];
    for (red, largo, alcance) in prefijos {
        let red: Ipv6Addr = red.parse().expect("lo escribí bien");
        if dirección.to_bits() >> (128 - largo) == red.to_bits() >> (128 - largo) {
            return alcance;
        }
    }
    "global"
}
