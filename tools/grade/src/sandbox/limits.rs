//! How much of the machine a program may use.

#[cfg(unix)]
use std::io;

#[cfg(unix)]
use rlimit::Resource;
use serde::{Deserialize, Serialize};

/// Limits of one process, as `setrlimit(2)` knows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Seconds on a processor.
    pub processor_seconds: u64,
    /// Bytes of address space: reserved, not used. 1,000 threads reserve 2 GiB for their stacks alone.
    pub address_space: u64,
    /// Bytes of memory in use: more, and the launcher ends the program. Only where there is a launcher that stays.
    pub resident: u64,
    /// Threads and processes of the user, of all its programs together.
    pub threads: u64,
    /// Bytes of one file.
    pub file_size: u64,
    pub open_files: u64,
    /// Bytes of [`TEMPORARY`](super::plan::TEMPORARY), where it is a file system of its own.
    pub temporary: u64,
}

const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

impl Limits {
    /// For a student's program while it is tested.
    pub const PROGRAM: Limits = Limits {
        processor_seconds: 60,
        address_space: 4 * GIB,
        resident: GIB / 2,
        threads: 8_000,
        file_size: 64 * MIB,
        open_files: 4_096,
        temporary: 16 * MIB,
    };

    /// For the compiler.
    pub const COMPILER: Limits = Limits {
        processor_seconds: 30,
        address_space: 6 * GIB,
        resident: 2 * GIB,
        // More than programs may have: at tier 2 all lanes are one user's if that is not root, and whoever starts as many
        // threads as it may in one of them must not keep the linker from starting in another.
        threads: 9_000,
        file_size: 256 * MIB,
        open_files: 1_024,
        temporary: 256 * MIB,
    };

    /// Bytes of address space for the tests of an exercise, which keep all that a program says. They reserve 1.3 GiB for
    /// every solution, and could reserve 4 where each of their threads has a pool of memory of its own, as on a machine
    /// with many processors. Only whoever floods them comes near.
    pub const TESTS: u64 = 8 * GIB;

    /// Takes them on, for this process and what it starts.
    ///
    /// # Errors
    /// The system refuses one: none of them can be raised again.
    #[cfg(unix)]
    pub fn take_on(&self) -> io::Result<()> {
        Resource::CPU.set(self.processor_seconds, self.processor_seconds + 1)?;
        for (resource, limit) in [
            (Resource::AS, self.address_space),
            (Resource::FSIZE, self.file_size),
            (Resource::NOFILE, self.open_files),
            (Resource::CORE, 0),
            #[cfg(target_os = "linux")]
            (Resource::NPROC, self.threads),
            #[cfg(target_os = "linux")]
            (Resource::MEMLOCK, MIB),
            #[cfg(target_os = "linux")]
            (Resource::MSGQUEUE, 0),
        ] {
            hold(resource, limit)?;
        }
        Ok(())
    }

    /// Takes on what tests are held to.
    ///
    /// # Errors
    /// The system refuses it.
    #[cfg(target_os = "linux")]
    pub fn take_on_of_tests() -> io::Result<()> {
        hold(Resource::AS, Limits::TESTS)
    }
}

/// Who was given less stays with less.
#[cfg(unix)]
fn hold(resource: Resource, limit: u64) -> io::Result<()> {
    let (_, most) = resource.get()?;
    let limit = limit.min(most);
    resource.set(limit, limit)
}
