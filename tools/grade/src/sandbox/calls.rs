//! The system calls that a program is refused: those that reach other processes, other namespaces, the kernel's inside,
//! or another box by a way that no namespace closes. All others are let through: a program uses threads, tokio or mio
//! as it does at home.

use std::collections::BTreeMap;
use std::io;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    sock_filter,
};

/// Refused whatever they are asked.
const REFUSED: &[i64] = &[
    // Other processes.
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_process_madvise,
    libc::SYS_pidfd_getfd,
    libc::SYS_kcmp,
    libc::SYS_migrate_pages,
    libc::SYS_move_pages,
    // Namespaces and mounts.
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_move_mount,
    libc::SYS_open_tree,
    libc::SYS_fsopen,
    libc::SYS_fsconfig,
    libc::SYS_fsmount,
    libc::SYS_fspick,
    libc::SYS_mount_setattr,
    libc::SYS_name_to_handle_at,
    libc::SYS_open_by_handle_at,
    // The kernel's inside.
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_kexec_load,
    libc::SYS_reboot,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_acct,
    libc::SYS_quotactl,
    libc::SYS_syslog,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_clock_adjtime,
    libc::SYS_adjtimex,
    libc::SYS_sethostname,
    libc::SYS_setdomainname,
    libc::SYS_fanotify_init,
    libc::SYS_personality,
    libc::SYS_vhangup,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_kexec_file_load,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_iopl,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_ioperm,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_modify_ldt,
    // Ways to another box.
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_shmget,
    libc::SYS_shmat,
    libc::SYS_shmctl,
    libc::SYS_semget,
    libc::SYS_semop,
    libc::SYS_semctl,
    libc::SYS_msgget,
    libc::SYS_msgsnd,
    libc::SYS_msgrcv,
    libc::SYS_msgctl,
    libc::SYS_mq_open,
    libc::SYS_mq_unlink,
];

/// Refused to a student's program, which starts no other.
const REFUSED_TO_PROGRAMS: &[i64] = &[
    // Code that came from nowhere.
    libc::SYS_memfd_create,
    libc::SYS_execveat,
    // Locks of files that other boxes see too.
    libc::SYS_flock,
    // Others of the same user, who may be the judge: their end, and their turn on the processor.
    libc::SYS_pidfd_send_signal,
    libc::SYS_setpriority,
    libc::SYS_ioprio_set,
    libc::SYS_sched_setaffinity,
    libc::SYS_sched_setattr,
    libc::SYS_sched_setparam,
    libc::SYS_sched_setscheduler,
    // What Landlock lets everybody do to the user's files, by their names.
    libc::SYS_fchmodat,
    FCHMODAT2,
    libc::SYS_fchownat,
    libc::SYS_setxattr,
    libc::SYS_lsetxattr,
    SETXATTRAT,
    libc::SYS_removexattr,
    libc::SYS_lremovexattr,
    REMOVEXATTRAT,
    FILE_SETATTR,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_chmod,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_chown,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_lchown,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_utime,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_utimes,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_futimesat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_fork,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_vfork,
];

/// Newer than `libc` knows on every machine; the same number on all of them.
const FCHMODAT2: i64 = 452;
const SETXATTRAT: i64 = 463;
const REMOVEXATTRAT: i64 = 466;
const FILE_SETATTR: i64 = 469;

/// Signals, whose first argument says to whom: to itself alone, also where Landlock is too old to see to that (before
/// Linux 6.12).
const SIGNALS: [i64; 4] = [libc::SYS_tgkill, libc::SYS_tkill, libc::SYS_rt_sigqueueinfo, libc::SYS_rt_tgsigqueueinfo];

/// Not there at all, so that libraries use what was there before: `clone3` keeps its flags where no filter sees them.
const ABSENT: &[i64] =
    &[libc::SYS_clone3, libc::SYS_io_uring_setup, libc::SYS_io_uring_enter, libc::SYS_io_uring_register];

const NAMESPACES: [libc::c_int; 8] = [
    libc::CLONE_NEWNS,
    libc::CLONE_NEWCGROUP,
    libc::CLONE_NEWUTS,
    libc::CLONE_NEWIPC,
    libc::CLONE_NEWUSER,
    libc::CLONE_NEWPID,
    libc::CLONE_NEWNET,
    // CLONE_NEWTIME
    0x80,
];

/// Locks by record, leases and notices of `fcntl(2)`, and who gets the signals of a descriptor.
const CONTROLS: [libc::c_int; 9] = [
    libc::F_SETLK,
    libc::F_SETLKW,
    libc::F_OFD_SETLK,
    libc::F_OFD_SETLKW,
    libc::F_SETLEASE,
    libc::F_NOTIFY,
    libc::F_SETOWN,
    // F_SETSIG, F_SETOWN_EX
    10,
    15,
];

/// The same by `ioctl(2)`: FIOSETOWN, SIOCSPGRP.
const OWNERS: [libc::c_int; 2] = [0x8901, 0x8902];

