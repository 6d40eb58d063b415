//! Linux: socket queues from `sock_diag(7)`, threads and descriptors from `proc(5)`.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io;
use std::net::SocketAddr;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::process::{ChildStdin, Command, Stdio};
use std::sync::Once;
use std::time::Duration;

use super::{FUTEX, Finding, SocketState, Transport, diag};

/// Whether the program has read everything that was sent from `lab` to `you`: `sent` bytes on a connection, or all
/// datagrams. A socket that is gone has nothing unread. `None` where the kernel does not say.
pub(crate) fn has_read_everything(transport: Transport, lab: SocketAddr, you: SocketAddr, sent: u64) -> Option<bool> {
    match diag::socket(transport, you, lab) {
        // A lookup may fall back to a listener at the same address; that is not the connection.
        Ok(state) if state.listens => Some(true),
        // What is still on its way into the queue counts as unread too: the program is about to get it.
        Ok(state) => Some(state.waiting == 0 && state.received.is_none_or(|received| received >= sent)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Some(true),
        Err(_) => None,
    }
}

/// Makes the segments of a socket's connections small, before it connects or listens. The kernel reserves room for a
/// number of segments, and so for less, at both ends.
pub(crate) fn make_segments_small(socket: &impl AsRawFd) {
    let size: libc::c_int = 536;
    // SAFETY: the option is an int, and lives until the call returns. Where it is refused, segments stay as they are.
    unsafe {
        let length = size_of_val(&size) as libc::socklen_t;
        libc::setsockopt(socket.as_raw_fd(), libc::IPPROTO_TCP, libc::TCP_MAXSEG, (&raw const size).cast(), length);
    }
}

/// How many bytes lie unread in the program's end of a connection. `None` if it is gone.
pub(crate) fn unread(you: SocketAddr, lab: SocketAddr) -> Option<usize> {
    diag::socket(Transport::Tcp, you, lab).ok().filter(|state| !state.listens).map(|state| state.waiting)
}

/// How many bytes a program has written to a connection that the lab has not read: those at the lab's end, and those that
/// found no room there. `None` if the program's end is gone.
pub(crate) fn unheard(lab: SocketAddr, you: SocketAddr) -> Option<usize> {
    let program = diag::socket(Transport::Tcp, you, lab).ok().filter(|state| !state.listens)?;
    Some(program.undelivered + unread(lab, you)?)
}

/// In how many segments with data everything came that a program has sent to `lab`. One write of a short message is
/// one segment.
pub(crate) fn segments(lab: SocketAddr, you: SocketAddr) -> Option<u32> {
    diag::socket(Transport::Tcp, lab, you).ok()?.segments
}

/// How many connections to a listening socket nobody has accepted yet.
pub(crate) fn not_accepted(at: SocketAddr) -> Option<usize> {
    let nobody = SocketAddr::new(at.ip(), 0);
    diag::socket(Transport::Tcp, at, nobody).ok().filter(|state| state.listens).map(|state| state.waiting)
}

/// How many bytes of a program's input lie unread: none where nobody is left to read them.
pub(crate) fn unread_in_pipe(stdin: &ChildStdin) -> Option<usize> {
    let mut end = libc::pollfd { fd: stdin.as_raw_fd(), events: 0, revents: 0 };
    // SAFETY: one `pollfd`, and no waiting.
    let asked = unsafe { libc::poll(&raw mut end, 1, 0) };
    if asked == 1 && end.revents & libc::POLLERR != 0 {
        return Some(0);
    }
    let mut count: libc::c_int = 0;
    // SAFETY: FIONREAD writes a c_int. On Linux it may be asked at either end of a pipe.
    let asked = unsafe { libc::ioctl(stdin.as_raw_fd(), libc::FIONREAD, &raw mut count) };
    (asked == 0).then_some(count).and_then(|count| count.try_into().ok())
}

/// A pipe for an output that keeps apart what was written apart: each read gives the bytes of one write, if they were
/// at most 4,096 (`O_DIRECT` in `pipe(2)`). `None` where there is no such pipe.
pub(crate) fn pipe_of_packets() -> Option<(File, Stdio)> {
    let mut ends = [0; 2];
    // SAFETY: `pipe2` writes two descriptors, which are nobody else's.
    let (reading, writing) = unsafe {
        if libc::pipe2(ends.as_mut_ptr(), libc::O_DIRECT | libc::O_CLOEXEC) != 0 {
            return None;
        }
        (OwnedFd::from_raw_fd(ends[0]), OwnedFd::from_raw_fd(ends[1]))
    };
    Some((reading.into(), writing.into()))
}

/// How many files, sockets among them, this process may have open at the same time.
pub(crate) fn open_files_allowed() -> Option<u64> {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: the call writes only to the variable it is given.
    let asked = unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) };
    (asked == 0).then_some(limit.rlim_cur)
}

