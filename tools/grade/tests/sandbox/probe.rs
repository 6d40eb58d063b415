//! A program that tries what it must not be able to do, and what it must. Compiled by the test beside it, with nothing but
//! the standard library; it prints a line for each: `name blocked`, `name open`.

use std::ffi::{c_int, c_long};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream, ToSocketAddrs, UdpSocket};
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::process::Command;

unsafe extern "C" {
    fn syscall(number: c_long, ...) -> c_long;
    fn socket(domain: c_int, kind: c_int, protocol: c_int) -> c_int;
    fn kill(pid: c_int, signal: c_int) -> c_int;
    fn getpgid(pid: c_int) -> c_int;
}

fn main() {
    let word = std::env::args().nth(1).unwrap_or_default();
    match word.as_str() {
        "exit" => std::process::exit(7),
        "abort" => std::process::abort(),
        "hang" => loop {
            std::thread::park();
        },
        "fill" => fill_memory(),
        "hostile" => hostile(),
        "legitimate" => legitimate(),
        _ => std::process::exit(2),
    }
}

fn tell(name: &str, worked: bool) {
    println!("{name} {}", if worked { "open" } else { "blocked" });
}

fn call(number: c_long, args: [c_long; 4]) -> bool {
    // SAFETY: what is asked of the kernel is refused, or is what the test is about; no pointer is given but null.
    unsafe { syscall(number, args[0], args[1], args[2], args[3], 0_usize, 0_usize) >= 0 }
}

/// Whether the call is known: a null pointer is refused only by who would have looked at it.
fn is_known(number: c_long, args: [c_long; 4]) -> bool {
    let denied = [Some(1), Some(13), Some(38)];
    call(number, args) || !denied.contains(&std::io::Error::last_os_error().raw_os_error())
}

#[cfg(target_arch = "x86_64")]
const CALLS: &[(&str, c_long, [c_long; 4])] = &[
    ("ptrace", 101, [0, 0, 0, 0]),
    ("process-vm-readv", 310, [1, 0, 0, 0]),
    ("keyctl", 250, [0, -3, 1, 0]),
    ("add-key", 248, [0, 0, 0, 0]),
    ("io-uring", 425, [4, 0, 0, 0]),
    ("bpf", 321, [0, 0, 0, 0]),
    ("perf-events", 298, [0, 0, 0, 0]),
    ("userfaultfd", 323, [0, 0, 0, 0]),
    ("mount", 165, [0, 0, 0, 0]),
    ("open-tree", 428, [-100, 0, 0, 0]),
    ("new-user-namespace", 272, [0x1000_0000, 0, 0, 0]),
    ("new-network-namespace", 272, [0x4000_0000, 0, 0, 0]),
    ("clone3", 435, [0, 0, 0, 0]),
    ("setns", 308, [0, 0, 0, 0]),
    ("chroot", 161, [0, 0, 0, 0]),
    ("memfd", 319, [0, 0, 0, 0]),
    ("shared-memory", 29, [0, 4096, 0o1600, 0]),
    ("message-queue", 240, [0, 0, 0, 0]),
    ("kernel-log", 103, [10, 0, 0, 0]),
    ("file-handles", 303, [-100, 0, 0, 0]),
    ("personality", 135, [0, 0, 0, 0]),
    ("limits-of-others", 302, [1, 7, 0, 0]),
    ("processors-of-others", 203, [1, 8, 0, 0]),
    ("pidfd-signal", 424, [-1, 0, 0, 0]),
    ("modes-by-name", 90, [0, 0, 0, 0]),
    ("owners-by-name", 260, [-100, 0, 0, 0]),
    ("attributes-by-name", 188, [0, 0, 0, 0]),
    ("signals-of-a-descriptor", 72, [-1, 15, 0, 0]),
    ("x32", 0x4000_0000 + 39, [0, 0, 0, 0]),
    ("root", 105, [0, 0, 0, 0]),
    ("reboot", 169, [0, 0, 0, 0]),
    ("modules", 313, [-1, 0, 0, 0]),
    ("clock", 227, [0, 0, 0, 0]),
];
#[cfg(not(target_arch = "x86_64"))]
const CALLS: &[(&str, c_long, [c_long; 4])] = &[];

