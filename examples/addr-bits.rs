//! Writes IPv4 addresses in bits, one under the other.

use std::net::Ipv4Addr;

fn main() {
    for argument in std::env::args().skip(1) {
        match argument.parse::<Ipv4Addr>() {
            Ok(address) => {
                let [a, b, c, d] = address.octets();
                // The dots are for the eyes. In the number there is nothing between two bytes.
                println!("{a:08b}.{b:08b}.{c:08b}.{d:08b}  {address}");
            }
            Err(_) => println!("{argument}  is no IPv4 address"),
        }
    }
}
