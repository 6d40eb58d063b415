//! At tier 2 root runs programs as another user of this machine, and there is no file system of their own around them:
//! that user must get through every folder on the way to what belongs to a submission. Found out before anything is
//! built, since afterwards each program fails in a way that says nothing.

use std::path::{Path, PathBuf};

use crate::problem::Problem;
use crate::result::Tier;
use crate::sandbox::trial;
use crate::words::{bench as words, spoken};

/// Expects that programs of this tier reach what lies in `scratch`, which was just made, and in `kept`, where it is there
/// already.
///
/// # Errors
/// A folder on the way is closed to others.
pub fn check(tier: Tier, scratch: &Path, kept: &Path) -> Result<(), Problem> {
    if tier != Tier::Limits || !is_root() {
        return Ok(());
    }
    trial::make_public(scratch).map_err(|error| Problem::new(format!("{}: {error}", scratch.display())))?;
    for inside in [scratch, kept] {
        if let Some(folder) = closed(inside) {
            let words = words(spoken());
            return Err(Problem::new((words.closed_to_others)(&folder, inside)).advise((words.open_it)(&folder)));
        }
    }
    Ok(())
}

/// The outermost folder on the way to a path, itself included, that lets nobody through but its owner and its group.
#[cfg(unix)]
pub fn closed(path: &Path) -> Option<PathBuf> {
    use std::os::unix::fs::PermissionsExt as _;
    let is_closed = |folder: &Path| folder.metadata().is_ok_and(|data| data.permissions().mode() & 0o001 == 0);
    let path = std::path::absolute(path).ok()?;
    path.ancestors().filter(|folder| is_closed(folder)).last().map(Path::to_owned)
}

#[cfg(not(unix))]
pub fn closed(_: &Path) -> Option<PathBuf> {
    None
}

fn is_root() -> bool {
    #[cfg(target_os = "linux")]
    let is_root = nix::unistd::geteuid().is_root();
    #[cfg(not(target_os = "linux"))]
    let is_root = false;
    is_root
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn set(folder: &Path, mode: u32) {
        fs::set_permissions(folder, fs::Permissions::from_mode(mode)).expect("it is ours");
    }

    #[test]
    fn the_outermost_folder_that_is_closed_to_others_is_named() {
        let root = tempfile::tempdir().expect("a folder");
        let inner = root.path().join("workbook");
        let place = inner.join("report");
        fs::create_dir_all(&place).expect("folders are made");
        set(root.path(), 0o711);
        assert_eq!(closed(&place.join("not there yet")), None);
        set(&place, 0o750);
        set(&inner, 0o700);
        assert_eq!(closed(&place), Some(inner.clone()));
        set(&inner, 0o711);
        assert_eq!(closed(&place), Some(place.clone()));
    }
}
