//! The launcher: starts one program as its plan says, and stays beside it as long as it runs.
//!
//! At the best tier the program lives in a process namespace of its own, with a first process that does nothing: with
//! that one everything goes which the program started. Whoever started the launcher sees it end as the program ended. It
//! ends with the launcher, whatever ends that.

use std::convert::Infallible;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::path::{Component, Path};
use std::process::{Command, ExitCode};

use nix::fcntl::OFlag;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sched::{CloneFlags, unshare};
use nix::sys::signal::{SigSet, Signal, kill};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::{
    Gid, Pid, Uid, chdir, close, dup2_stderr, dup2_stdin, dup2_stdout, getegid, geteuid, pipe2, read, setgroups,
    setresgid, setresuid, setsid, write,
};

use super::limits::Limits;
use super::plan::{Door, Identity, Plan};
use super::{calls, files, fork, lane, memory, room};
use crate::result::Tier;

/// The code with which the launcher ends when it could not start the program.
pub const COULD_NOT: u8 = 125;

/// How long the launcher sleeps when nothing happens, in milliseconds.
const NOW_AND_THEN: u8 = 50;

/// Passed on to the program when they come to the launcher.
const PASSED_ON: [Signal; 6] =
    [Signal::SIGTERM, Signal::SIGINT, Signal::SIGHUP, Signal::SIGQUIT, Signal::SIGUSR1, Signal::SIGUSR2];

/// Starts the program of a plan with these further arguments, and ends as it ends.
pub fn run(plan: &Path, args: &[std::ffi::OsString]) -> ExitCode {
    let plan = match Plan::read(plan) {
        Ok(plan) => plan,
        Err(error) => {
            eprintln!("{}: {error}", plan.display());
            return ExitCode::from(COULD_NOT);
        }
    };
    let mut complaints = match OpenOptions::new().append(true).create(true).open(&plan.complaints) {
        Ok(file) => file,
        Err(error) => {
            eprintln!("{}: {error}", plan.complaints.display());
            return ExitCode::from(COULD_NOT);
        }
    };
    let plan = named(plan, args);
    let result = fork::keep_descriptors_here();
    let result = if let Err(error) = result {
        Err(error)
    } else if plan.tier == Tier::Namespaces {
        keep(&plan, args, &complaints)
    } else {
        let Err(error) = confine(&plan).and_then(|()| become_it(&plan, args));
        Err(error)
    };
    result.unwrap_or_else(|error| {
        complain(&mut complaints, &error);
        ExitCode::from(COULD_NOT)
    })
}

/// The plan with its doors opened only as far as an argument names something behind them, where they say so.
fn named(mut plan: Plan, args: &[std::ffi::OsString]) -> Plan {
    let open = |door: Door| {
        if !door.is_opened_by_name {
            return Some(door);
        }
        let inside = args.iter().find_map(|arg| Path::new(arg).strip_prefix(&door.at).ok()?.components().next());
        let folder = inside.filter(|part| matches!(part, Component::Normal(_)))?;
        Some(Door { from: door.from.join(folder), at: door.at.join(folder), ..door })
    };
    plan.doors = plan.doors.into_iter().filter_map(open).collect();
    plan
}

fn complain(complaints: &mut File, error: &io::Error) {
    // Where even that is impossible, the code is all there is to see.
    let _ = complaints.write_all(format!("{error}\n").as_bytes());
}

