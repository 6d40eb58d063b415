//! What graded tests see differently while a submission is judged: names of hosts, and the folder in which they make
//! folders for the files of programs. That is a small file system of the submission's own where it is possible, and open
//! to the group of its programs.

use std::io;
use std::path::Path;

use nix::mount::{MsFlags, mount};
use nix::unistd::{Gid, setgid};

use super::hall::Hall;
use crate::result::Tier;
use crate::sandbox::plan::Identity;

/// # Errors
/// It cannot be made.
pub fn prepare(hall: &Hall, folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    if hall.tier == Tier::Namespaces {
        let flags = MsFlags::MS_NOSUID | MsFlags::MS_NODEV | MsFlags::MS_NOEXEC;
        // The tests must see the same names as the programs.
        for file in ["hosts", "nsswitch.conf"] {
            let (own, place) = (hall.outside(file), Path::new("/etc").join(file));
            if place.is_file() {
                mount(Some(&own), &place, None::<&str>, MsFlags::MS_BIND, None::<&str>)?;
            }
        }
        mount(Some("tmpfs"), folder, Some("tmpfs"), flags, Some("size=64m,nr_inodes=8192,mode=755"))?;
    }
    if let Identity::User(user) = hall.identity {
        // What the tests make belongs to the programs' group from here on.
        setgid(Gid::from_raw(user))?;
    }
    Ok(())
}
