//! Asks the system to hear of answers that could not be delivered, as Windows tells without being asked, and takes such
//! a report about one client for its own end.
//!
//! fails: goes_on_when_a_sender_is_gone

use std::io::{self, ErrorKind, Write};
use std::net::UdpSocket;
use std::os::fd::AsRawFd;
use std::process::ExitCode;

fn serve(addr: &str, greet: bool) -> io::Result<()> {
    let socket = UdpSocket::bind(addr)?;
    hear_of_errors(&socket)?;
    println!("listening on {}", socket.local_addr()?);
    io::stdout().flush()?;

    let mut buffer = [0; 65_507];
    loop {
        let (count, sender) = socket.recv_from(&mut buffer)?;
        if greet {
            let answer = format!("Aquí va mi respuesta para {}.", sender.ip());
            socket.send_to(answer.as_bytes(), sender)?;
        } else {
            socket.send_to(&buffer[..count], sender)?;
        }
    }
}

/// Has ICMP's "port unreachable" reported by the next call on `socket`: `IP_RECVERR` and `IPV6_RECVERR` in Linux.
#[cfg(target_os = "linux")]
fn hear_of_errors(socket: &UdpSocket) -> io::Result<()> {
    let (level, option) = match socket.local_addr()?.is_ipv4() {
        true => (libc::IPPROTO_IP, libc::IP_RECVERR),
        false => (libc::IPPROTO_IPV6, libc::IPV6_RECVERR),
    };
    let yes: libc::c_int = 1;
    let length = size_of_val(&yes) as libc::socklen_t;
    // SAFETY: the descriptor is open, and the option's value is an int that lives until the call returns.
    let failed = unsafe { libc::setsockopt(socket.as_raw_fd(), level, option, (&raw const yes).cast(), length) } != 0;
    if failed { Err(io::Error::last_os_error()) } else { Ok(()) }
}

#[cfg(not(target_os = "linux"))]
fn hear_of_errors(_: &UdpSocket) -> io::Result<()> {
    Ok(())
}

pub fn main() -> ExitCode {
    let (mut addr, mut greet) = (String::new(), false);
    for arg in std::env::args().skip(1) {
        if arg == "--greet" { greet = true } else { addr = arg }
    }
    let Err(error) = serve(&addr, greet) else { return ExitCode::SUCCESS };
    let words = match error.kind() {
        ErrorKind::AddrInUse => "address in use",
        ErrorKind::ConnectionRefused => "connection refused",
        // The resolver's errors have no kind of their own.
        _ => "unknown name",
    };
    eprintln!("udp-echo: {addr}: {words} ({error})");
    ExitCode::FAILURE
}
