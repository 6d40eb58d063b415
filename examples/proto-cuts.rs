//! Says three words over TCP and three over UDP, each with a write of its own, and shows what the other end gets.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::time::Duration;

const WORDS: [&str; 3] = ["uno", "dos", "tres"];

fn main() -> io::Result<()> {
    over_tcp()?;
    over_udp()
}

// ANCHOR: tcp
fn over_tcp() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let mut speaker = TcpStream::connect(listener.local_addr()?)?;
    let (mut hearer, _) = listener.accept()?;

    for word in WORDS {
        speaker.write_all(word.as_bytes())?;
    }
    // The end of the stream. Without it `read_to_end` would wait for more.
    drop(speaker);

    let mut heard = Vec::new();
    hearer.read_to_end(&mut heard)?;
    println!("TCP: {:?}", String::from_utf8_lossy(&heard));
    Ok(())
}
// ANCHOR_END: tcp

// ANCHOR: udp
fn over_udp() -> io::Result<()> {
    let hearer = UdpSocket::bind("127.0.0.1:0")?;
    // A datagram may be lost, even here: nobody should wait for it for ever.
    hearer.set_read_timeout(Some(Duration::from_secs(2)))?;
    let speaker = UdpSocket::bind("127.0.0.1:0")?;
    // Anybody may send to an open port. From here on only this speaker is heard.
    hearer.connect(speaker.local_addr()?)?;

    for word in WORDS {
        speaker.send_to(word.as_bytes(), hearer.local_addr()?)?;
    }

    // Nothing says that this was the last one: we know that there are three.
    let mut buffer = [0; 2048];
    for _ in WORDS {
        let size = hearer.recv(&mut buffer)?;
        println!("UDP: {:?}", String::from_utf8_lossy(&buffer[..size]));
    }
    Ok(())
}
// ANCHOR_END: udp
