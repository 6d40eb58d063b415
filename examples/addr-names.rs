//! Asks the system for the addresses of a name, and prints them in the order in which they should be tried.

use std::net::ToSocketAddrs;

fn main() {
    for argument in std::env::args().skip(1) {
        println!("{argument}");
        // ANCHOR: ask
        // This may take a while: the system may have to ask other computers, and std has no timeout for it.
        match argument.to_socket_addrs() {
            Ok(addresses) => {
                for address in addresses {
                    println!("    {address}");
                }
            }
            Err(error) => println!("    {error}"),
        }
        // ANCHOR_END: ask
    }
}
