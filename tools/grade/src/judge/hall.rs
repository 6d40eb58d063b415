//! The folders of one submission while it is judged, as the judge and as programs see them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::result::Tier;
use crate::sandbox::plan::Identity;
use crate::sandbox::trial;

/// Where a submission is judged. Programs see of it only what a plan opens.
#[derive(Debug, Clone)]
pub struct Hall {
    /// Plans, complaints and reports: seen by the judge alone.
    pub folder: PathBuf,
    /// The student's files over the pristine ones; what the compiler makes; the programs.
    open: PathBuf,
    /// Empty, for file systems to be built on.
    pub room: PathBuf,
    pub tier: Tier,
    pub identity: Identity,
    toolchain: PathBuf,
    libraries: PathBuf,
}

impl Hall {
    /// Makes the folders.
    ///
    /// # Errors
    /// They cannot be made.
    pub fn new(
        folder: PathBuf,
        tier: Tier,
        identity: Identity,
        toolchain: PathBuf,
        libraries: PathBuf,
    ) -> io::Result<Hall> {
        let (open, room) = (folder.join("open"), folder.join("room"));
        for folder in [&open.join("tree"), &open.join("out"), &open.join("programs"), &room] {
            fs::create_dir_all(folder)?;
        }
        trial::make_public(&folder)?;
        #[cfg(unix)]
        fs::set_permissions(open.join("out"), std::os::unix::fs::PermissionsExt::from_mode(0o777))?;
        // On every machine `localhost` is the same two addresses.
        fs::write(open.join("hosts"), "127.0.0.1 localhost\n::1 localhost\n")?;
        fs::write(open.join("nsswitch.conf"), "hosts: files\n")?;
        Ok(Hall { folder, open, room, tier, identity, toolchain, libraries })
    }

    /// A folder as the judge sees it: `tree`, `out`, `programs`.
    pub fn outside(&self, name: &str) -> PathBuf {
        self.open.join(name)
    }

    /// Puts the linker where a compiler without a file system of its own finds it.
    ///
    /// # Errors
    /// The link cannot be made.
    pub fn show_linker(&self, linker: &Path) -> io::Result<()> {
        let folder = self.outside("linker");
        fs::create_dir_all(&folder)?;
        #[cfg(unix)]
        std::os::unix::fs::symlink(linker, folder.join("ld.lld"))?;
        #[cfg(not(unix))]
        let _ = linker;
        Ok(())
    }

    /// The same as a program sees it; also `toolchain` and `libraries`.
    pub fn inside(&self, name: &str) -> PathBuf {
        match (self.tier, name) {
            (Tier::Namespaces, _) => PathBuf::from("/").join(name),
            (_, "toolchain") => self.toolchain.clone(),
            (_, "libraries") => self.libraries.clone(),
            _ => self.outside(name),
        }
    }
}
