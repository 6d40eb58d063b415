//! Finds out what this machine can give, by doing it: a small program is held behind the best walls first, and [looks
//! around](super::look) in there.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use super::limits::Limits;
use super::plan::{Door, Identity, Plan};
use super::user::User;
use super::{LAUNCHER, bubblewrap, launcher};
use crate::result::Tier;
use crate::words::sandbox::Words;

/// Holds the grader to walls that are no better than these, to see what they are worth: one of the names of [`Walls`].
const NO_BETTER: &str = "ENCHUFE_GRADE_TIER";

/// What can stand around a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walls {
    /// [`Tier::Namespaces`], made by ourselves.
    Namespaces,
    /// [`Tier::Limits`], in a lane of bubblewrap's.
    Bubblewrap,
    /// [`Tier::Limits`]
    Limits,
    /// [`Tier::Group`]
    Group,
}

impl Walls {
    /// The best first.
    const ALL: [Walls; 4] = [Walls::Namespaces, Walls::Bubblewrap, Walls::Limits, Walls::Group];

    /// `3`, `bubblewrap`, `2`, `1`
    pub fn named(name: &str) -> Option<Walls> {
        Walls::ALL.into_iter().find(|walls| walls.name() == name)
    }

    pub fn name(self) -> String {
        if self == Walls::Bubblewrap { "bubblewrap".to_owned() } else { self.tier().to_string() }
    }

    pub fn tier(self) -> Tier {
        match self {
            Walls::Namespaces => Tier::Namespaces,
            Walls::Bubblewrap | Walls::Limits => Tier::Limits,
            Walls::Group => Tier::Group,
        }
    }

    fn have_a_network(self) -> bool {
        matches!(self, Walls::Namespaces | Walls::Bubblewrap)
    }
}

impl From<Tier> for Walls {
    fn from(tier: Tier) -> Walls {
        match tier {
            Tier::Namespaces => Walls::Namespaces,
            Tier::Limits => Walls::Limits,
            Tier::Group => Walls::Group,
        }
    }
}

/// What a machine can give.
#[derive(Debug, Clone)]
pub struct Found {
    pub walls: Walls,
    pub tier: Tier,
    /// Better ones, and what came back there; nothing if there is no bubblewrap.
    pub refused: Vec<(Walls, String)>,
}

impl Found {
    /// For a person, with an end of line.
    pub fn told(&self, words: &Words) -> String {
        let mut told = (words.walls)(self.walls);
        for (walls, why) in &self.refused {
            told.push_str(&(words.refused)(*walls, why));
        }
        told
    }

    /// The command that starts the judge of one submission, without arguments; and where judges do not make their lanes
    /// themselves, starts it in one, in which it writes to these folders alone.
    ///
    /// # Errors
    /// One of the folders cannot be made.
    pub fn judge<'a>(&self, judge: &Path, writable: impl IntoIterator<Item = &'a Path>) -> io::Result<Command> {
        match self.walls {
            Walls::Bubblewrap => bubblewrap::lane(judge.as_os_str(), writable),
            _ => Ok(Command::new(judge)),
        }
    }
}

/// The best walls of this machine.
///
/// # Errors
/// Nothing can be tried: there is no room for temporary files, or nothing can be started.
pub fn find() -> io::Result<Found> {
    let mut refused = Vec::new();
    let no_better = std::env::var(NO_BETTER).ok().and_then(|name| Walls::named(&name));
    let first = if cfg!(target_os = "linux") { no_better.unwrap_or(Walls::Namespaces) } else { Walls::Group };
    let mut tried = Walls::ALL.into_iter().skip_while(|walls| *walls != first);
    loop {
        let walls = tried.next().unwrap_or(Walls::Group);
        match refusal(walls)? {
            None => return Ok(Found { walls, tier: walls.tier(), refused }),
            Some(why) => refused.push((walls, why)),
        }
    }
}

/// What came back where these walls were tried, if they do not stand: nothing, where there is no bubblewrap.
///
/// # Errors
/// They cannot be tried.
pub fn refusal(walls: Walls) -> io::Result<Option<String>> {
    if walls == Walls::Group {
        return Ok(None);
    }
    if walls == Walls::Bubblewrap && !bubblewrap::is_installed() {
        return Ok(Some(String::new()));
    }
    let folder = tempfile::tempdir()?;
    let output = Command::new(launcher()?).args([LAUNCHER, "trial", &walls.name()]).arg(folder.path()).output()?;
    let why = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Ok((!output.status.success()).then_some(why))
}

