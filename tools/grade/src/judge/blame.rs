//! Whose fault it is that a compiler made nothing: the submission's, or this machine's, which had no space, no memory or
//! no processes left.
//!
//! A lab error costs no points, so nobody may come by one at will; and whatever a compiler says, a submission can make it
//! say (`compile_error!`). What it says therefore decides nothing. It is a reason to look, and what is looked at is out
//! of a submission's reach:
//!
//! - How much space there is, once what this compiler left is gone. With less than the largest file that it may write the
//!   run ends, and nobody has a verdict.
//! - Whether a program of ours compiles now, in the same way. No code of a submission runs in a compiler, so nothing of
//!   this one holds anything back from the next; what its other programs hold, they give back before [a second try
//!   alone](super::lane).
//! - Whether the submission, tried once more, fails as before. What a machine did by chance it does not do twice beside
//!   a program that compiles; what is in the sources happens again.
//! - How much memory was ever in use, where the kernel ended the compiler. Whoever makes it take much is ended for that.
//!
//! Whoever forges such a message has his program compiled twice, and it is refused as before.

use std::process::ExitStatus;

/// What compilers and linkers say where a machine is short of something. More than that is no harm: it makes the judge
/// look.
const SHORTAGES: [&str; 11] = [
    "No space left on device",
    "Disk quota exceeded",
    "Resource temporarily unavailable",
    "Cannot allocate memory",
    "memory allocation of",
    "Too many open files",
    "Input/output error",
    "could not exec the linker",
    "error: linker `",
    // A linker, or a part of it, was ended.
    "signal: ",
    "terminated with signal",
];

/// No compiler of a submission that solves an exercise has as much in use, in bytes: the largest takes 180 MiB.
const MUCH: u64 = 512 << 20;

/// What came of a compiler that made nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What it said.
    pub said: String,
    /// How it ended. `None` if it took too long and was ended by the judge.
    pub status: Option<ExitStatus>,
}

impl Refusal {
    /// Whether this may be the machine's fault, so that it is worth looking.
    pub fn is_doubtful(&self) -> bool {
        let is_short = SHORTAGES.iter().any(|shortage| self.said.contains(shortage));
        is_short || self.signal().is_some_and(|signal| !is_of_the_sources(signal))
    }

    /// Whether the kernel ended the compiler although nothing that this submission started ever had much memory in use:
    /// `most` is the most, in bytes, if that is known. Then others did, and this one was in the way.
    pub fn was_ended_for_others(&self, most: Option<u64>) -> bool {
        self.signal() == Some(SIGKILL) && most.is_some_and(|most| most < MUCH)
    }

    /// What is kept of it: never nothing.
    pub fn told(&self) -> String {
        match &self.status {
            Some(status) if self.said.trim().is_empty() => format!("error: rustc, {status}\n"),
            _ => self.said.clone(),
        }
    }

    /// The same in a few lines: a linker's arguments are on one that is longer than all the others.
    pub fn in_short(&self) -> String {
        let told = self.told();
        let lines = told.lines().map(str::trim).filter(|line| line.len() > 1 && line.len() < 200);
        lines.take(4).collect::<Vec<_>>().join("\n")
    }

    #[cfg(unix)]
    fn signal(&self) -> Option<i32> {
        self.status.as_ref().and_then(std::os::unix::process::ExitStatusExt::signal)
    }

    #[cfg(not(unix))]
    fn signal(&self) -> Option<i32> {
        None
    }
}

// `signal(7)`
const SIGKILL: i32 = 9;
const SIGSEGV: i32 = 11;

/// Whether a compiler ends by it for what it was given: the limits of time and size, and a stack that overflows.
fn is_of_the_sources(signal: i32) -> bool {
    #[cfg(target_os = "linux")]
    let limits = [libc::SIGXCPU, libc::SIGXFSZ];
    #[cfg(not(target_os = "linux"))]
    let limits: [i32; 0] = [];
    signal == SIGSEGV || limits.contains(&signal)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::os::unix::process::ExitStatusExt as _;

    use super::*;

    fn refusal(said: &str, status: i32) -> Refusal {
        Refusal { said: said.to_owned(), status: Some(ExitStatus::from_raw(status)) }
    }

    const REFUSED: i32 = 1 << 8;

    #[test]
    fn what_a_machine_does_is_doubtful_and_what_the_sources_do_is_not() {
        let full = "error: linking with `cc` failed: exit status: 1\n  = note: ld: final link failed: No space left on device\n";
        assert!(refusal(full, REFUSED).is_doubtful());
        let exhausted =
            "error: could not exec the linker `cc`\n  |\n  = note: Resource temporarily unavailable (os error 11)\n";
        assert!(refusal(exhausted, REFUSED).is_doubtful());
        assert!(refusal("error: linker `cc` not found\n", REFUSED).is_doubtful());
        assert!(refusal("error: linking with `cc` failed: signal: 9 (SIGKILL)\n", REFUSED).is_doubtful());
        assert!(refusal("", libc::SIGKILL).is_doubtful() && refusal("", libc::SIGABRT).is_doubtful());
        assert!(!refusal("error[E0425]: cannot find value `x` in this scope\n", REFUSED).is_doubtful());
        assert!(![libc::SIGXCPU, libc::SIGXFSZ, libc::SIGSEGV].iter().any(|signal| refusal("", *signal).is_doubtful()));
        assert!(!Refusal { said: String::new(), status: None }.is_doubtful());
    }

    #[test]
    fn who_took_much_memory_was_not_ended_for_others() {
        let killed = refusal("", libc::SIGKILL);
        assert!(killed.was_ended_for_others(Some(200 << 20)));
        assert!(!killed.was_ended_for_others(Some(1 << 30)) && !killed.was_ended_for_others(None));
        let forged = refusal("error: linking with `cc` failed: signal: 9 (SIGKILL)\n", REFUSED);
        assert!(!forged.was_ended_for_others(Some(0)));
    }

    #[test]
    fn nothing_is_refused_without_a_word() {
        assert_eq!(refusal("", libc::SIGKILL).told(), "error: rustc, signal: 9 (SIGKILL)\n");
        let said = format!(
            "error: linking with `cc` failed: exit status: 1\n  |\n  = note:  \"cc\" {}\n  = note: full\n",
            "a".repeat(300)
        );
        assert_eq!(refusal(&said, REFUSED).in_short(), "error: linking with `cc` failed: exit status: 1\n= note: full");
    }
}
