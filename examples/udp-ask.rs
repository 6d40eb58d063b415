//! Asks with one datagram, waits once, and says what came of it: `udp-ask ADDR TEXT`.

use std::env;
use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::process::ExitCode;
use std::time::Duration;

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let [addr, text] = &args[..] else {
        eprintln!("usage: udp-ask ADDR TEXT");
        return ExitCode::from(2);
    };
    let Ok(server) = addr.parse() else {
        eprintln!("{addr}: not an address and a port");
        return ExitCode::from(2);
    };
    match ask(server, text) {
        Ok(Some(answer)) => println!("{} bytes: {:?}", answer.len(), String::from_utf8_lossy(&answer)),
        Ok(None) => println!("silence"),
        Err(error) => {
            eprintln!("udp-ask: {addr}: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

// ANCHOR: ask
/// The answer of `server`, or `None` if nothing came within a second.
fn ask(server: SocketAddr, text: &str) -> io::Result<Option<Vec<u8>>> {
    // Any address of this computer, of the same version as the server's.
    // Port 0: the system chooses one.
    let any: SocketAddr = match server {
        SocketAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
        SocketAddr::V6(_) => (Ipv6Addr::UNSPECIFIED, 0).into(),
    };
    let socket = UdpSocket::bind(any)?;
    // Sends nothing. From here on the system passes on only what comes
    // from exactly this address and port.
    socket.connect(server)?;
    socket.set_read_timeout(Some(Duration::from_secs(1)))?;

    socket.send(text.as_bytes())?;
    // Room for the largest datagram: what does not fit into the buffer is lost.
    let mut buffer = [0; 65_507];
    match socket.recv(&mut buffer) {
        // A count of 0 is an answer without bytes.
        Ok(count) => Ok(Some(buffer[..count].to_vec())),
        // Is the time over? `WouldBlock` on Linux and macOS, `TimedOut` on Windows.
        Err(error) => match error.kind() {
            ErrorKind::WouldBlock | ErrorKind::TimedOut => Ok(None),
            _ => Err(error),
        },
    }
}
// ANCHOR_END: ask
