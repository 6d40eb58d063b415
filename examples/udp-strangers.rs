//! Who is heard by a socket that is connected, and by one that is not: each asks a server, and a stranger is faster.

use std::io;
use std::net::UdpSocket;
use std::time::Duration;

fn main() -> io::Result<()> {
    let [server, stranger] = [UdpSocket::bind("127.0.0.1:0")?, UdpSocket::bind("127.0.0.1:0")?];
    for connects in [false, true] {
        let client = UdpSocket::bind("127.0.0.1:0")?;
        client.set_read_timeout(Some(Duration::from_secs(1)))?;
        if connects {
            client.connect(server.local_addr()?)?;
            client.send(b"hora?")?;
        } else {
            client.send_to(b"hora?", server.local_addr()?)?;
        }

        let (_, asker) = server.recv_from(&mut [0; 100])?;
        stranger.send_to(b"las tres", asker)?;
        server.send_to(b"las nueve", asker)?;

        let mut buffer = [0; 100];
        let (count, sender) = client.recv_from(&mut buffer)?;
        let who = if sender == server.local_addr()? { "the server" } else { "the stranger" };
        let kind = if connects { "connected" } else { "not connected" };
        println!("{kind}: {who} says {:?}", String::from_utf8_lossy(&buffer[..count]));
    }
    Ok(())
}