/// Refuses them to this process from now on.
///
/// # Errors
/// The kernel knows no such filters.
pub fn refuse(may_start_others: bool) -> io::Result<()> {
    for filter in filters(may_start_others).map_err(io::Error::other)? {
        seccompiler::apply_filter(&filter).map_err(io::Error::other)?;
    }
    Ok(())
}

fn filters(may_start_others: bool) -> Result<[BpfProgram; 2], seccompiler::BackendError> {
    let mut refused: BTreeMap<i64, Vec<SeccompRule>> = REFUSED.iter().map(|call| (*call, Vec::new())).collect();
    let mut clone = NAMESPACES.iter().map(|flag| when(&[(0, has(*flag))])).collect::<Result<Vec<_>, _>>()?;
    if !may_start_others {
        refused.extend(REFUSED_TO_PROGRAMS.iter().map(|call| (*call, Vec::new())));
        let without = SeccompCmpOp::MaskedEq(libc::CLONE_THREAD as u64);
        clone.push(SeccompRule::new(vec![SeccompCondition::new(0, SeccompCmpArgLen::Dword, without, 0)?])?);
        refused.insert(libc::SYS_fcntl, orders(&CONTROLS)?);
        refused.insert(libc::SYS_ioctl, orders(&OWNERS)?);
        // The process that asks for this becomes the program. Its group is itself.
        let itself = std::process::id().cast_signed();
        for call in SIGNALS {
            refused.insert(call, vec![when(&[(0, is_not(itself))])?]);
        }
        refused.insert(libc::SYS_kill, vec![when(&[(0, is_not(itself)), (0, is_not(0))])?]);
        // Times: a descriptor's may be set, since it was opened through a door.
        refused.insert(libc::SYS_utimensat, vec![SeccompRule::new(vec![named(1)?])?]);
    }
    refused.insert(libc::SYS_clone, clone);
    // Internet sockets, and pairs that are nobody else's, as tokio has one for its signals. All others reach the kernel
    // or other boxes.
    refused.insert(libc::SYS_socket, vec![when(&[(0, is_not(libc::AF_INET)), (0, is_not(libc::AF_INET6))])?]);
    refused.insert(libc::SYS_socketpair, vec![when(&[(0, is_not(libc::AF_UNIX))])?]);
    // One's own limits may be lowered, another's may not.
    refused.insert(libc::SYS_prlimit64, vec![when(&[(0, is_not(0))])?]);
    let absent = ABSENT.iter().map(|call| (*call, Vec::new())).collect();
    Ok([filter(refused, libc::EPERM)?, filter(absent, libc::ENOSYS)?])
}

type Test = (SeccompCmpOp, u64);

fn has(flag: libc::c_int) -> Test {
    (SeccompCmpOp::MaskedEq(flag as u64), flag as u64)
}

fn is(value: libc::c_int) -> Test {
    (SeccompCmpOp::Eq, value as u64)
}

fn is_not(value: libc::c_int) -> Test {
    (SeccompCmpOp::Ne, value as u64)
}

/// A rule for each of these, as the second argument of `fcntl(2)` or `ioctl(2)`.
fn orders(values: &[libc::c_int]) -> Result<Vec<SeccompRule>, seccompiler::BackendError> {
    values.iter().map(|value| when(&[(1, is(*value))])).collect()
}

/// The argument is a name.
fn named(arg: u8) -> Result<SeccompCondition, seccompiler::BackendError> {
    SeccompCondition::new(arg, SeccompCmpArgLen::Qword, SeccompCmpOp::Ne, 0)
}

/// A rule for arguments that pass all of these tests.
fn when(tests: &[(u8, Test)]) -> Result<SeccompRule, seccompiler::BackendError> {
    let condition =
        |(arg, (op, value)): &(u8, Test)| SeccompCondition::new(*arg, SeccompCmpArgLen::Dword, op.clone(), *value);
    SeccompRule::new(tests.iter().map(condition).collect::<Result<_, _>>()?)
}

fn filter(calls: BTreeMap<i64, Vec<SeccompRule>>, error: libc::c_int) -> Result<BpfProgram, seccompiler::BackendError> {
    let arch = std::env::consts::ARCH.try_into()?;
    let filter = SeccompFilter::new(calls, SeccompAction::Allow, SeccompAction::Errno(error as u32), arch)?;
    let mut program = BpfProgram::try_from(filter)?;
    if cfg!(target_arch = "x86_64") {
        program.splice(0..0, NO_X32);
    }
    Ok(program)
}

/// On x86-64 the same calls go by a second set of numbers, which begins here (`__X32_SYSCALL_BIT`): it is absent.
const NO_X32: [sock_filter; 3] = [
    sock_filter { code: (libc::BPF_LD | libc::BPF_W | libc::BPF_ABS) as u16, jt: 0, jf: 0, k: 0 },
    sock_filter { code: (libc::BPF_JMP | libc::BPF_JGE | libc::BPF_K) as u16, jt: 0, jf: 1, k: 0x4000_0000 },
    sock_filter {
        code: (libc::BPF_RET | libc::BPF_K) as u16,
        jt: 0,
        jf: 0,
        k: libc::SECCOMP_RET_ERRNO | libc::ENOSYS as u32,
    },
];