fn hostile() {
    for (name, number, args) in CALLS {
        tell(name, is_known(*number, *args));
    }
    // SAFETY: plain system calls.
    unsafe {
        for (name, domain, kind, protocol) in [
            ("netlink", 16, 3, 0),
            ("packet", 17, 3, 0),
            ("vsock", 40, 1, 0),
            ("raw", 2, 3, 1),
            ("bluetooth", 31, 3, 0),
        ] {
            tell(name, socket(domain, kind, protocol) >= 0);
        }
        tell("signals-to-others", kill(std::os::unix::process::parent_id() as c_int, 0) == 0);
        tell("signals-to-everybody", kill(-1, 0) == 0);
        tell("group-of-others", getpgid(0) == 0);
    }
    tell("unix-socket", UnixListener::bind("/tmp/socket").is_ok());
    tell("passwords", File::open("/etc/passwd").is_ok());
    tell("processes", fs::read_dir("/proc").is_ok());
    tell("home", fs::read_dir("/root").is_ok() || fs::read_dir("/home").is_ok());
    tell("workbook", fs::read_dir(env!("WORKBOOK")).is_ok());
    tell("system-writable", File::create("/lib/probe").is_ok() || File::create("/probe").is_ok());
    tell("other-program", Command::new("/bin/true").status().is_ok());
    tell("itself-again", Command::new(std::env::args().next().unwrap()).arg("exit").status().is_ok());
    tell("link", symlink("/etc/passwd", "/tmp/link").is_ok());
    tell("lock", File::open("/etc/ld.so.cache").is_ok_and(|file| file.try_lock().is_ok()));
    tell("environment", std::env::vars_os().count() > 0);
    tell("descriptors", (3..64).any(|fd| call(72, [fd, 1, 0, 0])));
    tell("outside", UdpSocket::bind("0.0.0.0:0").is_ok_and(|socket| socket.send_to(b"?", "192.0.2.1:9").is_ok()));
    tell("written-program", runs_what_it_wrote());
    tell("disk", fills("/tmp/much", 32));
    tell("inodes", (0..20_000).all(|number| File::create(format!("/tmp/{number}")).is_ok()));
    tell("open-files", (0..5_000).map(|_| File::open("/dev/null")).collect::<Result<Vec<_>, _>>().is_ok());
    tell("address-space", Vec::<u8>::new().try_reserve_exact(5 << 30).is_ok());
}

fn runs_what_it_wrote() -> bool {
    use std::os::unix::fs::PermissionsExt;
    let written = File::create("/tmp/script").and_then(|mut file| {
        file.write_all(b"#!/bin/true\n")?;
        file.set_permissions(fs::Permissions::from_mode(0o755))
    });
    written.is_ok() && Command::new("/tmp/script").status().is_ok()
}

fn fills(path: &str, mib: usize) -> bool {
    let filled = File::create(path).and_then(|mut file| (0..mib).try_for_each(|_| file.write_all(&vec![1; 1 << 20])));
    let _ = fs::remove_file(path);
    filled.is_ok()
}

fn fill_memory() {
    let mut kept = Vec::new();
    for _ in 0..3 * 1024 {
        kept.push(vec![1_u8; 1 << 20]);
    }
    println!("{}", kept.len());
}

fn legitimate() {
    for (name, addr) in [("tcp", "127.0.0.1:0"), ("tcp-ipv6", "[::1]:0"), ("tcp-elsewhere", "127.3.2.1:0")] {
        tell(name, talks(addr).is_ok());
    }
    tell("port", TcpListener::bind("127.0.0.1:8080").is_ok());
    let echo = || {
        let socket = UdpSocket::bind("127.0.0.1:0")?;
        socket.send_to(b"?", socket.local_addr()?)?;
        socket.recv(&mut [0])
    };
    tell("udp", echo().is_ok());
    tell("temporary-file", fills("/tmp/file", 4));
    let names = "localhost:1".to_socket_addrs().map(|addrs| addrs.count()).unwrap_or(0);
    tell("localhost", names >= 1);
    tell("random", File::open("/dev/urandom").and_then(|mut file| file.read_exact(&mut [0; 8])).is_ok());
    let threads: Result<Vec<_>, _> = (0..1_000).map(|_| std::thread::Builder::new().spawn(std::thread::park)).collect();
    tell("thousand-threads", threads.is_ok());
    let files: Result<Vec<_>, _> = (0..1_200).map(|_| UdpSocket::bind("127.0.0.1:0")).collect();
    tell("many-sockets", files.is_ok());
    tell("socket-pair", std::os::unix::net::UnixStream::pair().is_ok());
    // SAFETY: a plain system call.
    tell("signals-to-itself", unsafe { kill(std::process::id() as c_int, 0) } == 0);
}

fn talks(addr: &str) -> std::io::Result<()> {
    let listener = TcpListener::bind(addr)?;
    let mut out = TcpStream::connect(listener.local_addr()?)?;
    out.write_all(b"?")?;
    listener.accept()?.0.read_exact(&mut [0])
}
