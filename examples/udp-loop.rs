//! Two echo servers and one datagram that seems to come from the other one.

use std::io;
use std::net::UdpSocket;
use std::thread;
use std::time::Duration;

/// Without this end they would go on for ever.
const ENOUGH: usize = 1_000;

fn main() -> io::Result<()> {
    let [one, two] = [UdpSocket::bind("127.0.0.1:0")?, UdpSocket::bind("127.0.0.1:0")?];
    // Whoever forges a sender sends in the name of `two`. Here `two` does it itself: there is no difference on the wire.
    two.send_to(b"hola", one.local_addr()?)?;

    let one = thread::spawn(move || echo(&one));
    let two = thread::spawn(move || echo(&two));
    let [one, two] = [one, two].map(|server| server.join().expect("it does not panic"));
    println!("1 datagram was sent; one server answered {} times, the other {} times", one?, two?);
    Ok(())
}

/// Answers whoever speaks, without a look at who that is. How often it did.
fn echo(socket: &UdpSocket) -> io::Result<usize> {
    let mut buffer = [0; 65_507];
    let mut answers = 0;
    socket.set_read_timeout(Some(Duration::from_secs(1)))?;
    while answers < ENOUGH {
        // ANCHOR: answer
        let (count, sender) = socket.recv_from(&mut buffer)?;
        socket.send_to(&buffer[..count], sender)?;
        answers += 1;
        // ANCHOR_END: answer
    }
    Ok(answers)
}