/// Starts it in a process namespace of its own, and waits for its end.
///
/// Whoever started this process may adopt what it leaves behind. That is the namespace's first process alone, and never
/// the program: a first process ends when somebody has waited for each of the others, which it does itself.
fn keep(plan: &Plan, args: &[std::ffi::OsString], complaints: &File) -> io::Result<ExitCode> {
    let mut watched = SigSet::from_iter(PASSED_ON);
    watched.add(Signal::SIGCHLD);
    watched.thread_block()?;
    unshare(CloneFlags::CLONE_NEWPID)?;
    let (ends, told) = pipe2(OFlag::O_CLOEXEC)?;
    // Nothing is ever written there. It is closed with this process, whatever ends it.
    let (alive, life) = pipe2(OFlag::O_CLOEXEC)?;
    let first = fork::split(|| {
        // The launcher's alone.
        let _ = close(life.as_raw_fd());
        let end = watch_over(plan, args, complaints, &watched, &alive);
        write(&told, &end.to_bytes()).map_err(|_| COULD_NOT)?;
        Err(0)
    })?;
    drop(told);
    let_go_of_standard_streams()?;
    wait_for(first, &watched, || memory::ends_who_takes_more(first, plan.limits.resident))?;
    let mut end = [0; 5];
    if read(&ends, &mut end) != Ok(end.len()) {
        return Ok(ExitCode::from(COULD_NOT));
    }
    Ok(match End::from_bytes(end) {
        End::Code(code) => ExitCode::from(code as u8),
        End::Signal(number) => {
            SigSet::all().thread_unblock()?;
            if let Ok(signal) = Signal::try_from(number) {
                fork::end_by(signal);
            }
            ExitCode::from(COULD_NOT)
        }
    })
}

/// How a program ended.
enum End {
    Code(i32),
    Signal(i32),
}

impl End {
    fn to_bytes(&self) -> [u8; 5] {
        let (kind, number) = match self {
            End::Code(code) => (0, code),
            End::Signal(number) => (1, number),
        };
        let [a, b, c, d] = number.to_ne_bytes();
        [kind, a, b, c, d]
    }

    fn from_bytes([kind, number @ ..]: [u8; 5]) -> End {
        let number = i32::from_ne_bytes(number);
        if kind == 0 { End::Code(number) } else { End::Signal(number) }
    }
}

/// The first process of the namespace: starts the program and waits for its end. All that is left goes with it.
fn watch_over(plan: &Plan, args: &[std::ffi::OsString], complaints: &File, watched: &SigSet, alive: &OwnedFd) -> End {
    let ended = || -> io::Result<End> {
        nix::sys::prctl::set_pdeathsig(Signal::SIGKILL)?;
        // The launcher may have gone before that.
        let mut launcher = [PollFd::new(alive.as_fd(), PollFlags::POLLIN)];
        if poll(&mut launcher, PollTimeout::ZERO)? != 0 {
            return Ok(End::Code(i32::from(COULD_NOT)));
        }
        let program = fork::split(|| {
            let Err(error) = confine(plan).and_then(|()| become_it(plan, args));
            if let Ok(mut complaints) = complaints.try_clone() {
                complain(&mut complaints, &error);
            }
            Err(COULD_NOT)
        })?;
        let_go_of_standard_streams()?;
        Ok(match wait_for(program, watched, || ())? {
            WaitStatus::Signaled(_, signal, _) => End::Signal(signal as i32),
            WaitStatus::Exited(_, code) => End::Code(code),
            _ => End::Code(i32::from(COULD_NOT)),
        })
    };
    ended().unwrap_or_else(|error| {
        if let Ok(mut complaints) = complaints.try_clone() {
            complain(&mut complaints, &error);
        }
        End::Code(i32::from(COULD_NOT))
    })
}

/// The program's inputs and outputs are the program's alone: their end is the program's end.
fn let_go_of_standard_streams() -> io::Result<()> {
    let nothing = OpenOptions::new().read(true).write(true).open("/dev/null")?;
    dup2_stdin(&nothing)?;
    dup2_stdout(&nothing)?;
    dup2_stderr(&nothing)?;
    Ok(())
}

