//! Sends one datagram and waits for one answer: `py-udp-client HOST PORT TEXT`.

use std::env;
use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, UdpSocket};
use std::process::ExitCode;
use std::time::Duration;

// ANCHOR: ask
fn ask(host: &str, port: u16, text: &str) -> io::Result<Vec<u8>> {
    // Python chooses a local address when it first sends; here it is said.
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))?;
    // Sends nothing: from here on the system passes on only what comes from there.
    socket.connect((host, port))?;
    socket.set_read_timeout(Some(Duration::from_secs(1)))?;
    socket.send(text.as_bytes())?;
    let mut buffer = [0; 65_535];
    let count = socket.recv(&mut buffer)?;
    Ok(buffer[..count].to_vec())
}
// ANCHOR_END: ask

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let [host, port, text] = &args[..] else {
        eprintln!("usage: py-udp-client HOST PORT TEXT");
        return ExitCode::from(2);
    };
    let Ok(port) = port.parse() else {
        eprintln!("{port}: not a port");
        return ExitCode::from(2);
    };
    let problem = match ask(host, port, text) {
        Ok(answer) => match String::from_utf8(answer) {
            Ok(text) => {
                println!("{text}");
                return ExitCode::SUCCESS;
            }
            Err(error) => format!("the answer is no text: {error}"),
        },
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => "silence".to_owned(),
        Err(error) => error.to_string(),
    };
    eprintln!("{host}:{port}: {problem}");
    ExitCode::FAILURE
}
