//! One IPv6 socket for both versions of IP, and how the address of an IPv4 sender looks to it.

use std::io;
use std::net::UdpSocket;
use std::time::Duration;

fn main() -> io::Result<()> {
    // ANCHOR: mapped
    let both = UdpSocket::bind("[::]:0")?;
    both.set_read_timeout(Some(Duration::from_secs(1)))?;
    let sender = UdpSocket::bind("127.0.0.1:0")?;
    sender.send_to(b"hola", ("127.0.0.1", both.local_addr()?.port()))?;

    // Where such a socket takes IPv6 only, as Windows has it by default,
    // nothing comes: then this is an error.
    let (_, from) = both.recv_from(&mut [0; 100])?;
    let (as_seen, as_meant) = (from.ip(), from.ip().to_canonical());
    println!("as seen    {as_seen}  loopback: {}", as_seen.is_loopback());
    println!("as meant   {as_meant}  loopback: {}", as_meant.is_loopback());
    // ANCHOR_END: mapped
    Ok(())
}