/// The processor time that a program and what it started have used.
pub(crate) fn processor_time(pid: u32) -> Option<Duration> {
    family_of(pid).into_iter().map(own_processor_time).sum()
}

fn own_processor_time(pid: u32) -> Option<Duration> {
    let (mut clock, mut time) = (0, libc::timespec { tv_sec: 0, tv_nsec: 0 });
    // SAFETY: both calls write only to the variable they are given.
    let measured = unsafe {
        libc::clock_getcpuclockid(pid as libc::pid_t, &raw mut clock) == 0
            && libc::clock_gettime(clock, &raw mut time) == 0
    };
    measured.then(|| Duration::new(time.tv_sec as u64, time.tv_nsec as u32))
}

/// How long the threads of a program and of what it started have been ready to run without getting a processor.
pub(crate) fn time_in_queue(pid: u32) -> Option<Duration> {
    let threads = family_of(pid).into_iter().flat_map(|pid| {
        numbers_in(&format!("/proc/{pid}/task")).into_iter().map(move |thread| format!("/proc/{pid}/task/{thread}"))
    });
    threads.map(|thread| time_in_queue_of_thread(&thread)).sum()
}

/// The same of the thread that asks.
pub(crate) fn own_time_in_queue() -> Option<Duration> {
    time_in_queue_of_thread("/proc/thread-self")
}

/// The same of the thread whose folder this is.
fn time_in_queue_of_thread(folder: &str) -> Option<Duration> {
    let schedule = fs::read_to_string(format!("{folder}/schedstat")).ok()?;
    schedule.split_whitespace().nth(1)?.parse().ok().map(Duration::from_nanos)
}

/// The program itself, if `pid` only keeps it: a sandbox's launcher stays outside of the process namespace that it made
/// for the program. The first process of such a namespace is the launcher's, too.
pub(crate) fn program_itself(pid: u32) -> u32 {
    let namespaces = |pid: u32| -> Option<Vec<u32>> {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
        let numbers = status.lines().find_map(|line| line.strip_prefix("NSpid:"))?;
        Some(numbers.split_whitespace().filter_map(|number| number.parse().ok()).collect())
    };
    let Some(depth) = namespaces(pid).map(|numbers| numbers.len()) else { return pid };
    let is_kept = |pid: &u32| {
        namespaces(*pid).is_some_and(|numbers| numbers.len() > depth && numbers.last().is_some_and(|own| *own != 1))
    };
    family_of(pid).into_iter().skip(1).find(is_kept).unwrap_or(pid)
}

/// The most memory that a program has had resident so far, in bytes.
pub(crate) fn peak_memory(pid: u32) -> Option<u64> {
    let pid = program_itself(pid);
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
}

/// Refuses a program, and what it started, any address space beyond what they have now and `more` bytes. `None` where
/// that cannot be done.
pub(crate) fn limit_memory(pid: u32, more: u64) -> Option<()> {
    for pid in family_of(program_itself(pid)) {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmSize:"))?;
        let size = line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024;
        let limited =
            lower_address_space(pid, size + more) || as_its_user(pid, move || lower_address_space(pid, size + more));
        limited.then_some(())?;
    }
    Some(())
}

fn lower_address_space(pid: u32, to: u64) -> bool {
    // SAFETY: an all-zero `rlimit` is valid, and both calls are given one.
    unsafe {
        let (pid, mut limit): (_, libc::rlimit) = (pid as libc::pid_t, std::mem::zeroed());
        let asked = libc::prlimit(pid, libc::RLIMIT_AS, std::ptr::null(), &raw mut limit);
        limit.rlim_cur = limit.rlim_cur.min(to as libc::rlim_t);
        asked == 0 && libc::prlimit(pid, libc::RLIMIT_AS, &raw const limit, std::ptr::null_mut()) == 0
    }
}

