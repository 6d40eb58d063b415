//! Finds out what this machine can give, by doing it: a small program is held at each tier, the best first, and looks
//! around in there.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, ExitCode};

use super::limits::Limits;
use super::plan::{Door, Identity, Plan, TEMPORARY};
use super::user::User;
use super::{LAUNCHER, launcher};
use crate::result::Tier;
use crate::words::sandbox::Words;

/// Holds the grader to a tier that is no better than this, to see what that is worth.
const NO_BETTER: &str = "ENCHUFE_GRADE_TIER";

/// What a machine can give.
#[derive(Debug, Clone)]
pub struct Found {
    pub tier: Tier,
    /// Better ones, and what came back there.
    pub refused: Vec<(Tier, String)>,
}

impl Found {
    /// For a person, with an end of line.
    pub fn told(&self, words: &Words) -> String {
        let mut told = (words.tier)(self.tier);
        for (tier, why) in &self.refused {
            told.push_str(&(words.refused)(*tier, why));
        }
        told
    }
}

/// The best tier of this machine.
///
/// # Errors
/// Nothing can be tried: there is no room for temporary files, or nothing can be started.
pub fn find() -> io::Result<Found> {
    let mut refused = Vec::new();
    if cfg!(target_os = "linux") {
        let most = std::env::var(NO_BETTER).ok().and_then(|tier| tier.parse().ok()).unwrap_or(u8::MAX);
        for tier in [Tier::Namespaces, Tier::Limits].into_iter().filter(|tier| tier.number() <= most) {
            let folder = tempfile::tempdir()?;
            let output =
                Command::new(launcher()?).args([LAUNCHER, "trial", &tier.to_string()]).arg(folder.path()).output()?;
            if output.status.success() {
                return Ok(Found { tier, refused });
            }
            refused.push((tier, String::from_utf8_lossy(&output.stderr).trim().to_owned()));
        }
    }
    Ok(Found { tier: Tier::Group, refused })
}

/// The process that holds the small program, `trial TIER FOLDER`, or any other: `trial TIER FOLDER PROGRAM ARGS…`.
pub fn hold(args: &[OsString]) -> ExitCode {
    let [tier, folder, program @ ..] = args else { return ExitCode::from(2) };
    let tier = tier.to_str().and_then(|tier| tier.parse::<u8>().ok()).and_then(|tier| Tier::try_from(tier).ok());
    let held = |tier| match program.split_first() {
        None => try_at(tier, folder.as_ref()),
        Some((program, args)) => show_at(tier, folder.as_ref(), program.as_ref(), args),
    };
    match tier.ok_or_else(|| io::ErrorKind::InvalidInput.into()).and_then(held) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn try_at(tier: Tier, folder: &Path) -> io::Result<ExitCode> {
    let (mut command, _user) = prepare(tier, folder, &launcher()?, vec![LAUNCHER.into(), "look".into()])?;
    let output = command.output()?;
    if output.status.success() {
        return Ok(ExitCode::SUCCESS);
    }
    let complaint = fs::read_to_string(folder.join("complaints")).unwrap_or_default();
    let said = String::from_utf8_lossy(&output.stderr);
    Err(io::Error::other(format!("{} {}", complaint.trim(), said.trim())))
}

/// Holds a program whose output is seen, and ends with its code.
fn show_at(tier: Tier, folder: &Path, program: &Path, args: &[OsString]) -> io::Result<ExitCode> {
    let (mut command, _user) = prepare(tier, folder, program, Vec::new())?;
    let status = command.args(args).status()?;
    let complaint = fs::read_to_string(folder.join("complaints")).unwrap_or_default();
    if !complaint.is_empty() {
        return Err(io::Error::other(complaint));
    }
    Ok(status.code().map_or(ExitCode::FAILURE, |code| ExitCode::from(code as u8)))
}

/// The command that starts a program in a lane of its own, into which this process goes.
fn prepare(tier: Tier, folder: &Path, program: &Path, args: Vec<String>) -> io::Result<(Command, User)> {
    let user = User::claim()?;
    let identity = identity(tier, user.number())?;
    let (room, complaints, plan_path) = (folder.join("room"), folder.join("complaints"), folder.join("plan"));
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
    Ok((plan.command(&plan_path)?, user))
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

/// The small program: what must be possible inside is, what must not is not.
pub fn look() -> ExitCode {
    match look_around() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn look_around() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    TcpStream::connect(listener.local_addr()?)?;
    std::thread::Builder::new().spawn(|| ())?.join().map_err(|_| io::Error::other("a thread panicked"))?;
    let alone = std::process::id() == 2;
    if alone {
        fs::write(Path::new(TEMPORARY).join("look"), "")?;
    }
    for hidden in ["/proc/self/environ", "/etc/passwd", "/etc/fstab"] {
        if fs::File::open(hidden).is_ok() {
            return Err(io::Error::other(format!("{hidden} can be read inside")));
        }
    }
    Ok(())
}