/// The process that holds the small program, `trial WALLS FOLDER`, or any other: `trial WALLS FOLDER PROGRAM ARGS…`.
pub fn hold(args: &[OsString]) -> ExitCode {
    let [walls, folder, program @ ..] = args else { return ExitCode::from(2) };
    let Some(walls) = walls.to_str().and_then(Walls::named) else { return ExitCode::from(2) };
    let held = match program.split_first() {
        None => try_out(walls, folder.as_ref()),
        Some((program, args)) => show(walls, folder.as_ref(), program.as_ref(), args),
    };
    held.unwrap_or_else(|error| {
        eprintln!("{error}");
        ExitCode::FAILURE
    })
}

fn try_out(walls: Walls, folder: &Path) -> io::Result<ExitCode> {
    // Before this process goes into a lane.
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let mut args =
        vec![LAUNCHER.into(), "look".into(), walls.tier().to_string(), plan_in(folder).display().to_string()];
    if walls.have_a_network() {
        args.push(listener.local_addr()?.to_string());
    }
    let (mut command, _user) = prepare(walls, folder, &launcher()?, args)?;
    let output = command.output()?;
    if output.status.success() {
        return Ok(ExitCode::SUCCESS);
    }
    let complaint = fs::read_to_string(folder.join("complaints")).unwrap_or_default();
    let said = String::from_utf8_lossy(&output.stderr);
    Err(io::Error::other(format!("{} {}", complaint.trim(), said.trim())))
}

/// Holds a program whose output is seen, and ends with its code.
fn show(walls: Walls, folder: &Path, program: &Path, args: &[OsString]) -> io::Result<ExitCode> {
    let (mut command, _user) = prepare(walls, folder, program, Vec::new())?;
    let status = command.args(args).status()?;
    let complaint = fs::read_to_string(folder.join("complaints")).unwrap_or_default();
    if !complaint.is_empty() {
        return Err(io::Error::other(complaint));
    }
    Ok(status.code().map_or(ExitCode::FAILURE, |code| ExitCode::from(code as u8)))
}

fn plan_in(folder: &Path) -> PathBuf {
    folder.join("plan")
}

/// The command that starts a program in a lane of its own. Where the grader makes lanes, this process goes into it.
fn prepare(walls: Walls, folder: &Path, program: &Path, args: Vec<String>) -> io::Result<(Command, User)> {
    let user = User::claim()?;
    let tier = walls.tier();
    let identity = identity(tier, user.number())?;
    let (room, complaints, plan_path) = (folder.join("room"), folder.join("complaints"), plan_in(folder));
    fs::create_dir(&room)?;
    let executable = folder.join("look");
    fs::copy(program, &executable)?;
    make_public(folder)?;
    let mut doors = system_libraries();
    doors.extend(host_names());
    doors.push(Door::read(&executable).at("/program/look"));
    let plan = Plan {
        tier,
        program: if tier == Tier::Namespaces { "/program/look".into() } else { executable },
        args,
        doors,
        folder: "/".into(),
        environment: Vec::new(),
        identity,
        limits: Limits::PROGRAM,
        may_start_others: false,
        room,
        complaints,
    };
    plan.write(&plan_path)?;
    let command = plan.command(&plan_path)?;
    if walls != Walls::Bubblewrap {
        return Ok((command, user));
    }
    let mut lane = bubblewrap::lane(command.get_program(), [folder])?;
    lane.args(command.get_args());
    Ok((lane, user))
}

/// Goes into a lane where the tier has lanes, and says as whom programs run.
///
/// # Errors
/// The machine gives no lane.
pub fn identity(tier: Tier, user: u32) -> io::Result<Identity> {
    #[cfg(target_os = "linux")]
    match tier {
        Tier::Namespaces => return super::lane::enter(user),
        Tier::Limits if nix::unistd::geteuid().is_root() => return Ok(Identity::User(user)),
        _ => {}
    }
    let _ = (tier, user);
    Ok(Identity::Own)
}

/// This machine's own files that say what `localhost` is.
pub fn host_names() -> Vec<Door> {
    let places = ["/etc/hosts", "/etc/nsswitch.conf", "/etc/host.conf"];
    places.into_iter().filter(|place| Path::new(place).is_file()).map(Door::read).collect()
}

/// What every program on Linux needs to start.
pub fn system_libraries() -> Vec<Door> {
    let places = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache"];
    places.into_iter().filter(|place| Path::new(place).exists()).map(Door::read).collect()
}

/// Lets other users go through a folder, without seeing what is in it.
///
/// # Errors
/// It is not ours.
pub fn make_public(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o711))?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}