/// Does something as the user that a process runs as, on a thread that is that user from then on: root may lack the right
/// to set another's limits, and not the one to become another.
fn as_its_user(pid: u32, action: impl FnOnce() -> bool + Send + 'static) -> bool {
    let Ok(owner) = fs::metadata(format!("/proc/{pid}")) else { return false };
    let (user, group) = (owner.uid(), owner.gid());
    // SAFETY: plain system calls. Other than the C library's functions they change only the thread that makes them.
    let become_it = move || unsafe {
        libc::syscall(libc::SYS_setresgid, group, group, group) == 0
            && libc::syscall(libc::SYS_setresuid, user, user, user) == 0
    };
    std::thread::spawn(move || become_it() && action()).join().unwrap_or(false)
}

/// How many files and sockets a program has open.
pub(crate) fn descriptors(pid: u32) -> Option<usize> {
    Some(fs::read_dir(format!("/proc/{}/fd", program_itself(pid))).ok()?.count())
}

/// How many threads a program has.
pub(crate) fn threads(pid: u32) -> Option<usize> {
    Some(fs::read_dir(format!("/proc/{}/task", program_itself(pid))).ok()?.count())
}

/// The sockets that a program, or what it started, has open.
pub(crate) fn sockets(pid: u32) -> Option<Vec<SocketState>> {
    let inodes: HashSet<u32> = family_of(pid).into_iter().flat_map(socket_inodes).collect();
    let all = diag::all().ok()?;
    Some(all.into_iter().filter(|socket| inodes.contains(&socket.inode)).collect())
}

/// Where a program is, thread by thread, and what waits for it at its sockets.
pub(crate) fn findings(pid: u32) -> Vec<Finding> {
    let sockets = sockets(pid).unwrap_or_default();
    let mut findings = Vec::new();
    for pid in family_of(pid) {
        for thread in numbers_in(&format!("/proc/{pid}/task")) {
            findings.extend(thread_finding(pid, thread, &sockets));
        }
    }
    for socket in &sockets {
        let (at, count) = (socket.local, socket.waiting);
        match socket {
            SocketState { waiting: 0, .. } => {}
            SocketState { listens: true, .. } => findings.push(Finding::NotAccepted { at, count }),
            SocketState { transport: Transport::Tcp, remote, .. } => {
                findings.push(Finding::Unread { from: *remote, bytes: count });
            }
            // The queue of a UDP socket is counted with the kernel's own overhead: no number a person could use.
            SocketState { transport: Transport::Udp, .. } => {}
        }
    }
    let mut seen = Vec::new();
    findings.retain(|finding| {
        let first = !seen.contains(finding);
        seen.push(finding.clone());
        first
    });
    findings
}

fn thread_finding(pid: u32, thread: u32, sockets: &[SocketState]) -> Option<Finding> {
    let call = fs::read_to_string(format!("/proc/{pid}/task/{thread}/syscall")).ok()?;
    let mut words = call.split_whitespace();
    let first = words.next()?;
    if first == "running" {
        return Some(Finding::Busy);
    }
    let number = first.parse::<i64>().ok()?;
    let descriptor = words.next().and_then(|word| u64::from_str_radix(word.trim_start_matches("0x"), 16).ok());
    let socket = descriptor.and_then(|fd| {
        let inode = socket_inode(&format!("/proc/{pid}/fd/{fd}"))?;
        sockets.iter().find(|socket| socket.inode == inode)
    });
    let call = match number {
        libc::SYS_read | libc::SYS_readv if socket.is_none() => match descriptor {
            Some(0) => "read (stdin)",
            _ => return None,
        },
        libc::SYS_read | libc::SYS_readv | libc::SYS_recvfrom | libc::SYS_recvmsg => "recv",
        libc::SYS_write | libc::SYS_writev if socket.is_none() => "write",
        libc::SYS_write | libc::SYS_writev | libc::SYS_sendto | libc::SYS_sendmsg => "send",
        libc::SYS_accept | libc::SYS_accept4 => "accept",
        libc::SYS_connect => "connect",
        libc::SYS_futex => FUTEX,
        libc::SYS_nanosleep | libc::SYS_clock_nanosleep => "sleep",
        libc::SYS_ppoll | libc::SYS_pselect6 | libc::SYS_epoll_pwait => "poll",
        #[cfg(target_arch = "x86_64")]
        libc::SYS_poll | libc::SYS_select | libc::SYS_epoll_wait => "poll",
        _ => return None,
    };
    let peer = socket.filter(|socket| socket.remote.port() != 0 && !socket.listens).map(|socket| socket.remote);
    Some(Finding::Sleeps { call, peer })
}

