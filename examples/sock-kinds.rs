//! What a socket knows: its own address, and its partner's if it has one.

use std::io;
use std::net::{TcpListener, TcpStream, UdpSocket};

fn main() -> io::Result<()> {
    // ANCHOR: kinds
    // The address says the family, here IPv4. The type is in the name. Port 0 lets the system choose one.
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let client = TcpStream::connect(listener.local_addr()?)?;
    let (conn, _) = listener.accept()?;
    let udp = UdpSocket::bind("127.0.0.1:0")?;
    // ANCHOR_END: kinds

    println!("listener  {}, no partner", listener.local_addr()?);
    println!("client    {}, partner {}", client.local_addr()?, client.peer_addr()?);
    println!("conn      {}, partner {}", conn.local_addr()?, conn.peer_addr()?);
    println!("udp       {}, no partner", udp.local_addr()?);
    Ok(())
}
