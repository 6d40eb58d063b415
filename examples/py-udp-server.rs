//! Counts the bytes of each datagram, and tells its sender: `py-udp-server HOST PORT`.

use std::env;
use std::io;
use std::net::UdpSocket;
use std::process::ExitCode;

// ANCHOR: serve
fn serve(host: &str, port: u16) -> io::Result<()> {
    let socket = UdpSocket::bind((host, port))?;
    println!("listening on {}", socket.local_addr()?);
    let mut buffer = [0; 65_535];
    loop {
        if let Err(error) = answer_one(&socket, &mut buffer) {
            eprintln!("a client: {error}");
        }
    }
}

fn answer_one(socket: &UdpSocket, buffer: &mut [u8]) -> io::Result<()> {
    let (count, sender) = socket.recv_from(buffer)?;
    // The bytes are counted, not read as text: no byte can end this server.
    socket.send_to(format!("Conté {count} bytes.").as_bytes(), sender)?;
    Ok(())
}
// ANCHOR_END: serve

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let [host, port] = &args[..] else {
        eprintln!("usage: py-udp-server HOST PORT");
        return ExitCode::from(2);
    };
    let Ok(port) = port.parse() else {
        eprintln!("{port}: not a port");
        return ExitCode::from(2);
    };
    match serve(host, port) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{host}:{port}: {error}");
            ExitCode::FAILURE
        }
    }
}
