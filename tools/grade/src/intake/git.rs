//! When a checkout was committed. The checkout's own settings can name programs to run, so git never sees them: it is
//! given a repository of ours that only borrows the checkout's objects.

use std::ffi::OsString;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::beneath::Beneath;

/// How long git may take to read one commit.
const PATIENCE: Duration = Duration::from_secs(10);

/// The time of `HEAD`'s commit in seconds since 1970. `None` if this is no checkout, or it cannot be found out.
pub(super) fn commit_time(checkout: &Path) -> Option<i64> {
    let folder = checkout.join(".git");
    let git = Beneath::open(&folder).ok()?;
    let commit = head(&git)?;
    let borrowed = tempfile::tempdir().ok()?;
    let at = |name: &str| borrowed.path().join(name);
    fs::create_dir_all(at("objects/info")).ok()?;
    fs::create_dir_all(at("refs")).ok()?;
    let objects = fs::canonicalize(folder.join("objects")).ok()?;
    // A path with a line end could name another folder as well.
    let objects = objects.to_str().filter(|path| !path.contains(['\n', '"', '\\']))?.to_owned();
    fs::write(at("objects/info/alternates"), objects + "\n").ok()?;
    fs::write(at("HEAD"), format!("{commit}\n")).ok()?;
    let format = if commit.len() == 64 { "1\n[extensions]\nobjectFormat = sha256\n" } else { "0\n" };
    fs::write(at("config"), format!("[core]\nbare = true\nrepositoryFormatVersion = {format}")).ok()?;
    let mut command = Command::new("git");
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
        command.env_remove(name);
    }
    command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_OPTIONAL_LOCKS", "0");
    command.env("GIT_TERMINAL_PROMPT", "0").env("GIT_NO_LAZY_FETCH", "1").env("HOME", borrowed.path());
    command.arg("--git-dir").arg(borrowed.path()).args(["cat-file", "commit", &commit]);
    committed(&run(&mut command)?)
}

/// The commit that `HEAD` names, in hexadecimal.
fn head(git: &Beneath) -> Option<String> {
    let mut name = read(git, "HEAD")?.trim().to_owned();
    for _ in 0..5 {
        if [40, 64].contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Some(name);
        }
        let reference = name.strip_prefix("ref: ")?.trim().to_owned();
        if !reference.starts_with("refs/") || reference.split('/').any(|part| ["", ".", ".."].contains(&part)) {
            return None;
        }
        name = match read(git, &reference) {
            Some(text) => text.trim().to_owned(),
            None => {
                let packed = read(git, "packed-refs")?;
                let line = packed.lines().filter_map(|line| line.split_once(' '));
                line.filter(|(_, name)| *name == reference).map(|(commit, _)| commit.to_owned()).next()?
            }
        };
    }
    None
}

fn read(git: &Beneath, path: &str) -> Option<String> {
    let names: Vec<OsString> = path.split('/').map(OsString::from).collect();
    let mut text = String::new();
    git.file(&names).ok()??.take(1 << 20).read_to_string(&mut text).ok()?;
    Some(text)
}

/// What git says, if it says it in time: a pipe in the place of a pack would keep it for ever.
fn run(command: &mut Command) -> Option<String> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    let stdout = child.stdout.take()?;
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let mut text = String::new();
        let read = stdout.take(1 << 20).read_to_string(&mut text);
        // Nobody listens any more if it took too long.
        let _ = tell.send(read.map(|_| text));
    });
    let said = told.recv_timeout(PATIENCE);
    // One that ended by itself needs no end.
    let _ = child.kill();
    child.wait().ok()?;
    said.ok()?.ok()
}

fn committed(commit: &str) -> Option<i64> {
    let header = commit.split("\n\n").next()?;
    let line = header.lines().find_map(|line| line.strip_prefix("committer "))?;
    line.rsplit_once(' ')?.0.rsplit_once(' ')?.1.parse().ok()
}
