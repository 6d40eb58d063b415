//! Sends to a UDP port that nobody has, with a socket that is not connected and with one that is: `udp-nobody ADDR`.

use std::env;
use std::io;
use std::net::{SocketAddr, UdpSocket};
use std::time::Duration;

fn main() -> io::Result<()> {
    let addr = env::args().nth(1).unwrap_or("127.0.0.1:15999".to_owned());
    let nobody: SocketAddr = addr.parse().map_err(io::Error::other)?;

    // ANCHOR: two
    let loose = UdpSocket::bind("127.0.0.1:0")?;
    loose.set_read_timeout(Some(Duration::from_millis(300)))?;
    println!("not connected");
    show("send_to", loose.send_to(b"hola", nobody));
    show("recv_from", loose.recv_from(&mut [0; 100]).map(|(count, _)| count));

    let connected = UdpSocket::bind("127.0.0.1:0")?;
    connected.set_read_timeout(Some(Duration::from_millis(300)))?;
    connected.connect(nobody)?;
    println!("connected");
    show("send", connected.send(b"hola"));
    show("recv", connected.recv(&mut [0; 100]));
    show("recv", connected.recv(&mut [0; 100]));
    // ANCHOR_END: two
    Ok(())
}

fn show(call: &str, outcome: io::Result<usize>) {
    match outcome {
        Ok(count) => println!("  {call}: {count} bytes"),
        Err(error) => println!("  {call}: {:?}", error.kind()),
    }
}
