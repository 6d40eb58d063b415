//! The small program that looks around behind the walls: what must be possible there is, what must not is not.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::path::Path;
use std::process::ExitCode;

use nix::sys::signal::kill;
use nix::unistd::{geteuid, getppid};

use super::plan::TEMPORARY;
use crate::result::Tier;

/// Files of every machine that show who uses it, and what runs there.
const HIDDEN: [&str; 3] = ["/proc/self/environ", "/etc/passwd", "/etc/fstab"];

/// Somebody who is nobody (RFC 5737): whoever has a way out of this machine can send to them.
const OUTSIDE: &str = "192.0.2.1:9";

/// `look TIER SECRET [ADDR]`: a file that belongs to the judge alone; and, where a network of its own is promised, where
/// somebody listens in this machine's.
pub fn run(args: &[OsString]) -> ExitCode {
    match look_around(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn look_around(args: &[OsString]) -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    TcpStream::connect(listener.local_addr()?)?;
    std::thread::Builder::new().spawn(|| ())?.join().map_err(|_| io::Error::other("a thread panicked"))?;
    let [tier, secret, listeners @ ..] = args else { return Err(io::ErrorKind::InvalidInput.into()) };
    if tier.to_str() == Some(&Tier::Namespaces.to_string()) {
        fs::write(Path::new(TEMPORARY).join("look"), "")?;
    }
    for hidden in HIDDEN.map(Path::new).into_iter().chain([secret.as_ref()]) {
        never(fs::File::open(hidden).is_ok(), || format!("{} can be read inside", hidden.display()))?;
    }
    never(geteuid().is_root(), || "a program is root inside".to_owned())?;
    never(kill(getppid(), None).is_ok(), || "a program can send signals to others".to_owned())?;
    for addr in listeners.iter().filter_map(|addr| addr.to_str()) {
        let sent = UdpSocket::bind("0.0.0.0:0")?.send_to(b"?", OUTSIDE).is_ok();
        never(sent || TcpStream::connect(addr).is_ok(), || "this machine's network is open inside".to_owned())?;
    }
    Ok(())
}

fn never(is_so: bool, what: impl FnOnce() -> String) -> io::Result<()> {
    if is_so { Err(io::Error::other(what())) } else { Ok(()) }
}
