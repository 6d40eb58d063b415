//! What a checkout's commits tell: when something was committed, and what. The checkout's own settings can name
//! programs to run, so git never sees them: it is given a repository of ours that only borrows the checkout's objects.

use std::ffi::OsString;
use std::fs;
use std::io::{Read, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::beneath::Beneath;
use super::member::MOST_BYTES;

/// How long git may take in all to read one checkout.
const PATIENCE: Duration = Duration::from_secs(20);
/// How much of what it says is read, in bytes: all that may be taken, once and a half.
const MOST_SAID: u64 = MOST_BYTES * 3 / 2;

/// A checkout with a commit, through a repository of ours.
pub(super) struct Checkout {
    borrowed: TempDir,
    commit: String,
    /// When `HEAD`'s commit was made, in seconds since 1970.
    pub last: i64,
    /// The commits at which a shallow history ends.
    ends: Vec<String>,
    /// Until then git is asked.
    until: Instant,
}

/// When the last commit that touches some files was made.
pub(super) enum Touched {
    At(i64),
    /// No commit has them.
    Never,
    /// The history ends before it, or cannot be read.
    Unknown,
}

impl Checkout {
    /// `None` if this is no checkout, or its last commit cannot be read.
    pub fn open(checkout: &Path) -> Option<Checkout> {
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
        let ends = read(&git, "shallow").unwrap_or_default();
        let ends: Vec<String> = ends.lines().filter(|line| is_commit(line)).map(str::to_owned).collect();
        if !ends.is_empty() {
            fs::write(at("shallow"), ends.join("\n") + "\n").ok()?;
        }
        let format = if commit.len() == 64 { "1\n[extensions]\nobjectFormat = sha256\n" } else { "0\n" };
        // What the checkout noted of its history beside the commits may be anything.
        let config = format!("[core]\nbare = true\ncommitGraph = false\nrepositoryFormatVersion = {format}");
        fs::write(at("config"), config).ok()?;
        let until = Instant::now() + PATIENCE;
        let mut opened = Checkout { borrowed, commit, last: 0, ends, until };
        let said = opened.ask(&["cat-file", "commit", &opened.commit], "")?;
        opened.last = committed(&String::from_utf8_lossy(&said))?;
        Some(opened)
    }

    /// Of files that were taken, by their paths from the checkout's folder on.
    pub fn touched(&self, paths: &[&str]) -> Touched {
        let mut args = vec!["--literal-pathspecs", "log", "-1", "--format=%H %ct", &self.commit, "--"];
        args.extend(paths);
        let Some(said) = self.ask(&args, "") else { return Touched::Unknown };
        let said = String::from_utf8_lossy(&said);
        match said.trim().split_once(' ') {
            Some((commit, _)) if self.ends.iter().any(|end| end == commit) => Touched::Unknown,
            Some((_, seconds)) => seconds.parse().map_or(Touched::Unknown, Touched::At),
            None => Touched::Never,
        }
    }

    /// What the last commit has at these paths: one for each, or fewer if that cannot be read.
    pub fn contents(&self, paths: &[&str]) -> Vec<Option<Vec<u8>>> {
        let asked: String = paths.iter().map(|path| format!("{}:{path}\n", self.commit)).collect();
        let said = self.ask(&["cat-file", "--batch"], &asked).unwrap_or_default();
        let (mut rest, mut contents) = (&said[..], Vec::new());
        while let Some(end) = rest.iter().position(|&byte| byte == b'\n') {
            let header = String::from_utf8_lossy(&rest[..end]).into_owned();
            rest = &rest[end + 1..];
            if header.ends_with(" missing") {
                contents.push(None);
                continue;
            }
            let size = header.rsplit_once(' ').and_then(|(_, size)| size.parse::<usize>().ok());
            let Some(bytes) = size.and_then(|size| rest.get(..size)) else { break };
            contents.push(Some(bytes.to_vec()));
            rest = rest.get(bytes.len() + 1..).unwrap_or_default();
        }
        contents
    }

    fn ask(&self, args: &[&str], input: &str) -> Option<Vec<u8>> {
        let mut command = Command::new("git");
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
            command.env_remove(name);
        }
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_OPTIONAL_LOCKS", "0");
        command.env("GIT_TERMINAL_PROMPT", "0").env("GIT_NO_LAZY_FETCH", "1").env("HOME", self.borrowed.path());
        command.arg("--git-dir").arg(self.borrowed.path()).args(args);
        run(&mut command, input, self.until)
    }
}

/// The commit that `HEAD` names, in hexadecimal.
fn head(git: &Beneath) -> Option<String> {
    let mut name = read(git, "HEAD")?.trim().to_owned();
    for _ in 0..5 {
        if is_commit(&name) {
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

fn is_commit(name: &str) -> bool {
    [40, 64].contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn read(git: &Beneath, path: &str) -> Option<String> {
    let names: Vec<OsString> = path.split('/').map(OsString::from).collect();
    let mut text = String::new();
    git.file(&names).ok()??.take(1 << 20).read_to_string(&mut text).ok()?;
    Some(text)
}

/// What git says, if it says it in time and ends well: a pipe in the place of a pack would keep it for ever.
fn run(command: &mut Command, input: &str, until: Instant) -> Option<Vec<u8>> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let left = until.checked_duration_since(Instant::now())?;
    let mut child = command.spawn().ok()?;
    let (mut stdin, stdout) = (child.stdin.take()?, child.stdout.take()?);
    let input = input.to_owned();
    // It may end before it has read all.
    thread::spawn(move || stdin.write_all(input.as_bytes()));
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = stdout.take(MOST_SAID).read_to_end(&mut bytes);
        // Nobody listens any more if it took too long.
        let _ = tell.send(read.map(|_| bytes));
    });
    let said = told.recv_timeout(left);
    if said.is_err() {
        // One that ended by itself needs no end.
        let _ = child.kill();
    }
    let ended = child.wait().ok()?;
    said.ok()?.ok().filter(|_| ended.success())
}

fn committed(commit: &str) -> Option<i64> {
    let header = commit.split("\n\n").next()?;
    let line = header.lines().find_map(|line| line.strip_prefix("committer "))?;
    line.rsplit_once(' ')?.0.rsplit_once(' ')?.1.parse().ok()
}
