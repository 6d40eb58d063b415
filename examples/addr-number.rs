//! An IPv4 address is a number of 32 bits. Says which address each number is.

use std::net::Ipv4Addr;

fn main() {
    for argument in std::env::args().skip(1) {
        // ANCHOR: number
        match argument.parse::<u32>() {
            Ok(number) => println!("{number}  is  {}", Ipv4Addr::from_bits(number)),
            Err(_) => println!("{argument}  is no number of 32 bits"),
        }
        // ANCHOR_END: number
    }
}
