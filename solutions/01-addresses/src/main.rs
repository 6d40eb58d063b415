//! The solution of `addresses`: what an address says about itself.
//!
//! Read it after your own program passes. The comments stand where the mistakes live.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::process::ExitCode;

/// The prefixes of IPv4: first address, how many bits count, scope. *Los prefijos de IPv4: primera dirección, cuántos
/// bits cuentan, alcance.*
const IPV4_PREFIXES: [(Ipv4Addr, u32, &str); 11] = [
    (Ipv4Addr::new(0, 0, 0, 0), 32, "unspecified"),
    (Ipv4Addr::new(127, 0, 0, 0), 8, "loopback"),
    (Ipv4Addr::new(10, 0, 0, 0), 8, "private"),
    (Ipv4Addr::new(172, 16, 0, 0), 12, "private"),
    (Ipv4Addr::new(192, 168, 0, 0), 16, "private"),
    (Ipv4Addr::new(169, 254, 0, 0), 16, "link-local"),
    (Ipv4Addr::new(192, 0, 2, 0), 24, "documentation"),
    (Ipv4Addr::new(198, 51, 100, 0), 24, "documentation"),
    (Ipv4Addr::new(203, 0, 113, 0), 24, "documentation"),
    (Ipv4Addr::new(224, 0, 0, 0), 4, "multicast"),
    (Ipv4Addr::new(255, 255, 255, 255), 32, "broadcast"),
];

/// The prefixes of IPv6. *Los prefijos de IPv6.*
const IPV6_PREFIXES: [(Ipv6Addr, u32, &str); 7] = [
    (Ipv6Addr::new(0, 0, 0, 0, 0, 0, 0, 0), 128, "unspecified"),
    (Ipv6Addr::new(0, 0, 0, 0, 0, 0, 0, 1), 128, "loopback"),
    (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7, "private"),
    (Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10, "link-local"),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32, "documentation"),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20, "documentation"),
    (Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 0), 8, "multicast"),
];

/// Prints a line for each argument that is an address, and complains about each of the others on standard error.
fn print_all(arguments: &[String]) -> ExitCode {
    let mut code = ExitCode::SUCCESS;
    for argument in arguments {
        match parse(argument) {
            Ok(address) => println!("{}", line(address)),
            // One bad argument is no reason to leave the others out; but it has to be remembered until the end.
            Err(problem) => {
                eprintln!("{problem}");
                code = ExitCode::FAILURE;
            }
        }
    }
    code
}

/// The line for one address, without its end.
fn line(address: IpAddr) -> String {
    let scope = scope(address);
    match address {
        // The width of a number with `#` counts the `0x` too: 2 + 8 and 2 + 32.
        IpAddr::V4(v4) => format!("IPv4\t32\t{v4}\t{:#010x}\t{scope}", v4.to_bits()),
        IpAddr::V6(v6) => format!("IPv6\t128\t{v6}\t{:#034x}\t{scope}", v6.to_bits()),
    }
}

/// The scope of an address: that of the prefix that fits, or `global`.
fn scope(address: IpAddr) -> &'static str {
    match address {
        IpAddr::V4(v4) => scope_of_ipv4(v4),
        // `to_ipv4_mapped`, and not `to_ipv4`: that one finds an address also in `::1`, which is not mapped.
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(inside) => scope_of_ipv4(inside),
            None => scope_of_ipv6(v6),
        },
    }
}

fn scope_of_ipv4(address: Ipv4Addr) -> &'static str {
    for (network, length, scope) in IPV4_PREFIXES {
        // `length` ones, then zeros: only the first bits of the address survive an `&` with it. No prefix is empty, so
        // the shift is less than 32.
        let mask = u32::MAX << (32 - length);
        if address.to_bits() & mask == network.to_bits() {
            return scope;
        }
    }
    "global"
}

fn scope_of_ipv6(address: Ipv6Addr) -> &'static str {
    for (network, length, scope) in IPV6_PREFIXES {
        let mask = u128::MAX << (128 - length);
        if address.to_bits() & mask == network.to_bits() {
            return scope;
        }
    }
    "global"
}

// ─── Given: the same in the exercise ─────────────────────────────────────────────────────────────────────────────────

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.is_empty() {
        eprintln!("usage: addresses ADDRESS…");
        return ExitCode::from(2);
    }
    print_all(&arguments)
}

/// The address that an argument says. If it says none, the error is a line for standard error that names it.
///
/// *La dirección que dice un argumento. Si no dice ninguna, el error es una línea para la salida de errores que lo
/// nombra.*
fn parse(argument: &str) -> Result<IpAddr, String> {
    argument.parse().map_err(|_| format!("addresses: {argument}: not an address"))
}