/// Waits for the end of a child, and passes on to it what comes meanwhile. Now and then it does something else.
fn wait_for(child: Pid, watched: &SigSet, now_and_then: impl Fn()) -> io::Result<WaitStatus> {
    let signals = SignalFd::with_flags(watched, SfdFlags::SFD_CLOEXEC | SfdFlags::SFD_NONBLOCK)?;
    loop {
        match waitpid(child, Some(WaitPidFlag::WNOHANG))? {
            WaitStatus::StillAlive => {}
            status => return Ok(status),
        }
        match poll(&mut [PollFd::new(signals.as_fd(), PollFlags::POLLIN)], PollTimeout::from(NOW_AND_THEN)) {
            Ok(0) => now_and_then(),
            Ok(_) | Err(nix::errno::Errno::EINTR) => {}
            Err(error) => return Err(error.into()),
        }
        while let Some(signal) = signals.read_signal()? {
            let signal = Signal::try_from(signal.ssi_signo as i32)?;
            if signal != Signal::SIGCHLD {
                // It may have just gone.
                let _ = kill(child, signal);
            }
        }
    }
}

/// Closes every door behind this process.
fn confine(plan: &Plan) -> io::Result<()> {
    // A signal to everybody in its group reaches itself alone.
    setsid()?;
    if plan.tier == Tier::Namespaces {
        if let Identity::Namespace(user) = plan.identity {
            let (uid, gid) = (geteuid(), getegid());
            unshare(CloneFlags::CLONE_NEWUSER)?;
            lane::map(user, uid.as_raw(), gid.as_raw())?;
        }
        unshare(CloneFlags::CLONE_NEWNS)?;
        room::enter(plan, &plan.room)?;
    }
    if let Identity::User(user) = plan.identity {
        let (uid, gid) = (Uid::from_raw(user), Gid::from_raw(user));
        setgroups(&[gid])?;
        setresgid(gid, gid, gid)?;
        setresuid(uid, uid, uid)?;
    }
    plan.limits.take_on()?;
    chdir(&plan.folder).map_err(|error| io::Error::other(format!("{}: {error}", plan.folder.display())))?;
    if plan.tier >= Tier::Limits {
        files::close(plan)?;
        calls::refuse(plan.may_start_others)?;
    }
    Ok(())
}

/// Becomes the program.
fn become_it(plan: &Plan, args: &[std::ffi::OsString]) -> io::Result<Infallible> {
    let mut command = Command::new(&plan.program);
    command.args(&plan.args).args(args).env_clear().envs(plan.environment.iter().cloned());
    let error = command.exec();
    Err(io::Error::other(format!("{}: {error}", plan.program.display())))
}

/// Becomes a trusted program that ends when whoever started this process is gone.
pub fn tether(args: &[std::ffi::OsString]) -> ExitCode {
    let Some((program, args)) = args.split_first() else { return ExitCode::from(COULD_NOT) };
    let ready = nix::sys::prctl::set_pdeathsig(Signal::SIGKILL).map_err(io::Error::from);
    if let Err(error) = ready.and_then(|()| Limits::take_on_of_tests()) {
        eprintln!("{error}");
        return ExitCode::from(COULD_NOT);
    }
    // The folders that tests make for a program's files are open to the program's group.
    nix::sys::stat::umask(nix::sys::stat::Mode::S_IWOTH);
    eprintln!("{}", Command::new(program).args(args).exec());
    ExitCode::from(COULD_NOT)
}

/// What is left of a user's processes, ended.
pub fn sweep(user: u32) -> usize {
    let owner = |folder: &Path| fs::metadata(folder).map(|data| std::os::unix::fs::MetadataExt::uid(&data));
    let number = |folder: &Path| folder.file_name()?.to_str()?.parse::<i32>().ok();
    let folders = fs::read_dir("/proc").into_iter().flatten().flatten().map(|entry| entry.path());
    let left = folders.filter(|folder| owner(folder).is_ok_and(|owner| owner == user)).filter_map(|path| number(&path));
    left.filter(|pid| kill(Pid::from_raw(*pid), Signal::SIGKILL).is_ok()).count()
}