fn socket_inodes(pid: u32) -> HashSet<u32> {
    let fds = numbers_in(&format!("/proc/{pid}/fd"));
    fds.into_iter().filter_map(|fd| socket_inode(&format!("/proc/{pid}/fd/{fd}"))).collect()
}

fn socket_inode(descriptor: &str) -> Option<u32> {
    let target = fs::read_link(descriptor).ok()?;
    target.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?.parse().ok()
}

/// Whether a process is stopped, with all its threads. `None` if it is gone.
pub(crate) fn is_stopped(pid: u32) -> Option<bool> {
    let states = numbers_in(&format!("/proc/{pid}/task")).into_iter().filter_map(|thread| {
        // The state stands behind the name, which may hold anything in its parentheses (`proc_pid_stat(5)`).
        let stat = fs::read_to_string(format!("/proc/{pid}/task/{thread}/stat")).ok()?;
        stat.rsplit_once(") ")?.1.chars().next()
    });
    let states: Vec<char> = states.filter(|state| !matches!(state, 'Z' | 'X')).collect();
    (!states.is_empty()).then(|| states.iter().all(|state| *state == 'T'))
}

/// A process and its descendants. Empty lists where `proc(5)` has no `children`.
fn family_of(pid: u32) -> Vec<u32> {
    let mut family = vec![pid];
    let mut next = 0;
    while next < family.len() {
        family.extend(children_of(&family[next].to_string()));
        next += 1;
    }
    family
}

fn children_of(pid: &str) -> Vec<u32> {
    let mut children = Vec::new();
    for thread in numbers_in(&format!("/proc/{pid}/task")) {
        let list = fs::read_to_string(format!("/proc/{pid}/task/{thread}/children")).unwrap_or_default();
        children.extend(list.split_whitespace().filter_map(|word| word.parse::<u32>().ok()));
    }
    children
}

fn numbers_in(folder: &str) -> Vec<u32> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
}

/// Makes the program end when the thread that starts it ends, whatever ends it, a kill included.
pub(crate) fn die_with_this_thread(command: &mut Command) {
    static ADOPT_ORPHANS: Once = Once::new();
    // Whatever the program started becomes ours when the program is gone, so that `end_marked` finds it.
    // SAFETY: a plain system call without pointers.
    ADOPT_ORPHANS.call_once(|| unsafe {
        libc::prctl(libc::PR_SET_CHILD_SUBREAPER, 1);
    });
    let parent = std::process::id();
    // SAFETY: between fork and exec only system calls are made, no memory is allocated and no lock is taken.
    unsafe {
        command.pre_exec(move || {
            libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
            // The parent may have gone before the line above.
            if libc::getppid() as u32 != parent {
                libc::_exit(1);
            }
            Ok(())
        });
    }
}

/// Ends our children whose environment has an entry that begins with `mark`, and then what they leave behind.
pub(crate) fn end_marked(mark: &str) {
    loop {
        let marked: Vec<u32> = children_of("self").into_iter().filter(|pid| is_marked(*pid, mark)).collect();
        if marked.is_empty() {
            return;
        }
        for pid in marked {
            // SAFETY: plain system calls. `pid` is a child of ours that nobody else waits for, so it is not reused.
            unsafe {
                libc::kill(pid as libc::pid_t, libc::SIGKILL);
                libc::waitpid(pid as libc::pid_t, std::ptr::null_mut(), 0);
            }
        }
    }
}

/// Whether the environment of a process has an entry that begins with `mark`.
fn is_marked(pid: u32, mark: &str) -> bool {
    // A process that is just becoming another program has no environment for a moment: that is no answer yet.
    for _ in 0..100 {
        let Ok(environment) = fs::read(format!("/proc/{pid}/environ")) else { return false };
        let is_gone = || fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| stat.contains(") Z "));
        if !environment.is_empty() || is_gone() {
            return environment.split(|byte| *byte == 0).any(|entry| entry.starts_with(mark.as_bytes()));
        }
        std::thread::park_timeout(Duration::from_millis(1));
    }
    false
}

/// When this process is interrupted or told to end, its programs and what they started go first. A program may ignore
/// the interrupt that its terminal sends to everybody.
pub(crate) fn take_along_when_interrupted(mark: &'static str) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let signals = signal_hook::iterator::Signals::new([libc::SIGINT, libc::SIGTERM]);
        // Where signals cannot be watched, an interrupt does what it always does.
        let Ok(mut signals) = signals else { return };
        std::thread::spawn(move || {
            if let Some(signal) = signals.forever().next() {
                end_marked(mark);
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            }
        });
    });
}
