//! Asks std whether an address is the computer itself: first as it stands, then without its IPv6 envelope.

use std::net::IpAddr;

fn main() {
    for argument in std::env::args().skip(1) {
        let Ok(address) = argument.parse::<IpAddr>() else {
            println!("{argument}  is no address");
            continue;
        };
        // ANCHOR: ask
        // What is in no envelope stays as it is.
        let inside = address.to_canonical();
        println!("{address}: loopback {}", address.is_loopback());
        println!("    as {inside}: loopback {}", inside.is_loopback());
        // ANCHOR_END: ask
    }
}
