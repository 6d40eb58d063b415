//! A time limit that never runs out: somebody speaks every 50 ms, and each receive may wait for 500 ms.

use std::io;
use std::net::{SocketAddr, UdpSocket};
use std::thread;
use std::time::Duration;

fn main() -> io::Result<()> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    let addr = socket.local_addr()?;
    let chatterer = thread::spawn(move || chatter(addr));

    // ANCHOR: wait
    socket.set_read_timeout(Some(Duration::from_millis(500)))?;
    let (mut buffer, mut heard) = ([0; 100], 0);
    loop {
        match socket.recv(&mut buffer) {
            Ok(count) if buffer[..count] == *b"basta" => {
                println!("{heard} other datagrams came first");
                break;
            }
            Ok(_) => heard += 1,
            Err(error) => {
                println!("after {heard} datagrams: {:?}", error.kind());
                break;
            }
        }
    }
    // ANCHOR_END: wait
    chatterer.join().expect("it does not panic")
}

/// Twenty words that nobody waits for, and then the one.
fn chatter(addr: SocketAddr) -> io::Result<()> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    for turn in 1..=21 {
        thread::sleep(Duration::from_millis(50));
        let word = if turn <= 20 { "bla" } else { "basta" };
        socket.send_to(word.as_bytes(), addr)?;
    }
    Ok(())
}
