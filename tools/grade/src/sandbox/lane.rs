//! Where one submission is judged: a network of its own with nothing but loopback, and mounts of its own. The judge is
//! inside, too, so that the graded tests can meet the program.

use std::fs;
use std::io;
use std::os::fd::AsRawFd;

use nix::errno::Errno;
use nix::mount::{MsFlags, mount};
use nix::sched::{CloneFlags, unshare};
use nix::sys::socket::{AddressFamily, MsgFlags, SockFlag, SockProtocol, SockType, recv, send, socket};
use nix::unistd::{getegid, geteuid};

use super::plan::Identity;

/// Takes this process, which must have one thread, into a lane of its own; and says as whom programs run there: as `user`.
///
/// # Errors
/// This machine gives no such namespaces.
pub fn enter(user: u32) -> io::Result<Identity> {
    let own = CloneFlags::CLONE_NEWNS | CloneFlags::CLONE_NEWNET | CloneFlags::CLONE_NEWIPC | CloneFlags::CLONE_NEWUTS;
    let identity = if geteuid().is_root() && unshare(own).is_ok() {
        Identity::User(user)
    } else {
        let (uid, gid) = (geteuid(), getegid());
        unshare(own | CloneFlags::CLONE_NEWUSER).map_err(refused)?;
        map(0, uid.as_raw(), gid.as_raw()).map_err(|error| io::Error::other(format!("a user namespace: {error}")))?;
        Identity::Namespace(user)
    };
    let nobody: Option<&str> = None;
    mount(nobody, "/", nobody, MsFlags::MS_REC | MsFlags::MS_PRIVATE, nobody)?;
    bring_loopback_up().map_err(|error| io::Error::other(format!("loopback: {error}")))?;
    Ok(identity)
}

/// Says what the kernel's short word means here.
fn refused(error: Errno) -> io::Error {
    let why = match error {
        Errno::ENOSPC | Errno::EUSERS => "user.max_user_namespaces (sysctl) allows no more",
        _ => error.desc(),
    };
    io::Error::other(format!("a user namespace: {why}"))
}

/// Gives this process, in its new namespace of users, the number `inside` for the one user and group it has outside.
///
/// # Errors
/// The kernel refuses it.
pub fn map(inside: u32, uid: u32, gid: u32) -> io::Result<()> {
    fs::write("/proc/self/setgroups", "deny")?;
    fs::write("/proc/self/uid_map", format!("{inside} {uid} 1"))?;
    fs::write("/proc/self/gid_map", format!("{inside} {gid} 1"))
}

/// The first interface of every network namespace is loopback, and down at first.
fn bring_loopback_up() -> io::Result<()> {
    const LOOPBACK: u32 = 1;
    let up = libc::IFF_UP as u32;
    // `struct nlmsghdr` and `struct ifinfomsg` of rtnetlink(7).
    let mut message = Vec::with_capacity(32);
    message.extend(32_u32.to_ne_bytes());
    message.extend(libc::RTM_NEWLINK.to_ne_bytes());
    message.extend(((libc::NLM_F_REQUEST | libc::NLM_F_ACK) as u16).to_ne_bytes());
    message.extend([0; 8]);
    message.extend([libc::AF_UNSPEC as u8, 0, 0, 0]);
    message.extend(LOOPBACK.to_ne_bytes());
    message.extend(up.to_ne_bytes());
    message.extend(up.to_ne_bytes());
    let kernel = socket(AddressFamily::Netlink, SockType::Raw, SockFlag::SOCK_CLOEXEC, SockProtocol::NetlinkRoute)?;
    send(kernel.as_raw_fd(), &message, MsgFlags::empty())?;
    let mut answer = [0; 256];
    let count = recv(kernel.as_raw_fd(), &mut answer, MsgFlags::empty())?;
    // `struct nlmsgerr`: the error stands behind the header.
    match answer.get(16..20).filter(|_| count >= 20).and_then(|bytes| bytes.try_into().ok()).map(i32::from_ne_bytes) {
        Some(0) => Ok(()),
        Some(error) => Err(io::Error::from_raw_os_error(-error)),
        None => Err(io::Error::other("the kernel's answer about loopback is too short")),
    }
}
