//! One grader at a time in a REPORT. The system lets go of the lock when its holder ends, however that happens.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::problem::Problem;
use crate::words::{general, spoken, store};

#[derive(Debug)]
pub(super) struct Lock {
    file: File,
}

/// How long a lock may outlive its holder: what a killed grader had started ends a moment after it.
const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(20);

impl Lock {
    pub fn take(report: &Path) -> Result<Lock, Problem> {
        let path = report.join(".lock");
        let cannot_write = |error| Problem::new((general(spoken()).cannot_write)(&path, &error));
        let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = opened.map_err(cannot_write)?;
        match try_lock(&file) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Whoever holds it may not have written yet.
                let _ = file.take(200).read_to_string(&mut holder);
                let words = store(spoken());
                return Err(Problem::new((words.locked)(report, holder.trim())).advise(words.wait_for_it));
            }
            Err(TryLockError::Error(error)) => return Err(cannot_write(error)),
        }
        let since = jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M:%S UTC");
        let holder = format!("pid {}, {since}\n", std::process::id());
        let write = |file: &mut File| {
            file.set_len(0)?;
            file.seek(SeekFrom::Start(0))?;
            file.write_all(holder.as_bytes())
        };
        write(&mut file).map_err(cannot_write)?;
        Ok(Lock { file })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing would not do while a program is being started, which has the file open as well until then.
        let _ = self.file.unlock();
    }
}

fn try_lock(file: &File) -> Result<(), TryLockError> {
    let began = Instant::now();
    loop {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) if began.elapsed() < PATIENCE => thread::sleep(PAUSE),
            result => return result,
        }
    }
}
