//! The folder where everything is built: may we write there, how much space is left, on what kind of file system, and
//! are we told when a file changes?

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, SystemTime};

use enchufe::words::Lang;
use notify::Watcher;

use super::deadline;
use super::finding::Finding;
use crate::lab::Lab;
use crate::words::doctor as words_of;

/// What the workbook's builds take, roughly, and what is too little for the first of them.
const ENOUGH: u64 = 2 << 30;
const TOO_LITTLE: u64 = 200 << 20;

/// Two clocks, of this machine and of its disk, may differ by this much.
const SKEW: Duration = Duration::from_secs(3);

/// File systems behind a network or another system: slow, and silent about changes that others make.
const FAR: [&str; 9] = ["nfs", "nfs4", "cifs", "smb3", "9p", "drvfs", "vboxsf", "fuse.sshfs", "virtiofs"];

/// A folder of one's own, gone when this is dropped.
struct Scratch(PathBuf);

impl Scratch {
    fn make(lab: &Lab, name: &str) -> std::io::Result<Scratch> {
        let folder = lab.kept().join(format!("doctor-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        Ok(Scratch(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Really writes a file there, and reads its date.
pub fn writable(lab: &Lab) -> Vec<Finding> {
    let words = words_of(lab.lang);
    let place = lab.short(&lab.kept());
    let written = Scratch::make(lab, "writes").and_then(|scratch| {
        let file = scratch.0.join("file");
        fs::write(&file, "enchufe")?;
        let (now, dated) = (SystemTime::now(), fs::metadata(&file)?.modified()?);
        Ok(now.duration_since(dated).unwrap_or_else(|error| error.duration()))
    });
    match written {
        Err(error) => vec![Finding::problem((words.not_writable)(&place, &error), words.make_writable)],
        Ok(skew) if skew > SKEW => {
            vec![Finding::note((words.skewed)(&place, skew.as_secs()), words.mend_skew)]
        }
        Ok(_) => vec![Finding::ok((words.writable)(&place))],
    }
}

/// The space that is left, and the kind of file system where the system tells it cheaply.
pub fn space(lab: &Lab) -> Vec<Finding> {
    let words = words_of(lab.lang);
    let kept = lab.kept();
    let Some(place) = kept.ancestors().find(|folder| folder.exists()) else { return Vec::new() };
    let kind = file_system(place);
    let mut findings = Vec::new();
    if let Some(free) = free_space(place) {
        let free_words = megabytes(free, lab.lang);
        findings.push(match free {
            0..TOO_LITTLE => Finding::problem((words.full)(&free_words), words.make_space),
            TOO_LITTLE..ENOUGH => Finding::note((words.nearly_full)(&free_words), words.make_space),
            _ => Finding::ok((words.space)(&free_words, kind.as_deref())),
        });
    }
    if let Some(far) = kind.filter(|kind| FAR.contains(&kind.as_str())) {
        findings.push(Finding::note((words.far)(&far), words.move_near));
    }
    findings
}

fn megabytes(bytes: u64, lang: Lang) -> String {
    if bytes >= 1 << 30 {
        format!("{} GB", lang.words().decimal(bytes as f64 / (1u64 << 30) as f64, 1))
    } else {
        format!("{} MB", bytes >> 20)
    }
}

#[cfg(unix)]
fn free_space(folder: &Path) -> Option<u64> {
    let told = rustix::fs::statvfs(folder).ok()?;
    Some(told.f_bavail.saturating_mul(told.f_frsize))
}

#[cfg(not(unix))]
fn free_space(_: &Path) -> Option<u64> {
    None
}

/// The kind of file system of a folder, as the kernel's list of mounts says; `None` where there is no such list.
fn file_system(folder: &Path) -> Option<String> {
    let folder = fs::canonicalize(folder).ok()?;
    let mounts = fs::read_to_string("/proc/self/mountinfo").ok()?;
    // The mount that lies deepest, and of those at one place the last.
    let depth = |line: &&str| {
        let at = line.split(' ').nth(4)?.replace("\\040", " ");
        folder.starts_with(&at).then(|| Path::new(&at).components().count())
    };
    let line = mounts.lines().filter(|line| depth(line).is_some()).max_by_key(depth)?;
    line.split(" - ").nth(1)?.split(' ').next().map(str::to_owned)
}

/// Whether the system says when a file is saved. Where it does not, `cargo lab` looks again and again.
pub fn notifications(lab: &Lab) -> Vec<Finding> {
    let words = words_of(lab.lang);
    let told = match Scratch::make(lab, "watches") {
        Ok(scratch) => is_told(&scratch.0),
        // That nothing can be written there is said elsewhere.
        Err(_) => return Vec::new(),
    };
    vec![match told {
        Ok(true) => Finding::ok(words.notified),
        Ok(false) => Finding::note(words.not_notified, words.polls),
        Err(error) => Finding::note((words.cannot_watch)(&error.to_string()), words.polls),
    }]
}

fn is_told(folder: &Path) -> notify::Result<bool> {
    let (tell, told) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        if event.is_ok() {
            let _ = tell.send(());
        }
    })?;
    watcher.watch(folder, notify::RecursiveMode::NonRecursive)?;
    fs::write(folder.join("saved"), "enchufe")?;
    Ok(told.recv_timeout(deadline().mul_f32(0.7)).is_ok())
}

#[cfg(test)]
mod tests {
    use enchufe::words::Lang;

    use super::megabytes;

    #[test]
    fn space_is_told_in_gigabytes_from_one_on() {
        assert_eq!(megabytes(1023 << 20, Lang::En), "1023 MB");
        assert_eq!(megabytes(3 << 29, Lang::En), "1.5 GB");
        assert_eq!(megabytes(3 << 29, Lang::Es), "1,5 GB");
    }
}
