//! Sets `SO_REUSEADDR`, as one does for TCP servers, so that a second server may take the same UDP port.
//!
//! fails: says_address_in_use_when_the_port_is_taken

use socket2::{Domain, Protocol, Socket, Type};
use std::io::{self, ErrorKind, Write};
use std::net::{SocketAddr, ToSocketAddrs, UdpSocket};
use std::process::ExitCode;

fn serve(addr: &str, greet: bool) -> io::Result<()> {
    let socket = bind(addr)?;
    println!("listening on {}", socket.local_addr()?);
    io::stdout().flush()?;

    let mut buffer = [0; 65_507];
    loop {
        let Ok((count, sender)) = socket.recv_from(&mut buffer) else { continue };
        let answer = match greet {
            true => format!("Aquí va mi respuesta para {}.", sender.ip()).into_bytes(),
            false => buffer[..count].to_vec(),
        };
        let _ = socket.send_to(&answer, sender);
    }
}

fn bind(addr: &str) -> io::Result<UdpSocket> {
    let mut problem = ErrorKind::NotFound.into();
    for addr in addr.to_socket_addrs()? {
        match share(addr) {
            Ok(socket) => return Ok(socket),
            Err(error) => problem = error,
        }
    }
    Err(problem)
}

fn share(addr: SocketAddr) -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::for_address(addr), Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_reuse_address(true)?;
    socket.bind(&addr.into())?;
    Ok(socket.into())
}

pub fn main() -> ExitCode {
    let (mut addr, mut greet) = (String::new(), false);
    for arg in std::env::args().skip(1) {
        if arg == "--greet" { greet = true } else { addr = arg }
    }
    let Err(error) = serve(&addr, greet) else { return ExitCode::SUCCESS };
    let words = if error.kind() == ErrorKind::AddrInUse { "address in use" } else { "unknown name" };
    eprintln!("udp-echo: {addr}: {words} ({error})");
    ExitCode::FAILURE
}
