//! The file system of one program: what its plan opens, read-only, a small place for temporary files, and nothing else.

use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use nix::mount::{MntFlags, MsFlags, mount, umount2};
use nix::sys::statvfs::{FsFlags, statvfs};
use nix::unistd::{chdir, pivot_root};

use super::plan::{Door, Plan, TEMPORARY};

/// Devices without a machine behind them.
pub const DEVICES: [&str; 4] = ["/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"];

/// For the folders and links of the room itself.
const ITSELF: &str = "size=1m,mode=755";

/// So many files and folders may be in the place for temporary ones.
const FILES: u32 = 4_096;

const NO_ONE: Option<&str> = None;

/// Makes it in this process's own mount namespace, in the empty folder `at`, and goes in. There is no way back.
///
/// # Errors
/// What cannot be mounted, and why.
pub fn enter(plan: &Plan, at: &Path) -> io::Result<()> {
    let quiet = MsFlags::MS_NOSUID | MsFlags::MS_NODEV;
    told("/", mount(NO_ONE, "/", NO_ONE, MsFlags::MS_REC | MsFlags::MS_PRIVATE, NO_ONE))?;
    told("the room", mount(Some("tmpfs"), at, Some("tmpfs"), quiet, Some(ITSELF)))?;
    let temporary = inside(at, TEMPORARY.as_ref());
    fs::create_dir_all(&temporary)?;
    // Also an empty file takes memory of the kernel's.
    let size = format!("size={},nr_inodes={FILES},mode=1777", plan.limits.temporary);
    let flags = quiet | MsFlags::MS_NOEXEC;
    told(TEMPORARY, mount(Some("tmpfs"), &temporary, Some("tmpfs"), flags, Some(size.as_str())))?;
    for device in DEVICES {
        bind(device.as_ref(), &inside(at, device.as_ref()), MsFlags::MS_NOSUID | MsFlags::MS_NOEXEC)?;
    }
    for door in &plan.doors {
        open(door, at)?;
    }
    chdir(at)?;
    // The old root comes to lie upon the new one, and is taken away (`pivot_root(2)`).
    told("the room", pivot_root(".", "."))?;
    told("the old root", umount2(".", MntFlags::MNT_DETACH))?;
    let closed = MsFlags::MS_REMOUNT | MsFlags::MS_BIND | MsFlags::MS_RDONLY | quiet;
    told("/", mount(NO_ONE, "/", NO_ONE, closed, NO_ONE))?;
    chdir("/")?;
    Ok(())
}

fn inside(room: &Path, path: &Path) -> PathBuf {
    room.join(path.strip_prefix("/").unwrap_or(path))
}

fn open(door: &Door, room: &Path) -> io::Result<()> {
    let target = inside(room, &door.at);
    if !door.is_writable && door.from.is_symlink() {
        // `/lib` is often a link to `usr/lib`, and stays one.
        make_parent(&target)?;
        return symlink(fs::read_link(&door.from)?, &target);
    }
    let rights = if door.is_writable { MsFlags::MS_NOEXEC } else { MsFlags::MS_RDONLY };
    bind(&door.from, &target, rights | MsFlags::MS_NOSUID | MsFlags::MS_NODEV)
}

/// Shows `from` at `target`, with these rights.
fn bind(from: &Path, target: &Path, rights: MsFlags) -> io::Result<()> {
    make_parent(target)?;
    if from.is_dir() {
        fs::create_dir_all(target)?;
    } else if !target.exists() {
        fs::File::create(target)?;
    }
    let name = from.display();
    // With what is mounted below it: a namespace of users may not look behind that.
    told(&name, mount(Some(from), target, NO_ONE, MsFlags::MS_BIND | MsFlags::MS_REC, NO_ONE))?;
    let rights = MsFlags::MS_REMOUNT | MsFlags::MS_BIND | rights | rights_of(target)?;
    told(&name, mount(NO_ONE, target, NO_ONE, rights, NO_ONE))
}

/// What was refused there already, and cannot be given back in a namespace of users.
fn rights_of(path: &Path) -> io::Result<MsFlags> {
    let has = statvfs(path)?.flags();
    let pairs = [
        (FsFlags::ST_RDONLY, MsFlags::MS_RDONLY),
        (FsFlags::ST_NOSUID, MsFlags::MS_NOSUID),
        (FsFlags::ST_NODEV, MsFlags::MS_NODEV),
        (FsFlags::ST_NOEXEC, MsFlags::MS_NOEXEC),
        (FsFlags::ST_NOATIME, MsFlags::MS_NOATIME),
        (FsFlags::ST_NODIRATIME, MsFlags::MS_NODIRATIME),
        (FsFlags::ST_RELATIME, MsFlags::MS_RELATIME),
    ];
    Ok(pairs.into_iter().filter(|(flag, _)| has.contains(*flag)).map(|(_, right)| right).collect())
}

fn make_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

/// Says with what it went wrong.
fn told(what: &(impl ToString + ?Sized), result: nix::Result<()>) -> io::Result<()> {
    result.map_err(|error| io::Error::other(format!("mount of {}: {error}", what.to_string())))
}
