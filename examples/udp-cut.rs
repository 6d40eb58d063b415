//! A datagram that is longer than the buffer of its receiver, and the one behind it.

use std::io;
use std::net::UdpSocket;

fn main() -> io::Result<()> {
    // ANCHOR: cut
    let receiver = UdpSocket::bind("127.0.0.1:0")?;
    let sender = UdpSocket::bind("127.0.0.1:0")?;
    sender.send_to(b"Nos vemos a las tres.", receiver.local_addr()?)?;
    sender.send_to(b"Chao", receiver.local_addr()?)?;

    let mut buffer = [0; 12];
    for _ in 0..2 {
        let (count, _) = receiver.recv_from(&mut buffer)?;
        println!("{count:2} bytes: {:?}", String::from_utf8_lossy(&buffer[..count]));
    }
    // ANCHOR_END: cut
    Ok(())
}
