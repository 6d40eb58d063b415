//! Reads each argument as an address and writes it back: which spellings does Rust take, and which one does it give?

use std::net::IpAddr;

fn main() {
    for argument in std::env::args().skip(1) {
        // `parse` looks at the text alone. Nobody is asked: not the system, and not the network.
        match argument.parse::<IpAddr>() {
            Ok(address) => println!("{argument}  is  {address}"),
            Err(error) => println!("{argument}  is no address: {error}"),
        }
    }
}
